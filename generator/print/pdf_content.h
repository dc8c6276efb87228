/*
 * Content streams, operator by operator. (ISO 32000-1, 7.8.2)
 */
#ifndef PRINT_PDF_CONTENT_H
#define PRINT_PDF_CONTENT_H

#include "print/pdf_text.h"

#define PDF_OPERANDS 6

typedef struct {
  const char *start;               /* of its first operand */
  const char *end;                 /* behind the operator */
  PdfToken name;                   /* type END at the end */
  PdfToken operands[PDF_OPERANDS]; /* the first ones, each a whole object */
  guint count;
} PdfOperation;

/* What an operator does, as far as tags are concerned. */
typedef enum {
  PDF_DOES_OTHER,
  PDF_DOES_BUILD, /* adds to a path, or makes it a clip */
  PDF_DOES_PAINT, /* paints the path */
  PDF_DOES_DROP,  /* n: ends the path unpainted */
  PDF_DOES_SHOW,  /* shows text */
  PDF_DOES_PLACE, /* Do */
  PDF_DOES_FILL,  /* a shading or an inline image: paints without a path */
} PdfDoes;

PdfOperation pdf_next_operation(PdfText *text);
PdfDoes pdf_does(const PdfOperation *operation);

#endif
