/* Who is signed in. */
#include "records/web_session.h"

#include "records/database.h"
#include "records/secret.h"

enum { MOST_SESSIONS = 10 };

void web_session_free(WebSession *session)
{
  if (session == NULL)
    return;
  g_free(session->whom);
  g_free(session->form_token);
  g_free(session->hash);
  g_free(session);
}

bool web_session_begin(Store *store, const char *whom, bool half, Moment now, char **token,
                       Report *report)
{
  char *made = secret_token();
  g_autofree char *hash = secret_token_hash(made);
  g_autofree char *form_token = secret_token();
  *token = NULL;
  if (!act_begin(store, report)) {
    secret_free(made);
    return false;
  }
  bool ok = sql_run(store, report, "INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "ttiiit",
                    hash, whom, I(half), now,
                    now + (half ? WEB_SESSION_HALF_LASTS : WEB_SESSION_LASTS), form_token) &&
            sql_run(store, report,
                    "DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions WHERE whom = ?1"
                    " ORDER BY begun DESC, hash LIMIT -1 OFFSET ?2)",
                    "ti", whom, I(MOST_SESSIONS));
  if (act_end(store, ok, report)) {
    *token = made;
    return true;
  }
  secret_free(made);
  return false;
}

bool web_session_end(Store *store, const char *hash, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, sql_run(store, report, "DELETE FROM sessions WHERE hash = ?1", "t", hash),
                 report);
}

bool web_session_end_all(Store *store, const char *whom, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, sql_run(store, report, "DELETE FROM sessions WHERE whom = ?1", "t", whom),
                 report);
}

bool web_session_expire(Store *store, Moment now, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, sql_run(store, report, "DELETE FROM sessions WHERE ends <= ?1", "i", now),
                 report);
}

/* Whether whom it is of may still come in. */
#define STILL_THERE \
  "(EXISTS (SELECT 1 FROM staff WHERE id = substr(whom, 9) AND state = 0" \
  "   AND whom LIKE 'subject:%')" \
  " OR EXISTS (SELECT 1 FROM offices WHERE account = substr(whom, 9) AND NOT ended" \
  "   AND whom LIKE 'account:%'))"

bool web_session_find(Store *store, const char *token, Moment now, WebSession **found,
                      Report *report)
{
  *found = NULL;
  if (!secret_is_hex(token, 64))
    return true;
  g_autofree char *hash = secret_token_hash(token);
  Rows rows = rows_of(store, report,
                      "SELECT whom, half, begun, ends, form_token FROM sessions"
                      " WHERE hash = ?1 AND ends > ?2 AND " STILL_THERE,
                      "ti", hash, now);
  if (rows_next(&rows)) {
    WebSession *session = g_new0(WebSession, 1);
    session->whom = row_copy(&rows, 0);
    session->half = row_number(&rows, 1) != 0;
    session->begun = row_number(&rows, 2);
    session->ends = row_number(&rows, 3);
    session->form_token = row_copy(&rows, 4);
    session->hash = g_steal_pointer(&hash);
    *found = session;
  }
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, web_session_free);
  return false;
}
