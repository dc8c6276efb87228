/*
 * markup: every example of CommonMark's own specification is written as cmark
 * writes it, but for those listed, each with the rule that changes it.
 */
#include "markup_testing.h"

#include <cmark.h>

static const char SPECIFICATION[] = "tests/node_modules/commonmark-spec/spec.txt";
enum { EXAMPLES = 652 };

/* Which rule of ours changes which examples. Raw HTML is shown as text, and a
 * comment is left out (rule 7). No other rule touches any. */
static const struct {
  int first;
  int last;
} raw_html[] = {
  {21, 21},   {31, 31},   {148, 191}, {201, 201}, {308, 309}, {344, 344}, {474, 476}, {490, 490},
  {493, 493}, {523, 523}, {535, 535}, {612, 616}, {622, 622}, {624, 624}, {627, 631}, {642, 643},
};

static bool is_listed(int number)
{
  for (guint i = 0; i < G_N_ELEMENTS(raw_html); i++)
    if (number >= raw_html[i].first && number <= raw_html[i].last)
      return true;
  return false;
}

/* The next example's Markdown, tabs put in place of their arrows. */
static char *next_example(const char **p)
{
  static const char opens[] = "\n```````````````````````````````` example\n";
  const char *start = strstr(*p, opens);
  if (!start)
    return NULL;
  start += strlen(opens);
  const char *dot = strstr(start - 1, "\n.\n");
  g_assert_nonnull(dot);
  *p = dot + 2;
  GString *text = g_string_new_len(start, dot + 1 - start);
  g_string_replace(text, "→", "\t", 0);
  return g_string_free(text, FALSE);
}

static void check_listed(int number, const char *text, const char *html, const char *plain)
{
  g_autofree char *faults = faults_of(DOCUMENT_FRAGMENT, text);
  bool comment = strstr(text, "<!--") != NULL;
  if (strcmp(html, plain) == 0)
    g_test_message("example %d is listed, but nothing changes it", number);
  else if (!comment && !strstr(faults, "html-"))
    g_test_message("example %d is changed, but no raw HTML is reported", number);
  else if (strstr(html, "<div") || strstr(html, "<!--"))
    g_test_message("example %d lets raw HTML through", number);
  else
    return;
  g_test_fail();
}

static void test_examples(void)
{
  g_autofree char *specification = NULL;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(SPECIFICATION, &specification, NULL, &error);
  g_assert_no_error(error); /* `make setup-test` fetches it */
  const char *p = specification;
  int number = 0;
  for (char *text; (text = next_example(&p)); g_free(text)) {
    g_autofree char *html = html_of(DOCUMENT_FRAGMENT, text, NULL);
    char *plain = cmark_markdown_to_html(text, strlen(text), CMARK_OPT_UNSAFE);
    if (is_listed(++number)) {
      check_listed(number, text, html, plain);
    } else if (strcmp(html, plain) != 0) {
      g_test_message("example %d\n%s-- cmark\n%s-- here\n%s", number, text, plain, html);
      g_test_fail();
    }
    free(plain);
  }
  g_assert_cmpint(number, ==, EXAMPLES);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/markup/commonmark", test_examples);
  return g_test_run();
}
