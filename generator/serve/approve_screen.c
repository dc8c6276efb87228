/* Approve: that the working text was approved, by whom and when. */
#include "pages/amendment.h"

#include "ledger/identity.h"
#include "pages/given.h"
#include "pages/standing.h"
#include "serve/form.h"
#include "serve/proposal_page.h"
#include "serve/screens.h"

static const char *const fields[] = {"by", "on", "withdrawal", NULL};
static const ProposalPage page = {.what = "approve", .fields = fields};

static bool is_withdrawal(const Visit *visit)
{
  return request_ticked(visit->request, "withdrawal");
}

static Reply *show_form(Visit *visit)
{
  g_autoptr(Standing) standing = standing_new(visit->root, visit->policy, visit->as_of);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = repository_open(visit->root, unsaid);
  g_autofree char *person = identity_known(repository);

  form_put(visit, fields);
  visit_put_day(visit, "today", visit->as_of);
  visit_put_approval(visit, "approval", standing->approval);
  visit_put_approval(visit, "voided", standing->voided);
  values_string(visit->values, "draft", draft_state_name(standing->draft));
  values_bool(visit->values, "withdrawal", is_withdrawal(visit));
  values_bool(visit->values, "two_persons", visit->site->two_persons);
  values_string(visit->values, "person", person);
  bool refused = visit->request->posts && report_failed(visit->report);
  return visit_show_as(visit, refused ? 422 : 200, "approve.html");
}

static void put_facts(Visit *visit, const Proposal *proposal)
{
  const GPtrArray *approvals = proposal->ledger->approvals;
  const Approval *approval = g_ptr_array_index(approvals, approvals->len - 1);
  g_autofree char *on = day_both(approval->on);

  values_list(visit->values, "facts");
  proposal_page_fact(visit, "policy", proposal->ledger->title);
  proposal_page_fact(visit, "by", approval->by);
  proposal_page_fact(visit, "on", on);
  proposal_page_fact(visit, "text", approval->blob);
  values_close(visit->values);
}

/* The same as `kaitei approve`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  g_autofree char *by = request_words(visit->request, "by");
  g_autofree char *on = request_words(visit->request, "on");
  Day day;

  bool good = given_day("on", on, &day, visit->report);
  g_autoptr(Desk) desk = visit_desk(visit, &policy);
  g_autoptr(Proposal) proposal =
    desk != NULL && good
      ? approval_propose(desk, policy, by, day, is_withdrawal(visit), visit->report)
      : NULL;
  if (proposal == NULL)
    return show_form(visit);
  put_facts(visit, proposal);
  return proposal_page(visit, desk, proposal, &page);
}

Reply *approve_screen(Visit *visit)
{
  Reply *elsewhere =
    visit->request->posts ? proposal_page_done(visit, &page) : visit_ask_identity(visit);
  if (elsewhere != NULL)
    return elsewhere;
  return proposal_page_asked(visit) ? propose(visit) : show_form(visit);
}
