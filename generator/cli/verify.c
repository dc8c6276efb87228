/* verify: the proof that nothing published was altered or lost. */
#include "ledger/verify.h"

#include "cli/policies.h"
#include "pages/proof.h"

#include <jansson.h>
#include <string.h>

/* Whether something of this policy's own is at fault, in what was read before too. */
static bool has_fault(const Report *report, const Ledger *ledger)
{
  g_autofree char *folder = g_path_get_dirname(ledger->path);
  g_autofree char *below = g_strconcat(folder, "/", NULL);

  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    if (diag_level(diag->code) >= LEVEL_ERROR && diag->file != NULL &&
        g_str_has_prefix(diag->file, below))
      return true;
  }
  return false;
}

/* No more is claimed than was looked at (in a shallow clone the commit that sealed may be
 * elsewhere); that a ledger is not sealed is a note of its own. */
static void print_proof(const Invocation *in, const char *id, const LedgerProof *proof,
                        const Verification *all)
{
  if (all->partial && proof->sealed)
    printf(say(in,
               "%s: 文章 %u、台帳の項目 %u、手元のコミット %u を確かめました。"
               "この範囲で、変わったもの、失われたものはありません。\n",
               "%s: %u texts, %u entries and the %u commits here verified; as far as they reach, "
               "nothing was altered or lost.\n"),
           id, proof->texts, proof->entries, all->commits);
  else if (proof->since == NULL)
    printf(say(in, "%s: 文章 %u、台帳の項目 %u を確かめました。文章は番号と一致しています。\n",
               "%s: %u texts and %u entries verified; the texts match their ids.\n"),
           id, proof->texts, proof->entries);
  else
    printf(say(in,
               "%s: 文章 %u、台帳の項目 %u、コミット %u "
               "を確かめました。変わったもの、失われたものはありません。\n",
               "%s: %u texts, %u entries and %u commits verified; nothing was altered or lost.\n"),
           id, proof->texts, proof->entries, all->commits);
  if (proof->since != NULL)
    printf(say(in, "%s: 証明はコミット %.12s から続いています。\n",
               "%s: the proof reaches back to commit %.12s.\n"),
           id, proof->since);
}

/* One line a policy, or one object of the result. `good`: nothing was at fault in the run. */
static void tell(const Invocation *in, const GPtrArray *ledgers, const Verification *all, bool good,
                 json_t *result)
{
  for (guint i = 0; i < ledgers->len; i++) {
    const Ledger *ledger = g_ptr_array_index(ledgers, i);
    const LedgerProof *proof = &all->each[i];
    bool holds = good && !has_fault(in->report, ledger);

    json_array_append_new(result, json_pack("{s:s, s:b, s:i, s:i, s:i, s:s?, s:b, s:b}", "policy",
                                            ledger->id, "holds", holds, "texts", (int)proof->texts,
                                            "entries", (int)proof->entries, "commits",
                                            (int)all->commits, "since", proof->since, "partial",
                                            all->partial, "sealed", proof->sealed));
    if (holds && !in->quiet && !in->json)
      print_proof(in, ledger->id, proof, all);
  }
}

static void verify_one(Invocation *in, const Ledger *ledger, Repository *repository,
                       const char *against, json_t *result)
{
  g_autoptr(GPtrArray) ledgers = g_ptr_array_new();
  Verification proof = {0};

  g_ptr_array_add(ledgers, (gpointer)ledger);
  bool good = ledger_verify(ledger, invocation_site(in), repository, against, &proof, in->report);
  tell(in, ledgers, &proof, good, result);
  verification_clear(&proof);
}

/* All in one walk, which also finds ledgers that are gone. */
static void verify_all(Invocation *in, const Site *site, Repository *repository,
                       const char *against, json_t *result)
{
  g_autoptr(GPtrArray) ledgers = g_ptr_array_new();
  Verification proof = {0};

  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    g_ptr_array_add(ledgers, policy->ledger);
  }
  bool good = ledgers_verify((const Ledger *const *)ledgers->pdata, ledgers->len,
                             invocation_site(in), repository, against, &proof, in->report);
  tell(in, ledgers, &proof, good, result);
  verification_clear(&proof);
}

static void verify_policies(Invocation *in, const Site *site, const char *against, json_t *result)
{
  g_autoptr(Repository) repository = repository_open(invocation_site(in), in->report);

  /* A ledger that cannot be read is not gone: then each is verified alone. */
  if (in->count == 0 && !report_failed(in->report)) {
    verify_all(in, site, repository, against, result);
    return;
  }
  for (guint i = 0; in->count == 0 && i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    verify_one(in, policy->ledger, repository, against, result);
  }
  for (guint i = 0; i < in->count; i++) {
    const PolicySource *policy = policy_named(site, in->arguments[i], in->report);
    if (policy != NULL)
      verify_one(in, policy->ledger, repository, against, result);
  }
}

/* The built site, in a folder or online. */
static void verify_built(Invocation *in, const Site *site, const char *built, json_t *result)
{
  SiteProof proof;
  Day today = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  if (!site_prove(site, built, today, (guint)in->jobs, &proof, in->report))
    return;
  g_autofree char *as_of = day_iso(proof.as_of);
  json_object_set_new(result, "built",
                      json_pack("{s:i, s:s}", "files", (int)proof.files, "as_of", as_of));
  if (in->quiet || in->json)
    return;
  /* A day alone would read as if the site were out of date: it has been the same since. */
  bool ja = in->lang == MESSAGES_JA;
  g_autofree char *day = ja ? day_both(proof.as_of) : day_iso(proof.as_of);
  g_autofree char *next = !day_known(proof.next) ? NULL
                          : ja                   ? day_both(proof.next)
                                                 : day_iso(proof.next);
  g_autofree char *until =
    next != NULL ? g_strdup_printf(say(in, "%sの前の日まで", "to the day before %s"), next)
                 : g_strdup(say(in, "次に施行される版を発行するまで",
                                "until a revision is published that changes it"));
  printf(say(in,
             "%s: ファイル %u を確かめました。元のファイルから作ったものと、1バイトも違いません。"
             "このサイトは、%sから%sの、どの日に作っても同じです。\n",
             "%s: %u files verified; built from the sources, every byte is the same, "
             "on every day from %s %s.\n"),
         built, proof.files, day, until);
}

int command_verify(Invocation *in)
{
  g_autofree char *against = NULL, *built = NULL;
  const Option options[] = {
    {"against",
     G_OPTION_ARG_FILENAME,
     &against,
     "X",
     {"控え（レシート）のファイル、または git のブランチ・タグ・コミットと照らし合わせます",
      "hold it against a receipt, or a branch, tag or commit of git"}},
    {"built",
     G_OPTION_ARG_FILENAME,
     &built,
     "DIR|URL",
     {"作ったサイト（フォルダーか、公開中のアドレス）が、元のファイルのとおりかも確かめます",
      "prove too that a built site, in a folder or online, is what the sources give"}},
    {0},
  };
  if (!invocation_parse(in, options, 0, G_MAXUINT))
    return invocation_finish(in);
  g_autoptr(Site) site = policies_read(in);
  if (site == NULL)
    return invocation_finish(in);

  json_t *policies = json_array();
  json_t *result = json_pack("{s:o}", "policies", policies);
  verify_policies(in, site, against, policies);
  if (built != NULL)
    verify_built(in, site, built, result);
  if (in->json) {
    g_autofree char *text = json_dumps(result, JSON_INDENT(2));
    puts(text);
  }
  json_decref(result);
  return invocation_finish(in);
}
