/*
 * Group sessions, and what they mean: whoever attended one has completed its module, without a
 * score. Planned, held, cancelled, and the lists are records/gathering.h's; these functions check
 * what is entered, and then call those.
 */
#ifndef ENROLMENT_SESSION_H
#define ENROLMENT_SESSION_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"
#include "records/gathering.h"

/* Plans one, or changes one that is planned (`gathering->id` not NULL). *id (may be NULL) is the
 * caller's. Refused: SESSION_FIELD (place or lecturer empty, too long or not in one line; minutes 0
 * or above 1,440; no exact day), COURSE_UNKNOWN. */
bool session_plan(const Enrolment *with, const Gathering *gathering, char **id, Report *report);

/* Says that it was held, as `gathering` (with its id) tells. Refused as above, and SESSION_FUTURE
 * for a day after today. Said again, the last word stands; but not for the day, once somebody is
 * recorded as having attended (SESSION_DAY): correct.h. */
bool session_hold(const Enrolment *with, const Gathering *gathering, Report *report);

/* Records those who were there, and completes the module for each; one who is recorded already is
 * passed over, one who has completed the module keeps that completion. *added (may be NULL) counts
 * those who were new. Refused: GATHERING_NOT_HELD, PERSON_GONE. */
bool session_attend(const Enrolment *with, const char *id, const char *const *subjects,
                    guint *added, Report *report);

/* What was handed out, a file with its hash, added to a list of material. */
void session_material(GPtrArray *material, const char *name, const char *bytes, gsize size);

#endif
