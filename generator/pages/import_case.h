/*
 * One import while it is looked at, for import.c and import_case.c alone: the rows that
 * were chosen, their texts, and what speaks against them.
 */
#ifndef PAGES_IMPORT_CASE_H
#define PAGES_IMPORT_CASE_H

#include "pages/draft.h"
#include "pages/import.h"

/* One chosen row while it is looked at. */
typedef struct {
  const ImportRow *row;
  char *key;
  const Revision *known; /* in a policy that has revisions */
  GPtrArray *drafts;     /* of Draft, as row->texts; NULL where that text is not taken in */
  bool left_out;         /* its Japanese text was refused */
} ImportItem;
void import_item_free(gpointer item);

typedef struct {
  Desk *desk;
  const Import *import;
  const PolicySource *policy; /* NULL: it is not there yet */
  bool begins;                /* it has no revision yet */
  bool dates_alone;
  GPtrArray *items; /* of ImportItem, in order of effect */
  guint refused;    /* texts with faults */
  Report *report;
} ImportCase;

static inline ImportItem *case_item(const ImportCase *of, guint index)
{
  return g_ptr_array_index(of->items, index);
}

static inline const ImportText *item_text(const ImportItem *item, guint index)
{
  return g_ptr_array_index(item->row->texts, index);
}

static inline Draft *item_draft(const ImportItem *item, guint index)
{
  return index < item->drafts->len ? g_ptr_array_index(item->drafts, index) : NULL;
}

/* The Japanese text that it gets; NULL where it gets none. */
static inline Draft *item_ja(const ImportItem *item)
{
  return item->row->source != NULL ? item_draft(item, 0) : NULL;
}

/* How many of the items before it have its day. */
guint case_before_of_day(const ImportCase *of, guint index);

/* Reports it; false. */
bool case_refuse(const ImportCase *of, DiagCode code, Place place, const char *one,
                 const char *two);

/* The chosen rows, in order of effect. */
bool case_collect(ImportCase *of);

/* Days, numbers, kinds; in a policy that has revisions, whether it knows them. Gives every
 * item its key. */
bool case_check_rows(ImportCase *of);

/* Reads and parses every text. */
bool case_read_texts(ImportCase *of);

/* Drops an item's text, and with the Japanese one its translations; the person is told. */
void case_leave_out(const ImportCase *of, ImportItem *item, guint index, guint faults);

/* A revision whose text is that of the one before it changed nothing. */
bool case_check_same(const ImportCase *of);

/* With two_persons, whether the text that is in force, or would be, has been approved. */
bool case_check_approved(const ImportCase *of);

#endif
