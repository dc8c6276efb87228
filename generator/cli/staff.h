/*
 * Between the files of `kaitei staff`.
 */
#ifndef CLI_STAFF_H
#define CLI_STAFF_H

#include "cli/archive.h"
#include "cli/proposing.h"

typedef struct {
  char *number, *name, *kana, *at, *role, *groups, *joined, *lang, *rule, *why;
  gboolean left, csv, preview, keep_pin;
  Consent consent;
} StaffOptions;

/* Verbs that show (staff_show.c). */
void staff_run_list(Archive *archive, char **arguments, gpointer options);
void staff_run_show(Archive *archive, char **arguments, gpointer options);
void staff_run_due(Archive *archive, char **arguments, gpointer options);

#endif
