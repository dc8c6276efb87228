/* diff: two revisions of a policy, or one and the working text. */
#include "cli/diff.h"

#include "base/files.h"
#include "cli/policies.h"
#include "pages/sides.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* What the two sides are read from. */
typedef struct {
  Invocation *in;
  const PolicySource *policy;
  Repository *repository;
  const char *lang;
} Sources;

static bool read_sides(const Sources *from, Side *before, Side *now)
{
  const Ledger *ledger = from->policy->ledger;
  const char *root = invocation_site(from->in);
  Report *report = from->in->report;
  char **names = from->in->arguments + 1;
  const Revision *old = NULL, *new = NULL;

  if (from->in->count > 1)
    old = sides_find(ledger, from->lang, names[0], report);
  else if ((old = sides_newest(ledger, from->lang)) == NULL)
    report_add(report, DIAG_NOTHING_TO_COMPARE, place_none(), ledger->id, from->lang, NULL);
  if (from->in->count > 2)
    new = sides_find(ledger, from->lang, names[1], report);
  if (old == NULL || (from->in->count > 2 && new == NULL))
    return false;

  bool read = side_read(before, from->policy, old, from->lang, root, from->repository, report);
  bool read_now = new != NULL
                    ? side_read(now, from->policy, new, from->lang, root, from->repository, report)
                    : side_read_working(now, from->policy, from->lang, root, report);
  return read && read_now;
}

/* What a side is called. The caller frees it. */
static char *side_name(const Invocation *in, const Side *side)
{
  if (side->revision == NULL)
    return g_strdup(say(in, "下書き", "working text"));
  return in->lang == MESSAGES_JA ? day_both(side->revision->effective)
                                 : day_english(side->revision->effective);
}

/* ---- showing them ---- */

CompareWords diff_words(const Invocation *in)
{
  static const CompareWords ja = {"改正後",       "改正前",     "（新設）",   "（削る）",
                                  "（略）",       "（移動元）", "（移動先）", "変更ここから",
                                  "変更ここまで", NULL};
  static const CompareWords en = {
    "now",          "before",     "(new)",    "(removed)",     "(unchanged)",
    "(moved from)", "(moved to)", "changed:", "end of change", NULL};
  return in->lang == MESSAGES_JA ? ja : en;
}

/* The width of the terminal that the table goes to; 0 where it is none. */
static guint terminal_width(void)
{
  struct winsize size;
  if (!isatty(STDOUT_FILENO))
    return 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

static void show(Invocation *in, const Difference *difference, const char *html_file)
{
  if (html_file == NULL) {
    if (in->json)
      diff_json(difference, stdout);
    else
      diff_print(in, difference, terminal_width(), may_colour(stdout), stdout);
    return;
  }
  g_autofree char *html = diff_html(in, difference);
  if (strcmp(html_file, "-") == 0)
    fputs(html, stdout);
  else if (file_write(html_file, html, strlen(html), in->report) && !in->quiet)
    printf(say(in, "%s に書きました。\n", "Written to %s.\n"), html_file);
}

static void compare_and_show(const Sources *from, bool all, const char *html_file)
{
  g_auto(Side) before = {0};
  g_auto(Side) now = {0};

  if (!read_sides(from, &before, &now))
    return;
  CompareOptions options = {.all = all};
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(Comparison) comparison = comparison_new(comparer, now.blocks, before.blocks, &options);
  g_autofree char *now_name = side_name(from->in, &now);
  g_autofree char *before_name = side_name(from->in, &before);
  Difference difference = {
    .policy = from->policy->ledger->id,
    .title = from->policy->ledger->title,
    .lang = strcmp(from->lang, "easy") == 0 ? "ja" : from->lang,
    .now_name = now_name,
    .before_name = before_name,
    .now_key = now.revision != NULL ? now.revision->key : NULL,
    .before_key = before.revision->key,
    .comparison = comparison,
  };
  show(from->in, &difference, html_file);
}

int command_diff(Invocation *in)
{
  gboolean all = FALSE;
  g_autofree char *html = NULL, *lang = NULL;
  const Option options[] = {
    {"all",
     G_OPTION_ARG_NONE,
     &all,
     NULL,
     {"変わらないところも（略）とせずに表示します", "show what is unchanged too"}},
    {"html",
     G_OPTION_ARG_FILENAME,
     &html,
     "FILE",
     {"HTML の新旧対照表をこのファイルに書きます（- は標準出力）",
      "write an HTML table to this file (-: standard output)"}},
    {"lang",
     G_OPTION_ARG_FILENAME,
     &lang,
     "LANG",
     {"比べる版の言語（既定: ja）", "language of the editions to compare (default: ja)"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, 3))
    return invocation_finish(in);

  g_autoptr(Site) site = policies_read(in);
  if (site == NULL)
    return invocation_finish(in);
  const PolicySource *policy = policy_named(site, in->arguments[0], in->report);
  if (policy == NULL)
    return invocation_finish(in);
  g_autoptr(Repository) repository = repository_open(invocation_site(in), in->report);
  Sources from = {in, policy, repository, lang != NULL ? lang : "ja"};
  compare_and_show(&from, all, html);
  return invocation_finish(in);
}
