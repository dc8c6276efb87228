/*
 * print/browser with a browser that misbehaves in every way (tests/tools/fake_browser.mjs), is
 * missing, or outlives its master.
 */
#include "print/browser.h"

#include "base/files.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Long enough for any answer on a busy machine; and what is waited for that never comes. */
#define LONG 30.0
#define SHORT 1.0

typedef struct {
  char *folder;
  char *paper;
  char *state;
  Report *report;
} Fixture;

static void set_up(Fixture *f, gconstpointer mode)
{
  g_autoptr(GError) error = NULL;
  f->folder = g_dir_make_tmp("kaitei-test-XXXXXX", &error);
  g_assert_no_error(error);
  f->paper = g_build_filename(f->folder, "paper.html", NULL);
  f->state = g_build_filename(f->folder, "state", NULL);
  g_autofree char *pdf = g_build_filename(f->folder, "paper.pdf", NULL);
  g_assert_true(g_file_set_contents(f->paper, "<p>x</p>", -1, NULL));
  g_autoptr(GString) bytes = g_string_new("%PDF-1.7\n");
  for (int i = 0; i < 30000; i++)
    g_string_append_printf(bytes, "%% line %d\n", i);
  g_string_append(bytes, "%%EOF\n");
  g_assert_true(g_file_set_contents(pdf, bytes->str, (gssize)bytes->len, NULL));
  f->report = report_new();
  g_assert_true(g_setenv("KAITEI_BROWSER", "tests/tools/fake_browser.mjs", TRUE));
  g_assert_true(g_setenv("FAKE", mode != NULL ? mode : "good", TRUE));
  g_assert_true(g_setenv("FAKE_PDF", pdf, TRUE));
  g_assert_true(g_setenv("FAKE_STATE", f->state, TRUE));
}

static void tear_down(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_unsetenv("KAITEI_BROWSER");
  g_autoptr(Report) ignored = report_new();
  (void)folder_remove(f->folder, ignored);
  g_free(f->folder);
  g_free(f->paper);
  g_free(f->state);
  report_free(f->report);
}

static Browser *browser_for(Fixture *f, double seconds, double total)
{
  const BrowserLimits limits = {seconds, total, 0};
  Browser *browser = browser_new(f->folder, &limits, f->report);
  g_assert_nonnull(browser);
  return browser;
}

static const Diag *only(const Fixture *f, DiagCode code)
{
  g_assert_cmpuint(report_count(f->report), ==, 1);
  const Diag *diag = report_get(f->report, 0);
  g_assert_cmpstr(diag_code_name(diag->code), ==, diag_code_name(code));
  g_assert_cmpint(report_status(f->report), ==, 3);
  return diag;
}

static void test_good(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autoptr(Browser) browser = browser_for(f, LONG, 0);
  for (int i = 0; i < 3; i++) {
    g_autoptr(GBytes) pdf = browser_print(browser, f->paper, "掲示", f->report);
    g_assert_cmpuint(report_count(f->report), ==, 0);
    g_autofree char *want = NULL;
    gsize length = 0;
    g_assert_true(g_file_get_contents(g_getenv("FAKE_PDF"), &want, &length, NULL));
    g_assert_cmpmem(g_bytes_get_data(pdf, NULL), g_bytes_get_size(pdf), want, length);
  }
  g_assert_cmpuint(browser_starts(browser), ==, 1);
}

/* Tried twice, then named. */
static void test_twice(Fixture *f, gconstpointer mode)
{
  g_autoptr(Browser) browser = browser_for(f, LONG, 0);
  g_autoptr(GBytes) pdf = browser_print(browser, f->paper, "掲示", f->report);
  g_assert_null(pdf);
  const Diag *diag = only(f, DIAG_PRINT_FAILED);
  g_assert_cmpstr(diag->arguments[0], ==, "掲示");
  g_assert_cmpstr(diag->file, ==, f->paper);
  g_assert_cmpuint(browser_starts(browser), ==, 2);
  if (strcmp(mode, "die") == 0)
    g_assert_cmpstr(diag->arguments[1], ==, "cannot start: the fake browser was told to die");
  if (strcmp(mode, "die-late") == 0)
    g_assert_cmpstr(diag->arguments[1], ==, "printing: out of memory");
  if (strcmp(mode, "refuse") == 0)
    g_assert_cmpstr(diag->arguments[1], ==, "Printing failed");
  /* The next paper has a browser of its own, and is told on its own. */
  g_autoptr(GBytes) next = browser_print(browser, f->paper, "次の紙", f->report);
  g_assert_null(next);
  g_assert_cmpuint(report_count(f->report), ==, 2);
  g_assert_cmpstr(report_get(f->report, 1)->arguments[0], ==, "次の紙");
}

/* Killed in the middle: one restart brings the paper. */
static void test_once(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autoptr(Browser) browser = browser_for(f, LONG, 0);
  g_autoptr(GBytes) pdf = browser_print(browser, f->paper, "掲示", f->report);
  g_assert_nonnull(pdf);
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_cmpuint(browser_starts(browser), ==, 2);
}

static void test_late(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autoptr(Browser) browser = browser_for(f, SHORT, 0);
  g_autoptr(GBytes) pdf = browser_print(browser, f->paper, "掲示", f->report);
  g_assert_null(pdf);
  const Diag *diag = only(f, DIAG_PRINT_LATE);
  g_assert_cmpstr(diag->arguments[0], ==, "掲示");
  g_assert_cmpuint(browser_starts(browser), ==, 1);
}

/* The paper after one that hung is printed. */
static void test_after_late(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autoptr(Browser) browser = browser_for(f, 5.0, 0);
  const char *paths[] = {f->paper, f->paper};
  const char *papers[] = {"一枚目", "二枚目"};
  GBytes *pdf[2] = {NULL, NULL};
  g_assert_false(browser_print_all(browser, paths, papers, 2, pdf, f->report));
  g_assert_null(pdf[0]);
  g_assert_nonnull(pdf[1]);
  g_bytes_unref(pdf[1]);
  g_assert_cmpstr(only(f, DIAG_PRINT_LATE)->arguments[0], ==, "一枚目");
}

static void test_late_all(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autoptr(Browser) browser = browser_for(f, SHORT, 0.5);
  g_autoptr(GBytes) one = browser_print(browser, f->paper, "一枚目", f->report);
  g_autoptr(GBytes) two = browser_print(browser, f->paper, "二枚目", f->report);
  g_assert_null(one);
  g_assert_null(two);
  g_assert_cmpuint(report_count(f->report), ==, 2);
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_PRINT_LATE);
  g_assert_cmpint(report_get(f->report, 1)->code, ==, DIAG_PRINT_LATE_ALL);
  g_assert_cmpstr(report_get(f->report, 1)->arguments[0], ==, "二枚目");
}

static void test_missing(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autofree char *path = g_strdup(g_getenv("PATH"));
  g_unsetenv("KAITEI_BROWSER");
  g_assert_true(g_setenv("PATH", f->folder, TRUE));
  Browser *browser = browser_new(f->folder, NULL, f->report);
  g_assert_true(g_setenv("PATH", path, TRUE));
  g_assert_null(browser);
  g_autofree char *hint = diag_hint(only(f, DIAG_BROWSER_MISSING), MESSAGES_EN);
  g_assert_nonnull(strstr(hint, "chromium-headless-shell"));
}

static void test_unusable(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_assert_true(g_setenv("KAITEI_BROWSER", f->paper, TRUE));
  g_assert_null(browser_new(f->folder, NULL, f->report));
  g_assert_cmpstr(only(f, DIAG_BROWSER_UNUSABLE)->arguments[0], ==, f->paper);
}

/* No room for the profile: the folder for temporary files cannot be written. */
static void test_no_room(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autofree char *nowhere = g_build_filename(f->folder, "nowhere", NULL);
  g_assert_true(g_setenv("TMPDIR", nowhere, TRUE));
  g_autoptr(Browser) browser = browser_for(f, LONG, 0);
  g_autoptr(GBytes) pdf = browser_print(browser, f->paper, "掲示", f->report);
  g_unsetenv("TMPDIR");
  g_assert_null(pdf);
  g_assert_nonnull(strstr(only(f, DIAG_FILE_UNWRITABLE)->arguments[0], nowhere));
}

static guint folders_in(const char *folder)
{
  guint count = 0;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
    count += g_str_has_prefix(name, "kaitei-print-");
  return count;
}

/* kaitei is killed outright: its browser goes, and so does the folder. */
static void test_killed(Fixture *f, gconstpointer mode)
{
  (void)mode;
  g_autofree char *tmp = g_build_filename(f->folder, "tmp", NULL);
  g_assert_cmpint(g_mkdir(tmp, 0700), ==, 0);
  /* As Debian has it, a shell that starts the browser and waits; and a browser that does not mind
   * its pipe being closed. */
  g_autofree char *wrapper = g_build_filename(f->folder, "wrapper", NULL);
  g_assert_true(g_file_set_contents(
    wrapper, "#!/bin/sh\ntests/tools/fake_browser.mjs \"$@\"\nexit 0\n", -1, NULL));
  g_assert_cmpint(g_chmod(wrapper, 0700), ==, 0);
  g_assert_true(g_setenv("KAITEI_BROWSER", wrapper, TRUE));
  pid_t child = fork();
  if (child == 0) {
    g_assert_true(g_setenv("TMPDIR", tmp, TRUE));
    Browser *browser = browser_for(f, LONG, 0);
    browser_print(browser, f->paper, "掲示", f->report);
    _exit(0);
  }
  g_autofree char *starts = g_strconcat(f->state, ".starts", NULL);
  g_autofree char *pid = NULL;
  for (int i = 0; i < 400 && (pid == NULL || *pid == '\0'); i++) {
    g_free(g_steal_pointer(&pid));
    (void)g_file_get_contents(starts, &pid, NULL, NULL);
    g_usleep(10000);
  }
  g_assert_nonnull(pid);
  pid_t browser = (pid_t)g_ascii_strtoll(pid, NULL, 10);
  g_assert_cmpint(kill(browser, 0), ==, 0);
  g_assert_cmpuint(folders_in(tmp), ==, 1);
  g_assert_cmpint(kill(child, SIGKILL), ==, 0);
  g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
  bool gone = false;
  for (int i = 0; i < 500 && !gone; i++) {
    g_autofree char *status = g_strdup_printf("/proc/%d/status", (int)browser);
    g_autofree char *words = NULL;
    gone = (!g_file_get_contents(status, &words, NULL, NULL) || strstr(words, "State:\tZ")) &&
           folders_in(tmp) == 0;
    g_usleep(10000);
  }
  g_assert_true(gone);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, mode, function) \
  g_test_add("/print/faults/" name, Fixture, mode, set_up, function, tear_down)
  TEST("good", "good", test_good);
  TEST("die", "die", test_twice);
  TEST("die-late", "die-late", test_twice);
  TEST("die-once", "die-once", test_once);
  TEST("garbage", "garbage", test_twice);
  TEST("flood", "flood", test_twice);
  TEST("wrong", "wrong", test_twice);
  TEST("refuse", "refuse", test_twice);
  TEST("half", "half", test_twice);
  TEST("no-pdf", "no-pdf", test_twice);
  TEST("crash", "crash", test_twice);
  TEST("hang", "hang", test_late);
  TEST("hang-late", "hang-late", test_late);
  TEST("hang-once", "hang-once", test_after_late);
  TEST("deaf", "deaf", test_late);
  TEST("late-all", "hang", test_late_all);
  TEST("missing", "good", test_missing);
  TEST("unusable", "good", test_unusable);
  TEST("no-room", "good", test_no_room);
  TEST("killed", "deaf", test_killed);
#undef TEST
  return g_test_run();
}
