#include "compare/lcs.h"

/* Part of both sequences that is still to be matched: [a0, a1) with [b0, b1). */
typedef struct {
  int a0, a1, b0, b1;
} Task;

typedef struct {
  int x, y;
} Point;

struct Lcs {
  GArray *tasks;    /* of Task: the stack that stands for recursion */
  GArray *furthest; /* of int: forward and backward, by diagonal */
};

/* Further off than any real place, in either direction, with room to add to. */
enum { NOWHERE = 1 << 29 };

Lcs *lcs_new(void)
{
  Lcs *lcs = g_new0(Lcs, 1);
  lcs->tasks = g_array_new(FALSE, FALSE, sizeof(Task));
  lcs->furthest = g_array_new(FALSE, FALSE, sizeof(int));
  return lcs;
}

void lcs_free(Lcs *lcs)
{
  if (lcs == NULL)
    return;
  g_array_free(lcs->tasks, TRUE);
  g_array_free(lcs->furthest, TRUE);
  g_free(lcs);
}

/* One search for the middle of a shortest edit path, from both ends at once.
 * Places are counted from the task's beginning; a diagonal is x - y. */
typedef struct {
  const guint64 *a, *b;
  int n, m;
  int *forward;  /* by diagonal: the largest x reached from (0, 0) */
  int *backward; /* by diagonal: the smallest x reached from (n, m) */
} Search;

/* One edit further from the beginning. True when the other search is met. */
static bool step_forward(Search *s, int depth, Point *met)
{
  int delta = s->n - s->m;
  bool may_meet = (delta & 1) != 0;
  for (int k = depth; k >= -depth; k -= 2) {
    if (k < -s->m || k > s->n)
      continue;
    int x = s->forward[k - 1] + 1;
    if (x > s->n)
      x = -NOWHERE;
    int down = s->forward[k + 1];
    if (down > x && down - k <= s->m)
      x = down;
    if (x < 0) {
      s->forward[k] = -NOWHERE;
      continue;
    }
    while (x < s->n && x - k < s->m && s->a[x] == s->b[x - k])
      x++;
    s->forward[k] = x;
    if (may_meet && ABS(k - delta) < depth && s->backward[k] <= x) {
      *met = (Point){x, x - k};
      return true;
    }
  }
  return false;
}

/* One edit further from the end. */
static bool step_backward(Search *s, int depth, Point *met)
{
  int delta = s->n - s->m;
  bool may_meet = (delta & 1) == 0;
  for (int k = delta + depth; k >= delta - depth; k -= 2) {
    if (k < -s->m || k > s->n)
      continue;
    int x = s->backward[k + 1] - 1;
    if (x < 0)
      x = NOWHERE;
    int up = s->backward[k - 1];
    if (up < x && up - k >= 0)
      x = up;
    if (x > s->n) {
      s->backward[k] = NOWHERE;
      continue;
    }
    while (x > 0 && x - k > 0 && s->a[x - 1] == s->b[x - k - 1])
      x--;
    s->backward[k] = x;
    if (may_meet && ABS(k) <= depth && s->forward[k] >= x) {
      *met = (Point){x, x - k};
      return true;
    }
  }
  return false;
}

/* Where either search got furthest from its own end. */
static Point furthest_point(const Search *s, int depth)
{
  Point best = {0, 0};
  int gain = 0;
  int delta = s->n - s->m;
  for (int k = -depth; k <= depth; k++) {
    if (k >= -s->m && k <= s->n && s->forward[k] >= 0 && 2 * s->forward[k] - k > gain) {
      gain = 2 * s->forward[k] - k;
      best = (Point){s->forward[k], s->forward[k] - k};
    }
  }
  for (int k = delta - depth; k <= delta + depth; k++) {
    if (k < -s->m || k > s->n || s->backward[k] > s->n)
      continue;
    int left = s->n + s->m - (2 * s->backward[k] - k);
    if (left > gain) {
      gain = left;
      best = (Point){s->backward[k], s->backward[k] - k};
    }
  }
  return best;
}

static Point find_split(Lcs *lcs, const guint64 *a, int n, const guint64 *b, int m)
{
  int reach = MIN(n + m, 2 * LCS_EFFORT + 2);
  guint span = (guint)(n + m + 3);
  g_array_set_size(lcs->furthest, 2 * span);
  int *room = &g_array_index(lcs->furthest, int, 0);
  Search s = {a, b, n, m, room + m + 1, room + span + m + 1};
  /* Only diagonals that can be reached are made ready: the task may be huge. */
  int delta = n - m;
  for (int k = MAX(-m - 1, -reach - 1); k <= MIN(n + 1, reach + 1); k++)
    s.forward[k] = -NOWHERE;
  for (int k = MAX(-m - 1, delta - reach - 1); k <= MIN(n + 1, delta + reach + 1); k++)
    s.backward[k] = NOWHERE;
  s.forward[1] = 0;
  s.backward[delta - 1] = n;
  Point met = {0, 0};
  for (int depth = 0; depth <= LCS_EFFORT; depth++)
    if (step_forward(&s, depth, &met) || step_backward(&s, depth, &met))
      return met;
  return furthest_point(&s, LCS_EFFORT);
}

void lcs_match(Lcs *lcs, const guint64 *a, guint n, const guint64 *b, guint m, gint32 *match)
{
  for (guint i = 0; i < n; i++)
    match[i] = -1;
  g_array_set_size(lcs->tasks, 0);
  Task all = {0, (int)n, 0, (int)m};
  g_array_append_val(lcs->tasks, all);
  while (lcs->tasks->len > 0) {
    Task t = g_array_index(lcs->tasks, Task, lcs->tasks->len - 1);
    g_array_set_size(lcs->tasks, lcs->tasks->len - 1);
    while (t.a0 < t.a1 && t.b0 < t.b1 && a[t.a0] == b[t.b0])
      match[t.a0++] = t.b0++;
    while (t.a0 < t.a1 && t.b0 < t.b1 && a[t.a1 - 1] == b[t.b1 - 1])
      match[--t.a1] = --t.b1;
    if (t.a0 == t.a1 || t.b0 == t.b1)
      continue;
    Point p = find_split(lcs, a + t.a0, t.a1 - t.a0, b + t.b0, t.b1 - t.b0);
    Task first = {t.a0, t.a0 + p.x, t.b0, t.b0 + p.y};
    Task second = {t.a0 + p.x, t.a1, t.b0 + p.y, t.b1};
    if ((p.x | p.y) == 0 || (second.a0 == t.a1 && second.b0 == t.b1))
      continue;
    g_array_append_val(lcs->tasks, second);
    g_array_append_val(lcs->tasks, first);
  }
}
