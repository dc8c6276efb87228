/* serve/writing: what a file does in its own manner is kept, and what was not seen is never
 * written over. */
#include "serve/writing.h"

#include "markup/document.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *root, *file;
  PolicySource policy;
  Report *report;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->report = report_new();
  f->root = g_dir_make_tmp("kaitei-writing-XXXXXX", NULL);
  f->policy.folder = (char *)"content/a";
  f->file = g_build_filename(f->root, "content/a/policy.md", NULL);
  g_autofree char *folder = g_path_get_dirname(f->file);
  g_assert_true(folder_make(folder, f->report));
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) unsaid = report_new();
  g_assert_true(folder_remove(f->root, unsaid));
  report_free(f->report);
  g_free(f->root);
  g_free(f->file);
}

static void put(const Fixture *f, const char *bytes, gsize size)
{
  g_assert_true(g_file_set_contents(f->file, bytes, (gssize)size, NULL));
}

static void assert_holds(const Fixture *f, const char *bytes)
{
  g_autofree char *held = NULL;
  g_assert_true(g_file_get_contents(f->file, &held, NULL, NULL));
  g_assert_cmpstr(held, ==, bytes);
}

/* Nothing but the file itself is left in its folder. */
static void assert_alone(const Fixture *f)
{
  g_autofree char *folder = g_path_get_dirname(f->file);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  guint count = 0;
  while (g_dir_read_name(dir) != NULL)
    count++;
  g_assert_cmpuint(count, ==, 1);
}

static Writing *opened(Fixture *f)
{
  return writing_open(f->root, &f->policy, "ja", f->report);
}

static void test_manner(Fixture *f, gconstpointer data)
{
  (void)data;
  static const struct {
    const char *was, *text, *typed, *becomes;
  } cases[] = {
    {"a\n", "a\n", "b\n", "b\n"},
    {"a\n", "a\n", "b", "b\n"},
    {"a", "a", "b", "b"},
    {"a", "a", "b\n", "b\n"},
    {"", "", "b", "b\n"},
    {"a\n", "a\n", "", ""},
    {"a\r\nb\r\n", "a\nb\n", "a\nc\n", "a\r\nc\r\n"},
    {"a\r\nb\nc\r\n", "a\nb\nc\n", "a\nd\n", "a\r\nd\r\n"},
    {"a\nb\nc\r\n", "a\nb\nc\n", "a\nd\n", "a\nd\n"},
    {"a\r\nb\nc\r", "a\nb\nc\n", "a\nb\nc\n", "a\r\nb\nc\r"},
    {"\xEF\xBB\xBF"
     "a\r\n",
     "a\n", "b",
     "\xEF\xBB\xBF"
     "b\r\n"},
    {"\n\na\n", "\n\na\n", "\n\nb\n", "\n\nb\n"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    put(f, cases[i].was, strlen(cases[i].was));
    g_autoptr(Writing) writing = opened(f);
    g_assert_cmpstr(writing->text, ==, cases[i].text);
    g_assert_cmpint(writing_save(writing, writing->blob, cases[i].typed, f->report), ==, SAVED);
    assert_holds(f, cases[i].becomes);
  }
  assert_alone(f);
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

static void test_new_file(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Writing) writing = opened(f);
  g_assert_false(writing->there);
  g_assert_cmpstr(writing->text, ==, "");
  g_assert_cmpint(writing_save(writing, "", "a", f->report), ==, SAVED);
  assert_holds(f, "a\n");
  /* It was not there when it was looked at, and is now. */
  g_assert_cmpint(writing_save(writing, "", "b", f->report), ==, SAVE_CHANGED);
  assert_holds(f, "a\n");
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

static void test_changed(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "a\n", 2);
  g_autoptr(Writing) before = opened(f);
  put(f, "b\n", 2);
  /* Between the look and the rename. */
  g_assert_cmpint(writing_save(before, before->blob, "c\n", f->report), ==, SAVE_CHANGED);
  assert_holds(f, "b\n");
  /* Before the look. */
  g_autoptr(Writing) now = opened(f);
  g_assert_cmpint(writing_save(now, before->blob, "c\n", f->report), ==, SAVE_CHANGED);
  assert_holds(f, "b\n");
  /* Taken away. */
  g_assert_cmpint(unlink(f->file), ==, 0);
  g_assert_cmpint(writing_save(now, now->blob, "c\n", f->report), ==, SAVE_CHANGED);
  g_assert_false(g_file_test(f->file, G_FILE_TEST_EXISTS));
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

static void test_refused(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "a\n", 2);
  g_autoptr(Writing) writing = opened(f);
  g_autofree char *long_text = g_strnfill(MARKUP_TEXT_LIMIT, 'a');
  g_assert_cmpint(writing_save(writing, writing->blob, long_text, f->report), ==, SAVE_FAILED);
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_TEXT_TOO_LONG);
  long_text[MARKUP_TEXT_LIMIT - 1] = '\0'; /* with its line end it just fits */
  g_assert_cmpint(chmod(f->file, 0444), ==, 0);
  g_autoptr(Writing) again = opened(f);
  g_assert_cmpint(writing_save(again, again->blob, long_text, f->report), ==, SAVE_FAILED);
  g_assert_cmpint(report_get(f->report, 1)->code, ==, DIAG_FILE_UNWRITABLE);
  assert_holds(f, "a\n");
  assert_alone(f);
  g_assert_cmpint(chmod(f->file, 0640), ==, 0);
  g_autoptr(Writing) last = opened(f);
  g_assert_cmpint(writing_save(last, last->blob, long_text, f->report), ==, SAVED);
  struct stat info;
  g_assert_cmpint(stat(f->file, &info), ==, 0);
  g_assert_cmpuint(info.st_mode & 0777, ==, 0640);
  g_assert_cmpint(info.st_size, ==, MARKUP_TEXT_LIMIT);
}

/* A disk that takes no more, by way of a limit on the file's size. */
static void test_full(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "a\n", 2);
  g_autoptr(Writing) writing = opened(f);
  struct rlimit was, none = {1, 1};
  g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &was), ==, 0);
  none.rlim_max = was.rlim_max;
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &none), ==, 0);
  Saving saving = writing_save(writing, writing->blob, "abc\n", f->report);
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &was), ==, 0);
  signal(SIGXFSZ, handler);
  g_assert_cmpint(saving, ==, SAVE_FAILED);
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_FILE_UNWRITABLE);
  assert_holds(f, "a\n");
  assert_alone(f);
}

static void test_no_text(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "# \x83\x65\n", 5);
  g_autoptr(Writing) writing = opened(f);
  g_assert_null(writing->text);
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_TEXT_NOT_UTF8);
  g_assert_cmpint(writing_save(writing, "", "b\n", f->report), ==, SAVE_CHANGED);
  /* Whoever has seen that it is none may put a text in its place. */
  g_assert_cmpint(writing_save(writing, writing->blob, "b\n", f->report), ==, SAVED);
  assert_holds(f, "b\n");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/serve/writing/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("manner", test_manner);
  TEST("new-file", test_new_file);
  TEST("changed", test_changed);
  TEST("refused", test_refused);
  TEST("full", test_full);
  TEST("no-text", test_no_text);
#undef TEST
  return g_test_run();
}
