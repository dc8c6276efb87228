/*
 * Texts for the tests of comparison, written line by line:
 *
 *   ## purpose 2、|利用目的      a heading: level, id, number, text
 *   ! apron 3、|エプロンは、…    a paragraph that opens a clause
 *   - ①|氏名                   an item; "--" one deeper
 *   : 担当 | 田中                a row of a table
 *   > code                       a code block
 *   anything else                a paragraph
 *
 * The blocks borrow from the Texts's chunk and go with it.
 */
#ifndef TESTS_COMPARE_BLOCKS_H
#define TESTS_COMPARE_BLOCKS_H

#include <string.h>

#include "compare/comparison.h"

typedef struct {
  GArray *blocks; /* of Block */
  GStringChunk *strings;
} TestText;

static inline guint64 test_hash(const Block *block)
{
  guint64 hash = 1469598103934665603u + (guint64)block->kind * 31 + (guint64)block->level;
  for (const char *p = block->text; *p != '\0'; p++)
    hash = (hash ^ (guchar)*p) * 1099511628211u;
  return hash;
}

static inline void test_text_add(TestText *text, BlockKind kind, int level, const char *clause,
                                 bool opens, const char *number, const char *words)
{
  Block block = {kind,
                 level,
                 g_string_chunk_insert(text->strings, clause),
                 opens,
                 g_string_chunk_insert(text->strings, number),
                 g_string_chunk_insert(text->strings, words),
                 0};
  block.hash = test_hash(&block);
  g_array_append_val(text->blocks, block);
}

static inline TestText *test_text_new(void)
{
  TestText *text = g_new0(TestText, 1);
  text->blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  text->strings = g_string_chunk_new(4096);
  return text;
}

static inline void test_text_free(TestText *text)
{
  g_array_free(text->blocks, TRUE);
  g_string_chunk_free(text->strings);
  g_free(text);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestText, test_text_free)

static inline void test_text_line(TestText *text, char **clause, const char *line)
{
  static const char *const marks = "#!-:>";
  BlockKind kinds[] = {BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_ITEM, BLOCK_ROW, BLOCK_CODE};
  gsize level = strspn(line, marks);
  if (level == 0 || line[level] != ' ') {
    test_text_add(text, BLOCK_PARAGRAPH, 0, *clause, false, "", line);
    return;
  }
  BlockKind kind = kinds[strchr(marks, line[0]) - marks];
  bool opens = line[0] == '#' || line[0] == '!';
  const char *rest = line + level + 1;
  if (opens) {
    const char *end = strchr(rest, ' ');
    g_free(*clause);
    *clause = g_strndup(rest, (gsize)(end - rest));
    rest = end + 1;
  }
  g_autofree char *number = g_strdup("");
  const char *bar = strchr(rest, '|');
  if ((opens || kind == BLOCK_ITEM) && bar != NULL) {
    g_free(number);
    number = g_strndup(rest, (gsize)(bar - rest));
    rest = bar + 1;
  }
  bool levelled = kind == BLOCK_HEADING || kind == BLOCK_ITEM;
  test_text_add(text, kind, levelled ? (int)level : 0, *clause, opens, number, rest);
}

static inline TestText *test_text(const char *lines)
{
  TestText *text = test_text_new();
  g_auto(GStrv) split = g_strsplit(lines, "\n", -1);
  g_autofree char *clause = g_strdup("");
  for (guint i = 0; split[i] != NULL; i++)
    if (*split[i] != '\0')
      test_text_line(text, &clause, split[i]);
  return text;
}

static inline Comparison *test_compare(Comparer *comparer, const TestText *now,
                                       const TestText *before, bool all)
{
  CompareOptions options = {.all = all};
  return comparison_of(comparer, (const Block *)(void *)now->blocks->data, now->blocks->len,
                       (const Block *)(void *)before->blocks->data, before->blocks->len, &options);
}

/* A cell as text: marked runs in [ ]. */
static inline void test_cell(GString *out, const Cell *cell)
{
  bool marked = false;
  for (guint i = 0; i < cell->count; i++) {
    if (cell->spans[i].marked != marked)
      g_string_append_c(out, marked ? ']' : '[');
    marked = cell->spans[i].marked;
    g_string_append_len(out, cell->spans[i].text, (gssize)cell->spans[i].length);
  }
  if (marked)
    g_string_append_c(out, ']');
}

/* The whole table as text, one row a line: kind, change, left ‖ right. */
static inline char *test_table(const Comparison *comparison)
{
  static const char kinds[] = "=~#+-<>."; /* in the order of RowKind */
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < comparison_row_count(comparison); i++) {
    const Row *row = comparison_row(comparison, i);
    g_string_append_printf(out, "%c%u%s ", kinds[row->kind], row->change, row->first ? "!" : "");
    test_cell(out, &row->now);
    g_string_append(out, " ‖ ");
    test_cell(out, &row->before);
    if (row->blocks > 1)
      g_string_append_printf(out, " ×%u", row->blocks);
    if (*row->place != '\0')
      g_string_append_printf(out, " @%s", row->place);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

#endif
