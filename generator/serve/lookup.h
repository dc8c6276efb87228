/*
 * From a URL's path to the file of a built site that answers it.
 *
 * A folder answers with its index.html; asked for without its slash it is
 * redirected, for links in it are relative. Nothing outside the site's folder
 * can be named: empty parts, "." and "..", names that begin with a dot, and
 * links that lead out are not found.
 */
#ifndef SERVE_LOOKUP_H
#define SERVE_LOOKUP_H

#include <stdbool.h>

typedef enum {
  LOOKUP_FILE,     /* `text` is the file's path */
  LOOKUP_REDIRECT, /* `text` is the path to go to, percent-encoded */
  LOOKUP_NOTHING,
} LookupKind;

typedef struct {
  LookupKind kind;
  char *text; /* NULL for NOTHING; the caller frees it */
} Lookup;

/* Looks up a path (decoded, "/privacy/") in the folder `root`. */
Lookup lookup_path(const char *root, const char *path);

/* The media type for a file's name, with its charset. Static. */
const char *media_type(const char *name);

#endif
