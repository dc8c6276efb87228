/*
 * The links of a site: what each page offers to be linked to, and which links
 * still wait for the page that they lead to.
 *
 * A link without a fragment is settled at once, for the plan knows every file.
 * A link to a place in another page waits until all pages are made. Each worker
 * keeps its own `Links`; they are merged and settled at the end.
 * Ids are kept as 32-bit hashes: a wrong link may then pass once in four
 * thousand million, and 10,000 pages need less than a megabyte.
 */
#ifndef PAGES_LINKS_H
#define PAGES_LINKS_H

#include "base/report.h"

typedef struct Links Links;

Links *links_new(void);
void links_free(Links *links);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Links, links_free)

/* Notes one id of a file of the site. */
void links_offer(Links *links, const char *file, const char *id);

/* Notes that a page was made, whether or not it has an id: what is not made is
 * at fault elsewhere, and links to it are not. */
void links_made(Links *links, const char *file);

/* Notes that `source` (at line and column) links to the place `id` of `file`;
 * `target` is the link as it was written. */
void links_await(Links *links, const char *file, const char *id, const char *target, Place source);

void links_merge(Links *into, Links *from);

/* Asked for a file that the workers did not note; where it is there it notes it,
 * and offers its ids. */
typedef void (*LinksLookup)(Links *links, const char *file, gpointer data);

/* Reports every awaited place that its page does not offer (ANCHOR_BROKEN). */
void links_settle(Links *links, LinksLookup lookup, gpointer data, Report *report);

#endif
