/*
 * Links: which targets may stand in a text, and the list of those that do.
 *
 * Allowed are relative targets, `https:`, `mailto:` and `tel:`. Others are
 * reported; and so is a target from the server's root ("/privacy/"), but not in
 * a fragment, which may stand anywhere. They are still written, as cmark writes them, but for those that
 * run code or read files (`javascript:`, `vbscript:`, `file:`, `data:`), whose
 * href stays empty, as with cmark.
 */
#ifndef MARKUP_LINKS_H
#define MARKUP_LINKS_H

#include "markup/parse.h"

/* Adds the link to the document's list and reports a forbidden one. `position`
 * is its place in the source, NULL where it is not known. */
void links_add(Parse *parse, const Node *link, const char *position);

/* Whether the target is written at all. */
bool link_is_safe(const char *target);

#endif
