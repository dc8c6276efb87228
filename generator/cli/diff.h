/*
 * The ways in which `diff` shows a comparison.
 */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "cli/command.h"
#include "compare/comparison.h"

/* A comparison with what its sides are called. */
typedef struct {
  const char *policy; /* id */
  const char *title;
  const char *lang;     /* of the texts, as HTML names it */
  const char *now_name; /* "平成30年12月1日（2018年）", "下書き"; never NULL */
  const char *before_name;
  const char *now_key; /* "2018-12-01"; NULL: the working text */
  const char *before_key;
  const Comparison *comparison;
} Difference;

/* A table for a terminal of `width` columns: two columns of text where it is
 * wide enough, else one above the other; `width` 0: lines of any length. */
void diff_print(const Invocation *in, const Difference *difference, guint width, bool colour,
                FILE *out);

/* As JSON: policy, both sides, changes, rows. */
void diff_json(const Difference *difference, FILE *out);

/* A whole HTML page, which needs no other file. The caller frees it. */
char *diff_html(const Invocation *in, const Difference *difference);

/* The words that both tables use. */
CompareWords diff_words(const Invocation *in);

#endif
