/*
 * QR codes as drawings: one SVG path of black, within the quiet zone of four modules that
 * ISO/IEC 18004 asks for. Error correction is level M: a notice on a wall gets dirty.
 *
 * qrencode.h stays in qr.c.
 */
#ifndef PRINT_QR_H
#define PRINT_QR_H

#include <glib.h>

/* <img class="qr" alt="…" src="data:…" /> of a text; `label` says it in words. NULL where the
 * text is too long for a code. The caller frees it. */
char *qr_image(const char *text, const char *label);

#endif
