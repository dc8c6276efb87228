#include "enrolment/retention.h"

#include "base/files.h"
#include "base/text.h"
#include "records/staff.h"
#include "script/data.h"

#include <string.h>

enum { RETENTION_LIMIT = 64 * 1024, YEARS_MOST = 100 };

static const DataField retention_fields[] = {
  {"id", DATA_STRING, true, NULL},
  {"years", DATA_NUMBER, true, NULL},
  {"from", DATA_STRING, true, NULL},
  {"reason", DATA_STRING, true, NULL},
  {0},
};
static const DataForm retention_forms[] = {{"retention", retention_fields}, {0}};

static void rule_free_it(gpointer data)
{
  RetentionRule *rule = data;
  g_free(rule->id);
  g_free(rule->reason);
  g_free(rule);
}

static bool is_known(const GPtrArray *rules, const char *id)
{
  for (guint i = 0; i < rules->len; i++)
    if (strcmp(((const RetentionRule *)g_ptr_array_index(rules, i))->id, id) == 0)
      return true;
  return false;
}

static bool take(GPtrArray *rules, const DataCall *call, Report *report)
{
  Place place = place_at(RETENTION_FILE, call->line, 0);
  const char *from = data_string(call->table, "from"), *id = data_string(call->table, "id");
  gint64 years = data_number(call->table, "years", 0);
  bool from_year = strcmp(from, "year") == 0;
  const char *fault = NULL;
  if (years < 1 || years > YEARS_MOST)
    fault = "years";
  else if (!from_year && strcmp(from, "left") != 0)
    fault = "from";
  else if (text_is_blank(id) || !text_is_line(id) || is_known(rules, id))
    fault = "id";
  else if (text_is_blank(data_string(call->table, "reason")))
    fault = "reason";
  if (fault != NULL) {
    report_add(report, DIAG_RETENTION_FIELD, place, fault, NULL);
    return false;
  }
  RetentionRule *rule = g_new0(RetentionRule, 1);
  rule->id = g_strdup(id);
  rule->years = (guint)years;
  rule->from_year = from_year;
  rule->reason = g_strdup(data_string(call->table, "reason"));
  g_ptr_array_add(rules, rule);
  return true;
}

GPtrArray *retention_rules(const char *root, Report *report)
{
  g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func(rule_free_it);
  g_autofree char *path = g_build_filename(root, RETENTION_FILE, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return g_steal_pointer(&rules);
  gsize size = 0;
  g_autofree char *bytes = file_read(path, RETENTION_FILE, RETENTION_LIMIT, &size, report);
  g_autofree char *text =
    bytes != NULL ? text_normalise(bytes, size, RETENTION_FILE, NULL, report) : NULL;
  g_autoptr(DataFile) file =
    text != NULL ? data_file_run(text, RETENTION_FILE, retention_forms, report) : NULL;
  bool good = file != NULL;
  for (guint i = 0; file != NULL && i < data_file_count(file); i++)
    good = take(rules, data_file_call(file, i), report) && good;
  return good ? g_steal_pointer(&rules) : NULL;
}

/* --- who is due --------------------------------------------------------------------------- */

static void due_free(gpointer data)
{
  RetentionDue *due = data;
  g_free(due->subject);
  g_free(due->number);
  g_free(due->name);
  g_free(due);
}

/* The first day after so many years. 29 February leads to 1 March in years that have none. */
static Day due_from(const RetentionRule *rule, Day left)
{
  Day from = rule->from_year ? (Day){(gint16)(day_fiscal_year(left) + 1), 3, 31} : left;
  Day end = {(gint16)(from.year + (int)rule->years), from.month, from.day};
  if (!g_date_valid_dmy(end.day, (GDateMonth)end.month, (GDateYear)end.year))
    end.day = 28;
  return day_next(end);
}

static void judge(const Enrolment *with, const GPtrArray *rules, const Person *person,
                  GPtrArray *due)
{
  const RetentionRule *first = NULL;
  Day since = {0};
  for (guint i = 0; i < rules->len; i++) {
    const RetentionRule *rule = g_ptr_array_index(rules, i);
    Day day = due_from(rule, person->left);
    /* Of several rules the one that keeps longest holds. */
    if (first == NULL || day_compare(day, since) > 0) {
      first = rule;
      since = day;
    }
  }
  if (first == NULL || day_compare(since, with->today) > 0)
    return;
  RetentionDue *one = g_new0(RetentionDue, 1);
  one->subject = g_strdup(person->id);
  one->number = g_strdup(person->number);
  one->name = g_strdup(person->name);
  one->left = person->left;
  one->since = since;
  one->rule = first;
  g_ptr_array_add(due, one);
}

static int by_since(gconstpointer a, gconstpointer b)
{
  const RetentionDue *one = *(const RetentionDue *const *)a,
                     *other = *(const RetentionDue *const *)b;
  int days = day_compare(one->since, other->since);
  return days != 0 ? days : strcmp(one->number, other->number);
}

GPtrArray *retention_due(const Enrolment *with, const GPtrArray *rules, Report *report)
{
  g_autoptr(GPtrArray) due = g_ptr_array_new_with_free_func(due_free);
  for (guint offset = 0;; offset += STORE_CHUNK) {
    StaffQuery query = {.left = true, .only_left = true, .offset = offset};
    g_autoptr(GPtrArray) people = staff_list(with->store, &query, report);
    if (people == NULL)
      return NULL;
    for (guint i = 0; i < people->len; i++)
      judge(with, rules, g_ptr_array_index(people, i), due);
    if (people->len < STORE_CHUNK)
      break;
  }
  g_ptr_array_sort(due, by_since);
  return g_steal_pointer(&due);
}
