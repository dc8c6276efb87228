/*
 * The outbox: how a build's files get into `_site/` whole or not at all.
 *
 * Files are written below `_site/.next/`. When the whole build is found good,
 * a journal of what is to be done is written, and then the files are renamed
 * in and vanished ones removed. A build killed before the journal is complete
 * leaves the old site; one killed after it is completed by the next start.
 * There is never half a file. A folder that is new as a whole is renamed as a
 * whole. What is promised, and what not (a power cut), stands in journal.h.
 *
 * Only one build works on a `_site/` at a time: `_site/.lock` is locked by
 * flock(2), which the kernel gives back however the process ends.
 *
 * Paths are relative to `_site/`, '/' between parts, and may not leave it: one
 * that is absolute, holds "..", an empty part or a control character, or is
 * .next or .lock, is refused (OUTPUT_PATH). A symbolic link in place of a folder
 * is not followed, wherever it leads (OUTPUT_LINK); `_site` itself may be one.
 * Files that somebody else put into `_site/` stay, unless a page needs their
 * place.
 *
 * outbox_put(), outbox_drop(), outbox_read() and outbox_stamp() may be called
 * by several threads, each with its own report.
 */
#ifndef PAGES_OUTBOX_H
#define PAGES_OUTBOX_H

#include "base/files.h"

typedef struct Outbox Outbox;

/* Opens `_site/` at `folder`, made if missing: takes the lock (OUTPUT_BUSY
 * where another build holds it), completes a journal that was left, and clears
 * away what an interrupted build left in `.next/`. NULL where something was
 * reported: FILE_UNWRITABLE, OUTPUT_BUSY, OUTPUT_UNFINISHED. */
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
 * Compares with the file that is there, and writes only where it differs.
 * *stamp (may be NULL) becomes the file's, as outbox_stamp() gives it, unless it failed.
 * Reports FILE_UNWRITABLE (a full disk as well), OUTPUT_PATH, OUTPUT_LINK, and
 * OUTPUT_TWICE where two files are written to one path, or a file to the path of
 * a folder (not noticed where one of them is OUTBOX_SAME). After a failure
 * outbox_deliver() refuses. */
OutboxResult outbox_put(Outbox *outbox, const char *path, const char *bytes, gsize length,
                        FileStamp *stamp, Report *report);

/* Says that a file of an earlier build is to go. Folders that it leaves empty
 * go with it. What is no file by then stays, and a path that is not allowed is
 * passed over. Not for a path that is put as well. */
void outbox_drop(Outbox *outbox, const char *path);

/* Reads a file as it will be after delivery: from `.next/`, else from the
 * folder. NULL (nothing reported) where it is in neither. */
char *outbox_read(Outbox *outbox, const char *path, gsize *length);

/* The stamp of a file as it will be after delivery (renaming keeps it); false
 * where there will be none. */
bool outbox_stamp(Outbox *outbox, const char *path, FileStamp *stamp);

/* Delivers: journal, renames, removals. The outbox is empty afterwards and can
 * be filled again. False where something was reported or an outbox_put() has
 * failed: nothing is begun then; or, after OUTPUT_UNFINISHED, what was begun is
 * completed by the next start. */
bool outbox_deliver(Outbox *outbox, Report *report);

/* How many files were written, and how many are to go, since it was opened. */
guint outbox_written(const Outbox *outbox);
guint outbox_dropped(const Outbox *outbox);

#endif
