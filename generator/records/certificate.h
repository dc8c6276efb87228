/*
 * Certificates (修了証): one a completion, never altered. The event holds the PDF's hash; statement,
 * salt and PDF lie in a row that goes when the person is erased.
 */
#ifndef RECORDS_CERTIFICATE_H
#define RECORDS_CERTIFICATE_H

#include "records/store.h"

typedef struct {
  char *id; /* as printed; the caller's choice, unique */
  gint64 completion;
  char *subject;
  char *statement; /* what was signed */
  char *signature; /* 128 hex digits */
  char *salt;      /* of the name's hash in the statement */
  Moment at;
  char *sha256; /* of the PDF */
  char *pdf;    /* NULL where it was not asked for */
  gsize pdf_length;
  gint64 seq;
} Certificate;

void certificate_free(Certificate *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Certificate, certificate_free)

/* Issues one (seq, at and sha256 are made here); one event. Where the completion has one already,
 * nothing is written, and *first (may be NULL) is false. */
bool certificate_issue(Store *store, const Act *act, const Certificate *certificate, bool *first,
                       Report *report);

/* With its PDF, held against the hash: RECORD_TEXT. */
bool certificate_find(Store *store, const char *id, Certificate **found, Report *report);
bool certificate_find_of(Store *store, gint64 completion, Certificate **found, Report *report);

/* Of Certificate without PDFs: of a person (NULL: of all), behind `after` by seq, at most
 * STORE_CHUNK. Free with g_ptr_array_unref(). */
GPtrArray *certificate_list(Store *store, const char *subject, gint64 after, Report *report);

#endif
