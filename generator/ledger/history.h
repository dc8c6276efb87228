/*
 * The walk through history: one pass over all commits that HEAD reaches, for all
 * ledgers at once (a walk for each would cost as much again each time).
 *
 * For every commit and each of its parents, trees are compared from the root
 * down to the folders that hold ledgers; equal trees are passed over by their
 * id. Where a ledger differs from a parent's whose policy{} is sealed, its
 * entries are held against the parent's (ledger/lineage.h).
 *
 * Most versions of a ledger are today's file cut off somewhere. Two of those
 * need not be parsed: Lua runs a file from its start, so what the longer one adds
 * at its end cannot change what the shorter one's text has said.
 *
 * A ledger is followed by its path. One that was moved is a new ledger, and the
 * old one is reported as gone.
 */
#ifndef LEDGER_HISTORY_H
#define LEDGER_HISTORY_H

#include "ledger/ledger.h"
#include "ledger/receipt.h"
#include "ledger/verify.h"

/* One ledger as the work tree has it. */
typedef struct {
  char *folder;     /* its name below the container: "privacy" */
  const char *path; /* as diagnostics name it */
  char *bytes;      /* exact */
  gsize size;
  GPtrArray *texts; /* entries_texts */
  bool sealed;
} Current;

/* Walks. `container` is the folder that holds the ledgers' folders, relative to
 * `root` ("content"). `whole`: ledgers that are not among `currents` but were
 * sealed in the past are reported as gone. Fills commits, and of each ledger since and
 * had_receipt.
 * False where something was reported. */
bool history_check(Repository *repository, const char *root, const char *container,
                   const Current *currents, guint count, bool whole, Verification *verification,
                   Report *report);

/* Holds a ledger against what another revision of git (branch, tag, commit) has
 * at its place: that must be the beginning of ours. */
bool history_against(Repository *repository, const char *root, const char *container,
                     const Current *current, const char *spec, Report *report);

/* Whether the receipt is one of a branch that was merged: it agrees with this ledger as a parent
 * of some merge had it. (That the merge kept the branch's entries is history_check()'s to see.) */
bool history_has_merged(Repository *repository, const char *root, const char *container,
                        const Current *current, const Receipt *receipt);

/* Whether git knows `spec` as a commit. */
bool history_knows(Repository *repository, const char *spec);

#endif
