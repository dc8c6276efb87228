/*
 * A sheet: rows of a result, as a table for people, as CSV that Excel opens as it is, or as JSON
 * for tools.
 *
 * CSV and JSON are written row by row, so that a sheet may be as long as it likes; a table waits
 * for its end, for its columns are as wide as what is in them.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "cli/command.h"

typedef enum { SHEET_TABLE, SHEET_CSV, SHEET_JSON } SheetFormat;

typedef struct {
  const char *key;      /* in JSON; NULL ends an array of these */
  const char *title[2]; /* in the first row, by MessageLang */
  bool number;          /* right-aligned, and a number in JSON where it is one */
} SheetColumn;

typedef struct Sheet Sheet;

/* Begins one on `out`. */
Sheet *sheet_new(const Invocation *in, SheetFormat format, const SheetColumn *columns, FILE *out);

/* The row's next cell; NULL is an empty one (null in JSON). After the last the row is ended. */
void sheet_cell(Sheet *sheet, const char *text);
void sheet_count(Sheet *sheet, gint64 number);
void sheet_day(Sheet *sheet, Day day);

/* Ends it, and frees it. A table without a row says `none` (may be NULL). */
void sheet_end(Sheet *sheet, const char *none);

/* How many columns of a terminal a text takes. */
guint sheet_width(const char *text);

#endif
