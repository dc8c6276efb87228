/* Duties counted, and listed for pages that show people. */
#include "enrolment/duty.h"

#include <string.h>

/* --- counts ------------------------------------------------------------------------------- */

static void count_free(gpointer data)
{
  DutyCount *count = data;
  g_free(count->site);
  g_free(count->round);
  g_free(count);
}

typedef struct {
  GHashTable *found; /* "module\nround\nsite" → DutyCount; site "\n" for the total */
  GString *key;
} Counting;

static DutyCount *count_for(Counting *counting, const DutyRow *row, const char *site)
{
  g_string_printf(counting->key, "%s\n%s\n%s", row->course->id, row->round,
                  site != NULL ? site : "\n");
  DutyCount *count = g_hash_table_lookup(counting->found, counting->key->str);
  if (count == NULL) {
    count = g_new0(DutyCount, 1);
    count->site = g_strdup(site);
    count->course = row->course;
    count->round = g_strdup(row->round);
    g_hash_table_insert(counting->found, g_strdup(counting->key->str), count);
  }
  return count;
}

static void add_one(DutyCount *count, DutyState state)
{
  guint *const places[] = {&count->overdue, &count->due, &count->done, &count->exempt};
  if (state < G_N_ELEMENTS(places))
    (*places[state])++;
}

static void count_row(const DutyRow *row, gpointer data)
{
  if (row->state == DUTY_UNASKED)
    return;
  add_one(count_for(data, row, NULL), row->state);
  add_one(count_for(data, row, row->person->site), row->state);
}

static int by_thing(gconstpointer a, gconstpointer b)
{
  const DutyCount *one = *(const DutyCount *const *)a, *other = *(const DutyCount *const *)b;
  int order = strcmp(one->course->id, other->course->id);
  if (order == 0)
    order = strcmp(one->round, other->round);
  return order != 0 ? order : g_strcmp0(one->site, other->site); /* NULL first */
}

GPtrArray *duty_counts(const Enrolment *with, int year, const DutyFilter *filter, Report *report)
{
  g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) key = g_string_new(NULL);
  Counting counting = {found, key};
  bool good = duties_each(with, year, filter, count_row, &counting, report);
  g_autoptr(GPtrArray) counts = g_ptr_array_new_with_free_func(count_free);
  GHashTableIter iter;
  gpointer count;
  g_hash_table_iter_init(&iter, found);
  while (g_hash_table_iter_next(&iter, NULL, &count))
    g_ptr_array_add(counts, count);
  g_ptr_array_sort(counts, by_thing);
  return good ? g_steal_pointer(&counts) : NULL;
}

/* --- people ------------------------------------------------------------------------------- */

static void copy_free(gpointer data)
{
  DutyCopy *copy = data;
  char *strings[] = {copy->subject, copy->number, copy->name,  copy->kana,
                     copy->site,    copy->role,   copy->round, copy->medium};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_free(copy);
}

static void copy_row(const DutyRow *row, gpointer data)
{
  DutyCopy *copy = g_new0(DutyCopy, 1);
  copy->subject = g_strdup(row->person->id);
  copy->number = g_strdup(row->person->number);
  copy->name = g_strdup(row->person->name);
  copy->kana = g_strdup(row->person->kana);
  copy->site = g_strdup(row->person->site);
  copy->role = g_strdup(row->person->role);
  copy->course = row->course;
  copy->round = g_strdup(row->round);
  copy->state = row->state;
  copy->due = row->due;
  copy->done = row->done;
  copy->completion = row->completion;
  copy->medium = g_strdup(row->medium);
  copy->begun = row->begun;
  copy->scored = row->scored;
  copy->percent = row->percent;
  g_ptr_array_add(data, copy);
}

static int by_place(gconstpointer a, gconstpointer b)
{
  const DutyCopy *one = *(const DutyCopy *const *)a, *other = *(const DutyCopy *const *)b;
  const char *const ones[] = {one->site,    one->kana,       one->number,
                              one->subject, one->course->id, one->round};
  const char *const others[] = {other->site,    other->kana,       other->number,
                                other->subject, other->course->id, other->round};
  int order = 0;
  for (guint i = 0; i < G_N_ELEMENTS(ones) && order == 0; i++)
    order = strcmp(ones[i], others[i]);
  return order;
}

GPtrArray *duty_people(const Enrolment *with, int year, const DutyFilter *filter, guint offset,
                       guint most, guint *all, Report *report)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(copy_free);
  if (!duties_each(with, year, filter, copy_row, people, report))
    return NULL;
  g_ptr_array_sort(people, by_place);
  if (all != NULL)
    *all = people->len;
  if (most > 0 && people->len > offset && people->len - offset > most)
    g_ptr_array_remove_range(people, offset + most, people->len - offset - most);
  if (offset > 0)
    g_ptr_array_remove_range(people, 0, MIN(offset, people->len));
  return g_steal_pointer(&people);
}
