#include <string.h>

#include "base/text.h"
#include "compare/comparison.h"

#define PUT(out, literal) text_append(out, "" literal, sizeof(literal) - 1)

static const char *row_class(RowKind kind)
{
  switch (kind) {
  case ROW_SAME:
    return "same";
  case ROW_CHANGED:
    return "changed";
  case ROW_RENUMBERED:
    return "renumbered";
  case ROW_ADDED:
    return "added";
  case ROW_REMOVED:
    return "removed";
  case ROW_MOVED_HERE:
    return "moved-here";
  case ROW_MOVED_AWAY:
    return "moved-away";
  case ROW_OMITTED:
    return "omitted";
  }
  return "";
}

static void append_number(GString *out, guint number)
{
  char digits[12];
  char *at = digits + sizeof digits;
  *--at = '\0';
  do
    *--at = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  text_append(out, at, (gsize)(digits + sizeof digits - 1 - at));
}

static void append_class(GString *out, const Cell *cell)
{
  switch (cell->block) {
  case BLOCK_HEADING:
    PUT(out, "heading level-");
    append_number(out, (guint)cell->level);
    break;
  case BLOCK_PARAGRAPH:
    PUT(out, "paragraph");
    break;
  case BLOCK_ITEM:
    PUT(out, "item depth-");
    append_number(out, (guint)cell->level);
    break;
  case BLOCK_ROW:
    PUT(out, "row");
    break;
  case BLOCK_CODE:
    PUT(out, "code");
    break;
  }
}

static void append_word(GString *out, const char *word)
{
  PUT(out, "<span class=\"word\">");
  text_escape_xml(out, word, -1);
  PUT(out, "</span>");
}

static void append_heard(GString *out, const char *word)
{
  PUT(out, "<span class=\"heard\">");
  text_escape_xml(out, word, -1);
  PUT(out, "</span>");
}

/* A hard break is a line feed in a block's text; in code it stays one. */
static void append_text(GString *out, const Span *span, BlockKind block)
{
  const char *at = span->text, *end = at + span->length;
  const char *feed;
  while (block != BLOCK_CODE && (feed = memchr(at, '\n', (gsize)(end - at))) != NULL) {
    text_escape_xml(out, at, feed - at);
    PUT(out, "<br />");
    at = feed + 1;
  }
  text_escape_xml(out, at, end - at);
}

static void append_span(GString *out, const Span *span, BlockKind block)
{
  if (!span->number) {
    append_text(out, span, block);
    return;
  }
  PUT(out, "<span class=\"number\">");
  text_escape_xml(out, span->text, (gssize)span->length);
  PUT(out, "</span>");
  /* "1、" and "①" run on into the text; "(1)" and "1." stand apart. */
  char last = span->text[span->length - 1];
  if ((guchar)last < 0x80 && last != ' ')
    g_string_append_c(out, ' ');
}

/* Runs of marked spans are one mark: a number and the words after it. */
static void append_spans(GString *out, const Cell *cell, const char *mark,
                         const CompareWords *words)
{
  for (guint i = 0; i < cell->count;) {
    if (!cell->spans[i].marked) {
      append_span(out, &cell->spans[i++], cell->block);
      continue;
    }
    g_string_append_c(out, '<');
    g_string_append(out, mark);
    g_string_append_c(out, '>');
    append_heard(out, words->mark_start);
    while (i < cell->count && cell->spans[i].marked)
      append_span(out, &cell->spans[i++], cell->block);
    append_heard(out, words->mark_end);
    PUT(out, "</");
    g_string_append(out, mark);
    g_string_append_c(out, '>');
  }
}

/* The id by which a row is linked to. */
static void append_id(GString *out, const Row *row, guint index)
{
  g_string_append(out, row->first ? "c" : "row-");
  append_number(out, row->first ? row->change : index);
}

/* Where the text stands on the other side, as a link to its row. */
static void append_place(const Comparison *comparison, GString *out, const Row *row)
{
  PUT(out, " <a href=\"#");
  append_id(out, comparison_row(comparison, row->other), row->other);
  PUT(out, "\">");
  text_escape_xml(out, row->place, -1);
  PUT(out, "</a>");
}

/* The first row of what has moved together says where; the others need not. */
static bool heads_run(const Comparison *comparison, guint index)
{
  const Row *row = comparison_row(comparison, index);
  const Row *above = index == 0 ? NULL : comparison_row(comparison, index - 1);
  return *row->place != '\0' && row->other != index &&
         (above == NULL || above->kind != row->kind || above->change != row->change);
}

/* What a cell says for itself where the text is on the other side; NULL: nothing. */
static const char *lone_word(const Row *row, bool left, const CompareWords *words)
{
  switch (row->kind) {
  case ROW_ADDED:
    return left ? NULL : words->added;
  case ROW_REMOVED:
    return left ? words->removed : NULL;
  case ROW_MOVED_HERE:
    return left ? NULL : words->moved_here;
  case ROW_MOVED_AWAY:
    return left ? words->moved_away : NULL;
  default:
    return NULL;
  }
}

static void append_cell(const Comparison *comparison, GString *out, guint index, bool left,
                        const CompareWords *words)
{
  const Row *row = comparison_row(comparison, index);
  const Cell *cell = left ? &row->now : &row->before;
  const char *lone = lone_word(row, left, words);
  PUT(out, "<td data-label=\"");
  text_escape_xml(out, left ? words->now : words->before, -1);
  PUT(out, "\" class=\"");
  if (lone != NULL || (row->folded && cell->count == 0))
    PUT(out, "none");
  else
    append_class(out, cell);
  PUT(out, "\">");
  append_spans(out, cell, left ? "ins" : "del", words);
  if (row->folded && lone == NULL) {
    if (cell->count > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c(out, ' ');
    append_word(out, words->omitted);
  }
  if (lone != NULL)
    append_word(out, lone);
  if (lone != NULL && heads_run(comparison, index))
    append_place(comparison, out, row);
  PUT(out, "</td>");
}

void comparison_html(const Comparison *comparison, const CompareWords *words, GString *out)
{
  for (guint i = 0; i < comparison_row_count(comparison); i++) {
    const Row *row = comparison_row(comparison, i);
    PUT(out, "<tr");
    if (row->first || row->kind == ROW_MOVED_HERE || row->kind == ROW_MOVED_AWAY) {
      PUT(out, " id=\"");
      append_id(out, row, i);
      g_string_append_c(out, '"');
    }
    PUT(out, " class=\"");
    g_string_append(out, row_class(row->kind));
    g_string_append_c(out, '"');
    if (*row->clause != '\0') {
      PUT(out, " data-clause=\"");
      text_escape_xml(out, row->clause, -1);
      g_string_append_c(out, '"');
    }
    PUT(out, ">\n");
    append_cell(comparison, out, i, true, words);
    g_string_append_c(out, '\n');
    append_cell(comparison, out, i, false, words);
    PUT(out, "</tr>\n");
  }
}
