/*
 * Which pages a policy has. This follows from its ledger alone, and a page that
 * once existed exists for ever: appending to a ledger adds pages and takes none
 * away.
 */
#ifndef PAGES_POLICY_PLAN_H
#define PAGES_POLICY_PLAN_H

#include "ledger/ledger.h"

/* Every pair among this many texts is compared, whatever comes later. */
enum { PAIRS_AMONG_FIRST = 20 };

/* Two revisions with text that are compared; `now` is the later one. */
typedef struct {
  const Revision *now;
  const Revision *before;
} RevisionPair;

typedef struct {
  const Ledger *ledger;
  GArray *pairs;      /* of RevisionPair, by now, then by before, in order of effect */
  GArray *born_after; /* of guint; see policy_plan_born_after() */
  GPtrArray *langs;   /* languages beside "ja" that any revision has, sorted; borrowed */
} PolicyPlan;

/* Adjacent revisions with text, and all pairs among the first twenty.
 * "Adjacent" and "first" are meant as of each entry of the ledger: a text found
 * later, or a cancellation, adds pairs and leaves those that were. */
PolicyPlan *policy_plan_new(const Ledger *ledger);
void policy_plan_free(PolicyPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PolicyPlan, policy_plan_free)

/* The pair (now, before) where `before` is the nearest earlier revision with
 * text that `now` is compared with; NULL where there is none. */
const RevisionPair *policy_plan_previous(const PolicyPlan *plan, const Revision *now);

/* The revision with text that stood before `now` when `now` got its own text.
 * Unlike the above it never changes: permalinks link to that comparison. */
const Revision *policy_plan_born_after(const PolicyPlan *plan, const Revision *now);

/* Addresses of a policy's pages, appended to `out`. */
void policy_address(const Ledger *ledger, const char *lang, GString *out);
void revision_address(const Ledger *ledger, const Revision *revision, const char *lang,
                      GString *out);
void pair_address(const Ledger *ledger, const RevisionPair *pair, GString *out);
void now_address(const Ledger *ledger, const Revision *revision, GString *out);

/* Calls `each` with every file of the policy below the site's root. */
typedef void (*FileVisitor)(const char *file, gpointer data);
void policy_plan_files(const PolicyPlan *plan, FileVisitor each, gpointer data);

/* Whether the text in the authoritative language is kept. */
bool revision_has_text(const Revision *revision);

#endif
