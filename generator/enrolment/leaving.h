/*
 * Leaving: the day that is recorded, and what that day may be.
 *
 * Whoever has left can no longer sign in and no longer trains, from the moment that it is recorded.
 * So a day that has not come yet is not recorded: until then the person is there.
 */
#ifndef ENROLMENT_LEAVING_H
#define ENROLMENT_LEAVING_H

#include "enrolment/enrolment.h"

/* Whether that day may be recorded today. Reports nothing. */
bool leaving_day_good(const Enrolment *with, Day on);

/* Records that somebody leaves, with the last day there. The same day once more writes nothing. Of
 * somebody who has left already another day is a correction, for which `why` is the reason; where
 * that is NULL it is refused. Refused: LEAVING_AHEAD, LEAVING_RECORDED, and what staff_leave() and
 * correction_record() refuse. */
bool leaving_record(const Enrolment *with, const char *subject, Day on, const char *why,
                    Report *report);

#endif
