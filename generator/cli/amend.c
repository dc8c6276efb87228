/* cancel, backfill, edition: entries beside a new text. */
#include "cli/proposing.h"
#include "cli/shown.h"
#include "pages/amendment.h"

#include <string.h>

static void print_what(const Invocation *in, const Proposal *proposal, const char *what)
{
  print_fact(in, say(in, "方針", "Policy"), proposal->ledger->title);
  print_fact(in, say(in, "行うこと", "To do"), what);
  print_fact(in, say(in, "版", "Revision"), proposal->key);
  print_fact(in, say(in, "文章", "Text"), proposal->path);
}

/* ---- cancel ---- */

static void cancel(Invocation *in, const char *reason, const Consent *consent)
{
  const PolicySource *policy = NULL;
  g_autoptr(Desk) desk = invocation_desk(in, in->arguments[0], &policy);
  if (desk == NULL)
    return;
  g_autoptr(Proposal) proposal =
    cancellation_propose(desk, policy, in->arguments[1], reason, in->report);
  if (proposal == NULL)
    return;
  print_what(in, proposal, say(in, "取消", "cancel"));
  proposal_carry_out(in, desk, proposal, consent);
}

int command_cancel(Invocation *in)
{
  g_autofree char *reason = NULL;
  Consent consent = {0};
  const Option options[] = {
    {"reason", G_OPTION_ARG_FILENAME, &reason, "TEXT", {"取り消す理由", "why it is cancelled"}},
    OPTION_YES(consent),
    OPTION_NO_BUILD(consent),
    {0},
  };
  if (invocation_parse(in, options, 2, 2))
    cancel(in, reason, &consent);
  return invocation_finish(in);
}

/* ---- backfill ---- */

static bool read_provenance(Invocation *in, const char *text, Provenance *provenance)
{
  *provenance = PROVENANCE_COPY;
  if (text == NULL || provenance_named(text, provenance))
    return true;
  report_add(in->report, DIAG_PROVENANCE_UNKNOWN, place_none(), text, NULL);
  return false;
}

static void backfill(Invocation *in, const char *provenance_text, const Consent *consent)
{
  const PolicySource *policy = NULL;
  Provenance provenance;

  if (!read_provenance(in, provenance_text, &provenance))
    return;
  g_autoptr(Desk) desk = invocation_desk(in, in->arguments[0], &policy);
  if (desk == NULL)
    return;
  g_autoptr(Proposal) proposal =
    backfill_propose(desk, policy, in->arguments[1], in->arguments[2], provenance, in->report);
  if (proposal == NULL)
    return;
  print_what(in, proposal, say(in, "文章の追加", "attach a text"));
  print_fact(in, say(in, "文章の出どころ", "Provenance"), shown_provenance(in, provenance));
  proposal_carry_out(in, desk, proposal, consent);
}

int command_backfill(Invocation *in)
{
  g_autofree char *provenance = NULL;
  Consent consent = {0};
  const Option options[] = {
    {"provenance",
     G_OPTION_ARG_FILENAME,
     &provenance,
     "WORD",
     {"original（原本）、copy（写し、既定）、reconstructed（復元）",
      "original, copy (default) or reconstructed"}},
    OPTION_YES(consent),
    OPTION_NO_BUILD(consent),
    {0},
  };
  if (invocation_parse(in, options, 3, 3))
    backfill(in, provenance, &consent);
  return invocation_finish(in);
}

/* ---- edition ---- */

static void start(Invocation *in, Desk *desk, const PolicySource *policy, const char *key)
{
  g_autofree char *path = NULL;
  if (!edition_start(desk, policy, key, in->arguments[1], &path, in->report) || in->quiet)
    return;
  printf(
    say(in, "%s を作りました。翻訳に書き換えてから、--start を付けずにもう一度実行してください。\n",
        "%s is made; write the translation over it, and run this again without --start.\n"),
    path);
}

static void edition(Invocation *in, const char *key, bool starts, const Consent *consent)
{
  const PolicySource *policy = NULL;
  g_autoptr(Desk) desk = invocation_desk(in, in->arguments[0], &policy);
  if (desk == NULL)
    return;
  if (starts) {
    start(in, desk, policy, key);
    return;
  }
  g_autoptr(Proposal) proposal = edition_propose(desk, policy, key, in->arguments[1], in->report);
  if (proposal == NULL)
    return;
  print_what(in, proposal, say(in, "翻訳の登録", "pin an edition"));
  print_fact(in, say(in, "言語", "Language"), in->arguments[1]);
  proposal_carry_out(in, desk, proposal, consent);
}

int command_edition(Invocation *in)
{
  g_autofree char *of = NULL;
  gboolean starts = FALSE;
  Consent consent = {0};
  const Option options[] = {
    {"of",
     G_OPTION_ARG_FILENAME,
     &of,
     "REVISION",
     {"どの版の翻訳か（既定: 現行の版）", "of which revision (default: the one in force)"}},
    {"start",
     G_OPTION_ARG_NONE,
     &starts,
     NULL,
     {"日本語の文章を写した、翻訳用のファイルを作ります",
      "make the file to translate in, from the Japanese text"}},
    OPTION_YES(consent),
    OPTION_NO_BUILD(consent),
    {0},
  };
  if (invocation_parse(in, options, 2, 2))
    edition(in, of, starts, &consent);
  return invocation_finish(in);
}
