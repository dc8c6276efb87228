/*
 * Between the files of `kaitei report`.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli/archive.h"
#include "cli/sheet.h"

typedef struct {
  char *at, *role, *module, *state, *format, *file;
  int year;
} ReportOptions;

/* What a report is about to be written to. Begun by report_begin(), ended by report_end(); a file
 * takes its place whole, and only where all went well. */
typedef struct {
  FILE *out;
  SheetFormat format;
  char *part; /* the file in the making; NULL: standard output */
} ReportTarget;

bool report_begin(Archive *archive, const ReportOptions *options, ReportTarget *target);
void report_end(Archive *archive, const ReportOptions *options, ReportTarget *target, bool good);

/* The 年度 that the options name, else that of today. */
int report_year(const Archive *archive, const ReportOptions *options);

/* As PDF: "standing", "sessions", "yearly" (report_print.c). */
void report_print_paper(Archive *archive, const ReportOptions *options, const char *paper);

#endif
