/* records: papers, corrections, completions, demands, rules, practice, certificates, standings. */
#include "records_testing.h"

#include "records/certificate.h"
#include "records/practice.h"
#include "records/standing.h"

/* ---- papers and corrections ---- */

static char *enter_paper(Fixture *f, const char *subject, Day on)
{
  char hash[65];
  keep_text(f, hash);
  AttemptBeginning beginning = {.subject = subject,
                                .module = "m",
                                .text = hash,
                                .round = "",
                                .lang = "ja",
                                .form = "f",
                                .medium = MEDIUM_PAPER};
  g_autoptr(Attempt) attempt = NULL;
  AnswerOutcome outcome;
  Score score = {2520, 5040, 50, false, false};
  good(f, attempt_begin(f->store, &by_office, &beginning, &attempt, NULL, f->report));
  good(f, attempt_answer(f->store, &by_office, attempt->id, 1, "2", &outcome, f->report));
  good(f, attempt_finish(f->store, &by_office, attempt->id, &score, NULL, f->report));
  if (!paper_enter(f->store, &by_office, attempt->id, "a3f9c210", on, f->report))
    return NULL;
  return g_steal_pointer(&attempt->id);
}

static void test_paper(Fixture *f, gconstpointer data)
{
  (void)data;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *paper = enter_paper(f, one, (Day){2026, 5, 1});
  g_assert_nonnull(paper);
  g_assert_true(store_mark(f->store, f->report));
  g_assert_null(enter_paper(f, one, (Day){2026, 5, 1}));
  g_assert_true(was(f, DIAG_RECORD_PAPER));
  g_assert_true(store_back(f->store, f->report));
  g_autofree char *later = enter_paper(f, one, (Day){2026, 5, 2});
  g_assert_nonnull(later);

  char *answers[] = {(char *)"2", (char *)"", (char *)"1 3", NULL};
  PaperDraft draft = {.subject = one,
                      .form = (char *)"a3f9c210",
                      .module = (char *)"m",
                      .answers = answers,
                      .on = {2026, 5, 3},
                      .actor = (char *)"account:x",
                      .at = NOW};
  good(f, paper_draft_put(f->store, &draft, f->report));
  g_autoptr(PaperDraft) found = NULL, gone = NULL;
  good(f, paper_draft_find(f->store, one, "a3f9c210", &found, f->report));
  g_assert_cmpuint(g_strv_length(found->answers), ==, 3);
  g_assert_cmpstr(found->answers[2], ==, "1 3");
  good(f, paper_draft_drop(f->store, one, "a3f9c210", f->report));
  good(f, paper_draft_find(f->store, one, "a3f9c210", &gone, f->report));
  g_assert_null(gone);
  commit(f);
  good(f, audit_tables(f->store, NULL, f->report));
}

static void test_corrections(Fixture *f, gconstpointer data)
{
  (void)data;
  gint64 answer = 0, screen = 0;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *paper = enter_paper(f, one, (Day){2026, 5, 1});
  g_autofree char *on_screen = take(f, one, "m", true);
  gint64 completion = complete(f, one, "m", on_screen);
  good(f, correction_answer_event(f->store, paper, 1, &answer, f->report));
  good(f, correction_answer_event(f->store, on_screen, 1, &screen, f->report));
  g_assert_false(correction_record(f->store, &by_office, answer, "answer", "3", "", f->report));
  g_assert_true(was(f, DIAG_RECORD_REASON));
  g_assert_false(correction_record(f->store, &by_office, answer, "answer", "2", "誤り", f->report));
  g_assert_true(was(f, DIAG_RECORD_SAME));
  good(f, correction_record(f->store, &by_office, answer, "answer", "3", "読み違い", f->report));
  /* What somebody answered on a screen is their own word. */
  g_assert_false(
    correction_record(f->store, &by_office, screen, "answer", "3", "読み違い", f->report));
  g_assert_true(was(f, DIAG_RECORD_FIELD));
  g_assert_false(correction_record(f->store, &by_office, 1, "store", "x", "なぜ", f->report));
  g_assert_true(was(f, DIAG_RECORD_FIELD));
  g_autoptr(Attempt) attempt = NULL, regraded = NULL;
  good(f, attempt_find(f->store, paper, &attempt, f->report));
  g_assert_cmpstr(attempt_given(attempt, 1), ==, "3");
  Score score = {5040, 5040, 100, false, true};
  g_autofree char *value = correction_score(&score);
  good(f, correction_record(f->store, &by_office, attempt->finished_seq, "score", value, "読み違い",
                            f->report));
  g_assert_false(correction_record(f->store, &by_office, attempt->finished_seq, "score",
                                   "1 2 101 no yes", "読み違い", f->report));
  g_assert_true(was(f, DIAG_RECORD_VALUE));
  good(f, attempt_find(f->store, paper, &regraded, f->report));
  g_assert_cmpuint(regraded->score.percent, ==, 100);
  g_assert_true(regraded->score.passed);

  good(f, correction_record(f->store, &by_office, completion, "void", "yes", "人違い", f->report));
  g_autoptr(Completion) stands = NULL, voided = NULL, again = NULL;
  good(f, completion_find_of(f->store, one, "m", "", &stands, f->report));
  g_assert_null(stands);
  good(f, completion_find(f->store, completion, &voided, f->report));
  g_assert_true(voided->voided);
  gint64 second = complete(f, one, "m", paper);
  g_assert_cmpint(second, >, completion);
  /* Two of them cannot stand: the database refuses, and nothing of the correction stays. */
  g_assert_false(
    correction_record(f->store, &by_office, completion, "void", "no", "やはり", f->report));
  g_assert_true(was(f, DIAG_STORE_REFUSED));
  commit(f);
  g_autoptr(GPtrArray) list = correction_list(f->store, one, 0, 0, f->report);
  g_assert_cmpuint(list->len, ==, 3);
  const Correction *first = list->pdata[0];
  g_assert_cmpstr(first->old, ==, "2");
  g_assert_cmpstr(first->new, ==, "3");
  good(f, audit_chain(f->store, NULL, f->report));
  good(f, audit_tables(f->store, NULL, f->report));
}

/* ---- completions ---- */

static void test_completion(Fixture *f, gconstpointer data)
{
  (void)data;
  bool first = true;
  gint64 same = 0;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *failed = take(f, one, "m", false);
  Completion completion = {
    .subject = one, .module = (char *)"m", .year = 2026, .on = {2026, 5, 1}, .attempt = failed};
  g_assert_false(completion_record(f->store, &by_office, &completion, NULL, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_UNKNOWN)); /* it was not passed */
  g_autofree char *passed = take(f, one, "m", true);
  gint64 seq = complete(f, one, "m", passed);
  completion.attempt = passed;
  good(f, completion_record(f->store, &by_office, &completion, &same, &first, f->report));
  g_assert_false(first);
  g_assert_cmpint(same, ==, seq);
  commit(f);
  g_autoptr(Completion) found = NULL;
  good(f, completion_find(f->store, seq, &found, f->report));
  g_assert_cmpuint(found->clauses->len, ==, 2);
  g_assert_cmpstr(((ClauseHash *)found->clauses->pdata[0])->clause, ==, "privacy#purpose");
  g_assert_cmpstr(((ClauseHash *)found->clauses->pdata[0])->hash, ==, HASH_A);
  CompletionQuery query = {.year = 2025};
  g_autoptr(GPtrArray) none = completion_list(f->store, &query, f->report);
  g_assert_cmpuint(none->len, ==, 0);
}

static void test_certificate(Fixture *f, gconstpointer data)
{
  (void)data;
  bool first = false;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *passed = take(f, one, "m", true);
  Certificate certificate = {.id = (char *)"C1",
                             .completion = complete(f, one, "m", passed),
                             .subject = one,
                             .statement = (char *)"statement",
                             .signature = (char *)"",
                             .salt = (char *)"salt",
                             .pdf = (char *)"%PDF CANARY",
                             .pdf_length = 11};
  good(f, correction_record(f->store, &by_office, certificate.completion, "void", "yes", "誤り",
                            f->report));
  g_assert_false(certificate_issue(f->store, &by_office, &certificate, &first, f->report));
  g_assert_true(was(f, DIAG_RECORD_UNKNOWN)); /* it does not stand */
  CompletionQuery query = {.subject = one};
  g_autoptr(GPtrArray) standing = completion_list(f->store, &query, f->report);
  g_assert_cmpuint(standing->len, ==, 0);
  query.voided = true;
  g_autoptr(GPtrArray) ever = completion_list(f->store, &query, f->report);
  g_assert_cmpuint(ever->len, ==, 1);
  g_assert_true(((Completion *)ever->pdata[0])->voided);
  good(f, correction_record(f->store, &by_office, certificate.completion, "void", "no", "本人",
                            f->report));
  good(f, certificate_issue(f->store, &by_office, &certificate, &first, f->report));
  g_assert_true(first);
  certificate.id = (char *)"C2";
  good(f, certificate_issue(f->store, &by_office, &certificate, &first, f->report));
  g_assert_false(first);
  commit(f);
  g_autoptr(Certificate) found = NULL, other = NULL;
  good(f, certificate_find_of(f->store, certificate.completion, &found, f->report));
  g_assert_cmpstr(found->id, ==, "C1");
  g_assert_cmpuint(found->pdf_length, ==, 11);
  good(f, certificate_find(f->store, "C2", &other, f->report));
  g_assert_null(other);
  good(f, audit_names(f->store, NULL, f->report));
  g_assert_null(tamper(f, "UPDATE certificates SET pdf = x'00'"));
  g_assert_false(certificate_find(f->store, "C1", &other, f->report));
  g_assert_true(was(f, DIAG_RECORD_TEXT));
  g_assert_false(audit_names(f->store, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_TEXT));
}

/* ---- what is not recorded as training ---- */

static void test_practice(Fixture *f, gconstpointer data)
{
  (void)data;
  gint64 before = 0, after = 0;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  good(f, events_head(f->store, &before, NULL, f->report));
  for (int i = 0; i < 3; i++) {
    Practice practice = {.subject = one,
                         .module = (char *)(i == 2 ? "m2" : "m"),
                         .text = (char *)HASH_A,
                         .question = (char *)"q",
                         .answer = (char *)"1",
                         .right = i == 1,
                         .kind = PRACTICE_WEEK,
                         .at = NOW + i};
    good(f, practice_add(f->store, &practice, f->report));
  }
  commit(f);
  good(f, events_head(f->store, &after, NULL, f->report));
  g_assert_cmpint(before, ==, after);
  g_autoptr(GPtrArray) list = practice_list(f->store, one, "m", 0, f->report);
  g_assert_cmpuint(list->len, ==, 2);
  g_assert_true(((Practice *)list->pdata[1])->right);
  begin(f);
  good(f, practice_forget(f->store, NOW + 2, f->report));
  commit(f);
  g_autoptr(GPtrArray) left = practice_list(f->store, NULL, NULL, 0, f->report);
  g_assert_cmpuint(left->len, ==, 1);
}

static void test_rules(Fixture *f, gconstpointer data)
{
  (void)data;
  char *sites[] = {(char *)"西", (char *)"東", (char *)"西", NULL};
  Rule rule = {.module = (char *)"m", .sites = sites, .reason = (char *)""};
  begin(f);
  g_assert_false(rule_set(f->store, &by_office, &rule, f->report));
  g_assert_true(was(f, DIAG_RECORD_REASON));
  rule.reason = (char *)"訪問のみ";
  rule.due = (Day){2026, 9, 30};
  good(f, rule_set(f->store, &by_office, &rule, f->report));
  g_autoptr(Rule) found = NULL, none = NULL;
  good(f, rule_find(f->store, "m", &found, f->report));
  g_assert_cmpuint(g_strv_length(found->sites), ==, 2);
  g_assert_cmpuint(g_strv_length(found->roles), ==, 0);
  g_assert_cmpint(day_compare(found->due, rule.due), ==, 0);
  g_assert_cmpstr(found->actor, ==, "account:test");
  good(f, rule_drop(f->store, &by_office, "m", "全員に戻す", f->report));
  good(f, rule_find(f->store, "m", &none, f->report));
  g_assert_null(none);
  g_autofree char *one = add_person(f, "1", "A", "x");
  Exemption exemption = {.subject = one, .module = (char *)"m", .reason = (char *)"休職"};
  good(f, exemption_set(f->store, &by_office, &exemption, f->report));
  exemption.until = (Day){2026, 9, 30};
  good(f, exemption_set(f->store, &by_office, &exemption, f->report));
  g_autoptr(GPtrArray) list = exemption_list(f->store, one, NULL, f->report);
  g_assert_cmpuint(list->len, ==, 1);
  good(f, exemption_end(f->store, &by_office, one, "m", "復職", f->report));
  Demand demand = revision_demand();
  good(f, demand_set(f->store, &by_office, &demand, f->report));
  demand.due = (Day){2027, 6, 30};
  good(f, demand_set(f->store, &by_office, &demand, f->report));
  g_autoptr(GPtrArray) demands = demand_list(f->store, false, f->report);
  g_assert_cmpuint(demands->len, ==, 1);
  g_assert_cmpint(((Demand *)demands->pdata[0])->due.month, ==, 6);
  good(f, demand_drop(f->store, &by_office, "privacy@2027-04-01", "誤り", f->report));
  g_autoptr(GPtrArray) no_more = demand_list(f->store, false, f->report);
  g_assert_cmpuint(no_more->len, ==, 0);
  commit(f);
  good(f, audit_tables(f->store, NULL, f->report));
}

/* ---- standings ---- */

/* 2,100 people: of ten one is trained, one has failed; one left, one is exempt. */
static void fill_roster(Fixture *f)
{
  begin(f);
  for (int i = 0; i < 2100; i++) {
    g_autofree char *number = i % 3 == 0 ? g_strdup("") : g_strdup_printf("%d", i);
    g_autofree char *name = g_strdup_printf("な%d", i % 50);
    g_autofree char *one = add_person(f, number, name, i % 2 == 0 ? "東" : "");
    if (i % 10 == 0) {
      g_autofree char *passed = take(f, one, i % 20 == 0 ? "m" : "m2", true);
      complete(f, one, i % 20 == 0 ? "m" : "m2", passed);
    } else if (i % 10 == 1) {
      g_autofree char *failed = take(f, one, "m", false);
    } else if (i == 2) {
      good(f, staff_leave(f->store, &by_office, one, (Day){2026, 9, 30}, f->report));
    } else if (i == 3) {
      Exemption exemption = {.subject = one, .module = (char *)"m", .reason = (char *)"休職"};
      good(f, exemption_set(f->store, &by_office, &exemption, f->report));
    }
  }
  commit(f);
}

/* More than two chunks, names that repeat, people who left: each is met once and in order. */
static void test_standings(Fixture *f, gconstpointer data)
{
  (void)data;
  const char *modules[] = {"m", "m2", NULL};
  gint64 fixed = 0;
  fill_roster(f);
  good(f, events_head(f->store, &fixed, NULL, f->report));
  begin(f);
  g_autofree char *later = add_person(f, "later", "な", "東");
  g_autofree char *passed = take(f, later, "m", true);
  complete(f, later, "m", passed);
  commit(f);

  StandingQuery query = {.modules = modules, .seq = fixed, .tried = true};
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *after = NULL, *before = g_strdup("");
  guint done = 0, tried = 0, exempt = 0, chunks = 0;
  for (bool more = true; more; chunks++) {
    g_autoptr(StandingChunk) chunk = standing_read(f->store, &query, f->report);
    g_assert_nonnull(chunk);
    for (guint i = 0; i < chunk->rows->len; i++) {
      const StandingRow *row = chunk->rows->pdata[i];
      g_autofree char *key = g_strjoin("\n", row->person->site, row->person->kana,
                                       row->person->number, row->person->id, NULL);
      g_assert_cmpint(strcmp(before, key), <, 0);
      g_free(before);
      before = g_strdup(key);
      g_assert_true(g_hash_table_add(seen, g_strdup(row->person->id)));
      done += row->done->len;
      exempt += row->exempt->len;
      for (guint k = 0; k < row->tried->len; k++)
        tried += g_array_index(row->tried, Tried, k).last != NULL;
      for (guint k = 0; k < row->done->len; k++) {
        const Done *each = &g_array_index(row->done, Done, k);
        g_assert_cmpstr(each->medium, ==, "screen");
        g_assert_cmpuint(each->percent, ==, 100);
        g_autoptr(GPtrArray) clauses = standing_clauses(f->store, each->clauses, f->report);
        g_assert_cmpuint(clauses->len, ==, 2);
      }
    }
    more = chunk->more;
    g_free(after);
    query.after = after = g_strdup(chunk->last);
  }
  g_assert_cmpuint(g_hash_table_size(seen), ==, 2100); /* less one who left, and one more */
  g_assert_cmpuint(chunks, ==, 3);
  g_assert_cmpuint(done, ==, 210); /* what came behind the number is not seen */
  g_assert_cmpuint(tried, ==, 420);
  g_assert_cmpuint(exempt, ==, 1);
  StandingQuery east = {.modules = modules, .site = "東"};
  g_autoptr(StandingChunk) chunk = standing_read(f->store, &east, f->report);
  g_assert_cmpstr(((StandingRow *)chunk->rows->pdata[0])->person->site, ==, "東");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/records/training/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("paper", test_paper);
  TEST("corrections", test_corrections);
  TEST("completion", test_completion);
  TEST("certificate", test_certificate);
  TEST("practice", test_practice);
  TEST("rules", test_rules);
  TEST("standings", test_standings);
  return g_test_run();
}
