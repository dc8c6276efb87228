/*
 * The walk over all events in which each is asked whether it can stand where it stands, and every
 * score is worked out again. Inside this room alone.
 */
#ifndef ENROLMENT_EVENTS_WALK_H
#define ENROLMENT_EVENTS_WALK_H

#include "enrolment/verification.h"

/* Walks; `corrected` gets the ids of the attempts that a correction concerns. False: reported. */
bool events_walk(const Enrolment *with, Soundness *soundness, GPtrArray *corrected, Report *report);

/* Reports an event that does not hold, and remembers the first one. */
void events_walk_fault(Report *report, Soundness *soundness, gint64 seq, DiagCode code,
                       const char *what);

#endif
