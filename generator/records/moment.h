/*
 * Moments: milliseconds since 1970-01-01 UTC, as they stand in the record. Days (base/wareki.h) are
 * the organisation's; a moment is turned into one by its time zone.
 */
#ifndef RECORDS_MOMENT_H
#define RECORDS_MOMENT_H

#include "base/wareki.h"

typedef gint64 Moment;

enum { MOMENT_SECOND = 1000, MOMENT_MINUTE = 60 * MOMENT_SECOND, MOMENT_HOUR = 60 * MOMENT_MINUTE };

/* A day's length. Not in the enum: many of them leave the range of int. */
#define MOMENT_DAY ((Moment)24 * MOMENT_HOUR)

/* Now, by the machine's clock. Functions of this room take the moment from their caller. */
Moment moment_now(void);

/* The day on which it lies there; an unknown zone counts as UTC. */
Day moment_day(Moment at, const char *timezone);

/* The first moment of that day there. */
Moment day_begin(Day day, const char *timezone);

/* A day as ISO has it, exact to the day ("2026-04-01"), for what was written by day_iso(). No day
 * where it is none. */
Day day_from_iso(const char *iso);

#endif
