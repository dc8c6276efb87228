#include "serve/publication_form.h"

#include "pages/given.h"
#include "pages/publication_facts.h"

/* False where something is not what its field asks for; all of it is said. */
static bool read_fields(PublicationForm *form, Visit *visit)
{
  PublicationRequest *request = &form->request;
  g_autofree char *effective = request_words(visit->request, "effective");
  g_autofree char *decided = request_words(visit->request, "decided");
  bool good = given_day("effective", effective, &request->effective, visit->report);

  good &= given_day("decided", decided, &request->decided, visit->report);
  request->summary = form->summary = request_line(visit->request, "summary");
  request->reason = form->reason = request_line(visit->request, "reason");
  if (request->change != CHANGE_WITHDRAWN) {
    g_autofree char *kind = request_words(visit->request, "kind");
    good &= given_kind(kind, visit->policy->ledger, &request->change, visit->report);
    request->no_retrain = request_ticked(visit->request, "no-retrain");
    request->allow_removed_ids = request_ticked(visit->request, "removed");
  }
  if (!good)
    given_summary(form->summary, visit->report);
  return good;
}

bool publication_form_propose(PublicationForm *form, Visit *visit)
{
  const PolicySource *policy = NULL;
  if (!read_fields(form, visit))
    return false;
  form->desk = visit_desk(visit, &policy);
  if (form->desk != NULL)
    form->proposal = publication_propose(form->desk, policy, &form->request, visit->report);
  return form->proposal != NULL;
}

void publication_form_put_facts(const PublicationForm *form, Visit *visit)
{
  g_autoptr(GPtrArray) facts =
    publication_facts(form->desk, form->proposal, &form->request, MESSAGES_JA);

  values_list(visit->values, "facts");
  for (guint i = 0; i < facts->len; i++) {
    const PublicationFact *fact = g_ptr_array_index(facts, i);
    proposal_page_fact(visit, fact->name, fact->value);
  }
  values_close(visit->values);
}

void publication_form_clear(PublicationForm *form)
{
  proposal_free(form->proposal);
  desk_free(form->desk);
  g_free(form->summary);
  g_free(form->reason);
}
