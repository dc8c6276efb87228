/*
 * What the room's bodies share: the connection, statements, rows. Inside this room alone; of its
 * headers only those that begin with this include it.
 *
 * A statement is prepared once and kept by its text. Arguments are told by a letter each:
 *
 *     t  const char *, NULL for NULL       i  gint64: write I(x)
 *     d  Day, "" for no day                b  const void *, gsize: write (gsize)x
 *
 *     sql_run(store, report, "UPDATE people SET pin = ?1 WHERE id = ?2", "tt", hash, id)
 *
 *     Rows rows = rows_of(store, report, "SELECT at, kind FROM events WHERE seq > ?1", "i",
 *                         I(after));
 *     while (rows_next(&rows))
 *       … row_number(&rows, 0), row_text(&rows, 1) …      // texts are borrowed until the next row
 *     return rows_end(&rows);                             // false: reported
 */
#ifndef RECORDS_DATABASE_H
#define RECORDS_DATABASE_H

#include "records/store.h"

#include <jansson.h>
#include <sqlite3.h>

struct Store {
  sqlite3 *db;
  char *path;
  int serving; /* the descriptor of store_serve(); -1 */
  char id[33];
  GHashTable *statements; /* text → sqlite3_stmt */
  bool writing;           /* between store_begin() and its end */
  guint reading;          /* how often store_begin_read() without its end */
  bool lost;              /* the transaction is gone, whatever was done since */
  bool broken;
  bool head_known;
  gint64 head;
  char head_hash[65];
};

#define I(number) ((gint64)(number))

/* Opens a connection with all that is set on every one of them. NULL: reported. */
Store *database_open(const char *path, bool create, Report *report);

/* One for what is worked out apart: in memory, or spilled to a file that nobody else sees. */
Store *database_apart(Report *report);

/* Holds the mark of a server on the store at `path`, by a lock that ends with the descriptor; -1:
 * reported (STORE_SERVED). */
int database_serve(const char *path, Report *report);

/* Runs statements without arguments or rows, several parted by ';'. */
bool database_script(Store *store, const char *sql, Report *report);

/* Reports what the database said, and notes what it means for the transaction. Always false. */
bool database_fault(Store *store, int code, Report *report);

bool sql_run(Store *store, Report *report, const char *sql, const char *letters, ...);

/* How many rows the last sql_run() changed. */
gint64 sql_changed(const Store *store);

typedef struct {
  Store *store;
  Report *report;
  sqlite3_stmt *statement;
  bool own; /* not kept, because the kept one was in use */
  bool failed;
} Rows;

Rows rows_of(Store *store, Report *report, const char *sql, const char *letters, ...);
bool rows_next(Rows *rows);
bool rows_end(Rows *rows);

gint64 row_number(const Rows *rows, int column);
const char *row_text(const Rows *rows, int column); /* "" for NULL */
char *row_copy(const Rows *rows, int column);
Day row_day(const Rows *rows, int column);
const void *row_bytes(const Rows *rows, int column, gsize *length);
bool row_null(const Rows *rows, int column);
void row_hash(const Rows *rows, int column, char hash[65]);

/* The first column of the first row; *found (may be NULL) is false and the value 0 where there is
 * no row. */
bool sql_number(Store *store, Report *report, gint64 *value, bool *found, const char *sql,
                const char *letters, ...);

/* ---- writing ---- */

/* One act, whole or not at all: act_begin(); act_end(store, ok, report), which undoes it where
 * not `ok`, and returns `ok`, or false where even that failed. */
bool act_begin(Store *store, Report *report);
bool act_end(Store *store, bool ok, Report *report);

/* Appends an event and brings the tables into step (project.h). Takes `body`, which may be NULL
 * where it could not be made. Within act_begin(). */
bool event_append(Store *store, const Act *act, const char *kind, const char *subject, json_t *body,
                  gint64 *seq, Report *report);

/* ---- values ---- */

/* Whether a value is one line of at most `most` characters; RECORD_VALUE with the field's name.
 * `needed`: and not blank. NULL counts as "". */
bool value_fits(const char *field, const char *value, guint most, bool needed, Report *report);

/* The same of a reason: RECORD_REASON where it is blank. */
bool reason_fits(const char *reason, Report *report);

static inline const char *or_empty(const char *text)
{
  return text != NULL ? text : "";
}

/* Lists of strings and JSON arrays, either way; a copy, sorted, each once. The caller frees
 * them. */
json_t *list_of_json(const char *const *strings);
char *list_of_text(const char *const *strings);
char **list_of_read(const char *json);
char **list_of_sorted(const char *const *strings);

/* Puts a field into a body; a text that is no UTF-8 leaves it out, and event_append() refuses
 * then. */
void body_put_text(json_t *body, const char *field, const char *text);
void body_put_number(json_t *body, const char *field, gint64 number);
void body_put_flag(json_t *body, const char *field, bool flag);
void body_put_day(json_t *body, const char *field, Day day); /* nothing for no day */

/* Compact, keys sorted: the form of the record. The caller frees it. */
char *json_canonical(const json_t *json);

#endif
