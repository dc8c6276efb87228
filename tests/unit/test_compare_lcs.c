/* compare/lcs: against the textbook's table, and on inputs that would take for ever. */
#include "compare/lcs.h"

static guint table_length(const guint64 *a, guint n, const guint64 *b, guint m)
{
  g_autofree guint *best = g_new0(guint, (n + 1) * (m + 1));
  for (guint i = 1; i <= n; i++)
    for (guint j = 1; j <= m; j++) {
      guint skip = MAX(best[(i - 1) * (m + 1) + j], best[i * (m + 1) + j - 1]);
      guint both = best[(i - 1) * (m + 1) + j - 1] + 1;
      best[i * (m + 1) + j] = a[i - 1] == b[j - 1] ? MAX(both, skip) : skip;
    }
  return best[n * (m + 1) + m];
}

/* Equal keys, rising on both sides; gives how many. */
static guint check_match(const guint64 *a, guint n, const guint64 *b, guint m, const gint32 *match)
{
  guint count = 0;
  gint32 last = -1;
  for (guint i = 0; i < n; i++) {
    if (match[i] < 0)
      continue;
    g_assert_cmpint(match[i], <, (gint32)m);
    g_assert_cmpint(match[i], >, last);
    g_assert_true(a[i] == b[match[i]]);
    last = match[i];
    count++;
  }
  return count;
}

static guint run(Lcs *lcs, const guint64 *a, guint n, const guint64 *b, guint m)
{
  g_autofree gint32 *match = g_new(gint32, n + 1);
  lcs_match(lcs, a, n, b, m, match);
  return check_match(a, n, b, m, match);
}

static void fill(guint64 *keys, guint count, int alphabet)
{
  for (guint i = 0; i < count; i++)
    keys[i] = (guint64)g_test_rand_int_range(0, alphabet);
}

static void test_longest(void)
{
  Lcs *lcs = lcs_new();
  guint64 a[40], b[40];
  for (int round = 0; round < 4000; round++) {
    guint n = (guint)g_test_rand_int_range(0, 41), m = (guint)g_test_rand_int_range(0, 41);
    int alphabet = g_test_rand_int_range(1, 12);
    fill(a, n, alphabet);
    fill(b, m, alphabet);
    g_assert_cmpuint(run(lcs, a, n, b, m), ==, table_length(a, n, b, m));
  }
  lcs_free(lcs);
}

static void test_empty(void)
{
  Lcs *lcs = lcs_new();
  guint64 a[] = {1, 2, 3};
  g_assert_cmpuint(run(lcs, a, 3, a, 0), ==, 0);
  g_assert_cmpuint(run(lcs, a, 0, a, 3), ==, 0);
  g_assert_cmpuint(run(lcs, a, 3, a, 3), ==, 3);
  lcs_free(lcs);
}

/* Beyond LCS_EFFORT the result need not be the longest, but stays sound, and what
 * is far apart in order does not hide what is plainly common. */
static void test_bounded(void)
{
  enum { N = 40000 };
  Lcs *lcs = lcs_new();
  g_autofree guint64 *a = g_new(guint64, N), *b = g_new(guint64, N);
  for (guint i = 0; i < N; i++) {
    a[i] = i;
    b[i] = N - 1 - i;
  }
  g_assert_cmpuint(run(lcs, a, N, b, N), >=, 1);
  for (guint i = 0; i < N; i++)
    b[i] = N + i;
  g_assert_cmpuint(run(lcs, a, N, b, N), ==, 0);
  for (guint i = 0; i < N; i++)
    b[i] = i % 5 == 0 ? N + i : i;
  g_assert_cmpuint(run(lcs, a, N, b, N), ==, N - N / 5);
  fill(a, N, 3);
  fill(b, N, 3);
  g_assert_cmpuint(run(lcs, a, N, b, N), >, N / 2);
  lcs_free(lcs);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/compare/lcs/longest", test_longest);
  g_test_add_func("/compare/lcs/empty", test_empty);
  g_test_add_func("/compare/lcs/bounded", test_bounded);
  return g_test_run();
}
