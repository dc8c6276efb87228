/*
 * The values that a template sees, written in order into a buffer.
 *
 *     Values *values = values_new();
 *     values_open(values, "page");
 *     values_string(values, "title", "個人情報の保護について");
 *     values_close(values);
 *     values_list(values, "policies");
 *       values_open(values, NULL);          // one item
 *       values_string(values, "id", "privacy");
 *       values_close(values);
 *     values_close(values);
 *
 * In a template these are `page.title` and `policies[1].id`. Strings are
 * copied, but for values_raw(), which borrows until the page is rendered; names
 * are borrowed as long, and best are literals. A buffer is emptied and used again for the next page.
 *
 * lua.h is not included here: no other room need know Lua.
 */
#ifndef THEME_VALUES_H
#define THEME_VALUES_H

#include "base/wareki.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Values Values;

Values *values_new(void);
void values_free(Values *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Values, values_free)

/* Forgets everything, keeps the memory. */
void values_clear(Values *values);

/* `name` is NULL for an item of a list. A NULL string is left out (nil). */
void values_string(Values *values, const char *name, const char *text);
void values_raw(Values *values, const char *name, const char *text, gsize length);
void values_number(Values *values, const char *name, gint64 number);
void values_bool(Values *values, const char *name, bool truth);

/* A day as the theme's date() takes it: { iso, wareki, both, english }; left out where it is not
 * known. */
void values_day(Values *values, const char *name, Day day);

/* A table or a list, until values_close(). */
void values_open(Values *values, const char *name);
void values_list(Values *values, const char *name);
void values_close(Values *values);

/* A table that is the same on page after page, told by an address that stands for nothing else
 * as long as the values live. True: it is open, to be written and closed like any other. False:
 * a page that was rendered had it, and it is put as it was there. Templates cannot change it, nor
 * what is in it. All pages of these values are to be rendered on one stage. */
bool values_open_kept(Values *values, const char *name, gconstpointer key);

#endif
