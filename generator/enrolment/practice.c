#include "enrolment/practice.h"

#include "enrolment/kept.h"
#include "records/attempt.h"
#include "records/completion.h"
#include "records/kept_text.h"
#include "records/practice.h"
#include "records/secret.h"
#include "training/grade.h"
#include "training/random.h"

#include <string.h>

#define WEEK (7 * MOMENT_DAY)
#define MONTH (30 * MOMENT_DAY)

void practice_question_free(PracticeQuestion *question)
{
  if (question == NULL)
    return;
  g_free(question->question);
  g_free(question->order);
  g_free(question);
}

/* --- what is offered again ---------------------------------------------------------------- */

/* Adds the ids of the questions that a finished attempt missed. */
static bool add_missed(const Enrolment *with, const Attempt *attempt, GHashTable *missed,
                       Report *report)
{
  g_autoptr(Form) form = kept_form_read(attempt->form, attempt->module, attempt->text);
  g_autoptr(Module) module = kept_module(with->store, attempt->text, report);
  if (module == NULL || form == NULL)
    return false;
  guint count = form->questions->len;
  g_autofree const char **answers = g_new0(const char *, count + 1);
  for (guint i = 0; i < count; i++)
    answers[i] = attempt_given(attempt, i + 1);
  g_autoptr(Grade) graded = grade(module, form, answers, report);
  for (guint i = 0; graded != NULL && i < count; i++)
    if (g_array_index(graded->questions, GradedQuestion, i).units < POINT_UNITS)
      g_hash_table_add(missed, g_strdup(form_question(form, i)->id));
  return graded != NULL;
}

static GHashTable *all_missed(const Enrolment *with, const char *subject, const Course *course,
                              Report *report)
{
  AttemptQuery query = {
    .subject = subject, .module = course->id, .finished = true, .answers = true};
  g_autoptr(GPtrArray) attempts = attempt_list(with->store, &query, report);
  g_autoptr(GHashTable) missed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; attempts != NULL && i < attempts->len; i++)
    if (!add_missed(with, g_ptr_array_index(attempts, i), missed, report))
      return NULL;
  return attempts != NULL ? g_steal_pointer(&missed) : NULL;
}

/* The moment since which questions are offered: of the newest of the two offers that has begun; 0:
 * none has. */
static bool offered_since(const Enrolment *with, const char *subject, const Course *course,
                          Moment *since, PracticeKind *kind, Report *report)
{
  g_autoptr(Completion) done = NULL;
  *since = 0;
  *kind = PRACTICE_FREE;
  if (!completion_find_of(with->store, subject, course->id, "", &done, report))
    return false;
  if (done != NULL && with->act.at >= done->at + MONTH) {
    *since = done->at + MONTH;
    *kind = PRACTICE_MONTH;
  } else if (done != NULL && with->act.at >= done->at + WEEK) {
    *since = done->at + WEEK;
    *kind = PRACTICE_WEEK;
  }
  return true;
}

/* How often each question was practised; and takes out of `missed` (may be NULL) what was answered
 * rightly since. */
static bool count_practised(const Enrolment *with, const char *subject, const Course *course,
                            GHashTable *often, GHashTable *missed, Moment since, Report *report)
{
  gint64 after = 0;
  for (;;) {
    g_autoptr(GPtrArray) list = practice_list(with->store, subject, course->id, after, report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++) {
      const Practice *one = g_ptr_array_index(list, i);
      guint times = GPOINTER_TO_UINT(g_hash_table_lookup(often, one->question));
      g_hash_table_replace(often, g_strdup(one->question), GUINT_TO_POINTER(times + 1));
      if (missed != NULL && one->right && one->at >= since)
        g_hash_table_remove(missed, one->question);
      after = one->id;
    }
    if (list->len < STORE_CHUNK)
      return true;
  }
}

static GPtrArray *offered(const Enrolment *with, const char *subject, const Course *course,
                          GHashTable *often, Report *report)
{
  Moment since;
  PracticeKind kind;
  if (!offered_since(with, subject, course, &since, &kind, report))
    return NULL;
  g_autoptr(GHashTable) missed = since != 0 ? all_missed(with, subject, course, report) : NULL;
  if ((since != 0 && missed == NULL) ||
      !count_practised(with, subject, course, often, missed, since, report))
    return NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) askable = course_questions(with->curriculum, course);
  for (guint i = 0; missed != NULL && i < askable->len; i++) {
    const Question *question = g_ptr_array_index(askable, i);
    if (g_hash_table_contains(missed, question->id))
      g_ptr_array_add(list, g_strdup(question->id));
  }
  return list;
}

GPtrArray *practice_offered(const Enrolment *with, const char *subject, const Course *course,
                            Report *report)
{
  g_autoptr(GHashTable) often = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return offered(with, subject, course, often, report);
}

/* --- a question --------------------------------------------------------------------------- */

static char *draw_order(const Question *question, Chance *chance)
{
  guint order[QUIZ_CHOICES];
  guint count = MIN(question->choices->len, (guint)QUIZ_CHOICES);
  for (guint i = 0; i < count; i++)
    order[i] = i;
  if (!question->pin)
    chance_shuffle(chance, order, count);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < count; i++)
    g_string_append_printf(text, "%s%u", i > 0 ? " " : "", order[i] + 1);
  return g_string_free(text, FALSE);
}

/* One of those that were practised least. */
static const Question *least_practised(const GPtrArray *askable, GHashTable *often, Chance *chance)
{
  guint least = G_MAXUINT, ties = 0;
  const Question *chosen = NULL;
  for (guint i = 0; i < askable->len; i++) {
    const Question *question = g_ptr_array_index(askable, i);
    guint times = GPOINTER_TO_UINT(g_hash_table_lookup(often, question->id));
    if (times > least)
      continue;
    ties = times < least ? 1 : ties + 1;
    least = times;
    if (chance_below(chance, ties) == 0)
      chosen = question;
  }
  return chosen;
}

PracticeQuestion *practice_draw(const Enrolment *with, const char *subject, const Course *course,
                                Report *report)
{
  g_autoptr(GHashTable) often = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) again = offered(with, subject, course, often, report);
  if (again == NULL)
    return NULL;
  g_autoptr(GPtrArray) askable = course_questions(with->curriculum, course);
  Chance chance = chance_new(secret_number());
  const Question *question = again->len > 0
                               ? quiz_find(module_quiz(course->module), g_ptr_array_index(again, 0))
                               : least_practised(askable, often, &chance);
  if (question == NULL) {
    report_add(report, DIAG_DRAW_NONE, place_none(), course->id, NULL);
    return NULL;
  }
  PracticeQuestion *drawn = g_new0(PracticeQuestion, 1);
  drawn->question = g_strdup(question->id);
  drawn->order = draw_order(question, &chance);
  drawn->count = question->choices->len;
  drawn->left = again->len;
  return drawn;
}

int practice_choice(const char *order, guint count, guint shown)
{
  guint seen = 0, places = 0;
  int found = -1;
  for (const char *p = order; *p != '\0'; p += *p == ' ') {
    gsize digits = strspn(p, "0123456789");
    guint64 place = digits > 0 && digits < 3 ? g_ascii_strtoull(p, NULL, 10) : 0;
    if (place < 1 || place > count || (seen & 1u << place) != 0)
      return -1;
    seen |= 1u << place;
    if (++places == shown)
      found = (int)place - 1;
    p += digits;
    if (*p != '\0' && *p != ' ')
      return -1;
  }
  return places == count ? found : -1;
}

/* The form of that one question in that order; NULL where there is none such (reported). */
static Form *form_of(const Enrolment *with, const Course *course, const char *id, const char *order,
                     Report *report)
{
  g_autoptr(GPtrArray) askable = course_questions(with->curriculum, course);
  const Question *question = NULL;
  for (guint i = 0; i < askable->len; i++)
    if (strcmp(((const Question *)g_ptr_array_index(askable, i))->id, id) == 0)
      question = g_ptr_array_index(askable, i);
  if (question == NULL || question->choices->len > QUIZ_CHOICES ||
      practice_choice(order, question->choices->len, 1) < 0) {
    report_add(report, DIAG_PRACTICE_QUESTION, place_none(), id, NULL);
    return NULL;
  }
  Form *form = form_new();
  FormQuestion shown = {.id = g_strdup(id), .count = question->choices->len};
  for (guint i = 0; i < shown.count; i++)
    shown.order[i] = (guint8)practice_choice(order, shown.count, i + 1);
  g_array_append_val(form->questions, shown);
  return form;
}

static bool keep(const Enrolment *with, const char *subject, const Course *course,
                 const char *question, const char *answer, bool right, Report *report)
{
  Moment since;
  PracticeKind kind;
  char hash[65];
  if (!offered_since(with, subject, course, &since, &kind, report) ||
      !kept_text_put(with->store, course->text, course->length, hash, report))
    return false;
  Practice practice = {.subject = (char *)subject,
                       .module = (char *)course->id,
                       .text = hash,
                       .question = (char *)question,
                       .answer = (char *)answer,
                       .right = right,
                       .kind = kind,
                       .at = with->act.at};
  return practice_add(with->store, &practice, report);
}

bool practice_answer(const Enrolment *with, const char *subject, const Course *course,
                     const char *question, const char *order, const char *answer,
                     PracticeResult *result, Report *report)
{
  g_autoptr(Form) form = form_of(with, course, question, order, report);
  if (form == NULL)
    return false;
  const FormQuestion *shown = form_question(form, 0);
  if (!kept_answer_fits(answer, shown->count)) {
    report_add(report, DIAG_SITTING_ANSWER, place_none(), answer, NULL);
    return false;
  }
  const char *const answers[] = {answer, NULL};
  g_autoptr(Grade) graded = grade(course->module, form, answers, report);
  if (graded == NULL)
    return false;
  const GradedQuestion *one = &g_array_index(graded->questions, GradedQuestion, 0);
  *result = (PracticeResult){.right = one->units == POINT_UNITS};
  for (guint i = 0; i < shown->count; i++) {
    guint bit = 1u << shown->order[i];
    result->right_shown |= (one->right & bit) != 0 ? 1u << i : 0;
    result->chosen_shown |= (one->chosen & bit) != 0 ? 1u << i : 0;
  }
  return keep(with, subject, course, question, answer, result->right, report);
}
