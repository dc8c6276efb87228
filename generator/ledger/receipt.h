/*
 * A receipt: what a ledger held at one time, in a few lines that can be printed,
 * filed and mailed. It is the anchor outside of the repository: a history that
 * was rewritten as a whole agrees with itself, but not with a receipt.
 *
 * UTF-8 text, one `name value` a line in this order; lines beginning with # and
 * blank lines are passed over:
 *
 *     kaitei-receipt 1
 *     policy privacy
 *     entries 11
 *     proof 5f0c…            64 hex digits
 *     commit 1f3a…           40 hex digits, or - where there was none
 *     day 2026-11-22
 *
 * The proof is the SHA-256 of the first `entries` entries, each as its name and
 * its fields sorted by name (data_call_text), closed by a line feed. It does not
 * change with comments, layout or what is appended later, so a receipt can be
 * held against the ledger of today, with or without git. One from before the ledger
 * was sealed holds too: it is compared with the entries less `sealed = true`.
 */
#ifndef LEDGER_RECEIPT_H
#define LEDGER_RECEIPT_H

#include "ledger/ledger.h"

typedef struct {
  char *policy;
  guint entries;
  char *proof;
  char *commit; /* NULL where there was none */
  Day day;
} Receipt;

/* The receipt of a ledger as it stands. `commit` may be NULL. The caller frees it. */
char *receipt_text(const Ledger *ledger, const char *commit, Day day);

/* Reads a receipt. NULL where something was reported: RECEIPT_UNREADABLE and
 * what reading a file reports. */
Receipt *receipt_read(const char *path, Report *report);
void receipt_free(Receipt *receipt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Receipt, receipt_free)

/* Holds a ledger's entries (entries_texts) against a receipt. False where
 * something was reported: RECEIPT_LONGER, RECEIPT_DIFFERS. */
bool receipt_check(const Receipt *receipt, const GPtrArray *entries, const char *ledger_path,
                   Report *report);

#endif
