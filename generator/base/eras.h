/*
 * The eras (元号) since 1868, oldest first: for wareki.c and wareki_reading.c
 * alone. Sources are named in wareki.h.
 */
#ifndef BASE_ERAS_H
#define BASE_ERAS_H

#include "base/wareki.h"

enum { ERA_COUNT = 5 };

typedef struct {
  const char *name;    /* 平成 */
  const char *initial; /* 平, as in 平18.1.1 */
  char letter;         /* H, as in H18.1.1 */
  Day first;
  Day last; /* included */
} Era;

const Era *era_get(int index);

/* The number of days of a month; 0 where there is no such month. */
int month_length(int year, int month);

/* The first day of the calendar that Japan counts by today. */
Day day_calendar_begins(void);

#endif
