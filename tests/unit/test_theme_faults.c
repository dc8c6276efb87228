/* theme: a template at fault is told by its file, its line and the page; the stage goes on. */
#include "base/files.h"
#include "theme/theme.h"

#include <string.h>

/* Of a memory error Lua knows the line nearly, or not at all. */
enum { NEARBY = -1 };

static void put(const char *folder, const char *name, const char *text)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(file_write(path, text, strlen(text), report));
}

static char *new_theme(const char *template)
{
  g_autofree char *above = g_dir_make_tmp("kaitei-theme-XXXXXX", NULL);
  char *folder = g_build_filename(above, "theme", NULL);
  put(folder, "base.html", "<main>\n<% content() %></main>");
  put(folder, "good.html", "good");
  put(folder, "part-round.html", "<% include('part-round.html') %>");
  put(folder, "part-bad.html", "\n\n<%= nowhere.field %>");
  put(folder, "strings/ja.lua", "strings { filled = '{count}件' }");
  if (template != NULL)
    put(folder, "x.html", template);
  return folder;
}

static void drop_theme(const char *folder)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *above = g_path_get_dirname(folder);
  g_assert_true(folder_remove(above, report));
}

static void check_only(const Report *report, DiagCode code, const char *file, int line,
                       const char *words)
{
  if (report_count(report) != 1)
    report_print(report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_cmpuint(report_count(report), ==, 1);
  const Diag *diag = report_get(report, 0);
  g_autofree char *ja = diag_text(diag, MESSAGES_JA);
  g_autofree char *en = diag_text(diag, MESSAGES_EN);
  g_assert_cmpstr(diag_code_name(diag->code), ==, diag_code_name(code));
  g_assert_cmpstr(diag->file, ==, file);
  if (line != NEARBY)
    g_assert_cmpint(diag->line, ==, line);
  if (words != NULL && (strstr(en, words) == NULL || strstr(ja, words) == NULL))
    g_error("\"%s\" is neither in \"%s\" nor in \"%s\"", words, en, ja);
}

/* Renders x.html, which must fail so, and then a good page on the same stage. */
static void check_render(const char *template, DiagCode code, const char *file, int line,
                         const char *words)
{
  g_autofree char *folder = new_theme(template);
  g_autoptr(Report) report = report_new(), after = report_new();
  g_autoptr(Theme) theme = theme_read(folder, folder, report);
  g_autoptr(Stage) stage = stage_new(theme, report);
  g_autoptr(Values) values = values_new();
  g_autoptr(GString) out = g_string_new("kept");

  g_assert_nonnull(stage);
  values_string(values, "word", "w");
  g_assert_false(stage_render(stage, "x.html", values, out, "privacy/", report));
  g_assert_cmpstr(out->str, ==, "kept");
  check_only(report, code, file, line, words);
  const Diag *diag = report_get(report, 0);
  g_autofree char *text = diag_text(diag, MESSAGES_JA);
  g_assert_nonnull(strstr(text, "privacy/"));

  g_assert_true(stage_render(stage, "good.html", values, out, "good/", after));
  g_assert_cmpstr(out->str, ==, "kept<main>\ngood</main>");
  drop_theme(folder);
}

#define RAISES(template, line, words) \
  check_render(template, DIAG_TEMPLATE_RAISED, "theme/x.html", line, words)

static void test_raises(void)
{
  RAISES("a\nb\n<%= nothing.field %>", 3, "nothing");
  RAISES("<%= word %>\n\n<% word.x.y = 1 %>", 3, "x");
  RAISES("\n<% error('as the designer says') %>", 2, "as the designer says");
  RAISES("\n<%= {} %>", 2, "table");
  RAISES("\n<%= t('no_such_key') %>", 2, "no_such_key");
  RAISES("\n<%= t('filled') %>", 2, "values");
  RAISES("\n<%= t('filled', { other = 1 }) %>", 2, "count");
  RAISES("\n\n\n<%- date('2018-12-01') %>", 4, "day");
  RAISES("\n<% include('part-none.html') %>", 2, "part-none.html");
  RAISES("<% content() %>", 1, "content()");
  /* The line is the one in the piece that was at fault. */
  check_render("<% include('part-bad.html') %>", DIAG_TEMPLATE_RAISED, "theme/part-bad.html", 3,
               "nowhere");
}

static void test_out_of_reach(void)
{
  RAISES("<% os.execute('true') %>", 1, "os");
  RAISES("<% io.open('/etc/passwd') %>", 1, "io");
  RAISES("<% require('x') %>", 1, "require");
  RAISES("<% load('return 1')() %>", 1, "load");
  RAISES("<% dofile('/etc/passwd') %>", 1, "dofile");
  RAISES("<% pcall(content) %>", 1, "pcall");
  RAISES("<% string.format = nil %>", 1, NULL);
  RAISES("<% getmetatable('').__index = nil %>", 1, "getmetatable");
  RAISES("<% debug.getregistry() %>", 1, "debug");
}

static void test_bombs(void)
{
  check_render("\n<% while true do end %>", DIAG_TEMPLATE_ENDLESS, "theme/x.html", 2, NULL);
  check_render("\n<% repeat local s = ('x'):upper() until false %>", DIAG_TEMPLATE_ENDLESS,
               "theme/x.html", 2, NULL);
  check_render("<% local function f() return f() end f() %>", DIAG_TEMPLATE_ENDLESS, "theme/x.html",
               1, NULL);
  check_render("<% local function f() return 1 + f() end f() %>", DIAG_TEMPLATE_MEMORY,
               "theme/x.html", NEARBY, NULL);
  check_render("<% include('part-round.html') %>", DIAG_TEMPLATE_RAISED, "theme/part-round.html", 1,
               "deep");
  check_render("<% while true do %><%= word %><% end %>", DIAG_TEMPLATE_ENDLESS, "theme/x.html", 1,
               NULL);
}

static void test_memory_bombs(void)
{
  check_render("<% local s = 'xxxxxxxx' while true do s = s .. s end %>", DIAG_TEMPLATE_MEMORY,
               "theme/x.html", NEARBY, NULL);
  check_render("<% string.rep('x', 1 << 40) %>", DIAG_TEMPLATE_ENDLESS, "theme/x.html", 1, NULL);
  check_render("<% local all = {} for i = 1, 1 << 40 do all[i] = i end %>", DIAG_TEMPLATE_MEMORY,
               "theme/x.html", NEARBY, NULL);
  check_render("<% local s = 'x' for i = 1, 20 do s = s .. s end %>\n"
               "<% while true do %><%- s %><% end %>",
               DIAG_TEMPLATE_RAISED, "theme/x.html", 2, "MiB");
}

static void check_compile(const char *template, DiagCode code, int line, const char *words)
{
  g_autofree char *folder = new_theme(template);
  g_autoptr(Report) report = report_new();
  g_autoptr(Theme) theme = theme_read(folder, folder, report);

  g_assert_null(stage_new(theme, report));
  check_only(report, code, "theme/x.html", line, words);
  drop_theme(folder);
}

static void test_syntax(void)
{
  check_compile("a\n<%= page.title\n", DIAG_TEMPLATE_UNCLOSED, 2, NULL);
  check_compile("a\n<% if x %>y<% end %>", DIAG_TEMPLATE_SYNTAX, 2, "then");
  check_compile("a\n<% for x in y do %>\n\n", DIAG_TEMPLATE_SYNTAX, 4, "end");
  check_compile("<% end %>", DIAG_TEMPLATE_SYNTAX, 1, NULL);
  check_compile("\n\n<%= 1 + %>", DIAG_TEMPLATE_SYNTAX, 3, NULL);
}

static void test_missing(void)
{
  g_autofree char *folder = new_theme(NULL);
  g_autoptr(Report) report = report_new();
  g_autoptr(Theme) theme = theme_read(NULL, folder, report);
  g_autoptr(Stage) stage = stage_new(theme, report);
  g_autoptr(Values) values = values_new();
  g_autoptr(GString) out = g_string_new(NULL);

  g_assert_false(stage_render(stage, "x.html", values, out, "privacy/", report));
  check_only(report, DIAG_TEMPLATE_MISSING, NULL, 0, "privacy/");
  drop_theme(folder);
}

static void check_strings(const char *text, DiagCode code, int line, const char *words)
{
  g_autofree char *folder = new_theme(NULL);
  g_autoptr(Report) report = report_new();

  put(folder, "strings/ja.lua", text);
  g_assert_null(theme_read(folder, "nowhere", report));
  check_only(report, code, "theme/strings/ja.lua", line, words);
  drop_theme(folder);
}

static void test_strings(void)
{
  check_strings("strings { a = 'x'", DIAG_STRINGS_FAULT, 1, "expected");
  check_strings("\nstrings { a = 1 }", DIAG_STRINGS_FAULT, 2, "a is no string");
  check_strings("strings { a = {\n b = 1 } }", DIAG_STRINGS_FAULT, 1, "a.b is no string");
  check_strings("strings { 'x' }", DIAG_STRINGS_FAULT, 1, "key");
  check_strings("strings 'x'", DIAG_STRINGS_FAULT, 1, "table");
  check_strings("os.exit(1)", DIAG_STRINGS_FAULT, 1, "os");
  check_strings("\nwhile true do end", DIAG_STRINGS_ENDLESS, 2, NULL);
  check_strings("\na = 'x'", DIAG_STRINGS_FAULT, 2, "strings { a");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/theme/faults/raises", test_raises);
  g_test_add_func("/theme/faults/out-of-reach", test_out_of_reach);
  g_test_add_func("/theme/faults/bombs", test_bombs);
  g_test_add_func("/theme/faults/memory", test_memory_bombs);
  g_test_add_func("/theme/faults/syntax", test_syntax);
  g_test_add_func("/theme/faults/missing", test_missing);
  g_test_add_func("/theme/faults/strings", test_strings);
  return g_test_run();
}
