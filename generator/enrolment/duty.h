/*
 * Duties: what is asked of whom, and how it stands: overdue, due, done; by 年度, site and person.
 *
 * One Duty is one person and one thing that is asked of them: a module of the year (round ""), or a
 * retraining (its round). It is
 *
 *   overdue    asked for, its day has passed
 *   due        asked for, its day has not passed
 *   done       completed
 *   exempt     asked of everybody like them, and they are exempt
 *   unasked    not asked of them (shown only where they took it all the same)
 */
#ifndef ENROLMENT_DUTY_H
#define ENROLMENT_DUTY_H

#include "enrolment/audience.h"
#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"

typedef enum { DUTY_OVERDUE, DUTY_DUE, DUTY_DONE, DUTY_EXEMPT, DUTY_UNASKED } DutyState;

/* "overdue", "due", "done", "exempt", "unasked". Static. */
const char *duty_state_name(DutyState state);
bool duty_state_named(const char *name, DutyState *state);

/* One person's. */
typedef struct {
  const Course *course; /* the curriculum's */
  char *round;          /* "" or a demand's */
  DutyState state;
  Day due;
  gint64 completion; /* 0: none */
  Day done;          /* no day likewise */
  char *medium;      /* of the completion: "screen", "paper", "session"; "" likewise */
  char *open;        /* the id of a sitting that waits to be gone on with; NULL */
  guint left;        /* sittings left; G_MAXUINT: no limit */
  char *last;        /* id of the last finished one; NULL */
  guint percent;     /* its score */
  bool passed;
} Duty;

/* Whether it waits, and its module sets how often it may be sat: more can be granted. */
bool duty_limited(const Duty *duty);

/* All that is asked of one person in a year and what they did beyond it, of Duty: overdue first,
 * then due by day, done, exempt. `year` 0: every year of the curriculum. NULL: PERSON_UNKNOWN. Free
 * with g_ptr_array_unref(). */
GPtrArray *duties_of(const Enrolment *with, const char *subject, int year, Report *report);

/* What a list is narrowed by. NULL does not narrow. */
typedef struct {
  const char *site;
  const char *role;
  const char *module;
  const DutyState *state;
} DutyFilter;

/* A line of the list: borrowed during the call. */
typedef struct {
  const Person *person;
  const Course *course;
  const char *round;
  DutyState state;
  Day due;
  gint64 completion; /* 0: none */
  Day done;
  const char *medium; /* of the completion: "screen", "paper", "session"; "" where there is none */
  guint begun;        /* sittings begun */
  bool scored;        /* one was finished: */
  guint percent;      /* the score that it was completed with, else the last one's */
} DutyRow;

/* The list of a 年度, a piece at a time and in constant memory: for a server that streams, and for
 * duties_each(). It holds no transaction between pieces, and does not see what is recorded after it
 * was begun. People by site, reading and number. Outside of a writing transaction or inside. */
typedef struct DutyList DutyList;
DutyList *duty_list_new(const Enrolment *with, int year, const DutyFilter *filter, Report *report);
void duty_list_free(DutyList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DutyList, duty_list_free)

typedef void (*DutyVisit)(const DutyRow *row, gpointer data);

/* Visits the duties of the next (at most 1,000) people; *more tells whether others are left. False:
 * reported. `store` may be another connection than that it was begun with. */
bool duty_list_next(DutyList *list, Store *store, DutyVisit visit, gpointer data, bool *more,
                    Report *report);

/* All of it. */
bool duties_each(const Enrolment *with, int year, const DutyFilter *filter, DutyVisit visit,
                 gpointer data, Report *report);

typedef struct {
  char *site; /* NULL: the total of all sites */
  const Course *course;
  char *round;
  guint overdue, due, done, exempt;
} DutyCount;

/* By thing, and site; the total of each thing before its sites, of DutyCount. Free with
 * g_ptr_array_unref(). */
GPtrArray *duty_counts(const Enrolment *with, int year, const DutyFilter *filter, Report *report);

/* Every duty of the list, by site, reading, number; of DutyCopy: for pages that show people. Those
 * from `offset` on, at most `most` (0: all); *all (may be NULL) tells how many there are. Free with
 * g_ptr_array_unref(). */
typedef struct {
  char *subject, *number, *name, *kana, *site, *role;
  const Course *course;
  char *round;
  DutyState state;
  Day due, done;
  gint64 completion;
  char *medium;
  guint begun;
  bool scored;
  guint percent;
} DutyCopy;
GPtrArray *duty_people(const Enrolment *with, int year, const DutyFilter *filter, guint offset,
                       guint most, guint *all, Report *report);

#endif
