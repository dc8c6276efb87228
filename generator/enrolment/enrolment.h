/*
 * What a piece of work on the records is done with: the store, the modules, the day, who does it.
 *
 * The room `enrolment` says what training means for the records: who must take what, what an
 * attempt is and when it completes the training, who is due again. It knows no HTTP and no HTML,
 * and no SQLite: records/store.h is below it, the pages (serve/) and the commands (cli/) above.
 *
 * How all of it is called:
 *
 *   - The first parameter is an Enrolment, borrowed; whoever calls fills it in.
 *   - A function that writes needs an open transaction: the server's clerk has one, a command begins
 *     one (store_begin). Where it returns false (or NULL), the caller takes its own part back
 *     (store_back, or store_rollback): something may have been written before it failed.
 *   - A function that reads may be called within a transaction or outside of one.
 *   - Subjects, attempts, gatherings are named by the store's random ids (hex), which are no names.
 *   - false and NULL mean that it was reported, unless the function's manual says otherwise.
 *   - What is returned is the caller's, unless it is const.
 *
 * Every change is an event (records/event.h) and, in the same transaction, a change of the tables
 * that are worked out from the events. Nothing is changed twice by a form that is sent twice: the
 * manuals say of each function what a second call does.
 */
#ifndef ENROLMENT_ENROLMENT_H
#define ENROLMENT_ENROLMENT_H

#include "base/wareki.h"
#include "records/store.h"

typedef struct Curriculum Curriculum;

typedef struct {
  Store *store;
  Curriculum *curriculum; /* may be NULL where a function's manual does not need it */
  Day today;              /* where the organisation is */
  Moment now;
  const char *actor; /* who does it: "subject:…", "account:…", "cli:…", "system" */
  const char *timezone; /* IANA name, for telling the day of a moment */
} Enrolment;

/* The day of a moment in the organisation's time zone. */
Day moment_day(Moment moment, const char *timezone);

/* The 年度 in which today lies. */
int enrolment_year(const Enrolment *with);

#endif
