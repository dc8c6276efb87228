#include "enrolment/yearly.h"

#include "records/account.h"
#include "records/event.h"
#include "records/staff.h"

#include <string.h>

static void course_free(gpointer data)
{
  YearlyCourse *course = data;
  rule_free(course->rule);
  g_free(course);
}

static void session_free(gpointer data)
{
  YearlySession *session = data;
  gathering_free(session->gathering);
  g_ptr_array_unref(session->attended);
  g_free(session);
}

static void yearly_correction_free(gpointer data)
{
  YearlyCorrection *one = data;
  correction_free(one->correction);
  g_free(one->whom);
  g_free(one->account);
  g_free(one);
}

void yearly_free(Yearly *yearly)
{
  if (yearly == NULL)
    return;
  GPtrArray *lists[] = {yearly->courses, yearly->sessions,      yearly->counts,
                        yearly->results, yearly->discrepancies, yearly->corrections};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
    if (lists[i] != NULL)
      g_ptr_array_unref(lists[i]);
  g_free(yearly);
}

/* --- reading ------------------------------------------------------------------------------ */

static bool read_courses(const Enrolment *with, Yearly *yearly, Report *report)
{
  for (guint i = 0; i < curriculum_count(with->curriculum); i++) {
    const Course *course = curriculum_get(with->curriculum, i);
    if (course->module->year != yearly->year)
      continue;
    Rule *rule = audience_rule(with, course, report);
    if (rule == NULL)
      return false;
    YearlyCourse *one = g_new0(YearlyCourse, 1);
    one->course = course;
    one->rule = rule;
    g_ptr_array_add(yearly->courses, one);
  }
  return true;
}

/* "0012 山田 花子", or what is left of who was erased. */
static char *shown_person(const Person *person, const char *subject)
{
  if (person != NULL && person->state != STAFF_ERASED)
    return g_strdup_printf("%s %s", person->number, person->name);
  return g_strndup(subject, 8);
}

static bool read_attended(const Enrolment *with, YearlySession *session, Report *report)
{
  gint64 after = 0;
  for (;;) {
    g_autoptr(GPtrArray) list =
      attendance_list(with->store, session->gathering->id, NULL, after, report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++) {
      const Attendance *one = g_ptr_array_index(list, i);
      g_autoptr(Person) person = NULL;
      after = one->seq;
      if (!staff_find(with->store, one->subject, &person, report))
        return false;
      g_ptr_array_add(session->attended, shown_person(person, one->subject));
    }
    if (list->len < STORE_CHUNK)
      return true;
  }
}

static bool read_sessions(const Enrolment *with, Yearly *yearly, Report *report)
{
  Day from = {(gint16)yearly->year, 4, 1}, to = {(gint16)(yearly->year + 1), 3, 31};
  g_autoptr(GPtrArray) list = gathering_list(with->store, from, to, NULL, report);
  if (list == NULL)
    return false;
  g_ptr_array_set_free_func(list, NULL); /* they move over */
  for (guint i = 0; i < list->len; i++) {
    YearlySession *session = g_new0(YearlySession, 1);
    session->gathering = g_ptr_array_index(list, i);
    session->attended = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(yearly->sessions, session);
  }
  for (guint i = 0; i < yearly->sessions->len; i++)
    if (!read_attended(with, g_ptr_array_index(yearly->sessions, i), report))
      return false;
  return true;
}

/* Who corrected it, whose record it is, and of an answer which question's. */
static bool read_around(const Enrolment *with, YearlyCorrection *one, Report *report)
{
  const Correction *correction = one->correction;
  g_autoptr(Person) person = NULL;
  g_autoptr(Account) account = NULL;
  g_autoptr(Event) event = NULL;
  const char *id = g_str_has_prefix(correction->actor, "account:") ? correction->actor + 8 : NULL;

  if (correction->subject[0] != '\0' &&
      !staff_find(with->store, correction->subject, &person, report))
    return false;
  if (id != NULL && !account_find(with->store, id, &account, report))
    return false;
  if (!event_find(with->store, correction->of, &event, report))
    return false;
  one->whom =
    correction->subject[0] != '\0' ? shown_person(person, correction->subject) : g_strdup("");
  one->account = g_strdup(account != NULL ? account->name : correction->actor);
  if (event != NULL && strcmp(correction->field, "answer") == 0)
    one->place = (guint)event_number(event, "place", 0);
  return true;
}

static bool read_corrections(const Enrolment *with, Yearly *yearly, Report *report)
{
  gint64 after = 0;
  for (;;) {
    g_autoptr(GPtrArray) list = correction_list(with->store, NULL, 0, after, report);
    if (list == NULL)
      return false;
    guint count = list->len;
    for (guint i = 0; i < count; i++) {
      Correction *correction = g_ptr_array_index(list, i);
      after = correction->seq;
      if (day_fiscal_year(moment_day(correction->at, with->timezone)) != yearly->year)
        continue;
      YearlyCorrection *one = g_new0(YearlyCorrection, 1);
      one->correction = correction;
      list->pdata[i] = NULL;
      g_ptr_array_add(yearly->corrections, one);
      if (!read_around(with, one, report))
        return false;
    }
    if (count < STORE_CHUNK)
      return true;
  }
}

Yearly *yearly_read(const Enrolment *with, int year, Report *report)
{
  g_autoptr(Yearly) yearly = g_new0(Yearly, 1);
  yearly->year = year;
  yearly->on = with->today;
  yearly->courses = g_ptr_array_new_with_free_func(course_free);
  yearly->sessions = g_ptr_array_new_with_free_func(session_free);
  yearly->corrections = g_ptr_array_new_with_free_func(yearly_correction_free);
  if (!read_courses(with, yearly, report) || !read_sessions(with, yearly, report) ||
      !read_corrections(with, yearly, report))
    return NULL;
  yearly->counts = duty_counts(with, year, NULL, report);
  yearly->results =
    yearly->counts != NULL ? duty_people(with, year, NULL, 0, 0, NULL, report) : NULL;
  yearly->discrepancies = yearly->results != NULL ? discrepancy_list(with, year, report) : NULL;
  if (yearly->discrepancies == NULL ||
      !checkpoint_last(with->store, &yearly->checkpoint, &yearly->anchored, report))
    return NULL;
  return g_steal_pointer(&yearly);
}

/* --- as JSON ------------------------------------------------------------------------------ */

static json_t *day_json(Day day)
{
  g_autofree char *iso = day_iso(day);
  return day_known(day) ? json_string(iso) : json_null();
}

static json_t *list_json(char *const *list)
{
  json_t *json = json_array();
  for (; *list != NULL; list++)
    json_array_append_new(json, json_string(*list));
  return json;
}

static json_t *courses_json(const GPtrArray *courses)
{
  json_t *json = json_array();
  for (guint i = 0; i < courses->len; i++) {
    const YearlyCourse *one = g_ptr_array_index(courses, i);
    json_array_append_new(
      json, json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s?}", "module", one->course->id,
                      "title", one->course->module->title, "text", one->course->hash, "due",
                      day_json(one->rule->due), "sites", list_json(one->rule->sites), "roles",
                      list_json(one->rule->roles), "groups", list_json(one->rule->groups), "reason",
                      one->rule->reason));
  }
  return json;
}

static json_t *session_json(const YearlySession *session)
{
  static const char *const states[] = {"planned", "held", "cancelled"};
  const Gathering *gathering = session->gathering;
  json_t *material = json_array(), *attended = json_array();
  for (guint i = 0; i < gathering->material->len; i++) {
    const Material *one = g_ptr_array_index(gathering->material, i);
    json_array_append_new(material,
                          json_pack("{s:s, s:s}", "name", one->name, "sha256", one->sha256));
  }
  for (guint i = 0; i < session->attended->len; i++)
    json_array_append_new(attended, json_string(g_ptr_array_index(session->attended, i)));
  return json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:i, s:o, s:o}", "session", gathering->id,
                   "state", states[gathering->state], "date", day_json(gathering->date), "module",
                   gathering->module, "place", gathering->place, "lecturer", gathering->lecturer,
                   "minutes", (int)gathering->minutes, "material", material, "attended", attended);
}

static json_t *result_json(const DutyCopy *one)
{
  return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:i, s:o}", "number",
                   one->number, "name", one->name, "site", one->site, "role", one->role, "module",
                   one->course->id, "round", one->round, "state", duty_state_name(one->state),
                   "due", day_json(one->due), "done", day_json(one->done), "medium", one->medium,
                   "attempts", (int)one->begun, "percent",
                   one->scored ? json_integer(one->percent) : json_null());
}

static json_t *count_json(const DutyCount *one)
{
  return json_pack("{s:s?, s:s, s:s, s:i, s:i, s:i, s:i}", "site", one->site, "module",
                   one->course->id, "round", one->round, "overdue", (int)one->overdue, "due",
                   (int)one->due, "done", (int)one->done, "exempt", (int)one->exempt);
}

static json_t *discrepancy_json(const Discrepancy *one)
{
  return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:o}", "kind", discrepancy_name(one->kind),
                   "module", one->module, "session", one->gathering, "number", one->number, "name",
                   one->name, "site", one->site, "day", day_json(one->day));
}

static json_t *correction_json(const YearlyCorrection *yearly)
{
  const Correction *one = yearly->correction;
  return json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:I}", "event", (json_int_t)one->seq, "of",
                   (json_int_t)one->of, "field", one->field, "old", one->old, "new", one->new,
                   "why", one->why, "actor", one->actor, "at", (json_int_t)one->at);
}

json_t *yearly_json(const Yearly *yearly)
{
  json_t *sessions = json_array(), *results = json_array(), *counts = json_array();
  json_t *discrepancies = json_array(), *corrections = json_array();
  for (guint i = 0; i < yearly->sessions->len; i++)
    json_array_append_new(sessions, session_json(g_ptr_array_index(yearly->sessions, i)));
  for (guint i = 0; i < yearly->results->len; i++)
    json_array_append_new(results, result_json(g_ptr_array_index(yearly->results, i)));
  for (guint i = 0; i < yearly->counts->len; i++)
    json_array_append_new(counts, count_json(g_ptr_array_index(yearly->counts, i)));
  for (guint i = 0; i < yearly->discrepancies->len; i++)
    json_array_append_new(discrepancies,
                          discrepancy_json(g_ptr_array_index(yearly->discrepancies, i)));
  for (guint i = 0; i < yearly->corrections->len; i++)
    json_array_append_new(corrections, correction_json(g_ptr_array_index(yearly->corrections, i)));
  g_autofree char *line = yearly->anchored ? checkpoint_line(&yearly->checkpoint) : NULL;
  return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s?}", "year", yearly->year, "on",
                   day_json(yearly->on), "modules", courses_json(yearly->courses), "sessions",
                   sessions, "counts", counts, "results", results, "discrepancies", discrepancies,
                   "corrections", corrections, "checkpoint", line);
}
