/* A policy's history, and the page that says what it said on a given day. */
#include "pages/policy_job.h"

#include "ledger/receipt.h"
#include "pages/frame.h"

#include <string.h>

static void put_comparison_link(PolicyJob *job, const Revision *revision)
{
  const RevisionPair *pair = policy_plan_previous(job->plan, revision);
  if (pair == NULL)
    return;
  g_autoptr(GString) address = g_string_new(NULL);
  pair_address(job->ledger, pair, address);
  values_open(job->worker->values, "comparison");
  put_href(job->worker, "href", address->str);
  put_revision(job->worker, "from", job->ledger, pair->before, "ja");
  values_close(job->worker->values);
}

static void put_editions(PolicyJob *job, const Revision *revision)
{
  Worker *worker = job->worker;
  values_list(worker->values, "editions");
  for (guint i = 0; i < revision->editions->len; i++) {
    const Edition *edition = g_ptr_array_index(revision->editions, i);
    g_autoptr(GString) address = g_string_new(NULL);
    revision_address(job->ledger, revision, edition->lang, address);
    values_open(worker->values, NULL);
    values_string(worker->values, "lang", lang_tag(edition->lang));
    values_string(worker->values, "title", worker_word(worker, edition->lang, "language.name"));
    put_href(worker, "href", address->str);
    values_close(worker->values);
  }
  values_close(worker->values);
}

void put_history(PolicyJob *job)
{
  Values *values = job->worker->values;
  GPtrArray *revisions = job->ledger->revisions;
  guint kept = 0;

  values_list(values, "revisions");
  for (guint i = revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    kept += revision_has_text(revision);
    values_open(values, NULL);
    put_revision_facts(job->worker, job->ledger, revision, "ja");
    put_comparison_link(job, revision);
    put_editions(job, revision);
    values_close(values);
  }
  values_close(values);
  values_number(values, "kept", kept);
  values_number(values, "total", revisions->len);
}

/* Since when there is such a policy: a cancelled revision never was. */
static void put_first_day(PolicyJob *job)
{
  for (guint i = 0; i < job->ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(job->ledger->revisions, i);
    if (!revision->cancelled) {
      put_day(job->worker, "first", revision->effective);
      return;
    }
  }
}

/* What can be held against the ledger one day: its proof, and where `publish`
 * has left a receipt for this very state of it, that receipt's commit and day. */
void put_receipt(PolicyJob *job)
{
  Worker *worker = job->worker;
  const Ledger *ledger = job->ledger;
  g_autofree char *folder = g_path_get_dirname(ledger->path);
  g_autofree char *path = g_build_filename(worker->build->site->root, folder, "receipt.txt", NULL);
  g_autoptr(Receipt) receipt =
    g_file_test(path, G_FILE_TEST_EXISTS) ? receipt_read(path, worker->report) : NULL;

  values_open(worker->values, "receipt");
  values_string(worker->values, "hash", ledger->proof);
  values_number(worker->values, "entries", ledger->entries);
  if (receipt != NULL && strcmp(receipt->proof, ledger->proof) == 0) {
    values_string(worker->values, "commit", receipt->commit);
    put_day(worker, "day", receipt->day);
  }
  values_close(worker->values);
}

static void begin(PolicyJob *job, const char *kind, const char *folder)
{
  Worker *worker = job->worker;
  g_autofree char *address = g_strconcat(job->ledger->id, "/", folder, NULL);
  g_autofree char *feed = g_strconcat(job->ledger->id, "/feed.xml", NULL);
  g_autofree char *title_key = g_strconcat("title.", kind, NULL);
  g_autofree char *description_key = g_strconcat("description.", kind, NULL);
  g_autofree char *title =
    worker_phrase(worker, "ja", title_key, "title", job->ledger->title, NULL);
  g_autofree char *description =
    worker_phrase(worker, "ja", description_key, "title", job->ledger->title, NULL);

  worker_begin(worker, address);
  put_frame(worker, &(Frame){.kind = kind,
                             .title = title,
                             .description = description,
                             .lang = "ja",
                             .feed_title = job->ledger->title,
                             .feed = feed});
  put_policy(worker, "policy", job->ledger);
  put_first_day(job);
}

void render_history(PolicyJob *job)
{
  begin(job, "history", "history/");
  put_history(job);
  put_receipt(job);
  worker_finish(job->worker, "history.html", NULL);
}

/* --- on ------------------------------------------------------------------------ */

/* The next revision in effect after index `i`, cancelled ones passed over. */
static const Revision *next_in_effect(const GPtrArray *revisions, guint i)
{
  for (i++; i < revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (!revision->cancelled)
      return revision;
  }
  return NULL;
}

static void put_period(PolicyJob *job, const Revision *revision, const Revision *next)
{
  /* A revision replaced on its own first day (by an erratum) never held alone. */
  if (next != NULL && day_compare(next->effective, revision->effective) <= 0)
    return;
  values_open(job->worker->values, NULL);
  put_revision(job->worker, "revision", job->ledger, revision, "ja");
  put_day(job->worker, "from", revision->effective);
  if (next != NULL)
    put_day(job->worker, "last", day_previous(next->effective));
  values_close(job->worker->values);
}

void render_on(PolicyJob *job)
{
  const GPtrArray *revisions = job->ledger->revisions;

  begin(job, "on", "on/");
  values_list(job->worker->values, "periods");
  for (guint i = 0; i < revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (!revision->cancelled)
      put_period(job, revision, next_in_effect(revisions, i));
  }
  values_close(job->worker->values);
  worker_finish(job->worker, "on.html", NULL);
}
