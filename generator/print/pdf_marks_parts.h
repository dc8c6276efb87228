/*
 * What pdf_marks.c (reading) and pdf_artifacts.c (writing) share. For these two alone.
 */
#ifndef PRINT_PDF_MARKS_PARTS_H
#define PRINT_PDF_MARKS_PARTS_H

#include "print/pdf_content.h"
#include "print/pdf_marks.h"

/* One content stream. */
typedef struct {
  int owner;
  int page; /* from 0 */
  bool form;
  double height;     /* of the page */
  int key;           /* /StructParents */
  char *dictionary;  /* the page's, or the form's */
  GHashTable *fonts; /* name → object number */
  GHashTable *forms; /* name → object number, of XObjects */
  bool missing;      /* unmarked text shows a glyph that is not there */
  GPtrArray *marks;  /* by number, with holes */
} Stream;

struct PdfMarks {
  PdfFile *file;
  PdfFonts *fonts;
  GPtrArray *streams;
  GHashTable *by_owner;
};

PdfMark *stream_mark(const Stream *stream, int number);

/* The object number of a font or XObject by its name; 0 where it has none. */
int stream_named(GHashTable *table, const PdfToken *name);

/* The content of a page or form, all its streams in one. The caller's; NULL where there is none. */
char *content_of(PdfFile *file, const Stream *stream, gsize *length);

/* The number of the marked content that a BDC begins; -1 where it has none. */
int mark_number(const PdfOperation *operation);
bool begins_mark(const PdfOperation *operation);

#endif
