#include "pages/render.h"

#include "base/text.h"
#include "pages/frame.h"
#include "pages/toc.h"

#include <string.h>

static Document *read_document(Worker *worker, const PageSource *page, const char *bytes,
                               gsize size)
{
  gsize length = 0;
  g_autofree char *text = text_normalise(bytes, size, page->source, &length, worker->report);
  if (text == NULL)
    return NULL;
  return document_parse(text, length, page->source, DOCUMENT_PAGE, worker->report);
}

/* The id that the source gives its title, for the page's own h1; NULL where none. */
static const char *given_title_id(const Document *document)
{
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    if (clause->level == 1)
      return clause->id_given ? clause->id : NULL;
  }
  return NULL;
}

void render_page(Worker *worker, guint index)
{
  const PageSource *page = g_ptr_array_index(worker->build->site->pages, index);
  g_autofree char *path = g_build_filename(worker->build->site->root, page->source, NULL);
  gsize size = 0;
  g_autofree char *bytes = file_read(path, page->source, MARKUP_TEXT_LIMIT, &size, worker->report);
  if (bytes == NULL)
    return;
  guint errors = report_count_of(worker->report, LEVEL_ERROR);
  g_autoptr(Document) document = read_document(worker, page, bytes, size);
  if (document == NULL)
    return;
  const char *title = document_title(document);
  if (title == NULL) {
    report_add(worker->report, DIAG_PAGE_WITHOUT_TITLE, place_at(page->source, 1, 0), NULL);
    return;
  }

  g_autofree char *summary = document_summary(document);
  PageText text = {document, page->url, report_count_of(worker->report, LEVEL_ERROR) > errors};
  worker_begin(worker, page->url);
  put_frame(worker, &(Frame){.kind = "page",
                             .title = title,
                             .description = *summary ? summary : title,
                             .lang = worker->build->site->lang});
  worker_body(worker, &text, worker->build->site->lang, true);
  values_raw(worker->values, "body", worker->body->str, worker->body->len);
  values_string(worker->values, "title_id", given_title_id(document));
  put_toc(worker, document, true, NULL);
  worker_finish(worker, "page.html", &text);
}
