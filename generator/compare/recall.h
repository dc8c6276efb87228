/*
 * Marks already found, by the two texts that they were found for.
 *
 * Revisions of one policy are compared pair by pair, and most pairs hold the same
 * altered sentences again: finding their words is what a comparison costs most.
 * What is recalled is exactly what would be found anew (both texts are compared,
 * not their hashes alone), so nothing can be seen of it but time. The newest of
 * two that share a place stays; memory is bounded by RECALL_PLACES texts of
 * RECALL_LONGEST bytes a side.
 */
#ifndef COMPARE_RECALL_H
#define COMPARE_RECALL_H

#include "compare/comparison.h"

enum { RECALL_PLACES = 1024, RECALL_LONGEST = 2048 };

/* One thread at a time. */
typedef struct Recall Recall;

Recall *recall_new(void);
void recall_free(Recall *recall);

/* Appends the spans for these texts, or says that they are not known. */
bool recall_find(const Recall *recall, const char *now, const char *before, GArray *now_spans,
                 GArray *before_spans);

/* Keeps the spans from the given places to the arrays' ends. */
void recall_keep(Recall *recall, const char *now, const char *before, const GArray *now_spans,
                 guint now_from, const GArray *before_spans, guint before_from);

#endif
