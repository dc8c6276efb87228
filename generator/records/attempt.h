/*
 * Attempts: a person, a module's text, a form of its questions, the raw answers, the score.
 *
 * A *round* is what an attempt is for: "" the year's training, else the retraining that a revision
 * asked for (completion.h). The attempts of one person, module and round count up from 1; that
 * they do, that no number is given twice, and that none is above the limit are constraints of the
 * database.
 *
 * Answers are raw: what was chosen, by its place as shown ("2", "1 3"), as training/grade.h reads
 * them. Grading is the caller's: it computes the score from the kept text and hands it to
 * attempt_finish(); that it was right is checked again by whoever asks.
 */
#ifndef RECORDS_ATTEMPT_H
#define RECORDS_ATTEMPT_H

#include "records/store.h"

/* Most questions of a form, most bytes of an answer and of a stored form. */
enum { ATTEMPT_PLACES = 500, ATTEMPT_ANSWER = 64, ATTEMPT_FORM = 65536 };

typedef enum { MEDIUM_SCREEN, MEDIUM_PAPER } Medium;

typedef struct {
  guint64 units; /* training/grade.h */
  guint64 of;    /* POINT_UNITS times questions */
  guint percent;
  bool must_missed;
  bool passed;
} Score;

typedef struct {
  char *id; /* random, 32 hex digits */
  char *subject;
  char *module;
  char *text;  /* hash of the module's text (kept_text.h) */
  char *round; /* "": the year's training */
  guint number;
  guint most; /* the limit when it was begun; 0: none */
  char *lang;
  Medium medium;
  char *form; /* as form_text() wrote it */
  Moment begun;
  Moment finished; /* 0: still open */
  Score score;     /* once finished */
  Day on;          /* of paper: the day on which it was filled in */
  gint64 seq;      /* of attempt.begun */
  gint64 finished_seq;
  GPtrArray
    *answers; /* of char *, by place - 1; NULL where none was given; as long as the last given
                       * place. NULL where answers were not asked for. */
} Attempt;

void attempt_free(Attempt *attempt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attempt, attempt_free)

/* The answer at a place (from 1); "" where none was given. Borrowed. */
const char *attempt_given(const Attempt *attempt, guint place);

/* What begins an attempt: all as in Attempt. `most`: the module's own limit (0: none); what was
 * granted besides is added here. */
typedef struct {
  const char *subject, *module, *text, *round, *lang, *form;
  Medium medium;
  guint most;
} AttemptBeginning;

/* Begins one; one event. An attempt on the screen that is still open for that person, module and
 * round is returned instead, and nothing written, whatever device it was begun on; *begun (may be
 * NULL) tells. RECORD_LIMIT where no attempt is left; RECORD_UNKNOWN. */
bool attempt_begin(Store *store, const Act *act, const AttemptBeginning *beginning,
                   Attempt **attempt, bool *begun, Report *report);

/* How many are left for that person, module and round; G_MAXUINT: no limit. */
bool attempt_left(Store *store, const char *subject, const char *module, const char *round,
                  guint most, guint *left, Report *report);

/* Lets a person try so many times more; one event. */
bool attempt_grant(Store *store, const Act *act, const char *subject, const char *module,
                   const char *round, guint more, const char *reason, Report *report);

typedef enum {
  ANSWER_NEW,
  ANSWER_SAME,    /* said before: a double click; nothing was written */
  ANSWER_CHANGED, /* another answer stood there; the last one counts, both stay in the events */
  ANSWER_CLOSED,  /* the attempt is finished; nothing was written */
} AnswerOutcome;

/* Saves an answer at a place (from 1). RECORD_UNKNOWN, RECORD_VALUE (too long, no line, no such
 * place). */
bool attempt_answer(Store *store, const Act *act, const char *id, guint place, const char *answer,
                    AnswerOutcome *outcome, Report *report);

/* Finishes it; one event. One that is finished already stays as it is, and *first (may be NULL) is
 * false. */
bool attempt_finish(Store *store, const Act *act, const char *id, const Score *score, bool *first,
                    Report *report);

/* With its answers. */
bool attempt_find(Store *store, const char *id, Attempt **found, Report *report);

/* The open one on the screen. */
bool attempt_find_open(Store *store, const char *subject, const char *module, const char *round,
                       Attempt **found, Report *report);

/* What is NULL or 0 does not narrow. */
typedef struct {
  const char *subject;
  const char *module;
  const char *round;
  const char *text;
  gint64 after;  /* begun by an event behind this one: `seq` of the last read */
  gint64 upto;   /* and not behind this one */
  bool finished; /* the finished alone */
  bool answers;  /* with their answers */
  guint limit;   /* 0 and above STORE_CHUNK: STORE_CHUNK */
} AttemptQuery;

/* Of Attempt, in the order in which they were begun. Free with g_ptr_array_unref(). */
GPtrArray *attempt_list(Store *store, const AttemptQuery *query, Report *report);

/* ---- paper ----
 *
 * Entering one: attempt_begin() with MEDIUM_PAPER, attempt_answer() for each place,
 * attempt_finish(), paper_enter(); in one transaction. */

/* Records that the attempt was a paper: its form's id, the day on which it was filled in.
 * RECORD_PAPER where this form of this person and day is in already. */
bool paper_enter(Store *store, const Act *act, const char *attempt, const char *form, Day on,
                 Report *report);

/* The first typing of a paper, until the second agrees: not recorded, no event. `answers` has an
 * entry a place. One for the same person and form is replaced. */
typedef struct {
  char *subject, *module, *round, *form; /* the form's id */
  Day on;
  char **answers; /* NULL-terminated; "" where none was given */
  char *actor;
  Moment at;
} PaperDraft;

void paper_draft_free(PaperDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PaperDraft, paper_draft_free)

bool paper_draft_put(Store *store, const PaperDraft *draft, Report *report);
bool paper_draft_find(Store *store, const char *subject, const char *form, PaperDraft **found,
                      Report *report);
bool paper_draft_drop(Store *store, const char *subject, const char *form, Report *report);

/* Of PaperDraft, oldest first. Free with g_ptr_array_unref(). */
GPtrArray *paper_draft_list(Store *store, Report *report);

#endif
