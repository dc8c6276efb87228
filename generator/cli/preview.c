/* preview: the site in a browser, built again at each change. */
#include "serve/preview.h"

#include "base/files.h"
#include "cli/build.h"
#include "cli/policies.h"
#include "serve/doorway.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  Invocation *in;
  bool open;
} Said;

static void ready(const char *url, const char *office, gpointer data)
{
  Said *said = data;
  const Invocation *in = said->in;
  if (in->json)
    return;
  printf(say(in, "%s でサイトを見られます。終わるには Ctrl-C を押してください。\n",
             "The site is at %s. Ctrl-C ends this.\n"),
         url);
  /* Without a terminal, what is printed may end in a log that others read. */
  if (!said->open || isatty(STDOUT_FILENO))
    printf(say(in, "管理の画面: %s （このアドレスを知っている人だけが操作できます）\n",
               "The manager's screen: %s (whoever has this address can act)\n"),
           office);
  fflush(stdout);
}

static void opened(Opened what, const char *page, gpointer data)
{
  const Said *said = data;
  const Invocation *in = said->in;
  if (in->json || in->quiet)
    return;
  if (what == OPENED_ANOTHER)
    puts(say(in, "プレビューはもう動いています。その管理の画面をブラウザーで開きました。",
             "A preview is running already; its manager's screen was opened in the browser."));
  if (what == OPENED_NOTHING)
    fprintf(stderr,
            say(in, "ブラウザーを起動できませんでした。%s をブラウザーで開いてください。\n",
                "No browser could be started. Open %s in one.\n"),
            page != NULL ? page : say(in, "上のアドレス", "the address above"));
  fflush(stdout);
}

static void built(bool good, const BuildResult *result, Report *report, gpointer data)
{
  const Said *said = data;
  const Invocation *in = said->in;

  report_sort(report);
  if (in->json) {
    g_autofree char *json = report_json(report);
    printf("%s\n", json);
  } else {
    report_print(report, &(ReportStyle){in->lang, may_colour(stderr)}, stderr);
    if (!good)
      fputs(say(in, "誤りがあるため、前のサイトを表示したままにしています。直すと作り直します。\n",
                "The site before is served on; mend this, and it is built again.\n"),
            stderr);
    else if (!in->quiet)
      print_built(in, result);
  }
  fflush(stdout);
}

/* ---- which site ---- */

static char *last_site_path(void)
{
  return g_build_filename(g_get_user_state_dir(), "kaitei", "site", NULL);
}

static bool is_site(const char *folder)
{
  g_autofree char *content = g_build_filename(folder, "content", NULL);
  return g_file_test(content, G_FILE_TEST_IS_DIR);
}

/* Started from a menu, the program is in no site's folder: it opens the one that it
 * opened last. */
static void choose_site(Invocation *in)
{
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *path = last_site_path();
  if (in->site == NULL && !is_site(".")) {
    in->site = file_read(path, NULL, PATH_MAX, NULL, unsaid);
    return;
  }
  g_autofree char *site = g_canonicalize_filename(invocation_site(in), NULL);
  if (is_site(site))
    file_write(path, site, strlen(site), unsaid);
}

/* Whoever started it without a terminal sees nothing but a browser. */
static int finish(Invocation *in, bool open)
{
  if (open && !isatty(STDERR_FILENO) && report_status(in->report) != 0)
    browser_show(in->report, in->lang);
  return invocation_finish(in);
}

int command_preview(Invocation *in)
{
  int port = 0;
  gboolean open = FALSE;
  const Option options[] = {
    {"port",
     G_OPTION_ARG_INT,
     &port,
     "N",
     {"ポート番号（既定: 8000 から順に空いているもの）",
      "port (default: the first free one from 8000)"}},
    {"open",
     G_OPTION_ARG_NONE,
     &open,
     NULL,
     {"管理の画面をブラウザーで開きます", "open the manager's screen in the browser"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, 0))
    return invocation_finish(in);
  if (port < 0 || port > 65535) {
    g_autofree char *number = g_strdup_printf("%d", port);
    report_add(in->report, DIAG_PORT_OUT_OF_RANGE, place_none(), number, NULL);
    return invocation_finish(in);
  }

  if (open)
    choose_site(in);
  if (!invocation_has_site(in))
    return finish(in, open);
  site_settle(in);
  Said said = {.in = in, .open = open};
  PreviewOptions preview = {.build = build_options(in),
                            .port = port,
                            .open = open,
                            .ready = ready,
                            .opened = opened,
                            .built = built,
                            .data = &said};
  preview_run(&preview, in->report);
  return finish(in, open);
}
