/*
 * The two sides of a comparison: revisions of a policy that have a text, and its working
 * text, each read into blocks.
 */
#ifndef PAGES_SIDES_H
#define PAGES_SIDES_H

#include "compare/comparison.h"
#include "pages/site.h"
#include "theme/theme.h"

typedef struct {
  const Revision *revision; /* NULL: the working text */
  Blocks *blocks;
} Side;

void side_clear(Side *side);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Side, side_clear)

/* The newest revision that has a text in this language; NULL where there is none. */
const Revision *sides_newest(const Ledger *ledger, const char *lang);

/* A revision as a person names it: by its key, or by its day in any form. NULL where there
 * is none (REVISION_UNKNOWN) or it has no text (REVISION_WITHOUT_TEXT). */
const Revision *sides_find(const Ledger *ledger, const char *lang, const char *name,
                           Report *report);

/* Reads a revision's text. What was published is compared as it stands: nothing is said of
 * what would be at fault in it today. False where it cannot be had (reported). */
bool side_read(Side *side, const PolicySource *policy, const Revision *revision, const char *lang,
               const char *root, Repository *repository, Report *report);

/* Reads the working text likewise. */
bool side_read_working(Side *side, const PolicySource *policy, const char *lang, const char *root,
                       Report *report);

/* Writes the values of part-comparison.html: rows, changes, count, identical. `rows` is
 * borrowed until the page is rendered, and emptied first. A word that the theme lacks is
 * reported (THEME_WORD_MISSING). */
void sides_put(Values *values, const Theme *theme, const Comparison *comparison, GString *rows,
               Report *report);

/* The rows of the table alone, for a page with several: `anchor` comes before each id. */
void sides_put_rows(Values *values, const Theme *theme, const Comparison *comparison,
                    const char *anchor, GString *rows, Report *report);

#endif
