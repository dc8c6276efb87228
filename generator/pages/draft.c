#include "pages/draft.h"

#include "base/text.h"
#include "pages/approval.h"

#include <string.h>

char *draft_path(const PolicySource *policy, const char *lang)
{
  if (strcmp(lang, "ja") == 0)
    return g_strconcat(policy->folder, "/policy.md", NULL);
  return g_strconcat(policy->folder, "/policy.", lang, ".md", NULL);
}

void draft_free(Draft *draft)
{
  if (draft == NULL)
    return;
  document_free(draft->document);
  g_free(draft->path);
  g_free(draft->bytes);
  g_free(draft->blob);
  g_free(draft);
}

Draft *draft_of(const char *path, char *bytes, gsize size, Report *report)
{
  g_autoptr(Draft) draft = g_new0(Draft, 1);
  g_autoptr(Report) own = report_new();
  gsize length = 0;

  draft->path = g_strdup(path);
  draft->bytes = bytes;
  draft->size = size;
  draft->blob = blob_id(bytes, size);
  g_autofree char *source = text_normalise(bytes, size, draft->path, &length, own);
  if (source != NULL)
    draft->document = document_parse(source, length, draft->path, DOCUMENT_POLICY, own);
  bool good = source != NULL && !report_failed(own);
  report_merge(report, own);
  return good ? g_steal_pointer(&draft) : NULL;
}

Draft *draft_read(const char *root, const PolicySource *policy, const char *lang, Report *report)
{
  g_autofree char *path = draft_path(policy, lang);
  g_autofree char *full = g_build_filename(root, path, NULL);
  gsize size = 0;
  char *bytes = file_read(full, path, MARKUP_TEXT_LIMIT, &size, report);
  return bytes != NULL ? draft_of(path, bytes, size, report) : NULL;
}

Draft *draft_of_edition(const Edition *edition, const Ledger *ledger, const char *root,
                        Repository *repository, Report *report)
{
  gsize size = 0, length = 0;
  char *bytes = edition_bytes(edition, ledger, root, repository, &size, report);
  if (bytes == NULL)
    return NULL;

  /* What was published stands, whatever would be said of it today. */
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Draft) draft = g_new0(Draft, 1);
  draft->path = g_strdup(edition->path);
  draft->bytes = bytes;
  draft->size = size;
  draft->blob = g_strdup(edition->blob);
  g_autofree char *source = text_normalise(bytes, size, draft->path, &length, report);
  if (source == NULL)
    return NULL;
  draft->document = document_parse(source, length, draft->path, DOCUMENT_POLICY, unsaid);
  return g_steal_pointer(&draft);
}

const Revision *draft_base(const Ledger *ledger, Day day)
{
  for (guint i = ledger->revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (!revision->cancelled && day_compare(revision->effective, day) <= 0 &&
        revision_edition(revision, "ja") != NULL)
      return revision;
  }
  return NULL;
}

bool draft_check_ids(const Draft *draft, const Draft *base, bool allowed, Report *report)
{
  bool good = true;

  for (guint i = 0; i < document_clause_count(base->document); i++) {
    const Clause *clause = document_clause(base->document, i);
    if (clause->id == NULL || document_find_clause(draft->document, clause->id) != NULL)
      continue;
    g_autofree char *stood = g_strdup_printf("%s:%d", base->path, clause->line);
    DiagCode code = !clause->id_given ? DIAG_PUBLISH_ID_AUTOMATIC
                    : allowed         ? DIAG_PUBLISH_ID_REMOVED
                                      : DIAG_PUBLISH_ID_GONE;
    report_add(report, code, place_at(draft->path, 0, 0), clause->id, clause->title, stood, NULL);
    good &= code != DIAG_PUBLISH_ID_GONE;
  }
  return good;
}

bool draft_check_sample(const Draft *draft, Report *report)
{
  const char *found = g_strstr_len(draft->bytes, (gssize)draft->size, DRAFT_SAMPLE);
  int line = 1;
  if (found == NULL)
    return true;
  for (const char *c = draft->bytes; c < found; c++)
    line += *c == '\n';
  report_add(report, DIAG_PUBLISH_SAMPLE, place_at(draft->path, line, 0), DRAFT_SAMPLE, NULL);
  return false;
}

bool draft_check_later(const Draft *draft, const Draft *base, const Draft *later, bool allowed,
                       Report *report)
{
  bool good = true;

  for (guint i = 0; i < document_clause_count(draft->document); i++) {
    const Clause *clause = document_clause(draft->document, i);
    if (!clause->id_given || document_find_clause(later->document, clause->id) != NULL ||
        (base != NULL && document_find_clause(base->document, clause->id) != NULL))
      continue;
    report_add(report, allowed ? DIAG_PUBLISH_ID_SHORT_LIVED : DIAG_PUBLISH_ID_NOT_LATER,
               place_at(draft->path, clause->line, 0), clause->id, clause->title, later->path,
               NULL);
    good &= allowed;
  }
  return good;
}

const Approval *draft_approval(const Ledger *ledger, const char *blob)
{
  return approval_find(ledger, &(Deed){.act = ACT_PUBLISH, .blob = blob});
}

const Revision *draft_undone(const Ledger *ledger, const char *blob, const Approval *approval)
{
  const Revision *newest = NULL;
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    const Edition *edition = revision_edition(revision, "ja");
    if (revision->cancelled && edition != NULL && strcmp(edition->blob, blob) == 0 &&
        (approval == NULL || approval->sequence < revision->cancel_sequence) &&
        (newest == NULL || newest->cancel_sequence < revision->cancel_sequence))
      newest = revision;
  }
  return newest;
}

const Approval *draft_void_approval(const Ledger *ledger, const char *blob)
{
  const Revision *newest = ledger_newest(ledger);
  for (guint i = ledger->approvals->len; i-- > 0;) {
    const Approval *approval = g_ptr_array_index(ledger->approvals, i);
    if (newest != NULL && approval->sequence < newest->sequence)
      return NULL;
    if (approval->act == ACT_PUBLISH && strcmp(approval->blob, blob) != 0)
      return approval;
  }
  return NULL;
}
