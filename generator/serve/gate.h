/*
 * The gate: `kaitei serve` towards the network (libmicrohttpd, several threads of its own).
 *
 * It listens on loopback or a Unix socket, behind a proxy that speaks TLS. What passes it is
 * whole and well-formed: the rest is refused here, before anything of the store is asked.
 *
 *  - GET, HEAD, POST. A head of at most 16 KiB, a body of at most 64 KiB (the route may allow
 *    more), within 30 seconds; nobody holds a place for long without asking (callers.h).
 *  - The Host is that of premises->url; a POST comes from our own pages: Sec-Fetch-Site is
 *    same-origin where it is there, Origin is ours where it is there, and one of them is there.
 *    What another site's page loads into itself (Sec-Fetch-Site: cross-site, and no navigation)
 *    is refused too.
 *  - A peer is who the proxy says (the last of X-Forwarded-For). Each may ask so often and no
 *    more (429), dear routes less often. Without that header it is somebody on this machine, who
 *    is not held up.
 *  - A call is put aside while the clerk has it (suspend), and its page is rendered when it comes
 *    back, in the gate's threads.
 *  - Answers carry: Content-Security-Policy from default-src 'none', Strict-Transport-Security,
 *    Referrer-Policy: same-origin (with no-referrer Chromium sends Origin: null on our own
 *    forms), nosniff, no-store, Cross-Origin-Opener-Policy, Cross-Origin-Resource-Policy,
 *    Permissions-Policy.
 *  - Cookies are `__Host-`, Secure, HttpOnly. The staff's are SameSite=Lax: a link in a mail or a
 *    message must find somebody signed in still signed in, and a GET changes nothing. The
 *    office's are Strict: nobody comes there from elsewhere.
 */
#ifndef SERVE_GATE_H
#define SERVE_GATE_H

#include "serve/clerk.h"
#include "serve/peers.h"
#include "serve/premises.h"
#include "serve/routes.h"

typedef struct Gate Gate;

typedef struct {
  int socket;               /* listens; the gate's from now on */
  Premises *premises;       /* a reference of the gate's own is taken */
  const Routes *routes;     /* must outlive it */
  Store *store;             /* its clerk's until gate_free() */
  PrintWorker *printer;     /* NULL: no PDFs */
  const PeerBounds *bounds; /* how often a peer may ask; NULL: as usual */
  Log *log;
} GateOptions;

/* NULL where something was reported. */
Gate *gate_new(const GateOptions *options, Report *report);

/* Takes no new connection, answers what is in flight (ten seconds at most), ends. */
void gate_free(Gate *gate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gate, gate_free)

/* To be called every second or so: hangs up on whoever is over time. */
void gate_beat(Gate *gate);

/* From now on new calls see these. Takes a reference. */
void gate_set_premises(Gate *gate, Premises *premises);

/* A socket that listens: "127.0.0.1:8090", "[::1]:8090", or the path of a Unix socket ("/…").
 * Anything else is refused: SERVE_NOT_LOOPBACK. -1 where something was reported. */
int gate_listen(const char *address, Report *report);

#endif
