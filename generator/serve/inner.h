/*
 * A call as the core sees it: what page functions see (call.h), and behind it what they have
 * decided, what the gate knows of the connection, and where the clerk is with it.
 *
 * For call.c, clerk.c, asides.c, admit.c, answer.c, passage.c and gate.c. A call is in one thread's
 * hands at a time: the gate's until clerk_take(), the clerk's (or an aside's) until `ready`, then
 * the gate's.
 */
#ifndef SERVE_INNER_H
#define SERVE_INNER_H

#include "base/report.h"
#include "serve/call.h"

typedef enum {
  OUTCOME_NONE,
  OUTCOME_SHOW,
  OUTCOME_GO,
  OUTCOME_REFUSE,
  OUTCOME_FAIL,
  OUTCOME_REPLY, /* also call_bytes() */
  OUTCOME_STREAM,
  OUTCOME_ASIDE,
} Outcome;

/* What runs aside: each kind in a thread of its own. */
typedef enum { ASIDE_STRETCH, ASIDE_PRINT, ASIDE_PUBLISH, ASIDE_READ, ASIDES } Aside;

typedef struct {
  gpointer data;
  GDestroyNotify destroy;
} Owned;

typedef struct {
  Call call; /* the first member: an Inner is a Call */

  /* What was asked. */
  bool posts;
  bool is_office;
  bool form_is_new;  /* form_secret was drawn for this call */
  char *session;     /* the cookie's token, hex; NULL */
  char *form_secret; /* of whoever has not signed in: the cookie's, or a new one */
  char *id_text;

  /* Who it is: strings of call.who, and the token that a form of his must hold. */
  char *who_id, *who_actor, *who_role, *who_session;
  char *form_token;

  /* The outcome. */
  Outcome outcome;
  DiagCode why; /* of a refusal: its words */
  guint status;
  const char *template;
  char *location;
  Reply *reply;
  GPtrArray *cookies; /* Set-Cookie, of char * */

  /* A stream. */
  CallStream next;
  Owned streamed;
  GString *piece;
  gsize piece_at;
  StreamState state;
  const char *type;
  char *file_name;

  /* What runs aside, and what comes then. */
  CallStep step; /* the next one to run in the clerk's thread */
  Aside aside;
  bool right; /* the secret was that of the hash */
  CallWork work;
  Owned worked;
  char *secret, *hash;
  CallPaper paper;
  GBytes *printed;

  GPtrArray *kept;    /* of char * */
  GPtrArray *secrets; /* of char *, wiped */
  Owned carried;

  /* The gate's: gate.c and passage.c. */
  gpointer gate;
  gpointer connection; /* struct MHD_Connection, suspended while the clerk has the call */
  gpointer incoming;   /* Incoming */
  char *path;          /* decoded; NULL: none of ours */
  char *peer;
  const char *target; /* as it was written: in the connection's memory, for its place alone */
  gsize target_size;
  gint64 begun;    /* monotonic, microseconds */
  guint refused;   /* the status with which its head is refused; its body is read first */
  guint sent;      /* the status of its answer; 0: not answered */
  bool started;    /* its head has been looked at */
  bool taken;      /* the clerk has had it */
  bool with_clerk; /* and has it now */
} Inner;

static inline Inner *inner_of(const Call *call)
{
  return (Inner *)call;
}

/* A call of which nothing is known yet. */
Inner *inner_new(void);
void inner_free(Inner *inner);

/* Before each step: no outcome, no values, nothing reported. */
void inner_clear(Inner *inner);

/* Refuses with the words of a diagnostic; call_refuse() chooses them by the status. */
void inner_refuse(Inner *inner, guint status, DiagCode why);
DiagCode refusal_of(guint status);

#endif
