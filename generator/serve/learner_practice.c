/* Practice: a question, graded at once, kept apart from the record. */
#include "enrolment/practice.h"

#include "serve/learner.h"
#include "serve/premises.h"

#include <string.h>

/* The question in the reader's language, else in the authoritative one; NULL where it is gone. */
static const Question *question_of(const Call *call, const Course *course, const char *id)
{
  const ModuleEdition *edition = module_edition(course->module, call->lang);
  const Question *question =
    edition != NULL && edition->quiz != NULL ? quiz_find(edition->quiz, id) : NULL;
  return question != NULL ? question : quiz_find(module_quiz(course->module), id);
}

static void put_question(Call *call, const Course *course, const Question *question)
{
  learner_put_course(call, course, (Day){0});
  learner_put_wording(call, "question_title", &question->title);
  learner_put_wording(call, "stem", &question->stem);
  values_bool(call->values, "multi", question->multi);
  learner_above(call, course->module->title, "/");
}

static void show_practice(Call *call, const Course *course, const PracticeQuestion *drawn,
                          guint status)
{
  const Question *question = question_of(call, course, drawn->question);

  if (question == NULL) {
    call_refuse(call, 404);
    return;
  }
  if (!learner_frame(call))
    return;
  put_question(call, course, question);
  values_string(call->values, "question", drawn->question);
  values_string(call->values, "order", drawn->order);
  values_bool(call->values, "missed", drawn->left > 0);
  values_number(call->values, "left", drawn->left);
  values_list(call->values, "choices");
  for (guint i = 1; i <= drawn->count; i++) {
    const Choice *choice =
      question_choice(question, (guint)practice_choice(drawn->order, drawn->count, i));
    values_open(call->values, NULL);
    learner_put_wording(call, "words", &choice->words);
    values_close(call->values);
  }
  values_close(call->values);
  learner_title(call, "practice.title");
  call_show_as(call, status, "practice.html");
}

/* The course, where it may be practised now: while its quiz lies open, practice would tell the key of
 * what is asked there. NULL: the outcome is set. */
static const Course *practised_course(Call *call)
{
  const Course *course = learner_course(call);
  g_autoptr(GPtrArray) duties = course != NULL ? learner_duties(call) : NULL;
  const Duty *duty = duties != NULL ? learner_duty(duties, course) : NULL;

  if (duties == NULL)
    return NULL;
  if (duty == NULL || duty->open == NULL)
    return course;
  g_autofree char *path = g_strconcat("/quiz/", course->id, NULL);
  call_go(call, path);
  return NULL;
}

void learner_practice_page(Call *call)
{
  const Course *course = practised_course(call);
  Enrolment with = learner_enrolment(call);

  if (course == NULL)
    return;
  g_autoptr(PracticeQuestion) drawn = practice_draw(&with, call->who.id, course, call->report);
  if (drawn != NULL)
    show_practice(call, course, drawn, 200);
  else if (learner_was(call, DIAG_DRAW_NONE))
    call_refuse(call, 404);
  else
    call_fail(call);
}

static void put_clauses(Call *call, const Question *question)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_ptr_array_add(names, g_strconcat(basis->policy, "#", basis->clause, NULL));
  }
  learner_put_clauses(call, names);
}

static void show_graded(Call *call, const Course *course, const Question *question,
                        const char *order, const PracticeResult *result)
{
  if (!learner_frame(call))
    return;
  put_question(call, course, question);
  values_bool(call->values, "right", result->right);
  learner_put_wording(call, "explanation", &question->explanation);
  values_list(call->values, "choices");
  for (guint i = 1; i <= question->choices->len; i++) {
    int index = practice_choice(order, question->choices->len, i);
    guint bit = 1u << (i - 1);
    learner_put_choice(call, question_choice(question, (guint)index), result->right_shown & bit,
                       result->chosen_shown & bit);
  }
  values_close(call->values);
  put_clauses(call, question);
  learner_title(call, "practice-answer.title");
  call_show(call, "practice-answer.html");
}

/* Nothing was chosen: the same question in the same order again. */
static void ask_again(Call *call, const Course *course, const char *id, const char *order)
{
  const Question *question = question_of(call, course, id);
  PracticeQuestion same = {.question = (char *)id, .order = (char *)order};

  if (question == NULL || practice_choice(order, question->choices->len, 1) < 0) {
    call_refuse(call, 422);
    return;
  }
  same.count = question->choices->len;
  learner_refuse(call, "empty", 0);
  show_practice(call, course, &same, 422);
}

void learner_practice_post(Call *call)
{
  const Course *course = practised_course(call);
  const char *id = call_words(call, "question"), *order = call_words(call, "order");
  const char *chosen = learner_chosen(call);
  Enrolment with = learner_enrolment(call);
  PracticeResult result;

  if (course == NULL)
    return;
  if (id == NULL || order == NULL)
    call_refuse(call, 422);
  else if (chosen == NULL)
    ask_again(call, course, id, order);
  else if (practice_answer(&with, call->who.id, course, id, order, chosen, &result, call->report))
    show_graded(call, course, question_of(call, course, id), order, &result);
  else if (learner_was(call, DIAG_PRACTICE_QUESTION) || learner_was(call, DIAG_SITTING_ANSWER))
    call_refuse(call, 422);
  else
    call_fail(call);
}
