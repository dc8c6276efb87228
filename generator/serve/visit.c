#include "serve/visit.h"

#include "base/text.h"
#include "pages/modules.h"
#include "serve/faults.h"

#include <string.h>

static void put_page(Visit *visit, const char *template)
{
  Values *values = visit->values;
  /* "standing.html" is of kind "standing", and its words are those of standing.title. */
  g_autofree char *kind = g_strndup(template, strcspn(template, "."));
  g_autofree char *key = g_strconcat(kind, ".title", NULL);

  values_open(values, "page");
  values_string(values, "lang", "ja");
  values_string(values, "kind", kind);
  values_string(values, "title", theme_string(screen_theme(visit->screen), "ja", key));
  values_string(values, "root", screen_path(visit->screen));
  values_string(values, "site", visit_site_address(visit));
  values_bool(values, "served", visit->visitor != NULL);
  values_string(values, "token", visit->visitor != NULL ? visit->visitor->token : NULL);
  visit_put_faults(visit, "faults", visit->report);
  values_close(values);

  values_open(values, "site");
  values_string(values, "name", visit->site != NULL ? visit->site->name : "kaitei");
  values_close(values);
  if (visit->policy == NULL)
    return;
  values_open(values, "policy");
  values_string(values, "id", visit->policy->ledger->id);
  values_string(values, "title", visit->policy->ledger->title);
  values_close(values);
}

/* A template of ours that raised: a fault of the program, told so that it can be found. */
static Reply *show_raised(const Report *report)
{
  g_autoptr(GString) text = g_string_new("500\n");
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    g_autofree char *said = diag_text(diag, MESSAGES_JA);
    g_string_append_printf(text, "%s:%d: %s\n", diag->file != NULL ? diag->file : "", diag->line,
                           said);
  }
  return reply_text(500, text->str);
}

Reply *visit_show_as(Visit *visit, guint status, const char *template)
{
  GString *page = g_string_new(NULL);
  g_autoptr(Report) raised = report_new();

  put_page(visit, template);
  if (stage_render(screen_stage(visit->screen), template, visit->values, page, visit->request->path,
                   raised)) {
    Reply *reply = reply_new(status, "text/html; charset=utf-8", page);
    /* What answers a form could not be gone back to otherwise but by sending it again. */
    reply->kept = visit->request->posts;
    return reply;
  }
  g_string_free(page, TRUE);
  return show_raised(raised);
}

Reply *visit_show(Visit *visit, const char *template)
{
  return visit_show_as(visit, 200, template);
}

Repository *visit_repository(const Visit *visit, Report *report)
{
  return repository_open_as(visit->root, visit->visitor != NULL ? &visit->visitor->committer : NULL,
                            report);
}

const char *visit_site_address(const Visit *visit)
{
  return visit->visitor == NULL ? "/" : visit->site != NULL ? visit->site->base_url : NULL;
}

Reply *visit_go(const Visit *visit, const char *screen)
{
  g_autofree char *encoded = g_uri_escape_string(screen, "/?=&#", FALSE);
  g_autofree char *location = g_strconcat(screen_path(visit->screen), encoded, NULL);
  return reply_see_other(location);
}

Desk *visit_desk(Visit *visit, const PolicySource **policy)
{
  const Committer *committer = visit->visitor != NULL ? &visit->visitor->committer : NULL;
  g_autoptr(Desk) desk = desk_open_as(visit->root, visit->options->as_of, committer, visit->report);
  if (desk == NULL)
    return NULL;
  *policy = site_policy(desk->site, visit->policy->ledger->id);
  return *policy != NULL ? g_steal_pointer(&desk) : NULL;
}

bool visit_build(Visit *visit, BuildResult *result, Report *report)
{
  return screen_build(visit->screen, result, report);
}

/* Whether it speaks of what waits to be confirmed; the module's id goes to `ids`. */
static bool is_no_confirmation(Diag *diag, gpointer ids)
{
  if (diag->code != DIAG_QUIZ_STALE && diag->code != DIAG_QUIZ_UNCONFIRMED &&
      diag->code != DIAG_LESSON_STALE && diag->code != DIAG_LESSON_UNCONFIRMED)
    return true;
  g_ptr_array_add(ids, g_strdup(diag->arguments[2]));
  return false;
}

/* One for each module, with how often its id stands there; the ids come sorted. */
static void put_to_confirm(Visit *visit, const GPtrArray *ids)
{
  values_list(visit->values, "to_confirm");
  for (guint i = 0, next; i < ids->len; i = next) {
    const char *id = g_ptr_array_index(ids, i);
    for (next = i + 1; next < ids->len && g_str_equal(g_ptr_array_index(ids, next), id);)
      next++;
    g_autoptr(Report) unsaid = report_new(); /* the screen that is led to tells it */
    g_autoptr(Module) module = visit->site != NULL ? site_module(visit->site, id, unsaid) : NULL;
    values_open(visit->values, NULL);
    values_string(visit->values, "id", id);
    values_string(visit->values, "title", module != NULL ? module->title : id);
    values_number(visit->values, "count", next - i);
    values_close(visit->values);
  }
  values_close(visit->values);
}

void visit_put_faults(Visit *visit, const char *name, Report *report)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  report_sort(report); /* what is said twice is counted once */
  report_filter(report, is_no_confirmation, ids);
  faults_put(visit->values, name, report, screen_theme(visit->screen), "ja");
  put_to_confirm(visit, ids);
}

void visit_put_approval(Visit *visit, const char *name, const Approval *approval)
{
  if (approval == NULL)
    return;
  values_open(visit->values, name);
  values_string(visit->values, "by", approval->by);
  values_string(visit->values, "recorder", approval->recorder);
  values_day(visit->values, "on", approval->on);
  values_close(visit->values);
}

const char *visit_language(const Visit *visit, const char *lang)
{
  const Theme *theme = screen_theme(visit->screen);
  const char *name = theme_string(theme, lang, "language.name");
  /* A language that the theme has no words in is given the Japanese ones. */
  bool named = strcmp(lang, "ja") == 0 || name != theme_string(theme, "ja", "language.name");
  return named ? name : lang;
}

static void add_language(GPtrArray *languages, const char *lang)
{
  if (!g_ptr_array_find_with_equal_func(languages, lang, g_str_equal, NULL))
    g_ptr_array_add(languages, g_strdup(lang));
}

static void add_working_texts(const Visit *visit, GPtrArray *languages)
{
  const GPtrArray *drafts = visit->site->drafts;
  for (guint i = 0; i < drafts->len; i++) {
    g_autofree char *folder = g_path_get_dirname(g_ptr_array_index(drafts, i));
    g_autofree char *name = g_path_get_basename(g_ptr_array_index(drafts, i));
    g_auto(GStrv) parts = g_strsplit(name, ".", 4); /* policy.en.md */
    if (strcmp(folder, visit->policy->folder) == 0 && g_strv_length(parts) == 3)
      add_language(languages, parts[1]);
  }
}

GPtrArray *visit_languages(const Visit *visit)
{
  static const char *const often[] = {"ja", "easy", "en"};
  GPtrArray *languages = g_ptr_array_new_with_free_func(g_free);
  const GPtrArray *revisions = visit->policy->ledger->revisions;

  for (guint i = 0; i < G_N_ELEMENTS(often); i++)
    add_language(languages, often[i]);
  add_working_texts(visit, languages);
  for (guint i = 0; i < revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    for (guint k = 0; k < revision->editions->len; k++)
      add_language(languages, ((const Edition *)g_ptr_array_index(revision->editions, k))->lang);
  }
  return languages;
}
