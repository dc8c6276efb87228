/* 取消: a revision that has not taken effect is not to. */
#include "pages/amendment.h"
#include "serve/form.h"
#include "serve/procedure.h"
#include "serve/screens.h"

static const char *const fields[] = {"of", "reason", NULL};

static Reply *show_form(Visit *visit)
{
  form_put(visit, fields);
  values_bool(visit->values, "two_persons", visit->site->two_persons);
  procedure_put_revisions(visit, revision_can_be_cancelled,
                          procedure_count_revisions(visit, revision_can_be_cancelled) == 1
                            ? ledger_scheduled(visit->policy->ledger, visit->as_of)
                            : NULL);
  return procedure_show_form(visit, "cancel.html");
}

static Reply *propose(Visit *visit);

static const Procedure procedure = {
  .page = {.what = "cancel", .fields = fields, .goes_online = true},
  .form = show_form,
  .propose = propose,
};

/* The same as `kaitei cancel`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  g_autofree char *of = request_words(visit->request, "of");
  g_autofree char *reason = request_line(visit->request, "reason");
  g_autoptr(Desk) desk = NULL;
  g_autoptr(Proposal) proposal = NULL;

  if (of == NULL)
    report_add(visit->report, DIAG_REVISION_UNCHOSEN, place_none(), NULL);
  else if ((desk = visit_desk(visit, &policy)) != NULL)
    proposal = cancellation_propose(desk, policy, of, reason, visit->report);
  if (proposal == NULL)
    return show_form(visit);
  values_list(visit->values, "facts");
  proposal_page_fact(visit, "policy", proposal->ledger->title);
  procedure_put_revision_fact(visit, proposal->key);
  proposal_page_fact(visit, "reason", reason);
  values_close(visit->values);
  return proposal_page(visit, desk, proposal, &procedure.page);
}

Reply *cancel_screen(Visit *visit)
{
  return procedure_answer(visit, &procedure);
}
