/*
 * A server of one built site for one person's browser, on 127.0.0.1 alone.
 *
 * It works in a thread of its own. Pages are served as they lie on the disk,
 * but for one script element that makes an open page load itself again when
 * server_reload() is called (the script asks /.kaitei/generation and is answered
 * when there is news). Nothing is cached. Requests that name another host are
 * refused, so that no page of the web can read the site through a name that it
 * points at this machine.
 *
 * What lies below /.kaitei/ is no file of the site: it is asked of an Office, which
 * alone may be posted to, and by pages of this very server only (incoming_is_own()).
 *
 * microhttpd.h stays in this room.
 */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include "base/report.h"
#include "serve/exchange.h"

/* Who answers below /.kaitei/. Called in the server's thread, one request at a time;
 * the reply is the server's. */
typedef struct {
  Reply *(*answer)(const Request *request, gpointer data);
  gpointer data;
} Office;

typedef struct Server Server;

/* Serves the folder `root`, which need not exist yet. `port` 0: the first free
 * one from 8000 upwards. `office` may be NULL; what it points to must outlive the server.
 * NULL where something was reported: SERVE_PORT_BUSY, SERVE_FAILED. */
Server *server_new(const char *root, int port, const Office *office, Report *report);

/* Ends at once; open connections are closed. */
void server_free(Server *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_free)

/* "http://127.0.0.1:8000/", borrowed. */
const char *server_url(const Server *server);

/* Tells open pages that the site has changed. */
void server_reload(Server *server);

/* To be called every half minute or so: answers waiting pages with "no news",
 * so that those which are gone are noticed. */
void server_beat(Server *server);

#endif
