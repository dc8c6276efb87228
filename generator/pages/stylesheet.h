/*
 * What a style sheet would fetch from another host: addresses with a scheme (but
 * for data:) or with //, in url(…), src(…) and @import, and in any string, for
 * image-set() and variables carry addresses in strings. Escapes are resolved
 * first, as a browser does (CSS Syntax, section 4.3.7).
 *
 * Neither comments nor strings are told apart from the rest, so that nothing can
 * hide behind them: url(https://…) in a comment is found too. A string after "="
 * is part of a selector ([href^="https:"]) or of a drawing in a data: address
 * (xmlns="…"), and fetches nothing.
 */
#ifndef PAGES_STYLESHEET_H
#define PAGES_STYLESHEET_H

#include <glib.h>

/* Called for each such address (the first 20), with its line from 1 on. */
typedef void (*StyleFound)(const char *address, int line, void *data);

void style_foreign(const char *css, gsize length, StyleFound found, void *data);

#endif
