/*
 * Base text: what a text says without its dress. Ruby gives its base, links
 * and emphasis their words, a hard break "\n", a soft break that stayed " ".
 */
#ifndef MARKUP_BASETEXT_H
#define MARKUP_BASETEXT_H

#include "markup/tree.h"

/* Appends the base text of a leaf block (or an inline node's children), with or
 * without the enumerator that it opens with and the space behind that. */
void base_text(GString *out, const Node *block, bool with_number);

/* Cuts a text of `out`, from `start` on, to at most `limit` characters, an
 * ellipsis in place of the rest. */
void base_text_shorten(GString *out, gsize start, glong limit);

#endif
