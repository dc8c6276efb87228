/* All about one person: the entry in the roster, what is to be trained, what was. */
#include "serve/office_pages.h"

#include "enrolment/duty.h"
#include "records/attempt.h"
#include "records/certificate.h"
#include "records/completion.h"
#include "records/correction.h"
#include "records/event.h"
#include "records/gathering.h"
#include "records/rule.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

static const char *slip_state(const Call *call, const Person *person)
{
  return !person->slip                   ? "none"
         : person->slip_ends < call->now ? "over"
         : person->pin                   ? "used"
                                         : "issued";
}

/* When a name was erased: the event tells. */
static bool put_erased(Call *call, const Person *person)
{
  EventQuery query = {.subject = person->id, .kind = "staff.erased", .limit = 1};
  g_autoptr(GPtrArray) events = events_read(call->store, &query, call->report);
  if (events == NULL)
    return false;
  if (events->len > 0)
    values_day(call->values, "erased",
               office_day_of(call, ((const Event *)g_ptr_array_index(events, 0))->at));
  return true;
}

static bool put_person(Call *call, const Person *person)
{
  Values *values = call->values;
  bool good = true;

  values_open(values, "person");
  office_put_entry(call, person);
  values_string(values, "slip", slip_state(call, person));
  if (person->state != STAFF_PRESENT)
    values_day(values, "left", person->left);
  if (person->state == STAFF_ERASED)
    good = put_erased(call, person);
  values_close(values);
  return good;
}

/* ---- what is to be done ---- */

static const char *reason_of(const GPtrArray *exemptions, const char *module)
{
  for (guint i = 0; i < exemptions->len; i++) {
    const Exemption *exemption = g_ptr_array_index(exemptions, i);
    if (strcmp(exemption->module, module) == 0)
      return exemption->reason;
  }
  return NULL;
}

static bool put_duties(Call *call, const Person *person, int year)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(GPtrArray) duties = duties_of(&with, person->id, year, call->report);
  g_autoptr(GPtrArray) exemptions = exemption_list(call->store, person->id, NULL, call->report);

  if (duties == NULL || exemptions == NULL)
    return false;
  values_list(call->values, "due");
  for (guint i = 0; i < duties->len; i++) {
    const Duty *duty = g_ptr_array_index(duties, i);
    values_open(call->values, NULL);
    values_string(call->values, "id", duty->course->id);
    values_string(call->values, "module", duty->course->module->title);
    values_string(call->values, "round", *duty->round != '\0' ? duty->round : NULL);
    if (duty_limited(duty))
      values_number(call->values, "left", duty->left);
    values_string(call->values, "standing", duty_state_name(duty->state));
    if (duty->state != DUTY_DONE)
      values_day(call->values, "due", duty->due);
    values_day(call->values, "on", duty->done);
    if (duty->state == DUTY_EXEMPT)
      values_string(call->values, "reason", reason_of(exemptions, duty->course->id));
    values_close(call->values);
  }
  values_close(call->values);
  return true;
}

/* ---- what was done ---- */

/* A line of the record: a sitting, or a completion that came of no sitting. */
typedef struct {
  Moment at;
  Day day;
  const char *module, *round, *medium, *result;
  gint percent;      /* -1: none */
  gint64 correct;    /* the event that can be corrected; 0: none */
  gint64 completion; /* 0: none */
  const char *sheet; /* the attempt, of a paper; NULL */
  bool corrected;
  bool must_missed; /* failed, and a question that has to be right was not */
} Line;

static int newest_first(gconstpointer a, gconstpointer b)
{
  Moment x = ((const Line *)a)->at, y = ((const Line *)b)->at;
  return x < y ? 1 : x > y ? -1 : 0;
}

static const Completion *completion_of(const GPtrArray *completions, const char *attempt)
{
  for (guint i = 0; i < completions->len; i++) {
    const Completion *completion = g_ptr_array_index(completions, i);
    if (strcmp(completion->attempt, attempt) == 0)
      return completion;
  }
  return NULL;
}

static void add_attempt(GArray *lines, Call *call, const Attempt *attempt,
                        const GPtrArray *completions)
{
  const Completion *completion = completion_of(completions, attempt->id);
  bool paper = attempt->medium == MEDIUM_PAPER;
  Moment at = attempt->finished != 0 ? attempt->finished : attempt->begun;
  Line line = {.at = at,
               .day = paper ? attempt->on : office_day_of(call, at),
               .module = attempt->module,
               .round = attempt->round,
               .medium = paper ? "paper" : "screen",
               .percent = attempt->finished != 0 ? (gint)attempt->score.percent : -1,
               .result = attempt->finished == 0   ? "open"
                         : !attempt->score.passed ? "failed"
                         : completion == NULL     ? "passed"
                         : completion->voided     ? "void"
                                                  : "passed",
               .must_missed = attempt->finished != 0 && attempt->score.must_missed};
  if (paper && attempt->finished != 0)
    line.sheet = attempt->id;
  if (completion != NULL) {
    line.correct = completion->seq;
    line.corrected = completion->voided;
    line.completion = completion->voided ? 0 : completion->seq;
  }
  g_array_append_val(lines, line);
}

static void add_completion(GArray *lines, const Completion *completion, const GPtrArray *attended)
{
  gint64 correct = completion->seq;
  for (guint i = 0; i < attended->len; i++) {
    const Attendance *one = g_ptr_array_index(attended, i);
    if (strcmp(one->gathering, completion->gathering) == 0)
      correct = one->seq;
  }
  Line line = {.at = completion->at,
               .day = completion->on,
               .module = completion->module,
               .round = completion->round,
               .medium = "session",
               .percent = -1,
               .correct = correct,
               .completion = completion->voided ? 0 : completion->seq,
               .corrected = completion->voided,
               .result = completion->voided ? "void" : "completed"};
  g_array_append_val(lines, line);
}

static bool put_line(Call *call, const Line *line)
{
  g_autoptr(Certificate) certificate = NULL;
  Values *values = call->values;

  if (line->completion != 0 &&
      !certificate_find_of(call->store, line->completion, &certificate, call->report))
    return false;
  values_open(values, NULL);
  values_day(values, "day", line->day);
  values_string(values, "module", office_module(call, line->module));
  values_string(values, "round", *line->round != '\0' ? line->round : NULL);
  values_string(values, "medium", line->medium);
  if (line->percent >= 0)
    values_number(values, "percent", line->percent);
  values_string(values, "result", line->result);
  values_bool(values, "corrected", line->corrected);
  values_bool(values, "must_missed", line->must_missed);
  if (certificate != NULL)
    values_string(values, "certificate", certificate->id);
  values_string(values, "sheet", line->sheet);
  if (line->correct != 0)
    values_number(values, "event", line->correct);
  values_close(values);
  return true;
}

static bool put_record(Call *call, const Person *person)
{
  AttemptQuery tried = {.subject = person->id};
  CompletionQuery done = {.subject = person->id, .voided = true};
  g_autoptr(GPtrArray) attempts = attempt_list(call->store, &tried, call->report);
  g_autoptr(GPtrArray) completions = completion_list(call->store, &done, call->report);
  g_autoptr(GPtrArray) attended = attendance_list(call->store, NULL, person->id, 0, call->report);
  g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(Line));
  bool good = attempts != NULL && completions != NULL && attended != NULL;

  for (guint i = 0; good && i < attempts->len; i++)
    add_attempt(lines, call, g_ptr_array_index(attempts, i), completions);
  for (guint i = 0; good && i < completions->len; i++) {
    const Completion *completion = g_ptr_array_index(completions, i);
    if (*completion->gathering != '\0')
      add_completion(lines, completion, attended);
  }
  g_array_sort(lines, newest_first);
  values_list(call->values, "attempts");
  for (guint i = 0; good && i < lines->len; i++)
    good = put_line(call, &g_array_index(lines, Line, i));
  values_close(call->values);
  return good;
}

void person_page(Call *call)
{
  int year = office_year(call);
  g_autoptr(Person) person = NULL;

  if (!staff_find(call->store, call->parts[0], &person, call->report)) {
    call_fail(call);
    return;
  }
  if (person == NULL) {
    call_refuse(call, 404);
    return;
  }
  if (!office_open(call, "people"))
    return;
  office_put_title(call,
                   person->state == STAFF_ERASED ? call_string(call, "word.erased") : person->name);
  office_put_above(call, "people.title", "/office/people");
  values_open(call->values, "year");
  values_string(call->values, "label", office_year_label(call, year));
  values_close(call->values);
  if (put_person(call, person) && put_duties(call, person, year) && put_record(call, person))
    call_show(call, "person.html");
  else
    call_fail(call);
}
