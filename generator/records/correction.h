/*
 * Corrections: what was recorded wrongly is put right by a new event that tells which event is
 * meant, which field, the old value, the new one, and why. The event itself stays as it is.
 *
 * What can be corrected, and what follows in the tables:
 *
 *   of kind             field                  new value
 *   completion          void                   "yes" or "no": it stands no longer, or again
 *                       on                     a day
 *   session.attended    void                   "yes" or "no"
 *   session.planned,    date, place, minutes   a day, a text, a number
 *   session.held
 *   answer              answer                 a raw answer, of a paper alone
 *   attempt.finished    score                  "UNITS OF PERCENT MUST-MISSED PASSED": "25200 25200
 * 100 no yes"
 *   paper.entered       on                     a day
 *   staff.left          on                     a day
 *
 * A correction corrects the record, not what happened: the caller grades anew after an answer was
 * put right, and corrects the score, and the completion, in the same transaction.
 */
#ifndef RECORDS_CORRECTION_H
#define RECORDS_CORRECTION_H

#include "records/attempt.h"

typedef struct {
  gint64 seq;
  gint64 of; /* the event that was wrong */
  char *subject;
  char *field;
  char *old;
  char *new;
  char *why;
  char *actor;
  Moment at;
} Correction;

void correction_free(Correction *correction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Correction, correction_free)

/* Corrects; `old` is read from the store (the value that stands now). RECORD_REASON,
 * RECORD_FIELD (not in the table above), RECORD_VALUE, RECORD_SAME (it says so already). */
bool correction_record(Store *store, const Act *act, gint64 of, const char *field,
                       const char *new_value, const char *why, Report *report);

/* The value that stands now; *value NULL where that field of that event cannot be corrected. The
 * caller frees it. */
bool correction_value(Store *store, gint64 of, const char *field, char **value, Report *report);

/* A score as such a value; the caller frees it. And back: false where it is none. */
char *correction_score(const Score *score);
bool correction_score_read(const char *value, Score *score);

/* The answer at a place of an attempt: the event that last gave it; 0 where there is none. */
bool correction_answer_event(Store *store, const char *attempt, guint place, gint64 *seq,
                             Report *report);

/* Of Correction, in order: of a person, or of an event (0: any), behind `after`, at most
 * STORE_CHUNK. Free with g_ptr_array_unref(). */
GPtrArray *correction_list(Store *store, const char *subject, gint64 of, gint64 after,
                           Report *report);

#endif
