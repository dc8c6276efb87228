/* Sittings with a real store: begun, answered, finished, graded from what was kept; what a page may tell. */
#include "enrolment/duty.h"
#include "enrolment/kept.h"
#include "enrolment_testing.h"

static const Day spring = {2026, 5, 1};

/* --- the life of one ---------------------------------------------------------------------- */

static void test_passed(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *id = sit(&desk, subject, "", true);

  g_autoptr(Sitting) sitting = sitting_read(&desk.with, subject, id, desk.report);
  g_assert_true(sitting->attempt->score.passed);
  g_assert_cmpuint(sitting->attempt->score.percent, ==, 100);
  g_assert_cmpuint(sitting->count, ==, 2);
  g_assert_cmpint(sitting->completion, >, 0);

  g_autoptr(Completion) done =
    sitting_completion(&desk.with, subject, sitting->completion, desk.report);
  g_assert_cmpstr(done->module, ==, MODULE);
  g_assert_cmpint(done->year, ==, 2026);
  g_assert_cmpstr(done->revision, ==, "privacy/2025-04-01");
  g_assert_cmpint(day_compare(done->on, spring), ==, 0);
  /* All clauses of the module, with the hashes of the text in force. */
  const Course *course = course_at(&desk);
  g_assert_cmpuint(done->clauses->len, ==, course->clauses->len);
  for (guint i = 0; i < done->clauses->len; i++) {
    const ClauseHash *held = g_ptr_array_index(done->clauses, i);
    g_assert_cmpstr(held->hash, ==, course_clause(course, held->clause)->hash);
  }
  refused(
    &desk,
    sitting_completion(&desk.with, "0123456789abcdef0123456789abcdef", done->seq, desk.report),
    DIAG_COMPLETION_UNKNOWN);
  desk_end(&desk);
}

/* What is sent twice is done once. */
static void test_twice(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  bool passed = false;
  good(&desk, store_begin(desk.store, desk.report));
  g_autofree char *id = sitting_begin(&desk.with, subject, course_at(&desk), "", "ja", desk.report);
  gint64 seq = events_of(&desk);
  g_autofree char *again =
    sitting_begin(&desk.with, subject, course_at(&desk), "", "easy", desk.report);
  g_assert_cmpstr(again, ==, id);
  g_assert_cmpint(events_of(&desk), ==, seq);

  good(&desk, sitting_answer(&desk.with, subject, id, 1, "2", desk.report));
  good(&desk, sitting_answer(&desk.with, subject, id, 1, "2", desk.report));
  g_assert_cmpint(events_of(&desk), ==, seq + 1);
  good(&desk, sitting_answer(&desk.with, subject, id, 1, "1", desk.report));
  g_assert_cmpint(events_of(&desk), ==, seq + 2);
  good(&desk, sitting_answer(&desk.with, subject, id, 1, "", desk.report));

  refused(&desk, sitting_finish(&desk.with, subject, id, true, &passed, desk.report),
          DIAG_SITTING_UNANSWERED);
  good(&desk, sitting_finish(&desk.with, subject, id, false, &passed, desk.report));
  g_assert_false(passed);
  seq = events_of(&desk);
  good(&desk, sitting_finish(&desk.with, subject, id, true, &passed, desk.report));
  g_assert_cmpint(events_of(&desk), ==, seq);
  refused(&desk, sitting_answer(&desk.with, subject, id, 1, "1", desk.report), DIAG_SITTING_OVER);
  good(&desk, store_commit(desk.store, desk.report));
  desk_end(&desk);
}

/* --- what is refused ---------------------------------------------------------------------- */

static void test_refused(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  const Course *course = course_at(&desk);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *other = person_at(&desk, "2", "佐藤", "本部", "訪問", DAY(2020, 4, 1));
  good(&desk, store_begin(desk.store, desk.report));
  g_autofree char *id = sitting_begin(&desk.with, one, course, "", "ja", desk.report);
  good(&desk, id != NULL);

  /* Another's is as if it were not there. */
  refused(&desk, sitting_answer(&desk.with, other, id, 1, "1", desk.report), DIAG_SITTING_UNKNOWN);
  refused(&desk, sitting_read(&desk.with, other, id, desk.report), DIAG_SITTING_UNKNOWN);
  static const char *const answers[] = {"0", "9", "1 1", "x", "-1", "1;2", "99999999999999999999"};
  for (guint i = 0; i < G_N_ELEMENTS(answers); i++)
    refused(&desk, sitting_answer(&desk.with, one, id, 1, answers[i], desk.report),
            DIAG_SITTING_ANSWER);
  refused(&desk, sitting_answer(&desk.with, one, id, 0, "1", desk.report), DIAG_SITTING_ANSWER);
  refused(&desk, sitting_answer(&desk.with, one, id, 3, "1", desk.report), DIAG_SITTING_ANSWER);
  refused(&desk, sitting_begin(&desk.with, one, course, "privacy/2026-07-01", "ja", desk.report),
          DIAG_SITTING_ROUND);
  good(&desk, staff_leave(desk.store, &desk.with.act, other, DAY(2026, 4, 30), desk.report));
  refused(&desk, sitting_begin(&desk.with, other, course, "", "ja", desk.report), DIAG_PERSON_GONE);
  good(&desk, store_commit(desk.store, desk.report));

  g_autofree char *passed = sit(&desk, one, "", true);
  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk, sitting_begin(&desk.with, one, course, "", "ja", desk.report), DIAG_SITTING_DONE);
  store_rollback(desk.store);
  desk_end(&desk);
}

/* The modules that were read are those of now until a source changes, comes or goes, or another
 * text is in force. */
static void test_current(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *ledger = g_build_filename(desk.root, "content", "privacy", "ledger.lua", NULL);
  g_autofree char *notes = g_build_filename(desk.root, "quizzes", MODULE, "quiz.en.md", NULL);
  g_autofree char *other = g_build_filename(desk.root, "quizzes", MODULE, "z.md", NULL);
  g_assert_true(curriculum_current(desk.curriculum, spring));
  g_assert_true(curriculum_current(desk.curriculum, DAY(2026, 6, 30)));
  g_assert_false(curriculum_current(desk.curriculum, DAY(2026, 7, 1)));

  good(&desk, file_write(notes, "x", 1, desk.report));
  g_assert_false(curriculum_current(desk.curriculum, spring));
  set_day(&desk, spring);
  g_assert_true(curriculum_current(desk.curriculum, spring));
  g_assert_cmpint(g_rename(notes, other), ==, 0);
  g_assert_false(curriculum_current(desk.curriculum, spring));
  set_day(&desk, spring);
  g_assert_cmpint(g_unlink(other), ==, 0);
  g_assert_false(curriculum_current(desk.curriculum, spring));
  set_day(&desk, spring);

  g_autofree char *entries = NULL;
  g_assert_true(g_file_get_contents(ledger, &entries, NULL, NULL));
  g_autofree char *more = g_strconcat(entries, "cancel { of = \"2026-07-01\" }\n", NULL);
  good(&desk, file_write(ledger, more, strlen(more), desk.report));
  g_assert_false(curriculum_current(desk.curriculum, spring));
  set_day(&desk, spring);
  g_assert_true(curriculum_current(desk.curriculum, DAY(2026, 7, 1)));
  desk_end(&desk);
}

/* The limit is the database's: module.lua says two. */
static void test_limit(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *path = g_build_filename(desk.root, "quizzes", MODULE, "module.lua", NULL);
  g_autofree char *lua = NULL;
  g_assert_true(g_file_get_contents(path, &lua, NULL, NULL));
  g_autoptr(GString) text = g_string_new(lua);
  g_string_replace(text, "draw = 2,", "draw = 2, attempts = 2,", 1);
  good(&desk, file_write(path, text->str, text->len, desk.report));
  g_assert_false(curriculum_current(desk.curriculum, spring));
  set_day(&desk, spring);
  g_assert_true(curriculum_current(desk.curriculum, spring));

  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *first = sit(&desk, subject, "", false);
  g_autoptr(GPtrArray) duties = duties_of(&desk.with, subject, 2026, desk.report);
  g_assert_cmpuint(((const Duty *)g_ptr_array_index(duties, 0))->left, ==, 1);
  g_assert_cmpstr(((const Duty *)g_ptr_array_index(duties, 0))->last, ==, first);
  g_autofree char *second = sit(&desk, subject, "", false);
  g_assert_cmpstr(first, !=, second);
  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk, sitting_begin(&desk.with, subject, course_at(&desk), "", "ja", desk.report),
          DIAG_RECORD_LIMIT);
  good(&desk, attempt_grant(desk.store, &desk.with.act, subject, MODULE, "", 1, "体調不良のため",
                            desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  g_autofree char *third = sit(&desk, subject, "", true);
  desk_end(&desk);
}

/* --- what a page may tell ----------------------------------------------------------------- */

static void test_review(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  good(&desk, store_begin(desk.store, desk.report));
  g_autofree char *open =
    sitting_begin(&desk.with, subject, course_at(&desk), "", "ja", desk.report);
  g_autoptr(Sitting) unfinished = sitting_read(&desk.with, subject, open, desk.report);
  refused(&desk, sitting_review(unfinished, desk.report), DIAG_SITTING_OPEN);
  good(&desk, store_commit(desk.store, desk.report));

  /* After a fail: what was missed, the clauses; no key. */
  g_autofree char *failed = sit(&desk, subject, "", false);
  g_assert_cmpstr(failed, ==, open);
  g_autoptr(Sitting) missed = sitting_read(&desk.with, subject, failed, desk.report);
  g_autoptr(GPtrArray) reviews = sitting_review(missed, desk.report);
  g_assert_cmpuint(reviews->len, ==, 2);
  for (guint i = 0; i < reviews->len; i++) {
    const SittingReview *review = g_ptr_array_index(reviews, i);
    g_assert_false(review->right);
    g_assert_false(review->key);
    g_assert_cmpuint(review->shown_right, ==, 0);
    g_assert_cmpuint(review->shown_chosen, !=, 0);
    g_assert_cmpuint(review->clauses->len, >, 0);
  }

  /* After a pass the key is shown, in the order in which it was shown. */
  g_autofree char *passed = sit(&desk, subject, "", true);
  g_autoptr(Sitting) sitting = sitting_read(&desk.with, subject, passed, desk.report);
  g_autoptr(GPtrArray) all = sitting_review(sitting, desk.report);
  for (guint i = 0; i < all->len; i++) {
    const SittingReview *review = g_ptr_array_index(all, i);
    g_assert_true(review->right && review->key);
    g_assert_cmpuint(review->shown_right, ==, review->shown_chosen);
    for (guint shown = 1; shown <= 2; shown++)
      g_assert_cmpint(sitting_choice(sitting, i + 1, shown, "ja")->right, ==,
                      (review->shown_right >> (shown - 1)) & 1u);
  }
  desk_end(&desk);
}

/* The sources may go: a sitting rests on what was kept. */
static void test_kept(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *subject = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  bool passed = false;
  good(&desk, store_begin(desk.store, desk.report));
  g_autofree char *id = sitting_begin(&desk.with, subject, course_at(&desk), "", "ja", desk.report);
  g_autofree char *folder = g_build_filename(desk.root, "quizzes", MODULE, NULL);
  good(&desk, folder_remove(folder, desk.report));
  set_day(&desk, DAY(2026, 8, 1));
  g_assert_null(course_at(&desk));
  g_autoptr(Sitting) sitting = sitting_read(&desk.with, subject, id, desk.report);
  for (guint place = 1; place <= 2; place++) {
    g_autofree char *answer = answer_for(sitting, place, true);
    good(&desk, sitting_answer(&desk.with, subject, id, place, answer, desk.report));
  }
  good(&desk, sitting_finish(&desk.with, subject, id, true, &passed, desk.report));
  g_assert_true(passed);
  good(&desk, store_commit(desk.store, desk.report));
  /* It rests on the text of the day on which it was begun, not on that of now. */
  g_autoptr(Completion) done = NULL;
  good(&desk, completion_find_of(desk.store, subject, MODULE, "", &done, desk.report));
  g_assert_cmpstr(done->revision, ==, "privacy/2025-04-01");
  desk_end(&desk);
}

/* --- forms as they are kept --------------------------------------------------------------- */

static void test_forms(void)
{
  static const char *const bad[] = {
    "",
    "[]",
    "{}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":[]}",
    "{\"id\":\"a\",\"seed\":\"x\",\"questions\":[{\"id\":\"q\",\"order\":\"1 2\"}]}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":[{\"id\":\"q\",\"order\":\"1 1\"}]}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":[{\"id\":\"q\",\"order\":\"1 3\"}]}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":[{\"id\":\"q\",\"order\":\"0 1\"}]}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":[{\"id\":\"q\",\"order\":\"1 2 3 4 5 6 7 8 9 10 "
    "11\"}]}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":[{\"order\":\"1 2\"}]}",
    "{\"id\":\"a\",\"seed\":\"1\",\"questions\":7}",
  };
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_null(kept_form_read(bad[i], "m", "h"));

  g_autoptr(Form) form = kept_form_read("{\"id\":\"a\",\"seed\":\"000000000000002a\",\"questions\":"
                                        "[{\"id\":\"q\",\"order\":\"2 1 3\"}]}",
                                        "m", "h");
  g_assert_cmpuint(form->seed, ==, 42);
  g_assert_cmpuint(form_question(form, 0)->count, ==, 3);
  g_assert_cmpuint(form_question(form, 0)->order[0], ==, 1);
  g_autoptr(GPtrArray) clauses = completion_clauses_new();
  completion_clauses_add(clauses, "p#b", "2");
  completion_clauses_add(clauses, "p#a", "1");
  g_autofree char *json = kept_form(form, clauses, "p/2026-04-01");
  g_assert_cmpstr(
    json, ==,
    "{\"clauses\":{\"p#a\":\"1\",\"p#b\":\"2\"},\"id\":\"a\",\"questions\":[{\"id\":\"q\","
    "\"order\":\"2 1 3\"}],\"revision\":\"p/2026-04-01\",\"seed\":\"000000000000002a\"}");
  g_autofree char *revision = NULL;
  g_autoptr(GPtrArray) back = kept_form_clauses(json, &revision);
  g_assert_cmpstr(revision, ==, "p/2026-04-01");
  g_assert_cmpuint(back->len, ==, 2);
  g_assert_cmpstr(((const ClauseHash *)g_ptr_array_index(back, 0))->hash, ==, "1");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sitting/passed", test_passed);
  g_test_add_func("/sitting/twice", test_twice);
  g_test_add_func("/sitting/refused", test_refused);
  g_test_add_func("/sitting/limit", test_limit);
  g_test_add_func("/curriculum/current", test_current);
  g_test_add_func("/sitting/review", test_review);
  g_test_add_func("/sitting/kept", test_kept);
  g_test_add_func("/sitting/forms", test_forms);
  return g_test_run();
}
