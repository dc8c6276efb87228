/* What the tests of training share: a quiz in, diagnostics out; a pool made by hand. */
#ifndef TRAINING_TESTING_H
#define TRAINING_TESTING_H

#include "training/check.h"
#include "training/grade.h"

#include <string.h>

/* All that is reported, one a line, in the order of places: "3:1 quiz-no-id …\n". */
static inline char *told(Report *report)
{
  GString *out = g_string_new(NULL);
  report_sort(report);
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    g_string_append_printf(out, "%d:%d %s", diag->line, diag->column, diag_code_name(diag->code));
    for (char **argument = diag->arguments; *argument; argument++)
      g_string_append_printf(out, " %s", *argument);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

/* A module from the text of its files, as records keep it. */
static inline Module *module_of(const char *lua, const char *quiz)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *text = g_strdup_printf("kaitei-module 1\ntest\nmodule.lua %" G_GSIZE_FORMAT
                                          "\n%s\nquiz.md %" G_GSIZE_FORMAT "\n%s\n",
                                          strlen(lua), lua, strlen(quiz), quiz);
  Module *module = module_from_text(text, strlen(text), report);
  g_autofree char *faults = told(report);
  g_assert_cmpstr(faults, ==, "");
  g_assert_nonnull(module);
  return module;
}

#endif
