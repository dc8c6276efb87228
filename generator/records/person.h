/*
 * What the bodies about persons share. Inside this room alone.
 */
#ifndef RECORDS_PERSON_H
#define RECORDS_PERSON_H

#include "records/database.h"
#include "records/staff.h"

/* The columns that person_of() reads, of people p (may be NULL: erased) beside staff s. */
#define PERSON_COLUMNS \
  "s.id, s.state, s.site, s.role, s.groups, s.joined, s.left_on, p.number, p.name, p.kana," \
  " p.lang, p.ruby, p.slip IS NOT NULL, p.slip_ends, p.pin IS NOT NULL "
enum { PERSON_COLUMN_COUNT = 15 };

Person *person_of(const Rows *rows);

/* The seal of a name: see staff.h. */
void person_seal(const char *salt, const char *number, const char *name, char seal[65]);

/* The person, present; reports RECORD_UNKNOWN or RECORD_LEFT where it is none. */
bool person_present(Store *store, const char *id, Report *report);

/* Ends all sign-ins of a person. */
bool person_sign_out(Store *store, const char *id, Report *report);

#endif
