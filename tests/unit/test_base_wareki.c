/* base/wareki: the vectors, the eras' edges day by day, writing, the clock. */
#include "base/wareki.h"

#include <string.h>

static void check_line(const char *file, guint number, char **columns)
{
  WarekiReading reading = wareki_read(columns[0]);
  g_autofree char *status = wareki_status_text(&reading);
  g_autofree char *iso = wareki_iso_text(&reading);
  g_autofree char *form = wareki_form_text(&reading);
  g_autofree char *got = g_strjoin("\t", status, iso, form, NULL);
  g_autofree char *wanted = g_strjoinv("\t", columns + 1);

  if (strcmp(got, wanted) != 0) {
    g_test_message("%s:%u: %s\n  got    %s\n  wanted %s", file, number, columns[0], got, wanted);
    g_test_fail();
  }
}

static void test_vectors(gconstpointer data)
{
  const char *file = data;
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  guint count = 0;

  for (guint i = 1; lines[i] != NULL && lines[i + 1] != NULL; i++) {
    g_auto(GStrv) columns = g_strsplit(lines[i], "\t", -1);
    g_assert_cmpuint(g_strv_length(columns), ==, 4);
    check_line(file, i + 1, columns);
    count++;
  }
  g_assert_cmpuint(count, >, 30);
}

static void check_reads_back(char *text, Day day)
{
  WarekiReading reading = wareki_read(text);
  if (reading.status != WAREKI_OK || day_compare(reading.day, day) != 0 || reading.mismatch)
    g_error("%s is not read back", text);
  g_free(text);
}

/* Every day from 1873 to 2100, in each form that is written. */
static void test_round_trip(void)
{
  Day day = {1873, 1, 1};
  Day end = {2100, 12, 31};
  guint days = 1;

  for (; day_compare(day, end) < 0; day = day_next(day), days++) {
    check_reads_back(day_wareki(day), day);
    check_reads_back(day_both(day), day);
    check_reads_back(day_iso(day), day);
  }
  /* As the Julian Day Number has it: 2488434 - 2405160 + 1. */
  g_assert_cmpuint(days, ==, 83275);
}

static void test_bytes(void)
{
  g_assert_cmpint(wareki_read("平成18年1月1日\xFF").status, ==, WAREKI_NONE);
  g_assert_cmpint(wareki_read("\xE5\xB9").status, ==, WAREKI_NONE);

  /* A long text behind the date is cut between characters. */
  g_autoptr(GString) text = g_string_new("H18.1.1 ");
  for (int i = 0; i < 500; i++)
    g_string_append(text, "変更");
  g_assert_cmpint(wareki_read(text->str).status, ==, WAREKI_OK);

  g_autofree char *nines = g_strnfill(400, '9');
  g_autofree char *era = g_strconcat("平成", nines, "年1月1日", NULL);
  g_assert_cmpint(wareki_read(nines).status, ==, WAREKI_NONE);
  g_assert_cmpint(wareki_read(era).status, !=, WAREKI_OK);
}

static void check_text(char *got, const char *wanted)
{
  g_assert_cmpstr(got, ==, wanted);
  g_free(got);
}

static void test_writing(void)
{
  check_text(day_wareki((Day){2018, 12, 1}), "平成30年12月1日");
  check_text(day_wareki((Day){2018, 12, 0}), "平成30年12月");
  check_text(day_wareki((Day){2018, 0, 0}), "平成30年");
  check_text(day_wareki((Day){2019, 0, 0}), "令和元年");
  check_text(day_wareki((Day){2019, 4, 0}), "平成31年4月");
  check_text(day_wareki((Day){1989, 1, 0}), "平成元年1月");
  check_text(day_wareki((Day){1872, 12, 31}), "1872年12月31日");
  check_text(day_wareki((Day){0, 0, 0}), "");
  check_text(day_both((Day){2018, 12, 1}), "平成30年12月1日（2018年）");
  check_text(day_both((Day){2019, 5, 1}), "令和元年5月1日（2019年）");
  check_text(day_both((Day){1872, 1, 1}), "1872年1月1日");
  check_text(day_both((Day){0, 0, 0}), "");
  check_text(day_iso((Day){2018, 12, 1}), "2018-12-01");
  check_text(day_iso((Day){2018, 2, 0}), "2018-02");
  check_text(day_iso((Day){2018, 0, 0}), "2018");
  check_text(day_iso((Day){0, 0, 0}), "");
  check_text(day_english((Day){2018, 12, 1}), "1 December 2018");
  check_text(day_english((Day){2018, 1, 0}), "January 2018");
  check_text(day_english((Day){2018, 0, 0}), "2018");
}

static void test_days(void)
{
  g_assert_cmpint(day_compare(day_next((Day){2018, 12, 31}), (Day){2019, 1, 1}), ==, 0);
  g_assert_cmpint(day_compare(day_next((Day){2020, 2, 28}), (Day){2020, 2, 29}), ==, 0);
  g_assert_cmpint(day_compare(day_next((Day){2100, 2, 28}), (Day){2100, 3, 1}), ==, 0);
  g_assert_cmpint(day_compare((Day){2018, 2, 1}, (Day){2018, 1, 31}), >, 0);
  g_assert_cmpint(day_compare((Day){2017, 12, 31}, (Day){2018, 1, 1}), <, 0);
  g_assert_cmpint(day_fiscal_year((Day){2025, 3, 31}), ==, 2024);
  g_assert_cmpint(day_fiscal_year((Day){2025, 4, 1}), ==, 2025);
  g_assert_false(day_known((Day){0, 0, 0}));
  g_assert_true(day_known((Day){2018, 0, 0}));
  g_assert_false(day_exact((Day){2018, 12, 0}));
  g_assert_true(day_exact((Day){2018, 12, 1}));
}

static void check_today(const char *epoch, const char *timezone, const char *wanted)
{
  g_setenv("SOURCE_DATE_EPOCH", epoch, TRUE);
  check_text(day_iso(day_today(timezone)), wanted);
  g_unsetenv("SOURCE_DATE_EPOCH");
}

static void test_clock(void)
{
  /* 2018-11-30 15:00 UTC is midnight in Tokyo. */
  check_today("1543590000", "Asia/Tokyo", "2018-12-01");
  check_today("1543589999", "Asia/Tokyo", "2018-11-30");
  check_today("1543590000", "UTC", "2018-11-30");
  check_today("1543590000", "No/Such", "2018-11-30");
  check_today("1543590000", NULL, "2018-11-30");
  check_today("0", "UTC", "1970-01-01");
  check_today("253402300799", "Asia/Tokyo", "9999-12-31");

  /* What is no number does not stop the clock. */
  g_setenv("SOURCE_DATE_EPOCH", "yesterday", TRUE);
  g_assert_cmpint(day_today("Asia/Tokyo").year, >=, 2024);
  g_unsetenv("SOURCE_DATE_EPOCH");

  g_assert_cmpint(day_epoch((Day){2018, 12, 1}, "Asia/Tokyo"), ==, 1543633200);
  g_assert_cmpint(day_epoch((Day){2018, 12, 1}, "UTC"), ==, 1543665600);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/base/wareki/vectors", "tests/vectors/wareki.tsv", test_vectors);
  g_test_add_data_func("/base/wareki/more-vectors", "tests/vectors/wareki-more.tsv", test_vectors);
  g_test_add_func("/base/wareki/round-trip", test_round_trip);
  g_test_add_func("/base/wareki/bytes", test_bytes);
  g_test_add_func("/base/wareki/writing", test_writing);
  g_test_add_func("/base/wareki/days", test_days);
  g_test_add_func("/base/wareki/clock", test_clock);
  return g_test_run();
}
