#include "ledger/ledger.h"

#include "base/text.h"
#include "ledger/parts.h"

#include <string.h>

void revision_free(gpointer data)
{
  Revision *revision = data;
  g_free(revision->key);
  g_free(revision->summary);
  g_free(revision->reason);
  g_free(revision->cancel_reason);
  g_ptr_array_unref(revision->editions);
  g_free(revision);
}

static Revision *get(const Ledger *ledger, guint index)
{
  return g_ptr_array_index(ledger->revisions, index);
}

/* ---- collecting ---- */

/* The day, and "-2", "-3", … for a further one of the same day. `days` counts. */
static char *make_key(GHashTable *days, Day effective)
{
  char *iso = day_iso(effective);
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(days, iso)) + 1;

  char *key = count == 1 ? g_strdup(iso) : g_strdup_printf("%s-%u", iso, count);
  g_hash_table_replace(days, iso, GUINT_TO_POINTER(count));
  return key;
}

static void collect(Ledger *ledger, const DataCall *call, guint sequence, GHashTable *days,
                    Report *report)
{
  Day effective = entry_day(call, "effective", ledger->path, report);
  Day decided = entry_day(call, "decided", ledger->path, report);
  ChangeKind change = CHANGE_CREATED;

  if (!entry_change(call, &change, ledger->path, report) || !day_known(effective))
    return;

  Revision *revision = g_new0(Revision, 1);
  revision->key = make_key(days, effective);
  revision->effective = effective;
  revision->decided = decided;
  revision->change = change;
  revision->summary = g_strdup(data_string(call->table, "summary"));
  revision->reason = g_strdup(data_string(call->table, "reason"));
  /* Some never ask for new training, whatever is written. */
  revision->retrain = change_can_retrain(change) && data_bool(call->table, "retrain", true);
  revision->editions = g_ptr_array_new_with_free_func(edition_free);
  revision->order = data_number(call->table, "order", 0);
  revision->line = call->line;
  revision->sequence = sequence;
  g_ptr_array_add(ledger->revisions, revision);
}

void revisions_collect(Ledger *ledger, const DataFile *file, Report *report)
{
  g_autoptr(GHashTable) days = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    if (strcmp(call->name, "revision") != 0)
      continue;
    if (ledger->revisions->len >= LEDGER_REVISION_LIMIT) {
      g_autofree char *limit = g_strdup_printf("%d", LEDGER_REVISION_LIMIT);
      report_add(report, DIAG_LEDGER_MANY, place_at(ledger->path, call->line, 0), limit, NULL);
      return;
    }
    collect(ledger, call, i, days, report);
  }
}

void revision_report_unknown(const Ledger *ledger, const DataCall *call, Report *report)
{
  const char *key = data_string(call->table, "of");
  g_autoptr(GPtrArray) keys = g_ptr_array_new();
  for (guint i = 0; i < ledger->revisions->len; i++)
    g_ptr_array_add(keys, get(ledger, i)->key);
  g_ptr_array_add(keys, NULL);

  /* Written as a date in another form? */
  WarekiReading reading = wareki_read(key);
  g_autofree char *iso = day_exact(reading.day) ? day_iso(reading.day) : NULL;
  const char *likely =
    iso && revision_by_key(ledger, iso) ? iso : text_nearest(key, (const char *const *)keys->pdata);
  Place place = place_at(ledger->path, call->line, 0);
  if (likely != NULL)
    report_add(report, DIAG_LEDGER_REVISION_MISSPELT, place, key, likely, NULL);
  else
    report_add(report, DIAG_LEDGER_REVISION_UNKNOWN, place, key, NULL);
}

static void cancel(Ledger *ledger, const DataCall *call, guint sequence, Report *report)
{
  const char *key = data_string(call->table, "of");
  Revision *revision = revision_by_key(ledger, key);
  Day on = entry_day(call, "on", ledger->path, report);
  Place place = place_at(ledger->path, call->line, 0);

  if (revision == NULL) {
    revision_report_unknown(ledger, call, report);
    return;
  }
  if (day_known(on) && day_compare(on, revision->effective) >= 0)
    report_add(report, DIAG_LEDGER_CANCEL_LATE, place, key, NULL);
  revision->cancelled = true;
  revision->cancelled_on = on;
  revision->cancel_sequence = sequence;
  g_free(revision->cancel_reason);
  revision->cancel_reason = g_strdup(data_string(call->table, "reason"));
}

/* A cancellation that tells no day is late for certain where an entry above it
 * already knew a day on or after the revision's. */
static void check_undated(const Ledger *ledger, const DataFile *file, guint index, Report *report)
{
  const DataCall *call = data_file_call(file, index);
  const Revision *revision = revision_by_key(ledger, data_string(call->table, "of"));
  g_autoptr(Report) elsewhere = report_new(); /* faults of those days are said in their place */

  if (revision == NULL || data_string(call->table, "on") != NULL)
    return;
  for (guint i = 0; i < index; i++) {
    const DataCall *above = data_file_call(file, i);
    Day day = entry_day(above, strcmp(above->name, "revision") == 0 ? "decided" : "on",
                        ledger->path, elsewhere);
    if (day_known(day) && day_compare(day, revision->effective) >= 0) {
      report_add(report, DIAG_LEDGER_CANCEL_LATE, place_at(ledger->path, call->line, 0),
                 revision->key, NULL);
      return;
    }
  }
}

void revisions_cancel(Ledger *ledger, const DataFile *file, Report *report)
{
  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    if (strcmp(call->name, "cancel") != 0)
      continue;
    cancel(ledger, call, i, report);
    check_undated(ledger, file, i, report);
  }
}

/* ---- order ---- */

static int by_day(gconstpointer a, gconstpointer b)
{
  const Revision *one = *(const Revision *const *)a;
  const Revision *other = *(const Revision *const *)b;
  int order = day_compare(one->effective, other->effective);
  return order != 0 ? order : (one->sequence > other->sequence) - (one->sequence < other->sequence);
}

static int by_order(gconstpointer a, gconstpointer b)
{
  const Revision *one = *(const Revision *const *)a;
  const Revision *other = *(const Revision *const *)b;
  return (one->order > other->order) - (one->order < other->order);
}

static int by_decided(gconstpointer a, gconstpointer b)
{
  const Revision *one = *(const Revision *const *)a;
  const Revision *other = *(const Revision *const *)b;
  return day_compare(one->decided, other->decided);
}

/* Whether each was decided on a day of its own. */
static bool all_decided_apart(Revision **group, guint count)
{
  for (guint i = 0; i < count; i++)
    if (!day_known(group[i]->decided))
      return false;
  qsort(group, count, sizeof *group, by_decided);
  for (guint i = 1; i < count; i++)
    if (day_compare(group[i - 1]->decided, group[i]->decided) == 0)
      return false;
  return true;
}

/* Errata after what they correct, in the order of the file; the rest by `decided`. */
static int by_decision(gconstpointer a, gconstpointer b)
{
  const Revision *one = *(const Revision *const *)a;
  const Revision *other = *(const Revision *const *)b;
  bool errata[] = {one->change == CHANGE_ERRATUM, other->change == CHANGE_ERRATUM};

  if (errata[0] != errata[1])
    return errata[0] ? 1 : -1;
  if (errata[0])
    return (one->sequence > other->sequence) - (one->sequence < other->sequence);
  return day_compare(one->decided, other->decided);
}

static bool all_have_order(Revision **group, guint count)
{
  for (guint i = 0; i < count; i++)
    if (group[i]->order == 0)
      return false;
  return true;
}

/* Orders the revisions of one day; false where nothing tells their order. */
static bool order_day(Revision **group, guint count)
{
  if (all_have_order(group, count)) {
    qsort(group, count, sizeof *group, by_order);
    for (guint i = 1; i < count; i++)
      if (group[i]->order == group[i - 1]->order)
        return false;
    return true;
  }

  if (all_decided_apart(group, count))
    return true;
  qsort(group, count, sizeof *group, by_decision);
  for (guint i = 1; i < count && group[i]->change != CHANGE_ERRATUM; i++)
    if (!day_known(group[i - 1]->decided) ||
        day_compare(group[i - 1]->decided, group[i]->decided) == 0)
      return false;
  return true;
}

static int by_cancelled(gconstpointer a, gconstpointer b)
{
  const Revision *one = *(const Revision *const *)a;
  const Revision *other = *(const Revision *const *)b;
  if (one->cancelled != other->cancelled)
    return one->cancelled ? -1 : 1;
  return by_day(a, b);
}

/* What was cancelled may stand anywhere, for it never takes effect: published anew for its
 * day, a revision must not be refused for want of a decided day in an entry that stays. */
static bool order_with_cancelled(Revision **group, guint count)
{
  guint cancelled = 0;
  if (order_day(group, count))
    return true;
  qsort(group, count, sizeof *group, by_cancelled);
  while (cancelled < count && group[cancelled]->cancelled)
    cancelled++;
  return cancelled > 0 &&
         (count - cancelled < 2 || order_day(group + cancelled, count - cancelled));
}

void revisions_order(Ledger *ledger, Report *report)
{
  Revision **all = (Revision **)ledger->revisions->pdata;
  guint count = ledger->revisions->len;

  g_ptr_array_sort(ledger->revisions, by_day);
  for (guint start = 0, end; start < count; start = end) {
    for (end = start + 1;
         end < count && day_compare(all[start]->effective, all[end]->effective) == 0;)
      end++;
    if (end - start > 1 && !order_with_cancelled(all + start, end - start)) {
      g_autofree char *day = day_iso(all[start]->effective);
      for (guint i = start; i < end; i++)
        if (!all[i]->cancelled)
          report_add(report, DIAG_LEDGER_NO_ORDER, place_at(ledger->path, all[i]->line, 0), day,
                     NULL);
    }
  }

  int number = 0;
  for (guint i = 0; i < count; i++)
    all[i]->number = all[i]->cancelled ? 0 : ++number;
}

/* ---- questions ---- */

Revision *revision_by_key(const Ledger *ledger, const char *key)
{
  for (guint i = 0; i < ledger->revisions->len; i++)
    if (strcmp(get(ledger, i)->key, key) == 0)
      return get(ledger, i);
  return NULL;
}

const Revision *ledger_find(const Ledger *ledger, const char *key)
{
  return revision_by_key(ledger, key);
}

char *ledger_next_key(const Ledger *ledger, Day effective)
{
  g_autoptr(GHashTable) days = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint count = 0;
  for (guint i = 0; i < ledger->revisions->len; i++)
    count += day_compare(get(ledger, i)->effective, effective) == 0;
  g_hash_table_insert(days, day_iso(effective), GUINT_TO_POINTER(count));
  return make_key(days, effective);
}

const Revision *ledger_newest(const Ledger *ledger)
{
  const Revision *newest = NULL;
  for (guint i = 0; i < ledger->revisions->len; i++)
    if (newest == NULL || get(ledger, i)->sequence > newest->sequence)
      newest = get(ledger, i);
  return newest;
}

const Revision *ledger_in_force(const Ledger *ledger, Day day)
{
  for (guint i = ledger->revisions->len; i-- > 0;) {
    const Revision *revision = get(ledger, i);
    if (!revision->cancelled && day_compare(revision->effective, day) <= 0)
      return revision;
  }
  return NULL;
}

RevisionState revision_state(const Ledger *ledger, const Revision *revision, Day day)
{
  if (revision->cancelled)
    return STATE_CANCELLED;
  if (day_compare(revision->effective, day) > 0)
    return STATE_SCHEDULED;
  return revision == ledger_in_force(ledger, day) ? STATE_IN_FORCE : STATE_SUPERSEDED;
}

const Revision *ledger_scheduled(const Ledger *ledger, Day day)
{
  const Revision *found = NULL;
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = get(ledger, i);
    if (revision->cancelled || day_compare(revision->effective, day) <= 0)
      continue;
    if (found != NULL && day_compare(revision->effective, found->effective) > 0)
      break;
    found = revision; /* of several of that day the last will hold */
  }
  return found;
}

Day ledger_next_change(const Ledger *ledger, Day day)
{
  const Revision *scheduled = ledger_scheduled(ledger, day);
  return scheduled != NULL ? scheduled->effective : (Day){0};
}

const char *revision_state_name(RevisionState state)
{
  static const char *const names[] = {
    [STATE_SCHEDULED] = "scheduled",
    [STATE_IN_FORCE] = "in-force",
    [STATE_SUPERSEDED] = "superseded",
    [STATE_CANCELLED] = "cancelled",
  };
  return names[state];
}
