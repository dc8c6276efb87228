/* Who is asked, by when, and what becomes of it: rules, exemptions, retraining, sessions, corrections, discrepancies. */
#include "enrolment/correct.h"
#include "enrolment/discrepancy.h"
#include "enrolment/duty.h"
#include "enrolment/retraining.h"
#include "enrolment/session.h"
#include "enrolment_testing.h"
#include "records/correction.h"

static const Day spring = {2026, 5, 1};

/* "1 overdue 2026-06-30\n…" of all duties of the year. */
static void put_row(const DutyRow *row, gpointer data)
{
  g_autofree char *due = day_iso(row->due);
  g_string_append_printf(data, "%s%s%s %s %s %s\n", row->person->number,
                         *row->round != '\0' ? " " : "", row->round, duty_state_name(row->state),
                         due, row->medium);
}

static char *standing(Desk6 *desk, const DutyFilter *filter)
{
  GString *text = g_string_new(NULL);
  good(desk, duties_each(&desk->with, 2026, filter, put_row, text, desk->report));
  return g_string_free(text, FALSE);
}

#define stands(desk, filter, wanted) \
  do { \
    g_autofree char *got = standing(desk, filter); \
    g_assert_cmpstr(got, ==, wanted); \
  } while (0)

/* The same of one person must be what the list says. */
static void check_same(Desk6 *desk, const char *subject, DutyState state, guint count)
{
  g_autoptr(GPtrArray) duties = duties_of(&desk->with, subject, 2026, desk->report);
  g_assert_cmpuint(duties->len, ==, count);
  if (count > 0)
    g_assert_cmpint(((const Duty *)g_ptr_array_index(duties, 0))->state, ==, state);
}

/* --- audience ----------------------------------------------------------------------------- */

static void test_audience(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *two = person_at(&desk, "2", "佐藤", "本部", "事務", DAY(2020, 4, 1));
  g_autofree char *three = person_at(&desk, "3", "鈴木", "デイ", "デイ", DAY(2026, 6, 20));
  /* By the module: groups 訪問 and デイ. Who joined on 20 June is asked from then on. */
  stands(&desk, NULL, "1 due 2026-06-30 \n");
  set_day(&desk, DAY(2026, 7, 1));
  stands(&desk, NULL, "3 due 2026-07-20 \n1 overdue 2026-06-30 \n");
  check_same(&desk, one, DUTY_OVERDUE, 1);
  check_same(&desk, two, DUTY_DUE, 0);
  check_same(&desk, three, DUTY_DUE, 1);

  /* The office's rule takes its place, and is dropped again. */
  static const char *const sites[] = {"本部", NULL};
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, audience_set(&desk.with, course_at(&desk), sites, NULL, NULL, DAY(2026, 9, 30),
                           "方針の見直し", desk.report));
  g_assert_false(
    audience_set(&desk.with, course_at(&desk), NULL, NULL, NULL, (Day){0}, "", desk.report));
  report_free(desk.report);
  desk.report = report_new();
  static const char *const nowhere[] = {"どこか", NULL};
  good(&desk, store_mark(desk.store, desk.report));
  good(&desk,
       audience_set(&desk.with, course_at(&desk), nowhere, NULL, NULL, (Day){0}, "x", desk.report));
  g_assert_cmpint(report_get(desk.report, 0)->code, ==, DIAG_AUDIENCE_UNKNOWN);
  good(&desk, store_back(desk.store, desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL, "2 due 2026-09-30 \n1 due 2026-09-30 \n");

  /* Exempt until a day, and left. */
  Exemption exemption = {
    .subject = one, .module = (char *)MODULE, .reason = (char *)"休職", .until = DAY(2026, 8, 31)};
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, exemption_set(desk.store, &desk.with.act, &exemption, desk.report));
  good(&desk, staff_leave(desk.store, &desk.with.act, two, DAY(2026, 7, 10), desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL, "2 due 2026-09-30 \n1 exempt 2026-09-30 \n");
  check_same(&desk, one, DUTY_EXEMPT, 1);
  set_day(&desk, DAY(2026, 9, 1));
  stands(&desk, NULL, "1 due 2026-09-30 \n");
  desk_end(&desk);
}

/* Of a year that is over counts how it stood on its last day. */
static void test_past_year(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  static const char *const numbers[] = {"1", "2", "3"};
  const Day untils[] = {DAY(2027, 3, 30), DAY(2027, 3, 31), DAY(2027, 4, 15)};
  for (guint i = 0; i < 3; i++) {
    g_autofree char *id = person_at(&desk, numbers[i], "山田", "本部", "訪問", DAY(2020, 4, 1));
    Exemption exemption = {
      .subject = id, .module = (char *)MODULE, .reason = (char *)"休職", .until = untils[i]};
    good(&desk, store_begin(desk.store, desk.report));
    good(&desk, exemption_set(desk.store, &desk.with.act, &exemption, desk.report));
    good(&desk, store_commit(desk.store, desk.report));
  }
  set_day(&desk, DAY(2027, 5, 1));
  stands(&desk, NULL, "1 overdue 2026-06-30 \n2 exempt 2026-06-30 \n3 exempt 2026-06-30 \n");
  desk_end(&desk);
}

static void test_counts(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  static const char *const sites[] = {"本部", "デイ", "本部"};
  for (guint i = 0; i < 3; i++) {
    g_autofree char *number = g_strdup_printf("%u", i + 1);
    g_autofree char *id = person_at(&desk, number, "山田", sites[i], "訪問", DAY(2020, 4, 1));
    g_autofree char *attempt = i < 2 ? sit(&desk, id, "", i == 0) : NULL;
  }
  stands(&desk, NULL, "2 due 2026-06-30 \n1 done 2026-06-30 screen\n3 due 2026-06-30 \n");
  stands(&desk, &(DutyFilter){.site = "デイ"}, "2 due 2026-06-30 \n");
  DutyState done = DUTY_DONE;
  stands(&desk, &(DutyFilter){.state = &done}, "1 done 2026-06-30 screen\n");
  stands(&desk, &(DutyFilter){.module = "other"}, "");
  stands(&desk, &(DutyFilter){.role = "看護師"}, "");
  g_autoptr(GPtrArray) counts = duty_counts(&desk.with, 2026, NULL, desk.report);
  g_assert_cmpuint(counts->len, ==, 3);
  const DutyCount *all = g_ptr_array_index(counts, 0), *day = g_ptr_array_index(counts, 1);
  g_assert_null(all->site);
  g_assert_cmpuint(all->due, ==, 2);
  g_assert_cmpuint(all->done, ==, 1);
  g_assert_cmpstr(day->site, ==, "デイ");
  g_assert_cmpuint(day->due + day->done, ==, 1);
  guint people = 0;
  g_autoptr(GPtrArray) second = duty_people(&desk.with, 2026, NULL, 1, 1, &people, desk.report);
  g_assert_cmpuint(people, ==, 3);
  g_assert_cmpuint(second->len, ==, 1);
  g_assert_cmpstr(((const DutyCopy *)g_ptr_array_index(second, 0))->number, ==, "1");
  desk_end(&desk);
}

/* --- retraining --------------------------------------------------------------------------- */

#define ROUND "privacy/2026-07-01"

/* Asks for the retraining of the revision that takes effect on 2026-07-01, by a day. */
static void demand(Desk6 *desk, Day due)
{
  good(desk, store_begin(desk->store, desk->report));
  good(desk, retraining_set(&desk->with, "privacy", "2026-07-01", due, "改定", desk->report));
  good(desk, store_commit(desk->store, desk->report));
}

static void refuse_demand(Desk6 *desk, Day due, DiagCode code)
{
  good(desk, store_begin(desk->store, desk->report));
  refused(desk, retraining_set(&desk->with, "privacy", "2026-07-01", due, "改定", desk->report),
          code);
  store_rollback(desk->store);
}

static void test_retraining(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *two = person_at(&desk, "2", "佐藤", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *three = person_at(&desk, "3", "鈴木", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *first = sit(&desk, one, "", true);
  g_assert_true(curriculum_current(desk.curriculum, DAY(2026, 6, 30)));
  g_assert_false(
    curriculum_current(desk.curriculum, DAY(2026, 7, 1))); /* another text is in force */
  good(&desk, store_begin(desk.store, desk.report));
  refused(
    &desk,
    retraining_set(&desk.with, "privacy", "2026-07-01", DAY(2026, 9, 30), "改定", desk.report),
    DIAG_RETRAIN_SCHEDULED);
  refused(&desk,
          retraining_set(&desk.with, "other", "2026-07-01", DAY(2026, 9, 30), "改定", desk.report),
          DIAG_RETRAIN_POLICY);
  refused(
    &desk,
    retraining_set(&desk.with, "privacy", "2026-07-02", DAY(2026, 9, 30), "改定", desk.report),
    DIAG_RETRAIN_REVISION);
  store_rollback(desk.store);

  /* The revision is in force; its questions wait to be confirmed. */
  set_day(&desk, DAY(2026, 7, 2));
  refuse_demand(&desk, DAY(2026, 9, 30), DIAG_RETRAIN_NO_QUESTION);
  confirm_all(desk.root, DAY(2026, 7, 2));
  set_day(&desk, DAY(2026, 7, 2));
  g_autofree char *later = sit(&desk, two, "", true); /* trained on the new text */

  g_autoptr(RetrainingPlan) plan =
    retraining_plan(&desk.with, "privacy", "2026-07-01", desk.report);
  g_assert_true(plan->asks);
  g_assert_cmpuint(plan->people, ==, 1);
  g_assert_cmpuint(plan->shares->len, ==, 1);
  g_assert_cmpstr(g_ptr_array_index(plan->clauses, 0), ==, "privacy#security");
  g_assert_cmpuint(plan->clauses->len, ==, 1);

  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk,
          retraining_set(&desk.with, "privacy", "2026-07-01", DAY(2026, 7, 1), "改定", desk.report),
          DIAG_RETRAIN_DUE);
  good(&desk,
       retraining_set(&desk.with, "privacy", "2026-07-01", DAY(2026, 9, 30), "改定", desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL,
         "2 done 2026-06-30 screen\n1 done 2026-06-30 screen\n1 " ROUND
         " due 2026-09-30 \n3 overdue 2026-06-30 \n");
  check_same(&desk, two, DUTY_DONE, 1);
  check_same(&desk, one, DUTY_DUE, 2);
  set_day(&desk, DAY(2026, 10, 1));
  check_same(&desk, one, DUTY_OVERDUE, 2);
  check_same(&desk, three, DUTY_OVERDUE, 1);

  /* It stands in the list of the year in which it is due, and in no other. */
  g_autoptr(GPtrArray) before = duties_of(&desk.with, one, 2025, desk.report);
  g_assert_cmpuint(before->len, ==, 0);

  /* Only questions on the clause that changed; then it is done, and the year's stays done. */
  g_autofree char *again = sit(&desk, one, ROUND, true);
  g_autoptr(Sitting) sitting = sitting_read(&desk.with, one, again, desk.report);
  for (guint place = 1; place <= sitting->count; place++) {
    const Question *question = sitting_question(sitting, place, "ja");
    bool on = false;
    for (guint i = 0; i < question->bases->len; i++)
      on = on || strcmp(question_basis(question, i)->clause, "security") == 0;
    g_assert_true(on);
  }
  stands(&desk, NULL,
         "2 done 2026-06-30 screen\n1 done 2026-06-30 screen\n1 " ROUND
         " done 2026-09-30 screen\n3 overdue 2026-06-30 \n");
  g_autoptr(RetrainingPlan) after =
    retraining_plan(&desk.with, "privacy", "2026-07-01", desk.report);
  g_assert_cmpuint(after->people, ==, 0);
  good(&desk, store_begin(desk.store, desk.report));
  refused(
    &desk,
    retraining_set(&desk.with, "privacy", "2026-07-01", DAY(2026, 12, 1), "改定", desk.report),
    DIAG_RETRAIN_NOBODY);
  refused(&desk, sitting_begin(&desk.with, two, course_at(&desk), ROUND, "ja", desk.report),
          DIAG_SITTING_ROUND);
  store_rollback(desk.store);
  desk_end(&desk);
}

/* A retraining that is due in the next year stands in that year's list. */
static void test_retraining_year(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *first = sit(&desk, one, "", true);
  confirm_all(desk.root, DAY(2026, 7, 2));
  set_day(&desk, DAY(2026, 7, 2));
  demand(&desk, DAY(2027, 4, 1));
  stands(&desk, NULL, "1 done 2026-06-30 screen\n");
  g_autoptr(GPtrArray) now = duties_of(&desk.with, one, 2026, desk.report);
  g_assert_cmpuint(now->len, ==, 1);
  g_assert_cmpstr(((const Duty *)g_ptr_array_index(now, 0))->round, ==, "");
  g_autoptr(GPtrArray) next = duties_of(&desk.with, one, 2027, desk.report);
  g_assert_cmpuint(next->len, ==, 1);
  g_assert_cmpstr(((const Duty *)g_ptr_array_index(next, 0))->round, ==, ROUND);
  g_autoptr(GPtrArray) all = duties_of(&desk.with, one, 0, desk.report);
  g_assert_cmpuint(all->len, ==, 2);

  /* Set to the last day of this year, it stands in this one. */
  demand(&desk, DAY(2027, 3, 31));
  stands(&desk, NULL, "1 done 2026-06-30 screen\n1 " ROUND " due 2027-03-31 \n");

  /* Who has left is asked for nothing more; what was done stays. */
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, staff_leave(desk.store, &desk.with.act, one, DAY(2026, 7, 2), desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL, "1 done 2026-06-30 screen\n1 " ROUND " due 2027-03-31 \n");
  set_day(&desk, DAY(2026, 7, 3));
  stands(&desk, NULL, "1 done 2026-06-30 screen\n");
  desk_end(&desk);
}

/* A correction of a misprint asks nobody, whatever it touches. */
static void test_retraining_erratum(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *first = sit(&desk, one, "", true);
  g_autofree char *path = g_build_filename(desk.root, "content", "privacy", "ledger.lua", NULL);
  g_autofree char *entries = NULL;
  g_assert_true(g_file_get_contents(path, &entries, NULL, NULL));
  g_autoptr(GString) text = g_string_new(entries);
  g_assert_cmpuint(g_string_replace(text, "一部変更", "正誤", 1), ==, 1);
  good(&desk, file_write(path, text->str, text->len, desk.report));
  confirm_all(desk.root, DAY(2026, 7, 2));
  set_day(&desk, DAY(2026, 7, 2));
  refuse_demand(&desk, DAY(2026, 9, 30), DIAG_RETRAIN_ERRATUM);
  desk_end(&desk);
}

/* Next year's module is nobody's yet, ready as its questions may be. */
static void test_retraining_next_module(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *first = sit(&desk, one, "", true);
  g_autofree char *from = g_build_filename(desk.root, "quizzes", MODULE, NULL);
  g_autofree char *next = g_build_filename(desk.root, "quizzes", "2027-privacy", NULL);
  g_autofree char *path = g_build_filename(next, "module.lua", NULL);
  g_autofree char *lua = NULL;
  copy_tree(from, next);
  g_assert_true(g_file_get_contents(path, &lua, NULL, NULL));
  g_autoptr(GString) text = g_string_new(lua);
  g_assert_cmpuint(g_string_replace(text, "year = 2026", "year = 2027", 1), ==, 1);
  g_assert_cmpuint(g_string_replace(text, "令和8年", "令和9年", 1), ==, 1);
  good(&desk, file_write(path, text->str, text->len, desk.report));
  confirm_module(desk.root, "2027-privacy", DAY(2026, 7, 2));
  set_day(&desk, DAY(2026, 7, 2));
  g_assert_cmpuint(curriculum_count(desk.curriculum), ==, 2);
  refuse_demand(&desk, DAY(2026, 9, 30), DIAG_RETRAIN_NO_QUESTION);
  set_day(&desk, DAY(2027, 4, 1));
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk,
       retraining_set(&desk.with, "privacy", "2026-07-01", DAY(2027, 9, 30), "改定", desk.report));
  store_rollback(desk.store);
  desk_end(&desk);
}

/* A revision is compared with the newest text that came into force: a cancelled one between, which
 * read as the new one does already, changes nothing. */
static void test_retraining_cancelled(void)
{
  static const char between[] =
    "\nrevision { effective = \"2026-01-01\", change = \"一部変更\" }\n"
    "text { of = \"2026-01-01\", lang = \"ja\", blob ="
    " \"074ad4204ace320ea300c4fc7c4577347c5576af\", provenance = \"original\" }\n"
    "cancel { of = \"2026-01-01\" }\n";
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *first = sit(&desk, one, "", true);
  g_autofree char *folder = g_build_filename(desk.root, "content", "privacy", NULL);
  g_autofree char *ledger = g_build_filename(folder, "ledger.lua", NULL);
  g_autofree char *new_text = g_build_filename(folder, "revisions", "2026-07-01.md", NULL);
  g_autofree char *cancelled = g_build_filename(folder, "revisions", "2026-01-01.md", NULL);
  g_autofree char *entries = NULL, *bytes = NULL;
  gsize size = 0;
  g_assert_true(g_file_get_contents(ledger, &entries, NULL, NULL));
  g_assert_true(g_file_get_contents(new_text, &bytes, &size, NULL));
  char *later = strstr(entries, "\nrevision { effective = \"2026-07-01\"");
  g_assert_nonnull(later);
  *later = '\0';
  g_autofree char *all = g_strconcat(entries, between, later + 1, NULL);
  good(&desk, file_write(ledger, all, strlen(all), desk.report));
  good(&desk, file_write(cancelled, bytes, size, desk.report));
  confirm_all(desk.root, DAY(2026, 7, 2));
  set_day(&desk, DAY(2026, 7, 2));
  g_autoptr(RetrainingPlan) plan =
    retraining_plan(&desk.with, "privacy", "2026-07-01", desk.report);
  good(&desk, plan != NULL);
  g_assert_cmpuint(plan->clauses->len, ==, 1);
  g_assert_cmpstr(g_ptr_array_index(plan->clauses, 0), ==, "privacy#security");
  g_assert_cmpuint(plan->people, ==, 1);
  refused(&desk, retraining_plan(&desk.with, "privacy", "2026-01-01", desk.report) != NULL,
          DIAG_RETRAIN_REVISION);
  desk_end(&desk);
}

/* --- sessions, corrections, discrepancies -------------------------------------------------- */

static char *plan_session(Desk6 *desk, Day date)
{
  g_autoptr(GPtrArray) material = material_new();
  session_material(material, "slides.pdf", "abc", 3);
  Gathering gathering = {.module = (char *)MODULE,
                         .date = date,
                         .place = (char *)"会議室",
                         .lecturer = (char *)"講師",
                         .minutes = 60,
                         .material = material};
  char *id = NULL;
  good(desk, session_plan(&desk->with, &gathering, &id, desk->report));
  return id;
}

static char *discrepancies(Desk6 *desk)
{
  g_autoptr(GPtrArray) list = discrepancy_list(&desk->with, 2026, desk->report);
  g_assert_nonnull(list);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < list->len; i++) {
    const Discrepancy *one = g_ptr_array_index(list, i);
    g_autofree char *day = day_iso(one->day);
    g_string_append_printf(text, "%s %s %s\n", discrepancy_name(one->kind),
                           one->number != NULL ? one->number : "-", day);
  }
  return g_string_free(text, FALSE);
}

#define differs(desk, wanted) \
  do { \
    g_autofree char *got = discrepancies(desk); \
    g_assert_cmpstr(got, ==, wanted); \
  } while (0)

static void test_session_fields(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autoptr(GPtrArray) material = material_new();
  const Gathering fine = {.module = (char *)MODULE,
                          .date = DAY(2026, 5, 2),
                          .place = (char *)"a",
                          .lecturer = (char *)"b",
                          .minutes = 60,
                          .material = material};
  good(&desk, store_begin(desk.store, desk.report));
  Gathering bad[5];
  for (guint i = 0; i < 5; i++)
    bad[i] = fine;
  bad[0].place = (char *)" ";
  bad[1].lecturer = (char *)"a\nb";
  bad[2].minutes = 0;
  bad[3].minutes = 1441;
  bad[4].date = DAY(2026, 5, 0);
  for (guint i = 0; i < 5; i++)
    refused(&desk, session_plan(&desk.with, &bad[i], NULL, desk.report), DIAG_SESSION_FIELD);
  g_autofree char *id = plan_session(&desk, DAY(2026, 5, 2));
  Gathering held = fine;
  held.id = id;
  refused(&desk, session_hold(&desk.with, &held, desk.report), DIAG_SESSION_FUTURE);
  static const char *const nobody[] = {NULL};
  refused(&desk, session_attend(&desk.with, id, nobody, NULL, desk.report), DIAG_SESSION_NOT_HELD);
  good(&desk, gathering_cancel(desk.store, &desk.with.act, id, "台風", desk.report));
  held.date = spring;
  refused(&desk, session_hold(&desk.with, &held, desk.report), DIAG_RECORD_CANCELLED);
  store_rollback(desk.store);
  desk_end(&desk);
}

/* Its day was written down wrongly: whoever was there completed it on the right one. */
static void move_session(Desk6 *desk, const char *id, const char *one, const char *two)
{
  EventQuery query = {.kind = "session.held", .limit = 1};
  g_autoptr(GPtrArray) held = events_read(desk->store, &query, desk->report);
  gint64 seq = ((const Event *)g_ptr_array_index(held, 0))->seq;
  gint64 before = events_of(desk);
  good(desk, store_begin(desk->store, desk->report));
  refused(desk, correct(&desk->with, seq, "date", "2026-05-02", "書き違い", desk->report),
          DIAG_CORRECT_AHEAD);
  good(desk, correct(&desk->with, seq, "date", "2026-04-28", "書き違い", desk->report));
  good(desk, store_commit(desk->store, desk->report));
  g_assert_cmpint(events_of(desk), ==, before + 3);
  const char *people[] = {one, two};
  for (guint i = 0; i < G_N_ELEMENTS(people); i++) {
    g_autoptr(Completion) done = NULL;
    good(desk, completion_find_of(desk->store, people[i], MODULE, "", &done, desk->report));
    refused(desk, correct(&desk->with, done->seq, "on", "2026-05-02", "x", desk->report),
            DIAG_CORRECT_AHEAD);
    g_assert_cmpint(day_compare(done->on, DAY(2026, 4, 28)), ==, 0);
    g_assert_cmpstr(done->gathering, ==, id);
  }
}

static void test_session(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *two = person_at(&desk, "2", "佐藤", "本部", "訪問", DAY(2020, 4, 1));
  const char *people[] = {one, two, NULL};
  differs(&desk, "unplanned - 2026-06-30\n");
  good(&desk, store_begin(desk.store, desk.report));
  g_autofree char *id = plan_session(&desk, DAY(2026, 4, 30));
  good(&desk, store_commit(desk.store, desk.report));
  differs(&desk, "unheld - 2026-04-30\n");

  g_autoptr(Gathering) gathering = NULL;
  good(&desk, gathering_find(desk.store, id, &gathering, desk.report));
  guint added = 0;
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, session_hold(&desk.with, gathering, desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  differs(&desk, "unattended - 2026-04-30\n");
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, session_attend(&desk.with, id, people, &added, desk.report));
  g_assert_cmpuint(added, ==, 2);
  good(&desk, session_attend(&desk.with, id, people, &added, desk.report));
  g_assert_cmpuint(added, ==, 0);
  good(&desk, store_commit(desk.store, desk.report));
  differs(&desk, "");
  stands(&desk, NULL, "2 done 2026-06-30 session\n1 done 2026-06-30 session\n");
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, session_hold(&desk.with, gathering, desk.report));
  gathering->date = DAY(2026, 4, 29);
  refused(&desk, session_hold(&desk.with, gathering, desk.report), DIAG_SESSION_DAY);
  good(&desk, store_commit(desk.store, desk.report));

  /* Entered by mistake: the completion goes with the attendance, and comes back with it. */
  g_autoptr(GPtrArray) attended = attendance_list(desk.store, id, NULL, 0, desk.report);
  gint64 seq = ((const Attendance *)g_ptr_array_index(attended, 0))->seq;
  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk, correct(&desk.with, seq, "void", "yes", "", desk.report), DIAG_RECORD_REASON);
  good(&desk, correct(&desk.with, seq, "void", "yes", "別の人でした", desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL, "2 done 2026-06-30 session\n1 due 2026-06-30 \n");
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, correct(&desk.with, seq, "void", "no", "本人でした", desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL, "2 done 2026-06-30 session\n1 done 2026-06-30 session\n");

  move_session(&desk, id, one, two);

  /* A completion alone that is voided: attended, and not recorded. */
  g_autoptr(Completion) done = NULL;
  good(&desk, completion_find_of(desk.store, two, MODULE, "", &done, desk.report));
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, correct(&desk.with, done->seq, "void", "yes", "誤り", desk.report));
  refused(&desk, correct(&desk.with, done->seq, "score", "1", "x", desk.report),
          DIAG_CORRECT_SCORE);
  refused(&desk, sitting_completion(&desk.with, two, done->seq, desk.report),
          DIAG_COMPLETION_UNKNOWN);
  good(&desk, store_commit(desk.store, desk.report));
  stands(&desk, NULL, "2 due 2026-06-30 \n1 done 2026-06-30 session\n");
  check_same(&desk, two, DUTY_DUE, 1);
  check_same(&desk, one, DUTY_DONE, 1);
  differs(&desk, "unrecorded 2 2026-04-28\n");
  set_day(&desk, DAY(2026, 7, 1));
  differs(&desk, "unrecorded 2 2026-04-28\nuntrained 2 2026-06-30\n");

  /* The attendance too: the completion is void already, and nothing is recorded of it. */
  g_autoptr(GPtrArray) his = attendance_list(desk.store, id, two, 0, desk.report);
  gint64 before = events_of(&desk);
  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, correct(&desk.with, ((const Attendance *)g_ptr_array_index(his, 0))->seq, "void",
                      "yes", "別の人でした", desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  g_assert_cmpint(events_of(&desk), ==, before + 1);
  differs(&desk, "untrained 2 2026-06-30\n");
  desk_end(&desk);
}

static void test_unfinished(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  good(&desk, store_begin(desk.store, desk.report));
  g_autofree char *id = sitting_begin(&desk.with, one, course_at(&desk), "", "ja", desk.report);
  good(&desk, store_commit(desk.store, desk.report));
  set_day(&desk, DAY(2026, 5, 30));
  differs(&desk, "");
  set_day(&desk, DAY(2026, 5, 31));
  differs(&desk, "unfinished 1 2026-05-01\n");
  desk_end(&desk);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/duty/audience", test_audience);
  g_test_add_func("/duty/past-year", test_past_year);
  g_test_add_func("/duty/counts", test_counts);
  g_test_add_func("/duty/retraining", test_retraining);
  g_test_add_func("/duty/retraining-year", test_retraining_year);
  g_test_add_func("/duty/retraining-erratum", test_retraining_erratum);
  g_test_add_func("/duty/retraining-next-module", test_retraining_next_module);
  g_test_add_func("/duty/retraining-cancelled", test_retraining_cancelled);
  g_test_add_func("/session/fields", test_session_fields);
  g_test_add_func("/session/session", test_session);
  g_test_add_func("/discrepancy/unfinished", test_unfinished);
  return g_test_run();
}
