/* Data files: what is read, and that every fault is said with its line. */
#include "script/data.h"

#include <string.h>

static const DataField place_fields[] = {
  {"name", DATA_STRING, true, NULL},
  {"floor", DATA_NUMBER, false, NULL},
  {0},
};
static const DataField item_fields[] = {
  {"title", DATA_STRING, true, NULL},
  {"href", DATA_STRING, false, NULL},
  {0},
};
static const DataField tree_fields[] = {
  {"title", DATA_STRING, false, NULL},
  {"below", DATA_LIST, false, tree_fields},
  {0},
};
static const DataField site_fields[] = {
  {"name", DATA_STRING, true, NULL},       {"count", DATA_NUMBER, false, NULL},
  {"open", DATA_BOOL, false, NULL},        {"words", DATA_LIST, false, NULL},
  {"menu", DATA_LIST, false, item_fields}, {"place", DATA_TABLE, false, place_fields},
  {"tree", DATA_LIST, false, tree_fields}, {0},
};
static const DataField empty_fields[] = {{0}};
static const DataForm forms[] = {{"site", site_fields}, {"empty", empty_fields}, {0}};

/* Every fault of `source` as "line code arguments", one a line. */
static char *faults(const char *source)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(DataFile) file = data_file_run(source, "content/site.lua", forms, report);
  GString *out = g_string_new(NULL);

  g_assert_true((file == NULL) == report_failed(report));
  report_sort(report);
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    g_assert_cmpstr(diag->file, ==, "content/site.lua");
    g_autofree char *arguments = g_strjoinv("|", diag->arguments);
    g_string_append_printf(out, "%s%d %s %s", i ? "\n" : "", diag->line, diag_code_name(diag->code),
                           arguments);
  }
  return g_string_free(out, FALSE);
}

static void assert_faults(const char *source, const char *wanted)
{
  g_autofree char *got = faults(source);
  g_assert_cmpstr(got, ==, wanted);
}

static void test_reads(void)
{
  static const char source[] =
    "-- a comment\n"
    "site {\n"
    "  name = \"たすけあい \\\"本部\\\"\", count = -3, open = false,\n"
    "  words = { \"a\", 'b', [[c\n]] },\n"
    "  menu = { { title = \"一\", href = \"a/\" }, { title = \"二\" }, },\n"
    "  place = { name = \"練馬\"; floor = 2 },\n"
    "  tree = {},\n"
    "}\n"
    "empty {}\n"
    "site { name = \"\" }\n";
  g_autoptr(Report) report = report_new();
  g_autoptr(DataFile) file = data_file_run(source, "site.lua", forms, report);

  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_nonnull(file);
  g_assert_cmpuint(data_file_count(file), ==, 3);

  const DataCall *call = data_file_call(file, 0);
  g_assert_cmpstr(call->name, ==, "site");
  g_assert_cmpint(call->line, ==, 2);
  g_assert_cmpstr(data_string(call->table, "name"), ==, "たすけあい \"本部\"");
  g_assert_cmpint(data_number(call->table, "count", 7), ==, -3);
  g_assert_false(data_bool(call->table, "open", true));
  g_assert_cmpuint(data_list_length(call->table, "words"), ==, 3);
  g_assert_cmpstr(data_list_string(call->table, "words", 2), ==, "c\n");
  g_assert_null(data_list_string(call->table, "words", 3));
  g_assert_cmpstr(data_string(data_list_table(call->table, "menu", 1), "title"), ==, "二");
  g_assert_null(data_string(data_list_table(call->table, "menu", 1), "href"));
  g_assert_cmpint(data_number(data_table(call->table, "place"), "floor", 0), ==, 2);
  g_assert_cmpuint(data_list_length(call->table, "tree"), ==, 0);

  call = data_file_call(file, 2);
  g_assert_cmpint(call->line, ==, 11);
  g_assert_cmpstr(data_string(call->table, "name"), ==, "");
  g_assert_cmpint(data_number(call->table, "count", 7), ==, 7);
  g_assert_true(data_bool(call->table, "open", true));
  g_assert_null(data_table(call->table, "place"));
  g_assert_null(data_string(call->table, "count"));
}

static char *text_of(const char *source)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(DataFile) file = data_file_run(source, "x", forms, report);
  return data_call_text(data_file_call(file, 0));
}

/* The same statement in another layout is the same; another statement is not. */
static void test_text(void)
{
  g_autofree char *one = text_of("site { name = \"a\", words = { \"b\", \"c\" }, count = 1 }");
  g_autofree char *same = text_of("site{count=1,--x\n words={'b','c'};\nname=[[a]]}");
  g_autofree char *other = text_of("site { name = \"a\", words = { \"b,c\" }, count = 1 }");
  g_autofree char *sly = text_of("site { name = \"a\", words = { \"b\\\",\\\"c\" }, count = 1 }");

  g_assert_cmpstr(one, ==, "site{count=1,name=\"a\",words={\"b\",\"c\"}}");
  g_assert_cmpstr(one, ==, same);
  g_assert_cmpstr(one, !=, other);
  g_assert_cmpstr(one, !=, sly);
}

static void test_fields(void)
{
  assert_faults("\nsite { nane = 'x' }",
                "2 field-misspelt nane|site|name\n2 field-missing name|site");
  assert_faults("site { name = 'x', colour = 1 }",
                "1 field-unknown colour|site|name, count, open, words, menu, place, tree");
  assert_faults("site {}", "1 field-missing name|site");
  assert_faults("site { name = 12 }", "1 field-wants-string name|site");
  assert_faults("site { name = 'x', count = '1' }", "1 field-wants-number count|site");
  assert_faults("site { name = 'x', count = 1.5 }", "1 field-wants-number count|site");
  assert_faults("site { name = 'x', open = 'yes' }", "1 field-wants-bool open|site");
  assert_faults("site { name = 'x', words = 'yes' }", "1 field-wants-list words|site");
  assert_faults("site { name = 'x', words = { a = 'b' } }", "1 field-wants-list words|site");
  assert_faults("site { name = 'x', words = { 'a', nil, 'b' } }", "1 field-wants-list words|site");
  assert_faults("site { name = 'x', words = { 'a', 1 } }", "1 field-wants-string words|site");
  assert_faults("site { name = 'x', menu = { 'a' } }", "1 field-wants-table menu|site");
  assert_faults("site { name = 'x', menu = { { titel = 'a' } } }",
                "1 field-misspelt titel|site|title\n1 field-missing title|site");
  assert_faults("site { name = 'x', place = { floor = true, name = 'y' } }",
                "1 field-wants-number floor|site");
  assert_faults("site { 'x' }", "1 field-missing name|site\n1 field-nameless |site");
  assert_faults("site { name = 'a\\0b' }", "1 field-bytes name|site");
  assert_faults("site { name = '\\xe3\\x81' }", "1 field-bytes name|site");
  assert_faults("site { name = 'x', ['count\\0'] = 1 }", "1 field-misspelt count|site|count");
}

/* All faults of a file are told, not the first alone. */
static void test_all(void)
{
  assert_faults("sute { name = 'x' }\n"
                "site { nome = 'x' }\n"
                "site { name = os.date('%Y') .. '年' }\n"
                "site { name = 'x', cuont = 1 }\n",
                "1 call-misspelt sute|site\n"
                "2 field-misspelt nome|site|name\n"
                "2 field-missing name|site\n"
                "3 call-unknown os|site, empty\n"
                "4 field-misspelt cuont|site|count");
}

static void test_not_data(void)
{
  assert_faults("site { name = string.rep('x', 3) }", "1 call-unknown string|site, empty");
  assert_faults("\nprint 'x'", "2 call-unknown print|site, empty");
  assert_faults("os.execute('true')", "1 call-unknown os|site, empty");
  assert_faults("load('x')()", "1 call-unknown load|site, empty");
  assert_faults("site { name = me }", "1 call-unknown me|site, empty");
  assert_faults("x = 1", "1 data-assigns x");
  assert_faults("site = { name = 'x' }", "1 data-assigns site");
  assert_faults("site 'x'", "1 call-wants-table site");
  assert_faults("site()", "1 call-wants-table site");
  assert_faults("site({ name = 'x' }, 2)", "1 call-wants-table site");
  assert_faults("site { name = ('x'):rep(3) }",
                "1 data-raises attempt to index a string value (constant 'x')");
}

static void test_syntax(void)
{
  assert_faults("site { name = 'x' count = 1 }", "1 syntax-expected count|}");
  assert_faults("site {\n name = 'x',\n", "3 syntax-ends ");
  assert_faults("site {\n name = 'x'\n", "3 syntax-unclosed {|1|}");
  assert_faults("site {\n name = 'x'\n count = 1 }", "3 syntax-unclosed {|1|}");
  assert_faults("site { name = 'x }", "1 syntax-string ");
  assert_faults("site { name = [[x }", "1 syntax-string ");
  assert_faults("site { name = たすけあい }", "1 syntax-unquoted ");
  assert_faults("site ｛ name = 'x' ｝", "1 syntax-unquoted ");
  assert_faults("site { name = }", "1 syntax-near }|unexpected symbol near '}'");
  assert_faults("\x1bLuaT", "0 syntax-binary ");
}

static void test_ends(void)
{
  assert_faults("\nwhile true do end", "2 data-endless ");
  assert_faults("for i = 1, 1e15 do site { name = 'x' } end", "1 data-large ");
  assert_faults("local t = {} while true do t[#t + 1] = t end", "1 data-large ");
  assert_faults("local t = { title = 'x' } t.below = { t } site { name = 'x', tree = { t } }",
                "1 data-deep |site");
  assert_faults("local w = {} for i = 1, 200000 do w[i] = 'x' end site { name = 'x', words = w }",
                "1 data-large ");
  g_autofree char *many = faults("while true do nothing() end");
  g_assert_cmpstr(many, ==, "1 call-unknown nothing|site, empty");
}

/* The texts are filled in, in both languages. */
static void test_words(void)
{
  g_autoptr(Report) report = report_new();
  g_assert_null(data_file_run("site { nane = 'x' }", "s.lua", forms, report));
  g_autofree char *ja = diag_hint(report_get(report, 0), MESSAGES_JA);
  g_autofree char *en = diag_hint(report_get(report, 0), MESSAGES_EN);
  g_assert_cmpstr(ja, ==, "「name」の書き誤りではありませんか。");
  g_assert_cmpstr(en, ==, "did you mean 'name'?");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/script/data/reads", test_reads);
  g_test_add_func("/script/data/text", test_text);
  g_test_add_func("/script/data/fields", test_fields);
  g_test_add_func("/script/data/all", test_all);
  g_test_add_func("/script/data/not-data", test_not_data);
  g_test_add_func("/script/data/syntax", test_syntax);
  g_test_add_func("/script/data/ends", test_ends);
  g_test_add_func("/script/data/words", test_words);
  return g_test_run();
}
