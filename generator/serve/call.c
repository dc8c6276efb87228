#include "serve/inner.h"

#include "records/secret.h"
#include "serve/premises.h"

#include <string.h>

static void owned_clear(Owned *owned)
{
  if (owned->data != NULL && owned->destroy != NULL)
    owned->destroy(owned->data);
  *owned = (Owned){0};
}

static void wipe(gpointer secret)
{
  secret_free(secret);
}

Inner *inner_new(void)
{
  Inner *inner = g_new0(Inner, 1);
  inner->call.lang = "ja";
  inner->call.ruby = true;
  inner->call.values = values_new();
  inner->call.report = report_new();
  inner->cookies = g_ptr_array_new_with_free_func(g_free);
  inner->kept = g_ptr_array_new_with_free_func(g_free);
  inner->secrets = g_ptr_array_new_with_free_func(wipe);
  return inner;
}

static void forget_work(Inner *inner)
{
  owned_clear(&inner->worked);
  secret_free(g_steal_pointer(&inner->secret));
  inner->work = NULL;
  inner->paper = NULL;
}

void inner_free(Inner *inner)
{
  if (inner == NULL)
    return;
  forget_work(inner);
  owned_clear(&inner->streamed);
  owned_clear(&inner->carried);
  values_free(inner->call.values);
  report_free(inner->call.report);
  g_strfreev(inner->call.parts);
  if (inner->call.premises != NULL)
    premises_unref(inner->call.premises);
  g_clear_pointer(&inner->printed, g_bytes_unref);
  if (inner->piece != NULL)
    g_string_free(inner->piece, TRUE);
  reply_free(inner->reply);
  g_ptr_array_unref(inner->cookies);
  g_ptr_array_unref(inner->kept);
  g_ptr_array_unref(inner->secrets);
  secret_free(inner->session);
  secret_free(inner->form_secret);
  secret_free(inner->form_token);
  g_free(inner->hash);
  g_free(inner->id_text);
  g_free(inner->who_id);
  g_free(inner->who_actor);
  g_free(inner->who_role);
  g_free(inner->who_session);
  g_free(inner->location);
  g_free(inner->path);
  g_free(inner->peer);
  g_free(inner->file_name);
  g_free(inner);
}

void inner_clear(Inner *inner)
{
  inner->outcome = OUTCOME_NONE;
  values_clear(inner->call.values);
  report_free(inner->call.report);
  inner->call.report = report_new();
}

static void settle(Call *call, Outcome outcome, guint status)
{
  inner_of(call)->outcome = outcome;
  inner_of(call)->status = status;
}

/* ---- outcomes ---- */

void call_show_as(Call *call, guint status, const char *template)
{
  settle(call, OUTCOME_SHOW, status);
  inner_of(call)->template = call_keep(call, g_strdup(template));
}

void call_show(Call *call, const char *template)
{
  call_show_as(call, 200, template);
}

/* Only to a place of ours: whatever a form held cannot lead away from here. */
void call_go(Call *call, const char *path)
{
  Inner *inner = inner_of(call);
  bool ours = path[0] == '/' && path[1] != '/' && path[1] != '\\';
  for (const char *byte = path; *byte != '\0'; byte++)
    ours = ours && *byte > ' ' && *byte < 0x7f;
  settle(call, OUTCOME_GO, 303);
  g_free(inner->location);
  inner->location = g_strdup(ours ? path : inner->is_office ? "/office" : "/");
}

DiagCode refusal_of(guint status)
{
  static const struct {
    guint status;
    DiagCode why;
  } words[] = {
    {400, DIAG_REFUSED_MALFORMED}, {403, DIAG_REFUSED_NOT_ALLOWED}, {404, DIAG_REFUSED_NOTHING},
    {405, DIAG_REFUSED_METHOD},    {409, DIAG_REFUSED_CHANGED},     {410, DIAG_REFUSED_GONE},
    {413, DIAG_REFUSED_LARGE},     {415, DIAG_REFUSED_NO_FORM},     {421, DIAG_REFUSED_HOST},
    {422, DIAG_REFUSED_MALFORMED}, {429, DIAG_REFUSED_OFTEN},       {431, DIAG_REFUSED_LARGE},
    {503, DIAG_REFUSED_BUSY},
  };
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (words[i].status == status)
      return words[i].why;
  return DIAG_REFUSED_FAULT;
}

void inner_refuse(Inner *inner, guint status, DiagCode why)
{
  settle(&inner->call, OUTCOME_REFUSE, status);
  inner->why = why;
}

void call_refuse(Call *call, guint status)
{
  inner_refuse(inner_of(call), status, refusal_of(status));
}

void call_fail(Call *call)
{
  settle(call, OUTCOME_FAIL, 500);
  inner_of(call)->why = DIAG_REFUSED_FAULT;
}

void call_reply(Call *call, Reply *reply)
{
  Inner *inner = inner_of(call);
  settle(call, OUTCOME_REPLY, reply->status);
  reply_free(inner->reply);
  inner->reply = reply;
}

void call_bytes(Call *call, const char *type, const char *name, GBytes *bytes)
{
  Inner *inner = inner_of(call);
  gsize length = 0;
  const char *data = g_bytes_get_data(bytes, &length);
  call_reply(call, reply_new(200, type, g_string_new_len(data, (gssize)length)));
  g_bytes_unref(bytes);
  g_free(inner->file_name);
  inner->file_name = g_strdup(name);
}

void call_stream(Call *call, const char *type, const char *name, CallStream next, gpointer data,
                 GDestroyNotify destroy)
{
  Inner *inner = inner_of(call);
  settle(call, OUTCOME_STREAM, 200);
  inner->type = type;
  g_free(inner->file_name);
  inner->file_name = g_strdup(name);
  inner->next = next;
  inner->streamed = (Owned){data, destroy};
  inner->piece = g_string_new(NULL);
  inner->state = STREAM_MORE;
}

/* ---- outcomes that go on ---- */

static void go_aside(Call *call, Aside aside, CallWork work, Owned data, CallStep then)
{
  Inner *inner = inner_of(call);
  forget_work(inner);
  settle(call, OUTCOME_ASIDE, 0);
  inner->aside = aside;
  inner->work = work;
  inner->worked = data;
  inner->step = then;
}

void call_aside(Call *call, CallWork work, gpointer data, GDestroyNotify destroy, CallStep then)
{
  go_aside(call, ASIDE_PUBLISH, work, (Owned){data, destroy}, then);
}

void call_read(Call *call, CallWork work, gpointer data, GDestroyNotify destroy, CallStep then)
{
  go_aside(call, ASIDE_READ, work, (Owned){data, destroy}, then);
}

static void check_secret(Call *call, gpointer data)
{
  Inner *inner = inner_of(call);
  (void)data;
  inner->right = secret_matches(inner->hash, inner->secret);
}

static void make_hash(Call *call, gpointer data)
{
  Inner *inner = inner_of(call);
  (void)data;
  inner->hash = secret_hash(inner->secret, call->report);
}

void call_stretch_check(Call *call, const char *secret, const char *hash, CallStep then)
{
  Inner *inner = inner_of(call);
  go_aside(call, ASIDE_STRETCH, check_secret, (Owned){0}, then);
  inner->right = false;
  g_free(inner->hash);
  inner->hash = g_strdup(hash);
  inner->secret = g_strdup(secret != NULL ? secret : "");
}

void call_stretch_make(Call *call, const char *secret, CallStep then)
{
  Inner *inner = inner_of(call);
  go_aside(call, ASIDE_STRETCH, make_hash, (Owned){0}, then);
  g_clear_pointer(&inner->hash, g_free);
  inner->secret = g_strdup(secret != NULL ? secret : "");
}

bool call_stretched_right(const Call *call)
{
  return inner_of(call)->right;
}

const char *call_stretched_hash(const Call *call)
{
  return inner_of(call)->hash;
}

void call_print(Call *call, CallPaper paper, gpointer data, GDestroyNotify destroy, CallStep then)
{
  Inner *inner = inner_of(call);
  go_aside(call, ASIDE_PRINT, NULL, (Owned){data, destroy}, then);
  inner->paper = paper;
  g_clear_pointer(&inner->printed, g_bytes_unref);
}

GBytes *call_printed(const Call *call)
{
  return inner_of(call)->printed;
}

/* ---- what a step may ask for ---- */

const char *call_token(Call *call)
{
  return inner_of(call)->form_token;
}

const char *call_keep(Call *call, char *text)
{
  g_ptr_array_add(inner_of(call)->kept, text);
  return text;
}

const char *call_words(Call *call, const char *name)
{
  char *words = request_words(call->request, name);
  return words != NULL ? call_keep(call, words) : NULL;
}

const char *call_secret(Call *call, const char *name)
{
  const char *value = g_hash_table_lookup(call->request->form, name);
  if (value == NULL || *value == '\0')
    return NULL;
  char *secret = g_strdup(value);
  g_ptr_array_add(inner_of(call)->secrets, secret);
  return secret;
}

void call_carry(Call *call, gpointer data, GDestroyNotify destroy)
{
  Inner *inner = inner_of(call);
  owned_clear(&inner->carried);
  inner->carried = (Owned){data, destroy};
}

gpointer call_carried(const Call *call)
{
  return inner_of(call)->carried.data;
}

Act call_act(const Call *call)
{
  return (Act){.actor = call->who.actor != NULL ? call->who.actor : "system", .at = call->now};
}

Enrolment call_enrolment(const Call *call)
{
  return (Enrolment){.store = call->store,
                     .curriculum = call->premises->curriculum,
                     .today = call->today,
                     .act = call_act(call),
                     .timezone = call->premises->site->timezone};
}

const char *call_string(const Call *call, const char *key)
{
  return theme_string(premises_theme(call->premises, inner_of(call)->is_office), call->lang, key);
}

void call_set_reading(Call *call, const char *lang, bool ruby)
{
  enum { YEAR = 365 * 24 * 60 * 60 };
  call->lang = strcmp(lang, "easy") == 0 ? "easy" : strcmp(lang, "en") == 0 ? "en" : "ja";
  call->ruby = ruby;
  g_ptr_array_add(inner_of(call)->cookies,
                  g_strdup_printf("__Host-kaitei-reading=%s%s; Path=/; Max-Age=%d; Secure; "
                                  "HttpOnly; SameSite=Lax",
                                  call->lang, ruby ? "" : ".plain", YEAR));
}
