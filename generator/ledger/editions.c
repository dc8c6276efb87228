#include "base/files.h"
#include "ledger/ledger.h"
#include "ledger/parts.h"

#include <string.h>

void edition_free(gpointer data)
{
  Edition *edition = data;
  g_free(edition->lang);
  g_free(edition->blob);
  g_free(edition->path);
  g_free(edition);
}

void approval_free(gpointer data)
{
  Approval *approval = data;
  g_free(approval->blob);
  g_free(approval->by);
  g_free(approval->recorder);
  g_free(approval->of);
  g_free(approval);
}

/* ---- collecting ---- */

char *ledger_frozen_path(const Ledger *ledger, const char *key, const char *lang)
{
  g_autofree char *folder = g_path_get_dirname(ledger->path);
  if (strcmp(lang, "ja") == 0)
    return g_strdup_printf("%s/revisions/%s.md", folder, key);
  return g_strdup_printf("%s/revisions/%s.%s.md", folder, key, lang);
}

/* Puts the edition in its place: "ja" first, then by language. A text of the
 * same language that stood there moves to `replaced`. */
static void place_edition(Ledger *ledger, Revision *revision, Edition *edition)
{
  guint at = 0;

  for (; at < revision->editions->len; at++) {
    Edition *other = revision->editions->pdata[at];
    int order = strcmp(edition->lang, other->lang);
    if (order == 0) {
      edition->sequence = other->sequence;
      revision->editions->pdata[at] = edition;
      g_ptr_array_add(ledger->replaced, other);
      return;
    }
    if (strcmp(edition->lang, "ja") == 0 || (strcmp(other->lang, "ja") != 0 && order < 0))
      break;
  }
  g_ptr_array_insert(revision->editions, (gint)at, edition);
}

static void collect_text(Ledger *ledger, const DataCall *call, guint sequence, Report *report)
{
  Revision *revision = revision_by_key(ledger, data_string(call->table, "of"));
  Provenance provenance = PROVENANCE_ORIGINAL;
  bool good = entry_provenance(call, &provenance, ledger->path, report);

  good &= entry_blob(call, ledger->path, report);
  good &= entry_lang(call, ledger->path, report);
  if (revision == NULL)
    revision_report_unknown(ledger, call, report);
  if (!good || revision == NULL)
    return;

  Edition *edition = g_new0(Edition, 1);
  edition->lang = g_strdup(data_string(call->table, "lang"));
  edition->blob = g_strdup(data_string(call->table, "blob"));
  edition->provenance = provenance;
  edition->path = ledger_frozen_path(ledger, revision->key, edition->lang);
  edition->line = call->line;
  edition->sequence = sequence;
  place_edition(ledger, revision, edition);
}

static void collect_approval(Ledger *ledger, const DataCall *call, guint sequence, Report *report)
{
  const char *of = data_string(call->table, "of");
  ApprovalAct act;
  Day on = entry_day(call, "on", ledger->path, report);
  bool good = entry_act(call, &act, ledger->path, report);

  good &= entry_blob(call, ledger->path, report);
  if (good && act != ACT_PUBLISH && of == NULL)
    report_add(report, DIAG_FIELD_MISSING, place_at(ledger->path, call->line, 0), "of", "approval",
               NULL);
  else if (good && act != ACT_PUBLISH && revision_by_key(ledger, of) == NULL)
    revision_report_unknown(ledger, call, report);
  if (!good || !day_known(on))
    return;

  Approval *approval = g_new0(Approval, 1);
  approval->blob = g_strdup(data_string(call->table, "blob"));
  approval->by = g_strdup(data_string(call->table, "by"));
  approval->on = on;
  approval->act = act;
  approval->of = g_strdup(of);
  approval->recorder = g_strdup(data_string(call->table, "recorder"));
  approval->line = call->line;
  approval->sequence = sequence;
  g_ptr_array_add(ledger->approvals, approval);
}

void editions_collect(Ledger *ledger, const DataFile *file, Report *report)
{
  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    if (strcmp(call->name, "text") == 0)
      collect_text(ledger, call, i, report);
    else if (strcmp(call->name, "approval") == 0)
      collect_approval(ledger, call, i, report);
  }
}

const Edition *revision_edition(const Revision *revision, const char *lang)
{
  for (guint i = 0; i < revision->editions->len; i++) {
    const Edition *edition = g_ptr_array_index(revision->editions, i);
    if (strcmp(edition->lang, lang) == 0)
      return edition;
  }
  return NULL;
}

/* ---- bytes ---- */

/* Whether these bytes have the edition's blob id. */
static bool is_text_of(const Edition *edition, const char *bytes, gsize size)
{
  g_autofree char *id = blob_id(bytes, size);
  return strcmp(id, edition->blob) == 0;
}

char *edition_bytes(const Edition *edition, const Ledger *ledger, const char *root,
                    Repository *repository, gsize *size, Report *report)
{
  g_autofree char *path = g_build_filename(root, edition->path, NULL);
  FileStamp stamp;
  g_autofree char *frozen = NULL;

  if (file_stamp(path, &stamp)) {
    frozen = file_read(path, edition->path, LEDGER_LIMIT, size, report);
    if (frozen == NULL)
      return NULL;
    if (is_text_of(edition, frozen, *size))
      return g_steal_pointer(&frozen);
  }

  char *bytes = repository_blob(repository, edition->blob, size);
  if (frozen != NULL)
    report_add(report, DIAG_TEXT_ALTERED, place_at(edition->path, 0, 0), edition->path,
               edition->blob, NULL);
  else
    report_add(report, bytes != NULL ? DIAG_TEXT_NOT_FROZEN : DIAG_TEXT_MISSING,
               place_at(ledger->path, edition->line, 0), edition->path, edition->blob, NULL);
  return bytes;
}
