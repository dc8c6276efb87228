/*
 * Which pages a policy has: adjacent revisions, all pairs among the first
 * twenty, and above all that a page which once existed exists for ever.
 */
#include "pages/policy_plan.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *root;
  GString *entries;
} World;

static void set_up(World *world, gconstpointer data)
{
  (void)data;
  world->root = g_dir_make_tmp("kaitei-plan-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename(world->root, "content/kihon", NULL);
  g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
  world->entries = g_string_new("policy { id = \"kihon\", title = \"方針\" }\n");
}

static void tear_down(World *world, gconstpointer data)
{
  (void)data;
  g_autofree char *path = g_build_filename(world->root, "content/kihon/ledger.lua", NULL);
  g_autofree char *folder = g_build_filename(world->root, "content/kihon", NULL);
  g_autofree char *content = g_build_filename(world->root, "content", NULL);
  g_unlink(path);
  g_rmdir(folder);
  g_rmdir(content);
  g_rmdir(world->root);
  g_free(world->root);
  g_string_free(world->entries, TRUE);
}

static void add_revision(World *world, const char *day)
{
  g_string_append_printf(world->entries, "revision { effective = \"%s\", change = \"一部変更\" }\n",
                         day);
}

static void add_text(World *world, const char *key)
{
  g_string_append_printf(world->entries,
                         "text { of = \"%s\", lang = \"ja\", blob = "
                         "\"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\", provenance = \"copy\" }\n",
                         key);
}

static void add_cancel(World *world, const char *key)
{
  g_string_append_printf(world->entries, "cancel { of = \"%s\", reason = \"見合わせ\" }\n", key);
}

static Ledger *ledger_of(World *world)
{
  g_autofree char *path = g_build_filename(world->root, "content/kihon/ledger.lua", NULL);
  g_assert_true(g_file_set_contents(path, world->entries->str, -1, NULL));
  g_autoptr(Report) report = report_new();
  Ledger *ledger = ledger_read(world->root, "content/kihon/ledger.lua", report);
  if (ledger == NULL)
    report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_nonnull(ledger);
  return ledger;
}

static void collect(const char *file, gpointer data)
{
  g_assert_true(g_hash_table_add(data, g_strdup(file))); /* none twice */
}

static GHashTable *files_of(World *world)
{
  GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(Ledger) ledger = ledger_of(world);
  g_autoptr(PolicyPlan) plan = policy_plan_new(ledger);
  policy_plan_files(plan, collect, files);
  return files;
}

static bool has_pair(World *world, const char *now, const char *before)
{
  g_autoptr(GHashTable) files = files_of(world);
  g_autofree char *file = g_strdup_printf("kihon/%s/from/%s/index.html", now, before);
  return g_hash_table_contains(files, file);
}

static void adjacent_and_first_twenty(World *world, gconstpointer data)
{
  (void)data;
  for (int i = 0; i < 25; i++) {
    g_autofree char *day = g_strdup_printf("%d-04-01", 2000 + i);
    add_revision(world, day);
    add_text(world, day);
  }
  g_autoptr(Ledger) ledger = ledger_of(world);
  g_autoptr(PolicyPlan) plan = policy_plan_new(ledger);
  g_assert_cmpuint(plan->pairs->len, ==, 20 * 19 / 2 + 5);
  g_assert_true(has_pair(world, "2019-04-01", "2000-04-01"));
  g_assert_true(has_pair(world, "2020-04-01", "2019-04-01"));
  g_assert_false(has_pair(world, "2020-04-01", "2018-04-01"));
  g_assert_true(has_pair(world, "2024-04-01", "2023-04-01"));
  const Revision *last = ledger_find(ledger, "2024-04-01");
  g_assert_cmpstr(policy_plan_previous(plan, last)->before->key, ==, "2023-04-01");
  g_assert_cmpstr(policy_plan_born_after(plan, last)->key, ==, "2023-04-01");
}

/* A text found on paper later comes between two others: their comparison stays,
 * and the permalink of the later one goes on linking to it. */
static void a_text_found_later_takes_nothing_away(World *world, gconstpointer data)
{
  (void)data;
  add_revision(world, "2006-01-01");
  add_revision(world, "2010-01-01");
  add_revision(world, "2018-12-01");
  add_text(world, "2006-01-01");
  add_text(world, "2018-12-01");
  g_assert_true(has_pair(world, "2018-12-01", "2006-01-01"));
  add_text(world, "2010-01-01");
  g_assert_true(has_pair(world, "2018-12-01", "2006-01-01"));
  g_assert_true(has_pair(world, "2018-12-01", "2010-01-01"));
  g_assert_true(has_pair(world, "2010-01-01", "2006-01-01"));

  g_autoptr(Ledger) ledger = ledger_of(world);
  g_autoptr(PolicyPlan) plan = policy_plan_new(ledger);
  const Revision *last = ledger_find(ledger, "2018-12-01");
  g_assert_cmpstr(policy_plan_born_after(plan, last)->key, ==, "2006-01-01");
  g_assert_cmpstr(policy_plan_previous(plan, last)->before->key, ==, "2010-01-01");
}

static void a_cancelled_one_keeps_its_pages(World *world, gconstpointer data)
{
  (void)data;
  add_revision(world, "2018-12-01");
  add_text(world, "2018-12-01");
  add_revision(world, "2090-04-01");
  add_text(world, "2090-04-01");
  g_assert_true(has_pair(world, "2090-04-01", "2018-12-01"));
  add_cancel(world, "2090-04-01");
  add_revision(world, "2091-04-01");
  add_text(world, "2091-04-01");
  g_assert_true(has_pair(world, "2090-04-01", "2018-12-01"));
  g_assert_true(has_pair(world, "2091-04-01", "2018-12-01"));

  g_autoptr(Ledger) ledger = ledger_of(world);
  g_autoptr(PolicyPlan) plan = policy_plan_new(ledger);
  const Revision *last = ledger_find(ledger, "2091-04-01");
  g_assert_cmpstr(policy_plan_previous(plan, last)->before->key, ==, "2018-12-01");
}

/* Behind the first twenty a text is compared with its neighbour alone. Where that is cancelled it
 * gets another neighbour, and the comparison that was stays. */
static void a_cancellation_adds_pairs(World *world, gconstpointer data)
{
  (void)data;
  for (int i = 0; i < 25; i++) {
    g_autofree char *day = g_strdup_printf("%d-04-01", 2070 + i);
    add_revision(world, day);
    add_text(world, day);
  }
  g_assert_false(has_pair(world, "2093-04-01", "2091-04-01"));
  add_cancel(world, "2092-04-01");
  g_assert_true(has_pair(world, "2093-04-01", "2091-04-01"));
  g_assert_true(has_pair(world, "2093-04-01", "2092-04-01"));
  g_assert_true(has_pair(world, "2092-04-01", "2091-04-01"));
  g_assert_false(has_pair(world, "2094-04-01", "2092-04-01"));
  add_cancel(world, "2091-04-01");
  g_assert_true(has_pair(world, "2093-04-01", "2090-04-01"));
  g_assert_true(has_pair(world, "2093-04-01", "2091-04-01"));

  g_autoptr(Ledger) ledger = ledger_of(world);
  g_autoptr(PolicyPlan) plan = policy_plan_new(ledger);
  const Revision *now = ledger_find(ledger, "2093-04-01");
  g_assert_cmpstr(policy_plan_previous(plan, now)->before->key, ==, "2090-04-01");
  g_assert_cmpstr(policy_plan_born_after(plan, now)->key, ==, "2092-04-01");
}

/* Of a list, and out of it. */
static char *take(GPtrArray *list)
{
  return g_ptr_array_steal_index(list, (guint)g_test_rand_int_range(0, (gint32)list->len));
}

/* Something that may be appended: a revision of any year, before or behind all others; a text of one
 * that has none; a translation; a cancellation. */
static void append_anything(World *world, bool *used, GPtrArray *bare, GPtrArray *texted)
{
  enum { FIRST = 1950, YEARS = 140 };
  int chance = g_test_rand_int_range(0, 10);

  if (chance < 4 || (bare->len == 0 && texted->len == 0)) {
    int year;
    while (used[year = g_test_rand_int_range(0, YEARS)])
      ;
    used[year] = true;
    char *day = g_strdup_printf("%d-04-01", FIRST + year);
    add_revision(world, day);
    g_ptr_array_add(bare, day);
  } else if (chance < 8 && bare->len > 0) {
    char *day = take(bare);
    add_text(world, day);
    g_ptr_array_add(texted, day);
  } else if (texted->len > 0) {
    g_autofree char *day = take(texted);
    if (chance == 8)
      add_cancel(world, day);
    else
      g_string_append_printf(
        world->entries,
        "text { of = \"%s\", lang = \"%s\", blob = "
        "\"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\", provenance = \"original\" }\n",
        day, g_test_rand_int_range(0, 2) ? "en" : "easy");
  }
}

/* Whatever is appended, in whatever order: no page of before goes. */
static void pages_only_grow(World *world, gconstpointer data)
{
  (void)data;
  g_autoptr(GPtrArray) bare = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) texted = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) before = files_of(world);
  bool used[140] = {false};

  for (int step = 0; step < 120; step++) {
    append_anything(world, used, bare, texted);
    GHashTable *after = files_of(world);
    GHashTableIter iter;
    gpointer file;
    g_hash_table_iter_init(&iter, before);
    while (g_hash_table_iter_next(&iter, &file, NULL))
      if (!g_hash_table_contains(after, file))
        g_error("%s is gone after:\n%s", (char *)file, world->entries->str);
    g_hash_table_unref(before);
    before = after;
  }
}

static void add(const char *path, void (*test)(World *, gconstpointer))
{
  g_test_add(path, World, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  add("/pages/policy-plan/pairs", adjacent_and_first_twenty);
  add("/pages/policy-plan/found-later", a_text_found_later_takes_nothing_away);
  add("/pages/policy-plan/cancelled", a_cancelled_one_keeps_its_pages);
  add("/pages/policy-plan/cancellation-adds", a_cancellation_adds_pairs);
  add("/pages/policy-plan/grow", pages_only_grow);
  return g_test_run();
}
