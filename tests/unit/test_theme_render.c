/* theme: what templates write, the words they take, and a site's own folder. */
#include "base/files.h"
#include "theme/theme.h"

#include <string.h>

static void put(const char *folder, const char *name, const char *text)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(file_write(path, text, strlen(text), report));
}

static char *new_folder(void)
{
  char *folder = g_dir_make_tmp("kaitei-theme-XXXXXX", NULL);
  g_assert_nonnull(folder);
  put(folder, "base.html", "<% content() %>");
  return folder;
}

static void drop_folder(const char *folder)
{
  g_autoptr(Report) report = report_new();
  g_assert_true(folder_remove(folder, report));
}

static void fill(Values *values)
{
  values_open(values, "page");
  values_string(values, "title", "A & <B>");
  values_string(values, "lang", "ja");
  values_string(values, "nothing", NULL);
  values_bool(values, "yes", true);
  values_bool(values, "no", false);
  values_close(values);
  values_list(values, "items");
  for (int i = 1; i <= 3; i++) {
    values_open(values, NULL);
    values_number(values, "number", i * 10);
    values_close(values);
  }
  values_close(values);
  values_list(values, "words");
  values_string(values, NULL, "い");
  values_string(values, NULL, "ろ");
  values_close(values);
  values_open(values, "day");
  values_string(values, "iso", "2018-12-01");
  values_string(values, "both", "平成30年12月1日（2018年）");
  values_string(values, "english", "1 December 2018");
  values_close(values);
  values_raw(values, "body", "<p>b</p>xxx", 8);
}

/* Renders one template; the caller frees. */
static char *render_in(const char *folder, const char *own, const char *lang)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Theme) theme = theme_read(own, folder, report);
  g_assert_nonnull(theme);
  g_autoptr(Stage) stage = stage_new(theme, report);
  g_autoptr(Values) values = values_new();
  GString *out = g_string_new("before|");

  if (stage == NULL)
    report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_nonnull(stage);
  values_open(values, "page");
  values_string(values, "lang", "fr");
  values_close(values);
  values_clear(values);
  fill(values);
  if (lang != NULL) {
    values_open(values, "page");
    values_string(values, "lang", lang);
    values_close(values);
  }
  bool good = stage_render(stage, "x.html", values, out, "x/", report);
  if (!good)
    report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_true(good);
  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_true(g_str_has_prefix(out->str, "before|"));
  g_string_erase(out, 0, 7);
  return g_string_free(out, FALSE);
}

static void check(const char *template, const char *wanted)
{
  g_autofree char *folder = new_folder();
  put(folder, "x.html", template);
  put(folder, "part-a.html", "[<%= word %>/<%= page.title %>/<%= tostring(other) %>]");
  g_autofree char *got = render_in(folder, NULL, NULL);
  g_assert_cmpstr(got, ==, wanted);
  drop_folder(folder);
}

static void test_marks(void)
{
  check("", "");
  check("plain \"quoted\" \\n back\\slash\n\n", "plain \"quoted\" \\n back\\slash\n\n");
  check("<%= page.title %>", "A &amp; &lt;B&gt;");
  check("<%- page.title %>", "A & <B>");
  check("<%= page.nothing %>|<%= undefined %>|<%- nil %>", "||");
  check("<%= page.yes %> <%= page.no %> <%= 1 + 2 %> <%= 7 // 2 %>", "true false 3 3");
  check("<%- body %>", "<p>b</p>");
  check("<% for i, item in ipairs(items) do %><%= i %>:<%= item.number %>,<% end %>",
        "1:10,2:20,3:30,");
  check("<%= #words %><%= words[2] %>", "2ろ");
}

/* A mark of code that stands alone leaves no line; any other keeps its blanks. */
static void test_lines(void)
{
  check("a\n  <% if page.yes then %>\n  b\n  <% end %>\nc\n", "a\n  b\nc\n");
  check("a <% if page.yes then %> b\n<% end %>", "a  b\n");
  check("<% -- a comment %>x\n", "x\n");
  check("<% local n = 1 -- set %><%= n -- of it\n %>", "1");
  check("<% --[[ two\nlines ]] local s = '--no' %><%= s %>", "--no");
  check("<%= [[a--b]] .. [==[c]]d]==] %>", "a--bc]]d");
  check("<% local q = \"a\\\"--b\" %><%= q %>", "a&quot;--b");
}

static void test_functions(void)
{
  check("<%- date(day) %>", "<time datetime=\"2018-12-01\">平成30年12月1日（2018年）</time>");
  check("<%= date_text(day) %>", "平成30年12月1日（2018年）");
  check("<%= h('<') %>", "&amp;lt;");
  check("<% include('part-a.html', { word = 'w' }) %>", "[w/A &amp; &lt;B&gt;/nil]");
  check("<% include('part-a.html') %>", "[/A &amp; &lt;B&gt;/nil]");
  /* What a piece is given does not leak into what comes after. */
  check("<% include('part-a.html', { word = 'w', other = 1 }) include('part-a.html') %>",
        "[w/A &amp; &lt;B&gt;/1][/A &amp; &lt;B&gt;/nil]");
  check("<%= string.format('%03d', 7) %><%= (\"ab\"):upper() %><%= table.concat(words, '、') %>",
        "007ABい、ろ");
}

#define RT(reading) "<rp>（</rp><rt>" reading "</rt><rp>）</rp>"
static void test_ruby(void)
{
  check("<%- ruby('{漢字|かんじ}<と>{漢字|かん|じ}') %>",
        "<ruby>漢字" RT("かんじ") "</ruby>&lt;と&gt;<ruby>漢" RT("かん") "字" RT("じ") "</ruby>");
  check("<%- ruby('{x}{漢字|KANJI}{漢字|かんじ') %>", "{x}{漢字|KANJI}{漢字|かんじ");
  check("<%- ruby('') %>", "");

  g_autofree char *folder = new_folder();
  put(folder, "strings/ja.lua", "strings { a = '{答|こた}え', b = '{問|もん}{number}の{a' }");
  put(folder, "x.html", "<%- ruby(t('a')) %><%- ruby(t('b', { number = 3 })) %><%= t('a') %>");
  g_autofree char *got = render_in(folder, NULL, NULL);
  g_assert_cmpstr(got, ==,
                  "<ruby>答" RT("こた") "</ruby>え<ruby>問" RT("もん") "</ruby>3の{a{答|こた}え");
  drop_folder(folder);
}

/* Lua's own order of keys changes from run to run. */
static void test_order(void)
{
  check("<% for k in pairs({ b = 1, a = 1, z = 1, m = 1 }) do %><%= k %><% end %>", "abmz");
}

static void test_strings(void)
{
  g_autofree char *folder = new_folder();
  g_autofree char *own = new_folder();
  put(folder, "strings/ja.lua",
      "strings { a = 'あ', b = 'び', n = { of = { count = '{count}件の{what}' } } }");
  put(folder, "strings/en.lua", "strings { a = 'A' }");
  put(folder, "x.html",
      "<%= t('a') %><%= t('b') %><%= t('n.of.count', { count = 3, what = '<変更>' }) %><%- "
      "date(day) %>");
  put(own, "strings/ja.lua", "strings { b = 'ぼ' }");

  g_autofree char *ja = render_in(folder, NULL, NULL);
  g_assert_cmpstr(
    ja, ==, "あび3件の&lt;変更&gt;<time datetime=\"2018-12-01\">平成30年12月1日（2018年）</time>");
  g_autofree char *easy = render_in(folder, NULL, "ja-x-easy");
  g_assert_cmpstr(easy, ==, ja);
  g_autofree char *en = render_in(folder, NULL, "en");
  g_assert_cmpstr(en, ==,
                  "Aび3件の&lt;変更&gt;<time datetime=\"2018-12-01\">1 December 2018</time>");
  g_autofree char *changed = render_in(folder, own, NULL);
  g_assert_true(g_str_has_prefix(changed, "あぼ3件"));
  drop_folder(folder);
  drop_folder(own);
}

static void test_own_folder(void)
{
  g_autofree char *folder = new_folder();
  g_autofree char *own = new_folder();
  g_autoptr(Report) report = report_new();
  put(folder, "x.html", "standard");
  put(folder, "assets/a.css", "a");
  put(folder, "assets/b/c.css", "\r\nc");
  put(folder, "README.md", "not part of it");
  put(own, "x.html", "own");
  put(own, "assets/b/c.css", "own c");

  g_autofree char *got = render_in(folder, own, NULL);
  g_assert_cmpstr(got, ==, "own");

  g_autoptr(Theme) both = theme_read(own, folder, report);
  g_autoptr(Theme) alone = theme_read(NULL, folder, report);
  g_autoptr(Theme) missing = theme_read("/nowhere/theme", folder, report);
  gsize length;
  g_assert_cmpuint(theme_asset_count(both), ==, 2);
  g_assert_cmpstr(theme_asset_name(both, 0), ==, "a.css");
  g_assert_cmpstr(theme_asset_name(both, 1), ==, "b/c.css");
  g_assert_cmpstr(theme_asset_bytes(both, 1, &length), ==, "own c");
  g_assert_cmpuint(length, ==, 5);
  g_assert_cmpstr(theme_asset_bytes(alone, 1, &length), ==, "\r\nc");
  g_assert_cmpuint(theme_hash(both), !=, theme_hash(alone));
  g_assert_cmpuint(theme_hash(missing), ==, theme_hash(alone));
  drop_folder(folder);
  drop_folder(own);
}

/* One stage serves a whole build: its memory must not grow with the pages. */
static void test_many_pages(void)
{
  g_autofree char *folder = new_folder();
  put(folder, "x.html",
      "<% made = {} for i = 1, 50 do made[i] = tostring(i) .. body end %><%= seen %>"
      "<% seen = 'left over' %><%= #made %>");
  g_autoptr(Report) report = report_new();
  g_autoptr(Theme) theme = theme_read(NULL, folder, report);
  g_autoptr(Stage) stage = stage_new(theme, report);
  g_autoptr(Values) values = values_new();
  g_autoptr(GString) out = g_string_new(NULL);

  for (int i = 0; i < 5000; i++) {
    values_clear(values);
    fill(values);
    g_string_truncate(out, 0);
    g_assert_true(stage_render(stage, "x.html", values, out, "x/", report));
    g_assert_cmpstr(out->str, ==, "50");
  }
  drop_folder(folder);
}

/* What is kept for later pages, put anew for each page as a renderer does. */
static void fill_kept(Values *values, const char *key, const char *word)
{
  values_clear(values);
  if (!values_open_kept(values, "kept", key))
    return;
  values_string(values, "word", word);
  values_list(values, "list");
  values_number(values, NULL, 7);
  values_open(values, NULL);
  values_string(values, "deep", "深");
  values_close(values);
  values_close(values);
  values_close(values);
}

static void test_kept(void)
{
  g_autofree char *folder = new_folder();
  put(
    folder, "x.html",
    "<%= kept.word %><%= #kept.list %><%= kept.list[2].deep %><% for k in pairs(kept) do %> <%= k "
    "%><% end %> <%= select(\"#\", table.unpack(kept.list)) %><% include(\"part.html\", kept) %>");
  put(folder, "part.html", " <%= word %>");
  put(folder, "bad.html", "<% kept.word = 'x' %>");
  put(folder, "deep.html", "<% kept.list[2].deep = 'x' %>");
  put(folder, "add.html", "<% table.insert(kept.list, 1) %>");
  g_autoptr(Report) report = report_new();
  g_autoptr(Theme) theme = theme_read(NULL, folder, report);
  g_autoptr(Stage) stage = stage_new(theme, report);
  g_autoptr(Values) values = values_new();
  g_autoptr(GString) out = g_string_new(NULL);
  static const char keys[5000] = "";
  static const char *const bad[] = {"bad.html", "deep.html", "add.html"};

  for (int round = 0; round < 3; round++) { /* more tables than are kept: they are made anew */
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
      g_autofree char *word = g_strdup_printf("%u", i);
      g_autofree char *wanted = g_strdup_printf("%u2深 list word 2 %u", i, i);
      fill_kept(values, &keys[i], word);
      g_string_truncate(out, 0);
      g_assert_true(stage_render(stage, "x.html", values, out, "x/", report));
      g_assert_cmpstr(out->str, ==, wanted);
    }
  }
  fill_kept(values, keys, "first");
  values_clear(values); /* that page was never made */
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    fill_kept(values, keys, "second");
    g_assert_false(stage_render(stage, bad[i], values, out, "x/", report));
  }
  g_assert_cmpuint(report_count(report), ==, G_N_ELEMENTS(bad));
  fill_kept(values, keys, "third");
  g_string_truncate(out, 0);
  g_assert_true(stage_render(stage, "x.html", values, out, "x/", report));
  g_assert_cmpstr(out->str, ==, "second2深 list word 2 second");
  drop_folder(folder);
}

/* What is written of a kept day is remembered: for each language its own, and of no other table. */
static void test_kept_day(void)
{
  g_autofree char *folder = new_folder();
  put(folder, "x.html",
      "<%- date(day) %><% local d = { iso = 'a', both = 'A', english = 'B' } %><%- date(d) %>"
      "<% d.iso = 'b' %><%- date(d) %>");
  g_autoptr(Report) report = report_new();
  g_autoptr(Theme) theme = theme_read(NULL, folder, report);
  g_autoptr(Stage) stage = stage_new(theme, report);
  g_autoptr(Values) values = values_new();
  g_autoptr(GString) out = g_string_new(NULL);
  static const char key = 0;

  for (int round = 0; round < 4; round++) {
    bool english = round % 2 == 1;
    const char *wanted = english ? "<time datetime=\"k\">E</time>"
                                   "<time datetime=\"a\">B</time><time datetime=\"b\">B</time>"
                                 : "<time datetime=\"k\">J</time>"
                                   "<time datetime=\"a\">A</time><time datetime=\"b\">A</time>";
    values_clear(values);
    values_open(values, "page");
    values_string(values, "lang", english ? "en" : "ja");
    values_close(values);
    if (values_open_kept(values, "day", &key)) {
      values_string(values, "iso", "k");
      values_string(values, "both", "J");
      values_string(values, "english", "E");
      values_close(values);
    }
    g_string_truncate(out, 0);
    g_assert_true(stage_render(stage, "x.html", values, out, "x/", report));
    g_assert_cmpstr(out->str, ==, wanted);
  }
  drop_folder(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/theme/marks", test_marks);
  g_test_add_func("/theme/lines", test_lines);
  g_test_add_func("/theme/functions", test_functions);
  g_test_add_func("/theme/ruby", test_ruby);
  g_test_add_func("/theme/order", test_order);
  g_test_add_func("/theme/strings", test_strings);
  g_test_add_func("/theme/own-folder", test_own_folder);
  g_test_add_func("/theme/many-pages", test_many_pages);
  g_test_add_func("/theme/kept", test_kept);
  g_test_add_func("/theme/kept-day", test_kept_day);
  return g_test_run();
}
