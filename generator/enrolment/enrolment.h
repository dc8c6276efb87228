/*
 * What a piece of work on the records is done with: the store, the modules, the day, who does it.
 *
 * The room `enrolment` says what training means for the records: who must take what, what it is to
 * sit a quiz and when that completes the training, who is due again. It knows no HTTP and no HTML,
 * and no SQLite: records/ is below it, the pages (serve/) and the commands (cli/) above. What it
 * adds nothing to is asked of records/ itself: staff.h for people, rule.h, gathering.h for
 * lists, correction.h for what was corrected, event.h for a timeline.
 *
 * How all of it is called:
 *
 *   - The first parameter is an Enrolment, borrowed; whoever calls fills it in.
 *   - A function that writes needs an open transaction (records/store.h): the server's clerk has
 *     one, a command begins one. Where it returns false (or NULL), the caller takes its own part
 *     back (store_back, store_rollback): something may have been written before it failed.
 *   - A function that reads may be called within a transaction or outside of one.
 *   - People and attempts are named by the store's random ids; a completion by its event's number.
 *   - false and NULL mean that it was reported, unless the function's manual says otherwise.
 *   - What is returned is the caller's, unless it is const.
 *
 * Nothing is done twice by a form that is sent twice: the manuals say of each function what a
 * second call does.
 */
#ifndef ENROLMENT_ENROLMENT_H
#define ENROLMENT_ENROLMENT_H

#include "base/wareki.h"
#include "records/store.h"

typedef struct Curriculum Curriculum;

typedef struct {
  Store *store;
  const Curriculum *curriculum;
  Act act;              /* who does it, and the moment */
  Day today;            /* where the organisation is */
  const char *timezone; /* IANA name, for telling the day of a moment */
} Enrolment;

/* The 年度 in which today lies. */
int enrolment_year(const Enrolment *with);

/* The person whom a command line or a form means: by number, by id, or by a name that only one
 * has. NULL: PERSON_UNKNOWN, PERSON_SEVERAL. The caller frees the id. */
char *enrolment_person(const Enrolment *with, const char *given, Report *report);

#endif
