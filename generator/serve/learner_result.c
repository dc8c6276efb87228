/* What came of a sitting: the score, what was missed and why. */
#include "serve/learner.h"
#include "serve/premises.h"

#include <string.h>

/* The choices with their key; called only where the review says that it may be shown. */
static void put_key(Call *call, const Sitting *sitting, const SittingReview *review)
{
  const Question *question = sitting_question(sitting, review->place, call->lang);
  const Choice *choice;

  learner_put_wording(call, "stem", &question->stem);
  learner_put_wording(call, "explanation", &question->explanation);
  values_list(call->values, "choices");
  for (guint i = 1; (choice = sitting_choice(sitting, review->place, i, call->lang)) != NULL; i++) {
    guint bit = 1u << (i - 1);
    learner_put_choice(call, choice, review->shown_right & bit, review->shown_chosen & bit);
  }
  values_close(call->values);
}

static void put_missed(Call *call, const Sitting *sitting, const GPtrArray *reviews)
{
  values_list(call->values, "missed");
  for (guint i = 0; i < reviews->len; i++) {
    const SittingReview *review = g_ptr_array_index(reviews, i);
    if (review->right)
      continue;
    values_open(call->values, NULL);
    learner_put_wording(call, "title",
                        &sitting_question(sitting, review->place, call->lang)->title);
    if (review->key)
      put_key(call, sitting, review);
    learner_put_clauses(call, review->clauses);
    values_close(call->values);
  }
  values_close(call->values);
}

static void put_score(Call *call, const Sitting *sitting, const GPtrArray *reviews)
{
  guint right = 0;

  for (guint i = 0; i < reviews->len; i++)
    right += ((const SittingReview *)g_ptr_array_index(reviews, i))->right;
  values_bool(call->values, "passed", sitting->attempt->score.passed);
  values_number(call->values, "count", sitting->count);
  values_number(call->values, "right", right);
  values_number(call->values, "percent", sitting->attempt->score.percent);
  values_number(call->values, "pass", sitting->module->pass);
  values_bool(call->values, "must_missed", sitting->attempt->score.must_missed);
}

/* What stands around it: the course of today, where it is still there, to try again. */
static bool put_around(Call *call, const Sitting *sitting)
{
  const Course *course = curriculum_find(call->premises->curriculum, sitting->attempt->module);
  g_autoptr(GPtrArray) duties = learner_duties(call);

  if (duties == NULL)
    return false;
  const Duty *duty = course != NULL ? learner_duty(duties, course) : NULL;
  bool again = course != NULL && (duty == NULL || duty->left > 0);
  values_bool(call->values, "used_up", !again);
  values_open(call->values, "module");
  values_string(call->values, "id", sitting->attempt->module);
  values_close(call->values);
  if (module_edition(sitting->module, call->lang) == NULL)
    values_string(call->values, "quiz_lang", "ja");
  learner_above(call, sitting->module->title, "/");
  learner_title(call, "result.title");
  return true;
}

void learner_result_page(Call *call)
{
  Enrolment with = learner_enrolment(call);
  g_autoptr(Sitting) sitting = sitting_read(&with, call->who.id, call->parts[0], call->report);

  if (sitting == NULL) {
    if (learner_was(call, DIAG_SITTING_UNKNOWN))
      call_refuse(call, 404);
    else
      call_fail(call);
    return;
  }
  if (sitting->attempt->finished == 0) {
    g_autofree char *path = g_strconcat("/quiz/", sitting->attempt->module, NULL);
    call_go(call, path);
    return;
  }
  g_autoptr(GPtrArray) reviews = sitting_review(sitting, call->report);
  if (reviews == NULL) {
    call_fail(call);
    return;
  }
  if (!learner_frame(call) || !put_around(call, sitting) ||
      !learner_put_certificate(call, sitting->completion))
    return;
  put_score(call, sitting, reviews);
  put_missed(call, sitting, reviews);
  call_show(call, "result.html");
}
