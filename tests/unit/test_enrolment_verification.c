/* What is altered in the records by who can write the file and knows its form. */
#include "enrolment/verification.h"

#include "enrolment_testing.h"
#include "records/audit.h"

#include <sqlite3.h>

static const Day spring = {2026, 5, 1};

static void run_sql(sqlite3 *db, const char *sql)
{
  char *said = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
    g_error("%s: %s", sql, said);
}

/* Works the whole chain out anew: a forger who knows how leaves no wrong hash. */
static void rechain(sqlite3 *db)
{
  sqlite3_stmt *read = NULL, *write = NULL;
  char previous[65];
  memset(previous, '0', 64);
  previous[64] = '\0';
  g_assert_cmpint(
    sqlite3_prepare_v2(db, "SELECT seq, at, kind, subject, actor, body FROM events ORDER BY seq",
                       -1, &read, NULL),
    ==, SQLITE_OK);
  g_assert_cmpint(
    sqlite3_prepare_v2(db, "UPDATE events SET hash = ?2 WHERE seq = ?1", -1, &write, NULL), ==,
    SQLITE_OK);
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
  while (sqlite3_step(read) == SQLITE_ROW) {
    Event *event = g_new0(Event, 1);
    event->seq = sqlite3_column_int64(read, 0);
    event->at = sqlite3_column_int64(read, 1);
    event->kind = g_strdup((const char *)sqlite3_column_text(read, 2));
    event->subject = g_strdup((const char *)sqlite3_column_text(read, 3));
    event->actor = g_strdup((const char *)sqlite3_column_text(read, 4));
    event->body = g_strdup((const char *)sqlite3_column_text(read, 5));
    g_ptr_array_add(events, event);
  }
  sqlite3_finalize(read);
  for (guint i = 0; i < events->len; i++) {
    Event *event = g_ptr_array_index(events, i);
    event_hash(event, previous, event->hash);
    memcpy(previous, event->hash, 65);
    sqlite3_bind_int64(write, 1, event->seq);
    sqlite3_bind_text(write, 2, event->hash, -1, SQLITE_STATIC);
    g_assert_cmpint(sqlite3_step(write), ==, SQLITE_DONE);
    sqlite3_reset(write);
  }
  sqlite3_finalize(write);
}

/* Takes the triggers away, forges, chains anew, puts the triggers back. */
static void forge(Desk6 *desk, const char *sql, bool chain)
{
  sqlite3 *db = NULL;
  g_autoptr(GPtrArray) triggers = g_ptr_array_new_with_free_func(g_free);
  g_assert_cmpint(sqlite3_open(store_path(desk->store), &db), ==, SQLITE_OK);
  sqlite3_stmt *read = NULL;
  sqlite3_prepare_v2(db, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", -1, &read,
                     NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  while (sqlite3_step(read) == SQLITE_ROW) {
    g_ptr_array_add(names, g_strdup_printf("DROP TRIGGER %s", sqlite3_column_text(read, 0)));
    g_ptr_array_add(triggers, g_strdup((const char *)sqlite3_column_text(read, 1)));
  }
  sqlite3_finalize(read);
  g_assert_cmpuint(names->len, >, 0);
  for (guint i = 0; i < names->len; i++)
    run_sql(db, g_ptr_array_index(names, i));
  run_sql(db, sql);
  if (chain)
    rechain(db);
  for (guint i = 0; i < triggers->len; i++)
    run_sql(db, g_ptr_array_index(triggers, i));
  sqlite3_close(db);
}

/* A desk with a failed and a passed sitting of one person. */
static void begin_altered(Desk6 *desk)
{
  desk_begin(desk, spring);
  g_autofree char *subject = person_at(desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *other = person_at(desk, "2", "佐藤", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *failed = sit(desk, subject, "", false);
  g_autofree char *passed = sit(desk, subject, "", true);
  verify(desk, true, DIAG_COUNT, 0);
}

static void test_altered(void)
{
  /* Each is forged with all its hashes worked out anew, and the tables with them: only what follows from the
   * answers tells. `kind` is the event that must be named. */
  static const struct {
    const char *sql;
    const char *kind;
    DiagCode code;
    bool impossible; /* no tables can be made of it: the database refuses */
  } forgeries[] = {
    /* A better score. */
    {"UPDATE events SET body = replace(body, '\"percent\":100', '\"percent\":99') WHERE kind = "
     "'attempt.finished'",
     "attempt.finished", DIAG_RECORDS_SCORE, false},
    /* An answer that was not given, and one that cannot be: the form has no such place. */
    {"UPDATE events SET body = json_set(body, '$.answer', '') WHERE seq = (SELECT max(seq) FROM "
     "events WHERE kind = 'answer')",
     "attempt.finished", DIAG_RECORDS_SCORE, false},
    {"UPDATE events SET body = json_set(body, '$.place', 9) WHERE seq = (SELECT max(seq) FROM "
     "events WHERE kind = 'answer')",
     "answer", DIAG_RECORDS_EVENT, false},
    /* A completion of nothing. */
    {"UPDATE events SET body = replace(body, '\"module\":\"2026-privacy\"', "
     "'\"module\":\"2025-privacy\"')"
     " WHERE kind = 'completion'",
     "completion", DIAG_RECORDS_COMPLETION, false},
    /* Of what another has passed. */
    {"UPDATE events SET subject = (SELECT subject FROM events WHERE kind = 'staff.added' ORDER BY "
     "seq DESC LIMIT 1)"
     " WHERE kind = 'completion'",
     "completion", DIAG_RECORDS_COMPLETION, false},
    /* Another wording than was taught. */
    {"UPDATE events SET body = replace(body, '\"privacy#security\":\"', "
     "'\"privacy#security\":\"0') WHERE kind = 'completion'",
     "completion", DIAG_RECORDS_COMPLETION, false},
    /* Another text than was kept: the score cannot be worked out. */
    {"UPDATE events SET body = json_set(body, '$.text', hex(zeroblob(32)))"
     " WHERE seq = (SELECT max(seq) FROM events WHERE kind = 'attempt.begun')",
     "attempt.finished", DIAG_RECORDS_TEXT, false},
    /* An attempt left out of the count. */
    {"UPDATE events SET body = replace(body, '\"number\":2', '\"number\":3') WHERE kind = "
     "'attempt.begun'",
     "attempt.begun", DIAG_RECORDS_EVENT, true},
  };
  for (guint i = 0; i < G_N_ELEMENTS(forgeries); i++) {
    Desk6 desk;
    begin_altered(&desk);
    gint64 seq = last_of(&desk, forgeries[i].kind);
    forge(&desk, forgeries[i].sql, true);
    g_assert_true(audit_rebuild(desk.store, desk.report) != forgeries[i].impossible);
    report_free(desk.report);
    desk.report = report_new();
    verify(&desk, false, forgeries[i].code, seq);
    desk_end(&desk);
  }
}

/* Without the hashes the chain itself tells, and names the event. */
static void test_chain(void)
{
  Desk6 desk;
  begin_altered(&desk);
  gint64 seq = last_of(&desk, "attempt.finished");
  forge(&desk, "UPDATE events SET body = replace(body, '\"percent\":100', '\"percent\":99')",
        false);
  verify(&desk, false, DIAG_RECORD_EVENT, seq);
  desk_end(&desk);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/verification/altered", test_altered);
  g_test_add_func("/verification/chain", test_chain);
  return g_test_run();
}
