/*
 * A changeset: one commit of a few files, whole or not at all.
 *
 * It commits the files that it is given and nothing else: the tree is HEAD's with
 * these paths changed, the index gets these entries alone (what else is staged
 * stays staged), and no other file of the work tree is looked at. No filter, no
 * hook and no signature of git's takes part: the bytes given are the bytes
 * committed.
 *
 * One at a time: changeset_begin() takes a lock in the git directory, which ends
 * with the process, and holds it until changeset_free(). What is read in between
 * (the ledger, the working text) cannot be altered by another kaitei. An editor
 * can alter it; so each file is given with the id of what was read, and a file
 * that is found to be another is left alone, with all the others.
 *
 * Killed at any moment, the next start finds the old state or the new one:
 *
 *   1. Objects are written; nothing points to them.
 *   2. `kaitei/intent` in the git directory says what is going to happen; git's
 *      lock on the index is taken; the new files stand beside the old ones
 *      (".NAME.kaitei-new") and the new index beside the old one.
 *   3. The branch moves, if it still stands where it stood. Here the old state ends.
 *   4. Files and index are renamed into place; lock and intent go.
 *
 * changeset_settle() takes back what was killed before 3, completes what was
 * killed after, and says which (CHANGESET_TAKEN_BACK, CHANGESET_COMPLETED). A file
 * that somebody has edited in the meantime is not overwritten (CHANGESET_LEFT).
 *
 * Author and committer are those that git would take: GIT_AUTHOR_NAME and its
 * like, else user.name and user.email. The time is GIT_AUTHOR_DATE's (ISO 8601,
 * or seconds and zone), else SOURCE_DATE_EPOCH, else the clock's.
 *
 * Refused, with nothing changed: CHANGESET_NO_REPOSITORY, CHANGESET_BARE,
 * CHANGESET_DETACHED, CHANGESET_BUSY (a merge, a rebase, …), CHANGESET_UNMERGED,
 * CHANGESET_SPLIT_INDEX, CHANGESET_INDEX, CHANGESET_INDEX_LOCKED, CHANGESET_LOCKED,
 * CHANGESET_IDENTITY, CHANGESET_DATE, CHANGESET_FILE_CHANGED, CHANGESET_LINK,
 * CHANGESET_MOVED, CHANGESET_GIT. A branch without a commit gets its first one.
 */
#ifndef LEDGER_CHANGESET_H
#define LEDGER_CHANGESET_H

#include "ledger/repository.h"

typedef struct Changeset Changeset;

/* Takes the lock, settles what a killed one left, and sees whether a commit can be
 * made here. `root` is the site's folder; the repository is borrowed. NULL where
 * something was reported. */
Changeset *changeset_begin(Repository *repository, const char *root, Report *report);
void changeset_free(Changeset *changeset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Changeset, changeset_free)

/* Adds a file. `path` is relative to the site's folder; `seen` is the blob id of
 * the bytes that it was found to have, NULL where it was not there. The bytes are
 * copied. Files are put in place in the order in which they are added. */
void changeset_put(Changeset *changeset, const char *path, const char *seen, const char *bytes,
                   gsize size);

/* Whether the file that HEAD has at `path` is that with this blob id, in HEAD and
 * in the index alike. True too where HEAD has none. */
bool changeset_committed(Changeset *changeset, const char *path, const char *blob);

/* Who commits, as "Name <mail>"; NULL where git knows nobody (reported). The caller
 * frees it. */
char *changeset_identity(Changeset *changeset, Report *report);

/* Commits what was added; the new commit's id in hex is put into *id, which is the
 * caller's. False where something was reported: nothing has changed then, but for
 * CHANGESET_UNFINISHED, after which the next start completes it. */
bool changeset_commit(Changeset *changeset, const char *message, char **id, Report *report);

/* Where a run that was killed leaves its intent, below the git directory. */
#define CHANGESET_INTENT "kaitei/intent"

/* Completes or takes back what a killed run left, where nobody else is at it. Cheap
 * where nothing was left. False where that failed (reported). */
bool changeset_settle(Repository *repository, Report *report);

#endif
