/* markup: clauses, their levels, lines, titles and hashes; on the real policy too. */
#include "markup_testing.h"

static Document *parse(const char *text, DocumentKind kind)
{
  g_autoptr(Report) report = report_new();
  Document *document = document_parse(text, strlen(text), "a.md", kind, report);
  g_assert_cmpuint(report_count(report), ==, 0);
  return document;
}

static char *read_policy(void)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  g_file_get_contents("content/privacy/policy.md", &text, NULL, &error);
  g_assert_no_error(error);
  return text;
}

/* "level part number title" of every clause, one a line. */
static char *outline_of(const Document *document)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    g_string_append_printf(out, "%d-%d %s%d/%d %s%s [%s] %s\n", clause->line, clause->end_line,
                           clause->paragraph ? "p" : "h", clause->level, clause->part,
                           clause->id ? clause->id : "(none)", clause->id_given ? "!" : "",
                           clause->number, clause->title);
  }
  return g_string_free(out, FALSE);
}

static const char TEXT[] =
  "前文\n\n# 第一部 {#one}\n\n## 1、**太い** {見出|みだし}し [x](y) {#a}\n\n本文\n\n"
  "- ① 項目\n\n\n### 小\n\n2、段落です。続きです。 {#p}\n\n> # 引用の見出し {#q}\n\n"
  "# 第二部\n\n長い段落で三十文字を超えるのでその先は省かれて三点リーダーになります {#long}\n";

static void test_outline(void)
{
  g_autoptr(Document) document = parse(TEXT, DOCUMENT_POLICY);
  g_autofree char *outline = outline_of(document);
  g_assert_cmpstr(
    outline, ==,
    "3-3 h1/0 one! [] 第一部\n"
    "5-9 h2/0 a! [1、] 太い 見出し x\n"
    "12-12 h3/0 小 [] 小\n"
    "14-16 p2/0 p! [2、] 段落です\n"
    "18-18 h1/4 第二部 [] 第二部\n"
    "20-20 p2/4 long! [] 長い段落で三十文字を超えるのでその先は省かれて三点リーダー…\n");
  g_assert_cmpstr(document_clause(document, 1)->title_html, ==,
                  "<span class=\"number\">1、</span><strong>太い</strong> "
                  "<ruby>見出<rp>（</rp><rt>みだし</rt><rp>）</rp></ruby>し x");
  g_assert_cmpstr(document_clause(document, 3)->title_html, ==, "");
  g_assert_true(document_find_clause(document, "p") == document_clause(document, 3));
  g_assert_null(document_find_clause(document, "q"));
  g_assert_null(document_find_clause(document, "nowhere"));
  g_assert_cmpstr(document_title(document), ==, "第一部");
  g_autofree char *summary = document_summary(document);
  g_assert_cmpstr(summary, ==, "前文");
}

static void test_fragment(void)
{
  g_autoptr(Document) document = parse("## 1、題\n\n本文 {#b}\n", DOCUMENT_FRAGMENT);
  g_autofree char *outline = outline_of(document);
  g_assert_cmpstr(outline, ==, "1-1 h2/-1 (none) [1、] 題\n3-3 p2/-1 b! [] 本文\n");
  g_assert_null(document_title(document));
}

static char *clause_of(const char *text, const char *id)
{
  g_autoptr(Document) document = parse(text, DOCUMENT_POLICY);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < document_clause_count(document); i++)
    if (strcmp(document_clause(document, i)->id, id) == 0)
      clause_html(document, i, NULL, out);
  return g_string_free(out, FALSE);
}

static void test_clause_html(void)
{
  g_autofree char *heading =
    clause_of("# 部\n\n## 節 {#s}\n\n本文\n\n- 項\n\n### 下\n\n下の文\n", "s");
  g_assert_cmpstr(heading, ==, "<h2 id=\"s\">節</h2>\n<p>本文</p>\n<ul>\n<li>項</li>\n</ul>\n");
  g_autofree char *paragraph = clause_of("一 {#a}\n\n二\n\n三 {#c}\n", "a");
  g_assert_cmpstr(paragraph, ==, "<p id=\"a\" class=\"clause\">一</p>\n<p>二</p>\n");
}

static char *hash_of(const char *text, const char *id)
{
  g_autoptr(Document) document = parse(text, DOCUMENT_POLICY);
  char hash[65] = "";
  for (guint i = 0; i < document_clause_count(document); i++)
    if (strcmp(document_clause(document, i)->id, id) == 0)
      clause_hash(document, i, hash);
  g_assert_cmpuint(strlen(hash), ==, 64);
  return g_strdup(hash);
}

static void test_hash(void)
{
  static const char base[] = "## 1、題 {#a}\n\n本文です。\n\n- ① 項\n- ② 目\n\n## 次\n\n他\n";
  /* What is no change of words. */
  static const char *const same[] = {
    "## 7、題 {#a}\n\n本文です。\n\n- ③ 項\n- ④ 目\n\n## 次\n\n他の文\n",
    "### １．**題** {#a}\n\n本\n文で{す|す}。\n\n1. 項\n2. [目](x)\n\n# 次\n",
    "前\n\n## 題 {#a}\n\n本文です。\n\n* 項\n\n* 目\n",
  };
  /* What is one. */
  static const char *const other[] = {
    "## 1、題 {#a}\n\n本文です\n\n- ① 項\n- ② 目\n",
    "## 1、題 {#a}\n\n本文です。\n\n- ① 項目\n",
    "## 1、題 {#a}\n\n本文です。項\n\n- ② 目\n",
    "## 1、題名 {#a}\n\n本文です。\n\n- ① 項\n- ② 目\n",
  };
  g_autofree char *wanted = hash_of(base, "a");
  g_autofree char *plain =
    g_compute_checksum_for_string(G_CHECKSUM_SHA256, "題\n本文です。\n項\n目\n", -1);
  g_assert_cmpstr(wanted, ==, plain);
  for (guint i = 0; i < G_N_ELEMENTS(same); i++) {
    g_autofree char *found = hash_of(same[i], "a");
    g_assert_cmpstr(found, ==, wanted);
  }
  for (guint i = 0; i < G_N_ELEMENTS(other); i++) {
    g_autofree char *found = hash_of(other[i], "a");
    g_assert_cmpstr(found, !=, wanted);
  }
}

/* The policy as it is published: two parts, and in the second one paragraphs as
 * clauses, 1、 to 7、 among them; each clause with an id of its own. */
static void test_policy(void)
{
  g_autofree char *text = read_policy();
  g_autoptr(Document) document = parse(text, DOCUMENT_POLICY);
  guint parts = 0, paragraphs = 0;
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    g_assert_true(clause->id_given);
    g_assert_cmpint(clause->end_line, >=, clause->line);
    if (i > 0)
      g_assert_cmpint(clause->line, >, document_clause(document, i - 1)->end_line);
    parts += clause->level == 1;
    paragraphs += clause->paragraph;
  }
  g_assert_cmpuint(document_clause_count(document), ==, 32);
  g_assert_cmpuint(parts, ==, 2);
  g_assert_cmpuint(paragraphs, ==, 10);
  const Clause *security = document_find_clause(document, "security");
  g_assert_cmpstr(security->number, ==, "4、");
  g_assert_cmpstr(security->title, ==, "個人情報の安全管理措置");
  const Clause *third = document_find_clause(document, "users-third-parties");
  g_assert_true(third->paragraph);
  g_assert_cmpstr(third->number, ==, "3、");
  g_assert_cmpint(third->level, ==, 2);
  g_assert_cmpstr(document_clause(document, (guint)third->part)->id, ==, "users");

  g_autofree char *html = html_of(DOCUMENT_POLICY, text, NULL);
  g_assert_nonnull(strstr(html, "<p id=\"users-compliance\" class=\"clause\">"
                                "<span class=\"number\">1、</span>エプロンは、"));
  g_assert_nonnull(strstr(html, "<li><span class=\"number\">⑩</span> デイサービス"));
  g_assert_nonnull(
    strstr(html, "FAX <span class=\"unbroken\">03-6915-9316</span><br />\n受付時間"));
}

/* Renumbering the whole policy leaves every clause's hash as it was. */
static void test_policy_renumbered(void)
{
  g_autofree char *text = read_policy();
  g_autoptr(GString) renumbered = g_string_new(text);
  g_string_replace(renumbered, "7、", "9、", 0);
  g_string_replace(renumbered, "⑩", "⑪", 0);
  g_string_replace(renumbered, "⑨", "⑩", 0);
  g_string_replace(renumbered, "⑧", "⑨", 0);
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) before = parse(text, DOCUMENT_POLICY);
  g_autoptr(Document) after =
    document_parse(renumbered->str, renumbered->len, "b.md", DOCUMENT_POLICY, report);
  g_assert_cmpstr(document_find_clause(after, "complaints")->number, ==, "9、");
  for (guint i = 0; i < document_clause_count(before); i++) {
    char a[65], b[65];
    clause_hash(before, i, a);
    clause_hash(after, i, b);
    g_assert_cmpstr(a, ==, b);
  }
}

static void test_summary(void)
{
  g_autoptr(GString) text = g_string_new("# 題\n\n- 項\n\n1、**一**\\\n二");
  for (int i = 0; i < 200; i++)
    g_string_append(text, "あ");
  g_autoptr(Document) document = parse(text->str, DOCUMENT_PAGE);
  g_autofree char *summary = document_summary(document);
  g_assert_true(g_str_has_prefix(summary, "一 二あ"));
  g_assert_true(g_str_has_suffix(summary, "あ…"));
  g_assert_cmpint(g_utf8_strlen(summary, -1), ==, 120);
  g_autoptr(Document) none = parse("# 題\n", DOCUMENT_PAGE);
  g_autofree char *empty = document_summary(none);
  g_assert_cmpstr(empty, ==, "");
}

/* A document may be read by many threads: each gets the same bytes. */
static gpointer read_in_thread(gpointer document)
{
  GString *out = g_string_new(NULL);
  char hash[65];
  for (int i = 0; i < 50; i++) {
    g_string_truncate(out, 0);
    document_html(document, NULL, out);
    clause_hash(document, 5, hash);
    g_string_append(out, hash);
  }
  return g_string_free(out, FALSE);
}

static gpointer parse_in_thread(gpointer text)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document = NULL;
  for (int i = 0; i < 50; i++) {
    g_clear_pointer(&document, document_free);
    document = document_parse(text, strlen(text), "a.md", DOCUMENT_POLICY, report);
  }
  return read_in_thread(document);
}

static void test_threads(void)
{
  g_autofree char *text = read_policy();
  g_autoptr(Document) document = parse(text, DOCUMENT_POLICY);
  GThread *threads[4];
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new("reader", i < 2 ? read_in_thread : parse_in_thread,
                              i < 2 ? (gpointer)document : text);
  g_autofree char *wanted = read_in_thread(document);
  for (int i = 0; i < 4; i++) {
    g_autofree char *found = g_thread_join(threads[i]);
    g_assert_cmpstr(found, ==, wanted);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_set_nonfatal_assertions();
  g_test_add_func("/markup/clauses/outline", test_outline);
  g_test_add_func("/markup/clauses/fragment", test_fragment);
  g_test_add_func("/markup/clauses/html", test_clause_html);
  g_test_add_func("/markup/clauses/hash", test_hash);
  g_test_add_func("/markup/clauses/policy", test_policy);
  g_test_add_func("/markup/clauses/policy-renumbered", test_policy_renumbered);
  g_test_add_func("/markup/clauses/summary", test_summary);
  g_test_add_func("/markup/clauses/threads", test_threads);
  return g_test_run();
}
