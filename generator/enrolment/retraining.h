/*
 * Retraining: a revision was published, and what some were trained on is no longer what is in
 * force.
 *
 * A completion keeps the hash of every clause that it rested on. When a revision changes a clause,
 * those whose newest completion that names the clause holds another hash of it are the ones to
 * train again: with the questions that test the changed clauses and no others, by a day that the
 * office sets. They are asked in the newest module that they have completed and that has such
 * questions, else in one that is asked of them. An erratum asks nobody, nor does a withdrawal. A
 * clause that only got another number has the same hash and asks nobody.
 *
 * What is set is a demand (records/completion.h), round "privacy/2027-04-01"; the round is that of
 * the sittings and completions that answer it. Nothing that was completed is touched: the year's
 * training stays completed, the retraining stands beside it. Set again, the newest day holds.
 *
 * Who completes the module itself after the new text came into force holds the new hashes and is
 * asked for nothing.
 */
#ifndef ENROLMENT_RETRAINING_H
#define ENROLMENT_RETRAINING_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"
#include "records/completion.h"

/* A demand with the hashes that its clauses have in the revision. */
typedef struct {
  Demand *demand;
  GHashTable *hashes; /* "privacy#x" → hash; a clause that is gone is not in it */
} Retraining;

/* Those that stand, of Retraining, by when they were set. Free with g_ptr_array_unref(). */
GPtrArray *retraining_list(const Enrolment *with, Report *report);

/* One by its round; NULL: SITTING_ROUND. */
Retraining *retraining_find(const Enrolment *with, const char *round, Report *report);
void retraining_free(Retraining *retraining);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Retraining, retraining_free)

/* What a revision would ask, before it is set. */
typedef struct {
  const Course *course;
  guint people;    /* who would be asked in it */
  guint questions; /* that can be asked of them: on the changed clauses, and confirmed */
} RetrainingShare;

typedef struct {
  char *policy;
  char *revision;     /* key */
  char *round;        /* "privacy/2027-04-01" */
  bool asks;          /* false of an erratum or withdrawal */
  bool scheduled;     /* not in force today: its questions are those of today's text still */
  GPtrArray *clauses; /* that changed and that a module rests on, names, of char * */
  GPtrArray *shares;  /* of RetrainingShare, by module */
  guint people;       /* whose training rests on what changed */
  guint unasked;      /* of them, those for whom no question is there: none was confirmed yet */
} RetrainingPlan;
void retraining_plan_free(RetrainingPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RetrainingPlan, retraining_plan_free)

/* NULL: RETRAIN_POLICY, RETRAIN_REVISION, RETRAIN_NO_TEXT. */
RetrainingPlan *retraining_plan(const Enrolment *with, const char *policy, const char *revision,
                                Report *report);

/* Sets it. Refused: RETRAIN_ERRATUM, RETRAIN_SCHEDULED (it is not in force yet), RETRAIN_NOBODY (it
 * changed no clause that anybody was trained on), RETRAIN_NO_QUESTION (nothing can be asked: the
 * questions wait to be confirmed), RETRAIN_DUE (a day before today, or no day). */
bool retraining_set(const Enrolment *with, const char *policy, const char *revision, Day due,
                    const char *reason, Report *report);

#endif
