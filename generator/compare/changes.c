#include <string.h>

#include "compare/rows.h"

/* How much of a title is shown, in characters. */
enum { TITLE_LENGTH = 40 };

const char *block_title(Comparison *comparison, const Block *block)
{
  g_autoptr(GString) title = g_string_new(block->number);
  /* "1、" runs on into its title; "(1)" and "1." stand apart from it. */
  if (title->len > 0 && (guchar)title->str[title->len - 1] < 0x80)
    g_string_append_c(title, ' ');
  const char *end = block->text;
  glong chars = 0;
  while (*end != '\0' && *end != '\n' && chars < TITLE_LENGTH) {
    end = g_utf8_next_char(end);
    chars++;
  }
  g_string_append_len(title, block->text, end - block->text);
  if (*end != '\0')
    g_string_append(title, "…");
  return g_string_chunk_insert_len(comparison->strings, title->str, (gssize)title->len);
}

static void find_openers(Text *text)
{
  g_array_set_size(text->openers, text->count);
  g_array_set_size(text->changes, text->count + 1);
  if (text->changes->len > 0)
    memset(text->changes->data, 0, text->changes->len * sizeof(guint));
  gint32 opener = -1;
  for (guint i = 0; i < text->count; i++) {
    if (text->blocks[i].opens)
      opener = (gint32)i;
    g_array_index(text->openers, gint32, i) = opener;
  }
}

/* The clause that a line belongs to: of the new text where it is still there. */
static const Text *clause_of(const Line *line, const Text *now, const Text *before, gint32 *opener)
{
  if (line->kind != ROW_REMOVED && line->kind != ROW_MOVED_AWAY) {
    *opener = g_array_index(now->openers, gint32, line->now);
    return now;
  }
  *opener = g_array_index(before->openers, gint32, line->before);
  if (*opener < 0)
    return now;
  gint32 other = g_array_index(before->pairs, Pairing, *opener).other;
  if (other < 0)
    return before;
  *opener = g_array_index(now->openers, gint32, other);
  return now;
}

/* What happened within a clause, gathered line by line. */
typedef struct {
  guint kinds;    /* one bit for each RowKind */
  RowKind opener; /* what happened to its opening block; ROW_SAME where nothing did */
  bool preamble;  /* before the first clause */
} Gathered;

static void start_change(Comparison *comparison, const Block *block, const Block *opener)
{
  Change change = {ROW_CHANGED, "", ""};
  if (opener != NULL)
    change.clause = opener->clause;
  change.title = block_title(comparison, opener != NULL ? opener : block);
  g_array_append_val(comparison->changes, change);
}

static RowKind kind_of_change(const Gathered *gathered)
{
  if (gathered->opener == ROW_ADDED || gathered->opener == ROW_REMOVED ||
      gathered->opener == ROW_MOVED_HERE)
    return gathered->opener;
  if (gathered->kinds == 1u << ROW_RENUMBERED)
    return ROW_RENUMBERED;
  if (gathered->preamble && gathered->kinds == 1u << ROW_ADDED)
    return ROW_ADDED;
  if (gathered->preamble && gathered->kinds == 1u << ROW_REMOVED)
    return ROW_REMOVED;
  return ROW_CHANGED;
}

void changes_fill(Comparison *comparison, GArray *lines, Text *now, Text *before)
{
  find_openers(now);
  find_openers(before);
  g_autoptr(GArray) gathered = g_array_new(FALSE, TRUE, sizeof(Gathered));
  for (guint k = 0; k < lines->len; k++) {
    Line *line = &g_array_index(lines, Line, k);
    if (line->kind == ROW_SAME)
      continue;
    gint32 opener;
    const Text *text = clause_of(line, now, before, &opener);
    bool of_now = line->kind != ROW_REMOVED && line->kind != ROW_MOVED_AWAY;
    gint32 own = of_now ? line->now : line->before;
    guint *number = &g_array_index(text->changes, guint, opener + 1);
    if (*number == 0) {
      const Block *block = (of_now ? now : before)->blocks + own;
      start_change(comparison, block, opener >= 0 ? text->blocks + opener : NULL);
      *number = comparison->changes->len;
      g_array_set_size(gathered, *number);
    }
    line->change = *number;
    Gathered *g = &g_array_index(gathered, Gathered, *number - 1);
    g->kinds |= 1u << line->kind;
    g->preamble = opener < 0;
    if (own == opener && text == (of_now ? now : before))
      g->opener = line->kind;
  }
  for (guint i = 0; i < gathered->len; i++)
    g_array_index(comparison->changes, Change, i).kind =
      kind_of_change(&g_array_index(gathered, Gathered, i));
}
