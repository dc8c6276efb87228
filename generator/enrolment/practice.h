/*
 * Practice: the same questions, graded at once, for learning and not for the record.
 *
 * It is kept apart (records/practice.h): no event, no completion, and nothing of it on any report.
 * A question is drawn with its choices in an order; the page posts both back, so that nothing has
 * to be kept between.
 *
 * Spaced: the questions that a person missed at a module are offered again one week and one
 * month after its completion (7 and 30 days), each until it was answered rightly once since that
 * day.
 */
#ifndef ENROLMENT_PRACTICE_H
#define ENROLMENT_PRACTICE_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"

typedef struct {
  char *question; /* id */
  char *order;    /* "2 1 4 3", as in a form */
  guint count;    /* of its choices */
  guint left;     /* of those offered again, this one among them; 0: it was drawn at will */
} PracticeQuestion;
void practice_question_free(PracticeQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PracticeQuestion, practice_question_free)

/* The next question: of those that are offered again the first, else one that was practised
 * least, by chance. NULL: DRAW_NONE. Writes nothing. */
PracticeQuestion *practice_draw(const Enrolment *with, const char *subject, const Course *course,
                                Report *report);

/* The index among the question's choices of the one that stands at `shown` (from 1) in that
 * order; -1 where the order is none of that many. */
int practice_choice(const char *order, guint count, guint shown);

typedef struct {
  bool right;
  guint right_shown; /* by bit, place 1 as shown is bit 0 */
  guint chosen_shown;
} PracticeResult;

/* Grades an answer ("2", "1 3") at once and keeps that it was given. Refused: PRACTICE_QUESTION (no
 * such question that can be asked, or no such order), SITTING_ANSWER. */
bool practice_answer(const Enrolment *with, const char *subject, const Course *course,
                     const char *question, const char *order, const char *answer,
                     PracticeResult *result, Report *report);

/* The ids of the questions that are offered again today, of char *; empty where there are none.
 * Free with g_ptr_array_unref(). */
GPtrArray *practice_offered(const Enrolment *with, const char *subject, const Course *course,
                            Report *report);

#endif
