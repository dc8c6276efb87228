/* records: the chain, the triggers, tampering of every kind found and its first event named; the tables
 * made anew; erasure. */
#include "records_testing.h"

#define DROP_TRIGGERS \
  "DROP TRIGGER events_update; DROP TRIGGER events_delete; DROP TRIGGER events_insert;"

/* A store with something of every kind in it. */
static char *fill(Fixture *f)
{
  bool first = false;
  g_autofree char *code = NULL, *gathering = NULL;
  begin(f);
  char *one = add_person(f, "1", "CANARY-NAME-ONE", "東");
  g_autofree char *two = add_person(f, "2", "CANARY-NAME-TWO", "西");
  good(f, slip_issue(f->store, &by_office, one, NOW + MOMENT_DAY, false, &code, f->report));
  g_autofree char *failed = take(f, one, "2026-privacy", false);
  g_autofree char *passed = take(f, one, "2026-privacy", true);
  gint64 completion = complete(f, one, "2026-privacy", passed);
  g_autoptr(GPtrArray) material = material_new();
  material_add(material, "slides.pdf", HASH_A);
  Gathering plan = {.module = (char *)"2026-privacy",
                    .date = {2026, 6, 1},
                    .place = (char *)"会議室",
                    .lecturer = (char *)"CANARY-LECTURER",
                    .minutes = 60,
                    .note = (char *)"",
                    .material = material};
  good(f, gathering_plan(f->store, &by_office, &plan, &gathering, f->report));
  plan.id = gathering;
  g_assert_false(gathering_attend(f->store, &by_office, gathering, two, &first, f->report));
  g_assert_true(was(f, DIAG_RECORD_NOT_HELD));
  good(f, gathering_hold(f->store, &by_office, &plan, f->report));
  good(f, gathering_attend(f->store, &by_office, gathering, two, &first, f->report));
  g_assert_true(first);
  good(f, gathering_attend(f->store, &by_office, gathering, two, &first, f->report));
  g_assert_false(first);
  Completion attended = {.subject = two,
                         .module = (char *)"2026-privacy",
                         .year = 2026,
                         .on = {2026, 6, 1},
                         .gathering = gathering};
  gint64 second = 0;
  good(f, completion_record(f->store, &by_office, &attended, &second, &first, f->report));
  good(f,
       correction_record(f->store, &by_office, second, "void", "yes", "別の人でした", f->report));
  char *sites[] = {(char *)"東", NULL};
  Rule rule = {.module = (char *)"2026-privacy", .sites = sites, .reason = (char *)"訪問のみ"};
  good(f, rule_set(f->store, &by_office, &rule, f->report));
  Exemption exemption = {
    .subject = two, .module = (char *)"2026-privacy", .reason = (char *)"休職中"};
  good(f, exemption_set(f->store, &by_office, &exemption, f->report));
  Demand demand = revision_demand();
  good(f, demand_set(f->store, &by_office, &demand, f->report));
  commit(f);
  g_assert_cmpint(completion, >, 0);
  return one;
}

static gint64 count_events(Fixture *f)
{
  gint64 seq = 0;
  g_assert_true(events_head(f->store, &seq, NULL, f->report));
  return seq;
}

/* The event that audit_chain() names; 0 where the chain holds. */
static gint64 first_bad(Fixture *f)
{
  g_autoptr(Store) store = store_open(f->path, f->report);
  g_assert_nonnull(store);
  if (audit_chain(store, NULL, f->report))
    return 0;
  const Diag *diag = report_get(f->report, 0);
  g_assert_cmpint(diag->code, ==, DIAG_RECORD_EVENT);
  gint64 seq = g_ascii_strtoll(diag->arguments[0], NULL, 10);
  report_free(f->report);
  f->report = report_new();
  return seq;
}

static void test_form(void)
{
  /* The form is permanent: this hash was worked out by hand with sha256sum. */
  Event event = {.seq = 7,
                 .at = 1800000000000,
                 .kind = (char *)"answer",
                 .subject = (char *)"00112233445566778899aabbccddeeff",
                 .actor = (char *)"subject:00112233445566778899aabbccddeeff",
                 .body = (char *)"{\"answer\":\"あ\"}"};
  char hash[65];
  event_hash(&event, HASH_A, hash);
  g_assert_cmpstr(hash, ==, "a2242661f33a1b7b9641834858313c2c872d18f70dbf41b3dbe3f6bf49296f9b");
}

static void test_holds(Fixture *f, gconstpointer data)
{
  (void)data;
  gint64 seen = 0;
  g_autofree char *one = fill(f);
  good(f, audit_file(f->store, f->report));
  good(f, audit_chain(f->store, &seen, f->report));
  g_assert_cmpint(seen, ==, count_events(f));
  good(f, audit_tables(f->store, &seen, f->report));
  g_assert_cmpint(seen, >, 10);
  good(f, audit_names(f->store, &seen, f->report));
  g_assert_cmpint(seen, >=, 4);
}

static void test_no_names(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  EventQuery all = {0};
  g_autoptr(GPtrArray) events = events_read(f->store, &all, f->report);
  for (guint i = 0; i < events->len; i++) {
    const Event *event = events->pdata[i];
    g_assert_null(strstr(event->body, "CANARY"));
    g_assert_cmpint(event->seq, ==, (gint64)i + 1);
  }
  EventQuery narrow = {.subject = one, .kind = "attempt.", .newest_first = true, .limit = 3};
  g_autoptr(GPtrArray) three = events_read(f->store, &narrow, f->report);
  g_assert_cmpuint(three->len, ==, 3);
  g_assert_cmpstr(((Event *)three->pdata[0])->kind, ==, "attempt.finished");
  g_autofree char *round = event_text(three->pdata[1], "round");
  g_assert_cmpstr(round, ==, "");
  g_assert_cmpint(event_number(three->pdata[0], "percent", -1), ==, 100);
}

static void test_triggers(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  static const char *const attacks[] = {
    "UPDATE events SET body = '{}' WHERE seq = 2",
    "DELETE FROM events WHERE seq = 2",
    "DELETE FROM events",
    "REPLACE INTO events SELECT seq, at, kind, subject, actor, '{}', hash FROM events WHERE seq = "
    "2",
    "INSERT INTO events SELECT seq + 1000, at, kind, subject, actor, body, hash FROM events"
    " WHERE seq = 2",
    "UPDATE events SET seq = 1000 WHERE seq = 2",
    "UPDATE texts SET bytes = x'00'",
    "DELETE FROM texts",
    "REPLACE INTO texts SELECT hash, x'00' FROM texts",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
    g_autofree char *said = tamper(f, attacks[i]);
    g_test_message("%s: %s", attacks[i], said);
    g_assert_nonnull(said);
  }
  g_assert_cmpint(first_bad(f), ==, 0);
}

/* Each event in turn is altered in each of its fields. */
static void test_flip(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  gint64 count = count_events(f);
  static const char other_hash[] = "hash = '" HASH_A "'";
  static const char *const fields[] = {
    "at = at + 1",
    "kind = kind || 'x'",
    "subject = subject || '0'",
    "actor = 'cli:mallory'",
    "body = body || ' '",
    other_hash,
    "body = replace(body, '\"', '\"\"')",
  };
  g_assert_null(tamper(f, DROP_TRIGGERS));
  for (gint64 seq = 1; seq <= count; seq++)
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
      g_autofree char *sql = g_strdup_printf(
        "CREATE TABLE keep AS SELECT * FROM events WHERE seq = %d; UPDATE events SET %s WHERE"
        " seq = %d",
        (int)seq, fields[i], (int)seq);
      g_autofree char *back =
        g_strdup_printf("DELETE FROM events WHERE seq = %d; INSERT INTO events SELECT * FROM"
                        " keep; DROP TABLE keep",
                        (int)seq);
      g_assert_null(tamper(f, sql));
      g_test_message("event %d: %s", (int)seq, fields[i]);
      g_assert_cmpint(first_bad(f), ==, seq);
      g_assert_null(tamper(f, back));
    }
  g_assert_cmpint(first_bad(f), ==, 0);
}

static void test_delete_reorder_insert(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  gint64 count = count_events(f);
  g_assert_null(tamper(f, DROP_TRIGGERS "CREATE TABLE keep AS SELECT * FROM events"));
  static const char *const attacks[] = {
    /* Taken out; taken out and closed up; two exchanged; one put between. */
    "DELETE FROM events WHERE seq = %1$d",
    "DELETE FROM events WHERE seq = %1$d;"
    " UPDATE events SET seq = -seq + 1 WHERE seq > %1$d; UPDATE events SET seq = -seq WHERE seq < "
    "0",
    "UPDATE events SET seq = -1 WHERE seq = %1$d; UPDATE events SET seq = %1$d WHERE seq = %1$d + "
    "1;"
    " UPDATE events SET seq = %1$d + 1 WHERE seq = -1",
    "UPDATE events SET seq = -seq - 1 WHERE seq >= %1$d;"
    " UPDATE events SET seq = -seq WHERE seq < 0;"
    " INSERT INTO events SELECT %1$d, at, kind, subject, actor, body, hash FROM keep"
    " WHERE seq = %1$d - 1",
  };
  for (gint64 seq = 2; seq < count; seq++)
    for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_autofree char *sql = g_strdup_printf(attacks[i], (int)seq);
#pragma GCC diagnostic pop
      g_assert_null(tamper(f, sql));
      g_test_message("event %d: %s", (int)seq, sql);
      g_assert_cmpint(first_bad(f), ==, seq);
      g_assert_null(
        tamper(f, "DELETE FROM events; INSERT INTO events SELECT * FROM keep ORDER BY seq"));
    }
  g_assert_cmpint(first_bad(f), ==, 0);
}

/* A key, and a checkpoint signed with it over all that is recorded. */
static SigningKey *sign_end(Fixture *f, Checkpoint *checkpoint)
{
  g_autofree char *path = g_build_filename(f->folder, "key", NULL);
  g_autoptr(SigningKey) key = signing_key_create(path, f->report);
  begin(f);
  good(f, checkpoint_make(f->store, &by_office, key, checkpoint, f->report));
  commit(f);
  return g_steal_pointer(&key);
}

/* Who cuts off the end leaves a chain that holds; the tables and a checkpoint see it. */
static void test_cut_off(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  Checkpoint outside;
  g_autoptr(SigningKey) key = sign_end(f, &outside);
  const char *keys[] = {signing_key_public(key), NULL}, *other_keys[] = {HASH_A, NULL};
  gint64 seen = 0;
  good(f, audit_heads(f->store, keys, &seen, f->report));
  g_assert_cmpint(seen, ==, 1);
  g_assert_false(audit_heads(f->store, other_keys, &seen, f->report));
  g_assert_true(was(f, DIAG_CHECKPOINT_SIGNATURE));
  store_close(f->store);
  g_autofree char *sql =
    g_strdup_printf(DROP_TRIGGERS "DELETE FROM events WHERE seq >= %d", (int)outside.seq);
  g_assert_null(tamper(f, sql));
  f->store = store_open(f->path, f->report);
  good(f, audit_chain(f->store, NULL, f->report));
  g_assert_false(audit_tables(f->store, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_TABLE));
  g_assert_false(checkpoint_holds(f->store, &outside, f->report));
  g_assert_true(was(f, DIAG_CHECKPOINT_BEYOND));
  g_assert_false(audit_heads(f->store, keys, NULL, f->report));
  g_assert_false(audit_file(f->store, f->report)); /* the triggers are gone */
  g_assert_true(was(f, DIAG_RECORD_SCHEMA));
}

/* Who can write the file can chain it anew; not what was signed before. */
static void test_rewritten(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  Checkpoint outside;
  g_autoptr(SigningKey) key = sign_end(f, &outside);
  g_autofree char *line = checkpoint_line(&outside);
  Checkpoint read;
  g_assert_true(checkpoint_read(line, strlen(line), &read));
  good(f, checkpoint_holds(f->store, &read, f->report));

  EventQuery all = {0};
  g_autoptr(GPtrArray) events = events_read(f->store, &all, f->report);
  g_autoptr(GString) sql = g_string_new(DROP_TRIGGERS);
  const char *previous = ((Event *)events->pdata[0])->hash;
  for (guint i = 1; i < events->len; i++) {
    Event *event = events->pdata[i];
    event->at += 1000;
    event_hash(event, previous, event->hash);
    previous = event->hash;
    g_string_append_printf(sql, "UPDATE events SET at = at + 1000, hash = '%s' WHERE seq = %d;",
                           event->hash, (int)event->seq);
  }
  store_close(f->store);
  g_assert_null(tamper(f, sql->str));
  f->store = store_open(f->path, f->report);
  good(f, audit_chain(f->store, NULL, f->report));
  g_assert_false(checkpoint_holds(f->store, &read, f->report));
  g_assert_true(was(f, DIAG_CHECKPOINT_DIFFERS));
  Checkpoint strange = read;
  strange.store[0] = strange.store[0] == 'a' ? 'b' : 'a';
  g_assert_false(checkpoint_holds(f->store, &strange, f->report));
  g_assert_true(was(f, DIAG_CHECKPOINT_OTHER_STORE));
  read.signature[0] = read.signature[0] == 'a' ? 'b' : 'a';
  g_assert_false(checkpoint_holds(f->store, &read, f->report));
  g_assert_true(was(f, DIAG_CHECKPOINT_SIGNATURE));
}

/* ---- the tables beside the events ---- */

static void test_tables(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  static const char *const attacks[] = {
    "UPDATE attempts SET passed = 1, percent = 100 WHERE passed = 0",
    "UPDATE answers SET answer = '4' WHERE place = 1",
    "UPDATE completions SET voided = 0",
    "UPDATE completions SET on_day = '2026-04-01' WHERE voided = 0",
    "DELETE FROM attendance",
    "UPDATE staff SET site = '南'",
    "UPDATE staff SET state = 1",
    "INSERT INTO exemptions SELECT id, 'm2', 'r', '', 'a', 1, 1 FROM staff",
    "INSERT INTO grants SELECT 99, id, '2026-privacy', '', 5 FROM staff LIMIT 1",
    "UPDATE demands SET due = '2037-05-31'",
    "UPDATE rules SET sites = '[]'",
    "DELETE FROM corrections",
    "UPDATE gatherings SET minutes = 90",
    "UPDATE clause_sets SET clauses = '{\"x\":\"y\"}' WHERE id = 1",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
    g_autofree char *said = tamper(f, attacks[i]);
    g_test_message("%s", attacks[i]);
    g_assert_cmpstr(said, ==, NULL);
    g_assert_false(audit_tables(f->store, NULL, f->report));
    g_assert_true(was(f, DIAG_RECORD_TABLE));
    good(f, audit_rebuild(f->store, f->report));
    good(f, audit_tables(f->store, NULL, f->report));
  }
  good(f, audit_names(f->store, NULL, f->report));
  good(f, audit_chain(f->store, NULL, f->report));
}

static void test_names_exchanged(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  g_assert_null(tamper(f, "UPDATE people SET name = 'X' WHERE number = '1'"));
  g_assert_false(audit_names(f->store, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_SEAL));
  bool holds = true;
  good(f, staff_seal_holds(f->store, one, &holds, f->report));
  g_assert_false(holds);
  g_assert_null(tamper(f, "DELETE FROM people WHERE number = '2'"));
  g_assert_false(audit_names(f->store, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_TABLE));
}

/* ---- erasure ---- */

static bool file_has(const char *path, const char *word)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (!g_file_get_contents(path, &bytes, &length, NULL))
    return false;
  return memmem(bytes, length, word, strlen(word)) != NULL;
}

static void test_erasure(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *one = fill(f);
  g_autofree char *token = NULL, *whom = actor_subject(one);
  g_autoptr(WebSession) session = NULL;
  begin(f);
  good(f, web_session_begin(f->store, whom, false, NOW, &token, f->report));
  good(f, web_session_find(f->store, token, NOW, &session, f->report));
  g_assert_nonnull(session);
  commit(f);
  g_assert_true(file_has(f->path, "CANARY-NAME-ONE"));
  gint64 before = count_events(f);
  begin(f);
  g_assert_false(staff_erase(f->store, &by_office, one, "left+5y", "保存期間の終わり", f->report));
  g_assert_true(was(f, DIAG_RECORD_NOT_LEFT));
  good(f, staff_leave(f->store, &by_office, one, (Day){2026, 9, 30}, f->report));
  good(f, staff_erase(f->store, &by_office, one, "left+5y", "保存期間の終わり", f->report));
  commit(f);
  store_close(f->store);
  g_assert_false(file_has(f->path, "CANARY-NAME-ONE"));
  g_assert_true(file_has(f->path, "CANARY-NAME-TWO"));

  f->store = store_open(f->path, f->report);
  g_autoptr(Person) person = NULL;
  good(f, staff_find(f->store, one, &person, f->report));
  g_assert_cmpint(person->state, ==, STAFF_ERASED);
  g_assert_cmpstr(person->name, ==, "");
  g_assert_cmpint(count_events(f), ==, before + 2);
  CompletionQuery query = {.subject = one};
  g_autoptr(GPtrArray) completions = completion_list(f->store, &query, f->report);
  g_assert_cmpuint(completions->len, ==, 1); /* the counts still stand */
  good(f, audit_chain(f->store, NULL, f->report));
  good(f, audit_tables(f->store, NULL, f->report));
  good(f, audit_names(f->store, NULL, f->report));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/records/chain/form", test_form);
#define TEST(name, function) \
  g_test_add("/records/chain/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("holds", test_holds);
  TEST("no-names", test_no_names);
  TEST("triggers", test_triggers);
  TEST("flip", test_flip);
  TEST("delete-reorder-insert", test_delete_reorder_insert);
  TEST("cut-off", test_cut_off);
  TEST("rewritten", test_rewritten);
  TEST("tables", test_tables);
  TEST("names-exchanged", test_names_exchanged);
  TEST("erasure", test_erasure);
  return g_test_run();
}
