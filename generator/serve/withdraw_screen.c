/* 廃止: from a day on, the policy is no more. */
#include "serve/publication_form.h"

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
    values_day(visit->values, "since", in_force->effective);
  return procedure_show_form(visit, "withdraw.html");
}

static Reply *propose(Visit *visit);

static const Procedure procedure = {
  .page = {.what = "withdraw", .fields = fields, .goes_online = true},
  .form = show_form,
  .propose = propose,
};

static Reply *propose(Visit *visit)
{
  g_auto(PublicationForm) form = {.request = {.change = CHANGE_WITHDRAWN}};
  if (!publication_form_propose(&form, visit))
    return show_form(visit);
  publication_form_put_facts(&form, visit);
  return proposal_page(visit, form.desk, form.proposal, &procedure.page);
}

Reply *withdraw_screen(Visit *visit)
{
  return procedure_answer(visit, &procedure);
}
