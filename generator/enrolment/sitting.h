/*
 * A sitting: one person sits a module's quiz once. The records call it an attempt
 * (records/attempt.h); here is what it means.
 *
 *     id = sitting_begin(with, subject, course, "", "ja", report);
 *     sitting_answer(with, subject, id, 1, "2", report);        (each is saved as it is given)
 *     sitting_finish(with, subject, id, true, &passed, report);
 *     sitting = sitting_read(with, subject, id, report);        (the page of the result)
 *
 * Beginning draws a form by chance, keeps the module's text by its hash and writes both into the
 * event; from then on the sitting rests on what was kept, whatever becomes of the sources.
 * Finishing grades with training/grade.h from the kept text; where it is passed, a completion is
 * recorded in the same transaction, with the hash of every clause that the module rests on.
 * Going back and changing an answer before finishing is allowed: every answer is an event, the last
 * one counts.
 *
 * `round` is "" for the year's training and a demand's for a retraining (retraining.h): then only
 * questions on the changed clauses are drawn. How many sittings there may be is the module's
 * `attempts` (0: no limit); the database itself refuses one more.
 *
 * Until it is finished nothing of a sitting tells the key. After a fail the key stays hidden too:
 * see sitting_review().
 */
#ifndef ENROLMENT_SITTING_H
#define ENROLMENT_SITTING_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"
#include "records/attempt.h"
#include "records/completion.h"
#include "training/grade.h"

typedef struct {
  Attempt *attempt; /* ids, round, number, when, score; `finished` 0: open */
  Form *form;
  Module *module;    /* from the kept text, its words read; NULL from sitting_glance() */
  guint count;       /* of questions */
  guint answered;    /* of them, with an answer that is not "" */
  gint64 completion; /* that came of it and stands; 0: none */
} Sitting;
void sitting_free(Sitting *sitting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sitting, sitting_free)

/* Begins one and returns the attempt's id; where one of that module and round is open, that one's
 * (so a double click, or another device, resumes). Refused: PERSON_GONE (left, or not there),
 * SITTING_DONE (the round is completed), ATTEMPT_LIMIT, SITTING_ROUND (a round that does not ask
 * this person), DRAW_NONE. Who need not take a module may. */
char *sitting_begin(const Enrolment *with, const char *subject, const Course *course,
                    const char *round, const char *lang, Report *report);

/* How many questions one would ask; 0 where none can be drawn. False: the round is none. */
bool sitting_length(const Enrolment *with, const Course *course, const char *round, guint *count,
                    Report *report);

/* Saves the answer to the question at `place` (from 1): places as shown, "2" or "1 3"; "" takes it
 * back. The same answer once more changes nothing and appends nothing. Refused: SITTING_UNKNOWN
 * (also somebody else's), SITTING_OVER, SITTING_ANSWER. Reads no module: cheap. */
bool sitting_answer(const Enrolment *with, const char *subject, const char *id, guint place,
                    const char *answer, Report *report);

/* Ends it and grades it. A finished one is left as it is, and *passed tells how it ended. Refused:
 * SITTING_UNKNOWN; and with `complete`, SITTING_UNANSWERED where an answer is missing. */
bool sitting_finish(const Enrolment *with, const char *subject, const char *id, bool complete,
                    bool *passed, Report *report);

/* A sitting. `subject` NULL: of anybody (the office). sitting_glance() is without the module, and
 * cheap. NULL: SITTING_UNKNOWN, or what reading it reports. */
Sitting *sitting_read(const Enrolment *with, const char *subject, const char *id, Report *report);
Sitting *sitting_glance(const Enrolment *with, const char *subject, const char *id, Report *report);

/* The question at a place (from 1) in a language (the authoritative one where that edition has it
 * not); NULL where there is no such place. Its words are Wordings (title.html, stem.html,
 * choices' words.html). Show its choices in the order of sitting_choice(). */
const Question *sitting_question(const Sitting *sitting, guint place, const char *lang);

/* The choice shown at `shown` (from 1) of the question at `place`, in a language; NULL where there
 * is none. Its `right` and `feedback` are the key: for sitting_review() to decide. */
const Choice *sitting_choice(const Sitting *sitting, guint place, guint shown, const char *lang);

/* Whether the choice shown there was chosen; and the answer given, "" where none was. */
bool sitting_chose(const Sitting *sitting, guint place, guint shown);
const char *sitting_given(const Sitting *sitting, guint place);

/* What a finished sitting's page may tell of one question. */
typedef struct {
  guint place;
  const char *question; /* id */
  bool right;           /* its whole point */
  bool answered;
  bool must;
  bool key;           /* key, feedback and explanation may be shown: it was passed */
  guint shown_right;  /* by bit, place 1 as shown is bit 0: the right choices; 0 without `key` */
  guint shown_chosen; /* likewise, what was chosen */
  GPtrArray *clauses; /* names of the clauses to read again, of char * */
} SittingReview;

/* One a question, in the form's order. NULL where the sitting is open (SITTING_OPEN) or was only
 * glanced at. Free with g_ptr_array_unref(). */
GPtrArray *sitting_review(const Sitting *sitting, Report *report);

/* Grades anew from the kept text, for whoever doubts the recorded score. NULL: reported. */
Grade *sitting_grade(const Sitting *sitting, Report *report);

/* A completion of a person for a page: NULL where it is not theirs or does not stand
 * (COMPLETION_UNKNOWN). */
Completion *sitting_completion(const Enrolment *with, const char *subject, gint64 seq,
                               Report *report);

#endif
