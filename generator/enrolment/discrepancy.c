#include "enrolment/discrepancy.h"

#include "records/attempt.h"
#include "records/completion.h"
#include "records/gathering.h"

#include <string.h>

static const char *const names[] = {"unheld",    "unattended", "unrecorded",
                                    "untrained", "unplanned",  "unfinished"};
#define UNFINISHED_AFTER (30 * MOMENT_DAY)

const char *discrepancy_name(DiscrepancyKind kind)
{
  return names[kind];
}

static void discrepancy_free(gpointer data)
{
  Discrepancy *one = data;
  char *strings[] = {one->module, one->gathering, one->subject, one->number, one->name, one->site};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_free(one);
}

typedef struct {
  const Enrolment *with;
  int year;
  GPtrArray *list;
  GHashTable *lively; /* ids of modules of which something was done or planned */
  Report *report;
} Search;

static Discrepancy *add(Search *search, DiscrepancyKind kind, const char *module, Day day)
{
  Discrepancy *one = g_new0(Discrepancy, 1);
  one->kind = kind;
  one->module = g_strdup(module);
  one->day = day;
  g_ptr_array_add(search->list, one);
  return one;
}

static void name_person(Discrepancy *one, const Person *person)
{
  one->subject = g_strdup(person->id);
  one->number = g_strdup(person->number);
  one->name = g_strdup(person->name);
  one->site = g_strdup(person->site);
}

static bool name_subject(const Search *search, Discrepancy *one, const char *subject)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find(search->with->store, subject, &person, search->report))
    return false;
  if (person != NULL && person->state != STAFF_ERASED)
    name_person(one, person);
  else
    one->subject = g_strdup(subject);
  return true;
}

/* --- sessions ----------------------------------------------------------------------------- */

/* Those who attended, and of whom no completion of the module stands. */
static bool find_unrecorded(Search *search, const Gathering *gathering)
{
  gint64 after = 0;
  for (;;) {
    g_autoptr(GPtrArray) list =
      attendance_list(search->with->store, gathering->id, NULL, after, search->report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++) {
      const Attendance *attended = g_ptr_array_index(list, i);
      g_autoptr(Completion) done = NULL;
      after = attended->seq;
      if (!completion_find_of(search->with->store, attended->subject, gathering->module, "", &done,
                              search->report))
        return false;
      if (done != NULL)
        continue;
      Discrepancy *one = add(search, DISCREPANCY_UNRECORDED, gathering->module, gathering->date);
      one->gathering = g_strdup(gathering->id);
      if (!name_subject(search, one, attended->subject))
        return false;
    }
    if (list->len < STORE_CHUNK)
      return true;
  }
}

static bool look_at(Search *search, const Gathering *gathering)
{
  if (gathering->state != GATHERING_CANCELLED)
    g_hash_table_add(search->lively, g_strdup(gathering->module));
  if (gathering->state == GATHERING_HELD && gathering->attended > 0 && *gathering->module != '\0')
    return find_unrecorded(search, gathering);
  bool unheld =
    gathering->state == GATHERING_PLANNED && day_compare(gathering->date, search->with->today) < 0;
  if (!unheld && gathering->state != GATHERING_HELD)
    return true;
  if (!unheld && gathering->attended > 0)
    return true;
  Discrepancy *one = add(search, unheld ? DISCREPANCY_UNHELD : DISCREPANCY_UNATTENDED,
                         gathering->module, gathering->date);
  one->gathering = g_strdup(gathering->id);
  return true;
}

static bool find_in_sessions(Search *search)
{
  Day from = {(gint16)search->year, 4, 1}, to = {(gint16)(search->year + 1), 3, 31};
  g_autoptr(GPtrArray) list = gathering_list(search->with->store, from, to, NULL, search->report);
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!look_at(search, g_ptr_array_index(list, i)))
      return false;
  return list != NULL;
}

/* --- people ------------------------------------------------------------------------------- */

static void look_at_duty(const DutyRow *row, gpointer data)
{
  Search *search = data;
  if ((row->state == DUTY_DONE || row->begun > 0) &&
      !g_hash_table_contains(search->lively, row->course->id))
    g_hash_table_add(search->lively, g_strdup(row->course->id));
  if (row->state == DUTY_OVERDUE)
    name_person(add(search, DISCREPANCY_UNTRAINED, row->course->id, row->due), row->person);
}

static bool find_unfinished(Search *search, const Course *course)
{
  gint64 after = 0;
  for (;;) {
    AttemptQuery query = {.module = course->id, .after = after};
    g_autoptr(GPtrArray) list = attempt_list(search->with->store, &query, search->report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++) {
      const Attempt *attempt = g_ptr_array_index(list, i);
      after = attempt->seq;
      if (attempt->finished != 0 || attempt->begun + UNFINISHED_AFTER > search->with->act.at)
        continue;
      Discrepancy *one = add(search, DISCREPANCY_UNFINISHED, course->id,
                             moment_day(attempt->begun, search->with->timezone));
      if (!name_subject(search, one, attempt->subject))
        return false;
    }
    if (list->len < STORE_CHUNK)
      return true;
  }
}

static bool find_in_courses(Search *search)
{
  for (guint i = 0; i < curriculum_count(search->with->curriculum); i++) {
    const Course *course = curriculum_get(search->with->curriculum, i);
    if (course->module->year != search->year)
      continue;
    if (!find_unfinished(search, course))
      return false;
    if (!g_hash_table_contains(search->lively, course->id))
      add(search, DISCREPANCY_UNPLANNED, course->id, course->module->due);
  }
  return true;
}

static int in_order(gconstpointer a, gconstpointer b)
{
  const Discrepancy *one = *(const Discrepancy *const *)a, *other = *(const Discrepancy *const *)b;
  if (one->kind != other->kind)
    return (int)one->kind - (int)other->kind;
  int order = day_compare(one->day, other->day);
  const char *const ones[] = {one->module, one->site, one->number, one->subject, one->gathering};
  const char *const others[] = {other->module, other->site, other->number, other->subject,
                                other->gathering};
  for (guint i = 0; i < G_N_ELEMENTS(ones) && order == 0; i++)
    order = g_strcmp0(ones[i], others[i]);
  return order;
}

GPtrArray *discrepancy_list(const Enrolment *with, int year, Report *report)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(discrepancy_free);
  g_autoptr(GHashTable) lively = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Search search = {with, year, list, lively, report};
  if (!find_in_sessions(&search) || !duties_each(with, year, NULL, look_at_duty, &search, report) ||
      !find_in_courses(&search))
    return NULL;
  g_ptr_array_sort(list, in_order);
  return g_steal_pointer(&list);
}
