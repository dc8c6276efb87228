/*
 * Forms: what was typed is shown again, and what was refused is said at its field.
 *
 * A template finds the typed values in `form` (form.effective) and asks part-refused.html
 * for what is said of a field; every fault of page.faults that belongs to a field names it
 * (`field`), so that the list at the top can lead there.
 */
#ifndef SERVE_FORM_H
#define SERVE_FORM_H

#include "serve/visit.h"

/* Writes `form`: of each name what was typed or the address gave. Ends in NULL. */
void form_put(Visit *visit, const char *const *names);

/* The language that was chosen, or typed as another one; NULL where none was. The caller
 * frees it. */
char *form_lang(const Visit *visit);

/* The field to which a diagnostic belongs; NULL where it is of the whole. Static, or the
 * diagnostic's own. */
const char *form_field_of(const Diag *diag);

#endif
