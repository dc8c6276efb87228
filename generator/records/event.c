/* Events: written, hashed, read. */
#include "records/event.h"

#include "records/database.h"
#include "records/project.h"
#include "records/secret.h"

#include <string.h>

static const char NO_HASH[] = "0000000000000000000000000000000000000000000000000000000000000000";

void event_free(Event *event)
{
  if (event == NULL)
    return;
  g_free(event->kind);
  g_free(event->subject);
  g_free(event->actor);
  g_free(event->body);
  g_free(event);
}

void event_hash(const Event *event, const char *previous, char hash[65])
{
  g_autofree char *text = g_strdup_printf("kaitei-event 1\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT
                                          "\n%s\n%s\n%s\n%" G_GSIZE_FORMAT "\n%s\n%s\n",
                                          event->seq, event->at, event->kind, event->subject,
                                          event->actor, strlen(event->body), event->body, previous);
  secret_sha256(text, strlen(text), hash);
}

bool events_head(Store *store, gint64 *seq, char hash[65], Report *report)
{
  *seq = 0;
  if (hash != NULL)
    memcpy(hash, NO_HASH, 65);
  Rows rows = rows_of(store, report, "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1", "");
  if (rows_next(&rows)) {
    *seq = row_number(&rows, 0);
    if (hash != NULL)
      row_hash(&rows, 1, hash);
  }
  return rows_end(&rows);
}

/* ---- writing ---- */

static bool know_head(Store *store, Report *report)
{
  if (!store->head_known)
    store->head_known = events_head(store, &store->head, store->head_hash, report);
  return store->head_known;
}

static bool insert(Store *store, const Event *event, Report *report)
{
  return sql_run(store, report, "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "iittttt",
                 event->seq, event->at, event->kind, event->subject, event->actor, event->body,
                 event->hash);
}

/* Whether no text was left out of the body, for one that is no UTF-8 cannot be put there. */
static bool good_words(const Event *event, Report *report)
{
  if (event->body != NULL && g_utf8_validate(event->actor, -1, NULL) &&
      strchr(event->actor, '\n') == NULL)
    return true;
  report_add(report, DIAG_RECORD_VALUE, place_none(), event->kind, NULL);
  return false;
}

bool event_append(Store *store, const Act *act, const char *kind, const char *subject, json_t *body,
                  gint64 *seq, Report *report)
{
  if (!know_head(store, report)) {
    json_decref(body);
    return false;
  }
  g_autofree char *text = body != NULL ? json_canonical(body) : NULL;
  Event event = {.seq = store->head + 1,
                 .at = act->at,
                 .kind = (char *)kind,
                 .subject = (char *)or_empty(subject),
                 .actor = (char *)or_empty(act->actor),
                 .body = text};
  bool ok = good_words(&event, report);
  if (ok) {
    event_hash(&event, store->head_hash, event.hash);
    ok = insert(store, &event, report) && event_project(store, &event, body, report);
  }
  json_decref(body);
  if (!ok) {
    store->head_known = false;
    return false;
  }
  store->head = event.seq;
  memcpy(store->head_hash, event.hash, sizeof event.hash);
  if (seq != NULL)
    *seq = event.seq;
  return true;
}

/* ---- reading ---- */

#define COLUMNS "SELECT seq, at, kind, subject, actor, body, hash FROM events "

static Event *event_of(const Rows *rows)
{
  Event *event = g_new0(Event, 1);
  event->seq = row_number(rows, 0);
  event->at = row_number(rows, 1);
  event->kind = row_copy(rows, 2);
  event->subject = row_copy(rows, 3);
  event->actor = row_copy(rows, 4);
  event->body = row_copy(rows, 5);
  row_hash(rows, 6, event->hash);
  return event;
}

static const char *select_of(const EventQuery *query)
{
#define BETWEEN "seq > ?1 AND seq <= ?2 AND (?3 IS NULL OR kind >= ?3 AND kind < ?4)"
  if (query->subject != NULL)
    return query->newest_first ? COLUMNS "WHERE subject = ?5 AND subject <> '' AND " BETWEEN
                                         " ORDER BY seq DESC LIMIT ?6"
                               : COLUMNS "WHERE subject = ?5 AND subject <> '' AND " BETWEEN
                                         " ORDER BY seq LIMIT ?6";
  return query->newest_first ? COLUMNS "WHERE " BETWEEN " AND ?5 IS NULL ORDER BY seq DESC LIMIT ?6"
                             : COLUMNS "WHERE " BETWEEN " AND ?5 IS NULL ORDER BY seq LIMIT ?6";
#undef BETWEEN
}

GPtrArray *events_read(Store *store, const EventQuery *query, Report *report)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
  guint limit = query->limit == 0 || query->limit > STORE_CHUNK ? STORE_CHUNK : query->limit;
  /* "session." stands for all from there to "session/"; a whole kind for itself alone. */
  g_autofree char *end = NULL;
  if (query->kind != NULL)
    end = g_str_has_suffix(query->kind, ".")
            ? g_strdup_printf("%.*s/", (int)strlen(query->kind) - 1, query->kind)
            : g_strconcat(query->kind, "\001", NULL);
  Rows rows =
    rows_of(store, report, select_of(query), "iittti", query->after,
            query->upto > 0 ? query->upto : G_MAXINT64, query->kind, end, query->subject, I(limit));
  while (rows_next(&rows))
    g_ptr_array_add(events, event_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&events) : NULL;
}

bool event_find(Store *store, gint64 seq, Event **found, Report *report)
{
  *found = NULL;
  Rows rows = rows_of(store, report, COLUMNS "WHERE seq = ?1", "i", seq);
  if (rows_next(&rows))
    *found = event_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, event_free);
  return false;
}

static json_t *field_of(const Event *event, const char *field, json_t **body)
{
  *body = json_loads(event->body, 0, NULL);
  return json_object_get(*body, field);
}

char *event_text(const Event *event, const char *field)
{
  json_t *body;
  char *text = g_strdup(json_string_value(field_of(event, field, &body)));
  json_decref(body);
  return text;
}

gint64 event_number(const Event *event, const char *field, gint64 otherwise)
{
  json_t *body;
  const json_t *value = field_of(event, field, &body);
  gint64 number = json_is_integer(value) ? json_integer_value(value) : otherwise;
  json_decref(body);
  return number;
}
