#include "serve/marks.h"

#include <string.h>

enum { QUOTE_LENGTH = 40 }; /* characters */

static void mark_clear(gpointer data)
{
  Mark *mark = data;
  g_free(mark->text);
  g_free(mark->hint);
  g_free(mark->quote);
}

/* Where the lines of a text begin; the faults come in their order. */
typedef struct {
  const char *at;
  int line;
} Lines;

static char *quote_of(Lines *lines, int line)
{
  while (lines->line < line) {
    const char *end = strchr(lines->at, '\n');
    if (end == NULL)
      return NULL;
    lines->at = end + 1;
    lines->line++;
  }
  gsize length = strcspn(lines->at, "\n");
  g_autofree char *whole = g_strndup(lines->at, length);
  if (*g_strstrip(whole) == '\0')
    return NULL;
  if (g_utf8_strlen(whole, -1) <= QUOTE_LENGTH)
    return g_steal_pointer(&whole);
  g_autofree char *head = g_utf8_substring(whole, 0, QUOTE_LENGTH);
  return g_strconcat(head, "…", NULL);
}

static bool has_line(const Diag *diag, const char *path)
{
  return diag->line > 0 && g_strcmp0(diag->file, path) == 0;
}

static void take(Marks *marks, const Diag *diag, Lines *lines)
{
  static const char *const levels[] = {"note", "warning", "error", "error", "error"};
  DiagLevel level = diag_level(diag->code);

  if (level >= LEVEL_ERROR)
    marks->errors++;
  else
    marks->others++;
  if (marks->marks->len >= MARKS_SHOWN)
    return;
  Mark mark = {.level = levels[level],
               .word = diag_level_name(level, MESSAGES_JA),
               .line = lines != NULL ? diag->line : 0,
               .column = lines != NULL ? diag->column : 0,
               .text = diag_text(diag, MESSAGES_JA),
               .hint = diag_hint(diag, MESSAGES_JA),
               .quote = lines != NULL ? quote_of(lines, diag->line) : NULL};
  g_array_append_val(marks->marks, mark);
}

Marks *marks_new(Report *report, const char *path, const char *text)
{
  Marks *marks = g_new0(Marks, 1);
  Lines lines = {text, 1};

  marks->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  g_array_set_clear_func(marks->marks, mark_clear);
  report_sort(report);
  for (guint i = 0; i < report_count(report); i++)
    if (has_line(report_get(report, i), path))
      take(marks, report_get(report, i), &lines);
  for (guint i = 0; i < report_count(report); i++)
    if (!has_line(report_get(report, i), path))
      take(marks, report_get(report, i), NULL);
  return marks;
}

void marks_free(Marks *marks)
{
  if (marks == NULL)
    return;
  g_array_unref(marks->marks);
  g_free(marks);
}

static guint untold(const Marks *marks)
{
  return marks->errors + marks->others - marks->marks->len;
}

void marks_put(const Marks *marks, Values *values, const char *name)
{
  values_open(values, name);
  values_number(values, "errors", marks->errors);
  values_number(values, "others", marks->others);
  values_number(values, "more", untold(marks));
  values_list(values, "list");
  for (guint i = 0; i < marks->marks->len; i++) {
    const Mark *mark = &g_array_index(marks->marks, Mark, i);
    values_open(values, NULL);
    values_string(values, "level", mark->level);
    values_string(values, "word", mark->word);
    values_number(values, "line", mark->line);
    values_number(values, "column", mark->column);
    values_string(values, "text", mark->text);
    values_string(values, "hint", mark->hint);
    values_string(values, "quote", mark->quote);
    values_close(values);
  }
  values_close(values);
  values_close(values);
}

json_t *marks_json(const Marks *marks)
{
  json_t *list = json_array();
  for (guint i = 0; i < marks->marks->len; i++) {
    const Mark *mark = &g_array_index(marks->marks, Mark, i);
    json_array_append_new(list,
                          json_pack("{s:s, s:s, s:i, s:i, s:s, s:s?, s:s?}", "level", mark->level,
                                    "word", mark->word, "line", mark->line, "column", mark->column,
                                    "text", mark->text, "hint", mark->hint, "quote", mark->quote));
  }
  return json_pack("{s:i, s:i, s:i, s:o}", "errors", (int)marks->errors, "others",
                   (int)marks->others, "more", (int)untold(marks), "list", list);
}
