/*
 * Soft breaks beside Japanese vanish, for a line's end in the source is no
 * space in Japanese. In this order:
 *
 *   U+200B on either side: removed.  Hangul on either side: kept.
 *   Either side wide (East Asian Width W, F or H, and no emoji alone): removed.
 *   Else kept.
 *
 * This is what CSS Text leaves to the browser ("segment break transformation"),
 * widened from both sides to either: 「は」 and "Google" are parted by no space.
 *
 * The sides are looked up through inline nodes. What stands before a break is
 * known when it is met; what stands after it, only later: it waits until then.
 */
#ifndef MARKUP_SOFTBREAK_H
#define MARKUP_SOFTBREAK_H

#include "markup/tree.h"

typedef struct {
  const char *before; /* the text read last; NULL at a block's start and after a hard break */
  gsize before_length;
  Node *waiting; /* a break whose right side is not known yet */
} SoftBreaks;

/* A break has been met. */
void softbreak_wait(SoftBreaks *breaks, Node *node);

/* Text has been met: decides the break that waits. */
void softbreak_text(SoftBreaks *breaks, const char *text, gsize length);

/* A block, or a line, has ended. A break that ends it is none. */
void softbreak_end(SoftBreaks *breaks);

#endif
