/* Impact: what the working text touches. */
#include "pages/impact.h"

#include "pages/given.h"
#include "serve/form.h"
#include "serve/screens.h"

#include <string.h>

static const char *const fields[] = {"effective", NULL};

static void put_clause(Visit *visit, const ImpactClause *clause)
{
  values_open(visit->values, NULL);
  values_string(visit->values, "kind", impact_kind_name(clause->kind));
  values_string(visit->values, "clause", clause->clause);
  values_string(visit->values, "title", clause->title);
  values_list(visit->values, "links");
  for (guint i = 0; i < clause->links->len; i++) {
    const ImpactLink *link = g_ptr_array_index(clause->links, i);
    values_open(visit->values, NULL);
    values_string(visit->values, "file", link->file);
    values_number(visit->values, "line", link->line);
    values_close(visit->values);
  }
  values_close(visit->values);
  values_close(visit->values);
}

/* Each paper bears the day of its revision: all of the policy's are to be replaced. */
static void put_places(Visit *visit)
{
  values_list(visit->values, "places");
  for (guint i = 0; i < visit->site->places->len; i++) {
    const PostingPlace *place = g_ptr_array_index(visit->site->places, i);
    if (strcmp(place->policy, visit->policy->ledger->id) == 0)
      values_string(visit->values, NULL, place->name);
  }
  values_close(visit->values);
}

/* What of the training would have to be confirmed anew. */
static void put_stale(Visit *visit, const Impact *impact)
{
  values_list(visit->values, "stale");
  for (guint i = 0; i < impact->stale->len; i++) {
    const ImpactStale *stale = g_ptr_array_index(impact->stale, i);
    values_open(visit->values, NULL);
    values_string(visit->values, "kind", stale->section ? "section" : "question");
    values_string(visit->values, "title", stale->title);
    values_string(visit->values, "file", stale->file);
    values_number(visit->values, "line", stale->line);
    values_close(visit->values);
  }
  values_close(visit->values);
}

static void put_impact(Visit *visit, const Impact *impact)
{
  values_open(visit->values, "impact");
  if (impact->base != NULL) {
    values_string(visit->values, "base", impact->base->key);
    values_day(visit->values, "base_effective", impact->base->effective);
  }
  values_list(visit->values, "clauses");
  for (guint i = 0; i < impact->clauses->len; i++)
    put_clause(visit, g_ptr_array_index(impact->clauses, i));
  values_close(visit->values);
  values_list(visit->values, "langs");
  for (guint i = 0; i < impact->langs->len; i++)
    values_string(visit->values, NULL, visit_language(visit, g_ptr_array_index(impact->langs, i)));
  values_close(visit->values);
  put_places(visit);
  put_stale(visit, impact);
  values_close(visit->values);
}

/* The same as `kaitei impact`. */
Reply *impact_screen(Visit *visit)
{
  g_autofree char *effective = request_words(visit->request, "effective");
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = repository_open(visit->root, unsaid);
  Day day;

  bool good = given_day("effective", effective, &day, visit->report);
  if (!day_known(day))
    day = visit->as_of;
  g_autoptr(Impact) impact =
    good ? impact_new(visit->site, visit->policy, repository, day, visit->report) : NULL;
  form_put(visit, fields);
  values_day(visit->values, "day", day);
  if (impact != NULL)
    put_impact(visit, impact);
  return visit_show(visit, "impact.html");
}
