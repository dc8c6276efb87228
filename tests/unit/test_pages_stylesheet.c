/* pages/stylesheet: what a style sheet would fetch from elsewhere, however it is written. */
#include "pages/stylesheet.h"

#include <string.h>

static void on_found(const char *address, int line, void *data)
{
  g_string_append_printf(data, "%d %s\n", line, address);
}

static void assert_found(const char *css, const char *wanted)
{
  g_autoptr(GString) got = g_string_new(NULL);
  style_foreign(css, strlen(css), on_found, got);
  g_assert_cmpstr(got->str, ==, wanted);
}

static void test_plain(void)
{
  assert_found("p { background: url(https://a.example/b.png) }", "1 https://a.example/b.png\n");
  assert_found("\n\np { background: URL( \"//a.example/b.png\" ) }", "3 //a.example/b.png\n");
  assert_found("@import 'https://a.example/b.css';", "1 https://a.example/b.css\n");
  assert_found("@import/**/\"//a.example/b.css\";", "1 //a.example/b.css\n");
  assert_found("@import 'odd:b.css';", "1 odd:b.css\n");
  assert_found("p { background: image-set(\"http://a.example/b\" 1x, url(//c.example) 2x) }",
               "1 http://a.example/b\n1 //c.example\n");
  assert_found("p { --x: \"//a.example/\"; background: src(var(--x)) }", "1 //a.example/\n");
  assert_found("p { background: url(\\/\\/a.example) }", "1 //a.example\n");
  assert_found("p { background: url(\n\n//a.example) }", "3 //a.example\n");
}

static void test_escapes(void)
{
  assert_found("p { background: u\\72l(//a.example) }", "1 //a.example\n");
  assert_found("p { background: \\55 \\000072\n\\6c(//a.example) }", "2 //a.example\n");
  assert_found("p { background: url(\\68ttps\\3a //a.example) }", "1 https://a.example\n");
  assert_found("@\\69mport 'x:y';", "1 x:y\n");
  assert_found("p { background: image-set('/\\\n/a.example' 1x) }\nq { background: url(//b) }",
               "1 //a.example\n3 //b\n");
  assert_found("p { background: url(/\\2f a.example) }", "1 //a.example\n");
  assert_found("\\", "");
  assert_found("\\7", "");
}

/* A browser does not see these as comments or strings where a careless reader would. */
static void test_hidden(void)
{
  assert_found("p { content: \"/*\"; background: url(//a.example); quotes: \"*/\" }",
               "1 //a.example\n");
  g_autofree char *spaces = g_strnfill(1000, ' ');
  g_autofree char *far = g_strconcat("p { background: image-set('", spaces, "//a.example')", NULL);
  assert_found(far, "1 //a.example\n");
  assert_found("/*\\*/ p { background: url(//a.example) }", "1 //a.example\n");
}

static void test_own(void)
{
  assert_found("@import url(b.css); @import 'c.css'; p { background: url(../d.png) }", "");
  assert_found("p { content: 'Note: a'; background: url(#a) }", "");
  assert_found("a[href^=\"https://\"]::after, a[href = '//x'] { content: '(' attr(href) ')' }", "");
  assert_found("p { background: url(data:image/png;base64,AA) }", "");
  assert_found(
    "p { background: url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\") }", "");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pages/stylesheet/plain", test_plain);
  g_test_add_func("/pages/stylesheet/escapes", test_escapes);
  g_test_add_func("/pages/stylesheet/hidden", test_hidden);
  g_test_add_func("/pages/stylesheet/own", test_own);
  return g_test_run();
}
