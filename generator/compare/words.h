/*
 * Which words differ between two forms of one text.
 *
 * Words are those of ICU's Japanese word breaker. What is equal at both ends is
 * set aside first, up to the bracket, comma or stop before the first difference
 * and after the last, so that only the phrases that changed are broken into
 * words. Neighbouring changes merge where what lies between them is no more
 * than two characters, or a few kana, or little beside what changed around it: a
 * reader is shown phrases, not confetti. Where most of a text changed on both
 * sides it is marked whole. Cells of a table row are never merged.
 *
 * The unmarked runs of both sides are the same bytes in the same order, and
 * swapping the texts swaps the marks. Time is bounded as lcs.h says.
 */
#ifndef COMPARE_WORDS_H
#define COMPARE_WORDS_H

#include "compare/comparison.h"

/* The word breaker and buffers; one thread at a time. */
typedef struct Words Words;

Words *words_new(void);
void words_free(Words *words);

/* Appends to both arrays (of Span) the runs of each text, which are borrowed. */
void words_mark(Words *words, const char *now, const char *before, GArray *now_spans,
                GArray *before_spans);

/* Appends one run, unless it is empty. */
void words_append(GArray *spans, const char *text, gsize length, bool marked);

#endif
