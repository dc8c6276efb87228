/* The connection, statements, rows. */
#include "records/database.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MILLISECONDS = 10000 };

/* EXTRA: the folder too is on the disk before a commit is told of. Temporary tables and
 * statement journals stay in memory, since names may be in them. */
static const char SETTINGS[] = "PRAGMA journal_mode = DELETE;"
                               "PRAGMA synchronous = EXTRA;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA cache_size = -16000;";

static void finalize(gpointer statement)
{
  sqlite3_finalize(statement);
}

/* What the transaction is worth after an error. */
static void note_fault(Store *store, int code)
{
  int kind = code & 0xff;
  if (kind == SQLITE_IOERR || kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB ||
      kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY || kind == SQLITE_PROTOCOL)
    store->broken = true;
  if (store->writing && sqlite3_get_autocommit(store->db))
    store->lost = true;
}

bool database_fault(Store *store, int code, Report *report)
{
  const char *said = sqlite3_errmsg(store->db);
  note_fault(store, code);
  Place place = place_at(store->path, 0, 0);
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    report_add(report, DIAG_STORE_BUSY, place, NULL);
    break;
  case SQLITE_FULL:
    report_add(report, DIAG_STORE_FULL, place, NULL);
    break;
  case SQLITE_NOTADB:
    report_add(report, DIAG_STORE_FOREIGN, place, NULL);
    break;
  case SQLITE_CORRUPT:
    report_add(report, DIAG_STORE_CORRUPT, place, said, NULL);
    break;
  case SQLITE_CONSTRAINT:
    report_add(report, DIAG_STORE_REFUSED, place, said, NULL);
    break;
  default: {
    int error = sqlite3_system_errno(store->db);
    g_autofree char *why =
      error != 0 ? g_strdup_printf("%s: %s", said, g_strerror(error)) : g_strdup(said);
    report_add(report, DIAG_STORE_IO, place, why, NULL);
  }
  }
  return false;
}

bool database_script(Store *store, const char *sql, Report *report)
{
  int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
  return code == SQLITE_OK || database_fault(store, code, report);
}

static Store *open_with(const char *path, int flags, const char *settings, Report *report)
{
  g_autoptr(Store) store = g_new0(Store, 1);
  store->path = g_strdup(path);
  store->serving = -1;
  store->statements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, finalize);
  int code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
  if (store->db == NULL) {
    report_add(report, DIAG_STORE_IO, place_at(path, 0, 0), g_strerror(ENOMEM), NULL);
    return NULL;
  }
  sqlite3_extended_result_codes(store->db, 1);
  sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
  sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (code != SQLITE_OK) {
    database_fault(store, code, report);
    return NULL;
  }
  return database_script(store, settings, report) ? g_steal_pointer(&store) : NULL;
}

Store *database_open(const char *path, bool create, Report *report)
{
  return open_with(path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0), SETTINGS,
                   report);
}

Store *database_apart(Report *report)
{
  return open_with(
    "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -24000;", report);
}

void store_close(Store *store)
{
  if (store == NULL)
    return;
  store_rollback(store);
  store_end_read(store);
  g_hash_table_unref(store->statements);
  sqlite3_close(store->db);
  if (store->serving >= 0)
    close(store->serving);
  g_free(store->path);
  g_free(store);
}

/* ---- statements ---- */

static sqlite3_stmt *statement_of(Store *store, const char *sql, bool *own, Report *report)
{
  sqlite3_stmt *kept = g_hash_table_lookup(store->statements, sql);
  *own = kept != NULL && sqlite3_stmt_busy(kept);
  if (kept != NULL && !*own)
    return kept;
  sqlite3_stmt *made = NULL;
  int code =
    sqlite3_prepare_v3(store->db, sql, -1, *own ? 0 : SQLITE_PREPARE_PERSISTENT, &made, NULL);
  if (code != SQLITE_OK) {
    database_fault(store, code, report);
    return NULL;
  }
  if (!*own)
    g_hash_table_insert(store->statements, g_strdup(sql), made);
  return made;
}

static void bind_day(sqlite3_stmt *statement, int place, Day day)
{
  g_autofree char *iso = day_iso(day);
  sqlite3_bind_text(statement, place, iso, -1, SQLITE_TRANSIENT);
}

/* A failed binding is one that lacked memory or a place: the step behind it says so. */
static void bind_all(sqlite3_stmt *statement, const char *letters, va_list list)
{
  for (int place = 1; letters[place - 1] != '\0'; place++)
    switch (letters[place - 1]) {
    case 't':
      sqlite3_bind_text(statement, place, va_arg(list, const char *), -1, SQLITE_TRANSIENT);
      break;
    case 'i':
      sqlite3_bind_int64(statement, place, va_arg(list, gint64));
      break;
    case 'd':
      bind_day(statement, place, va_arg(list, Day));
      break;
    case 'b': {
      const void *bytes = va_arg(list, const void *);
      gsize length = va_arg(list, gsize);
      if (bytes == NULL)
        sqlite3_bind_null(statement, place);
      else
        sqlite3_bind_blob64(statement, place, bytes, length, SQLITE_TRANSIENT);
      break;
    }
    default:
      g_assert_not_reached();
    }
}

static Rows rows_with(Store *store, Report *report, const char *sql, const char *letters,
                      va_list list)
{
  Rows rows = {.store = store, .report = report};
  rows.statement = statement_of(store, sql, &rows.own, report);
  if (rows.statement == NULL)
    rows.failed = true;
  else
    bind_all(rows.statement, letters, list);
  return rows;
}

Rows rows_of(Store *store, Report *report, const char *sql, const char *letters, ...)
{
  va_list list;
  va_start(list, letters);
  Rows rows = rows_with(store, report, sql, letters, list);
  va_end(list);
  return rows;
}

bool rows_next(Rows *rows)
{
  if (rows->failed)
    return false;
  int code = sqlite3_step(rows->statement);
  if (code == SQLITE_ROW)
    return true;
  if (code != SQLITE_DONE) {
    rows->failed = true;
    database_fault(rows->store, code, rows->report);
  }
  return false;
}

bool rows_end(Rows *rows)
{
  if (rows->own) {
    sqlite3_finalize(rows->statement);
  } else if (rows->statement != NULL) {
    sqlite3_reset(rows->statement);
    /* What was bound may be a secret, and may be large. */
    sqlite3_clear_bindings(rows->statement);
  }
  rows->statement = NULL;
  return !rows->failed;
}

bool sql_run(Store *store, Report *report, const char *sql, const char *letters, ...)
{
  va_list list;
  va_start(list, letters);
  Rows rows = rows_with(store, report, sql, letters, list);
  va_end(list);
  while (rows_next(&rows))
    ;
  return rows_end(&rows);
}

gint64 sql_changed(const Store *store)
{
  return sqlite3_changes64(store->db);
}

bool sql_number(Store *store, Report *report, gint64 *value, bool *found, const char *sql,
                const char *letters, ...)
{
  va_list list;
  va_start(list, letters);
  Rows rows = rows_with(store, report, sql, letters, list);
  va_end(list);
  bool is = rows_next(&rows);
  *value = is ? row_number(&rows, 0) : 0;
  if (found != NULL)
    *found = is;
  return rows_end(&rows);
}

gint64 row_number(const Rows *rows, int column)
{
  return sqlite3_column_int64(rows->statement, column);
}

const char *row_text(const Rows *rows, int column)
{
  const char *text = (const char *)sqlite3_column_text(rows->statement, column);
  return or_empty(text);
}

char *row_copy(const Rows *rows, int column)
{
  return g_strdup(row_text(rows, column));
}

Day row_day(const Rows *rows, int column)
{
  return day_from_iso(row_text(rows, column));
}

const void *row_bytes(const Rows *rows, int column, gsize *length)
{
  const void *bytes = sqlite3_column_blob(rows->statement, column);
  *length = (gsize)sqlite3_column_bytes(rows->statement, column);
  return bytes;
}

bool row_null(const Rows *rows, int column)
{
  return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

void row_hash(const Rows *rows, int column, char hash[65])
{
  g_strlcpy(hash, row_text(rows, column), 65);
}

/* ---- acts ---- */

bool act_begin(Store *store, Report *report)
{
  if (store->broken || store->lost) {
    report_add(report, store->broken ? DIAG_STORE_BROKEN : DIAG_STORE_LOST,
               place_at(store->path, 0, 0), NULL);
    return false;
  }
  if (!store->writing) {
    report_add(report, DIAG_STORE_NO_TRANSACTION, place_at(store->path, 0, 0), NULL);
    return false;
  }
  return sql_run(store, report, "SAVEPOINT act", "");
}

bool act_end(Store *store, bool ok, Report *report)
{
  if (store->lost)
    return false;
  if (!ok) {
    store->head_known = false;
    sql_run(store, report, "ROLLBACK TO act", "");
  }
  return sql_run(store, report, "RELEASE act", "") && ok;
}
