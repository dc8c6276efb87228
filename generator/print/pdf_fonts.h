/*
 * The fonts of a PDF, as far as its text is concerned: which characters the
 * codes in its content streams stand for (ISO 32000-1, 9.10.3), and whether the
 * font came with the file.
 */
#ifndef PRINT_PDF_FONTS_H
#define PRINT_PDF_FONTS_H

#include "print/pdf_file.h"

/* Stands in decoded text where a glyph is shown that its font does not have. */
#define GLYPH_MISSING 0xFDD1

typedef struct PdfFonts PdfFonts;
typedef struct PdfFont PdfFont;

PdfFonts *pdf_fonts_new(PdfFile *file);
void pdf_fonts_free(PdfFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfFonts, pdf_fonts_free)

/* The font with this object number, read once. Borrowed. */
const PdfFont *pdf_fonts_get(PdfFonts *fonts, int id);

/* Appends what a shown string says. */
void pdf_font_decode(const PdfFont *font, const char *bytes, gsize length, GString *out);

/* Whether any font read so far has a glyph for the character. */
bool pdf_fonts_have(const PdfFonts *fonts, gunichar c);

/* The name of a font read so far that is not embedded; NULL where all are. Borrowed. */
const char *pdf_fonts_foreign(const PdfFonts *fonts);

#endif
