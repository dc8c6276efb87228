/*
 * The inspection that every page passes before it is written: parsed by
 * libxml2's SAX interface as XML, and held against what a page must be:
 * well-formed, one h1, no heading level skipped, unique ids, `alt` on images,
 * `scope` on th, `lang` on html, a title, no style or script from elsewhere.
 *
 * It also gathers the page's ids and links; whether the links lead somewhere is
 * the caller's to say (links.h), for that takes the whole site.
 */
#ifndef PAGES_INSPECT_H
#define PAGES_INSPECT_H

#include "base/report.h"

/* One thread's inspector: keeps its buffers from page to page. */
typedef struct Inspector Inspector;

Inspector *inspector_new(void);
void inspector_free(Inspector *inspector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inspector, inspector_free)

/* Inspects a page. `page` is its path in the site ("privacy/index.html"),
 * `source` the file that it comes from (NULL: the theme's affair); both appear
 * in diagnostics. False where an error was reported. */
bool inspect_page(Inspector *inspector, const char *html, gsize length, const char *page,
                  const char *source, Report *report);

/* What the last page held; borrowed until the next. hrefs and srcs are as
 * written, entities resolved, in document order, with those of <link>. */
bool inspector_has_id(const Inspector *inspector, const char *id);
guint inspector_id_count(const Inspector *inspector);
const char *inspector_id(const Inspector *inspector, guint index);
guint inspector_link_count(const Inspector *inspector);
const char *inspector_link(const Inspector *inspector, guint index);

/* Well-formedness alone, for feeds and the sitemap. */
bool inspect_xml(const char *xml, gsize length, const char *page, Report *report);

#endif
