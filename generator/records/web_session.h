/*
 * Who is signed in: a random token in a cookie, of which the store keeps the hash.
 *
 * A session is *half* while its owner has shown one thing of two (a slip and no PIN, a passphrase
 * and no one-time code): it allows nothing but the second step, and lasts 10 minutes. A whole one
 * lasts 12 hours from sign-in, whatever is done in it. Going from half to whole makes a new token.
 * No event tells of sessions.
 */
#ifndef RECORDS_WEB_SESSION_H
#define RECORDS_WEB_SESSION_H

#include "records/store.h"

#define WEB_SESSION_LASTS ((Moment)12 * MOMENT_HOUR)
#define WEB_SESSION_HALF_LASTS ((Moment)10 * MOMENT_MINUTE)

typedef struct {
  char *whom; /* "subject:ID" or "account:ID" (store.h) */
  bool half;
  Moment begun, ends;
  char *form_token; /* for the hidden field of every form */
  char *hash;       /* names the session; no secret */
} WebSession;

void web_session_free(WebSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WebSession, web_session_free)

/* Begins one; *token is for the cookie: free with secret_free(). At most 10 whole ones a person:
 * the oldest ends. Needs a transaction, like all that writes. */
bool web_session_begin(Store *store, const char *whom, bool half, Moment now, char **token,
                       Report *report);

/* Ends that one (by its `hash`), those of one person, those whose time is over. */
bool web_session_end(Store *store, const char *hash, Report *report);
bool web_session_end_all(Store *store, const char *whom, Report *report);
bool web_session_expire(Store *store, Moment now, Report *report);

/* The session of a cookie's token; *found NULL where there is none, it is over, or its owner left,
 * was erased, or has no account any more. Writes nothing. */
bool web_session_find(Store *store, const char *token, Moment now, WebSession **found,
                      Report *report);

#endif
