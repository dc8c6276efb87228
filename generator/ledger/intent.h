/*
 * The intent of a changeset: what it is about to do, written down in the git
 * directory before it does it, and the steps of doing it. For changeset.c alone.
 *
 *     kaitei intent 1
 *     ref refs/heads/main
 *     old 1f3a…             zeros: the branch had no commit
 *     new 9c20…
 *     file 100644 0000… 5d1e… content/privacy/revisions/2027-04-01.md
 *     end
 *
 * A file's line gives its mode, the blob that it was (zeros: none), the blob that
 * it becomes, and its path below the work tree, escaped as C strings are. The file
 * is renamed into place when it is complete, so it is there whole or not at all.
 *
 * git's own lock on the index, index.lock, is taken as a second name of a file of
 * ours. So one that was left behind can be told from another program's.
 */
#ifndef LEDGER_INTENT_H
#define LEDGER_INTENT_H

#include "ledger/git.h"

typedef struct {
  char *path;  /* below the work tree */
  git_oid old; /* zero: there was none */
  git_oid blob;
  guint mode;
} IntentFile;

typedef struct {
  char *ref;
  git_oid old; /* zero: the branch had no commit */
  git_oid commit;
  GPtrArray *files; /* of IntentFile */
} Intent;

Intent *intent_new(const char *ref);
void intent_free(Intent *intent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Intent, intent_free)
void intent_add(Intent *intent, const char *path, const git_oid *old, const git_oid *blob,
                guint mode);

/* "kaitei" in the git directory, made where it is not there; NULL where it cannot
 * be (reported). The caller frees it. */
char *intent_folder(git_repository *git, Report *report);

/* Writes it down. */
bool intent_write(const Intent *intent, git_repository *git, Report *report);

/* What was written down; NULL where nothing was. */
Intent *intent_read(git_repository *git);

/* What a work file holds: its blob id, zero where there is none. False where it
 * cannot be read or is no plain file (CHANGESET_LINK). */
bool intent_look(git_repository *git, const char *path, git_oid *id, Report *report);

/* Locks the index, and puts the new files and the new index beside the old. Files
 * that are neither as they were nor as they will be are passed over
 * (CHANGESET_LEFT). False: undo it with intent_discard(). */
bool intent_prepare(const Intent *intent, git_repository *git, Report *report);

/* Renames all of it into place and ends the intent. */
bool intent_carry_out(const Intent *intent, git_repository *git, Report *report);

/* Removes all that was put beside, the lock and the intent. */
void intent_discard(const Intent *intent, git_repository *git);

/* Gives git's lock on the index back, if it is ours, and removes what lies in our folder. */
void intent_end(git_repository *git);

/* Removes a lock on the branch or on the index that a killed run of ours left. */
void intent_break_locks(const Intent *intent, git_repository *git);

#endif
