/* Demands: who is to be trained again. */
#include "records/completion.h"

#include "records/database.h"

void demand_free(Demand *demand)
{
  if (demand == NULL)
    return;
  g_free(demand->round);
  g_free(demand->policy);
  g_free(demand->revision);
  g_strfreev(demand->clauses);
  g_free(demand->reason);
  g_free(demand);
}

static bool fits(const Demand *demand, Report *report)
{
  for (guint i = 0; demand->clauses != NULL && demand->clauses[i] != NULL; i++)
    if (!value_fits("clause", demand->clauses[i], 200, true, report))
      return false;
  if (!day_exact(demand->due)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "due", NULL);
    return false;
  }
  return value_fits("round", demand->round, 100, true, report) &&
         value_fits("policy", demand->policy, 100, true, report) &&
         value_fits("revision", demand->revision, 200, true, report) &&
         value_fits("reason", demand->reason, 500, false, report);
}

bool demand_set(Store *store, const Act *act, const Demand *demand, Report *report)
{
  if (!fits(demand, report) || !act_begin(store, report))
    return false;
  g_auto(GStrv) clauses = list_of_sorted((const char *const *)demand->clauses);
  json_t *body = json_object();
  body_put_text(body, "round", demand->round);
  body_put_text(body, "policy", demand->policy);
  body_put_text(body, "revision", demand->revision);
  json_object_set_new(body, "clauses", list_of_json((const char *const *)clauses));
  body_put_day(body, "due", demand->due);
  body_put_text(body, "reason", demand->reason);
  return act_end(store, event_append(store, act, "retrain.set", "", body, NULL, report), report);
}

bool demand_drop(Store *store, const Act *act, const char *round, const char *reason,
                 Report *report)
{
  g_autoptr(Demand) demand = NULL;
  if (!reason_fits(reason, report) || !act_begin(store, report))
    return false;
  bool ok = demand_find(store, round, &demand, report);
  if (ok && demand == NULL) {
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(round), NULL);
    ok = false;
  }
  if (ok && !demand->dropped) {
    json_t *body = json_object();
    body_put_text(body, "round", round);
    body_put_text(body, "reason", reason);
    ok = event_append(store, act, "retrain.dropped", "", body, NULL, report);
  }
  return act_end(store, ok, report);
}

#define SELECT_DEMAND \
  "SELECT round, policy, revision, clauses, due, reason, seq, dropped FROM demands "

static Demand *demand_of(const Rows *rows)
{
  Demand *demand = g_new0(Demand, 1);
  demand->round = row_copy(rows, 0);
  demand->policy = row_copy(rows, 1);
  demand->revision = row_copy(rows, 2);
  demand->clauses = list_of_read(row_text(rows, 3));
  demand->due = row_day(rows, 4);
  demand->reason = row_copy(rows, 5);
  demand->seq = row_number(rows, 6);
  demand->dropped = row_number(rows, 7) != 0;
  return demand;
}

bool demand_find(Store *store, const char *round, Demand **found, Report *report)
{
  *found = NULL;
  Rows rows = rows_of(store, report, SELECT_DEMAND "WHERE round = ?1", "t", round);
  if (rows_next(&rows))
    *found = demand_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, demand_free);
  return false;
}

GPtrArray *demand_list(Store *store, bool dropped, Report *report)
{
  g_autoptr(GPtrArray) demands = g_ptr_array_new_with_free_func((GDestroyNotify)demand_free);
  Rows rows = rows_of(store, report, SELECT_DEMAND "WHERE dropped = 0 OR ?1 ORDER BY seq LIMIT ?2",
                      "ii", I(dropped), I(STORE_CHUNK));
  while (rows_next(&rows))
    g_ptr_array_add(demands, demand_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&demands) : NULL;
}
