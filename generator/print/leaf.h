/*
 * A leaf: a paper made of values that its maker has written, such as a certificate or a report.
 *
 * Papers of the site (press.h) are made of texts. What the office prints of its records is made of
 * what is in the records, and this room has no way there: whoever makes a leaf writes its values
 * and names its template (themes/default/print/), and gets the page as HTML, in the frame that all
 * papers have. worker.h or browser.h prints it, finish.h makes it a file to keep.
 */
#ifndef PRINT_LEAF_H
#define PRINT_LEAF_H

#include "pages/site.h"
#include "theme/theme.h"

typedef struct {
  const char *template; /* "print/certificate.html" */
  const char *title;    /* of the document, and at the top of each page */
  const char *foot;     /* at the bottom left of each page; NULL: nothing */
  bool landscape;       /* A4 either way */
  double points;        /* of its text; 0: 10.5 */
} Leaf;

/* Appends the page. `values` holds what the template sees besides its frame; which is added, so it is
 * of no further use. Its words are Japanese. False where the template failed (reported). */
bool leaf_render(Stage *stage, const Theme *theme, const Site *site, const Leaf *leaf,
                 Values *values, GString *html, Report *report);

#endif
