/* ledger/append: what stands is kept, what is added is what was meant. */
#include "ledger/append.h"
#include "ledger/ledger.h"

#include <string.h>

static const char old[] = "-- 台帳\npolicy { id = \"p\", title = \"方針\" }\r\n"
                          "revision { effective = \"2018-12-01\", change = \"作成\" } -- end";

static char *appended(const char *start, const char *reason, Report *report)
{
  g_autoptr(Append) append = append_new();
  gsize size = 0;
  append_entry(append, "revision");
  append_string(append, "effective", "令和9年4月1日");
  append_string(append, "change", "一部変更");
  append_string(append, "reason", reason);
  append_string(append, "summary", NULL);
  append_bool(append, "retrain", false);
  append_entry(append, "cancel");
  append_string(append, "of", "2027-04-01");
  char *bytes = append_to(append, start, strlen(start), "content/p/ledger.lua", &size, report);
  g_assert_true(bytes == NULL || size == strlen(bytes));
  return bytes;
}

static void test_kept(void)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *bytes = appended(old, "直す", report);
  g_assert_cmpstr(bytes, ==,
                  "-- 台帳\npolicy { id = \"p\", title = \"方針\" }\r\n"
                  "revision { effective = \"2018-12-01\", change = \"作成\" } -- end\n\n"
                  "revision { effective = \"令和9年4月1日\", change = \"一部変更\", reason = "
                  "\"直す\", retrain = false }\n"
                  "cancel { of = \"2027-04-01\" }\n");
  g_assert_cmpint(report_count(report), ==, 0);
}

/* Whatever is written into a field is what is read from it. */
static void test_texts(void)
{
  static const char *const texts[] = {
    "",
    "\"",
    "\\",
    "\\\"",
    "]]--[[",
    "a\nb",
    "a\r\nb",
    "\t1",
    "\\n",
    "}, change = \"廃止\" }",
    "\" } policy { id = \"x\", title = \"y\" } --",
    "😀 end\\",
    "os.exit()",
  };
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Report) report = report_new();
    g_autofree char *bytes = appended(old, texts[i], report);
    g_assert_nonnull(bytes);
    g_autoptr(Ledger) ledger = ledger_parse(bytes, strlen(bytes), "content/p/ledger.lua", report);
    g_assert_nonnull(ledger);
    const Revision *newest = ledger_newest(ledger);
    g_assert_cmpstr(newest->reason, ==, texts[i]);
    g_assert_cmpstr(newest->key, ==, "2027-04-01");
    g_assert_true(newest->cancelled);
    g_assert_cmpuint(ledger->entries, ==, 4);
    g_autofree char *next = ledger_next_key(ledger, newest->effective);
    g_assert_cmpstr(next, ==, "2027-04-01-2");
  }
}

static void refused(const char *start, const char *reason, const char *code)
{
  g_autoptr(Report) report = report_new();
  g_assert_null(appended(start, reason, report));
  g_assert_cmpstr(diag_code_name(report_get(report, 0)->code), ==, code);
}

static void test_refused(void)
{
  refused("policy { id = \"p\", title = \"t\" } return", "x", "append-failed");
  refused("policy { id = \"p\", title = \"t\" }\ndo return end", "x", "append-failed");
  refused("policy { id = \"p\", title = \"t\" ", "x", "syntax-ends");
  refused(old, "\xff", "append-failed");
  refused(old, "a\001b", "append-failed");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/append/kept", test_kept);
  g_test_add_func("/append/texts", test_texts);
  g_test_add_func("/append/refused", test_refused);
  return g_test_run();
}
