/*
 * Link annotations: described, printed, and leading somewhere that a reader of
 * the paper can go. (ISO 14289-1, 7.18.5; ISO 19005-2, 6.3)
 */
#ifndef PRINT_PDF_LINKS_H
#define PRINT_PDF_LINKS_H

#include "print/finish.h"
#include "print/pdf_structure.h"

/* Puts each link of the tree with its description, which is its text, and adds its object number to
 * `kept`: what the tree does not know (a link with aria-hidden) is to stay off the page. False with
 * PRINT_LINK. */
bool pdf_links_write(PdfFile *file, const Element *document, const PdfMarks *marks,
                     const FinishPaper *paper, GHashTable *kept, Report *report);

#endif
