/* The roster: found and listed. */
#include "records/person.h"

#include <string.h>

Person *person_of(const Rows *rows)
{
  Person *person = g_new0(Person, 1);
  person->id = row_copy(rows, 0);
  person->state = (StaffState)row_number(rows, 1);
  person->site = row_copy(rows, 2);
  person->role = row_copy(rows, 3);
  person->groups = list_of_read(row_text(rows, 4));
  person->joined = row_day(rows, 5);
  person->left = row_day(rows, 6);
  person->number = row_copy(rows, 7);
  person->name = row_copy(rows, 8);
  person->kana = row_copy(rows, 9);
  person->lang = row_copy(rows, 10);
  person->ruby = row_number(rows, 11) != 0;
  person->slip = row_number(rows, 12) != 0;
  person->slip_ends = row_number(rows, 13);
  person->pin = row_number(rows, 14) != 0;
  return person;
}

#define SELECT_PERSON "SELECT " PERSON_COLUMNS "FROM staff s LEFT JOIN people p ON p.id = s.id "

static bool find(Store *store, const char *sql, const char *key, Person **found, Report *report)
{
  *found = NULL;
  Rows rows = rows_of(store, report, sql, "t", key);
  if (rows_next(&rows))
    *found = person_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, person_free);
  return false;
}

bool staff_find(Store *store, const char *id, Person **found, Report *report)
{
  return find(store, SELECT_PERSON "WHERE s.id = ?1", id, found, report);
}

bool staff_find_number(Store *store, const char *number, Person **found, Report *report)
{
  return find(store, SELECT_PERSON "WHERE p.number = ?1 AND p.number <> ''", number, found, report);
}

/* ---- lists ---- */

#define MATCHES \
  "WHERE (?1 IS NULL OR s.site = ?1) AND (?2 IS NULL OR s.role = ?2)" \
  " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM json_each(s.groups) WHERE value = ?3))" \
  " AND (?4 IS NULL OR p.name LIKE ?4 ESCAPE '\\' OR p.kana LIKE ?4 ESCAPE '\\'" \
  "   OR p.number LIKE ?4 ESCAPE '\\')" \
  " AND (s.state = 0 AND NOT ?7 OR s.state = 1 AND (?5 OR ?7) OR s.state = 2 AND ?6)" \
  " AND (?8 = '' OR s.state <> 0 AND s.left_on < ?8) AND (?9 = '' OR s.joined >= ?9) "

/* What LIKE takes as itself; NULL for no text. */
static char *pattern_of(const char *text)
{
  if (text == NULL || *text == '\0')
    return NULL;
  GString *pattern = g_string_new("%");
  for (; *text != '\0'; text++) {
    if (strchr("%_\\", *text) != NULL)
      g_string_append_c(pattern, '\\');
    g_string_append_c(pattern, *text);
  }
  g_string_append_c(pattern, '%');
  return g_string_free(pattern, FALSE);
}

GPtrArray *staff_list(Store *store, const StaffQuery *query, Report *report)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
  g_autofree char *pattern = pattern_of(query->text);
  guint limit = query->limit == 0 || query->limit > STORE_CHUNK ? STORE_CHUNK : query->limit;
  Rows rows =
    rows_of(store, report,
            SELECT_PERSON MATCHES "ORDER BY s.site, p.kana, p.number, s.id LIMIT ?10 OFFSET ?11",
            "ttttiiiddii", query->site, query->role, query->group, pattern,
            I(query->left || query->left_before.year > 0), I(query->erased), I(query->only_left),
            query->left_before, query->joined_from, I(limit), I(query->offset));
  while (rows_next(&rows))
    g_ptr_array_add(people, person_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&people) : NULL;
}

bool staff_count(Store *store, const StaffQuery *query, guint *count, Report *report)
{
  g_autofree char *pattern = pattern_of(query->text);
  gint64 number = 0;
  bool ok = sql_number(store, report, &number, NULL,
                       "SELECT count(*) FROM staff s LEFT JOIN people p ON p.id = s.id " MATCHES,
                       "ttttiiidd", query->site, query->role, query->group, pattern,
                       I(query->left || query->left_before.year > 0), I(query->erased),
                       I(query->only_left), query->left_before, query->joined_from);
  *count = (guint)number;
  return ok;
}

GPtrArray *staff_chunk(Store *store, const char *after, Report *report)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
  Rows rows =
    rows_of(store, report, SELECT_PERSON "WHERE s.id > ?1 AND s.state <> 2 ORDER BY s.id LIMIT ?2",
            "ti", or_empty(after), I(STORE_CHUNK));
  while (rows_next(&rows))
    g_ptr_array_add(people, person_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&people) : NULL;
}

void staff_value_free(StaffValue *value)
{
  if (value != NULL)
    g_free(value->value);
  g_free(value);
}

GPtrArray *staff_values(Store *store, StaffField field, Report *report)
{
  static const char *const by[] = {
    [STAFF_SITES] = "SELECT site, count(*) FROM staff WHERE state = 0 AND site <> ''"
                    " GROUP BY site ORDER BY site",
    [STAFF_ROLES] = "SELECT role, count(*) FROM staff WHERE state = 0 AND role <> ''"
                    " GROUP BY role ORDER BY role",
    [STAFF_GROUPS] = "SELECT value, count(*) FROM staff, json_each(groups) WHERE state = 0"
                     " GROUP BY value ORDER BY value",
  };
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func((GDestroyNotify)staff_value_free);
  Rows rows = rows_of(store, report, by[field], "");
  while (rows_next(&rows)) {
    StaffValue *value = g_new0(StaffValue, 1);
    value->value = row_copy(&rows, 0);
    value->count = (guint)row_number(&rows, 1);
    g_ptr_array_add(values, value);
  }
  return rows_end(&rows) ? g_steal_pointer(&values) : NULL;
}

bool staff_seal_holds(Store *store, const char *id, bool *holds, Report *report)
{
  char seal[65];
  *holds = true;
  Rows rows = rows_of(store, report,
                      "SELECT s.seal, p.salt, p.number, p.name FROM staff s JOIN people p"
                      " ON p.id = s.id WHERE s.id = ?1",
                      "t", id);
  if (rows_next(&rows)) {
    person_seal(row_text(&rows, 1), row_text(&rows, 2), row_text(&rows, 3), seal);
    *holds = strcmp(seal, row_text(&rows, 0)) == 0;
  }
  return rows_end(&rows);
}
