#include "base/eras.h"

#include <string.h>

/* A text is read after Unicode's compatibility normalisation (NFKC), which
 * makes full-width figures, letters, signs and spaces plain ones, and the
 * square signs ㍻ and ㋿ the names that they stand for. What stands behind the
 * date is of no interest beyond these bytes. */
enum { READ_LIMIT = 240, YEAR_LIMIT = 3 };

/* One number: its value, and how it was written. */
typedef struct {
  int value;
  int digits; /* how many plain digits; 0 where written in kanji */
} Number;

/* One year, of an era or of the common calendar. */
typedef struct {
  int era;   /* index, -1 for the common calendar */
  int value; /* within the era, or of the common calendar */
} Year;

/* All that was read, before it is judged. */
typedef struct {
  Year years[YEAR_LIMIT];
  int year_count;
  bool fiscal;
  int month; /* -1: none was given */
  int day;
} Parts;

/* ---- signs ---- */

static const char *skip_spaces(const char *p)
{
  while (*p == ' ' || *p == '\t')
    p++;
  return p;
}

/* Moves *p past `word`, spaces before it allowed. */
static bool take(const char **p, const char *word)
{
  const char *start = skip_spaces(*p);
  if (!g_str_has_prefix(start, word))
    return false;
  *p = start + strlen(word);
  return true;
}

static bool take_one_of(const char **p, const char *const *words)
{
  for (; *words != NULL; words++)
    if (take(p, *words))
      return true;
  return false;
}

/* The sign between the parts of 18.1.1, as one letter; 0 where there is none. */
static char take_separator(const char **p)
{
  static const char *const dots[] = {".", "・", NULL};
  static const char *const slashes[] = {"/", NULL};
  static const char *const dashes[] = {"-", "‐", "–", "−", "ー", NULL};

  return take_one_of(p, dots)      ? '.'
         : take_one_of(p, slashes) ? '/'
         : take_one_of(p, dashes)  ? '-'
                                   : '\0';
}

/* ---- numbers ---- */

static int kanji_digit(gunichar c)
{
  static const char *const digits[] = {"〇零○◯", "一壱", "二弐", "三参", "四",
                                       "五",     "六",   "七",   "八",   "九"};
  for (int i = 0; i < 10; i++)
    if (g_utf8_strchr(digits[i], -1, c) != NULL)
      return i;
  return -1;
}

static int kanji_unit(gunichar c)
{
  switch (c) {
  case 0x5341: /* 十 */
  case 0x62FE: /* 拾 */
    return 10;
  case 0x767E: /* 百 */
    return 100;
  case 0x5343: /* 千 */
    return 1000;
  default:
    return 0;
  }
}

/* 三〇 (figure by figure) or 三十 (with units), never both in one number. */
static bool read_kanji(const char **p, Number *number)
{
  int total = 0, figures = 0, run = 0, least = 10000;
  bool units = false;
  const char *q = *p;

  for (; *q; q = g_utf8_next_char(q)) {
    gunichar c = g_utf8_get_char(q);
    int digit = kanji_digit(c), unit = kanji_unit(c);
    if (digit >= 0) {
      run = run * 10 + digit;
      if (++figures > (units ? 1 : 4))
        return false;
    } else if (unit > 0) {
      if (unit >= least || figures > 1 || (figures == 1 && run == 0))
        return false;
      total += (figures ? run : 1) * unit;
      least = unit;
      units = true;
      run = figures = 0;
    } else {
      break;
    }
  }
  if (q == *p || (units && figures == 1 && run == 0))
    return false;
  *number = (Number){total + run, 0};
  *p = q;
  return true;
}

static bool read_number(const char **p, Number *number)
{
  const char *start = skip_spaces(*p);
  const char *q = start;
  int value = 0;

  while (g_ascii_isdigit(*q)) {
    value = MIN(value * 10 + (*q - '0'), 99999);
    q++;
  }
  if (q > start)
    *number = (Number){value, (int)(q - start)};
  else if (!read_kanji(&q, number))
    return false;
  *p = q;
  return true;
}

/* ---- years ---- */

static bool take_era(const char **p, int *index)
{
  const char *start = skip_spaces(*p);

  for (int i = 0; i < ERA_COUNT; i++) {
    const Era *era = era_get(i);
    const char *q = start;
    if (g_ascii_toupper(*q) == era->letter) {
      q++;
      take(&q, ".");
    } else if (!take(&q, era->name) && !take(&q, era->initial)) {
      continue;
    }
    *index = i;
    *p = q;
    return true;
  }
  return false;
}

/* A year less the word 年. A bare number is one only with four figures. */
static bool read_year(const char **p, Year *year)
{
  Number number;
  const char *q = *p;

  if (take_era(&q, &year->era)) {
    if (take(&q, "元"))
      number = (Number){1, 1};
    else if (!read_number(&q, &number))
      return false;
  } else {
    take(&q, "西暦");
    const char *figures = skip_spaces(q);
    if (!read_number(&q, &number) || number.value < 1000 || number.value > 9999 ||
        *figures == '0' || number.digits > 4)
      return false;
    year->era = -1;
  }
  year->value = number.value;
  *p = q;
  return true;
}

/* 年 or 年度. */
static bool take_year_word(const char **p, Parts *parts)
{
  if (!take(p, "年"))
    return false;
  if (g_str_has_prefix(*p, "度")) {
    *p += strlen("度");
    parts->fiscal = true;
  }
  return true;
}

static bool closes(const char **p)
{
  static const char *const brackets[] = {")", "]", "〕", NULL};
  return take_one_of(p, brackets);
}

static void pass_month_and_day(const char **p)
{
  Number ignored;
  const char *q = *p;
  if (read_number(&q, &ignored) && take(&q, "月") && read_number(&q, &ignored) && take(&q, "日"))
    *p = q;
}

/* The same year said otherwise, in brackets: （平成31年）, （平成31年・令和元年）.
 * Brackets that hold anything else are left alone. */
static bool take_bracket(const char **p, Parts *parts, bool behind_day)
{
  static const char *const opening[] = {"(", "[", "〔", NULL};
  static const char *const between[] = {"/", "・", "、", ",", NULL};
  Parts inner = *parts;
  const char *q = *p;

  if (!take_one_of(&q, opening))
    return false;
  do {
    if (inner.year_count == YEAR_LIMIT || !read_year(&q, &inner.years[inner.year_count]))
      return false;
    inner.year_count++;
    if (take_year_word(&q, &inner) && behind_day)
      pass_month_and_day(&q);
  } while (take_one_of(&q, between));
  if (!closes(&q))
    return false;
  /* The 年度 of a day from January to March is the year before. */
  if (behind_day && inner.fiscal)
    return false;
  *parts = inner;
  *p = q;
  return true;
}

/* ---- the forms ---- */

/* .1.1 behind a year: all three parts, one sign throughout, no fourth part. */
static bool read_separated(const char *p, Parts *parts)
{
  Number month, day;
  char sign = take_separator(&p);

  if (sign == '\0' || !read_number(&p, &month) || take_separator(&p) != sign ||
      !read_number(&p, &day) || month.digits > 2 || day.digits > 2)
    return false;
  parts->month = month.value;
  parts->day = day.value;

  const char *behind = p;
  if (take_separator(&behind) == sign && g_ascii_isdigit(*behind))
    return false;
  take_bracket(&p, parts, true);
  return true;
}

/* 1月1日 behind 年, or 1月, or nothing. A bare figure there is not understood. */
static bool read_month_and_day(const char *p, Parts *parts)
{
  Number number;
  const char *q = p;

  if (!read_number(&q, &number) || !take(&q, "月"))
    return !g_ascii_isdigit(*p);
  parts->month = number.value;
  p = q;
  if (!read_number(&q, &number) || !take(&q, "日"))
    return !g_ascii_isdigit(*p);
  parts->day = number.value;
  take_bracket(&q, parts, true);
  return true;
}

static bool read_parts(const char *p, Parts *parts)
{
  *parts = (Parts){.month = -1, .day = -1};
  if (!read_year(&p, &parts->years[0]))
    return false;
  parts->year_count = 1;

  bool said = take_year_word(&p, parts);
  take_bracket(&p, parts, false);
  said = (!said && take_year_word(&p, parts)) || said;

  if (!said)
    return read_separated(p, parts);
  if (parts->fiscal)
    return true;
  return read_month_and_day(p, parts);
}

/* ---- judging ---- */

static int common_year(const Year *year)
{
  return year->era < 0 ? year->value : era_get(year->era)->first.year + year->value - 1;
}

/* The year that is meant: of the common calendar where one was given, for it
 * can be read in one way only. */
static int year_meant(const Parts *parts)
{
  for (int i = 0; i < parts->year_count; i++)
    if (parts->years[i].era < 0)
      return parts->years[i].value;
  return common_year(&parts->years[0]);
}

static bool years_disagree(const Parts *parts, int year)
{
  bool both = false, differ = false;
  for (int i = 0; i < parts->year_count; i++) {
    both |= (parts->years[i].era < 0) != (parts->years[0].era < 0);
    differ |= common_year(&parts->years[i]) != year;
  }
  return both && differ;
}

static bool year_possible(const Parts *parts, int year)
{
  if (year < 1 || year > 9999)
    return false;
  for (int i = 0; i < parts->year_count; i++)
    if (parts->years[i].value < 1 || (parts->years[i].era >= 0 && parts->years[i].value > 999))
      return false;
  return true;
}

/* The first and the last day of what was given. */
static void span_of(const Parts *parts, Day day, Day *first, Day *last)
{
  *first = day;
  *last = day;
  if (parts->fiscal) {
    *first = (Day){day.year, 4, 1};
    *last = (Day){(gint16)(day.year + 1), 3, 31};
  } else if (day.month == 0) {
    *first = (Day){day.year, 1, 1};
    *last = (Day){day.year, 12, 31};
  } else if (day.day == 0) {
    first->day = 1;
    last->day = (guint8)month_length(day.year, day.month);
  }
}

/* Held against each era that was named; one that fits is enough. */
static WarekiStatus era_status(const Parts *parts, Day day)
{
  WarekiStatus status = WAREKI_OK;
  Day first, last;

  span_of(parts, day, &first, &last);
  for (int i = 0; i < parts->year_count; i++) {
    if (parts->years[i].era < 0)
      continue;
    const Era *era = era_get(parts->years[i].era);
    if (day_compare(first, era->last) > 0)
      status = WAREKI_PAST_END;
    else if (day_compare(last, era->first) < 0)
      status = WAREKI_BEFORE_START;
    else
      return WAREKI_OK;
  }
  return status;
}

static WarekiStatus judge(const Parts *parts, int year, Day *day)
{
  bool month_given = parts->month >= 0, day_given = parts->day >= 0;

  if (!year_possible(parts, year) || (month_given && (parts->month < 1 || parts->month > 12)) ||
      (day_given && (parts->day < 1 || parts->day > 31)))
    return WAREKI_BAD_DATE;
  /* Its months had other lengths: what is no day today may have been one. */
  if (year < day_calendar_begins().year)
    return WAREKI_LUNAR;
  if (day_given && parts->day > month_length(year, parts->month))
    return WAREKI_BAD_DATE;

  *day = (Day){(gint16)year, (guint8)MAX(parts->month, 0), (guint8)MAX(parts->day, 0)};
  return era_status(parts, *day);
}

static bool converted(const WarekiReading *reading)
{
  return reading->status == WAREKI_OK || reading->status == WAREKI_PAST_END;
}

WarekiReading wareki_read(const char *text)
{
  WarekiReading reading = {.status = WAREKI_NONE};
  Parts parts;

  if (!g_utf8_validate(text, -1, NULL))
    return reading;
  const char *end = text;
  while (*end != '\0' && end - text < READ_LIMIT)
    end = g_utf8_next_char(end);
  g_autofree char *plain = g_utf8_normalize(text, end - text, G_NORMALIZE_ALL_COMPOSE);
  if (plain == NULL || !read_parts(plain, &parts))
    return reading;

  int year = year_meant(&parts);
  reading.status = judge(&parts, year, &reading.day);
  reading.fiscal = parts.fiscal;
  reading.mismatch = years_disagree(&parts, year);
  if (!converted(&reading))
    reading.day = (Day){0};
  return reading;
}

char *wareki_iso_text(const WarekiReading *reading)
{
  if (converted(reading))
    return day_iso(reading->day);
  return g_strdup(reading->status == WAREKI_NONE ? "" : "-");
}

char *wareki_form_text(const WarekiReading *reading)
{
  bool sure = converted(reading) && day_exact(reading->day) && !reading->mismatch;
  return sure ? day_wareki(reading->day) : g_strdup("");
}

char *wareki_status_text(const WarekiReading *reading)
{
  static const char *const names[] = {
    [WAREKI_OK] = "OK",
    [WAREKI_PAST_END] = "PAST_END",
    [WAREKI_BEFORE_START] = "BEFORE_START",
    [WAREKI_BAD_DATE] = "BAD_DATE",
    [WAREKI_LUNAR] = "LUNAR",
    [WAREKI_NONE] = "NONE",
  };
  return g_strconcat(names[reading->status], reading->fiscal ? "+FISCAL" : "",
                     reading->mismatch ? "+MISMATCH" : "", NULL);
}
