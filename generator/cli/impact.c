/* impact: what the working text touches. */
#include "pages/impact.h"

#include "cli/policies.h"
#include "cli/proposing.h"

#include <jansson.h>
#include <string.h>

/* A paper bears the day of its revision: whatever part of the text changes, all of the policy's
 * are to be replaced. */
static void print_places(const Invocation *in, const Site *site, const PolicySource *policy)
{
  for (guint i = 0; i < site->places->len; i++) {
    const PostingPlace *place = g_ptr_array_index(site->places, i);
    if (strcmp(place->policy, policy->ledger->id) == 0)
      printf(say(in, "貼り替えが必要な掲示: %s\n", "Notice to replace: %s\n"), place->name);
  }
}

static void print_impact(const Invocation *in, const Site *site, const PolicySource *policy,
                         const Impact *impact)
{
  if (impact->clauses->len == 0) {
    printf(say(in, "%s: 変わるところはありません。\n", "%s: nothing changes.\n"),
           policy->ledger->id);
    return;
  }
  for (guint i = 0; i < impact->clauses->len; i++) {
    const ImpactClause *clause = g_ptr_array_index(impact->clauses, i);
    printf("%s  %s#%s  %s\n", impact_kind_word(clause->kind, in->lang), policy->ledger->id,
           clause->clause, clause->title);
    for (guint k = 0; k < clause->links->len; k++) {
      const ImpactLink *link = g_ptr_array_index(clause->links, k);
      printf(say(in, "    ここへのリンク: %s:%d\n", "    linked from %s:%d\n"), link->file,
             link->line);
    }
  }
  for (guint i = 0; i < impact->stale->len; i++) {
    const ImpactStale *stale = g_ptr_array_index(impact->stale, i);
    printf(stale->section ? say(in, "確かめ直す教材の節: %s %s（%s:%d、#%s）\n",
                                "Section to confirm anew: %s %s (%s:%d, #%s)\n")
                          : say(in, "確かめ直す問題: %s %s（%s:%d、#%s）\n",
                                "Question to confirm anew: %s %s (%s:%d, #%s)\n"),
           stale->module, stale->id, stale->file, stale->line, stale->clause);
  }
  for (guint i = 0; i < impact->langs->len; i++)
    printf(say(in, "翻訳し直すもの: %s\n", "To translate anew: %s\n"),
           (const char *)g_ptr_array_index(impact->langs, i));
  print_places(in, site, policy);
}

static json_t *clause_json(const ImpactClause *clause)
{
  json_t *links = json_array();
  for (guint i = 0; i < clause->links->len; i++) {
    const ImpactLink *link = g_ptr_array_index(clause->links, i);
    json_array_append_new(links, json_pack("{s:s, s:i}", "file", link->file, "line", link->line));
  }
  return json_pack("{s:s, s:s, s:s, s:o}", "kind", impact_kind_name(clause->kind), "clause",
                   clause->clause, "title", clause->title, "links", links);
}

static json_t *stale_json(const Impact *impact)
{
  json_t *list = json_array();
  for (guint i = 0; i < impact->stale->len; i++) {
    const ImpactStale *stale = g_ptr_array_index(impact->stale, i);
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:i}", "module", stale->module,
                                          "kind", stale->section ? "section" : "question", "id",
                                          stale->id, "clause", stale->clause, "file", stale->file,
                                          "line", stale->line));
  }
  return list;
}

static void print_json(const Site *site, const PolicySource *policy, const Impact *impact)
{
  json_t *places = json_array();
  json_t *clauses = json_array();
  json_t *langs = json_array();
  for (guint i = 0; i < impact->clauses->len; i++)
    json_array_append_new(clauses, clause_json(g_ptr_array_index(impact->clauses, i)));
  for (guint i = 0; i < impact->langs->len; i++)
    json_array_append_new(langs, json_string(g_ptr_array_index(impact->langs, i)));
  for (guint i = 0; i < site->places->len && impact->clauses->len > 0; i++) {
    const PostingPlace *place = g_ptr_array_index(site->places, i);
    if (strcmp(place->policy, policy->ledger->id) == 0)
      json_array_append_new(places, json_string(place->name));
  }
  json_t *all =
    json_pack("{s:s, s:s?, s:o, s:o, s:o, s:o}", "policy", policy->ledger->id, "revision",
              impact->base != NULL ? impact->base->key : NULL, "clauses", clauses, "editions",
              langs, "places", places, "training", stale_json(impact));
  g_autofree char *text = json_dumps(all, JSON_INDENT(2));
  json_decref(all);
  puts(text);
}

static void show(Invocation *in, const char *effective)
{
  Day day;
  if (!given_day("effective", effective, &day, in->report))
    return;
  g_autoptr(Site) site = policies_read(in);
  const PolicySource *policy =
    site != NULL ? policy_named(site, in->arguments[0], in->report) : NULL;
  if (policy == NULL)
    return;
  if (!day_known(day))
    day = day_known(in->as_of) ? in->as_of : day_today(site->timezone);

  g_autoptr(Repository) repository = repository_open(invocation_site(in), in->report);
  g_autoptr(Impact) impact = impact_new(site, policy, repository, day, in->report);
  if (impact == NULL)
    return;
  if (in->json)
    print_json(site, policy, impact);
  else
    print_impact(in, site, policy, impact);
}

int command_impact(Invocation *in)
{
  g_autofree char *effective = NULL;
  const Option options[] = {
    {"effective",
     G_OPTION_ARG_FILENAME,
     &effective,
     "DAY",
     {"施行日とする日（既定: 今日）。その日に有効な版と比べます",
      "the day from which it would hold (default: today); compared with what is in force then"}},
    {0},
  };
  if (invocation_parse(in, options, 0, 1))
    show(in, effective);
  return invocation_finish(in);
}
