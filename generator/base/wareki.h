/*
 * 和暦 (wareki): days in the Japanese and in the common calendar, and the one
 * clock of the program.
 *
 * Eras by day, both ends included: 明治 1868-01-25 to 1912-07-30, 大正 to
 * 1926-12-25, 昭和 to 1989-01-07, 平成 1989-01-08 to 2019-04-30, 令和 from
 * 2019-05-01. A day that two eras share is written in the newer one. Before
 * 1873-01-01 Japan counted by another (lunisolar) calendar, and such a day is
 * refused. Sources: 元号法 (昭和54年法律第43号) and the 政令 of each change; 明治5年
 * 太政官布告第337号 for 1873.
 */
#ifndef BASE_WAREKI_H
#define BASE_WAREKI_H

#include <glib.h>
#include <stdbool.h>

/* A day of the Gregorian calendar, or a month (day 0) or a year (month and
 * day 0). All zero: no day. */
typedef struct {
  gint16 year;
  guint8 month;
  guint8 day;
} Day;

typedef enum {
  WAREKI_OK,
  WAREKI_PAST_END,     /* the era was over; converted */
  WAREKI_BEFORE_START, /* the era had not begun */
  WAREKI_BAD_DATE,     /* no such day */
  WAREKI_LUNAR,        /* before 1873-01-01 */
  WAREKI_NONE,         /* not a date */
} WarekiStatus;

typedef struct {
  WarekiStatus status;
  bool fiscal;   /* a 年度 (1 April to 31 March) */
  bool mismatch; /* two years that disagree: 2019年（平成30年） */
  Day day;       /* valid for OK and PAST_END */
} WarekiReading;

/* Reads a date in any form that is in use: 平成18年1月1日, H18.1.1, ㍻18年…, full-width and
 * kanji figures (三〇, 三十), 2018年（平成30年）12月1日, 平成30年12月1日（2018年）, 2018-12-01,
 * 令和7年度, with or without spaces, with words after it.
 *
 * Where a year is said in both calendars and they disagree, the common one is
 * taken. A month or a year is held against its era as a whole: 昭和64年 and 平成元年1月
 * are good, 昭和64年2月 is past the end. Before 1873 no day is looked at closely:
 * LUNAR. Two figures with a dot (平成18.1) and figures that go on behind the day
 * (2018-12-01-2) are no date. */
WarekiReading wareki_read(const char *text);

/* "OK", "PAST_END", "LUNAR", …, with "+FISCAL" and "+MISMATCH" where they hold,
 * as `kaitei date` prints it. The caller frees it. */
char *wareki_status_text(const WarekiReading *reading);

/* The other two columns of `kaitei date`: the day as ISO has it, "-" where the
 * date could not be converted, "" where it is none; and the era form of a day
 * that is exact and not in doubt, else "". The caller frees them. */
char *wareki_iso_text(const WarekiReading *reading);
char *wareki_form_text(const WarekiReading *reading);

/* 平成30年12月1日, 令和元年5月1日; a month or a year in the era of its last day; a day before
 * 1873 by the common year alone. Of no day: "". The caller frees these four. */
char *day_wareki(Day day);
/* 平成30年12月1日（2018年） */
char *day_both(Day day);
/* 2018-12-01, or 2018-12, or 2018 */
char *day_iso(Day day);
/* 1 December 2018 */
char *day_english(Day day);

/* Whether a day is given at all, and whether to the day. */
bool day_known(Day day);
bool day_exact(Day day);

/* Below, at or above zero as `a` lies before, on or after `b`. */
int day_compare(Day a, Day b);

/* The day after. */
Day day_next(Day day);

/* The day before. */
Day day_previous(Day day);

/* The 年度 in which a day lies: the year of its 1 April. */
int day_fiscal_year(Day day);

/* Today where the organisation is. `timezone` is an IANA name ("Asia/Tokyo").
 * SOURCE_DATE_EPOCH, where it is set, takes the clock's place
 * (reproducible-builds.org); where it is no number the clock holds: whoever starts a
 * build asks clock_is_sound() first. */
Day day_today(const char *timezone);

/* Whether SOURCE_DATE_EPOCH, where it is set and not empty, is a number of seconds up to
 * the year 9999. */
bool clock_is_sound(void);

/* Noon of that day in that zone, in seconds since 1970: for feeds. */
gint64 day_epoch(Day day, const char *timezone);

#endif
