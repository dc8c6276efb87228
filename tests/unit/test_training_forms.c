/* training/forms: stored forms are unlike one another, never written over, and what they were. */
#include "base/files.h"
#include "training/forms.h"
#include "training_testing.h"

#include <glib/gstdio.h>

static const char lua[] = "module { title = \"t\", year = 2026, policy = \"p\", draw = 3 }";

static char *quiz_of(guint questions)
{
  GString *out = g_string_new("# 題\n");
  for (guint i = 0; i < questions; i++)
    g_string_append_printf(out,
                           "\n## 題 {#q%u}\n\n問い%u。\n\n- [x] あ\n  > い\n- [ ] う\n  > え\n\n"
                           "> 解説: お\n> 根拠: p#c\n",
                           i, i);
  return g_string_free(out, FALSE);
}

typedef struct {
  char *root;
  Module *module;
  Report *report;
  GPtrArray *ids;
} Stored;

static void begin(Stored *place, guint questions)
{
  g_autofree char *quiz = quiz_of(questions);
  *place = (Stored){g_dir_make_tmp("kaitei-forms-XXXXXX", NULL), module_of(lua, quiz), report_new(),
                    g_ptr_array_new_with_free_func(g_free)};
}

static void end(Stored *place)
{
  g_autoptr(Report) report = report_new();
  g_assert_true(folder_remove(place->root, report));
  module_free(place->module);
  report_free(place->report);
  g_ptr_array_unref(place->ids);
  g_free(place->root);
}

static char *path_of(const Stored *place, const char *id, const char *ending)
{
  return g_strdup_printf("%s/quizzes/test/forms/%s%s", place->root, id, ending);
}

static char *bytes_of(const Stored *place, const char *id, const char *ending)
{
  g_autofree char *path = path_of(place, id, ending);
  char *bytes = NULL;
  g_assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
  return bytes;
}

static void put(const Stored *place, const char *id, const char *ending, const char *text)
{
  g_autofree char *path = path_of(place, id, ending);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static const char *id_at(const Stored *place, guint index)
{
  return g_ptr_array_index(place->ids, index);
}

static bool make(Stored *place, guint count, guint64 seed)
{
  g_ptr_array_set_size(place->ids, 0);
  return forms_make(place->root, place->module, NULL, count, &seed, place->ids, place->report);
}

/* What a form asks, in its order. */
static char *asks(const Stored *place, const char *id)
{
  g_autofree char *bytes = bytes_of(place, id, ".lua");
  return g_strdup(strstr(bytes, "questions"));
}

static void test_unlike(void)
{
  Stored place;
  begin(&place, 6);
  g_assert_true(make(&place, 200, 1));
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < place.ids->len; i++)
    g_assert_true(g_hash_table_add(seen, asks(&place, id_at(&place, i))));
  g_assert_cmpuint(g_hash_table_size(seen), ==, 200);
  g_autoptr(GPtrArray) found = forms_find(place.root, place.module);
  g_assert_cmpuint(found->len, ==, 200);
  for (guint i = 1; i < found->len; i++)
    g_assert_cmpstr(g_ptr_array_index(found, i - 1), <, g_ptr_array_index(found, i));
  end(&place);
}

/* The same seeds give those that are there, with not a byte written; other seeds others. */
static void test_again(void)
{
  Stored place;
  begin(&place, 6);
  g_assert_true(make(&place, 3, 42));
  g_autofree char *first = g_strdup(id_at(&place, 0));
  g_autofree char *path = path_of(&place, first, ".lua");
  FileStamp before, after;
  g_assert_true(file_stamp(path, &before));
  g_assert_true(make(&place, 3, 42));
  g_assert_cmpstr(id_at(&place, 0), ==, first);
  g_assert_true(file_stamp(path, &after));
  g_assert_true(before.mtime_ns == after.mtime_ns && before.size == after.size);
  g_assert_true(make(&place, 3, 420));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr(id_at(&place, i), !=, first);
  end(&place);
}

/* A file that is there under a form's name is somebody's: it stays, and another form is made. */
static void test_not_over(void)
{
  Stored place;
  begin(&place, 6);
  g_assert_true(make(&place, 1, 42));
  g_autofree char *id = g_strdup(id_at(&place, 0));
  put(&place, id, ".lua", "-- somebody's\n");
  g_assert_true(make(&place, 1, 42));
  g_assert_cmpstr(id_at(&place, 0), !=, id);
  g_autofree char *kept = bytes_of(&place, id, ".lua");
  g_assert_cmpstr(kept, ==, "-- somebody's\n");
  end(&place);
}

/* Two questions of two choices, both asked: 2 orders of questions, 4 of choices. */
static void test_few(void)
{
  Stored place;
  begin(&place, 2);
  g_assert_true(make(&place, 8, 1));
  g_assert_false(make(&place, 1, 100000));
  g_autofree char *said = told(place.report);
  g_assert_cmpstr(said, ==, "0:0 forms-alike test 0\n");
  end(&place);
}

static void test_later(void)
{
  Stored place;
  begin(&place, 6);
  g_assert_true(make(&place, 1, 7));
  g_autoptr(Form) form = forms_read(place.root, place.module, id_at(&place, 0), place.report);
  g_assert_nonnull(form);
  g_autofree char *other = quiz_of(2);
  g_autoptr(Module) now = module_of(lua, other); /* most questions are gone since */
  g_autoptr(Module) then = forms_module(place.root, now, form, place.report);
  g_assert_nonnull(then);
  g_assert_cmpuint(module_quiz(then)->questions->len, ==, 6);
  g_assert_nonnull(quiz_question(module_quiz(then), 0)->stem.html);

  g_autofree char *text = bytes_of(&place, form->text, ".text");
  g_autofree char *altered = g_strdup(text);
  strstr(altered, "問い0")[strlen("問い")] = '9'; /* as long, and readable */
  put(&place, form->text, ".text", altered);
  g_assert_null(forms_module(place.root, now, form, place.report));
  g_autofree char *path = path_of(&place, form->text, ".text");
  g_assert_cmpint(g_remove(path), ==, 0);
  g_assert_null(forms_module(place.root, now, form, place.report));
  g_assert_cmpuint(report_count(place.report), ==, 2);
  /* Where the module is still as it was, the text is not needed. */
  g_autoptr(Module) same = forms_module(place.root, place.module, form, place.report);
  g_assert_nonnull(same);
  end(&place);
}

static void refused(const Stored *place, const char *id, const char *wanted)
{
  g_autoptr(Report) report = report_new();
  g_assert_null(forms_read(place->root, place->module, id, report));
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpstr(diag_code_name(report_get(report, 0)->code), ==, wanted);
}

static void test_refused(void)
{
  Stored place;
  begin(&place, 6);
  g_assert_true(make(&place, 1, 7));
  static const char *const names[] = {"",         "../../../etc", "0000000",
                                      "0000000g", "000000000",    "ABCDEF01"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    refused(&place, names[i], "form-unknown");
  refused(&place, "00000000", "form-unknown");
  /* One under another's name, and one of another module. */
  g_autofree char *bytes = bytes_of(&place, id_at(&place, 0), ".lua");
  put(&place, "00000000", ".lua", bytes);
  refused(&place, "00000000", "form-form");
  g_autoptr(GString) moved = g_string_new(bytes);
  g_string_replace(moved, "module = \"test\"", "module = \"tess\"", 0);
  put(&place, id_at(&place, 0), ".lua", moved->str);
  refused(&place, id_at(&place, 0), "form-form");
  end(&place);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/training/forms/unlike", test_unlike);
  g_test_add_func("/training/forms/again", test_again);
  g_test_add_func("/training/forms/not-over", test_not_over);
  g_test_add_func("/training/forms/few", test_few);
  g_test_add_func("/training/forms/later", test_later);
  g_test_add_func("/training/forms/refused", test_refused);
  return g_test_run();
}
