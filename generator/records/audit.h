/*
 * Whether all of the record holds. `records verify` is made of these and of the scores, which need
 * grading and are enrolment's.
 *
 *   audit_file()    the file is sound by the database's own check; its tables and triggers are
 * those that
 *                   this version makes: RECORD_SCHEMA, STORE_CORRUPT
 *   audit_chain()   every event from the first to the head: numbers without a gap, each hash right;
 *                   RECORD_EVENT names the first that does not hold, and what it is that does not
 *   audit_heads()   every checkpoint kept in the store: signed by one of `keys`, still a head of
 * the chain
 *   audit_tables()  the tables beside the events say what the events say: all of them are made
 *                   anew, apart, and compared; RECORD_TABLE names the first row that differs of
 * each
 *   audit_names()   names are what events sealed; certificates and texts have their hashes
 *
 * Each returns false where something was reported, be it a fault of the record or of the reading;
 * `seen` (may be NULL) gets how many things were looked at. They hold no lock for long but
 * audit_tables(), which holds one while it compares (about a second for half a million events).
 */
#ifndef RECORDS_AUDIT_H
#define RECORDS_AUDIT_H

#include "records/store.h"

bool audit_file(Store *store, Report *report);

/* The database's own check alone, for a copy that may be of an older schema. */
bool audit_sound(Store *store, Report *report);

bool audit_chain(Store *store, gint64 *seen, Report *report);
bool audit_heads(Store *store, const char *const *keys, gint64 *seen, Report *report);
bool audit_tables(Store *store, gint64 *seen, Report *report);
bool audit_names(Store *store, gint64 *seen, Report *report);

/* Makes the tables anew from the events, where audit_tables() found them wrong and the chain
 * holds: in one transaction of its own. Erasable rows (names, PINs, certificates) are not
 * touched. */
bool audit_rebuild(Store *store, Report *report);

#endif
