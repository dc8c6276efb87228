/* pages/legal, legal_rules: each shipped rule finds what it is for and nothing else; what a line of a rule means;
 * which text is looked at; rule files at fault, and hostile ones. */
#include "base/files.h"
#include "base/text.h"
#include "pages/legal.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- a site with one policy, in a folder of its own ---- */

static const char site_lua[] = "site { name = \"NPO法人見本の会\", short = \"見本\",\n"
                               "  address = \"東京都見本区1-2-3\", tel = \"03-0000-0000\" }\n";

typedef struct {
  char *root;
  Site *site;
} Scene;

static void put(const char *root, const char *name, const char *bytes)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *path = g_build_filename(root, name, NULL);
  g_assert_true(file_write(path, bytes, strlen(bytes), report));
}

static void put_n(const char *root, const char *name, const char *bytes, gsize length)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *path = g_build_filename(root, name, NULL);
  g_assert_true(file_write(path, bytes, length, report));
}

static Scene scene_with(const char *lua, const char *ledger, const char *text)
{
  g_autoptr(Report) report = report_new();
  Scene scene = {.root = g_dir_make_tmp("kaitei-legal-XXXXXX", NULL)};
  put(scene.root, "content/site.lua", lua);
  put(scene.root, "content/p/ledger.lua", ledger);
  put(scene.root, "content/p/policy.md", text);
  g_autoptr(GPtrArray) sources = site_sources(scene.root, report);
  scene.site = site_read(scene.root, sources, report);
  report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_nonnull(scene.site);
  return scene;
}

static Scene scene_of(const char *text)
{
  return scene_with(site_lua, "policy { id = \"p\", title = \"方針\" }\n", text);
}

static void scene_end(Scene *scene)
{
  g_autoptr(Report) report = report_new();
  site_free(scene->site);
  g_assert_true(folder_remove(scene->root, report));
  g_free(scene->root);
}

static const Day today = {2026, 11, 22};

static Legal *look(const Scene *scene, const LegalRules *rules, Day as_of, bool draft)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Repository) repository = repository_open(scene->root, report);
  Legal *legal = legal_new(scene->site, g_ptr_array_index(scene->site->policies, 0), repository,
                           rules, as_of, draft, report);
  g_assert_false(report_failed(report));
  g_assert_nonnull(legal);
  return legal;
}

static const LegalFinding *finding_named(const Legal *legal, const char *id)
{
  for (guint i = 0; i < legal->findings->len; i++) {
    const LegalFinding *finding = g_ptr_array_index(legal->findings, i);
    if (strcmp(finding->rule->id, id) == 0)
      return finding;
  }
  g_error("no rule %s", id);
}

/* ---- the shipped rules ---- */

static LegalRules *shipped(void)
{
  g_autoptr(Report) report = report_new();
  LegalRules *rules = legal_rules_of(NULL, "generator/rules", report);
  report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_nonnull(rules);
  g_assert_cmpuint(report_count(report), ==, 0);
  return rules;
}

/* Of every rule: a text that satisfies it, one that does not, and, where it has a condition, one that it
 * does not concern. Each stands behind "# 方針 {#p}". */
typedef struct {
  const char *id, *said, *missing, *unconcerned;
} Case;

static const Case cases[] = {
  {"name", "ＮＰＯ法人 見本の会は、個人情報を守ります。", "見本は、個人情報を守ります。", NULL},
  {"address", "東京都見本区１−２−３", "東京都見本区にあります。お名前と住所を伺います。", NULL},
  {"representative", "代表理事　見本花子", "事務局　見本花子", NULL},
  {"purposes", "## 1、利用目的\n\n- 介護の計画を作るため", "利用目的の範囲内で利用します。", NULL},
  {"requests", "## 開示等の請求\n\n開示、訂正、利用停止は、事務局にお申し出ください。",
   "開示と訂正は、事務局にお申し出ください。", NULL},
  {"purpose-notice", "利用目的の通知は、事務局にお申し出ください。", "利用目的は次のとおりです。",
   NULL},
  {"fees", "開示は無料です。", "## 見学\n\n無料です。\n\n## 開示\n\n応じます。", NULL},
  {"safety",
   "## 安全管理\n\n- 組織的: 責任者を置きます。\n- 人的: 研修をします。\n- 物理的: "
   "書庫に施錠します。\n"
   "- 技術的: パスワードで守ります。",
   "ガイドラインに沿って、安全管理措置を講じます。", NULL},
  {"complaints", "苦情は、事務局の窓口で承ります。", "苦情に適切に対応します。", NULL},
  {"joint-use",
   "## 共同利用\n\n### 項目\n\n氏名\n\n### 範囲\n\n法人の各事業所\n\n### 目的\n\n介護のため\n\n### "
   "責任者\n\n見本の会",
   "関係機関と共同して利用することがあります。", "共同利用は行いません。"},
  {"joint-use-address",
   "共同利用の責任を有する者は、NPO法人見本の会（東京都見本区1-2-3、代表理事 見本花子）です。",
   "共同利用の責任を有する者は、NPO法人見本の会です。", "第三者に提供しません。"},
  {"processors", "委託先を適切に監督します。", "外部に委託することがあります。",
   "第三者に提供しません。"},
  {"special-care", "要配慮個人情報は、同意を得て伺います。",
   "## 伺うこと\n\n病歴\n\n## 写真\n\n同意を得て使います。", NULL},
  {"dates", "文章は短いです。", NULL, NULL},
};

/* Sentences of the kind that policies really have, which once were, or easily are, taken wrongly. */
static const struct {
  const char *id, *body;
  LegalState state;
} sentences[] = {
  {"safety",
   "個人データの紛失、盗難、改ざん及び漏えい等の防止のため、組織的、人的、物理的、技術的な安全管理"
   "措置を講じます。",
   LEGAL_MISSING},
  {"safety",
   "## 安全管理措置\n\n### 組織的安全管理措置\n\n責任者を置き、定期に点検します。\n\n"
   "### 人的安全管理措置\n\n職員に研修をします。\n\n### "
   "物理的安全管理措置\n\n書類は鍵のかかる書庫に入れます。\n\n"
   "### 技術的安全管理措置\n\nアクセス権を定めます。",
   LEGAL_SAID},
  {"fees", "利用料金のご請求、決済と費用の計算に使います。", LEGAL_MISSING},
  {"fees", "開示の手数料は1件300円です。", LEGAL_SAID},
  {"special-care", "## 【障害福祉サービス事業】\n\n同意を得て使います。", LEGAL_MISSING},
  {"special-care", "心身の状況は、同意を得て伺います。", LEGAL_SAID},
  {"representative", "代表電話 03-0000-0000", LEGAL_MISSING},
  {"representative", "代表：見本花子", LEGAL_SAID},
  {"representative", "代表 理事 見本花子", LEGAL_SAID},
  {"purposes", "個人情報は、次の目的で利用します。", LEGAL_SAID},
  {"purposes", "利用目的をあらかじめ明示します。", LEGAL_MISSING},
  {"requests", "法令で開示を求められた場合を除きます。", LEGAL_MISSING},
  {"requests", "開示、内容の訂正、利用の停止をお求めの方は、窓口までお問合せください。",
   LEGAL_SAID},
  {"complaints", "苦情・ご相談の受付: 電話 03-0000-0000", LEGAL_SAID},
  {"processors", "練馬区から委託された事業です。委託先の監督をします。", LEGAL_SAID},
  {"processors", "個人情報の取扱いを委託することはありません。", LEGAL_NOT_CONCERNED},
  {"joint-use", "共同利用する項目、範囲、利用目的、管理の責任者は次のとおりです。", LEGAL_SAID},
  {"joint-use", "共同で運営する事業があります。", LEGAL_NOT_CONCERNED},
  {"address", "お客様の住所、氏名を収集します。", LEGAL_MISSING},
};

static LegalState state_of(const LegalRules *rules, const char *id, const char *body)
{
  g_autofree char *text = g_strdup_printf("# 方針 {#p}\n\n%s\n", body);
  Scene scene = scene_of(text);
  g_autoptr(Legal) legal = look(&scene, rules, today, true);
  LegalState state = finding_named(legal, id)->state;
  g_clear_pointer(&legal, legal_free);
  scene_end(&scene);
  return state;
}

static void test_shipped(void)
{
  g_autoptr(LegalRules) rules = shipped();
  g_assert_cmpuint(legal_rules_count(rules), ==, G_N_ELEMENTS(cases));

  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Case *c = &cases[i];
    const LegalRule *rule = legal_rules_get(rules, i);
    g_test_message("%s", c->id);
    g_assert_cmpstr(rule->id, ==, c->id);
    g_assert_cmpint(state_of(rules, c->id, c->said), ==, LEGAL_SAID);
    if (c->missing != NULL)
      g_assert_cmpint(state_of(rules, c->id, c->missing), ==, LEGAL_MISSING);
    else
      g_assert_true(rule->on_page);
    /* A condition without a text that it leaves out would not be shown to work. */
    g_assert_cmpint(c->unconcerned != NULL, ==, rule->when->len > 0 || rule->unless->len > 0);
    if (c->unconcerned != NULL)
      g_assert_cmpint(state_of(rules, c->id, c->unconcerned), ==, LEGAL_NOT_CONCERNED);
  }
}

static void test_sentences(void)
{
  g_autoptr(LegalRules) rules = shipped();
  for (guint i = 0; i < G_N_ELEMENTS(sentences); i++) {
    g_test_message("%s %u", sentences[i].id, i);
    g_assert_cmpint(state_of(rules, sentences[i].id, sentences[i].body), ==, sentences[i].state);
  }
}

/* Each has what it needs in both languages, and says either where its source was read or nothing. */
static void test_shipped_words(void)
{
  g_autoptr(LegalRules) rules = shipped();
  for (guint i = 0; i < legal_rules_count(rules); i++) {
    const LegalRule *rule = legal_rules_get(rules, i);
    g_assert_true(rule->title[MESSAGES_JA] != rule->title[MESSAGES_EN]);
    g_assert_true(rule->source[MESSAGES_JA] != rule->source[MESSAGES_EN]);
    g_assert_true(rule->advice[MESSAGES_JA] != rule->advice[MESSAGES_EN]);
    g_assert_true(rule->confirmed[MESSAGES_JA] == NULL ||
                  rule->confirmed[MESSAGES_JA] != rule->confirmed[MESSAGES_EN]);
  }
}

/* ---- what a line means ---- */

/* The state of a rule with these fields against a text. */
static const LegalFinding *try_fields(const char *fields, const char *text, Legal **kept,
                                      LegalRules **rules_kept, Scene *scene)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *lua = g_strdup_printf(
    "rule { id = \"r\", title = \"題\", source = \"根拠\", advice = \"助言\", %s }\n", fields);
  *scene = scene_of(text);
  put(scene->root, "rules/r.lua", lua);
  g_autofree char *own = g_build_filename(scene->root, "rules", NULL);
  *rules_kept = legal_rules_of(own, NULL, report);
  report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_nonnull(*rules_kept);
  *kept = look(scene, *rules_kept, today, true);
  g_assert_cmpuint((*kept)->findings->len, ==, 1);
  return g_ptr_array_index((*kept)->findings, 0);
}

typedef struct {
  const char *fields, *text;
  LegalState state;
  const char *place; /* ids, parted by spaces; "-" before the first heading */
} Meaning;

static const Meaning meanings[] = {
  {"look_for = { \"開示 手続\" }", "# 一 {#a}\n\n手続きと、開示。\n", LEGAL_SAID, "a"},
  {"look_for = { \"開示 手続\" }", "# 一 {#a}\n\n開示\n\n## 二 {#b}\n\n手続\n", LEGAL_MISSING, ""},
  {"look_for = { \"開示　手続|請求\" }", "# 一 {#a}\n\n開示を請求\n", LEGAL_SAID, "a"},
  {"look_for = { \"開示｜手続\" }", "# 一 {#a}\n\n手続\n", LEGAL_SAID, "a"},
  /* headings above count, the part's does not */
  {"look_for = { \"開示 手続\" }", "# 一 {#a}\n\n## 開示 {#b}\n\n### 手続 {#c}\n\n文\n", LEGAL_SAID,
   "c"},
  {"look_for = { \"開示 手続\" }", "# 開示 {#a}\n\n## 手続 {#b}\n\n文\n", LEGAL_MISSING, ""},
  {"look_for = { \"開示 手続\" }", "# 一 {#a}\n\n## 開示 {#b}\n\n## 二 {#c}\n\n### 手続 {#d}\n",
   LEGAL_MISSING, ""},
  /* a paragraph that is a clause closes the headings before it */
  {"look_for = { \"開示 手続\" }", "# 一 {#a}\n\n## 開示 {#b}\n\n1、手続は {#c}\n", LEGAL_MISSING,
   ""},
  /* the clause with the words in its heading is named, else the first */
  {"look_for = { \"開示\" }", "# 一 {#a}\n\n開示\n\n## 開示 {#b}\n\n文\n", LEGAL_SAID, "b"},
  {"look_for = { \"開示\" }", "# 一 {#a}\n\n開示\n\n## 二 {#b}\n\n開示\n", LEGAL_SAID, "a"},
  {"look_for = { \"#開示\" }", "# 一 {#a}\n\n開示\n\n## 二 {#b}\n\n開示\n", LEGAL_MISSING, ""},
  {"look_for = { \"#開示 手続\" }", "# 一 {#a}\n\n## 開示 {#b}\n\n手続\n", LEGAL_SAID, "b"},
  /* width, case, white space, hyphens; ruby and links are their words */
  {"look_for = { \"npo法人\" }", "# 一 {#a}\n\nＮ Ｐ Ｏ 法 人\n", LEGAL_SAID, "a"},
  {"look_for = { \"@address\" }", "# 一 {#a}\n\n東京都見本区１‐２−３\n", LEGAL_SAID, "a"},
  {"look_for = { \"@tel @name\" }", "# 一 {#a}\n\nNPO法人見本の会 03-0000-0000\n", LEGAL_SAID, "a"},
  {"look_for = { \"開示手続\" }", "# 一 {#a}\n\n{開示|かいじ}[手続](https://example.org/)\n",
   LEGAL_SAID, "a"},
  {"look_for = { \"開示手続\" }", "# 一 {#a}\n\n開示\n手続\n", LEGAL_SAID, "a"},
  {"look_for = { \"開示手続\" }", "# 一 {#a}\n\n開示\n\n手続\n", LEGAL_MISSING, ""},
  {"look_for = { \"開示 手続\" }", "# 一 {#a}\n\n| 開示 | 手続 |\n|---|---|\n| 甲 | 乙 |\n",
   LEGAL_SAID, "a"},
  {"look_for = { \"開示\" }", "開示\n\n# 一 {#a}\n", LEGAL_SAID, "-"},
  /* how many are wanted; a clause is named once */
  {"look_for = { \"開示\", \"手続\", \"請求\" }, at_least = 2", "# 一 {#a}\n\n手続と請求\n",
   LEGAL_SAID, "a"},
  {"look_for = { \"開示\", \"手続\", \"請求\" }, at_least = 2", "# 一 {#a}\n\n請求\n",
   LEGAL_MISSING, "a"},
  {"look_for = { \"開示\", \"手続\" }, at_least = 2", "# 一 {#a}\n\n手続\n\n## 二 {#b}\n\n開示\n",
   LEGAL_SAID, "a b"},
  /* conditions */
  {"look_for = { \"開示\" }, when = { \"請求\", \"委託\" }", "# 一 {#a}\n\n文\n",
   LEGAL_NOT_CONCERNED, ""},
  {"look_for = { \"開示\" }, when = { \"請求\", \"委託\" }", "# 一 {#a}\n\n委託\n", LEGAL_MISSING,
   ""},
  {"look_for = { \"開示\" }, unless = { \"委託\" }", "# 一 {#a}\n\n開示と委託\n",
   LEGAL_NOT_CONCERNED, ""},
  {"look_for = { \"開示\" }, unless = { \"委託\" }", "# 一 {#a}\n\n開示\n", LEGAL_SAID, "a"},
  {"page = \"effective\"", "# 一 {#a}\n\n文\n", LEGAL_SAID, ""},
};

static void test_meaning(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(meanings); i++) {
    const Meaning *m = &meanings[i];
    LegalRules *rules = NULL;
    Legal *legal = NULL;
    Scene scene;
    g_test_message("%s", m->fields);
    const LegalFinding *finding = try_fields(m->fields, m->text, &legal, &rules, &scene);
    g_autoptr(GString) places = g_string_new(NULL);
    for (guint k = 0; k < finding->places->len; k++) {
      const LegalPlace *place = g_ptr_array_index(finding->places, k);
      g_string_append_printf(places, "%s%s", k > 0 ? " " : "", place->id != NULL ? place->id : "-");
    }
    g_assert_cmpint(finding->state, ==, m->state);
    g_assert_cmpstr(places->str, ==, m->place);
    legal_free(legal);
    legal_rules_free(rules);
    scene_end(&scene);
  }
}

/* A place is all that a line of a list needs. */
static void test_place(void)
{
  LegalRules *rules = NULL;
  Legal *legal = NULL;
  Scene scene;
  const LegalFinding *finding =
    try_fields("look_for = { \"訂正\", \"開示 請求\" }",
               "# 一 {#a}\n\n文\n\n## 6、開示請求 {#b}\n\n文\n", &legal, &rules, &scene);
  const LegalPlace *place = g_ptr_array_index(finding->places, 0);
  g_assert_cmpint(place->line, ==, 5);
  g_assert_cmpstr(place->title, ==, "6、開示請求");
  g_assert_cmpstr(place->written, ==, "開示 請求");
  g_assert_cmpuint(finding->found, ==, 1);
  g_assert_cmpstr(legal->path, ==, "content/p/policy.md");
  g_assert_null(legal->revision);
  legal_free(legal);
  legal_rules_free(rules);
  scene_end(&scene);
}

/* ---- which text, on which day ---- */

static void test_days(void)
{
  static const struct {
    Day day;
    LegalSource source;
    LegalState state;
    bool coming;
  } days[] = {
    {{2018, 1, 1}, LEGAL_NOT_IN_FORCE, 0, false}, {{2019, 1, 1}, LEGAL_NO_TEXT, 0, false},
    {{2021, 4, 1}, LEGAL_READ, LEGAL_SAID, true}, {{2022, 4, 1}, LEGAL_READ, LEGAL_SAID, false},
    {{2025, 4, 1}, LEGAL_WITHDRAWN, 0, false},
  };
  static const char frozen[] = "# 方針 {#p}\n\n代表理事\n";
  g_autofree char *blob = blob_id(frozen, strlen(frozen));
  g_autofree char *ledger = g_strdup_printf(
    "policy { id = \"p\", title = \"方針\" }\n"
    "revision { effective = \"2019-01-01\", change = \"作成\" }\n"
    "revision { effective = \"2020-01-01\", change = \"一部変更\" }\n"
    "text { of = \"2020-01-01\", lang = \"ja\", blob = \"%s\", provenance = \"copy\" }\n"
    "revision { effective = \"2025-01-01\", change = \"廃止\" }\n",
    blob);
  g_autoptr(LegalRules) rules = shipped();
  Scene scene = scene_with(site_lua, ledger, "# 方針 {#p}\n\n文\n");
  put(scene.root, "content/p/revisions/2020-01-01.md", frozen);

  for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
    g_autoptr(Legal) legal = look(&scene, rules, days[i].day, false);
    g_assert_cmpint(legal->source, ==, days[i].source);
    g_assert_cmpuint(legal->findings->len, ==,
                     days[i].source == LEGAL_READ ? legal_rules_count(rules) : 0);
    if (days[i].source != LEGAL_READ)
      continue;
    const LegalFinding *finding = finding_named(legal, "representative");
    g_assert_cmpint(finding->state, ==, days[i].state);
    g_assert_cmpint(finding->coming, ==, days[i].coming);
    g_assert_cmpuint(legal_count(legal, LEGAL_SAID) + legal_count(legal, LEGAL_MISSING) +
                       legal_count(legal, LEGAL_NOT_CONCERNED) + legal_count_coming(legal),
                     ==, legal_rules_count(rules));
    g_assert_cmpint(legal_count_coming(legal) > 0, ==, days[i].coming);
  }
  g_autoptr(Legal) draft = look(&scene, rules, today, true);
  g_assert_cmpint(finding_named(draft, "representative")->state, ==, LEGAL_MISSING);
  scene_end(&scene);
}

/* ---- rule files at fault ---- */

#define GOOD(id, more) \
  "rule { id = \"" id "\", title = \"題\", source = \"根拠\", advice = \"助言\", " more " }\n"

typedef struct {
  const char *lua;
  const char *code;
  int line;
} Fault;

static const Fault faults[] = {
  {"while true do end", "data-endless", 1},
  {"rule { id = (\"x\"):rep(1000000000) }", "data-raises", 1},
  {"local t = \"xxxxxxxxxxxxxxxx\" for i = 1, 40 do t = t .. t end", "data-large", 0},
  {"rule { id = \"a\"", "syntax-ends", 1},
  {"\n" GOOD("a", "look_for = \"開示\""), "field-wants-list", 2},
  {GOOD("a", "look_for = { 1 }"), "field-wants-string", 1},
  {GOOD("a", "look_for = { \"開示\" }, at_least = \"2\""), "field-wants-number", 1},
  {GOOD("a", "look_for = { \"開示\" }, at_least = 2"), "rule-at-least", 1},
  {GOOD("a", "look_for = { \"開示\" }, at_least = 0"), "rule-at-least", 1},
  {GOOD("a", "look_for = { \"開示\" }, at_least = 4294967297"), "rule-at-least", 1},
  {GOOD("a", "look_fro = { \"開示\" }"), "field-misspelt", 1},
  {"rule { id = \"a\", title = \"題\", source = \"根拠\", look_for = { \"開示\" } }",
   "field-missing", 1},
  {"rule { id = \"a\", title = \"題\", source = \"\", advice = \"助\", look_for = { \"開示\" } }",
   "field-missing", 1},
  {GOOD("a", "look_for = {}"), "rule-empty", 1},
  {GOOD("a", ""), "rule-empty", 1},
  {GOOD("A b", "look_for = { \"開示\" }"), "rule-id", 1},
  {GOOD("", "look_for = { \"開示\" }"), "rule-id", 1},
  {GOOD("a", "look_for = { \"開示\" }") GOOD("a", "look_for = { \"訂正\" }"), "rule-twice", 2},
  {GOOD("a", "look_for = { \"\" }"), "rule-words", 1},
  {GOOD("a", "look_for = { \"　\" }"), "rule-words", 1},
  {GOOD("a", "look_for = { \"開示|\" }"), "rule-words", 1},
  {GOOD("a", "look_for = { \"|開示\" }"), "rule-words", 1},
  {GOOD("a", "look_for = { \"開示 #\" }"), "rule-words", 1},
  {GOOD("a", "look_for = { \"開示\" }, when = { \"|\" }"), "rule-words", 1},
  {GOOD("a", "look_for = { \"開示\" }, unless = { \"@mail\" }"), "rule-placeholder", 1},
  {GOOD("a", "look_for = { \"#@\" }"), "rule-placeholder", 1},
  {GOOD("a", "look_for = { \"開示\" }, since = \"平成\""), "ledger-date-none", 1},
  {GOOD("a", "look_for = { \"開示\" }, since = \"令和4年\""), "ledger-date-inexact", 1},
  {GOOD("a", "page = \"history\""), "rule-page", 1},
  {"rule(\"開示\")", "call-wants-table", 1},
  {"os.exit()", "call-unknown", 1},
  {GOOD("a", "look_for = { \"\\xff\" }"), "field-bytes", 1},
  {GOOD("a", "look_for = { \"\\27[2J\" }"), "field-character", 1},
};

static LegalRules *rules_from(const Scene *scene, Report *report)
{
  g_autofree char *own = g_build_filename(scene->root, "rules", NULL);
  return legal_rules_of(own, NULL, report);
}

static bool has_fault(const Report *report, const Fault *fault)
{
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    if (strcmp(diag_code_name(diag->code), fault->code) == 0 && diag->line == fault->line &&
        g_strcmp0(diag->file, "rules/r.lua") == 0)
      return true;
  }
  return false;
}

static void test_faults(void)
{
  Scene scene = scene_of("# 方針 {#p}\n");
  for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
    g_autoptr(Report) report = report_new();
    put(scene.root, "rules/r.lua", faults[i].lua);
    g_autoptr(LegalRules) rules = rules_from(&scene, report);
    g_test_message("%s", faults[i].lua);
    g_assert_null(rules);
    if (!has_fault(report, &faults[i])) {
      report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
      g_error("%s: not said", faults[i].code);
    }
    g_assert_cmpint(report_status(report), ==, 1);
  }
  scene_end(&scene);
}

static void test_bytes(void)
{
  static const char not_utf8[] = "rule { id = \"a\",\n title = \"\xE3\x81\" }";
  static const char bytecode[] = "\x1bLua\x54\x00\x19\x93";
  Scene scene = scene_of("# 方針 {#p}\n");
  g_autoptr(Report) report = report_new();
  put_n(scene.root, "rules/r.lua", not_utf8, sizeof not_utf8 - 1);
  g_assert_null(rules_from(&scene, report));
  g_assert_cmpint(report_get(report, 0)->line, ==, 2);
  g_assert_cmpint(report_get(report, 0)->column, >, 0);
  put_n(scene.root, "rules/r.lua", bytecode, sizeof bytecode - 1);
  g_assert_null(rules_from(&scene, report));
  scene_end(&scene);
}

/* One run tells what is at fault in all files. */
static void test_all_faults(void)
{
  Scene scene = scene_of("# 方針 {#p}\n");
  g_autoptr(Report) report = report_new();
  put(scene.root, "rules/a.lua", GOOD("a", "look_for = { \"|\" }, at_least = 5"));
  put(scene.root, "rules/b.lua", "rule {");
  put(scene.root, "rules/c.lua", GOOD("c", "look_for = { \"開示\" }"));
  g_assert_null(rules_from(&scene, report));
  g_assert_cmpuint(report_count(report), ==, 3);
  scene_end(&scene);
}

static char *many(guint count)
{
  GString *lua = g_string_new(NULL);
  for (guint i = 0; i < count; i++)
    g_string_append_printf(
      lua,
      "rule { id = \"r%u\", title = \"題\", source = \"根拠\", advice = \"助\", "
      "look_for = { \"言葉%u\" } }\n",
      i, i);
  return g_string_free(lua, FALSE);
}

static void test_many(void)
{
  g_autofree char *text = g_strconcat("# 方針 {#p}\n\n言葉999\n", NULL);
  Scene scene = scene_of(text);
  g_autoptr(Report) report = report_new();
  g_autofree char *thousand = many(1000);
  g_autofree char *more = many(1001);

  put(scene.root, "rules/r.lua", thousand);
  LegalRules *rules = rules_from(&scene, report);
  g_assert_nonnull(rules);
  g_assert_cmpuint(legal_rules_count(rules), ==, 1000);
  Legal *legal = look(&scene, rules, today, true);
  /* 言葉9, 言葉99 and 言葉999 are all in 言葉999. */
  g_assert_cmpuint(legal_count(legal, LEGAL_SAID), ==, 3);
  legal_free(legal);
  legal_rules_free(rules);

  put(scene.root, "rules/r.lua", more);
  g_assert_null(rules_from(&scene, report));
  g_assert_cmpstr(diag_code_name(report_get(report, 0)->code), ==, "rules-many");
  scene_end(&scene);
}

/* ---- a site's own ---- */

static void test_own(void)
{
  g_autoptr(Report) report = report_new();
  Scene scene = scene_of("# 方針 {#p}\n");
  put(scene.root, "rules/05-first.lua", GOOD("first", "look_for = { \"開示\" }"));
  put(scene.root, "rules/50-complaints.lua", "-- switched off\n");
  put(scene.root, "rules/90-dates.lua", GOOD("when", "look_for = { \"令和\" }"));
  put(scene.root, "rules/notes.txt", "not a rule");
  g_autofree char *own = g_build_filename(scene.root, "rules", NULL);
  g_autoptr(LegalRules) rules = legal_rules_of(own, "generator/rules", report);
  g_assert_nonnull(rules);
  g_assert_cmpuint(legal_rules_count(rules), ==, G_N_ELEMENTS(cases));
  g_assert_cmpstr(legal_rules_get(rules, 0)->id, ==, "first");
  g_assert_cmpstr(legal_rules_get(rules, 0)->file, ==, "rules/05-first.lua");
  g_assert_cmpstr(legal_rules_get(rules, 1)->id, ==, "name");
  g_assert_cmpstr(legal_rules_get(rules, G_N_ELEMENTS(cases) - 1)->id, ==, "when");
  for (guint i = 0; i < legal_rules_count(rules); i++)
    g_assert_cmpstr(legal_rules_get(rules, i)->id, !=, "complaints");

  /* An id of theirs that an installed rule has. */
  put(scene.root, "rules/05-first.lua", GOOD("fees", "look_for = { \"開示\" }"));
  g_assert_null(legal_rules_of(own, "generator/rules", report));
  g_assert_cmpstr(diag_code_name(report_get(report, 0)->code), ==, "rule-twice");
  scene_end(&scene);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/legal/shipped", test_shipped);
  g_test_add_func("/legal/sentences", test_sentences);
  g_test_add_func("/legal/shipped-words", test_shipped_words);
  g_test_add_func("/legal/meaning", test_meaning);
  g_test_add_func("/legal/place", test_place);
  g_test_add_func("/legal/days", test_days);
  g_test_add_func("/legal/faults", test_faults);
  g_test_add_func("/legal/bytes", test_bytes);
  g_test_add_func("/legal/all-faults", test_all_faults);
  g_test_add_func("/legal/many", test_many);
  g_test_add_func("/legal/own", test_own);
  return g_test_run();
}
