/*
 * The anchor: checkpoints (records/checkpoint.h) outside of the store. A chain that only its own
 * administrator holds proves nothing against that administrator.
 *
 * Every checkpoint is committed to the branch kaitei-records as checkpoints/<seq, 12 digits>.txt,
 * one line (checkpoint_line()), in a commit on the one before, made without work tree, index or
 * hooks, under the name "kaitei". No person's name is in it. Pushing that branch somewhere else is
 * what makes it worth something.
 *
 * Keys: the seed in _records/key (0600), the public key in content/certificates.lua, append-only:
 *
 *     key { public = "9d61…", since = "2026-11-22" }
 */
#ifndef ENROLMENT_ANCHOR_H
#define ENROLMENT_ANCHOR_H

#include "enrolment/enrolment.h"
#include "ledger/public_keys.h"
#include "ledger/repository.h"
#include "records/checkpoint.h"

#define ANCHOR_BRANCH "kaitei-records"

/* Signs the head and records it (checkpoint_make()), with the key beside the store.
 * RECORDS_NO_KEY. */
bool anchor_checkpoint(const Enrolment *with, Checkpoint *made, Report *report);

/* Commits every checkpoint of the store that the branch has not got yet; *committed counts them.
 * Outside of a transaction. Without a repository it does nothing, warns (ANCHOR_NOWHERE) and
 * returns true. */
bool anchor_commit(Store *store, Repository *repository, guint *committed, Report *report);

/* Holds every checkpoint on the branch against the store and the keys; *seen counts them. False:
 * reported. A branch that is not there holds. */
bool anchor_verify(Store *store, Repository *repository, const char *const *keys, gint64 *seen,
                   Report *report);

/* The site's public keys, newest last, hex; empty where there is no file; NULL: reported. Free with
 * g_strfreev(). */
char **anchor_keys(const char *root, Report *report);

/* "…/key" beside the store. The caller frees it. */
char *anchor_key_path(const char *store_path);

/* Makes the key where there is none, and its entry in content/certificates.lua. */
bool anchor_make_key(const char *root, const char *store_path, Day today, Report *report);

#endif
