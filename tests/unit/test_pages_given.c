/* pages/given: what a person gives in words, and every way in which it can be refused. */
#include "pages/given.h"

#include <string.h>

static void check_day(const char *text, const char *iso)
{
  g_autoptr(Report) report = report_new();
  Day day;
  bool good = given_day("on", text, &day, report);

  g_assert_cmpint(good, ==, iso != NULL);
  g_assert_cmpuint(report_count(report), ==, iso == NULL);
  if (iso == NULL) {
    g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_DAY_UNREADABLE);
    g_assert_cmpstr(report_get(report, 0)->arguments[0], ==, text);
    g_assert_cmpstr(report_get(report, 0)->arguments[1], ==, "on");
    return;
  }
  g_autofree char *got = day_known(day) ? day_iso(day) : g_strdup("");
  g_assert_cmpstr(got, ==, iso);
}

/* A day, but none that the Japanese calendar can tell. */
static void test_beyond(void)
{
  g_autoptr(Report) report = report_new();
  Day day;

  check_day("3017-12-31", "3017-12-31");
  g_assert_false(given_day("effective", "9999-12-31", &day, report));
  g_assert_false(given_day("effective", "3018-01-01", &day, report));
  g_assert_false(day_known(day));
  g_assert_cmpuint(report_count(report), ==, 2);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_DAY_BEYOND);
  g_assert_cmpstr(report_get(report, 1)->arguments[0], ==, "3018-01-01");
  g_assert_cmpstr(report_get(report, 1)->arguments[1], ==, "effective");
}

static void test_days(void)
{
  check_day(NULL, "");
  check_day("令和9年4月1日", "2027-04-01");
  check_day("R9.4.1", "2027-04-01");
  check_day("2027-04-01", "2027-04-01");
  check_day("", NULL);
  check_day("明日", NULL);
  check_day("令和9年4月", NULL);               /* not to the day */
  check_day("2027-02-30", NULL);               /* no such day */
  check_day("2019年（平成30年）4月1日", NULL); /* two years that disagree */
}

static Ledger *ledger_of(const char *text)
{
  g_autoptr(Report) report = report_new();
  Ledger *ledger = ledger_parse(text, strlen(text), "content/a/ledger.lua", report);
  g_assert_nonnull(ledger);
  return ledger;
}

static void check_kind(const char *ledger_text, const char *text, int wanted)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Ledger) ledger = ledger_of(ledger_text);
  ChangeKind kind;
  bool good = given_kind(text, ledger, &kind, report);

  g_assert_cmpint(good, ==, wanted >= 0);
  if (good)
    g_assert_cmpint((int)kind, ==, wanted);
  else
    g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_KIND_UNKNOWN);
}

static void test_kinds(void)
{
  const char *none = "policy { id = \"a\", title = \"A\" }\n";
  const char *one = "policy { id = \"a\", title = \"A\" }\n"
                    "revision { effective = \"2018-12-01\", change = \"作成\" }\n";

  check_kind(none, NULL, CHANGE_CREATED);
  check_kind(one, NULL, CHANGE_PARTIAL);
  check_kind(one, "全部変更", CHANGE_FULL);
  check_kind(one, "erratum", CHANGE_ERRATUM);
  check_kind(one, "廃止", CHANGE_WITHDRAWN);
  check_kind(one, "正誤表", -1);
  check_kind(one, "", -1);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/given/days", test_days);
  g_test_add_func("/given/beyond", test_beyond);
  g_test_add_func("/given/kinds", test_kinds);
  return g_test_run();
}
