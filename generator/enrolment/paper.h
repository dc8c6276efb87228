/*
 * Answers on paper: entered by the office by the printed form's id, twice, and recorded as an
 * attempt like any other.
 *
 * The form and the module's text lie beside the module (training/forms.h). What was entered first is
 * kept in the page or the command, not in the store; only when both agree is it recorded, in one
 * go: attempt.begun with medium "paper" and the stored form, the answers, attempt.finished, the
 * completion where it was passed, and paper.entered with the form's id. Who entered it is the
 * actor. Limits, rounds and grading are those of attempt.h.
 */
#ifndef ENROLMENT_PAPER_H
#define ENROLMENT_PAPER_H

#include "enrolment/attempt.h"

/* A printed form, with the module as it was when it was drawn. */
typedef struct {
  const Course *course;
  Form *form;
  Module *module;
} Paper;
void paper_free(Paper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)

/* Finds a form by its id among all modules. NULL: PAPER_UNKNOWN, FORM_TEXT. */
Paper *paper_find(const Enrolment *with, const char *form, Report *report);

/* Reads one entry: answers of all questions in a line, as "2 1 13 - 4": a word a question, each the
 * places that are marked, "-" or "0" for none; letters do for figures (ア イ ウ …, a b c …), full
 * width as well. NULL: PAPER_ANSWERS (how many words were found and how many questions there are), or
 * PAPER_ANSWER (which word cannot be read). Free with g_strfreev(). */
char **paper_answers(const Paper *paper, const char *line, Report *report);

/* The places (from 1) at which two entries differ, of guint; empty where they agree. Free with
 * g_array_unref(). */
GArray *paper_differences(const Paper *paper, const char *const *first, const char *const *second);

/* Records it; returns the attempt's id. `day`: when it was answered (not after today: PAPER_DAY).
 * Refused: PAPER_DIFFERS (the two entries), PAPER_TAKEN (this form was entered for this person before),
 * and what attempt_begin() refuses. The round may be "" or a demand's. */
char *paper_enter(const Enrolment *with, const Paper *paper, const char *subject,
                  const char *round, Day day, const char *const *first,
                  const char *const *second, bool *passed, Report *report);

#endif
