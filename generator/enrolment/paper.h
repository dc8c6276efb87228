/*
 * Answers on paper: entered by the office by the printed form's id, twice, and recorded as an
 * attempt like any other.
 *
 * The form and the module's text lie beside the module (training/forms.h). Only when both entries
 * agree is it recorded, in one go: the attempt with the stored form, its answers, its score, the
 * completion where it was passed, and that it was a paper. Who entered it is the actor. Limits,
 * rounds and grading are those of a sitting. A first entry that waits for its second can be kept as
 * a draft (records/attempt.h, paper_draft_*).
 */
#ifndef ENROLMENT_PAPER_H
#define ENROLMENT_PAPER_H

#include "enrolment/sitting.h"

/* A printed form, with the module as it was when it was drawn. */
typedef struct {
  const Course *course;
  Form *form;
  Module *module;
} AnswerSheet;
void answer_sheet_free(AnswerSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AnswerSheet, answer_sheet_free)

/* Finds a form by its id among all modules. NULL: SHEET_UNKNOWN, FORM_TEXT. Reads files. */
AnswerSheet *answer_sheet_find(const Curriculum *curriculum, const char *form, Report *report);

/* Reads one entry: the answers of all questions in a line, as "2 1 13 - 4": a word a question, each
 * the places that are marked, "-" or "0" for none; letters do for figures (ア イ ウ …, a b c …), full
 * width as well. NULL: SHEET_COUNT (how many words, how many questions), or SHEET_ANSWER (which
 * word). Free with g_strfreev(). */
char **answer_sheet_read(const AnswerSheet *sheet, const char *line, Report *report);

/* One answer of a form as it is typed into one box, as above; NULL where it cannot be one (nothing
 * reported). "" where nothing is marked. And the signs of such an answer as they stand on the
 * sheet: "1 3" is アウ. The caller frees both. */
char *answer_sheet_word(const Form *form, guint place, const char *typed);
char *answer_sheet_signs(const char *answer);

/* The places (from 1) at which two entries differ, of guint; empty where they agree. Free with
 * g_array_unref(). */
GArray *answer_sheet_differences(const AnswerSheet *sheet, const char *const *first,
                                 const char *const *second);

/* Whether a paper of that module can have been filled in then: not after today, nor before the
 * module's year. SHEET_DAY. */
bool paper_day_good(const Enrolment *with, const Module *module, Day day, Report *report);

/* Records it; returns the attempt's id. `day`: when it was filled in. Refused: SHEET_DAY,
 * SHEET_DIFFERS (the two entries), PAPER_ENTERED, and what sitting_begin() refuses. */
char *answer_sheet_record(const Enrolment *with, const AnswerSheet *sheet, const char *subject,
                          const char *round, Day day, const char *const *first,
                          const char *const *second, bool *passed, Report *report);

#endif
