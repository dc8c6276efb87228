/*
 * Tries to sign in under logins that nobody has: they wait as those of an account do
 * (tries_wait()), so that a wait tells nobody which logins there are.
 *
 * Kept in memory alone and of a fixed size: a login is a keyed hash here (somebody may have typed a
 * passphrase into the wrong field), and where there are too many the one with the fewest tries is
 * forgotten. To have one forgotten on purpose takes thousands of tries at others, each of which
 * costs an argon2. Restarting the server forgets all of them; an account's tries are in the store.
 *
 * For the clerk's thread alone.
 */
#ifndef SERVE_STRANGERS_H
#define SERVE_STRANGERS_H

#include "records/moment.h"

typedef struct Strangers Strangers;

Strangers *strangers_new(void);
void strangers_free(Strangers *strangers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Strangers, strangers_free)

/* Counts a try, as account_try() does: 0, or how long until the next one is taken (this one was not
 * counted then). */
Moment strangers_try(Strangers *strangers, const char *login, Moment now);

#endif
