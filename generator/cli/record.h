/*
 * Between the files of `kaitei record`.
 */
#ifndef CLI_RECORD_H
#define CLI_RECORD_H

#include "cli/archive.h"
#include "cli/proposing.h"

typedef struct {
  char *why, *until, *due, *at, *roles, *groups, *date, *place, *lecturer, *session, *round;
  char **material; /* files */
  int minutes;
  gboolean drop;
  Consent consent;
} RecordOptions;

/* Says that it is recorded, as JSON {"event": …} or in words. */
void record_say(const Archive *archive, const char *key, const char *value, const char *ja,
                const char *en);

/* record session … (record_session.c) */
void record_run_session(Archive *archive, char **arguments, gpointer options);

/* record paper … (record_paper.c) */
void record_run_paper(Archive *archive, char **arguments, gpointer options);

#endif
