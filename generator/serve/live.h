/*
 * What is kept between two keys typed: the site as it was read, for the pages of working
 * texts (pages/draft_page.h). It is read again when a source has changed (serve/watch.h)
 * or the day has turned, at the next request and not before.
 *
 * It belongs to the server's thread.
 */
#ifndef SERVE_LIVE_H
#define SERVE_LIVE_H

#include "pages/build.h"
#include "pages/draft_page.h"

typedef struct Live Live;

/* `options` says which site, and must outlive it. */
Live *live_new(const BuildOptions *options);
void live_free(Live *live);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Live, live_free)

/* As the site is now; borrowed until the next call. NULL where it cannot be read
 * (reported). */
DraftPages *live_pages(Live *live, Report *report);

#endif
