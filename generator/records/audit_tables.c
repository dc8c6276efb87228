/* The tables beside the events, made anew and compared. */
#include "records/audit.h"

#include "records/event.h"
#include "records/project.h"
#include "records/schema.h"

#include <string.h>

/* A correction looks at the event that it corrects. */
static bool lend_event(Store *store, Store *apart, gint64 seq, Report *report)
{
  g_autoptr(Event) event = NULL;
  if (!event_find(store, seq, &event, report))
    return false;
  return event == NULL || store == apart ||
         sql_run(apart, report,
                 "INSERT INTO events VALUES (?1, ?2, ?3, ?4, '', ?5, '') ON CONFLICT DO NOTHING",
                 "iittt", event->seq, event->at, event->kind, event->subject, event->body);
}

static bool replay(Store *store, Store *apart, const Event *event, Report *report)
{
  json_t *body = json_loads(event->body, 0, NULL);
  bool ok = body != NULL;
  if (ok && strcmp(event->kind, "correction") == 0)
    ok = lend_event(store, apart, body_number(body, "of"), report);
  ok = ok && event_project(apart, event, body, report);
  json_decref(body);
  if (!ok) {
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, event->seq);
    report_add(report, DIAG_RECORD_EVENT, place_at(store->path, 0, 0), number, "impossible", NULL);
  }
  return ok;
}

static bool replay_from(Store *store, Store *apart, gint64 *at, bool to_end, Report *report)
{
  EventQuery query = {.after = *at};
  for (bool more = true; more;) {
    g_autoptr(GPtrArray) chunk = events_read(store, &query, report);
    if (chunk == NULL)
      return false;
    more = chunk->len == STORE_CHUNK;
    for (guint i = 0; i < chunk->len; i++) {
      const Event *event = chunk->pdata[i];
      if (!replay(store, apart, event, report))
        return false;
      query.after = *at = event->seq;
    }
    if (!to_end && !more)
      break;
  }
  return true;
}

/* ---- compared ---- */

static bool same_value(const Rows *a, const Rows *b, int column)
{
  int type = sqlite3_column_type(a->statement, column);
  if (type != sqlite3_column_type(b->statement, column))
    return false;
  if (type == SQLITE_INTEGER)
    return row_number(a, column) == row_number(b, column);
  return type == SQLITE_NULL || strcmp(row_text(a, column), row_text(b, column)) == 0;
}

static bool same_row(const Rows *a, const Rows *b)
{
  int count = sqlite3_column_count(a->statement);
  for (int i = 0; i < count; i++)
    if (!same_value(a, b, i))
      return false;
  return true;
}

static bool compare(Store *store, Store *apart, const DerivedTable *table, gint64 *seen,
                    Report *report)
{
  g_autofree char *sql =
    g_strdup_printf("SELECT * FROM %s ORDER BY %s", table->table, table->order);
  Rows here = rows_of(store, report, sql, ""), there = rows_of(apart, report, sql, "");
  bool same = true;
  while (same) {
    bool is = rows_next(&here), wanted = rows_next(&there);
    if (!is && !wanted)
      break;
    ++*seen;
    same = is == wanted && same_row(&here, &there);
    if (!same && !here.failed && !there.failed)
      report_add(report, DIAG_RECORD_TABLE, place_at(store->path, 0, 0), table->table,
                 row_text(is ? &here : &there, 0), NULL);
  }
  bool read = rows_end(&here);
  return rows_end(&there) && read && same;
}

static bool compare_all(Store *store, Store *apart, gint64 *seen, Report *report)
{
  bool same = true;
  for (const DerivedTable *table = schema_derived; table->table != NULL; table++)
    same = compare(store, apart, table, seen, report) && same;
  return same;
}

bool audit_tables(Store *store, gint64 *seen, Report *report)
{
  g_autoptr(Store) apart = database_apart(report);
  gint64 at = 0, count = 0;
  if (apart == NULL || !schema_bring(apart, schema_steps, report) ||
      !database_script(apart, "DROP TRIGGER events_insert; BEGIN", report))
    return false;
  /* Most of it without holding anything; then what came since, and the comparison, in one. */
  bool ok = replay_from(store, apart, &at, false, report) && store_begin_read(store, report);
  if (ok) {
    ok = replay_from(store, apart, &at, true, report) && compare_all(store, apart, &count, report);
    store_end_read(store);
  }
  sqlite3_exec(apart->db, "ROLLBACK", NULL, NULL, NULL);
  if (seen != NULL)
    *seen = count;
  return ok;
}

/* ---- made anew ---- */

static bool empty_tables(Store *store, Report *report)
{
  for (const DerivedTable *table = schema_derived; table->table != NULL; table++) {
    g_autofree char *sql = g_strdup_printf("DELETE FROM %s", table->table);
    if (!sql_run(store, report, sql, ""))
      return false;
  }
  return true;
}

bool audit_rebuild(Store *store, Report *report)
{
  gint64 at = 0;
  if (!store_begin(store, report))
    return false;
  bool ok =
    act_begin(store, report) &&
    act_end(store, empty_tables(store, report) && replay_from(store, store, &at, true, report),
            report);
  if (ok)
    return store_commit(store, report);
  store_rollback(store);
  return false;
}
