/* Moments and the organisation's days. */
#include "records/moment.h"

#include <string.h>

Moment moment_now(void)
{
  return g_get_real_time() / 1000;
}

static GTimeZone *zone_of(const char *timezone)
{
  GTimeZone *zone = g_time_zone_new_identifier(timezone);
  return zone != NULL ? zone : g_time_zone_new_utc();
}

Day moment_day(Moment at, const char *timezone)
{
  g_autoptr(GTimeZone) zone = zone_of(timezone);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at / 1000 - (at % 1000 < 0));
  g_autoptr(GDateTime) there = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
  if (there == NULL)
    return (Day){0};
  return (Day){(gint16)g_date_time_get_year(there), (guint8)g_date_time_get_month(there),
               (guint8)g_date_time_get_day_of_month(there)};
}

Moment day_begin(Day day, const char *timezone)
{
  g_autoptr(GTimeZone) zone = zone_of(timezone);
  g_autoptr(GDateTime) there = g_date_time_new(zone, day.year, day.month, day.day, 0, 0, 0);
  return there != NULL ? g_date_time_to_unix(there) * 1000 : 0;
}

static int figures(const char *text, int count)
{
  int number = 0;
  for (int i = 0; i < count; i++) {
    if (!g_ascii_isdigit(text[i]))
      return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

Day day_from_iso(const char *iso)
{
  if (iso == NULL || strlen(iso) != 10 || iso[4] != '-' || iso[7] != '-')
    return (Day){0};
  int year = figures(iso, 4), month = figures(iso + 5, 2), day = figures(iso + 8, 2);
  if (year < 1 || month < 1 || day < 1 ||
      !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return (Day){0};
  return (Day){(gint16)year, (guint8)month, (guint8)day};
}
