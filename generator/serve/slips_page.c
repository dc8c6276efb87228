/* Slips by site: who has none yet; and printing them, a paper each. */
#include "serve/office_pages.h"

#include "records/secret.h"
#include "records/slip.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/office_print.h"
#include "serve/premises.h"

#include <string.h>

/* Slips that are made at once. */
enum { SLIPS_MOST = 200 };

typedef struct {
  char *site;
  guint all, without;
} Sum;

static void sum_free(gpointer data)
{
  Sum *sum = data;
  g_free(sum->site);
  g_free(sum);
}

static int by_site(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const Sum *const *)a)->site, (*(const Sum *const *)b)->site);
}

static bool has_slip(const Person *person, Moment now)
{
  return person->slip && person->slip_ends > now;
}

static void count(GHashTable *sums, const Person *person, Moment now)
{
  Sum *sum = g_hash_table_lookup(sums, person->site);
  if (sum == NULL) {
    sum = g_new0(Sum, 1);
    sum->site = g_strdup(person->site);
    g_hash_table_insert(sums, sum->site, sum);
  }
  sum->all++;
  sum->without += !has_slip(person, now);
}

static bool count_all(Call *call, GHashTable *sums)
{
  StaffQuery query = {.limit = STORE_CHUNK};
  for (;;) {
    g_autoptr(GPtrArray) list = staff_list(call->store, &query, call->report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++)
      count(sums, g_ptr_array_index(list, i), call->now);
    if (list->len < STORE_CHUNK)
      return true;
    query.offset += list->len;
  }
}

static void show_sums(Call *call, guint status)
{
  g_autoptr(GHashTable) sums = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, sum_free);

  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  if (!count_all(call, sums)) {
    call_fail(call);
    return;
  }
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  GHashTableIter iter;
  gpointer sum;
  g_hash_table_iter_init(&iter, sums);
  while (g_hash_table_iter_next(&iter, NULL, &sum))
    g_ptr_array_add(rows, sum);
  g_ptr_array_sort(rows, by_site);
  values_list(call->values, "rows");
  for (guint i = 0; i < rows->len; i++) {
    const Sum *one = g_ptr_array_index(rows, i);
    values_open(call->values, NULL);
    values_string(call->values, "site", one->site);
    values_number(call->values, "all", one->all);
    values_number(call->values, "without", one->without);
    values_close(call->values);
  }
  values_close(call->values);
  values_number(call->values, "most", SLIPS_MOST);
  call_show_as(call, status, "slips.html");
}

void slips_page(Call *call)
{
  show_sums(call, 200);
}

/* ---- printing ---- */

typedef struct {
  GArray *slips; /* of LeafSlip */
  Day ends;      /* the last day */
} Slips;

static void slip_clear(gpointer data)
{
  LeafSlip *slip = data;
  g_free(slip->name);
  g_free(slip->number);
  g_free(slip->site);
  secret_free(slip->code);
}

static void slips_free(gpointer data)
{
  Slips *slips = data;
  g_array_unref(slips->slips);
  g_free(slips);
}

/* The slip serves the whole year: until the end of the 年度. */
Moment slip_end(const Call *call)
{
  Day first = {.year = (gint16)(day_fiscal_year(call->today) + 1), .month = 4, .day = 1};
  return day_begin(first, call->premises->site->timezone);
}

static bool issue(Call *call, const Person *person, GArray *slips)
{
  Act act = call_act(call);
  LeafSlip slip = {0};
  if (!slip_issue(call->store, &act, person->id, slip_end(call), false, &slip.code, call->report))
    return false;
  slip.name = g_strdup(person->name);
  slip.number = g_strdup(person->number);
  slip.site = g_strdup(person->site);
  g_array_append_val(slips, slip);
  return true;
}

/* For those of a site who have none, the first of them where they are very many. */
static bool issue_all(Call *call, const char *site, GArray *slips)
{
  StaffQuery query = {.site = *site != '\0' ? site : NULL};
  for (;;) {
    g_autoptr(GPtrArray) list = staff_list(call->store, &query, call->report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len && slips->len < SLIPS_MOST; i++) {
      const Person *person = g_ptr_array_index(list, i);
      if (strcmp(person->site, site) == 0 && !has_slip(person, call->now) &&
          !issue(call, person, slips))
        return false;
    }
    if (list->len < STORE_CHUNK || slips->len == SLIPS_MOST)
      return true;
    query.offset += list->len;
  }
}

static GString *write_slips(const Leaves *leaves, Call *call, gpointer data)
{
  const Slips *slips = data;
  g_autofree char *address = g_strconcat(call->premises->url, "/", NULL);
  return leaf_slips(leaves, (const LeafSlip *)slips->slips->data, slips->slips->len, address,
                    slips->ends, call->report);
}

/* Where nothing can be printed here, the codes are not lost: they are shown, this once. */
static void show_slips(Call *call)
{
  const Slips *slips = call_carried(call);
  GBytes *pdf = call_printed(call);

  if (pdf != NULL) {
    call_bytes(call, "application/pdf", NULL, g_bytes_ref(pdf));
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "slips.title", "/office/slips");
  values_string(call->values, "address", call->premises->url);
  values_list(call->values, "rows");
  for (guint i = 0; i < slips->slips->len; i++) {
    const LeafSlip *slip = &g_array_index(slips->slips, LeafSlip, i);
    g_autofree char *shown = secret_code_shown(slip->code);
    values_open(call->values, NULL);
    values_string(call->values, "name", slip->name);
    values_string(call->values, "number", slip->number);
    values_string(call->values, "code", shown);
    values_close(call->values);
  }
  values_close(call->values);
  call_show(call, "slips-list.html");
}

void slips_post(Call *call)
{
  const char *site = request_field(call->request, "site");
  Slips *slips = g_new0(Slips, 1);

  slips->slips = g_array_new(FALSE, FALSE, sizeof(LeafSlip));
  g_array_set_clear_func(slips->slips, slip_clear);
  slips->ends = day_previous(office_day_of(call, slip_end(call)));
  if (!office_mark(call)) {
    slips_free(slips);
    return;
  }
  if (!office_settle(call, issue_all(call, site != NULL ? site : "", slips->slips))) {
    slips_free(slips);
    show_sums(call, 422);
  } else if (slips->slips->len == 0) {
    slips_free(slips);
    office_go(call, "unchanged", "slips");
  } else {
    call->lang = "ja";
    call_carry(call, slips, slips_free);
    office_print(call, write_slips, slips, NULL, call_string(call, "person.slip"), show_slips);
  }
}
