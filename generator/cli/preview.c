/* preview: the site in a browser, built again at each change. */
#include "serve/preview.h"

#include "cli/build.h"
#include "cli/policies.h"

static void ready(const char *url, const char *office, gpointer data)
{
  const Invocation *in = data;
  if (in->json)
    return;
  printf(say(in, "%s でサイトを見られます。終わるには Ctrl-C を押してください。\n",
             "The site is at %s. Ctrl-C ends this.\n"),
         url);
  printf(say(in, "管理の画面: %s （このアドレスを知っている人だけが操作できます）\n",
             "The manager's screen: %s (whoever has this address can act)\n"),
         office);
  fflush(stdout);
}

static void built(bool good, const BuildResult *result, Report *report, gpointer data)
{
  const Invocation *in = data;

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

int command_preview(Invocation *in)
{
  int port = 0;
  const Option options[] = {
    {"port",
     G_OPTION_ARG_INT,
     &port,
     "N",
     {"ポート番号（既定: 8000 から順に空いているもの）",
      "port (default: the first free one from 8000)"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, 0))
    return invocation_finish(in);
  if (port < 0 || port > 65535) {
    g_autofree char *number = g_strdup_printf("%d", port);
    report_add(in->report, DIAG_PORT_OUT_OF_RANGE, place_none(), number, NULL);
    return invocation_finish(in);
  }

  if (!invocation_has_site(in))
    return invocation_finish(in);
  site_settle(in);
  PreviewOptions preview = {
    .build = build_options(in), .port = port, .ready = ready, .built = built, .data = in};
  preview_run(&preview, in->report);
  return invocation_finish(in);
}
