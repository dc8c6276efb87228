/* pages/outbox and pages/journal: files get in whole, in order, and nowhere else. */
#include "pages/outbox.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder; /* a scratch folder; the output folder is `out` in it */
  char *out;
  Report *report;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->folder = g_dir_make_tmp("kaitei-outbox-XXXXXX", NULL);
  f->out = g_build_filename(f->folder, "out", NULL);
  f->report = report_new();
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_true(folder_remove(f->folder, f->report));
  g_free(f->folder);
  g_free(f->out);
  report_free(f->report);
}

/* ---- small words ---- */

static char *in(const Fixture *f, const char *path)
{
  return g_build_filename(f->out, path, NULL);
}

static Outbox *begin(Fixture *f)
{
  Outbox *outbox = outbox_open(f->out, f->report);
  g_assert_nonnull(outbox);
  return outbox;
}

static OutboxResult put(Fixture *f, Outbox *outbox, const char *path, const char *text)
{
  return outbox_put(outbox, path, text, strlen(text), NULL, f->report);
}

static void finish(Fixture *f, Outbox *outbox)
{
  g_assert_true(outbox_deliver(outbox, f->report));
  g_assert_cmpuint(report_count(f->report), ==, 0);
  outbox_close(outbox);
}

static void assert_holds(const Fixture *f, const char *path, const char *text)
{
  g_autofree char *full = in(f, path);
  g_autofree char *got = NULL;
  g_file_get_contents(full, &got, NULL, NULL);
  g_assert_cmpstr(got, ==, text);
}

static bool there(const Fixture *f, const char *path)
{
  g_autofree char *full = in(f, path);
  struct stat st;
  return lstat(full, &st) == 0;
}

static void strange(const Fixture *f, const char *path, const char *text)
{
  g_autofree char *full = in(f, path);
  g_autofree char *folder = g_path_get_dirname(full);
  g_assert_cmpint(g_mkdir_with_parents(folder, 0777), ==, 0);
  g_assert_true(g_file_set_contents(full, text, -1, NULL));
}

static void assert_reported(const Fixture *f, guint index, DiagCode code)
{
  g_assert_cmpuint(report_count(f->report), >, index);
  g_assert_cmpstr(diag_code_name(report_get(f->report, index)->code), ==, diag_code_name(code));
}

/* ---- the ordinary ---- */

static void test_first_build(Fixture *f, gconstpointer data)
{
  (void)data;
  Outbox *outbox = begin(f);
  g_assert_cmpint(put(f, outbox, "public/index.html", "home"), ==, OUTBOX_WRITTEN);
  g_assert_cmpint(put(f, outbox, "public/a/b/index.html", "deep"), ==, OUTBOX_WRITTEN);
  g_assert_cmpint(put(f, outbox, "top.txt", ""), ==, OUTBOX_WRITTEN);
  g_assert_false(there(f, "public"));
  g_assert_false(there(f, "top.txt"));
  g_assert_cmpuint(outbox_written(outbox), ==, 3);
  finish(f, outbox);
  assert_holds(f, "public/index.html", "home");
  assert_holds(f, "public/a/b/index.html", "deep");
  assert_holds(f, "top.txt", "");
  g_assert_false(there(f, ".next"));
}

static void build_two(Fixture *f)
{
  Outbox *outbox = begin(f);
  put(f, outbox, "public/index.html", "one");
  put(f, outbox, "public/a/index.html", "two");
  finish(f, outbox);
}

static void test_same_is_left(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  FileStamp before, after;
  g_autofree char *path = in(f, "public/index.html");
  g_assert_true(file_stamp(path, &before));

  Outbox *outbox = begin(f);
  g_assert_cmpint(put(f, outbox, "public/index.html", "one"), ==, OUTBOX_SAME);
  g_assert_cmpint(put(f, outbox, "public/a/index.html", "twO"), ==, OUTBOX_WRITTEN);
  g_assert_cmpint(put(f, outbox, "public/a/more.html", "three"), ==, OUTBOX_WRITTEN);
  g_assert_cmpuint(outbox_written(outbox), ==, 2);
  finish(f, outbox);
  g_assert_true(file_stamp(path, &after));
  g_assert_true(file_stamp_equal(&before, &after));
  assert_holds(f, "public/a/index.html", "twO");
  assert_holds(f, "public/a/more.html", "three");
}

/* A file of several reads, differing in its last byte alone. */
static void test_large(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *text = g_strnfill(300 * 1000, 'x');
  Outbox *outbox = begin(f);
  put(f, outbox, "big", text);
  finish(f, outbox);
  outbox = begin(f);
  g_assert_cmpint(put(f, outbox, "big", text), ==, OUTBOX_SAME);
  text[299999] = 'y';
  g_assert_cmpint(put(f, outbox, "big", text), ==, OUTBOX_WRITTEN);
  finish(f, outbox);
  assert_holds(f, "big", text);
}

static void test_drop(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  strange(f, "public/kept/notes.txt", "mine");
  Outbox *outbox = begin(f);
  put(f, outbox, "public/b/c/index.html", "x");
  finish(f, outbox);

  outbox = begin(f);
  outbox_drop(outbox, "public/b/c/index.html");
  outbox_drop(outbox, "public/b/c/index.html");
  outbox_drop(outbox, "public/never/was.html");
  outbox_drop(outbox, "../elsewhere");
  g_assert_cmpuint(outbox_dropped(outbox), ==, 2);
  g_assert_true(there(f, "public/b/c/index.html"));
  finish(f, outbox);
  g_assert_false(there(f, "public/b"));
  assert_holds(f, "public/a/index.html", "two");
  assert_holds(f, "public/kept/notes.txt", "mine");
}

/* Not delivered: nothing has happened. */
static void test_dropped_build(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  Outbox *outbox = begin(f);
  put(f, outbox, "public/index.html", "other");
  outbox_drop(outbox, "public/a/index.html");
  outbox_close(outbox);
  assert_holds(f, "public/index.html", "one");
  assert_holds(f, "public/a/index.html", "two");
  g_assert_false(there(f, ".next"));
}

static void test_read_and_stamp(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  Outbox *outbox = begin(f);
  FileStamp given, promised, real;
  outbox_put(outbox, "public/index.html", "newer", 5, &given, f->report);
  outbox_drop(outbox, "public/a/index.html");
  gsize length = 0;
  g_autofree char *newer = outbox_read(outbox, "public/index.html", &length);
  g_assert_cmpstr(newer, ==, "newer");
  g_assert_cmpuint(length, ==, 5);
  g_assert_null(outbox_read(outbox, "public/a/index.html", &length));
  g_assert_null(outbox_read(outbox, "public/none", &length));
  g_assert_null(outbox_read(outbox, "public", &length));

  g_assert_true(outbox_stamp(outbox, "public/index.html", &promised));
  g_assert_true(file_stamp_equal(&given, &promised));
  g_assert_false(outbox_stamp(outbox, "public/a/index.html", &real));
  g_assert_false(outbox_stamp(outbox, "public", &real));
  finish(f, outbox);
  g_autofree char *path = in(f, "public/index.html");
  g_assert_true(file_stamp(path, &real));
  real.ctime_ns = 0; /* changed by the delivery itself */
  g_assert_true(file_stamp_equal(&promised, &real));

  g_autoptr(Outbox) again = begin(f);
  g_assert_cmpint(outbox_put(again, "public/index.html", "newer", 5, &given, f->report), ==,
                  OUTBOX_SAME);
  g_assert_true(file_stamp_equal(&given, &promised));
}

/* ---- what stands in the way ---- */

static void test_exchange(Fixture *f, gconstpointer data)
{
  (void)data;
  Outbox *outbox = begin(f);
  put(f, outbox, "public/a", "a file");
  put(f, outbox, "public/b/index.html", "a folder");
  put(f, outbox, "public/b/c/index.html", "a folder");
  finish(f, outbox);

  outbox = begin(f);
  put(f, outbox, "public/a/index.html", "a folder now");
  put(f, outbox, "public/b", "a file now");
  outbox_drop(outbox, "public/a");
  outbox_drop(outbox, "public/b/index.html");
  outbox_drop(outbox, "public/b/c/index.html");
  finish(f, outbox);
  assert_holds(f, "public/a/index.html", "a folder now");
  assert_holds(f, "public/b", "a file now");
  g_assert_false(there(f, ".next"));
}

/* A folder that a stranger makes between the writing and the delivery. */
static void test_merge(Fixture *f, gconstpointer data)
{
  (void)data;
  Outbox *outbox = begin(f);
  put(f, outbox, "public/a/index.html", "ours");
  put(f, outbox, "public/a/b/index.html", "ours");
  strange(f, "public/a/b/notes.txt", "theirs");
  strange(f, "public/a/index.html", "in the way");
  finish(f, outbox);
  assert_holds(f, "public/a/index.html", "ours");
  assert_holds(f, "public/a/b/index.html", "ours");
  assert_holds(f, "public/a/b/notes.txt", "theirs");
}

/* And one that a stranger takes away. */
static void test_way_gone(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  Outbox *outbox = begin(f);
  put(f, outbox, "public/a/index.html", "ours");
  g_autofree char *folder = in(f, "public/a");
  g_assert_true(folder_remove(folder, f->report));
  finish(f, outbox);
  assert_holds(f, "public/a/index.html", "ours");
}

static void test_fifo(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  g_autofree char *path = in(f, "public/pipe");
  g_assert_cmpint(mkfifo(path, 0666), ==, 0);
  Outbox *outbox = begin(f);
  g_assert_cmpint(put(f, outbox, "public/pipe", "text"), ==, OUTBOX_WRITTEN);
  finish(f, outbox);
  assert_holds(f, "public/pipe", "text");
}

/* ---- where nothing may be written ---- */

static void test_paths(Fixture *f, gconstpointer data)
{
  (void)data;
  static const char *const bad[] = {"",       "/etc/x", "../x",    "a/../../x", "a/..",  "./a",
                                    "a//b",   "a/",     ".next/a", ".next",     ".lock", "a\nb",
                                    "a/\x7f", "a/./b",  "..",      ".lock/a",   NULL};
  for (guint i = 0; bad[i] != NULL; i++) {
    Outbox *outbox = begin(f);
    g_assert_cmpint(put(f, outbox, bad[i], "x"), ==, OUTBOX_FAILED);
    assert_reported(f, i, DIAG_OUTPUT_PATH);
    g_assert_false(outbox_deliver(outbox, f->report));
    outbox_close(outbox);
  }
  report_free(f->report);
  f->report = report_new();
  Outbox *outbox = begin(f);
  static const char *const good[] = {".nextly/a", ".locked", ".cache/b", "日本語 の名/x",
                                     "..a/b.."};
  for (guint i = 0; i < G_N_ELEMENTS(good); i++)
    g_assert_cmpint(put(f, outbox, good[i], "x"), ==, OUTBOX_WRITTEN);
  finish(f, outbox);
  assert_holds(f, "日本語 の名/x", "x");
}

static void test_links(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  g_autofree char *elsewhere = g_build_filename(f->folder, "elsewhere", NULL);
  g_autofree char *theirs = g_build_filename(elsewhere, "index.html", NULL);
  g_autofree char *link = in(f, "public/link");
  g_assert_cmpint(g_mkdir(elsewhere, 0777), ==, 0);
  g_assert_true(g_file_set_contents(theirs, "theirs", -1, NULL));
  g_assert_cmpint(symlink(elsewhere, link), ==, 0);

  Outbox *outbox = begin(f);
  g_assert_cmpint(put(f, outbox, "public/link/index.html", "x"), ==, OUTBOX_FAILED);
  assert_reported(f, 0, DIAG_OUTPUT_LINK);
  g_assert_cmpint(put(f, outbox, "public/link/deeper/index.html", "x"), ==, OUTBOX_FAILED);
  assert_reported(f, 1, DIAG_OUTPUT_LINK);
  gsize length = 0;
  g_assert_null(outbox_read(outbox, "public/link/index.html", &length));
  outbox_close(outbox);

  report_free(f->report);
  f->report = report_new();
  outbox = begin(f);
  outbox_drop(outbox, "public/link/index.html");
  finish(f, outbox);
  g_autofree char *kept = NULL;
  g_assert_true(g_file_get_contents(theirs, &kept, NULL, NULL));
  g_assert_cmpstr(kept, ==, "theirs");
}

/* A link in a file's place is replaced, not written through. */
static void test_link_for_file(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  g_autofree char *theirs = g_build_filename(f->folder, "theirs", NULL);
  g_autofree char *link = in(f, "public/link.html");
  g_assert_true(g_file_set_contents(theirs, "same", -1, NULL));
  g_assert_cmpint(symlink(theirs, link), ==, 0);
  Outbox *outbox = begin(f);
  g_assert_cmpint(put(f, outbox, "public/link.html", "same"), ==, OUTBOX_WRITTEN);
  finish(f, outbox);
  g_assert_false(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
  assert_holds(f, "public/link.html", "same");
}

static void test_twice(Fixture *f, gconstpointer data)
{
  (void)data;
  Outbox *outbox = begin(f);
  put(f, outbox, "public/a", "1");
  g_assert_cmpint(put(f, outbox, "public/a", "2"), ==, OUTBOX_FAILED);
  assert_reported(f, 0, DIAG_OUTPUT_TWICE);
  g_assert_cmpint(put(f, outbox, "public/a/b", "2"), ==, OUTBOX_FAILED);
  assert_reported(f, 1, DIAG_OUTPUT_TWICE);
  g_assert_false(outbox_deliver(outbox, f->report));
  outbox_close(outbox);
  g_assert_false(there(f, "public"));
}

static void test_busy(Fixture *f, gconstpointer data)
{
  (void)data;
  Outbox *outbox = begin(f);
  put(f, outbox, "public/a", "1");
  g_assert_null(outbox_open(f->out, f->report));
  assert_reported(f, 0, DIAG_OUTPUT_BUSY);
  report_free(f->report);
  f->report = report_new();
  finish(f, outbox);
  assert_holds(f, "public/a", "1");
  outbox_close(begin(f));
}

static void test_no_folder(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_true(g_file_set_contents(f->out, "a file", -1, NULL));
  g_assert_null(outbox_open(f->out, f->report));
  assert_reported(f, 0, DIAG_FOLDER_IS_FILE);
}

/* ---- recovery ---- */

static void test_journal_is_done(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  strange(f, ".next/files/public/index.html", "new");
  strange(f, ".next/files/public/c/index.html", "whole folder");
  strange(f, ".next/journal",
          "kaitei journal 1\nmove public/c\nmove public/done\nmove public/index.html\n"
          "drop public/a/index.html\nend 4\n");
  outbox_close(begin(f));
  assert_holds(f, "public/index.html", "new");
  assert_holds(f, "public/c/index.html", "whole folder");
  g_assert_false(there(f, "public/a"));
  g_assert_false(there(f, ".next"));
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

/* Cut short, or of another form: as if it were not there. */
static void test_journal_cut(Fixture *f, gconstpointer data)
{
  (void)data;
  static const char *const bad[] = {
    "",
    "kaitei journal 1\n",
    "kaitei journal 1\nmove public/index.html\n",
    "kaitei journal 1\nmove public/index.html\nend 1",
    "kaitei journal 1\nmove public/index.html\nend 2\n",
    "kaitei journal 9\nmove public/index.html\nend 1\n",
    "kaitei journal 1\nmove public/index.html\nend 1\ndrop public/a/index.html\n",
    "kaitei journal 1\nmove public/index.html\ndrop ../victim\nend 2\n",
    "kaitei journal 1\nmove public/index.html\nlose public/a/index.html\nend 2\n",
    "kaitei journal 1\nmove public/index.html\nmove\nend 2\n",
    "kaitei journal 1\nmove public/index.html\n\nend 2\n",
  };
  build_two(f);
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    strange(f, ".next/files/public/index.html", "new");
    strange(f, ".next/journal", bad[i]);
    outbox_close(begin(f));
    assert_holds(f, "public/index.html", "one");
    assert_holds(f, "public/a/index.html", "two");
    g_assert_false(there(f, ".next"));
  }
}

/* A journal that cannot be done stays, and holds up every build after it. */
static void test_journal_stuck(Fixture *f, gconstpointer data)
{
  (void)data;
  build_two(f);
  g_autofree char *victim = g_build_filename(f->folder, "victim", NULL);
  g_autofree char *link = in(f, "public/link");
  g_assert_cmpint(g_mkdir(victim, 0777), ==, 0);
  g_assert_cmpint(symlink(victim, link), ==, 0);
  strange(f, ".next/files/public/link/index.html", "new");
  strange(f, ".next/journal",
          "kaitei journal 1\nmove public/link/index.html\ndrop public/a/index.html\nend 2\n");
  for (guint i = 0; i < 2; i++) {
    g_assert_null(outbox_open(f->out, f->report));
    assert_reported(f, i, DIAG_OUTPUT_UNFINISHED);
  }
  g_assert_true(there(f, ".next/journal"));
  assert_holds(f, "public/a/index.html", "two");
  g_assert_cmpint(g_rmdir(victim), ==, 0); /* empty: nothing went through the link */

  g_assert_cmpint(unlink(link), ==, 0);
  outbox_close(begin(f));
  assert_holds(f, "public/link/index.html", "new");
  g_assert_false(there(f, "public/a"));
}

/* ---- threads ---- */

typedef struct {
  Outbox *outbox;
  guint first;
  Report *report;
} Share;

static gpointer put_share(gpointer data)
{
  Share *share = data;
  for (guint i = share->first; i < 600; i += 4) {
    g_autofree char *path = g_strdup_printf("public/%u/%u/index.html", i / 40, i / 4);
    g_autofree char *name = g_strdup_printf("%s.%u", path, i);
    g_assert_cmpint(outbox_put(share->outbox, name, name, strlen(name), NULL, share->report), ==,
                    OUTBOX_WRITTEN);
  }
  return NULL;
}

static void test_threads(Fixture *f, gconstpointer data)
{
  (void)data;
  Outbox *outbox = begin(f);
  GThread *threads[4];
  Share shares[4];
  for (guint i = 0; i < 4; i++) {
    shares[i] = (Share){outbox, i, report_new()};
    threads[i] = g_thread_new("put", put_share, &shares[i]);
  }
  for (guint i = 0; i < 4; i++) {
    g_thread_join(threads[i]);
    report_merge(f->report, shares[i].report);
    report_free(shares[i].report);
  }
  g_assert_cmpuint(outbox_written(outbox), ==, 600);
  finish(f, outbox);
  for (guint i = 0; i < 600; i++) {
    g_autofree char *name = g_strdup_printf("public/%u/%u/index.html.%u", i / 40, i / 4, i);
    assert_holds(f, name, name);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define CASE(name, test) g_test_add("/outbox/" name, Fixture, NULL, set_up, test, tear_down)
  CASE("first build", test_first_build);
  CASE("same is left", test_same_is_left);
  CASE("large", test_large);
  CASE("drop", test_drop);
  CASE("not delivered", test_dropped_build);
  CASE("read and stamp", test_read_and_stamp);
  CASE("file and folder exchanged", test_exchange);
  CASE("a folder is merged", test_merge);
  CASE("a folder is gone", test_way_gone);
  CASE("a pipe in the way", test_fifo);
  CASE("paths", test_paths);
  CASE("links are not followed", test_links);
  CASE("a link for a file", test_link_for_file);
  CASE("one path twice", test_twice);
  CASE("busy", test_busy);
  CASE("no folder", test_no_folder);
  CASE("journal is done", test_journal_is_done);
  CASE("journal cut short", test_journal_cut);
  CASE("journal stuck", test_journal_stuck);
  CASE("threads", test_threads);
  return g_test_run();
}
