/* 廃止: from a day on, the policy is no more. */
#include "pages/publication.h"

#include "pages/given.h"
#include "pages/standing.h"
#include "serve/form.h"
#include "serve/procedure.h"
#include "serve/screens.h"

static const char *const fields[] = {"effective", "summary", "reason", "decided", NULL};

static Reply *show_form(Visit *visit)
{
  const Revision *in_force = ledger_in_force(visit->policy->ledger, visit->as_of);
  bool there = in_force != NULL && in_force->change != CHANGE_WITHDRAWN;

  form_put(visit, fields);
  values_bool(visit->values, "there", there);
  values_bool(visit->values, "two_persons", visit->site->two_persons);
  if (there)
    visit_put_day(visit, "since", in_force->effective);
  return procedure_show_form(visit, "withdraw.html");
}

static Reply *propose(Visit *visit);

static const Procedure procedure = {
  .page = {.what = "withdraw", .fields = fields, .goes_online = true},
  .form = show_form,
  .propose = propose,
};

static void put_facts(Visit *visit, const Proposal *proposal, const PublicationRequest *request)
{
  const Revision *revision = ledger_find(proposal->ledger, proposal->key);
  g_autofree char *day = day_both(revision->effective);
  g_autofree char *decided = day_known(revision->decided) ? day_both(revision->decided) : NULL;

  values_list(visit->values, "facts");
  proposal_page_fact(visit, "policy", proposal->ledger->title);
  proposal_page_fact(visit, "kind", change_name_ja(CHANGE_WITHDRAWN));
  proposal_page_fact(visit, "withdrawn", day);
  proposal_page_fact(visit, "decided", decided);
  proposal_page_fact(visit, "summary", request->summary);
  proposal_page_fact(visit, "reason", request->reason);
  values_close(visit->values);
}

/* The same as `kaitei publish --kind 廃止`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  g_autofree char *effective = request_words(visit->request, "effective");
  g_autofree char *decided = request_words(visit->request, "decided");
  g_autofree char *summary = request_line(visit->request, "summary");
  g_autofree char *reason = request_line(visit->request, "reason");
  PublicationRequest request = {.change = CHANGE_WITHDRAWN, .summary = summary, .reason = reason};

  bool good = given_day("effective", effective, &request.effective, visit->report);
  good &= given_day("decided", decided, &request.decided, visit->report);
  if (!good)
    given_summary(summary, visit->report);
  g_autoptr(Desk) desk = good ? visit_desk(visit, &policy) : NULL;
  g_autoptr(Proposal) proposal =
    desk != NULL ? publication_propose(desk, policy, &request, visit->report) : NULL;
  if (proposal == NULL)
    return show_form(visit);
  put_facts(visit, proposal, &request);
  return proposal_page(visit, desk, proposal, &procedure.page);
}

Reply *withdraw_screen(Visit *visit)
{
  return procedure_answer(visit, &procedure);
}
