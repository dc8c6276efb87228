/*
 * The page that a working text would become: for the manager's screen, while somebody
 * types.
 *
 * What is costly (the site, its theme, its plan, a worker with its Lua state, the clauses
 * of earlier texts) is read once and kept from page to page; whoever holds it makes it
 * anew when a source has changed (serve/live.h). It belongs to one thread.
 *
 * A text of MARKUP_TEXT_LIMIT bytes may take cmark some seconds where somebody has made it
 * to do so; a longer one is refused before it is parsed.
 */
#ifndef PAGES_DRAFT_PAGE_H
#define PAGES_DRAFT_PAGE_H

#include "pages/site.h"

typedef struct DraftPages DraftPages;

/* Reads the site at `root`; `out` is where it is built (links to a place in another page
 * are held against the page as it was last built). `as_of` may be no day: today in the
 * site's time zone. What is at fault in the site is no fault of a text and is not
 * reported, but for what leaves nothing to work with: then NULL. */
DraftPages *draft_pages_new(const char *root, const char *out, Day as_of, Report *report);
void draft_pages_free(DraftPages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DraftPages, draft_pages_free)

/* The site as it was read, and its day. Borrowed. */
const Site *draft_pages_site(const DraftPages *pages);
Day draft_pages_as_of(const DraftPages *pages);

/* Appends to `page` the page of a text in a language, through the site's own theme, as
 * the page at the policy's address; every fault of the text and of its links is reported
 * with its place in `draft_path()`. `policy` is of draft_pages_site(). Where the text is
 * what was last published, the page says so and *draft is false, else it is marked as a
 * draft. False where there is no page (reported). */
bool draft_pages_make(DraftPages *pages, const PolicySource *policy, const char *lang,
                      const char *bytes, gsize size, GString *page, bool *draft, Report *report);

#endif
