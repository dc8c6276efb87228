/* What the tests of markup share: a text in, HTML or diagnostics out. */
#ifndef MARKUP_TESTING_H
#define MARKUP_TESTING_H

#include "markup/html.h"

#include <string.h>

static inline char *html_of(DocumentKind kind, const char *text, const HtmlOptions *options)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document = document_parse(text, strlen(text), "a.md", kind, report);
  GString *out = g_string_new(NULL);
  document_html(document, options, out);
  return g_string_free(out, FALSE);
}

/* All that is reported, one a line, in the order of places:
 * "3:1 html-tag <div>\n". */
static inline char *faults_of(DocumentKind kind, const char *text)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document = document_parse(text, strlen(text), "a.md", kind, report);
  GString *out = g_string_new(NULL);
  report_sort(report);
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    g_assert_cmpstr(diag->file, ==, "a.md");
    g_string_append_printf(out, "%d:%d %s", diag->line, diag->column, diag_code_name(diag->code));
    for (char **argument = diag->arguments; *argument; argument++)
      g_string_append_printf(out, " %s", *argument);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

#define assert_html(kind, text, wanted) \
  do { \
    g_autofree char *html_found = html_of(kind, text, NULL); \
    g_assert_cmpstr(html_found, ==, wanted); \
  } while (0)

#define assert_faults(kind, text, wanted) \
  do { \
    g_autofree char *faults_found = faults_of(kind, text); \
    g_assert_cmpstr(faults_found, ==, wanted); \
  } while (0)

#endif
