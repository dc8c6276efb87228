/* publish: a new revision of a policy, from its working text. */
#include "cli/proposing.h"
#include "pages/impact.h"
#include "pages/publication.h"

typedef struct {
  char *effective, *decided, *kind, *summary, *reason;
  gboolean no_retrain, allow_removed_ids;
  Consent consent;
} Given;

static void given_clear(Given *given)
{
  char *strings[] = {given->effective, given->decided, given->kind, given->summary, given->reason};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Given, given_clear)

static void print_changes(Invocation *in, const Desk *desk, const PolicySource *policy, Day day)
{
  g_autoptr(Report) unsaid = report_new(); /* said when it was proposed */
  g_autoptr(Impact) impact = impact_new(desk->site, policy, desk->repository, day, unsaid);
  for (guint i = 0; impact != NULL && i < impact->clauses->len; i++) {
    const ImpactClause *clause = g_ptr_array_index(impact->clauses, i);
    g_autofree char *text =
      g_strdup_printf(say(in, "%s（%s）", "%s (%s)"), clause->title, shown_kind(in, clause->kind));
    print_fact(in, say(in, "変わるところ", "Changes"), text);
  }
}

static void print_what(Invocation *in, const Desk *desk, const Proposal *proposal,
                       const PublicationRequest *request)
{
  const Revision *revision = ledger_find(proposal->ledger, proposal->key);
  g_autofree char *effective = shown_day(in, revision->effective);
  g_autofree char *decided = day_known(revision->decided) ? shown_day(in, revision->decided) : NULL;
  bool later = day_compare(revision->effective, desk->as_of) > 0;
  g_autofree char *from = g_strconcat(effective,
                                      later ? say(in, "（施行予定になります）", " (scheduled)")
                                            : say(in, "（すぐに有効になります）", " (at once)"),
                                      NULL);

  print_fact(in, say(in, "方針", "Policy"), proposal->ledger->title);
  print_fact(in, say(in, "種別", "Kind"), shown_change(in, request->change));
  print_fact(in, say(in, "施行日", "Effective"), from);
  print_fact(in, say(in, "決定日", "Decided"), decided);
  print_fact(in, say(in, "説明", "Summary"), request->summary);
  print_fact(in, say(in, "理由", "Reason"), request->reason);
  print_fact(in, say(in, "前の版", "Follows"), proposal->before);
  print_fact(in, say(in, "新しい版", "Revision"), proposal->key);
  if (request->change != CHANGE_WITHDRAWN && !in->quiet && !in->json)
    print_changes(in, desk, proposal->policy, revision->effective);
}

static void publish(Invocation *in, const Given *given)
{
  PublicationRequest request = {.summary = given->summary,
                                .reason = given->reason,
                                .no_retrain = given->no_retrain,
                                .allow_removed_ids = given->allow_removed_ids};
  const PolicySource *policy = NULL;

  bool good = given_day("effective", given->effective, &request.effective, in->report);
  good &= given_day("decided", given->decided, &request.decided, in->report);
  if (!good) {
    given_summary(given->summary, in->report);
    return;
  }
  g_autoptr(Desk) desk = invocation_desk(in, in->arguments[0], &policy);
  if (desk == NULL || !given_kind(given->kind, policy->ledger, &request.change, in->report))
    return;
  g_autoptr(Proposal) proposal = publication_propose(desk, policy, &request, in->report);
  if (proposal == NULL)
    return;
  print_what(in, desk, proposal, &request);
  proposal_carry_out(in, desk, proposal, &given->consent);
}

int command_publish(Invocation *in)
{
  g_auto(Given) given = {0};
  const Option options[] = {
    {"effective",
     G_OPTION_ARG_FILENAME,
     &given.effective,
     "DAY",
     {"施行日（和暦・西暦のどちらでも）。正誤では省けます",
      "the day from which it holds, in either calendar; may be left out for an erratum"}},
    {"summary",
     G_OPTION_ARG_FILENAME,
     &given.summary,
     "TEXT",
     {"何が変わったか（そのままサイトに載ります）",
      "what changed, in plain words; shown on the site"}},
    {"kind",
     G_OPTION_ARG_FILENAME,
     &given.kind,
     "KIND",
     {"作成、一部変更（既定）、全部変更、正誤、廃止",
      "created, partial (default), full, erratum or withdrawn"}},
    {"reason", G_OPTION_ARG_FILENAME, &given.reason, "TEXT", {"変えた理由", "why it changed"}},
    {"decided",
     G_OPTION_ARG_FILENAME,
     &given.decided,
     "DAY",
     {"決定した日（既定: 承認の日）",
      "the day on which it was resolved (default: of the approval)"}},
    {"no-retrain",
     G_OPTION_ARG_NONE,
     &given.no_retrain,
     NULL,
     {"職員の研修をやり直さなくてよい変更です", "staff need no new training for it"}},
    {"allow-removed-ids",
     G_OPTION_ARG_NONE,
     &given.allow_removed_ids,
     NULL,
     {"発行済みの項目がなくなることを認めます", "let published clauses be removed"}},
    OPTION_YES(given.consent),
    OPTION_NO_BUILD(given.consent),
    {0},
  };
  if (invocation_parse(in, options, 0, 1))
    publish(in, &given);
  return invocation_finish(in);
}
