#include "cli/proposing.h"

#include "cli/build.h"
#include "cli/policies.h"

#include <jansson.h>
#include <string.h>
#include <unistd.h>

Desk *invocation_desk(Invocation *in, const char *name, const PolicySource **policy)
{
  g_autoptr(Desk) desk = desk_open(invocation_site(in), in->as_of, in->report);
  if (desk == NULL)
    return NULL;
  *policy = policy_named(desk->site, name, in->report);
  return *policy != NULL ? g_steal_pointer(&desk) : NULL;
}

/* ---- asking ---- */

/* What is to be said before the question is said now, and not once more at the end. */
static void show_so_far(Invocation *in)
{
  report_sort(in->report);
  report_print(in->report, &(ReportStyle){in->lang, may_colour(stderr)}, stderr);
  report_free(in->report);
  in->report = report_new();
}

static bool is_yes(const char *answer)
{
  static const char *const words[] = {"y", "Y", "yes", "はい", NULL};
  return g_strv_contains(words, answer);
}

bool invocation_consents(Invocation *in, const Consent *consent)
{
  char answer[64];

  if (consent->yes)
    return true;
  if (!in->json)
    show_so_far(in);
  fprintf(stderr, "%s ", say(in, "これでよいですか（はい／いいえ）:", "Go on? (yes/no)"));
  fflush(stderr);
  if (fgets(answer, sizeof answer, stdin) == NULL) {
    fputc('\n', stderr);
    report_add(in->report, DIAG_ASK_UNANSWERED, place_none(), NULL);
    return false;
  }
  if (is_yes(g_strstrip(answer)))
    return true;
  report_add(in->report, DIAG_ASK_DECLINED, place_none(), NULL);
  return false;
}

/* ---- doing ---- */

static void print_done(const Invocation *in, const Proposal *proposal, const char *commit)
{
  if (in->json) {
    g_autofree char *receipt = g_strconcat(proposal->policy->folder, "/receipt.txt", NULL);
    json_t *done = json_pack(
      "{s:s, s:s?, s:s?, s:s?, s:s, s:s, s:i, s:s}", "policy", proposal->ledger->id, "revision",
      proposal->key, "follows", proposal->before, "text", proposal->path, "commit", commit, "proof",
      proposal->ledger->proof, "entries", (int)proposal->ledger->entries, "receipt", receipt);
    g_autofree char *text = json_dumps(done, JSON_INDENT(2));
    json_decref(done);
    puts(text);
    return;
  }
  if (!in->quiet)
    printf(say(in, "記録しました: %s（コミット %.12s）\n", "Recorded: %s (commit %.12s)\n"),
           proposal->subject, commit);
}

/* Where the site says no way to bring it online, whoever published has still to. */
static void print_not_online(Invocation *in)
{
  g_autoptr(Site) site = in->quiet || in->json ? NULL : policies_read(in);
  if (site == NULL || site->deploy != NULL)
    return;
  g_autofree char *folder = g_build_filename(in->out != NULL ? in->out : "_site", "public", NULL);
  printf(say(in,
             "まだウェブには公開していません。%s をウェブサーバーに置いてください"
             "（site.lua の deploy に書いておくと、発行のたびに公開します）。\n",
             "It is not online yet: put %s on your web server "
             "(with deploy in site.lua that is done at every publication).\n"),
         folder);
}

static void build_after(Invocation *in)
{
  BuildOptions options = build_options(in);
  BuildResult result = {0};
  g_autoptr(Report) own = report_new();
  bool good = build_site(&options, &result, own);
  report_merge_from(in->report, own, LEVEL_WARNING);
  if (good && !in->quiet && !in->json)
    print_built(in, &result);
  if (!good)
    return;
  deploy_built(in, &result);
  print_not_online(in);
}

void print_postings(const Invocation *in, const GPtrArray *postings, const PolicySource *policy)
{
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    if (posting->policy != policy || !posting->replace)
      continue;
    const char *hangs = posting->hangs == NULL ? say(in, "記録なし", "not recorded")
                        : posting->other       ? say(in, "別の紙面", "another paper")
                                               : posting->hangs;
    const char *wanted =
      posting->wanted != NULL ? posting->wanted->key : say(in, "外してください", "take it down");
    printf(
      say(in, "  貼り替えが必要な掲示: %s（%s → %s）\n", "  Notice to replace: %s (%s -> %s)\n"),
      posting->place->name, hangs, wanted);
  }
}

/* What hangs on a wall knows nothing of what was published. */
static void print_stale(Invocation *in, const char *id)
{
  if (in->quiet || in->json)
    return;
  g_autoptr(Site) site = policies_read(in);
  const PolicySource *policy = site != NULL ? policy_named(site, id, in->report) : NULL;
  if (policy == NULL || site->places->len == 0)
    return;
  Day as_of = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  g_autoptr(GPtrArray) postings = postings_new(site, as_of, in->report);
  print_postings(in, postings, policy);
}

void proposal_carry_out(Invocation *in, Desk *desk, const Proposal *proposal,
                        const Consent *consent)
{
  if (proposal == NULL || !invocation_consents(in, consent))
    return;
  g_autofree char *commit = proposal_commit(desk, proposal, in->report);
  if (commit == NULL)
    return;
  print_done(in, proposal, commit);
  if (!consent->no_build)
    build_after(in);
  print_stale(in, proposal->ledger->id);
}
