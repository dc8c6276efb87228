#include "serve/procedure.h"

#include <string.h>

Reply *procedure_answer(Visit *visit, const Procedure *procedure)
{
  Reply *elsewhere =
    visit->request->posts ? proposal_page_done(visit, &procedure->page) : visit_ask_identity(visit);
  if (elsewhere != NULL)
    return elsewhere;
  return proposal_page_asked(visit) ? procedure->propose(visit) : procedure->form(visit);
}

Reply *procedure_show_form(Visit *visit, const char *template)
{
  return visit_show_as(visit, report_failed(visit->report) ? 422 : 200, template);
}

/* ---- revisions ---- */

bool revision_can_be_cancelled(const Visit *visit, const Revision *revision)
{
  return !revision->cancelled && day_compare(revision->effective, visit->as_of) > 0;
}

bool revision_lacks_text(const Visit *visit, const Revision *revision)
{
  (void)visit;
  return revision->change != CHANGE_WITHDRAWN && revision_edition(revision, "ja") == NULL;
}

bool revision_can_be_translated(const Visit *visit, const Revision *revision)
{
  (void)visit;
  return !revision->cancelled && revision_edition(revision, "ja") != NULL;
}

guint procedure_count_revisions(const Visit *visit, bool (*wanted)(const Visit *, const Revision *))
{
  const GPtrArray *revisions = visit->policy->ledger->revisions;
  guint count = 0;
  for (guint i = 0; i < revisions->len; i++)
    count += wanted(visit, g_ptr_array_index(revisions, i));
  return count;
}

void procedure_put_revisions(Visit *visit, bool (*wanted)(const Visit *, const Revision *),
                             const Revision *likeliest)
{
  const GPtrArray *revisions = visit->policy->ledger->revisions;
  const char *given = request_field(visit->request, "of");
  const char *chosen = given == NULL && likeliest != NULL ? likeliest->key : given;

  values_list(visit->values, "revisions");
  for (guint i = revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (!wanted(visit, revision))
      continue;
    values_open(visit->values, NULL);
    values_string(visit->values, "key", revision->key);
    values_number(visit->values, "number", revision->number);
    values_string(visit->values, "change", change_name_ja(revision->change));
    values_bool(visit->values, "chosen", g_strcmp0(chosen, revision->key) == 0);
    values_day(visit->values, "effective", revision->effective);
    values_close(visit->values);
  }
  values_close(visit->values);
}

void procedure_put_revision_fact(Visit *visit, const char *key)
{
  const Revision *revision = key != NULL ? ledger_find(visit->policy->ledger, key) : NULL;
  if (revision == NULL)
    return;
  g_autofree char *day = day_both(revision->effective);
  g_autofree char *text = revision->number > 0
                            ? g_strdup_printf("%s施行（第%d版）", day, revision->number)
                            : g_strdup_printf("%s施行", day);
  proposal_page_fact(visit, "of", text);
}
