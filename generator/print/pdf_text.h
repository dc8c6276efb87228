/*
 * PDF's own notation, read token by token: content streams, CMaps, and objects
 * as libqpdf writes them out. (ISO 32000-1, 7.2 and 7.3)
 *
 * Everything points into the text that is read, which must outlive it. Damaged
 * text yields tokens all the same, and an end; never a fault of memory.
 */
#ifndef PRINT_PDF_TEXT_H
#define PRINT_PDF_TEXT_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
  PDF_END,
  PDF_WORD,   /* an operator, a number, true, false, null, R */
  PDF_NAME,   /* with its slash */
  PDF_STRING, /* (…) or <…>, brackets included */
  PDF_OPEN,   /* [ or << */
  PDF_CLOSE,  /* ] or >> */
} PdfTokenType;

typedef struct {
  PdfTokenType type;
  const char *start;
  gsize length;
} PdfToken;

/* What is left to read. */
typedef struct {
  const char *at;
  const char *end;
} PdfText;

PdfText pdf_text(const char *text, gsize length);
PdfToken pdf_next(PdfText *text);

/* One whole object: a scalar, a reference (12 0 R), an array, a dictionary. Type END at the end. */
PdfToken pdf_next_object(PdfText *text);

bool pdf_is(const PdfToken *token, const char *word);
double pdf_number(const PdfToken *token);
/* The same as a whole number; 0 where it is none that fits. */
int pdf_integer(const PdfToken *token);
/* The number of the object that a reference names; 0 where the token is none. */
int pdf_reference(const PdfToken *token);

/* The value of a key of a dictionary (given as one whole object); type END where it has none. The
 * key is given with its slash. */
PdfToken pdf_find(const PdfToken *dictionary, const char *key);
PdfToken pdf_find_in(const char *dictionary, const char *key);

/* What lies between the brackets of an array or a dictionary. */
PdfText pdf_inside(const PdfToken *object);

/* Appends the bytes that a string token stands for. */
void pdf_string_bytes(const PdfToken *token, GString *bytes);

/* A text string as UTF-8 (UTF-16BE with its mark, else PDFDocEncoding's ASCII part); the caller's. */
char *pdf_string_utf8(const PdfToken *token);

/* Appends UTF-16BE bytes as UTF-8; what is no character is left out. */
void pdf_utf16_utf8(const char *bytes, gsize length, GString *out);

/* Appends a UTF-8 text as a text string: (…) where it is plain ASCII, else <FEFF…>. */
void pdf_put_string(GString *out, const char *utf8);

#endif
