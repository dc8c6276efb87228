/* Rules and exemptions. */
#include "records/rule.h"

#include "records/database.h"
#include "records/person.h"

void rule_free(Rule *rule)
{
  if (rule == NULL)
    return;
  g_free(rule->module);
  g_strfreev(rule->sites);
  g_strfreev(rule->roles);
  g_strfreev(rule->groups);
  g_free(rule->reason);
  g_free(rule->actor);
  g_free(rule);
}

static bool list_fits(const char *field, char **list, Report *report)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (i >= 500 || !value_fits(field, list[i], 100, true, report))
      return false;
  return true;
}

static void put_list(json_t *body, const char *field, char **list)
{
  g_auto(GStrv) sorted = list_of_sorted((const char *const *)list);
  json_object_set_new(body, field, list_of_json((const char *const *)sorted));
}

bool rule_set(Store *store, const Act *act, const Rule *rule, Report *report)
{
  if (!reason_fits(rule->reason, report) ||
      !value_fits("module", rule->module, 100, true, report) ||
      !list_fits("sites", rule->sites, report) || !list_fits("roles", rule->roles, report) ||
      !list_fits("groups", rule->groups, report) || !act_begin(store, report))
    return false;
  json_t *body = json_object();
  body_put_text(body, "module", rule->module);
  put_list(body, "sites", rule->sites);
  put_list(body, "roles", rule->roles);
  put_list(body, "groups", rule->groups);
  body_put_day(body, "due", rule->due);
  body_put_text(body, "reason", rule->reason);
  return act_end(store, event_append(store, act, "rule.set", "", body, NULL, report), report);
}

bool rule_drop(Store *store, const Act *act, const char *module, const char *reason, Report *report)
{
  gint64 there = 0;
  if (!reason_fits(reason, report) || !act_begin(store, report))
    return false;
  bool ok = sql_number(store, report, &there, NULL, "SELECT count(*) FROM rules WHERE module = ?1",
                       "t", module);
  if (ok && there > 0) {
    json_t *body = json_object();
    body_put_text(body, "module", module);
    body_put_text(body, "reason", reason);
    ok = event_append(store, act, "rule.dropped", "", body, NULL, report);
  }
  return act_end(store, ok, report);
}

static const char SELECT_RULE[] = "SELECT module, sites, roles, groups, due, reason, actor, at, seq"
                                  " FROM rules WHERE ?1 IS NULL OR module = ?1 ORDER BY module";

static Rule *rule_of(const Rows *rows)
{
  Rule *rule = g_new0(Rule, 1);
  rule->module = row_copy(rows, 0);
  rule->sites = list_of_read(row_text(rows, 1));
  rule->roles = list_of_read(row_text(rows, 2));
  rule->groups = list_of_read(row_text(rows, 3));
  rule->due = row_day(rows, 4);
  rule->reason = row_copy(rows, 5);
  rule->actor = row_copy(rows, 6);
  rule->at = row_number(rows, 7);
  rule->seq = row_number(rows, 8);
  return rule;
}

bool rule_find(Store *store, const char *module, Rule **found, Report *report)
{
  *found = NULL;
  Rows rows = rows_of(store, report, SELECT_RULE, "t", or_empty(module));
  if (rows_next(&rows))
    *found = rule_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, rule_free);
  return false;
}

GPtrArray *rule_list(Store *store, Report *report)
{
  g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
  Rows rows = rows_of(store, report, SELECT_RULE, "t", NULL);
  while (rows_next(&rows))
    g_ptr_array_add(rules, rule_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&rules) : NULL;
}

/* ---- exemptions ---- */

void exemption_free(Exemption *exemption)
{
  if (exemption == NULL)
    return;
  g_free(exemption->subject);
  g_free(exemption->module);
  g_free(exemption->reason);
  g_free(exemption->actor);
  g_free(exemption);
}

bool exemption_set(Store *store, const Act *act, const Exemption *exemption, Report *report)
{
  if (!reason_fits(exemption->reason, report) ||
      !value_fits("module", exemption->module, 100, true, report) || !act_begin(store, report))
    return false;
  bool ok = person_present(store, exemption->subject, report);
  if (ok) {
    json_t *body = json_object();
    body_put_text(body, "module", exemption->module);
    body_put_text(body, "reason", exemption->reason);
    body_put_day(body, "until", exemption->until);
    ok = event_append(store, act, "exempt.set", exemption->subject, body, NULL, report);
  }
  return act_end(store, ok, report);
}

bool exemption_end(Store *store, const Act *act, const char *subject, const char *module,
                   const char *reason, Report *report)
{
  gint64 there = 0;
  if (!reason_fits(reason, report) || !act_begin(store, report))
    return false;
  bool ok = sql_number(store, report, &there, NULL,
                       "SELECT count(*) FROM exemptions WHERE subject = ?1 AND module = ?2", "tt",
                       subject, module);
  if (ok && there > 0) {
    json_t *body = json_object();
    body_put_text(body, "module", module);
    body_put_text(body, "reason", reason);
    ok = event_append(store, act, "exempt.ended", subject, body, NULL, report);
  }
  return act_end(store, ok, report);
}

GPtrArray *exemption_list(Store *store, const char *subject, const char *module, Report *report)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)exemption_free);
  Rows rows = rows_of(store, report,
                      "SELECT subject, module, reason, until, actor, at, seq FROM exemptions"
                      " WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR module = ?2)"
                      " ORDER BY module, subject LIMIT ?3",
                      "tti", subject, module, I(STORE_CHUNK));
  while (rows_next(&rows)) {
    Exemption *exemption = g_new0(Exemption, 1);
    exemption->subject = row_copy(&rows, 0);
    exemption->module = row_copy(&rows, 1);
    exemption->reason = row_copy(&rows, 2);
    exemption->until = row_day(&rows, 3);
    exemption->actor = row_copy(&rows, 4);
    exemption->at = row_number(&rows, 5);
    exemption->seq = row_number(&rows, 6);
    g_ptr_array_add(list, exemption);
  }
  return rows_end(&rows) ? g_steal_pointer(&list) : NULL;
}
