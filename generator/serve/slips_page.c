/* Slips by site: who has none yet. Printing them is print's affair. */
#include "serve/office_pages.h"

#include "records/staff.h"
#include "serve/office_page.h"

#include <string.h>

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

static void count(GHashTable *sums, const Person *person, Moment now)
{
  Sum *sum = g_hash_table_lookup(sums, person->site);
  if (sum == NULL) {
    sum = g_new0(Sum, 1);
    sum->site = g_strdup(person->site);
    g_hash_table_insert(sums, sum->site, sum);
  }
  sum->all++;
  sum->without += !person->slip || person->slip_ends < now;
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

void slips_page(Call *call)
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
  call_show(call, "slips.html");
}
