/*
 * sitemap.xml (the protocol of sitemaps.org, 0.9) and robots.txt (RFC 9309).
 *
 * A sitemap holds absolute addresses only, so there is none without a base_url.
 * Paths are percent-encoded here; give them as they are in `_site/public/`.
 */
#ifndef PAGES_SITEMAP_H
#define PAGES_SITEMAP_H

#include <glib.h>

/* The protocol's bound for one file. */
#define SITEMAP_MOST 50000

typedef struct {
  const char *path;     /* below the site's root: "privacy/2018-12-01/", "" for home */
  const char *modified; /* ISO day or NULL: not known */
} SitemapEntry;

/* Writes the entries in the order given; beyond SITEMAP_MOST they are left out,
 * so the ones that matter most come first. `base_url` ends in '/'. The caller
 * frees the result; *length does not count its closing NUL. */
char *sitemap_write(const char *base_url, const SitemapEntry *entries, guint count, gsize *length);

/* robots.txt: all may be read; with the sitemap's address where `base_url` is
 * not NULL. The caller frees it. */
char *robots_write(const char *base_url);

#endif
