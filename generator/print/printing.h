/*
 * Printing: the papers of a wish (paper.h), as HTML and PDF below `_site/office/print/`.
 *
 * Each paper is rendered; one whose HTML, browser, fonts and program are those of the last time is
 * kept (print_state.h); the others are printed by one browser (browser.h) and finished
 * (finish.h). What was made is delivered as a build's pages are: whole or not at all, under the
 * same lock.
 *
 * A paper that must fill one page (PaperKind.least) is printed some times over, to find the
 * largest text with which it fits.
 *
 * Where there is no browser, the HTML papers are delivered all the same, and BROWSER_MISSING is
 * reported. A paper that could not be printed keeps its HTML and has no PDF: an old one would
 * say what no longer holds.
 *
 * Where all papers are made (a wish that names nothing), those of an earlier run that are no
 * longer among them go. Files that others put there stay.
 */
#ifndef PRINT_PRINTING_H
#define PRINT_PRINTING_H

#include "base/report.h"
#include "print/paper.h"

typedef struct {
  const char *site; /* the site's folder; NULL: "." */
  const char *out;  /* the output folder; NULL: "_site" below the site's folder */
  Day as_of;        /* no day: today in the site's time zone */
  bool draft;       /* papers of the working texts, marked 案 */
  bool shut;        /* print nothing: tell what there is, and what was printed */
  PaperWish wish;
} PrintOptions;

/* One paper of the wish. */
typedef struct {
  char *name;       /* "privacy/2018-12-01/notice-a3" */
  char *label;      /* 掲示（A3）：個人情報の保護について */
  char *kind;       /* "notice" */
  char *policy;     /* id; NULL: of the site */
  const char *size; /* "A3" */
  bool landscape;
  char *html;   /* path of the file */
  char *pdf;    /* likewise; NULL where there is none */
  bool printed; /* in this run: else it was there, or could not be printed */
  bool unfit;   /* has no PDF, for it must fill one page, and does not fit it */
  guint pages;  /* 0 where there is no PDF */
  double points;
} PrintedFile;

typedef struct {
  GPtrArray *files; /* of PrintedFile */
  guint printed, kept, failed;
  guint starts; /* of the browser */
  gint64 microseconds;
} PrintResult;

void print_result_clear(PrintResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PrintResult, print_result_clear)

/* False where something graver than a warning was reported. What could be made is in *result all
 * the same. */
bool print_papers(const PrintOptions *options, PrintResult *result, Report *report);

#endif
