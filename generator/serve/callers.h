/*
 * Who is connected, and until when a request must have come in whole.
 *
 * libmicrohttpd ends a connection on which nothing moves. One that sends a byte now and
 * then would hold its place for ever, and enough of them would keep everybody else out:
 * whoever has not asked his question in time is hung up on. So would a crowd that opens
 * connections and asks nothing: where few places are left, whoever has asked nothing for
 * the longest is hung up on before his time.
 *
 * For server.c and gate.c: microhttpd.h is included. callers_hang_up() may be called in
 * another thread than the rest.
 */
#ifndef SERVE_CALLERS_H
#define SERVE_CALLERS_H

#include <glib.h>

#include <microhttpd.h>

typedef struct Callers Callers;

/* `limit` is how many connections the server holds at once (MHD_OPTION_CONNECTION_LIMIT). */
Callers *callers_new(guint limit);
void callers_free(Callers *callers);

/* For MHD_OPTION_NOTIFY_CONNECTION, with the Callers. */
void callers_notify(void *callers, struct MHD_Connection *connection, void **caller,
                    enum MHD_ConnectionNotificationCode code);

/* Its request has come in whole: it waits for us now. */
void callers_asked(Callers *callers, struct MHD_Connection *connection);

/* It has been answered, and may ask again. */
void callers_answered(Callers *callers, struct MHD_Connection *connection);

/* Ends the connections whose time was over at `now` (microseconds of
 * g_get_monotonic_time()). */
void callers_hang_up(Callers *callers, gint64 now);

#endif
