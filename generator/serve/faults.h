/*
 * Diagnostics on a page: what is at fault in a form, at its field.
 */
#ifndef SERVE_FAULTS_H
#define SERVE_FAULTS_H

#include "base/report.h"
#include "theme/theme.h"

/* A list of diagnostics, sorted: { level, word, code, file, line, column, text, hint, field }. Their texts
 * are the theme's own where it has some ("diag.CODE.text", "diag.CODE.hint" in its strings, with
 * {1} … for the arguments): what a diagnostic says of a command's options is nothing to
 * whoever sees a form. `field` is the form's field that it speaks of (form.h). */
void faults_put(Values *values, const char *name, Report *report, const Theme *theme,
                const char *lang);

#endif
