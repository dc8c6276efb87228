/* What a revision changed, clause by clause. */
#include "base/text.h"
#include "enrolment/curriculum_parts.h"

#include <string.h>

/* A revision's text, read for this question alone. The name must outlive the document. */
typedef struct {
  char *named;
  char *text;
  Document *document;
} RevisionText;

static void revision_text_free(RevisionText *text)
{
  document_free(text->document);
  g_free(text->text);
  g_free(text->named);
  g_free(text);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RevisionText, revision_text_free)

static RevisionText *read_text(const Curriculum *curriculum, const Ledger *ledger,
                               const Revision *revision)
{
  const Edition *edition = revision_edition(revision, "ja");
  if (edition == NULL)
    return NULL;
  const char *root = curriculum_root(curriculum);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(RevisionText) text = g_new0(RevisionText, 1);
  g_autoptr(Repository) repository = repository_near(root, unsaid);
  text->named = ledger_frozen_path(ledger, revision->key, "ja");
  gsize size = 0, length = 0;
  g_autofree char *bytes = edition_bytes(edition, ledger, root, repository, &size, unsaid);
  text->text = bytes != NULL ? text_normalise(bytes, size, text->named, &length, unsaid) : NULL;
  if (text->text == NULL)
    return NULL;
  text->document = document_parse(text->text, length, text->named, DOCUMENT_POLICY, unsaid);
  return g_steal_pointer(&text);
}

/* The clauses of the newest text before a revision; NULL where there is none. */
static GHashTable *hashes_before(const Curriculum *curriculum, const Ledger *ledger,
                                 const Revision *revision)
{
  guint at = 0;
  while (g_ptr_array_index(ledger->revisions, at) != revision)
    at++;
  while (at-- > 0) {
    const Revision *before = g_ptr_array_index(ledger->revisions, at);
    g_autoptr(GHashTable) hashes =
      before->cancelled ? NULL : curriculum_hashes(curriculum, ledger->id, before->key);
    if (hashes != NULL && g_hash_table_size(hashes) > 0)
      return g_steal_pointer(&hashes);
  }
  return NULL;
}

static const Revision *find_revision(const Curriculum *curriculum, const char *policy,
                                     const char *key, const Ledger **ledger, Report *report)
{
  *ledger = curriculum_ledger(curriculum, policy);
  if (*ledger == NULL) {
    report_add(report, DIAG_RETRAIN_POLICY, place_none(), policy, NULL);
    return NULL;
  }
  const Revision *revision = ledger_find(*ledger, key);
  if (revision == NULL || revision->cancelled)
    report_add(report, DIAG_RETRAIN_REVISION, place_none(), policy, key, NULL);
  return revision != NULL && !revision->cancelled ? revision : NULL;
}

static int by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *curriculum_changes(const Curriculum *curriculum, const char *policy, const char *key,
                              Report *report)
{
  const Ledger *ledger;
  const Revision *revision = find_revision(curriculum, policy, key, &ledger, report);
  if (revision == NULL)
    return NULL;
  g_autoptr(GHashTable) now = curriculum_hashes(curriculum, policy, key);
  if (g_hash_table_size(now) == 0) {
    report_add(report, DIAG_RETRAIN_NO_TEXT, place_none(), policy, key, NULL);
    return NULL;
  }
  g_autoptr(GHashTable) before = hashes_before(curriculum, ledger, revision);
  GPtrArray *changed = g_ptr_array_new_with_free_func(g_free);
  GHashTableIter each;
  gpointer name, hash;
  g_hash_table_iter_init(&each, now);
  while (g_hash_table_iter_next(&each, &name, &hash))
    if (before == NULL || g_strcmp0(g_hash_table_lookup(before, name), hash) != 0)
      g_ptr_array_add(changed, g_strdup(name));
  g_ptr_array_sort(changed, by_text);
  return changed;
}

GHashTable *curriculum_read_hashes(const Curriculum *curriculum, const char *policy,
                                   const char *key)
{
  g_autoptr(Report) unsaid = report_new();
  GHashTable *hashes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  const Ledger *ledger;
  const Revision *revision = find_revision(curriculum, policy, key, &ledger, unsaid);
  g_autoptr(RevisionText) text = revision != NULL ? read_text(curriculum, ledger, revision) : NULL;
  for (guint i = 0; text != NULL && i < document_clause_count(text->document); i++) {
    char hash[65];
    clause_hash(text->document, i, hash);
    g_hash_table_replace(hashes,
                         g_strconcat(policy, "#", document_clause(text->document, i)->id, NULL),
                         g_strdup(hash));
  }
  return hashes;
}
