/*
 * The longest common subsequence of two sequences of keys (Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986, its linear-space form).
 *
 * Time is bounded: a search that has gone LCS_EFFORT edits deep without the
 * two ends meeting splits where it got furthest and goes on from there. The
 * result is then a common subsequence, though not always the longest; the cost
 * is at most (n + m) × LCS_EFFORT steps, and memory is linear. No recursion.
 */
#ifndef COMPARE_LCS_H
#define COMPARE_LCS_H

#include <glib.h>
#include <stdbool.h>

enum { LCS_EFFORT = 400 };

/* Buffers that are used again from call to call; one thread at a time. */
typedef struct Lcs Lcs;

Lcs *lcs_new(void);
void lcs_free(Lcs *lcs);

/* Puts into match[i] the index in `b` that a[i] is matched with, or -1. Matches
 * rise in both. Equal beginnings and equal ends are matched before all else. */
void lcs_match(Lcs *lcs, const guint64 *a, guint n, const guint64 *b, guint m, gint32 *match);

#endif
