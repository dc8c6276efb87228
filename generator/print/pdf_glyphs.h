/*
 * Characters that no installed font has: found on the page by their empty
 * glyph, named from the text that was to be printed.
 */
#ifndef PRINT_PDF_GLYPHS_H
#define PRINT_PDF_GLYPHS_H

#include "print/finish.h"
#include "print/pdf_marks.h"

/* Reports each missing character once for each page on which it stands (PRINT_GLYPH), at its place in
 * the sources or the HTML where it is found there. True if nothing is missing. */
bool pdf_glyphs_check(const PdfMarks *marks, const PdfFonts *fonts, const FinishPaper *paper,
                      Report *report);

#endif
