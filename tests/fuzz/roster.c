/*
 * Fuzzes the reading of a roster: CSV in UTF-8 or code page 932. Whatever the file holds, every person that is taken
 * in has a number and a name, each once and in one line; and what is written of them is read back the same.
 * What begins with '{' is read as a kept form instead.
 */
#include "base/text.h"
#include "enrolment/csv.h"
#include "enrolment/kept.h"
#include "enrolment/roster.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_row(GString *out, const RosterRow *row)
{
  const char *const fields[] = {row->number, row->name,   row->kana, row->site,
                                row->role,   row->groups, row->lang};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    csv_field(out, fields[i]);
  csv_end(out);
}

static void check_row(const RosterRow *row, GHashTable *numbers)
{
  const char *const fields[] = {row->number, row->name,   row->kana, row->site,
                                row->role,   row->groups, row->lang};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (!text_is_line(fields[i]))
      abort();
  if (*row->number == '\0' || *row->name == '\0' || row->fate != ROSTER_ADDED ||
      !g_hash_table_add(numbers, row->number))
    abort();
}

static void check_roster(const Roster *roster)
{
  g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GString) out = g_string_new(CSV_BOM "number,name,kana,site,role,groups,lang\r\n");
  for (guint i = 0; i < roster->rows->len; i++) {
    check_row(g_ptr_array_index(roster->rows, i), numbers);
    write_row(out, g_ptr_array_index(roster->rows, i));
  }
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Roster) back = roster_parse(out->str, out->len, "back", unsaid);
  if (back == NULL || back->rows->len != roster->rows->len)
    abort();
  for (guint i = 0; i < roster->rows->len; i++) {
    const RosterRow *one = g_ptr_array_index(roster->rows, i);
    const RosterRow *other = g_ptr_array_index(back->rows, i);
    if (strcmp(one->number, other->number) != 0 || strcmp(one->name, other->name) != 0 ||
        strcmp(one->groups, other->groups) != 0)
      abort();
  }
}

/* A kept form, of whoever could write the store: read, or refused. */
static void check_form(const char *text)
{
  g_autoptr(Form) form = kept_form_read(text, "m", "h");
  g_autofree char *revision = NULL;
  g_autoptr(GPtrArray) clauses = kept_form_clauses(text, &revision);
  for (guint i = 0; form != NULL && i < form->questions->len; i++) {
    const FormQuestion *question = form_question(form, i);
    if (question->count == 0 || question->count > QUIZ_CHOICES)
      abort();
    for (guint k = 0; k < question->count; k++)
      if (question->order[k] >= question->count)
        abort();
  }
  if ((clauses == NULL) != (revision == NULL))
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size > 0 && data[0] == '{') {
    g_autofree char *text = g_strndup((const char *)data, size);
    check_form(text);
    return 0;
  }
  g_autoptr(Report) report = report_new();
  g_autoptr(Roster) roster = roster_parse((const char *)data, size, "fuzz", report);
  if (roster == NULL && !report_failed(report))
    abort();
  if (roster != NULL)
    check_roster(roster);
  return 0;
}
