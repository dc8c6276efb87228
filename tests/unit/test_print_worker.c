/*
 * print/worker with the real browser: a paper through a process of its own, what it reports, and
 * that nothing is left of it. Where no browser is installed, printing is skipped.
 */
#include "print/worker.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static bool installed(void)
{
  g_autofree char *shell = g_find_program_in_path("chromium-headless-shell");
  g_autofree char *plain = g_find_program_in_path("chromium");
  if (shell == NULL && plain == NULL)
    g_test_skip("no browser is installed");
  return shell != NULL || plain != NULL;
}

static GBytes *print(PrintWorker *worker, const char *words, Report *report)
{
  g_autofree char *html =
    g_strdup_printf("<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\" />"
                    "<title>x</title></head><body><h1>%s</h1></body></html>",
                    words);
  FinishPaper paper = {
    .name = "修了証", .title = "修了証", .author = "組織", .lang = "ja", .when = 1767225600};
  return print_worker_print(worker, html, strlen(html), &paper, report);
}

static void test_prints(void)
{
  if (!installed())
    return;
  g_autoptr(Report) report = report_new();
  g_autoptr(PrintWorker) worker = print_worker_new(report);
  g_assert_nonnull(worker);
  g_autoptr(GBytes) first = print(worker, "修了証", report);
  g_autoptr(GBytes) second = print(worker, "別の紙", report);
  g_autoptr(GBytes) again = print(worker, "修了証", report);

  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_cmpmem(g_bytes_get_data(first, NULL), 5, "%PDF-", 5);
  g_assert_false(g_bytes_equal(first, second));
  g_assert_true(g_bytes_equal(first, again));
}

/* What goes wrong in the worker is told here, and the next paper is printed. */
static void test_reports(void)
{
  if (!installed())
    return;
  g_autoptr(Report) report = report_new();
  g_autoptr(PrintWorker) worker = print_worker_new(report);
  g_autoptr(GBytes) refused =
    print(worker, "<img src=\"https://example.org/x.png\" alt=\"x\" />", report);

  g_assert_null(refused);
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_PRINT_BLOCKED);
  g_autofree char *text = diag_text(report_get(report, 0), MESSAGES_EN);
  g_assert_nonnull(strstr(text, "https://example.org/x.png"));
  g_autoptr(GBytes) next = print(worker, "次", report);
  g_assert_nonnull(next);
}

/* A worker that was killed is told, not waited for. */
static void test_killed(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(PrintWorker) worker = print_worker_new(report);
  g_assert_nonnull(worker);
  g_assert_cmpint(kill(print_worker_process(worker), SIGKILL), ==, 0);
  g_autoptr(GBytes) none = print(worker, "x", report);

  g_assert_null(none);
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_PRINT_WORKER);
}

static guint folders(void)
{
  guint count = 0;
  g_autoptr(GDir) folder = g_dir_open(g_get_tmp_dir(), 0, NULL);
  for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
    count += g_str_has_prefix(name, "kaitei-print-");
  return count;
}

static void test_leaves_nothing(void)
{
  if (!installed())
    return;
  g_autoptr(Report) report = report_new();
  g_autoptr(PrintWorker) worker = print_worker_new(report);
  g_autoptr(GBytes) pdf = print(worker, "x", report);
  g_assert_nonnull(pdf);
  guint while_it_works = folders();
  g_clear_pointer(&worker, print_worker_free);
  g_assert_cmpuint(folders(), <, while_it_works);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/print/worker/prints", test_prints);
  g_test_add_func("/print/worker/reports", test_reports);
  g_test_add_func("/print/worker/killed", test_killed);
  g_test_add_func("/print/worker/leaves-nothing", test_leaves_nothing);
  return g_test_run();
}
