/*
 * Counting tries at what somebody knows: the same for PINs and passphrases. Inside this room alone.
 */
#ifndef RECORDS_TRIES_H
#define RECORDS_TRIES_H

#include "records/database.h"
#include "records/slip.h"

typedef struct {
  const char *read;  /* ?1 → tries, next_try, hash */
  const char *write; /* ?1, tries ?2, next_try ?3 */
} TrySql;

bool try_count(Store *store, const TrySql *sql, const char *id, Moment now, Try *try,
               Report *report);

#endif
