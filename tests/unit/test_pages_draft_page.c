/* pages/draft_page: the page of a working text of the real policy, one after the other. */
#include "pages/draft_page.h"

#include "base/files.h"
#include "markup/document.h"

#include <string.h>

typedef struct {
  DraftPages *pages;
  const PolicySource *policy;
  char *text; /* as published */
  GString *page;
  Report *report;
  bool draft;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->report = report_new();
  f->page = g_string_new(NULL);
  f->pages = draft_pages_new(".", "/nowhere", (Day){2026, 11, 22}, f->report);
  g_assert_nonnull(f->pages);
  f->policy = g_ptr_array_index(draft_pages_site(f->pages)->policies, 0);
  f->text = file_read("content/privacy/policy.md", NULL, 0, NULL, f->report);
  g_assert_nonnull(f->text);
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  draft_pages_free(f->pages);
  report_free(f->report);
  g_string_free(f->page, TRUE);
  g_free(f->text);
}

/* Makes the page of a text anew; whether there is one. */
static bool make(Fixture *f, const char *lang, const char *text)
{
  report_free(f->report);
  f->report = report_new();
  g_string_truncate(f->page, 0);
  return draft_pages_make(f->pages, f->policy, lang, text, strlen(text), f->page, &f->draft,
                          f->report);
}

static void test_published(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_true(make(f, "ja", f->text));
  g_assert_false(f->draft);
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_nonnull(strstr(f->page->str, "現行"));
  g_assert_null(strstr(f->page->str, "まだ発行していません"));
}

static void test_draft(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *text = g_strconcat(f->text, "\n足した文。\n", NULL);
  g_assert_true(make(f, "ja", text));
  g_assert_true(f->draft);
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_nonnull(strstr(f->page->str, "足した文。"));
  g_assert_nonnull(strstr(f->page->str, "まだ発行していません"));
  g_assert_null(strstr(f->page->str, "現行"));
  /* In a language that is not published: no page of the plan. */
  g_assert_true(make(f, "en", "# Policy {#policy}\n\n[Below](#policy), [home](../).\n"));
  g_assert_true(f->draft);
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_nonnull(strstr(f->page->str, "<html lang=\"en\">"));
}

/* Nothing of one text is told of the next. */
static void test_one_after_the_other(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *faulty =
    g_strconcat(f->text, "\n[a](../nowhere/) [b](#nowhere) <b>c</b>\n", NULL);
  g_assert_true(make(f, "ja", faulty));
  g_assert_cmpuint(report_count_of(f->report, LEVEL_ERROR), ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpstr(report_get(f->report, i)->file, ==, "content/privacy/policy.md");
    g_assert_cmpint(report_get(f->report, i)->line, ==, 178);
  }
  g_assert_true(make(f, "ja", f->text));
  g_assert_cmpuint(report_count(f->report), ==, 0);
}

static void test_vanished(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(GString) text = g_string_new(f->text);
  g_assert_cmpuint(g_string_replace(text, " {#collection}", "", 0), ==, 1);
  g_assert_true(make(f, "ja", text->str));
  g_assert_cmpuint(report_count(f->report), ==, 1);
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_ID_VANISHED);
  /* The page keeps an anchor for it, as the published one will. */
  g_assert_nonnull(strstr(f->page->str, "<li id=\"collection\">"));
}

static void test_refused(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *text = g_strnfill(MARKUP_TEXT_LIMIT + 1, 'a');
  g_assert_false(make(f, "ja", text));
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_TEXT_TOO_LONG);
  g_assert_false(make(f, "ja", "\x83\x65\n"));
  g_assert_cmpint(report_get(f->report, 0)->code, ==, DIAG_TEXT_NOT_UTF8);
  g_assert_true(make(f, "ja", ""));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/pages/draft-page/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("published", test_published);
  TEST("draft", test_draft);
  TEST("one-after-the-other", test_one_after_the_other);
  TEST("vanished", test_vanished);
  TEST("refused", test_refused);
#undef TEST
  return g_test_run();
}
