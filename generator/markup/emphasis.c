#include "markup/emphasis.h"

#include "base/text.h"
#include "markup/parse.h"

/* The characters beside a run, as the specification looks at them. */
typedef struct {
  bool space;
  bool punctuation;
  bool cjk;
} Side;

static const Side LINE_EDGE = {.space = true};

/* Standardised variation selectors but U+FE0F, which makes an emoji. */
static bool is_text_selector(gunichar c)
{
  return c >= 0xFE00 && c <= 0xFE0E;
}

static bool is_ideographic_selector(gunichar c)
{
  return c >= 0xE0100 && c <= 0xE01EF;
}

/* A quotation mark with U+FE01 is in its full-width form. */
static bool is_wide_quotation(gunichar c, gunichar selector)
{
  return selector == 0xFE01 && (c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D);
}

/* Whether only the signs of block quotes stand between the line's start and
 * `p`: then a text begins here. */
static bool begins_line(const char *text, const char *p)
{
  while (p > text && (p[-1] == '>' || p[-1] == ' '))
    p--;
  return p == text || p[-1] == '\n';
}

static Side side_before(const char *text, const char *run)
{
  if (run == text || run[-1] == '\n' || (run[-1] == '>' && begins_line(text, run)))
    return LINE_EDGE;
  const char *p = g_utf8_prev_char(run);
  gunichar c = g_utf8_get_char(p);
  gunichar base = c;
  if (is_text_selector(c) && p > text && p[-1] != '\n')
    base = g_utf8_get_char(g_utf8_prev_char(p));
  return (Side){
    .space = char_is_space(base),
    .punctuation = char_is_punctuation(base),
    .cjk = char_is_cjk(base) || is_ideographic_selector(c) || is_wide_quotation(base, c),
  };
}

static Side side_after(const char *end_of_run)
{
  if (*end_of_run == '\0' || *end_of_run == '\n')
    return LINE_EDGE;
  gunichar c = g_utf8_get_char(end_of_run);
  return (Side){char_is_space(c), char_is_punctuation(c), char_is_cjk(c)};
}

static bool wants_marks(const char *text, const char *run, const char *end_of_run)
{
  Side before = side_before(text, run);
  if (before.space)
    return false;
  Side after = side_after(end_of_run);
  return !after.space && (before.cjk || after.cjk) && (before.punctuation || after.punctuation);
}

static bool is_escaped(const char *text, const char *p)
{
  const char *q = p;
  while (q > text && q[-1] == '\\')
    q--;
  return (p - q) % 2 == 1;
}

const char *emphasis_mark(Arena *arena, const char *text, gsize length, gsize *marked_length)
{
  const char *end = text + length, *copied = text;
  GString *out = NULL;
  *marked_length = length;
  for (const char *p = text; (p = memchr(p, '*', end - p));) {
    const char *run = p + is_escaped(text, p);
    while (*p == '*')
      p++;
    if (run == p || !wants_marks(text, run, p))
      continue;
    if (!out)
      out = g_string_sized_new(length + 256);
    g_string_append_len(out, copied, run - copied);
    g_string_append_len(out, MARK, MARK_LENGTH);
    g_string_append_len(out, run, p - run);
    g_string_append_len(out, MARK, MARK_LENGTH);
    copied = p;
  }
  if (!out)
    return text;
  g_string_append_len(out, copied, end - copied);
  *marked_length = out->len;
  const char *marked = arena_strndup(arena, out->str, out->len);
  g_string_free(out, TRUE);
  return marked;
}

gsize emphasis_strip(char *text, gsize length)
{
  char *end = text + length, *to = text;
  const char *from = text;
  /* A mark's middle byte is rare, and looking for a byte is quick. */
  for (const char *p = text; (p = memchr(p, (guchar)MARK[1], (gsize)(end - p)));) {
    if (p == text || !at_mark(p - 1)) {
      p++;
      continue;
    }
    gsize kept = (gsize)(p - 1 - from);
    memmove(to, from, kept);
    to += kept;
    from = p = p - 1 + MARK_LENGTH;
  }
  gsize rest = (gsize)(end - from);
  if (to < from)
    memmove(to, from, rest);
  to[rest] = '\0';
  return (gsize)(to - text) + rest;
}

const char *emphasis_unmark(Arena *arena, const char *text, gsize *length)
{
  gsize marked = strlen(text);
  char *copy = arena_strndup(arena, text, marked);
  *length = emphasis_strip(copy, marked);
  return copy;
}

/* --- what is reported --- */

void emphasis_check_left_over(Parse *parse, const char *text, Trace trace)
{
  DiagCode code =
    parse->document->kind == DOCUMENT_POLICY ? DIAG_EMPHASIS_LEFT_IN_POLICY : DIAG_EMPHASIS_LEFT;
  for (const char *p = text; (p = strstr(p, "**"));) {
    const char *run = p;
    while (*p == '*')
      p++;
    while (p - run >= 2 && !trace_to(&trace, run))
      run++;
    if (p - run >= 2)
      parse_report(parse, code, trace.source, NULL);
  }
}

static bool is_border(gunichar c)
{
  return c == 0 || char_is_space(c) || char_is_punctuation(c);
}

static gunichar char_before(const char *text, const char *p)
{
  return p == text ? 0 : g_utf8_get_char(g_utf8_prev_char(p));
}

/* A pair of `_` around words, at least one of them beside Japanese, that would
 * be emphasis if it were written with `*`. */
void emphasis_check_underscores(Parse *parse, const char *text, Trace trace)
{
  const char *opener = NULL;
  for (const char *p = text; (p = strchr(p, '_'));) {
    const char *run = p;
    while (*p == '_')
      p++;
    gunichar before = char_before(text, run), after = g_utf8_get_char(p);
    bool beside_cjk = (before && char_is_cjk(before)) || (after && char_is_cjk(after));
    if (opener && beside_cjk && before && !char_is_space(before)) {
      if (trace_to(&trace, opener))
        parse_report(parse, DIAG_EMPHASIS_UNDERSCORE, trace.source, NULL);
      opener = NULL;
    } else if (after && !char_is_space(after) && (is_border(before) || is_border(after))) {
      opener = run;
    }
  }
}
