/*
 * The source while it is parsed: what the author wrote, what cmark is given
 * instead, and the way back from cmark's positions to the author's.
 *
 * cmark is given the source with MARKs (U+FDD0) beside some asterisks
 * (emphasis.h) and with tables taken apart into headings, one a cell (table.h).
 */
#ifndef MARKUP_SOURCE_H
#define MARKUP_SOURCE_H

#include "markup/arena.h"
#include "markup/document.h"

#include <string.h>

/* U+FDD0, a noncharacter: no text holds it, and to cmark it is a letter. */
#define MARK "\xEF\xB7\x90"
enum { MARK_LENGTH = 3 };

static inline bool at_mark(const char *p)
{
  return p[0] == MARK[0] && p[1] == MARK[1] && p[2] == MARK[2];
}

/* Where a line of what cmark is given comes from. */
typedef struct {
  int line;     /* the author's line */
  gsize before; /* bytes of the author's line before what stands in this one */
  gsize added;  /* bytes put before it, which the author did not write */
} LineOrigin;

typedef struct {
  const char *named;
  Arena *arena;     /* for what lives as long as the parse */
  const char *text; /* the author's */
  gsize length;
  const char *given; /* cmark's */
  gsize given_length;
  bool marked;         /* `given` holds marks */
  LineOrigin *origins; /* by line of `given`; NULL where both have the same lines */
  int origin_count;
  const char **lines; /* starts of the lines of `given`, made when first asked for */
  int line_count;
  const char *counted; /* the last position counted to, and its column */
  int counted_line;
  int counted_column;
} Source;

/* The author's line for a line of cmark's. */
int source_line(const Source *source, int line);

/* A position in `given`, NULL where there is none such: byte column from 1. */
const char *source_at(Source *source, int line, int column);

/* The start of the text of a line, behind the signs of the blocks in which it
 * stands (spaces and '>'). */
const char *source_text_start(Source *source, int line);

/* The place of a position in line `line` (cmark's) of `given`; NULL gives the
 * line alone. */
Place source_place(Source *source, int line, const char *position);

/* Walks along a text of cmark's and its source side by side. Both begin at the
 * same character. */
typedef struct {
  const char *text;
  const char *source; /* NULL where the way was lost */
} Trace;

/* Moves on to `target`, a position in the text at or behind trace->text. True
 * where the character there was written as it is, neither escaped nor as an
 * entity, or where that is not known. */
bool trace_to(Trace *trace, const char *target);

#endif
