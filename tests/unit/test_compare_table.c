/* compare/table: the rows as they stand in a page, from Markdown to XML. */
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "compare_blocks.h"

static const CompareWords words = {
  .now = "改正後",
  .before = "改正前",
  .added = "（新設）",
  .removed = "（削る）",
  .omitted = "（略）",
  .moved_here = "（移動）",
  .moved_away = "（移動）",
  .mark_start = "変更ここから",
  .mark_end = "変更ここまで",
};

static Blocks *blocks_of(const char *markdown)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document =
    document_parse(markdown, strlen(markdown), "policy.md", DOCUMENT_POLICY, report);
  return document_blocks(document);
}

static char *table_of(const char *now_text, const char *before_text)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(Blocks) now = blocks_of(now_text);
  g_autoptr(Blocks) before = blocks_of(before_text);
  g_autoptr(Comparison) comparison = comparison_new(comparer, now, before, NULL);
  GString *out = g_string_new(NULL);
  comparison_html(comparison, &words, out);
  return g_string_free(out, FALSE);
}

static void test_changed(void)
{
  g_autofree char *html =
    table_of("# 方針 {#p}\n\n## 1、目的 {#aim}\n\n電話 <03>\\\n受付は9時から\n\n- (1) 新しい項目\n",
             "# 方針 {#p}\n\n## 1、目的 {#aim}\n\n電話 <03>\\\n受付は8時から\n");
  g_assert_cmpstr(
    html, ==,
    "<tr class=\"same\" data-clause=\"p\">\n"
    "<td data-label=\"改正後\" class=\"heading level-1\">方針</td>\n"
    "<td data-label=\"改正前\" class=\"heading level-1\">方針</td></tr>\n"
    "<tr class=\"same\" data-clause=\"aim\">\n"
    "<td data-label=\"改正後\" class=\"heading level-2\"><span "
    "class=\"number\">1、</span>目的</td>\n"
    "<td data-label=\"改正前\" class=\"heading level-2\"><span "
    "class=\"number\">1、</span>目的</td></tr>\n"
    "<tr id=\"c1\" class=\"changed\" data-clause=\"aim\">\n"
    "<td data-label=\"改正後\" class=\"paragraph\">電話 &lt;03&gt;<br />受付は<ins>"
    "<span class=\"heard\">変更ここから</span>9<span "
    "class=\"heard\">変更ここまで</span></ins>時から</td>\n"
    "<td data-label=\"改正前\" class=\"paragraph\">電話 &lt;03&gt;<br />受付は<del>"
    "<span class=\"heard\">変更ここから</span>8<span "
    "class=\"heard\">変更ここまで</span></del>時から</td></tr>\n"
    "<tr class=\"added\" data-clause=\"aim\">\n"
    "<td data-label=\"改正後\" class=\"item depth-1\"><ins><span "
    "class=\"heard\">変更ここから</span>"
    "<span class=\"number\">(1)</span> 新しい項目<span "
    "class=\"heard\">変更ここまで</span></ins></td>\n"
    "<td data-label=\"改正前\" class=\"none\"><span class=\"word\">（新設）</span></td></tr>\n");
}

static void test_omitted_and_removed(void)
{
  g_autofree char *html =
    table_of("# 方針 {#p}\n\n## 1、目的 {#aim}\n\n本文です。\n",
             "# 方針 {#p}\n\n## 1、目的 {#aim}\n\n本文です。\n\n消える文です。\n");
  g_assert_nonnull(strstr(html,
                          "<tr class=\"omitted\" data-clause=\"aim\">\n"
                          "<td data-label=\"改正後\" class=\"none\"><span class=\"word\">（略）"));
  g_assert_nonnull(strstr(html,
                          "<td data-label=\"改正後\" class=\"none\"><span class=\"word\">（削る）"
                          "</span></td>\n<td data-label=\"改正前\" class=\"paragraph\"><del>"));
}

static void test_folded(void)
{
  g_autofree char *html =
    table_of("# 方針 {#p}\n\n- ① 氏名\n- ② 勤務先\n- ③ 住所\n- ④ 電話番号\n- ⑤ 生年月日\n",
             "# 方針 {#p}\n\n- ① 氏名\n- ② 住所\n- ③ 電話番号\n- ④ 生年月日\n");
  g_assert_nonnull(strstr(html,
                          "<span class=\"number\">③～⑤</span><span class=\"heard\">変更ここまで"
                          "</span></ins> <span class=\"word\">（略）</span></td>"));
  g_assert_nonnull(strstr(html, "<span class=\"number\">②～④</span>"));
}

/* Ruby is help for the reader, not text: a reading added is no change. */
static void test_ruby(void)
{
  g_autofree char *html = table_of("# 方針 {#p}\n\n{個人情報|こじんじょうほう}を守ります。\n",
                                   "# 方針 {#p}\n\n個人情報を守ります。\n");
  g_assert_null(strstr(html, "<ins>"));
  g_assert_null(strstr(html, "こじん"));
}

static guint count(xmlXPathContext *context, const char *path)
{
  xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, context);
  guint many = found->nodesetval == NULL ? 0 : (guint)found->nodesetval->nodeNr;
  xmlXPathFreeObject(found);
  return many;
}

static void check_links(xmlXPathContext *context)
{
  xmlXPathObject *links = xmlXPathEvalExpression((const xmlChar *)"//a/@href", context);
  g_assert_cmpint(links->nodesetval->nodeNr, ==, 2);
  for (int i = 0; i < links->nodesetval->nodeNr; i++) {
    xmlChar *href = xmlNodeGetContent(links->nodesetval->nodeTab[i]);
    g_assert_cmpint(href[0], ==, '#');
    g_autofree char *path = g_strdup_printf("//tr[@id='%s']", (const char *)href + 1);
    g_assert_cmpuint(count(context, path), ==, 1);
    xmlFree(href);
  }
  xmlXPathFreeObject(links);
}

/* Well-formed, no id twice, and what has moved leads to where it is and was. */
static void test_moved(void)
{
  const char *first =
    "## 1、甲の定め {#a}\n\n甲についての定めです。\n\n- ① 甲の<一>\n- ② 甲の\"二\"\n\n";
  const char *second =
    "## 2、乙の定め {#b}\n\n乙についての定めです。\n\n乙についての続きです。\n\n";
  const char *third = "## 3、丙の定め {#c}\n\n丙についての定めです。\n\n丙についての続きです。\n\n";
  g_autofree char *now = g_strconcat("# 方針 {#p}\n\n", second, third, first, NULL);
  g_autofree char *before = g_strconcat("# 方針 {#p}\n\n", first, second, third, NULL);
  g_autofree char *rows = table_of(now, before);
  g_autofree char *xml = g_strdup_printf("<tbody>%s</tbody>", rows);
  xmlDoc *document = xmlReadMemory(xml, (int)strlen(xml), NULL, "UTF-8", XML_PARSE_NONET);
  g_assert_nonnull(document);
  xmlXPathContext *context = xmlXPathNewContext(document);
  g_assert_cmpuint(count(context, "//tr[@id='c1' and @class='moved-here']"), ==, 1);
  g_assert_cmpuint(count(context, "//tr[@class='moved-away']"), ==, 2);
  g_assert_cmpuint(count(context, "//tr[@id = preceding::tr/@id]"), ==, 0);
  g_assert_cmpuint(count(context, "//tr[count(td) != 2]"), ==, 0);
  check_links(context);
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
}

#define HEARD(words) "<span class=\"heard\">" words "</span>"
#define INS(text) "<ins>" HEARD("変更ここから") text HEARD("変更ここまで") "</ins>"
#define UNBROKEN(text) "<span class=\"unbroken\">" text "</span>"

/* The left cell of the row that changed. */
static void check_left(const char *now, const char *before, const char *wanted)
{
  g_autofree char *html = table_of(now, before);
  g_autofree char *cell = g_strdup_printf("class=\"paragraph\">%s</td>", wanted);
  if (strstr(html, cell) == NULL)
    g_error("%s\nlacks\n%s", html, cell);
}

/* No line breaks within a number, be it marked or parted by a mark. */
static void test_unbroken(void)
{
  check_left("電話は03-6915-9399、受付は9時", "電話は03-6915-9399、受付は8時",
             "電話は" UNBROKEN("03-6915-9399") "、受付は" INS("9") "時");
  check_left("電話は03-6915-9399です。", "電話は03-6915-9315です。",
             "電話は" UNBROKEN("03-6915-" INS("9399")) "です。");
  check_left("電話は03-6915-9399です。", "電話は042-6915-9399です。",
             "電話は" UNBROKEN(INS("03") "-6915-9399") "です。");
  check_left("電話は03-7000-9399です。", "電話は03-6915-9399です。",
             "電話は" UNBROKEN("03-" INS("7000") "-9399") "です。");
  check_left("03-6915-9399", "03-6915-9315", UNBROKEN("03-6915-" INS("9399")));
  check_left(
    "電話は03-6915-9399です。住所は8-53-25です。", "電話は03-6915-9315です。住所は8-53-24です。",
    "電話は" UNBROKEN("03-6915-" INS("9399")) "です。住所は" UNBROKEN("8-53-" INS("25")) "です。");
  check_left("文書はABC-12-13です。", "文書はABC-12-14です。", "文書はABC-12-" INS("13") "です。");
  check_left("番号は1234-5678-9012-3457です。", "番号は1234-5678-9012-3456です。",
             "番号は1234-5678-9012-" INS("3457") "です。"); /* too long for one line */
}

/* Whatever figures, hyphens and marks meet: well-formed, and no text is lost or added. */
static void test_unbroken_random(void)
{
  static const char *const pieces[] = {"03-", "6915", "-", "9399", "8-53-24", "A",   "電話",
                                       "、",  "は",   " ", "1",    "-2-",     "です"};
  for (int round = 0; round < 2000; round++) {
    GString *sides[2] = {g_string_new("始"), g_string_new("始")};
    for (int i = 0; i < 8; i++)
      for (int s = 0; s < 2; s++)
        if (s == 0 || g_test_rand_int_range(0, 3) == 0)
          g_string_append(sides[s], pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        else
          g_string_append(sides[s], sides[0]->len > 12 ? "6915" : "-");
    g_autofree char *html = table_of(sides[0]->str, sides[1]->str);
    g_autofree char *page = g_strdup_printf("<t>%s</t>", html);
    xmlDocPtr document = xmlReadMemory(page, (int)strlen(page), NULL, NULL, XML_PARSE_NONET);
    g_assert_nonnull(document);
    xmlChar *text = xmlNodeGetContent(xmlDocGetRootElement(document));
    g_autoptr(GString) left = g_string_new((const char *)text);
    g_string_replace(left, "変更ここから", "", 0);
    g_string_replace(left, "変更ここまで", "", 0);
    g_autofree char *stripped = g_strstrip(g_strdup(sides[0]->str));
    if (strstr(left->str, stripped) == NULL)
      g_error("%s\nis not in\n%s", stripped, html);
    xmlFree(text);
    xmlFreeDoc(document);
    for (int s = 0; s < 2; s++)
      g_string_free(sides[s], TRUE);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/compare/table/changed", test_changed);
  g_test_add_func("/compare/table/omitted-and-removed", test_omitted_and_removed);
  g_test_add_func("/compare/table/folded", test_folded);
  g_test_add_func("/compare/table/ruby", test_ruby);
  g_test_add_func("/compare/table/moved", test_moved);
  g_test_add_func("/compare/table/unbroken", test_unbroken);
  g_test_add_func("/compare/table/unbroken-random", test_unbroken_random);
  return g_test_run();
}
