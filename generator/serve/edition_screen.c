/* 翻訳: begun from a revision's Japanese text, and pinned to a revision. */
#include "pages/amendment.h"

#include "pages/draft.h"
#include "serve/form.h"
#include "serve/procedure.h"
#include "serve/screens.h"

#include <string.h>

static const char *const fields[] = {"lang", "other", "of", NULL};

/* ---- the form ---- */

/* The newest revision that has it; NULL where none has. */
static const Revision *newest_with(const Visit *visit, const char *lang)
{
  const GPtrArray *revisions = visit->policy->ledger->revisions;
  for (guint i = revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (revision_edition(revision, lang) != NULL)
      return revision;
  }
  return NULL;
}

/* "none", "begun" (written, and never pinned), "kept" (pinned, and no working text),
 * "same", or "changed" (another than what is pinned). */
static const char *state_of(const Visit *visit, const char *lang, const Revision *newest)
{
  g_autoptr(Report) unsaid = report_new(); /* the editor says what is at fault in it */
  g_autofree char *name = draft_path(visit->policy, lang);
  g_autofree char *path = g_build_filename(visit->root, name, NULL);
  gsize size = 0;
  g_autofree char *bytes = file_read(path, name, MARKUP_TEXT_LIMIT, &size, unsaid);

  if (bytes == NULL)
    return newest != NULL ? "kept" : "none";
  if (newest == NULL)
    return "begun";
  g_autofree char *blob = blob_id(bytes, size);
  return strcmp(revision_edition(newest, lang)->blob, blob) == 0 ? "same" : "changed";
}

static void put_lang(Visit *visit, const char *lang, const char *chosen)
{
  const Revision *newest = newest_with(visit, lang);

  values_open(visit->values, NULL);
  values_string(visit->values, "lang", lang);
  values_string(visit->values, "title", visit_language(visit, lang));
  values_string(visit->values, "state", state_of(visit, lang, newest));
  values_bool(visit->values, "chosen", g_strcmp0(lang, chosen) == 0);
  if (newest != NULL)
    values_day(visit->values, "of", newest->effective);
  values_close(visit->values);
}

static Reply *show_form(Visit *visit)
{
  g_autoptr(GPtrArray) langs = visit_languages(visit);
  const char *chosen = request_field(visit->request, "lang");
  const Revision *in_force = ledger_in_force(visit->policy->ledger, visit->as_of);

  form_put(visit, fields);
  values_bool(visit->values, "other", g_strcmp0(chosen, "other") == 0);
  values_list(visit->values, "langs");
  /* The Japanese text, the first, is no translation. */
  for (guint i = 1; i < langs->len; i++)
    put_lang(visit, g_ptr_array_index(langs, i), chosen);
  values_close(visit->values);
  procedure_put_revisions(visit, revision_can_be_translated, in_force);
  return procedure_show_form(visit, "edition.html");
}

/* ---- beginning, and pinning ---- */

static Reply *propose(Visit *visit);

static const Procedure procedure = {
  .page = {.what = "edition", .fields = fields, .goes_online = true},
  .form = show_form,
  .propose = propose,
};

/* The same as `kaitei edition --start`; then it is written over in the editor. */
static Reply *start(Visit *visit, const char *lang, const char *of)
{
  const PolicySource *policy = NULL;
  g_autofree char *path = NULL;
  g_autoptr(Desk) desk = visit_desk(visit, &policy);

  if (desk == NULL || !edition_start(desk, policy, of, lang, &path, visit->report))
    return show_form(visit);
  g_autofree char *editor = g_strconcat("edit/", policy->ledger->id, "/", lang, NULL);
  return visit_go(visit, editor);
}

/* The same as `kaitei edition`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  g_autofree char *lang = form_lang(visit);
  g_autofree char *of = request_words(visit->request, "of");

  if (lang == NULL) {
    report_add(visit->report, DIAG_EDITION_UNCHOSEN, place_none(), NULL);
    return show_form(visit);
  }
  if (request_ticked(visit->request, "start"))
    return start(visit, lang, of);
  g_autoptr(Desk) desk = visit_desk(visit, &policy);
  g_autoptr(Proposal) proposal =
    desk != NULL ? edition_propose(desk, policy, of, lang, visit->report) : NULL;
  if (proposal == NULL)
    return show_form(visit);
  values_list(visit->values, "facts");
  proposal_page_fact(visit, "policy", proposal->ledger->title);
  proposal_page_fact(visit, "lang", visit_language(visit, lang));
  procedure_put_revision_fact(visit, proposal->key);
  values_close(visit->values);
  return proposal_page(visit, desk, proposal, &procedure.page);
}

Reply *edition_screen(Visit *visit)
{
  return procedure_answer(visit, &procedure);
}
