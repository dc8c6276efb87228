/* What a person finds at home: what is to be done, what may be practised, what is done. */
#include "enrolment/practice.h"
#include "serve/learner.h"
#include "serve/premises.h"

#include <string.h>

static guint minutes_of(Call *call, const Course *course)
{
  return course_minutes(call->premises->curriculum, course, call->lang);
}

/* How far an open sitting has come. False where it failed (the outcome is set). */
static bool put_progress(Call *call, const Duty *duty)
{
  Enrolment with = learner_enrolment(call);
  g_autoptr(Sitting) sitting = sitting_glance(&with, call->who.id, duty->open, call->report);

  if (sitting == NULL) {
    call_fail(call);
    return false;
  }
  values_number(call->values, "answered", sitting->answered);
  values_number(call->values, "count", sitting->count);
  return true;
}

static bool put_due(Call *call, const Duty *duty)
{
  const Course *course = duty->course;

  values_open(call->values, NULL);
  values_string(call->values, "id", course->id);
  values_string(call->values, "title", course->module->title);
  if (strcmp(call->lang, "en") == 0)
    values_string(call->values, "lang", "ja");
  values_string(call->values, "state",
                duty->state == DUTY_OVERDUE ? "overdue"
                : duty->open != NULL        ? "begun"
                : duty->last != NULL        ? "failed"
                                            : "open");
  values_bool(call->values, "begun", duty->open != NULL);
  values_day(call->values, "due", duty->due);
  values_bool(call->values, "again", duty->round[0] != '\0');
  if (duty->open == NULL)
    values_string(call->values, "result", duty->last);
  values_bool(call->values, "used_up", duty->left == 0 && duty->open == NULL);
  if (duty->left != G_MAXUINT && duty->left > 0) {
    char left[16];
    g_snprintf(left, sizeof left, "%u", duty->left);
    values_string(call->values, "left_text",
                  learner_phrase(call, "home_staff.left", "left", left, NULL));
  }
  values_number(call->values, "minutes", minutes_of(call, course));
  if (duty->open != NULL ? !put_progress(call, duty) : !learner_put_count(call, course, duty))
    return false;
  values_close(call->values);
  return true;
}

static bool put_done(Call *call, const Duty *duty)
{
  values_open(call->values, NULL);
  values_string(call->values, "title", duty->course->module->title);
  if (strcmp(call->lang, "en") == 0)
    values_string(call->values, "lang", "ja");
  values_day(call->values, "on", duty->done);
  if (strcmp(duty->medium, "session") == 0)
    values_string(call->values, "how", call_string(call, "home_staff.by_session"));
  else if (strcmp(duty->medium, "paper") == 0)
    values_string(call->values, "how", call_string(call, "home_staff.by_paper"));
  values_string(call->values, "result", duty->last);
  bool put = learner_put_certificate(call, duty->completion);
  values_close(call->values);
  return put;
}

/* The courses that may be practised: those asked of the person or done, each once. */
static bool put_practice(Call *call, const GPtrArray *duties)
{
  Enrolment with = learner_enrolment(call);

  values_list(call->values, "practice");
  for (guint i = 0; i < duties->len; i++) {
    const Duty *duty = g_ptr_array_index(duties, i);
    if (duty->round[0] != '\0' || duty->open != NULL || duty->course->askable == 0)
      continue;
    g_autoptr(GPtrArray) offered =
      practice_offered(&with, call->who.id, duty->course, call->report);
    if (offered == NULL) {
      call_fail(call);
      return false;
    }
    values_open(call->values, NULL);
    values_string(call->values, "id", duty->course->id);
    values_string(call->values, "title", duty->course->module->title);
    values_number(call->values, "missed", offered->len);
    values_close(call->values);
  }
  values_close(call->values);
  return true;
}

static bool put_duties(Call *call, const char *name, const GPtrArray *duties, bool waiting)
{
  values_list(call->values, name);
  for (guint i = 0; i < duties->len; i++) {
    const Duty *duty = g_ptr_array_index(duties, i);
    if (waiting ? duty_waits(duty) && !put_due(call, duty)
                : duty->completion != 0 && !put_done(call, duty))
      return false;
  }
  values_close(call->values);
  return true;
}

void learner_home_page(Call *call)
{
  if (call->who.level != STAFF) {
    learner_sign_in_page(call);
    return;
  }
  g_autoptr(GPtrArray) duties = learner_duties(call);
  if (duties == NULL || !learner_frame(call) || !put_duties(call, "due", duties, true) ||
      !put_practice(call, duties) || !put_duties(call, "done", duties, false))
    return;
  learner_title(call, "home_staff.heading");
  call_show(call, "duties.html");
}
