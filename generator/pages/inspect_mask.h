/*
 * A page as libxml2 reads it quickly: with '^' for each byte that is not ASCII.
 *
 * libxml2 2.9 goes through ASCII in runs, and through all else character by character, which for a
 * Japanese page takes twice as long. Yet to XML they are all alike where they may stand at all: in
 * texts and in the values of attributes. '^' may stand there too, means nothing, and may not stand
 * in a name. So if a masked page is well-formed, the page is; each byte has its place in both. The
 * other way round nothing is said: a masked page that has a fault is read again as it is.
 *
 * Private to the inspection.
 */
#ifndef PAGES_INSPECT_MASK_H
#define PAGES_INSPECT_MASK_H

#include <glib.h>
#include <stdbool.h>

enum { MASK = '^' };

/* Writes the masked page, of the same length. False where the page is no UTF-8, or holds a
 * character that no XML may (U+FFFE, U+FFFF): only libxml2 can say what is wrong with it. */
bool page_mask(const char *html, gsize length, GString *masked);

#endif
