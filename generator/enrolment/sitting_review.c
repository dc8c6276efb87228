/* What a page may tell of a sitting. */
#include "enrolment/kept.h"
#include "enrolment/sitting.h"

#include <string.h>

static const FormQuestion *shown_at(const Sitting *sitting, guint place)
{
  return place >= 1 && place <= sitting->count ? form_question(sitting->form, place - 1) : NULL;
}

/* The question as an edition says it. A translation that has it otherwise is not taken: its choices
 * would stand in the places of others. */
static const Question *question_in(const Module *module, const FormQuestion *shown,
                                   const char *lang)
{
  const Question *first = quiz_find(module_quiz(module), shown->id);
  const ModuleEdition *edition = module_edition(module, lang);
  const Question *other =
    edition != NULL && edition->quiz != NULL ? quiz_find(edition->quiz, shown->id) : NULL;
  return other != NULL && first != NULL && other->choices->len == first->choices->len ? other
                                                                                      : first;
}

const Question *sitting_question(const Sitting *sitting, guint place, const char *lang)
{
  const FormQuestion *shown = shown_at(sitting, place);
  return shown != NULL && sitting->module != NULL ? question_in(sitting->module, shown, lang)
                                                  : NULL;
}

const Choice *sitting_choice(const Sitting *sitting, guint place, guint shown, const char *lang)
{
  const FormQuestion *form = shown_at(sitting, place);
  const Question *question = sitting_question(sitting, place, lang);
  if (question == NULL || shown < 1 || shown > form->count)
    return NULL;
  return question_choice(question, form->order[shown - 1]);
}

/* The places of an answer, place 1 as bit 0. It was checked when it was given; of one that cannot
 * be read nothing was chosen. */
static guint chosen_of(const char *answer, guint choices)
{
  guint chosen = 0;
  if (!kept_answer_fits(answer, choices))
    return 0;
  for (const char *p = answer; *p != '\0';) {
    gsize digits = strspn(p, "0123456789");
    if (digits > 0)
      chosen |= 1u << (g_ascii_strtoull(p, NULL, 10) - 1);
    p += MAX(digits, 1);
  }
  return chosen;
}

bool sitting_chose(const Sitting *sitting, guint place, guint shown)
{
  const FormQuestion *form = shown_at(sitting, place);
  return form != NULL && shown >= 1 && shown <= form->count &&
         (chosen_of(sitting_given(sitting, place), form->count) >> (shown - 1) & 1u) != 0;
}

static void review_free(gpointer data)
{
  SittingReview *review = data;
  g_ptr_array_unref(review->clauses);
  g_free(review);
}

static SittingReview *review_of(const Sitting *sitting, guint place, const GradedQuestion *graded)
{
  const FormQuestion *form = form_question(sitting->form, place - 1);
  const Question *question = quiz_find(module_quiz(sitting->module), form->id);
  SittingReview *review = g_new0(SittingReview, 1);
  review->place = place;
  review->question = question->id;
  review->right = graded->units == POINT_UNITS;
  review->answered = graded->answered;
  review->must = graded->must;
  review->key = sitting->attempt->score.passed;
  review->clauses = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < form->count; i++) {
    guint bit = 1u << form->order[i];
    review->shown_chosen |= (graded->chosen & bit) != 0 ? 1u << i : 0;
    review->shown_right |= review->key && (graded->right & bit) != 0 ? 1u << i : 0;
  }
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_ptr_array_add(review->clauses, g_strconcat(basis->policy, "#", basis->clause, NULL));
  }
  return review;
}

GPtrArray *sitting_review(const Sitting *sitting, Report *report)
{
  if (sitting->module == NULL || sitting->attempt->finished == 0) {
    report_add(report, DIAG_SITTING_OPEN, place_none(), NULL);
    return NULL;
  }
  g_autoptr(Grade) graded = sitting_grade(sitting, report);
  if (graded == NULL)
    return NULL;
  GPtrArray *reviews = g_ptr_array_new_with_free_func(review_free);
  for (guint i = 0; i < sitting->count; i++)
    g_ptr_array_add(
      reviews, review_of(sitting, i + 1, &g_array_index(graded->questions, GradedQuestion, i)));
  return reviews;
}

Completion *sitting_completion(const Enrolment *with, const char *subject, gint64 seq,
                               Report *report)
{
  g_autoptr(Completion) found = NULL;
  if (!completion_find(with->store, seq, &found, report))
    return NULL;
  if (found != NULL && !found->voided && (subject == NULL || strcmp(found->subject, subject) == 0))
    return g_steal_pointer(&found);
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, seq);
  report_add(report, DIAG_COMPLETION_UNKNOWN, place_none(), number, NULL);
  return NULL;
}
