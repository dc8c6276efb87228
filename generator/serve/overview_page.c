/* Who is still to be trained? The first page: by site, then by name; and the same list as a file. */
#include "serve/office_pages.h"

#include "enrolment/csv.h"
#include "enrolment/duty.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* So many lines are sorted by another column than the first; a longer list keeps its own order. */
enum { SORTED_MOST = 5000 };

static const OfficeColumn columns[] = {
  {"name", true, false},   {"site", true, false}, {"role", true, false},
  {"module", true, false}, {"due", true, false},  {"standing", true, false},
};

static const char *const shows[] = {"open", "overdue", "due", "done", "exempt"};

/* ---- what the address asks for ---- */

typedef struct {
  int year;
  const char *site, *module, *show;
  DutyState state;
  DutyFilter filter;
} Asked;

static void read_asked(Call *call, Asked *asked)
{
  *asked = (Asked){.year = office_year(call),
                   .site = call_words(call, "site"),
                   .module = call_words(call, "module"),
                   .show = call_words(call, "show")};
  bool one = asked->show != NULL && duty_state_named(asked->show, &asked->state) &&
             asked->state != DUTY_UNASKED;
  if (!one)
    asked->show = "open";
  asked->filter =
    (DutyFilter){.site = asked->site, .module = asked->module, .state = one ? &asked->state : NULL};
}

/* ---- sums ---- */

typedef struct {
  const char *site;
  guint overdue, due, done;
} Sum;

static Sum *sum_of(GArray *sums, const char *site)
{
  for (guint i = 0; i < sums->len; i++)
    if (strcmp(g_array_index(sums, Sum, i).site, site) == 0)
      return &g_array_index(sums, Sum, i);
  Sum sum = {.site = site};
  g_array_append_val(sums, sum);
  return &g_array_index(sums, Sum, sums->len - 1);
}

static void add_sum(Sum *sum, const DutyCount *count)
{
  sum->overdue += count->overdue;
  sum->due += count->due;
  sum->done += count->done;
}

static void put_figures(Call *call, const Sum *sum)
{
  values_number(call->values, "overdue", sum->overdue);
  values_number(call->values, "due", sum->due);
  values_number(call->values, "done", sum->done);
  values_number(call->values, "all", sum->overdue + sum->due + sum->done);
}

static int by_site(gconstpointer a, gconstpointer b)
{
  return strcmp(((const Sum *)a)->site, ((const Sum *)b)->site);
}

static const char *sentence_of(Call *call, int year, const Sum *total)
{
  const char *label = office_year_label(call, year);
  guint all = total->overdue + total->due + total->done;
  bool taught = false;

  for (guint i = 0; i < curriculum_count(call->premises->curriculum); i++)
    taught |= curriculum_get(call->premises->curriculum, i)->module->year == year;
  const char *key = all == 0 ? (taught ? "overview.lead_nobody" : "overview.lead_none")
                    : total->overdue + total->due == 0 ? "overview.lead_all"
                                                       : "overview.lead";
  return office_words(call, key, "year", label, "all", office_figure(call, all), "done",
                      office_figure(call, total->done), "due", office_figure(call, total->due),
                      "overdue", office_figure(call, total->overdue), NULL);
}

/* By site, of all states, whatever the list below shows. */
static bool put_sums(Call *call, const Asked *asked)
{
  Enrolment with = call_enrolment(call);
  DutyFilter filter = {.module = asked->module};
  g_autoptr(GPtrArray) counts = duty_counts(&with, asked->year, &filter, call->report);
  g_autoptr(GArray) sums = g_array_new(FALSE, FALSE, sizeof(Sum));
  Sum total = {0};

  if (counts == NULL)
    return false;
  for (guint i = 0; i < counts->len; i++) {
    const DutyCount *count = g_ptr_array_index(counts, i);
    add_sum(count->site != NULL ? sum_of(sums, count->site) : &total, count);
  }
  g_array_sort(sums, by_site);
  values_string(call->values, "sentence", sentence_of(call, asked->year, &total));
  values_list(call->values, "sites");
  for (guint i = 0; i < sums->len; i++) {
    const Sum *sum = &g_array_index(sums, Sum, i);
    values_open(call->values, NULL);
    values_string(call->values, "name", sum->site);
    values_string(call->values, "href", office_address(call, "site", sum->site));
    values_bool(call->values, "chosen", g_strcmp0(sum->site, asked->site) == 0);
    put_figures(call, sum);
    values_close(call->values);
  }
  values_close(call->values);
  values_open(call->values, "total");
  put_figures(call, &total);
  values_close(call->values);
  return true;
}

/* ---- the list ---- */

static int compare_words(const char *a, const char *b)
{
  return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_copies(gconstpointer a, gconstpointer b, gpointer data)
{
  const DutyCopy *x = *(const DutyCopy *const *)a, *y = *(const DutyCopy *const *)b;
  const char *key = data;

  if (strcmp(key, "name") == 0)
    return compare_words(*x->kana != '\0' ? x->kana : x->name, *y->kana != '\0' ? y->kana : y->name);
  if (strcmp(key, "site") == 0)
    return compare_words(x->site, y->site);
  if (strcmp(key, "role") == 0)
    return compare_words(x->role, y->role);
  if (strcmp(key, "module") == 0)
    return compare_words(x->course->module->title, y->course->module->title);
  if (strcmp(key, "due") == 0)
    return day_compare(x->due, y->due);
  return (int)x->state - (int)y->state;
}

/* Keeps the order that it has within what is equal. */
static void sort_copies(GPtrArray *list, const OfficeColumn *order, bool back)
{
  g_ptr_array_sort_with_data(list, compare_copies, (gpointer)order->key);
  for (guint i = 0; back && i < list->len / 2; i++) {
    gpointer one = list->pdata[i];
    list->pdata[i] = list->pdata[list->len - 1 - i];
    list->pdata[list->len - 1 - i] = one;
  }
}

static void put_copy(Call *call, const DutyCopy *copy)
{
  Values *values = call->values;

  values_open(values, NULL);
  values_string(values, "id", copy->subject);
  values_string(values, "name", copy->name);
  values_string(values, "site", copy->site);
  values_string(values, "role", copy->role);
  values_string(values, "module", copy->course->module->title);
  values_string(values, "round", *copy->round != '\0' ? copy->round : NULL);
  values_string(values, "standing", duty_state_name(copy->state));
  if (copy->state != DUTY_EXEMPT)
    values_day(values, "due", copy->due);
  values_day(values, "on", copy->done);
  values_close(values);
}

static bool put_list(Call *call, const Asked *asked)
{
  Enrolment with = call_enrolment(call);
  guint all = 0, first, count;
  bool back;
  const OfficeColumn *order = office_order(call, columns, G_N_ELEMENTS(columns), &back);
  g_autofree char *show = g_strconcat("overview.show_", asked->show, NULL);

  g_autoptr(GPtrArray) list =
    duty_people(&with, asked->year, &asked->filter, 0, SORTED_MOST, &all, call->report);
  if (list == NULL)
    return false;
  office_put_pages(call, all, &first, &count);
  if (all > SORTED_MOST) {
    g_ptr_array_unref(list);
    list = duty_people(&with, asked->year, &asked->filter, first, count, &all, call->report);
    if (list == NULL)
      return false;
    first = 0;
  } else if (order != NULL) {
    sort_copies(list, order, back);
  }
  office_put_columns(call, columns, G_N_ELEMENTS(columns));
  values_string(call->values, "listed",
                office_words(call, "overview.listed", "show", call_string(call, show), "count",
                             office_figure(call, all), NULL));
  values_list(call->values, "rows");
  for (guint i = first; i < MIN(first + count, list->len); i++)
    put_copy(call, g_ptr_array_index(list, i));
  values_close(call->values);
  return true;
}

/* ---- the page ---- */

static void put_choices(Call *call, const Asked *asked)
{
  const Curriculum *curriculum = call->premises->curriculum;

  office_put_years(call, asked->year);
  values_list(call->values, "modules");
  for (guint i = 0; i < curriculum_count(curriculum); i++) {
    const Course *course = curriculum_get(curriculum, i);
    if (course->module->year != asked->year)
      continue;
    values_open(call->values, NULL);
    values_string(call->values, "id", course->id);
    values_string(call->values, "title", course->module->title);
    values_bool(call->values, "chosen", g_strcmp0(course->id, asked->module) == 0);
    values_close(call->values);
  }
  values_close(call->values);
  values_list(call->values, "shows");
  for (guint i = 0; i < G_N_ELEMENTS(shows); i++) {
    values_open(call->values, NULL);
    values_string(call->values, "value", shows[i]);
    values_bool(call->values, "chosen", strcmp(shows[i], asked->show) == 0);
    values_close(call->values);
  }
  values_close(call->values);
}

void overview_page(Call *call)
{
  Asked asked;

  /* Who only publishes is not shown who is trained. */
  if (strcmp(call->who.role, "publishing") == 0) {
    call_go(call, "/office/publish/");
    return;
  }
  read_asked(call, &asked);
  if (!office_open(call, "overview"))
    return;
  office_put_above(call, office_year_label(call, asked.year), NULL);
  put_choices(call, &asked);
  const char *address = office_address(call, "page", NULL);
  const char *query = strchr(address, '?');
  g_autofree char *csv = g_strconcat("/office/overview.csv", query, NULL);
  values_string(call->values, "csv", csv);
  if (put_sums(call, &asked) && put_list(call, &asked))
    call_show(call, "overview.html");
  else
    call_fail(call);
}

/* ---- the file ---- */

typedef struct {
  DutyList *list;
  Call *call;
  GString *out;
  DutyState state;
  bool any; /* overdue and due, no other */
  bool begun;
} Writing;

static void writing_free(gpointer data)
{
  Writing *writing = data;
  duty_list_free(writing->list);
  g_free(writing);
}

static void csv_day(GString *out, Day day)
{
  g_autofree char *text = day_known(day) ? day_iso(day) : NULL;
  csv_field(out, text);
}

static void write_row(const DutyRow *row, gpointer data)
{
  Writing *writing = data;
  GString *out = writing->out;
  g_autofree char *standing = g_strconcat("standing.", duty_state_name(row->state), NULL);

  if (writing->any && row->state != DUTY_OVERDUE && row->state != DUTY_DUE)
    return;
  csv_field(out, row->person->number);
  csv_field(out, row->person->name);
  csv_field(out, row->person->kana);
  csv_field(out, row->person->site);
  csv_field(out, row->person->role);
  csv_field(out, row->course->module->title);
  csv_field(out, row->round);
  csv_field(out, call_string(writing->call, standing));
  csv_day(out, row->due);
  csv_day(out, row->done);
  csv_end(out);
}

static void write_head(Call *call, GString *out)
{
  static const char *const keys[] = {"number", "name",    "kana",     "site", "role", "module",
                                     "round", "standing", "due", "done_on"};
  g_string_append(out, CSV_BOM);
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
    g_autofree char *key = g_strconcat("column.", keys[i], NULL);
    csv_field(out, call_string(call, key));
  }
  csv_end(out);
}

static StreamState write_piece(Call *call, GString *out, gpointer data)
{
  Writing *writing = data;
  bool more = false;

  writing->call = call;
  writing->out = out;
  if (!writing->begun)
    write_head(call, out);
  writing->begun = true;
  if (!duty_list_next(writing->list, call->store, write_row, writing, &more, call->report))
    return STREAM_FAILED;
  return more ? STREAM_MORE : STREAM_END;
}

void overview_csv(Call *call)
{
  Enrolment with = call_enrolment(call);
  Writing *writing = g_new0(Writing, 1);
  Asked asked;

  read_asked(call, &asked);
  writing->state = asked.state;
  writing->any = asked.filter.state == NULL;
  if (asked.filter.state != NULL)
    asked.filter.state = &writing->state;
  writing->list = duty_list_new(&with, asked.year, &asked.filter, call->report);
  if (writing->list == NULL) {
    writing_free(writing);
    call_fail(call);
    return;
  }
  call_stream(call, "text/csv; charset=utf-8", "kenshu.csv", write_piece, writing, writing_free);
}
