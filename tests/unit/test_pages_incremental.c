/*
 * An incremental build equals a clean one, byte for byte: random edits,
 * deletions, publications, theme changes, days that pass, and strangers' hands
 * in the output, each followed by both builds.
 *
 * The seed is the test harness's own (--seed), so that a run can be repeated.
 */
#include "base/files.h"
#include "ledger/repository.h"
#include "pages/build.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGES = 12, STEPS = 200 };

typedef struct {
  char *folder, *site, *kept, *fresh;
  Day as_of;
  int revisions;
  bool page[PAGES];
} World;

/* --- writing the world ---------------------------------------------------------- */

/* In place, as an editor may: the inode stays, and the size may too. */
static void overwrite(const char *path, const char *text)
{
  FILE *file = fopen(path, "w");
  g_assert_nonnull(file);
  g_assert_cmpint(fputs(text, file), >=, 0);
  g_assert_cmpint(fclose(file), ==, 0);
}

static void write_file(const World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(world->site, name, NULL);
  g_autofree char *folder = g_path_get_dirname(path);
  g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
  overwrite(path, text);
}

static void append_file(const World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(world->site, name, NULL);
  g_autofree char *old = NULL;
  g_assert_true(g_file_get_contents(path, &old, NULL, NULL));
  g_autofree char *all = g_strconcat(old, text, NULL);
  write_file(world, name, all);
}

static int pick(int count)
{
  return g_test_rand_int_range(0, count);
}

static char *page_name(int index)
{
  return g_strdup_printf("content/pages/%s%d.md", index % 3 == 0 ? "案内/ページ" : "page-", index);
}

/* A page that links to others by address and by source, sometimes to a place in
 * a page, sometimes to one that is not there. */
static void write_page(World *world, int index)
{
  g_autofree char *name = page_name(index);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "# ページ %d\n\n本文その%d。\n\n## 節 {#part-%d}\n\n", index,
                         pick(9), pick(3));
  int other = pick(PAGES);
  if (pick(3) == 0 && world->page[other] && other % 3 != 0 && index % 3 != 0)
    g_string_append_printf(text, "[ほか](../page-%d/%s)を見る。\n", other,
                           pick(2) ? "" : "#part-1");
  if (pick(6) == 0 && index % 3 != 0)
    g_string_append(text, "[方針](../kihon/#main)\n");
  world->page[index] = true;
  write_file(world, name, text->str);
}

static void write_revision(World *world, const char *day)
{
  int number = ++world->revisions;
  g_autofree char *key = g_strdup(day);
  g_autofree char *name = g_strdup_printf("content/kihon/revisions/%s.md", key);
  g_autoptr(GString) text = g_string_new("# 基本方針 {#main}\n\n");
  for (int i = 1; i <= 3 + pick(3); i++)
    g_string_append_printf(text,
                           "## %d、項目 {#clause-%d}\n\n第%d版の文面です。項目%dは%d日です。\n\n",
                           i, i, number, i, 10 + pick(40));
  write_file(world, name, text->str);
  g_autofree char *blob = blob_id(text->str, text->len);
  g_autofree char *entries = g_strdup_printf(
    "revision { effective = \"%s\", change = \"%s\", summary = \"第%d版\" }\n"
    "text { of = \"%s\", lang = \"ja\", blob = \"%s\", provenance = \"original\" }\n",
    day, number == 1 ? "作成" : "一部変更", number, key, blob);
  append_file(world, "content/kihon/ledger.lua", entries);
}

static void set_up(World *world, gconstpointer data)
{
  (void)data;
  world->folder = g_dir_make_tmp("kaitei-incremental-XXXXXX", NULL);
  world->site = g_build_filename(world->folder, "site", NULL);
  world->kept = g_build_filename(world->folder, "kept", NULL);
  world->fresh = g_build_filename(world->folder, "fresh", NULL);
  world->as_of = (Day){2020, 6, 1};
  world->revisions = 0;
  write_file(world, "content/site.lua",
             "site { name = \"見本の会\", base_url = \"https://example.org/\" }\n");
  write_file(world, "content/kihon/ledger.lua", "policy { id = \"kihon\", title = \"方針\" }\n");
  write_revision(world, "2019-04-01");
  for (int i = 0; i < PAGES; i++)
    write_page(world, i);
}

static void tear_down(World *world, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) report = report_new();
  folder_remove(world->folder, report);
  g_free(world->folder);
  g_free(world->site);
  g_free(world->kept);
  g_free(world->fresh);
}

/* --- changing it ------------------------------------------------------------------ */

static void delete_page(World *world)
{
  int index = pick(PAGES);
  g_autofree char *name = page_name(index);
  g_autofree char *path = g_build_filename(world->site, name, NULL);
  if (world->page[index])
    g_assert_cmpint(g_unlink(path), ==, 0);
  world->page[index] = false;
}

static void publish(World *world)
{
  g_autofree char *day = g_strdup_printf("%d-%02d-01", 2019 + (world->revisions + 3) / 12,
                                         1 + (world->revisions + 3) % 12);
  write_revision(world, day);
}

static void change_theme(World *world)
{
  static const char *const texts[] = {
    "<article class=\"a\"><h1><%= page.title %></h1><%- body %></article>",
    "<article class=\"b\"><h1><%= page.title %></h1><%- body %></article>",
  };
  g_autofree char *own = g_build_filename(world->site, "theme/page.html", NULL);
  if (g_file_test(own, G_FILE_TEST_EXISTS) && pick(2) == 0)
    g_assert_cmpint(g_unlink(own), ==, 0);
  else
    write_file(world, "theme/page.html", texts[pick(2)]);
}

static void change_site(World *world)
{
  g_autofree char *text = g_strdup_printf(
    "site { name = \"見本の会\", tel = \"03-0000-000%d\", base_url = \"https://example.org/\" }\n",
    pick(10));
  write_file(world, "content/site.lua", text);
}

static void change_title(World *world)
{
  g_autofree char *path = g_build_filename(world->site, "content/kihon/ledger.lua", NULL);
  g_autofree char *old = NULL;
  g_assert_true(g_file_get_contents(path, &old, NULL, NULL));
  g_autofree char *text = g_strdup_printf("policy { id = \"kihon\", title = \"方針その%d\" }\n%s",
                                          pick(9), strchr(old, '\n') + 1);
  write_file(world, "content/kihon/ledger.lua", text);
}

/* A second policy comes and goes: it stands in the menu of every page. */
static void change_policies(World *world)
{
  g_autofree char *path = g_build_filename(world->site, "content/other/ledger.lua", NULL);
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    g_assert_cmpint(g_unlink(path), ==, 0);
  else
    write_file(world, "content/other/ledger.lua",
               "policy { id = \"other\", title = \"別の方針\" }\n");
}

static void cancel_revision(World *world)
{
  int number = world->revisions + 40;
  g_autofree char *entries =
    g_strdup_printf("revision { effective = \"%d-05-05\", change = \"一部変更\" }\n"
                    "cancel { of = \"%d-05-05\", reason = \"見合わせ\" }\n",
                    2000 + number, 2000 + number);
  append_file(world, "content/kihon/ledger.lua", entries);
  world->revisions++;
}

static void change_word(World *world)
{
  g_autofree char *text = g_strdup_printf("strings { skip = \"本文へ %d\" }\n", pick(9));
  write_file(world, "theme/strings/ja.lua", text);
}

/* The same size, and the time set back: only the change time tells. */
static void change_behind_the_clock(World *world)
{
  int index = 1 + 3 * pick(4);
  g_autofree char *name = page_name(index);
  g_autofree char *path = g_build_filename(world->site, name, NULL);
  g_autofree char *text = NULL;
  struct stat before;
  if (!world->page[index] || stat(path, &before) != 0)
    return;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  char *digit = strpbrk(text + strlen("# ページ "), "0123456789");
  *digit = (char)('0' + (*digit - '0' + 1) % 10);
  overwrite(path, text);
  struct timespec times[] = {before.st_atim, before.st_mtim};
  g_assert_cmpint(utimensat(AT_FDCWD, path, times, 0), ==, 0);
}

/* Somebody deletes or alters what was built. */
static void spoil_output(World *world)
{
  g_autofree char *file = g_strdup_printf("public/page-%d/index.html", 1 + 3 * pick(4));
  g_autofree char *path = g_build_filename(world->kept, file, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return;
  if (pick(2) == 0)
    g_assert_cmpint(g_unlink(path), ==, 0);
  else
    overwrite(path, "ここに何かを書いた");
}

static void let_days_pass(World *world)
{
  world->as_of.month++;
  if (world->as_of.month > 12) {
    world->as_of.month = 1;
    world->as_of.year++;
  }
}

static void change_something(World *world)
{
  switch (pick(18)) {
  case 0:
    delete_page(world);
    break;
  case 1:
    publish(world);
    break;
  case 2:
    change_theme(world);
    break;
  case 3:
    change_site(world);
    break;
  case 4:
    spoil_output(world);
    break;
  case 5:
    let_days_pass(world);
    break;
  case 6: /* nothing at all */
    break;
  case 7:
    change_title(world);
    break;
  case 8:
    change_policies(world);
    break;
  case 9:
    cancel_revision(world);
    break;
  case 10:
    change_word(world);
    break;
  case 11:
    change_behind_the_clock(world);
    break;
  default:
    write_page(world, pick(PAGES));
    break;
  }
}

/* --- comparing --------------------------------------------------------------------- */

static bool build(const World *world, const char *out, Report *report)
{
  BuildResult result;
  BuildOptions options = {
    .site = world->site, .out = out, .as_of = world->as_of, .jobs = (guint)(1 + pick(2))};
  return build_site(&options, &result, report);
}

/* Notes on the run as a whole are not said again where nothing has changed. */
static guint faults(const Report *report)
{
  return report_count(report) - report_count_of(report, LEVEL_NOTE);
}

static GPtrArray *files_of(const char *out)
{
  g_autofree char *root = g_build_filename(out, "public", NULL);
  g_autoptr(Report) report = report_new();
  return files_walk(root, NULL, NULL, report);
}

static void assert_same_trees(const char *a, const char *b)
{
  g_autoptr(GPtrArray) in_a = files_of(a);
  g_autoptr(GPtrArray) in_b = files_of(b);
  for (guint i = 0; i < MAX(in_a->len, in_b->len); i++) {
    const FoundFile *x = i < in_a->len ? g_ptr_array_index(in_a, i) : NULL;
    const FoundFile *y = i < in_b->len ? g_ptr_array_index(in_b, i) : NULL;
    g_assert_cmpstr(x ? x->path : "(no more)", ==, y ? y->path : "(no more)");
    g_autofree char *path_a = g_build_filename(a, "public", x->path, NULL);
    g_autofree char *path_b = g_build_filename(b, "public", y->path, NULL);
    g_autofree char *bytes_a = NULL, *bytes_b = NULL;
    gsize size_a = 0, size_b = 0;
    g_assert_true(g_file_get_contents(path_a, &bytes_a, &size_a, NULL));
    g_assert_true(g_file_get_contents(path_b, &bytes_b, &size_b, NULL));
    if (size_a != size_b || memcmp(bytes_a, bytes_b, size_a) != 0)
      g_error("%s differs between the incremental and the clean build", x->path);
  }
}

/* Takes back what made a build fail: links to pages or places that are gone. */
static void mend(World *world)
{
  for (int i = 0; i < PAGES; i++) {
    g_autofree char *name = page_name(i);
    g_autofree char *text = g_strdup_printf("# ページ %d\n\n## 節 {#part-1}\n", i);
    write_file(world, name, text);
    world->page[i] = true;
  }
}

static void incremental_equals_clean(World *world, gconstpointer data)
{
  (void)data;
  int built = 0, failed = 0;
  for (int step = 0; step < STEPS; step++) {
    g_autoptr(Report) kept = report_new();
    g_autoptr(Report) fresh = report_new();
    g_autoptr(Report) ignored = report_new();

    folder_remove(world->fresh, ignored);
    bool kept_good = build(world, world->kept, kept);
    bool fresh_good = build(world, world->fresh, fresh);
    if (kept_good != fresh_good || faults(kept) != faults(fresh)) {
      report_print(kept, &(ReportStyle){MESSAGES_EN, false}, stderr);
      fprintf(stderr, "---\n");
      report_print(fresh, &(ReportStyle){MESSAGES_EN, false}, stderr);
    }
    g_assert_cmpint(kept_good, ==, fresh_good);
    g_assert_cmpuint(faults(kept), ==, faults(fresh));
    if (fresh_good) {
      assert_same_trees(world->kept, world->fresh);
      built++;
    } else {
      failed++;
      mend(world);
      continue;
    }
    change_something(world);
  }
  g_test_message("%d builds, %d of them with faults", built + failed, failed);
  g_assert_cmpint(built, >, STEPS / 2);
  g_assert_cmpint(failed, >, 0);
}

/* --- what chance may not reach ------------------------------------------------------- */

/* Builds over what is there, and from scratch; both must say the same and give the same. */
static bool build_both(World *world, Report *kept, guint jobs)
{
  g_autoptr(Report) fresh = report_new();
  g_autoptr(Report) ignored = report_new();
  BuildResult result;
  BuildOptions options = {
    .site = world->site, .out = world->kept, .as_of = world->as_of, .jobs = jobs};

  folder_remove(world->fresh, ignored);
  bool good = build_site(&options, &result, kept);
  g_assert_cmpint(build(world, world->fresh, fresh), ==, good);
  g_assert_cmpuint(faults(kept), ==, faults(fresh));
  if (good)
    assert_same_trees(world->kept, world->fresh);
  return good;
}

static guint said(const Report *report, DiagCode code)
{
  guint count = 0;
  for (guint i = 0; i < report_count(report); i++)
    count += report_get(report, i)->code == code;
  return count;
}

static bool build_quietly(World *world, guint jobs)
{
  g_autoptr(Report) report = report_new();
  bool good = build_both(world, report, jobs);
  g_assert_cmpuint(faults(report), ==, 0);
  return good;
}

/* A source that changed just now may change again within the file system's clock, so that it is
 * looked at again. Past that it counts as known. */
static void let_it_settle(void)
{
  g_usleep(100 * 1000);
}

/* A page that did not change links to a place that another page no longer has: all pages are made a
 * second time, so that the link is found. */
static void a_lost_id_is_missed(World *world, gconstpointer data)
{
  (void)data;
  for (guint jobs = 1; jobs <= 2; jobs++) {
    g_autoptr(Report) report = report_new();
    mend(world);
    write_file(world, "content/pages/page-1.md", "# 一\n\n## 節 {#part-1}\n\n## 節 {#unused}\n");
    write_file(world, "content/pages/page-2.md", "# 二\n\n[一](../page-1/#part-1)\n");
    let_it_settle();
    g_assert_true(build_quietly(world, jobs));
    write_file(world, "content/pages/page-1.md", "# 一\n\n## 節 {#part-1}\n");
    g_assert_true(build_quietly(world, jobs)); /* lost, and linked to by nobody */
    write_file(world, "content/pages/page-1.md", "# 一\n\n## 節 {#part-2}\n");
    g_assert_false(build_both(world, report, jobs));
    g_assert_cmpuint(said(report, DIAG_ANCHOR_BROKEN), ==, 1);
    write_file(world, "content/pages/page-2.md", "# 二\n\n[一](../page-1/#part-2)\n");
    g_assert_true(build_quietly(world, jobs));
  }
}

/* A warning does not fall silent because its page did not change, nor because nothing did. */
static void warnings_are_said_again(World *world, gconstpointer data)
{
  (void)data;
  mend(world);
  write_file(world, "content/pages/page-1.md", "# 一\n\n- ① あ\n- ③ い\n");
  let_it_settle();
  for (int step = 0; step < 6; step++) {
    g_autoptr(Report) report = report_new();
    g_autofree char *text = g_strdup_printf("# 二\n\n本文その%d。\n", step);
    if (step % 3 == 0) {
      write_file(world, "content/pages/page-2.md", text);
      let_it_settle();
    }
    g_assert_true(build_both(world, report, 1));
    g_assert_cmpuint(report_count_of(report, LEVEL_WARNING), ==, 1);
    g_assert_cmpuint(said(report, DIAG_ENUMERATOR_GAP), ==, 1);
  }
  write_file(world, "content/pages/page-1.md", "# 一\n\n- ① あ\n- ② い\n");
  g_assert_true(build_quietly(world, 1));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/pages/incremental", World, NULL, set_up, incremental_equals_clean, tear_down);
  g_test_add("/pages/incremental/lost-id", World, NULL, set_up, a_lost_id_is_missed, tear_down);
  g_test_add("/pages/incremental/warnings", World, NULL, set_up, warnings_are_said_again,
             tear_down);
  return g_test_run();
}
