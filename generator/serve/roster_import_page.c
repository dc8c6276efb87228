/* The roster as a file: read, shown, and then, where somebody says so, taken over. */
#include "serve/office_pages.h"

#include "base/text.h"
#include "enrolment/csv.h"
#include "enrolment/roster.h"
#include "serve/office_page.h"
#include "serve/routes.h"

#include <string.h>

/* Most people of one fate that the preview names, the others are counted; and what a form has around
 * the text that it carries. */
enum { PREVIEW_MOST = 300, CARRY_ROOM = 16 * 1024 };

void roster_import_page(Call *call)
{
  if (!office_open(call, "people"))
    return;
  office_put_above(call, "people.title", "/office/people");
  call_show(call, "import.html");
}

static void show_again(Call *call)
{
  if (!office_open(call, "people"))
    return;
  office_put_above(call, "people.title", "/office/people");
  call_show_as(call, 422, "import.html");
}

static void put_what(Call *call, const char *field, const char *old, const char *text)
{
  if (old == NULL && (text == NULL || *text == '\0'))
    return;
  values_open(call->values, NULL);
  values_string(call->values, "field", field);
  values_string(call->values, "old", old);
  values_string(call->values, "new", text);
  values_close(call->values);
}

static void put_day(Call *call, const char *field, Day day)
{
  g_autofree char *text = day_known(day) ? day_wareki(day) : NULL;
  put_what(call, field, NULL, text);
}

static void put_row(Call *call, const RosterRow *row)
{
  Values *values = call->values;

  values_open(values, NULL);
  values_number(values, "line", row->line);
  values_string(values, "id", row->subject);
  values_string(values, "name", row->name);
  values_string(values, "number", row->number);
  values_list(values, "what");
  if (row->fate == ROSTER_CHANGED) {
    for (guint i = 0; i < row->changes->len; i++) {
      const RosterChange *change = g_ptr_array_index(row->changes, i);
      put_what(call, change->field, change->old, change->new);
    }
  } else if (row->fate == ROSTER_ADDED) {
    put_what(call, "site", NULL, row->site);
    put_what(call, "role", NULL, row->role);
    put_what(call, "groups", NULL, row->groups);
    put_day(call, "joined", row->joined);
    put_day(call, "left", row->left);
  }
  values_close(values);
  values_close(values);
}

/* Those of one fate; how many there are besides those that are named. */
static void put_rows(Call *call, const char *name, const Roster *roster, RosterFate fate)
{
  guint shown = 0;

  values_list(call->values, name);
  for (guint i = 0; i < roster->rows->len && shown < PREVIEW_MOST; i++) {
    const RosterRow *row = g_ptr_array_index(roster->rows, i);
    if (row->fate == fate) {
      put_row(call, row);
      shown++;
    }
  }
  values_close(call->values);
}

static const char *sentence_of(Call *call, const Roster *roster)
{
  if (roster->added + roster->changed == 0)
    return call_string(call, "import.lead_nothing");
  return office_words(call, "import.lead_changes", "added", office_figure(call, roster->added),
                      "changed", office_figure(call, roster->changed), "same",
                      office_figure(call, roster->same), NULL);
}

static void show_preview(Call *call, guint status, const Roster *roster, const char *csv)
{
  Values *values = call->values;
  g_autofree char *ignored = g_strjoinv("、", roster->ignored);

  if (!office_open(call, "people"))
    return;
  office_put_above(call, "import.title", "/office/people/import");
  values_string(values, "sentence", sentence_of(call, roster));
  values_string(values, "encoding", roster->encoding);
  values_string(values, "ignored", *ignored != '\0' ? ignored : NULL);
  values_number(values, "changes", roster->added + roster->changed);
  values_open(values, "counts");
  values_number(values, "added", roster->added);
  values_number(values, "changed", roster->changed);
  values_number(values, "missing", roster->missing);
  values_close(values);
  values_open(values, "lists");
  put_rows(call, "added", roster, ROSTER_ADDED);
  put_rows(call, "changed", roster, ROSTER_CHANGED);
  put_rows(call, "missing", roster, ROSTER_MISSING);
  values_close(values);
  values_string(values, "seen", office_figure(call, roster->seq));
  values_string(values, "csv", csv);
  call_show_as(call, status, "import-preview.html");
}

/* The file as text, to be carried along by the preview's form; NULL where it is none, or too long for
 * that (reported). */
static char *text_of(Call *call, const char *bytes, gsize size)
{
  bool marked = size >= 3 && memcmp(bytes, CSV_BOM, 3) == 0;
  bool plain = g_utf8_validate_len(bytes, size, NULL);
  g_autofree char *text = plain ? g_strndup(bytes + 3 * marked, size - 3 * marked)
                                : text_from_shift_jis(bytes, size, NULL);

  if (text != NULL && strlen(text) <= IMPORT_LIMIT - CARRY_ROOM)
    return g_steal_pointer(&text);
  report_add(call->report, DIAG_OFFICE_FILE_LARGE, place_none(), NULL);
  return NULL;
}

/* What the preview carried along, as it was read: text, whatever the file was written in. */
static void apply(Call *call, const char *csv)
{
  Enrolment with = call_enrolment(call);
  const char *seen = request_field(call->request, "seen");
  g_autoptr(Roster) roster =
    roster_read(&with, csv, strlen(csv), call_string(call, "import.file"), call->report);

  if (roster == NULL) {
    show_again(call);
    return;
  }
  gint64 now = roster->seq;
  roster->seq = seen != NULL ? g_ascii_strtoll(seen, NULL, 10) : -1;
  if (!office_mark(call))
    return;
  if (!office_settle(call, roster_apply(&with, roster, call->report))) {
    roster->seq = now;
    show_preview(call, 409, roster, csv);
    return;
  }
  office_go(call, roster->added + roster->changed > 0 ? "imported" : "unchanged", "people");
}

void roster_import_post(Call *call)
{
  Enrolment with = call_enrolment(call);
  GBytes *file = request_file(call->request, "file");
  const char *carried = request_field(call->request, "csv");
  gsize size = 0;

  if (carried != NULL && request_ticked(call->request, "apply")) {
    apply(call, carried);
    return;
  }
  const char *bytes = file != NULL ? g_bytes_get_data(file, &size) : NULL;
  if (bytes == NULL || size == 0) {
    report_add(call->report, DIAG_OFFICE_FILE_NONE, place_none(), NULL);
    show_again(call);
    return;
  }
  g_autoptr(Roster) roster =
    roster_read(&with, bytes, size, call_string(call, "import.file"), call->report);
  g_autofree char *text = roster != NULL ? text_of(call, bytes, size) : NULL;
  if (text == NULL)
    show_again(call);
  else
    show_preview(call, 200, roster, text);
}
