/*
 * A call: one request to `kaitei serve`, and all that a page function sees and does.
 *
 * A page function stands in the table of routes (routes.h). It runs in the store's thread
 * (clerk.h), inside a transaction that it shares with the other calls of the moment; its own
 * part is marked, so that it can be undone alone. When it runs, the core has seen to this:
 * the request is whole and well-formed, it comes from our own pages (Sec-Fetch-Site, Origin),
 * whoever asks may use this route, and a POST's form holds the right `token`.
 *
 *     void staff_settings_page(Call *call)              // GET: writes nothing
 *     {
 *       values_string(call->values, "lang", call->lang);
 *       call_show(call, "settings.html");
 *     }
 *
 *     void staff_settings_post(Call *call)              // POST: changes, then goes on
 *     {
 *       if (!staff_set_language(call->store, call->who.id, …, call->report)) {
 *         call_fail(call);
 *         return;
 *       }
 *       call_go(call, "/settings");
 *     }
 *
 * Rules for page functions:
 *  - They end with exactly one *outcome* (call_show … call_aside below) and return at once.
 *    The reply goes out only after the commit; if the commit fails, nobody is told "done".
 *  - A GET changes nothing (the core opens no writing transaction for it). HEAD is a GET.
 *  - A POST that did something answers with call_go(), so that the back button and a page
 *    loaded anew are harmless. One that must show what was wrong may call_show_as(422).
 *  - They never wait, never compute for long, never read or write files: everybody else's
 *    call stands behind. argon2, PDFs, git and builds go through call_stretch_*(),
 *    call_print(), call_aside(), call_read(), each of which goes on in a further step.
 *  - Templates are rendered later, in another thread: call->values owns copies of what was
 *    written (values_raw() borrows: give it only strings of call_keep()).
 *  - No secret into values' places that end in a URL, into report_add(), into a Location.
 *
 * A step is a page function's continuation and has the same rules.
 */
#ifndef SERVE_CALL_H
#define SERVE_CALL_H

#include "base/report.h"
#include "base/wareki.h"
#include "enrolment/enrolment.h"
#include "serve/exchange.h"
#include "theme/values.h"

typedef struct Call Call;
typedef struct Route Route;
typedef struct Premises Premises;   /* premises.h */
typedef struct Strangers Strangers; /* strangers.h */

/* A page function, or a later step of it. */
typedef void (*CallStep)(Call *call);

/* Who asks. Of nobody: level NOBODY, and the strings NULL. */
typedef enum {
  NOBODY,
  HALF_STAFF,  /* has shown a slip (or typed its code) and not given a PIN yet; 10 minutes */
  STAFF,       /* 12 hours from sign-in */
  HALF_OFFICE, /* has given the passphrase and not the second factor; 10 minutes */
  OFFICE,      /* 12 hours from sign-in */
} Level;

typedef struct {
  Level level;
  const char *id;      /* the subject's or the account's random id */
  const char *actor;   /* "subject:ID" or "account:ID", as events name it */
  const char *role;    /* of OFFICE: "training", "publishing" or "all"; else NULL */
  const char *session; /* names the session (records/web_session.h); no secret */
  Moment begun;        /* of the sign-in */
} Who;

struct Call {
  const Request *request; /* its fields: exchange.h */
  const Route *route;
  char **parts; /* what the names in the route's path stood for, decoded; NULL-ended */
  Who who;
  Store *store;         /* in steps; NULL in work that runs aside, as the next */
  Strangers *strangers; /* the server's, for its sign-in */
  Premises *premises;   /* what is served: site, themes, modules (premises.h) */
  Moment now;           /* when the request was whole; the same in every step */
  Day today;            /* then, in the site's time zone */
  const char *lang;     /* "ja", "easy" or "en": the cookie's, else the browser's, else "ja"; a step
                       may set another (a static string) for what it shows */
  bool ruby;            /* whether ruby is shown: the cookie's (call_set_reading()) */
  const char *id;       /* of this request, in the log and on pages that say what went wrong */
  Values *values;       /* what the template sees; emptied before each step */
  Report *report; /* what the step reports; shown as `page.faults`, emptied before each step */
};

/* ---- outcomes: exactly one a step ---- */

/* The page, through the theme of the route's side. Its template sees, besides what was
 * written:
 *   page { title, kind, lang, ruby, root, token, path, level, role, request, faults }
 * `root` is "/" or "/office/"; `token` goes into every form as the hidden field "token";
 * `kind` is the template's name without ".html", and `title` the words of "KIND.title" in strings/
 * (nil where there are none; a step that needs another writes `title` beside `page`, and base.html
 * prefers it). `faults` is what the step reported: { level, word, code, text, hint, field }.
 *   site { name, short, tel, email, hours, url }. */
void call_show(Call *call, const char *template);

/* The same with another status than 200: 403, 404, 409, 422, …. What the step wrote is kept. */
void call_show_as(Call *call, guint status, const char *template);

/* On to another page of ours ("/lesson/2026-privacy", encoded already): 303. */
void call_go(Call *call, const char *path);

/* A page of the core, through the theme's refusal.html (`refusal` { status, code, text, hint }),
 * that says in the user's language what is the matter: 403, 404, 409, 410, 422, 429, 503. What the
 * step wrote is undone. For "somebody else's" say 404. */
void call_refuse(Call *call, guint status);

/* The store or the site failed (reported): what the step wrote is undone, the report goes to the
 * log, and the user reads a plain page (500) with the request's id. */
void call_fail(Call *call);

/* Bytes as they are. `type` is static; `name` is what a download is called, NULL: shown in the
 * browser. Takes `bytes` over. */
void call_bytes(Call *call, const char *type, const char *name, GBytes *bytes);

/* A long answer, in constant memory: `next` is called in the store's thread, again and again, as
 * fast as the browser takes it; it appends some 64 KiB to `out` and returns whether there is more.
 * Between two calls other calls write: fix `seq <= N` before. STREAM_FAILED: it was reported,
 * and the connection is cut off, so that half a file is not taken for the whole. */
typedef enum { STREAM_MORE, STREAM_END, STREAM_FAILED } StreamState;
typedef StreamState (*CallStream)(Call *call, GString *out, gpointer data);
void call_stream(Call *call, const char *type, const char *name, CallStream next, gpointer data,
                 GDestroyNotify destroy);

/* ---- outcomes that go on: what was written is committed first ---- */

/* argon2id of a PIN or a passphrase, in a thread of its own, one at a time. Count the try before.
 * `secret` is copied (NULL: an empty one), and wiped after. Where too many wait the user is told so
 * (503), and `then` is not called. */
void call_stretch_check(Call *call, const char *secret, const char *hash, CallStep then);
void call_stretch_make(Call *call, const char *secret, CallStep then);

/* In `then`: whether the secret was that of the hash; the new hash, borrowed. */
bool call_stretched_right(const Call *call);
const char *call_stretched_hash(const Call *call);

/* A PDF: `paper` runs in the printing thread, makes the paper's HTML from `data` (no store there)
 * and has it printed by print_worker_print() (print/worker.h); NULL where it failed (reported into
 * call->report). In `then`: call_printed() is the PDF, borrowed, or NULL where there is none, with
 * what was reported in call->report. */
typedef struct PrintWorker PrintWorker;
typedef GBytes *(*CallPaper)(Call *call, PrintWorker *worker, gpointer data);
void call_print(Call *call, CallPaper paper, gpointer data, GDestroyNotify destroy, CallStep then);
GBytes *call_printed(const Call *call);

/* Anything else that takes long: runs in the publishing thread, one at a time; call->store is NULL
 * there. `then` may be NULL where `work` has set an outcome itself (call_reply(), call_go(),
 * call_refuse() … all but those that go on). */
typedef void (*CallWork)(Call *call, gpointer data);
void call_aside(Call *call, CallWork work, gpointer data, GDestroyNotify destroy, CallStep then);

/* The same for a file or two that a page needs, in a thread of its own: nobody who looks one up
 * waits behind a publication. */
void call_read(Call *call, CallWork work, gpointer data, GDestroyNotify destroy, CallStep then);

/* A finished reply, such as a publishing screen's. Takes it over. */
void call_reply(Call *call, Reply *reply);

/* ---- what a step may ask for besides ---- */

/* What the rooms below are called with: who does it (of nobody: "system"), and when. */
Act call_act(const Call *call);
Enrolment call_enrolment(const Call *call);

/* Signs in: a new session, its cookie with the reply, the old one of this browser ended. To
 * HALF_STAFF, STAFF, HALF_OFFICE, OFFICE. False: reported, call_fail(). */
bool call_sign_in(Call *call, Level level, const char *id);

/* Ends this session, or all of this person's, and takes the cookie away. */
bool call_sign_out(Call *call, bool everywhere);

/* Language ("ja", "easy", "en") and ruby, in a cookie of this browser for a year. */
void call_set_reading(Call *call, const char *lang, bool ruby);

/* A form's field, without white space around it; NULL where nothing is left. Lives as long as the
 * call. call_secret() takes it as it is, and it is wiped at the call's end. */
const char *call_words(Call *call, const char *name);
const char *call_secret(Call *call, const char *name);

/* The token of this session's forms, for pages that are not the core's (a publishing screen). Lives
 * as long as the call; NULL where nobody is signed in. */
const char *call_token(Call *call);

/* Keeps a string as long as the call; returns it. */
const char *call_keep(Call *call, char *text);

/* What a page function carries from one step to the next. */
void call_carry(Call *call, gpointer data, GDestroyNotify destroy);
gpointer call_carried(const Call *call);

/* A word of the theme in call->lang. Borrowed. */
const char *call_string(const Call *call, const char *key);

#endif
