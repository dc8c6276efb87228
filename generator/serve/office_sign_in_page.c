/* How somebody of the office comes in: by passphrase and code, or for the first time by an invitation. */
#include "serve/office_pages.h"

#include "print/qr.h"
#include "records/account.h"
#include "records/secret.h"
#include "serve/office_page.h"
#include "serve/premises.h"
#include "serve/strangers.h"

#include <string.h>

enum { PASSPHRASE_MOST = 256 };

/* Where to go on to: a page of the office's own, by the letters that our addresses have; else the first.
 * (An address that leads elsewhere must not be put into our mouth.) */
static const char *next_of(Call *call)
{
  const char *next = request_field(call->request, "then");
  if (next == NULL || !g_str_has_prefix(next, "/office") || strstr(next, "//") != NULL)
    return "/office";
  for (const char *c = next; *c != '\0'; c++)
    if (!g_ascii_isalnum(*c) && strchr("-_/?=&%.", *c) == NULL)
      return "/office";
  return next;
}

static void put_next(Call *call)
{
  const char *next = next_of(call);
  if (strcmp(next, "/office") != 0)
    values_string(call->values, "next", next);
}

static const char *with_next(Call *call, const char *path)
{
  const char *next = next_of(call);
  g_autofree char *escaped = g_uri_escape_string(next, "/", FALSE);
  if (strcmp(next, "/office") == 0)
    return path;
  return call_keep(call, g_strconcat(path, "?then=", escaped, NULL));
}

/* Too early for another try. */
static void report_wait(Call *call, DiagCode code, Moment wait)
{
  g_autofree char *seconds =
    g_strdup_printf("%" G_GINT64_FORMAT, (wait + MOMENT_SECOND - 1) / MOMENT_SECOND);
  report_add(call->report, code, place_none(), seconds, NULL);
}

/* ---- passphrase ---- */

static void show_sign_in(Call *call, guint status)
{
  static const char *const fields[] = {"login", NULL};
  if (!office_open(call, NULL))
    return;
  put_next(call);
  office_put_form(call, fields);
  call_show_as(call, status, "sign-in.html");
}

void office_sign_in_page(Call *call)
{
  if (call->who.level == OFFICE)
    call_go(call, next_of(call));
  else
    show_sign_in(call, 200);
}

static void after_passphrase(Call *call)
{
  const char *id = call_carried(call);

  if (id == NULL || !call_stretched_right(call)) {
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_OR_LOGIN, place_none(), NULL);
    show_sign_in(call, 422);
    return;
  }
  if (call_sign_in(call, HALF_OFFICE, id))
    call_go(call, with_next(call, "/office/sign-in/code"));
  else
    call_fail(call);
}

/* Whose login it is, NULL where nobody's, and the count of tries: a wait tells nobody which logins
 * there are. */
static bool count_try(Call *call, const char *login, Account **found, Try *try)
{
  g_autofree char *small = g_ascii_strdown(login, -1);
  if (!account_find_login(call->store, small, found, call->report))
    return false;
  if (*found != NULL && (*found)->ended)
    g_clear_pointer(found, account_free);
  if (*found != NULL)
    return account_try(call->store, (*found)->id, call->now, try, call->report);
  try->wait = strangers_try(call->strangers, small, call->now);
  return true;
}

void office_sign_in_post(Call *call)
{
  const char *login = call_words(call, "login");
  const char *passphrase = call_secret(call, "passphrase");
  g_autoptr(Account) account = NULL;
  g_auto(Try) try = {0};

  if (login == NULL || passphrase == NULL || strlen(passphrase) > PASSPHRASE_MOST) {
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_OR_LOGIN, place_none(), NULL);
    show_sign_in(call, 422);
    return;
  }
  if (!count_try(call, login, &account, &try)) {
    call_fail(call);
    return;
  }
  if (try.wait > 0) {
    report_wait(call, DIAG_OFFICE_WAIT, try.wait);
    show_sign_in(call, 429);
    return;
  }
  /* Who has no account waits as long as who has one: the time tells nobody which names there are. */
  bool known = account != NULL && account->ready;
  call_carry(call, known ? g_strdup(account->id) : NULL, g_free);
  call_stretch_check(call, passphrase, known ? try.hash : NULL, after_passphrase);
}

/* ---- code ---- */

static void show_code(Call *call, guint status)
{
  if (!office_open(call, NULL))
    return;
  put_next(call);
  call_show_as(call, status, "code.html");
}

void office_code_page(Call *call)
{
  if (call->who.level == OFFICE)
    call_go(call, next_of(call));
  else
    show_code(call, 200);
}

/* Six figures are the one-time code, anything else a recovery code. */
static bool check_code(Call *call, const char *typed, bool *good)
{
  g_autofree char *plain = g_utf8_normalize(typed, -1, G_NORMALIZE_NFKC);
  guint figures = 0, others = 0;
  Act act = call_act(call);

  for (const char *c = plain; c != NULL && *c != '\0'; c++)
    *c >= '0' && *c <= '9' ? figures++ : *c != ' ' ? others++ : 0;
  *good = false;
  if (plain == NULL)
    return true;
  return figures == 6 && others == 0
           ? account_totp(call->store, call->who.id, typed, call->now, good, call->report)
           : account_recover(call->store, &act, call->who.id, typed, good, call->report);
}

void office_code_post(Call *call)
{
  const char *typed = call_secret(call, "code");
  g_auto(Try) try = {0};
  bool good = false;

  if (call->who.level == OFFICE) {
    call_go(call, next_of(call));
    return;
  }
  if (!account_try(call->store, call->who.id, call->now, &try, call->report)) {
    call_fail(call);
    return;
  }
  if (try.wait > 0) {
    report_wait(call, DIAG_OFFICE_CODE_WAIT, try.wait);
    show_code(call, 429);
    return;
  }
  if (typed != NULL && !check_code(call, typed, &good)) {
    call_fail(call);
    return;
  }
  if (!good) {
    report_add(call->report, DIAG_OFFICE_CODE, place_none(), NULL);
    show_code(call, 422);
    return;
  }
  if (account_good(call->store, call->who.id, call->report) &&
      call_sign_in(call, OFFICE, call->who.id))
    call_go(call, next_of(call));
  else
    call_fail(call);
}

void office_sign_out_post(Call *call)
{
  if (call_sign_out(call, request_ticked(call->request, "everywhere")))
    call_go(call, "/office/sign-in");
  else
    call_fail(call);
}

/* ---- invitation ---- */

static void show_invitation(Call *call, guint status)
{
  if (office_open(call, NULL))
    call_show_as(call, status, "invitation.html");
}

void office_invitation_page(Call *call)
{
  show_invitation(call, 200);
}

/* In groups of four, as apps show it. */
static char *in_groups(const char *secret)
{
  GString *text = g_string_new(NULL);
  for (gsize i = 0; secret[i] != '\0'; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c(text, ' ');
    g_string_append_c(text, secret[i]);
  }
  return g_string_free(text, FALSE);
}

/* The page on which the account is made ready. The code and the secret go through it, for nothing is
 * kept of either before the form is complete. */
static void show_invited(Call *call, guint status, const Account *account, const char *secret)
{
  const char *issuer = call->premises->site->short_name != NULL ? call->premises->site->short_name
                                                                : call->premises->site->name;
  char *url = totp_url(secret, issuer, account->login);
  g_autofree char *picture =
    url != NULL ? qr_image(url, call_string(call, "invited.picture")) : NULL;
  g_autofree char *letters = in_groups(secret);

  call->lang = "ja";
  values_open(call->values, "subject");
  values_string(call->values, "name", account->name);
  values_string(call->values, "login", account->login);
  values_close(call->values);
  values_string(call->values, "invitation", request_field(call->request, "invitation"));
  values_string(call->values, "secret", secret);
  values_string(call->values, "letters", letters);
  values_string(call->values, "picture", picture);
  secret_free(url);
  call_show_as(call, status, "invited.html");
}

static bool passphrases_good(Call *call)
{
  const char *first = call_secret(call, "passphrase"), *again = call_secret(call, "again");

  if (first == NULL || !passphrase_good(first)) {
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_SHORT, place_none(), "passphrase", NULL);
    return false;
  }
  if (again == NULL || !secret_equal(first, again)) {
    report_add(call->report, DIAG_OFFICE_PASSPHRASE_UNLIKE, place_none(), NULL);
    return false;
  }
  return true;
}

/* What goes on while the passphrase is hashed. */
typedef struct {
  char *id;
  gint64 step; /* of the one-time code that was typed */
} Accepting;

static void accepting_free(gpointer data)
{
  Accepting *accepting = data;
  g_free(accepting->id);
  g_free(accepting);
}

static void after_stretch(Call *call)
{
  const Accepting *accepting = call_carried(call);
  const char *id = accepting->id, *hash = call_stretched_hash(call);
  g_auto(GStrv) codes = NULL;
  g_autofree char *actor = actor_account(id);
  Act act = {.actor = actor, .at = call->now};

  bool good = hash != NULL &&
              account_accept(call->store, &act, id, call_words(call, "invitation"), hash,
                             call_secret(call, "secret"), accepting->step, &codes, call->report);
  if (!good && hash != NULL && report_get(call->report, 0)->code == DIAG_RECORD_UNINVITED) {
    show_invitation(call, 422);
    return;
  }
  if (!good || !call_sign_in(call, OFFICE, id)) {
    call_fail(call);
    return;
  }
  call->lang = "ja";
  values_list(call->values, "codes");
  for (char **code = codes; *code != NULL; code++)
    values_string(call->values, NULL, *code);
  values_close(call->values);
  call_show(call, "codes.html");
}

void office_invitation_post(Call *call)
{
  const char *typed = call_words(call, "invitation"), *secret = call_secret(call, "secret");
  const char *code = call_words(call, "code");
  g_autoptr(Account) account = NULL;
  gint64 step = 0;

  if (typed != NULL &&
      !account_find_invitation(call->store, typed, call->now, &account, call->report)) {
    call_fail(call);
    return;
  }
  if (account == NULL) {
    report_add(call->report, DIAG_OFFICE_INVITATION, place_none(), NULL);
    show_invitation(call, 422);
    return;
  }
  if (secret == NULL || strlen(secret) != 32) {
    char *made = totp_secret();
    show_invited(call, 200, account, made);
    secret_free(made);
    return;
  }
  bool good = passphrases_good(call);
  if (code == NULL || !totp_check(secret, code, call->now, 0, &step)) {
    report_add(call->report, DIAG_OFFICE_CODE, place_none(), NULL);
    good = false;
  }
  if (!good) {
    show_invited(call, 422, account, secret);
    return;
  }
  Accepting *accepting = g_new0(Accepting, 1);
  accepting->id = g_strdup(account->id);
  accepting->step = step;
  call_carry(call, accepting, accepting_free);
  call_stretch_make(call, call_secret(call, "passphrase"), after_stretch);
}
