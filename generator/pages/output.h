/*
 * Where a build may write. What is there and not of kaitei's making must not be
 * written over: the site's own sources, or somebody else's public/.
 */
#ifndef PAGES_OUTPUT_H
#define PAGES_OUTPUT_H

#include "base/report.h"

/* The trees beside public/, as files are named from it: the staff's lessons, which hold no
 * key, and the office's papers and keys. */
#define TREE_STAFF "../staff/"
#define TREE_OFFICE "../office/"

/* Whether the site at `root` may be built into the folder `out` (both absolute).
 * Reports OUTPUT_AMONG_SOURCES, and OUTPUT_NOT_OURS where `out` has a public/
 * with something in it and no sign of an earlier build. */
bool output_is_fit(const char *root, const char *out, Report *report);

/* Where a file of the plan lies below the output folder: "public/privacy/index.html",
 * "staff/index.html". The caller frees it. */
char *output_path(const char *file);

#endif
