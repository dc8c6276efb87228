#include "enrolment/retraining.h"

#include "enrolment/asker.h"

#include <string.h>

/* --- demands that stand ------------------------------------------------------------------- */

void retraining_free(Retraining *retraining)
{
  if (retraining == NULL)
    return;
  demand_free(retraining->demand);
  g_hash_table_unref(retraining->hashes);
  g_free(retraining);
}

static void retraining_free_it(gpointer data)
{
  retraining_free(data);
}

/* Takes the demand over. */
static Retraining *retraining_of(const Enrolment *with, Demand *demand)
{
  Retraining *retraining = g_new0(Retraining, 1);
  retraining->demand = demand;
  retraining->hashes = curriculum_hashes(with->curriculum, demand->policy, demand->revision);
  return retraining;
}

GPtrArray *retraining_list(const Enrolment *with, Report *report)
{
  g_autoptr(GPtrArray) demands = demand_list(with->store, false, report);
  if (demands == NULL)
    return NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func(retraining_free_it);
  g_ptr_array_set_free_func(demands, NULL); /* they move over */
  for (guint i = 0; i < demands->len; i++)
    g_ptr_array_add(list, retraining_of(with, g_ptr_array_index(demands, i)));
  return list;
}

Retraining *retraining_find(const Enrolment *with, const char *round, Report *report)
{
  Demand *demand = NULL;
  if (!demand_find(with->store, round, &demand, report))
    return NULL;
  if (demand != NULL && !demand->dropped)
    return retraining_of(with, demand);
  demand_free(demand);
  report_add(report, DIAG_SITTING_ROUND, place_none(), round, NULL);
  return NULL;
}

/* --- planning ----------------------------------------------------------------------------- */

void retraining_plan_free(RetrainingPlan *plan)
{
  if (plan == NULL)
    return;
  g_free(plan->policy);
  g_free(plan->revision);
  g_free(plan->round);
  g_ptr_array_unref(plan->clauses);
  g_ptr_array_unref(plan->shares);
  g_free(plan);
}

/* Those of `changed` that a course rests on. */
static void keep_taught(const Enrolment *with, RetrainingPlan *plan, const GPtrArray *changed)
{
  for (guint i = 0; i < changed->len; i++) {
    const char *name = g_ptr_array_index(changed, i);
    bool taught = false;
    for (guint k = 0; k < curriculum_count(with->curriculum) && !taught; k++)
      taught = course_clause(curriculum_get(with->curriculum, k), name) != NULL;
    if (taught)
      g_ptr_array_add(plan->clauses, g_strdup(name));
  }
}

static RetrainingShare *share_of(RetrainingPlan *plan, const Course *course)
{
  for (guint i = 0; i < plan->shares->len; i++) {
    RetrainingShare *share = g_ptr_array_index(plan->shares, i);
    if (share->course == course)
      return share;
  }
  RetrainingShare *share = g_new0(RetrainingShare, 1);
  share->course = course;
  g_ptr_array_add(plan->shares, share);
  return share;
}

static bool count_chunk(const Enrolment *with, Asker *asker, const StandingChunk *chunk,
                        RetrainingPlan *plan, Report *report)
{
  for (guint i = 0; i < chunk->rows->len; i++) {
    const Course *course = NULL;
    bool asks = false;
    if (!asker_judge(asker, with->store, g_ptr_array_index(chunk->rows, i), &asks, &course, report))
      return false;
    plan->people += asks;
    plan->unasked += asks && course == NULL;
    if (asks && course != NULL)
      share_of(plan, course)->people++;
  }
  return true;
}

static bool count_people(const Enrolment *with, Asker *asker, const char *const *modules,
                         RetrainingPlan *plan, Report *report)
{
  g_autofree char *after = NULL;
  for (bool more = true; more;) {
    StandingQuery query = {.modules = modules, .after = after};
    g_autoptr(StandingChunk) chunk = standing_read(with->store, &query, report);
    if (chunk == NULL || !count_chunk(with, asker, chunk, plan, report))
      return false;
    more = chunk->more;
    g_free(after);
    after = g_strdup(chunk->last);
  }
  return true;
}

static bool add_shares(const Enrolment *with, RetrainingPlan *plan, Report *report)
{
  g_autoptr(GPtrArray) courses = asker_courses(with->curriculum, 0, NULL);
  g_autofree const char **modules = asker_modules(courses);
  g_ptr_array_add(plan->clauses, NULL);
  Demand demand = {.clauses = (char **)plan->clauses->pdata, .policy = plan->policy};
  Retraining trial = {&demand, curriculum_hashes(with->curriculum, plan->policy, plan->revision)};
  g_autoptr(Asker) asker = asker_new(with, &trial, courses, report);
  bool good = asker != NULL && count_people(with, asker, modules, plan, report);
  for (guint i = 0; i < plan->shares->len; i++) {
    RetrainingShare *share = g_ptr_array_index(plan->shares, i);
    share->questions =
      course_askable(with->curriculum, share->course, (const char *const *)plan->clauses->pdata);
  }
  g_hash_table_unref(trial.hashes);
  g_ptr_array_set_size(plan->clauses, (int)plan->clauses->len - 1);
  return good;
}

RetrainingPlan *retraining_plan(const Enrolment *with, const char *policy, const char *revision,
                                Report *report)
{
  g_autoptr(GPtrArray) changed = curriculum_changes(with->curriculum, policy, revision, report);
  if (changed == NULL)
    return NULL;
  const Ledger *ledger = curriculum_ledger(with->curriculum, policy);
  const Revision *what = ledger_find(ledger, revision);
  g_autoptr(RetrainingPlan) plan = g_new0(RetrainingPlan, 1);
  plan->policy = g_strdup(policy);
  plan->revision = g_strdup(revision);
  plan->round = g_strconcat(policy, "/", revision, NULL);
  plan->asks = change_can_retrain(what->change);
  plan->scheduled = day_compare(what->effective, with->today) > 0;
  plan->clauses = g_ptr_array_new_with_free_func(g_free);
  plan->shares = g_ptr_array_new_with_free_func(g_free);
  keep_taught(with, plan, changed);
  if (plan->asks && !add_shares(with, plan, report))
    return NULL;
  return g_steal_pointer(&plan);
}

/* --- setting ------------------------------------------------------------------------------ */

static bool may_be_set(const Enrolment *with, const RetrainingPlan *plan, Day due, Report *report)
{
  DiagCode code = DIAG_COUNT;
  if (!plan->asks)
    code = DIAG_RETRAIN_ERRATUM;
  else if (plan->scheduled)
    code = DIAG_RETRAIN_SCHEDULED;
  else if (plan->people == 0)
    code = DIAG_RETRAIN_NOBODY;
  else if (plan->shares->len == 0)
    code = DIAG_RETRAIN_NO_QUESTION;
  else if (!day_exact(due) || day_compare(due, with->today) < 0)
    code = DIAG_RETRAIN_DUE;
  if (code != DIAG_COUNT)
    report_add(report, code, place_none(), plan->round, NULL);
  return code == DIAG_COUNT;
}

bool retraining_set(const Enrolment *with, const char *policy, const char *revision, Day due,
                    const char *reason, Report *report)
{
  g_autoptr(RetrainingPlan) plan = retraining_plan(with, policy, revision, report);
  if (plan == NULL || !may_be_set(with, plan, due, report))
    return false;
  g_ptr_array_add(plan->clauses, NULL);
  Demand demand = {.round = plan->round,
                   .policy = plan->policy,
                   .revision = plan->revision,
                   .clauses = (char **)plan->clauses->pdata,
                   .due = due,
                   .reason = (char *)reason};
  bool good = demand_set(with->store, &with->act, &demand, report);
  g_ptr_array_set_size(plan->clauses, (int)plan->clauses->len - 1);
  return good;
}
