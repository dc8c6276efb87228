/*
 * What the office's pages share (office_pages.h): what each writes first, days, filters in the
 * address, columns that sort by link, lists longer than a page, forms that are shown again.
 *
 * The templates are those of themes/registry/. Besides what call.h puts there they see:
 *   account { name, training, publishing, all }   who is signed in; left out where nobody is
 *   section   which entry of the menu the page belongs to
 *   told      what a form has just done ("saved": told.saved in strings/)
 *   above     { text, href }: the page above this one
 *   form      what was typed, where a form is shown again
 */
#ifndef SERVE_OFFICE_PAGE_H
#define SERVE_OFFICE_PAGE_H

#include "records/staff.h"
#include "serve/call.h"

/* Lines of a list on one page. */
enum { OFFICE_LINES = 100 };

/* Writes `account`, `section` (may be NULL) and `told`; sets the language. False where the store failed: the outcome is set,
 * return. */
bool office_open(Call *call, const char *section);

/* The page above; `text` is a key of strings/ where it has a dot in it, else the text itself. */
void office_put_above(Call *call, const char *text, const char *href);

/* A title of the page's own. */
void office_put_title(Call *call, const char *title);

/* A string of the theme, with {name}s filled in: office_words(call, "overview.lead", "all", "12", NULL).
 * Lives as long as the call. */
const char *office_words(Call *call, const char *key, ...) G_GNUC_NULL_TERMINATED;

/* A figure as such a value. Lives as long as the call. */
const char *office_figure(Call *call, gint64 number);

/* The day of a moment, where the organisation is. */
Day office_day_of(const Call *call, gint64 moment);

/* "14:05" there. Lives as long as the call. */
const char *office_time_of(Call *call, gint64 moment);

/* Who did something, by an event's actor: an account's name, "本人", a command's user. Lives as long as the
 * call. */
const char *office_who(Call *call, const char *actor);

/* The title of a module; its id where the site has it no more. */
const char *office_module(const Call *call, const char *id);

/* What was typed into the fields of these names; ends in NULL. */
void office_put_form(Call *call, const char *const *names);

/* What a form's fields must hold: false where one is empty (OFFICE_FIELD_EMPTY, at it). */
bool office_needs(Call *call, const char *field);

/* A field that holds a day: no day where it is empty; false where it cannot be read (reported at it). */
bool office_day(Call *call, const char *field, Day *day);

/* A field that holds a number from `least` to `most`, full-width digits too: false where it does not. Reports
 * nothing: each form has its own words for it. */
bool office_number(Call *call, const char *field, guint least, guint most, guint *number);

/* The person of the path (its first part), whose name has not been erased. NULL: the outcome is set. */
Person *office_person(Call *call);

/* A person's entry { id, name, kana, number, site, role, groups, joined }, into what is open. */
void office_put_entry(Call *call, const Person *person);

/* A mark in the transaction before several things are written; and what becomes of it: where `good` is
 * false all of it is undone, and what is shown then is shown. Returns whether all is good. */
bool office_mark(Call *call);
bool office_settle(Call *call, bool good);

/* On to "/office/…" below which `told` is to be said (NULL: nothing). */
void office_go(Call *call, const char *told, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* What stands behind "NAME." in the names of the boxes that are ticked ("who.3f2a…": NAME is "who"), sorted, so
 * that what is recorded has one order. The caller frees it with g_strfreev(). */
char **office_ticked(const Call *call, const char *name);

/* When a slip that is issued now ends: with the 年度. (slips_page.c) */
Moment slip_end(const Call *call);

/* ---- lists ---- */

/* The 年度 that the address asks for, else that of today; `years` for its choice: { number, label, chosen },
 * newest first: every year of a module, and today's. */
int office_year(Call *call);
void office_put_years(Call *call, int chosen);

/* "令和8年度（2026年度）". Lives as long as the call. */
const char *office_year_label(Call *call, int year);

/* A list { name, chosen } of the values in use on the roster ("sites", "roles"), and which is chosen. False
 * where the store failed (the outcome is set). */
bool office_put_sites(Call *call, const char *chosen);
bool office_put_roles(Call *call, const char *chosen);

/* A column of a list; `key` is "column.KEY" in strings/. */
typedef struct {
  const char *key;
  bool sorts;
  bool number;
} OfficeColumn;

/* By which column the address sorts, else by the first; `back`: from the end. */
const OfficeColumn *office_order(Call *call, const OfficeColumn *columns, guint count, bool *back);

/* `columns`, each with a link that sorts by it, or the other way round. */
void office_put_columns(Call *call, const OfficeColumn *columns, guint count);

/* Which lines of `all` the page shows, and `pages` for its links. */
void office_put_pages(Call *call, guint all, guint *first, guint *count);

/* The address of this page with one field another one (NULL: without it). Lives as long as the call. */
const char *office_address(Call *call, const char *field, const char *value);

#endif
