#include "serve/correction_words.h"

#include "enrolment/paper.h"
#include "records/event.h"
#include "records/staff.h"
#include "serve/office_page.h"

#include <string.h>

const char *correction_person(Call *call, const char *subject)
{
  g_autoptr(Person) person = NULL;
  g_autoptr(Report) unsaid = report_new();
  if (*subject == '\0')
    return "";
  if (!staff_find(call->store, subject, &person, unsaid) || person == NULL ||
      person->state == STAFF_ERASED)
    return call_string(call, "word.erased");
  return call_keep(call, g_strdup(person->name));
}

const char *correction_words(Call *call, const char *field, const char *value)
{
  Score score;
  if (strcmp(field, "void") == 0)
    return call_string(call, strcmp(value, "yes") == 0 ? "corrections.voided" : "corrections.void");
  if (strcmp(field, "answer") == 0)
    return *value != '\0' ? call_keep(call, answer_sheet_signs(value))
                          : call_string(call, "paper-entry.blank");
  if (strcmp(field, "score") == 0 && correction_score_read(value, &score))
    return office_words(call, score.passed ? "corrections.passed" : "corrections.failed", "percent",
                        office_figure(call, score.percent), NULL);
  Day day = strcmp(field, "date") == 0 || strcmp(field, "on") == 0 ? day_from_iso(value) : (Day){0};
  return day_known(day) ? call_keep(call, day_wareki(day)) : value;
}

const char *correction_field(Call *call, const char *field)
{
  g_autofree char *key = g_strconcat("correction.field_", field, NULL);
  const char *label = call_string(call, key);
  return label != key ? label : call_keep(call, g_strdup(field));
}

/* Of an answer, which one. */
static bool put_of(Call *call, const Correction *correction)
{
  g_autoptr(Event) event = NULL;
  const char *of = correction_field(call, correction->field);
  if (strcmp(correction->field, "answer") == 0) {
    if (!event_find(call->store, correction->of, &event, call->report) || event == NULL)
      return false;
    of = office_words(call, "correction.answer_at", "place",
                      office_figure(call, event_number(event, "place", 0)), NULL);
  }
  values_string(call->values, "of", of);
  return true;
}

bool correction_put(Call *call, const Correction *correction)
{
  Values *values = call->values;

  values_open(values, NULL);
  bool good = put_of(call, correction);
  values_day(values, "day", office_day_of(call, correction->at));
  values_string(values, "person", correction_person(call, correction->subject));
  values_string(values, "old", correction_words(call, correction->field, correction->old));
  values_string(values, "new", correction_words(call, correction->field, correction->new));
  values_string(values, "why", correction->why);
  values_string(values, "who", office_who(call, correction->actor));
  values_close(values);
  return good;
}
