/*
 * What the yearly file for the inspector holds, as data: plan, sessions, material with hashes,
 * attendance, results by person, discrepancies, corrections, checkpoint. The page that is printed
 * of it is made elsewhere.
 */
#ifndef ENROLMENT_YEARLY_H
#define ENROLMENT_YEARLY_H

#include "enrolment/discrepancy.h"
#include "enrolment/duty.h"
#include "records/checkpoint.h"
#include "records/correction.h"
#include "records/gathering.h"

#include <jansson.h>

/* A course of the year, with who must take it. */
typedef struct {
  const Course *course;
  Rule *rule; /* audience_rule() */
} YearlyCourse;

typedef struct {
  Gathering *gathering;
  GPtrArray *attended; /* "0012 山田 花子", of char *, as the roster has them now; who was erased by
                        * the id's first 8 digits */
} YearlySession;

typedef struct {
  Correction *correction;
  char *whom;    /* as in YearlySession; "" of nobody */
  char *account; /* the name of who corrected it; what the event has where that is no account */
  guint place;   /* of an answer: of which question; 0 */
} YearlyCorrection;

typedef struct {
  int year;
  Day on;                   /* made on */
  GPtrArray *courses;       /* of YearlyCourse */
  GPtrArray *sessions;      /* of YearlySession, by date */
  GPtrArray *counts;        /* of DutyCount */
  GPtrArray *results;       /* of DutyCopy, by site, reading, number */
  GPtrArray *discrepancies; /* of Discrepancy */
  GPtrArray *corrections;   /* of YearlyCorrection, made in the year */
  bool anchored;            /* a checkpoint is there: */
  Checkpoint checkpoint;    /* the newest */
} Yearly;
void yearly_free(Yearly *yearly);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Yearly, yearly_free)

Yearly *yearly_read(const Enrolment *with, int year, Report *report);

/* The same as JSON, for tools (a new reference). */
json_t *yearly_json(const Yearly *yearly);

#endif
