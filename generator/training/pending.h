/*
 * What waits for a person: the questions and sections of a module that were not confirmed
 * against the wording that their clauses have now. In the order of the texts: lesson, then quiz.
 */
#ifndef TRAINING_PENDING_H
#define TRAINING_PENDING_H

#include "training/module.h"

typedef struct {
  bool section;
  const char *id;     /* the module's */
  const char *policy; /* likewise */
  const char *clause;
  const char *file; /* named */
  int line;
  Freshness freshness; /* STALE, UNCONFIRMED or UNRESOLVED */
} Pending;

/* Of `id` alone where it is not NULL; with `all`, what is fresh too. Of Pending; borrowed from
 * the module. Free with g_array_unref(). */
GArray *module_pending(const Module *module, Texts *texts, const char *id, bool all);

/* Whether a list has it: the same question or section and the same clause. */
bool pending_has(const GArray *list, const Pending *one);

#endif
