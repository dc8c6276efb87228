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

/* So many at once, and so many a second. */
typedef struct {
  double burst, rate;
  double dear_burst, dear_rate;
} PeerBounds;

/* `bounds` NULL: the usual ones, 400 and 50, dear 60 and 1. */
Peers *peers_new(const PeerBounds *bounds);
void peers_free(Peers *peers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Peers, peers_free)

/* Whether this peer may ask at `now` (microseconds, monotonic). */
bool peers_ask(Peers *peers, const char *peer, bool dear, gint64 now);

/* How many are known: those that have been still for long are forgotten. For tests. */
guint peers_count(Peers *peers);

#endif
