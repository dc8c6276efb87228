#include "serve/peers.h"

/* When so many are known, those whose buckets are full again are forgotten; where that
 * is not enough, all are: a bound on memory matters more than a burst. */
enum { PEERS_MOST = 20000 };

typedef struct {
  double plain, dear; /* what is left */
  gint64 at;
} Bucket;

struct Peers {
  GMutex lock;
  GHashTable *buckets; /* char * → Bucket */
};

Peers *peers_new(void)
{
  Peers *peers = g_new0(Peers, 1);
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

static void refill(Bucket *bucket, gint64 now)
{
  double seconds = (double)(now - bucket->at) / G_USEC_PER_SEC;
  bucket->plain = MIN(bucket->plain + seconds * PEER_RATE, PEER_BURST);
  bucket->dear = MIN(bucket->dear + seconds * PEER_DEAR_RATE, PEER_DEAR_BURST);
  bucket->at = now;
}

static gboolean is_still(gpointer peer, gpointer data, gpointer now)
{
  Bucket *bucket = data;
  (void)peer;
  refill(bucket, *(gint64 *)now);
  return bucket->plain >= PEER_BURST && bucket->dear >= PEER_DEAR_BURST;
}

static Bucket *bucket_of(Peers *peers, const char *peer, gint64 now)
{
  Bucket *bucket = g_hash_table_lookup(peers->buckets, peer);
  if (bucket != NULL) {
    refill(bucket, now);
    return bucket;
  }
  if (g_hash_table_size(peers->buckets) >= PEERS_MOST) {
    g_hash_table_foreach_remove(peers->buckets, is_still, &now);
    if (g_hash_table_size(peers->buckets) >= PEERS_MOST)
      g_hash_table_remove_all(peers->buckets);
  }
  bucket = g_new0(Bucket, 1);
  *bucket = (Bucket){PEER_BURST, PEER_DEAR_BURST, now};
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
