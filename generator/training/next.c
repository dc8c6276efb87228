#include "training/next.h"

#include <stdlib.h>
#include <string.h>

char *module_next_id(const Module *module)
{
  g_autofree char *year = g_strdup_printf("%d", module->year);
  const char *at = strstr(module->id, year);
  if (at == NULL)
    return NULL;
  return g_strdup_printf("%.*s%d%s", (int)(at - module->id), module->id, module->year + 1,
                         at + strlen(year));
}

/* 令和8 of the year that begins on 1 April. */
static char *era_year(int year)
{
  g_autofree char *wareki = day_wareki((Day){(gint16)year, 4, 1});
  const char *end = strstr(wareki, "年");
  return g_strndup(wareki, end != NULL ? (gsize)(end - wareki) : 0);
}

static void replace_year(GString *text, const char *form, int year)
{
  g_autofree char *era = era_year(year), *next = era_year(year + 1);
  g_autofree char *from = g_strdup_printf("%d%s", year, form);
  g_autofree char *to = g_strdup_printf("%d%s", year + 1, form);
  g_autofree char *from_era = g_strconcat(era, form, NULL);
  g_autofree char *to_era = g_strconcat(next, form, NULL);
  g_string_replace(text, from, to, 0);
  g_string_replace(text, from_era, to_era, 0);
}

char *module_next_text(const Module *module, const char *source)
{
  g_autoptr(GString) text = g_string_new(source);
  replace_year(text, "年度", module->year);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The value of a field: from behind its "=" to the end of its line. NULL where the field does
 * not stand at the start of a line. */
static char *field_at(char *text, const char *name)
{
  for (char *line = text; line != NULL && *line != '\0';) {
    char *p = line + strspn(line, " \t");
    if (g_str_has_prefix(p, "module {"))
      p += strlen("module {") + strspn(p + strlen("module {"), " \t");
    if (g_str_has_prefix(p, name) && p[strlen(name) + strspn(p + strlen(name), " \t")] == '=')
      return p;
    line = strchr(line, '\n');
    line = line != NULL ? line + 1 : NULL;
  }
  return NULL;
}

static bool replace_field(GString *text, const char *name, const char *from, const char *to)
{
  char *field = field_at(text->str, name);
  char *end = field != NULL ? field + strcspn(field, "\n") : NULL;
  char *at = field != NULL ? strstr(field, from) : NULL;
  if (at == NULL || at >= end)
    return false;
  gssize offset = at - text->str;
  g_string_erase(text, offset, (gssize)strlen(from));
  g_string_insert(text, offset, to);
  return true;
}

/* The same day a year on; the last of February for the 29th. */
static Day a_year_on(Day day)
{
  Day next = {(gint16)(day.year + 1), day.month, day.day};
  if (next.month == 2 && next.day == 29)
    next.day = 28;
  return next;
}

char *module_next_lua(const Module *module, const char *source)
{
  g_autofree char *named = module_next_text(module, source);
  g_autoptr(GString) text = g_string_new(named);
  g_autofree char *from = g_strdup_printf("%d", module->year);
  g_autofree char *to = g_strdup_printf("%d", module->year + 1);
  if (!replace_field(text, "year", from, to))
    return NULL;

  char *due = field_at(text->str, "due");
  char *quote = due != NULL ? strchr(due, '"') : NULL;
  char *end = quote != NULL ? strchr(quote + 1, '"') : NULL;
  if (end != NULL) {
    g_autofree char *iso = day_iso(a_year_on(module->due));
    gssize offset = quote + 1 - text->str;
    g_string_erase(text, offset, end - quote - 1);
    g_string_insert(text, offset, iso);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}
