#include "pages/gone.h"

#include "pages/frame.h"

typedef struct {
  char *id;
  char *title;
  const Revision *last; /* the last revision that had it */
} GoneClause;

struct Gone {
  GPtrArray *clauses; /* of GoneClause, in order of first appearance */
  GHashTable *by_id;  /* id → GoneClause */
};

static void clause_free(gpointer data)
{
  GoneClause *clause = data;
  g_free(clause->id);
  g_free(clause->title);
  g_free(clause);
}

Gone *gone_new(void)
{
  Gone *gone = g_new0(Gone, 1);
  gone->clauses = g_ptr_array_new_with_free_func(clause_free);
  gone->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  return gone;
}

void gone_free(Gone *gone)
{
  if (gone == NULL)
    return;
  g_hash_table_unref(gone->by_id);
  g_ptr_array_unref(gone->clauses);
  g_free(gone);
}

void gone_note(Gone *gone, const Revision *revision, const Document *document)
{
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    GoneClause *known = g_hash_table_lookup(gone->by_id, clause->id);
    if (known == NULL) {
      known = g_new0(GoneClause, 1);
      known->id = g_strdup(clause->id);
      g_ptr_array_add(gone->clauses, known);
      g_hash_table_insert(gone->by_id, known->id, known);
    }
    if (g_strcmp0(known->title, clause->title) != 0) {
      g_free(known->title);
      known->title = g_strdup(clause->title);
    }
    known->last = revision;
  }
}

void put_gone(Worker *worker, const Gone *gone, const Document *current, const Ledger *ledger)
{
  g_autoptr(GString) address = g_string_new(NULL);

  values_list(worker->values, "removed");
  for (guint i = 0; i < gone->clauses->len; i++) {
    const GoneClause *clause = g_ptr_array_index(gone->clauses, i);
    if (current != NULL && document_find_clause(current, clause->id) != NULL)
      continue;
    g_string_truncate(address, 0);
    revision_address(ledger, clause->last, "ja", address);
    g_string_append_printf(address, "#%s", clause->id);
    values_open(worker->values, NULL);
    values_string(worker->values, "id", clause->id);
    values_string(worker->values, "title", clause->title);
    put_href(worker, "href", address->str);
    values_close(worker->values);
  }
  values_close(worker->values);
}
