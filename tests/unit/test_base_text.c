/* base/text: taking texts in, properties of characters, escaping, the likely word. */
#include "base/text.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

static char *normalise(const char *bytes, gsize size, gsize *length, Report *report)
{
  return text_normalise(bytes, size, "a.md", length, report);
}

static void check_normalised(const char *bytes, gsize size, const char *wanted)
{
  g_autoptr(Report) report = report_new();
  gsize length = 999;
  g_autofree char *text = normalise(bytes, size, &length, report);

  g_assert_cmpstr(text, ==, wanted);
  g_assert_cmpuint(length, ==, strlen(wanted));
  g_assert_cmpuint(report_count(report), ==, 0);
}

static void test_normalise(void)
{
  check_normalised("", 0, "");
  check_normalised("あ\nい", 7, "あ\nい");
  check_normalised("\xEF\xBB\xBF"
                   "a",
                   4, "a");
  check_normalised("\xEF\xBB\xBF", 3, "");
  check_normalised("a\r\nb\rc\n\r\n\r", 10, "a\nb\nc\n\n\n");
  check_normalised("a\xEF\xBB\xBF"
                   "b\r",
                   6,
                   "a\xEF\xBB\xBF"
                   "b\n");
  /* What lies behind the size is not looked at. */
  check_normalised("ab\0\xFF", 2, "ab");
}

static void check_fault(const char *bytes, gsize size, DiagCode code, int line, int column,
                        const char *argument)
{
  g_autoptr(Report) report = report_new();
  gsize length = 7;

  g_assert_null(normalise(bytes, size, &length, report));
  g_assert_cmpuint(length, ==, 7);
  g_assert_cmpuint(report_count(report), ==, 1);
  const Diag *diag = report_get(report, 0);
  g_assert_cmpint(diag->code, ==, code);
  g_assert_cmpstr(diag->file, ==, "a.md");
  g_assert_cmpint(diag->line, ==, line);
  g_assert_cmpint(diag->column, ==, column);
  g_assert_cmpstr(diag->arguments[0], ==, argument);
}

static void test_faults(void)
{
  check_fault("a\0b", 3, DIAG_TEXT_HAS_NUL, 1, 2, NULL);
  check_fault("あ\r\nい\0", 9, DIAG_TEXT_HAS_NUL, 2, 2, NULL);
  check_fault("あ\rい\x82\xA0う", 12, DIAG_TEXT_NOT_UTF8, 2, 2, "82 A0");
  check_fault("\x83\x5C", 2, DIAG_TEXT_NOT_UTF8, 1, 1, "83");
  check_fault("あ\xE3\x81", 5, DIAG_TEXT_NOT_UTF8, 1, 2, "E3 81");
  check_fault("\xED\xA0\x80", 3, DIAG_TEXT_NOT_UTF8, 1, 1, "ED A0 80");
  check_fault("\xC0\xAF", 2, DIAG_TEXT_NOT_UTF8, 1, 1, "C0 AF");
  check_fault("\xFF\xFE\xFF\xFE\xFF\xFE", 6, DIAG_TEXT_NOT_UTF8, 1, 1, "FF FE FF FE …");
}

static void test_ten_faults(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(GString) bytes = g_string_new(NULL);
  for (int i = 0; i < 40; i++)
    g_string_append_len(bytes, i % 2 ? "\0\n" : "\xFFx\n", i % 2 ? 2 : 3);

  g_assert_null(normalise(bytes->str, bytes->len, NULL, report));
  g_assert_cmpuint(report_count(report), ==, 10);
  g_assert_cmpint(report_get(report, 9)->line, ==, 10);
  g_assert_cmpint(report_get(report, 9)->code, ==, DIAG_TEXT_HAS_NUL);
}

static void check_position(const char *text, gsize offset, int line, int column)
{
  int got_line, got_column;
  text_position(text, offset, &got_line, &got_column);
  g_assert_cmpint(got_line, ==, line);
  g_assert_cmpint(got_column, ==, column);
}

static void test_position(void)
{
  check_position("", 0, 1, 1);
  check_position("ab", 2, 1, 3);
  check_position("ab\nあい", 3, 2, 1);
  check_position("ab\nあい", 6, 2, 2);
  check_position("ab\nあい", 2, 1, 3);
  check_position("\n\n\n", 3, 4, 1);
}

/* For each property, characters that have it and characters that have not. */
static void check_property(bool (*property)(gunichar), const char *yes, const char *no)
{
  for (const char *p = yes; *p; p = g_utf8_next_char(p))
    if (!property(g_utf8_get_char(p)))
      g_error("U+%04X should have it", g_utf8_get_char(p));
  for (const char *p = no; *p; p = g_utf8_next_char(p))
    if (property(g_utf8_get_char(p)))
      g_error("U+%04X should not have it", g_utf8_get_char(p));
}

static void test_characters(void)
{
  check_property(char_is_wide, "字あアｱＡ１、。「」（）　😀㍻㋿𠀀〒한〜￥",
                 "a1é①★“”·€¥ \u200b");
  check_property(char_is_emoji, "😀🎉", "a字あ1#©☎㊗〒①★ア");
  check_property(char_is_hangul, "한국ㅎ\u1100ﾡ", "字あアaｱ");
  check_property(char_is_cjk, "字あアｱＡ、。「」（）　㍻𠀀〒한㊗\u1161", "a1①★😀“”é ");
  check_property(char_is_space, " \t\n\f\r\u00a0\u1680\u2003\u202f\u205f\u3000",
                 "a字あ\u200b\u2028\ufeff\v\xC2\x85");
  check_property(char_is_punctuation, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~「」、。（）・…—“”〜！¿",
                 "a1 字あア★€£〒㍻①＋＝\u00a0");
}

static char *cmark_href(const char *url)
{
  cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
  cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
  cmark_node_append_child(paragraph, link);
  cmark_node_set_url(link, url);
  char *html = cmark_render_html(paragraph, CMARK_OPT_UNSAFE);
  char *start = strstr(html, "href=\"") + strlen("href=\"");
  char *href = g_strndup(start, strcspn(start, "\""));
  free(html);
  cmark_node_free(paragraph);
  return href;
}

static void check_href(const char *url)
{
  g_autoptr(GString) got = g_string_new("x");
  g_autofree char *wanted = cmark_href(url);
  text_escape_href(got, url, -1);
  g_assert_cmpstr(got->str + 1, ==, wanted);
}

static void test_href(void)
{
  for (int c = 1; c < 256; c++)
    check_href((const char[]){(char)c, '\0'});
  check_href("");
  check_href("方針/改定 1.html?a=1&b='2'#条");
  check_href("https://example.jp/[x]\"<>");

  g_autoptr(GString) out = g_string_new(NULL);
  text_escape_href(out, "あ/b", 3);
  g_assert_cmpstr(out->str, ==, "%E3%81%82");
}

static char *cmark_text(const char *text)
{
  cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, text);
  char *html = cmark_render_html(node, CMARK_OPT_UNSAFE);
  char *copy = g_strdup(html);
  free(html);
  cmark_node_free(node);
  return copy;
}

static void test_xml(void)
{
  static const char *const texts[] = {"", "あ", "a<b>&\"c'", "&&", "<>", "x&", "&amp;", "\x01"};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GString) got = g_string_new(NULL);
    g_autofree char *wanted = cmark_text(texts[i]);
    text_escape_xml(got, texts[i], -1);
    g_assert_cmpstr(got->str, ==, wanted);
  }

  g_autoptr(GString) out = g_string_new(NULL);
  text_escape_xml(out, "a<b\0c", 5);
  g_assert_cmpmem(out->str, out->len, "a&lt;b\0c", 8);
}

static void test_unbroken(void)
{
  static const char *const texts[][2] = {
    {"電話 03-6915-9315 FAX 03-6915-9316", "電話 [03-6915-9315] FAX [03-6915-9316]"},
    {"石神井町8-53-24<", "石神井町[8-53-24]&lt;"},
    {"〒177-0041", "〒[177-0041]"},
    {"1-2", "[1-2]"},
    {"A-1 1-a 12 -3 4- 5--6 -7-8", "A-1 1-a 12 -3 4- 5--6 -7-8"},
    {"x1-2 1-2x 1-2-", "x1-2 1-2x 1-2-"},
    {"1234-5678-9012-34", "1234-5678-9012-34"}, /* too long for a small phone */
    {"-", "-"},
    {"", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(GString) wanted = g_string_new(texts[i][1]);
    g_string_replace(wanted, "]", "</span>", 0);
    g_string_replace(wanted, "[", "<span class=\"unbroken\">", 0);
    text_escape_unbroken(got, texts[i][0], -1);
    g_assert_cmpstr(got->str, ==, wanted->str);
  }
  g_autoptr(GString) part = g_string_new(NULL);
  text_escape_unbroken(part, "1-23", 3);
  g_assert_cmpstr(part->str, ==, "<span class=\"unbroken\">1-2</span>");
}

static void check_visible(const char *text, const char *wanted)
{
  g_autofree char *got = text_visible(text);
  g_assert_cmpstr(got, ==, wanted);
}

static void test_visible(void)
{
  check_visible("方針 1.md é😀", "方針 1.md é😀");
  check_visible("", "");
  check_visible("a\033[31m\n\r\t\x7F"
                "b",
                "a\\x1B[31m\\x0A\\x0D\\x09\\x7Fb");
  check_visible("\xC2\x9B"
                "31m",
                "\\x9B31m");
  check_visible("\x82\xA0\xE3\x81", "\\x82\\xA0\\xE3\\x81");
  check_visible("a\u202Eb\u2066c\u2028", "a\uFFFDb\uFFFDc\uFFFD");
}

static void test_nearest(void)
{
  static const char *const words[] = {"build", "check", "diff", "verify", "予告", "施行日", NULL};

  g_assert_cmpstr(text_nearest("biuld", words), ==, "build");
  g_assert_cmpstr(text_nearest("buidl", words), ==, "build");
  g_assert_cmpstr(text_nearest("chek", words), ==, "check");
  g_assert_cmpstr(text_nearest("verfy", words), ==, "verify");
  g_assert_cmpstr(text_nearest("diff", words), ==, "diff");
  g_assert_cmpstr(text_nearest("施工日", words), ==, "施行日");
  g_assert_null(text_nearest("公告", words));
  g_assert_null(text_nearest("", words));
  g_assert_null(text_nearest("publish", words));
  g_assert_null(text_nearest("dif\xFF", words));
}

static void check_unfit(const char *text, const char *named)
{
  g_autofree char *unfit = text_unfit(text);
  g_assert_cmpstr(unfit, ==, named);
  g_assert_cmpint(text_is_line(text), ==, named == NULL);
}

static void test_unfit(void)
{
  check_unfit("", NULL);
  check_unfit("説明です。 \"a\" \xC2\xA0 👪\xE2\x80\x8D", NULL);
  check_unfit("a\nb", "U+000A");
  check_unfit("a\xC2\x85", "U+0085");
  check_unfit("令和\xE2\x80\xA8", "U+2028");
  check_unfit("\xE2\x80\xA9", "U+2029");
  check_unfit("保存\xE2\x80\xAE"
              "です",
              "U+202E");
  check_unfit("\xE2\x81\xA6", "U+2066");
  check_unfit("\xE2\x80\x8F", "U+200F");
  check_unfit("\xD8\x9C", "U+061C");
  check_unfit("\xEF\xB7\x90", "U+FDD0");
  check_unfit("\xEF\xBF\xBE", "U+FFFE");
  check_unfit("\xF0\x9F\xBF\xBF", "U+1FFFF");
  check_unfit("\xEF\xBF\xBD", NULL);
  check_unfit("a\xFF", "0xFF");
  check_unfit("\n\xFF", "0xFF"); /* what is no UTF-8 has no characters */
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/text/normalise", test_normalise);
  g_test_add_func("/base/text/faults", test_faults);
  g_test_add_func("/base/text/ten-faults", test_ten_faults);
  g_test_add_func("/base/text/position", test_position);
  g_test_add_func("/base/text/characters", test_characters);
  g_test_add_func("/base/text/href", test_href);
  g_test_add_func("/base/text/xml", test_xml);
  g_test_add_func("/base/text/visible", test_visible);
  g_test_add_func("/base/text/unbroken", test_unbroken);
  g_test_add_func("/base/text/nearest", test_nearest);
  g_test_add_func("/base/text/unfit", test_unfit);
  return g_test_run();
}
