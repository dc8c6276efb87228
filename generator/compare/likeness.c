#include "compare/likeness.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  guint start, count;
  guint64 seen; /* one bit for a bigram: tells most unlike texts apart at once */
} Profile;

/* What is kept from comparison to comparison, in bigrams: 512 KiB. */
enum { MOST_KEPT = 128 * 1024 };

struct Profiles {
  GArray *bigrams;   /* of guint32, each profile's own sorted */
  GArray *profiles;  /* of Profile */
  GHashTable *known; /* hash of a text → number of its profile + 1 */
};

Profiles *profiles_new(void)
{
  Profiles *profiles = g_new0(Profiles, 1);
  profiles->bigrams = g_array_new(FALSE, FALSE, sizeof(guint32));
  profiles->profiles = g_array_new(FALSE, FALSE, sizeof(Profile));
  profiles->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  return profiles;
}

void profiles_free(Profiles *profiles)
{
  if (profiles == NULL)
    return;
  g_array_free(profiles->bigrams, TRUE);
  g_array_free(profiles->profiles, TRUE);
  g_hash_table_unref(profiles->known);
  g_free(profiles);
}

void profiles_begin(Profiles *profiles)
{
  if (profiles->bigrams->len <= MOST_KEPT)
    return;
  g_hash_table_remove_all(profiles->known);
  g_array_set_size(profiles->bigrams, 0);
  g_array_set_size(profiles->profiles, 0);
}

static gunichar fold(gunichar c)
{
  return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

static int by_value(const void *a, const void *b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

static guint take_in(Profiles *profiles, const char *text)
{
  Profile p = {profiles->bigrams->len, 0, 0};
  /* No more bigrams than bytes, and one. */
  g_array_set_size(profiles->bigrams, p.start + (guint)strlen(text) + 1);
  guint32 *bigrams = &g_array_index(profiles->bigrams, guint32, p.start);
  gunichar last = '\n';
  for (const char *at = text;; at = g_utf8_next_char(at)) {
    gunichar c = *at == '\0' ? '\n' : fold(g_utf8_get_char(at));
    if (*at != '\0' && (c == ' ' || c == '\n' || c == '\t' || c == 0x3000))
      continue;
    guint32 bigram = (last * 0x9E3779B1u) ^ (c * 0x85EBCA6Bu);
    bigram ^= bigram >> 15;
    p.seen |= G_GUINT64_CONSTANT(1) << (bigram & 63);
    bigrams[p.count++] = bigram;
    last = c;
    if (*at == '\0')
      break;
  }
  g_array_set_size(profiles->bigrams, p.start + p.count);
  qsort(bigrams, p.count, sizeof(guint32), by_value);
  g_array_append_val(profiles->profiles, p);
  return profiles->profiles->len - 1;
}

guint profiles_add(Profiles *profiles, guint64 hash, const char *text)
{
  guint number = GPOINTER_TO_UINT(g_hash_table_lookup(profiles->known, &hash));
  if (number != 0)
    return number - 1;
  number = take_in(profiles, text);
  g_hash_table_insert(profiles->known, g_memdup2(&hash, sizeof hash), GUINT_TO_POINTER(number + 1));
  return number;
}

guint profile_size(const Profiles *profiles, guint profile)
{
  return g_array_index(profiles->profiles, Profile, profile).count;
}

static int dice(guint common, guint a, guint b)
{
  return (int)((guint64)2 * LIKENESS_SAME * common / (a + b));
}

int profiles_likeness(const Profiles *profiles, guint a, guint b, int least)
{
  const Profile *p = &g_array_index(profiles->profiles, Profile, a);
  const Profile *q = &g_array_index(profiles->profiles, Profile, b);
  if (dice(MIN(p->count, q->count), p->count, q->count) < least)
    return 0;
  if (least > 0 && (p->seen & q->seen) == 0)
    return 0;
  const guint32 *x = &g_array_index(profiles->bigrams, guint32, p->start);
  const guint32 *y = &g_array_index(profiles->bigrams, guint32, q->start);
  guint common = 0;
  for (guint i = 0, j = 0; i < p->count && j < q->count;) {
    common += x[i] == y[j];
    bool left = x[i] <= y[j], right = y[j] <= x[i];
    i += left;
    j += right;
  }
  int likeness = dice(common, p->count, q->count);
  return likeness < least ? 0 : likeness;
}
