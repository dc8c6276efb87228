/*
 * Corrections: a new event that says who corrects what, from which value to which, and why. What was
 * recorded stays and is shown with its correction beside it.
 *
 * What can be corrected, by the event that it stands in (its sequence number) and the field:
 *
 *   completion       "void" → the completion does not hold (entered for the wrong person, say)
 *   session.attended "void" → was not there; voids the completion that came of it too
 *   session.held     "place", "lecturer", "minutes", "date"
 *   paper.entered    "void" → the attempt and its completion do not hold
 *
 * Scores cannot be corrected: they follow from the answers. An answer on a screen is the person's own.
 */
#ifndef ENROLMENT_CORRECTION_H
#define ENROLMENT_CORRECTION_H

#include "enrolment/enrolment.h"

typedef struct {
  Seq of;
  char *kind; /* of the event corrected */
  char *field;
  char *old, *new;
  char *why;
  char *actor;
  Moment at;
} Correction;

/* Corrects. Refused: CORRECTION_UNKNOWN (no such event), CORRECTION_FIELD (that event has no such field to
 * correct), CORRECTION_WHY (no reason), CORRECTION_SAME (it says so already). For "void" `new` is
 * "void"; a void cannot be taken back: record it anew. */
bool correction_make(const Enrolment *with, Seq of, const char *field, const char *new,
                     const char *why, Report *report);

/* All, newest first, of Correction; `subject` NULL: everybody's. Free with g_ptr_array_unref(). */
GPtrArray *correction_list(const Enrolment *with, const char *subject, Report *report);

#endif
