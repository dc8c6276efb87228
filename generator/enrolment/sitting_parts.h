/*
 * What sittings, papers, sessions and corrections share of recording. Inside this room alone.
 */
#ifndef ENROLMENT_SITTING_PARTS_H
#define ENROLMENT_SITTING_PARTS_H

#include "enrolment/retraining.h"
#include "enrolment/sitting.h"

/* Whether this person may begin one of that course and round: reports why not. */
bool sitting_allowed(const Enrolment *with, const char *subject, const Course *course,
                     const char *round, Report *report);

/* The clauses that a course's completion in that round rests on (of ClauseHash), as they read on a
 * day, and the revision that was in force (the caller's). NULL: reported. */
GPtrArray *sitting_rests(const Enrolment *with, const Course *course, const char *round, Day day,
                         char **revision, Report *report);

/* Begins an attempt on a form whose text is kept, as of a day; the attempt is the caller's. */
bool sitting_open(const Enrolment *with, const char *subject, const Course *course,
                  const char *round, const char *lang, const Form *form, Medium medium, Day day,
                  Attempt **attempt, Report *report);

/* Saves an answer of a sitting that was read. */
bool sitting_put(const Enrolment *with, const Sitting *sitting, guint place, const char *answer,
                 Report *report);

/* Grades one with its module read, finishes it, and completes where it was passed, as of a day. */
bool sitting_close(const Enrolment *with, const Sitting *sitting, Day on, bool *passed,
                   Report *report);

/* The completion of a passed sitting. One that stands already stays. */
bool sitting_complete(const Enrolment *with, const Sitting *sitting, Day on, Report *report);

Score sitting_score(const Grade *graded);

#endif
