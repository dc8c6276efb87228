#include "theme/template.h"

#include <string.h>

typedef struct {
  const char *at, *end; /* what is left of the template */
  const char *begin;
  GString *lua;
} Translation;

/* What stands between two marks, as a Lua string that keeps its lines. */
static void put_text(GString *lua, const char *text, const char *end)
{
  if (text == end)
    return;
  g_string_append(lua, " __raw\"");
  for (; text < end; text++) {
    if (*text == '\r')
      g_string_append(lua, "\\r");
    else if (*text == '"' || *text == '\\' || *text == '\n')
      g_string_append_printf(lua, "\\%c", *text);
    else
      g_string_append_c(lua, *text);
  }
  g_string_append(lua, "\";");
}

/* Past a short string that opens here; Lua itself says what is wrong with it. */
static const char *skip_quoted(const char *at, const char *end)
{
  char quote = *at++;
  while (at < end && *at != quote)
    at += *at == '\\' && at + 1 < end ? 2 : 1;
  return MIN(at + 1, end);
}

/* Past a long bracket ([[ … ]], [=[ … ]=]) that opens here; `at` where none does. */
static const char *skip_long(const char *at, const char *end)
{
  const char *text = at + 1;
  while (text < end && *text == '=')
    text++;
  if (text >= end || *text != '[')
    return at;

  g_autofree char *close = g_strnfill((gsize)(text - at) + 1, '=');
  close[0] = close[text - at] = ']';
  const char *found = g_strstr_len(text + 1, end - text - 1, close);
  return found != NULL ? found + (text - at) + 1 : end;
}

static const char *skip_comment(const char *at, const char *end)
{
  const char *after = at < end && *at == '[' ? skip_long(at, end) : at;
  if (after > at)
    return after;
  const char *line_end = memchr(at, '\n', (gsize)(end - at));
  return line_end != NULL ? line_end : end;
}

/* Code without its comments, for a comment would swallow what follows the mark.
 * Their line ends stay. */
static void put_code(GString *lua, const char *at, const char *end)
{
  while (at < end) {
    const char *after = at + 1;
    if (*at == '-' && at + 1 < end && at[1] == '-') {
      after = skip_comment(at + 2, end);
      for (; at < after; at++)
        if (*at == '\n')
          g_string_append_c(lua, '\n');
      g_string_append_c(lua, ' ');
      continue;
    }
    if (*at == '"' || *at == '\'')
      after = skip_quoted(at, end);
    else if (*at == '[')
      after = MAX(skip_long(at, end), at + 1);
    g_string_append_len(lua, at, after - at);
    at = after;
  }
}

static const char *back_over_blanks(const char *at, const char *begin)
{
  while (at > begin && (at[-1] == ' ' || at[-1] == '\t'))
    at--;
  return at;
}

/* Where the line ends, if nothing but blanks is left on it; else NULL. */
static const char *blank_to_line_end(const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
    at++;
  return at == end || *at == '\n' ? at : NULL;
}

/* One mark: from `open` ("<%…") to `close` ("%>"). */
static void put_mark(Translation *translation, const char *open, const char *close)
{
  GString *lua = translation->lua;
  const char *text_end = open, *next = close + 2;

  if (open[2] == '=' || open[2] == '-') {
    put_text(lua, translation->at, text_end);
    g_string_append(lua, open[2] == '=' ? " __escaped(" : " __raw(");
    put_code(lua, open + 3, close);
    g_string_append(lua, ");");
    translation->at = next;
    return;
  }

  const char *line = back_over_blanks(open, translation->at);
  const char *line_end = blank_to_line_end(next, translation->end);
  bool alone = line_end != NULL && (line == translation->begin || line[-1] == '\n');
  if (alone)
    text_end = line;
  put_text(lua, translation->at, text_end);
  g_string_append_c(lua, ' ');
  put_code(lua, open + 2, close);
  g_string_append_c(lua, ' ');
  if (alone && line_end < translation->end)
    g_string_append_c(lua, '\n');
  translation->at = alone ? MIN(line_end + 1, translation->end) : next;
}

static int line_of(const char *begin, const char *at)
{
  int line = 1;
  for (; begin < at; begin++)
    line += *begin == '\n';
  return line;
}

char *template_to_lua(const char *source, gsize length, const char *named, Report *report)
{
  Translation translation = {.at = source, .end = source + length, .begin = source};
  translation.lua = g_string_sized_new(length + length / 4 + 256);
  g_string_append(translation.lua, "local " TEMPLATE_FUNCTIONS "=... return function(_ENV)");

  for (;;) {
    const char *open = g_strstr_len(translation.at, translation.end - translation.at, "<%");
    if (open == NULL)
      break;
    const char *close = g_strstr_len(open + 2, translation.end - open - 2, "%>");
    if (close == NULL) {
      report_add(report, DIAG_TEMPLATE_UNCLOSED, place_at(named, line_of(source, open), 0), NULL);
      g_string_free(translation.lua, TRUE);
      return NULL;
    }
    put_mark(&translation, open, close);
  }
  put_text(translation.lua, translation.at, translation.end);
  g_string_append(translation.lua, " end");
  return g_string_free(translation.lua, FALSE);
}
