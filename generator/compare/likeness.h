/*
 * How alike two texts are: Dice's coefficient over their character bigrams,
 * twice the bigrams in common divided by all bigrams of both.
 *
 * White space does not count, full-width letters and digits count as their
 * half-width forms, and both ends of the text count as characters, so that
 * short texts ("30日", "60日") have something to compare.
 */
#ifndef COMPARE_LIKENESS_H
#define COMPARE_LIKENESS_H

#include <glib.h>
#include <stdbool.h>

/* Likeness is counted in thousandths: 1000 is the same. */
enum { LIKENESS_SAME = 1000 };

/* The bigrams of texts. One thread at a time. */
typedef struct Profiles Profiles;

Profiles *profiles_new(void);
void profiles_free(Profiles *profiles);

/* Before a comparison: what earlier ones took in stays, for the same blocks are
 * compared again and again, unless it has become too much. Numbers given before
 * hold no longer. */
void profiles_begin(Profiles *profiles);

/* Takes a text in and gives its number. `hash` stands for the text: texts of one
 * hash are held for the same. */
guint profiles_add(Profiles *profiles, guint64 hash, const char *text);

/* How many bigrams a text has: what comparing it costs. Never 0. */
guint profile_size(const Profiles *profiles, guint profile);

/* Likeness of two texts taken in; 0 as soon as it must be below `least`. */
int profiles_likeness(const Profiles *profiles, guint a, guint b, int least);

#endif
