/* The quiz: how it begins, one question a page, how it ends. */
#include "serve/learner.h"
#include "serve/premises.h"

#include <string.h>

static void go_to_place(Call *call, const Course *course, guint place)
{
  g_autofree char *path = g_strdup_printf("/quiz/%s/%u", course->id, place);
  call_go(call, path);
}

static void go_to_end(Call *call, const Course *course)
{
  g_autofree char *path = g_strdup_printf("/quiz/%s/end", course->id);
  call_go(call, path);
}

static void go_to_result(Call *call, const char *sitting)
{
  g_autofree char *path = g_strconcat("/result/", sitting, NULL);
  call_go(call, path);
}

/* The first question without an answer; the count and one where all have one. */
static guint first_open(const Sitting *sitting)
{
  guint place = 1;
  while (place <= sitting->count && sitting_given(sitting, place)[0] != '\0')
    place++;
  return place;
}

/* ---- before it ---- */

static bool put_numbers(Call *call, const Duty *duty, const Course *course)
{
  guint left = duty != NULL ? duty->left : G_MAXUINT;

  values_bool(call->values, "again", duty != NULL && duty_waits(duty) && duty->round[0] != '\0');
  values_number(call->values, "pass", course->module->pass);
  values_bool(call->values, "most", left != G_MAXUINT);
  values_number(call->values, "left", left);
  return learner_put_count(call, course, duty);
}

static void show_start(Call *call, const Course *course, const Duty *duty, guint status)
{
  const ModuleEdition *edition = module_edition(course->module, call->lang);
  const Quiz *quiz =
    edition != NULL && edition->quiz != NULL ? edition->quiz : module_quiz(course->module);

  if (!learner_frame(call))
    return;
  learner_put_course(call, course, duty != NULL ? duty->due : course->module->due);
  learner_put_wording(call, "intro", &quiz->intro);
  if (!put_numbers(call, duty, course))
    return;
  learner_above(call, course->module->title, "/");
  learner_title(call, "quiz.title");
  call_show_as(call, status, "quiz.html");
}

/* Goes on with the sitting that is open: to the first question without an answer. */
static bool go_on(Call *call, const Course *course, const Duty *duty)
{
  Enrolment with = learner_enrolment(call);
  if (duty == NULL || duty->open == NULL)
    return false;
  g_autoptr(Sitting) sitting = sitting_glance(&with, call->who.id, duty->open, call->report);
  if (sitting == NULL) {
    call_fail(call);
    return true;
  }
  guint place = first_open(sitting);
  if (place > sitting->count)
    go_to_end(call, course);
  else
    go_to_place(call, course, place);
  return true;
}

void learner_quiz_page(Call *call)
{
  const Course *course = learner_course(call);
  g_autoptr(GPtrArray) duties = course != NULL ? learner_duties(call) : NULL;

  if (duties == NULL)
    return;
  const Duty *duty = learner_duty(duties, course);
  if (!go_on(call, course, duty))
    show_start(call, course, duty, 200);
}

/* Says on the page before the quiz why it cannot begin. */
static void refuse_start(Call *call, const Course *course, const Duty *duty)
{
  static const struct {
    DiagCode code;
    const char *key;
  } reasons[] = {
    {DIAG_RECORD_LIMIT, "used_up"},
    {DIAG_SITTING_DONE, "done"},
    {DIAG_SITTING_ROUND, "changed"},
    {DIAG_DRAW_NONE, "no_questions"},
  };

  for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
    if (learner_was(call, reasons[i].code)) {
      learner_refuse(call, reasons[i].key, 0);
      show_start(call, course, duty, 422);
      return;
    }
  call_fail(call);
}

void learner_quiz_post(Call *call)
{
  const Course *course = learner_course(call);
  g_autoptr(GPtrArray) duties = course != NULL ? learner_duties(call) : NULL;
  Enrolment with = learner_enrolment(call);

  if (duties == NULL)
    return;
  const Duty *duty = learner_duty(duties, course);
  const char *round = duty != NULL && duty_waits(duty) ? duty->round : "";
  g_autofree char *id = sitting_begin(&with, call->who.id, course, round, call->lang, call->report);
  if (id == NULL)
    refuse_start(call, course, duty);
  else
    go_to_place(call, course, 1);
}

/* ---- one question ---- */

/* The sitting that is open for a course; NULL where there is none (on to the quiz's first page) or
 * it failed: the outcome is set. */
static Sitting *open_sitting(Call *call, const Course *course)
{
  g_autoptr(GPtrArray) duties = learner_duties(call);
  Enrolment with = learner_enrolment(call);

  if (duties == NULL)
    return NULL;
  const Duty *duty = learner_duty(duties, course);
  if (duty == NULL || duty->open == NULL) {
    g_autofree char *path = g_strconcat("/quiz/", course->id, NULL);
    call_go(call, path);
    return NULL;
  }
  Sitting *sitting = sitting_read(&with, call->who.id, duty->open, call->report);
  if (sitting == NULL)
    call_fail(call);
  return sitting;
}

static void put_question(Call *call, const Sitting *sitting, guint place)
{
  const Question *question = sitting_question(sitting, place, call->lang);
  const Choice *choice;

  values_string(call->values, "attempt", sitting->attempt->id);
  values_number(call->values, "number", place);
  values_number(call->values, "count", sitting->count);
  values_bool(call->values, "multi", question->multi);
  learner_put_wording(call, "stem", &question->stem);
  learner_put_wording(call, "title_html", &question->title);
  learner_title_words(call, question->title.text);
  values_list(call->values, "choices");
  for (guint i = 1; (choice = sitting_choice(sitting, place, i, call->lang)) != NULL; i++) {
    values_open(call->values, NULL);
    learner_put_wording(call, "words", &choice->words);
    values_bool(call->values, "chosen", sitting_chose(sitting, place, i));
    values_close(call->values);
  }
  values_close(call->values);
}

static void show_question(Call *call, const Course *course, guint place, guint status)
{
  g_autoptr(Sitting) sitting = open_sitting(call, course);

  if (sitting == NULL)
    return;
  if (place < 1 || place > sitting->count) {
    go_to_end(call, course);
    return;
  }
  if (!learner_frame(call))
    return;
  learner_put_course(call, course, (Day){0});
  put_question(call, sitting, place);
  learner_above(call, course->module->title, "/");
  call_show_as(call, status, "question.html");
}

/* The place in the address; 0 where it is no number. */
static guint place_of(const Call *call)
{
  guint64 place = 0;
  return g_ascii_string_to_unsigned(call->parts[1], 10, 1, 10000, &place, NULL) ? (guint)place : 0;
}

void learner_question_page(Call *call)
{
  const Course *course = learner_course(call);
  guint place = place_of(call);

  if (course == NULL)
    return;
  if (place == 0)
    call_refuse(call, 404);
  else
    show_question(call, course, place, 200);
}

/* Nothing of the question is read here: many answer at once, each must be saved quickly. */
void learner_answer_post(Call *call)
{
  const Course *course = learner_course(call);
  const char *sitting = call_words(call, "attempt"), *chosen = learner_chosen(call);
  Enrolment with = learner_enrolment(call);
  guint place = place_of(call);

  if (course == NULL)
    return;
  if (place == 0 || sitting == NULL) {
    call_refuse(call, 422);
  } else if (chosen == NULL) {
    learner_refuse(call, "empty", 0);
    show_question(call, course, place, 422);
  } else if (sitting_answer(&with, call->who.id, sitting, place, chosen, call->report)) {
    go_to_place(call, course, place + 1);
  } else if (learner_was(call, DIAG_SITTING_OVER)) {
    go_to_result(call, sitting);
  } else if (learner_was(call, DIAG_SITTING_UNKNOWN)) {
    call_refuse(call, 404);
  } else if (learner_was(call, DIAG_SITTING_ANSWER)) {
    call_refuse(call, 422);
  } else {
    call_fail(call);
  }
}

/* ---- its end ---- */

void learner_end_page(Call *call)
{
  const Course *course = learner_course(call);
  g_autoptr(Sitting) sitting = course != NULL ? open_sitting(call, course) : NULL;

  if (sitting == NULL || !learner_frame(call))
    return;
  learner_put_course(call, course, (Day){0});
  values_string(call->values, "attempt", sitting->attempt->id);
  values_number(call->values, "open", sitting->count - sitting->answered);
  values_list(call->values, "questions");
  for (guint place = 1; place <= sitting->count; place++) {
    values_open(call->values, NULL);
    learner_put_wording(call, "title", &sitting_question(sitting, place, call->lang)->title);
    values_bool(call->values, "answered", sitting_given(sitting, place)[0] != '\0');
    values_close(call->values);
  }
  values_close(call->values);
  learner_above(call, course->module->title, "/");
  learner_title(call, "quiz_end.title");
  call_show(call, "quiz-end.html");
}

void learner_end_post(Call *call)
{
  const Course *course = learner_course(call);
  const char *sitting = call_words(call, "attempt");
  Enrolment with = learner_enrolment(call);
  bool passed = false;

  if (course == NULL)
    return;
  if (sitting == NULL)
    call_refuse(call, 422);
  else if (sitting_finish(&with, call->who.id, sitting, false, &passed, call->report))
    go_to_result(call, sitting);
  else if (learner_was(call, DIAG_SITTING_UNKNOWN))
    call_refuse(call, 404);
  else
    call_fail(call);
}
