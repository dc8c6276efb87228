/*
 * Writing parts of the tree as HTML, for this room.
 */
#ifndef MARKUP_WRITE_H
#define MARKUP_WRITE_H

#include "markup/tree.h"

/* A heading's inlines without links, to stand in a contents list. */
void write_title(const Node *heading, GString *out);

#endif
