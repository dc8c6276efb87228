/* Accounts of the office: made, changed, found. */
#include "records/account.h"

#include "records/office.h"
#include "records/secret.h"
#include "records/web_session.h"

#include <string.h>

static const char *const role_names[] = {"training", "publishing", "all"};

bool office_role_named(const char *name, OfficeRole *role)
{
  for (guint i = 0; i < G_N_ELEMENTS(role_names); i++)
    if (strcmp(role_names[i], name) == 0) {
      *role = (OfficeRole)i;
      return true;
    }
  return false;
}

const char *office_role_name(OfficeRole role)
{
  return role_names[role];
}

void account_free(Account *account)
{
  if (account == NULL)
    return;
  g_free(account->id);
  g_free(account->login);
  g_free(account->name);
  g_free(account->mail);
  g_free(account);
}

bool account_login_good(const char *login)
{
  gsize length = login != NULL ? strlen(login) : 0;
  return length >= 2 && length <= 32 && g_ascii_islower(*login) &&
         strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

/* ---- found ---- */

#define SELECT_ACCOUNT \
  "SELECT a.id, a.login, a.name, a.mail, o.role, o.ended," \
  " a.passphrase IS NOT NULL AND a.totp IS NOT NULL," \
  " CASE WHEN a.invitation IS NULL THEN 0 ELSE a.invited_till END," \
  " (SELECT count(*) FROM recovery WHERE account = a.id)" \
  " FROM accounts a JOIN offices o ON o.account = a.id "

static Account *account_of(const Rows *rows)
{
  Account *account = g_new0(Account, 1);
  account->id = row_copy(rows, 0);
  account->login = row_copy(rows, 1);
  account->name = row_copy(rows, 2);
  account->mail = row_copy(rows, 3);
  account->role = (OfficeRole)row_number(rows, 4);
  account->ended = row_number(rows, 5) != 0;
  account->ready = row_number(rows, 6) != 0;
  account->invited_till = row_number(rows, 7);
  account->recovery_left = (guint)row_number(rows, 8);
  return account;
}

static bool find(Rows rows, Account **found)
{
  *found = NULL;
  if (rows_next(&rows))
    *found = account_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, account_free);
  return false;
}

bool account_find(Store *store, const char *id, Account **found, Report *report)
{
  return find(rows_of(store, report, SELECT_ACCOUNT "WHERE a.id = ?1", "t", id), found);
}

bool account_find_login(Store *store, const char *login, Account **found, Report *report)
{
  return find(rows_of(store, report, SELECT_ACCOUNT "WHERE a.login = ?1", "t", login), found);
}

bool account_find_invitation(Store *store, const char *typed, Moment now, Account **found,
                             Report *report)
{
  g_autofree char *hash = secret_code_hash(typed);
  *found = NULL;
  if (hash == NULL)
    return true;
  return find(rows_of(store, report,
                      SELECT_ACCOUNT "WHERE a.invitation = ?1 AND a.invitation IS NOT NULL"
                                     " AND a.invited_till > ?2 AND NOT o.ended",
                      "ti", hash, now),
              found);
}

GPtrArray *account_list(Store *store, Report *report)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func((GDestroyNotify)account_free);
  Rows rows = rows_of(store, report, SELECT_ACCOUNT "ORDER BY o.ended, a.login", "");
  while (rows_next(&rows))
    g_ptr_array_add(accounts, account_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&accounts) : NULL;
}

/* ---- made and changed ---- */

bool account_standing(Store *store, const char *id, Report *report)
{
  gint64 count = 0;
  if (!sql_number(store, report, &count, NULL,
                  "SELECT count(*) FROM offices WHERE account = ?1 AND NOT ended", "t", id))
    return false;
  if (count == 0)
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(id), NULL);
  return count == 1;
}

static bool sign_out(Store *store, const char *id, Report *report)
{
  g_autofree char *whom = actor_account(id);
  return web_session_end_all(store, whom, report);
}

bool account_tell(Store *store, const Act *act, const char *id, const char *what, Report *report)
{
  json_t *body = json_object();
  body_put_text(body, "account", id);
  body_put_text(body, "what", what);
  return event_append(store, act, "account.changed", "", body, NULL, report);
}

static bool login_free(Store *store, const char *login, Report *report)
{
  gint64 taken = 0;
  if (!account_login_good(login)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "login", NULL);
    return false;
  }
  if (!sql_number(store, report, &taken, NULL, "SELECT count(*) FROM accounts WHERE login = ?1",
                  "t", login))
    return false;
  if (taken > 0)
    report_add(report, DIAG_RECORD_TAKEN, place_none(), login, NULL);
  return taken == 0;
}

bool account_add(Store *store, const Act *act, const char *login, const char *name,
                 const char *mail, OfficeRole role, Moment until, char **id, char **code,
                 Report *report)
{
  g_autofree char *made = secret_id();
  char *invitation = secret_code();
  g_autofree char *hash = secret_token_hash(invitation);
  bool ok = value_fits("name", name, 200, true, report) &&
            value_fits("mail", mail, 200, false, report) && act_begin(store, report);
  if (ok) {
    json_t *body = json_object();
    body_put_text(body, "account", made);
    body_put_text(body, "role", office_role_name(role));
    ok = login_free(store, login, report);
    if (!ok)
      json_decref(body);
    ok = ok && event_append(store, act, "account.added", "", body, NULL, report) &&
         sql_run(store, report,
                 "INSERT INTO accounts (id, login, name, mail, invitation, invited_till)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                 "ttttti", made, login, name, or_empty(mail), hash, until);
    ok = act_end(store, ok, report);
  }
  if (!ok) {
    secret_free(invitation);
    return false;
  }
  if (id != NULL)
    *id = g_steal_pointer(&made);
  *code = invitation;
  return true;
}

bool account_invite(Store *store, const Act *act, const char *id, Moment until, char **code,
                    Report *report)
{
  char *invitation = secret_code();
  g_autofree char *hash = secret_token_hash(invitation);
  bool ok = act_begin(store, report);
  if (ok) {
    ok = account_standing(store, id, report) && account_tell(store, act, id, "invited", report) &&
         sql_run(store, report,
                 "UPDATE accounts SET invitation = ?2, invited_till = ?3, passphrase = NULL,"
                 " totp = NULL, totp_last = 0, tries = 0, next_try = 0 WHERE id = ?1",
                 "tti", id, hash, until) &&
         sql_run(store, report, "DELETE FROM recovery WHERE account = ?1", "t", id) &&
         sign_out(store, id, report);
    ok = act_end(store, ok, report);
  }
  *code = ok ? invitation : NULL;
  if (!ok)
    secret_free(invitation);
  return ok;
}

bool account_rename(Store *store, const Act *act, const char *id, const char *name,
                    const char *mail, Report *report)
{
  (void)act;
  return value_fits("name", name, 200, true, report) &&
         value_fits("mail", mail, 200, false, report) && act_begin(store, report) &&
         act_end(store,
                 account_standing(store, id, report) &&
                   sql_run(store, report, "UPDATE accounts SET name = ?2, mail = ?3 WHERE id = ?1",
                           "ttt", id, name, or_empty(mail)),
                 report);
}

/* Whether another than this one can still do all. */
static bool not_the_last(Store *store, const char *id, Report *report)
{
  gint64 others = 0, is = 0;
  if (!sql_number(store, report, &others, NULL,
                  "SELECT count(*) FROM offices WHERE role = ?1 AND NOT ended AND account <> ?2",
                  "it", I(OFFICE_ALL), id) ||
      !sql_number(store, report, &is, NULL,
                  "SELECT count(*) FROM offices WHERE role = ?1 AND account = ?2", "it",
                  I(OFFICE_ALL), id))
    return false;
  if (is > 0 && others == 0)
    report_add(report, DIAG_RECORD_LAST_ACCOUNT, place_none(), NULL);
  return is == 0 || others > 0;
}

static bool write_role(Store *store, const Act *act, const char *id, OfficeRole role,
                       Report *report)
{
  gint64 is = 0;
  if (!account_standing(store, id, report) ||
      !sql_number(store, report, &is, NULL, "SELECT role FROM offices WHERE account = ?1", "t", id))
    return false;
  if (is == (gint64)role)
    return true;
  if (role != OFFICE_ALL && !not_the_last(store, id, report))
    return false;
  json_t *body = json_object();
  body_put_text(body, "account", id);
  body_put_text(body, "role", office_role_name(role));
  body_put_text(body, "what", "role");
  return event_append(store, act, "account.changed", "", body, NULL, report);
}

bool account_set_role(Store *store, const Act *act, const char *id, OfficeRole role, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, write_role(store, act, id, role, report), report);
}

static bool write_end(Store *store, const Act *act, const char *id, Report *report)
{
  if (!account_standing(store, id, report) || !not_the_last(store, id, report))
    return false;
  json_t *body = json_object();
  body_put_text(body, "account", id);
  return event_append(store, act, "account.ended", "", body, NULL, report) &&
         sql_run(
           store, report,
           "UPDATE accounts SET invitation = NULL, passphrase = NULL, totp = NULL WHERE id = ?1",
           "t", id) &&
         sql_run(store, report, "DELETE FROM recovery WHERE account = ?1", "t", id) &&
         sign_out(store, id, report);
}

bool account_end(Store *store, const Act *act, const char *id, Report *report)
{
  return act_begin(store, report) && act_end(store, write_end(store, act, id, report), report);
}
