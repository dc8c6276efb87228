/* publish: a new revision of a policy, from its working text. */
#include "cli/proposing.h"
#include "cli/shown.h"
#include "pages/publication_facts.h"

#include <string.h>

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

/* What a fact is called. */
static const char *label(const Invocation *in, const char *name)
{
  static const struct {
    const char *name, *ja, *en;
  } labels[] = {
    {"policy", "方針", "Policy"},           {"kind", "種別", "Kind"},
    {"effective", "施行日", "Effective"},   {"withdrawn", "廃止の日", "Withdrawn"},
    {"decided", "決定日", "Decided"},       {"summary", "変わったこと", "Summary"},
    {"reason", "理由", "Reason"},           {"retrain", "職員の研修", "Training"},
    {"follows", "前の版", "Follows"},       {"key", "新しい版", "Revision"},
    {"changes", "変わるところ", "Changes"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
    if (strcmp(labels[i].name, name) == 0)
      return say(in, labels[i].ja, labels[i].en);
  return name;
}

static void print_what(Invocation *in, const Desk *desk, const Proposal *proposal,
                       const PublicationRequest *request)
{
  if (in->quiet || in->json)
    return;
  g_autoptr(GPtrArray) facts = publication_facts(desk, proposal, request, in->lang);
  for (guint i = 0; i < facts->len; i++) {
    const PublicationFact *fact = g_ptr_array_index(facts, i);
    print_fact(in, label(in, fact->name), fact->value);
  }
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
