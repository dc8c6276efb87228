#include "pages/toc.h"

#include "pages/frame.h"

/* Contents are for finding one's way: parts, clauses and their groups. */
enum { TOC_DEEPEST = 3 };

static void put_entry(Worker *worker, const Clause *clause, const char *latest)
{
  Values *values = worker->values;
  values_open(values, NULL);
  values_string(values, "id", clause->id);
  values_string(values, "number", clause->number);
  values_string(values, "title", clause->title);
  values_number(values, "level", clause->level);
  values_bool(values, "paragraph", clause->paragraph);
  if (latest != NULL) {
    g_autofree char *address = g_strconcat(latest, "#", clause->id, NULL);
    put_href(worker, "latest_href", address);
  }
  values_close(values);
}

void put_toc(Worker *worker, const Document *document, bool skip_title, const char *latest)
{
  values_list(worker->values, "toc");
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    if (skip_title && clause->level == 1) {
      skip_title = false;
      continue;
    }
    if (clause->id != NULL && clause->level <= TOC_DEEPEST)
      put_entry(worker, clause, latest);
  }
  values_close(worker->values);
}
