/* verify: the proof that nothing published was altered or lost. */
#include "ledger/verify.h"

#include "cli/policies.h"
#include "pages/proof.h"

/* `name` is the policy's id, or what stands for all of them. */
static void print_proof(const Invocation *in, const char *name, const Verification *proof)
{
  if (in->quiet || in->json)
    return;
  /* No more is claimed than was looked at; that a ledger is not sealed is a note of its own. */
  if (proof->partial)
    printf(say(in,
               "%s: 文章 %u、台帳の項目 %u、手元のコミット %u を確かめました。"
               "この範囲で、変わったもの、失われたものはありません。\n",
               "%s: %u texts, %u entries and the %u commits here verified; as far as they reach, "
               "nothing was altered or lost.\n"),
           name, proof->texts, proof->entries, proof->commits);
  else if (proof->since == NULL)
    printf(say(in, "%s: 文章 %u、台帳の項目 %u を確かめました。文章は番号と一致しています。\n",
               "%s: %u texts and %u entries verified; the texts match their ids.\n"),
           name, proof->texts, proof->entries);
  else
    printf(say(in,
               "%s: 文章 %u、台帳の項目 %u、コミット %u "
               "を確かめました。変わったもの、失われたものはありません。\n",
               "%s: %u texts, %u entries and %u commits verified; nothing was altered or lost.\n"),
           name, proof->texts, proof->entries, proof->commits);
  if (proof->since != NULL)
    printf(say(in, "%s: 証明はコミット %.12s から続いています。\n",
               "%s: the proof reaches back to commit %.12s.\n"),
           name, proof->since);
}

static void verify_one(Invocation *in, const Ledger *ledger, Repository *repository,
                       const char *against)
{
  Verification proof = {0};
  if (ledger_verify(ledger, invocation_site(in), repository, against, &proof, in->report))
    print_proof(in, ledger->id, &proof);
  verification_clear(&proof);
}

/* All in one walk, which also finds ledgers that are gone. */
static void verify_all(Invocation *in, const Site *site, Repository *repository,
                       const char *against)
{
  g_autoptr(GPtrArray) ledgers = g_ptr_array_new();
  g_autoptr(GPtrArray) ids = g_ptr_array_new();
  Verification proof = {0};

  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    g_ptr_array_add(ledgers, policy->ledger);
    g_ptr_array_add(ids, policy->ledger->id);
  }
  g_ptr_array_add(ids, NULL);
  g_autofree char *names = g_strjoinv(", ", (char **)ids->pdata);
  if (ledgers_verify((const Ledger *const *)ledgers->pdata, ledgers->len, invocation_site(in),
                     repository, against, &proof, in->report) &&
      ledgers->len > 0)
    print_proof(in, names, &proof);
  verification_clear(&proof);
}

static void verify_policies(Invocation *in, const Site *site, const char *against)
{
  g_autoptr(Repository) repository = repository_open(invocation_site(in), in->report);

  /* A ledger that cannot be read is not gone: then each is verified alone. */
  if (in->count == 0 && !report_failed(in->report)) {
    verify_all(in, site, repository, against);
    return;
  }
  for (guint i = 0; in->count == 0 && i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    verify_one(in, policy->ledger, repository, against);
  }
  for (guint i = 0; i < in->count; i++) {
    const PolicySource *policy = policy_named(site, in->arguments[i], in->report);
    if (policy != NULL)
      verify_one(in, policy->ledger, repository, against);
  }
}

/* The built site, in a folder or online. */
static void verify_built(Invocation *in, const Site *site, const char *built)
{
  SiteProof proof;
  Day today = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  if (!site_prove(site, built, today, (guint)in->jobs, &proof, in->report) || in->quiet || in->json)
    return;
  g_autofree char *day = in->lang == MESSAGES_JA ? day_both(proof.as_of) : day_iso(proof.as_of);
  printf(say(in,
             "%s: ファイル %u を確かめました。%sのものとして元のファイルから作ったものと、"
             "1バイトも違いません。\n",
             "%s: %u files verified; built from the sources as of %s, every byte is the same.\n"),
         built, proof.files, day);
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
  if (site != NULL)
    verify_policies(in, site, against);
  if (site != NULL && built != NULL)
    verify_built(in, site, built);
  return invocation_finish(in);
}
