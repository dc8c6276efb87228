#include "pages/confirming.h"

#include "base/files.h"
#include "base/text.h"
#include "ledger/changeset.h"

#include <string.h>

/* ---- what waits ---- */

static void waiting_clear(gpointer data)
{
  g_free(((Waiting *)data)->clause);
}

static Waiting look(const Module *module, Texts *texts, const Pending *pending)
{
  Waiting one = {.pending = *pending,
                 .clause = g_strconcat(pending->policy, "#", pending->clause, NULL)};
  const Confirmation *last =
    confirmed_last(module->confirmed, pending->section, pending->id, one.clause);
  one.last = last != NULL ? last->hash : NULL;
  if (pending->freshness != UNRESOLVED)
    texts_find(texts, pending->policy, pending->clause, place_none(), &one.now, NULL);
  one.known = last != NULL &&
              texts_find_old(texts, pending->policy, pending->clause, last->hash, &one.before);
  return one;
}

GArray *waiting_new(const Module *module, Texts *texts, const char *id, bool all)
{
  g_autoptr(GArray) list = module_pending(module, texts, id, all);
  GArray *waiting = g_array_sized_new(FALSE, FALSE, sizeof(Waiting), list->len);
  g_array_set_clear_func(waiting, waiting_clear);
  for (guint i = 0; i < list->len; i++) {
    Waiting one = look(module, texts, &g_array_index(list, Pending, i));
    g_array_append_val(waiting, one);
  }
  return waiting;
}

/* ---- both wordings ---- */

/* A clause's own blocks, which stand together. */
static const Block *clause_blocks(const Blocks *blocks, const char *clause, guint *count)
{
  const Block *first = NULL;
  *count = 0;
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_get(blocks, i);
    if (strcmp(block->clause, clause) != 0)
      continue;
    first = first != NULL ? first : block;
    (*count)++;
  }
  return first;
}

GPtrArray *clause_words(const TextClause *clause)
{
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Blocks) blocks = document_blocks(clause->document);
  guint count = 0;
  const Block *first = clause_blocks(blocks, clause->clause->id, &count);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(words, g_strconcat(first[i].number, first[i].text, NULL));
  return words;
}

ClauseComparison clause_compare(Comparer *comparer, const TextClause *now, const TextClause *before)
{
  ClauseComparison both = {document_blocks(now->document), document_blocks(before->document), NULL};
  guint now_count = 0, before_count = 0;
  const Block *now_blocks = clause_blocks(both.now, now->clause->id, &now_count);
  const Block *before_blocks = clause_blocks(both.before, before->clause->id, &before_count);
  both.comparison = comparison_of(comparer, now_blocks, now_count, before_blocks, before_count,
                                  &(CompareOptions){.all = true});
  return both;
}

void clause_comparison_clear(ClauseComparison *both)
{
  comparison_free(both->comparison);
  blocks_free(both->now);
  blocks_free(both->before);
}

/* ---- recording ---- */

Confirmation waiting_confirmation(const Waiting *one, Day day)
{
  return (Confirmation){one->pending.section, (char *)one->pending.id, one->clause,
                        (char *)one->now.hash, day};
}

/* The file as it is, and as it will be. */
typedef struct {
  char *named, *path, *old;
  gsize size;
  bool there;
  FileStamp stamp;
  GString *text;
} Record;

static void record_clear(Record *record)
{
  g_free(record->named);
  g_free(record->path);
  g_free(record->old);
  if (record->text != NULL)
    g_string_free(record->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Record, record_clear)

/* Nothing is committed that cannot be read: it must be mended first. */
static bool readable(const Record *record, Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autofree char *text =
    text_normalise(record->text->str, record->text->len, record->named, NULL, own);
  g_autoptr(Confirmed) confirmed = text != NULL ? confirmed_read(text, record->named, own) : NULL;
  bool good = !report_failed(own);
  report_merge(report, own);
  return good && confirmed != NULL;
}

static bool prepare(Record *record, const Site *site, const Module *module,
                    const Confirmation *entries, guint count, Report *report)
{
  record->named = g_strconcat(module->folder, "/confirmed.lua", NULL);
  record->path = g_build_filename(site->root, record->named, NULL);
  record->there = file_stamp(record->path, &record->stamp);
  if (record->there)
    record->old = file_read(record->path, record->named, QUIZ_LIMIT, &record->size, report);
  if (record->there && record->old == NULL)
    return false;
  record->text = g_string_new(record->old);
  for (guint i = 0; i < count; i++)
    confirmed_append(record->text, &entries[i]);
  return true;
}

bool confirmations_write(const Site *site, const Module *module, const Confirmation *entries,
                         guint count, Report *report)
{
  g_auto(Record) record = {0};
  bool changed = false;
  if (!prepare(&record, site, module, entries, count, report))
    return false;
  if (file_write_over(record.path, record.there ? &record.stamp : NULL, record.text->str,
                      record.text->len, &changed, report))
    return true;
  if (changed)
    report_add(report, DIAG_CONFIRMED_CHANGED, place_at(record.named, 0, 0), NULL);
  return false;
}

/* The lock is held from before the file is read: of two at once, neither loses its entries. */
bool confirmations_commit(const Site *site, const Module *module, const Confirmation *entries,
                          guint count, Report *report)
{
  g_autoptr(Repository) repository = repository_open_as(site->root, site->committer, report);
  g_autoptr(Changeset) changeset =
    repository != NULL ? changeset_begin(repository, site->root, report) : NULL;
  g_auto(Record) record = {0};
  if (changeset == NULL || !prepare(&record, site, module, entries, count, report) ||
      !readable(&record, report))
    return false;
  g_autofree char *seen = record.there ? blob_id(record.old, record.size) : NULL;
  g_autofree char *id = NULL;
  g_autofree char *message =
    count == 1
      ? g_strdup_printf("Confirm %s of %s against %s\n", entries->id, module->id, entries->clause)
      : g_strdup_printf("Confirm %u of %s against the wording of their clauses\n", count,
                        module->id);
  changeset_put(changeset, record.named, seen, record.text->str, record.text->len);
  return changeset_commit(changeset, message, &id, report);
}
