/* The roster as a file: CSV as Excel writes it, the preview, what is applied, what is refused. */
#include "enrolment/csv.h"
#include "enrolment/leaving.h"
#include "enrolment/roster.h"
#include "records/correction.h"
#include "enrolment_testing.h"

static const Day spring = {2026, 5, 1};

/* --- CSV ---------------------------------------------------------------------------------- */

static void check_row(const Csv *csv, guint row, int line, const char *const *fields)
{
  const CsvRow *got = g_ptr_array_index(csv->rows, row);
  g_assert_cmpint(got->line, ==, line);
  guint count = 0;
  for (; fields[count] != NULL; count++)
    g_assert_cmpstr(g_ptr_array_index(got->fields, count), ==, fields[count]);
  g_assert_cmpuint(got->fields->len, ==, count);
}

static Csv *read_csv(const char *bytes, Report *report)
{
  return csv_read(bytes, strlen(bytes), 100, "a.csv", report);
}

static void test_csv_read(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Csv) csv = read_csv("\xEF\xBB\xBF"
                                "a,\"b \"\"x\"\"\",\"c\nd\"\r\n\r\n , ,\n1;2,3, 4 \n",
                                report);
  g_assert_cmpuint(csv->rows->len, ==, 2);
  check_row(csv, 0, 1, (const char *const[]){"a", "b \"x\"", "c\nd", NULL});
  check_row(csv, 1, 5, (const char *const[]){"1;2", "3", "4", NULL});
  g_assert_cmpstr(csv->encoding, ==, "UTF-8");

  g_autoptr(Csv) tabs = read_csv("a\tb,c\td\r1\t2", report);
  check_row(tabs, 0, 1, (const char *const[]){"a", "b,c", "d", NULL});
  check_row(tabs, 1, 2, (const char *const[]){"1", "2", NULL});

  /* 氏名 and ～﨑① in code page 932. */
  g_autoptr(Csv) jis = read_csv("\x8E\x81\x96\xBC;\x81\x60\xFA\xB1\x87\x40\n", report);
  g_assert_cmpstr(jis->encoding, ==, "Shift_JIS");
  check_row(jis, 0, 1, (const char *const[]){"氏名", "～﨑①", NULL});
  g_assert_cmpuint(report_count(report), ==, 0);
}

static void check_bad(const char *bytes, gsize size, DiagCode code, int line)
{
  g_autoptr(Report) report = report_new();
  g_assert_null(csv_read(bytes, size, 2, "a.csv", report));
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, code);
  g_assert_cmpint(report_get(report, 0)->line, ==, line);
}

static void test_csv_bad(void)
{
  check_bad("", 0, DIAG_ROSTER_EMPTY, 0);
  check_bad(" \r\n\t", 4, DIAG_ROSTER_EMPTY, 0);
  check_bad(",", 1, DIAG_ROSTER_EMPTY, 0);
  check_bad(";\n\"\"\n", 5, DIAG_ROSTER_EMPTY, 0);
  check_bad("a\n\"b\nc", 6, DIAG_ROSTER_QUOTE, 2);
  check_bad("\x81", 1, DIAG_ROSTER_ENCODING, 0);
  check_bad("\xFF\xFE"
            "a\0",
            4, DIAG_ROSTER_ENCODING, 0);
  check_bad("a\nb\nc\n", 6, DIAG_ROSTER_ROWS, 3);
}

/* What is written is read back; what a table would run as a formula is guarded. */
static void test_csv_write(void)
{
  static const char *const texts[] = {"",   "a,b",  "=1+1", "+81 3", "-5",   "-cmd", "@x",
                                      "\"", "a\nb", "山田", "'-x",   "''=1", "'x"};
  g_autoptr(GString) out = g_string_new(CSV_BOM);
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    csv_field(out, texts[i]);
  csv_number(out, -7);
  csv_end(out);
  g_assert_cmpstr(out->str, ==,
                  CSV_BOM
                  "\"\",\"a,b\",\"'=1+1\",\"'+81 3\",-5,\"'-cmd\",\"'@x\",\"\"\"\",\"a\nb\",山田,"
                  "\"''-x\",\"'''=1\",'x,-7\r\n");
  g_autoptr(Report) report = report_new();
  g_autoptr(Csv) csv = read_csv(out->str, report);
  const CsvRow *row = g_ptr_array_index(csv->rows, 0);
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    g_assert_cmpstr(g_ptr_array_index(row->fields, i), ==, texts[i]);
}

/* --- the roster --------------------------------------------------------------------------- */

static Roster *read_roster(Desk6 *desk, const char *text)
{
  return roster_read(&desk->with, text, strlen(text), "r.csv", desk->report);
}

static void check_refused(const char *text, DiagCode code, int line)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Roster) roster = roster_parse(text, strlen(text), "r.csv", report);
  g_assert_null(roster);
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpstr(diag_code_name(report_get(report, 0)->code), ==, diag_code_name(code));
  g_assert_cmpint(report_get(report, 0)->line, ==, line);
}

static void test_bad(void)
{
  check_refused("氏名\n山田\n", DIAG_ROSTER_COLUMN, 1);
  check_refused("番号,氏名,name\n1,a,b\n", DIAG_ROSTER_COLUMN_TWICE, 1);
  check_refused("番号,氏名\n1,\n", DIAG_ROSTER_MISSING, 2);
  check_refused("番号,氏名\n1,a\n1,b\n", DIAG_ROSTER_TWICE, 3);
  check_refused("番号,氏名\n1,a\xE2\x80\xAE\n", DIAG_ROSTER_FIELD, 2);
  check_refused("番号,氏名\n1,\"a\nb\"\n", DIAG_ROSTER_FIELD, 2);
  check_refused("番号,氏名,入職日\n1,a,2026/2/30\n", DIAG_ROSTER_DAY, 2);
  check_refused("番号,氏名,入職日\n1,a,2026/4\n", DIAG_ROSTER_DAY, 2);
  check_refused("番号,氏名,言語\n1,a,fr\n", DIAG_ROSTER_LANG, 2);
  g_autofree char *row = g_strnfill(5 * 1024 * 1024, 'a');
  check_refused(row, DIAG_ROSTER_TOO_LARGE, 0);
}

static void test_preview_and_apply(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *two = person_at(&desk, "2", "佐藤", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *three = person_at(&desk, "3", "鈴木", "本部", "訪問", DAY(2020, 4, 1));
  gint64 seq = events_of(&desk);
  g_autoptr(Roster) roster =
    read_roster(&desk, "職員番号,氏名,事業所,グループ,メモ,入職日\r\n1,山田,デイ,\"訪問 "
                       "デイ\",x,2020/4/1\r\n2,佐藤,本部,訪問,,\r\n"
                       "9,高橋,本部,デイ,,令和8年4月1日\r\n");
  g_assert_nonnull(roster);
  g_assert_cmpuint(roster->added, ==, 1);
  g_assert_cmpuint(roster->changed, ==, 1);
  g_assert_cmpuint(roster->same, ==, 1);
  g_assert_cmpuint(roster->missing, ==, 1);
  g_assert_cmpstr(roster->ignored[0], ==, "メモ");
  const RosterRow *changed = g_ptr_array_index(roster->rows, 0);
  g_assert_cmpuint(changed->changes->len, ==, 2);
  g_assert_cmpint(events_of(&desk), ==, seq); /* a preview changes nothing */

  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, roster_apply(&desk.with, roster, desk.report));
  good(&desk, store_commit(desk.store, desk.report));
  g_assert_cmpint(events_of(&desk), ==, seq + 2);
  g_autoptr(Person) person = NULL;
  good(&desk, staff_find(desk.store, one, &person, desk.report));
  g_assert_cmpstr(person->site, ==, "デイ");
  g_assert_cmpuint(g_strv_length(person->groups), ==, 2);
  /* Nobody is gone by being missing. */
  g_autoptr(Person) missing = NULL;
  good(&desk, staff_find(desk.store, three, &missing, desk.report));
  g_assert_cmpint(missing->state, ==, STAFF_PRESENT);
  g_autoptr(Person) added = NULL;
  good(&desk, staff_find_number(desk.store, "9", &added, desk.report));
  g_assert_cmpint(day_compare(added->joined, DAY(2026, 4, 1)), ==, 0);

  /* The same preview once more: the roster is another now. */
  good(&desk, store_begin(desk.store, desk.report));
  refused(&desk, roster_apply(&desk.with, roster, desk.report), DIAG_ROSTER_MOVED);
  store_rollback(desk.store);
  desk_end(&desk);
}

/* The column of leaving: a day is a leaving, none is a return. */
static void test_left(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  static const char *const texts[] = {"番号,氏名,退職日\n1,山田,2026-04-30\n",
                                      "番号,氏名\n1,山田\n", "番号,氏名,退職日\n1,山田,\n"};
  static const StaffState states[] = {STAFF_LEFT, STAFF_LEFT, STAFF_PRESENT};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Roster) roster = read_roster(&desk, texts[i]);
    good(&desk, store_begin(desk.store, desk.report));
    good(&desk, roster_apply(&desk.with, roster, desk.report));
    good(&desk, store_commit(desk.store, desk.report));
    g_autoptr(Person) person = NULL;
    good(&desk, staff_find(desk.store, one, &person, desk.report));
    g_assert_cmpint(person->state, ==, states[i]);
  }
  desk_end(&desk);
}

static void apply_text(Desk6 *desk, const char *text)
{
  g_autoptr(Roster) roster = read_roster(desk, text);
  good(desk, store_begin(desk->store, desk->report));
  good(desk, roster_apply(&desk->with, roster, desk->report));
  good(desk, store_commit(desk->store, desk->report));
}

/* A day that has not come is told of and not recorded; another than the one recorded is a correction. */
static void test_left_days(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田", "本部", "訪問", DAY(2020, 4, 1));
  g_autoptr(Roster) ahead = read_roster(&desk, "番号,氏名,退職日\n1,山田,2026-05-02\n");
  g_assert_cmpint(report_get(desk.report, 0)->code, ==, DIAG_ROSTER_LEFT_AHEAD);
  g_assert_cmpint(ahead->changed, ==, 0);
  g_autoptr(Report) told = g_steal_pointer(&desk.report);
  desk.report = report_new();

  apply_text(&desk, "番号,氏名,退職日\n1,山田,2026-05-01\n");
  apply_text(&desk, "番号,氏名,退職日\n1,山田,2026-04-10\n");
  g_autoptr(Person) person = NULL;
  good(&desk, staff_find(desk.store, one, &person, desk.report));
  g_assert_cmpint(day_compare(person->left, DAY(2026, 4, 10)), ==, 0);
  g_autoptr(GPtrArray) corrections = correction_list(desk.store, one, 0, 0, desk.report);
  g_assert_cmpuint(corrections->len, ==, 1);
  g_assert_cmpstr(((const Correction *)corrections->pdata[0])->old, ==, "2026-05-01");

  good(&desk, store_begin(desk.store, desk.report));
  good(&desk, leaving_record(&desk.with, one, DAY(2026, 4, 10), NULL, desk.report));
  g_assert_false(leaving_record(&desk.with, one, DAY(2026, 4, 11), NULL, desk.report));
  g_assert_cmpint(report_get(desk.report, 0)->code, ==, DIAG_LEAVING_RECORDED);
  g_assert_false(leaving_record(&desk.with, one, DAY(2026, 5, 2), "x", desk.report));
  g_assert_cmpint(report_get(desk.report, 1)->code, ==, DIAG_LEAVING_AHEAD);
  store_rollback(desk.store);
  report_free(desk.report);
  desk.report = report_new();
  desk_end(&desk);
}

static void test_person_by_name(void)
{
  Desk6 desk;
  desk_begin(&desk, spring);
  g_autofree char *one = person_at(&desk, "1", "山田 花子", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *two = person_at(&desk, "2", "山田　太郎", "本部", "訪問", DAY(2020, 4, 1));
  g_autofree char *three = person_at(&desk, "3", "山田 花子", "デイ", "訪問", DAY(2020, 4, 1));
  g_autofree char *by_number = enrolment_person(&desk.with, "1", desk.report);
  g_assert_cmpstr(by_number, ==, one);
  g_autofree char *by_id = enrolment_person(&desk.with, two, desk.report);
  g_assert_cmpstr(by_id, ==, two);
  g_autofree char *by_name = enrolment_person(&desk.with, "山田 太郎", desk.report);
  g_assert_cmpstr(by_name, ==, two);
  g_autofree char *joined = enrolment_person(&desk.with, "山田太郎", desk.report);
  g_assert_cmpstr(joined, ==, two);
  refused(&desk, enrolment_person(&desk.with, "山田 花子", desk.report), DIAG_PERSON_SEVERAL);
  refused(&desk, enrolment_person(&desk.with, "山田", desk.report), DIAG_PERSON_UNKNOWN);
  desk_end(&desk);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/csv/read", test_csv_read);
  g_test_add_func("/csv/bad", test_csv_bad);
  g_test_add_func("/csv/write", test_csv_write);
  g_test_add_func("/roster/bad", test_bad);
  g_test_add_func("/roster/preview", test_preview_and_apply);
  g_test_add_func("/roster/left", test_left);
  g_test_add_func("/roster/left-days", test_left_days);
  g_test_add_func("/roster/person", test_person_by_name);
  return g_test_run();
}
