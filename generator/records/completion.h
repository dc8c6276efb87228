/*
 * Completions: a person has completed a module in a round; and the demands that ask for a round
 * again.
 *
 * A completion rests on the wording of clauses: each "policy#clause" with its hash. One stands for
 * a person, module and round; a second is refused by the database, save where the first was
 * voided by a correction (correction.h).
 */
#ifndef RECORDS_COMPLETION_H
#define RECORDS_COMPLETION_H

#include "records/store.h"

typedef struct {
  char *clause; /* "privacy#security" */
  char *hash;   /* 64 hex digits */
} ClauseHash;

typedef struct {
  gint64 seq; /* of its event: names the completion */
  char *subject;
  char *module;
  int year;       /* 年度 */
  char *round;    /* "": the year's training */
  char *revision; /* of the policy, in force then: "privacy/2026-12-01" */
  Day on;         /* the day of the training itself */
  Moment at;      /* when it was recorded */
  char *attempt;  /* one of the two is "" */
  char *gathering;
  bool voided;
  GPtrArray *clauses; /* of ClauseHash, sorted; see completion_clauses_new() */
} Completion;

void completion_free(Completion *completion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Completion, completion_free)

/* An empty list of ClauseHash, and one more in it (both copied). */
GPtrArray *completion_clauses_new(void);
void completion_clauses_add(GPtrArray *clauses, const char *clause, const char *hash);

/* Records one: of `completion` all but seq, at and voided is taken. *seq (may be NULL) names it.
 * Where one stands already: *seq is that one's, nothing is written, *first (may be NULL) is
 * false. */
bool completion_record(Store *store, const Act *act, const Completion *completion, gint64 *seq,
                       bool *first, Report *report);

bool completion_find(Store *store, gint64 seq, Completion **found, Report *report);

/* The one that stands; *found NULL where none does. */
bool completion_find_of(Store *store, const char *subject, const char *module, const char *round,
                        Completion **found, Report *report);

/* What is NULL or 0 does not narrow. */
typedef struct {
  const char *subject;
  const char *module;
  const char *round;
  const char *gathering;
  int year;
  gint64 after, upto; /* by seq */
  bool voided;        /* with those voided */
  guint limit;        /* 0 and above STORE_CHUNK: STORE_CHUNK */
} CompletionQuery;

/* Of Completion, in the order in which they were recorded. Free with g_ptr_array_unref(). */
GPtrArray *completion_list(Store *store, const CompletionQuery *query, Report *report);

/* ---- demands: a revision was published, and who was trained on the old wording is due again
 * ---- */

typedef struct {
  char *round; /* names it: the revision's key with its policy, "privacy/2026-12-01" */
  char *policy;
  char *revision;
  char **clauses; /* "privacy#security": those that changed */
  Day due;
  char *reason;
  gint64 seq;
  bool dropped;
} Demand;

void demand_free(Demand *demand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Demand, demand_free)

/* Sets one, or sets it anew (another due day); one event. Who is concerned follows from the
 * completions (enrolment). Dropping: the office takes it back. */
bool demand_set(Store *store, const Act *act, const Demand *demand, Report *report);
bool demand_drop(Store *store, const Act *act, const char *round, const char *reason,
                 Report *report);
bool demand_find(Store *store, const char *round, Demand **found, Report *report);

/* Of Demand, by the event that last set them; with those dropped where `dropped`. */
GPtrArray *demand_list(Store *store, bool dropped, Report *report);

#endif
