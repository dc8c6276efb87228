/*
 * People on the roster, one at a time: added, changed, left, returned, erased. The roster as a
 * whole is roster.h's.
 *
 * Names, numbers and the like stand in the subjects' table alone; the events say site, role and
 * groups, and that something else was changed without saying what.
 */
#ifndef ENROLMENT_PERSON_H
#define ENROLMENT_PERSON_H

#include "enrolment/enrolment.h"

/* What the office enters. NULL leaves a field as it is (in a new one: empty). */
typedef struct {
  const char *number; /* the office's own, unique; needed */
  const char *name;   /* needed */
  const char *kana;
  const char *site;
  const char *role;
  const char *groups; /* parted by spaces or commas */
  const char *lang;   /* "ja", "easy", "en" */
  Day joined;
} PersonFields;

/* Adds one and returns the id. Refused: PERSON_FIELD (empty, too long, not in one line),
 * PERSON_NUMBER_TAKEN. */
char *person_add(const Enrolment *with, const PersonFields *fields, Report *report);

/* Changes what is given and differs; *changed may be NULL. Nothing that differs: no event. */
bool person_change(const Enrolment *with, const char *subject, const PersonFields *fields,
                   bool *changed, Report *report);

/* From the day after `on` nothing is asked of them, and they cannot sign in. Refused: SUBJECT_UNKNOWN,
 * PERSON_LEFT (they have left), PERSON_DAY. */
bool person_leave(const Enrolment *with, const char *subject, Day on, Report *report);
bool person_return(const Enrolment *with, const char *subject, Report *report);

/* Erases who has left: the row of names, sessions, practice, and stored certificates (PDFs). Their events
 * stay, under an id that no longer leads to anybody. `rule` names the rule (retention.h), or
 * "request". Refused: PERSON_NOT_LEFT, PERSON_WHY. */
bool person_erase(const Enrolment *with, const char *subject, const char *rule, const char *why,
                  Report *report);

/* Finds one by number, by id, or by a name that only one has. NULL: SUBJECT_UNKNOWN,
 * SUBJECT_SEVERAL. The caller frees the id. */
char *person_find(const Enrolment *with, const char *given, Report *report);

/* A new slip: the 12-character code, which is also the QR code's secret. It stands nowhere but in what
 * is returned; the store keeps its hash. The slip before it no longer holds; neither do PIN and
 * sessions. The caller wipes and frees it (secret_free). */
char *person_slip(const Enrolment *with, const char *subject, Report *report);

#endif
