/* base/diag and base/report: texts, order, exit status, how a report is shown. */
#include "base/report.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

static char *printed(const Report *report, MessageLang lang, bool colour)
{
  char *bytes = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&bytes, &length);
  report_print(report, &(ReportStyle){lang, colour}, out);
  fclose(out);
  char *text = g_strndup(bytes, length);
  free(bytes);
  return text;
}

static void test_printed(void)
{
  g_autoptr(Report) report = report_new();
  report_add(report, DIAG_FILE_MISSING, place_at("content/a.md", 12, 3), "content/b.md", NULL);
  report_add(report, DIAG_TEXT_HAS_NUL, place_at("c.md", 7, 0), NULL);
  report_add(report, DIAG_FILE_UNREADABLE, place_none(), "d {1} {9}", "why", NULL);

  g_autofree char *ja = printed(report, MESSAGES_JA, false);
  g_assert_true(g_str_has_prefix(
    ja, "content/a.md:12:3: 誤り: ファイル content/b.md がありません。 [file-missing]\n"
        "    ヒント: 名前と置き場所を確かめてください。\n"
        "c.md:7: 誤り: "));
  g_assert_nonnull(
    strstr(ja, "\nシステム: ファイル d {1} {9} を読めません（why）。 [file-unreadable]\n"));

  g_autofree char *en = printed(report, MESSAGES_EN, true);
  g_assert_true(g_str_has_prefix(
    en, "content/a.md:12:3: \033[1;31merror:\033[0m the file content/b.md does not exist "
        "[file-missing]\n    hint: check its name and place\n"));
}

/* A file's name cannot speak to the terminal. */
static void test_printed_safely(void)
{
  g_autoptr(Report) report = report_new();
  report_add(report, DIAG_FILE_MISSING, place_at("a\033]0;x\a\n.md", 0, 0), "b\r\x9B\xFF", NULL);
  g_autofree char *en = printed(report, MESSAGES_EN, false);
  g_assert_true(g_str_has_prefix(en, "a\\x1B]0;x\\x07\\x0A.md: error: the file b\\x0D\\x9B\\xFF "));

  g_autofree char *text = report_json(report);
  json_t *json = json_loads(text, 0, NULL);
  g_assert_nonnull(json);
  g_assert_cmpuint(json_array_size(json), ==, 1);
  json_decref(json);
}

static void test_json(void)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *empty = report_json(report);
  g_assert_cmpstr(empty, ==, "[]");

  report_add(report, DIAG_TEXT_NOT_UTF8, place_at("a\".md", 2, 5), "82 A0", NULL);
  report_add(report, DIAG_FILE_UNREADABLE, place_none(), "b", "c", NULL);
  g_autofree char *text = report_json(report);
  json_t *json = json_loads(text, 0, NULL);
  const char *code, *level, *file, *ja, *en, *hint;
  int line, column;
  g_assert_cmpint(json_unpack(json_array_get(json, 0),
                              "{s:s, s:s, s:s, s:i, s:i, s:{s:s, s:s}, s:{s:s}}", "code", &code,
                              "level", &level, "file", &file, "line", &line, "column", &column,
                              "text", "ja", &ja, "en", &en, "hint", "en", &hint),
                  ==, 0);
  g_assert_cmpstr(code, ==, "text-not-utf8");
  g_assert_cmpstr(level, ==, "error");
  g_assert_cmpstr(file, ==, "a\".md");
  g_assert_cmpint(line, ==, 2);
  g_assert_cmpint(column, ==, 5);
  g_assert_cmpstr(ja, ==, "UTF-8 として読めない文字があります（82 A0）。");
  g_assert_cmpstr(en, ==, "this is not valid UTF-8 (82 A0)");
  g_assert_true(json_is_null(json_object_get(json_array_get(json, 1), "file")));
  json_decref(json);
}

static void test_order(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Report) other = report_new();
  report_add(report, DIAG_FILE_MISSING, place_at("b", 1, 1), "x", NULL);
  report_add(report, DIAG_FILE_MISSING, place_at("a", 10, 1), "x", NULL);
  report_add(report, DIAG_FILE_MISSING, place_at("a", 9, 1), "y", NULL);
  report_add(other, DIAG_FILE_MISSING, place_at("a", 9, 1), "x", NULL);
  report_add(other, DIAG_FILE_MISSING, place_at("b", 1, 1), "x", NULL);
  report_add(other, DIAG_TEXT_HAS_NUL, place_none(), NULL);
  report_merge(report, other);
  g_assert_cmpuint(report_count(other), ==, 0);
  report_add(other, DIAG_TEXT_HAS_NUL, place_none(), NULL);
  report_sort(report);

  g_assert_cmpuint(report_count(report), ==, 5);
  g_assert_null(report_get(report, 0)->file);
  g_assert_cmpstr(report_get(report, 1)->arguments[0], ==, "x");
  g_assert_cmpstr(report_get(report, 2)->arguments[0], ==, "y");
  g_assert_cmpint(report_get(report, 3)->line, ==, 10);
  g_assert_cmpstr(report_get(report, 4)->file, ==, "b");
}

static void test_status(void)
{
  g_autoptr(Report) report = report_new();
  g_assert_cmpint(report_status(report), ==, 0);
  g_assert_false(report_failed(report));
  report_add(report, DIAG_FILE_MISSING, place_none(), "x", NULL);
  g_assert_cmpint(report_status(report), ==, 1);
  g_assert_true(report_failed(report));
  report_add(report, DIAG_FILE_UNREADABLE, place_none(), "x", "y", NULL);
  report_add(report, DIAG_FILE_MISSING, place_none(), "x", NULL);
  g_assert_cmpint(report_status(report), ==, 3);
  g_assert_cmpuint(report_count_of(report, LEVEL_ERROR), ==, 2);
  g_assert_cmpuint(report_count_of(report, LEVEL_SYSTEM), ==, 1);
  g_assert_cmpuint(report_count_of(report, LEVEL_WARNING), ==, 0);
}

/* Whatever is added to diag.def: both languages, the same arguments in both. */
static void test_table(void)
{
  for (int code = 0; code < DIAG_COUNT; code++) {
    char *arguments[] = {"<1>", "<2>", "<3>", "<4>", "<5>", "<6>", "<7>", "<8>", "<9>", NULL};
    Diag diag = {.code = (DiagCode)code, .arguments = arguments};
    g_autofree char *ja = diag_text(&diag, MESSAGES_JA);
    g_autofree char *en = diag_text(&diag, MESSAGES_EN);
    g_autofree char *hint_ja = diag_hint(&diag, MESSAGES_JA);
    g_autofree char *hint_en = diag_hint(&diag, MESSAGES_EN);

    g_assert_true(g_utf8_validate(ja, -1, NULL));
    g_assert_cmpint(hint_ja == NULL, ==, hint_en == NULL);
    for (int i = 0; arguments[i] != NULL; i++)
      if ((strstr(ja, arguments[i]) == NULL) != (strstr(en, arguments[i]) == NULL))
        g_error("%s: {%d} stands in one language alone", diag_code_name(diag.code), i + 1);
    if (g_str_is_ascii(ja))
      g_error("%s: the Japanese text is not Japanese", diag_code_name(diag.code));
  }
}

static void check_lang(const char *all, const char *messages, const char *lang, MessageLang wanted)
{
  g_setenv("LC_ALL", all, TRUE);
  g_setenv("LC_MESSAGES", messages, TRUE);
  g_setenv("LANG", lang, TRUE);
  g_assert_cmpint(message_lang_from_environment(), ==, wanted);
}

static void test_lang(void)
{
  check_lang("", "", "ja_JP.UTF-8", MESSAGES_JA);
  check_lang("", "C", "ja_JP.UTF-8", MESSAGES_EN);
  check_lang("ja_JP.UTF-8", "C", "C", MESSAGES_JA);
  check_lang("", "", "", MESSAGES_EN);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/report/printed", test_printed);
  g_test_add_func("/base/report/printed-safely", test_printed_safely);
  g_test_add_func("/base/report/json", test_json);
  g_test_add_func("/base/report/order", test_order);
  g_test_add_func("/base/report/status", test_status);
  g_test_add_func("/base/diag/table", test_table);
  g_test_add_func("/base/diag/lang", test_lang);
  return g_test_run();
}
