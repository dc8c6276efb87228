/* What an inspection compares, and what it is given. */
#include "serve/office_pages.h"

#include "enrolment/anchor.h"
#include "enrolment/discrepancy.h"
#include "enrolment/yearly.h"
#include "records/checkpoint.h"
#include "serve/office_page.h"
#include "serve/office_print.h"
#include "serve/premises.h"

#include <string.h>

/* Lines of one kind that the page shows; the others are counted. */
enum { SHOWN_MOST = 200 };

static const DiscrepancyKind kinds[] = {
  DISCREPANCY_UNHELD,    DISCREPANCY_UNATTENDED, DISCREPANCY_UNRECORDED,
  DISCREPANCY_UNTRAINED, DISCREPANCY_UNPLANNED,  DISCREPANCY_UNFINISHED,
};

static void put_row(Call *call, const Discrepancy *one)
{
  Values *values = call->values;
  g_autofree char *href = one->subject != NULL     ? g_strconcat("people/", one->subject, NULL)
                          : one->gathering != NULL ? g_strconcat("sessions/", one->gathering, NULL)
                                                   : NULL;
  g_autofree char *day = day_known(one->day) ? day_wareki(one->day) : NULL;
  const char *what = one->name != NULL      ? one->name
                     : one->subject != NULL ? call_string(call, "word.erased")
                     : day != NULL && one->gathering != NULL
                       ? office_words(call, "discrepancies.session", "date", day, NULL)
                       : office_module(call, one->module);

  values_open(values, NULL);
  values_string(values, "href", href);
  values_string(values, "what", what);
  values_string(values, "site", one->site);
  values_string(values, "module", office_module(call, one->module));
  values_day(values, "day", one->day);
  values_close(values);
}

static void put_kind(Call *call, const GPtrArray *list, DiscrepancyKind kind)
{
  Values *values = call->values;
  guint count = 0;

  values_open(values, NULL);
  values_string(values, "name", discrepancy_name(kind));
  values_list(values, "rows");
  for (guint i = 0; i < list->len; i++) {
    const Discrepancy *one = g_ptr_array_index(list, i);
    if (one->kind == kind && count++ < SHOWN_MOST)
      put_row(call, one);
  }
  values_close(values);
  values_number(values, "count", count);
  values_close(values);
}

void discrepancies_page(Call *call)
{
  int year = office_year(call);
  Enrolment with = call_enrolment(call);
  g_autoptr(GPtrArray) list = discrepancy_list(&with, year, call->report);

  if (list == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "discrepancies"))
    return;
  office_put_years(call, year);
  values_string(call->values, "sentence",
                office_words(call, list->len > 0 ? "discrepancies.lead" : "discrepancies.lead_none",
                             "year", office_year_label(call, year), "count",
                             office_figure(call, list->len), NULL));
  values_list(call->values, "kinds");
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    put_kind(call, list, kinds[i]);
  values_close(call->values);
  call_show(call, "discrepancies.html");
}

/* ---- the yearly file ---- */

static void show_inspection(Call *call, guint status)
{
  Checkpoint last;
  bool found = false;

  if (!checkpoint_last(call->store, &last, &found, call->report)) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  office_put_years(call, day_fiscal_year(call->today));
  if (found) {
    values_open(call->values, "checkpoint");
    values_day(call->values, "day", office_day_of(call, last.at));
    values_number(call->values, "seq", last.seq);
    values_string(call->values, "hash", last.hash);
    values_close(call->values);
  }
  call_show_as(call, status, "inspection.html");
}

void inspection_page(Call *call)
{
  show_inspection(call, 200);
}

/* The file is made as the records stand now: a checkpoint of them is signed first, and printed in it. */
void inspection_post(Call *call)
{
  Enrolment with = call_enrolment(call);
  Checkpoint made;

  if (!office_mark(call))
    return;
  if (office_settle(call, anchor_checkpoint(&with, &made, call->report)))
    office_go(call, NULL, "inspection/%d.pdf", office_year(call));
  else
    show_inspection(call, 422);
}

static GString *write_yearly(const Leaves *leaves, Call *call, gpointer data)
{
  return leaf_yearly(leaves, data, call->report);
}

/* "2026.pdf" */
static int year_of_path(Call *call)
{
  char *end = NULL;
  gint64 year = g_ascii_strtoll(call->parts[0], &end, 10);
  return end == call->parts[0] + 4 && strcmp(end, ".pdf") == 0 && year > 1989 ? (int)year : 0;
}

void inspection_file(Call *call)
{
  Enrolment with = call_enrolment(call);
  int year = year_of_path(call);
  if (year == 0) {
    call_refuse(call, 404);
    return;
  }
  Yearly *yearly = yearly_read(&with, year, call->report);
  if (yearly == NULL) {
    call_fail(call);
    return;
  }
  call->lang = "ja";
  office_print(call, write_yearly, yearly, (GDestroyNotify)yearly_free,
               call_string(call, "inspection.title"), NULL);
}
