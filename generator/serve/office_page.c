#include "serve/office_page.h"

#include "enrolment/curriculum.h"
#include "pages/given.h"
#include "records/account.h"
#include "records/staff.h"
#include "serve/premises.h"

#include <stdlib.h>
#include <string.h>

/* ---- what every page has ---- */

static void put_account(Call *call, const Account *account)
{
  values_open(call->values, "account");
  values_string(call->values, "name", account->name);
  values_bool(call->values, "training", account->role != OFFICE_PUBLISHING);
  values_bool(call->values, "publishing", account->role != OFFICE_TRAINING);
  values_bool(call->values, "all", account->role == OFFICE_ALL);
  values_close(call->values);
}

bool office_open(Call *call, const char *section)
{
  g_autoptr(Account) account = NULL;
  const char *told = call_words(call, "told");

  /* The office's pages are in Japanese, whatever the browser would rather have. */
  call->lang = "ja";
  if (call->who.level == OFFICE &&
      !account_find(call->store, call->who.id, &account, call->report)) {
    call_fail(call);
    return false;
  }
  if (account != NULL)
    put_account(call, account);
  values_string(call->values, "section", section);
  /* The address may hold anything; what it says is said only where there are words for it. */
  if (told != NULL && !call->request->posts) {
    g_autofree char *key = g_strconcat("told.", told, NULL);
    if (call_string(call, key) != key)
      values_string(call->values, "told", told);
  }
  return true;
}

void office_put_above(Call *call, const char *text, const char *href)
{
  values_open(call->values, "above");
  values_string(call->values, "text", call_string(call, text));
  values_string(call->values, "href", href);
  values_close(call->values);
}

void office_put_title(Call *call, const char *title)
{
  values_string(call->values, "title", title);
}

const char *office_words(Call *call, const char *key, ...)
{
  g_autoptr(GString) text = g_string_new(call_string(call, key));
  va_list arguments;

  va_start(arguments, key);
  for (const char *name = va_arg(arguments, const char *); name != NULL;
       name = va_arg(arguments, const char *)) {
    g_autofree char *mark = g_strconcat("{", name, "}", NULL);
    g_string_replace(text, mark, va_arg(arguments, const char *), 0);
  }
  va_end(arguments);
  return call_keep(call, g_strdup(text->str));
}

const char *office_figure(Call *call, gint64 number)
{
  return call_keep(call, g_strdup_printf("%" G_GINT64_FORMAT, number));
}

/* ---- days ---- */

Day office_day_of(const Call *call, gint64 moment)
{
  return moment_day(moment, call->premises->site->timezone);
}

const char *office_time_of(Call *call, gint64 moment)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(call->premises->site->timezone);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(moment / MOMENT_SECOND);
  g_autoptr(GDateTime) there = zone != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
  return call_keep(call, g_date_time_format(there != NULL ? there : utc, "%H:%M"));
}

/* ---- names ---- */

const char *office_who(Call *call, const char *actor)
{
  const char *account = actor_id(actor, "account"), *command = actor_id(actor, "cli");
  g_autoptr(Account) found = NULL;
  g_autoptr(Report) unsaid = report_new();

  if (account != NULL && account_find(call->store, account, &found, unsaid) && found != NULL)
    return office_words(call, "events.who_account", "name", found->name, NULL);
  if (command != NULL)
    return office_words(call, "events.who_cli", "name", command, NULL);
  return call_string(call,
                     actor_id(actor, "subject") != NULL ? "events.who_self" : "events.who_system");
}

const char *office_module(const Call *call, const char *id)
{
  const Course *course = curriculum_find(call->premises->curriculum, id);
  return course != NULL ? course->module->title : id;
}

/* ---- forms ---- */

void office_put_form(Call *call, const char *const *names)
{
  values_open(call->values, "form");
  for (; *names != NULL; names++)
    values_string(call->values, *names, request_field(call->request, *names));
  values_close(call->values);
}

bool office_needs(Call *call, const char *field)
{
  if (call_words(call, field) != NULL)
    return true;
  report_add(call->report, DIAG_OFFICE_FIELD_EMPTY, place_none(), field, NULL);
  return false;
}

bool office_day(Call *call, const char *field, Day *day)
{
  return given_day(field, call_words(call, field), day, call->report);
}

bool office_number(Call *call, const char *field, guint least, guint most, guint *number)
{
  const char *words = call_words(call, field);
  g_autofree char *plain = words != NULL ? g_utf8_normalize(words, -1, G_NORMALIZE_NFKC) : NULL;
  guint64 found = 0;
  if (plain == NULL || !g_ascii_string_to_unsigned(plain, 10, least, most, &found, NULL))
    return false;
  *number = (guint)found;
  return true;
}

Person *office_person(Call *call)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find(call->store, call->parts[0], &person, call->report))
    call_fail(call);
  else if (person == NULL || person->state == STAFF_ERASED)
    call_refuse(call, 404);
  else
    return g_steal_pointer(&person);
  return NULL;
}

void office_put_entry(Call *call, const Person *person)
{
  g_autofree char *groups =
    person->groups != NULL ? g_strjoinv("、", person->groups) : g_strdup("");
  Values *values = call->values;

  values_string(values, "id", person->id);
  values_string(values, "name", person->name);
  values_string(values, "kana", person->kana);
  values_string(values, "number", person->number);
  values_string(values, "site", person->site);
  values_string(values, "role", person->role);
  values_string(values, "groups", groups);
  values_day(values, "joined", person->joined);
}

static int by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **office_ticked(const Call *call, const char *name)
{
  g_autofree char *prefix = g_strconcat(name, ".", NULL);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init(&iter, call->request->form);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (g_str_has_prefix(key, prefix))
      g_ptr_array_add(found, g_strdup((const char *)key + strlen(prefix)));
  g_ptr_array_sort(found, by_name);
  g_ptr_array_add(found, NULL);
  return (char **)g_ptr_array_steal(found, NULL);
}

bool office_mark(Call *call)
{
  if (store_mark(call->store, call->report))
    return true;
  call_fail(call);
  return false;
}

bool office_settle(Call *call, bool good)
{
  if (good)
    return store_release(call->store, call->report);
  store_back(call->store, call->report);
  return false;
}

void office_go(Call *call, const char *told, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *path = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  const char *joint = strchr(path, '?') != NULL ? "&told=" : "?told=";
  g_autofree char *whole = g_strconcat("/office", *path != '\0' && *path != '?' ? "/" : "", path,
                                       told != NULL ? joint : NULL, told, NULL);
  call_go(call, whole);
}

/* ---- years ---- */

const char *office_year_label(Call *call, int year)
{
  /* Offices name a 年度 in the era of its December: 2019 is 令和元年度, though it began in 平成31年. */
  g_autofree char *wareki = day_wareki((Day){.year = (gint16)year, .month = 12, .day = 31});
  char *end = strstr(wareki, "年");
  if (end != NULL)
    *end = '\0';
  return office_words(call, "overview.year_label", "wareki", wareki, "year",
                      office_figure(call, year), NULL);
}

/* A year that somebody asks for: of modules' years there are few, and of others nothing is there. */
int office_year(Call *call)
{
  const char *words = call_words(call, "year");
  gint64 year = words != NULL ? g_ascii_strtoll(words, NULL, 10) : 0;
  return year >= 1990 && year <= 2200 ? (int)year : day_fiscal_year(call->today);
}

static int by_year(gconstpointer a, gconstpointer b)
{
  return *(const int *)b - *(const int *)a;
}

static void add_year(GArray *years, int year)
{
  for (guint i = 0; i < years->len; i++)
    if (g_array_index(years, int, i) == year)
      return;
  g_array_append_val(years, year);
}

void office_put_years(Call *call, int chosen)
{
  const Curriculum *curriculum = call->premises->curriculum;
  g_autoptr(GArray) years = g_array_new(FALSE, FALSE, sizeof(int));

  add_year(years, day_fiscal_year(call->today));
  add_year(years, chosen);
  for (guint i = 0; i < curriculum_count(curriculum); i++)
    add_year(years, curriculum_get(curriculum, i)->module->year);
  g_array_sort(years, by_year);
  values_list(call->values, "years");
  for (guint i = 0; i < years->len; i++) {
    int year = g_array_index(years, int, i);
    values_open(call->values, NULL);
    values_number(call->values, "number", year);
    values_string(call->values, "label", office_year_label(call, year));
    values_bool(call->values, "chosen", year == chosen);
    values_close(call->values);
  }
  values_close(call->values);
}

/* ---- sites and roles ---- */

static bool put_values(Call *call, const char *name, StaffField field, const char *chosen)
{
  g_autoptr(GPtrArray) list = staff_values(call->store, field, call->report);
  if (list == NULL) {
    call_fail(call);
    return false;
  }
  values_list(call->values, name);
  for (guint i = 0; i < list->len; i++) {
    const StaffValue *value = g_ptr_array_index(list, i);
    if (*value->value == '\0')
      continue;
    values_open(call->values, NULL);
    values_string(call->values, "name", value->value);
    values_bool(call->values, "chosen", g_strcmp0(value->value, chosen) == 0);
    values_close(call->values);
  }
  values_close(call->values);
  return true;
}

bool office_put_sites(Call *call, const char *chosen)
{
  return put_values(call, "sites", STAFF_SITES, chosen);
}

bool office_put_roles(Call *call, const char *chosen)
{
  return put_values(call, "roles", STAFF_ROLES, chosen);
}

/* ---- addresses ---- */

/* Sorted, so that one page has one address. What was done (`told`) is not said again. */
const char *office_address(Call *call, const char *field, const char *value)
{
  g_autoptr(GString) address = g_string_new(call->request->path);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer name;
  char joint = '?';

  g_hash_table_iter_init(&iter, call->request->query);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    g_ptr_array_add(names, name);
  if (!g_hash_table_contains(call->request->query, field))
    g_ptr_array_add(names, (gpointer)field);
  g_ptr_array_sort(names, by_name);
  for (guint i = 0; i < names->len; i++) {
    const char *one = g_ptr_array_index(names, i);
    bool own = strcmp(one, field) == 0;
    const char *text = own ? value : g_hash_table_lookup(call->request->query, one);
    if (text == NULL || *text == '\0' || strcmp(one, "told") == 0)
      continue;
    g_autofree char *a = g_uri_escape_string(one, NULL, FALSE);
    g_autofree char *b = g_uri_escape_string(text, NULL, FALSE);
    g_string_append_printf(address, "%c%s=%s", joint, a, b);
    joint = '&';
  }
  return call_keep(call, g_strdup(address->str));
}

/* ---- columns ---- */

const OfficeColumn *office_order(Call *call, const OfficeColumn *columns, guint count, bool *back)
{
  const char *words = call_words(call, "sort");
  *back = words != NULL && *words == '-';
  for (guint i = 0; words != NULL && i < count; i++)
    if (columns[i].sorts && strcmp(columns[i].key, words + *back) == 0)
      return &columns[i];
  *back = false;
  return NULL;
}

void office_put_columns(Call *call, const OfficeColumn *columns, guint count)
{
  bool back;
  const OfficeColumn *order = office_order(call, columns, count, &back);

  values_list(call->values, "columns");
  for (guint i = 0; i < count; i++) {
    bool own = &columns[i] == order;
    g_autofree char *value = g_strconcat(own && !back ? "-" : "", columns[i].key, NULL);
    values_open(call->values, NULL);
    values_string(call->values, "key", columns[i].key);
    values_bool(call->values, "number", columns[i].number);
    if (columns[i].sorts)
      values_string(call->values, "href", office_address(call, "sort", value));
    if (own)
      values_string(call->values, "order", back ? "descending" : "ascending");
    values_close(call->values);
  }
  values_close(call->values);
}

/* ---- pages ---- */

void office_put_pages(Call *call, guint all, guint *first, guint *count)
{
  const char *words = call_words(call, "page");
  guint pages = MAX(1, (all + OFFICE_LINES - 1) / OFFICE_LINES);
  guint64 asked = words != NULL ? g_ascii_strtoull(words, NULL, 10) : 1;
  guint page = (guint)CLAMP(asked, 1, pages);

  *first = (page - 1) * OFFICE_LINES;
  *count = MIN((guint)OFFICE_LINES, all - *first);
  values_open(call->values, "pages");
  values_number(call->values, "count", pages);
  values_number(call->values, "first", *first + 1);
  values_number(call->values, "last", *first + *count);
  values_number(call->values, "all", all);
  if (page > 1)
    values_string(call->values, "before",
                  office_address(call, "page", office_figure(call, page - 1)));
  if (page < pages)
    values_string(call->values, "after",
                  office_address(call, "page", office_figure(call, page + 1)));
  values_close(call->values);
}
