#include "compare/comparison.h"

#include "compare/rows.h"

struct Comparer {
  Aligner *aligner;
  Words *words;
  Text now, before;
  GArray *lines;                      /* of Line */
  GArray *now_blocks, *before_blocks; /* of Block */
};

static void text_init(Text *text)
{
  text->pairs = g_array_new(FALSE, FALSE, sizeof(Pairing));
  text->openers = g_array_new(FALSE, FALSE, sizeof(gint32));
  text->changes = g_array_new(FALSE, FALSE, sizeof(guint));
}

static void text_clear(Text *text)
{
  g_array_free(text->pairs, TRUE);
  g_array_free(text->openers, TRUE);
  g_array_free(text->changes, TRUE);
}

Comparer *comparer_new(void)
{
  Comparer *comparer = g_new0(Comparer, 1);
  comparer->aligner = aligner_new();
  comparer->words = words_new();
  text_init(&comparer->now);
  text_init(&comparer->before);
  comparer->lines = g_array_new(FALSE, FALSE, sizeof(Line));
  comparer->now_blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  comparer->before_blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  return comparer;
}

void comparer_free(Comparer *comparer)
{
  if (comparer == NULL)
    return;
  aligner_free(comparer->aligner);
  words_free(comparer->words);
  text_clear(&comparer->now);
  text_clear(&comparer->before);
  g_array_free(comparer->lines, TRUE);
  g_array_free(comparer->now_blocks, TRUE);
  g_array_free(comparer->before_blocks, TRUE);
  g_free(comparer);
}

static void text_set(Text *text, const Block *blocks, guint count)
{
  text->blocks = blocks;
  text->count = count;
  g_array_set_size(text->pairs, count);
}

Comparison *comparison_of(Comparer *comparer, const Block *now, guint now_count,
                          const Block *before, guint before_count, const CompareOptions *options)
{
  bool all = options != NULL && options->all;
  Comparison *c = g_new0(Comparison, 1);
  c->rows = g_array_new(FALSE, FALSE, sizeof(Row));
  c->now_spans = g_array_new(FALSE, FALSE, sizeof(Span));
  c->before_spans = g_array_new(FALSE, FALSE, sizeof(Span));
  c->changes = g_array_new(FALSE, FALSE, sizeof(Change));
  c->strings = g_string_chunk_new(1024);
  text_set(&comparer->now, now, now_count);
  text_set(&comparer->before, before, before_count);
  aligner_run(comparer->aligner, now, now_count, (Pairing *)(void *)comparer->now.pairs->data,
              before, before_count, (Pairing *)(void *)comparer->before.pairs->data);
  lines_fill(comparer->lines, &comparer->now, &comparer->before);
  lines_choose(comparer->lines, &comparer->now, &comparer->before, all);
  changes_fill(c, comparer->lines, &comparer->now, &comparer->before);
  rows_fill(c, comparer->words, comparer->lines, &comparer->now, &comparer->before, all);
  return c;
}

/* Rows borrow a block's strings, never the block: the copies may be used again. */
static const Block *copy_blocks(GArray *array, const Blocks *blocks)
{
  g_array_set_size(array, 0);
  for (guint i = 0; i < blocks_count(blocks); i++)
    g_array_append_vals(array, blocks_get(blocks, i), 1);
  return (const Block *)(void *)array->data;
}

Comparison *comparison_new(Comparer *comparer, const Blocks *now, const Blocks *before,
                           const CompareOptions *options)
{
  const Block *left = copy_blocks(comparer->now_blocks, now);
  const Block *right = copy_blocks(comparer->before_blocks, before);
  return comparison_of(comparer, left, comparer->now_blocks->len, right,
                       comparer->before_blocks->len, options);
}

void comparison_free(Comparison *c)
{
  if (c == NULL)
    return;
  g_array_free(c->rows, TRUE);
  g_array_free(c->now_spans, TRUE);
  g_array_free(c->before_spans, TRUE);
  g_array_free(c->changes, TRUE);
  g_string_chunk_free(c->strings);
  g_free(c);
}

guint comparison_row_count(const Comparison *c)
{
  return c->rows->len;
}

const Row *comparison_row(const Comparison *c, guint index)
{
  g_assert(index < c->rows->len);
  return &g_array_index(c->rows, Row, index);
}

guint comparison_change_count(const Comparison *c)
{
  return c->changes->len;
}

const Change *comparison_change(const Comparison *c, guint index)
{
  g_assert(index < c->changes->len);
  return &g_array_index(c->changes, Change, index);
}
