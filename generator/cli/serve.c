/* serve: training and office in browsers, behind a proxy. */
#include "serve/serving.h"

#include "cli/command.h"

#include <unistd.h>

static void ready(const char *url, gpointer data)
{
  const Invocation *in = data;
  if (in->quiet || in->json)
    return;
  printf(say(in, "%s で研修を受けられます。終わるには Ctrl-C を押してください。\n",
             "The training is at %s. Ctrl-C ends this.\n"),
         url);
  fflush(stdout);
}

int command_serve(Invocation *in)
{
  g_autofree char *listen = NULL;
  g_autofree char *url = NULL;
  g_autofree char *store = NULL;
  const Option options[] = {
    {"listen",
     G_OPTION_ARG_FILENAME,
     &listen,
     "ADDRESS",
     {"待ち受ける場所（既定: 127.0.0.1:8090）。このコンピューターの中のアドレスか、ソケットのパス",
      "where to listen (default: 127.0.0.1:8090): an address of this machine alone, or a "
      "socket's path"}},
    {"url",
     G_OPTION_ARG_FILENAME,
     &url,
     "URL",
     {"利用者が開くアドレス（既定: site.lua の training_url）",
      "the address that people open (default: training_url of site.lua)"}},
    {"store",
     G_OPTION_ARG_FILENAME,
     &store,
     "FILE",
     {"記録のファイル（既定: _records/store.db）", "the records (default: _records/store.db)"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, 0) || !invocation_has_site(in))
    return invocation_finish(in);
  const ServingOptions serving = {.site = invocation_site(in),
                                  .store = store,
                                  .listen = listen != NULL ? listen : "127.0.0.1:8090",
                                  .url = url,
                                  .log = STDERR_FILENO,
                                  .ready = ready,
                                  .data = in};
  serving_run(&serving, in->report);
  return invocation_finish(in);
}
