#include "serve/answer.h"

#include "base/text.h"
#include "serve/admit.h"
#include "serve/faults.h"
#include "serve/lookup.h"
#include "serve/premises.h"
#include "serve/routes.h"

#include <string.h>

static const char html_type[] = "text/html; charset=utf-8";

/* ---- what every page sees ---- */

static const char *level_name(Level level)
{
  static const char *const names[] = {"nobody", "half-staff", "staff", "half-office", "office"};
  return names[level];
}

/* Whoever has not signed in holds the secret of his forms in a cookie. */
static char *form_token(Inner *inner)
{
  if (inner->form_token != NULL)
    return g_strdup(inner->form_token);
  if (inner->form_is_new)
    g_ptr_array_add(inner->cookies,
                    g_strdup_printf(FORM_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax",
                                    inner->form_secret));
  inner->form_is_new = false;
  return form_token_of(inner->form_secret);
}

static void put_page(Inner *inner, const char *template)
{
  const Call *call = &inner->call;
  const Theme *theme = premises_theme(call->premises, inner->is_office);
  Values *values = call->values;
  const char *base = strrchr(template, '/');
  base = base != NULL ? base + 1 : template;
  g_autofree char *kind = g_strndup(base, strcspn(base, "."));
  g_autofree char *key = g_strconcat(kind, ".title", NULL);
  const char *title = theme_string(theme, call->lang, key);
  g_autofree char *token = form_token(inner);

  values_open(values, "page");
  values_string(values, "lang", strcmp(call->lang, "easy") == 0 ? "ja-x-easy" : call->lang);
  values_string(values, "strings", call->lang);
  values_bool(values, "ruby", call->ruby);
  values_string(values, "kind", kind);
  values_string(values, "title", title != key ? title : NULL);
  values_string(values, "root", inner->is_office ? "/office/" : "/");
  values_string(values, "path", call->request->path);
  values_string(values, "token", token);
  values_string(values, "level", level_name(call->who.level));
  values_string(values, "role", call->who.role);
  values_string(values, "request", call->id);
  faults_put(values, "faults", call->report, theme, call->lang);
  values_close(values);
}

static void put_site(const Inner *inner)
{
  const Site *site = inner->call.premises->site;
  Values *values = inner->call.values;
  const struct {
    const char *name, *text;
  } strings[] = {{"name", site->name},   {"short", site->short_name}, {"tel", site->tel},
                 {"email", site->email}, {"hours", site->hours},      {"url", site->base_url}};
  values_open(values, "site");
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    values_string(values, strings[i].name, strings[i].text);
  values_close(values);
}

/* NULL where it was reported. */
static GString *render(Inner *inner, const char *template, Report *report)
{
  Premises *premises = inner->call.premises;
  Stage *stage = premises_take_stage(premises, inner->is_office, report);
  if (stage == NULL)
    return NULL;
  GString *page = g_string_new(NULL);
  bool good = stage_render(stage, template, inner->call.values, page,
                           inner->call.route != NULL ? inner->call.route->path : "-", report);
  premises_give_stage(premises, inner->is_office, stage);
  return good ? page : (g_string_free(page, TRUE), NULL);
}

/* ---- refusals ---- */

/* Where the theme has no page for it: it must be said all the same. */
static GString *bare_page(const Inner *inner, const char *text, const char *hint)
{
  const Call *call = &inner->call;
  GString *page = g_string_new("<!DOCTYPE html>\n");
  g_string_append_printf(page,
                         "<html lang=\"%s\"><head><meta charset=\"utf-8\" />"
                         "<meta name=\"viewport\" content=\"width=device-width\" /><title>",
                         strcmp(call->lang, "en") == 0 ? "en" : "ja");
  text_escape_xml(page, text, -1);
  g_string_append(page, "</title></head>\n<body><main><h1>");
  text_escape_xml(page, text, -1);
  g_string_append(page, "</h1>\n<p>");
  text_escape_xml(page, hint != NULL ? hint : "", -1);
  g_string_append_printf(
    page, "</p>\n<p><a href=\"%s\">%s</a></p>\n<p>%u · %s</p></main></body></html>\n",
    inner->is_office ? "/office" : "/",
    strcmp(call->lang, "en") == 0 ? "To the first page" : "はじめのページ", inner->status,
    call->id);
  return page;
}

static GString *refusal_page(Inner *inner)
{
  Call *call = &inner->call;
  MessageLang messages = strcmp(call->lang, "en") == 0 ? MESSAGES_EN : MESSAGES_JA;
  char *none[] = {NULL};
  const Diag diag = {.code = inner->why, .arguments = none};
  g_autofree char *text = diag_text(&diag, messages);
  g_autofree char *hint = diag_hint(&diag, messages);
  g_autoptr(Report) unsaid = report_new();

  inner_clear(inner);
  values_open(call->values, "refusal");
  values_number(call->values, "status", inner->status);
  values_string(call->values, "code", diag_code_name(diag.code));
  values_string(call->values, "text", text);
  values_string(call->values, "hint", hint);
  values_close(call->values);
  put_page(inner, "refusal.html");
  put_site(inner);
  GString *page = render(inner, "refusal.html", unsaid);
  return page != NULL ? page : bare_page(inner, text, hint);
}

static Reply *refuse(Inner *inner)
{
  Reply *reply = reply_new(inner->status, html_type, refusal_page(inner));
  /* Told after how many seconds to come again, as far as anybody knows. */
  reply->retry = inner->status == 429 ? 60 : inner->status == 503 ? 10 : 0;
  return reply;
}

/* ---- pages ---- */

static Reply *show(Inner *inner, Log *log)
{
  put_page(inner, inner->template);
  put_site(inner);
  g_autoptr(Report) report = report_new();
  GString *page = render(inner, inner->template, report);
  if (page != NULL) {
    Reply *reply = reply_new(inner->status, html_type, page);
    /* What answers a form could not be gone back to otherwise but by sending it again. */
    reply->kept = inner->posts;
    return reply;
  }
  log_report(log, inner->call.id, report);
  inner->status = 500;
  inner->why = DIAG_REFUSED_FAULT;
  return refuse(inner);
}

Reply *answer_make(Inner *inner, Log *log)
{
  switch (inner->outcome) {
  case OUTCOME_SHOW:
    return show(inner, log);
  case OUTCOME_GO:
    return reply_see_other(inner->location);
  case OUTCOME_REPLY:
    return g_steal_pointer(&inner->reply);
  default:
    return refuse(inner);
  }
}

Reply *answer_asset(const Premises *premises, bool office, const char *name)
{
  const Theme *theme = premises_theme(premises, office);
  Reply *reply = NULL;

  if (strcmp(name, "colour.css") == 0)
    reply = reply_new(200, media_type(name), g_string_new(premises->colour));
  for (guint i = 0; reply == NULL && i < theme_asset_count(theme); i++) {
    gsize length = 0;
    const char *bytes = theme_asset_bytes(theme, i, &length);
    if (strcmp(theme_asset_name(theme, i), name) == 0)
      reply = reply_new(200, media_type(name), g_string_new_len(bytes, (gssize)length));
  }
  if (reply != NULL)
    reply->asset = true;
  return reply;
}
