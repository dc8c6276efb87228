/*
 * What the theme room's files know of one another: the reading of strings, and
 * the templates of a theme. For the room alone.
 */
#ifndef THEME_PARTS_H
#define THEME_PARTS_H

#include "theme/theme.h"

/* Reads a strings file:
 *
 *     strings { skip = "本文へ進む", state = { scheduled = "施行予定" } }
 *
 * (keys: "skip", "state.scheduled")
 * into `strings` (key -> text, both owned by the table); what is there already
 * is replaced. False where something was reported. */
bool strings_read(const char *source, const char *named, GHashTable *strings, Report *report);

/* Called for each template in the order of their names. `name` is its path in
 * the theme ("policy.html"), `named` how diagnostics call it; all borrowed from
 * the theme. */
typedef void (*TemplateVisit)(const char *name, const char *named, const char *source, gsize length,
                              gpointer data);
void theme_each_template(const Theme *theme, TemplateVisit visit, gpointer data);

#endif
