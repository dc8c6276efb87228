/*
 * Retraining: a revision was published, and what some were trained on is no longer what is in
 * force.
 *
 * A completion keeps the hash of every clause that it rested on. When a revision changes a clause, those
 * whose completion holds another hash of it are the ones to train again: with the questions that
 * test the changed clauses and no others, by a day that the office sets. An erratum asks nobody
 * (RETRAIN_ERRATUM), nor does a withdrawal. A clause that only got another number has the same
 * hash and asks nobody.
 *
 * What is set is an event (retrain.set); its key, "privacy@2027-04-01", is the `round` of the attempts
 * and completions that answer it. Nothing that was completed is touched: the year's training stays
 * completed, the retraining stands beside it. Set again, the newest day holds.
 *
 * Of several modules that rest on a changed clause each asks for its own people. Who completes
 * the module after the revision's text was in force holds the new hashes and is asked for nothing.
 */
#ifndef ENROLMENT_RETRAINING_H
#define ENROLMENT_RETRAINING_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"

#include <jansson.h>

typedef struct {
  char *round;    /* "privacy@2027-04-01" */
  char *policy;
  char *revision; /* key */
  Day due;
  GPtrArray *clauses; /* of char *, names, sorted */
  GHashTable *hashes; /* name → hash in that revision */
  Moment at;          /* of the newest */
  char *actor;
} Demand;

/* The newest of each, by when they were set first, of Demand. Free with g_ptr_array_unref(). */
GPtrArray *retraining_demands(const Enrolment *with, Report *report);

/* Whether a completion's clauses ({"privacy#x": hash}) fall short of a demand. */
bool retraining_asks(const Demand *demand, const json_t *clauses);

/* What a revision would ask, before it is set. */
typedef struct {
  const Course *course;
  guint people;    /* whose newest completion of it rests on a changed clause */
  guint questions; /* that can be asked of them: on the changed clauses, confirmed */
} RetrainingShare;

typedef struct {
  char *policy;
  char *revision;
  bool erratum;       /* or a withdrawal: asks nobody */
  GPtrArray *clauses; /* that changed and that some module rests on, of char * */
  GPtrArray *shares;  /* of RetrainingShare, by module */
} RetrainingPlan;
void retraining_plan_free(RetrainingPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RetrainingPlan, retraining_plan_free)

/* NULL: RETRAIN_POLICY, RETRAIN_REVISION, RETRAIN_NO_TEXT. */
RetrainingPlan *retraining_plan(const Enrolment *with, const char *policy, const char *revision,
                                Report *report);

/* Sets it. Refused: RETRAIN_ERRATUM, RETRAIN_NOBODY (no clause that anybody was trained on has
 * changed), RETRAIN_NO_QUESTION (nothing can be asked: the questions wait to be confirmed),
 * RETRAIN_DUE (a day before today). */
bool retraining_set(const Enrolment *with, const char *policy, const char *revision, Day due,
                    Report *report);

#endif
