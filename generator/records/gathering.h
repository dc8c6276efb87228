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

typedef enum { STORED_PLANNED, STORED_HELD, STORED_CANCELLED } StoredGatheringState;

/* What was handed out or shown. */
typedef struct {
  char *name;   /* of the file, or of the thing */
  char *sha256; /* "" where there is no file */
} StoredMaterial;

typedef struct {
  char *id; /* random, 32 hex digits */
  StoredGatheringState state;
  char *module; /* "": of no module */
  Day date;
  char *place;
  char *lecturer; /* "" once erased */
  guint minutes;
  char *note;          /* what else is to be told; why it was cancelled */
  GPtrArray *material; /* of StoredMaterial; see store_material_new() */
  gint64 seq;          /* of the event that last told of it */
  guint attended;      /* how many */
} StoredGathering;

void store_gathering_free(StoredGathering *gathering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoredGathering, store_gathering_free)
GPtrArray *store_material_new(void);
void store_material_add(GPtrArray *material, const char *name, const char *sha256);

/* Plans one: module, date, place, lecturer, minutes, note, material are taken. *id is the
 * caller's. */
bool store_gathering_plan(Store *store, const Act *act, const StoredGathering *gathering, char **id,
                          Report *report);

/* It was held, as `gathering` (with its id) says; may be said again, the last word stands. Not
 * after it was cancelled: RECORD_CANCELLED. RECORD_UNKNOWN. */
bool store_gathering_hold(Store *store, const Act *act, const StoredGathering *gathering,
                          Report *report);
bool store_gathering_cancel(Store *store, const Act *act, const char *id, const char *reason,
                            Report *report);

/* The plan is changed while it is planned: a new session.planned of the same id. */
bool store_gathering_replan(Store *store, const Act *act, const StoredGathering *gathering,
                            Report *report);

/* A person attended; only of one that was held: RECORD_NOT_HELD. *first (may be NULL) is false
 * where it was recorded before. Wrongly recorded: correction.h. */
bool store_gathering_attend(Store *store, const Act *act, const char *id, const char *subject,
                            bool *first, Report *report);

/* Erases the lecturer's name. */
bool store_gathering_erase_lecturer(Store *store, const Act *act, const char *id, Report *report);

bool store_gathering_find(Store *store, const char *id, StoredGathering **found, Report *report);

/* Of StoredGathering, by date, those from the first to the last day (no day: no bound) and of that
 * module (NULL: any); at most STORE_CHUNK. */
GPtrArray *store_gathering_list(Store *store, Day from, Day to, const char *module, Report *report);

typedef struct {
  char *gathering;
  char *subject;
  gint64 seq;
  Moment at;
} StoredAttendance;

void store_attendance_free(StoredAttendance *attendance);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoredAttendance, store_attendance_free)

/* Of StoredAttendance, in the order of recording: of a gathering, or of a person (the other NULL);
 * behind `after`, at most STORE_CHUNK. Free with g_ptr_array_unref(). */
GPtrArray *store_attendance_list(Store *store, const char *gathering, const char *subject,
                                 gint64 after, Report *report);

#endif
