/* training/quiz, training/check: what is read, and every fault with its line and column. */
#include "training_testing.h"

static char *faults_of(const char *source)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Quiz) quiz = quiz_read(source, "quiz.md", report);
  quiz_check(quiz, report);
  return told(report);
}

#define assert_faults(source, wanted) \
  do { \
    g_autofree char *faults_found = faults_of(source); \
    g_assert_cmpstr(faults_found, ==, wanted); \
  } while (0)

#define HEAD "# 題\n\n## 一 {#q1}\n\n問い。\n\n"
#define FOOT "\n> 解説: わけ。\n> 根拠: privacy#security\n"
#define RIGHT "- [x] はい\n  > そのとおり。\n"
#define WRONG "- [ ] いいえ\n  > ちがいます。\n"

static void test_reads(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Quiz) quiz =
    quiz_read("# 題\n\nまえがき。\n\n## {家|いえ}で {#a .multi .pin .must}\n\n一行目\n\n```\n- [x] "
              "ここは文\n## ここも\n```\n\n"
              "* [X] はい、\n  そうです\n\n  > よい\n  > 続き\n- [ ] いいえ\n  > だめ\n\n"
              "> 解説： 長い\n> わけ\n> 根拠: privacy#a、privacy#b, other#c\n",
              "quiz.md", report);
  quiz_words(quiz, report);
  g_autofree char *faults = told(report);
  g_assert_cmpstr(faults, ==, "");
  g_assert_cmpstr(quiz->title.html, ==, "題");
  g_assert_cmpstr(quiz->intro.html, ==, "<p>まえがき。</p>\n");
  g_assert_cmpuint(quiz->questions->len, ==, 1);
  const Question *question = quiz_find(quiz, "a");
  g_assert_nonnull(question);
  g_assert_true(question->multi && question->pin && question->must);
  g_assert_cmpstr(question->title.text, ==, "家で");
  g_assert_nonnull(strstr(question->title.html, "<ruby>家"));
  g_assert_nonnull(strstr(question->stem.html, "- [x] ここは文\n## ここも"));
  g_assert_cmpuint(question->choices->len, ==, 2);
  g_assert_true(question_choice(question, 0)->right);
  g_assert_false(question_choice(question, 1)->right);
  g_assert_cmpstr(question_choice(question, 0)->words.html, ==, "はい、そうです");
  g_assert_cmpstr(question_choice(question, 0)->feedback.html, ==, "<p>よい続き</p>\n");
  g_assert_cmpstr(question->explanation.html, ==, "<p>長いわけ</p>\n");
  g_assert_cmpuint(question->bases->len, ==, 3);
  g_assert_cmpstr(question_basis(question, 1)->clause, ==, "b");
  g_assert_cmpint(question_basis(question, 1)->column, ==, 17);
  g_assert_cmpstr(question_basis(question, 2)->policy, ==, "other");
}

/* What is written is read back the same. */
static void test_round_trip(void)
{
  static const char source[] =
    "# 題\n\nまえがき。\n\n## 一 {#a .multi .must}\n\n問い。\n\n二つめの段落。\n\n"
    "- [x] はい\n  そうです\n  > よい\n  >\n  > 続き\n- [ ] いいえ\n  > だめ\n\n"
    "> 解説: 長い\n> わけ\n> 根拠: privacy#a、privacy#b\n";
  g_autoptr(Report) report = report_new();
  g_autoptr(Quiz) quiz = quiz_read(source, "quiz.md", report);
  g_autofree char *text = quiz_text(quiz);
  g_assert_cmpstr(text, ==, source);
}

static void test_faults(void)
{
  assert_faults(HEAD RIGHT WRONG FOOT, "");
  assert_faults("# 題\n", "0:0 quiz-empty\n");
  assert_faults("## 一\n\n問い。\n\n" RIGHT WRONG FOOT, "1:1 quiz-no-id 一\n");
  assert_faults("## 一 {#1a}\n\n問い。\n\n" RIGHT WRONG FOOT, "1:6 quiz-id-bad 1a\n");
  assert_faults("## 一 {#a .mutli}\n\n問い。\n\n" RIGHT WRONG FOOT, "1:6 quiz-class .mutli\n");
  assert_faults(HEAD RIGHT WRONG FOOT "\n## 二 {#q1}\n\n問い。\n\n" RIGHT WRONG FOOT,
                "15:1 quiz-id-twice q1 3\n");
  assert_faults("## 一 {#a}\n\n" RIGHT WRONG FOOT, "1:1 quiz-no-stem a\n");
  assert_faults(HEAD RIGHT FOOT, "3:1 quiz-few-choices q1 1\n3:1 quiz-all-right q1\n");
  assert_faults(HEAD WRONG "- [ ] 別\n  > だめ\n" FOOT, "3:1 quiz-no-right q1\n");
  assert_faults(HEAD RIGHT WRONG "- [x] 別\n  > よい\n" FOOT, "3:1 quiz-two-right q1 2\n");
  assert_faults(HEAD RIGHT "- [ ] いいえ\n" FOOT, "9:7 quiz-feedback-missing q1 2\n");
  assert_faults(HEAD RIGHT "- [ ]\n  > だめ\n" FOOT, "9:6 quiz-choice-empty q1\n");
  assert_faults(HEAD RIGHT WRONG "- [ ] {はい|ハイ}\n  > だめ\n" FOOT,
                "11:7 quiz-choice-twice q1 7\n");
  assert_faults(HEAD RIGHT WRONG, "3:1 quiz-explanation-missing q1\n3:1 quiz-basis-missing q1\n");
  assert_faults(HEAD RIGHT WRONG "\n> 解説: わけ。\n> 根拠: security\n",
                "3:1 quiz-basis-missing q1\n13:7 quiz-basis-form security\n");
  assert_faults(HEAD RIGHT "- [ ] 上記すべて\n  > だめ\n" FOOT,
                "9:7 quiz-all-of-above q1 上記すべて\n");
  assert_faults("## 一 {#q1 .pin}\n\n問い。\n\n" RIGHT "- [ ] 上記すべて\n  > だめ\n" FOOT, "");
  assert_faults(HEAD RIGHT WRONG FOOT "\nあとがき\n", "15:1 quiz-stray\n");
  assert_faults(HEAD RIGHT "続き\n" WRONG FOOT, "9:1 quiz-stray\n");
  assert_faults(HEAD RIGHT "- [ ] 1. いいえ\n  > だめ\n" FOOT, "9:7 quiz-not-words\n");
}

/* Markup's own faults, at their places in the quiz. */
static void test_markup_faults(void)
{
  assert_faults("## {一|ichi} {#q1}\n\n問い。\n\n" RIGHT WRONG FOOT,
                "1:4 ruby-not-kana {一|ichi}\n");
  assert_faults(HEAD "- [x] は{い|i}\n  > よい\n" WRONG FOOT, "7:8 ruby-not-kana {い|i}\n");
  assert_faults(HEAD "- [x] はい\n  > よ{い|i}\n" WRONG FOOT, "8:6 ruby-not-kana {い|i}\n");
  assert_faults(HEAD RIGHT WRONG "\n> 解説: わけ\n> は{い|i}\n> 根拠: privacy#a\n",
                "13:4 ruby-not-kana {い|i}\n");
  assert_faults("## 一 {#q1}\n\n[こちら](../a/)\n\n" RIGHT WRONG FOOT, "3:1 quiz-link ../a/\n");
}

/* Twelve questions of three choices: in the `first` first ones the right choice stands first, in the
 * `longest` first ones it is the longest. By chance it would be four, give or take 1.63. */
static char *twelve(guint first, guint longest)
{
  GString *out = g_string_new("# 題\n");
  for (guint i = 0; i < 12; i++) {
    g_string_append_printf(out, "\n## 題 {#q%u}\n\n問い。\n\n", i);
    guint right = i < first ? 0 : 1 + i % 2;
    for (guint k = 0; k < 3; k++)
      g_string_append_printf(out, "- [%c] 答え%u%s\n  > そう。\n", k == right ? 'x' : ' ', k,
                             i < longest && k == right ? "はこれです" : "");
    g_string_append(out, FOOT);
  }
  return g_string_free(out, FALSE);
}

static void test_patterns(void)
{
  static const struct {
    guint first, longest;
    const char *wanted;
  } cases[] = {
    {4, 0, ""},
    {4, 7, ""},
    {4, 8, "0:0 quiz-longest 8 12 4\n"},
    {4, 12, "0:0 quiz-longest 12 12 4\n"},
    {8, 0, ""},
    {9, 0, "0:0 quiz-positions 1 9 4\n"},
    {12, 0, "0:0 quiz-positions 1 12 4\n"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *quiz = twelve(cases[i].first, cases[i].longest);
    assert_faults(quiz, cases[i].wanted);
  }
}

/* What is said of a module with these two texts of one quiz. */
static char *edition_faults(const char *quiz, const char *easy)
{
  g_autoptr(Report) report = report_new();
  static const char lua[] = "module { title = \"t\", year = 2026, policy = \"p\", draw = 1 }";
  g_autofree char *text = g_strdup_printf(
    "kaitei-module 1\nm\nmodule.lua %zu\n%s\nquiz.easy.md %zu\n%s\nquiz.md %zu\n%s\n", strlen(lua),
    lua, strlen(easy), easy, strlen(quiz), quiz);
  g_autoptr(Module) module = module_from_text(text, strlen(text), report);
  g_assert_nonnull(module);
  module_check(module, NULL, report);
  return told(report);
}

/* Every mark counts: what is asked must be the same in each edition. */
static void test_edition_marks(void)
{
  static const char *const marks[] = {" .must", " .pin", " .multi", " .must .pin"};
#define MARKED "# 題\n\n## 一 {#q1%s}\n\n問い。\n\n" RIGHT WRONG FOOT
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    g_autofree char *marked = g_strdup_printf(MARKED, marks[i]);
    g_autofree char *plain = g_strdup_printf(MARKED, "");
    g_autofree char *differs = edition_faults(marked, plain),
                    *same = edition_faults(marked, marked);
    g_assert_cmpstr(differs, ==, "3:1 quiz-edition-differs q1\n");
    g_assert_cmpstr(same, ==, "");
  }
}

/* Whoever reads the other edition must not be able to pick the longest either. */
static void test_edition_longest(void)
{
  g_autofree char *even = twelve(4, 4), *long_one = twelve(4, 12);
  g_autofree char *faults = edition_faults(even, long_one);
  g_assert_cmpstr(faults, ==, "0:0 quiz-longest 12 12 4\n");
}

static void test_editions(void)
{
  g_autoptr(Report) report = report_new();
  static const char lua[] = "module { title = \"t\", year = 2026, policy = \"p\", draw = 1 }";
  static const char quiz[] = HEAD RIGHT WRONG FOOT "\n## 二 {#q2}\n\n問い。\n\n" RIGHT WRONG FOOT;
  static const char easy[] = HEAD WRONG RIGHT FOOT "\n## 三 {#q3}\n\n問い。\n\n" RIGHT WRONG FOOT;
  g_autofree char *text = g_strdup_printf(
    "kaitei-module 1\nm\nmodule.lua %zu\n%s\nquiz.easy.md %zu\n%s\nquiz.md %zu\n%s\n", strlen(lua),
    lua, strlen(easy), easy, strlen(quiz), quiz);
  g_autoptr(Module) module = module_from_text(text, strlen(text), report);
  g_assert_nonnull(module);
  module_check(module, NULL, report);
  g_autofree char *faults = told(report);
  g_assert_cmpstr(faults, ==,
                  "3:1 quiz-edition-differs q1\n15:1 quiz-edition-extra q3\n"
                  "15:1 quiz-edition-lacks q2 quizzes/m/quiz.easy.md\n");
}

static char *module_faults(const char *fields)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *lua = g_strdup_printf("module { title = \"t\", policy = \"p\", %s }", fields);
  static const char quiz[] =
    HEAD RIGHT WRONG FOOT "\n## 二 {#q2 .must}\n\n問い。\n\n" RIGHT WRONG FOOT
                          "\n## 三 {#q3 .must}\n\n問い。\n\n" RIGHT WRONG FOOT;
  g_autofree char *text =
    g_strdup_printf("kaitei-module 1\nm\nmodule.lua %zu\n%s\nquiz.md %zu\n%s\n", strlen(lua), lua,
                    strlen(quiz), quiz);
  g_autoptr(Module) module = module_from_text(text, strlen(text), report);
  if (module != NULL)
    module_check(module, NULL, report);
  return told(report);
}

#define assert_module(fields, wanted) \
  do { \
    g_autofree char *faults_found = module_faults(fields); \
    g_assert_cmpstr(faults_found, ==, wanted); \
  } while (0)

static void test_module(void)
{
  assert_module("year = 2026, draw = 2", "");
  assert_module("year = 26, draw = 2", "1:0 module-year 26\n");
  assert_module("year = 2026, draw = 4", "1:0 quiz-pool-small 4 3\n");
  assert_module("year = 2026, draw = 1", "1:0 quiz-must-many 2 1\n");
  assert_module("year = 2026, draw = 2, pass = 101", "1:0 module-pass 101\n");
  assert_module("year = 2026, draw = 2, pass = 0", "1:0 module-pass 0\n");
  assert_module("year = 2026, draw = 2, due = \"いつか\"", "1:0 module-due いつか\n");
  assert_module("year = 2026, draw = 2, due = \"2027-04-01\"",
                "1:0 module-due-outside 2027-04-01 2026\n");
  assert_module("year = 2026, draw = 2, partial = \"half\"", "1:0 module-partial half\n");
}

/* Its text gives the module back, and its hash is of every file. */
static void test_module_text(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Module) module =
    module_of("module { title = \"t\", year = 2026, policy = \"p\" }", HEAD RIGHT WRONG FOOT);
  gsize length = 0;
  g_autofree char *text = module_text(module, &length);
  g_autoptr(Module) again = module_from_text(text, length, report);
  g_autofree char *hash = module_hash(module), *other = module_hash(again);
  g_assert_cmpstr(hash, ==, other);
  for (gsize cut = 0; cut < length; cut++) {
    g_autoptr(Report) unsaid = report_new();
    g_assert_null(module_from_text(text, cut, unsaid));
    g_assert_true(report_failed(unsaid));
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/training/quiz/reads", test_reads);
  g_test_add_func("/training/quiz/round-trip", test_round_trip);
  g_test_add_func("/training/quiz/faults", test_faults);
  g_test_add_func("/training/quiz/markup-faults", test_markup_faults);
  g_test_add_func("/training/quiz/patterns", test_patterns);
  g_test_add_func("/training/quiz/editions", test_editions);
  g_test_add_func("/training/quiz/edition-marks", test_edition_marks);
  g_test_add_func("/training/quiz/edition-longest", test_edition_longest);
  g_test_add_func("/training/module/fields", test_module);
  g_test_add_func("/training/module/text", test_module_text);
  return g_test_run();
}
