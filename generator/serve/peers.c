#include "serve/peers.h"

/* When so many are known, those whose buckets are full again are forgotten; where that
 * is not enough, all are: a bound on memory matters more than a burst. */
enum { PEERS_MOST = 20000 };

static const PeerBounds usual = {.burst = 400, .rate = 50, .dear_burst = 60, .dear_rate = 1};

typedef struct {
  double plain, dear; /* what is left */
  gint64 at;
} Bucket;

struct Peers {
  PeerBounds bounds;
  GMutex lock;
  GHashTable *buckets; /* char * → Bucket */
};

Peers *peers_new(const PeerBounds *bounds)
{
  Peers *peers = g_new0(Peers, 1);
  peers->bounds = bounds != NULL ? *bounds : usual;
  g_mutex_init(&peers->lock);
  peers->buckets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return peers;
}

void peers_free(Peers *peers)
{
  if (peers == NULL)
    return;
  g_hash_table_unref(peers->buckets);
  g_mutex_clear(&peers->lock);
  g_free(peers);
}

static void refill(const PeerBounds *bounds, Bucket *bucket, gint64 now)
{
  double seconds = (double)(now - bucket->at) / G_USEC_PER_SEC;
  bucket->plain = MIN(bucket->plain + seconds * bounds->rate, bounds->burst);
  bucket->dear = MIN(bucket->dear + seconds * bounds->dear_rate, bounds->dear_burst);
  bucket->at = now;
}

typedef struct {
  const PeerBounds *bounds;
  gint64 now;
} Sweep;

static gboolean is_still(gpointer peer, gpointer data, gpointer when)
{
  Bucket *bucket = data;
  const Sweep *sweep = when;
  (void)peer;
  refill(sweep->bounds, bucket, sweep->now);
  return bucket->plain >= sweep->bounds->burst && bucket->dear >= sweep->bounds->dear_burst;
}

static Bucket *bucket_of(Peers *peers, const char *peer, gint64 now)
{
  Bucket *bucket = g_hash_table_lookup(peers->buckets, peer);
  if (bucket != NULL) {
    refill(&peers->bounds, bucket, now);
    return bucket;
  }
  if (g_hash_table_size(peers->buckets) >= PEERS_MOST) {
    Sweep sweep = {&peers->bounds, now};
    g_hash_table_foreach_remove(peers->buckets, is_still, &sweep);
    if (g_hash_table_size(peers->buckets) >= PEERS_MOST)
      g_hash_table_remove_all(peers->buckets);
  }
  bucket = g_new0(Bucket, 1);
  *bucket = (Bucket){peers->bounds.burst, peers->bounds.dear_burst, now};
  g_hash_table_insert(peers->buckets, g_strdup(peer), bucket);
  return bucket;
}

bool peers_ask(Peers *peers, const char *peer, bool dear, gint64 now)
{
  g_mutex_lock(&peers->lock);
  Bucket *bucket = bucket_of(peers, peer, now);
  bool may = bucket->plain >= 1 && (!dear || bucket->dear >= 1);
  if (may) {
    bucket->plain -= 1;
    bucket->dear -= dear ? 1 : 0;
  }
  g_mutex_unlock(&peers->lock);
  return may;
}

guint peers_count(Peers *peers)
{
  g_mutex_lock(&peers->lock);
  guint count = g_hash_table_size(peers->buckets);
  g_mutex_unlock(&peers->lock);
  return count;
}
