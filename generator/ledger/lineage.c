#include "ledger/lineage.h"

#include <string.h>

enum { SHOWN = 100 }; /* characters of an entry in a diagnostic */

/* What is known of one child's entry. */
typedef struct {
  bool inherited; /* some parent has it */
  bool replaces;  /* taken for the altered form of a parent's entry */
} Mark;

typedef struct {
  const Lineage *lineage;
  Mark *marks;   /* by the child's index */
  int **matches; /* by parent and its index: the child's index, -1 for none */
  int last;      /* the last index of an inherited entry, -1 for none */
  Report *report;
  bool good;
} Check;

static const char *entry(const GPtrArray *entries, guint index)
{
  return g_ptr_array_index(entries, index);
}

static bool is_policy(const char *text)
{
  return g_str_has_prefix(text, "policy{");
}

static bool same_name(const char *a, const char *b)
{
  gsize length = strcspn(a, "{");
  return strncmp(a, b, length + 1) == 0;
}

static char *shorten(const char *text)
{
  if (g_utf8_strlen(text, -1) <= SHOWN)
    return g_strdup(text);
  g_autofree char *start = g_utf8_substring(text, 0, SHOWN);
  return g_strconcat(start, "…", NULL);
}

static void fault(Check *check, DiagCode code, const char *before, const char *after)
{
  g_autofree char *one = shorten(before);
  g_autofree char *other = shorten(after);

  check->good = false;
  report_add(check->report, code, check->lineage->place, check->lineage->see, one, other, NULL);
}

/* Where the child has each entry of a parent; equal entries in their order. */
static int *match(Check *check, const GPtrArray *parent)
{
  const GPtrArray *child = check->lineage->child;
  g_autoptr(GHashTable) heads = g_hash_table_new(g_str_hash, g_str_equal);
  g_autofree guint *next = g_new0(guint, child->len + 1); /* of the same text: index + 1 */
  int *matches = g_new(int, parent->len + 1);

  for (guint i = child->len; i-- > 0;) {
    next[i] = GPOINTER_TO_UINT(g_hash_table_lookup(heads, entry(child, i)));
    g_hash_table_replace(heads, (gpointer)entry(child, i), GUINT_TO_POINTER(i + 1));
  }
  for (guint i = 0; i < parent->len; i++) {
    guint found = GPOINTER_TO_UINT(g_hash_table_lookup(heads, entry(parent, i)));
    matches[i] = (int)found - 1;
    if (found == 0)
      continue;
    g_hash_table_replace(heads, (gpointer)entry(parent, i), GUINT_TO_POINTER(next[found - 1]));
    check->marks[found - 1].inherited = true;
    check->last = MAX(check->last, (int)found - 1);
  }
  return matches;
}

/* The child's entry that stands in the place of a missing one: one of the same
 * name that no parent has, right after `before` or else before the last inherited. */
static int find_altered(const Check *check, const char *missing, int before)
{
  const GPtrArray *child = check->lineage->child;

  for (int i = before + 1; i < (int)child->len; i++) {
    const Mark *mark = &check->marks[i];
    if (!mark->inherited && !mark->replaces && same_name(missing, entry(child, (guint)i)))
      return i == before + 1 || i < check->last ? i : -1;
  }
  return -1;
}

static void check_parent(Check *check, guint index)
{
  const GPtrArray *parent = check->lineage->parents[index];
  const GPtrArray *child = check->lineage->child;
  const int *matches = check->matches[index];
  int before = -1;

  for (guint i = 0; i < parent->len; i++) {
    const char *text = entry(parent, i);
    if (matches[i] >= 0) {
      if (matches[i] < before)
        fault(check, DIAG_HISTORY_REORDERED, text, "");
      before = MAX(before, matches[i]);
      continue;
    }
    int altered = find_altered(check, text, before);
    if (altered >= 0) {
      check->marks[altered].replaces = true;
      before = MAX(before, altered);
    }
    if (check->lineage->unsealed && is_policy(text))
      continue;
    if (altered >= 0)
      fault(check, DIAG_HISTORY_CHANGED, text, entry(child, (guint)altered));
    else
      fault(check, DIAG_HISTORY_DROPPED, text, "");
  }
}

bool lineage_check(const Lineage *lineage, Report *report)
{
  Check check = {.lineage = lineage, .last = -1, .report = report, .good = true};

  check.marks = g_new0(Mark, lineage->child->len + 1);
  check.matches = g_new0(int *, lineage->count + 1);
  for (guint i = 0; i < lineage->count; i++)
    check.matches[i] = match(&check, lineage->parents[i]);
  for (guint i = 0; i < lineage->count; i++)
    check_parent(&check, i);
  for (int i = 0; i < check.last; i++)
    if (!check.marks[i].inherited && !check.marks[i].replaces)
      fault(&check, DIAG_HISTORY_INSERTED, entry(lineage->child, (guint)i), "");

  for (guint i = 0; i < lineage->count; i++)
    g_free(check.matches[i]);
  g_free(check.matches);
  g_free(check.marks);
  return check.good;
}
