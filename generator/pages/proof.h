/*
 * The proof that a built site, in a folder or online, is what these sources give: the
 * site is built anew, in a folder of its own, as of the day that the built one states
 * (pages/built.h), and compared byte for byte.
 *
 * Faults, each naming the first file by path and how many there are: PROOF_DIFFERS,
 * PROOF_MISSING, PROOF_SURPLUS; online also PROOF_ANSWERED (another status than 200)
 * and PROOF_UNREACHABLE_FILES. Before any page is looked at: PROOF_STATES_NOTHING,
 * PROOF_UNREACHABLE, PROOF_LED_ELSEWHERE; PROOF_BEHIND (the ledger has grown since),
 * PROOF_OTHER_LEDGER, PROOF_POLICY_UNKNOWN, after which pages are not compared; and
 * PROOF_OTHER_DAY, where the site stands as on an earlier or later day than `today`
 * (pages are compared all the same, as of its own day).
 *
 * A web server does not tell which files it has: surplus ones are found in a folder, and
 * not online. In a folder, names that begin with '.' are passed over.
 */
#ifndef PAGES_PROOF_H
#define PAGES_PROOF_H

#include "pages/site.h"

typedef struct {
  guint files; /* compared and found the same */
  Day as_of;   /* the day for which it was built: the first on which it is what it is */
  Day next;    /* the day on which it will be another; no day: not by itself */
} SiteProof;

/* Holds the built site at `where` (a folder, with or without public/, or an address of
 * http or https) against `site`. False where something was reported as an error. */
bool site_prove(const Site *site, const char *where, Day today, guint jobs, SiteProof *proof,
                Report *report);

#endif
