/*
 * The outbox: how a build's files get into `_site/` whole or not at all.
 *
 * Files are written below `_site/.next/`. When the whole build is found good,
 * a journal of what is to be done is written, and then the files are renamed
 * in and vanished ones removed. A build killed before the journal is complete
 * leaves the old site; one killed after it is completed by the next start.
 * There is never half a file. A folder that is new as a whole is renamed as a
 * whole.
 *
 * Only one build works on a `_site/` at a time: an advisory lock is held.
 *
 * outbox_put() may be called by several threads.
 */
#ifndef PAGES_OUTBOX_H
#define PAGES_OUTBOX_H

#include "base/files.h"

typedef struct Outbox Outbox;

/* Opens `_site/` at `folder`, made if missing: takes the lock (OUTBOX_BUSY
 * where another build holds it), completes a journal that was left, and clears
 * away what an interrupted build left in `.next/`. */
Outbox *outbox_open(const char *folder, Report *report);

/* Drops what was not delivered and gives the lock back. */
void outbox_close(Outbox *outbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outbox, outbox_close)

typedef enum {
  OUTBOX_WRITTEN, /* differs from what is there, or is new */
  OUTBOX_SAME,    /* the file there has these very bytes; nothing is written */
  OUTBOX_FAILED,  /* reported */
} OutboxResult;

/* Puts one file (path below the folder, e.g. "public/privacy/index.html").
 * Compares with the file that is there, and writes only where it differs. */
OutboxResult outbox_put(Outbox *outbox, const char *path, const char *bytes, gsize length,
                        Report *report);

/* Says that a file of an earlier build is to go. Folders that it leaves empty
 * go with it. */
void outbox_drop(Outbox *outbox, const char *path);

/* Reads a file as it will be after delivery: from `.next/`, else from the
 * folder. NULL (nothing reported) where it is in neither. */
char *outbox_read(Outbox *outbox, const char *path, gsize *length);

/* The stamp of a file as it now stands in the folder. */
bool outbox_stamp(Outbox *outbox, const char *path, FileStamp *stamp);

/* Delivers: journal, renames, removals. False where something was reported;
 * what was begun is then completed by the next start. */
bool outbox_deliver(Outbox *outbox, Report *report);

/* How many files were written and removed so far. */
guint outbox_written(const Outbox *outbox);
guint outbox_dropped(const Outbox *outbox);

#endif
