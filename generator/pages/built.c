#include "pages/built.h"

#include <jansson.h>
#include <string.h>

static void policy_free(gpointer data)
{
  BuiltPolicy *policy = data;
  g_free(policy->id);
  g_free(policy->proof);
  g_free(policy);
}

static Built *empty(void)
{
  Built *built = g_new0(Built, 1);
  built->policies = g_ptr_array_new_with_free_func(policy_free);
  return built;
}

void built_free(Built *built)
{
  if (built == NULL)
    return;
  g_ptr_array_unref(built->policies);
  g_free(built);
}

static void add_policy(Built *built, const char *id, guint entries, const char *proof)
{
  BuiltPolicy *policy = g_new0(BuiltPolicy, 1);
  policy->id = g_strdup(id);
  policy->entries = entries;
  policy->proof = g_strdup(proof);
  g_ptr_array_add(built->policies, policy);
}

static gint by_id(gconstpointer a, gconstpointer b)
{
  const BuiltPolicy *const *one = a, *const *other = b;
  return strcmp((*one)->id, (*other)->id);
}

/* ---- of a site ---- */

static void take_days(Built *built, const Ledger *ledger, Day as_of)
{
  const Revision *in_force = ledger_in_force(ledger, as_of);
  Day next = ledger_next_change(ledger, as_of);
  if (in_force != NULL &&
      (!day_known(built->from) || day_compare(in_force->effective, built->from) > 0))
    built->from = in_force->effective;
  if (day_known(next) && (!day_known(built->next) || day_compare(next, built->next) < 0))
    built->next = next;
}

Built *built_new(const Site *site, Day as_of)
{
  Built *built = empty();
  for (guint i = 0; i < site->policies->len; i++) {
    const Ledger *ledger = ((const PolicySource *)g_ptr_array_index(site->policies, i))->ledger;
    take_days(built, ledger, as_of);
    add_policy(built, ledger->id, ledger->entries, ledger->proof);
  }
  g_ptr_array_sort(built->policies, by_id);
  return built;
}

Day built_day(const Built *built, Day today)
{
  if (day_known(built->from))
    return built->from;
  return day_known(built->next) ? day_previous(built->next) : today;
}

/* ---- the file ---- */

static void put_day(json_t *object, const char *key, Day day)
{
  g_autofree char *iso = day_known(day) ? day_iso(day) : NULL;
  if (iso != NULL)
    json_object_set_new(object, key, json_string(iso));
}

char *built_write(const Built *built, gsize *length)
{
  json_t *object = json_object();
  json_t *policies = json_array();

  put_day(object, "from", built->from);
  put_day(object, "next", built->next);
  for (guint i = 0; i < built->policies->len; i++) {
    const BuiltPolicy *policy = g_ptr_array_index(built->policies, i);
    json_array_append_new(policies, json_pack("{s:s, s:I, s:s}", "id", policy->id, "entries",
                                              (json_int_t)policy->entries, "proof", policy->proof));
  }
  json_object_set_new(object, "policies", policies);

  char *text = json_dumps(object, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
  char *bytes = g_strconcat(text, "\n", NULL);
  free(text);
  json_decref(object);
  *length = strlen(bytes);
  return bytes;
}

/* ---- reading it ---- */

static bool read_day(const json_t *object, const char *key, Day *day)
{
  const json_t *value = json_object_get(object, key);
  if (value == NULL)
    return true;
  const char *text = json_string_value(value);
  if (text == NULL)
    return false;
  WarekiReading reading = wareki_read(text);
  *day = reading.day;
  return reading.status == WAREKI_OK && day_exact(reading.day);
}

static bool read_policy(Built *built, const json_t *object)
{
  const char *id = json_string_value(json_object_get(object, "id"));
  const char *proof = json_string_value(json_object_get(object, "proof"));
  const json_t *entries = json_object_get(object, "entries");
  json_int_t count = json_integer_value(entries);

  if (id == NULL || proof == NULL || !json_is_integer(entries) || count < 0 || count > G_MAXINT)
    return false;
  add_policy(built, id, (guint)count, proof);
  return true;
}

static bool read_object(Built *built, const json_t *object)
{
  const json_t *policies = json_object_get(object, "policies");
  if (!read_day(object, "from", &built->from) || !read_day(object, "next", &built->next) ||
      !json_is_array(policies))
    return false;
  for (gsize i = 0; i < json_array_size(policies); i++)
    if (!read_policy(built, json_array_get(policies, i)))
      return false;
  return true;
}

Built *built_read(const char *bytes, gsize length)
{
  g_autoptr(Built) built = empty();
  json_t *object = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL);
  bool good = json_is_object(object) && read_object(built, object);
  json_decref(object);
  return good ? g_steal_pointer(&built) : NULL;
}
