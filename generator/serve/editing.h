/*
 * A visit to a working text: which policy, which language, and the site as it is kept
 * between two keys typed (serve/live.h). What edit_screen.c and draft_screen.c share.
 */
#ifndef SERVE_EDITING_H
#define SERVE_EDITING_H

#include "pages/draft_page.h"
#include "serve/visit.h"

typedef struct {
  DraftPages *pages;          /* NULL: the site cannot be read */
  const PolicySource *policy; /* NULL: there is none of that name, or no such language */
  const char *lang;           /* "ja" where the address names none */
} Editing;

/* Reads the path ("edit/privacy/en"). Puts site and policy into the visit, borrowed. */
Editing editing_begin(Visit *visit);

/* "privacy", "privacy/en": what follows the screen's name. The caller frees it. */
char *editing_address(const Editing *editing);

/* The page as it will be, made fit to be shown in a frame: it is read as if from its own
 * address, its links to places in it stay in the frame, and others open outside. What
 * `own` is, is the address at which the frame has it. */
GString *editing_framed(const Editing *editing, const GString *page, const char *own);

#endif
