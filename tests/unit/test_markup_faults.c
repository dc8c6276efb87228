/* markup: every fault of a text, with its line and column. */
#include "markup_testing.h"

static void test_emphasis(void)
{
  assert_faults(DOCUMENT_PAGE, "あ\n\n本文 **「x** y\n", "");
  assert_faults(DOCUMENT_PAGE, "本文の ** 残り\nと **これ",
                "1:5 emphasis-left\n2:3 emphasis-left\n");
  assert_faults(DOCUMENT_POLICY, "- 本文の **残り", "1:7 emphasis-left-in-policy\n");
  assert_faults(DOCUMENT_PAGE, "> 一行目\n> 二**「三」**四 ** 五\n三行目 ** 六",
                "2:13 emphasis-left\n3:5 emphasis-left\n");
  assert_faults(DOCUMENT_PAGE, "\\*\\* `**` \\** &ast;&ast; [a](x/** \"**\")\n\n    **\n", "");
  assert_faults(DOCUMENT_PAGE, "a \\*** b", "1:5 emphasis-left\n");
  assert_faults(DOCUMENT_PAGE, "|a|\n|-|\n| あ ** |\n", "3:5 emphasis-left\n");
  assert_faults(DOCUMENT_PAGE, "   字下げ\n     続き ** x", "2:9 emphasis-left\n");
}

static void test_underscores(void)
{
  assert_faults(DOCUMENT_PAGE, "_「下線」_は", "1:1 emphasis-underscore\n");
  assert_faults(DOCUMENT_PAGE, "次の _下線_ は", "1:4 emphasis-underscore\n");
  assert_faults(DOCUMENT_PAGE, "次の__「下線」__は", "1:3 emphasis-underscore\n");
  assert_faults(DOCUMENT_PAGE, "a_b_c 議事録_2024_案 \\_「x」\\_は `_「x」_は`", "");
}

static void test_ruby(void)
{
  assert_faults(DOCUMENT_PAGE, "あ{漢字|かんじ", "1:2 ruby-unclosed {漢字|かんじ\n");
  assert_faults(DOCUMENT_PAGE, "あ\n{漢字|kanji}{漢字|か|ん|じ}",
                "2:1 ruby-not-kana {漢字|kanji}\n2:11 ruby-count {漢字|か|ん|じ}\n");
  assert_faults(DOCUMENT_PAGE, "{|か} {漢|} {漢字|か|}",
                "1:1 ruby-empty {|か}\n1:6 ruby-empty {漢|}\n1:11 ruby-empty {漢字|か|}\n");
  assert_faults(DOCUMENT_PAGE, "{漢字|**か**}", "1:1 ruby-unclosed {漢字|\n");
  assert_faults(DOCUMENT_PAGE, "\\{漢字|x} {漢\\|x} {a} `{a|b}` {漢|かん}", "");
}

static void test_tables(void)
{
  assert_faults(DOCUMENT_PAGE, "前\n\n|a|b|\n|-|-|\n|1|2|\n|1|\n|1|2|3|\n",
                "6:1 table-uneven 1 2\n7:1 table-uneven 3 2\n");
  assert_faults(DOCUMENT_PAGE, "|a|b|\n|-|\n|1|2|\n", "2:1 table-uneven 1 2\n");
  assert_faults(DOCUMENT_PAGE, "|a|\n|-|\n|1|\n後", "4:1 table-line\n");
  assert_faults(DOCUMENT_PAGE, "|a|\n|-|\n|1|\n\n後", "");
}

static void test_ids(void)
{
  assert_faults(DOCUMENT_PAGE, "# a {#x}\n\n- b {#x}\n\nc {#1} \\{#x}", "3:5 id-duplicate x\n");
  assert_faults(DOCUMENT_PAGE, "あ {#1}\n\nい {#y z}\n\nう {#}\n",
                "1:3 id-invalid 1\n3:3 id-invalid y z\n5:3 id-invalid \n");
  assert_faults(DOCUMENT_PAGE, "あ \\{#1}", "");
  assert_faults(DOCUMENT_PAGE, "あ\n\n  {#x}\n\n# {#y .z}\n\n**あ**{#w}\n",
                "3:3 id-alone x\n5:3 id-alone y\n");
}

static void test_enumerators(void)
{
  assert_faults(DOCUMENT_PAGE, "- ① a\n- ② b\n\n  c\n- ② d\n- ⑤ e\n",
                "5:0 enumerator-repeat ② ③\n6:0 enumerator-gap ⑤ ③\n");
  assert_faults(DOCUMENT_PAGE, "- ⑳ a\n- ㉑ b\n- ㉒ c\n\n段落\n\n- ア、a\n- ウ、b\n", "");
  assert_faults(DOCUMENT_PAGE, "- （九）a\n- （十）b\n- （十二）b\n",
                "3:0 enumerator-gap （十二） 十一\n");
  assert_faults(DOCUMENT_PAGE, "- ⑳ a\n- ㉒ b\n", "2:0 enumerator-gap ㉒ ㉑\n");
  assert_faults(DOCUMENT_PAGE, "- ㉟ a\n- ㉟ b\n", "2:0 enumerator-repeat ㉟ ㊱\n");
  assert_faults(DOCUMENT_PAGE, "- ㊿ a\n- ㊿ b\n", "2:0 enumerator-repeat ㊿ 51\n");
  assert_faults(DOCUMENT_PAGE, "- ⑴ a\n- ⑶ b\n", "2:0 enumerator-gap ⑶ ⑵\n");
  assert_faults(DOCUMENT_PAGE, "- （９）a\n- （１１）b\n", "2:0 enumerator-gap （１１） １０\n");
  assert_faults(DOCUMENT_PAGE, "- （十九）a\n- （三十）b\n", "2:0 enumerator-gap （三十） 二十\n");
  assert_faults(DOCUMENT_PAGE, "- (a) a\n- (c) b\n", "2:0 enumerator-gap (c) b\n");
  assert_faults(DOCUMENT_PAGE, "- (1) a\n- (3) b\n", "2:0 enumerator-gap (3) 2\n");
}

static void test_links(void)
{
  assert_faults(DOCUMENT_PAGE,
                "あ [a](http://a/) ![b](ftp:b)\n<javascript:c>\n"
                "[d](//d/e) [e](a/b:c) [f](HTTPS://f) [g](tel:1) <g@h.jp> [h](#i) [j](?k)\n",
                "1:3 link-scheme http://a/\n1:18 link-scheme ftp:b\n"
                "2:1 link-scheme javascript:c\n3:1 link-scheme //d/e\n");
  assert_faults(DOCUMENT_PAGE, "[a](/\\\\h) [b](\\\\\\\\h) [c](\\\\h)",
                "1:1 link-scheme /\\h\n1:11 link-scheme \\\\h\n"
                "1:22 link-from-root \\h\n");
  assert_faults(DOCUMENT_POLICY, "[a](/privacy/)\n", "1:1 link-from-root /privacy/\n");
  assert_faults(DOCUMENT_PAGE, "![a](/a.png) [b](../privacy/)\n", "1:1 link-from-root /a.png\n");
  assert_faults(DOCUMENT_FRAGMENT, "[a](/privacy/)\n", "");
  assert_faults(DOCUMENT_PAGE, "字**「あ」**字 [a](http:a**「」**a)\n> い\n続 [b](http:b)\n",
                "1:11 link-scheme http:a**「」**a\n3:3 link-scheme http:b\n");
}

static void test_raw_html(void)
{
  assert_faults(DOCUMENT_PAGE, "あ<br>い<BR/> <ruby>漢<rt>かん</rt></ruby> <a href=\"x\">y</a>\n",
                "1:2 html-break <br>\n1:7 html-break <br>\n1:13 html-ruby <ruby>\n"
                "1:20 html-ruby <rt>\n1:39 html-link <a>\n");
  assert_faults(DOCUMENT_PAGE,
                "<table>\n<tr></tr>\n</table>\n\n<b>x</b> <img src=\"\"> <x-y> <?php ?>\n",
                "1:1 html-table <table>\n5:1 html-emphasis <b>\n5:10 html-image <img>\n"
                "5:23 html-tag <x-y>\n5:29 html-tag <…>\n");
  assert_faults(DOCUMENT_PAGE, "</div>\n\n\\<br> `<br>`\n", "1:1 html-tag </div>\n");
  assert_faults(DOCUMENT_PAGE, "<!-- あ -->\n\nい <!-- う -->", "");
  assert_faults(DOCUMENT_POLICY, "<!-- あ\n-->\n\nい <!-- う -->",
                "1:1 html-comment\n4:3 html-comment\n");
  assert_faults(DOCUMENT_PAGE, "<!-- あ --> <div>", "1:1 html-tag <…>\n");
}

static void test_characters(void)
{
  assert_faults(DOCUMENT_PAGE, "あ\nい\xEF\xB7\x90\xEF\xB7\x90",
                "2:2 text-character U+FDD0\n2:3 text-character U+FDD0\n");
  assert_faults(DOCUMENT_PAGE, "|あ&#xfdd0;|\n|-|\n\n&#64976; &#xFDD1; &#xD; &#0; &#27;",
                "1:3 text-character U+FDD0\n4:1 text-character U+FDD0\n"
                "4:30 text-character U+001B\n");
  assert_faults(DOCUMENT_PAGE, "あ\f\x01\n\t\x7f\xEF\xBF\xBF\xEF\xBF\xBD",
                "1:2 text-character U+000C\n1:3 text-character U+0001\n"
                "2:3 text-character U+FFFF\n");
  for (guint length = 1; length <= 24; length++) { /* it is looked for in words of eight bytes */
    g_autofree char *harmless = g_strnfill(length, 'a');
    g_autofree char *text = g_strconcat(harmless, "\x01", harmless, NULL);
    g_autofree char *fault = g_strdup_printf("1:%u text-character U+0001\n", length + 1);
    assert_faults(DOCUMENT_PAGE, harmless, "");
    assert_faults(DOCUMENT_PAGE, text, fault);
  }
  assert_html(DOCUMENT_PAGE, "[a&#xfdd0;](b&#64976;c)", "<p><a href=\"bc\">a</a></p>\n");
  assert_html(DOCUMENT_PAGE,
              "a\xEF\xB7\x90"
              "b",
              "<p>a\xEF\xBF\xBD"
              "b</p>\n");
}

static void test_bounds(void)
{
  g_autofree char *longest = g_strnfill(MARKUP_TEXT_LIMIT, 'a');
  assert_faults(DOCUMENT_PAGE, longest, "");
  g_autofree char *too_long = g_strnfill(MARKUP_TEXT_LIMIT + 1, 'a');
  assert_faults(DOCUMENT_PAGE, too_long, "0:0 text-too-long 128\n");
  assert_html(DOCUMENT_PAGE, too_long, "");

  g_autoptr(GString) deep = g_string_new("前\n\n");
  for (int i = 0; i < MARKUP_DEPTH_LIMIT - 2; i++)
    g_string_append(deep, "> ");
  g_string_append(deep, "a");
  assert_faults(DOCUMENT_PAGE, deep->str, "");
  g_string_insert(deep, (gssize)strlen("前\n\n"), "> ");
  assert_faults(DOCUMENT_PAGE, deep->str, "3:0 text-too-deep 64\n");
}

/* Texts that make slow or deep parsers fall over: all come to an end, and
 * quickly enough that nobody notices (no clock here: the runner has one). */
static void test_crafted(void)
{
  static const char *const pieces[] = {
    "![[]()",
    "[",
    "](",
    "[a](",
    "**「",
    "*a_",
    "`",
    "{|",
    "{a|",
    "{漢|か}",
    "> ",
    "- ",
    "|",
    "|\n",
    "| a |\n|--|\n\n",
    "# {#a}\n",
    "x {#a}\n\n",
    "<a>",
    "</a>",
    "<!--",
    "\\",
    "_あ",
    "- ①\n",
    "あ\n",
    "*a **「b",
    "&#123;",
    "![",
    "<",
    "[x](http://y) ",
  };
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len + strlen(pieces[i]) <= MARKUP_TEXT_LIMIT / 4)
      g_string_append(text, pieces[i]);
    g_autofree char *html = html_of(DOCUMENT_POLICY, text->str, NULL);
    g_assert_true(g_utf8_validate(html, -1, NULL));
    g_assert_null(strstr(html, "\xEF\xB7\x90"));
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_set_nonfatal_assertions();
  g_test_add_func("/markup/faults/emphasis", test_emphasis);
  g_test_add_func("/markup/faults/underscores", test_underscores);
  g_test_add_func("/markup/faults/ruby", test_ruby);
  g_test_add_func("/markup/faults/tables", test_tables);
  g_test_add_func("/markup/faults/ids", test_ids);
  g_test_add_func("/markup/faults/enumerators", test_enumerators);
  g_test_add_func("/markup/faults/links", test_links);
  g_test_add_func("/markup/faults/raw-html", test_raw_html);
  g_test_add_func("/markup/faults/characters", test_characters);
  g_test_add_func("/markup/faults/bounds", test_bounds);
  g_test_add_func("/markup/faults/crafted", test_crafted);
  return g_test_run();
}
