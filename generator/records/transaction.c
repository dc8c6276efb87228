/* Transactions and marks of a store, and its figures. */
#include "records/database.h"
#include "records/event.h"
#include "records/schema.h"

#include <sys/stat.h>

static bool may_begin(Store *store, Report *report)
{
  if (!store->broken && !store->writing && store->reading == 0)
    return true;
  report_add(report, store->broken ? DIAG_STORE_BROKEN : DIAG_STORE_NO_TRANSACTION,
             place_at(store->path, 0, 0), NULL);
  return false;
}

bool store_begin(Store *store, Report *report)
{
  if (!may_begin(store, report) || !sql_run(store, report, "BEGIN IMMEDIATE", ""))
    return false;
  store->writing = true;
  store->lost = false;
  store->head_known = false;
  return true;
}

void store_rollback(Store *store)
{
  if (!store->writing)
    return;
  g_autoptr(Report) unsaid = report_new();
  if (!sqlite3_get_autocommit(store->db))
    sql_run(store, unsaid, "ROLLBACK", "");
  store->writing = store->lost = store->head_known = false;
}

bool store_commit(Store *store, Report *report)
{
  if (!store->writing || store->lost || store->broken) {
    report_add(report,
               store->broken ? DIAG_STORE_BROKEN
               : store->lost ? DIAG_STORE_LOST
                             : DIAG_STORE_NO_TRANSACTION,
               place_at(store->path, 0, 0), NULL);
    store_rollback(store);
    return false;
  }
  if (!sql_run(store, report, "COMMIT", "")) {
    store_rollback(store);
    return false;
  }
  store->writing = store->head_known = false;
  return true;
}

static bool with_mark(Store *store, const char *sql, Report *report)
{
  if (store->writing && !store->lost && !store->broken)
    return sql_run(store, report, sql, "");
  report_add(report,
             store->broken ? DIAG_STORE_BROKEN
             : store->lost ? DIAG_STORE_LOST
                           : DIAG_STORE_NO_TRANSACTION,
             place_at(store->path, 0, 0), NULL);
  return false;
}

bool store_mark(Store *store, Report *report)
{
  return with_mark(store, "SAVEPOINT mark", report);
}

bool store_release(Store *store, Report *report)
{
  return with_mark(store, "RELEASE mark", report);
}

bool store_back(Store *store, Report *report)
{
  store->head_known = false;
  return with_mark(store, "ROLLBACK TO mark", report) && store_release(store, report);
}

bool store_begin_read(Store *store, Report *report)
{
  if (store->writing)
    return true;
  if (store->reading == 0 && !sql_run(store, report, "BEGIN DEFERRED", ""))
    return false;
  store->reading++;
  return true;
}

void store_end_read(Store *store)
{
  if (store->reading == 0 || --store->reading > 0)
    return;
  g_autoptr(Report) unsaid = report_new();
  if (!sqlite3_get_autocommit(store->db))
    sql_run(store, unsaid, "ROLLBACK", "");
}

bool store_in_transaction(const Store *store)
{
  return store->writing;
}

bool store_broken(const Store *store)
{
  return store->broken;
}

bool store_figures(Store *store, StoreFigures *figures, Report *report)
{
  struct stat stat_of;
  *figures = (StoreFigures){.schema = schema_of(store, report)};
  figures->size = stat(store->path, &stat_of) == 0 ? (gint64)stat_of.st_size : 0;
  return figures->schema >= 0 && events_head(store, &figures->events, figures->head, report) &&
         sql_number(store, report, &figures->present, NULL,
                    "SELECT count(*) FROM staff WHERE state = 0", "");
}
