/* Module texts by their hash. */
#include "records/kept_text.h"

#include "records/database.h"
#include "records/secret.h"

#include <string.h>

bool kept_text_put(Store *store, const char *bytes, gsize length, char hash[65], Report *report)
{
  secret_sha256(bytes, length, hash);
  if (!act_begin(store, report))
    return false;
  bool ok = sql_run(store, report,
                    "INSERT INTO texts SELECT ?1, ?2 WHERE NOT EXISTS"
                    " (SELECT 1 FROM texts WHERE hash = ?1)",
                    "tb", hash, (const void *)bytes, length);
  return act_end(store, ok, report);
}

bool kept_text_get(Store *store, const char *hash, char **bytes, gsize *length, Report *report)
{
  char is[65] = "";
  *bytes = NULL;
  *length = 0;
  Rows rows = rows_of(store, report, "SELECT bytes FROM texts WHERE hash = ?1", "t", hash);
  if (rows_next(&rows)) {
    const void *kept = row_bytes(&rows, 0, length);
    *bytes = g_malloc(*length + 1);
    if (*length > 0)
      memcpy(*bytes, kept, *length);
    (*bytes)[*length] = '\0';
    secret_sha256(*bytes, *length, is);
  }
  bool ok = rows_end(&rows);
  if (ok && *bytes != NULL && strcmp(is, hash) != 0) {
    report_add(report, DIAG_RECORD_TEXT, place_at(store->path, 0, 0), hash, NULL);
    ok = false;
  }
  if (!ok)
    g_clear_pointer(bytes, g_free);
  return ok;
}

GPtrArray *kept_text_list(Store *store, Report *report)
{
  g_autoptr(GPtrArray) hashes = g_ptr_array_new_with_free_func(g_free);
  Rows rows = rows_of(store, report, "SELECT hash FROM texts ORDER BY hash", "");
  while (rows_next(&rows))
    g_ptr_array_add(hashes, row_copy(&rows, 0));
  return rows_end(&rows) ? g_steal_pointer(&hashes) : NULL;
}
