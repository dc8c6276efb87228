/*
 * What a large training costs. Makes a site with one module of 5,000 questions, and draws and
 * grades forms of it:
 *
 *     training site FOLDER      writes it (content from FOLDER/content, which is there already)
 *     training forms FOLDER     draws 10,000 forms of it, and grades each
 *
 * Printed are milliseconds of processor time, one figure a line: "draw 123".
 */
#include "base/files.h"
#include "training/grade.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { QUESTIONS = 5000, FORMS = 10000 };

static const char *const clauses[] = {
  "collection", "use-and-provision", "outsourcing",         "security",       "improvement",
  "requests",   "complaints",        "users-third-parties", "users-security", "users-retention",
};

static double clock_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool put(const char *folder, const char *name, const GString *text)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *path = g_build_filename(folder, "quizzes/2026-large", name, NULL);
  g_autofree char *into = g_path_get_dirname(path);
  return folder_make(into, report) && file_write(path, text->str, text->len, report);
}

static void put_question(GString *out, guint i)
{
  g_string_append_printf(
    out,
    "\n## {場面|ばめん}その%u {#q%u%s}\n\n{訪問|ほうもん}先で利用者から%u回目の相談を"
    "受けました。どうしますか。\n\n",
    i, i, i % 1000 == 0 ? " .must" : "", i);
  for (guint k = 0; k < 4; k++)
    g_string_append_printf(
      out, "- [%c] %u番目の答えとして、管理者に%u回相談する\n  > {理由|りゆう}は%uです。\n",
      k == i * 7 % 4 ? 'x' : ' ', k + 1, i, k);
  g_string_append_printf(out, "\n> 解説: 方針にそう書いてあります（%u）。\n> 根拠: privacy#%s\n", i,
                         clauses[i % G_N_ELEMENTS(clauses)]);
}

static int make_site(const char *folder)
{
  g_autoptr(GString) lua =
    g_string_new("module { title = \"大きな研修 2026年度\", year = 2026, policy "
                 "= \"privacy\", draw = 20 }\n");
  g_autoptr(GString) quiz = g_string_new("# 大きな問題集\n");
  g_autoptr(GString) lesson =
    g_string_new("# 教材\n\n## 節 {#section}\n\n{{clause privacy#security}}\n");
  for (guint i = 0; i < QUESTIONS; i++)
    put_question(quiz, i);
  return put(folder, "module.lua", lua) && put(folder, "quiz.md", quiz) &&
             put(folder, "lesson.md", lesson)
           ? 0
           : 3;
}

static int draw(const char *folder)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Module) module = module_read(folder, "quizzes/2026-large", report);
  g_autoptr(Pool) pool = module != NULL ? pool_new(module, NULL, report) : NULL;
  if (pool == NULL)
    return 3;
  static const char *const answers[20] = {"1", "2", "3", "4"};
  double drawing = 0, grading = 0;
  guint passed = 0;
  for (guint seed = 0; seed < FORMS; seed++) {
    double begin = clock_now();
    g_autoptr(Form) form = form_draw(pool, seed);
    double drawn = clock_now();
    g_autoptr(Grade) graded = grade(module, form, answers, report);
    grading += clock_now() - drawn;
    drawing += drawn - begin;
    passed += graded->passed;
  }
  printf("draw %.0f\ngrade %.0f\n", drawing, grading);
  return passed == 0 ? 0 : 3;
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "site") == 0)
    return make_site(argv[2]);
  if (argc == 3 && strcmp(argv[1], "forms") == 0)
    return draw(argv[2]);
  fputs("training site|forms FOLDER\n", stderr);
  return 2;
}
