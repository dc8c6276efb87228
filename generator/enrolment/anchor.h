/*
 * The anchor: checkpoints outside of the store. A chain that only its own administrator holds proves
 * nothing against that administrator.
 *
 * A checkpoint names the chain's newest event and its hash, signed by the site's key (Ed25519):
 *
 *     kaitei-checkpoint 1
 *     seq 4711
 *     hash 5f0c…             64 hex digits: of that event
 *     at 2026-11-22T10:00:00Z
 *     key 9d61…              64 hex digits: the public key
 *     signature …            128 hex digits: over the lines above, each with its line feed
 *
 * It is an event itself (checkpoint), is printed on reports, and is committed to the branch
 * kaitei-records as checkpoints/<seq, 12 digits>.txt: a commit on the one before, made without work
 * tree, index or hooks, under the name "kaitei". No person's name is in it. Pushing that branch
 * somewhere else is what makes it worth something.
 *
 * Keys: the seed in _records/key (0600), the public key in content/certificates.lua, append-only:
 *
 *     key { public = "9d61…", since = "2026-11-22" }
 */
#ifndef ENROLMENT_ANCHOR_H
#define ENROLMENT_ANCHOR_H

#include "enrolment/enrolment.h"
#include "ledger/repository.h"

#define ANCHOR_BRANCH "kaitei-records"

typedef struct {
  Seq seq;
  char hash[65];
  Moment at; /* to the second */
  char key[65];
  char signature[129];
} Checkpoint;

/* The text of a checkpoint; the caller frees it. And back: NULL where it is none (nothing
 * reported). Both are permanent. */
char *checkpoint_text(const Checkpoint *checkpoint);
Checkpoint *checkpoint_read(const char *text);

/* What of it is signed. The caller frees it. */
char *checkpoint_signed(const Checkpoint *checkpoint);

/* Makes one of the newest event, signs it, appends the event. Where nothing was appended since the last
 * checkpoint, that one is given and nothing appended. NULL: no key (RECORDS_NO_KEY), or what the
 * store reports. The caller frees it with g_free(). */
Checkpoint *anchor_checkpoint(const Enrolment *with, const char *root, Report *report);

/* The newest; NULL where there is none (nothing reported). */
Checkpoint *anchor_newest(const Enrolment *with, Report *report);

/* Commits every checkpoint of the store that the branch has not got yet. *committed counts them. Outside of
 * a transaction. False: REPOSITORY_…, ANCHOR_GIT. With no repository it does nothing, warns
 * (ANCHOR_NOWHERE) and returns true. */
bool anchor_commit(const Enrolment *with, Repository *repository, guint *committed,
                   Report *report);

/* The site's public keys in content/certificates.lua, newest last, hex; never NULL but where something was
 * reported; empty where there is no file. Free with g_strfreev(). */
char **anchor_keys(const char *root, Report *report);

/* Makes the key where there is none: _records/key and its entry in content/certificates.lua. Returns
 * false where something was reported. `folder` is that of the store. */
bool anchor_make_key(const char *root, const char *folder, Day today, Report *report);

#endif
