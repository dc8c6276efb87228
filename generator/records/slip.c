/* Slips and PINs. */
#include "records/slip.h"

#include "records/person.h"
#include "records/secret.h"
#include "records/tries.h"

bool slip_issue(Store *store, const Act *act, const char *subject, Moment ends, bool keep_pin,
                char **code, Report *report)
{
  char *made = secret_code();
  g_autofree char *hash = secret_token_hash(made);
  *code = NULL;
  if (!act_begin(store, report)) {
    secret_free(made);
    return false;
  }
  bool ok = person_present(store, subject, report);
  if (ok) {
    json_t *body = json_object();
    body_put_number(body, "ends", ends);
    body_put_text(body, "pin", keep_pin ? "kept" : "cleared");
    ok = event_append(store, act, "slip.issued", subject, body, NULL, report) &&
         sql_run(store, report,
                 "UPDATE people SET slip = ?2, slip_ends = ?3, tries = 0, next_try = 0,"
                 " pin = CASE WHEN ?4 THEN pin END WHERE id = ?1",
                 "ttii", subject, hash, ends, I(keep_pin)) &&
         person_sign_out(store, subject, report);
  }
  if (act_end(store, ok, report)) {
    *code = made;
    return true;
  }
  secret_free(made);
  return false;
}

bool slip_find(Store *store, const char *typed, Moment now, Person **found, Report *report)
{
  g_autofree char *hash = secret_code_hash(typed);
  *found = NULL;
  if (hash == NULL)
    return true;
  Rows rows = rows_of(store, report,
                      "SELECT " PERSON_COLUMNS "FROM people p JOIN staff s ON s.id = p.id"
                      " WHERE p.slip = ?1 AND p.slip IS NOT NULL AND p.slip_ends > ?2"
                      " AND s.state = 0",
                      "ti", hash, now);
  if (rows_next(&rows))
    *found = person_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, person_free);
  return false;
}

/* ---- tries ---- */

void try_clear(Try *try)
{
  secret_free(try->hash);
  *try = (Try){0};
}

static const TrySql of_people = {
  "SELECT tries, next_try, pin FROM people WHERE id = ?1",
  "UPDATE people SET tries = ?2, next_try = ?3 WHERE id = ?1",
};

/* Counted before it is looked at: two at once are two tries. */
bool try_count(Store *store, const TrySql *sql, const char *id, Moment now, Try *try,
               Report *report)
{
  gint64 tries = 0, next = 0;
  *try = (Try){0};
  if (!act_begin(store, report))
    return false;
  Rows rows = rows_of(store, report, sql->read, "t", id);
  bool found = rows_next(&rows);
  if (found) {
    tries = row_number(&rows, 0);
    next = row_number(&rows, 1);
    try->hash = row_null(&rows, 2) ? NULL : row_copy(&rows, 2);
  }
  bool ok = rows_end(&rows);
  if (ok && !found) {
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), id, NULL);
    ok = false;
  }
  if (ok && next > now) {
    try_clear(try);
    try->wait = next - now;
  } else if (ok) {
    ok = sql_run(store, report, sql->write, "tii", id, tries + 1,
                 now + tries_wait((guint)MIN(tries + 1, 1000)));
  }
  ok = act_end(store, ok, report);
  if (!ok)
    try_clear(try);
  return ok;
}

bool slip_try(Store *store, const char *subject, Moment now, Try *try, Report *report)
{
  return try_count(store, &of_people, subject, now, try, report);
}

bool slip_good(Store *store, const char *subject, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, sql_run(store, report, of_people.write, "tii", subject, I(0), I(0)),
                 report);
}

bool slip_set_pin(Store *store, const Act *act, const char *subject, const char *hash, bool change,
                  Report *report)
{
  gint64 set = 0;
  if (!act_begin(store, report))
    return false;
  bool ok = person_present(store, subject, report) &&
            sql_number(store, report, &set, NULL,
                       "SELECT pin IS NOT NULL FROM people WHERE id = ?1", "t", subject);
  if (ok && set && !change) {
    report_add(report, DIAG_RECORD_PIN_SET, place_none(), NULL);
    ok = false;
  }
  ok = ok && event_append(store, act, "pin.set", subject, json_object(), NULL, report) &&
       sql_run(store, report, "UPDATE people SET pin = ?2, tries = 0, next_try = 0 WHERE id = ?1",
               "tt", subject, hash);
  return act_end(store, ok, report);
}
