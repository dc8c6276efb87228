/*
 * Item analysis: what the answers tell of the questions. Of finished attempts, on screen and on
 * paper, the first attempt of each person alone (who has seen the feedback answers another
 * question).
 */
#ifndef ENROLMENT_ITEMS_H
#define ENROLMENT_ITEMS_H

#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"

enum { ITEMS_LEAST = 20 }; /* with fewer answers nothing is said but the counts */

typedef struct {
  char *question; /* id */
  guint asked;
  guint right; /* with a whole point */
  guint answered;
  guint chosen[10]; /* by choice as it stands in the text: how often */
  guint choices;    /* how many there are */
  guint rights;     /* by bit: those that are right */
  bool gone;        /* the module no longer has it, or with other choices */
  /* What stands out, where it was asked ITEMS_LEAST times or more: */
  bool too_easy;      /* right in 95 % or more */
  bool too_hard;      /* right in fewer than 30 % */
  guint unpicked;     /* by bit: wrong choices that nobody picks (under 2 %) */
  int discrimination; /* share right in the best third less that in the worst, percent, by the
                         whole score */
  bool discriminates; /* whether there were enough to say so */
} Item;

/* Those of a module, in the quiz's order, of Item, then those that are gone by id. Free with
 * g_ptr_array_unref(). */
GPtrArray *items_of(const Enrolment *with, const Course *course, Report *report);

#endif
