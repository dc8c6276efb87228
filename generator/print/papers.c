#include "print/paper.h"

#include "print/kinds.h"

#include <string.h>

static const PaperKind kinds[] = {
  {.name = "notice",
   .title = {"掲示", "notice"},
   .needs = {"現行の版の文面", "the text of a revision in force"},
   .template = "print/notice.html",
   .scope = PAPER_OF_TEXT,
   .sizes = SIZE_A4 | SIZE_A3,
   .parts = true,
   .each_part = true,
   .points = 10.5,
   .points_a3 = 15, /* read from farther off: it grows as the sides of the sheet do */
   .put = notice_put},
  {.name = "large-print",
   .title = {"大きな文字の掲示", "large-print notice"},
   .needs = {"現行の版の文面", "the text of a revision in force"},
   .template = "print/notice.html",
   .scope = PAPER_OF_TEXT,
   .sizes = SIZE_A4 | SIZE_A3,
   .parts = true,
   .points = 18,
   .points_a3 = 18, /* large already: here A3 is for half as many sheets */
   .put = notice_put},
  {.name = "poster",
   .title = {"ポスター", "poster"},
   .needs = {"現行の版の文面", "the text of a revision in force"},
   .template = "print/notice.html",
   .scope = PAPER_OF_TEXT,
   .sizes = SIZE_A3,
   .parts = true,
   .points = 18,
   .least = 11,
   .most = 28,
   .put = poster_put},
  {.name = "handout",
   .title = {"説明書と同意書", "handout with consent form"},
   .needs = {"現行の版の文面", "the text of a revision in force"},
   .template = "print/handout.html",
   .scope = PAPER_OF_TEXT,
   .sizes = SIZE_A4,
   .parts = true,
   .points = 10.5,
   .put = handout_put},
  {.name = "comparison",
   .title = {"新旧対照表", "comparison"},
   .needs = {"文面の残っている、1つ前の版", "an earlier revision whose text is kept"},
   .template = "print/comparison.html",
   .scope = PAPER_OF_PAIR,
   .sizes = SIZE_A4,
   .landscape = true,
   .points = 9.5,
   .applies = comparison_applies,
   .put = comparison_put},
  {.name = "history",
   .title = {"改定の履歴", "revision history"},
   .needs = {"発行した版", "a published revision"},
   .template = "print/history.html",
   .scope = PAPER_OF_POLICY,
   .sizes = SIZE_A4,
   .points = 10.5,
   .put = history_put},
  {.name = "register",
   .title = {"掲示管理表", "posting register"},
   .needs = {"site.lua の places（掲示の場所）", "the places of site.lua, where notices hang"},
   .template = "print/register.html",
   .scope = PAPER_OF_SITE,
   .sizes = SIZE_A4,
   .landscape = true,
   .points = 10.5,
   .applies = register_applies,
   .put = register_put},
  {.name = "quiz",
   .title = {"問題用紙", "quiz paper"},
   .needs = {"研修の問題用紙（--forms で作ります）", "a form of a module (made by --forms)"},
   .template = "print/quiz.html",
   .scope = PAPER_OF_FORM,
   .sizes = SIZE_A4,
   .points = 12,
   .put = quiz_paper_put},
  {.name = "quiz-large",
   .title = {"大きな文字の問題用紙", "large-print quiz paper"},
   .needs = {"研修の問題用紙（--forms で作ります）", "a form of a module (made by --forms)"},
   .template = "print/quiz.html",
   .scope = PAPER_OF_FORM,
   .sizes = SIZE_A4,
   .points = 18,
   .put = quiz_paper_put},
  {.name = "quiz-sheet",
   .title = {"解答用紙", "answer sheet"},
   .needs = {"研修の問題用紙（--forms で作ります）", "a form of a module (made by --forms)"},
   .template = "print/quiz-sheet.html",
   .scope = PAPER_OF_FORM,
   .sizes = SIZE_A4,
   .points = 12,
   .put = quiz_paper_put},
  {.name = "quiz-sheet-large",
   .title = {"大きな文字の解答用紙", "large-print answer sheet"},
   .needs = {"研修の問題用紙（--forms で作ります）", "a form of a module (made by --forms)"},
   .template = "print/quiz-sheet.html",
   .scope = PAPER_OF_FORM,
   .sizes = SIZE_A4,
   .points = 18,
   .put = quiz_paper_put},
  {.name = "quiz-key",
   .title = {"採点表", "marking key"},
   .needs = {"研修の問題用紙（--forms で作ります）", "a form of a module (made by --forms)"},
   .template = "print/quiz-key.html",
   .scope = PAPER_OF_FORM,
   .sizes = SIZE_A4,
   .points = 12,
   .put = quiz_key_put},
  {.name = "attendance",
   .title = {"研修記録簿", "attendance record"},
   .needs = {"研修のモジュール（quizzes/）", "a module of the training (quizzes/)"},
   .template = "print/attendance.html",
   .scope = PAPER_OF_MODULE,
   .sizes = SIZE_A4,
   .points = 10.5,
   .put = attendance_put},
  {0},
};

const PaperKind *paper_kinds(void)
{
  return kinds;
}

const PaperKind *paper_kind(const char *name)
{
  for (const PaperKind *kind = kinds; kind->name != NULL; kind++)
    if (strcmp(kind->name, name) == 0)
      return kind;
  return NULL;
}

const char *paper_size_name(PaperSize size)
{
  return size == SIZE_A3 ? "A3" : "A4";
}

void paper_free(gpointer data)
{
  Paper *paper = data;
  g_free(paper->training);
  g_free(paper->part);
  g_free(paper->name);
  g_free(paper->title);
  g_free(paper->label);
  g_free(paper);
}
