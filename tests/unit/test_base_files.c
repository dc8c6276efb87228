/* base/files: reading with a bound, writing whole, walking in order, removing. */
#include "base/files.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  Report *report;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->folder = g_dir_make_tmp("kaitei-files-XXXXXX", NULL);
  f->report = report_new();
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_true(folder_remove(f->folder, f->report));
  g_assert_false(g_file_test(f->folder, G_FILE_TEST_EXISTS));
  g_free(f->folder);
  report_free(f->report);
}

static char *in(Fixture *f, const char *name)
{
  return g_build_filename(f->folder, name, NULL);
}

static void put(Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = in(f, name);
  g_assert_true(file_write(path, text, strlen(text), f->report));
}

static void check_reported(Fixture *f, DiagCode code, const char *file)
{
  g_assert_cmpuint(report_count(f->report), ==, 1);
  g_assert_cmpint(report_get(f->report, 0)->code, ==, code);
  g_assert_cmpstr(report_get(f->report, 0)->file, ==, file);
}

static void test_read(Fixture *f, gconstpointer data)
{
  (void)data;
  gsize length = 0;
  g_autofree char *path = in(f, "方針 1.md");
  g_assert_true(file_write(path, "a\0b", 3, f->report));

  g_autofree char *whole = file_read(path, NULL, 0, &length, f->report);
  g_assert_cmpmem(whole, length + 1, "a\0b", 4);
  g_autofree char *exact = file_read(path, NULL, 3, NULL, f->report);
  g_assert_nonnull(exact);
  g_assert_cmpuint(report_count(f->report), ==, 0);

  g_assert_null(file_read(path, "方針", 2, &length, f->report));
  check_reported(f, DIAG_FILE_TOO_LARGE, "方針");
}

static void test_read_missing(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *path = in(f, "nowhere.md");
  g_assert_null(file_read(path, "nowhere.md", 0, NULL, f->report));
  check_reported(f, DIAG_FILE_MISSING, "nowhere.md");
}

static void test_read_folder(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_null(file_read(f->folder, "folder", 0, NULL, f->report));
  check_reported(f, DIAG_FILE_NOT_PLAIN, "folder");
}

static void test_read_pipe(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *path = in(f, "pipe.md");
  g_assert_cmpint(mkfifo(path, 0600), ==, 0);
  g_assert_null(file_read(path, "pipe.md", 0, NULL, f->report));
  check_reported(f, DIAG_FILE_NOT_PLAIN, "pipe.md");
}

/* Files of /proc say that they are empty. */
static void test_read_sizeless(Fixture *f, gconstpointer data)
{
  (void)data;
  gsize length = 0;
  g_autofree char *text = file_read("/proc/self/status", NULL, 0, &length, f->report);
  g_assert_cmpuint(length, >, 100);
  g_assert_null(file_read("/proc/self/status", "status", 100, NULL, f->report));
  check_reported(f, DIAG_FILE_TOO_LARGE, "status");
}

static void test_write(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *path = in(f, "a/b/c.txt");
  g_autofree char *folder = in(f, "a/b");
  g_assert_true(file_write(path, "old", 3, f->report));
  g_assert_true(file_write(path, "newer", 5, f->report));
  g_autofree char *text = file_read(path, NULL, 0, NULL, f->report);
  g_assert_cmpstr(text, ==, "newer");

  /* Nothing is left beside it, and it may be read as other files may. */
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_assert_cmpstr(g_dir_read_name(dir), ==, "c.txt");
  g_assert_null(g_dir_read_name(dir));
  mode_t mask = umask(0);
  umask(mask);
  struct stat info;
  g_assert_cmpint(stat(path, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0666 & ~mask);
}

static void test_write_over_folder(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "taken/x", "x");
  g_autofree char *path = in(f, "taken");
  g_assert_false(file_write(path, "a", 1, f->report));
  check_reported(f, DIAG_FILE_UNWRITABLE, path);

  g_autoptr(GDir) dir = g_dir_open(f->folder, 0, NULL);
  g_assert_cmpstr(g_dir_read_name(dir), ==, "taken");
  g_assert_null(g_dir_read_name(dir));
}

static void test_write_below_file(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "file", "x");
  g_autofree char *path = in(f, "file/below.txt");
  g_autofree char *folder = in(f, "file");
  g_assert_false(file_write(path, "a", 1, f->report));
  check_reported(f, DIAG_FOLDER_IS_FILE, folder);
}

static void test_write_long_name(Fixture *f, gconstpointer data)
{
  (void)data;
  /* A name of 255 bytes still works, with its temporary one cut. */
  g_autofree char *long_name = g_strnfill(255, 'n');
  put(f, long_name, "x");
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_autofree char *too_long = g_strnfill(256, 'n');
  g_autofree char *bad = in(f, too_long);
  g_assert_false(file_write(bad, "x", 1, f->report));
  check_reported(f, DIAG_FILE_UNWRITABLE, bad);
}

static void test_stamp(Fixture *f, gconstpointer data)
{
  (void)data;
  FileStamp before, same, after;
  g_autofree char *path = in(f, "s");
  g_assert_false(file_stamp(path, &before));
  g_assert_false(file_stamp(f->folder, &before));
  put(f, "s", "one");
  g_assert_true(file_stamp(path, &before));
  g_assert_cmpint(before.size, ==, 3);
  g_assert_true(file_stamp(path, &same));
  g_assert_true(file_stamp_equal(&before, &same));
  put(f, "s", "two");
  g_assert_true(file_stamp(path, &after));
  g_assert_false(file_stamp_equal(&before, &after));
}

/* The walk's paths, with '\n' after each. */
static char *walked(Fixture *f, const char *root, const char *suffix)
{
  g_autofree char *path = in(f, root);
  g_autoptr(GPtrArray) found = files_walk(path, "content", suffix, f->report);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < found->len; i++) {
    const FoundFile *file = g_ptr_array_index(found, i);
    FileStamp stamp;
    g_autofree char *full = g_build_filename(path, file->path, NULL);
    g_assert_true(file_stamp(full, &stamp));
    g_assert_true(file_stamp_equal(&stamp, &file->stamp));
    g_string_append_printf(text, "%s\n", file->path);
  }
  return g_string_free(text, FALSE);
}

static void test_walk(Fixture *f, gconstpointer data)
{
  (void)data;
  static const char *const names[] = {"b.md",     "a/z.md", "a.md",  "a/b/c.md",
                                      "あ い.md", "B.md",   "x.txt", ".git/x.md",
                                      "a/.#b.md", "a-b.md", "md"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *name = g_build_filename("r", names[i], NULL);
    put(f, name, "x");
  }

  g_autofree char *md = walked(f, "r", ".md");
  g_assert_cmpstr(md, ==, "B.md\na-b.md\na.md\na/b/c.md\na/z.md\nb.md\nあ い.md\n");
  g_autofree char *all = walked(f, "r", NULL);
  g_assert_cmpstr(all, ==, "B.md\na-b.md\na.md\na/b/c.md\na/z.md\nb.md\nmd\nx.txt\nあ い.md\n");
  g_autofree char *none = walked(f, "nowhere", NULL);
  g_assert_cmpstr(none, ==, "");
  g_autofree char *file = walked(f, "r/b.md", NULL);
  g_assert_cmpstr(file, ==, "");
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

static void link_to(Fixture *f, const char *target, const char *name)
{
  g_autofree char *path = in(f, name);
  g_assert_cmpint(symlink(target, path), ==, 0);
}

static void test_links(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "r/real/a.md", "x");
  put(f, "out/secret.md", "x");
  put(f, "r2/b.md", "x");
  link_to(f, "real", "r/folder");
  link_to(f, "real/a.md", "r/file.md");
  link_to(f, "..", "r/real/up");

  g_autofree char *inside = walked(f, "r", ".md");
  g_assert_cmpstr(inside, ==, "file.md\nfolder/a.md\nreal/a.md\n");
  g_assert_cmpuint(report_count(f->report), ==, 0);

  link_to(f, "../out", "r/out");
  link_to(f, "../out/secret.md", "r/secret.md");
  link_to(f, "../r2/b.md", "r/neighbour.md");
  link_to(f, "nowhere", "r/dangling");
  g_autofree char *still = walked(f, "r", ".md");
  g_assert_cmpstr(still, ==, inside);

  report_sort(f->report);
  static const struct {
    const char *file;
    DiagCode code;
  } wanted[] = {{"content/dangling", DIAG_LINK_LEADS_NOWHERE},
                {"content/neighbour.md", DIAG_LINK_LEADS_OUT},
                {"content/out", DIAG_LINK_LEADS_OUT},
                {"content/secret.md", DIAG_LINK_LEADS_OUT}};
  g_assert_cmpuint(report_count(f->report), ==, G_N_ELEMENTS(wanted));
  for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
    g_assert_cmpstr(report_get(f->report, i)->file, ==, wanted[i].file);
    g_assert_cmpint(report_get(f->report, i)->code, ==, wanted[i].code);
  }
}

static void test_remove(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "keep/x", "x");
  put(f, "gone/a/b", "x");
  put(f, "gone/.c", "x");
  link_to(f, "../keep", "gone/link");
  g_autofree char *gone = in(f, "gone");
  g_autofree char *kept = in(f, "keep/x");
  g_assert_true(folder_remove(gone, f->report));
  g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
  g_assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
  g_assert_true(folder_remove(gone, f->report));
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

#define ADD(name, function) \
  g_test_add("/base/files/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("read", test_read);
  ADD("read-missing", test_read_missing);
  ADD("read-folder", test_read_folder);
  ADD("read-pipe", test_read_pipe);
  ADD("read-sizeless", test_read_sizeless);
  ADD("write", test_write);
  ADD("write-over-folder", test_write_over_folder);
  ADD("write-below-file", test_write_below_file);
  ADD("write-long-name", test_write_long_name);
  ADD("stamp", test_stamp);
  ADD("walk", test_walk);
  ADD("links", test_links);
  ADD("remove", test_remove);
  return g_test_run();
}
