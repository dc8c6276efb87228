/*
 * The tables, and how a store of an older form becomes one of this. Inside this room alone.
 *
 * Steps lead from one schema to the next, the first from an empty file; a step that was released is
 * never changed. user_version tells how many were taken.
 *
 * Three kinds of tables:
 *   the record        events, texts, checkpoints: triggers refuse to change or delete
 *   worked out of it  `schema_derived`: made anew from the events at any time (audit.h)
 *   about persons     people, lecturers, certificates, accounts, recovery, sessions, practice,
 *                     drafts: can be erased, are in no event
 */
#ifndef RECORDS_SCHEMA_H
#define RECORDS_SCHEMA_H

#include "records/database.h"

enum { SCHEMA_ID = 0x6b616974 }; /* "kait": application_id */

extern const char *const schema_steps[]; /* NULL-terminated */

/* The tables that are worked out, each with the columns by which its rows are ordered. */
typedef struct {
  const char *table;
  const char *order;
} DerivedTable;
extern const DerivedTable schema_derived[];

/* How many steps this program knows. */
int schema_newest(const char *const *steps);

/* The schema of the store; -1: reported. */
int schema_of(Store *store, Report *report);

/* Takes the steps that are missing, in one transaction; whoever came first has taken them for all.
 */
bool schema_bring(Store *store, const char *const *steps, Report *report);

/* store_open() with other steps: for the test of migrations, which are few. */
Store *store_open_steps(const char *path, const char *const *steps, Report *report);

#endif
