/*
 * print/finish on what the real browser prints: rules of PDF/A-2a and PDF/UA-1 by
 * tests/tools/pdf_rules.mjs, tags by poppler, soundness by qpdf, and every fault that it reports.
 * Where no browser is installed, each of these is skipped.
 */
#include "print/browser.h"
#include "print/finish.h"

#include "base/files.h"

#include <glib/gstdio.h>
#include <string.h>

#define WHEN 1543633200 /* 2018-12-01T03:00:00Z */

typedef struct {
  char *folder;
  Browser *browser;
  Report *report;
  bool skip;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(GError) error = NULL;
  g_autofree char *shell = g_find_program_in_path("chromium-headless-shell");
  g_autofree char *plain = g_find_program_in_path("chromium");
  f->folder = g_dir_make_tmp("kaitei-test-XXXXXX", &error);
  g_assert_no_error(error);
  f->report = report_new();
  f->skip = shell == NULL && plain == NULL;
  if (f->skip)
    g_test_skip("no browser is installed");
  else
    f->browser = browser_new("/", NULL, f->report);
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) ignored = report_new();
  (void)folder_remove(f->folder, ignored);
  g_free(f->folder);
  browser_free(f->browser);
  report_free(f->report);
}

static char *contents(const char *path)
{
  char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

static char *put(const Fixture *f, const char *name, const char *text, gsize length)
{
  char *path = g_build_filename(f->folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
  return path;
}

static FinishPaper paper_of(const char *html, const char *html_name)
{
  return (FinishPaper){.name = "掲示",
                       .title = "個人情報の保護について",
                       .author = "NPO法人 & <エプロン>",
                       .subject = "Notice (A4)",
                       .when = WHEN,
                       .html = html,
                       .html_name = html_name};
}

/* Prints and finishes a file; NULL where something was reported. */
static GBytes *make(Fixture *f, Browser *browser, const char *path, guint *pages)
{
  g_autofree char *html = contents(path);
  FinishPaper paper = paper_of(html, "paper.html");
  g_autoptr(GBytes) printed = browser_print(browser, path, "掲示", f->report);
  g_assert_nonnull(printed);
  return finish_pdf(printed, &paper, pages, f->report);
}

/* The same of a text. */
static GBytes *make_text(Fixture *f, const char *text, guint *pages)
{
  g_autofree char *path = put(f, "text.html", text, strlen(text));
  return make(f, f->browser, path, pages);
}

/* What a program says of a file; its exit status must be `status`. */
static char *ask(const char *const *argv, int status)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *errors = NULL;
  char *output = NULL;
  int got = 0;
  g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &errors, &got,
               &error);
  g_assert_no_error(error);
  if (got != status << 8)
    g_printerr("# %s: %s%s\n", argv[0], output, errors);
  g_assert_cmpint(got, ==, status << 8);
  return output;
}

static char *put_pdf(const Fixture *f, const char *name, GBytes *pdf)
{
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_nonnull(pdf);
  return put(f, name, g_bytes_get_data(pdf, NULL), g_bytes_get_size(pdf));
}

static char *structure_of(const char *path)
{
  const char *argv[] = {"pdfinfo", "-struct-text", path, NULL};
  return ask(argv, 0);
}

/* How often `word` is found. */
static guint count(const char *text, const char *word)
{
  guint found = 0;
  for (const char *at = text; (at = strstr(at, word)) != NULL; at += strlen(word))
    found++;
  return found;
}

static void assert_rules(const char *path)
{
  const char *rules[] = {"node", "tests/tools/pdf_rules.mjs", path, NULL};
  const char *check[] = {"qpdf", "--check", path, NULL};
  g_autofree char *broken = ask(rules, 0);
  g_assert_cmpstr(broken, ==, "");
  g_autofree char *sound = ask(check, 0);
  g_assert_nonnull(strstr(sound, "No syntax or stream encoding errors"));
}

static void test_all(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  guint pages = 0;
  g_autoptr(GBytes) pdf = make(f, f->browser, "tests/print/all.html", &pages);
  g_autofree char *path = put_pdf(f, "all.pdf", pdf);
  g_assert_cmpuint(pages, ==, 1);
  g_assert_cmpuint(finish_count_pages(pdf), ==, 1);
  assert_rules(path);
  g_autofree char *got = structure_of(path);
  g_autofree char *want = contents("tests/print/all.txt");
  g_assert_cmpstr(got, ==, want);
  const char *info[] = {"pdfinfo", path, NULL};
  g_autofree char *said = ask(info, 0);
  static const char *const lines[] = {"Title:           個人情報の保護について\n",
                                      "Author:          NPO法人 & <エプロン>\n",
                                      "Subject:         Notice (A4)\n",
                                      "Tagged:          yes\n",
                                      "Suspects:        no\n",
                                      "JavaScript:      no\n",
                                      "(A4)\n",
                                      "PDF version:     1.7\n",
                                      "CreationDate:    Sat Dec  1 03:00:00 2018 UTC\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
    g_assert_nonnull(strstr(said, lines[i]));
  const char *fonts[] = {"pdffonts", path, NULL};
  g_autofree char *font_list = ask(fonts, 0);
  g_assert_cmpuint(count(font_list, "yes yes yes"), ==, count(font_list, "\n") - 2);
}

/* The rules are no rubber stamp: what Chromium gives breaks many. */
static void test_rules_break(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) printed = browser_print(f->browser, "tests/print/all.html", "掲示", f->report);
  g_autofree char *path = put_pdf(f, "raw.pdf", printed);
  const char *rules[] = {"node", "tests/tools/pdf_rules.mjs", path, NULL};
  g_autofree char *broken = ask(rules, 1);
  static const char *const said[] = {
    "A 6.1.3: the trailer has an ID",     "A 6.2.3: one output intent",
    "A 6.6.4: it says that it is PDF/A",  "UA 5: it says that it is PDF/UA-1",
    "UA 7.1: what is painted is tagged",  "UA 7.1: every type is standard",
    "UA 7.2: LI holds labels and bodies", "UA 7.4.2: headings begin with H1 and skip no level",
    "UA 7.18.5: links are described",     "own: document information and metadata agree"};
  for (gsize i = 0; i < G_N_ELEMENTS(said); i++)
    if (strstr(broken, said[i]) == NULL)
      g_error("not said: %s", said[i]);
}

static void assert_same(GBytes *a, GBytes *b)
{
  g_assert_cmpmem(g_bytes_get_data(a, NULL), g_bytes_get_size(a), g_bytes_get_data(b, NULL),
                  g_bytes_get_size(b));
}

/* Two browsers, two orders of papers, the same bytes. */
static void test_same_bytes(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autofree char *other =
    put(f, "other.html", "<p lang=\"ja\">別の紙<table><tr><th>一<td>二</table>",
        strlen("<p lang=\"ja\">別の紙<table><tr><th>一<td>二</table>"));
  g_autoptr(GBytes) all = make(f, f->browser, "tests/print/all.html", NULL);
  g_autoptr(GBytes) small = make(f, f->browser, other, NULL);
  g_autoptr(GBytes) again = make(f, f->browser, "tests/print/all.html", NULL);
  g_autoptr(Browser) second = browser_new("/", NULL, f->report);
  g_autoptr(GBytes) small_first = make(f, second, other, NULL);
  g_autoptr(GBytes) all_second = make(f, second, "tests/print/all.html", NULL);
  g_assert_cmpuint(report_count(f->report), ==, 0);
  assert_same(all, again);
  assert_same(all, all_second);
  assert_same(small, small_first);
}

/* Heads that are painted on each page, and what stands fixed on each, are read once. */
static void test_many_pages(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GString) html = g_string_new(
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>t</title><style>"
    "@page { size: A4 landscape; margin: 20mm; @bottom-center { content: counter(page) } }"
    "body { font-family: 'BIZ UDPGothic' } td, th { border: 1px solid; height: 28mm }"
    ".draft { position: fixed; top: 40%; font-size: 80pt; opacity: .2 }</style>"
    "<div class=\"draft\">案</div><h1>新旧対照表</h1><table><thead><tr>"
    "<th scope=\"col\">改正後</th><th scope=\"col\">改正前</th></tr></thead><tbody>");
  for (int i = 0; i < 300; i++)
    g_string_append_printf(html, "<tr><td>新しい文 %d。</td><td>古い文 %d。</td></tr>", i, i);
  g_string_append(html, "</tbody></table>");
  guint pages = 0;
  g_autoptr(GBytes) pdf = make_text(f, html->str, &pages);
  g_autofree char *path = put_pdf(f, "many.pdf", pdf);
  g_assert_cmpuint(pages, >=, 60);
  assert_rules(path);
  g_autofree char *tags = structure_of(path);
  g_assert_cmpuint(count(tags, "\"改正後\""), ==, 1);
  g_assert_cmpuint(count(tags, "\"案\""), ==, 1);
  g_assert_cmpuint(count(tags, "TR\n"), ==, 301);
  /* In the order of the source, none missing. */
  const char *at = tags;
  for (int i = 0; i < 300; i++) {
    g_autofree char *cell = g_strdup_printf("\"新しい文 %d。\"", i);
    at = strstr(at, cell);
    g_assert_nonnull(at);
  }
  /* On paper the heads and the mark are on every page all the same. */
  const char *argv[] = {"pdftotext", "-f", "30", "-l", "30", path, "-", NULL};
  g_autofree char *page = ask(argv, 0);
  g_assert_cmpuint(count(page, "改正後"), ==, 1);
  g_assert_cmpuint(count(page, "案"), ==, 1);
}

static const Diag *diag_at(const Fixture *f, guint index, DiagCode code)
{
  g_assert_cmpuint(report_count(f->report), >, index);
  const Diag *diag = report_get(f->report, index);
  g_assert_cmpstr(diag_code_name(diag->code), ==, diag_code_name(code));
  return diag;
}

static void test_glyph(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  /* Private-use characters: no font has them. The second is not in the source, and in a ligature
   * of its own run; the third comes from the style sheet. */
  static const char html[] =
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>t</title>"
    "<style>p::after { content: '\\F0003' } h1 { break-after: page }</style>\n"
    "<h1>題</h1>\n"
    "<div>練馬の\U000F0001野さんと&#xF0002;さん</div>\n"
    "<p>最後</p>";
  const FinishSource sources[] = {{"other.md", "何もない"},
                                  {"policy.md", "# 題\n\n練馬の\U000F0001野さん"}};
  g_autofree char *path = put(f, "glyph.html", html, strlen(html));
  g_autoptr(GBytes) printed = browser_print(f->browser, path, "掲示", f->report);
  FinishPaper paper = paper_of(html, "glyph.html");
  paper.sources = sources;
  paper.source_count = G_N_ELEMENTS(sources);
  g_autoptr(GBytes) pdf = finish_pdf(printed, &paper, NULL, f->report);
  g_assert_null(pdf);
  g_assert_cmpuint(report_count(f->report), ==, 3);
  const Diag *first = diag_at(f, 0, DIAG_PRINT_GLYPH);
  g_assert_cmpstr(first->file, ==, "policy.md");
  g_assert_cmpint(first->line, ==, 3);
  g_assert_cmpint(first->column, ==, 4);
  g_assert_cmpstr(first->arguments[1], ==, "\U000F0001");
  g_assert_cmpstr(first->arguments[2], ==, "U+F0001");
  g_assert_cmpstr(first->arguments[3], ==, "2");
  const Diag *second = diag_at(f, 1, DIAG_PRINT_GLYPH);
  g_assert_cmpstr(second->file, ==, "glyph.html");
  g_assert_cmpint(second->line, ==, 3);
  g_assert_cmpstr(second->arguments[2], ==, "U+F0002");
  const Diag *third = diag_at(f, 2, DIAG_PRINT_GLYPH_UNMARKED);
  g_assert_cmpstr(third->arguments[1], ==, "2");
  g_assert_cmpint(report_status(f->report), ==, 1);
}

/* Nothing stands before it: it is the one that the fonts do not have. */
static void test_glyph_first(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) pdf = make_text(
    f,
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><p hidden>あ</p><p>\U000F0001あ</p>",
    NULL);
  g_assert_null(pdf);
  g_assert_cmpuint(report_count(f->report), ==, 1);
  g_assert_cmpstr(diag_at(f, 0, DIAG_PRINT_GLYPH)->arguments[2], ==, "U+F0001");
}

/* Readings and the dots of emphasis are painted out of turn, between it and what stands before. */
static void test_glyph_after_ruby(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) pdf = make_text(f,
                                    "<!DOCTYPE html><html lang=\"ja\"><meta "
                                    "charset=\"utf-8\"><p><em style=\"text-emphasis: dot\">圏点"
                                    "</em> と <ruby>漢字<rt>かんじ</rt></ruby>、\U000F0001あ</p>",
                                    NULL);
  g_assert_null(pdf);
  g_assert_cmpuint(report_count(f->report), ==, 1);
  g_assert_cmpstr(diag_at(f, 0, DIAG_PRINT_GLYPH)->arguments[2], ==, "U+F0001");
}

/* With nothing to look in, what stands before it is told. */
static void test_glyph_behind(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  static const char html[] =
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><p>すぐ前にある文字は&#xF0001;です";
  g_autofree char *path = put(f, "glyph.html", html, strlen(html));
  g_autoptr(GBytes) printed = browser_print(f->browser, path, "掲示", f->report);
  FinishPaper paper = paper_of(NULL, NULL);
  g_assert_null(finish_pdf(printed, &paper, NULL, f->report));
  g_assert_cmpuint(report_count(f->report), ==, 1);
  g_assert_cmpstr(diag_at(f, 0, DIAG_PRINT_GLYPH_BEHIND)->arguments[2], ==, "ぐ前にある文字は");
}

static void test_alt(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) pdf = make_text(
    f,
    "<!DOCTYPE html><html lang=\"ja\"><title>t</title><p>x <svg role=\"img\" viewBox=\"0 0 1 1\" "
    "width=\"40\"><path d=\"M0 0h1v1z\"/></svg><img width=\"40\" height=\"40\" "
    "src=\"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=\"></p>",
    NULL);
  g_assert_null(pdf);
  (void)diag_at(f, 0, DIAG_PRINT_ALT);
}

static void test_links(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  static const char html[] =
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>t</title>"
    "<p><a href=\"../visitors/#x\">訪問者へ</a> <a href=\"tel:03-1\">電話</a></p>"
    "<p style=\"break-before: page\"><a href=\"tel:03-2\">二頁目</a></p>";
  g_autofree char *below = g_build_filename(f->folder, "site/privacy", NULL);
  g_assert_cmpint(g_mkdir_with_parents(below, 0700), ==, 0);
  g_autofree char *path = put(f, "site/privacy/p.html", html, strlen(html));
  g_autofree char *site = g_build_filename(f->folder, "site", NULL);
  g_autoptr(GBytes) printed = browser_print(f->browser, path, "掲示", f->report);
  FinishPaper paper = paper_of(html, "p.html");
  g_assert_null(finish_pdf(printed, &paper, NULL, f->report));
  (void)diag_at(f, 0, DIAG_PRINT_LINK);
  report_free(f->report);
  f->report = report_new();
  paper.link_from = site;
  paper.link_to = "https://example.jp/s";
  g_autoptr(GBytes) pdf = finish_pdf(printed, &paper, NULL, f->report);
  g_autofree char *out = put_pdf(f, "links.pdf", pdf);
  assert_rules(out);
  const char *argv[] = {"pdfinfo", "-url", out, NULL};
  g_autofree char *urls = ask(argv, 0);
  g_assert_nonnull(strstr(urls, "https://example.jp/s/visitors/#x"));
  g_assert_nonnull(strstr(urls, "tel:03-1"));
}

/* Chromium leaves out cells with nothing in them: they are put back where they were. */
static void test_empty_cells(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) pdf = make_text(
    f,
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>t</title><table><thead><tr>"
    "<th scope=\"col\">A<th scope=\"col\">B<th scope=\"col\">C</tr></thead><tbody>"
    "<tr><td>a<td><td>c<tr><td>a<td>b<td><tr><td>d<td>e<td>f</table>",
    NULL);
  g_autofree char *path = put_pdf(f, "empty.pdf", pdf);
  assert_rules(path);
  g_autofree char *tags = structure_of(path);
  g_assert_cmpuint(count(tags, " TD"), ==, 9);
  const char *a = strstr(tags, "\"a\""), *c = strstr(tags, "\"c\"");
  g_autofree char *between = g_strndup(a, (gsize)(c - a));
  g_assert_cmpuint(count(between, " TD"), ==, 2);
}

/* Hidden from readers: on paper, in no tag, and no link of it is left. */
static void test_hidden(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) pdf = make_text(
    f,
    "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>t</title><p>本文</p>"
    "<p aria-hidden=\"true\">飾り</p><p><a aria-hidden=\"true\" href=\"https://a.jp/\">隠れ</a>"
    "<a href=\"https://b.jp/\"><img width=\"9\" height=\"9\" alt=\"\" "
    "src=\"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=\"></a></p>",
    NULL);
  g_autofree char *path = put_pdf(f, "hidden.pdf", pdf);
  assert_rules(path);
  g_autofree char *tags = structure_of(path);
  g_assert_nonnull(strstr(tags, "本文"));
  g_assert_null(strstr(tags, "飾り"));
  const char *text[] = {"pdftotext", path, "-", NULL};
  g_autofree char *shown = ask(text, 0);
  g_assert_nonnull(strstr(shown, "飾り"));
  const char *argv[] = {"pdfinfo", "-url", path, NULL};
  g_autofree char *urls = ask(argv, 0);
  g_assert_nonnull(strstr(urls, "https://b.jp/"));
  g_assert_null(strstr(urls, "https://a.jp/"));
}

/* Whatever is damaged ends in a report or a file, never otherwise. */
static void test_damage(Fixture *f, gconstpointer data)
{
  (void)data;
  if (f->skip)
    return;
  g_autoptr(GBytes) printed = browser_print(f->browser, "tests/print/all.html", "掲示", f->report);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data(printed, &length);
  FinishPaper paper = paper_of("", "p.html");
  const int rounds = g_getenv("KAITEI_DEEP") != NULL ? 3000 : 300;
  for (int i = 0; i < rounds; i++) {
    g_autofree guint8 *copy = g_memdup2(bytes, length);
    gsize size = i % 10 == 0 ? (gsize)g_test_rand_int_range(0, (gint32)length) : length;
    for (int k = g_test_rand_int_range(0, 30); k > 0 && size > 0; k--)
      copy[g_test_rand_int_range(0, (gint32)size)] = (guint8)g_test_rand_int_range(0, 256);
    g_autoptr(GBytes) damaged = g_bytes_new(copy, size);
    g_autoptr(Report) report = report_new();
    g_autoptr(GBytes) pdf = finish_pdf(damaged, &paper, NULL, report);
    g_assert_cmpint(pdf == NULL, ==, report_failed(report));
  }
  g_autoptr(GBytes) nothing = g_bytes_new("%PDF-1.4\n%%EOF", 14);
  g_assert_null(finish_pdf(nothing, &paper, NULL, f->report));
  (void)diag_at(f, 0, DIAG_PRINT_BROKEN);
  g_assert_cmpuint(finish_count_pages(nothing), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/print/finish/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("all", test_all);
  TEST("rules-break", test_rules_break);
  TEST("same-bytes", test_same_bytes);
  TEST("many-pages", test_many_pages);
  TEST("glyph", test_glyph);
  TEST("glyph-first", test_glyph_first);
  TEST("glyph-after-ruby", test_glyph_after_ruby);
  TEST("glyph-behind", test_glyph_behind);
  TEST("alt", test_alt);
  TEST("links", test_links);
  TEST("empty-cells", test_empty_cells);
  TEST("hidden", test_hidden);
  TEST("damage", test_damage);
#undef TEST
  return g_test_run();
}
