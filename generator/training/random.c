#include "training/random.h"

guint64 chance_next(Chance *chance)
{
  chance->state += G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  guint64 z = chance->state;
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

guint chance_below(Chance *chance, guint bound)
{
  guint64 uneven = (G_MAXUINT64 - bound + 1) % bound; /* 2^64 % bound */
  guint64 next;
  do
    next = chance_next(chance);
  while (next < uneven);
  return (guint)(next % bound);
}

void chance_shuffle(Chance *chance, guint *items, guint count)
{
  for (guint i = count; i-- > 1;) {
    guint other = chance_below(chance, i + 1);
    guint item = items[i];
    items[i] = items[other];
    items[other] = item;
  }
}
