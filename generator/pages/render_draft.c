/* The working texts of policies: read for their faults, and shown nowhere. */
#include "pages/render.h"

#include "base/text.h"
#include "pages/policy_texts.h"

#include <string.h>

/* Whether a working text is, byte for byte, what some revision has frozen. */
static bool is_frozen(const Site *site, const char *path, const char *bytes, gsize size)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *id = blob_id(bytes, size);

  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (strcmp(policy->folder, folder) != 0)
      continue;
    for (guint j = 0; j < policy->ledger->revisions->len; j++) {
      const Revision *revision = g_ptr_array_index(policy->ledger->revisions, j);
      for (guint k = 0; k < revision->editions->len; k++)
        if (strcmp(((const Edition *)g_ptr_array_index(revision->editions, k))->blob, id) == 0)
          return true;
    }
  }
  return false;
}

/* The address that the text would have: a policy's id is its folder's name. */
static char *address_of(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *id = g_path_get_basename(folder);
  g_autofree char *name = g_path_get_basename(path);
  g_auto(GStrv) parts = g_strsplit(name, ".", 3);
  return g_strv_length(parts) == 3 ? g_strconcat(id, "/", parts[1], "/", NULL)
                                   : g_strconcat(id, "/", NULL);
}

/* Whoever edits a text and sees the site unchanged should hear why. */
static void note_unpublished(Worker *worker, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *id = g_path_get_basename(folder);
  report_add(worker->report, DIAG_DRAFT_NOT_PUBLISHED, place_at(path, 0, 0), id, NULL);
}

/* The policy whose working text this is; NULL where its ledger was not read. */
static const Ledger *ledger_of(const Site *site, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (strcmp(policy->folder, folder) == 0)
      return policy->ledger;
  }
  return NULL;
}

void warn_of_vanished(Worker *worker, const Document *draft, const char *path)
{
  const Ledger *ledger = ledger_of(worker->build->site, path);
  const Edition *newest = NULL;
  for (guint i = 0; ledger != NULL && i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    const Edition *text = revision_edition(revision, "ja");
    if (text != NULL && !revision->cancelled)
      newest = text;
  }
  if (newest == NULL || !g_str_has_suffix(path, "/policy.md"))
    return;
  g_autoptr(Report) elsewhere = report_new();
  Report *own = worker->report;
  worker->report = elsewhere;
  g_autoptr(Text) text = text_read(worker, ledger, newest);
  worker->report = own;
  for (guint i = 0; text != NULL && i < document_clause_count(text->document); i++) {
    const Clause *clause = document_clause(text->document, i);
    if (clause->id_given && document_find_clause(draft, clause->id) == NULL)
      report_add(own, DIAG_ID_VANISHED, place_at(path, 0, 0), clause->id, clause->title, NULL);
  }
}

/* Whether the working text differs from every revision. */
static bool read_draft(Worker *worker, const char *path)
{
  g_autofree char *full = g_build_filename(worker->build->site->root, path, NULL);
  gsize size = 0, length = 0;
  g_autofree char *bytes = file_read(full, path, MARKUP_TEXT_LIMIT, &size, worker->report);
  if (bytes == NULL || is_frozen(worker->build->site, path, bytes, size))
    return false;
  g_autofree char *text = text_normalise(bytes, size, path, &length, worker->report);
  if (text == NULL)
    return true;
  g_autoptr(Document) document =
    document_parse(text, length, path, DOCUMENT_POLICY, worker->report);
  g_autofree char *address = address_of(path);
  PageText shown = {document, address, false};
  worker_begin(worker, address);
  worker_check_links(worker, &shown);
  warn_of_vanished(worker, document, path);
  return true;
}

/* In a build a draft's faults are counted and no more: an unfinished text must not keep
 * a scheduled revision from taking effect on its day. */
static bool count_faults(Worker *worker, const char *path)
{
  Report *own = worker->report;
  g_autoptr(Report) faults = report_new();
  worker->report = faults;
  bool draft = read_draft(worker, path);
  worker->report = own;

  guint count = report_count_of(faults, LEVEL_ERROR) + report_count_of(faults, LEVEL_SYSTEM);
  g_autofree char *figure = g_strdup_printf("%u", count);
  if (count > 0)
    report_add(own, DIAG_DRAFT_AT_FAULT, place_at(path, 0, 0), figure, NULL);
  return draft;
}

void render_drafts(Worker *worker)
{
  const GPtrArray *drafts = worker->build->site->drafts;
  for (guint i = 0; i < drafts->len; i++) {
    const char *path = g_ptr_array_index(drafts, i);
    bool checks = worker->build->outbox == NULL;
    bool draft = checks ? read_draft(worker, path) : count_faults(worker, path);
    if (draft && ledger_of(worker->build->site, path) != NULL)
      note_unpublished(worker, path);
  }
}
