/* pages/import_list: what a person may do to the list, and what is said of the rest. */
#include "pages/import_list.h"

#include <string.h>

#define HEAD "kaitei-import 1\npolicy privacy\ntitle 方針 | 一\nprovenance original\nfolder /old\n"

static ImportList *parse(const char *text, Report *report)
{
  return import_list_parse(text, strlen(text), "list.txt", report);
}

static const ListRow *row(const ImportList *list, guint index)
{
  g_assert_cmpuint(index, <, list->rows->len);
  return g_ptr_array_index(list->rows, index);
}

static void test_read(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(ImportList) list = parse("\xef\xbb\xbf" HEAD "# 施行日 | …\n\n"
                                     "平成30年12月1日 | 作成 | 定めました。 | 2018-12-01.md\r\n"
                                     "　Ｈ３１．４．１　｜　partial　｜｜　-　\n"
                                     "   | 何でも | | 1f3a2b4 | 2019 | 題 | 名\n"
                                     "|\n"
                                     "2020-01-01|正誤| a # b |1f3a2b4c5d6e | 2020-01-02 | x\ty | z",
                                     report);
  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_nonnull(list);
  g_assert_cmpstr(list->policy, ==, "privacy");
  g_assert_cmpstr(list->title, ==, "方針 | 一");
  g_assert_cmpstr(list->folder, ==, "/old");
  g_assert_cmpint(list->provenance, ==, PROVENANCE_ORIGINAL);
  g_assert_cmpuint(list->rows->len, ==, 3);

  g_assert_cmpint(row(list, 0)->line, ==, 8);
  g_assert_cmpint(row(list, 0)->effective.year, ==, 2018);
  g_assert_cmpint(row(list, 0)->change, ==, CHANGE_CREATED);
  g_assert_cmpstr(row(list, 0)->summary, ==, "定めました。");
  g_assert_cmpstr(row(list, 0)->source, ==, "2018-12-01.md");
  g_assert_cmpint(row(list, 0)->columns[0], ==, 1);
  g_assert_cmpint(row(list, 0)->columns[1], ==, 14);
  g_assert_cmpint(row(list, 0)->columns[2], ==, 19);
  g_assert_cmpint(row(list, 0)->columns[3], ==, 28);

  g_assert_cmpint(row(list, 1)->effective.month, ==, 4);
  g_assert_cmpint(row(list, 1)->change, ==, CHANGE_PARTIAL);
  g_assert_null(row(list, 1)->summary);
  g_assert_null(row(list, 1)->source);
  g_assert_cmpstr(row(list, 2)->summary, ==, "a # b");
  g_assert_cmpstr(row(list, 2)->source, ==, "1f3a2b4c5d6e");
}

/* A list with one fault, where it is, and its code. */
typedef struct {
  const char *text;
  DiagCode code;
  int line, column;
} Faulty;

static const Faulty faulty[] = {
  {"", DIAG_IMPORT_LIST_LACKS, 0, 0},
  {"kaitei-receipt 1\n", DIAG_IMPORT_LIST_FORM, 1, 1},
  {"# c\n  kaitei-import 2\n", DIAG_IMPORT_LIST_FORM, 2, 3},
  {"kaitei-import 1\nfolder /old\n", DIAG_IMPORT_LIST_LACKS, 0, 0},
  {"kaitei-import 1\npolicy p\nrepository /r\nfile f\n", DIAG_IMPORT_LIST_LACKS, 0, 0},
  {"kaitei-import 1\npolicy p\npolicy q\nfolder /old\n", DIAG_IMPORT_LIST_LINE, 3, 1},
  {"kaitei-import 1\npolicy p\nfolder /old\nprovenance mine\n", DIAG_LEDGER_PROVENANCE, 4, 12},
  {"kaitei-import 1\npolicy p\x01q\nfolder /old\n", DIAG_IMPORT_LIST_WORDS, 2, 9},
  {HEAD, DIAG_IMPORT_NONE_CHOSEN, 0, 0},
  {HEAD " | 作成 | | a.md\n", DIAG_IMPORT_NONE_CHOSEN, 0, 0},
  {HEAD "  覚え書き\n", DIAG_IMPORT_LIST_LINE, 6, 3},
  {HEAD "2018-12-01 | 作成 | | a.md\npolicy q\n", DIAG_IMPORT_LIST_LINE, 7, 1},
  {HEAD "2018-12-01 | 作成 | \n", DIAG_IMPORT_LIST_CELLS, 6, 19},
  {HEAD "2018-12-01 | 作成 | | \n", DIAG_IMPORT_LIST_CELLS, 6, 21},
  {HEAD "  平成30年13月1日 | 作成 | | a.md\n", DIAG_LEDGER_DATE_IMPOSSIBLE, 6, 3},
  {HEAD "平成30年12月 | 作成 | | a.md\n", DIAG_LEDGER_DATE_INEXACT, 6, 1},
  {HEAD "平成31年5月1日 | 作成 | | a.md\n", DIAG_LEDGER_DATE_PAST_ERA, 6, 1},
  {HEAD "2019年（平成30年）12月1日 | 作成 | | a.md\n", DIAG_LEDGER_DATE_MISMATCH, 6, 1},
  {HEAD "きのう | 作成 | | a.md\n", DIAG_LEDGER_DATE_NONE, 6, 1},
  {HEAD "2018-12-01 | 変更 | | a.md\n", DIAG_IMPORT_LIST_KIND, 6, 14},
  {HEAD "2018-12-01 |  | | a.md\n", DIAG_IMPORT_LIST_KIND, 6, 15},
  {HEAD "2018-12-01 | 作成 | 変え\tた | a.md\n", DIAG_IMPORT_LIST_WORDS, 6, 21},
  {HEAD "2018-12-01 | 作成 | \xef\xb7\x90 | a.md\n", DIAG_IMPORT_LIST_WORDS, 6, 19},
  {HEAD "2018-12-01 | 作成 | \xe2\x80\xae | a.md\n", DIAG_IMPORT_LIST_WORDS, 6, 19},
  {HEAD "2018-12-01 | 作成 | \xff | a.md\n", DIAG_TEXT_NOT_UTF8, 6, 19},
};

static void test_faults(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(faulty); i++) {
    g_autoptr(Report) report = report_new();
    g_autoptr(ImportList) list = parse(faulty[i].text, report);
    g_test_message("case %u", i);
    g_assert_null(list);
    g_assert_cmpuint(report_count(report), ==, 1);
    g_assert_cmpstr(diag_code_name(report_get(report, 0)->code), ==,
                    diag_code_name(faulty[i].code));
    g_assert_cmpint(report_get(report, 0)->line, ==, faulty[i].line);
    g_assert_cmpint(report_get(report, 0)->column, ==, faulty[i].column);
    g_assert_cmpstr(report_get(report, 0)->file, ==, "list.txt");
  }
}

/* All faults are said at once. */
static void test_all(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(ImportList) list = parse(HEAD "きのう | 変更 | \x01 | \nx\n2018 | 作成\n", report);
  g_assert_null(list);
  g_assert_cmpuint(report_count(report), ==, 7);
}

/* However long, it is read in one go; what is too much is said once. */
static void test_long(void)
{
  g_autoptr(GString) text = g_string_new(HEAD);
  g_autoptr(Report) report = report_new();
  for (guint i = 0; i < 50000; i++)
    g_string_append(text, "2018-12-01 | 作成 | | a.md | | \n");
  g_autoptr(ImportList) list = parse(text->str, report);
  g_assert_null(list);
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_LEDGER_MANY);
  g_assert_cmpint(report_get(report, 0)->line, ==, 6 + LEDGER_REVISION_LIMIT);
}

/* What is written is read back, whatever folder and title. */
static void test_back(void)
{
  static const char *const titles[] = {"方針", "a | b ｜ c", "# x", "kaitei-import 1", NULL};
  for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
    for (int lang = MESSAGES_JA; lang <= MESSAGES_EN; lang++) {
      g_autoptr(Report) report = report_new();
      Import import = {.policy = (char *)"privacy",
                       .title = (char *)titles[i],
                       .folder = (char *)"/古い 文章",
                       .provenance = PROVENANCE_RECONSTRUCTED,
                       .rows = g_ptr_array_new()};
      ImportRow one = {.source = (char *)"平成30年12月1日.md",
                       .texts = g_ptr_array_new(),
                       .effective = {2018, 12, 1},
                       .change = CHANGE_FULL};
      g_ptr_array_add(import.rows, &one);
      g_autofree char *text = import_list_text(&import, "l.txt", (MessageLang)lang, report);
      g_assert_nonnull(text);
      g_autoptr(ImportList) list = parse(text, report);
      g_assert_cmpuint(report_count(report), ==, 0);
      g_assert_cmpstr(list->title, ==, titles[i]);
      g_assert_cmpstr(list->folder, ==, import.folder);
      g_assert_cmpint(list->provenance, ==, PROVENANCE_RECONSTRUCTED);
      g_assert_cmpuint(list->rows->len, ==, 1);
      g_assert_cmpint(day_compare(row(list, 0)->effective, one.effective), ==, 0);
      g_assert_cmpint(row(list, 0)->change, ==, CHANGE_FULL);
      g_assert_cmpstr(row(list, 0)->source, ==, one.source);
      g_ptr_array_unref(one.texts);
      g_ptr_array_unref(import.rows);
    }
}

/* A name that would break a line is refused, not written. */
static void test_names(void)
{
  g_autoptr(Report) report = report_new();
  Import import = {
    .policy = (char *)"p", .folder = (char *)"/a\npolicy q", .rows = g_ptr_array_new()};
  g_assert_null(import_list_text(&import, "l.txt", MESSAGES_JA, report));
  import.folder = (char *)"/a";
  g_assert_null(import_list_text(&import, "l\n.txt", MESSAGES_JA, report));
  g_assert_cmpuint(report_count(report), ==, 2);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_IMPORT_LIST_PATH);
  g_assert_cmpint(report_get(report, 1)->code, ==, DIAG_IMPORT_LIST_PATH);
  g_ptr_array_unref(import.rows);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/import-list/read", test_read);
  g_test_add_func("/import-list/faults", test_faults);
  g_test_add_func("/import-list/all", test_all);
  g_test_add_func("/import-list/long", test_long);
  g_test_add_func("/import-list/back", test_back);
  g_test_add_func("/import-list/names", test_names);
  return g_test_run();
}
