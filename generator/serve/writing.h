/*
 * The file of a working text while it is edited in a browser: what it holds, and how what
 * was typed is put into it.
 *
 * A browser knows lines that end in LF and no byte order mark. What the file does
 * otherwise (CR LF, a mark, no newline at its end) is kept when it is written again;
 * where nothing was changed not a byte of it is.
 *
 * A file is never written over when it is not the one that was seen: the form carries
 * its blob id from the page to the saving.
 */
#ifndef SERVE_WRITING_H
#define SERVE_WRITING_H

#include "base/files.h"
#include "pages/site.h"

typedef struct {
  char *path; /* "content/privacy/policy.md" */
  char *full; /* where it lies; links followed */
  bool there; /* there is a file */
  FileStamp stamp;
  char *bytes; /* as they lie there; NULL where it is not there */
  gsize size;
  char *blob; /* of these; "" where it is not there */
  char *text; /* as a browser has it: "" where it is not there; NULL where it is no text */
} Writing;

/* Reads it. What keeps it from being edited here is reported (no UTF-8, too long, no plain
 * file, a link out of the site), and `text` is NULL then. Never NULL. */
Writing *writing_open(const char *root, const PolicySource *policy, const char *lang,
                      Report *report);
void writing_free(Writing *writing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Writing, writing_free)

/* What the file would hold, in its own manner, if this were saved. The caller frees it. */
char *writing_bytes(const Writing *writing, const char *text, gsize *size);

typedef enum {
  SAVED,
  SAVE_CHANGED, /* the file is not the one that was seen; nothing was written */
  SAVE_FAILED,  /* reported; nothing was written */
} Saving;

/* Writes what was typed over the file whose blob id was `seen`. */
Saving writing_save(const Writing *writing, const char *seen, const char *text, Report *report);

#endif
