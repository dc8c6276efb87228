/*
 * CSV: written as Excel opens it without being asked (UTF-8 with a BOM, CR LF, every field that
 * needs it quoted), and read as Excel writes it.
 *
 * A field that begins with = + - @ or a tab is a formula to Excel. Written here, it gets an
 * apostrophe before it, for a name on the roster must not be able to run anything on the office's
 * machine (OWASP, "CSV Injection"); figures alone (-5, +81…) are no formula and stay. Read back,
 * such an apostrophe goes.
 */
#ifndef ENROLMENT_CSV_H
#define ENROLMENT_CSV_H

#include "base/report.h"

/* The three bytes that stand first. */
#define CSV_BOM "\xEF\xBB\xBF"

/* Appends a field, with a comma before it but at the start of a row; ends the row. */
void csv_field(GString *out, const char *text);
void csv_number(GString *out, gint64 number);
void csv_end(GString *out);

/* A row of a table that was read. */
typedef struct {
  int line;          /* on which it begins */
  GPtrArray *fields; /* of char * */
} CsvRow;

typedef struct {
  GPtrArray *rows;      /* of CsvRow; empty rows are left out */
  const char *encoding; /* "UTF-8", "Shift_JIS"; static */
} Csv;

/* Reads bytes in UTF-8 (with a BOM or not) or, where they are no UTF-8, CP932; the separator is the
 * one of , ; and tab that the first row has most of. NULL: ROSTER_EMPTY, ROSTER_ENCODING,
 * ROSTER_QUOTE, ROSTER_ROWS. */
Csv *csv_read(const char *bytes, gsize size, guint most_rows, const char *named, Report *report);
void csv_free(Csv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Csv, csv_free)

#endif
