/*
 * The site's key colour: one colour from site.lua, for light and dark.
 *
 * Contrast is that of WCAG 2.2 (1.4.3: 4.5:1 for text; 1.4.11: 3:1 for lines
 * and controls), with relative luminance as it defines it.
 */
#ifndef PAGES_COLOUR_H
#define PAGES_COLOUR_H

#include "base/report.h"

/* Channels from 0 to 1, sRGB. */
typedef struct {
  double red, green, blue;
} Colour;

/* "#115a36" or "#fff"; false where it is none. */
bool colour_read(const char *text, Colour *colour);

/* "#115a36". The caller frees it. */
char *colour_text(Colour colour);

/* WCAG contrast ratio, 1 to 21. */
double colour_contrast(Colour a, Colour b);

/* The colour nearest to `colour`, made darker or lighter, that has at least
 * `ratio` against `ground`. */
Colour colour_for_contrast(Colour colour, Colour ground, double ratio);

/* assets/colour.css for a key colour: --key (text and links), --key-on (text on
 * it), --key-soft (a quiet ground), for light and for dark. A colour that fails
 * on white is reported (at `place`) with the nearest that passes; NULL then. */
char *colour_css(const char *key, Place place, Report *report);

#endif
