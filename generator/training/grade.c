#include "training/grade.h"

#include <string.h>

void grade_free(Grade *graded)
{
  if (graded == NULL)
    return;
  g_array_unref(graded->questions);
  g_free(graded);
}

static guint bits_in(guint set)
{
  guint count = 0;
  for (; set != 0; set &= set - 1)
    count++;
  return count;
}

/* The places of an answer as a set of the text's choices; false where it cannot be read. */
static bool read_answer(const char *answer, const FormQuestion *shown, guint *chosen)
{
  *chosen = 0;
  for (const char *p = answer; *p != '\0';) {
    if (*p == ' ' || *p == ',') {
      p++;
      continue;
    }
    gsize digits = strspn(p, "0123456789");
    guint64 place = digits > 0 && digits < 4 ? g_ascii_strtoull(p, NULL, 10) : 0;
    if (place < 1 || place > shown->count)
      return false;
    guint bit = 1u << shown->order[place - 1];
    if ((*chosen & bit) != 0)
      return false;
    *chosen |= bit;
    p += digits;
  }
  return true;
}

static guint units_for(const Question *question, Partial partial, const GradedQuestion *graded)
{
  if (!graded->answered)
    return 0;
  if (graded->chosen == graded->right)
    return POINT_UNITS;
  if (!question->multi || partial == PARTIAL_NONE)
    return 0;
  guint hits = bits_in(graded->chosen & graded->right);
  guint misses = bits_in(graded->chosen & ~graded->right);
  return hits > misses ? (hits - misses) * POINT_UNITS / bits_in(graded->right) : 0;
}

static GradedQuestion grade_question(const Module *module, const Question *question,
                                     const FormQuestion *shown, const char *answer)
{
  GradedQuestion graded = {.question = shown->id, .must = question->must};
  for (guint i = 0; i < question->choices->len; i++)
    graded.right |= question_choice(question, i)->right ? 1u << i : 0;
  if (!read_answer(answer != NULL ? answer : "", shown, &graded.chosen)) {
    graded.unreadable = true;
    graded.chosen = 0;
  }
  graded.answered = graded.chosen != 0;
  graded.units = units_for(question, module->partial, &graded);
  return graded;
}

static void sum_up(Grade *graded, guint pass)
{
  guint count = graded->questions->len;
  for (guint i = 0; i < count; i++) {
    const GradedQuestion *one = &g_array_index(graded->questions, GradedQuestion, i);
    graded->units += one->units;
    graded->right += one->units == POINT_UNITS;
    graded->must_missed = graded->must_missed || (one->must && one->units < POINT_UNITS);
  }
  guint64 whole = (guint64)count * POINT_UNITS;
  graded->percent = whole > 0 ? (guint)(graded->units * 100 / whole) : 0;
  graded->passed = whole > 0 && graded->units * 100 >= pass * whole && !graded->must_missed;
}

Grade *grade(const Module *module, const Form *form, const char *const *answers, Report *report)
{
  g_autoptr(Grade) graded = g_new0(Grade, 1);
  graded->questions = g_array_new(FALSE, TRUE, sizeof(GradedQuestion));
  for (guint i = 0; i < form->questions->len; i++) {
    const FormQuestion *shown = form_question(form, i);
    const Question *question = quiz_find(module_quiz(module), shown->id);
    if (question == NULL || question->choices->len != shown->count) {
      report_add(report, DIAG_FORM_FORM, place_none(), shown->id, NULL);
      return NULL;
    }
    GradedQuestion one = grade_question(module, question, shown, answers[i]);
    g_array_append_val(graded->questions, one);
  }
  sum_up(graded, module->pass);
  return g_steal_pointer(&graded);
}

Grade *grade_text(const char *text, gsize length, const Form *form, const char *const *answers,
                  Report *report)
{
  g_autoptr(Module) module = module_from_text(text, length, report);
  return module != NULL ? grade(module, form, answers, report) : NULL;
}
