/*
 * What a finished paper says of itself: document information and XMP, which
 * must agree. (ISO 19005-2, 6.6; ISO 14289-1, 5; XMP Specification 2005)
 */
#ifndef PRINT_PDF_METADATA_H
#define PRINT_PDF_METADATA_H

#include "print/finish.h"
#include "print/pdf_file.h"

/* Puts the document information dictionary; its object number. */
int pdf_put_info(PdfFile *file, const FinishPaper *paper);

/* Puts the XMP packet: PDF/A-2a, PDF/UA-1 (with the description of its schema that PDF/A asks for),
 * title, author, subject, language, dates. Its object number. */
int pdf_put_metadata(PdfFile *file, const FinishPaper *paper);

#endif
