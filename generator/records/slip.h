/*
 * How staff sign in: with a slip of paper that has a code, and a PIN.
 *
 * The code is kept as a hash only; it can be printed when it is issued and never again. The PIN is
 * kept as argon2id. argon2id is slow, and is computed outside the store's thread:
 *
 *     slip_find()                  whose slip it is
 *     slip_try(&try)               counts a try; try.wait > 0: too early, go no further
 *     secret_matches(try.hash, …)  elsewhere
 *     slip_good()                  where it matched; then web_session_begin()
 *
 * A try is counted, and committed, before it is looked at, so that two at once gain nothing.
 */
#ifndef RECORDS_SLIP_H
#define RECORDS_SLIP_H

#include "records/staff.h"

/* Issues a new slip: the one before it is void, and all sign-ins of the person end. It is good
 * until `ends`. `keep_pin`: the PIN stays; else the next use sets one. *code: free with
 * secret_free(). One event. RECORD_UNKNOWN, RECORD_LEFT (left). */
bool slip_issue(Store *store, const Act *act, const char *subject, Moment ends, bool keep_pin,
                char **code, Report *report);

/* Who has that slip, still good; typed as people type (secret_code_read()). *found NULL where
 * nobody. */
bool slip_find(Store *store, const char *typed, Moment now, Person **found, Report *report);

/* A try at a PIN, or at an account's passphrase. */
typedef struct {
  Moment
    wait;     /* 0: go on; else so long until the next one is taken, and this one was not counted */
  char *hash; /* NULL where none is set yet (a PIN), or where it waits */
} Try;

void try_clear(Try *try);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Try, try_clear)

bool slip_try(Store *store, const char *subject, Moment now, Try *try, Report *report);

/* The try was good: the count begins again. */
bool slip_good(Store *store, const char *subject, Report *report);

/* Sets the PIN (a secret_hash()); one event. Where one is set already only with `change`: else
 * RECORD_PIN_SET, so that a slip that was found does not set another. */
bool slip_set_pin(Store *store, const Act *act, const char *subject, const char *hash, bool change,
                  Report *report);

#endif
