/*
 * Fuzzes the reading of questions in Moodle XML. Whatever the file holds, every question that is taken
 * in is whole, can be written as Markdown and is read back from it with the same choices.
 */
#include "training/exchange.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_question(const Question *question, const Quiz *back)
{
  const Question *same = quiz_find(back, question->id);
  if (same == NULL || same->choices->len != question->choices->len)
    abort();
  for (guint i = 0; i < question->choices->len; i++)
    if (question_choice(question, i)->right != question_choice(same, i)->right)
      abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Quiz) quiz = exchange_read((const char *)data, size, EXCHANGE_MOODLE, "fuzz", report);
  if (quiz == NULL || quiz->questions->len == 0) {
    if (!report_failed(report))
      abort();
    return 0;
  }
  g_autofree char *text = quiz_text(quiz);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Quiz) back = quiz_read(text, "back", unsaid);
  for (guint i = 0; i < quiz->questions->len; i++)
    check_question(quiz_question(quiz, i), back);
  return 0;
}
