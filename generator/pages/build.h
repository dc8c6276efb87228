/*
 * A build: from a site's sources to `_site/public/`.
 *
 * A build is a pure function of the sources, the git objects and the as-of day:
 * the same input gives the same bytes, with one thread or many, from scratch or
 * incrementally. Every page is inspected before anything is delivered; where
 * anything is at fault the site that was there stays as it is.
 */
#ifndef PAGES_BUILD_H
#define PAGES_BUILD_H

#include "base/report.h"
#include "base/wareki.h"

/* Called from time to time while pages are made, on the calling thread:
 * `done` of `total` jobs. */
typedef void (*BuildProgress)(guint done, guint total, gpointer data);

typedef struct {
  const char *site;       /* the site's folder; NULL: "." */
  const char *out;        /* the output folder; NULL: "_site" below the site's folder */
  Day as_of;              /* no day: today in the site's time zone */
  guint jobs;             /* worker threads; 0: one a core */
  bool dry;               /* check only: everything is made and inspected, nothing written */
  BuildProgress progress; /* NULL: none */
  gpointer progress_data;
} BuildOptions;

typedef struct {
  Day as_of;
  Day next;      /* the day on which the next build is due; no day: none */
  guint pages;   /* HTML pages of the whole site */
  guint files;   /* files of the whole site */
  guint written; /* of these new or changed */
  guint removed;
  gint64 microseconds; /* it took */
} BuildResult;

/* Builds (or checks) the site. False where something graver than a warning was
 * reported; nothing is delivered then. */
bool build_site(const BuildOptions *options, BuildResult *result, Report *report);

#endif
