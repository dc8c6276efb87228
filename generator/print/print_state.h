/*
 * What was printed: `_site/office/print/.state`, one line a paper, which tells from what each PDF
 * was made. A paper that would be made from the same is kept as it is.
 *
 *     kaitei-print 1
 *     KEY SIZE MTIME PAGES POINTS NAME
 *
 * KEY is a hash of all that the PDF depends on (printing.c). Like a build's state it is a hint:
 * without it, or where it cannot be read, everything is printed again.
 */
#ifndef PRINT_PRINT_STATE_H
#define PRINT_PRINT_STATE_H

#include "base/files.h"

typedef struct {
  char *key;
  FileStamp stamp; /* of the PDF */
  guint pages;     /* 0: it has no PDF, for it does not fit the one page that it must fill */
  double points;
} PrintedPaper;

typedef struct {
  GHashTable *papers; /* name → PrintedPaper */
} PrintState;

PrintState *print_state_new(void);
void print_state_free(PrintState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrintState, print_state_free)

/* Empty (nothing reported) where there is none that can be used. Never NULL. */
PrintState *print_state_read(const char *path);

/* NULL where the paper is not known. Borrowed. */
const PrintedPaper *print_state_get(const PrintState *state, const char *name);

void print_state_put(PrintState *state, const char *name, const char *key, const FileStamp *stamp,
                     guint pages, double points);
void print_state_drop(PrintState *state, const char *name);

/* Sorted by name, so that the same papers give the same bytes. The caller frees it. */
GString *print_state_bytes(const PrintState *state);

#endif
