/*
 * Module texts, kept by their hash for ever (the database refuses to change or delete them), so
 * that a score can be computed again whatever became of the sources. What a module's text is:
 * training/module.h.
 */
#ifndef RECORDS_KEPT_TEXT_H
#define RECORDS_KEPT_TEXT_H

#include "records/store.h"

/* Keeps a text; `hash` gets its SHA-256. One that is there already is no fault. Needs a
 * transaction. */
bool kept_text_put(Store *store, const char *bytes, gsize length, char hash[65], Report *report);

/* *bytes (NUL behind them, not counted) NULL where there is none; RECORD_TEXT where what is there
 * has another hash. */
bool kept_text_get(Store *store, const char *hash, char **bytes, gsize *length, Report *report);

/* The hashes of all, sorted: an array of strings; free with g_ptr_array_unref(). */
GPtrArray *kept_text_list(Store *store, Report *report);

#endif
