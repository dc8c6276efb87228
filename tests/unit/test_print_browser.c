/*
 * print/browser with the real browser: what it prints, what it may reach, what it leaves behind.
 * Where no browser is installed, each of these is skipped.
 */
#include "print/browser.h"

#include "base/files.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char *folder;
  Report *report;
} Fixture;

static bool installed(void)
{
  g_autofree char *shell = g_find_program_in_path("chromium-headless-shell");
  g_autofree char *plain = g_find_program_in_path("chromium");
  if (shell == NULL && plain == NULL)
    g_test_skip("no browser is installed");
  return shell != NULL || plain != NULL;
}

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(GError) error = NULL;
  f->folder = g_dir_make_tmp("kaitei-test-XXXXXX", &error);
  g_assert_no_error(error);
  f->report = report_new();
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) ignored = report_new();
  (void)folder_remove(f->folder, ignored);
  g_free(f->folder);
  report_free(f->report);
}

/* The path of a file of the fixture, written. */
static char *put(const Fixture *f, const char *name, const char *text)
{
  char *path = g_build_filename(f->folder, name, NULL);
  g_autofree char *above = g_path_get_dirname(path);
  g_assert_cmpint(g_mkdir_with_parents(above, 0700), ==, 0);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static void assert_only(const Fixture *f, DiagCode code)
{
  g_assert_cmpuint(report_count(f->report), ==, 1);
  g_assert_cmpstr(diag_code_name(report_get(f->report, 0)->code), ==, diag_code_name(code));
}

static bool holds(GBytes *pdf, const char *text)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data(pdf, &length);
  return memmem(bytes, length, text, strlen(text)) != NULL;
}

static guint profiles_in(const char *folder)
{
  guint count = 0;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
    count += g_str_has_prefix(name, "kaitei-print-");
  return count;
}

static void test_paper(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  g_autofree char *css = put(f, "assets/paper.css", "@page { size: 100mm 200mm; margin: 10mm }");
  g_autofree char *path =
    put(f, "a/紙.html",
        "<!DOCTYPE html><html lang=\"ja\"><title>t</title><link rel=\"stylesheet\" "
        "href=\"../assets/paper.css\"><h1>1</h1><p>2</p><p style=\"break-before:page\">3</p>"
        "<img alt=\"\" src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E\">");
  g_autoptr(Browser) browser = browser_new(f->folder, NULL, f->report);
  g_assert_nonnull(browser);
  g_assert_cmpuint(browser_starts(browser), ==, 0);
  g_autoptr(GBytes) first = browser_print(browser, path, "紙", f->report);
  g_autoptr(GBytes) second = browser_print(browser, path, "紙", f->report);
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_cmpuint(browser_starts(browser), ==, 1);
  g_assert_nonnull(second);
  /* 100 mm in points, as Chromium rounds. */
  g_assert_true(holds(first, "/MediaBox [0 0 282.9"));
  g_assert_true(holds(first, "/Count 2"));
  g_assert_true(holds(first, "/StructTreeRoot"));
  g_assert_true(holds(first, "/Outlines"));
}

static void test_no_script(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  g_autofree char *path = put(f, "script.html",
                              "<!DOCTYPE html><title>before</title><p>x</p>"
                              "<script>document.title = 'after'</script>");
  /* More than once: a browser that has just started may not have heard of it yet. */
  for (int i = 0; i < 4; i++) {
    g_autoptr(Browser) browser = browser_new(f->folder, NULL, f->report);
    g_autoptr(GBytes) pdf = browser_print(browser, path, "p", f->report);
    g_assert_nonnull(pdf);
    g_assert_true(holds(pdf, "/Title (before)"));
  }
}

static int listener(guint16 *port)
{
  int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  g_assert_cmpint(bind(sock, (struct sockaddr *)&at, size), ==, 0);
  g_assert_cmpint(listen(sock, 8), ==, 0);
  g_assert_cmpint(getsockname(sock, (struct sockaddr *)&at, &size), ==, 0);
  *port = ntohs(at.sin_port);
  return sock;
}

static bool somebody_came(int sock)
{
  struct pollfd poll_on = {sock, POLLIN, 0};
  return poll(&poll_on, 1, 200) > 0;
}

static void test_no_network(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  static const char *const asks[] = {
    "<img alt=\"\" src=\"http://127.0.0.1:%d/\">",
    "<link rel=\"stylesheet\" href=\"http://127.0.0.1:%d/\">",
    "<iframe src=\"http://127.0.0.1:%d/\"></iframe>",
    "<style>@import url(http://localhost:%d/);</style>",
    "<style>@font-face{font-family:a;src:url(http://127.0.0.1:%d/)} p{font-family:a}</style>",
    "<style>p{background:url(http://127.0.0.1:%d/)}</style>",
    "<meta http-equiv=\"refresh\" content=\"0;url=http://127.0.0.1:%d/\">",
    "<object data=\"http://127.0.0.1:%d/\"></object>",
    "<video src=\"http://127.0.0.1:%d/\" autoplay></video>",
  };
  guint16 port = 0;
  int sock = listener(&port);
  g_autoptr(Browser) browser = browser_new(f->folder, NULL, f->report);
  for (gsize i = 0; i < G_N_ELEMENTS(asks); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_autofree char *ask = g_strdup_printf(asks[i], port);
#pragma GCC diagnostic pop
    g_autofree char *html = g_strconcat("<!DOCTYPE html><title>t</title>", ask, "<p>x</p>", NULL);
    g_autofree char *path = put(f, "ask.html", html);
    g_autoptr(GBytes) pdf = browser_print(browser, path, "p", f->report);
    g_test_message("%s", ask);
    g_assert_false(somebody_came(sock));
    /* A refresh and a video may come after the paper is done: what counts is that nobody is met. */
    if (i < 6) {
      g_assert_null(pdf);
      assert_only(f, DIAG_PRINT_BLOCKED);
    }
    report_free(f->report);
    f->report = report_new();
  }
  /* Hints that make no request of their own. */
  g_autofree char *hints = g_strdup_printf(
    "<!DOCTYPE html><title>t</title><link rel=\"preconnect\" href=\"http://127.0.0.1:%d/\">"
    "<link rel=\"dns-prefetch\" href=\"http://127.0.0.1:%d/\">"
    "<link rel=\"prefetch\" href=\"http://127.0.0.1:%d/\"><p>x</p>",
    port, port, port);
  g_autofree char *path = put(f, "hints.html", hints);
  g_autoptr(GBytes) pdf = browser_print(browser, path, "p", f->report);
  g_assert_false(somebody_came(sock));
  close(sock);
}

static void test_outside(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  g_autofree char *secret = put(f, "secret.css", "p { color: red }");
  g_autofree char *root = g_build_filename(f->folder, "site", NULL);
  g_autofree char *path =
    put(f, "site/p.html",
        "<!DOCTYPE html><title>t</title><link rel=\"stylesheet\" href=\"../secret.css\">");
  g_autofree char *by_link = put(
    f, "site/l.html", "<!DOCTYPE html><title>t</title><link rel=\"stylesheet\" href=\"l.css\">");
  g_autofree char *missing = put(
    f, "site/m.html", "<!DOCTYPE html><title>t</title><link rel=\"stylesheet\" href=\"m.css\">");
  g_autofree char *link = g_build_filename(root, "l.css", NULL);
  g_assert_cmpint(symlink(secret, link), ==, 0);
  g_autoptr(Browser) browser = browser_new(root, NULL, f->report);
  const char *papers[] = {path, by_link, missing};
  const DiagCode codes[] = {DIAG_PRINT_BLOCKED, DIAG_PRINT_BLOCKED, DIAG_PRINT_FILE_MISSING};
  for (gsize i = 0; i < G_N_ELEMENTS(papers); i++) {
    g_autoptr(GBytes) pdf = browser_print(browser, papers[i], "p", f->report);
    g_assert_null(pdf);
    assert_only(f, codes[i]);
    report_free(f->report);
    f->report = report_new();
  }
  /* A paper at fault does the browser no harm. */
  g_assert_cmpuint(browser_starts(browser), ==, 1);
}

static void test_traces(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  /* A folder of its own for temporary files: other tests print at the same time. */
  g_assert_true(g_setenv("TMPDIR", f->folder, TRUE));
  g_autofree char *path = put(f, "p.html", "<!DOCTYPE html><title>t</title><p>x</p>");
  g_autoptr(Browser) browser = browser_new(f->folder, NULL, f->report);
  g_autoptr(GBytes) pdf = browser_print(browser, path, "p", f->report);
  g_unsetenv("TMPDIR");
  g_assert_nonnull(pdf);
  g_assert_cmpuint(profiles_in(f->folder), ==, 1);
  g_clear_pointer(&browser, browser_free);
  g_assert_cmpuint(profiles_in(f->folder), ==, 0);
}

/* A paper that needs more memory than it may have is named, and the browser is gone. */
static void test_memory(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  const BrowserLimits limits = {.paper_seconds = 60, .memory = 60 * 1024 * 1024};
  g_autofree char *path = put(f, "p.html", "<!DOCTYPE html><title>t</title><p>x</p>");
  g_autoptr(Browser) browser = browser_new(f->folder, &limits, f->report);
  g_autoptr(GBytes) pdf = browser_print(browser, path, "掲示", f->report);
  g_assert_null(pdf);
  assert_only(f, DIAG_PRINT_FAILED);
  g_assert_cmpstr(report_get(f->report, 0)->arguments[0], ==, "掲示");
  g_assert_cmpuint(browser_starts(browser), ==, 2);
}

/* A child with a disk of 64 KiB for temporary files: how it ended; -1 where it may not have one. */
static int print_on_full_disk(const Fixture *f, const char *path)
{
  pid_t child = fork();
  if (child == 0) {
    bool mounted = unshare(CLONE_NEWNS | (geteuid() != 0 ? CLONE_NEWUSER : 0)) == 0 &&
                   mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
                   mount("tmpfs", f->folder, "tmpfs", 0, "size=64k") == 0 &&
                   setenv("TMPDIR", f->folder, 1) == 0;
    if (!mounted)
      _exit(77);
    Report *report = report_new();
    Browser *browser = browser_new("/", NULL, report);
    GBytes *pdf = browser_print(browser, path, "掲示", report);
    bool right = pdf == NULL && report_count(report) == 1 && report_status(report) == 3 &&
                 strcmp(report_get(report, 0)->arguments[0], "掲示") == 0;
    browser_free(browser);
    _exit(right && profiles_in(f->folder) == 0 ? 0 : 1);
  }
  int status = 0;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 77 ? -1 : status;
}

static void test_full_disk(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  /* The paper lies elsewhere: its own folder is covered by the little disk. */
  g_autofree char *here = g_get_current_dir();
  g_autofree char *path = g_build_filename(here, "tests/print/all.html", NULL);
  int status = print_on_full_disk(f, path);
  if (status == -1)
    g_test_skip("no disk of its own can be had here");
  else
    g_assert_cmpint(status, ==, 0);
}

static void test_fingerprint(Fixture *f, gconstpointer data)
{
  (void)data;
  if (!installed())
    return;
  g_autofree char *program = put(f, "browser", "#!/bin/sh\n");
  g_assert_cmpint(g_chmod(program, 0700), ==, 0);
  g_autoptr(Browser) real = browser_new(f->folder, NULL, f->report);
  g_assert_true(g_setenv("KAITEI_BROWSER", program, TRUE));
  g_autoptr(Browser) other = browser_new(f->folder, NULL, f->report);
  g_unsetenv("KAITEI_BROWSER");
  g_autofree char *a = browser_fingerprint(real);
  g_autofree char *again = browser_fingerprint(real);
  g_autofree char *b = browser_fingerprint(other);
  g_assert_cmpstr(a, ==, again);
  g_assert_cmpstr(a, !=, b);
  g_assert_true(g_file_set_contents(program, "#!/bin/sh\n#\n", -1, NULL));
  g_autofree char *changed = browser_fingerprint(other);
  g_assert_cmpstr(b, !=, changed);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/print/browser/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("paper", test_paper);
  TEST("no-script", test_no_script);
  TEST("no-network", test_no_network);
  TEST("outside", test_outside);
  TEST("traces", test_traces);
  TEST("memory", test_memory);
  TEST("full-disk", test_full_disk);
  TEST("fingerprint", test_fingerprint);
#undef TEST
  return g_test_run();
}
