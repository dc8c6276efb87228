/*
 * How corrections read on the office's pages: names of fields, values, and the rows of part-corrections.html.
 */
#ifndef SERVE_CORRECTION_WORDS_H
#define SERVE_CORRECTION_WORDS_H

#include "records/correction.h"
#include "serve/call.h"

/* Whose; "消去済み" where the name was erased, "" of nobody. All of these live as long as the call. */
const char *correction_person(Call *call, const char *subject);

/* "場所" of "place". */
const char *correction_field(Call *call, const char *field);

/* "yes" and "no" of a void, the signs of an answer, percents, a day, or the text itself. */
const char *correction_words(Call *call, const char *field, const char *value);

/* { day, person, of, old, new, why, who }, into a list that is open. False: the store failed (reported). */
bool correction_put(Call *call, const Correction *correction);

#endif
