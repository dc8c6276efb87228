/*
 * Chance that is the same for ever: SplitMix64 (Guy Steele, Doug Lea, Christine Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014; the constants are those of
 * Sebastiano Vigna's public-domain splitmix64.c).
 *
 *     state += 0x9E3779B97F4A7C15
 *     z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9
 *     z = (z ^ z >> 27) * 0x94D049BB133111EB
 *     result = z ^ z >> 31                              all modulo 2^64
 *
 * From seed 1234567 come 6457827717110365317, 3203168211198807973, 9817491932198370423,
 * 4593380528125082431, 16408922859458223821.
 *
 * A printed form can be made again from its seed, on another machine and years later; so neither
 * this nor how numbers and orders are taken from it may ever change. It is no secret's
 * source: who knows the seed knows the form.
 */
#ifndef TRAINING_RANDOM_H
#define TRAINING_RANDOM_H

#include <glib.h>

typedef struct {
  guint64 state;
} Chance;

/* `seed` is the state to begin with. */
static inline Chance chance_new(guint64 seed)
{
  return (Chance){seed};
}

guint64 chance_next(Chance *chance);

/* A number below `bound` (1 …), each as likely: next % bound, where a next below 2^64 % bound is
 * thrown away. */
guint chance_below(Chance *chance, guint bound);

/* Shuffles, from the last place down to the second: place i is exchanged with
 * chance_below(i + 1). */
void chance_shuffle(Chance *chance, guint *items, guint count);

#endif
