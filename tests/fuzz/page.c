/*
 * Fuzzes the inspection of pages: the first byte says whether the rest is a whole page or stands in
 * the main element of a good one. A page is good or a fault is told; what is gathered can be found.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pages/inspect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char before[] =
  "<!DOCTYPE html><html lang=\"ja\"><head><title>a</title>"
  "<meta name=\"viewport\" content=\"a\" /></head><body><main><h1>a</h1>";
static const char after[] = "</main></body></html>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  bool whole = data[0] & 1;
  g_autoptr(GString) page = g_string_new(whole ? NULL : before);
  g_string_append_len(page, (const char *)data + 1, (gssize)size - 1);
  g_string_append(page, whole ? "" : after);

  g_autoptr(Report) report = report_new();
  g_autoptr(Inspector) inspector = inspector_new();
  bool good = inspect_page(inspector, page->str, page->len, "fuzz", NULL, report);
  if (good == report_failed(report) || report_count(report) > 11)
    abort();
  for (guint i = 0; i < inspector_id_count(inspector); i++)
    if (!inspector_has_id(inspector, inspector_id(inspector, i)))
      abort();
  for (guint i = 0; i < inspector_link_count(inspector); i++)
    if (strlen(inspector_link(inspector, i)) > page->len)
      abort();
  /* A second look at the same page says the same. */
  g_autoptr(Report) again = report_new();
  if (inspect_page(inspector, page->str, page->len, "fuzz", NULL, again) != good ||
      report_count(again) != report_count(report))
    abort();
  return 0;
}
