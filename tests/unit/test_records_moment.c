/* records: on which day a moment lies where the organisation is; the last of a 年度 above all. */
#include "records/moment.h"

static Moment at(const char *iso)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, NULL);
  g_assert_nonnull(time);
  return g_date_time_to_unix(time) * 1000 + g_date_time_get_microsecond(time) / 1000;
}

static void test_day(void)
{
  static const struct {
    const char *at, *zone, *day;
    int year; /* 年度 */
  } cases[] = {
    {"2027-03-31T14:59:59.999Z", "Asia/Tokyo", "2027-03-31", 2026},
    {"2027-03-31T15:00:00.000Z", "Asia/Tokyo", "2027-04-01", 2027},
    {"2027-03-31T15:00:00.000Z", "UTC", "2027-03-31", 2026},
    {"2026-12-31T15:00:00.000Z", "Asia/Tokyo", "2027-01-01", 2026},
    {"2028-02-28T15:00:00.000Z", "Asia/Tokyo", "2028-02-29", 2027},
    {"2027-03-31T15:00:00.000Z", "Nowhere/Such", "2027-03-31", 2026},
    {"1969-12-31T23:59:59.999Z", "UTC", "1969-12-31", 1969},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    Day day = moment_day(at(cases[i].at), cases[i].zone);
    g_autofree char *iso = day_iso(day);
    g_assert_cmpstr(iso, ==, cases[i].day);
    g_assert_cmpint(day_fiscal_year(day), ==, cases[i].year);
  }
}

/* A day begins with its first moment: the one before is of the day before, also where clocks change. */
static void test_begin(void)
{
  static const char *const zones[] = {"Asia/Tokyo", "UTC", "Europe/Berlin", "America/New_York"};
  for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
    for (Day day = {2026, 1, 1}; day.year == 2026; day = day_next(day)) {
      Moment begin = day_begin(day, zones[i]);
      g_assert_cmpint(day_compare(moment_day(begin, zones[i]), day), ==, 0);
      g_assert_cmpint(day_compare(day_next(moment_day(begin - 1, zones[i])), day), ==, 0);
    }
}

static void test_iso(void)
{
  static const char *const none[] = {"",           "2026-4-1",   "2026-02-29", "2026-00-01",
                                     "2026-01-00", "2026-13-01", "2026/04/01", "2026-04-01 ",
                                     "+026-04-01", "0000-01-01"};
  for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
    g_assert_false(day_known(day_from_iso(none[i])));
  g_assert_false(day_known(day_from_iso(NULL)));
  g_assert_cmpint(day_compare(day_from_iso("2028-02-29"), (Day){2028, 2, 29}), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/records/moment/day", test_day);
  g_test_add_func("/records/moment/begin", test_begin);
  g_test_add_func("/records/moment/iso", test_iso);
  return g_test_run();
}
