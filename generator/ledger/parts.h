/*
 * The steps in which ledger_read() turns entries into a Ledger. Inside this room
 * alone. Each reports what is at fault and goes on.
 */
#ifndef LEDGER_PARTS_H
#define LEDGER_PARTS_H

#include "ledger/entries.h"

/* revisions.c: every revision entry, with its key, in the order of the file. */
void revisions_collect(Ledger *ledger, const DataFile *file, Report *report);

/* revisions.c: every cancellation; then order of effect, and numbers. */
void revisions_cancel(Ledger *ledger, const DataFile *file, Report *report);
void revisions_order(Ledger *ledger, Report *report);

/* editions.c: every text and every approval. */
void editions_collect(Ledger *ledger, const DataFile *file, Report *report);

/* revisions.c: the entry's `of` names no revision. */
void revision_report_unknown(const Ledger *ledger, const DataCall *call, Report *report);

Revision *revision_by_key(const Ledger *ledger, const char *key);
void revision_free(gpointer revision);
void edition_free(gpointer edition);
void approval_free(gpointer approval);

#endif
