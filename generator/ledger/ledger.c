#include "ledger/ledger.h"

#include "base/files.h"
#include "ledger/parts.h"

#include <string.h>

/* Names that stand beside revisions in a policy's URLs, or beside policies. */
static const char *const reserved[] = {"history", "on", "from", "now", "assets", "feed"};

static bool id_is_fit(const char *id)
{
  return g_ascii_isalnum(*id) && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

static void check_id(const Ledger *ledger, int line, Report *report)
{
  g_autofree char *above = g_path_get_dirname(ledger->path);
  g_autofree char *folder = g_path_get_basename(above);
  Place place = place_at(ledger->path, line, 0);

  if (!id_is_fit(ledger->id))
    report_add(report, DIAG_LEDGER_ID, place, ledger->id, NULL);
  else if (strcmp(ledger->id, folder) != 0)
    report_add(report, DIAG_LEDGER_ID_FOLDER, place, ledger->id, folder, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(reserved); i++)
    if (strcmp(ledger->id, reserved[i]) == 0)
      report_add(report, DIAG_LEDGER_ID_RESERVED, place, ledger->id, NULL);
}

static void read_policy(Ledger *ledger, const DataFile *file, Report *report)
{
  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    if (strcmp(call->name, "policy") != 0)
      continue;
    if (ledger->id != NULL) {
      report_add(report, DIAG_LEDGER_POLICY_TWICE, place_at(ledger->path, call->line, 0), NULL);
      continue;
    }
    ledger->id = g_strdup(data_string(call->table, "id"));
    ledger->title = g_strdup(data_string(call->table, "title"));
    ledger->sealed = data_bool(call->table, "sealed", false);
    check_id(ledger, call->line, report);
  }
  if (ledger->id == NULL)
    report_add(report, DIAG_LEDGER_POLICY_MISSING, place_at(ledger->path, 0, 0), NULL);
}

static Ledger *build(const char *bytes, gsize size, const char *path, Report *report)
{
  g_autoptr(DataFile) file = entries_run(bytes, size, path, report);
  if (file == NULL)
    return NULL;

  Ledger *ledger = g_new0(Ledger, 1);
  ledger->path = g_strdup(path);
  ledger->revisions = g_ptr_array_new_with_free_func(revision_free);
  ledger->replaced = g_ptr_array_new_with_free_func(edition_free);
  ledger->approvals = g_ptr_array_new_with_free_func(approval_free);

  g_autoptr(GPtrArray) texts = entries_texts(file);
  ledger->entries = texts->len;
  ledger->hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, size);
  ledger->proof = entries_proof(texts, texts->len);

  read_policy(ledger, file, report);
  revisions_collect(ledger, file, report);
  editions_collect(ledger, file, report);
  revisions_cancel(ledger, file, report);
  revisions_order(ledger, report);
  return ledger;
}

Ledger *ledger_read(const char *root, const char *path, Report *report)
{
  g_autofree char *full = g_build_filename(root, path, NULL);
  gsize size = 0;
  g_autofree char *bytes = file_read(full, path, LEDGER_LIMIT, &size, report);
  return bytes != NULL ? ledger_parse(bytes, size, path, report) : NULL;
}

Ledger *ledger_parse(const char *bytes, gsize size, const char *path, Report *report)
{
  /* Its own report: what was wrong elsewhere is no reason to refuse this ledger. */
  g_autoptr(Report) own = report_new();
  g_autoptr(Ledger) ledger = build(bytes, size, path, own);
  bool failed = report_failed(own);
  report_merge(report, own);
  return failed ? NULL : g_steal_pointer(&ledger);
}

void ledger_free(Ledger *ledger)
{
  if (ledger == NULL)
    return;
  g_free(ledger->id);
  g_free(ledger->title);
  g_free(ledger->path);
  g_free(ledger->hash);
  g_free(ledger->proof);
  g_ptr_array_unref(ledger->revisions);
  g_ptr_array_unref(ledger->replaced);
  g_ptr_array_unref(ledger->approvals);
  g_free(ledger);
}
