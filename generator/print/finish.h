/*
 * Finishing: Chromium's PDF in, a file to keep out.
 *
 *     FinishPaper paper = {.name = "掲示 A4", .title = "個人情報の保護について", .author = "…",
 *                          .lang = "ja", .when = day_epoch(day, "Asia/Tokyo")};
 *     g_autoptr(GBytes) kept = finish_pdf(pdf, &paper, &pages, report);
 *
 * THE SAME INPUT GIVES THE SAME BYTES, from any process, in any order of papers:
 * the dates are the caller's, the document's ID is made from its content, objects
 * are numbered by where they stand, and what Chromium counts by process (ids of
 * structure) is counted anew.
 *
 * IT IS ARCHIVAL AND ACCESSIBLE: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
 * XMP metadata that agree with the document information, an sRGB output intent,
 * language, title, the structure tree made good (pdf_tags.h), everything unmarked
 * made an artifact (pdf_marks.h), links with a description. The rules that are
 * tested, clause by clause: tests/tools/pdf_rules.mjs.
 *
 * What it cannot make good, it reports, and gives no file:
 *   PRINT_GLYPH       a character that no installed font has: which, where, on what page
 *                     (…_BEHIND, …_UNMARKED: where all that is known is what stands before it)
 *   PRINT_FONT        a font that forbids embedding
 *   PRINT_ALT         a figure without words: <img alt="…">, <svg role="img" aria-label="…">
 *   PRINT_LINK        a link to a file of this machine
 *   PRINT_BROKEN      what came is no tagged PDF, or libqpdf refused it
 *
 * WHAT A TEMPLATE HAS TO DO, that the tags come out right:
 *   - Headings, lists, tables, figures in their own elements; <th scope>; <html lang>.
 *   - A list's own number in an element of its own at the start of the item
 *     (<li><span class="number">①</span>…), or by list-style and @counter-style.
 *   - Heads and feet of pages in margin boxes (@top-left { content: … }): they become
 *     pagination artifacts. So does what stands fixed on every page, but for the first
 *     page: there it is read once (which is right for 案 across each page).
 *   - Pictures that say nothing: alt="", or a background.
 *   - What shall be seen and not read: aria-hidden="true".
 *   - What shall be read stands in the HTML: text that a style sheet adds (::before,
 *     ::after) is no part of Chromium's tags, and becomes an artifact like a border.
 *   - Links absolute, or below `link_from`.
 *   - A second typeface behind the first: BIZ UDPGothic has no 𠮷 ☐ ☑. VL PGothic has them
 *     (Debian: fonts-vlgothic, 8 MB); Noto Sans CJK JP has all there is (90 MB).
 *
 * Memory: about twice the file, and some 500 bytes for each element of structure.
 */
#ifndef PRINT_FINISH_H
#define PRINT_FINISH_H

#include "base/report.h"

/* A text from which the paper was made, to find a character in. */
typedef struct {
  const char *name; /* as diagnostics name the file */
  const char *text;
} FinishSource;

typedef struct {
  const char *name; /* what diagnostics call the paper */
  const char *title;
  const char *author;  /* NULL: none */
  const char *subject; /* NULL: none */
  const char *lang;    /* NULL: "ja" */
  gint64 when;         /* seconds since 1970: when the paper's text was made (day_epoch()) */

  /* Where a missing character is looked for: first in the sources (the policy's text), in this
   * order, then in the printed HTML. May all be NULL and 0; then its place is the page alone. */
  const FinishSource *sources;
  guint source_count;
  const char *html;      /* the HTML's text */
  const char *html_name; /* how diagnostics name it */

  /* Links to files below the folder `link_from` (a path) become links to the same below the
   * address `link_to` (https://…/): how a relative link of a page becomes one that paper can
   * give. NULL: no such links are allowed. */
  const char *link_from;
  const char *link_to;
} FinishPaper;

/* The finished file, the caller's; NULL where something was reported. *pages (may be NULL) is set to
 * the number of pages, where the PDF could be read at all. */
GBytes *finish_pdf(GBytes *pdf, const FinishPaper *paper, guint *pages, Report *report);

/* How many pages a PDF has, of Chromium's or finished; 0 where it is none. Quick: for papers that
 * must fit a page. */
guint finish_count_pages(GBytes *pdf);

#endif
