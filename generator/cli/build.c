/* build, and check: the same without writing. */
#include "cli/build.h"

#include "cli/legal.h"
#include "cli/policies.h"
#include "pages/deploy.h"

#include <string.h>
#include <unistd.h>

enum { SHOW_AFTER = G_USEC_PER_SEC, SHOW_EVERY = G_USEC_PER_SEC / 10 };

/* ---- progress ---- */

/* A line on the terminal where it takes longer than a second. */
typedef struct {
  const Invocation *in;
  gint64 started;
  gint64 shown; /* when it was last written; 0: never */
} Progress;

static void show_progress(guint done, guint total, gpointer data)
{
  Progress *progress = data;
  gint64 now = g_get_monotonic_time();

  if (now - progress->started < SHOW_AFTER || now - progress->shown < SHOW_EVERY)
    return;
  fprintf(stderr, say(progress->in, "\r作っています… %u / %u\033[K", "\rworking... %u / %u\033[K"),
          done, total);
  fflush(stderr);
  progress->shown = now;
}

static void clear_progress(const Progress *progress)
{
  if (progress->shown != 0)
    fputs("\r\033[K", stderr);
}

/* A terminal that can go back to the start of its line. */
static bool shows_progress(const Invocation *in)
{
  const char *terminal = g_getenv("TERM");
  return !in->quiet && !in->json && isatty(STDERR_FILENO) && terminal != NULL &&
         strcmp(terminal, "dumb") != 0;
}

/* ---- the result in words ---- */

BuildOptions build_options(const Invocation *in)
{
  return (BuildOptions){
    .site = in->site, .out = in->out, .as_of = in->as_of, .jobs = (guint)in->jobs};
}

static void print_next(const Invocation *in, Day next)
{
  if (!day_known(next)) {
    puts(say(in, "次に作り直す日は、いまのところありません（施行予定の版がありません）。",
             "No next build is due: nothing is scheduled."));
    return;
  }
  g_autofree char *day = in->lang == MESSAGES_JA ? day_both(next) : day_iso(next);
  printf(say(in, "%sに、もう一度作ってください（施行予定の版が現行になります）。\n",
             "The next build is due on %s, when a scheduled revision takes effect.\n"),
         day);
}

void print_built(const Invocation *in, const BuildResult *result)
{
  double seconds = (double)result->microseconds / G_USEC_PER_SEC;
  guint same = result->files > result->written ? result->files - result->written : 0;

  printf(say(in,
             "%u ページ（ファイル %u: 書いたもの %u、そのままのもの %u、消したもの %u）を %.2f "
             "秒で作りました。\n",
             "%u pages (%u files: %u written, %u unchanged, %u removed) built in %.2f s.\n"),
         result->pages, result->files, result->written, same, result->removed, seconds);
}

void deploy_built(Invocation *in, const BuildResult *result)
{
  g_autoptr(Site) site = policies_read(in);
  if (site == NULL || site->deploy == NULL)
    return;
  fflush(stdout);
  if (deploy_run(site, in->out, result->as_of, STDERR_FILENO, in->report) && !in->quiet &&
      !in->json)
    puts(say(in, "公開しました。", "The site is online."));
}

static void print_how_to_look(const Invocation *in)
{
  g_autoptr(GString) line = g_string_new(in->program);
  if (in->site != NULL) {
    g_autofree char *quoted = g_shell_quote(in->site);
    g_string_append_printf(line, " --site %s", quoted);
  }
  if (in->out != NULL) {
    g_autofree char *quoted = g_shell_quote(in->out);
    g_string_append_printf(line, " --out %s", quoted);
  }
  printf(say(in, "見るには: %s preview\n", "To look at it: %s preview\n"), line->str);
}

/* ---- the commands ---- */

int command_build(Invocation *in)
{
  gboolean deploy = FALSE;
  const Option options[] = {
    {"deploy",
     G_OPTION_ARG_NONE,
     &deploy,
     NULL,
     {"作ったあと、site.lua の deploy で公開します",
      "then bring it online, as site.lua's deploy tells"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, 0) || !invocation_has_site(in))
    return invocation_finish(in);
  site_settle(in);

  Progress progress = {in, g_get_monotonic_time(), 0};
  BuildOptions build = build_options(in);
  BuildResult result = {0};
  build.progress = shows_progress(in) ? show_progress : NULL;
  build.progress_data = &progress;
  bool good = build_site(&build, &result, in->report);
  clear_progress(&progress);

  if (good && deploy)
    deploy_built(in, &result);
  int status = invocation_finish(in);
  if (good && !in->quiet && !in->json) {
    print_built(in, &result);
    print_next(in, result.next);
    print_how_to_look(in);
  }
  return status;
}

static int check_build(Invocation *in)
{
  if (!invocation_has_site(in))
    return invocation_finish(in);
  site_settle(in);

  Progress progress = {in, g_get_monotonic_time(), 0};
  BuildOptions options = build_options(in);
  BuildResult result = {0};
  options.dry = true;
  options.progress = shows_progress(in) ? show_progress : NULL;
  options.progress_data = &progress;
  bool good = build_site(&options, &result, in->report);
  clear_progress(&progress);

  int status = invocation_finish(in);
  if (good && !in->quiet && !in->json) {
    printf(
      say(in, "誤りはありません（%u ページ、%.2f 秒）。\n", "No fault in %u pages (%.2f s).\n"),
      result.pages, (double)result.microseconds / G_USEC_PER_SEC);
    print_next(in, result.next);
  }
  return status;
}

int command_check(Invocation *in)
{
  gboolean legal = FALSE, draft = FALSE;
  const Option options[] = {
    {"legal",
     G_OPTION_ARG_NONE,
     &legal,
     NULL,
     {"法令が求める事項が方針の文章にあるかを探します（助言ではありません）",
      "look for what the law expects a policy to say (no legal advice)"}},
    {"draft",
     G_OPTION_ARG_NONE,
     &draft,
     NULL,
     {"--legal で、現行の版ではなく下書きを調べます",
      "with --legal: look at the working text, not at that in force"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, 1))
    return invocation_finish(in);
  if (legal) {
    in->has_result = true;
    legal_show(in, draft);
    return invocation_finish(in);
  }
  if (draft || in->count > 0) {
    report_add(in->report, DIAG_CHECK_NOT_LEGAL, place_none(), draft ? "--draft" : in->arguments[0],
               NULL);
    return invocation_finish(in);
  }
  return check_build(in);
}
