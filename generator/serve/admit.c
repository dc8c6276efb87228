#include "serve/admit.h"

#include "records/account.h"
#include "records/secret.h"
#include "records/web_session.h"
#include "serve/routes.h"

const char *session_cookie(bool office)
{
  return office ? "__Host-kaitei-office" : "__Host-kaitei-staff";
}

char *form_token_of(const char *secret)
{
  g_autofree char *text = g_strconcat("kaitei-form 1\n", secret, NULL);
  return secret_token_hash(text);
}

/* ---- who it is ---- */

/* The account behind an office's session: its role is looked up at each request, so that one that
 * was taken away holds no longer. */
static bool find_role(Inner *inner, const char *id)
{
  Account *account = NULL;
  if (!account_find(inner->call.store, id, &account, inner->call.report)) {
    call_fail(&inner->call);
    return false;
  }
  if (account == NULL || account->ended)
    inner->call.who = (Who){0};
  else
    inner->call.who.role = inner->who_role = g_strdup(office_role_name(account->role));
  account_free(account);
  return true;
}

static bool take_session(Inner *inner, const WebSession *session)
{
  Who *who = &inner->call.who;
  const char *id = actor_id(session->whom, inner->is_office ? "account" : "subject");

  /* A cookie of the other side's name opens nothing here. */
  if (id == NULL)
    return true;
  inner->who_id = g_strdup(id);
  inner->who_actor = g_strdup(session->whom);
  inner->who_session = g_strdup(session->hash);
  inner->form_token = g_strdup(session->form_token);
  who->level = inner->is_office ? (session->half ? HALF_OFFICE : OFFICE)
                                : (session->half ? HALF_STAFF : STAFF);
  who->id = inner->who_id;
  who->actor = inner->who_actor;
  who->session = inner->who_session;
  who->begun = session->begun;
  return who->level != OFFICE || find_role(inner, id);
}

static bool find_who(Inner *inner)
{
  Call *call = &inner->call;
  WebSession *session = NULL;

  call->who = (Who){0};
  if (inner->session == NULL)
    return true;
  if (!web_session_find(call->store, inner->session, call->now, &session, call->report)) {
    call_fail(call);
    return false;
  }
  bool good = session == NULL || take_session(inner, session);
  if (session != NULL)
    web_session_free(session);
  return good;
}

/* ---- whether he may ---- */

static const char *sign_in_page(bool office)
{
  return office ? "/office/sign-in" : "/";
}

/* Whoever is not signed in is led to where he can be; a form that he has sent cannot be led
 * on, and he is told. Whoever is signed in and may not, may not. */
static bool turn_away(Inner *inner)
{
  Call *call = &inner->call;
  bool signed_in = call->who.level == STAFF || call->who.level == OFFICE;
  if (signed_in)
    call_refuse(call, 403);
  else if (inner->posts)
    inner_refuse(inner, 403, DIAG_REFUSED_SIGNED_OUT);
  else
    call_go(call, sign_in_page(inner->is_office));
  return false;
}

static bool token_is_right(const Inner *inner)
{
  const char *given = g_hash_table_lookup(inner->call.request->form, "token");
  if (given == NULL)
    return false;
  if (inner->form_token != NULL && secret_equal(given, inner->form_token))
    return true;
  /* A page that was opened before the sign-in. */
  if (inner->call.route->may != MAY_ANYBODY || inner->form_secret == NULL || inner->form_is_new)
    return false;
  g_autofree char *token = form_token_of(inner->form_secret);
  return secret_equal(given, token);
}

bool admit(Inner *inner)
{
  Call *call = &inner->call;
  if (!find_who(inner))
    return false;
  if (!route_allows(call->route, &call->who))
    return turn_away(inner);
  if (!inner->posts || token_is_right(inner))
    return true;
  inner_refuse(inner, 403, DIAG_REFUSED_TOKEN);
  return false;
}

/* ---- signing in and out ---- */

static void set_cookie(Inner *inner, const char *value)
{
  /* A session's cookie goes with the browser, or after 12 hours, whichever is first. Strict: nobody
   * comes into the office from elsewhere. Lax: staff come by a link in a message. */
  g_ptr_array_add(inner->cookies,
                  g_strdup_printf("%s=%s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=%s",
                                  session_cookie(inner->is_office), value,
                                  *value != '\0' ? (int)(WEB_SESSION_LASTS / 1000) : 0,
                                  inner->is_office ? "Strict" : "Lax"));
}

bool call_sign_in(Call *call, Level level, const char *id)
{
  Inner *inner = inner_of(call);
  g_autofree char *whom = inner->is_office ? actor_account(id) : actor_subject(id);
  bool half = level == HALF_STAFF || level == HALF_OFFICE;
  char *token = NULL;

  if (call->who.session != NULL && !web_session_end(call->store, call->who.session, call->report))
    return false;
  if (!web_session_begin(call->store, whom, half, call->now, &token, call->report))
    return false;
  set_cookie(inner, token);
  secret_free(token);
  return true;
}

bool call_sign_out(Call *call, bool everywhere)
{
  Inner *inner = inner_of(call);
  const Who *who = &call->who;
  set_cookie(inner, "");
  if (who->session == NULL)
    return true;
  return everywhere ? web_session_end_all(call->store, who->actor, call->report)
                    : web_session_end(call->store, who->session, call->report);
}
