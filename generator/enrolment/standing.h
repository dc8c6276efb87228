/*
 * How training stands: overdue, due, done; by 年度, site and person.
 *
 * One Standing is one person and one thing that is asked of them: a module of the year (round ""), or a
 * retraining (round = its key). It is
 *
 *   done       completed
 *   due        asked for, its day has not passed
 *   overdue    asked for, its day has passed
 *   exempt     asked of everybody like them, and they are exempt
 *   unasked    not asked of them (shown only where they have taken it)
 *
 * The day is the module's `due`, or the retraining's. Who joined within the year has at least 30 days
 * from their first day (STANDING_GRACE), for nobody is overdue on their first morning.
 */
#ifndef ENROLMENT_STANDING_H
#define ENROLMENT_STANDING_H

#include "enrolment/attempt.h"
#include "enrolment/audience.h"

enum { STANDING_GRACE = 30 };

typedef enum {
  STANDING_OVERDUE,
  STANDING_DUE,
  STANDING_DONE,
  STANDING_EXEMPT,
  STANDING_UNASKED,
} StandingState;

/* "overdue", "due", "done", "exempt", "unasked". Static. */
const char *standing_name(StandingState state);
bool standing_named(const char *name, StandingState *state);

typedef struct {
  const Course *course; /* the curriculum's */
  char *round;          /* "" or a demand's key */
  StandingState state;
  Day due;
  char *completion; /* id; NULL where there is none */
  Day done;         /* no day likewise */
  char *medium;     /* how; NULL likewise */
  char *open;       /* the id of an attempt that waits to be gone on with; NULL */
  guint attempts;   /* begun so far */
  guint most;       /* 0: no limit */
  char *last;       /* id of the last finished attempt; NULL */
  guint percent;    /* its score */
} Standing;

/* All that is asked of one person in the year of today, and what they did beyond it, of Standing:
 * overdue first, then due by day, then done. `year` 0: every year of the curriculum. Free with
 * g_ptr_array_unref(). */
GPtrArray *standing_of(const Enrolment *with, const char *subject, int year, Report *report);

/* What a list of people is looked at by. All may be NULL: no bound. */
typedef struct {
  const char *site;
  const char *role;
  const char *module;
  const StandingState *state;
} StandingFilter;

/* A line of the list: borrowed during the call. */
typedef struct {
  const Subject *subject;
  const Course *course;
  const char *round;
  StandingState state;
  Day due;
  Day done;
  const char *medium;
  guint attempts;
  guint percent; /* of the completion or last attempt, where a score is there; else 0 */
  bool scored;
} StandingRow;

/* Returning false ends it. */
typedef bool (*StandingVisit)(const StandingRow *row, gpointer data);

/* Every person and thing of a 年度, by site, kana and number. Reads 1,000 people a transaction and holds
 * none while it calls; constant memory but for what was completed, as bits. People as they were
 * when their thousand was read. */
bool standing_each(const Enrolment *with, int year, const StandingFilter *filter,
                   StandingVisit visit, gpointer data, Report *report);

/* Counts. */
typedef struct {
  char *site; /* NULL: the total */
  const Course *course;
  char *round;
  guint overdue, due, done, exempt;
} StandingCount;

/* By site and thing, sites by name, the total of each thing last, of StandingCount. Free with
 * g_ptr_array_unref(). */
GPtrArray *standing_counts(const Enrolment *with, int year, const StandingFilter *filter,
                           Report *report);

#endif
