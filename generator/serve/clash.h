/*
 * Two texts that were both written from one: what the file says now and what was typed
 * meanwhile, line by line, for whoever has to choose.
 */
#ifndef SERVE_CLASH_H
#define SERVE_CLASH_H

#include "theme/values.h"

enum { CLASH_LINES_SHOWN = 400 };

/* Writes `name` { lines = { { kind, theirs, mine, text } }, more }. `kind` is "same"
 * (in both), "theirs" (only in the file), "mine" (only typed) or "omitted" (a run of
 * lines in both; `text` is nil, `theirs` how many); `theirs` and `mine` are line numbers,
 * 0 where the line is not in that text. At most CLASH_LINES_SHOWN lines; `more` is how
 * many were left out at the end. Both texts end their lines in LF. */
void clash_put(Values *values, const char *name, const char *theirs, const char *mine);

#endif
