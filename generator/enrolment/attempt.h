/*
 * An attempt: one person takes a module's quiz once.
 *
 *     id = attempt_begin(with, subject, course, "", "ja", report);
 *     attempt_answer(with, subject, id, 1, "2", report);        (each is saved as it is given)
 *     attempt_finish(with, subject, id, &passed, report);
 *     attempt = attempt_read(with, subject, id, report);        (the page of the result)
 *
 * Beginning draws a form by chance, keeps the module's text by its hash and writes both into the
 * event; from then on the attempt rests on what was kept, whatever becomes of the sources.
 * Finishing grades with training/grade.h from the kept text; where it is passed, a completion is
 * recorded in the same transaction, with the hash of every clause that the module rested on.
 * Going back and changing an answer before finishing is allowed: every answer is an event, the last
 * one counts.
 *
 * `round` is "" for the year's training and a demand's key for a retraining (retraining.h): then
 * only questions on the changed clauses are drawn. How many attempts there may be is the
 * module's `attempts` (0: no limit); the database itself refuses one more (a CHECK on its table),
 * so that no page can forget to.
 *
 * Until it is finished nothing of an attempt tells the key. After a fail the key stays hidden too:
 * see attempt_review().
 */
#ifndef ENROLMENT_ATTEMPT_H
#define ENROLMENT_ATTEMPT_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"
#include "training/grade.h"

#include <jansson.h>

typedef enum { ATTEMPT_OPEN, ATTEMPT_PASSED, ATTEMPT_FAILED } AttemptState;

typedef struct {
  char *id;
  char *subject;
  char *module_id;
  char *round; /* "" or a demand's key */
  guint number; /* from 1, within the round */
  guint most;   /* 0: no limit */
  char *lang;
  char *medium; /* "screen", "paper" */
  AttemptState state;
  Moment begun, finished; /* finished 0 while it is open */
  Form *form;
  char **answers; /* one a question of the form, as given; NULL where none was */
  guint count;    /* of questions */
  guint answered; /* of them, with an answer that is not "" */
  Module *module; /* from the kept text, its words read; NULL from attempt_glance() */
  guint percent;  /* of a finished one; likewise */
  bool must_missed;
} Attempt;
void attempt_free(Attempt *attempt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attempt, attempt_free)

/* Begins one and returns its id; where one of that module and round is open, that one's (so a double
 * click, or another device, resumes). Refused: SUBJECT_UNKNOWN or SUBJECT_LEFT, ATTEMPT_DONE (the
 * round is completed), ATTEMPT_NO_MORE (the limit), ATTEMPT_NOT_ASKED (a round that does not ask
 * this person), DRAW_NONE. Who must not take a module may take it. */
char *attempt_begin(const Enrolment *with, const char *subject, const Course *course,
                    const char *round, const char *lang, Report *report);

/* Saves the answer to the question at `place` (from 1): places as shown, "2" or "1 3"; "" takes it
 * back. The same answer once more changes nothing and appends nothing. Refused: ATTEMPT_UNKNOWN
 * (also somebody else's), ATTEMPT_OVER, ATTEMPT_ANSWER. Reads no module: cheap. */
bool attempt_answer(const Enrolment *with, const char *subject, const char *id, guint place,
                    const char *answer, Report *report);

/* Ends it and grades it. A finished one is left as it is, and *passed tells how it ended. Refused:
 * ATTEMPT_UNKNOWN; and with `complete`, ATTEMPT_UNANSWERED where an answer is missing. */
bool attempt_finish(const Enrolment *with, const char *subject, const char *id, bool complete,
                    bool *passed, Report *report);

/* An attempt. `subject` NULL: of anybody (the office). attempt_glance() is without the module.
 * NULL: ATTEMPT_UNKNOWN, or what reading it reports. */
Attempt *attempt_read(const Enrolment *with, const char *subject, const char *id, Report *report);
Attempt *attempt_glance(const Enrolment *with, const char *subject, const char *id, Report *report);

/* The ids of a person's attempts at a module (NULL: all), newest first, of char *. Free with
 * g_ptr_array_unref(). */
GPtrArray *attempt_list(const Enrolment *with, const char *subject, const char *module,
                        Report *report);

/* The question at a place (from 1) in a language (the authoritative one where that edition has it
 * not); NULL where there is no such place. Its words are Wordings (title.html, stem.html,
 * choices' words.html). Show the choices in the order of attempt_choice(). */
const Question *attempt_question(const Attempt *attempt, guint place, const char *lang);

/* The choice shown at `shown` (from 1) of the question at `place`, in a language. */
const Choice *attempt_choice(const Attempt *attempt, guint place, guint shown, const char *lang);

/* Whether the choice shown there was chosen. */
bool attempt_chose(const Attempt *attempt, guint place, guint shown);

/* What a finished attempt's page may tell of one question. */
typedef struct {
  guint place;
  const char *question; /* id */
  bool right;      /* its whole point */
  bool answered;
  bool must;
  bool key;        /* the key, feedback and explanation may be shown: the attempt was passed */
  guint shown_right; /* by bit, from place 1 (bit 0) as shown: the right choices; 0 without `key` */
  guint shown_chosen; /* likewise, what was chosen */
  GPtrArray *clauses; /* names of the clauses to read again, of char * */
} AttemptReview;

/* One a question, in the form's order. NULL where the attempt is open or is without its module (a
 * mistake of the caller's: ATTEMPT_OPEN_STILL). Free with g_ptr_array_unref(). */
GPtrArray *attempt_review(const Attempt *attempt, Report *report);

/* What records keep of a completed training. */
typedef struct {
  char *id;      /* the completion's: the event's sequence number as text */
  char *subject;
  char *module;
  char *round;
  int year;
  char *revision; /* key of the policy's revision; "" */
  char *text;     /* hash of the module's text; "" of a group session */
  char *source;   /* the attempt's or gathering's id */
  char *medium;   /* "screen", "paper", "session" */
  Moment at;
  Day day;
  json_t *clauses; /* {"privacy#x": hash} */
} Completion;
void completion_free(Completion *completion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Completion, completion_free)

/* A person's completions, newest first, of Completion; one by its id (NULL: COMPLETION_UNKNOWN;
 * also somebody else's where `subject` is not NULL). Free with g_ptr_array_unref(). */
GPtrArray *completion_list(const Enrolment *with, const char *subject, Report *report);
Completion *completion_read(const Enrolment *with, const char *subject, const char *id,
                            Report *report);

#endif
