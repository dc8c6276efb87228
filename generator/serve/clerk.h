/*
 * The clerk: the one thread that has the store.
 *
 * It takes all calls that wait, runs each one's step, and lets their replies go together:
 *
 *     store_begin
 *       for each call:  store_mark · who is it, may he, its form's token · its step ·
 *                       store_release, or store_back where it failed or refused
 *     store_commit      one fsync for all of them
 *     for each call:    on to its reply, to argon2, to the printer, …
 *
 * Where nothing of a batch is a POST (nor the step behind one), no writing transaction is begun:
 * reading holds up nobody. While a batch is committed the next one gathers: the more callers, the
 * larger the batch, and the time that each waits stays that of two commits.
 *
 * What takes long runs aside, each kind in a thread of its own, one at a time and in the order in
 * which it came: argon2, printing, publishing, looking up files. Each has a queue with an end;
 * behind it a caller is told to come again (503).
 *
 * Where a commit fails nobody of the batch is told that anything was done: 503. Where the store is
 * broken (store_broken(): an I/O error) every later call is answered 503 and the log says why; the
 * program is to be started again, for what is on the disk then is the truth.
 */
#ifndef SERVE_CLERK_H
#define SERVE_CLERK_H

#include "serve/call.h"
#include "serve/log.h"

typedef struct Clerk Clerk;

/* Called in any of the clerk's threads when a call has its outcome and may be answered. */
typedef void (*CallReady)(Call *call, gpointer data);

/* The store is the clerk's from now on until clerk_free(); nobody else may use it. `printer` may be
 * NULL: then there are no PDFs. */
Clerk *clerk_new(Store *store, PrintWorker *printer, Log *log, CallReady ready, gpointer data);

/* Ends: what waits is still done, and committed. */
void clerk_free(Clerk *clerk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Clerk, clerk_free)

/* Takes a whole call, of which nothing has run yet; or, once more, one that streams
 * (call_stream()), for its next piece. ready() when the outcome or the piece is there. Any
 * thread. */
void clerk_take(Clerk *clerk, Call *call);

#endif
