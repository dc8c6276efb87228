/* Whether the record holds: the file, the chain, the signed heads, the names. */
#include "records/audit.h"

#include "records/checkpoint.h"
#include "records/event.h"
#include "records/person.h"
#include "records/schema.h"
#include "records/secret.h"

#include <string.h>

/* ---- the file ---- */

bool audit_sound(Store *store, Report *report)
{
  g_autofree char *said = NULL;
  Rows rows = rows_of(store, report, "PRAGMA integrity_check(1)", "");
  if (rows_next(&rows))
    said = row_copy(&rows, 0);
  if (!rows_end(&rows))
    return false;
  if (g_strcmp0(said, "ok") == 0)
    return true;
  report_add(report, DIAG_STORE_CORRUPT, place_at(store->path, 0, 0), or_empty(said), NULL);
  return false;
}

/* Name → statement of all tables, indices and triggers. */
static GHashTable *objects_of(Store *store, Report *report)
{
  g_autoptr(GHashTable) objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  Rows rows = rows_of(store, report,
                      "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema"
                      " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                      "");
  while (rows_next(&rows))
    g_hash_table_insert(objects, row_copy(&rows, 0), row_copy(&rows, 1));
  return rows_end(&rows) ? g_steal_pointer(&objects) : NULL;
}

static bool is_as_made(GHashTable *have, GHashTable *want, const Store *store, Report *report)
{
  GHashTableIter iter;
  gpointer name, sql;
  bool same = true;
  g_hash_table_iter_init(&iter, want);
  while (g_hash_table_iter_next(&iter, &name, &sql))
    if (g_strcmp0(g_hash_table_lookup(have, name), sql) != 0) {
      report_add(report, DIAG_RECORD_SCHEMA, place_at(store->path, 0, 0), name, NULL);
      same = false;
    }
  g_hash_table_iter_init(&iter, have);
  while (g_hash_table_iter_next(&iter, &name, &sql))
    if (!g_hash_table_contains(want, name)) {
      report_add(report, DIAG_RECORD_SCHEMA, place_at(store->path, 0, 0), name, NULL);
      same = false;
    }
  return same;
}

bool audit_file(Store *store, Report *report)
{
  g_autoptr(Store) made = database_apart(report);
  if (made == NULL || !schema_bring(made, schema_steps, report) || !audit_sound(store, report))
    return false;
  g_autoptr(GHashTable) want = objects_of(made, report);
  g_autoptr(GHashTable) have = objects_of(store, report);
  return want != NULL && have != NULL && is_as_made(have, want, store, report);
}

/* ---- the chain ---- */

static bool not_holding(const Store *store, gint64 seq, const char *why, Report *report)
{
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, seq);
  report_add(report, DIAG_RECORD_EVENT, place_at(store->path, 0, 0), number, why, NULL);
  return false;
}

/* The form that event_append() gives a body: another with the same hash cannot be, but one that was
 * chained anew by hand can be of any form. */
static bool is_canonical(const char *text)
{
  json_t *body = json_loads(text, 0, NULL);
  g_autofree char *again = json_is_object(body) ? json_canonical(body) : NULL;
  json_decref(body);
  return g_strcmp0(again, text) == 0;
}

static bool holds(const Store *store, const Event *event, gint64 seq, const char *previous,
                  Report *report)
{
  char hash[65];
  if (event->seq != seq)
    return not_holding(store, seq, "missing", report);
  event_hash(event, previous, hash);
  if (strcmp(hash, event->hash) != 0)
    return not_holding(store, seq, "hash", report);
  if (!is_canonical(event->body))
    return not_holding(store, seq, "form", report);
  if (seq == 1) {
    g_autofree char *id = event_text(event, "store");
    if (strcmp(event->kind, "store.begun") != 0 ||
        (*store->id != '\0' && g_strcmp0(id, store->id) != 0))
      return not_holding(store, seq, "store", report);
  }
  return true;
}

bool audit_chain(Store *store, gint64 *seen, Report *report)
{
  char previous[65];
  gint64 head = 0, at = 0;
  EventQuery query = {0};
  memset(previous, '0', 64);
  previous[64] = '\0';
  if (!events_head(store, &head, NULL, report))
    return false;
  while (at < head) {
    query.after = at;
    query.upto = head;
    g_autoptr(GPtrArray) chunk = events_read(store, &query, report);
    if (chunk == NULL)
      return false;
    if (chunk->len == 0)
      return not_holding(store, at + 1, "missing", report);
    for (guint i = 0; i < chunk->len; i++) {
      const Event *event = chunk->pdata[i];
      if (!holds(store, event, ++at, previous, report))
        return false;
      memcpy(previous, event->hash, sizeof previous);
    }
  }
  if (seen != NULL)
    *seen = at;
  return true;
}

/* ---- signed heads ---- */

bool audit_heads(Store *store, const char *const *keys, gint64 *seen, Report *report)
{
  g_autoptr(GPtrArray) checkpoints = checkpoint_list(store, report);
  gint64 told = 0;
  if (checkpoints == NULL ||
      !sql_number(store, report, &told, NULL,
                  "SELECT count(DISTINCT json_extract(body, '$.seq')) FROM events"
                  " WHERE kind = 'checkpoint'",
                  ""))
    return false;
  bool ok = true;
  for (guint i = 0; i < checkpoints->len; i++) {
    const Checkpoint *each = checkpoints->pdata[i];
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, each->seq);
    if (!checkpoint_holds(store, each, report)) {
      ok = false;
    } else if (keys != NULL && !g_strv_contains(keys, each->key)) {
      report_add(report, DIAG_CHECKPOINT_SIGNATURE, place_at(store->path, 0, 0), number, NULL);
      ok = false;
    }
  }
  if (told != (gint64)checkpoints->len) {
    report_add(report, DIAG_RECORD_TABLE, place_at(store->path, 0, 0), "checkpoints", "count",
               NULL);
    ok = false;
  }
  if (seen != NULL)
    *seen = checkpoints->len;
  return ok;
}

/* ---- names, texts, certificates ---- */

static bool audit_seals(Store *store, const char *sql, const char *form, gint64 *seen,
                        Report *report)
{
  bool ok = true;
  Rows rows = rows_of(store, report, sql, "");
  while (rows_next(&rows)) {
    char hash[65];
    g_autofree char *text =
      g_strconcat(form, " 1\n", row_text(&rows, 2), "\n", row_text(&rows, 3), "\n",
                  *row_text(&rows, 4) != '\0' ? row_text(&rows, 4) : NULL, NULL);
    secret_sha256(text, strlen(text), hash);
    ++*seen;
    if (strcmp(hash, row_text(&rows, 1)) != 0) {
      report_add(report, DIAG_RECORD_SEAL, place_at(store->path, 0, 0), row_text(&rows, 0), NULL);
      ok = false;
    }
  }
  return rows_end(&rows) && ok;
}

static bool audit_bytes(Store *store, const char *sql, gint64 *seen, Report *report)
{
  bool ok = true;
  Rows rows = rows_of(store, report, sql, "");
  while (rows_next(&rows)) {
    char hash[65];
    gsize length = 0;
    const void *bytes = row_bytes(&rows, 2, &length);
    secret_sha256(bytes, length, hash);
    ++*seen;
    if (strcmp(hash, row_text(&rows, 1)) != 0) {
      report_add(report, DIAG_RECORD_TEXT, place_at(store->path, 0, 0), row_text(&rows, 0), NULL);
      ok = false;
    }
  }
  return rows_end(&rows) && ok;
}

/* Rows that should not be, since nothing recorded tells of them. */
static bool audit_strays(Store *store, Report *report)
{
  static const char *const strays[][2] = {
    {"people", "SELECT id FROM people WHERE id NOT IN (SELECT id FROM staff WHERE state <> 2)"},
    {"people", "SELECT id FROM staff WHERE state <> 2 AND id NOT IN (SELECT id FROM people)"},
    {"certificates", "SELECT c.id FROM certificates c WHERE NOT EXISTS (SELECT 1 FROM events e"
                     " WHERE e.seq = c.seq AND e.kind = 'certificate.issued'"
                     "  AND json_extract(e.body, '$.id') = c.id"
                     "  AND json_extract(e.body, '$.sha256') = c.sha256"
                     "  AND json_extract(e.body, '$.completion') = c.completion)"},
    {"accounts", "SELECT id FROM accounts WHERE id NOT IN (SELECT account FROM offices)"},
    {"attempts", "SELECT id FROM attempts WHERE text NOT IN (SELECT hash FROM texts)"},
  };
  bool ok = true;
  for (gsize i = 0; i < G_N_ELEMENTS(strays); i++) {
    Rows rows = rows_of(store, report, strays[i][1], "");
    if (rows_next(&rows)) {
      report_add(report, DIAG_RECORD_TABLE, place_at(store->path, 0, 0), strays[i][0],
                 row_text(&rows, 0), NULL);
      ok = false;
    }
    ok = rows_end(&rows) && ok;
  }
  return ok;
}

bool audit_names(Store *store, gint64 *seen, Report *report)
{
  gint64 count = 0;
  bool ok = audit_seals(store,
                        "SELECT s.id, s.seal, p.salt, p.number, p.name || char(10)"
                        " FROM staff s JOIN people p ON p.id = s.id",
                        "kaitei-person", &count, report);
  ok = audit_seals(store,
                   "SELECT g.id, g.seal, l.salt, l.name, '' FROM gatherings g"
                   " JOIN lecturers l ON l.gathering = g.id",
                   "kaitei-lecturer", &count, report) &&
       ok;
  ok = audit_bytes(store, "SELECT hash, hash, bytes FROM texts", &count, report) && ok;
  ok = audit_bytes(store, "SELECT id, sha256, pdf FROM certificates", &count, report) && ok;
  ok = audit_strays(store, report) && ok;
  if (seen != NULL)
    *seen = count;
  return ok;
}
