/*
 * Fuzzes the reading of a quiz. Whatever it holds, it is read within its bounds; what is written of
 * it is read back with as many questions; and it can be checked.
 */
#include "base/text.h"
#include "training/check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *text = text_normalise((const char *)data, size, "fuzz", NULL, report);
  if (text == NULL)
    return 0;
  g_autoptr(Quiz) quiz = quiz_read(text, "fuzz", report);
  bool structure = !report_failed(report);
  quiz_check(quiz, report);
  if (report_failed(report))
    return 0;
  g_autofree char *again = quiz_text(quiz);
  g_autoptr(Quiz) back = quiz_read(again, "back", report);
  if (structure && back->questions->len != quiz->questions->len)
    abort();
  return 0;
}
