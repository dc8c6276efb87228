/*
 * What is at fault in a working text, as the editor shows it: each fault with its line and
 * how that line begins, so that it can be told without the text beside it.
 *
 * The first MARKS_SHOWN are made and the rest is counted: a text may hold a hundred
 * thousand faults, and nobody reads them.
 */
#ifndef SERVE_MARKS_H
#define SERVE_MARKS_H

#include "base/report.h"
#include "theme/values.h"

#include <jansson.h>

enum { MARKS_SHOWN = 200 };

typedef struct {
  const char *level; /* "error", "warning", "note"; static, as the next */
  const char *word;  /* 誤り, 注意, … */
  int line;          /* 0: of the text as a whole */
  int column;
  char *text;
  char *hint;  /* NULL: none */
  char *quote; /* how the line begins; NULL: no line */
} Mark;

typedef struct {
  GArray *marks; /* of Mark: in the order of the text, then those of the whole */
  guint errors;  /* of all faults, shown or not */
  guint others;
} Marks;

/* `report` is sorted by it. `path`: what the text is called there; `text`: what it says. */
Marks *marks_new(Report *report, const char *path, const char *text);
void marks_free(Marks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Marks, marks_free)

/* As `name` { errors, others, more, list = { { level, word, line, column, text, hint,
 * quote } } } for a template, and the same for a script. The caller frees the latter. */
void marks_put(const Marks *marks, Values *values, const char *name);
json_t *marks_json(const Marks *marks);

#endif
