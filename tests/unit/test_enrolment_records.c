/* What the records must show later: papers and their corrections, practice, questions, retention,
 * the year. */
#include "enrolment/anchor.h"
#include "enrolment/correct.h"
#include "enrolment/items.h"
#include "enrolment/paper.h"
#include "enrolment/practice.h"
#include "enrolment/retention.h"
#include "enrolment/yearly.h"
#include "enrolment_testing.h"
#include "ledger/branch.h"
#include "records/correction.h"
#include "records/practice.h"
#include "training/forms.h"

static const Day spring = {2026, 5, 1};

/* --- papers ------------------------------------------------------------------------------- */

/* A stored form of the module; its id is the caller's. */
static char *draw_paper(Desk6 *desk)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  guint64 seed = 7;
  good(desk, forms_make(desk->root, course_at(desk)->module, NULL, 1, &seed, ids, desk->report));
  return g_strdup(g_ptr_array_index(ids, 0));
}

/* The right answers as a line; with `wrong`, wrong ones. */
static char *line_of(const AnswerSheet *sheet, bool wrong)
{
  GString *line = g_string_new(NULL);
  for (guint i = 0; i < sheet->form->questions->len; i++) {
    const FormQuestion *form = form_question(sheet->form, i);
    const Question *question = quiz_find(module_quiz(sheet->module), form->id);
    g_string_append(line, i > 0 ? "　" : "");
    for (guint k = 0; k < form->count; k++)
      if (question_choice(question, form->order[k])->right != wrong)
        g_string_append_printf(line, "%u", k + 1);
  }
  return g_string_free(line, FALSE);
}

static void test_paper_words(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *id = draw_paper(&desk);
  g_autoptr(AnswerSheet) sheet = answer_sheet_find(desk.curriculum, id, desk.report);
  g_assert_nonnull(sheet);
  static const char *const words[][2] = {{"2", "2"},    {" ア ", "1"},   {"b", "2"}, {"２", "2"},
                                         {"21", "1 2"}, {"Ｂ,a", "1 2"}, {"-", ""},  {"0", ""},
                                         {"なし", ""},  {"", ""}};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *got = answer_sheet_word(sheet->form, 1, words[i][0]);
    g_assert_cmpstr(got, ==, words[i][1]);
  }
  static const char *const bad[] = {"4", "11", "x", "2 -", "コ", "\xFF", "20"};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_null(answer_sheet_word(sheet->form, 1, bad[i]));
  g_assert_null(answer_sheet_word(sheet->form, 3, "1"));
  refused(&desk, answer_sheet_read(sheet, "1", desk.report), DIAG_SHEET_COUNT);
  refused(&desk, answer_sheet_read(sheet, "1 1 1", desk.report), DIAG_SHEET_COUNT);
  refused(&desk, answer_sheet_read(sheet, "1 z", desk.report), DIAG_SHEET_ANSWER);
  refused(&desk, answer_sheet_find(desk.curriculum, "00000000", desk.report), DIAG_SHEET_UNKNOWN);
  refused(&desk, answer_sheet_find(desk.curriculum, "../../x", desk.report), DIAG_SHEET_UNKNOWN);
  desk_end(&desk);
}

/* No answer that the question cannot have, and no day to come. The day of a paper is its completion's. */
static void correct_further(Desk6 *desk, const char *subject, char **first, gint64 seq,
                            gint64 second)
{
  good(desk, store_begin(desk->store, desk->report));
  refused(desk, correct(&desk->with, second, "answer", "9", "読み違い", desk->report),
          DIAG_SITTING_ANSWER);
  good(desk, correct(&desk->with, seq, "answer", first[0], "やはり記入あり", desk->report));
  good(desk, correct(&desk->with, second, "answer", first[1], "やはり記入あり", desk->report));
  gint64 entered = last_of(desk, "paper.entered");
  refused(desk, correct(&desk->with, entered, "on", "2026-05-02", "日付の読み違い", desk->report),
          DIAG_SHEET_DAY);
  refused(desk, correct(&desk->with, entered, "on", "2026-03-31", "日付の読み違い", desk->report),
          DIAG_SHEET_DAY);
  good(desk, correct(&desk->with, entered, "on", "2026-04-29", "日付の読み違い", desk->report));
  good(desk, store_commit(desk->store, desk->report));
  g_autoptr(Completion) again = NULL;
  good(desk, completion_find_of(desk->store, subject, MODULE, "", &again, desk->report));
  g_assert_cmpint(day_compare(again->on, DAY(2026, 4, 29)), ==, 0);
  g_autofree char *value = NULL;
  good(desk, correction_value(desk->store, entered, "on", &value, desk->report));
  g_assert_cmpstr(value, ==, "2026-04-29");
  verify(desk, true, DIAG_COUNT, 0);

  /* What was completed otherwise since stays the only one. */
  good(desk, store_begin(desk->store, desk->report));
  good(desk, correct(&desk->with, second, "answer", "", "やはり無回答", desk->report));
  good(desk, store_commit(desk->store, desk->report));
  g_autofree char *sitting = sit(desk, subject, "", true);
  g_assert_nonnull(sitting);
  good(desk, store_begin(desk->store, desk->report));
  refused(desk, correct(&desk->with, again->seq, "void", "no", "有効", desk->report),
          DIAG_CORRECT_STANDS);
  good(desk, correct(&desk->with, second, "answer", first[1], "やはり記入あり", desk->report));
  good(desk, store_commit(desk->store, desk->report));
  g_autoptr(Completion) other = NULL;
  good(desk, completion_find_of(desk->store, subject, MODULE, "", &other, desk->report));
  g_assert_cmpint(other->seq, >, again->seq);
  verify(desk, true, DIAG_COUNT, 0);
}

static void test_paper(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *form = draw_paper(&desk);
  g_autoptr(AnswerSheet) sheet = answer_sheet_find(desk.curriculum, form, desk.report);
  g_autofree char *right = line_of(sheet, false), *wrong = line_of(sheet, true);
  g_auto(GStrv) first = answer_sheet_read(sheet, right, desk.report);
  g_auto(GStrv) other = answer_sheet_read(sheet, wrong, desk.report);
  bool passed = false;
  const char *const *one = (const char *const *)first, *const *two = (const char *const *)other;

  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk,
          answer_sheet_record(&desk.with, sheet, subject, "", DAY(2026, 4, 30), one, two, &passed,
                              desk.report),
          DIAG_SHEET_DIFFERS);
  refused(&desk,
          answer_sheet_record(&desk.with, sheet, subject, "", DAY(2026, 5, 2), one, one, &passed,
                              desk.report),
          DIAG_SHEET_DAY);
  refused(&desk,
          answer_sheet_record(&desk.with, sheet, subject, "", DAY(2026, 3, 31), one, one, &passed,
                              desk.report),
          DIAG_SHEET_DAY);
  g_autofree char *id = answer_sheet_record(&desk.with, sheet, subject, "", DAY(2026, 4, 30), two,
                                            two, &passed, desk.report);
  good(&desk, id != NULL);
  g_assert_false(passed);
  good(&desk, store_commit(desk.store, desk.report));

  /* An answer was read wrongly from the paper: put right, the score follows, and so does the completion. */
  for (guint place = 1; place <= 2; place++) {
    gint64 seq = 0;
    good(&desk, correction_answer_event(desk.store, id, place, &seq, desk.report));
    good(&desk, store_begin(desk.store, desk.report));
    good(&desk, correct(&desk.with, seq, "answer", first[place - 1], "読み違い", desk.report));
    good(&desk, store_commit(desk.store, desk.report));
  }
  g_autoptr(Completion) done = NULL;
  good(&desk, completion_find_of(desk.store, subject, MODULE, "", &done, desk.report));
  g_assert_nonnull(done);
  g_assert_cmpint(day_compare(done->on, DAY(2026, 4, 30)), ==, 0);
  g_autoptr(Sitting) sitting = sitting_read(&desk.with, NULL, id, desk.report);
  g_assert_cmpuint(sitting->attempt->score.percent, ==, 100);
  verify(&desk, true, DIAG_COUNT, 0);

  /* And back. */
  gint64 seq = 0;
  good(&desk, correction_answer_event(desk.store, id, 1, &seq, desk.report));
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, correct(&desk.with, seq, "answer", "", "やはり無回答", desk.report));
  gint64 second = 0;
  good(&desk, correction_answer_event(desk.store, id, 2, &second, desk.report));
  good(&desk, correct(&desk.with, second, "answer", "", "やはり無回答", desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  g_autoptr(Completion) gone = NULL;
  good(&desk, completion_find_of(desk.store, subject, MODULE, "", &gone, desk.report));
  g_assert_null(gone);
  verify(&desk, true, DIAG_COUNT, 0);
  correct_further(&desk, subject, first, seq, second);
  desk_end(&desk);
}

/* --- practice ----------------------------------------------------------------------------- */

static bool practise(Desk6 *desk, const char *subject, const char *question)
{
  const Question *asked = quiz_find(module_quiz(course_at(desk)->module), question);
  g_autoptr(GString) order = g_string_new(NULL);
  g_autoptr(GString) answer = g_string_new(NULL);
  for (guint i = asked->choices->len; i > 0; i--)
    g_string_append_printf(order, "%s%u", order->len > 0 ? " " : "", i);
  for (guint shown = 1; shown <= asked->choices->len; shown++)
    if (question_choice(asked, (guint)practice_choice(order->str, asked->choices->len, shown))
          ->right)
      g_string_append_printf(answer, "%u ", shown);
  PracticeResult result;
  good(desk, store_begin(desk->store, desk->report));
  good(desk, practice_answer(&desk->with, subject, course_at(desk), question, order->str,
                             answer->str, &result, desk->report));
  good(desk, store_commit(desk->store, desk->report));
  g_assert_cmpuint(result.right_shown, ==, result.chosen_shown);
  return result.right;
}

static guint offered(Desk6 *desk, const char *subject)
{
  g_autoptr(GPtrArray) list = practice_offered(&desk->with, subject, course_at(desk), desk->report);
  g_assert_nonnull(list);
  return list->len;
}

static void test_practice(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *failed = sit(&desk, subject, "", false);
  g_autoptr(Sitting) sitting = sitting_read(&desk.with, subject, failed, desk.report);
  g_autofree char *missed = g_strdup(form_question(sitting->form, 0)->id);
  g_autofree char *passed = sit(&desk, subject, "", true);
  gint64 events = events_of(&desk);
  g_assert_cmpuint(offered(&desk, subject), ==, 0);
  g_assert_true(practise(&desk, subject, missed));
  g_assert_cmpint(events_of(&desk), ==, events); /* practice is no event */

  set_day(&desk, DAY(2026, 5, 7));
  g_assert_cmpuint(offered(&desk, subject), ==, 0);
  set_day(&desk, DAY(2026, 5, 8)); /* a week after: both that were missed, until they are right */
  g_assert_cmpuint(offered(&desk, subject), ==, 2);
  g_autoptr(PracticeQuestion) next =
    practice_draw(&desk.with, subject, course_at(&desk), desk.report);
  g_assert_cmpuint(next->left, ==, 2);
  g_assert_true(practise(&desk, subject, missed));
  g_assert_cmpuint(offered(&desk, subject), ==, 1);
  set_day(&desk, DAY(2026, 5, 31)); /* a month after: both once more */
  g_assert_cmpuint(offered(&desk, subject), ==, 2);

  PracticeResult result;
  good(&desk, store_begin(desk.store, desk.report));
  static const char *const orders[] = {"", "1", "1 1", "2 3", "1 2 3", "1,2", "x"};
  for (guint i = 0; i < G_N_ELEMENTS(orders); i++)
    refused(&desk,
            practice_answer(&desk.with, subject, course_at(&desk), "bag", orders[i], "1", &result,
                            desk.report),
            DIAG_PRACTICE_QUESTION);
  refused(&desk,
          practice_answer(&desk.with, subject, course_at(&desk), "none", "1 2", "1", &result,
                          desk.report),
          DIAG_PRACTICE_QUESTION);
  refused(
    &desk,
    practice_answer(&desk.with, subject, course_at(&desk), "bag", "1 2", "3", &result, desk.report),
    DIAG_SITTING_ANSWER);
  store_rollback(desk.store);
  desk_end(&desk);
}

/* --- questions, retention, the year ---------------------------------------------------------- */

static void test_items(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  for (guint i = 0; i < ITEMS_LEAST; i++) {
    g_autofree char *number = g_strdup_printf("%03u", i);
    g_autofree char *id = person_at(&desk, number, "山田", "本部", "訪問", DAY(2020, 4, 1));
    g_autofree char *first = sit(&desk, id, "", i >= 15);
    g_autofree char *again = i < 15 ? sit(&desk, id, "", true) : NULL; /* not counted */
  }
  g_autoptr(GPtrArray) items = items_of(&desk.with, course_at(&desk), desk.report);
  g_assert_cmpuint(items->len, ==, 3);
  const Item *bag = g_ptr_array_index(items, 0); /* a .must: in every form */
  g_assert_cmpstr(bag->question, ==, "bag");
  g_assert_cmpuint(bag->asked, ==, ITEMS_LEAST);
  g_assert_cmpuint(bag->right, ==, 5);
  g_assert_cmpuint(bag->chosen[0], ==, 15);
  g_assert_true(bag->too_hard);
  g_assert_false(bag->too_easy);
  g_assert_cmpuint(bag->unpicked, ==, 0);
  guint asked = 0;
  for (guint i = 1; i < 3; i++)
    asked += ((const Item *)g_ptr_array_index(items, i))->asked;
  g_assert_cmpuint(asked, ==, ITEMS_LEAST);
  desk_end(&desk);
}

static void write_rules(Desk6 *desk, const char *text)
{
  g_autofree char *path = g_build_filename(desk->root, RETENTION_FILE, NULL);
  good(desk, file_write(path, text, strlen(text), desk->report));
}

static void test_retention(void)
{
  Desk6 desk;
  desk_begin(&desk, DAY(2026, 3, 1));
  g_autoptr(GPtrArray) none = retention_rules(desk.root, desk.report);
  g_assert_cmpuint(none->len, ==, 0);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *two = person_at(&desk, "2", "佐藤", "本部", "訪問", DAY(2020, 4, 1));
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, staff_leave(desk.store, &desk.with.act, one, DAY(2024, 2, 29), desk.report));
  good(&desk, store_commit(desk.store, desk.report));

  static const char *const bad[] = {
    "retention { id = \"a\", years = 0, from = \"left\", reason = \"x\" }",
    "retention { id = \"a\", years = 101, from = \"left\", reason = \"x\" }",
    "retention { id = \"a\", years = 1, from = \"then\", reason = \"x\" }",
    "retention { id = \"a\", years = 1, from = \"left\", reason = \" \" }",
    "retention { id = \"a\\n\", years = 1, from = \"left\", reason = \"x\" }",
  };
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    write_rules(&desk, bad[i]);
    refused(&desk, retention_rules(desk.root, desk.report), DIAG_RETENTION_FIELD);
  }
  /* Left on 29 February 2024: five years end with 28 February 2029. */
  write_rules(&desk,
              "retention { id = \"a\", years = 5, from = \"left\", reason = \"就業規則\" }\n");
  g_autoptr(GPtrArray) rules = retention_rules(desk.root, desk.report);
  set_day(&desk, DAY(2029, 2, 28));
  g_autoptr(GPtrArray) early = retention_due(&desk.with, rules, desk.report);
  g_assert_cmpuint(early->len, ==, 0);
  set_day(&desk, DAY(2029, 3, 1));
  g_autoptr(GPtrArray) due = retention_due(&desk.with, rules, desk.report);
  g_assert_cmpuint(due->len, ==, 1);
  g_assert_cmpstr(((const RetentionDue *)g_ptr_array_index(due, 0))->number, ==, "1");
  /* Of two rules the longer one holds: the end of the year of leaving, and five years. */
  write_rules(&desk, "retention { id = \"a\", years = 5, from = \"left\", reason = \"x\" }\n"
                     "retention { id = \"b\", years = 5, from = \"year\", reason = \"y\" }\n");
  g_autoptr(GPtrArray) both = retention_rules(desk.root, desk.report);
  set_day(&desk, DAY(2029, 3, 31));
  g_autoptr(GPtrArray) still = retention_due(&desk.with, both, desk.report);
  g_assert_cmpuint(still->len, ==, 0);
  set_day(&desk, DAY(2029, 4, 1));
  g_autoptr(GPtrArray) now = retention_due(&desk.with, both, desk.report);
  g_assert_cmpuint(now->len, ==, 1);
  g_assert_cmpstr(((const RetentionDue *)g_ptr_array_index(now, 0))->rule->id, ==, "b");
  desk_end(&desk);
}

static void test_yearly(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *passed = sit(&desk, subject, "", true);
  g_autoptr(Yearly) yearly = yearly_read(&desk.with, 2026, desk.report);
  g_assert_cmpuint(yearly->courses->len, ==, 1);
  g_assert_cmpuint(yearly->results->len, ==, 1);
  g_assert_false(yearly->anchored);
  json_t *json = yearly_json(yearly);
  const json_t *result = json_array_get(json_object_get(json, "results"), 0);
  g_assert_cmpstr(json_string_value(json_object_get(result, "state")), ==, "done");
  g_assert_cmpint(json_integer_value(json_object_get(result, "percent")), ==, 100);
  json_decref(json);
  g_autoptr(Yearly) before = yearly_read(&desk.with, 2025, desk.report);
  g_assert_cmpuint(before->courses->len, ==, 0);
  g_assert_cmpuint(before->results->len, ==, 0);
  desk_end(&desk);
}

/* --- the anchor --------------------------------------------------------------------------- */

static void test_anchor(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  Checkpoint made;
  guint committed = 9;
  gint64 seen = 0;
  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk, anchor_checkpoint(&desk.with, &made, desk.report), DIAG_RECORDS_NO_KEY);
  store_rollback(desk.store);
  good(&desk, anchor_make_key(desk.root, store_path(desk.store), spring, desk.report));
  good(&desk, anchor_make_key(desk.root, store_path(desk.store), spring, desk.report));
  g_auto(GStrv) keys = anchor_keys(desk.root, desk.report);
  g_assert_cmpuint(g_strv_length(keys), ==, 1); /* listed once */
  const char *const *known = (const char *const *)keys;
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, anchor_checkpoint(&desk.with, &made, desk.report));
  good(&desk, store_commit(desk.store, desk.report));

  g_autoptr(Report) unsaid = report_new();
  good(&desk, repository_create(desk.root, desk.report));
  g_autoptr(Repository) repository = repository_open(desk.root, unsaid);
  good(&desk, anchor_verify(desk.store, repository, known, &seen, desk.report));
  g_assert_cmpint(seen, ==, 0);
  good(&desk, anchor_commit(desk.store, repository, &committed, desk.report));
  g_assert_cmpuint(committed, ==, 1);
  good(&desk, anchor_commit(desk.store, repository, &committed, desk.report));
  g_assert_cmpuint(committed, ==, 0);
  good(&desk, anchor_verify(desk.store, repository, known, &seen, desk.report));
  g_assert_cmpint(seen, ==, 1);
  /* No head was made, and nobody is named. */
  g_assert_null(repository_head(repository));

  static const char *const none[] = {NULL};
  refused(&desk, anchor_verify(desk.store, repository, none, &seen, desk.report),
          DIAG_ANCHOR_STRANGER);
  g_autoptr(GPtrArray) files = branch_files_new();
  branch_files_add(files, "000000000001.txt", "hello\n", 6);
  good(&desk, branch_commit(repository, ANCHOR_BRANCH, "checkpoints", files, "x", "x@y", 1, "m",
                            desk.report));
  refused(&desk, anchor_verify(desk.store, repository, known, &seen, desk.report),
          DIAG_ANCHOR_FORM);

  /* A store that was begun anew is not the one that was anchored. */
  g_autofree char *path = g_build_filename(desk.root, "other", "store.db", NULL);
  Act act = {"system", 1};
  g_autoptr(Store) other = store_create(path, &act, desk.report);
  g_assert_false(anchor_verify(other, repository, known, &seen, unsaid));
  desk_end(&desk);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/paper/words", test_paper_words);
  g_test_add_func("/paper/recorded", test_paper);
  g_test_add_func("/practice/practice", test_practice);
  g_test_add_func("/items/items", test_items);
  g_test_add_func("/retention/retention", test_retention);
  g_test_add_func("/yearly/yearly", test_yearly);
  g_test_add_func("/anchor/anchor", test_anchor);
  return g_test_run();
}
