#include "serve/faults.h"

#include "serve/form.h"

#include <string.h>

/* The theme's words for a diagnostic in the page's own language, with the arguments filled in; else
 * NULL: another language's are no better than the diagnostic's own. */
static char *own_words(const Theme *theme, const char *lang, const Diag *diag, const char *which)
{
  g_autofree char *key = g_strconcat("diag.", diag_code_name(diag->code), ".", which, NULL);
  const char *words = theme_string(theme, lang, key);
  if (words == key || (strcmp(lang, "en") == 0 && words == theme_string(theme, "ja", key)))
    return NULL;
  g_autoptr(GString) text = g_string_new(words);
  for (guint i = 0; diag->arguments[i] != NULL; i++) {
    g_autofree char *mark = g_strdup_printf("{%u}", i + 1);
    g_string_replace(text, mark, diag->arguments[i], 0);
  }
  return g_strdup(text->str);
}

static void put_fault(Values *values, const Diag *diag, const Theme *theme, const char *lang)
{
  static const char *const levels[] = {"note", "warning", "error", "usage", "system"};
  MessageLang messages = strcmp(lang, "en") == 0 ? MESSAGES_EN : MESSAGES_JA;
  DiagLevel level = diag_level(diag->code);
  /* Nobody here has typed a command. */
  level = level == LEVEL_USAGE ? LEVEL_ERROR : level;
  g_autofree char *text = own_words(theme, lang, diag, "text");
  g_autofree char *hint = own_words(theme, lang, diag, "hint");

  if (text == NULL)
    text = diag_text(diag, messages);
  if (hint == NULL)
    hint = diag_hint(diag, messages);
  values_open(values, NULL);
  values_string(values, "level", levels[level]);
  values_string(values, "word", diag_level_name(level, messages));
  values_string(values, "code", diag_code_name(diag->code));
  values_string(values, "file", diag->file);
  values_number(values, "line", diag->line);
  values_number(values, "column", diag->column);
  values_string(values, "text", text);
  values_string(values, "hint", hint);
  values_string(values, "field", form_field_of(diag));
  values_close(values);
}

void faults_put(Values *values, const char *name, Report *report, const Theme *theme,
                const char *lang)
{
  report_sort(report);
  values_list(values, name);
  for (guint i = 0; i < report_count(report); i++)
    put_fault(values, report_get(report, i), theme, lang);
  values_close(values);
}
