/* diff: two revisions of a policy, or one and the working text. */
#include "cli/diff.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/policies.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* What the two sides are read from. */
typedef struct {
  Invocation *in;
  const PolicySource *policy;
  Repository *repository;
  const char *lang;
} Desk;

/* One side of the comparison. */
typedef struct {
  const Revision *revision; /* NULL: the working text */
  char *name;
  Blocks *blocks;
} Side;

static void side_clear(Side *side)
{
  g_free(side->name);
  blocks_free(side->blocks);
}

/* ---- which texts ---- */

static const Revision *newest_with_text(const Desk *desk)
{
  const GPtrArray *revisions = desk->policy->ledger->revisions;
  for (guint i = revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (!revision->cancelled && revision_edition(revision, desk->lang) != NULL)
      return revision;
  }
  return NULL;
}

/* The keys of the revisions whose text is kept, for a hint. */
static char *keys_with_text(const Desk *desk)
{
  const GPtrArray *revisions = desk->policy->ledger->revisions;
  GString *keys = g_string_new(NULL);
  for (guint i = 0; i < revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (revision_edition(revision, desk->lang) != NULL)
      g_string_append_printf(keys, "%s%s", keys->len ? ", " : "", revision->key);
  }
  if (keys->len == 0)
    g_string_append(keys, "—");
  return g_string_free(keys, FALSE);
}

/* A revision as it was named: by its key, or by its day in any form. */
static const Revision *find_revision(const Desk *desk, const char *name)
{
  const Ledger *ledger = desk->policy->ledger;
  const Revision *revision = ledger_find(ledger, name);
  if (revision == NULL) {
    WarekiReading reading = wareki_read(name);
    g_autofree char *iso = wareki_iso_text(&reading);
    revision = ledger_find(ledger, iso);
  }

  g_autofree char *keys = keys_with_text(desk);
  if (revision == NULL)
    report_add(desk->in->report, DIAG_REVISION_UNKNOWN, place_none(), name, keys, NULL);
  else if (revision_edition(revision, desk->lang) == NULL)
    report_add(desk->in->report, DIAG_REVISION_WITHOUT_TEXT, place_none(), revision->key,
               desk->lang, keys, NULL);
  else
    return revision;
  return NULL;
}

/* ---- reading them ---- */

static char *working_path(const Desk *desk)
{
  const char *folder = desk->policy->folder;
  if (strcmp(desk->lang, "ja") == 0)
    return g_strconcat(folder, "/policy.md", NULL);
  return g_strconcat(folder, "/policy.", desk->lang, ".md", NULL);
}

static bool read_blocks(const Desk *desk, const char *bytes, gsize size, const char *named,
                        Side *side)
{
  gsize length;
  g_autofree char *text = text_normalise(bytes, size, named, &length, desk->in->report);
  if (text == NULL)
    return false;
  /* What was published is compared as it stands; `check` tells what is amiss. */
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Document) document = document_parse(text, length, named, DOCUMENT_POLICY, unsaid);
  side->blocks = document_blocks(document);
  return true;
}

static bool read_revision(const Desk *desk, const Revision *revision, Side *side)
{
  const Edition *edition = revision_edition(revision, desk->lang);
  gsize size;
  g_autofree char *bytes = edition_bytes(edition, desk->policy->ledger, invocation_site(desk->in),
                                         desk->repository, &size, desk->in->report);
  side->revision = revision;
  side->name = desk->in->lang == MESSAGES_JA ? day_both(revision->effective)
                                             : day_english(revision->effective);
  return bytes != NULL && read_blocks(desk, bytes, size, edition->path, side);
}

static bool read_working(const Desk *desk, Side *side)
{
  gsize size;
  g_autofree char *name = working_path(desk);
  g_autofree char *path = g_build_filename(invocation_site(desk->in), name, NULL);
  g_autofree char *bytes = file_read(path, name, MARKUP_TEXT_LIMIT, &size, desk->in->report);
  side->name = g_strdup(say(desk->in, "手元の文章", "working text"));
  return bytes != NULL && read_blocks(desk, bytes, size, name, side);
}

static bool read_sides(const Desk *desk, Side *before, Side *now)
{
  char **names = desk->in->arguments + 1;
  const Revision *old = NULL, *new = NULL;

  if (desk->in->count > 1)
    old = find_revision(desk, names[0]);
  else if ((old = newest_with_text(desk)) == NULL)
    report_add(desk->in->report, DIAG_NOTHING_TO_COMPARE, place_none(), desk->policy->ledger->id,
               desk->lang, NULL);
  if (desk->in->count > 2)
    new = find_revision(desk, names[1]);
  if (old == NULL || (desk->in->count > 2 && new == NULL))
    return false;

  bool read = read_revision(desk, old, before);
  return (new != NULL ? read_revision(desk, new, now) : read_working(desk, now)) && read;
}

/* ---- showing them ---- */

CompareWords diff_words(const Invocation *in)
{
  static const CompareWords ja = {"改正後",     "改正前",       "（新設）",
                                  "（削る）",   "（略）",       "（移動元）",
                                  "（移動先）", "変更ここから", "変更ここまで"};
  static const CompareWords en = {"now",        "before",      "(new)",
                                  "(removed)",  "(unchanged)", "(moved from)",
                                  "(moved to)", "changed:",    "end of change"};
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

static void compare_and_show(const Desk *desk, bool all, const char *html_file)
{
  Side before = {0}, now = {0};

  if (read_sides(desk, &before, &now)) {
    CompareOptions options = {.all = all};
    g_autoptr(Comparer) comparer = comparer_new();
    g_autoptr(Comparison) comparison =
      comparison_new(comparer, now.blocks, before.blocks, &options);
    Difference difference = {
      .policy = desk->policy->ledger->id,
      .title = desk->policy->ledger->title,
      .lang = strcmp(desk->lang, "easy") == 0 ? "ja" : desk->lang,
      .now_name = now.name,
      .before_name = before.name,
      .now_key = now.revision != NULL ? now.revision->key : NULL,
      .before_key = before.revision->key,
      .comparison = comparison,
    };
    show(desk->in, &difference, html_file);
  }
  side_clear(&before);
  side_clear(&now);
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
  Desk desk = {in, policy, repository, lang != NULL ? lang : "ja"};
  compare_and_show(&desk, all, html);
  return invocation_finish(in);
}
