/*
 * Accounts of those who work in the office: a passphrase, a one-time code (TOTP), recovery codes,
 * a role.
 *
 * An account is made with an invitation, a code that is good for some days; whoever has it sets the
 * passphrase and the one-time code's secret, once, and gets the recovery codes. Events tell of an
 * account its random id and its role, not its name.
 *
 * Signing in goes as with a PIN (slip.h): account_try(), secret_matches() elsewhere, then
 * account_totp() or account_recover(), and account_good() when both were right: until then every
 * try counts.
 */
#ifndef RECORDS_ACCOUNT_H
#define RECORDS_ACCOUNT_H

#include "records/slip.h"

/* What an account may do: who is trained; what is published; all, accounts included. */
typedef enum { OFFICE_TRAINING, OFFICE_PUBLISHING, OFFICE_ALL } OfficeRole;

/* "training", "publishing", "all"; false where it is none. */
bool office_role_named(const char *name, OfficeRole *role);
const char *office_role_name(OfficeRole role);

typedef struct {
  char *id;    /* random, 32 hex digits */
  char *login; /* small letters, digits, . - _ : unique */
  char *name;
  char *mail; /* "" where not told; with the name, who commits what is published */
  OfficeRole role;
  bool ended;
  bool ready;          /* has a passphrase and a one-time code */
  Moment invited_till; /* 0: no invitation stands */
  guint recovery_left; /* recovery codes not used */
} Account;

void account_free(Account *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Account, account_free)

/* Whether a login is one: 2 to 32 of a-z 0-9 . _ -, a letter first. */
bool account_login_good(const char *login);

/* Adds one, with an invitation until `until`. *id (may be NULL) and *code (secret_free()) are the
 * caller's. RECORD_TAKEN, RECORD_VALUE. */
bool account_add(Store *store, const Act *act, const char *login, const char *name,
                 const char *mail, OfficeRole role, Moment until, char **id, char **code,
                 Report *report);

/* A new invitation: passphrase, one-time code and recovery codes that were set are void, sign-ins
 * end. */
bool account_invite(Store *store, const Act *act, const char *id, Moment until, char **code,
                    Report *report);

/* Name and mail; no event. The role; one event. The last account of role "all" that is not ended
 * keeps it, and cannot be ended: RECORD_LAST_ACCOUNT. */
bool account_rename(Store *store, const Act *act, const char *id, const char *name,
                    const char *mail, Report *report);
bool account_set_role(Store *store, const Act *act, const char *id, OfficeRole role,
                      Report *report);
bool account_end(Store *store, const Act *act, const char *id, Report *report);

bool account_find(Store *store, const char *id, Account **found, Report *report);
bool account_find_login(Store *store, const char *login, Account **found, Report *report);

/* Whose invitation that is, still good, as typed. */
bool account_find_invitation(Store *store, const char *typed, Moment now, Account **found,
                             Report *report);

/* Of Account, those ended last, by login; all of them (there are few). Free with
 * g_ptr_array_unref(). */
GPtrArray *account_list(Store *store, Report *report);

/* The invitation is used, by its code as typed: sets passphrase (a secret_hash()) and the secret (totp_secret()), and
 * draws ten recovery codes: *codes, NULL-terminated, to be shown once; g_strfreev(). `step` is that
 * of the one-time code that was shown for it (totp_check()): that code is used up.
 * RECORD_UNINVITED where that invitation stands no more. */
bool account_accept(Store *store, const Act *act, const char *id, const char *typed,
                    const char *hash, const char *secret, gint64 step, char ***codes,
                    Report *report);

/* Later changes, by who is signed in. A passphrase only where there is one: RECORD_UNKNOWN. */
bool account_set_passphrase(Store *store, const Act *act, const char *id, const char *hash,
                            Report *report);
bool account_new_recovery(Store *store, const Act *act, const char *id, char ***codes,
                          Report *report);

/* As slip_try(): `hash` is of the passphrase. */
bool account_try(Store *store, const char *id, Moment now, Try *try, Report *report);

/* Whether the one-time code is right, and was not used before; or the recovery code, which is used
 * up by it. *good tells; false is for the store's faults alone. */
bool account_totp(Store *store, const char *id, const char *typed, Moment now, bool *good,
                  Report *report);
bool account_recover(Store *store, const Act *act, const char *id, const char *typed, bool *good,
                     Report *report);
bool account_good(Store *store, const char *id, Report *report);

#endif
