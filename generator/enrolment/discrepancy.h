/*
 * Discrepancies between plan, sessions and records: what an inspection compares.
 *
 *   unheld      a session's day has passed, and it was neither held nor cancelled
 *   unattended  a session was held, and nobody is recorded as having been there
 *   unrecorded  attended a session, and no completion of its module stands (it was corrected away,
 *               say)
 *   untrained   on the roster in the 年度, asked to take a module, and neither trained nor exempt,
 *               its day passed
 *   unplanned   a module asks people, and neither a session nor an attempt of the year is there
 *   unfinished  an attempt was begun and lies open for 30 days
 */
#ifndef ENROLMENT_DISCREPANCY_H
#define ENROLMENT_DISCREPANCY_H

#include "enrolment/duty.h"

typedef enum {
  DISCREPANCY_UNHELD,
  DISCREPANCY_UNATTENDED,
  DISCREPANCY_UNRECORDED,
  DISCREPANCY_UNTRAINED,
  DISCREPANCY_UNPLANNED,
  DISCREPANCY_UNFINISHED,
} DiscrepancyKind;

/* "unheld", … Static. */
const char *discrepancy_name(DiscrepancyKind kind);

typedef struct {
  DiscrepancyKind kind;
  char *module;
  char *gathering;            /* id; NULL where it is of none */
  char *subject;              /* likewise */
  char *number, *name, *site; /* of the subject; NULL where there is none, or it was erased */
  Day day;                    /* on which it should have been, or was */
} Discrepancy;

/* Those of a 年度, by kind, day, module, site and number, of Discrepancy. Free with
 * g_ptr_array_unref(). */
GPtrArray *discrepancy_list(const Enrolment *with, int year, Report *report);

#endif
