/* records: transactions and marks, the roster, attempts and their limit, what a replay does. */
#include "records_testing.h"

static gint64 head(Fixture *f)
{
  gint64 seq = 0;
  g_assert_true(events_head(f->store, &seq, NULL, f->report));
  return seq;
}

static void test_new(Fixture *f, gconstpointer data)
{
  (void)data;
  GStatBuf found;
  g_autofree char *folder = g_path_get_dirname(f->path);
  g_autofree char *ignore = g_build_filename(folder, ".gitignore", NULL);
  g_autofree char *key = backup_key_path(f->path);
  g_autofree char *text = NULL;
  g_assert_cmpint(g_stat(f->path, &found), ==, 0);
  g_assert_cmpint(found.st_mode & 0777, ==, 0600);
  g_assert_cmpint(g_stat(folder, &found), ==, 0);
  g_assert_cmpint(found.st_mode & 0777, ==, 0700);
  g_assert_cmpint(g_stat(key, &found), ==, 0);
  g_assert_cmpint(found.st_mode & 0777, ==, 0600);
  g_assert_true(g_file_get_contents(ignore, &text, NULL, NULL));
  g_assert_cmpstr(text, ==, "*\n");
  g_assert_cmpint(head(f), ==, 1);
  g_assert_cmpuint(strlen(store_id(f->store)), ==, 32);
  g_assert_null(store_create(f->path, &by_office, f->report));
  g_assert_true(was(f, DIAG_STORE_THERE));
}

static void test_opened_again(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *id = g_strdup(store_id(f->store));
  store_close(f->store);
  f->store = store_open(f->path, f->report);
  g_assert_nonnull(f->store);
  g_assert_cmpstr(store_id(f->store), ==, id);
  StoreFigures figures;
  g_assert_true(store_figures(f->store, &figures, f->report));
  g_assert_cmpint(figures.events, ==, 1);
  g_assert_cmpint(figures.schema, ==, 1);
  g_assert_null(store_open("/nonexistent/store.db", f->report));
  g_assert_true(was(f, DIAG_STORE_MISSING));
}

static void test_foreign(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *other = g_build_filename(f->folder, "other.db", NULL);
  g_assert_true(
    g_file_set_contents(other, "not a database, but long enough to be looked at", -1, NULL));
  g_assert_null(store_open(other, f->report));
  g_assert_true(was(f, DIAG_STORE_FOREIGN));
  g_assert_true(g_file_set_contents(other, "", 0, NULL));
  g_assert_null(store_open(other, f->report));
  g_assert_true(was(f, DIAG_STORE_FOREIGN));
}

static void test_transactions(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *none = NULL;
  Person person = {.name = (char *)"A"};
  g_assert_false(staff_add(f->store, &by_office, &person, &none, f->report));
  g_assert_true(was(f, DIAG_STORE_NO_TRANSACTION));
  g_assert_cmpint(head(f), ==, 1);

  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_assert_true(store_mark(f->store, f->report));
  g_autofree char *two = add_person(f, "2", "B", "x");
  g_assert_true(store_back(f->store, f->report));
  g_assert_true(store_mark(f->store, f->report));
  g_autofree char *three = add_person(f, "3", "C", "x");
  g_assert_true(store_release(f->store, f->report));
  commit(f);
  g_assert_cmpint(head(f), ==, 3);
  g_autoptr(Person) found = NULL;
  g_assert_true(staff_find_number(f->store, "2", &found, f->report));
  g_assert_null(found);

  begin(f);
  g_autofree char *four = add_person(f, "4", "D", "x");
  store_rollback(f->store);
  g_assert_cmpint(head(f), ==, 3);
  g_assert_true(audit_chain(f->store, NULL, f->report));
}

/* One act that fails leaves the others of its transaction as they are. */
static void test_whole_or_not(Fixture *f, gconstpointer data)
{
  (void)data;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  Person twin = {.number = (char *)"1", .name = (char *)"B"};
  g_assert_false(staff_add(f->store, &by_office, &twin, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_TAKEN));
  twin.number = (char *)"2";
  twin.name = (char *)"two\nlines";
  g_assert_false(staff_add(f->store, &by_office, &twin, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_VALUE));
  twin.name = (char *)"not UTF-8 \xff";
  g_assert_false(staff_add(f->store, &by_office, &twin, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_VALUE));
  g_autofree char *two = add_person(f, "3", "C", "x");
  commit(f);
  g_assert_cmpint(head(f), ==, 3);
}

static void test_two_connections(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Store) other = store_open(f->path, f->report);
  g_assert_nonnull(other);
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autoptr(Person) found = NULL;
  g_assert_true(staff_find_number(other, "1", &found, f->report));
  g_assert_null(found); /* not before the commit */
  commit(f);
  g_assert_true(staff_find_number(other, "1", &found, f->report));
  g_assert_nonnull(found);
  /* The head is read anew in each transaction: the other's events are seen. */
  g_assert_true(store_begin(other, f->report));
  g_assert_true(staff_leave(other, &by_office, one, (Day){2026, 9, 30}, f->report));
  g_assert_true(store_commit(other, f->report));
  begin(f);
  g_autofree char *two = add_person(f, "2", "B", "x");
  commit(f);
  g_assert_cmpint(head(f), ==, 4);
  good(f, audit_chain(f->store, NULL, f->report));
}

/* ---- the roster ---- */

static void test_roster(Fixture *f, gconstpointer data)
{
  (void)data;
  begin(f);
  g_autofree char *one = add_person(f, "1", "佐藤", "東");
  g_autofree char *two = add_person(f, "2", "鈴木 100%", "西");
  gint64 before = head(f);
  g_autoptr(Person) person = NULL;
  good(f, staff_find(f->store, one, &person, f->report));
  g_assert_cmpstr(person->groups[0], ==, "all"); /* sorted */
  g_assert_cmpstr(person->name, ==, "佐藤");
  good(f, staff_change(f->store, &by_office, person, f->report));
  g_assert_cmpint(head(f), ==, before); /* nothing differs */
  g_free(person->kana);
  person->kana = g_strdup("さとう");
  good(f, staff_change(f->store, &by_office, person, f->report));
  g_assert_cmpint(head(f), ==, before); /* no event tells of a reading */
  g_free(person->name);
  person->name = g_strdup("田中");
  good(f, staff_change(f->store, &by_office, person, f->report));
  g_assert_cmpint(head(f), ==, before + 1);
  bool holds = false;
  good(f, staff_seal_holds(f->store, one, &holds, f->report));
  g_assert_true(holds);
  good(f, staff_leave(f->store, &by_office, two, (Day){2026, 6, 30}, f->report));
  good(f, staff_leave(f->store, &by_office, two, (Day){2026, 6, 30}, f->report));
  commit(f);
  g_assert_cmpint(head(f), ==, before + 2);

  struct {
    StaffQuery query;
    guint count;
  } cases[] = {
    {{0}, 1},
    {{.left = true}, 2},
    {{.only_left = true}, 1},
    {{.left_before = {2026, 6, 30}}, 0},
    {{.left_before = {2026, 7, 1}}, 1},
    {{.left = true, .text = "%"}, 1},
    {{.left = true, .text = "_"}, 0},
    {{.text = "さと"}, 1},
    {{.site = "東"}, 1},
    {{.site = "北"}, 0},
    {{.group = "day"}, 1},
    {{.group = "night"}, 0},
    {{.role = "care", .joined_from = {2024, 4, 2}}, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    guint count = 0;
    g_autoptr(GPtrArray) list = staff_list(f->store, &cases[i].query, f->report);
    g_assert_nonnull(list);
    g_test_message("case %d", (int)i);
    g_assert_cmpuint(list->len, ==, cases[i].count);
    g_assert_true(staff_count(f->store, &cases[i].query, &count, f->report));
    g_assert_cmpuint(count, ==, cases[i].count);
  }
  g_autoptr(GPtrArray) sites = staff_values(f->store, STAFF_SITES, f->report);
  g_assert_cmpuint(sites->len, ==, 1);
  g_autoptr(GPtrArray) groups = staff_values(f->store, STAFF_GROUPS, f->report);
  g_assert_cmpuint(groups->len, ==, 2);
}

/* ---- attempts ---- */

static AttemptBeginning beginning(const char *subject, const char *text, guint most)
{
  return (AttemptBeginning){.subject = subject,
                            .module = "2026-privacy",
                            .text = text,
                            .round = "",
                            .lang = "easy",
                            .form = "form { }",
                            .medium = MEDIUM_SCREEN,
                            .most = most};
}

static void test_answers(Fixture *f, gconstpointer data)
{
  (void)data;
  char hash[65];
  AnswerOutcome outcome;
  bool begun = false, first = false;
  g_autoptr(Attempt) attempt = NULL, again = NULL, read = NULL;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  keep_text(f, hash);
  AttemptBeginning b = beginning(one, hash, 0);
  good(f, attempt_begin(f->store, &by_office, &b, &attempt, &begun, f->report));
  g_assert_true(begun);
  good(f, attempt_begin(f->store, &by_office, &b, &again, &begun, f->report));
  g_assert_false(begun);
  g_assert_cmpstr(again->id, ==, attempt->id);
  good(f, attempt_answer(f->store, &by_office, attempt->id, 2, "3", &outcome, f->report));
  g_assert_cmpint(outcome, ==, ANSWER_NEW);
  gint64 before = head(f);
  good(f, attempt_answer(f->store, &by_office, attempt->id, 2, "3", &outcome, f->report));
  g_assert_cmpint(outcome, ==, ANSWER_SAME);
  g_assert_cmpint(head(f), ==, before);
  good(f, attempt_answer(f->store, &by_office, attempt->id, 2, "1", &outcome, f->report));
  g_assert_cmpint(outcome, ==, ANSWER_CHANGED);
  g_assert_cmpint(head(f), ==, before + 1);
  g_assert_false(attempt_answer(f->store, &by_office, attempt->id, 0, "1", &outcome, f->report));
  g_assert_true(was(f, DIAG_RECORD_VALUE));
  g_assert_false(attempt_answer(f->store, &by_office, HASH_A, 1, "1", &outcome, f->report));
  g_assert_true(was(f, DIAG_RECORD_UNKNOWN));
  Score score = {2520, 5040, 50, true, false};
  good(f, attempt_finish(f->store, &by_office, attempt->id, &score, &first, f->report));
  g_assert_true(first);
  score.passed = true; /* sent once more, with another score: the first stands */
  good(f, attempt_finish(f->store, &by_office, attempt->id, &score, &first, f->report));
  g_assert_false(first);
  good(f, attempt_answer(f->store, &by_office, attempt->id, 1, "1", &outcome, f->report));
  g_assert_cmpint(outcome, ==, ANSWER_CLOSED);
  commit(f);
  good(f, attempt_find(f->store, attempt->id, &read, f->report));
  g_assert_cmpstr(attempt_given(read, 1), ==, "");
  g_assert_cmpstr(attempt_given(read, 2), ==, "1");
  g_assert_cmpstr(attempt_given(read, 3), ==, "");
  g_assert_false(read->score.passed);
  g_assert_true(read->score.must_missed);
  g_assert_cmpuint(read->score.percent, ==, 50);
}

static void test_limit(Fixture *f, gconstpointer data)
{
  (void)data;
  char hash[65];
  Score score = {0, 5040, 0, false, false};
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  keep_text(f, hash);
  AttemptBeginning b = beginning(one, hash, 2);
  for (guint i = 1; i <= 2; i++) {
    g_autoptr(Attempt) attempt = NULL;
    good(f, attempt_begin(f->store, &by_office, &b, &attempt, NULL, f->report));
    g_assert_cmpuint(attempt->number, ==, i);
    good(f, attempt_finish(f->store, &by_office, attempt->id, &score, NULL, f->report));
  }
  g_autoptr(Attempt) none = NULL, third = NULL;
  guint left = 9;
  g_assert_false(attempt_begin(f->store, &by_office, &b, &none, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_LIMIT));
  good(f, attempt_left(f->store, one, "2026-privacy", "", 2, &left, f->report));
  g_assert_cmpuint(left, ==, 0);
  g_assert_false(attempt_grant(f->store, &by_office, one, "2026-privacy", "", 1, " ", f->report));
  g_assert_true(was(f, DIAG_RECORD_REASON));
  good(f, attempt_grant(f->store, &by_office, one, "2026-privacy", "", 1, "資料を読み直した",
                        f->report));
  good(f, attempt_left(f->store, one, "2026-privacy", "", 2, &left, f->report));
  g_assert_cmpuint(left, ==, 1);
  good(f, attempt_begin(f->store, &by_office, &b, &third, NULL, f->report));
  g_assert_cmpuint(third->number, ==, 3);
  b.round = "privacy@2027-04-01"; /* another round counts from 1 */
  g_autoptr(Attempt) other = NULL;
  good(f, attempt_begin(f->store, &by_office, &b, &other, NULL, f->report));
  g_assert_cmpuint(other->number, ==, 1);
  commit(f);
}

/* A page that forgets to ask, or a race, ends at the database. */
static void test_limit_is_the_databases(Fixture *f, gconstpointer data)
{
  (void)data;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *attempt = take(f, one, "m", false);
  commit(f);
  static const char *const more[] = {
    /* above the limit; the same number again; a number left out; a second open one */
    "INSERT INTO attempts (seq, id, subject, module, text, round, number, most, lang, medium,"
    " form, begun) SELECT 900, 'x', subject, module, text, round, 2, 1, lang, medium, form, 1"
    " FROM attempts;",
    "INSERT INTO attempts (seq, id, subject, module, text, round, number, most, lang, medium,"
    " form, begun) SELECT 900, 'x', subject, module, text, round, 1, 0, lang, medium, form, 1"
    " FROM attempts;",
    "INSERT INTO attempts (seq, id, subject, module, text, round, number, most, lang, medium,"
    " form, begun) SELECT 900, 'x', subject, module, text, round, 3, 0, lang, medium, form, 1"
    " FROM attempts;",
    "INSERT INTO answers SELECT seq, 9, '1', 900 FROM attempts;",
  };
  static const char *const said[] = {"no_more_attempts", "attempts count up", "attempts count up",
                                     "the attempt is finished"};
  for (gsize i = 0; i < G_N_ELEMENTS(more); i++) {
    g_autofree char *error = tamper(f, more[i]);
    g_assert_nonnull(error);
    g_test_message("%s", error);
    g_assert_nonnull(strstr(error, said[i]));
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/records/store/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("new", test_new);
  TEST("opened-again", test_opened_again);
  TEST("foreign", test_foreign);
  TEST("transactions", test_transactions);
  TEST("whole-or-not", test_whole_or_not);
  TEST("two-connections", test_two_connections);
  TEST("roster", test_roster);
  TEST("answers", test_answers);
  TEST("limit", test_limit);
  TEST("limit-is-the-databases", test_limit_is_the_databases);
  return g_test_run();
}
