/*
 * Fuzzes what is made of events: a store whose events were altered by hand is looked into like any
 * other. Each line is "KIND SUBJECT BODY"; whatever it says, the tables take it or refuse it with a
 * diagnostic, and what they then hold can be read.
 */
#include "records/attempt.h"
#include "records/completion.h"
#include "records/correction.h"
#include "records/gathering.h"
#include "records/project.h"
#include "records/rule.h"
#include "records/schema.h"
#include "records/standing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(Store *store, const char *line, gint64 seq)
{
  g_autoptr(Report) report = report_new();
  g_auto(GStrv) parts = g_strsplit(line, " ", 3);
  json_t *body = g_strv_length(parts) == 3 ? json_loads(parts[2], 0, NULL) : NULL;
  if (body == NULL)
    return;
  Event event = {.seq = seq,
                 .at = seq,
                 .kind = parts[0],
                 .subject = parts[1],
                 .actor = (char *)"system",
                 .body = parts[2]};
  bool kept = sql_run(store, report, "INSERT INTO events VALUES (?1, ?1, ?2, ?3, '', ?4, '')",
                      "ittt", seq, event.kind, event.subject, event.body);
  if (kept && !event_project(store, &event, body, report) && !report_failed(report))
    abort();
  json_decref(body);
}

static void look(Store *store)
{
  g_autoptr(Report) report = report_new();
  const char *modules[] = {"m", NULL};
  AttemptQuery attempts = {.answers = true};
  CompletionQuery completions = {.voided = true};
  StandingQuery standings = {.modules = modules, .left = true, .tried = true};
  g_autoptr(GPtrArray) one = attempt_list(store, &attempts, report);
  g_autoptr(GPtrArray) two = completion_list(store, &completions, report);
  g_autoptr(GPtrArray) three = gathering_list(store, (Day){0}, (Day){0}, NULL, report);
  g_autoptr(GPtrArray) four = rule_list(store, report);
  g_autoptr(GPtrArray) five = demand_list(store, true, report);
  g_autoptr(GPtrArray) six = correction_list(store, NULL, 0, 0, report);
  g_autoptr(StandingChunk) seven = standing_read(store, &standings, report);
  if (!one || !two || !three || !four || !five || !six || !seven)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static Store *store;
  g_autoptr(Report) report = report_new();
  if (store == NULL) {
    store = database_apart(report);
    if (store == NULL || !schema_bring(store, schema_steps, report) ||
        !database_script(store, "DROP TRIGGER events_insert; PRAGMA journal_mode = MEMORY", report))
      abort();
  }
  g_autofree char *text = g_strndup((const char *)data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", 64);
  if (!database_script(store, "BEGIN", report))
    abort();
  /* Marked as a transaction of ours, so that reading opens none within it. */
  store->writing = true;
  for (guint i = 0; lines[i] != NULL; i++)
    take(store, lines[i], (gint64)i + 1);
  look(store);
  store->writing = false;
  if (!sqlite3_get_autocommit(store->db) && !database_script(store, "ROLLBACK", report))
    abort();
  store->broken = store->lost = false;
  return 0;
}
