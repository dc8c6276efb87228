/*
 * From two texts and their alignment to the rows of the table.
 *
 * Three steps, each over what the one before has made: lines (one for every
 * block or pair of blocks, in the order of the table), changes (what happened to
 * each clause), and rows (lines that are shown, with their words marked; what is
 * not shown is folded).
 */
#ifndef COMPARE_ROWS_H
#define COMPARE_ROWS_H

#include "compare/align.h"
#include "compare/comparison.h"
#include "compare/words.h"

struct Comparison {
  GArray *rows;         /* of Row */
  GArray *now_spans;    /* of Span: the left cells', one after the other */
  GArray *before_spans; /* of Span */
  GArray *changes;      /* of Change */
  GStringChunk *strings;
};

/* One text and what became of its blocks. Borrowed, but for the arrays. */
typedef struct {
  const Block *blocks;
  guint count;
  GArray *pairs;   /* of Pairing, by block */
  GArray *openers; /* of gint32, by block: the block that opens its clause, -1 */
  GArray *changes; /* of guint, by opener + 1: its clause's change, 0: none yet */
} Text;

/* A block or a pair of blocks; never ROW_OMITTED. */
typedef struct {
  RowKind kind;
  gint32 now, before; /* index of the block; -1: none. Both where it moved */
  bool shown;
  guint change; /* from 1; 0: none */
} Line;

/* lines.c: fills `lines` with all blocks of both texts, and says which are shown. */
void lines_fill(GArray *lines, const Text *now, const Text *before);
void lines_choose(GArray *lines, const Text *now, const Text *before, bool all);

/* Rank among what opens a clause: a heading's level, 2 for a paragraph. */
int block_rank(const Block *block);

/* changes.c: numbers the changes and says what each is. */
void changes_fill(Comparison *comparison, GArray *lines, Text *now, Text *before);

/* Number and title, or first words, of a block. Lives as long as the comparison. */
const char *block_title(Comparison *comparison, const Block *block);

/* rows.c: writes the rows. */
void rows_fill(Comparison *comparison, Words *words, const GArray *lines, const Text *now,
               const Text *before, bool all);

#endif
