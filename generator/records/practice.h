/*
 * Practice: questions answered without being recorded as training. No event; it goes when the
 * person is erased.
 */
#ifndef RECORDS_PRACTICE_H
#define RECORDS_PRACTICE_H

#include "records/store.h"

typedef enum {
  PRACTICE_FREE,  /* chosen by the person */
  PRACTICE_WEEK,  /* offered a week after completion */
  PRACTICE_MONTH, /* a month after */
} PracticeKind;

typedef struct {
  gint64 id; /* counts up */
  char *subject;
  char *module;
  char *text;     /* hash of the module's text (kept_text.h) */
  char *question; /* its id */
  char *answer;   /* raw, as for an attempt */
  bool right;
  PracticeKind kind;
  Moment at;
} Practice;

void practice_free(Practice *practice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Practice, practice_free)

/* All but `id` is taken. Needs a transaction. */
bool practice_add(Store *store, const Practice *practice, Report *report);

/* Of Practice, behind `after`, oldest first, at most STORE_CHUNK; `subject` and `module` may
 * be NULL. Free with g_ptr_array_unref(). */
GPtrArray *practice_list(Store *store, const char *subject, const char *module, gint64 after,
                         Report *report);

/* Forgets what is older: practice is kept no longer than it is of use. */
bool practice_forget(Store *store, Moment before, Report *report);

#endif
