/*
 * Who asks, and whether he may: what stands before every page function.
 *
 * The session comes by a cookie, one for each side: __Host-kaitei-staff, __Host-kaitei-office. The
 * store keeps only a hash of it. A POST's form must hold the session's own token; that of
 * somebody who has not signed in holds the hash of a cookie of its own, __Host-kaitei-form.
 */
#ifndef SERVE_ADMIT_H
#define SERVE_ADMIT_H

#include "serve/inner.h"

/* In the store's thread: fills call.who and the form's token; false where the call was given its
 * outcome (a refusal, or on to the sign-in), or the store failed. */
bool admit(Inner *inner);

/* The cookies' names. */
const char *session_cookie(bool office);
#define FORM_COOKIE "__Host-kaitei-form"
#define READING_COOKIE "__Host-kaitei-reading"

/* The token that a form of somebody who has not signed in holds. The caller frees it. */
char *form_token_of(const char *secret);

#endif
