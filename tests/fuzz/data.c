/*
 * Fuzzes data files (site.lua, ledger.lua). Whatever the file holds, it is read or refused with a
 * diagnostic, within its bounds; and what was read can be written as text.
 */
#include "base/text.h"
#include "script/data.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const DataField place_fields[] = {{"title", DATA_STRING, true, NULL}, {0}};
static const DataField fields[] = {
  {"id", DATA_STRING, true, NULL},
  {"count", DATA_NUMBER, false, NULL},
  {"sealed", DATA_BOOL, false, NULL},
  {"words", DATA_LIST, false, NULL},
  {"menu", DATA_LIST, false, place_fields},
  {"place", DATA_TABLE, false, place_fields},
  {0},
};
static const DataForm forms[] = {{"policy", fields}, {"text", place_fields}, {0}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *text = text_normalise((const char *)data, size, "fuzz", NULL, report);
  if (text == NULL)
    return 0;

  g_autoptr(DataFile) file = data_file_run(text, "fuzz", forms, report);
  if (file == NULL && report_count(report) == 0)
    abort();
  for (guint i = 0; file != NULL && i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    const char *needed = strcmp(call->name, "policy") == 0 ? "id" : "title";
    g_autofree char *said = data_call_text(call);
    if (data_string(call->table, needed) == NULL || said == NULL)
      abort();
  }
  return 0;
}
