/* Publish: a new revision from the working text. */
#include "serve/publication_form.h"

#include "ledger/identity.h"
#include "pages/given.h"
#include "pages/standing.h"
#include "serve/form.h"
#include "serve/screens.h"
#include "serve/turn.h"

#include <string.h>

static const char *const fields[] = {"effective", "kind",       "summary", "reason",
                                     "decided",   "no-retrain", "removed", NULL};
static const ProposalPage page = {.what = "publish", .fields = fields, .goes_online = true};

/* ---- the form ---- */

/* A withdrawal has a screen of its own, and only the first revision is a 作成. */
static void put_kinds(Visit *visit)
{
  const Ledger *ledger = visit->policy->ledger;
  bool first = ledger->revisions->len == 0;
  const char *given = request_field(visit->request, "kind");
  g_autoptr(Report) unsaid = report_new();
  ChangeKind chosen;

  given_kind(given, ledger, &chosen, unsaid);
  values_list(visit->values, "kinds");
  for (int kind = CHANGE_CREATED; kind < CHANGE_WITHDRAWN; kind++) {
    if (first != (kind == CHANGE_CREATED))
      continue;
    values_open(visit->values, NULL);
    values_string(visit->values, "name", change_name((ChangeKind)kind));
    values_bool(visit->values, "chosen", kind == (int)chosen);
    values_close(visit->values);
  }
  values_close(visit->values);
}

/* The clauses that this text has no longer, as the check of it has told. */
static void put_removed(Visit *visit)
{
  values_list(visit->values, "removed");
  for (guint i = 0; i < report_count(visit->report); i++) {
    const Diag *diag = report_get(visit->report, i);
    if (diag->code != DIAG_PUBLISH_ID_GONE && diag->code != DIAG_PUBLISH_ID_REMOVED)
      continue;
    values_open(visit->values, NULL);
    values_string(visit->values, "id", diag->arguments[0]);
    values_string(visit->values, "title", diag->arguments[1]);
    values_close(visit->values);
  }
  values_close(visit->values);
}

static Reply *show_form(Visit *visit)
{
  g_autoptr(Standing) standing = standing_new(visit->root, visit->policy, visit->as_of);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = visit_repository(visit, unsaid);
  g_autofree char *person = identity_known(repository);
  bool refused = visit->request->posts && report_failed(visit->report);

  form_put(visit, fields);
  put_kinds(visit);
  put_removed(visit);
  if (standing->undone != NULL)
    values_day(visit->values, "undone", standing->undone->effective);
  visit_put_approval(visit, "approval", standing->approval);
  visit_put_approval(visit, "voided", standing->voided);
  values_string(visit->values, "draft", draft_state_name(standing->draft));
  values_string(visit->values, "turn", turn_of(visit->site, standing, person));
  values_string(visit->values, "person", person);
  return visit_show_as(visit, refused ? 422 : 200, "publish.html");
}

/* ---- the proposal ---- */

static Reply *propose(Visit *visit)
{
  g_auto(PublicationForm) form = {0};
  if (!publication_form_propose(&form, visit))
    return show_form(visit);
  publication_form_put_facts(&form, visit);
  return proposal_page(visit, form.desk, form.proposal, &page);
}

Reply *publish_screen(Visit *visit)
{
  Reply *elsewhere =
    visit->request->posts ? proposal_page_done(visit, &page) : visit_ask_identity(visit);
  if (elsewhere != NULL)
    return elsewhere;
  return proposal_page_asked(visit) ? propose(visit) : show_form(visit);
}
