/*
 * The journal: what a build that was found good still has to do in `_site/`,
 * written down before any of it is done.
 *
 *     kaitei journal 1
 *     move public/privacy/2018-12-01
 *     drop public/old/index.html
 *     end 2
 *
 * A `move` renames what lies in `.next/files/` under this path, file or whole
 * folder, to the same path in `_site/`; a `drop` removes a file there, and the
 * folders that it leaves empty. Each can be done twice without harm, so that a
 * delivery that was killed is done again from the first line. All moves stand
 * before all drops: a page is never gone before the one that follows it is there.
 *
 * The journal is written under another name and renamed when it is complete:
 * `.next/journal` is there and to be done, or it is not there. Nothing is
 * synced to the disk: what is promised holds for a process that is killed. A
 * power cut can lose any of it; a journal that it cut short lacks its last
 * line and is not followed, and a file that it cut short is of another size
 * than the build remembers, and is made again.
 *
 * What stands in the way of a move, a file where a folder has to be or a folder
 * where a file has to be, is set aside into `.next/old/` and goes with it. A
 * folder that is there already is not replaced: what is moved is merged into it.
 * No symbolic link is ever followed.
 *
 * Private to the outbox.
 */
#ifndef PAGES_JOURNAL_H
#define PAGES_JOURNAL_H

#include "base/report.h"

/* Where a delivery takes place; all borrowed. */
typedef struct {
  const char *folder; /* `_site/` as the user names it, for diagnostics */
  int root;           /* `_site/`, open */
  int next;           /* `_site/.next/`, open */
} Delivery;

/* Writes the journal for these paths. False: FILE_UNWRITABLE was reported, and
 * nothing is begun. */
bool journal_write(const Delivery *delivery, GPtrArray *moves, GPtrArray *drops, Report *report);

/* Does all that the journal says and removes it; true where there is none, or
 * none that is whole. False: OUTPUT_UNFINISHED was reported, and the journal
 * stays for the next start. */
bool journal_complete(const Delivery *delivery, Report *report);

/* A path that may be written: relative, without empty parts, "." or "..", control
 * characters, and not one of the outbox's own (.next, .lock). */
bool output_path_allowed(const char *path);

/* What `path` is, itself and not where it leads: its type bits (S_IFDIR,
 * S_IFLNK, …), 0 where nothing is there. */
unsigned entry_type(int folder, const char *path);

#endif
