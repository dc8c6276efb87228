/*
 * How often each peer may ask. A bucket for each: so many at once, and so many a second after that;
 * another for what is dear (argon2, PDFs). Whole households and offices share an address, so the
 * bounds are wide: they are there against machines. Thread-safe.
 */
#ifndef SERVE_PEERS_H
#define SERVE_PEERS_H

#include <glib.h>
#include <stdbool.h>

typedef struct Peers Peers;

/* At once, and a second. */
enum { PEER_BURST = 400, PEER_RATE = 50, PEER_DEAR_BURST = 60, PEER_DEAR_RATE = 1 };

Peers *peers_new(void);
void peers_free(Peers *peers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Peers, peers_free)

/* Whether this peer may ask at `now` (microseconds, monotonic). */
bool peers_ask(Peers *peers, const char *peer, bool dear, gint64 now);

/* How many are known: those that have been still for long are forgotten. For tests. */
guint peers_count(Peers *peers);

#endif
