/*
 * The check of the records: nothing was altered, and everything follows.
 *
 *   1. The chain: every event's hash, worked out again, and every one follows the one before.
 *   2. The kept texts: each has the hash that it is kept by.
 *   3. Every event is of a known form, and possible where it stands: an answer to an attempt that was
 *      begun and is open, a number that follows the last, a completion that an attempt or a
 *      session gives rise to.
 *   4. Every score: worked out again from the kept text, the form and the raw answers; percent, units,
 *      what was missed and whether it was passed are what the event says.
 *   5. Every signature: checkpoints and certificates, against the site's public keys; a checkpoint's
 *      hash is that of the event that it names.
 *   6. The tables beside the events say what the events say (projections), and hold nobody who was
 *      erased.
 *   7. The anchor (anchor.h): every checkpoint on the branch kaitei-records stands in the chain.
 *
 * It reads 1,000 events a transaction and holds none in between: a server may go on.
 */
#ifndef ENROLMENT_AUDIT_H
#define ENROLMENT_AUDIT_H

#include "enrolment/enrolment.h"
#include "ledger/repository.h"

typedef struct {
  guint64 events, attempts, scores, completions, checkpoints, certificates, texts;
  Seq first_bad;   /* the first event that does not hold; 0: all hold */
  Seq head;
  char head_hash[65];
  bool anchored;   /* the branch is there */
} AuditResult;

/* Checks all; true where everything holds. What does not is reported with its event
 * (AUDIT_…), the first event first. `keys`: the public keys, hex, NULL-terminated; may be empty, then
 * signatures that are there are faults (AUDIT_NO_KEY). `repository` may be NULL: 7 is left out. */
bool audit_run(const Enrolment *with, const char *const *keys, Repository *repository,
               AuditResult *result, Report *report);

#endif
