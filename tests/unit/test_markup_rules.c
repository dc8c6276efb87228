/* markup: tables, ruby, numbers, ids, raw HTML and links as HTML. */
#include "markup_testing.h"

static void test_emphasis(void)
{
  /* A backslash that is escaped itself escapes nothing. */
  assert_html(DOCUMENT_FRAGMENT, "字\\\\**「a」**は", "<p>字\\<strong>「a」</strong>は</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "字\\***「a」**は", "<p>字*<strong>「a」</strong>は</p>\n");
  /* Behind '>' a text begins: nothing is closed there. */
  assert_html(DOCUMENT_FRAGMENT, ">**「a*", "<blockquote>\n<p>*<em>「a</em></p>\n</blockquote>\n");
}

static void test_soft_break(void)
{
  assert_html(DOCUMENT_FRAGMENT, "😀\nabc", "<p>😀\nabc</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "😀\n😀", "<p>😀\n😀</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "葛󠄀\nabc", "<p>葛󠄀abc</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "a **字**\n[b](c)",
              "<p>a <strong>字</strong><a href=\"c\">b</a></p>\n");
  assert_html(DOCUMENT_FRAGMENT, "字\\\na\nb", "<p>字<br />\na\nb</p>\n");
}

static void test_table(void)
{
  assert_html(DOCUMENT_FRAGMENT,
              "| 項目 | 値 |\n|:--|--:|\n| **「A」**は | `a|b` \\| {漢|かん} |\n|*x*||\n\n後",
              "<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"left\">項目</th>\n"
              "<th scope=\"col\" class=\"right\">値</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
              "<td class=\"left\"><strong>「A」</strong>は</td>\n"
              "<td class=\"right\"><code>a|b</code> | "
              "<ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby></td>\n</tr>\n<tr>\n"
              "<td class=\"left\"><em>x</em></td>\n<td class=\"right\"></td>\n"
              "</tr>\n</tbody>\n</table>\n<p>後</p>\n");
  /* Cells hold inlines only; definitions elsewhere are known in them. */
  assert_html(DOCUMENT_FRAGMENT, "|# a|- b #|\n|:-:|---|\n|[x][r]|1. y\\|\n\n[r]: /u 'T'\n",
              "<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"center\"># a</th>\n"
              "<th scope=\"col\">- b #</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
              "<td class=\"center\"><a href=\"/u\" title=\"T\">x</a></td>\n<td>1. y|</td>\n"
              "</tr>\n</tbody>\n</table>\n");
  /* Heads alone make a table; on a page it can be scrolled. */
  assert_html(DOCUMENT_PAGE, "|a|\n|-|",
              "<div class=\"table\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n"
              "</tr>\n</thead>\n</table>\n</div>\n");
}

static void test_no_table(void)
{
  assert_html(DOCUMENT_FRAGMENT, "| a |\n| b |", "<p>| a |\n| b |</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "| a |\n|---|\nb", "<p>| a |\n|---|\nb</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "> | a |\n> |---|",
              "<blockquote>\n<p>| a |\n|---|</p>\n</blockquote>\n");
  assert_html(DOCUMENT_FRAGMENT, "```\n| a |\n|---|\n```",
              "<pre><code>| a |\n|---|\n</code></pre>\n");
  assert_html(DOCUMENT_FRAGMENT, "    | a |\n    |---|",
              "<pre><code>| a |\n|---|\n</code></pre>\n");
  assert_html(DOCUMENT_FRAGMENT, "| a |\n|---|\n===", "<h1>| a |\n|---|</h1>\n");
  assert_html(DOCUMENT_FRAGMENT, "|\n|---|\n\n# b", "<p>|\n|---|</p>\n<h1>b</h1>\n");
}

/* Tables among everything else: what follows keeps its place in the source. */
static void test_table_lines(void)
{
  const char *text = "# a\n\n|a|b|\n|-|-|\n|1|2|\n\n## c {#c}\n\n|d|\n|-|\n|[x](http:e)|\n\n## f\n";
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document = document_parse(text, strlen(text), "t", DOCUMENT_PAGE, report);
  g_assert_cmpuint(document_clause_count(document), ==, 3);
  g_assert_cmpint(document_clause(document, 0)->line, ==, 1);
  g_assert_cmpint(document_clause(document, 0)->end_line, ==, 5);
  g_assert_cmpint(document_clause(document, 1)->line, ==, 7);
  g_assert_cmpint(document_clause(document, 1)->end_line, ==, 11);
  g_assert_cmpint(document_clause(document, 2)->line, ==, 13);
  g_assert_cmpuint(document_link_count(document), ==, 1);
  g_assert_cmpint(document_link(document, 0)->line, ==, 11);
  g_assert_cmpint(document_link(document, 0)->column, ==, 2);
}

static void test_ruby(void)
{
  assert_html(DOCUMENT_FRAGMENT, "{漢字|かんじ}",
              "<p><ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby></p>\n");
  assert_html(DOCUMENT_FRAGMENT, "{漢字|カン|ジ}",
              "<p><ruby>漢<rp>（</rp><rt>カン</rt><rp>）</rp>"
              "字<rp>（</rp><rt>ジ</rt><rp>）</rp></ruby></p>\n");
  /* A variation selector is a part of its character. */
  assert_html(DOCUMENT_FRAGMENT, "{葛󠄀城|かつら|ぎ}",
              "<p><ruby>葛󠄀<rp>（</rp><rt>かつら</rt><rp>）</rp>"
              "城<rp>（</rp><rt>ぎ</rt><rp>）</rp></ruby></p>\n");
  assert_html(
    DOCUMENT_FRAGMENT, "**{重要|じゅうよう}**な",
    "<p><strong><ruby>重要<rp>（</rp><rt>じゅうよう</rt><rp>）</rp></ruby></strong>な</p>\n");
  /* Soft breaks look at the base; images know nothing but text. */
  assert_html(DOCUMENT_FRAGMENT, "a\n{b|び}",
              "<p>a\n<ruby>b<rp>（</rp><rt>び</rt><rp>）</rp></ruby></p>\n");
  assert_html(DOCUMENT_FRAGMENT, "![{図|ず}](z)", "<p><img src=\"z\" alt=\"図\" /></p>\n");
  /* What is none. */
  assert_html(DOCUMENT_FRAGMENT, "\\{漢|かん} {漢\\|かん} &#123;漢|かん} `{漢|かん}` {a} {",
              "<p>{漢|かん} {漢|かん} {漢|かん} <code>{漢|かん}</code> {a} {</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "{漢|kan} {|か} {漢|} {漢字|か|ん|じ} {漢|か",
              "<p>{漢|kan} {|か} {漢|} {漢字|か|ん|じ} {漢|か</p>\n");
}

static void test_enumerated_list(void)
{
  assert_html(DOCUMENT_FRAGMENT, "- ① あ\n- ②い\n",
              "<ol class=\"enumerated\">\n<li><span class=\"number\">①</span> あ</li>\n"
              "<li><span class=\"number\">②</span>い</li>\n</ol>\n");
  assert_html(
    DOCUMENT_FRAGMENT, "* （１）　**あ**\n\n* （２）い\n",
    "<ol class=\"enumerated\">\n<li>\n<p><span class=\"number\">（１）</span>　"
    "<strong>あ</strong></p>\n</li>\n<li>\n<p><span class=\"number\">（２）</span>い</p>\n"
    "</li>\n</ol>\n");
  /* Not all of one style, or not all with a number. */
  assert_html(DOCUMENT_FRAGMENT, "- ① あ\n- (2) い\n",
              "<ul>\n<li>① あ</li>\n<li>(2) い</li>\n</ul>\n");
  assert_html(DOCUMENT_FRAGMENT, "- ① あ\n- い\n", "<ul>\n<li>① あ</li>\n<li>い</li>\n</ul>\n");
  assert_html(DOCUMENT_FRAGMENT, "1. ① あ\n", "<ol>\n<li>① あ</li>\n</ol>\n");
}

static void test_enumerator_length(void)
{
  static const struct {
    const char *text;
    gsize length;
  } cases[] = {
    {"1、個人", 4},     {"①", 3},
    {"（１） あ", 10},  {"(1) あ", 4},
    {"１．あ", 6},      {"1. あ", 3},
    {"1) あ", 3},       {"十二、あ", 9},
    {"第１条　あ", 12}, {"第二条の三（", 15},
    {"ア、あ", 6},      {"㊿あ", 3},
    {"（ア）あ", 9},    {"(a) あ", 4},
    {"⑴あ", 3},         {"第１条の規定", 0},
    {"2、3日", 0},      {"1.5倍", 0},
    {"令和7年", 0},     {"24時間", 0},
    {"（株）あ", 0},    {"十分な", 0},
    {"アと", 0},        {"", 0},
    {"(", 0},           {"1", 0},
    {"第", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].text);
    g_assert_cmpuint(enumerator_length(cases[i].text), ==, cases[i].length);
  }
}

static void test_ids(void)
{
  assert_html(DOCUMENT_FRAGMENT, "## 1、題 {#a-b_1}\n", "<h2 id=\"a-b_1\">1、題</h2>\n");
  assert_html(DOCUMENT_FRAGMENT, "題{#a}\n===\n", "<h1 id=\"a\">題</h1>\n");
  assert_html(DOCUMENT_FRAGMENT, "## 問い {#q1 .multi .pin} ##", "<h2 id=\"q1\">問い</h2>\n");
  assert_html(DOCUMENT_FRAGMENT, "本文 **「太字」**{#p}",
              "<p id=\"p\">本文 <strong>「太字」</strong></p>\n");
  assert_html(DOCUMENT_FRAGMENT, "本文\n{#p}", "<p id=\"p\">本文</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "text\\\n{#p}", "<p id=\"p\">text</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "- 項目 {#i}\n", "<ul>\n<li id=\"i\">項目</li>\n</ul>\n");
  /* Not ids. */
  assert_html(DOCUMENT_FRAGMENT, "題 \\{#a}", "<p>題 {#a}</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "題 {#あ}", "<p>題 {#あ}</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "題 {#a} 後", "<p>題 {#a} 後</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "題 `{#a}`", "<p>題 <code>{#a}</code></p>\n");
  assert_html(DOCUMENT_FRAGMENT, "題 {.a}", "<p>題 {.a}</p>\n");
}

static void test_made_ids(void)
{
  assert_html(
    DOCUMENT_PAGE, "## 1、ABC の「収集」\n## 収集\n## 収集\n## X {#収集-2}\n## Y {#y}\n## !\n",
    "<h2 id=\"abc-の-収集\"><span class=\"number\">1、</span>ABC の「収集」</h2>\n"
    "<h2 id=\"収集\">収集</h2>\n<h2 id=\"収集-2\">収集</h2>\n"
    "<h2 id=\"x-収集-2\">X {#収集-2}</h2>\n<h2 id=\"y\">Y</h2>\n<h2 id=\"section\">!</h2>\n");
  /* An id that is given later is left free. */
  assert_html(DOCUMENT_PAGE, "## A\n## B {#a}\n", "<h2 id=\"a-2\">A</h2>\n<h2 id=\"a\">B</h2>\n");
}

static void test_raw_html(void)
{
  assert_html(DOCUMENT_FRAGMENT, "a<br>b", "<p>a&lt;br&gt;b</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "<div>\n*a*\n</div>\n", "<p>&lt;div&gt;\n*a*\n&lt;/div&gt;</p>\n");
  assert_html(DOCUMENT_FRAGMENT, "a\n\n<!-- b -->\n\nc", "<p>a</p>\n<p>c</p>\n");
}

static void test_links(void)
{
  assert_html(DOCUMENT_FRAGMENT, "[a](JavaScript:x) [b](data:,x) [c](http://d/) ![e](file:///f)",
              "<p><a href=\"\">a</a> <a href=\"\">b</a> <a href=\"http://d/\">c</a> "
              "<img src=\"\" alt=\"e\" /></p>\n");
}

static bool shout(const char *target, bool image, GString *url, gpointer data)
{
  g_assert_cmpstr(data, ==, "data");
  if (strcmp(target, "keep") == 0)
    return false;
  g_string_append_printf(url, "%s/%s?「」&", image ? "image" : "page", target);
  return true;
}

static void test_options(void)
{
  const char *text =
    "# 題 {#t}\n\n## 1、[節](a) {#s}\n\n2、本文 ![i](b) [k](keep) {#p}\n\n###### 六\n";
  char data[] = "data";
  HtmlOptions options = {.heading_shift = 1,
                         .skip_title = true,
                         .anchor_label = "リンク",
                         .link = shout,
                         .link_data = data};
  g_autofree char *html = html_of(DOCUMENT_POLICY, text, &options);
  g_assert_cmpstr(html, ==,
                  "<div class=\"heading\">\n<h3 id=\"s\"><span class=\"number\">1、</span><a "
                  "href=\"page/a?%E3%80%8C%E3%80%8D&amp;\">節</a></h3>\n"
                  "<a class=\"anchor\" href=\"#s\" aria-label=\"リンク: 節\">#</a>\n</div>\n"
                  "<p id=\"p\" class=\"clause\"><span class=\"number\">2、</span>本文 "
                  "<img src=\"image/b?%E3%80%8C%E3%80%8D&amp;\" alt=\"i\" /> <a href=\"keep\">k</a>"
                  "<a class=\"anchor\" href=\"#p\" aria-label=\"リンク: 本文 i k\">#</a></p>\n"
                  "<div class=\"heading\">\n<h6 id=\"六\">六</h6>\n<a class=\"anchor\" "
                  "href=\"#%E5%85%AD\" aria-label=\"リンク: "
                  "六\">#</a>\n</div>\n");
}

/* Marks of rule 1 must be gone from everything that is read out again. */
static void test_marks_are_gone(void)
{
  const char *text =
    "# a**「b」**c\n\n[a**「b」**c](/a**「b」**c \"a**「b」**c\") `a**「b」**c`\n\n"
    "``` a**「b」**c\na**「b」**c\n```\n\n<!-- a**「b」**c -->\n\n<a x=\"a**「b」**c\">\n\n"
    "[a**「b」**c]: /x**「b」**c\n\n<https://a/a**「b」**c>\n\n|a**「b」**c|\n|-|\n";
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document = document_parse(text, strlen(text), "t", DOCUMENT_POLICY, report);
  g_autoptr(GString) out = g_string_new(NULL);
  document_html(document, NULL, out);
  g_string_append(out, document_title(document));
  g_string_append(out, document_clause(document, 0)->id);
  g_string_append(out, document_clause(document, 0)->title_html);
  for (guint i = 0; i < document_link_count(document); i++)
    g_string_append(out, document_link(document, i)->target);
  g_assert_null(strstr(out->str, "\xEF\xB7\x90"));
  g_assert_null(strstr(out->str, "%EF%B7%90"));
  g_assert_nonnull(strstr(out->str, "<h1 id=\"a-b-c\">a<strong>「b」</strong>c</h1>"));
  g_assert_nonnull(strstr(out->str, "language-a**「b」**c\">a**「b」**c\n"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_set_nonfatal_assertions();
  g_test_add_func("/markup/rules/emphasis", test_emphasis);
  g_test_add_func("/markup/rules/soft-break", test_soft_break);
  g_test_add_func("/markup/rules/table", test_table);
  g_test_add_func("/markup/rules/no-table", test_no_table);
  g_test_add_func("/markup/rules/table-lines", test_table_lines);
  g_test_add_func("/markup/rules/ruby", test_ruby);
  g_test_add_func("/markup/rules/enumerated-list", test_enumerated_list);
  g_test_add_func("/markup/rules/enumerator-length", test_enumerator_length);
  g_test_add_func("/markup/rules/ids", test_ids);
  g_test_add_func("/markup/rules/made-ids", test_made_ids);
  g_test_add_func("/markup/rules/raw-html", test_raw_html);
  g_test_add_func("/markup/rules/links", test_links);
  g_test_add_func("/markup/rules/options", test_options);
  g_test_add_func("/markup/rules/marks-are-gone", test_marks_are_gone);
  return g_test_run();
}
