/*
 * verify: the proof that nothing that was published has been altered or lost.
 *
 * It shows that every pinned text is there and has its very bytes, and that in
 * every commit the entries of each parent's ledger stand unchanged and in
 * order, from the first commit that sets `sealed = true`. A history rewritten
 * as a whole leaves no trace inside; it is found against an anchor outside: a
 * receipt (ledger/receipt.h), or another ref.
 *
 * Entries may be appended; yet some that stand in good order undo what was published, and
 * are told in a sealed ledger: a text put in the place of a Japanese one that is no
 * worse (TEXT_REPLACED; where its provenance is better, TEXT_FOUND_BETTER warns), and a
 * revision whose text is another than the one approved for it (APPROVAL_VOID, sealed or
 * not; an approval of that text entered later mends it). The receipt that lies beside a
 * sealed ledger must agree with it (RECEIPT_BESIDE), or be that of a branch that was merged,
 * of which is warned (RECEIPT_MERGED); one that stood there in some commit
 * and is gone is warned of (RECEIPT_GONE): nothing published is lost with it, but the anchor is.
 *
 * Faults: those, TEXT_MISSING, TEXT_ALTERED; HISTORY_CHANGED, HISTORY_DROPPED,
 * HISTORY_REORDERED, HISTORY_INSERTED (entries), HISTORY_GONE, HISTORY_UNREADABLE,
 * HISTORY_UNSEALED (ledgers), HISTORY_BROKEN (a commit is missing, and the clone
 * is not shallow); RECEIPT_…, AGAINST_…. The work tree is held against HEAD too.
 * A sealed ledger whose history could not be looked at is a fault as well, for
 * silence would pass for proof: HISTORY_NO_REPOSITORY, HISTORY_CLOSED,
 * HISTORY_NO_COMMIT (of each that no commit has sealed); a receipt stands in where there is no repository. In a
 * shallow clone HISTORY_PARTIAL warns.
 *
 * While this runs, libgit2 checks the hash of every object that any thread reads.
 */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include "ledger/ledger.h"

/* What was proved of one ledger. */
typedef struct {
  guint texts;      /* pinned texts read and held against their ids */
  guint entries;    /* entries of the ledger */
  bool sealed;      /* whether the proof through history began */
  bool had_receipt; /* a receipt stands beside it in some commit */
  char *since;      /* the oldest commit that sealed it, hex; NULL where none was seen */
} LedgerProof;

/* What was proved. */
typedef struct {
  LedgerProof *each; /* of every ledger, in the order in which they were given */
  guint count;
  guint texts; /* of all of them; likewise entries */
  guint entries;
  guint commits; /* commits looked at */
  bool partial;  /* sealed, in a shallow clone: there is more history elsewhere */
  bool sealed;   /* whether the proof through history began, for all of them */
  char *since;   /* the oldest commit that sealed one, hex; NULL where none was seen */
} Verification;

/* Verifies all ledgers of a site in one walk over history (10,000 commits take
 * under a second). Ledgers that were sealed and are gone are found too, where
 * `ledgers` are all that the site has. `against` is NULL, the path of a receipt, or
 * a git revision (branch, tag, commit): every ledger is held against a revision, and
 * the one that it names against a receipt. False where something was reported as an
 * error. */
bool ledgers_verify(const Ledger *const *ledgers, guint count, const char *root,
                    Repository *repository, const char *against, Verification *verification,
                    Report *report);

/* Verifies one ledger alone. */
bool ledger_verify(const Ledger *ledger, const char *root, Repository *repository,
                   const char *against, Verification *verification, Report *report);
void verification_clear(Verification *verification);

#endif
