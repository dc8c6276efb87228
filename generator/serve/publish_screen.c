/* Publish: a new revision from the working text. */
#include "pages/publication.h"

#include "ledger/identity.h"
#include "pages/given.h"
#include "pages/impact.h"
#include "pages/standing.h"
#include "serve/form.h"
#include "serve/proposal_page.h"
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
  g_autoptr(Repository) repository = repository_open(visit->root, unsaid);
  g_autofree char *person = identity_known(repository);
  bool refused = visit->request->posts && report_failed(visit->report);

  form_put(visit, fields);
  put_kinds(visit);
  put_removed(visit);
  if (standing->undone != NULL)
    visit_put_day(visit, "undone", standing->undone->effective);
  visit_put_approval(visit, "approval", standing->approval);
  visit_put_approval(visit, "voided", standing->voided);
  values_string(visit->values, "draft", draft_state_name(standing->draft));
  values_string(visit->values, "turn", turn_of(visit->site, standing, person));
  values_string(visit->values, "person", person);
  return visit_show_as(visit, refused ? 422 : 200, "publish.html");
}

/* ---- the proposal ---- */

static void put_changes(Visit *visit, const Desk *desk, const Proposal *proposal, Day day)
{
  g_autoptr(Report) unsaid = report_new(); /* said when it was proposed */
  g_autoptr(Impact) impact =
    impact_new(desk->site, proposal->policy, desk->repository, day, unsaid);
  for (guint i = 0; impact != NULL && i < impact->clauses->len; i++) {
    const ImpactClause *clause = g_ptr_array_index(impact->clauses, i);
    g_autofree char *key = g_strconcat("compare.kind.", impact_kind_name(clause->kind), NULL);
    g_autofree char *text = g_strdup_printf("%s（%s）", clause->title,
                                            theme_string(screen_theme(visit->screen), "ja", key));
    proposal_page_fact(visit, "changes", text);
  }
}

static void put_facts(Visit *visit, const Desk *desk, const Proposal *proposal,
                      const PublicationRequest *request)
{
  const Theme *theme = screen_theme(visit->screen);
  const Revision *revision = ledger_find(proposal->ledger, proposal->key);
  bool later = day_compare(revision->effective, desk->as_of) > 0;
  g_autofree char *decided = day_known(revision->decided) ? day_both(revision->decided) : NULL;
  g_autofree char *day = day_both(revision->effective);
  g_autofree char *from = g_strconcat(
    day, theme_string(theme, "ja", later ? "publish.scheduled" : "publish.at_once"), NULL);

  values_list(visit->values, "facts");
  proposal_page_fact(visit, "policy", proposal->ledger->title);
  proposal_page_fact(visit, "kind", change_name_ja(request->change));
  proposal_page_fact(visit, "effective", from);
  proposal_page_fact(visit, "decided", decided);
  proposal_page_fact(visit, "summary", request->summary);
  proposal_page_fact(visit, "reason", request->reason);
  proposal_page_fact(
    visit, "retrain",
    theme_string(theme, "ja", revision->retrain ? "publish.retrain" : "publish.no_retrain"));
  proposal_page_fact(visit, "follows", proposal->before);
  proposal_page_fact(visit, "key", proposal->key);
  put_changes(visit, desk, proposal, revision->effective);
  values_close(visit->values);
}

/* The same as `kaitei publish`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  g_autofree char *effective = request_words(visit->request, "effective");
  g_autofree char *decided = request_words(visit->request, "decided");
  g_autofree char *kind = request_words(visit->request, "kind");
  g_autofree char *summary = request_line(visit->request, "summary");
  g_autofree char *reason = request_line(visit->request, "reason");
  PublicationRequest request = {.summary = summary,
                                .reason = reason,
                                .no_retrain = request_ticked(visit->request, "no-retrain"),
                                .allow_removed_ids = request_ticked(visit->request, "removed")};

  bool good = given_day("effective", effective, &request.effective, visit->report);
  good &= given_day("decided", decided, &request.decided, visit->report);
  good &= given_kind(kind, visit->policy->ledger, &request.change, visit->report);
  if (!good)
    given_summary(summary, visit->report);
  g_autoptr(Desk) desk = good ? visit_desk(visit, &policy) : NULL;
  g_autoptr(Proposal) proposal =
    desk != NULL ? publication_propose(desk, policy, &request, visit->report) : NULL;
  if (proposal == NULL)
    return show_form(visit);
  put_facts(visit, desk, proposal, &request);
  return proposal_page(visit, desk, proposal, &page);
}

Reply *publish_screen(Visit *visit)
{
  Reply *elsewhere =
    visit->request->posts ? proposal_page_done(visit, &page) : visit_ask_identity(visit);
  if (elsewhere != NULL)
    return elsewhere;
  return proposal_page_asked(visit) ? propose(visit) : show_form(visit);
}
