/*
 * Who must take what.
 *
 * A module's own `audience` (groups; none: all staff) holds until the office sets a rule for it:
 * sites, roles and groups, each list empty for "all of them", with a reason that is recorded. The newest
 * rule of a module holds, for the whole year; what it said before stays in the events. An
 * exemption frees one person from one module, with a reason, until a day or for good.
 *
 * Asked for are those who are on the roster: who has left is not, from the day after; nor is
 * anybody for a module whose year has not begun.
 */
#ifndef ENROLMENT_AUDIENCE_H
#define ENROLMENT_AUDIENCE_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"

typedef struct {
  char *module;
  char **sites; /* NULL-terminated; empty: all */
  char **roles;
  char **groups;
  char *reason; /* NULL where it is the module's own */
  char *actor;  /* who set it; NULL likewise */
  Moment at;
} AudienceRule;
void audience_rule_free(AudienceRule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AudienceRule, audience_rule_free)

/* The rule that holds for a course: the office's newest, else the module's own. Never NULL. */
AudienceRule *audience_rule(const Enrolment *with, const Course *course);

/* Sets a rule. Refused: no reason (AUDIENCE_NO_REASON). The same rule set again appends
 * another event: that it was confirmed is worth a record. */
bool audience_set(const Enrolment *with, const Course *course, const char *const *sites,
                  const char *const *roles, const char *const *groups, const char *reason,
                  Report *report);

typedef struct {
  char *subject;
  char *module;
  char *reason;
  Day until; /* the last day; no day: for good */
  char *actor;
  Moment at;
} Exemption;

/* Exempts a person from a module until a day (no day: for good); `until` before today ends an
 * exemption. Refused: AUDIENCE_NO_REASON, SUBJECT_UNKNOWN. */
bool audience_exempt(const Enrolment *with, const char *subject, const Course *course, Day until,
                     const char *reason, Report *report);

/* Every exemption that holds today, of Exemption, by module and subject. `subject` NULL: all.
 * Free with g_ptr_array_unref(). */
GPtrArray *audience_exemptions(const Enrolment *with, const char *subject);

/* Those who must take a course, worked out once for many questions. It holds no transaction. */
typedef struct Audience Audience;
Audience *audience_of(const Enrolment *with, const Course *course, Report *report);
void audience_free(Audience *audience);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Audience, audience_free)

typedef enum { AUDIENCE_OUT, AUDIENCE_IN, AUDIENCE_EXEMPT } AudiencePlace;
AudiencePlace audience_has(const Audience *audience, const Subject *subject);

#endif
