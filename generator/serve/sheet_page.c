/* A paper whose answers were recorded: what stands of it, and the way to put each answer and its day right. */
#include "serve/office_pages.h"

#include "enrolment/paper.h"
#include "records/correction.h"
#include "records/event.h"
#include "serve/correction_words.h"
#include "serve/office_page.h"

#include <string.h>

/* That it was entered: by whom and when. *found NULL where it was not. */
static bool find_entered(Call *call, const Attempt *attempt, Event **found)
{
  EventQuery query = {.subject = attempt->subject, .kind = "paper.entered", .after = attempt->seq};
  *found = NULL;
  for (;;) {
    g_autoptr(GPtrArray) events = events_read(call->store, &query, call->report);
    if (events == NULL)
      return false;
    for (guint i = 0; i < events->len; i++) {
      const Event *event = g_ptr_array_index(events, i);
      g_autofree char *of = event_text(event, "attempt");
      query.after = event->seq;
      if (g_strcmp0(of, attempt->id) == 0)
        return event_find(call->store, event->seq, found, call->report);
    }
    if (events->len < STORE_CHUNK)
      return true;
  }
}

/* Whether it was put right, and by which number it can be. */
static bool put_answer(Call *call, const Sitting *sitting, const SittingReview *review)
{
  const Attempt *attempt = sitting->attempt;
  const char *given = sitting_given(sitting, review->place);
  gint64 seq = 0;

  if (!correction_answer_event(call->store, attempt->id, review->place, &seq, call->report))
    return false;
  g_autoptr(GPtrArray) corrections =
    seq > 0 ? correction_list(call->store, NULL, seq, 0, call->report) : g_ptr_array_new();
  if (corrections == NULL)
    return false;
  values_open(call->values, NULL);
  values_number(call->values, "place", review->place);
  values_string(call->values, "given", correction_words(call, "answer", given));
  values_bool(call->values, "right", review->right);
  values_bool(call->values, "corrected", corrections->len > 0);
  if (seq > 0)
    values_number(call->values, "event", seq);
  values_close(call->values);
  return true;
}

static bool put_answers(Call *call, const Sitting *sitting)
{
  g_autoptr(GPtrArray) reviews = sitting_review(sitting, call->report);
  bool good = reviews != NULL;
  values_list(call->values, "answers");
  for (guint i = 0; good && i < reviews->len; i++)
    good = put_answer(call, sitting, g_ptr_array_index(reviews, i));
  values_close(call->values);
  return good;
}

static void put_sheet(Call *call, const Attempt *attempt, const Event *entered)
{
  g_autofree char *form = event_text(entered, "form");
  values_open(call->values, "sheet");
  values_string(call->values, "form", form);
  values_string(call->values, "module", office_module(call, attempt->module));
  values_string(call->values, "round", *attempt->round != '\0' ? attempt->round : NULL);
  values_day(call->values, "on", attempt->on);
  values_number(call->values, "event", entered->seq);
  values_day(call->values, "entered", office_day_of(call, entered->at));
  values_string(call->values, "who", office_who(call, entered->actor));
  values_number(call->values, "percent", attempt->score.percent);
  values_bool(call->values, "passed", attempt->score.passed);
  values_close(call->values);
}

void sheet_page(Call *call)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(Sitting) sitting = sitting_read(&with, NULL, call->parts[0], call->report);
  g_autoptr(Event) entered = NULL;

  if (sitting == NULL || sitting->attempt->medium != MEDIUM_PAPER ||
      sitting->attempt->finished == 0) {
    call_refuse(call, 404);
    return;
  }
  const Attempt *attempt = sitting->attempt;
  const char *name = correction_person(call, attempt->subject);
  g_autofree char *above = g_strconcat("/office/people/", attempt->subject, NULL);
  if (!find_entered(call, attempt, &entered) || entered == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "people"))
    return;
  office_put_above(call, name, above);
  values_string(call->values, "name", name);
  put_sheet(call, attempt, entered);
  if (put_answers(call, sitting))
    call_show(call, "paper-answers.html");
  else
    call_fail(call);
}
