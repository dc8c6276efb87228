/*
 * Marked content: what each tagged piece of a page says, and the making of
 * artifacts. (ISO 32000-1, 14.6 and 14.8.2.2)
 *
 * Chromium marks the content of its structure elements with numbers (MCID) and
 * leaves all else unmarked: margin boxes, borders, bullets drawn by CSS. PDF/UA-1
 * (7.1) wants every piece of content to be either tagged or an artifact.
 *
 * A mark's owner is the stream's object number: the page for a page's content,
 * the form for a form XObject's (Chromium makes one for what is half transparent).
 */
#ifndef PRINT_PDF_MARKS_H
#define PRINT_PDF_MARKS_H

#include "print/pdf_fonts.h"

typedef enum {
  MARK_REAL,
  MARK_LAYOUT, /* an artifact: a border, an underline */
  MARK_REPEAT, /* an artifact: said already on an earlier page */
} MarkFate;

typedef struct {
  char *text;    /* as UTF-8, with GLYPH_MISSING where it is; "" where there is none */
  bool painted;  /* lines or areas */
  bool pictured; /* an image or a form */
  MarkFate fate; /* REAL until somebody says otherwise */
} PdfMark;

typedef struct PdfMarks PdfMarks;

/* Reads all pages and their forms. */
PdfMarks *pdf_marks_read(PdfFile *file, PdfFonts *fonts);
void pdf_marks_free(PdfMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfMarks, pdf_marks_free)

/* The mark of a number; NULL where the content has none. Borrowed, and may be changed. */
PdfMark *pdf_marks_get(const PdfMarks *marks, int owner, int number);

/* Whether unmarked text of a stream (margin boxes, ::before and ::after) shows a glyph that its font
 * does not have. */
bool pdf_marks_unmarked_missing(const PdfMarks *marks, int owner);

/* Writes every stream anew: marks that are not REAL, and whatever is unmarked, become artifacts; a
 * page's text at its head or foot, pagination artifacts. Puts streams and pages into the file, the
 * pages with those annotations alone whose object numbers are in `kept` (a set). */
void pdf_marks_write(PdfMarks *marks, GHashTable *kept);

/* Calls `each` for every stream with marks, pages in order, a page's forms behind it. `page` is the
 * page's number from 0, `key` its /StructParents (-1: none), `count` one more than its last mark. */
void pdf_marks_each(const PdfMarks *marks,
                    void (*each)(int owner, int page, int key, guint count, gpointer data),
                    gpointer data);

#endif
