#include "base/diag.h"

#include <string.h>

typedef struct {
  const char *name;
  DiagLevel level;
  const char *text[2]; /* by MessageLang */
  const char *hint[2];
} Entry;

static const Entry table[] = {
#define DIAG(code, level, text_ja, hint_ja, text_en, hint_en) \
  {#code, LEVEL_##level, {text_ja, text_en}, {hint_ja, hint_en}},
#include "base/diag.def"
#undef DIAG
};

const char *message_pick(MessageLang lang, const char *ja, const char *en)
{
  return lang == MESSAGES_JA ? ja : en;
}

Place place_at(const char *file, int line, int column)
{
  return (Place){file, line, column};
}

Place place_none(void)
{
  return (Place){NULL, 0, 0};
}

DiagLevel diag_level(DiagCode code)
{
  return table[code].level;
}

const char *diag_code_name(DiagCode code)
{
  /* The table's names are C's; tools get them as words with hyphens. */
  static gsize once = 0;
  static char *names[DIAG_COUNT];
  if (g_once_init_enter(&once)) {
    for (int i = 0; i < DIAG_COUNT; i++) {
      names[i] = g_ascii_strdown(table[i].name, -1);
      g_strdelimit(names[i], "_", '-');
    }
    g_once_init_leave(&once, 1);
  }
  return names[code];
}

const char *diag_level_name(DiagLevel level, MessageLang lang)
{
  static const char *const names[][2] = {
    [LEVEL_NOTE] = {"お知らせ", "note"},     [LEVEL_WARNING] = {"注意", "warning"},
    [LEVEL_ERROR] = {"誤り", "error"},       [LEVEL_USAGE] = {"使い方", "usage"},
    [LEVEL_SYSTEM] = {"システム", "system"},
  };
  return names[level][lang];
}

/* Fills {1} to {9} with the arguments; any other brace stands for itself. */
static char *fill(const char *pattern, char **arguments)
{
  GString *out = g_string_new(NULL);
  guint count = arguments ? g_strv_length(arguments) : 0;

  for (const char *p = pattern; *p; p++) {
    if (p[0] == '{' && g_ascii_isdigit(p[1]) && p[2] == '}') {
      guint index = (guint)(p[1] - '1');
      if (index < count)
        g_string_append(out, arguments[index]);
      p += 2;
    } else {
      g_string_append_c(out, *p);
    }
  }
  return g_string_free(out, FALSE);
}

char *diag_text(const Diag *diag, MessageLang lang)
{
  return fill(table[diag->code].text[lang], diag->arguments);
}

char *diag_hint(const Diag *diag, MessageLang lang)
{
  const char *hint = table[diag->code].hint[lang];
  return hint ? fill(hint, diag->arguments) : NULL;
}

static int compare_arguments(char **a, char **b)
{
  for (; *a && *b; a++, b++) {
    int order = strcmp(*a, *b);
    if (order != 0)
      return order;
  }
  return (*a != NULL) - (*b != NULL);
}

int diag_compare(const Diag *a, const Diag *b)
{
  int order = g_strcmp0(a->file, b->file);
  if (order != 0)
    return order;
  if (a->line != b->line)
    return a->line < b->line ? -1 : 1;
  if (a->column != b->column)
    return a->column < b->column ? -1 : 1;
  if (a->code != b->code)
    return a->code < b->code ? -1 : 1;
  return compare_arguments(a->arguments, b->arguments);
}

void diag_free(Diag *diag)
{
  if (diag == NULL)
    return;
  g_free(diag->file);
  g_strfreev(diag->arguments);
  g_free(diag);
}

MessageLang message_lang_from_environment(void)
{
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

  for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
    const char *value = g_getenv(variables[i]);
    if (value != NULL && *value != '\0')
      return g_str_has_prefix(value, "ja") ? MESSAGES_JA : MESSAGES_EN;
  }
  return MESSAGES_EN;
}
