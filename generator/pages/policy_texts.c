#include "pages/policy_texts.h"

#include "base/text.h"

void text_free(Text *text)
{
  if (text == NULL)
    return;
  document_free(text->document);
  g_free(text->bytes);
  g_free(text->name);
  g_free(text);
}

Text *text_read(Worker *worker, const Ledger *ledger, const Edition *edition)
{
  const Build *build = worker->build;
  g_autoptr(Text) text = g_new0(Text, 1);
  text->bytes = edition_bytes(edition, ledger, build->site->root, build->repository, &text->size,
                              worker->report);
  if (text->bytes == NULL)
    return NULL;
  text->name = g_strdup(edition->path);

  guint errors = report_count_of(worker->report, LEVEL_ERROR);
  gsize length = 0;
  g_autofree char *source =
    text_normalise(text->bytes, text->size, text->name, &length, worker->report);
  if (source == NULL)
    return NULL;
  text->document = document_parse(source, length, text->name, DOCUMENT_POLICY, worker->report);
  text->faulty = report_count_of(worker->report, LEVEL_ERROR) > errors;
  return g_steal_pointer(&text);
}

/* --- the shelf -------------------------------------------------------------- */

struct Shelf {
  GHashTable *blocks; /* Revision → Blocks */
  GHashTable *last;   /* Revision → the last Revision compared with it */
};

static void free_blocks(gpointer blocks)
{
  blocks_free(blocks);
}

Shelf *shelf_new(const PolicyPlan *plan)
{
  Shelf *shelf = g_new0(Shelf, 1);
  shelf->blocks = g_hash_table_new_full(NULL, NULL, NULL, free_blocks);
  shelf->last = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < plan->pairs->len; i++) {
    const RevisionPair *pair = &g_array_index(plan->pairs, RevisionPair, i);
    g_hash_table_insert(shelf->last, (gpointer)pair->before, (gpointer)pair->now);
  }
  return shelf;
}

void shelf_free(Shelf *shelf)
{
  if (shelf == NULL)
    return;
  g_hash_table_unref(shelf->blocks);
  g_hash_table_unref(shelf->last);
  g_free(shelf);
}

void shelf_put(Shelf *shelf, const Revision *revision, Blocks *blocks)
{
  g_hash_table_insert(shelf->blocks, (gpointer)revision, blocks);
}

const Blocks *shelf_get(const Shelf *shelf, const Revision *revision)
{
  return g_hash_table_lookup(shelf->blocks, revision);
}

/* Goes: what was last needed by `now`, and `now` itself where nothing later is
 * compared with it. */
static gboolean finished(gpointer revision, gpointer blocks, gpointer data)
{
  (void)blocks;
  const Revision *now = ((gpointer *)data)[0];
  const Shelf *shelf = ((gpointer *)data)[1];
  const Revision *last = g_hash_table_lookup(shelf->last, revision);
  return last == now || (revision == (gpointer)now && last == NULL);
}

void shelf_done(Shelf *shelf, const Revision *now)
{
  gpointer data[] = {(gpointer)now, shelf};
  g_hash_table_foreach_remove(shelf->blocks, finished, data);
}
