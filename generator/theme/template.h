/*
 * A template turned into Lua: `<%= %>` writes escaped, `<%- %>` raw, `<% %>` is
 * code, all else is written as it stands.
 *
 * Line n of the Lua text is line n of the template, so that Lua's own errors
 * name the template's lines. A `<% %>` that stands alone on its line leaves no
 * empty line in the page. Comments in code end with their mark, not with the
 * line.
 *
 * The Lua text is a chunk that takes the functions named in
 * TEMPLATE_FUNCTIONS (in this order) and returns a function of one table: the
 * values under which the template runs.
 */
#ifndef THEME_TEMPLATE_H
#define THEME_TEMPLATE_H

#include "base/report.h"

/* What the theme adds to the sandbox's library; the first two write a value, as it
 * is and escaped. */
#define TEMPLATE_FUNCTIONS "__raw,__escaped,t,h,date,date_text,include,content,unbroken,ruby"

/* NULL where a mark is not closed (reported: TEMPLATE_UNCLOSED). `named` is how
 * diagnostics call the template. The caller frees the result. */
char *template_to_lua(const char *source, gsize length, const char *named, Report *report);

#endif
