/*
 * Tables: a paragraph at top level whose every line begins with '|' and whose
 * second line is a delimiter row (`|---|:--:|`). Cells hold inline Markdown; a
 * '|' inside ruby or code, or after a backslash, is no border.
 *
 * cmark knows no tables, and Debian's cmark-gfm takes seconds on a crafted one.
 * So a text in which a table may stand is parsed twice: the first time shows
 * which paragraphs are tables; in the second they are replaced by headings, one
 * for each cell, for a heading's text is one line of inlines and nothing more.
 * A text without tables pays one search for '|'.
 */
#ifndef MARKUP_TABLE_H
#define MARKUP_TABLE_H

#include "markup/source.h"

typedef struct {
  int line; /* the author's */
  int end_line;
  int given_line; /* of its first cell, in the text given to cmark */
  guint8 *aligns; /* by column */
  guint columns;
  guint *cells; /* by row; the first row is the head */
  guint rows;
} Table;

typedef struct {
  Table *tables; /* in order */
  guint count;
  guint reached; /* how many are in the document's tree already */
} Tables;

struct Node;
struct Parse;

/* A quick look whether any lines could make a table. */
bool table_possible(const char *text, gsize length);

/* Finds the tables of a text that cmark has parsed once. Where there are some,
 * source->given becomes the text for the second time. */
bool table_take_apart(struct Parse *parse, cmark_node *root);

/* Where the next table begins at this line of cmark's: puts it into the
 * document's tree, its cells still empty. NULL where none does. */
struct Node *table_make(struct Parse *parse, int given_line);

/* The cell after, in the order in which cmark has them; NULL after the last. */
struct Node *table_next_cell(const struct Node *cell);

#endif
