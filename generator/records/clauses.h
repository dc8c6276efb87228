/*
 * Sets of clause hashes as they are stored. Inside this room alone.
 */
#ifndef RECORDS_CLAUSES_H
#define RECORDS_CLAUSES_H

#include "records/completion.h"

/* Of ClauseHash, sorted, from the JSON object of a completion. Never NULL. */
GPtrArray *clauses_read(const char *json);

#endif
