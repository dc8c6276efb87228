/*
 * Whether a retraining asks people, for many of them fast. Inside this room alone.
 *
 * Completions rest on sets of clause hashes, and thousands of people share one set
 * (records/standing.h): what a retraining makes of a set is worked out once and kept.
 */
#ifndef ENROLMENT_ASKER_H
#define ENROLMENT_ASKER_H

#include "enrolment/audience.h"
#include "enrolment/retraining.h"
#include "records/standing.h"

/* The courses that standings are read of: those of `year` (0: every year), and all of the policies
 * that `retrainings` (may be NULL) name, newest first, as many as a standing can hold. Borrowed
 * from the curriculum. */
GPtrArray *asker_courses(const Curriculum *curriculum, int year, const GPtrArray *retrainings);

/* Their ids, NULL-terminated, borrowed; g_free(). */
const char **asker_modules(const GPtrArray *courses);

typedef struct Asker Asker;

/* `courses` are those that the standings' modules count; all is borrowed. */
Asker *asker_new(const Enrolment *with, const Retraining *retraining, const GPtrArray *courses,
                 Report *report);
void asker_free(Asker *asker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Asker, asker_free)

/* Makes a set of clauses known, whatever the store calls so. */
void asker_learn(Asker *asker, guint set, const GPtrArray *clauses);

/* Whether it asks this person, and in which course: NULL where none has a question for them. False:
 * reported. */
bool asker_judge(Asker *asker, Store *store, const StandingRow *row, bool *asks,
                 const Course **course, Report *report);

#endif
