#include "pages/links.h"

#include <string.h>

typedef struct {
  const char *file, *id, *target, *source;
  int line, column;
} Awaited;

struct Links {
  GHashTable *offered; /* file → GArray of guint32 */
  GArray *awaited;     /* of Awaited; strings lie in `names` */
  GStringChunk *names;
};

static void unref_array(gpointer array)
{
  g_array_unref(array);
}

Links *links_new(void)
{
  Links *links = g_new0(Links, 1);
  links->offered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_array);
  links->awaited = g_array_new(FALSE, FALSE, sizeof(Awaited));
  links->names = g_string_chunk_new(4096);
  return links;
}

void links_free(Links *links)
{
  if (links == NULL)
    return;
  g_hash_table_unref(links->offered);
  g_array_unref(links->awaited);
  g_string_chunk_free(links->names);
  g_free(links);
}

static GArray *ids_of(Links *links, const char *file)
{
  GArray *ids = g_hash_table_lookup(links->offered, file);
  if (ids == NULL) {
    ids = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_hash_table_insert(links->offered, g_strdup(file), ids);
  }
  return ids;
}

void links_made(Links *links, const char *file)
{
  ids_of(links, file);
}

void links_offer(Links *links, const char *file, const char *id)
{
  GArray *ids = ids_of(links, file);
  guint32 hash = g_str_hash(id);
  g_array_append_val(ids, hash);
}

void links_await(Links *links, const char *file, const char *id, const char *target, Place source)
{
  GStringChunk *names = links->names;
  Awaited awaited = {
    g_string_chunk_insert_const(names, file),
    g_string_chunk_insert_const(names, id),
    g_string_chunk_insert_const(names, target),
    source.file != NULL ? g_string_chunk_insert_const(names, source.file) : NULL,
    source.line,
    source.column,
  };
  g_array_append_val(links->awaited, awaited);
}

void links_merge(Links *into, Links *from)
{
  GHashTableIter iter;
  gpointer file, ids;

  g_hash_table_iter_init(&iter, from->offered);
  while (g_hash_table_iter_next(&iter, &file, &ids)) {
    g_hash_table_iter_steal(&iter);
    g_hash_table_insert(into->offered, file, ids);
  }
  for (guint i = 0; i < from->awaited->len; i++) {
    const Awaited *a = &g_array_index(from->awaited, Awaited, i);
    links_await(into, a->file, a->id, a->target, place_at(a->source, a->line, a->column));
  }
  g_array_set_size(from->awaited, 0);
}

/* Whether a page that was made lacks the id. */
static bool lacks(const Links *links, const char *file, const char *id)
{
  const GArray *ids = g_hash_table_lookup(links->offered, file);
  guint32 hash = g_str_hash(id);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (g_array_index(ids, guint32, i) == hash)
      return false;
  return ids != NULL;
}

void links_settle(Links *links, LinksLookup lookup, gpointer data, Report *report)
{
  for (guint i = 0; i < links->awaited->len; i++) {
    const Awaited *a = &g_array_index(links->awaited, Awaited, i);
    if (lookup != NULL && !g_hash_table_contains(links->offered, a->file))
      lookup(links, a->file, data);
    if (!lacks(links, a->file, a->id))
      continue;
    /* What stands in no text comes from a template. */
    report_add(report, a->source != NULL ? DIAG_ANCHOR_BROKEN : DIAG_FRAME_ANCHOR_BROKEN,
               place_at(a->source, a->line, a->column), a->target, a->id, NULL);
  }
}
