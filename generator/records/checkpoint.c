/* Checkpoints. */
#include "records/checkpoint.h"

#include "records/database.h"
#include "records/event.h"

#include <stdio.h>
#include <string.h>

/* What is signed. The caller frees it. */
static char *statement(const Checkpoint *checkpoint)
{
  return g_strdup_printf("kaitei-checkpoint 1\n%s\n%" G_GINT64_FORMAT "\n%s\n%" G_GINT64_FORMAT
                         "\n",
                         checkpoint->store, checkpoint->seq, checkpoint->hash, checkpoint->at);
}

bool checkpoint_signed(const Checkpoint *checkpoint)
{
  g_autofree char *text = statement(checkpoint);
  return signature_good(checkpoint->key, text, strlen(text), checkpoint->signature);
}

/* ---- made ---- */

/* Whether anything was recorded behind the last but what checkpoints and backups say of
 * themselves. */
static bool news(Store *store, gint64 since, bool *is, Report *report)
{
  gint64 count = 0;
  bool ok = sql_number(store, report, &count, NULL,
                       "SELECT EXISTS (SELECT 1 FROM events WHERE seq > ?1"
                       " AND kind NOT IN ('checkpoint', 'backup.made'))",
                       "i", since);
  *is = count > 0;
  return ok;
}

static bool sign_head(Store *store, const Act *act, const SigningKey *key, Checkpoint *made,
                      Report *report)
{
  *made = (Checkpoint){.at = act->at};
  g_strlcpy(made->store, store->id, sizeof made->store);
  g_strlcpy(made->key, signing_key_public(key), sizeof made->key);
  if (!events_head(store, &made->seq, made->hash, report))
    return false;
  g_autofree char *text = statement(made);
  g_autofree char *signature = signing_key_sign(key, text, strlen(text));
  g_strlcpy(made->signature, signature, sizeof made->signature);
  json_t *body = json_object();
  body_put_number(body, "seq", made->seq);
  body_put_text(body, "hash", made->hash);
  body_put_text(body, "key", made->key);
  body_put_text(body, "signature", made->signature);
  return event_append(store, act, "checkpoint", "", body, NULL, report);
}

bool checkpoint_make(Store *store, const Act *act, const SigningKey *key, Checkpoint *made,
                     Report *report)
{
  bool found = false, is_news = true;
  if (!act_begin(store, report))
    return false;
  bool ok = checkpoint_last(store, made, &found, report) &&
            (!found || news(store, made->seq, &is_news, report));
  /* Another key has to sign anew, whatever was recorded. */
  bool same_key = found && strcmp(made->key, signing_key_public(key)) == 0;
  if (ok && (is_news || !same_key))
    ok = sign_head(store, act, key, made, report);
  return act_end(store, ok, report);
}

/* ---- read ---- */

#define SELECT_CHECKPOINT "SELECT seq, hash, at, key, signature FROM checkpoints "

static void read_row(const Store *store, const Rows *rows, Checkpoint *checkpoint)
{
  *checkpoint = (Checkpoint){.seq = row_number(rows, 0), .at = row_number(rows, 2)};
  g_strlcpy(checkpoint->store, store->id, sizeof checkpoint->store);
  row_hash(rows, 1, checkpoint->hash);
  row_hash(rows, 3, checkpoint->key);
  g_strlcpy(checkpoint->signature, row_text(rows, 4), sizeof checkpoint->signature);
}

GPtrArray *checkpoint_list(Store *store, Report *report)
{
  g_autoptr(GPtrArray) checkpoints = g_ptr_array_new_with_free_func(g_free);
  Rows rows = rows_of(store, report, SELECT_CHECKPOINT "ORDER BY seq", "");
  while (rows_next(&rows)) {
    Checkpoint *each = g_new0(Checkpoint, 1);
    read_row(store, &rows, each);
    g_ptr_array_add(checkpoints, each);
  }
  return rows_end(&rows) ? g_steal_pointer(&checkpoints) : NULL;
}

bool checkpoint_last(Store *store, Checkpoint *last, bool *found, Report *report)
{
  *found = false;
  Rows rows = rows_of(store, report, SELECT_CHECKPOINT "ORDER BY seq DESC LIMIT 1", "");
  if (rows_next(&rows)) {
    read_row(store, &rows, last);
    *found = true;
  }
  return rows_end(&rows);
}

/* ---- lines ---- */

char *checkpoint_line(const Checkpoint *checkpoint)
{
  return g_strdup_printf(
    "kaitei-checkpoint 1 %s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %s %s", checkpoint->store,
    checkpoint->seq, checkpoint->hash, checkpoint->at, checkpoint->key, checkpoint->signature);
}

bool checkpoint_read(const char *line, gsize length, Checkpoint *checkpoint)
{
  *checkpoint = (Checkpoint){0};
  if (length > 512 || memchr(line, '\0', length) != NULL)
    return false;
  g_autofree char *text = g_strndup(line, length);
  g_auto(GStrv) parts = g_strsplit(text, " ", 9);
  if (g_strv_length(parts) != 8 || strcmp(parts[0], "kaitei-checkpoint") != 0 ||
      strcmp(parts[1], "1") != 0 || !secret_is_hex(parts[2], 32) || !secret_is_hex(parts[4], 64) ||
      !secret_is_hex(parts[6], 64) || !secret_is_hex(parts[7], 128) ||
      !g_ascii_string_to_signed(parts[3], 10, 1, G_MAXINT64, &checkpoint->seq, NULL) ||
      !g_ascii_string_to_signed(parts[5], 10, 0, G_MAXINT64, &checkpoint->at, NULL))
    return false;
  g_strlcpy(checkpoint->store, parts[2], sizeof checkpoint->store);
  g_strlcpy(checkpoint->hash, parts[4], sizeof checkpoint->hash);
  g_strlcpy(checkpoint->key, parts[6], sizeof checkpoint->key);
  g_strlcpy(checkpoint->signature, parts[7], sizeof checkpoint->signature);
  g_autofree char *again = checkpoint_line(checkpoint);
  return strcmp(again, text) == 0;
}

/* ---- held against the store ---- */

static bool fault(const Store *store, DiagCode code, gint64 seq, gint64 head, Report *report)
{
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, seq);
  g_autofree char *there = g_strdup_printf("%" G_GINT64_FORMAT, head);
  report_add(report, code, place_at(store->path, 0, 0), number, there, NULL);
  return false;
}

bool checkpoint_holds(Store *store, const Checkpoint *checkpoint, Report *report)
{
  g_autoptr(Event) event = NULL;
  gint64 head = 0;
  if (!events_head(store, &head, NULL, report) ||
      !event_find(store, checkpoint->seq, &event, report))
    return false;
  if (strcmp(checkpoint->store, store->id) != 0)
    return fault(store, DIAG_CHECKPOINT_OTHER_STORE, checkpoint->seq, head, report);
  if (!checkpoint_signed(checkpoint))
    return fault(store, DIAG_CHECKPOINT_SIGNATURE, checkpoint->seq, head, report);
  if (event == NULL)
    return fault(store, DIAG_CHECKPOINT_BEYOND, checkpoint->seq, head, report);
  if (strcmp(event->hash, checkpoint->hash) != 0)
    return fault(store, DIAG_CHECKPOINT_DIFFERS, checkpoint->seq, head, report);
  return true;
}
