/*
 * What is learnt or decided beside a new text: approvals, cancellations, texts found
 * later, translations. Each is an entry at the ledger's end; nothing that stands is
 * altered.
 *
 * Refused, with nothing changed: BY_MISSING, APPROVE_SAME, APPROVE_TWICE; CANCEL_UNKNOWN,
 * CANCEL_IN_FORCE, CANCEL_TWICE, PUBLISH_WORDS; BACKFILL_KEPT, BACKFILL_WITHDRAWN;
 * EDITION_SAME, EDITION_JA, EDITION_LANG, EDITION_WITHOUT; what is an error in the text, the ledger or the site.
 */
#ifndef PAGES_AMENDMENT_H
#define PAGES_AMENDMENT_H

#include "pages/desk.h"

/* That `by` (理事会) approved the working text on a day (no day: today). It binds to
 * its bytes, which are committed with it. `withdrawal`: the text in force is approved
 * for being withdrawn. */
Proposal *approval_propose(Desk *desk, const PolicySource *policy, const char *by, Day on,
                           bool withdrawal, Report *report);

/* That `by` approved that a revision be cancelled, which has not taken effect. */
Proposal *cancellation_approval_propose(Desk *desk, const PolicySource *policy, const char *key,
                                        const char *by, Day on, Report *report);

/* Cancels a revision that has not taken effect; with two_persons, where another has
 * approved that (PUBLISH_NOT_APPROVED, PUBLISH_ONE_PERSON). `reason` may be NULL. */
Proposal *cancellation_propose(Desk *desk, const PolicySource *policy, const char *key,
                               const char *reason, Report *report);

/* Attaches a text, read from any file, to a revision that is known by its date alone; with
 * two_persons, to one in force or scheduled where another has approved it
 * (BACKFILL_NOT_APPROVED, PUBLISH_ONE_PERSON). */
Proposal *backfill_propose(Desk *desk, const PolicySource *policy, const char *key,
                           const char *file, Provenance provenance, Report *report);

/* The same with the text itself, which is copied. `named` is how diagnostics call it. */
Proposal *backfill_propose_text(Desk *desk, const PolicySource *policy, const char *key,
                                const char *named, const char *bytes, gsize size,
                                Provenance provenance, Report *report);

/* Pins the working text in another language (policy.<lang>.md) to a revision; `key`
 * NULL: the one in force. One that is there already is replaced by a newer entry.
 * Clauses of the Japanese text that it lacks are warned of (EDITION_CLAUSE). */
Proposal *edition_propose(Desk *desk, const PolicySource *policy, const char *key, const char *lang,
                          Report *report);

/* Begins a translation: writes policy.<lang>.md with the revision's Japanese text, for
 * the translator to write over. Nothing is committed. *path, the caller's, is where. */
bool edition_start(Desk *desk, const PolicySource *policy, const char *key, const char *lang,
                   char **path, Report *report);

/* A revision by its key, or by its day in any form; NULL where there is none
 * (AMEND_UNKNOWN). */
const Revision *revision_named(const Ledger *ledger, const char *name, Report *report);

#endif
