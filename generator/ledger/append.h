/*
 * Appending entries to a ledger's text. What stands is kept byte for byte, and the
 * result is proved by reading it again: its entries are the old ones, and behind
 * them those that were meant, field by field.
 *
 *     g_autoptr(Append) append = append_new();
 *     append_entry(append, "cancel");
 *     append_string(append, "of", "2030-04-01");
 *     bytes = append_to(append, old, old_size, "content/privacy/ledger.lua", &size, report);
 */
#ifndef LEDGER_APPEND_H
#define LEDGER_APPEND_H

#include "base/report.h"

typedef struct Append Append;

Append *append_new(void);
void append_free(Append *append);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Append, append_free)

/* Begins an entry; the fields that follow are its own. `name` is borrowed and static. */
void append_entry(Append *append, const char *name);

/* A field that holds a text, whatever is in it; NULL is passed over. */
void append_string(Append *append, const char *field, const char *value);

/* A field that is true or false. */
void append_bool(Append *append, const char *field, bool value);

/* A field that is a whole number. */
void append_number(Append *append, const char *field, gint64 value);

/* The ledger's text with the entries at its end; the caller frees it. NULL where
 * something was reported: what reading a ledger reports, or APPEND_FAILED where the
 * proof does not hold (a file that ends inside of a loop, for example). */
char *append_to(const Append *append, const char *bytes, gsize size, const char *named,
                gsize *length, Report *report);

#endif
