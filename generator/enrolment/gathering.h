/*
 * Group sessions: planned, held or cancelled, and who was there; together they are the training
 * record book (研修記録簿).
 *
 * A gathering is planned with its date, place, lecturer, module and minutes; what changes before it
 * is held is planned anew under the same id. Held, it gets its material (names and SHA-256 of the
 * files) and its attendees: each attendance completes the module for that person as a session,
 * without a score. Who is found to have been there later is added later; who was entered by
 * mistake is taken out by a correction (correction.h), never by deleting.
 */
#ifndef ENROLMENT_GATHERING_H
#define ENROLMENT_GATHERING_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"

typedef enum { GATHERING_PLANNED, GATHERING_HELD, GATHERING_CANCELLED } GatheringState;

/* "planned", "held", "cancelled". Static. */
const char *gathering_state_name(GatheringState state);

typedef struct {
  char *name;
  char *sha256; /* 64 hex digits */
} Material;

typedef struct {
  char *id; /* random hex */
  GatheringState state;
  Day date;
  char *place, *lecturer;
  char *module; /* id */
  guint minutes;
  char *note;          /* why it was cancelled, or what else is to be told; "" */
  GPtrArray *material; /* of Material */
  guint attended;
} Gathering;
void gathering_free(Gathering *gathering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gathering, gathering_free)

/* Plans one, or (id not NULL) changes one that is planned. Returns the id. Refused: GATHERING_FIELD
 * (place, lecturer empty or not in one line; minutes 0 or above 1,440; no exact day),
 * GATHERING_UNKNOWN, GATHERING_STATE (it was held or cancelled). The Gathering's own id, state
 * and attended are not looked at. */
char *gathering_plan(const Enrolment *with, const char *id, const Gathering *gathering,
                     Report *report);

/* Says that it was held: on `gathering->date`, with its minutes, lecturer, place, note and material as
 * they were. Refused as above, and GATHERING_FUTURE for a day after today. Once more on one that
 * was held: GATHERING_STATE. */
bool gathering_hold(const Enrolment *with, const char *id, const Gathering *gathering,
                    Report *report);
bool gathering_cancel(const Enrolment *with, const char *id, const char *why, Report *report);

/* Records those who were there (ids), and completes the module for each. One who is recorded already is
 * passed over. *added counts the new ones. Refused: GATHERING_NOT_HELD, SUBJECT_UNKNOWN. */
bool gathering_attend(const Enrolment *with, const char *id, const char *const *subjects,
                      guint *added, Report *report);

/* The material's hash: of a file's bytes. The caller frees it. */
Material *material_of(const char *name, const char *bytes, gsize size);

/* One; all of a 年度 by date (0: of all years), of Gathering; the subjects' ids who attended, of char *, and
 * NULL for each who was erased. Free with g_ptr_array_unref(). */
Gathering *gathering_read(const Enrolment *with, const char *id, Report *report);
GPtrArray *gathering_list(const Enrolment *with, int year, Report *report);
GPtrArray *gathering_attendees(const Enrolment *with, const char *id, Report *report);

#endif
