/*
 * The inspection that every page passes before it is written: parsed by
 * libxml2's SAX interface as XML, and held against what a page must be.
 *
 *   the page    well-formed; `<!DOCTYPE html>` and no DTD; `lang` on html; one title that
 *               says something; one main; a viewport
 *   headings    one h1, the first of them; no level skipped; none empty
 *   ids         unique, without spaces; those named by for, headers, list and aria-* exist
 *   tables      have a th, and every th a `scope` (unless role is presentation or none)
 *   names       `alt` on images; links and buttons have a text or a label, form fields a
 *               label; what is aria-hidden does not count
 *   addresses   nothing is fetched from another host (src, srcset, link, style, form …;
 *               canonical and alternate name other pages and fetch nothing); links are
 *               relative, https:, mailto: or tel:; no javascript:, no on… attribute
 *
 * Each fault is a diagnostic PAGE_… that names the page and the line in it. Its
 * place is the source file where there is one, else the page. Ten a page are
 * told, the rest is counted (PAGE_MORE).
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

/* What the last page held; borrowed until the next. Links are hrefs (those of
 * <link> too), srcs, each address of a srcset, posters, form actions: as written,
 * entities resolved, in document order. */
bool inspector_has_id(const Inspector *inspector, const char *id);
guint inspector_id_count(const Inspector *inspector);
const char *inspector_id(const Inspector *inspector, guint index);
guint inspector_link_count(const Inspector *inspector);
const char *inspector_link(const Inspector *inspector, guint index);

/* Well-formedness alone, for feeds and the sitemap. */
bool inspect_xml(const char *xml, gsize length, const char *page, Report *report);

#endif
