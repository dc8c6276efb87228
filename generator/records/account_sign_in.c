/* Accounts: what is known to sign in. */
#include "records/office.h"

#include "records/secret.h"
#include "records/tries.h"

#include <string.h>

enum { RECOVERY_CODES = 10 };

/* ---- set ---- */

static bool draw_recovery(Store *store, const char *id, char ***codes, Report *report)
{
  g_auto(GStrv) drawn = g_new0(char *, RECOVERY_CODES + 1);
  if (!sql_run(store, report, "DELETE FROM recovery WHERE account = ?1", "t", id))
    return false;
  for (int i = 0; i < RECOVERY_CODES; i++) {
    drawn[i] = secret_code();
    g_autofree char *hash = secret_token_hash(drawn[i]);
    if (!sql_run(store, report, "INSERT INTO recovery VALUES (?1, ?2)", "tt", id, hash))
      return false;
  }
  *codes = g_steal_pointer(&drawn);
  return true;
}

/* By that code: while the passphrase was hashed another one may have taken its place. */
static bool invited(Store *store, const char *id, const char *typed, Moment now, Report *report)
{
  g_autoptr(Account) account = NULL;
  if (!account_find_invitation(store, typed, now, &account, report))
    return false;
  bool is_this = account != NULL && strcmp(account->id, id) == 0;
  if (!is_this)
    report_add(report, DIAG_RECORD_UNINVITED, place_none(), NULL);
  return is_this;
}

bool account_accept(Store *store, const Act *act, const char *id, const char *typed,
                    const char *hash, const char *secret, gint64 step, char ***codes,
                    Report *report)
{
  g_auto(GStrv) drawn = NULL;
  char code[7];
  if (!totp_code(secret, 0, code)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "totp", NULL);
    return false;
  }
  if (!act_begin(store, report))
    return false;
  bool ok = invited(store, id, typed, act->at, report) &&
            account_tell(store, act, id, "accepted", report) &&
            sql_run(store, report,
                    "UPDATE accounts SET invitation = NULL, invited_till = 0, passphrase = ?2,"
                    " totp = ?3, totp_last = ?4, tries = 0, next_try = 0 WHERE id = ?1",
                    "ttti", id, hash, secret, step) &&
            draw_recovery(store, id, &drawn, report);
  if (!act_end(store, ok, report))
    return false;
  *codes = g_steal_pointer(&drawn);
  return true;
}

/* An account that was invited anew meanwhile has none to change. */
static bool ready(Store *store, const char *id, Report *report)
{
  g_autoptr(Account) account = NULL;
  if (!account_find(store, id, &account, report))
    return false;
  bool is_ready = account != NULL && account->ready && !account->ended;
  if (!is_ready)
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(id), NULL);
  return is_ready;
}

bool account_set_passphrase(Store *store, const Act *act, const char *id, const char *hash,
                            Report *report)
{
  return act_begin(store, report) &&
         act_end(store,
                 ready(store, id, report) && account_tell(store, act, id, "passphrase", report) &&
                   sql_run(store, report, "UPDATE accounts SET passphrase = ?2 WHERE id = ?1", "tt",
                           id, hash),
                 report);
}

bool account_new_recovery(Store *store, const Act *act, const char *id, char ***codes,
                          Report *report)
{
  g_auto(GStrv) drawn = NULL;
  if (!act_begin(store, report))
    return false;
  bool ok = account_standing(store, id, report) &&
            account_tell(store, act, id, "recovery", report) &&
            draw_recovery(store, id, &drawn, report);
  if (!act_end(store, ok, report))
    return false;
  *codes = g_steal_pointer(&drawn);
  return true;
}

/* ---- shown ---- */

static const TrySql of_accounts = {
  "SELECT a.tries, a.next_try, a.passphrase FROM accounts a JOIN offices o ON o.account = a.id"
  " WHERE a.id = ?1 AND NOT o.ended",
  "UPDATE accounts SET tries = ?2, next_try = ?3 WHERE id = ?1",
};

bool account_try(Store *store, const char *id, Moment now, Try *try, Report *report)
{
  return try_count(store, &of_accounts, id, now, try, report);
}

bool account_good(Store *store, const char *id, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, sql_run(store, report, of_accounts.write, "tii", id, I(0), I(0)), report);
}

bool account_totp(Store *store, const char *id, const char *typed, Moment now, bool *good,
                  Report *report)
{
  char *secret = NULL;
  gint64 last = 0, step = 0;
  *good = false;
  if (!act_begin(store, report))
    return false;
  Rows rows = rows_of(store, report,
                      "SELECT a.totp, a.totp_last FROM accounts a JOIN offices o"
                      " ON o.account = a.id WHERE a.id = ?1 AND NOT o.ended",
                      "t", id);
  if (rows_next(&rows)) {
    secret = row_copy(&rows, 0);
    last = row_number(&rows, 1);
  }
  bool ok = rows_end(&rows);
  if (ok && secret != NULL && totp_check(secret, typed, now, last, &step)) {
    ok = sql_run(store, report, "UPDATE accounts SET totp_last = ?2 WHERE id = ?1", "ti", id, step);
    *good = ok;
  }
  secret_free(secret);
  return act_end(store, ok, report);
}

bool account_recover(Store *store, const Act *act, const char *id, const char *typed, bool *good,
                     Report *report)
{
  g_autofree char *hash = secret_code_hash(typed);
  *good = false;
  if (hash == NULL)
    return true;
  if (!act_begin(store, report))
    return false;
  bool ok =
    sql_run(store, report, "DELETE FROM recovery WHERE account = ?1 AND hash = ?2", "tt", id, hash);
  bool used = ok && sql_changed(store) > 0;
  ok = ok && (!used || account_tell(store, act, id, "recovery-used", report));
  *good = act_end(store, ok, report) && used;
  return ok;
}
