/*
 * What printing costs: build/bench/print [ROUNDS]
 *
 * Medians of ROUNDS (5): the browser's start with a small paper, a policy of six or seven pages,
 * 500 certificates of a page in one document; each printed, then finished. Below: the finishing of
 * one page, and the most memory that this process itself ever had.
 */
#include "print/browser.h"
#include "print/finish.h"

#include "base/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define CERTIFICATES 500
#define ROUNDS_MOST 100

typedef struct {
  const char *name;
  char *path;
  double print[ROUNDS_MOST];
  double finish[ROUNDS_MOST];
  guint pages;
  gsize size;
} Paper;

static const char head[] =
  "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>t</title><style>"
  "@page { size: A4; margin: 20mm; @bottom-center { content: counter(page) \"/\" counter(pages) } }"
  "body { font: 11pt/1.8 'BIZ UDPGothic' } .c { break-after: page; border: 2mm double }</style>";

static char *put(const char *folder, const char *name, GString *html)
{
  char *path = g_build_filename(folder, name, NULL);
  if (!g_file_set_contents(path, html->str, (gssize)html->len, NULL))
    exit(3);
  g_string_free(html, TRUE);
  return path;
}

static GString *policy(void)
{
  GString *html = g_string_new(head);
  g_string_append(html, "<h1>個人情報の保護について</h1>");
  for (int i = 1; i <= 40; i++) {
    g_string_append_printf(html, "<h2 id=\"c%d\">%d、個人情報の取り扱い</h2><p>", i, i);
    for (int k = 0; k < 3; k++)
      g_string_append(html,
                      "本会は、個人情報の利用目的をあらかじめ明示した上で、適正かつ公正な手段により"
                      "必要な範囲で情報を収集し、安全に管理します。");
    g_string_append(html, "</p><ul><li>収集</li><li>利用</li><li>廃棄</li></ul>");
  }
  return html;
}

static GString *certificates(void)
{
  GString *html = g_string_new(head);
  for (int i = 1; i <= CERTIFICATES; i++)
    g_string_append_printf(
      html,
      "<section class=\"c\"><h1>修了証</h1><p>第%04d号</p><p>練馬 花子 殿</p><p>あなたは令和8年度"
      "個人情報保護研修を修了し、理解度確認に合格したことを証します。</p><ul><li>講座：個人情報の"
      "保護</li><li>得点：%d点</li></ul><p>令和8年10月%d日</p><p>特定非営利活動法人</p></section>",
      i, i % 11 * 10, i % 30 + 1);
  return html;
}

static double seconds_since(gint64 begun)
{
  return (double)(g_get_monotonic_time() - begun) / G_USEC_PER_SEC;
}

static void run(Browser *browser, Paper *paper, int round, Report *report)
{
  FinishPaper of = {.name = paper->name, .title = "個人情報の保護について", .when = 1543633200};
  gint64 begun = g_get_monotonic_time();
  g_autoptr(GBytes) printed = browser_print(browser, paper->path, paper->name, report);
  paper->print[round] = seconds_since(begun);
  begun = g_get_monotonic_time();
  g_autoptr(GBytes) pdf = printed != NULL ? finish_pdf(printed, &of, &paper->pages, report) : NULL;
  paper->finish[round] = seconds_since(begun);
  paper->size = pdf != NULL ? g_bytes_get_size(pdf) : 0;
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
  qsort(values, (size_t)count, sizeof *values, compare);
  return values[count / 2];
}

int main(int argc, char **argv)
{
  int rounds = argc > 1 ? CLAMP(atoi(argv[1]), 1, ROUNDS_MOST) : 5;
  g_autoptr(Report) report = report_new();
  g_autofree char *folder = g_dir_make_tmp("kaitei-bench-XXXXXX", NULL);
  GString *small = g_string_new(head);
  g_string_append(small, "<p>x</p>");
  Paper papers[] = {{.name = "start, one small page", .path = put(folder, "small.html", small)},
                    {.name = "policy", .path = put(folder, "policy.html", policy())},
                    {.name = "certificates", .path = put(folder, "many.html", certificates())}};
  for (int round = 0; round < rounds; round++) {
    g_autoptr(Browser) browser = browser_new(folder, NULL, report);
    for (gsize i = 0; browser != NULL && i < G_N_ELEMENTS(papers); i++)
      run(browser, &papers[i], round, report);
  }
  printf("%-24s %6s %10s %10s %10s %14s\n", "paper", "pages", "print s", "finish s", "KiB",
         "finish ms/page");
  for (gsize i = 0; i < G_N_ELEMENTS(papers); i++) {
    double finish = median(papers[i].finish, rounds);
    printf("%-24s %6u %10.3f %10.3f %10zu %14.2f\n", papers[i].name, papers[i].pages,
           median(papers[i].print, rounds), finish, papers[i].size / 1024,
           papers[i].pages > 0 ? finish * 1000 / papers[i].pages : 0);
    g_free(papers[i].path);
  }
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) == 0)
    printf("most memory of this process: %ld MB\n", usage.ru_maxrss / 1024);
  report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  (void)folder_remove(folder, report);
  return report_status(report);
}
