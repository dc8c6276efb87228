#include "markup/ruby.h"

#include "markup/emphasis.h"
#include "markup/parse.h"

#include "base/text.h"

#include <string.h>

/* Bytes of a faulty ruby that its diagnostic shows. */
enum { SHOWN = 120 };

static bool is_kana(gunichar c)
{
  return (c >= 0x3041 && c <= 0x3096) || (c >= 0x3099 && c <= 0x309F) ||
         (c >= 0x30A1 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
         (c >= 0xFF66 && c <= 0xFF9F);
}

static bool is_modifier(gunichar c)
{
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || g_unichar_ismark(c);
}

const char *ruby_character_end(const char *text, const char *end)
{
  const char *p = g_utf8_next_char(text);
  while (p < end && is_modifier(g_utf8_get_char(p)))
    p = g_utf8_next_char(p);
  return p;
}

guint ruby_characters(const char *text, gsize length)
{
  guint count = 0;
  for (const char *p = text, *end = text + length; p < end; p = ruby_character_end(p, end))
    count++;
  return count;
}

/* Judges readings parted by '|': how many, and whether all are kana. */
static RubyStatus judge_readings(const Ruby *ruby)
{
  const char *end = ruby->readings + ruby->readings_length;
  guint count = 1;
  bool empty = true;
  for (const char *p = ruby->readings; p < end; p = g_utf8_next_char(p)) {
    if (*p == '|') {
      if (empty)
        return RUBY_EMPTY;
      count++;
      empty = true;
    } else if (!is_kana(g_utf8_get_char(p))) {
      return RUBY_NOT_KANA;
    } else {
      empty = false;
    }
  }
  if (empty)
    return RUBY_EMPTY;
  return count == 1 || count == ruby_characters(ruby->base, ruby->base_length) ? RUBY_GOOD
                                                                               : RUBY_COUNT;
}

Ruby ruby_read(const char *brace, const char *end)
{
  Ruby ruby = {.base = brace + 1};
  const char *bar = NULL, *p = brace + 1;
  while (p < end && *p != '}' && *p != '{') {
    if (*p == '|' && !bar)
      bar = p;
    p++;
  }
  if (!bar)
    return ruby;
  ruby.base_length = (gsize)(bar - ruby.base);
  ruby.readings = bar + 1;
  ruby.readings_length = (gsize)(p - ruby.readings);
  ruby.length = (gsize)(p - brace);
  if (p == end || *p != '}') {
    ruby.status = RUBY_UNCLOSED;
    return ruby;
  }
  ruby.length++;
  ruby.status = ruby.base_length ? judge_readings(&ruby) : RUBY_EMPTY;
  return ruby;
}

const char *ruby_skip(const char *brace, const char *end)
{
  Ruby ruby = ruby_read(brace, end);
  return ruby.status == RUBY_GOOD || ruby.status == RUBY_COUNT ? brace + ruby.length : NULL;
}

static void append_text(Parse *parse, Node *parent, const char *text, gsize length)
{
  if (!length)
    return;
  Node *node = node_new(parse->arena, NODE_TEXT, source_line(&parse->source, parse->line));
  char *copy = arena_strndup(parse->arena, text, length);
  node->text = copy;
  node->length = parse->source.marked ? emphasis_strip(copy, length) : length;
  node_append(parent, node);
  softbreak_text(&parse->breaks, node->text, node->length);
}

static void append_ruby(Parse *parse, Node *parent, const Ruby *ruby)
{
  gsize ignored;
  Node *node = node_new(parse->arena, NODE_RUBY, source_line(&parse->source, parse->line));
  const char *base = arena_strndup(parse->scratch, ruby->base, ruby->base_length);
  node->text = emphasis_unmark(parse->arena, base, &node->length);
  const char *readings = arena_strndup(parse->scratch, ruby->readings, ruby->readings_length);
  node->more = emphasis_unmark(parse->arena, readings, &ignored);
  node_append(parent, node);
  softbreak_text(&parse->breaks, node->text, node->length);
}

static void report_fault(Parse *parse, const Ruby *ruby, const char *position)
{
  static const DiagCode codes[] = {
    [RUBY_UNCLOSED] = DIAG_RUBY_UNCLOSED,
    [RUBY_EMPTY] = DIAG_RUBY_EMPTY,
    [RUBY_NOT_KANA] = DIAG_RUBY_NOT_KANA,
    [RUBY_COUNT] = DIAG_RUBY_COUNT,
  };
  gsize shown_length = MIN(ruby->length, SHOWN);
  while (shown_length < ruby->length && ((guchar)ruby->base[shown_length - 1] & 0xC0) == 0x80)
    shown_length--;
  const char *copy = arena_strndup(parse->scratch, ruby->base - 1, shown_length);
  const char *shown = emphasis_unmark(parse->scratch, copy, &shown_length);
  parse_report(parse, codes[ruby->status], position, shown, NULL);
}

void ruby_split(Parse *parse, Node *parent, const char *text, gsize length, Trace trace)
{
  const char *end = text + length, *from = text;
  for (const char *p = text; (p = memchr(p, '{', end - p));) {
    Ruby ruby = ruby_read(p, end);
    bool raw = ruby.status != RUBY_NONE && trace_to(&trace, p);
    Trace ahead = trace;
    raw = raw && trace_to(&ahead, ruby.base + ruby.base_length);
    if (raw && ruby.status == RUBY_GOOD) {
      append_text(parse, parent, from, (gsize)(p - from));
      append_ruby(parse, parent, &ruby);
      from = p += ruby.length;
      continue;
    }
    if (raw)
      report_fault(parse, &ruby, trace.source);
    p += MAX(ruby.length, 1);
  }
  append_text(parse, parent, from, (gsize)(end - from));
}

/* ---- on the way out ---- */

static void put_reading(GString *out, const char *reading, gsize length)
{
  g_string_append(out, "<rp>（</rp><rt>");
  text_escape_xml(out, reading, (gssize)length);
  g_string_append(out, "</rt><rp>）</rp>");
}

void ruby_html(GString *out, const char *base, gsize base_length, const char *readings,
               gsize readings_length)
{
  const char *base_end = base + base_length, *end = readings + readings_length;
  const char *bar;
  g_string_append(out, "<ruby>");
  while ((bar = memchr(readings, '|', (gsize)(end - readings))) != NULL) {
    const char *next = ruby_character_end(base, base_end);
    text_escape_xml(out, base, next - base);
    put_reading(out, readings, (gsize)(bar - readings));
    base = next;
    readings = bar + 1;
  }
  text_escape_xml(out, base, base_end - base);
  put_reading(out, readings, (gsize)(end - readings));
  g_string_append(out, "</ruby>");
}
