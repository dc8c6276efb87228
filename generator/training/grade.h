/*
 * Grading: one pure function from (module's text, questions and their order, raw answers) to a
 * result. Whoever grades, today on a screen or in ten years from the records, calls this one.
 *
 * A raw answer is what was chosen, by its place as shown, from 1: "2", or "1 3" (spaces or
 * commas); "" where nothing was. The rules:
 *
 *   - One point a question.
 *   - A question of one choice: the point for exactly the right one. Two marks on it are no
 *     answer.
 *   - `.multi`: with partial = "none" the point for exactly the right ones. With "share"
 *     (right ones chosen - wrong ones chosen) / (right ones), never below nothing.
 *   - An answer that cannot be read (a place that is not there, one place twice, other
 *     signs) counts as none, and says so.
 *   - Score in percent: points / questions, rounded down when it is shown. It is passed where
 *     points / questions reaches the pass mark, exactly, and every `.must` has its whole
 *     point.
 *
 * Parts of points are kept in units, POINT_UNITS a point, which every share divides: there is
 * no rounding.
 */
#ifndef TRAINING_GRADE_H
#define TRAINING_GRADE_H

#include "training/form.h"

/* The least common multiple of 1 to QUIZ_CHOICES. */
enum { POINT_UNITS = 2520 };

typedef struct {
  const char *question; /* id; the form's */
  guint chosen;         /* by bit: the choices that were chosen, as they stand in the text */
  guint right;          /* by bit: those that are right */
  guint units;          /* 0 to POINT_UNITS */
  bool answered;        /* something was chosen that could be read */
  bool unreadable;
  bool must;
} GradedQuestion;

typedef struct {
  GArray *questions; /* of GradedQuestion, as the form's */
  guint64 units;     /* of all */
  guint right;       /* questions with a whole point */
  guint percent;     /* rounded down */
  bool must_missed;
  bool passed;
} Grade;

/* Grades. NULL where the form does not belong to this module's text: a question that it does
 * not have, or one with another number of choices (FORM_FORM). `answers` has one entry a
 * question of the form; NULL stands for "". */
Grade *grade(const Module *module, const Form *form, const char *const *answers, Report *report);
void grade_free(Grade *graded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Grade, grade_free)

/* The same from the module's text as it was kept: module_from_text() and grade(). */
Grade *grade_text(const char *text, gsize length, const Form *form, const char *const *answers,
                  Report *report);

#endif
