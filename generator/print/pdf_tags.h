/*
 * From what Chromium tags to what PDF/UA-1 asks for. (ISO 14289-1, 7; the
 * standard structure types: ISO 32000-1, 14.8.4)
 *
 *  - Content that says nothing (borders, underlines, rules) becomes an artifact,
 *    and so does what Chromium paints again on each page: heads of a table that
 *    goes on, whatever stands fixed on every page.
 *  - NonStruct, which Chromium puts around nearly everything, goes: around text it
 *    is dropped, around a block it becomes P.
 *  - Lists: L > LI > Lbl + LBody. A number that stands in an element of its own at
 *    the start of an item is its Lbl. A bullet drawn as a shape gets a text.
 *  - Tables: rows in THead and TBody, a Scope for each TH, and the empty cells, which
 *    Chromium leaves out, back in their places (where no cell spans others).
 *  - Ruby: RB and RT. A figure with a caption is one Figure.
 *  - Headings: numbered by their depth, from H1, without a gap.
 */
#ifndef PRINT_PDF_TAGS_H
#define PRINT_PDF_TAGS_H

#include "print/pdf_structure.h"

/* Does all of the above. `document` stays what it is. */
void tags_tidy(Element *document, PdfMarks *marks);

/* What an element says, in reading order, with one blank between blocks. The caller's. */
char *tags_text(const Element *element, const PdfMarks *marks);

/* The first Figure without Alt, in reading order; NULL. Borrowed. */
const Element *tags_bare_figure(const Element *document);

/* The parts of tags_tidy(), in the order in which it takes them. pdf_tags.c, pdf_lists.c. */
void tags_make_artifacts(Element *document, PdfMarks *marks);
void tags_flatten(Element *document);
void tags_lists(Element *document, const PdfMarks *marks);
void tags_tables(Element *document);
void tags_figures(Element *document);

#endif
