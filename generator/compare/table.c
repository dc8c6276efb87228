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

/* ---- text ---- */

/* A place in a cell's text. */
typedef struct {
  guint span;
  gsize at; /* bytes into it */
} Spot;

/* A hard break is a line feed in a block's text; in code it stays one. */
static void append_text(GString *out, const char *at, const char *end, BlockKind block)
{
  const char *feed;
  if (block == BLOCK_CODE) {
    text_escape_xml(out, at, end - at);
    return;
  }
  while ((feed = memchr(at, '\n', (gsize)(end - at))) != NULL) {
    text_escape_unbroken(out, at, feed - at);
    PUT(out, "<br />");
    at = feed + 1;
  }
  text_escape_unbroken(out, at, end - at);
}

static void append_span(GString *out, const Span *span, gsize from, gsize to, BlockKind block)
{
  if (!span->number) {
    append_text(out, span->text + from, span->text + to, block);
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

static void append_mark(GString *out, const char *opening, const char *mark)
{
  g_string_append(out, opening);
  g_string_append(out, mark);
  g_string_append_c(out, '>');
}

/* From one place to another. Runs of marked spans are one mark: a number and the words after it.
 * Neither place lies within a mark. */
static void append_range(GString *out, const Cell *cell, Spot from, Spot to, const char *mark,
                         const CompareWords *words)
{
  for (guint i = from.span; i < cell->count && (i < to.span || (i == to.span && to.at > 0));) {
    const Span *span = &cell->spans[i];
    gsize start = i == from.span ? from.at : 0;
    if (!span->marked) {
      append_span(out, span, start, i == to.span ? to.at : span->length, cell->block);
      i++;
      continue;
    }
    append_mark(out, "<", mark);
    append_heard(out, words->mark_start);
    for (; i < cell->count && cell->spans[i].marked && (i < to.span || to.at > 0) && i <= to.span;
         i++)
      append_span(out, &cell->spans[i], 0, cell->spans[i].length, cell->block);
    append_heard(out, words->mark_end);
    append_mark(out, "</", mark);
  }
}

/* ---- numbers that a mark parts: 03-6915-[9399] ---- */

static bool is_figure(char c)
{
  return g_ascii_isdigit(c) || c == '-';
}

/* Whether a mark begins before a place and goes on behind it. */
static bool within_mark(const Cell *cell, Spot spot)
{
  const Span *span = &cell->spans[spot.span];
  bool before = spot.at > 0 ? span->marked : spot.span > 0 && cell->spans[spot.span - 1].marked;
  bool behind = spot.at < span->length
                  ? span->marked
                  : spot.span + 1 < cell->count && cell->spans[spot.span + 1].marked;
  return before && behind;
}

/* Where the figures that begin at `from` end, when they are one number across several spans that
 * can be held together by an element of its own. */
static bool number_across(const Cell *cell, Spot from, Spot *to)
{
  char figures[17];
  gsize count = 0;
  Spot at = from;

  for (;;) {
    const Span *span = &cell->spans[at.span];
    if (at.at == span->length) {
      if (at.span + 1 == cell->count || cell->spans[at.span + 1].number)
        break;
      at = (Spot){at.span + 1, 0};
      continue;
    }
    if (!is_figure(span->text[at.at])) {
      if (g_ascii_isalpha(span->text[at.at]))
        return false;
      break;
    }
    if (count == sizeof figures)
      return false;
    figures[count++] = span->text[at.at++];
  }
  if (at.at == 0)
    at = (Spot){at.span - 1, cell->spans[at.span - 1].length};
  *to = at;
  return at.span > from.span && text_is_joined_figures(figures, count) &&
         !within_mark(cell, from) && !within_mark(cell, at);
}

/* The figures at a span's end; all of it where it is nothing else. */
static gsize trailing_figures(const Span *span)
{
  gsize at = span->length;
  while (at > 0 && is_figure(span->text[at - 1]))
    at--;
  return at > 0 && g_ascii_isalpha(span->text[at - 1]) ? span->length : at;
}

/* The next number from a place on that reaches across spans. */
static bool next_number(const Cell *cell, Spot at, Spot *from, Spot *to)
{
  for (guint i = at.span; i + 1 < cell->count; i++) {
    const Span *span = &cell->spans[i];
    if (span->number)
      continue;
    *from = (Spot){i, trailing_figures(span)};
    if (i == at.span && from->at < at.at)
      continue;
    if (from->at == span->length) /* it may begin with the next span */
      *from = (Spot){i + 1, 0};
    if (!cell->spans[from->span].number && number_across(cell, *from, to))
      return true;
  }
  return false;
}

static bool has_hyphen(const Cell *cell)
{
  for (guint i = 0; i < cell->count; i++)
    if (memchr(cell->spans[i].text, '-', cell->spans[i].length) != NULL)
      return true;
  return false;
}

static void append_spans(GString *out, const Cell *cell, const char *mark,
                         const CompareWords *words)
{
  Spot at = {0, 0}, from, to;
  bool parted = cell->count > 1 && cell->block != BLOCK_CODE && has_hyphen(cell);

  while (parted && next_number(cell, at, &from, &to)) {
    append_range(out, cell, at, from, mark, words);
    PUT(out, "<span class=\"unbroken\">");
    append_range(out, cell, from, to, mark, words);
    PUT(out, "</span>");
    at = to.at == cell->spans[to.span].length ? (Spot){to.span + 1, 0} : to;
  }
  append_range(out, cell, at, (Spot){cell->count, 0}, mark, words);
}

/* ---- rows ---- */

/* The id by which a row is linked to. */
static void append_id(GString *out, const Row *row, guint index, const CompareWords *words)
{
  g_string_append(out, words->anchor != NULL ? words->anchor : "");
  g_string_append(out, row->first ? "c" : "row-");
  append_number(out, row->first ? row->change : index);
}

/* Where the text stands on the other side, as a link to its row. */
static void append_place(const Comparison *comparison, GString *out, const Row *row,
                         const CompareWords *words)
{
  PUT(out, " <a href=\"#");
  append_id(out, comparison_row(comparison, row->other), row->other, words);
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
    append_place(comparison, out, row, words);
  PUT(out, "</td>");
}

void comparison_html(const Comparison *comparison, const CompareWords *words, GString *out)
{
  for (guint i = 0; i < comparison_row_count(comparison); i++) {
    const Row *row = comparison_row(comparison, i);
    PUT(out, "<tr");
    if (row->first || row->kind == ROW_MOVED_HERE || row->kind == ROW_MOVED_AWAY) {
      PUT(out, " id=\"");
      append_id(out, row, i, words);
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
