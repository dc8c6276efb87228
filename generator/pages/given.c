#include "pages/given.h"

#include "base/text.h"

#include <string.h>

/* A ledger tells its days in the Japanese calendar, whose years have three figures at most. */
static bool can_be_recorded(Day day)
{
  g_autofree char *text = day_wareki(day);
  WarekiReading reading = wareki_read(text);
  return reading.status == WAREKI_OK && day_compare(reading.day, day) == 0;
}

bool given_day(const char *name, const char *text, Day *day, Report *report)
{
  *day = (Day){0};
  if (text == NULL)
    return true;
  WarekiReading reading = wareki_read(text);
  bool whole = reading.status == WAREKI_OK && day_exact(reading.day) && !reading.mismatch;
  if (whole && can_be_recorded(reading.day)) {
    *day = reading.day;
    return true;
  }
  report_add(report, whole ? DIAG_DAY_BEYOND : DIAG_DAY_UNREADABLE, place_none(), text, name, NULL);
  return false;
}

bool given_kind(const char *text, const Ledger *ledger, ChangeKind *kind, Report *report)
{
  *kind = ledger->revisions->len == 0 ? CHANGE_CREATED : CHANGE_PARTIAL;
  if (text == NULL || change_named(text, kind))
    return true;
  report_add(report, DIAG_KIND_UNKNOWN, place_none(), text, NULL);
  return false;
}

bool given_summary(const char *text, Report *report)
{
  if (text != NULL && !text_is_blank(text))
    return true;
  report_add(report, DIAG_PUBLISH_NO_SUMMARY, place_none(), NULL);
  return false;
}
