/*
 * `kaitei records verify`: nothing was altered, and everything follows.
 *
 *   1. The file, the chain, the kept texts, the tables beside the events, the names
 *      (records/audit.h).
 *   2. Every event is possible where it stands: an answer goes to an attempt that is begun and
 *      open, within its form; a completion comes of an attempt that was passed, or of an
 *      attendance.
 *   3. Every score: worked out again from the kept text, the form and the raw answers.
 *   4. Every signature: checkpoints and certificates, by the site's public keys.
 *   5. The anchor: every checkpoint on the branch kaitei-records is one of this chain.
 *
 * It reads STORE_CHUNK events at a time and holds nothing in between: a server goes on.
 */
#ifndef ENROLMENT_VERIFICATION_H
#define ENROLMENT_VERIFICATION_H

#include "enrolment/enrolment.h"
#include "ledger/repository.h"

typedef struct {
  gint64 events, attempts, scores, completions, checkpoints, certificates, texts, anchored;
  gint64 first_bad; /* the first event that does not hold; 0: none is to blame */
  gint64 head;      /* the last event, */
  char hash[65];    /* and its hash */
} Soundness;

/* Checks all; true where everything holds. What does not is reported, the first event of all first
 * (RECORDS_EVENT…). `keys`: the site's public keys, NULL-terminated. `repository` NULL: 5 is left
 * out. The curriculum is not looked at. */
bool verification_run(const Enrolment *with, const char *const *keys, Repository *repository,
                      Soundness *soundness, Report *report);

#endif
