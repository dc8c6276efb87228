#include "enrolment/sitting.h"

#include "enrolment/duty.h"
#include "enrolment/kept.h"
#include "enrolment/sitting_parts.h"
#include "records/kept_text.h"
#include "records/secret.h"

#include <string.h>

void sitting_free(Sitting *sitting)
{
  if (sitting == NULL)
    return;
  attempt_free(sitting->attempt);
  form_free(sitting->form);
  module_free(sitting->module);
  g_free(sitting);
}

/* --- beginning ---------------------------------------------------------------------------- */

static bool is_here(const Enrolment *with, const char *subject, Report *report)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find(with->store, subject, &person, report))
    return false;
  bool here = person != NULL &&
              (person->state == STAFF_PRESENT ||
               (person->state == STAFF_LEFT && day_compare(person->left, with->today) >= 0));
  if (!here)
    report_add(report, DIAG_PERSON_GONE, place_none(), NULL);
  return here;
}

/* Whether a retraining asks this person in this course. */
static bool is_asked(const Enrolment *with, const char *subject, const Course *course,
                     const char *round, Report *report)
{
  g_autoptr(GPtrArray) duties = duties_of(with, subject, 0, report);
  for (guint i = 0; duties != NULL && i < duties->len; i++) {
    const Duty *duty = g_ptr_array_index(duties, i);
    if (strcmp(duty->round, round) == 0 && duty->course == course && duty->state != DUTY_DONE)
      return true;
  }
  if (duties != NULL)
    report_add(report, DIAG_SITTING_ROUND, place_none(), round, NULL);
  return false;
}

static bool is_undone(const Enrolment *with, const char *subject, const char *module,
                      const char *round, Report *report)
{
  g_autoptr(Completion) done = NULL;
  if (!completion_find_of(with->store, subject, module, round, &done, report))
    return false;
  if (done != NULL)
    report_add(report, DIAG_SITTING_DONE, place_none(), module, NULL);
  return done == NULL;
}

bool sitting_allowed(const Enrolment *with, const char *subject, const Course *course,
                     const char *round, Report *report)
{
  return is_here(with, subject, report) && is_undone(with, subject, course->id, round, report) &&
         (*round == '\0' || is_asked(with, subject, course, round, report));
}

static Form *draw(const Enrolment *with, const Course *course, const char *round, Report *report)
{
  if (*round == '\0')
    return course_draw(with->curriculum, course, NULL, secret_number(), report);
  g_autoptr(Retraining) retraining = retraining_find(with, round, report);
  return retraining != NULL
           ? course_draw(with->curriculum, course, (const char *const *)retraining->demand->clauses,
                         secret_number(), report)
           : NULL;
}

bool sitting_length(const Enrolment *with, const Course *course, const char *round, guint *count,
                    Report *report)
{
  guint askable = course->askable;
  if (*round != '\0') {
    g_autoptr(Retraining) retraining = retraining_find(with, round, report);
    if (retraining == NULL)
      return false;
    askable =
      course_askable(with->curriculum, course, (const char *const *)retraining->demand->clauses);
  }
  *count = MIN(course->module->draw, askable);
  return true;
}

/* Those of a retraining: what it was about. */
static GPtrArray *round_rests(const Enrolment *with, const char *round, char **revision,
                              Report *report)
{
  g_autoptr(Retraining) retraining = retraining_find(with, round, report);
  if (retraining == NULL)
    return NULL;
  GPtrArray *clauses = completion_clauses_new();
  for (char **name = retraining->demand->clauses; *name != NULL; name++) {
    const char *hash = g_hash_table_lookup(retraining->hashes, *name);
    if (hash != NULL)
      completion_clauses_add(clauses, *name, hash);
  }
  *revision = g_strdup(round);
  return clauses;
}

GPtrArray *sitting_rests(const Enrolment *with, const Course *course, const char *round, Day day,
                         char **revision, Report *report)
{
  *revision = NULL;
  if (*round != '\0')
    return round_rests(with, round, revision, report);
  /* Whoever trained before the revision in force was trained on the one before. */
  const Revision *then = course->ledger != NULL ? ledger_in_force(course->ledger, day) : NULL;
  g_autofree char *key =
    then != NULL ? g_strconcat(course->ledger->id, "/", then->key, NULL) : g_strdup("");
  g_autoptr(GHashTable) hashes =
    strcmp(key, course->revision) != 0 && then != NULL
      ? curriculum_hashes(with->curriculum, course->ledger->id, then->key)
      : NULL;
  GPtrArray *clauses = completion_clauses_new();
  for (guint i = 0; i < course->clauses->len; i++) {
    const CourseClause *clause = g_ptr_array_index(course->clauses, i);
    bool own = hashes != NULL && g_str_has_prefix(clause->name, course->ledger->id) &&
               clause->name[strlen(course->ledger->id)] == '#';
    const char *hash = own ? g_hash_table_lookup(hashes, clause->name) : clause->hash;
    if (hash != NULL)
      completion_clauses_add(clauses, clause->name, hash);
  }
  *revision = g_steal_pointer(&key);
  return clauses;
}

bool sitting_open(const Enrolment *with, const char *subject, const Course *course,
                  const char *round, const char *lang, const Form *form, Medium medium, Day day,
                  Attempt **attempt, Report *report)
{
  g_autofree char *revision = NULL;
  g_autoptr(GPtrArray) clauses = sitting_rests(with, course, round, day, &revision, report);
  if (clauses == NULL)
    return false;
  g_autofree char *json = kept_form(form, clauses, revision);
  AttemptBeginning beginning = {.subject = subject,
                                .module = course->id,
                                .text = form->text,
                                .round = round,
                                .lang = lang,
                                .form = json,
                                .medium = medium,
                                .most = course->module->attempts};
  return attempt_begin(with->store, &with->act, &beginning, attempt, NULL, report);
}

char *sitting_begin(const Enrolment *with, const char *subject, const Course *course,
                    const char *round, const char *lang, Report *report)
{
  g_autoptr(Attempt) attempt = NULL;
  if (!attempt_find_open(with->store, subject, course->id, round, &attempt, report))
    return NULL;
  if (attempt != NULL)
    return g_strdup(attempt->id);
  if (!sitting_allowed(with, subject, course, round, report))
    return NULL;
  g_autoptr(Form) form = draw(with, course, round, report);
  char hash[65];
  if (form == NULL || !kept_text_put(with->store, course->text, course->length, hash, report))
    return NULL;
  const char *known = module_edition(course->module, lang) != NULL ? lang : "ja";
  if (!sitting_open(with, subject, course, round, known, form, MEDIUM_SCREEN, with->today, &attempt,
                    report))
    return NULL;
  return g_strdup(attempt->id);
}

/* --- reading ------------------------------------------------------------------------------ */

const char *sitting_given(const Sitting *sitting, guint place)
{
  return attempt_given(sitting->attempt, place);
}

Sitting *sitting_glance(const Enrolment *with, const char *subject, const char *id, Report *report)
{
  g_autoptr(Sitting) sitting = g_new0(Sitting, 1);
  if (!attempt_find(with->store, id, &sitting->attempt, report))
    return NULL;
  const Attempt *attempt = sitting->attempt;
  if (attempt == NULL || (subject != NULL && strcmp(attempt->subject, subject) != 0)) {
    report_add(report, DIAG_SITTING_UNKNOWN, place_none(), NULL);
    return NULL;
  }
  sitting->form = kept_form_read(attempt->form, attempt->module, attempt->text);
  if (sitting->form == NULL) {
    report_add(report, DIAG_KEPT_FORM, place_none(), attempt->id, NULL);
    return NULL;
  }
  sitting->count = sitting->form->questions->len;
  for (guint place = 1; place <= sitting->count; place++)
    sitting->answered += *sitting_given(sitting, place) != '\0';
  return g_steal_pointer(&sitting);
}

/* Whether the form asks what the text has. */
static bool form_fits(const Sitting *sitting)
{
  const Quiz *quiz = module_quiz(sitting->module);
  for (guint i = 0; i < sitting->count; i++) {
    const FormQuestion *shown = form_question(sitting->form, i);
    const Question *question = quiz_find(quiz, shown->id);
    if (question == NULL || question->choices->len != shown->count)
      return false;
  }
  return true;
}

Sitting *sitting_read(const Enrolment *with, const char *subject, const char *id, Report *report)
{
  g_autoptr(Sitting) sitting = sitting_glance(with, subject, id, report);
  if (sitting == NULL)
    return NULL;
  sitting->module = kept_module(with->store, sitting->attempt->text, report);
  if (sitting->module == NULL)
    return NULL;
  if (!form_fits(sitting)) {
    report_add(report, DIAG_KEPT_FORM, place_none(), id, NULL);
    return NULL;
  }
  g_autoptr(Completion) done = NULL;
  if (!completion_find_of(with->store, sitting->attempt->subject, sitting->attempt->module,
                          sitting->attempt->round, &done, report))
    return NULL;
  if (done != NULL && strcmp(done->attempt, id) == 0)
    sitting->completion = done->seq;
  return g_steal_pointer(&sitting);
}

/* --- answering ---------------------------------------------------------------------------- */

bool sitting_put(const Enrolment *with, const Sitting *sitting, guint place, const char *answer,
                 Report *report)
{
  const char *id = sitting->attempt->id;
  if (place < 1 || place > sitting->count ||
      !kept_answer_fits(answer, form_question(sitting->form, place - 1)->count)) {
    report_add(report, DIAG_SITTING_ANSWER, place_none(), answer, NULL);
    return false;
  }
  AnswerOutcome outcome;
  if (!attempt_answer(with->store, &with->act, id, place, answer, &outcome, report))
    return false;
  if (outcome == ANSWER_CLOSED)
    report_add(report, DIAG_SITTING_OVER, place_none(), NULL);
  return outcome != ANSWER_CLOSED;
}

bool sitting_answer(const Enrolment *with, const char *subject, const char *id, guint place,
                    const char *answer, Report *report)
{
  g_autoptr(Sitting) sitting = sitting_glance(with, subject, id, report);
  return sitting != NULL && sitting_put(with, sitting, place, answer, report);
}

/* --- finishing ---------------------------------------------------------------------------- */

Grade *sitting_grade(const Sitting *sitting, Report *report)
{
  g_autofree const char **answers = g_new0(const char *, sitting->count + 1);
  for (guint i = 0; i < sitting->count; i++)
    answers[i] = sitting_given(sitting, i + 1);
  return grade(sitting->module, sitting->form, answers, report);
}

Score sitting_score(const Grade *graded)
{
  return (Score){.units = graded->units,
                 .of = (guint64)graded->questions->len * POINT_UNITS,
                 .percent = graded->percent,
                 .must_missed = graded->must_missed,
                 .passed = graded->passed};
}

bool sitting_complete(const Enrolment *with, const Sitting *sitting, Day on, Report *report)
{
  const Attempt *attempt = sitting->attempt;
  g_autofree char *revision = NULL;
  g_autoptr(GPtrArray) clauses = kept_form_clauses(attempt->form, &revision);
  if (clauses == NULL) {
    report_add(report, DIAG_KEPT_FORM, place_none(), attempt->id, NULL);
    return false;
  }
  Completion completion = {.subject = attempt->subject,
                           .module = attempt->module,
                           .year = sitting->module->year,
                           .round = attempt->round,
                           .revision = revision,
                           .on = on,
                           .attempt = attempt->id,
                           .gathering = "",
                           .clauses = clauses};
  return completion_record(with->store, &with->act, &completion, NULL, NULL, report);
}

bool sitting_close(const Enrolment *with, const Sitting *sitting, Day on, bool *passed,
                   Report *report)
{
  const Attempt *attempt = sitting->attempt;
  g_autoptr(Grade) graded = sitting_grade(sitting, report);
  if (graded == NULL)
    return false;
  Score score = sitting_score(graded);
  if (!attempt_finish(with->store, &with->act, attempt->id, &score, NULL, report))
    return false;
  *passed = score.passed;
  return !score.passed || sitting_complete(with, sitting, on, report);
}

bool sitting_finish(const Enrolment *with, const char *subject, const char *id, bool complete,
                    bool *passed, Report *report)
{
  g_autoptr(Sitting) sitting = sitting_read(with, subject, id, report);
  if (sitting == NULL)
    return false;
  if (sitting->attempt->finished != 0) {
    *passed = sitting->attempt->score.passed;
    return true;
  }
  if (complete && sitting->answered < sitting->count) {
    g_autofree char *missing = g_strdup_printf("%u", sitting->count - sitting->answered);
    report_add(report, DIAG_SITTING_UNANSWERED, place_none(), missing, NULL);
    return false;
  }
  return sitting_close(with, sitting, with->today, passed, report);
}
