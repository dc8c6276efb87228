/* Certificates. */
#include "records/certificate.h"

#include "records/database.h"
#include "records/secret.h"

#include <string.h>

void certificate_free(Certificate *certificate)
{
  if (certificate == NULL)
    return;
  g_free(certificate->id);
  g_free(certificate->subject);
  g_free(certificate->statement);
  g_free(certificate->signature);
  g_free(certificate->salt);
  g_free(certificate->sha256);
  g_free(certificate->pdf);
  g_free(certificate);
}

/* Whether there is such a completion, of that person, that stands. */
static bool founded(Store *store, const Certificate *certificate, Report *report)
{
  gint64 count = 0;
  if (!sql_number(store, report, &count, NULL,
                  "SELECT count(*) FROM completions c JOIN people p ON p.id = c.subject"
                  " WHERE c.seq = ?1 AND c.subject = ?2 AND c.voided = 0",
                  "it", certificate->completion, certificate->subject))
    return false;
  if (count == 0)
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), "completion", NULL);
  return count > 0;
}

static bool write_certificate(Store *store, const Act *act, const Certificate *certificate,
                              bool *first, Report *report)
{
  char hash[65];
  gint64 before = 0, seq = 0;
  if (!sql_number(store, report, &before, NULL,
                  "SELECT count(*) FROM certificates WHERE completion = ?1", "i",
                  certificate->completion))
    return false;
  *first = before == 0;
  if (before > 0)
    return true;
  if (!founded(store, certificate, report))
    return false;
  secret_sha256(certificate->pdf, certificate->pdf_length, hash);
  json_t *body = json_object();
  body_put_text(body, "id", certificate->id);
  body_put_number(body, "completion", certificate->completion);
  body_put_text(body, "sha256", hash);
  return event_append(store, act, "certificate.issued", certificate->subject, body, &seq, report) &&
         sql_run(store, report,
                 "INSERT INTO certificates VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                 "itittttitb", seq, certificate->id, certificate->completion, certificate->subject,
                 or_empty(certificate->statement), or_empty(certificate->signature),
                 or_empty(certificate->salt), act->at, hash, (const void *)certificate->pdf,
                 certificate->pdf_length);
}

bool certificate_issue(Store *store, const Act *act, const Certificate *certificate, bool *first,
                       Report *report)
{
  bool is_first = false;
  if (!value_fits("id", certificate->id, 100, true, report))
    return false;
  if (certificate->pdf == NULL) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "pdf", NULL);
    return false;
  }
  bool ok = act_begin(store, report) &&
            act_end(store, write_certificate(store, act, certificate, &is_first, report), report);
  if (first != NULL)
    *first = ok && is_first;
  return ok;
}

/* ---- read ---- */

#define SELECT_CERTIFICATE \
  "SELECT seq, id, completion, subject, statement, signature, salt, at, sha256"

static Certificate *certificate_of(const Rows *rows)
{
  Certificate *certificate = g_new0(Certificate, 1);
  certificate->seq = row_number(rows, 0);
  certificate->id = row_copy(rows, 1);
  certificate->completion = row_number(rows, 2);
  certificate->subject = row_copy(rows, 3);
  certificate->statement = row_copy(rows, 4);
  certificate->signature = row_copy(rows, 5);
  certificate->salt = row_copy(rows, 6);
  certificate->at = row_number(rows, 7);
  certificate->sha256 = row_copy(rows, 8);
  return certificate;
}

static bool find(Store *store, Rows rows, Certificate **found, Report *report)
{
  char hash[65];
  *found = NULL;
  if (rows_next(&rows)) {
    Certificate *certificate = certificate_of(&rows);
    const void *pdf = row_bytes(&rows, 9, &certificate->pdf_length);
    certificate->pdf = g_memdup2(pdf, certificate->pdf_length);
    *found = certificate;
  }
  bool ok = rows_end(&rows);
  if (ok && *found != NULL) {
    secret_sha256((*found)->pdf, (*found)->pdf_length, hash);
    ok = strcmp(hash, (*found)->sha256) == 0;
    if (!ok)
      report_add(report, DIAG_RECORD_TEXT, place_at(store->path, 0, 0), (*found)->id, NULL);
  }
  if (!ok)
    g_clear_pointer(found, certificate_free);
  return ok;
}

bool certificate_find(Store *store, const char *id, Certificate **found, Report *report)
{
  return find(
    store,
    rows_of(store, report, SELECT_CERTIFICATE ", pdf FROM certificates WHERE id = ?1", "t", id),
    found, report);
}

bool certificate_find_of(Store *store, gint64 completion, Certificate **found, Report *report)
{
  return find(store,
              rows_of(store, report,
                      SELECT_CERTIFICATE ", pdf FROM certificates WHERE completion = ?1", "i",
                      completion),
              found, report);
}

GPtrArray *certificate_list(Store *store, const char *subject, gint64 after, Report *report)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)certificate_free);
  const char *sql = subject != NULL ? SELECT_CERTIFICATE
                      " FROM certificates WHERE subject = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
                                    : SELECT_CERTIFICATE
                      " FROM certificates WHERE ?1 IS NULL AND seq > ?2 ORDER BY seq LIMIT ?3";
  Rows rows = rows_of(store, report, sql, "tii", subject, after, I(STORE_CHUNK));
  while (rows_next(&rows))
    g_ptr_array_add(list, certificate_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&list) : NULL;
}
