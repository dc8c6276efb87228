/*
 * The pages of one policy. Its texts are read once each, in order of effect;
 * what depends on all of them (the page in force, with the clauses that are
 * gone) comes last.
 */
#include "pages/render.h"

#include "pages/frame.h"
#include "pages/gone.h"
#include "pages/policy_job.h"
#include "pages/toc.h"

#include <string.h>

/* --- pieces of a policy page ------------------------------------------------ */

static void put_dates(PolicyJob *job, const Revision *shown, const char *lang)
{
  Values *values = job->worker->values;
  GPtrArray *revisions = job->ledger->revisions;

  values_list(values, "dates");
  for (guint i = 0; i < revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (!revision->cancelled || revision == shown)
      put_date_line(job, revision, revision == shown, lang);
    if (revision == shown)
      break;
  }
  values_close(values);
}

static void put_source(PolicyJob *job, const Revision *revision, const char *lang, const Text *text)
{
  Worker *worker = job->worker;
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(job->ledger, revision, lang, address);
  g_string_append(address, "policy.md");
  g_autofree char *sha256 =
    g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text->bytes, text->size);

  values_open(worker->values, "source");
  put_href(worker, "href", address->str);
  values_string(worker->values, "sha256", sha256);
  values_number(worker->values, "bytes", (gint64)text->size);
  values_close(worker->values);
}

/* The exact bytes, for whoever wants to check them. */
static void put_source_file(PolicyJob *job, const Revision *revision, const char *lang,
                            const Text *text)
{
  g_autoptr(GString) file = g_string_new(NULL);
  revision_address(job->ledger, revision, lang, file);
  g_string_append(file, "policy.md");
  worker_put(job->worker, file->str, text->bytes, text->size);
}

static void put_text(PolicyJob *job, const Revision *revision, const char *lang, const Text *text,
                     const char *latest)
{
  Worker *worker = job->worker;
  values_bool(worker->values, "no_text", text == NULL && revision->change != CHANGE_WITHDRAWN);
  if (text == NULL)
    return;
  g_autoptr(GString) base = g_string_new(NULL);
  policy_address(job->ledger, lang, base);
  PageText shown = {text->document, base->str, text->faulty};
  worker_body(worker, &shown, lang, false);
  values_raw(worker->values, "body", worker->body->str, worker->body->len);
  put_toc(worker, text->document, false, latest);
  put_source(job, revision, lang, text);
}

static void put_pair_href(PolicyJob *job, const Revision *now, const Revision *before)
{
  if (before == NULL)
    return;
  g_autoptr(GString) address = g_string_new(NULL);
  RevisionPair pair = {now, before};
  pair_address(job->ledger, &pair, address);
  put_href(job->worker, "comparison_href", address->str);
}

static void put_addresses(PolicyJob *job, const Revision *revision, const char *lang)
{
  g_autoptr(GString) address = g_string_new(NULL);
  /* The text in force is the authoritative one; a translation may lag behind. */
  policy_address(job->ledger, "ja", address);
  put_href(job->worker, "latest_href", address->str);
  g_string_truncate(address, 0);
  revision_address(job->ledger, revision, lang, address);
  put_href(job->worker, "permalink_href", address->str);
}

static void clear_alternate(gpointer data)
{
  g_free(((Alternate *)data)->address);
}

/* The languages in which this very page exists; none where there is one alone. */
static GArray *alternates_of(PolicyJob *job, const Revision *revision, bool permalink)
{
  GArray *alternates = g_array_new(FALSE, FALSE, sizeof(Alternate));
  g_array_set_clear_func(alternates, clear_alternate);
  guint count = permalink ? revision->editions->len : job->plan->langs->len + 1;

  for (guint i = 0; i < count; i++) {
    const char *other = permalink
                          ? ((const Edition *)g_ptr_array_index(revision->editions, i))->lang
                        : i == 0 ? "ja"
                                 : g_ptr_array_index(job->plan->langs, i - 1);
    g_autoptr(GString) address = g_string_new(NULL);
    if (permalink)
      revision_address(job->ledger, revision, other, address);
    else
      policy_address(job->ledger, other, address);
    Alternate alternate = {other, worker_word(job->worker, other, "language.name"),
                           g_strdup(address->str)};
    g_array_append_val(alternates, alternate);
  }
  if (alternates->len == 1)
    g_array_set_size(alternates, 0);
  return alternates;
}

static void put_edition(PolicyJob *job, const Revision *revision, const char *lang, bool older)
{
  Worker *worker = job->worker;
  if (strcmp(lang, "ja") == 0)
    return;
  values_open(worker->values, "edition");
  values_string(worker->values, "lang", lang_tag(lang));
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(job->ledger, revision, "ja", address);
  put_href(worker, "authoritative_href", address->str);
  put_revision(worker, "of", job->ledger, revision, lang);
  values_bool(worker->values, "older", older);
  values_close(worker->values);
}

/* --- the pages ---------------------------------------------------------------- */

static char *description_of(PolicyJob *job, const Text *text)
{
  g_autofree char *summary = text != NULL ? document_summary(text->document) : NULL;
  return g_strdup(summary != NULL && *summary ? summary : job->ledger->title);
}

static void frame_policy(PolicyJob *job, const Revision *revision, const char *lang,
                         const Text *text, bool permalink)
{
  g_autofree char *which = revision_words(job->worker, revision, lang);
  g_autofree char *dated = worker_phrase(job->worker, lang, "title.revision", "title",
                                         job->ledger->title, "which", which, NULL);
  g_autofree char *description = description_of(job, text);
  g_autofree char *feed = g_strconcat(job->ledger->id, "/feed.xml", NULL);
  g_autofree char *jsonld = policy_jsonld(job, revision, lang);
  g_autoptr(GArray) alternates = alternates_of(job, revision, permalink);

  put_frame(job->worker, &(Frame){.kind = permalink ? "revision" : "policy",
                                  .title = permalink ? dated : job->ledger->title,
                                  .description = description,
                                  .lang = lang,
                                  .feed_title = job->ledger->title,
                                  .feed = feed,
                                  .jsonld = jsonld,
                                  .alternates = (const Alternate *)(gpointer)alternates->data,
                                  .alternate_count = alternates->len});
}

/* The permalink of a revision in one language; `text` is NULL where it is not kept. */
static void render_permalink(PolicyJob *job, const Revision *revision, const char *lang,
                             const Text *text)
{
  Worker *worker = job->worker;
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(job->ledger, revision, lang, address);
  RevisionState state = revision_state(job->ledger, revision, worker->build->as_of);
  g_autoptr(GString) latest = g_string_new(NULL);
  policy_address(job->ledger, "ja", latest);

  worker_begin(worker, address->str);
  frame_policy(job, revision, lang, text, true);
  put_policy(worker, "policy", job->ledger);
  put_revision(worker, "revision", job->ledger, revision, lang);
  values_bool(worker->values, "in_force", state == STATE_IN_FORCE);
  put_day(worker, "until_day", policy_job_last_day(job, revision));
  put_text(job, revision, lang, text,
           state == STATE_SUPERSEDED && strcmp(lang, "ja") == 0 ? latest->str : NULL);
  put_dates(job, revision, lang);
  put_pair_href(job, revision, policy_plan_born_after(job->plan, revision));
  put_addresses(job, revision, lang);
  put_edition(job, revision, lang, false);
  values_bool(worker->values, "withdrawn", revision->change == CHANGE_WITHDRAWN);

  g_autoptr(GString) base = g_string_new(NULL);
  policy_address(job->ledger, lang, base);
  PageText shown = {text != NULL ? text->document : NULL, base->str, text != NULL && text->faulty};
  worker_finish(worker, "policy.html", &shown);
}

/* The page in force in one language: of the newest revision that has it. */
static void render_in_force(PolicyJob *job, const Revision *revision, const char *lang,
                            const Text *text)
{
  Worker *worker = job->worker;
  bool main_text = strcmp(lang, "ja") == 0;
  bool current = revision == job->in_force;
  g_autoptr(GString) address = g_string_new(NULL);
  policy_address(job->ledger, lang, address);

  worker_begin(worker, address->str);
  frame_policy(job, revision, lang, text, false);
  put_policy(worker, "policy", job->ledger);
  put_revision(worker, "revision", job->ledger, revision, lang);
  values_bool(worker->values, "in_force", current);
  put_text(job, revision, lang, text, NULL);
  put_dates(job, revision, lang);
  const RevisionPair *pair = policy_plan_previous(job->plan, revision);
  put_pair_href(job, revision, pair != NULL ? pair->before : NULL);
  put_addresses(job, revision, lang);
  put_edition(job, revision, lang, !current);
  const Revision *scheduled = ledger_scheduled(job->ledger, worker->build->as_of);
  if (scheduled != NULL)
    put_revision(worker, "scheduled", job->ledger, scheduled, lang);
  if (main_text)
    put_gone(worker, job->gone, text != NULL ? text->document : NULL, job->ledger);
  values_bool(worker->values, "withdrawn",
              job->in_force != NULL && job->in_force->change == CHANGE_WITHDRAWN);

  PageText shown = {text != NULL ? text->document : NULL, address->str,
                    text != NULL && text->faulty};
  worker_finish(worker, "policy.html", &shown);
}

/* --- the page of a working text --------------------------------------------- */

/* The revision that the draft would become. Its day is not settled: today stands for it,
 * so that a theme which knows nothing of drafts still has a day to show. */
static void put_draft_revision(PolicyJob *job, const char *lang)
{
  Worker *worker = job->worker;
  const Revision *newest = ledger_newest(job->ledger);
  g_autoptr(GPtrArray) none = g_ptr_array_new();
  Revision revision = {.key = "draft",
                       .number = 1,
                       .effective = worker->build->as_of,
                       .change = newest != NULL ? CHANGE_PARTIAL : CHANGE_CREATED,
                       .editions = none};
  for (guint i = 0; i < job->ledger->revisions->len; i++) {
    const Revision *other = g_ptr_array_index(job->ledger->revisions, i);
    revision.number = MAX(revision.number, other->number + 1);
  }
  values_open(worker->values, "revision");
  put_revision_facts(worker, job->ledger, &revision, lang);
  values_string(worker->values, "state", "draft");
  values_string(worker->values, "state_text", worker_word(worker, lang, "state.draft"));
  put_href(worker, "href", worker->at);
  values_close(worker->values);
}

static void put_draft_edition(PolicyJob *job, const Revision *of, const char *lang)
{
  Worker *worker = job->worker;
  if (strcmp(lang, "ja") == 0 || of == NULL)
    return;
  g_autoptr(GString) address = g_string_new(NULL);
  policy_address(job->ledger, "ja", address);
  values_open(worker->values, "edition");
  values_string(worker->values, "lang", lang_tag(lang));
  put_href(worker, "authoritative_href", address->str);
  put_revision(worker, "of", job->ledger, of, lang);
  values_bool(worker->values, "older", false);
  values_close(worker->values);
}

void render_draft_page(PolicyJob *job, const char *lang, const Text *text,
                       const Revision *published)
{
  Worker *worker = job->worker;
  g_autoptr(GString) address = g_string_new(NULL);
  policy_address(job->ledger, lang, address);
  g_autofree char *description = description_of(job, text);
  g_autoptr(GArray) alternates = alternates_of(job, NULL, false);
  PageText page = {text->document, address->str, text->faulty};

  worker_begin(worker, address->str);
  put_frame(worker, &(Frame){.kind = "policy",
                             .title = job->ledger->title,
                             .description = description,
                             .lang = lang,
                             .alternates = (const Alternate *)(gpointer)alternates->data,
                             .alternate_count = alternates->len});
  put_policy(worker, "policy", job->ledger);
  if (published != NULL)
    put_revision(worker, "revision", job->ledger, published, lang);
  else
    put_draft_revision(job, lang);
  values_bool(worker->values, "in_force", published != NULL && published == job->in_force);
  worker_body(worker, &page, lang, false);
  values_raw(worker->values, "body", worker->body->str, worker->body->len);
  put_toc(worker, text->document, false, NULL);
  put_dates(job, published, lang); /* of a draft: all that are known, and none is this one */
  put_href(worker, "latest_href", address->str);
  put_href(worker, "permalink_href", address->str);
  put_draft_edition(job, published != NULL ? published : job->in_force, lang);
  if (strcmp(lang, "ja") == 0)
    put_gone(worker, job->gone, text->document, job->ledger);
  worker_finish(worker, "policy.html", &page);
}

/* --- the job ------------------------------------------------------------------ */

static void render_editions(PolicyJob *job, const Revision *revision)
{
  for (guint i = 0; i < revision->editions->len; i++) {
    const Edition *edition = g_ptr_array_index(revision->editions, i);
    if (strcmp(edition->lang, "ja") == 0)
      continue;
    g_autoptr(Text) text = text_read(job->worker, job->ledger, edition);
    if (text == NULL)
      continue;
    put_source_file(job, revision, edition->lang, text);
    render_permalink(job, revision, edition->lang, text);
  }
}

static void render_pairs(PolicyJob *job, const Revision *now)
{
  GArray *pairs = job->plan->pairs;
  for (guint i = 0; i < pairs->len; i++) {
    const RevisionPair *pair = &g_array_index(pairs, RevisionPair, i);
    if (pair->now == now)
      render_comparison(job, pair);
  }
}

static void render_revision(PolicyJob *job, const Revision *revision)
{
  const Edition *edition = revision_edition(revision, "ja");
  g_autoptr(Text) text = edition != NULL ? text_read(job->worker, job->ledger, edition) : NULL;

  render_editions(job, revision);
  if (edition == NULL) {
    render_permalink(job, revision, "ja", NULL);
    return;
  }
  if (text == NULL)
    return; /* reported */
  put_source_file(job, revision, "ja", text);
  render_permalink(job, revision, "ja", text);
  shelf_put(job->shelf, revision, document_blocks(text->document));
  render_pairs(job, revision);
  render_now(job, revision);
  shelf_done(job->shelf, revision);
  if (policy_job_effective(job, revision))
    gone_note(job->gone, revision, text->document);
}

/* A policy whose ledger holds no revision yet: its address is there, and says so. */
static void render_unpublished(PolicyJob *job)
{
  Worker *worker = job->worker;
  const char *lang = worker->build->site->lang;
  g_autoptr(GString) address = g_string_new(NULL);
  policy_address(job->ledger, "ja", address);
  worker_begin(worker, address->str);
  put_frame(worker, &(Frame){.kind = "policy",
                             .title = job->ledger->title,
                             .description = worker_word(worker, lang, "unpublished.title"),
                             .lang = lang});
  put_policy(worker, "policy", job->ledger);
  worker_finish(worker, "unpublished.html", NULL);
}

static void render_language(PolicyJob *job, const char *lang)
{
  const Revision *revision = policy_job_newest_with(job, lang);
  if (revision == NULL) {
    render_unpublished(job);
    return;
  }
  const Edition *edition = revision_edition(revision, lang);
  g_autoptr(Text) text = edition != NULL ? text_read(job->worker, job->ledger, edition) : NULL;
  if (edition == NULL || text != NULL)
    render_in_force(job, revision, lang, text);
}

void render_policy(Worker *worker, guint index)
{
  const PolicyPlan *plan = g_ptr_array_index(worker->build->plan->policies, index);
  g_autoptr(PolicyJob) job = policy_job_new(worker, plan);

  for (guint i = 0; i < job->ledger->revisions->len; i++)
    render_revision(job, g_ptr_array_index(job->ledger->revisions, i));
  render_language(job, "ja");
  for (guint i = 0; i < plan->langs->len; i++)
    render_language(job, g_ptr_array_index(plan->langs, i));
  render_history(job);
  render_on(job);
  render_feed(job);
}
