/*
 * What the yearly file for the inspector holds, as data: plan, sessions, material with hashes, attendance,
 * results by person, discrepancies, checkpoint. The page that is printed of it is made elsewhere.
 */
#ifndef ENROLMENT_YEARLY_H
#define ENROLMENT_YEARLY_H

#include "enrolment/anchor.h"
#include "enrolment/discrepancy.h"
#include "enrolment/gathering.h"
#include "enrolment/standing.h"

#include <jansson.h>

/* One person's line of results: by the roster, names as they are now. */
typedef struct {
  char *number, *name, *site, *role; /* "" for one who was erased: subject's first 8 digits stand as number */
  const Course *course;
  char *round;
  StandingState state;
  Day due, done;
  char *medium;
  guint percent;
  bool scored;
} YearlyResult;

typedef struct {
  int year;
  Day on;             /* made on */
  GPtrArray *courses; /* of const Course *, the year's */
  GPtrArray *rules;   /* of AudienceRule, by course, in the same order */
  GPtrArray *gatherings;  /* of Gathering */
  GPtrArray *attendance;  /* of GPtrArray of char *: numbers and names "0012 山田 花子", by gathering */
  GPtrArray *counts;      /* of StandingCount */
  GPtrArray *results;     /* of YearlyResult, by site, number */
  GPtrArray *discrepancies; /* of Discrepancy */
  GPtrArray *corrections;   /* of Correction, of the year */
  Checkpoint *checkpoint; /* NULL where there is none */
} Yearly;
void yearly_free(Yearly *yearly);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Yearly, yearly_free)

Yearly *yearly_read(const Enrolment *with, int year, Report *report);

/* The same as JSON, for tools (a new reference). */
json_t *yearly_json(const Yearly *yearly);

#endif
