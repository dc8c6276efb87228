/* approve: that the working text was approved, a withdrawal or a cancellation, by whom and when. */
#include "cli/proposing.h"
#include "cli/shown.h"
#include "pages/amendment.h"

static const char *shown_act(const Invocation *in, const Approval *approval)
{
  switch (approval->act) {
  case ACT_WITHDRAW:
    return say(in, "廃止", "withdraw");
  case ACT_CANCEL:
    return say(in, "取消", "cancel");
  default:
    return say(in, "発行", "publish");
  }
}

static void approve(Invocation *in, const char *by, const char *on, bool withdrawal,
                    const char *cancelled, const Consent *consent)
{
  const PolicySource *policy = NULL;
  Day day;

  if (!given_day("on", on, &day, in->report))
    return;
  g_autoptr(Desk) desk = invocation_desk(in, in->arguments[0], &policy);
  if (desk == NULL)
    return;
  g_autoptr(Proposal) proposal =
    cancelled != NULL ? cancellation_approval_propose(desk, policy, cancelled, by, day, in->report)
                      : approval_propose(desk, policy, by, day, withdrawal, in->report);
  if (proposal == NULL)
    return;
  const Approval *approval =
    g_ptr_array_index(proposal->ledger->approvals, proposal->ledger->approvals->len - 1);
  g_autofree char *shown = shown_day(in, approval->on);
  print_fact(in, say(in, "方針", "Policy"), proposal->ledger->title);
  print_fact(in, say(in, "承認したこと", "To"), shown_act(in, approval));
  print_fact(in, say(in, "版", "Revision"), approval->of);
  print_fact(in, say(in, "承認した人", "Approved by"), by);
  print_fact(in, say(in, "承認の日", "On"), shown);
  print_fact(in, say(in, "文章の番号", "Text"), approval->blob);
  print_fact(in, say(in, "記録する人", "Recorded by"), approval->recorder);
  proposal_carry_out(in, desk, proposal, consent);
}

int command_approve(Invocation *in)
{
  g_autofree char *by = NULL, *on = NULL, *cancelled = NULL;
  gboolean withdrawal = FALSE;
  Consent consent = {.no_build = TRUE};
  const Option options[] = {
    {"by", G_OPTION_ARG_FILENAME, &by, "WHO", {"承認した人や会（理事会など）", "who approved it"}},
    {"on",
     G_OPTION_ARG_FILENAME,
     &on,
     "DAY",
     {"承認の日（既定: 今日）", "the day on which it was approved (default: today)"}},
    {"withdrawal",
     G_OPTION_ARG_NONE,
     &withdrawal,
     NULL,
     {"現行の版の廃止を承認します", "approve that the revision in force be withdrawn"}},
    {"cancel",
     G_OPTION_ARG_FILENAME,
     &cancelled,
     "REVISION",
     {"まだ施行されていない版の取消を承認します",
      "approve that a revision be cancelled that has not taken effect"}},
    OPTION_YES(consent),
    {0},
  };
  if (!invocation_parse(in, options, 0, 1))
    return invocation_finish(in);
  if (withdrawal && cancelled != NULL)
    report_add(in->report, DIAG_OPTIONS_EXCLUDE, place_none(), "withdrawal", "cancel", NULL);
  else
    approve(in, by, on, withdrawal, cancelled, &consent);
  return invocation_finish(in);
}
