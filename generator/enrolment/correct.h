/*
 * Corrections and what follows from them. The correction itself, a new event with who, why and the
 * old value, is records/correction.h's; here the score is worked out anew, and the completion
 * follows, in the same transaction. What was recorded stays.
 */
#ifndef ENROLMENT_CORRECT_H
#define ENROLMENT_CORRECT_H

#include "enrolment/enrolment.h"

/* What field of an event is corrected, by its number. The completion that rests on an attendance
 * goes, or stands again, with it; the score of a paper is worked out again from its answers, and
 * the completion comes or goes with that; the day of a paper is its completion's too, and that of a
 * session those of all its completions. Refused: what correction_record() refuses; CORRECT_SCORE (a
 * score follows from the answers and is not set by hand); CORRECT_STANDS (a completion made to stand
 * again beside another one); SITTING_ANSWER (what the question cannot be answered with); SHEET_DAY
 * (of a paper: before the training's year, or a day to come); CORRECT_AHEAD (a day to come, of what
 * else has been, such as a session that was held). */
bool correct(const Enrolment *with, gint64 of, const char *field, const char *value,
             const char *why, Report *report);

#endif
