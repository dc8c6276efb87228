/*
 * The default theme, every template in every state with sample values, in every language: none of
 * them raises, no word is missing, and every page passes the inspection.
 *
 * With KAITEI_THEME_OUT=FOLDER the pages are written there with the theme's assets, to be looked at.
 */
#include "base/files.h"
#include "base/text.h"
#include "markup/html.h"
#include "pages/inspect.h"
#include "theme/theme.h"

#include <string.h>

static const char *state = "in-force"; /* of the revision that the page shows */

typedef struct {
  const char *iso, *wareki, *both, *english;
} SampleDay;

static const SampleDay days[] = {
  {"2006-01-01", "平成18年1月1日", "平成18年1月1日（2006年）", "1 January 2006"},
  {"2006-04-01", "平成18年4月1日", "平成18年4月1日（2006年）", "1 April 2006"},
  {"2013-02-01", "平成25年2月1日", "平成25年2月1日（2013年）", "1 February 2013"},
  {"2018-12-01", "平成30年12月1日", "平成30年12月1日（2018年）", "1 December 2018"},
  {"2018-11-30", "平成30年11月30日", "平成30年11月30日（2018年）", "30 November 2018"},
  {"2027-04-01", "令和9年4月1日", "令和9年4月1日（2027年）", "1 April 2027"},
};

static void put_day(Values *values, const char *name, int which)
{
  values_open(values, name);
  values_string(values, "iso", days[which].iso);
  values_string(values, "wareki", days[which].wareki);
  values_string(values, "both", days[which].both);
  values_string(values, "english", days[which].english);
  values_close(values);
}

static void put_revision(Values *values, const Theme *theme, const char *lang, const char *name,
                         int which, const char *its_state, bool text)
{
  g_autofree char *state_key = g_strconcat("state.", its_state, NULL);
  bool first = which == 0;

  values_open(values, name);
  values_string(values, "key", days[which].iso);
  values_number(values, "number", strcmp(its_state, "cancelled") == 0 ? 0 : which + 1);
  put_day(values, "effective", which);
  values_string(values, "change", first ? "created" : "partial");
  values_string(values, "change_text",
                theme_string(theme, lang, first ? "change.created" : "change.partial"));
  values_string(values, "summary",
                which == 5 ? "写真を使うときのきまりを加え、お問い合わせ先を改めました。" : NULL);
  values_string(values, "reason", which == 5 ? "ホームページを新しくするため。" : NULL);
  values_string(values, "cancel_reason",
                strcmp(its_state, "cancelled") == 0 ? "手続きに誤りがあったため。" : NULL);
  values_string(values, "state", its_state);
  values_string(values, "state_text", theme_string(theme, lang, state_key));
  values_string(values, "href", "permalink.html");
  values_bool(values, "text", text);
  if (text) {
    values_string(values, "provenance", "copy");
    values_string(values, "provenance_text", theme_string(theme, lang, "provenance.copy"));
    values_string(values, "now_href", "now.html");
    values_string(values, "source_href", "policy.md");
  }
  values_close(values);
}

static void put_link(Values *values, const char *title, const char *href, bool current)
{
  values_open(values, NULL);
  values_string(values, "id", "privacy");
  values_string(values, "title", title);
  values_string(values, "href", href);
  values_bool(values, "current", current);
  values_close(values);
}

static void put_policy(Values *values)
{
  values_open(values, "policy");
  values_string(values, "id", "privacy");
  values_string(values, "title", "個人情報の保護について");
  values_string(values, "href", "policy.html");
  values_string(values, "history_href", "history.html");
  values_string(values, "on_href", "on.html");
  values_string(values, "feed_href", "feed.xml");
  values_close(values);
}

static void put_page(Values *values, const char *kind, const char *title, const char *lang)
{
  bool easy = strcmp(lang, "easy") == 0;

  values_open(values, "page");
  values_string(values, "kind", kind);
  values_string(values, "title", title);
  values_string(values, "description", "説明 & \"引用\"");
  values_string(values, "lang", easy ? "ja-x-easy" : lang);
  values_string(values, "strings", lang);
  values_string(values, "path", "");
  values_string(values, "root", "./");
  values_string(values, "canonical", "https://example.jp/");
  values_list(values, "alternates");
  if (strcmp(kind, "policy") == 0) {
    const char *const langs[][2] = {
      {"ja", "日本語"}, {"ja-x-easy", "やさしい日本語"}, {"en", "English"}};
    for (guint i = 0; i < G_N_ELEMENTS(langs); i++) {
      values_open(values, NULL);
      values_string(values, "lang", langs[i][0]);
      values_string(values, "title", langs[i][1]);
      values_string(values, "href", i == 0 ? "policy.html" : i == 1 ? "easy.html" : "english.html");
      values_bool(values, "current",
                  g_str_has_prefix(langs[i][0], "ja") ? i == easy && strcmp(lang, "en") != 0
                                                      : strcmp(lang, "en") == 0);
      values_close(values);
    }
  }
  values_close(values); /* alternates */
  values_bool(values, "noindex", strcmp(kind, "comparison") == 0);
  values_open(values, "feed");
  values_string(values, "title", "改定のお知らせ");
  values_string(values, "href", "feed.xml");
  values_close(values);
  values_string(values, "jsonld", "{\"@context\":\"https://schema.org\"}");
  values_close(values);
}

static void put_site(Values *values, const char *kind)
{
  values_open(values, "site");
  values_string(values, "name", "NPO法人アクト練馬たすけあいワーカーズエプロン");
  values_string(values, "short", "エプロン");
  values_string(values, "postal", "177-0041");
  values_string(values, "address", "東京都練馬区石神井町8-53-24");
  values_string(values, "tel", "03-6915-9315");
  values_string(values, "tel_href", "tel:0369159315");
  values_string(values, "fax", "03-6915-9316");
  values_string(values, "hours", "午前9時～午後5時 月～金曜日（土日曜は休ませていただきます）");
  values_string(values, "home", "home.html");
  values_list(values, "policies");
  put_link(values, "個人情報の保護について", "policy.html", strcmp(kind, "policy") == 0);
  values_close(values);
  values_list(values, "menu");
  put_link(values, "このサイトの使いやすさ", "page.html", strcmp(kind, "page") == 0);
  put_link(values, "訪問者について保存するもの", "visitors.html", false);
  values_close(values);
  values_close(values);
}

/* ---- the pages ---- */

typedef struct {
  const Theme *theme;
  Stage *stage;
  Values *values;
  Inspector *inspector;
  Document *document;
  GString *body;
  Report *report;
} Sample;

static void put_toc(Sample *sample, bool latest)
{
  values_list(sample->values, "toc");
  for (guint i = 0; i < document_clause_count(sample->document); i++) {
    const Clause *clause = document_clause(sample->document, i);
    g_autofree char *href = g_strconcat("policy.html#", clause->id, NULL);
    if (clause->id == NULL || clause->level > 3)
      continue;
    values_open(sample->values, NULL);
    values_string(sample->values, "id", clause->id);
    values_string(sample->values, "number", clause->number);
    values_string(sample->values, "title", clause->title);
    values_number(sample->values, "level", clause->level);
    values_bool(sample->values, "paragraph", clause->paragraph);
    values_string(sample->values, "latest_href", latest ? href : NULL);
    values_close(sample->values);
  }
  values_close(sample->values);
}

static void read_body(Sample *sample, const char *path, DocumentKind kind)
{
  g_autofree char *bytes = file_read(path, path, 0, NULL, sample->report);
  HtmlOptions options = {.heading_shift = kind == DOCUMENT_PAGE ? 0 : 1,
                         .skip_title = kind == DOCUMENT_PAGE,
                         .anchor_label = "この項目へのリンク"};

  g_assert_nonnull(bytes);
  document_free(sample->document);
  sample->document = document_parse(bytes, strlen(bytes), path, kind, sample->report);
  g_string_truncate(sample->body, 0);
  document_html(sample->document, &options, sample->body);
}

static void put_dates(Sample *sample, const char *lang)
{
  values_list(sample->values, "dates");
  for (int i = 0; i < 4; i++) {
    values_open(sample->values, NULL);
    put_day(sample->values, "day", i);
    values_string(sample->values, "change_text",
                  theme_string(sample->theme, lang, i == 0 ? "change.created" : "change.partial"));
    values_bool(sample->values, "current", i == 3);
    values_close(sample->values);
  }
  values_close(sample->values);
}

static void put_policy_page(Sample *sample, const char *lang)
{
  Values *values = sample->values;
  bool in_force = strcmp(state, "in-force") == 0, text = strcmp(state, "lost") != 0;
  const char *its_state = text ? state : "superseded";
  bool permalink = !in_force;

  read_body(sample, "content/privacy/policy.md", DOCUMENT_POLICY);
  put_page(values, permalink ? "revision" : "policy", "個人情報の保護について", lang);
  put_site(values, "policy");
  put_policy(values);
  put_revision(values, sample->theme, lang, "revision", strcmp(state, "scheduled") == 0 ? 5 : 3,
               its_state, text);
  values_bool(values, "in_force", in_force);
  values_bool(values, "no_text", !text);
  values_bool(values, "withdrawn", false);
  put_dates(sample, lang);
  values_string(values, "latest_href", "policy.html");
  values_string(values, "permalink_href", "permalink.html");
  if (strcmp(its_state, "superseded") == 0)
    put_day(values, "until_day", 4);
  if (in_force)
    put_revision(values, sample->theme, lang, "scheduled", 5, "scheduled", true);
  if (strcmp(lang, "ja") != 0) {
    values_open(values, "edition");
    values_string(values, "lang", lang);
    values_string(values, "authoritative_href", "policy.html");
    put_revision(values, sample->theme, lang, "of", 2, "superseded", true);
    values_bool(values, "older", true);
    values_close(values);
  }
  if (!text)
    return;
  put_toc(sample, strcmp(its_state, "superseded") == 0);
  values_raw(values, "body", sample->body->str, sample->body->len);
  values_string(values, "comparison_href", "comparison.html");
  values_open(values, "source");
  values_string(values, "href", "policy.md");
  values_string(values, "sha256",
                "d1cef29edbca5561af7a33dd71d9b1d5d25506b0d1cef29edbca5561af7a33dd");
  values_number(values, "bytes", 15734);
  values_close(values);
  values_list(values, "removed");
  if (in_force)
    put_link(values, "8、その他", "permalink.html", false);
  values_close(values);
}

static void put_home_page(Sample *sample, const char *lang)
{
  Values *values = sample->values;

  put_page(values, "home", "NPO法人アクト練馬たすけあいワーカーズエプロン", lang);
  put_site(values, "home");
  values_list(values, "policies");
  values_open(values, NULL);
  put_policy(values);
  put_revision(values, sample->theme, lang, "in_force", 3, "in-force", true);
  values_bool(values, "withdrawn", false);
  values_string(values, "sentence",
                "ご利用者や会員の皆さまの個人情報を、どのように集め、使い、守るかを定めています。");
  values_close(values);
  values_close(values);
  values_list(values, "latest");
  values_open(values, NULL);
  put_policy(values);
  put_revision(values, sample->theme, lang, "revision", 3, "in-force", true);
  values_close(values);
  values_close(values);
  values_list(values, "pages");
  put_link(values, "このサイトの使いやすさ", "page.html", false);
  put_link(values, "事業のあらまし", "other.html", false);
  values_close(values);
}

static void put_history_page(Sample *sample, const char *lang)
{
  static const char *const states[] = {"superseded", "superseded", "superseded",
                                       "in-force",   "cancelled",  "scheduled"};
  Values *values = sample->values;

  put_page(values, "history", "改定の履歴：個人情報の保護について", lang);
  put_site(values, "history");
  put_policy(values);
  put_day(values, "first", 0);
  values_number(values, "kept", 3);
  values_number(values, "total", 6);
  values_list(values, "revisions");
  for (int i = 6; i-- > 0;) {
    values_open(values, NULL);
    put_day(values, "effective", i);
    values_number(values, "number", i == 4 ? 0 : i + 1);
    values_string(values, "change_text",
                  theme_string(sample->theme, lang, i == 0 ? "change.created" : "change.partial"));
    values_string(values, "state", states[i]);
    g_autofree char *key = g_strconcat("state.", states[i], NULL);
    values_string(values, "state_text", theme_string(sample->theme, lang, key));
    values_string(values, "summary", i == 5 ? "写真を使うときのきまりを加えました。" : NULL);
    values_string(values, "cancel_reason", i == 4 ? "手続きに誤りがあったため。" : NULL);
    values_string(values, "href", "permalink.html");
    values_bool(values, "text", i > 2);
    values_string(values, "provenance_text", theme_string(sample->theme, lang, "provenance.copy"));
    if (i == 5) {
      values_open(values, "comparison");
      values_string(values, "href", "comparison.html");
      values_close(values);
    }
    values_list(values, "editions");
    if (i == 5)
      put_link(values, "English", "english.html", false);
    values_close(values);
    values_close(values);
  }
  values_close(values);
  values_open(values, "receipt");
  values_string(values, "hash", "d1cef29edbca5561af7a33dd71d9b1d5d25506b0d1cef29edbca5561af7a33dd");
  values_number(values, "entries", 12);
  put_day(values, "day", 3);
  values_close(values);
}

static const char rows[] =
  "<tr id=\"c1\" class=\"changed\">\n<td data-label=\"改正後\" class=\"heading level-2\"><span "
  "class=\"number\">4、</span>個人情報の安全管理措置</td>\n"
  "<td data-label=\"改正前\" class=\"heading level-2\"><span "
  "class=\"number\">4、</span>個人情報の安全管理措置</td></tr>\n"
  "<tr class=\"changed\">\n<td data-label=\"改正後\" "
  "class=\"paragraph\">エプロンは、個人情報への不正アクセス、個人情報の<ins><span "
  "class=\"heard\">変更ここから</span>漏えい、滅失、または毀損<span "
  "class=\"heard\">変更ここまで</span></ins>等を予防及び是正するため、安全対策を施します。</td>\n"
  "<td data-label=\"改正前\" "
  "class=\"paragraph\">エプロンは、個人情報への不正アクセス、個人情報の<del><span "
  "class=\"heard\">変更ここから</span>漏えい<span "
  "class=\"heard\">変更ここまで</span></del>等を予防及び是正するため、安全対策を施します。</td></"
  "tr>\n"
  "<tr class=\"omitted\">\n<td data-label=\"改正後\" class=\"none\"><span "
  "class=\"word\">（略）</span></td>\n<td data-label=\"改正前\" class=\"none\"><span "
  "class=\"word\">（略）</span></td></tr>\n"
  "<tr id=\"c2\" class=\"added\">\n<td data-label=\"改正後\" class=\"item depth-1\"><ins><span "
  "class=\"heard\">変更ここから</span><span "
  "class=\"number\">⑥</span>活動を紹介するための写真の利用（エプロン通信、ホームページ等）<span "
  "class=\"heard\">変更ここまで</span></ins></td>\n"
  "<td data-label=\"改正前\" class=\"none\"><span class=\"word\">（新設）</span></td></tr>\n";

static void put_changes(Values *values, bool identical)
{
  values_bool(values, "identical", identical);
  values_number(values, "count", identical ? 0 : 2);
  values_raw(values, "rows", rows, strlen(rows));
  values_list(values, "changes");
  const char *const changes[][2] = {{"変更", "4、個人情報の安全管理措置"},
                                    {"新設", "⑥活動を紹介するための写真の利用"}};
  for (int i = 0; i < 2 && !identical; i++) {
    values_open(values, NULL);
    values_number(values, "number", i + 1);
    values_string(values, "kind_text", changes[i][0]);
    values_string(values, "title", changes[i][1]);
    values_string(values, "href", i == 0 ? "#c1" : "#c2");
    values_close(values);
  }
  values_close(values);
}

static void put_comparison_page(Sample *sample, const char *lang)
{
  put_page(sample->values, "comparison", "新旧対照表", lang);
  put_site(sample->values, "comparison");
  put_policy(sample->values);
  put_revision(sample->values, sample->theme, lang, "now", 3, "in-force", true);
  put_revision(sample->values, sample->theme, lang, "before", 2, "superseded", true);
  put_changes(sample->values, strcmp(state, "identical") == 0);
}

static void put_now_page(Sample *sample, const char *lang)
{
  bool current = strcmp(state, "in-force") == 0;

  put_page(sample->values, "now", "この掲示は有効ですか", lang);
  put_site(sample->values, "now");
  put_policy(sample->values);
  put_revision(sample->values, sample->theme, lang, "revision", current ? 3 : 2, state, true);
  put_revision(sample->values, sample->theme, lang, "in_force", 3, "in-force", true);
  values_bool(sample->values, "is_current", current);
  if (strcmp(state, "superseded") == 0)
    put_changes(sample->values, false);
}

static void put_on_page(Sample *sample, const char *lang)
{
  static const int froms[] = {0, 1, 3};
  Values *values = sample->values;

  put_page(values, "on", "あの日の文面を調べる：個人情報の保護について", lang);
  put_site(values, "on");
  put_policy(values);
  put_day(values, "first", 0);
  values_list(values, "periods");
  for (int i = 0; i < 3; i++) {
    values_open(values, NULL);
    put_revision(values, sample->theme, lang, "revision", froms[i],
                 i == 2 ? "in-force" : "superseded", i == 2);
    put_day(values, "from", froms[i]);
    if (i < 2)
      put_day(values, "last", i == 0 ? 1 : 4);
    values_close(values);
  }
  values_close(values);
}

static void put_plain_page(Sample *sample, const char *lang)
{
  read_body(sample, "content/pages/accessibility.md", DOCUMENT_PAGE);
  put_page(sample->values, "page", "このサイトの使いやすさ", lang);
  put_site(sample->values, "page");
  put_toc(sample, false);
  values_raw(sample->values, "body", sample->body->str, sample->body->len);
}

static void put_missing_page(Sample *sample, const char *lang)
{
  put_page(sample->values, "404", "ページが見つかりません", lang);
  put_site(sample->values, "404");
}

typedef struct {
  const char *name, *template, *state;
  void (*put)(Sample *sample, const char *lang);
} SamplePage;

static const SamplePage pages[] = {
  {"home", "home.html", "in-force", put_home_page},
  {"policy", "policy.html", "in-force", put_policy_page},
  {"permalink", "policy.html", "superseded", put_policy_page},
  {"lost", "policy.html", "lost", put_policy_page},
  {"scheduled", "policy.html", "scheduled", put_policy_page},
  {"cancelled", "policy.html", "cancelled", put_policy_page},
  {"history", "history.html", "in-force", put_history_page},
  {"comparison", "comparison.html", "in-force", put_comparison_page},
  {"identical", "comparison.html", "identical", put_comparison_page},
  {"now", "now.html", "in-force", put_now_page},
  {"now-old", "now.html", "superseded", put_now_page},
  {"now-scheduled", "now.html", "scheduled", put_now_page},
  {"now-cancelled", "now.html", "cancelled", put_now_page},
  {"on", "on.html", "in-force", put_on_page},
  {"page", "page.html", "in-force", put_plain_page},
  {"404", "404.html", "in-force", put_missing_page},
};

static void write_out(const char *name, const char *bytes, gsize length)
{
  const char *folder = g_getenv("KAITEI_THEME_OUT");
  g_autoptr(Report) report = report_new();
  if (folder == NULL)
    return;
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(file_write(path, bytes, length, report));
}

static void render(Sample *sample, const SamplePage *page, const char *lang)
{
  g_autoptr(GString) out = g_string_new(NULL);
  g_autofree char *name = strcmp(lang, "ja") == 0
                            ? g_strconcat(page->name, ".html", NULL)
                            : g_strconcat(page->name, "-", lang, ".html", NULL);

  state = page->state;
  values_clear(sample->values);
  page->put(sample, lang);
  bool good =
    stage_render(sample->stage, page->template, sample->values, out, name, sample->report);
  if (!good)
    report_print(sample->report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_true(good);
  g_assert_nonnull(strstr(out->str, "<h1"));
  g_assert_true(g_str_has_suffix(out->str, "</html>\n"));
  good = inspect_page(sample->inspector, out->str, out->len, name, NULL, sample->report);
  report_print(sample->report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_true(good);
  g_assert_cmpuint(report_count(sample->report), ==, 0);
  write_out(name, out->str, out->len);
}

static void test_pages(void)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *folder = theme_standard_folder(report);
  g_autoptr(Theme) theme = theme_read(NULL, folder, report);
  g_autoptr(Stage) stage = theme != NULL ? stage_new(theme, report) : NULL;
  g_autoptr(Values) values = values_new();
  g_autoptr(GString) body = g_string_new(NULL);
  g_autoptr(Inspector) inspector = inspector_new();
  Sample sample = {.theme = theme,
                   .stage = stage,
                   .values = values,
                   .inspector = inspector,
                   .body = body,
                   .report = report};

  report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_nonnull(stage);
  for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
    render(&sample, &pages[i], "ja");
    render(&sample, &pages[i], "en");
    render(&sample, &pages[i], "easy");
  }
  document_free(sample.document);
  for (guint i = 0; i < theme_asset_count(theme); i++) {
    gsize length;
    const char *bytes = theme_asset_bytes(theme, i, &length);
    g_autofree char *name = g_build_filename("assets", theme_asset_name(theme, i), NULL);
    write_out(name, bytes, length);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/theme/default/pages", test_pages);
  return g_test_run();
}
