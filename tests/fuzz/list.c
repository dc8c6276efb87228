/*
 * Fuzzes the list of an import. Whatever it holds, it is read or refused with a diagnostic; what was
 * read is what a ledger and a page can hold, and every place lies in the list.
 */
#include "pages/import_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_line(const char *text)
{
  if (!g_utf8_validate(text, -1, NULL))
    return false;
  for (; *text != '\0'; text = g_utf8_next_char(text))
    if (g_unichar_iscntrl(g_utf8_get_char(text)))
      return false;
  return true;
}

static void check_row(const ListRow *row, int lines)
{
  if (!day_exact(row->effective) || row->line < 1 || row->line > lines ||
      (row->summary != NULL && (*row->summary == '\0' || !is_line(row->summary))) ||
      (row->source != NULL && *row->source == '\0'))
    abort();
  for (int i = 1; i < 4; i++)
    if (row->columns[i] <= row->columns[i - 1])
      abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(ImportList) list = import_list_parse((const char *)data, size, "fuzz", report);
  int lines = 1;

  for (size_t i = 0; i < size; i++)
    lines += data[i] == '\n' || data[i] == '\r';
  if ((list == NULL) != report_failed(report))
    abort();
  for (guint i = 0; i < report_count(report); i++)
    if (report_get(report, i)->line > lines)
      abort();
  if (list == NULL)
    return 0;
  if (list->policy == NULL || list->rows->len == 0 ||
      (list->folder == NULL &&
       (list->repository == NULL || list->file == NULL || list->tip == NULL)))
    abort();
  for (guint i = 0; i < list->rows->len; i++)
    check_row(g_ptr_array_index(list->rows, i), lines);
  return 0;
}
