#include "pages/policy_plan.h"

#include <string.h>

bool revision_has_text(const Revision *revision)
{
  return revision_edition(revision, "ja") != NULL;
}

/* --- pairs --------------------------------------------------------------- */

/* What the ledger did at one entry: a revision got its text, or was cancelled. */
typedef struct {
  guint sequence;
  guint index; /* of the revision in order of effect */
  bool cancels;
} Step;

static gint by_sequence(gconstpointer a, gconstpointer b)
{
  const Step *x = a, *y = b;
  return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static GArray *steps_of(const Ledger *ledger)
{
  GArray *steps = g_array_new(FALSE, FALSE, sizeof(Step));
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    const Edition *text = revision_edition(revision, "ja");
    bool in_vain =
      revision->cancelled && text != NULL && text->sequence > revision->cancel_sequence;
    if (text != NULL && !in_vain) /* a text found for what was cancelled is compared with none */
      g_array_append_val(steps, ((Step){text->sequence, i, false}));
    if (revision->cancelled)
      g_array_append_val(steps, ((Step){revision->cancel_sequence, i, true}));
  }
  g_array_sort(steps, by_sequence);
  return steps;
}

/* The revisions that stand with their text at some entry of the ledger. */
typedef struct {
  const PolicyPlan *plan;
  GArray *present; /* of guint: those with text, not cancelled, by index */
} Growth;

static void add_pair(Growth *growth, guint a, guint b)
{
  GPtrArray *revisions = growth->plan->ledger->revisions;
  RevisionPair pair = {g_ptr_array_index(revisions, MAX(a, b)),
                       g_ptr_array_index(revisions, MIN(a, b))};
  g_array_append_val(growth->plan->pairs, pair);
}

static void add_text(Growth *growth, guint index)
{
  guint at = 0;
  while (at < growth->present->len && g_array_index(growth->present, guint, at) < index)
    at++;
  if (at > 0) {
    guint before = g_array_index(growth->present, guint, at - 1);
    g_array_index(growth->plan->born_after, guint, index) = before;
    add_pair(growth, index, before);
  }
  if (at < growth->present->len)
    add_pair(growth, index, g_array_index(growth->present, guint, at));
  g_array_insert_val(growth->present, at, index);
}

static void take_away(Growth *growth, guint index)
{
  for (guint i = 0; i < growth->present->len; i++)
    if (g_array_index(growth->present, guint, i) == index) {
      g_array_remove_index(growth->present, i);
      if (i > 0 && i < growth->present->len)
        add_pair(growth, g_array_index(growth->present, guint, i),
                 g_array_index(growth->present, guint, i - 1));
      return;
    }
}

static void find_pairs(PolicyPlan *plan)
{
  g_autoptr(GArray) steps = steps_of(plan->ledger);
  g_autoptr(GArray) first = g_array_new(FALSE, FALSE, sizeof(guint));
  Growth growth = {plan, g_array_new(FALSE, FALSE, sizeof(guint))};

  for (guint i = 0; i < steps->len; i++) {
    const Step *step = &g_array_index(steps, Step, i);
    if (step->cancels) {
      take_away(&growth, step->index);
      continue;
    }
    add_text(&growth, step->index);
    if (first->len < PAIRS_AMONG_FIRST) {
      for (guint j = 0; j < first->len; j++)
        add_pair(&growth, step->index, g_array_index(first, guint, j));
      g_array_append_val(first, step->index);
    }
  }
  g_array_unref(growth.present);
}

/* Revisions stand in one array of pointers, in order of effect; their place in
 * it is their rank. */
static guint rank(const PolicyPlan *plan, const Revision *revision)
{
  guint index = 0;
  g_ptr_array_find(plan->ledger->revisions, revision, &index);
  return index;
}

static gint by_pair(gconstpointer a, gconstpointer b, gpointer data)
{
  const RevisionPair *x = a, *y = b;
  if (x->now != y->now)
    return rank(data, x->now) < rank(data, y->now) ? -1 : 1;
  if (x->before != y->before)
    return rank(data, x->before) < rank(data, y->before) ? -1 : 1;
  return 0;
}

static void sort_pairs(PolicyPlan *plan)
{
  GArray *pairs = plan->pairs;
  guint kept = 0;
  g_array_sort_with_data(pairs, by_pair, plan);
  for (guint i = 0; i < pairs->len; i++) {
    RevisionPair *pair = &g_array_index(pairs, RevisionPair, i);
    if (kept == 0 || by_pair(pair, &g_array_index(pairs, RevisionPair, kept - 1), plan) != 0)
      g_array_index(pairs, RevisionPair, kept++) = *pair;
  }
  g_array_set_size(pairs, kept);
}

/* --- the plan ------------------------------------------------------------ */

static gint by_string(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_lang(GPtrArray *langs, char *lang)
{
  if (strcmp(lang, "ja") != 0 && !g_ptr_array_find_with_equal_func(langs, lang, g_str_equal, NULL))
    g_ptr_array_add(langs, lang);
}

static GPtrArray *langs_of(const Ledger *ledger)
{
  GPtrArray *langs = g_ptr_array_new();
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    for (guint j = 0; j < revision->editions->len; j++)
      add_lang(langs, ((const Edition *)g_ptr_array_index(revision->editions, j))->lang);
  }
  g_ptr_array_sort(langs, by_string);
  return langs;
}

enum { BORN_FIRST = G_MAXUINT };

PolicyPlan *policy_plan_new(const Ledger *ledger)
{
  guint none = BORN_FIRST;
  PolicyPlan *plan = g_new0(PolicyPlan, 1);
  plan->ledger = ledger;
  plan->pairs = g_array_new(FALSE, FALSE, sizeof(RevisionPair));
  plan->born_after = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < ledger->revisions->len; i++)
    g_array_append_val(plan->born_after, none);
  find_pairs(plan);
  sort_pairs(plan);
  plan->langs = langs_of(ledger);
  return plan;
}

void policy_plan_free(PolicyPlan *plan)
{
  if (plan == NULL)
    return;
  g_array_unref(plan->pairs);
  g_array_unref(plan->born_after);
  g_ptr_array_unref(plan->langs);
  g_free(plan);
}

const RevisionPair *policy_plan_previous(const PolicyPlan *plan, const Revision *now)
{
  const RevisionPair *found = NULL;
  for (guint i = 0; i < plan->pairs->len; i++) {
    const RevisionPair *pair = &g_array_index(plan->pairs, RevisionPair, i);
    if (pair->now == now && !pair->before->cancelled)
      found = pair; /* they are sorted: the last is the nearest */
  }
  return found;
}

const Revision *policy_plan_born_after(const PolicyPlan *plan, const Revision *now)
{
  guint before = g_array_index(plan->born_after, guint, rank(plan, now));
  return before == BORN_FIRST ? NULL : g_ptr_array_index(plan->ledger->revisions, before);
}

/* --- addresses ----------------------------------------------------------- */

static void append_lang(const char *lang, GString *out)
{
  if (strcmp(lang, "ja") != 0)
    g_string_append_printf(out, "%s/", lang);
}

void policy_address(const Ledger *ledger, const char *lang, GString *out)
{
  g_string_append_printf(out, "%s/", ledger->id);
  append_lang(lang, out);
}

void revision_address(const Ledger *ledger, const Revision *revision, const char *lang,
                      GString *out)
{
  g_string_append_printf(out, "%s/%s/", ledger->id, revision->key);
  append_lang(lang, out);
}

void pair_address(const Ledger *ledger, const RevisionPair *pair, GString *out)
{
  g_string_append_printf(out, "%s/%s/from/%s/", ledger->id, pair->now->key, pair->before->key);
}

void now_address(const Ledger *ledger, const Revision *revision, GString *out)
{
  g_string_append_printf(out, "now/%s/%s/", ledger->id, revision->key);
}

/* --- files --------------------------------------------------------------- */

static void visit(const char *folder, const char *name, FileVisitor each, gpointer data)
{
  g_autofree char *file = g_strconcat(folder, name, NULL);
  each(file, data);
}

static void visit_revision(const PolicyPlan *plan, const Revision *revision, FileVisitor each,
                           gpointer data)
{
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(plan->ledger, revision, "ja", address);
  visit(address->str, "index.html", each, data);

  for (guint i = 0; i < revision->editions->len; i++) {
    const Edition *edition = g_ptr_array_index(revision->editions, i);
    g_string_truncate(address, 0);
    revision_address(plan->ledger, revision, edition->lang, address);
    visit(address->str, "policy.md", each, data);
    if (strcmp(edition->lang, "ja") != 0)
      visit(address->str, "index.html", each, data);
  }
  if (revision_has_text(revision)) {
    g_string_truncate(address, 0);
    now_address(plan->ledger, revision, address);
    visit(address->str, "index.html", each, data);
  }
}

void policy_plan_files(const PolicyPlan *plan, FileVisitor each, gpointer data)
{
  static const char *const fixed[] = {"index.html", "history/index.html", "on/index.html",
                                      "feed.xml"};
  g_autoptr(GString) address = g_string_new(NULL);

  policy_address(plan->ledger, "ja", address);
  for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
    visit(address->str, fixed[i], each, data);
  for (guint i = 0; i < plan->langs->len; i++) {
    g_string_truncate(address, 0);
    policy_address(plan->ledger, g_ptr_array_index(plan->langs, i), address);
    visit(address->str, "index.html", each, data);
  }
  for (guint i = 0; i < plan->ledger->revisions->len; i++)
    visit_revision(plan, g_ptr_array_index(plan->ledger->revisions, i), each, data);
  for (guint i = 0; i < plan->pairs->len; i++) {
    g_string_truncate(address, 0);
    pair_address(plan->ledger, &g_array_index(plan->pairs, RevisionPair, i), address);
    visit(address->str, "index.html", each, data);
  }
}
