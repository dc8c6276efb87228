/*
 * A document as HTML in XML syntax, by one walk over its tree.
 *
 * Where no rule of kaitei applies the bytes are those that `cmark` writes
 * (`<br />`, `&quot;`, …), so that CommonMark's own examples are its test.
 */
#ifndef MARKUP_HTML_H
#define MARKUP_HTML_H

#include "markup/document.h"

/* Gives the href or src to write for a link's target. Appends the URL itself
 * (not escaped) to `url`. False leaves the target as it is written. */
typedef bool (*LinkWriter)(const char *target, bool image, GString *url, gpointer data);

typedef struct {
  int heading_shift;        /* added to every heading's level (never above 6) */
  bool skip_title;          /* leave the first H1 out: the page's own h1 shows it */
  const char *anchor_label; /* accessible name of the link beside each clause
                             * ("この項目へのリンク"); NULL writes none. A heading's
                             * stands behind it, both in <div class="heading"> */
  LinkWriter link;          /* NULL: targets as written */
  gpointer link_data;
} HtmlOptions;

/* Writes the whole document. */
void document_html(const Document *document, const HtmlOptions *options, GString *out);

/* Writes one clause (by index) with what stands in it, not the clauses below. */
void clause_html(const Document *document, guint clause, const HtmlOptions *options, GString *out);

#endif
