/*
 * The contents list of a text. (What became of clauses that are gone: gone.h.)
 */
#ifndef PAGES_TOC_H
#define PAGES_TOC_H

#include "pages/worker.h"

/* Writes `toc`: each clause that opens with a heading, and each numbered
 * paragraph clause. With `skip_title` the first H1 is left out, as the page's own h1
 * shows it. `latest` is the address of the text in force where the page
 * shows an older one: each entry then links there too; NULL: none. */
void put_toc(Worker *worker, const Document *document, bool skip_title, const char *latest);

#endif
