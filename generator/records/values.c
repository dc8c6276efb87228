/* Values on their way into the record and out of it. */
#include "records/database.h"

#include "base/text.h"

#include <string.h>

bool value_fits(const char *field, const char *value, guint most, bool needed, Report *report)
{
  const char *text = or_empty(value);
  /* An empty text is no line to text_is_line()'s readers, but it is a value. */
  if ((*text == '\0' || (text_is_line(text) && g_utf8_strlen(text, -1) <= (glong)most)) &&
      !(needed && text_is_blank(text)))
    return true;
  report_add(report, DIAG_RECORD_VALUE, place_none(), field, NULL);
  return false;
}

bool reason_fits(const char *reason, Report *report)
{
  if (reason == NULL || text_is_blank(reason)) {
    report_add(report, DIAG_RECORD_REASON, place_none(), NULL);
    return false;
  }
  return value_fits("reason", reason, 500, true, report);
}

json_t *list_of_json(const char *const *strings)
{
  json_t *array = json_array();
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_append_new(array, json_string(strings[i]));
  return array;
}

char *list_of_text(const char *const *strings)
{
  json_t *array = list_of_json(strings);
  char *text = json_canonical(array);
  json_decref(array);
  return text;
}

char **list_of_read(const char *json)
{
  /* The canonical form without an escape, read fifty thousand times a report. */
  gsize length = strlen(json);
  if (strcmp(json, "[]") == 0)
    return g_new0(char *, 1);
  if (length > 4 && strchr(json, '\\') == NULL && g_str_has_prefix(json, "[\"") &&
      g_str_has_suffix(json, "\"]")) {
    g_autofree char *inner = g_strndup(json + 2, length - 4);
    return g_strsplit(inner, "\",\"", -1);
  }
  json_t *array = json_loads(json, 0, NULL);
  g_autoptr(GStrvBuilder) strings = g_strv_builder_new();
  gsize i;
  json_t *each;
  json_array_foreach(array, i, each) if (json_is_string(each))
    g_strv_builder_add(strings, json_string_value(each));
  json_decref(array);
  return g_strv_builder_end(strings);
}

static int compare_strings(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **list_of_sorted(const char *const *strings)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    if (*strings[i] != '\0')
      g_ptr_array_add(sorted, (gpointer)strings[i]);
  g_ptr_array_sort(sorted, compare_strings);
  g_autoptr(GStrvBuilder) each_once = g_strv_builder_new();
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || strcmp(sorted->pdata[i], sorted->pdata[i - 1]) != 0)
      g_strv_builder_add(each_once, sorted->pdata[i]);
  return g_strv_builder_end(each_once);
}

void body_put_text(json_t *body, const char *field, const char *text)
{
  json_object_set_new(body, field, json_string(or_empty(text)));
}

void body_put_number(json_t *body, const char *field, gint64 number)
{
  json_object_set_new(body, field, json_integer(number));
}

void body_put_flag(json_t *body, const char *field, bool flag)
{
  json_object_set_new(body, field, json_boolean(flag));
}

void body_put_day(json_t *body, const char *field, Day day)
{
  g_autofree char *iso = day_iso(day);
  if (day_known(day))
    body_put_text(body, field, iso);
}

char *json_canonical(const json_t *json)
{
  char *dumped = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  char *text = g_strdup(dumped);
  free(dumped);
  return text;
}
