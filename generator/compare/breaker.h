/*
 * Where the words of a text end: by ICU's Japanese word breaker, whose dictionary is the dearest
 * thing that a comparison asks for.
 *
 * A text is broken piece by piece, a piece ending with a mark that parts words (「、」, a bracket)
 * where a kana or an ideograph follows: no word reaches across it, so the words are those that
 * ICU finds in the whole. Revisions of a policy repeat most of their pieces; the words of a piece
 * are kept, and the newest of two that share a place stays. Memory is bounded by BREAKER_PLACES
 * pieces of BREAKER_LONGEST bytes.
 */
#ifndef COMPARE_BREAKER_H
#define COMPARE_BREAKER_H

#include <glib.h>
#include <stdbool.h>

enum { BREAKER_PLACES = 2048, BREAKER_LONGEST = 240 };

typedef struct {
  guint64 key; /* the word, hashed */
  guint bytes;
  guint chars;
} Word;

/* One thread at a time. Never NULL: should ICU lack its data, words end where the script changes. */
typedef struct Breaker Breaker;

Breaker *breaker_new(void);
void breaker_free(Breaker *breaker);

/* Appends the words of text[0, size) to `words` (of Word), without a gap between them. */
void breaker_words(Breaker *breaker, const char *text, guint size, GArray *words);

/* Whether no word reaches across this character, whatever stands around it. */
bool breaker_parts_words(gunichar c);

#endif
