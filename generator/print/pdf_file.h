/*
 * A PDF file that is read, added to, and written anew by libqpdf.
 *
 * Objects are read one by one as text (pdf_text.h). What is to change is put as
 * text too, and goes behind the file as an update (ISO 32000-1, 7.5.6); writing
 * has libqpdf take in file and update together, drop what nothing refers to,
 * number all objects by the order in which they are reached from the catalog,
 * and compress. So the bytes depend on the content alone, and libqpdf's handles
 * and exceptions stay in pdf_file.c.
 */
#ifndef PRINT_PDF_FILE_H
#define PRINT_PDF_FILE_H

#include <glib.h>
#include <stdbool.h>

typedef struct PdfFile PdfFile;

/* NULL where the bytes are no sound PDF. */
PdfFile *pdf_file_open(GBytes *bytes);
void pdf_file_close(PdfFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfFile, pdf_file_close)

/* The trailer dictionary. The caller's. */
char *pdf_file_trailer(PdfFile *file);

/* An object as it was read, whatever was put since: of a stream, its dictionary. "null" for what is
 * not there. The caller's. */
char *pdf_file_object(PdfFile *file, int id);

/* A stream's data without its filters, ending in a NUL that is not counted; NULL where `id` is no
 * stream, or cannot be read. The caller's. */
char *pdf_file_stream(PdfFile *file, int id, gsize *length);

int pdf_file_pages(PdfFile *file);
/* The object number of a page, from 0. */
int pdf_file_page(PdfFile *file, int index);

/* A number for a new object. */
int pdf_file_new(PdfFile *file);

/* Puts an object in the place of what had this number. `length` may be -1. */
void pdf_file_put(PdfFile *file, int id, const char *object, gssize length);

/* The same for a stream, whose data are given without filters; they are compressed at writing,
 * but for the catalog's metadata. `dictionary` is what stands between << and >>, without /Length. */
void pdf_file_put_stream(PdfFile *file, int id, const char *dictionary, const char *data,
                         gsize length);

/* The finished file: version 1.7, object streams, an ID made from its content. NULL where libqpdf
 * refused. The file can only be closed after. */
GBytes *pdf_file_write(PdfFile *file, int catalog, int info);

/* Takes an object out of the file that is written: what nothing will refer to any more need not be
 * read again. It can still be looked at. */
void pdf_file_drop(PdfFile *file, int id);

/* What libqpdf said last against the file; "" where it had nothing to say. Borrowed. */
const char *pdf_file_fault(const PdfFile *file);

#endif
