#include "base/eras.h"

#include <stdlib.h>
#include <time.h>

static const Era eras[ERA_COUNT] = {
  {"明治", "明", 'M', {1868, 1, 25}, {1912, 7, 30}},
  {"大正", "大", 'T', {1912, 7, 30}, {1926, 12, 25}},
  {"昭和", "昭", 'S', {1926, 12, 25}, {1989, 1, 7}},
  {"平成", "平", 'H', {1989, 1, 8}, {2019, 4, 30}},
  {"令和", "令", 'R', {2019, 5, 1}, {9999, 12, 31}},
};

const Era *era_get(int index)
{
  return &eras[index];
}

Day day_calendar_begins(void)
{
  return (Day){1873, 1, 1};
}

int month_length(int year, int month)
{
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  if (month < 1 || month > 12)
    return 0;
  return month == 2 && leap ? 29 : lengths[month - 1];
}

/* ---- days ---- */

bool day_known(Day day)
{
  return day.year != 0;
}

bool day_exact(Day day)
{
  return day.year != 0 && day.month != 0 && day.day != 0;
}

int day_compare(Day a, Day b)
{
  int x = a.year * 10000 + a.month * 100 + a.day;
  int y = b.year * 10000 + b.month * 100 + b.day;
  return (x > y) - (x < y);
}

Day day_next(Day day)
{
  if (day.day < month_length(day.year, day.month))
    return (Day){day.year, day.month, (guint8)(day.day + 1)};
  if (day.month < 12)
    return (Day){day.year, (guint8)(day.month + 1), 1};
  return (Day){(gint16)(day.year + 1), 1, 1};
}

Day day_previous(Day day)
{
  if (day.day > 1)
    return (Day){day.year, day.month, (guint8)(day.day - 1)};
  if (day.month > 1)
    return (Day){day.year, (guint8)(day.month - 1), (guint8)month_length(day.year, day.month - 1)};
  return (Day){(gint16)(day.year - 1), 12, 31};
}

int day_fiscal_year(Day day)
{
  return day.month < 4 ? day.year - 1 : day.year;
}

/* ---- writing ---- */

/* The era in which the last day of this day, month or year lies; NULL before
 * the calendar of today. */
static const Era *era_of(Day day)
{
  int month = day.month ? day.month : 12;
  int last = day.day ? day.day : month_length(day.year, month);
  Day end = {day.year, (guint8)month, (guint8)last};

  if (day_compare(end, day_calendar_begins()) < 0)
    return NULL;
  for (int i = ERA_COUNT; i-- > 0;)
    if (day_compare(eras[i].first, end) <= 0)
      return &eras[i];
  return NULL;
}

static void append_month_and_day(GString *text, Day day)
{
  if (day.month)
    g_string_append_printf(text, "%d月", day.month);
  if (day.month && day.day)
    g_string_append_printf(text, "%d日", day.day);
}

char *day_wareki(Day day)
{
  GString *text = g_string_new(NULL);
  const Era *era = day_known(day) ? era_of(day) : NULL;

  if (era != NULL && era->first.year == day.year)
    g_string_append_printf(text, "%s元年", era->name);
  else if (era != NULL)
    g_string_append_printf(text, "%s%d年", era->name, day.year - era->first.year + 1);
  else if (day_known(day))
    g_string_append_printf(text, "%d年", day.year);
  if (day_known(day))
    append_month_and_day(text, day);
  return g_string_free(text, FALSE);
}

char *day_both(Day day)
{
  g_autofree char *wareki = day_wareki(day);
  if (!day_known(day) || era_of(day) == NULL)
    return g_steal_pointer(&wareki);
  return g_strdup_printf("%s（%d年）", wareki, day.year);
}

char *day_iso(Day day)
{
  if (!day_known(day))
    return g_strdup("");
  if (day.month == 0)
    return g_strdup_printf("%04d", day.year);
  if (day.day == 0)
    return g_strdup_printf("%04d-%02d", day.year, day.month);
  return g_strdup_printf("%04d-%02d-%02d", day.year, day.month, day.day);
}

char *day_english(Day day)
{
  static const char *const months[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};
  if (!day_known(day))
    return g_strdup("");
  if (day.month == 0)
    return g_strdup_printf("%d", day.year);
  if (day.day == 0)
    return g_strdup_printf("%s %d", months[day.month - 1], day.year);
  return g_strdup_printf("%d %s %d", day.day, months[day.month - 1], day.year);
}

/* ---- the clock ---- */

/* SOURCE_DATE_EPOCH, or -1 where it is not set to a number. */
static gint64 fixed_time(void)
{
  const char *text = g_getenv("SOURCE_DATE_EPOCH");
  guint64 seconds;

  /* The year 9999 is the last that a Day's forms can show. */
  if (text == NULL || !g_ascii_string_to_unsigned(text, 10, 0, 253402300799, &seconds, NULL))
    return -1;
  return (gint64)seconds;
}

bool clock_is_sound(void)
{
  const char *text = g_getenv("SOURCE_DATE_EPOCH");
  return text == NULL || *text == '\0' || fixed_time() >= 0;
}

static GTimeZone *zone_of(const char *name)
{
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier(name) : NULL;
  return zone != NULL ? zone : g_time_zone_new_utc();
}

Day day_today(const char *timezone)
{
  gint64 fixed = fixed_time();
  g_autoptr(GTimeZone) zone = zone_of(timezone);
  g_autoptr(GDateTime) instant =
    g_date_time_new_from_unix_utc(fixed >= 0 ? fixed : (gint64)time(NULL));
  g_autoptr(GDateTime) local = g_date_time_to_timezone(instant, zone);
  int year, month, day;

  /* West of Greenwich, or east: the last second may fall outside the range. */
  g_date_time_get_ymd(local != NULL ? local : instant, &year, &month, &day);
  return (Day){(gint16)year, (guint8)month, (guint8)day};
}

gint64 day_epoch(Day day, const char *timezone)
{
  g_autoptr(GTimeZone) zone = zone_of(timezone);
  g_autoptr(GDateTime) noon =
    g_date_time_new(zone, day.year, MAX(day.month, 1), MAX(day.day, 1), 12, 0, 0);
  return noon != NULL ? g_date_time_to_unix(noon) : 0;
}
