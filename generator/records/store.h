/*
 * The store: what staff did, and who they are, in one file. This header stands in front of it: it
 * opens, creates and groups writes; what is in it is told by the room's other headers. Nothing of
 * the database that lies below is in any of them, so that another can stand beside it.
 *
 *     event.h        what happened, in a chain of hashes; append-only
 *     staff.h        who is on the roster          slip.h        how staff sign in
 *     account.h      who works in the office       web_session.h who is signed in
 *     attempt.h      attempts, answers, papers     completion.h  completions, demands
 *     practice.h     what is not recorded as training
 *     gathering.h    group sessions                rule.h        who must take what; exemptions
 *     correction.h   what was put right            certificate.h certificates
 *     kept_text.h    module texts by hash          standing.h    the reports' data, at speed
 *     checkpoint.h   signed heads of the chain     audit.h       whether all of it holds
 *     backup.h       encrypted copies              secret.h      codes, hashes, signatures
 *
 * What is stored is called attempt_…(), Attempt, and so on: the plain words are
 * enrolment's, which knows what an attempt means. Here nothing is judged; only what cannot be is
 * refused.
 *
 * A Store is one connection and belongs to one thread at a time. Several may be open on one file,
 * in this process or others (a command beside the running server).
 *
 * WRITING. Every function that takes an `Act` writes, and is called between store_begin() and
 * store_commit(); called outside, it reports STORE_NO_TRANSACTION. Nothing is acknowledged to
 * anybody before store_commit() has returned true. Every such function is whole by itself: where
 * it returns false, what it had begun is undone and the transaction goes on. To undo more than one
 * of them, set a mark:
 *
 *     store_begin(store, report);
 *     for each caller {                     // the server's clerk groups many callers' work
 *       store_mark(store, report);
 *       its work done ? store_release(store, report) : store_back(store, report);
 *     }
 *     if (store_commit(store, report)) the replies may go;
 *
 * READING needs no transaction: each reading function is one by itself, reads at most
 * STORE_CHUNK rows, and holds no lock when it returns. What must agree is read between
 * store_begin_read() and store_end_read() (which nest), or within a write transaction. Keep that
 * short: while somebody reads, nobody can commit.
 *
 * ERRORS. False or NULL: reported. A function `x_find(…, X **found, …)` returns true with
 * *found NULL where there is none. After an input/output error or damage store_broken() is true:
 * every later write refuses with STORE_BROKEN until the store is opened anew, since what is on the
 * disk is not known. A full disk is reported as STORE_FULL and breaks nothing: the transaction is
 * lost, whole, and the next may be tried.
 *
 * Strings passed in are borrowed and must be UTF-8; structures and strings returned are the
 * caller's.
 */
#ifndef RECORDS_STORE_H
#define RECORDS_STORE_H

#include "base/report.h"
#include "records/moment.h"

typedef struct Store Store;

/* Most rows that one reading call returns. */
enum { STORE_CHUNK = 1000 };

/* Who does something, and when: stands in the event. */
typedef struct {
  const char *actor; /* "subject:ID", "account:ID", "cli:LOGIN", "system" */
  Moment at;
} Act;

/* "subject:" or "account:" and an id; "cli:" and the name of who runs this process. The caller
 * frees them. actor_id() is what stands behind the colon (borrowed), NULL where `prefix` is not
 * before it. */
char *actor_subject(const char *subject);
char *actor_account(const char *account);
char *actor_cli(void);
const char *actor_id(const char *actor, const char *prefix);

/* Makes a new store: its folder (mode 0700, with a .gitignore of "*" and a backup key, backup.h),
 * its file (0600), and the event store.begun. STORE_THERE where there is a file already. */
Store *store_create(const char *path, const Act *act, Report *report);

/* Opens one. STORE_MISSING, STORE_FOREIGN (no store), STORE_NEWER (made by a newer kaitei),
 * STORE_CORRUPT. One of an older schema is backed up (encrypted, beside it) and brought forward in
 * one transaction first. Waits at most 10 s for others that write. */
Store *store_open(const char *path, Report *report);
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* Says that this process serves the store, until it is closed: STORE_SERVED where another does.
 * Commands work beside a server; none puts a backup in the place of a store that is served. */
bool store_serve(Store *store, Report *report);

const char *store_path(const Store *store);

/* A random id of the store, the same in its copies. Borrowed. */
const char *store_id(const Store *store);

/* ---- transactions ---- */

/* Takes the right to write; STORE_BUSY where another held it too long. */
bool store_begin(Store *store, Report *report);

/* True: all of it is on the disk, whatever happens to the machine. False: nothing is to be told
 * to anybody; none of it is in the store, or, after an input/output error, it is not known. */
bool store_commit(Store *store, Report *report);

/* Drops it. Does nothing outside a transaction. */
void store_rollback(Store *store);

/* A mark within a transaction (marks nest); release keeps what was done since, back undoes it.
 * Both take the mark away. False where the transaction is lost as a whole (full disk,
 * input/output): store_commit() will then fail too. */
bool store_mark(Store *store, Report *report);
bool store_release(Store *store, Report *report);
bool store_back(Store *store, Report *report);

bool store_begin_read(Store *store, Report *report);
void store_end_read(Store *store);

bool store_in_transaction(const Store *store);
bool store_broken(const Store *store);

/* ---- for status, and for signs of life ---- */

typedef struct {
  gint64 events;  /* the last event's number */
  char head[65];  /* its hash */
  gint64 present; /* persons on the roster who have not left */
  gint64 size;    /* bytes of the file */
  int schema;
} StoreFigures;

bool store_figures(Store *store, StoreFigures *figures, Report *report);

#endif
