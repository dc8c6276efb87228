/* Who is still to be trained? The first page: by site, then by name; and the same list as a file. */
#include "serve/office_pages.h"

#include "enrolment/csv.h"
#include "enrolment/duty.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* Most lines that the page has room for, all of its pages together; the file has all. */
enum { LISTED_MOST = 5000 };

static const OfficeColumn columns[] = {
  {"name", true, false},   {"site", true, false}, {"role", true, false},
  {"module", true, false}, {"due", true, false},  {"standing", true, false},
};

static const char *const shows[] = {"open", "overdue", "due", "done", "exempt"};

/* ---- what the address asks for ---- */

typedef struct {
  int year;
  const char *site, *module, *show;
  bool one; /* one state, `state`; else overdue and due */
  DutyState state;
} Asked;

static void read_asked(Call *call, Asked *asked)
{
  *asked = (Asked){.year = office_year(call),
                   .site = call_words(call, "site"),
                   .module = call_words(call, "module"),
                   .show = call_words(call, "show")};
  asked->one = asked->show != NULL && duty_state_named(asked->show, &asked->state) &&
               asked->state != DUTY_UNASKED;
  if (!asked->one)
    asked->show = "open";
}

/* ---- one walk through all that is asked of everybody ---- */

typedef struct {
  char *site;
  guint overdue, due, done;
} Sum;

typedef struct {
  char *subject, *name, *kana, *site, *role;
  const Course *course;
  bool again; /* a retraining */
  DutyState state;
  Day due, done;
} Line;

typedef struct {
  const Asked *asked;
  GHashTable *sums; /* site → Sum */
  Sum total;
  GPtrArray *lines; /* of Line */
  guint listed;     /* lines that there are */
} Walk;

static void sum_free(gpointer data)
{
  Sum *sum = data;
  g_free(sum->site);
  g_free(sum);
}

static void line_free(gpointer data)
{
  Line *line = data;
  g_free(line->subject);
  g_free(line->name);
  g_free(line->kana);
  g_free(line->site);
  g_free(line->role);
  g_free(line);
}

static void walk_clear(Walk *walk)
{
  g_clear_pointer(&walk->sums, g_hash_table_unref);
  g_clear_pointer(&walk->lines, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

static void count(Sum *sum, DutyState state)
{
  sum->overdue += state == DUTY_OVERDUE;
  sum->due += state == DUTY_DUE;
  sum->done += state == DUTY_DONE;
}

static Sum *sum_of(Walk *walk, const char *site)
{
  Sum *sum = g_hash_table_lookup(walk->sums, site);
  if (sum == NULL) {
    sum = g_new0(Sum, 1);
    sum->site = g_strdup(site);
    g_hash_table_insert(walk->sums, sum->site, sum);
  }
  return sum;
}

/* Whether the list shows it; the sums count all of it. */
static bool is_asked(const Asked *asked, const DutyRow *row)
{
  if (asked->site != NULL && strcmp(asked->site, row->person->site) != 0)
    return false;
  return asked->one ? row->state == asked->state
                    : row->state == DUTY_OVERDUE || row->state == DUTY_DUE;
}

static void take_row(const DutyRow *row, gpointer data)
{
  Walk *walk = data;
  const Person *person = row->person;

  count(sum_of(walk, person->site), row->state);
  count(&walk->total, row->state);
  if (!is_asked(walk->asked, row) || walk->listed++ >= LISTED_MOST)
    return;
  Line *line = g_new0(Line, 1);
  line->subject = g_strdup(person->id);
  line->name = g_strdup(person->name);
  line->kana = g_strdup(person->kana);
  line->site = g_strdup(person->site);
  line->role = g_strdup(person->role);
  line->course = row->course;
  line->again = *row->round != '\0';
  line->state = row->state;
  line->due = row->due;
  line->done = row->done;
  g_ptr_array_add(walk->lines, line);
}

static bool walk_all(Call *call, const Asked *asked, Walk *walk)
{
  Enrolment with = call_enrolment(call);
  DutyFilter filter = {.module = asked->module};

  walk->asked = asked;
  walk->sums = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, sum_free);
  walk->lines = g_ptr_array_new_with_free_func(line_free);
  return duties_each(&with, asked->year, &filter, take_row, walk, call->report);
}

/* ---- sums ---- */

static void put_figures(Call *call, const Sum *sum)
{
  values_number(call->values, "overdue", sum->overdue);
  values_number(call->values, "due", sum->due);
  values_number(call->values, "done", sum->done);
  values_number(call->values, "all", sum->overdue + sum->due + sum->done);
}

static int by_site(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const Sum *const *)a)->site, (*(const Sum *const *)b)->site);
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
static void put_sums(Call *call, const Walk *walk)
{
  g_autoptr(GPtrArray) sums = g_ptr_array_new();
  GHashTableIter iter;
  gpointer one;

  g_hash_table_iter_init(&iter, walk->sums);
  while (g_hash_table_iter_next(&iter, NULL, &one))
    g_ptr_array_add(sums, one);
  g_ptr_array_sort(sums, by_site);
  values_string(call->values, "sentence", sentence_of(call, walk->asked->year, &walk->total));
  values_list(call->values, "sites");
  for (guint i = 0; i < sums->len; i++) {
    const Sum *sum = g_ptr_array_index(sums, i);
    values_open(call->values, NULL);
    values_string(call->values, "name", sum->site);
    values_string(call->values, "href", office_address(call, "site", sum->site));
    values_bool(call->values, "chosen", g_strcmp0(sum->site, walk->asked->site) == 0);
    put_figures(call, sum);
    values_close(call->values);
  }
  values_close(call->values);
  values_open(call->values, "total");
  put_figures(call, &walk->total);
  values_close(call->values);
}

/* ---- the list ---- */

static int compare_words(const char *a, const char *b)
{
  return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_lines(gconstpointer a, gconstpointer b, gpointer data)
{
  const Line *x = *(const Line *const *)a, *y = *(const Line *const *)b;
  const char *key = data;

  if (strcmp(key, "name") == 0)
    return compare_words(*x->kana != '\0' ? x->kana : x->name,
                         *y->kana != '\0' ? y->kana : y->name);
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

/* Overdue first, where the address does not say otherwise; what is equal keeps its order: by site, reading
 * and number. */
static void sort_lines(GPtrArray *list, const OfficeColumn *order, bool back)
{
  g_ptr_array_sort_with_data(list, compare_lines,
                             (gpointer)(order != NULL ? order->key : "standing"));
  for (guint i = 0; back && i < list->len / 2; i++) {
    gpointer one = list->pdata[i];
    list->pdata[i] = list->pdata[list->len - 1 - i];
    list->pdata[list->len - 1 - i] = one;
  }
}

static void put_line(Call *call, const Line *line)
{
  Values *values = call->values;

  values_open(values, NULL);
  values_string(values, "id", line->subject);
  values_string(values, "name", line->name);
  values_string(values, "site", line->site);
  values_string(values, "role", line->role);
  values_string(values, "module", line->course->module->title);
  values_bool(values, "again", line->again);
  values_string(values, "standing", duty_state_name(line->state));
  if (line->state != DUTY_EXEMPT)
    values_day(values, "due", line->due);
  values_day(values, "on", line->done);
  values_close(values);
}

static void put_lines(Call *call, Walk *walk)
{
  bool back;
  guint first, shown;
  const OfficeColumn *order = office_order(call, columns, G_N_ELEMENTS(columns), &back);
  g_autofree char *show = g_strconcat("overview.show_", walk->asked->show, NULL);

  sort_lines(walk->lines, order, back);
  office_put_columns(call, columns, G_N_ELEMENTS(columns));
  office_put_pages(call, walk->lines->len, &first, &shown);
  values_string(call->values, "listed",
                office_words(call, "overview.listed", "show", call_string(call, show), "count",
                             office_figure(call, walk->listed), NULL));
  if (walk->listed > walk->lines->len)
    values_number(call->values, "cut", walk->lines->len);
  values_list(call->values, "rows");
  for (guint i = first; i < first + shown; i++)
    put_line(call, g_ptr_array_index(walk->lines, i));
  values_close(call->values);
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
  g_auto(Walk) walk = {0};
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
  if (!walk_all(call, &asked, &walk)) {
    call_fail(call);
    return;
  }
  put_sums(call, &walk);
  put_lines(call, &walk);
  call_show(call, "overview.html");
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
  static const char *const keys[] = {"number", "name",  "kana",     "site", "role",
                                     "module", "round", "standing", "due",  "done_on"};
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
  writing->any = !asked.one;
  DutyFilter filter = {
    .site = asked.site, .module = asked.module, .state = asked.one ? &writing->state : NULL};
  writing->list = duty_list_new(&with, asked.year, &filter, call->report);
  if (writing->list == NULL) {
    writing_free(writing);
    call_fail(call);
    return;
  }
  call_stream(call, "text/csv; charset=utf-8", "kenshu.csv", write_piece, writing, writing_free);
}
