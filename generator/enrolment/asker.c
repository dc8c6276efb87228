#include "enrolment/asker.h"

#include "records/completion.h"

#include <string.h>

enum { MODULES_MOST = 64 }; /* StandingQuery.modules */

/* What a set says of one of the retraining's clauses. */
enum { UNNAMED, HELD, STALE_HASH };

typedef struct {
  const Course *course;
  guint module; /* index among the courses */
  Rule *rule;
} Candidate;

struct Asker {
  const Retraining *retraining;
  guint count;        /* of its clauses */
  GHashTable *sets;   /* set → guint8[count] */
  GArray *candidates; /* of Candidate, newest first */
  guint8 *decided;    /* scratch, by clause */
  Day today;
};

/* --- courses ------------------------------------------------------------------------------ */

static bool named_by(const Course *course, const GPtrArray *retrainings)
{
  for (guint i = 0; retrainings != NULL && i < retrainings->len; i++) {
    const Retraining *retraining = g_ptr_array_index(retrainings, i);
    if (strcmp(retraining->demand->policy, course->module->policy) == 0)
      return true;
  }
  return false;
}

GPtrArray *asker_courses(const Curriculum *curriculum, int year, const GPtrArray *retrainings)
{
  GPtrArray *courses = g_ptr_array_new();
  guint count = curriculum_count(curriculum);
  /* First what was asked for, so that it is the others which are left out where they are too
   * many. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < count && courses->len < MODULES_MOST; i++) {
      const Course *course = curriculum_get(curriculum, i);
      bool wanted = year == 0 || course->module->year == year;
      if (pass == 0 ? wanted : !wanted && named_by(course, retrainings))
        g_ptr_array_add(courses, (gpointer)course);
    }
  return courses;
}

const char **asker_modules(const GPtrArray *courses)
{
  const char **modules = g_new0(const char *, courses->len + 1);
  for (guint i = 0; i < courses->len; i++)
    modules[i] = ((const Course *)g_ptr_array_index(courses, i))->id;
  return modules;
}

/* --- an asker ----------------------------------------------------------------------------- */

static void candidate_clear(gpointer data)
{
  rule_free(((Candidate *)data)->rule);
}

void asker_free(Asker *asker)
{
  if (asker == NULL)
    return;
  g_hash_table_unref(asker->sets);
  g_array_unref(asker->candidates);
  g_free(asker->decided);
  g_free(asker);
}

static int by_year(gconstpointer a, gconstpointer b)
{
  return ((const Candidate *)b)->course->module->year -
         ((const Candidate *)a)->course->module->year;
}

Asker *asker_new(const Enrolment *with, const Retraining *retraining, const GPtrArray *courses,
                 Report *report)
{
  g_autoptr(Asker) asker = g_new0(Asker, 1);
  const Demand *demand = retraining->demand;
  asker->retraining = retraining;
  asker->count = g_strv_length(demand->clauses);
  asker->sets = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  asker->candidates = g_array_new(FALSE, TRUE, sizeof(Candidate));
  g_array_set_clear_func(asker->candidates, candidate_clear);
  asker->decided = g_new0(guint8, asker->count + 1);
  asker->today = with->today;
  for (guint i = 0; i < courses->len; i++) {
    const Course *course = g_ptr_array_index(courses, i);
    if (strcmp(course->module->policy, demand->policy) != 0 ||
        course->module->year > enrolment_year(with) ||
        course_askable(with->curriculum, course, (const char *const *)demand->clauses) == 0)
      continue;
    Candidate candidate = {course, i, audience_rule(with, course, report)};
    if (candidate.rule == NULL)
      return NULL;
    g_array_append_val(asker->candidates, candidate);
  }
  g_array_sort(asker->candidates, by_year);
  return g_steal_pointer(&asker);
}

void asker_learn(Asker *asker, guint set, const GPtrArray *clauses)
{
  guint8 *states = g_new0(guint8, asker->count + 1);
  for (guint i = 0; i < clauses->len; i++) {
    const ClauseHash *held = g_ptr_array_index(clauses, i);
    for (guint k = 0; k < asker->count; k++) {
      const char *name = asker->retraining->demand->clauses[k];
      const char *now = g_hash_table_lookup(asker->retraining->hashes, name);
      if (now != NULL && strcmp(name, held->clause) == 0)
        states[k] = strcmp(now, held->hash) == 0 ? HELD : STALE_HASH;
    }
  }
  g_hash_table_replace(asker->sets, GUINT_TO_POINTER(set), states);
}

static const guint8 *states_of(Asker *asker, Store *store, guint set, Report *report)
{
  const guint8 *states = g_hash_table_lookup(asker->sets, GUINT_TO_POINTER(set));
  if (states != NULL)
    return states;
  g_autoptr(GPtrArray) clauses = standing_clauses(store, set, report);
  if (clauses == NULL)
    return NULL;
  asker_learn(asker, set, clauses);
  return g_hash_table_lookup(asker->sets, GUINT_TO_POINTER(set));
}

static bool has_completed(const StandingRow *row, guint module)
{
  for (guint i = 0; i < row->done->len; i++) {
    const Done *done = &g_array_index(row->done, Done, i);
    if (done->module == module && *done->round == '\0')
      return true;
  }
  return false;
}

static const Course *course_for(const Asker *asker, const StandingRow *row)
{
  const Course *asked = NULL;
  for (guint i = 0; i < asker->candidates->len; i++) {
    const Candidate *candidate = &g_array_index(asker->candidates, Candidate, i);
    if (has_completed(row, candidate->module))
      return candidate->course;
    if (asked == NULL && audience_asks(candidate->rule, row->person, asker->today))
      asked = candidate->course;
  }
  return asked;
}

bool asker_judge(Asker *asker, Store *store, const StandingRow *row, bool *asks,
                 const Course **course, Report *report)
{
  *asks = false;
  *course = NULL;
  memset(asker->decided, UNNAMED, asker->count + 1);
  /* Newest first: the first that names a clause decides. */
  for (guint i = row->done->len; i-- > 0;) {
    const Done *done = &g_array_index(row->done, Done, i);
    const guint8 *states = states_of(asker, store, done->clauses, report);
    if (states == NULL)
      return false;
    for (guint k = 0; k < asker->count; k++) {
      if (asker->decided[k] == UNNAMED)
        asker->decided[k] = states[k];
      *asks = *asks || (asker->decided[k] == STALE_HASH);
    }
  }
  if (*asks)
    *course = course_for(asker, row);
  return true;
}
