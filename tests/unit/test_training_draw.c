/* training/random, training/form, training/grade: properties over many forms. */
#include "training/random.h"
#include "training_testing.h"

/* --- chance ---------------------------------------------------------------------------- */

static void test_vectors(void)
{
  static const guint64 wanted[] = {
    G_GUINT64_CONSTANT(6457827717110365317), G_GUINT64_CONSTANT(3203168211198807973),
    G_GUINT64_CONSTANT(9817491932198370423), G_GUINT64_CONSTANT(4593380528125082431),
    G_GUINT64_CONSTANT(16408922859458223821)};
  Chance chance = chance_new(1234567);
  for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
    g_assert_cmpuint(chance_next(&chance), ==, wanted[i]);
}

static void test_even(void)
{
  guint places[6] = {0};
  Chance chance = chance_new(7);
  for (guint i = 0; i < 60000; i++)
    places[chance_below(&chance, 6)]++;
  for (guint i = 0; i < 6; i++)
    g_assert_true(places[i] > 9600 && places[i] < 10400);
}

/* --- drawing ----------------------------------------------------------------------------- */

static const char lua[] = "module { title = \"t\", year = 2026, policy = \"p\", draw = 10 }";

/* 40 questions: clause c0 has 2, c1 4, c2 6, c3 8, c4 20; q5 and q30 are .must, q7 is .pin. */
static char *pool_quiz(void)
{
  static const guint ends[] = {2, 6, 12, 20, 40};
  GString *out = g_string_new("# 題\n");
  for (guint i = 0, clause = 0; i < 40; i++) {
    clause += i == ends[clause];
    g_string_append_printf(out, "\n## 題 {#q%u%s%s}\n\n問い。\n\n", i,
                           i == 5 || i == 30 ? " .must" : "", i == 7 ? " .pin" : "");
    for (guint k = 0; k < 4; k++)
      g_string_append_printf(out, "- [%c] 答え%u\n  > そう。\n", k == i % 4 ? 'x' : ' ', k);
    g_string_append_printf(out, "\n> 解説: わけ。\n> 根拠: p#c%u p#c0\n", clause);
  }
  return g_string_free(out, FALSE);
}

static guint clause_index(const Module *module, const char *id)
{
  const Question *question = quiz_find(module_quiz(module), id);
  return (guint)(question_basis(question, 0)->clause[1] - '0');
}

static void check_form(const Module *module, const Form *form)
{
  guint by_clause[5] = {0}, musts = 0;
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_assert_cmpuint(form->questions->len, ==, 10);
  for (guint i = 0; i < 10; i++) {
    const FormQuestion *shown = form_question(form, i);
    guint places = 0;
    g_assert_true(g_hash_table_add(seen, shown->id));
    by_clause[clause_index(module, shown->id)]++;
    musts += strcmp(shown->id, "q5") == 0 || strcmp(shown->id, "q30") == 0;
    g_assert_cmpuint(shown->count, ==, 4);
    for (guint k = 0; k < 4; k++) {
      places |= 1u << shown->order[k];
      if (strcmp(shown->id, "q7") == 0)
        g_assert_cmpuint(shown->order[k], ==, k);
    }
    g_assert_cmpuint(places, ==, 15);
  }
  g_assert_cmpuint(musts, ==, 2);
  for (guint c = 0; c < 5; c++) /* ten places, five clauses, two questions at least in each */
    g_assert_cmpuint(by_clause[c], ==, 2);
}

static void test_ten_thousand(void)
{
  g_autofree char *quiz = pool_quiz();
  g_autoptr(Module) module = module_of(lua, quiz);
  g_autoptr(Report) report = report_new();
  g_autoptr(Pool) pool = pool_new(module, NULL, report);
  g_autoptr(GHashTable) drawn = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint(pool_count(pool), ==, 40);
  for (guint seed = 0; seed < 10000; seed++) {
    g_autoptr(Form) form = form_draw(pool, seed);
    check_form(module, form);
    g_hash_table_add(ids, g_strdup(form->id));
    for (guint i = 0; i < 10; i++)
      g_hash_table_add(drawn, g_strdup(form_question(form, i)->id));
  }
  g_assert_cmpuint(g_hash_table_size(drawn), ==, 40); /* nothing is never drawn */
  g_assert_cmpuint(g_hash_table_size(ids), >, 9990);
}

/* The form of a seed is permanent: this one was drawn on the day on which it was fixed. */
#define FOR_EVER \
  "q7:0123 q1:0231 q0:2103 q18:1032 q30:0231 q3:2031 q10:1032 q27:3021 q5:3012 q17:1203 "
static void test_for_ever(void)
{
  g_autofree char *quiz = pool_quiz();
  g_autoptr(Module) module = module_of(lua, quiz);
  g_autoptr(Report) report = report_new();
  g_autoptr(Pool) pool = pool_new(module, NULL, report);
  g_autoptr(Form) form = form_draw(pool, 42), again = NULL, other = form_draw(pool, 43);
  g_autofree char *text = form_text(form), *second = form_text(other);
  g_autoptr(GString) shown = g_string_new(NULL);
  for (guint i = 0; i < form->questions->len; i++) {
    const FormQuestion *question = form_question(form, i);
    g_string_append_printf(shown, "%s:%u%u%u%u ", question->id, question->order[0],
                           question->order[1], question->order[2], question->order[3]);
  }
  g_assert_cmpstr(shown->str, ==, FOR_EVER);
  again = form_draw(pool, 42);
  g_autofree char *same = form_text(again);
  g_assert_cmpstr(text, ==, same);
  g_assert_cmpstr(text, !=, second);

  g_autoptr(Form) read = form_read(text, "form.lua", report);
  g_assert_nonnull(read);
  g_autofree char *back = form_text(read);
  g_assert_cmpstr(back, ==, text);
}

static void test_bad_forms(void)
{
  static const char *const orders[] = {"", "1 1", "1 3", "0 1", "1 2 x", "1 2 3 4 5 6 7 8 9 10 11"};
  for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
    g_autoptr(Report) report = report_new();
    g_autofree char *text =
      g_strdup_printf("form { id = \"a\", module = \"m\", text = \"t\", seed = "
                      "\"1\", questions = { { id = \"q\", order = \"%s\" } } }",
                      orders[i]);
    g_assert_null(form_read(text, "form.lua", report));
    g_assert_true(report_failed(report));
  }
}

/* --- grading ------------------------------------------------------------------------------ */

#define QUIZ \
  "# 題\n\n## 一 {#one .must}\n\n問い。\n\n- [ ] あ\n- [x] い\n- [ ] う\n\n" \
  "## 二 {#many .multi}\n\n問い。\n\n- [x] あ\n- [x] い\n- [x] う\n- [ ] え\n- [ ] お\n"
#define MODULE(rest) "module { title = \"t\", year = 2026, policy = \"p\", draw = 2, " rest " }"

/* Shown: one as 3 2 1, many as 4 1 2 3 5. */
static Form *two(void)
{
  g_autoptr(Report) report = report_new();
  return form_read(
    "form { id = \"a\", module = \"test\", text = \"t\", seed = \"1\", questions = {"
    "{ id = \"one\", order = \"3 2 1\" }, { id = \"many\", order = \"4 1 2 3 5\" } } }",
    "form.lua", report);
}

typedef struct {
  const char *module, *one, *many;
  guint units, percent;
  bool passed, must_missed, unreadable;
} Case;

static void test_rules(void)
{
  static const Case cases[] = {
    {MODULE("pass = 100"), "2", "2 3 4", 5040, 100, true, false, false},
    {MODULE("pass = 100"), "2", "4,3,2", 5040, 100, true, false, false},
    {MODULE("pass = 50"), "2", "", 2520, 50, true, false, false},
    {MODULE("pass = 51"), "2", "", 2520, 50, false, false, false},
    {MODULE("pass = 50"), "1", "2 3 4", 2520, 50, false, true, false},
    {MODULE("pass = 50"), "2 3", "2 3 4", 2520, 50, false, true, false},
    {MODULE("pass = 50"), "2", "2 3", 2520, 50, true, false, false},
    {MODULE("pass = 50"), "2", "1 2 3 4", 2520, 50, true, false, false},
    {MODULE("pass = 83, partial = \"share\""), "2", "2 3", 4200, 83, true, false, false},
    {MODULE("pass = 84, partial = \"share\""), "2", "2 3", 4200, 83, false, false, false},
    {MODULE("pass = 50, partial = \"share\""), "2", "1 2 3 4", 4200, 83, true, false, false},
    {MODULE("pass = 50, partial = \"share\""), "2", "1 2", 2520, 50, true, false, false},
    {MODULE("pass = 50, partial = \"share\""), "2", "1 5", 2520, 50, true, false, false},
    {MODULE("pass = 50"), "2", "6", 2520, 50, true, false, true},
    {MODULE("pass = 50"), "2", "2 2", 2520, 50, true, false, true},
    {MODULE("pass = 50"), "2", "い", 2520, 50, true, false, true},
    {MODULE("pass = 50"), "0", "99999999999999999999", 0, 0, false, true, true},
  };
  g_autoptr(Form) form = two();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Case *one = &cases[i];
    g_autoptr(Report) report = report_new();
    g_autoptr(Module) module = module_of(one->module, QUIZ);
    const char *answers[] = {one->one, one->many};
    g_autoptr(Grade) graded = grade(module, form, answers, report);
    g_test_message("case %u", i);
    g_assert_cmpuint(graded->units, ==, one->units);
    g_assert_cmpuint(graded->percent, ==, one->percent);
    g_assert_cmpint(graded->passed, ==, one->passed);
    g_assert_cmpint(graded->must_missed, ==, one->must_missed);
    g_assert_cmpint(g_array_index(graded->questions, GradedQuestion, 1).unreadable, ==,
                    one->unreadable);
  }
}

static void test_other_text(void)
{
  g_autoptr(Form) form = two();
  g_autoptr(Report) report = report_new();
  g_autoptr(Module) module =
    module_of(MODULE("pass = 50"), "# 題\n\n## 一 {#one}\n\n問い。\n\n- [x] い\n- [ ] う\n");
  const char *answers[] = {"1", "1"};
  g_assert_null(grade(module, form, answers, report));
  g_assert_true(report_failed(report));
}

/* Whoever answers a drawn form rightly has 100 per cent, in whatever order it is shown; and
 * whoever answers by chance never has more, and never less than nothing. */
static void test_properties(void)
{
  g_autofree char *quiz = pool_quiz();
  g_autoptr(Module) module = module_of(lua, quiz);
  g_autoptr(Report) report = report_new();
  g_autoptr(Pool) pool = pool_new(module, NULL, report);
  Chance chance = chance_new(99);
  for (guint seed = 0; seed < 2000; seed++) {
    g_autoptr(Form) form = form_draw(pool, seed);
    const char *right[10], *any[10];
    static const char *const places[] = {"1", "2", "3", "4", ""};
    guint hits = 0;
    for (guint i = 0; i < 10; i++) {
      const FormQuestion *shown = form_question(form, i);
      const Question *question = quiz_find(module_quiz(module), shown->id);
      guint guess = chance_below(&chance, 5);
      any[i] = places[guess];
      for (guint k = 0; k < 4; k++)
        if (question_choice(question, shown->order[k])->right) {
          right[i] = places[k];
          hits += guess == k;
        }
    }
    g_autoptr(Grade) best = grade(module, form, right, report);
    g_autoptr(Grade) guessed = grade(module, form, any, report);
    g_assert_cmpuint(best->percent, ==, 100);
    g_assert_true(best->passed);
    g_assert_cmpuint(guessed->right, ==, hits);
    g_assert_cmpuint(guessed->percent, ==, hits * 10);
    g_assert_false(guessed->passed && guessed->must_missed);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/training/random/vectors", test_vectors);
  g_test_add_func("/training/random/even", test_even);
  g_test_add_func("/training/draw/ten-thousand", test_ten_thousand);
  g_test_add_func("/training/draw/for-ever", test_for_ever);
  g_test_add_func("/training/draw/bad-forms", test_bad_forms);
  g_test_add_func("/training/grade/rules", test_rules);
  g_test_add_func("/training/grade/other-text", test_other_text);
  g_test_add_func("/training/grade/properties", test_properties);
  return g_test_run();
}
