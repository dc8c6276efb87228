/*
 * Fuzzes the reading of dates. Whatever is read as an exact day is a day of the calendar, and its
 * ISO form and its era form are read back as the same day (to 2999: an era has three figures at most).
 */
#include "base/text.h"
#include "base/wareki.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_back(char *written, Day day)
{
  g_autofree char *text = written;
  WarekiReading again = wareki_read(text);
  if (again.status != WAREKI_OK || day_compare(again.day, day) != 0)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *text = text_normalise((const char *)data, size, "fuzz", NULL, report);
  if (text == NULL)
    return 0;

  WarekiReading reading = wareki_read(text);
  g_autofree char *status = wareki_status_text(&reading);
  g_autofree char *iso = wareki_iso_text(&reading);
  g_autofree char *form = wareki_form_text(&reading);
  if (*status == '\0' || iso == NULL || form == NULL)
    abort();
  bool read = reading.status == WAREKI_OK || reading.status == WAREKI_PAST_END;
  if (!read || reading.fiscal || !day_exact(reading.day) || reading.day.year > 2999)
    return 0;
  if (!g_date_valid_dmy(reading.day.day, (GDateMonth)reading.day.month,
                        (GDateYear)reading.day.year))
    abort();
  check_back(day_iso(reading.day), reading.day);
  check_back(day_wareki(reading.day), reading.day);
  check_back(day_both(reading.day), reading.day);
  return 0;
}
