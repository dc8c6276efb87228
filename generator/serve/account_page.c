/* Accounts of the office: one's own, and, for whoever may, those of others. */
#include "serve/office_pages.h"

#include "records/account.h"
#include "records/secret.h"
#include "records/web_session.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* So long may whoever is invited take to come. */
enum { INVITATION_DAYS = 7 };

/* ---- one's own ---- */

static void show_own(Call *call, guint status)
{
  g_autoptr(Account) account = NULL;

  if (!office_open(call, NULL))
    return;
  if (!account_find(call->store, call->who.id, &account, call->report) || account == NULL) {
    call_fail(call);
    return;
  }
  office_put_title(call, office_words(call, "account.title", NULL));
  office_put_above(call, account->name, NULL);
  values_open(call->values, "own");
  values_string(call->values, "login", account->login);
  values_string(call->values, "mail", account->mail);
  values_string(call->values, "role", office_role_name(account->role));
  values_number(call->values, "codes", account->recovery_left);
  values_close(call->values);
  call_show_as(call, status, "account.html");
}

void own_account_page(Call *call)
{
  show_own(call, 200);
}

/* Asks for the passphrase that is in a field, and goes on to `then`. It counts as a try of signing in. */
static void ask_passphrase(Call *call, const char *field, CallStep then)
{
  const char *present = call_secret(call, field);
  g_auto(Try) try = {0};

  if (present == NULL) {
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_WRONG, place_none(), field, NULL);
    show_own(call, 422);
    return;
  }
  if (!account_try(call->store, call->who.id, call->now, &try, call->report)) {
    call_fail(call);
    return;
  }
  if (try.wait > 0) {
    g_autofree char *seconds =
      g_strdup_printf("%" G_GINT64_FORMAT, (try.wait + MOMENT_SECOND - 1) / MOMENT_SECOND);
    report_add(call->report, DIAG_OFFICE_WAIT, place_none(), seconds, NULL);
    show_own(call, 429);
    return;
  }
  call_stretch_check(call, present, try.hash, then);
}

/* Whether it was the right one; where not, the page says so. */
static bool was_right(Call *call, const char *field)
{
  if (!call_stretched_right(call)) {
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_WRONG, place_none(), field, NULL);
    show_own(call, 422);
    return false;
  }
  if (account_good(call->store, call->who.id, call->report))
    return true;
  call_fail(call);
  return false;
}

/* Whoever may have known the old one is out; this browser comes in anew. */
static void set_passphrase(Call *call)
{
  const char *hash = call_stretched_hash(call);
  Act act = call_act(call);

  if (hash != NULL && account_set_passphrase(call->store, &act, call->who.id, hash, call->report) &&
      web_session_end_all(call->store, call->who.actor, call->report) &&
      call_sign_in(call, OFFICE, call->who.id))
    office_go(call, "passphrase", "account");
  else
    call_fail(call);
}

static void make_passphrase(Call *call)
{
  if (was_right(call, "before"))
    call_stretch_make(call, call_secret(call, "passphrase"), set_passphrase);
}

void own_account_post(Call *call)
{
  const char *first = call_secret(call, "passphrase"), *again = call_secret(call, "again");

  if (first == NULL || !passphrase_good(first))
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_SHORT, place_none(), NULL);
  else if (again == NULL || !secret_equal(first, again))
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_UNLIKE, place_none(), NULL);
  if (report_count(call->report) > 0)
    show_own(call, 422);
  else
    ask_passphrase(call, "before", make_passphrase);
}

static void make_codes(Call *call)
{
  g_auto(GStrv) codes = NULL;
  Act act = call_act(call);

  if (!was_right(call, "present"))
    return;
  if (!account_new_recovery(call->store, &act, call->who.id, &codes, call->report)) {
    call_fail(call);
    return;
  }
  if (!office_open(call, NULL))
    return;
  values_list(call->values, "codes");
  for (char **code = codes; *code != NULL; code++)
    values_string(call->values, NULL, *code);
  values_close(call->values);
  call_show(call, "codes.html");
}

void own_codes_post(Call *call)
{
  ask_passphrase(call, "present", make_codes);
}

/* ---- those of others ---- */

static const char *state_of(const Call *call, const Account *account)
{
  return account->ended                      ? "ended"
         : account->ready                    ? "ready"
         : account->invited_till > call->now ? "invited"
                                             : "waiting";
}

void accounts_page(Call *call)
{
  static const OfficeColumn columns[] = {{"name", false, false},
                                         {"login", false, false},
                                         {"account_role", false, false},
                                         {"state", false, false}};
  g_autoptr(GPtrArray) list = account_list(call->store, call->report);

  if (list == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  office_put_columns(call, columns, G_N_ELEMENTS(columns));
  values_list(call->values, "rows");
  for (guint i = 0; i < list->len; i++) {
    const Account *account = g_ptr_array_index(list, i);
    values_open(call->values, NULL);
    values_string(call->values, "id", account->id);
    values_string(call->values, "name", account->name);
    values_string(call->values, "login", account->login);
    values_string(call->values, "role", office_role_name(account->role));
    values_string(call->values, "state", state_of(call, account));
    values_close(call->values);
  }
  values_close(call->values);
  call_show(call, "accounts.html");
}

static void put_roles(Call *call, const char *chosen)
{
  static const OfficeRole roles[] = {OFFICE_TRAINING, OFFICE_PUBLISHING, OFFICE_ALL};
  values_list(call->values, "roles");
  for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
    const char *name = office_role_name(roles[i]);
    g_autofree char *key = g_strconcat("role.", name, NULL);
    values_open(call->values, NULL);
    values_string(call->values, "value", name);
    values_string(call->values, "label", call_string(call, key));
    values_bool(call->values, "chosen", g_strcmp0(name, chosen) == 0);
    values_close(call->values);
  }
  values_close(call->values);
}

static void show_add(Call *call, guint status)
{
  static const char *const fields[] = {"name", "login", "mail", NULL};
  if (!office_open(call, "more"))
    return;
  const char *role = request_field(call->request, "role");
  office_put_above(call, "accounts.title", "/office/accounts");
  office_put_form(call, fields);
  put_roles(call, role != NULL ? role : "training");
  call_show_as(call, status, "account-add.html");
}

void account_add_page(Call *call)
{
  show_add(call, 200);
}

/* The code stands on this page and nowhere else. */
static void show_invitation(Call *call, const char *name, const char *login, const char *code)
{
  g_autofree char *shown = secret_code_shown(code);
  g_autofree char *address = g_strconcat(call->premises->url, "/office/invitation", NULL);

  if (!office_open(call, "more"))
    return;
  office_put_above(call, "accounts.title", "/office/accounts");
  values_open(call->values, "subject");
  values_string(call->values, "name", name);
  values_string(call->values, "login", login);
  values_close(call->values);
  values_string(call->values, "code", shown);
  values_string(call->values, "address", address);
  values_day(call->values, "ends", office_day_of(call, call->now + INVITATION_DAYS * MOMENT_DAY));
  call_show(call, "invite.html");
}

void account_add_post(Call *call)
{
  const char *name = call_words(call, "name"), *typed = call_words(call, "login");
  const char *mail = call_words(call, "mail");
  g_autofree char *id = NULL, *login = typed != NULL ? g_ascii_strdown(typed, -1) : NULL;
  char *code = NULL;
  OfficeRole role = OFFICE_TRAINING;
  Act act = call_act(call);

  bool good = office_needs(call, "name");
  if (login == NULL || !account_login_good(login)) {
    report_add(call->report, DIAG_OFFICE_LOGIN, place_none(), NULL);
    good = false;
  }
  if (!office_role_named(
        request_field(call->request, "role") != NULL ? request_field(call->request, "role") : "",
        &role)) {
    report_add(call->report, DIAG_OFFICE_ROLE, place_none(), NULL);
    good = false;
  }
  if (!good || !account_add(call->store, &act, login, name, mail != NULL ? mail : "", role,
                            call->now + INVITATION_DAYS * MOMENT_DAY, &id, &code, call->report)) {
    show_add(call, 422);
    return;
  }
  show_invitation(call, name, login, code);
  secret_free(code);
}

static Account *account_of_path(Call *call)
{
  g_autoptr(Account) account = NULL;
  if (!account_find(call->store, call->parts[0], &account, call->report))
    call_fail(call);
  else if (account == NULL)
    call_refuse(call, 404);
  return g_steal_pointer(&account);
}

static void show_change(Call *call, guint status, const Account *account)
{
  static const char *const fields[] = {"name", "mail", NULL};
  const char *role = request_field(call->request, "role");

  if (!office_open(call, "more"))
    return;
  office_put_above(call, "accounts.title", "/office/accounts");
  office_put_title(call, account->name);
  if (call->request->posts)
    office_put_form(call, fields);
  put_roles(call, role != NULL ? role : office_role_name(account->role));
  values_open(call->values, "subject");
  values_string(call->values, "id", account->id);
  values_string(call->values, "login", account->login);
  values_string(call->values, "name", account->name);
  values_string(call->values, "mail", account->mail);
  values_string(call->values, "state", state_of(call, account));
  values_bool(call->values, "own", strcmp(account->id, call->who.id) == 0);
  values_close(call->values);
  call_show_as(call, status, "account-change.html");
}

void account_change_page(Call *call)
{
  g_autoptr(Account) account = account_of_path(call);
  if (account != NULL)
    show_change(call, 200, account);
}

static bool change(Call *call, const Account *account)
{
  const char *name = call_words(call, "name"), *mail = call_words(call, "mail");
  const char *wanted = request_field(call->request, "role");
  OfficeRole role;
  Act act = call_act(call);

  if (!office_needs(call, "name"))
    return false;
  if (wanted == NULL || !office_role_named(wanted, &role)) {
    report_add(call->report, DIAG_OFFICE_ROLE, place_none(), NULL);
    return false;
  }
  return account_rename(call->store, &act, account->id, name, mail != NULL ? mail : "",
                        call->report) &&
         (role == account->role ||
          account_set_role(call->store, &act, account->id, role, call->report));
}

static void invite_anew(Call *call, const Account *account)
{
  char *code = NULL;
  Act act = call_act(call);

  if (!account_invite(call->store, &act, account->id, call->now + INVITATION_DAYS * MOMENT_DAY,
                      &code, call->report)) {
    show_change(call, 422, account);
    return;
  }
  show_invitation(call, account->name, account->login, code);
  secret_free(code);
}

void account_change_post(Call *call)
{
  g_autoptr(Account) account = account_of_path(call);
  const char *what = request_field(call->request, "do");
  bool own = account != NULL && strcmp(account->id, call->who.id) == 0;
  Act act = call_act(call);

  if (account == NULL)
    return;
  if (account->ended || what == NULL || (own && strcmp(what, "change") != 0)) {
    call_refuse(call, 409);
  } else if (strcmp(what, "invite") == 0) {
    invite_anew(call, account);
  } else if (!office_mark(call)) {
    return;
  } else if (!office_settle(call, strcmp(what, "end") == 0
                                    ? account_end(call->store, &act, account->id, call->report)
                                    : change(call, account))) {
    show_change(call, 422, account);
  } else {
    office_go(call, strcmp(what, "end") == 0 ? "account_ended" : "saved", "accounts");
  }
}
