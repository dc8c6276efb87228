/* 法令の覚え書き: what the law expects a policy to say, and where this one says it. */
#include "pages/legal.h"

#include "serve/screens.h"

static void put_places(Visit *visit, const LegalFinding *finding)
{
  values_list(visit->values, "places");
  for (guint i = 0; i < finding->places->len; i++) {
    const LegalPlace *place = g_ptr_array_index(finding->places, i);
    values_open(visit->values, NULL);
    values_string(visit->values, "id", place->id);
    values_string(visit->values, "title", place->title);
    values_number(visit->values, "line", place->line);
    values_close(visit->values);
  }
  values_close(visit->values);
}

static void put_finding(Visit *visit, const LegalFinding *finding)
{
  const LegalRule *rule = finding->rule;
  Values *values = visit->values;

  values_open(values, NULL);
  values_string(values, "id", rule->id);
  values_string(values, "title", rule->title[MESSAGES_JA]);
  values_string(values, "source", rule->source[MESSAGES_JA]);
  values_string(values, "confirmed", rule->confirmed[MESSAGES_JA]);
  values_string(values, "advice", rule->advice[MESSAGES_JA]);
  values_string(values, "state", legal_state_name(finding->state));
  values_number(values, "found", (int)finding->found);
  values_number(values, "wanted", (int)rule->at_least);
  values_bool(values, "on_page", rule->on_page && finding->state == LEGAL_SAID);
  values_day(visit->values, "since", rule->since);
  put_places(visit, finding);
  values_close(values);
}

/* One list for each way of standing, what is to be looked at first. */
static void put_groups(Visit *visit, const Legal *legal)
{
  static const struct {
    const char *name;
    LegalState state;
    bool coming;
  } groups[] = {
    {"missing", LEGAL_MISSING, false},
    {"said", LEGAL_SAID, false},
    {"not-concerned", LEGAL_NOT_CONCERNED, false},
    {"coming", LEGAL_MISSING, true}, /* whatever its state */
  };

  values_list(visit->values, "groups");
  for (guint g = 0; g < G_N_ELEMENTS(groups); g++) {
    values_open(visit->values, NULL);
    values_string(visit->values, "name", groups[g].name);
    values_list(visit->values, "findings");
    for (guint i = 0; i < legal->findings->len; i++) {
      const LegalFinding *finding = g_ptr_array_index(legal->findings, i);
      if (finding->coming == groups[g].coming &&
          (finding->coming || finding->state == groups[g].state))
        put_finding(visit, finding);
    }
    values_close(visit->values);
    values_close(visit->values);
  }
  values_close(visit->values);
}

/* The same as `kaitei check --legal`, of one policy. */
Reply *legal_screen(Visit *visit)
{
  bool draft = request_ticked(visit->request, "draft");
  g_autoptr(Report) unsaid = report_new(); /* without a repository, the frozen files serve */
  g_autoptr(Repository) repository = repository_near(visit->root, unsaid);
  g_autoptr(LegalRules) rules = legal_rules_read(visit->root, visit->report);
  g_autoptr(Legal) legal = rules != NULL ? legal_new(visit->site, visit->policy, repository, rules,
                                                     visit->as_of, draft, visit->report)
                                         : NULL;

  values_bool(visit->values, "draft", draft);
  values_day(visit->values, "today", visit->as_of);
  if (legal == NULL)
    return visit_show_as(visit, 422, "legal.html");
  values_string(visit->values, "source", legal_source_name(legal->source));
  if (legal->revision != NULL) {
    values_string(visit->values, "key", legal->revision->key);
    values_day(visit->values, "effective", legal->revision->effective);
  }
  put_groups(visit, legal);
  return visit_show(visit, "legal.html");
}
