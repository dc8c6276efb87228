/*
 * The colour of printed papers: sRGB, described by an ICC profile that is
 * computed here from the published figures (IEC 61966-2-1, ICC.1:2004-10), so
 * that no file of anybody's need be carried along.
 */
#ifndef PRINT_PDF_COLOUR_H
#define PRINT_PDF_COLOUR_H

#include <glib.h>

/* A version 4 monitor profile: three primaries adapted to D50, one parametric curve. The caller's. */
GByteArray *pdf_srgb_profile(void);

#endif
