#include "pages/publication_facts.h"

#include "pages/impact.h"

static void fact_free(gpointer data)
{
  PublicationFact *fact = data;
  g_free(fact->value);
  g_free(fact);
}

/* Takes `value` over; nothing is told of what is not given. */
static void tell(GPtrArray *facts, const char *name, char *value)
{
  if (value == NULL || *value == '\0') {
    g_free(value);
    return;
  }
  PublicationFact *fact = g_new(PublicationFact, 1);
  *fact = (PublicationFact){name, value};
  g_ptr_array_add(facts, fact);
}

static char *day_text(Day day, MessageLang lang)
{
  if (!day_known(day))
    return NULL;
  return lang == MESSAGES_JA ? day_both(day) : day_iso(day);
}

static char *effective_text(const Desk *desk, const Revision *revision, MessageLang lang)
{
  g_autofree char *day = day_text(revision->effective, lang);
  const char *when = day_compare(revision->effective, desk->as_of) > 0
                       ? message_pick(lang, "（施行予定になります）", " (scheduled)")
                       : message_pick(lang, "（すぐに有効になります）", " (at once)");
  return g_strconcat(day, when, NULL);
}

static void tell_changes(GPtrArray *facts, const Desk *desk, const Proposal *proposal, Day day,
                         MessageLang lang)
{
  g_autoptr(Report) unsaid = report_new(); /* said when it was proposed */
  g_autoptr(Impact) impact =
    impact_new(desk->site, proposal->policy, desk->repository, day, unsaid);
  for (guint i = 0; impact != NULL && i < impact->clauses->len; i++) {
    const ImpactClause *clause = g_ptr_array_index(impact->clauses, i);
    tell(facts, "changes",
         g_strdup_printf(message_pick(lang, "%s（%s）", "%s (%s)"), clause->title,
                         impact_kind_word(clause->kind, lang)));
  }
}

GPtrArray *publication_facts(const Desk *desk, const Proposal *proposal,
                             const PublicationRequest *request, MessageLang lang)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func(fact_free);
  const Revision *revision = ledger_find(proposal->ledger, proposal->key);
  bool withdraws = request->change == CHANGE_WITHDRAWN;

  tell(facts, "policy", g_strdup(proposal->ledger->title));
  tell(facts, "kind",
       g_strdup(message_pick(lang, change_name_ja(request->change), change_name(request->change))));
  if (withdraws)
    tell(facts, "withdrawn", day_text(revision->effective, lang));
  else
    tell(facts, "effective", effective_text(desk, revision, lang));
  tell(facts, "decided", day_text(revision->decided, lang));
  tell(facts, "summary", g_strdup(request->summary));
  tell(facts, "reason", g_strdup(request->reason));
  if (withdraws)
    return facts;
  tell(facts, "retrain",
       g_strdup(revision->retrain
                  ? message_pick(lang, "やり直しが必要", "to be done again")
                  : message_pick(lang, "やり直さなくてよい", "not to be done again")));
  tell(facts, "follows", g_strdup(proposal->before));
  tell(facts, "key", g_strdup(proposal->key));
  tell_changes(facts, desk, proposal, revision->effective, lang);
  return facts;
}
