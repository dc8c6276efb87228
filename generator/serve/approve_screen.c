/* Approve: that something was approved, by whom and when: the working text, the withdrawal
 * of what is in force, or the cancellation of a revision. */
#include "pages/amendment.h"

#include "ledger/identity.h"
#include "pages/given.h"
#include "pages/standing.h"
#include "serve/form.h"
#include "serve/procedure.h"
#include "serve/proposal_page.h"
#include "serve/screens.h"

static const char *const fields[] = {"by", "on", "withdrawal", "cancel", NULL};
static const ProposalPage page = {.what = "approve", .fields = fields};

static bool is_withdrawal(const Visit *visit)
{
  return request_ticked(visit->request, "withdrawal");
}

/* The key of the revision whose cancellation it is; NULL where it is none. */
static const char *cancelled_key(const Visit *visit)
{
  const char *key = request_field(visit->request, "cancel");
  return key != NULL && *key != '\0' ? key : NULL;
}

/* Which of the three, as the template knows them. */
static void put_what(Visit *visit)
{
  const char *key = cancelled_key(visit);

  values_string(visit->values, "what",
                key != NULL            ? "cancel"
                : is_withdrawal(visit) ? "withdrawal"
                                       : "text");
  values_string(visit->values, "cancel", key);
  if (key != NULL)
    values_day(visit->values, "cancelled_day", ledger_find(visit->policy->ledger, key)->effective);
}

static Reply *show_form(Visit *visit)
{
  g_autoptr(Standing) standing = standing_new(visit->root, visit->policy, visit->as_of);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = visit_repository(visit, unsaid);
  g_autofree char *person = identity_known(repository);

  form_put(visit, fields);
  values_day(visit->values, "today", visit->as_of);
  visit_put_approval(visit, "approval", standing->approval);
  visit_put_approval(visit, "voided", standing->voided);
  values_string(visit->values, "draft", draft_state_name(standing->draft));
  put_what(visit);
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
  if (approval->act == ACT_CANCEL)
    procedure_put_revision_fact(visit, approval->of);
  else
    proposal_page_fact(visit, "text", approval->blob);
  values_close(visit->values);
}

/* The same as `kaitei approve`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  const char *key = cancelled_key(visit);
  g_autofree char *by = request_words(visit->request, "by");
  g_autofree char *on = request_words(visit->request, "on");
  Day day;

  bool good = given_day("on", on, &day, visit->report);
  g_autoptr(Desk) desk = visit_desk(visit, &policy);
  g_autoptr(Proposal) proposal = NULL;
  if (desk != NULL && good)
    proposal = key != NULL
                 ? cancellation_approval_propose(desk, policy, key, by, day, visit->report)
                 : approval_propose(desk, policy, by, day, is_withdrawal(visit), visit->report);
  if (proposal == NULL)
    return show_form(visit);
  put_facts(visit, proposal);
  return proposal_page(visit, desk, proposal, &page);
}

Reply *approve_screen(Visit *visit)
{
  const char *key = cancelled_key(visit);
  if (key != NULL && ledger_find(visit->policy->ledger, key) == NULL)
    return visit_show_as(visit, 404, "nothing.html");
  Reply *elsewhere =
    visit->request->posts ? proposal_page_done(visit, &page) : visit_ask_identity(visit);
  if (elsewhere != NULL)
    return elsewhere;
  return proposal_page_asked(visit) ? propose(visit) : show_form(visit);
}
