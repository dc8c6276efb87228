/*
 * verify: the proof that nothing that was published has been altered or lost.
 *
 * It shows that every pinned text is there and has its very bytes, and that in
 * every commit the entries of each parent's ledger stand unchanged and in
 * order, from the first commit that sets `sealed = true`. A history rewritten
 * as a whole leaves no trace inside; it is found against an anchor outside: a
 * receipt, or another ref.
 */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include "ledger/ledger.h"

/* What was proved, for the closing line. */
typedef struct {
  guint texts;    /* pinned texts read and held against their ids */
  guint entries;  /* entries of the ledger */
  guint commits;  /* commits looked at */
  bool sealed;    /* whether the proof through history began */
  char *since;    /* commit that sealed the ledger, hex; NULL where none */
} Verification;

/* Verifies one ledger. `against` is NULL, the path of a receipt, or a git
 * revision (branch, tag, commit). False where something was reported. */
bool ledger_verify(const Ledger *ledger, const char *root, Repository *repository,
                   const char *against, Verification *verification, Report *report);
void verification_clear(Verification *verification);

#endif
