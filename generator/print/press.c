#include "print/press.h"

#include "base/text.h"
#include "markup/html.h"
#include "pages/address.h"
#include "pages/draft.h"
#include "pages/frame.h"
#include "print/training_paper.h"

#include <string.h>

/* ---- the site ---- */

static void press_text_free(gpointer data)
{
  PressText *text = data;
  document_free(text->document);
  g_free(text->name);
  g_free(text->source);
  g_free(text);
}

void press_free(Press *press)
{
  if (press == NULL)
    return;
  policy_job_free(press->job);
  if (press->worker != NULL)
    press->worker->report = NULL; /* it was lent */
  worker_free(press->worker);
  plan_free(press->plan);
  g_ptr_array_unref(press->texts);
  g_ptr_array_unref(press->owned);
  g_ptr_array_unref(press->forms);
  g_ptr_array_unref(press->modules);
  site_free(press->site);
  theme_free(press->theme);
  repository_free(press->repository);
  g_free(press->root);
  g_free(press);
}

static bool read_site(Press *press)
{
  g_autofree char *own = g_build_filename(press->root, "theme", NULL);
  g_autofree char *standard = theme_standard_folder(press->report);
  press->theme = standard != NULL ? theme_read(own, standard, press->report) : NULL;
  if (press->theme == NULL)
    return false;
  g_autoptr(GPtrArray) sources = site_sources(press->root, press->report);
  press->site = site_read(press->root, sources, press->report);
  if (press->site == NULL || report_failed(press->report))
    return false;
  press->plan = plan_new(press->site, press->theme, press->report);
  if (press->site->policies->len > 0)
    press->repository = repository_near(press->root, press->report);
  return true;
}

Press *press_new(const char *root, Day as_of, bool draft, Report *report)
{
  g_autoptr(Press) press = g_new0(Press, 1);
  press->root = g_canonicalize_filename(root, NULL);
  press->report = report;
  press->draft = draft;
  press->texts = g_ptr_array_new_with_free_func(press_text_free);
  press->owned = g_ptr_array_new_with_free_func(g_free);
  press->forms = g_ptr_array_new_with_free_func((GDestroyNotify)form_free);
  press->modules = g_ptr_array_new_with_free_func((GDestroyNotify)module_free);
  if (!read_site(press))
    return NULL;
  press->build = (Build){.site = press->site,
                         .theme = press->theme,
                         .plan = press->plan,
                         .repository = press->repository,
                         .as_of = day_known(as_of) ? as_of : day_today(press->site->timezone),
                         .base_path = "/"};
  press->worker = worker_new(&press->build, report);
  if (press->worker->unstaged)
    return NULL;
  /* What its functions report is the press's. */
  report_free(press->worker->report);
  press->worker->report = report;
  return g_steal_pointer(&press);
}

const char *press_keep(Press *press, char *text)
{
  g_ptr_array_add(press->owned, text);
  return text;
}

/* ---- texts ---- */

static char *draft_bytes(Press *press, const PolicySource *policy, gsize *size, char **name)
{
  *name = draft_path(policy, "ja");
  g_autofree char *path = g_build_filename(press->root, *name, NULL);
  return file_read(path, *name, MARKUP_TEXT_LIMIT, size, press->report);
}

static char *revision_bytes(Press *press, const PolicySource *policy, const Revision *revision,
                            gsize *size, char **name)
{
  const Edition *edition = revision_edition(revision, "ja");
  if (edition == NULL)
    return NULL;
  *name = g_strdup(edition->path);
  return edition_bytes(edition, policy->ledger, press->root, press->repository, size,
                       press->report);
}

static const PressText *read_text(Press *press, const PolicySource *policy,
                                  const Revision *revision)
{
  g_autofree char *name = NULL;
  gsize size = 0, length = 0;
  g_autofree char *bytes = revision != NULL ? revision_bytes(press, policy, revision, &size, &name)
                                            : draft_bytes(press, policy, &size, &name);
  g_autofree char *source =
    bytes != NULL ? text_normalise(bytes, size, name, &length, press->report) : NULL;
  if (source == NULL)
    return NULL;
  PressText *text = g_new0(PressText, 1);
  text->policy = policy;
  text->revision = revision;
  text->name = g_steal_pointer(&name);
  text->source = g_steal_pointer(&source);
  /* What was published is printed as it stands; a build tells what is wrong with it. */
  g_autoptr(Report) unsaid = report_new();
  text->document = document_parse(text->source, length, text->name, DOCUMENT_POLICY,
                                  revision != NULL ? unsaid : press->report);
  g_ptr_array_add(press->texts, text);
  return text;
}

const PressText *press_text_of(Press *press, const PolicySource *policy, const Revision *revision)
{
  for (guint i = 0; i < press->texts->len; i++) {
    const PressText *text = g_ptr_array_index(press->texts, i);
    if (text->policy == policy && text->revision == revision)
      return text;
  }
  return read_text(press, policy, revision);
}

const PressText *press_text(Press *press, const Paper *paper)
{
  if (paper->policy == NULL || (!paper->draft && paper->revision == NULL))
    return NULL;
  return press_text_of(press, paper->policy, paper->revision);
}

/* ---- the text on paper ---- */

typedef struct {
  const Press *press;
  const Paper *paper;
  const Document *document;
  int part; /* index of the part's clause; -1: the whole text */
} Linking;

/* Leads nowhere: taken out of the page afterwards. Nobody can write a link with this scheme,
 * for markup refuses it. */
#define NOWHERE "kaitei-nowhere:"

static bool is_on_paper(const Linking *linking, const char *id)
{
  const Clause *clause = document_find_clause(linking->document, id);
  return clause != NULL && (linking->part < 0 || clause->part == linking->part);
}

static void append_encoded(GString *out, const char *address)
{
  g_string_append_uri_escaped(out, address, "/!$&'()*+,;=:@", FALSE);
}

/* On paper a link leads to a place on it, or to an address of the web, or nowhere. */
static bool write_link(const char *target, bool image, GString *url, gpointer data)
{
  const Linking *linking = data;
  const Site *site = linking->press->site;
  g_autofree char *base = g_strconcat(linking->paper->policy->ledger->id, "/", NULL);
  g_autofree char *fragment = NULL;
  g_autoptr(GString) address = g_string_new(NULL);

  (void)image;
  if (!address_is_internal(target))
    return false;
  if (*target == '#' && is_on_paper(linking, target + 1))
    return false;
  if (site->base_url == NULL || !address_follow(base, target, address, &fragment)) {
    g_string_assign(url, NOWHERE);
    return true;
  }
  g_string_assign(url, site->base_url);
  append_encoded(url, address->str);
  if (fragment != NULL) {
    g_string_append_c(url, '#');
    append_encoded(url, fragment);
  }
  return true;
}

/* Links do not nest, so each one's end is the next that comes. */
static void drop_links_nowhere(GString *body)
{
  static const char mark[] = "<a href=\"" NOWHERE "\"";
  for (char *at = body->str; (at = strstr(at, mark)) != NULL;) {
    gsize place = (gsize)(at - body->str);
    char *close = strchr(at, '>');
    g_string_erase(body, (gssize)place, close + 1 - at);
    char *end = strstr(body->str + place, "</a>");
    if (end != NULL)
      g_string_erase(body, end - body->str, strlen("</a>"));
    at = body->str + place;
  }
}

/* The heading of the only part is the paper's own: <h1>…</h1> at the text's beginning. */
static void put_heading_and_body(Press *press, GString *body)
{
  Values *values = press->worker->values;
  char *end = g_str_has_prefix(body->str, "<h1") ? strstr(body->str, "</h1>") : NULL;
  gsize heading = end != NULL ? (gsize)(end - body->str) + strlen("</h1>") : 0;

  drop_links_nowhere(body);
  if (heading > 0)
    values_raw(values, "heading", body->str, heading);
  values_raw(values, "body", body->str + heading, body->len - heading);
}

static guint count_parts(const Document *document)
{
  guint count = 0;
  for (guint i = 0; i < document_clause_count(document); i++)
    count += document_clause(document, i)->level == 1;
  return count;
}

static int find_part(const Document *document, const char *id)
{
  for (guint i = 0; id != NULL && i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    if (clause->level == 1 && strcmp(clause->id, id) == 0)
      return (int)i;
  }
  return -1;
}

void press_put_body(Press *press, const Paper *paper)
{
  const PressText *text = press_text(press, paper);
  GString *body = press->worker->body;
  if (text == NULL)
    return;
  const Document *document = text->document;
  Linking linking = {press, paper, document, find_part(document, paper->part)};
  bool alone = linking.part >= 0 || count_parts(document) == 1;
  HtmlOptions options = {.heading_shift = alone ? 0 : 1, .link = write_link, .link_data = &linking};

  g_string_truncate(body, 0);
  if (linking.part < 0)
    document_html(document, &options, body);
  for (guint i = 0; linking.part >= 0 && i < document_clause_count(document); i++)
    if (document_clause(document, i)->part == linking.part)
      clause_html(document, i, &options, body);
  put_heading_and_body(press, body);
}

/* ---- a page ---- */

static void put_css(Press *press, const char *name, const char *text)
{
  g_autofree char *string = text_css_string(text != NULL ? text : "");
  values_string(press->worker->values, name, string);
}

/* Of a history: its newest line that holds. */
static const Revision *revision_shown(const Press *press, const Paper *paper)
{
  if (paper->revision != NULL || paper->draft || paper->policy == NULL)
    return paper->revision;
  return ledger_in_force(paper->policy->ledger, press->build.as_of);
}

static bool is_of_form(const Paper *paper)
{
  return paper->training != NULL && paper->training->form != NULL;
}

Day press_day(const Press *press, const Paper *paper)
{
  /* A form printed again is the same paper, on whatever day. */
  if (is_of_form(paper))
    return (Day){(gint16)paper->training->module->year, 4, 1};
  const Revision *shown = revision_shown(press, paper);
  return shown != NULL ? shown->effective : press->build.as_of;
}

/* When the paper's text holds: 平成30年12月1日（2018年）施行（第9版）. */
static char *words_of_effect(Press *press, const Paper *paper)
{
  if (paper->draft)
    return g_strdup(worker_word(press->worker, "ja", "paper.draft_effect"));
  if (is_of_form(paper))
    return worker_phrase(press->worker, "ja", "paper.quiz.foot", "id", paper->training->form->id,
                         NULL);
  const Revision *shown = revision_shown(press, paper);
  if (shown != NULL)
    return revision_words(press->worker, shown, "ja");
  g_autofree char *day = day_both(press->build.as_of);
  return worker_phrase(press->worker, "ja", "paper.as_of", "date", day, NULL);
}

static char *words_of_contact(Press *press)
{
  const Site *site = press->site;
  const char *key = site->tel != NULL ? "paper.contact_tel" : "paper.contact_email";
  const char *value = site->tel != NULL ? site->tel : site->email;
  return value != NULL ? worker_phrase(press->worker, "ja", key, "value", value, NULL)
                       : g_strdup("");
}

static void put_paper(Press *press, const Paper *paper, double points)
{
  Values *values = press->worker->values;
  g_autofree char *effect = words_of_effect(press, paper);
  g_autofree char *contact = words_of_contact(press);
  char size[16];
  g_snprintf(size, sizeof size, "%g", points);

  values_open(values, "paper");
  values_string(values, "kind", paper->kind->name);
  values_string(values, "size", paper_size_name(paper->size));
  values_bool(values, "landscape", paper->kind->landscape);
  values_bool(values, "one_page", paper->kind->least > 0);
  values_bool(values, "draft", paper->draft);
  values_string(values, "points", size);
  values_string(values, "title", paper->title);
  values_string(values, "effect", effect);
  values_string(values, "style", theme_style(press->theme, "print/print.css"));
  values_open(values, "css");
  put_css(press, "title", paper->title);
  put_css(press, "organisation", press->site->name);
  put_css(press, "effect", effect);
  put_css(press, "contact", contact);
  values_close(values);
  values_close(values);
}

static PolicyJob *job_of(Press *press, const PolicySource *policy)
{
  if (press->job != NULL && press->job->ledger == policy->ledger)
    return press->job;
  guint index = 0;
  g_ptr_array_find(press->site->policies, (gpointer)policy, &index);
  policy_job_free(press->job);
  press->job = policy_job_new(press->worker, g_ptr_array_index(press->plan->policies, index));
  return press->job;
}

bool press_render(Press *press, const Paper *paper, double points, GString *html)
{
  Worker *worker = press->worker;
  guint said = report_count(press->report);

  g_ptr_array_set_size(press->owned, 0);
  worker_begin(worker, "");
  put_frame(worker, &(Frame){.kind = paper->kind->name,
                             .title = paper->label,
                             .description = paper->label,
                             .lang = paper->training != NULL ? paper->training->lang : "ja",
                             .noindex = true});
  put_paper(press, paper, points);
  if (paper->policy != NULL) {
    (void)job_of(press, paper->policy);
    put_policy(worker, "policy", paper->policy->ledger);
  }
  if (paper->revision != NULL)
    put_revision(worker, "revision", paper->policy->ledger, paper->revision, "ja");
  if (paper->kind->put != NULL)
    paper->kind->put(press, paper);
  gsize start = html->len;
  g_autofree char *file = g_strconcat("print/", paper->name, ".html", NULL);
  if (!stage_render(worker->stage, paper->kind->template, worker->values, html, file,
                    press->report))
    return false;
  const PressText *text = paper->draft || paper->revision != NULL ? press_text(press, paper) : NULL;
  (void)inspect_page(worker->inspector, html->str + start, html->len - start, file,
                     text != NULL ? text->name : NULL, press->report);
  for (guint i = said; i < report_count(press->report); i++)
    if (diag_level(report_get(press->report, i)->code) >= LEVEL_ERROR)
      return false;
  return true;
}
