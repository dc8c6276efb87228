/*
 * The entries of a ledger as they stand in the file: which there are, and how
 * their fields are read. What follows from them is ledger.c's affair.
 */
#ifndef LEDGER_ENTRIES_H
#define LEDGER_ENTRIES_H

#include "ledger/ledger.h"
#include "script/data.h"

/* A ledger's or a frozen text's file is at most this long, bytes. */
enum { LEDGER_LIMIT = 4 * 1024 * 1024 };

/* Runs the exact bytes of a ledger. NULL where something was reported. */
DataFile *entries_run(const char *bytes, gsize size, const char *named, Report *report);

/* What each entry says (data_call_text), of char *. */
GPtrArray *entries_texts(const DataFile *file);

/* SHA-256 over the first `count` of these texts, each closed by a line feed, hex.
 * The caller frees it. */
char *entries_proof(const GPtrArray *texts, guint count);

/* Whether the entries hold policy { sealed = true }. */
bool entries_sealed(const DataFile *file);

/* A day that is exact and lies within its era; no day where the call has no such
 * field or a fault was reported. */
Day entry_day(const DataCall *call, const char *field, const char *named, Report *report);

/* The same of a text that stands elsewhere; messages call it `field`. */
Day entry_day_of(const char *text, const char *field, Place place, Report *report);

/* False where the field's word is none of those known (reported). */
bool entry_change(const DataCall *call, ChangeKind *change, const char *named, Report *report);
bool entry_provenance(const DataCall *call, Provenance *provenance, const char *named,
                      Report *report);
bool entry_act(const DataCall *call, ApprovalAct *act, const char *named, Report *report);
bool entry_blob(const DataCall *call, const char *named, Report *report);
bool entry_lang(const DataCall *call, const char *named, Report *report);

#endif
