/*
 * What is known while one document is parsed: for this room only.
 */
#ifndef MARKUP_PARSE_H
#define MARKUP_PARSE_H

#include "markup/softbreak.h"
#include "markup/source.h"
#include "markup/table.h"
#include "markup/tree.h"

typedef struct Parse Parse;
struct Parse {
  Document *document;
  Arena *arena;   /* the document's */
  Arena *scratch; /* cmark's, and all that is not kept */
  Source source;
  Report *report;
  Tables tables;
  SoftBreaks breaks;
  int line;         /* cmark's line of the node in hand: where reports point */
  int block_line;   /* the same of the block in which it stands, */
  int block_column; /* and its column */
  bool braces;      /* the source holds '{', */
  bool asterisks;   /* "**", */
  bool underscores; /* '_' */
  Node *cell;       /* the table cell that the next heading is */
  cmark_node *cut;  /* the text that ends in {#id}, and its length without */
  gsize cut_length;
  int depth;     /* of the node in hand below the document */
  bool too_deep; /* has been reported */
  int open_tags; /* HTML tags that were reported and are not closed yet */
};

/* Reports at a position in the source given to cmark (NULL: the line alone).
 * The arguments are closed by NULL. */
#define parse_report(parse, code, position, ...) \
  report_add((parse)->report, (code), source_place(&(parse)->source, (parse)->line, (position)), \
             __VA_ARGS__)

/* Where in the source an inline node begins; NULL where that is not known. */
const char *parse_position(Parse *parse, cmark_node *node);

/* Turns cmark's tree into the document's. */
void parse_tree(Parse *parse, cmark_node *root);

#endif
