/* The comparison of two revisions, and the page to which a notice's QR code leads. */
#include "pages/policy_job.h"

#include "pages/frame.h"
#include "pages/sides.h"

/* Writes rows, changes, count and identical. */
static void put_comparison(Worker *worker, const Blocks *now, const Blocks *before)
{
  g_autoptr(Comparison) comparison = comparison_new(worker->comparer, now, before, NULL);
  sides_put(worker->values, worker->build->theme, comparison, worker->rows, worker->report);
}

static char *phrase_of(PolicyJob *job, const char *key, const Revision *now, const Revision *before)
{
  g_autofree char *now_words = revision_words(job->worker, now, "ja");
  g_autofree char *before_words =
    before != NULL ? revision_words(job->worker, before, "ja") : g_strdup("");
  return worker_phrase(job->worker, "ja", key, "title", job->ledger->title, "now", now_words,
                       "before", before_words, NULL);
}

void render_comparison(PolicyJob *job, const RevisionPair *pair)
{
  Worker *worker = job->worker;
  const Blocks *now = shelf_get(job->shelf, pair->now);
  const Blocks *before = shelf_get(job->shelf, pair->before);
  if (now == NULL || before == NULL)
    return; /* a text could not be read: reported */

  g_autoptr(GString) address = g_string_new(NULL);
  pair_address(job->ledger, pair, address);
  g_autofree char *title = phrase_of(job, "title.comparison", pair->now, pair->before);
  g_autofree char *description = phrase_of(job, "description.comparison", pair->now, pair->before);

  worker_begin(worker, address->str);
  put_frame(worker, &(Frame){.kind = "comparison",
                             .title = title,
                             .description = description,
                             .lang = "ja",
                             .noindex = true});
  put_policy(worker, "policy", job->ledger);
  put_revision(worker, "now", job->ledger, pair->now, "ja");
  put_revision(worker, "before", job->ledger, pair->before, "ja");
  put_comparison(worker, now, before);
  worker_finish(worker, "comparison.html", NULL);
}

void render_now(PolicyJob *job, const Revision *revision)
{
  Worker *worker = job->worker;
  const Blocks *own = shelf_get(job->shelf, revision);
  g_autoptr(GString) address = g_string_new(NULL);
  now_address(job->ledger, revision, address);
  g_autofree char *title = phrase_of(job, "title.now", revision, NULL);
  g_autofree char *description = phrase_of(job, "description.now", revision, NULL);
  bool superseded = revision_state(job->ledger, revision, worker->build->as_of) == STATE_SUPERSEDED;

  worker_begin(worker, address->str);
  put_frame(
    worker,
    &(Frame){
      .kind = "now", .title = title, .description = description, .lang = "ja", .noindex = true});
  put_policy(worker, "policy", job->ledger);
  put_revision(worker, "revision", job->ledger, revision, "ja");
  if (job->in_force != NULL)
    put_revision(worker, "in_force", job->ledger, job->in_force, "ja");
  values_bool(worker->values, "is_current", job->in_force == revision);
  if (superseded && own != NULL && job->in_force_blocks != NULL)
    put_comparison(worker, job->in_force_blocks, own);
  worker_finish(worker, "now.html", NULL);
}
