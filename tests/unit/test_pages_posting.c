/*
 * pages/posting: what hangs where, as it was recorded; and the places of site.lua.
 */
#include "pages/posting.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *root;
  Report *report;
} Fixture;

static void put(const Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(f->root, name, NULL);
  g_autofree char *above = g_path_get_dirname(path);
  g_assert_cmpint(g_mkdir_with_parents(above, 0700), ==, 0);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* What a command in the site's folder prints. */
static char *sh(const Fixture *f, const char *command)
{
  g_autofree char *quoted = g_shell_quote(f->root);
  g_autofree char *script = g_strdup_printf("cd %s && %s", quoted, command);
  const char *argv[] = {"sh", "-c", script, NULL};
  char *out = NULL;
  int status = 0;
  g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL,
                             &status, NULL));
  g_assert_cmpint(status, ==, 0);
  return out;
}

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->root = g_dir_make_tmp("kaitei-test-XXXXXX", NULL);
  g_assert_nonnull(f->root);
  f->report = report_new();
  put(f, "content/privacy/ledger.lua",
      "policy { id = \"privacy\", title = \"方針\" }\n"
      "revision { effective = \"2018-12-01\", change = \"作成\" }\n"
      "revision { effective = \"2024-04-01\", change = \"一部変更\" }\n"
      "revision { effective = \"2030-04-01\", change = \"廃止\" }\n");
  put(f, "content/site.lua",
      "site { name = \"組織\", places = { { name = \"玄関\", policy = \"privacy\" },"
      " { name = \"2階 \\\"食堂\\\"\\\\\", policy = \"privacy\", paper = \"poster\" } } }\n");
  g_free(sh(f, "git init -q -b main && git add . && git commit -q -m one"));
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) ignored = report_new();
  (void)folder_remove(f->root, ignored);
  g_free(f->root);
  report_free(f->report);
}

static Site *read_site(const Fixture *f)
{
  g_autoptr(GPtrArray) sources = site_sources(f->root, f->report);
  Site *site = site_read(f->root, sources, f->report);
  g_assert_nonnull(site);
  return site;
}

static const Day before = {2017, 1, 1}, first = {2020, 1, 1}, second = {2024, 5, 1},
                 withdrawn = {2031, 1, 1};

static const Posting *get(const GPtrArray *postings, guint index)
{
  return g_ptr_array_index(postings, index);
}

static guint said(const Fixture *f, DiagCode code)
{
  guint count = 0;
  for (guint i = 0; i < report_count(f->report); i++)
    count += report_get(f->report, i)->code == code;
  return count;
}

static void test_recorded(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Site) site = read_site(f);
  g_autoptr(GPtrArray) none = postings_new(site, first, f->report);
  g_assert_cmpuint(none->len, ==, 2);
  g_assert_cmpuint(postings_to_replace(none, NULL), ==, 2);
  g_assert_cmpstr(get(none, 1)->place->size, ==, "A3");
  g_assert_true(posting_record(site, get(none, 1), first, f->report));

  g_autoptr(GPtrArray) one = postings_new(site, second, f->report);
  g_assert_cmpstr(get(one, 1)->hangs, ==, "2018-12-01");
  g_assert_cmpint(day_compare(get(one, 1)->since, first), ==, 0);
  g_assert_cmpstr(get(one, 1)->wanted->key, ==, "2024-04-01");
  g_assert_true(get(one, 1)->replace);
  g_assert_true(posting_record(site, get(one, 1), second, f->report));

  g_autoptr(GPtrArray) two = postings_new(site, second, f->report);
  g_assert_false(get(two, 1)->replace);
  g_assert_true(get(two, 0)->replace);
  g_assert_cmpuint(postings_to_replace(two, site->policies->pdata[0]), ==, 1);
  /* Seen from the day of the first entry, the second was not made yet. */
  g_autoptr(GPtrArray) then = postings_new(site, first, f->report);
  g_assert_cmpstr(get(then, 1)->hangs, ==, "2018-12-01");
  g_assert_false(get(then, 1)->replace);
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

/* What is recorded is in git, and nothing else of the work tree with it. */
static void test_committed(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "content/site.lua.orig", "left lying about\n");
  g_autoptr(Site) site = read_site(f);
  g_autoptr(GPtrArray) none = postings_new(site, second, f->report);
  g_assert_true(posting_record(site, get(none, 0), second, f->report));
  g_assert_true(posting_record(site, get(none, 1), second, f->report));
  g_autofree char *told = sh(f, "git log --format=%s --name-only -2 && git status --porcelain");
  g_assert_cmpstr(told, ==,
                  "Record what hangs at 2階 \"食堂\"\\: privacy 2024-04-01\n\ncontent/posted.lua\n"
                  "Record what hangs at 玄関: privacy 2024-04-01\n\ncontent/posted.lua\n"
                  "?? content/site.lua.orig\n");
  g_autofree char *calls = sh(f, "git show HEAD:content/posted.lua | grep -c ^posted");
  g_assert_cmpstr(calls, ==, "2\n");
}

/* A record that cannot be read is left as it is. */
static void test_broken(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "content/posted.lua", "posted { place = \"玄関\", revision = \n");
  g_autoptr(Site) site = read_site(f);
  g_autoptr(GPtrArray) postings = postings_new(site, second, f->report);
  guint told = report_count(f->report);
  g_assert_cmpuint(told, >, 0);
  g_assert_false(posting_record(site, get(postings, 0), second, f->report));
  g_assert_cmpuint(report_count(f->report), ==, told);
  g_autofree char *count = sh(f, "git log --format=%s && wc -l <content/posted.lua");
  g_assert_cmpstr(count, ==, "one\n1\n");
}

static void test_nothing_in_force(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Site) site = read_site(f);
  g_autoptr(GPtrArray) early = postings_new(site, before, f->report);
  g_assert_cmpuint(postings_to_replace(early, NULL), ==, 0);
  g_assert_false(posting_record(site, get(early, 0), before, f->report));
  g_assert_cmpuint(said(f, DIAG_PLACE_NOTHING_IN_FORCE), ==, 1);

  g_autoptr(GPtrArray) now = postings_new(site, second, f->report);
  g_assert_true(posting_record(site, get(now, 0), second, f->report));
  g_autoptr(GPtrArray) late = postings_new(site, withdrawn, f->report);
  g_assert_null(get(late, 0)->wanted);
  g_assert_true(get(late, 0)->replace);  /* it must come down */
  g_assert_false(get(late, 1)->replace); /* nothing is known to hang there */
  g_assert_true(posting_record(site, get(late, 0), withdrawn, f->report));
  g_autoptr(GPtrArray) bare = postings_new(site, withdrawn, f->report);
  g_assert_null(get(bare, 0)->hangs);
  g_assert_false(get(bare, 0)->replace); /* it came down */
  g_assert_cmpint(day_compare(get(bare, 0)->since, withdrawn), ==, 0);
  g_autofree char *last = sh(f, "tail -n 1 content/posted.lua && git log -1 --format=%s");
  g_assert_cmpstr(last, ==,
                  "posted { place = \"玄関\", on = \"2031-01-01\" }\n"
                  "Record what hangs at 玄関: privacy taken down\n");
  g_assert_cmpuint(report_count(f->report), ==, 1);
}

/* A place that is for another paper from now on shows the wrong one, of whatever revision. */
static void test_other_paper(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Site) site = read_site(f);
  g_autoptr(GPtrArray) none = postings_new(site, second, f->report);
  g_assert_true(posting_record(site, get(none, 0), second, f->report));
  const char *places[] = {"policy = \"privacy\", size = \"A3\"",
                          "policy = \"privacy\", part = \"a\"",
                          "policy = \"privacy\", paper = \"large-print\"", "policy = \"privacy\""};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    bool same = i + 1 == G_N_ELEMENTS(places);
    g_autofree char *lua = g_strdup_printf(
      "site { name = \"組織\", places = { { name = \"玄関\", %s } } }\n", places[i]);
    put(f, "content/site.lua", lua);
    g_autoptr(Site) later = read_site(f);
    g_autoptr(GPtrArray) postings = postings_new(later, second, f->report);
    g_assert_cmpstr(get(postings, 0)->hangs, ==, "2024-04-01");
    g_assert_true(get(postings, 0)->other == !same);
    g_assert_true(get(postings, 0)->replace == !same);
  }
  /* An entry that tells only the revision is of what the place is for. */
  put(f, "content/posted.lua",
      "posted { place = \"玄関\", revision = \"2024-04-01\", on = \"2024-04-02\" }\n");
  g_autoptr(Site) bare = read_site(f);
  g_autoptr(GPtrArray) old = postings_new(bare, second, f->report);
  g_assert_false(get(old, 0)->replace);
}

static void test_record_at_fault(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "content/posted.lua",
      "posted { place = \"玄関\", revision = \"2024-04-01\", on = \"いつか\" }\n"
      "posted { place = \"裏口\", revision = \"2024-04-01\", on = \"2024-04-02\" }\n"
      "posted { place = \"玄関\", revision = \"2018-12-01\", on = \"令和6年4月2日\" }\n");
  g_autoptr(Site) site = read_site(f);
  g_autoptr(GPtrArray) postings = postings_new(site, second, f->report);
  g_assert_cmpuint(said(f, DIAG_POSTED_DAY), ==, 1);
  g_assert_cmpuint(said(f, DIAG_POSTED_PLACE), ==, 1);
  g_assert_cmpstr(get(postings, 0)->hangs, ==, "2018-12-01");
  /* A place that was given up is nothing to speak of once its notice is down. */
  put(f, "content/posted.lua",
      "posted { place = \"裏口\", revision = \"2024-04-01\", on = \"2024-04-02\" }\n"
      "posted { place = \"裏口\", on = \"2024-04-03\" }\n");
  g_autoptr(GPtrArray) down = postings_new(site, second, f->report);
  g_assert_cmpuint(down->len, ==, 2);
  g_assert_cmpuint(said(f, DIAG_POSTED_PLACE), ==, 1);
}

static void test_places_at_fault(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "content/site.lua",
      "site { name = \"組織\", places = { { name = \"玄関\", policy = \"privacy\" },"
      " { name = \"玄関\", policy = \"privacy\" }, { name = \"裏口\", policy = \"privac\" },"
      " { name = \"窓\", policy = \"privacy\", paper = \"letter\" },"
      " { name = \"扉\", policy = \"privacy\", size = \"B5\" },"
      " { name = \"壁\", policy = \"privacy\", paper = \"poster\", size = \"A4\" } } }\n");
  g_autoptr(Site) site = read_site(f);
  g_assert_cmpuint(site->places->len, ==, 6);
  g_assert_cmpuint(said(f, DIAG_SITE_PLACE), ==, 4);
  g_assert_cmpuint(said(f, DIAG_SITE_PLACE_POLICY), ==, 1);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  static const char *const names[] = {"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME",
                                      "GIT_COMMITTER_EMAIL"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    g_setenv(names[i], "jimu@example.org", TRUE);
  g_setenv("GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
  g_test_add("/posting/recorded", Fixture, NULL, set_up, test_recorded, tear_down);
  g_test_add("/posting/committed", Fixture, NULL, set_up, test_committed, tear_down);
  g_test_add("/posting/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add("/posting/nothing-in-force", Fixture, NULL, set_up, test_nothing_in_force, tear_down);
  g_test_add("/posting/other-paper", Fixture, NULL, set_up, test_other_paper, tear_down);
  g_test_add("/posting/record-at-fault", Fixture, NULL, set_up, test_record_at_fault, tear_down);
  g_test_add("/posting/places-at-fault", Fixture, NULL, set_up, test_places_at_fault, tear_down);
  return g_test_run();
}
