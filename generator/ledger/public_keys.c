#include "ledger/public_keys.h"

#include "base/files.h"
#include "base/text.h"
#include "script/data.h"

#include <string.h>

enum { KEYS_LIMIT = 1024 * 1024, KEY_DIGITS = 64 };

static const DataField key_fields[] = {
  {"public", DATA_STRING, true, NULL},
  {"since", DATA_STRING, true, NULL},
  {0},
};
static const DataForm key_forms[] = {{"key", key_fields}, {0}};

static const char head[] = "-- The public keys by which certificates and checkpoints are checked.\n"
                           "-- Written by kaitei; entries are only ever appended.\n\n";

static void public_key_free(gpointer data)
{
  PublicKey *key = data;
  g_free(key->hex);
  g_free(key);
}

/* The text of the file; "" where there is none, NULL where it cannot be read. */
static char *keys_text(const char *root, Report *report)
{
  g_autofree char *path = g_build_filename(root, PUBLIC_KEYS_FILE, NULL);
  gsize size = 0;

  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return g_strdup("");
  g_autofree char *bytes = file_read(path, PUBLIC_KEYS_FILE, KEYS_LIMIT, &size, report);
  return bytes != NULL ? text_normalise(bytes, size, PUBLIC_KEYS_FILE, NULL, report) : NULL;
}

static bool is_key(const char *hex)
{
  return strlen(hex) == KEY_DIGITS && strspn(hex, "0123456789abcdef") == KEY_DIGITS;
}

static bool take_key(GPtrArray *keys, const DataCall *call, Report *report)
{
  Place place = place_at(PUBLIC_KEYS_FILE, call->line, 0);
  const char *hex = data_string(call->table, "public");
  const char *since = data_string(call->table, "since");
  WarekiReading reading = wareki_read(since);

  if (!is_key(hex)) {
    report_add(report, DIAG_PUBLIC_KEY, place, NULL);
    return false;
  }
  if (reading.status != WAREKI_OK || reading.fiscal || !day_exact(reading.day)) {
    report_add(report, DIAG_PUBLIC_KEY_DAY, place, since, NULL);
    return false;
  }
  PublicKey *key = g_new0(PublicKey, 1);
  key->hex = g_strdup(hex);
  key->since = reading.day;
  g_ptr_array_add(keys, key);
  return true;
}

GPtrArray *public_keys_read(const char *root, Report *report)
{
  g_autofree char *text = keys_text(root, report);
  g_autoptr(DataFile) file =
    text != NULL ? data_file_run(text, PUBLIC_KEYS_FILE, key_forms, report) : NULL;
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(public_key_free);

  if (file == NULL)
    return NULL;
  for (guint i = 0; i < data_file_count(file); i++)
    if (!take_key(keys, data_file_call(file, i), report))
      return NULL;
  return g_steal_pointer(&keys);
}

bool public_keys_add(const char *root, const char *hex, Day since, Report *report)
{
  g_autoptr(GPtrArray) known = public_keys_read(root, report);
  g_autofree char *before = known != NULL ? keys_text(root, report) : NULL;
  g_autofree char *day = day_iso(since);
  g_autofree char *path = g_build_filename(root, PUBLIC_KEYS_FILE, NULL);

  if (before == NULL)
    return false;
  for (guint i = 0; i < known->len; i++)
    if (strcmp(((PublicKey *)g_ptr_array_index(known, i))->hex, hex) == 0)
      return true;
  g_autofree char *text = g_strdup_printf(
    "%s%skey { public = \"%s\", since = \"%s\" }\n", *before == '\0' ? head : before,
    *before == '\0' || g_str_has_suffix(before, "\n") ? "" : "\n", hex, day);
  return file_write(path, text, strlen(text), report);
}
