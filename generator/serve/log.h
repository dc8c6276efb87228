/*
 * The log of `kaitei serve`: JSON lines on standard error, one a request and one an event.
 *
 *     {"at":"2026-11-22T09:15:02.123Z","event":"request","id":"7f3a…","method":"POST",
 *      "route":"/quiz/:module/:place","status":303,"ms":4.2,"level":"staff"}
 *
 * There is no address, no name, no field, no cookie, no path in it: the route's row says what
 * was asked. Where a peer is held up his address is told ("peer"), for that is what one must know
 * to do something about it. Of what a call has reported the codes are logged, and the texts only
 * where the system failed: others may quote what a form held.
 */
#ifndef SERVE_LOG_H
#define SERVE_LOG_H

#include "base/report.h"

typedef struct Log Log;

/* Writes to `fd`, which stays the caller's. Lines of several threads do not mix. */
Log *log_new(int fd);
void log_free(Log *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Log, log_free)

/* One line: name and value by turns, closed by NULL; NULL values are left out. */
void log_event(Log *log, const char *event, ...) G_GNUC_NULL_TERMINATED;

typedef struct {
  const char *id, *method, *route, *level;
  const char *peer; /* of whoever is held up; else NULL */
  guint status;
  double milliseconds;
} LogRequest;
void log_request(Log *log, const LogRequest *request);

/* A line for each diagnostic. `id` is of the call that has reported it; NULL: the server itself,
 * whose texts are all told. */
void log_report(Log *log, const char *id, const Report *report);

#endif
