/*
 * A request while it comes in: libmicrohttpd hands its body over in pieces, which are
 * put together here until the whole can be asked for as a Request.
 *
 * For server.c and gate.c: microhttpd.h is included.
 */
#ifndef SERVE_INCOMING_H
#define SERVE_INCOMING_H

#include "serve/exchange.h"

#include <microhttpd.h>

typedef struct Incoming Incoming;

/* How a server takes what is posted to it. */
typedef struct {
  gsize limit;        /* bytes of a body */
  gsize patience;     /* so many are read before the connection is cut, so that the browser listens
                         to why */
  const char *origin; /* where its own pages come from: "https://kenshu.example.jp"; NULL: from
                         http:// and the request's own Host */
} IncomingRules;

/* At the first call for a request. A POST must come from our own pages: its Origin is the server's,
 * and its Sec-Fetch-Site "same-origin". A form of another page, in another tab or another
 * program's, has another, and a browser that hides where a form comes from says "null". A
 * browser may send one of the two and not the other; one that sends neither is refused. Such a body
 * is never looked into. The rules must outlive it. */
Incoming *incoming_new(struct MHD_Connection *connection, const char *method, const char *path,
                       const IncomingRules *rules);
void incoming_free(Incoming *incoming);

/* The next piece of the body. What is beyond the limit, and a body that is no form, is
 * read and dropped, so that the browser can be told why. False where there is so much of
 * it that it must be hung up on. */
bool incoming_take(Incoming *incoming, const char *bytes, size_t size);

/* When the body is whole. The status with which it must be refused: 403 not from our own
 * pages, 413 too long or more than FIELD_LIMIT fields (then the request says so too), 415 no form,
 * 400 a form that is broken or has a field that is no text or has no name; 0 where it is good. */
guint incoming_finish(Incoming *incoming);

/* Whole after incoming_finish(); lives as long as `incoming`. */
const Request *incoming_request(const Incoming *incoming);

#endif
