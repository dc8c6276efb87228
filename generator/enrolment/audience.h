/*
 * Who must take what.
 *
 * A module's own `audience` (groups; none: all staff) and `due` hold until the office sets a rule
 * for it (records/rule.h): sites, roles and groups, each empty for "all of them", and perhaps
 * another day, with a reason that is recorded. An exemption frees one person from one module until
 * a day or for good.
 *
 * Asked for are those who are on the roster: who has left is not, from the day after.
 */
#ifndef ENROLMENT_AUDIENCE_H
#define ENROLMENT_AUDIENCE_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"
#include "records/rule.h"
#include "records/staff.h"

/* The rule that holds for a course: the office's, else one made of the module's own audience and
 * due day, whose reason and actor are NULL. `due` is always a day. NULL: reported. */
Rule *audience_rule(const Enrolment *with, const Course *course, Report *report);

/* Whether that rule asks a person, on a day, whoever is exempt. */
bool audience_asks(const Rule *rule, const Person *person, Day day);

/* The day by which that person must have done it: the rule's; who joined within the year has at
 * least AUDIENCE_GRACE days from the first one, for nobody is overdue on their first morning. */
enum { AUDIENCE_GRACE = 30 };
Day audience_due(const Rule *rule, const Person *person);

/* Sets a course's rule (rule_set()): each name must be that of a site, role or group that
 * somebody has: AUDIENCE_UNKNOWN, a warning. */
bool audience_set(const Enrolment *with, const Course *course, const char *const *sites,
                  const char *const *roles, const char *const *groups, Day due, const char *reason,
                  Report *report);

#endif
