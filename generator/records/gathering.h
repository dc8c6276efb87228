/*
 * Gatherings: group sessions (研修), planned, held or cancelled, and who attended. In events they are
 * called `session`.
 *
 * The lecturer is named in the table alone, not in the event, which holds a seal instead: the
 * SHA-256 of "kaitei-lecturer 1\n" SALT "\n" NAME "\n".
 */
#ifndef RECORDS_GATHERING_H
#define RECORDS_GATHERING_H

#include "records/store.h"

typedef enum { GATHERING_PLANNED, GATHERING_HELD, GATHERING_CANCELLED } GatheringState;

/* What was handed out or shown. */
typedef struct {
  char *name;   /* of the file, or of the thing */
  char *sha256; /* "" where there is no file */
} Material;

typedef struct {
  char *id; /* random, 32 hex digits */
  GatheringState state;
  char *module; /* "": of no module */
  Day date;
  char *place;
  char *lecturer; /* "" once erased */
  guint minutes;
  char *note;          /* what else is to be told; why it was cancelled */
  GPtrArray *material; /* of Material; see material_new() */
  gint64 seq;          /* of the event that last told of it */
  guint attended;      /* how many */
} Gathering;

void gathering_free(Gathering *gathering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gathering, gathering_free)
GPtrArray *material_new(void);
void material_add(GPtrArray *material, const char *name, const char *sha256);

/* Plans one: module, date, place, lecturer, minutes, note, material are taken. *id is the
 * caller's. */
bool gathering_plan(Store *store, const Act *act, const Gathering *gathering, char **id,
                    Report *report);

/* It was held, as `gathering` (with its id) says; may be said again, the last word stands. Not
 * after it was cancelled: RECORD_CANCELLED. RECORD_UNKNOWN. */
bool gathering_hold(Store *store, const Act *act, const Gathering *gathering, Report *report);
bool gathering_cancel(Store *store, const Act *act, const char *id, const char *reason,
                      Report *report);

/* The plan is changed while it is planned: a new session.planned of the same id. */
bool gathering_replan(Store *store, const Act *act, const Gathering *gathering, Report *report);

/* A person attended; only of one that was held: RECORD_NOT_HELD. *first (may be NULL) is false
 * where it was recorded before. Wrongly recorded: correction.h. */
bool gathering_attend(Store *store, const Act *act, const char *id, const char *subject,
                      bool *first, Report *report);

/* Erases the lecturer's name. */
bool gathering_erase_lecturer(Store *store, const Act *act, const char *id, Report *report);

bool gathering_find(Store *store, const char *id, Gathering **found, Report *report);

/* Of Gathering, by date, those from the first to the last day (no day: no bound) and of that
 * module (NULL: any); at most STORE_CHUNK. */
GPtrArray *gathering_list(Store *store, Day from, Day to, const char *module, Report *report);

typedef struct {
  char *gathering;
  char *subject;
  gint64 seq;
  Moment at;
} Attendance;

void attendance_free(Attendance *attendance);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attendance, attendance_free)

/* Of Attendance, in the order of recording: of a gathering, of a person (the other NULL), or of
 * both; behind `after`, at most STORE_CHUNK. Free with g_ptr_array_unref(). */
GPtrArray *attendance_list(Store *store, const char *gathering, const char *subject, gint64 after,
                           Report *report);

#endif
