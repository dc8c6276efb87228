/* The comparison of two revisions, and the page to which a notice's QR code leads. */
#include "pages/policy_job.h"

#include "pages/frame.h"

#include <string.h>

static const char *const row_names[] = {
  [ROW_SAME] = "same",          [ROW_CHANGED] = "changed",       [ROW_RENUMBERED] = "renumbered",
  [ROW_ADDED] = "added",        [ROW_REMOVED] = "removed",       [ROW_MOVED_HERE] = "moved",
  [ROW_MOVED_AWAY] = "moved",   [ROW_OMITTED] = "omitted",
};

static CompareWords words_of(const Worker *worker)
{
  return (CompareWords){
    .now = worker_word(worker, "ja", "compare.now"),
    .before = worker_word(worker, "ja", "compare.before"),
    .added = worker_word(worker, "ja", "compare.added"),
    .removed = worker_word(worker, "ja", "compare.removed"),
    .omitted = worker_word(worker, "ja", "compare.omitted"),
    .moved_here = worker_word(worker, "ja", "compare.moved_here"),
    .moved_away = worker_word(worker, "ja", "compare.moved_away"),
    .mark_start = worker_word(worker, "ja", "compare.mark_start"),
    .mark_end = worker_word(worker, "ja", "compare.mark_end"),
  };
}

static void put_change(Worker *worker, const Change *change, guint number)
{
  char key[64], href[32];
  g_snprintf(key, sizeof key, "compare.kind.%s", row_names[change->kind]);
  g_snprintf(href, sizeof href, "#c%u", number);

  values_open(worker->values, NULL);
  values_number(worker->values, "number", number);
  values_string(worker->values, "kind", row_names[change->kind]);
  values_string(worker->values, "kind_text", worker_word(worker, "ja", key));
  values_string(worker->values, "title", change->title);
  values_string(worker->values, "href", href);
  values_close(worker->values);
}

/* Writes rows, changes, count and identical. */
static void put_comparison(Worker *worker, const Blocks *now, const Blocks *before)
{
  g_autoptr(Comparison) comparison = comparison_new(worker->comparer, now, before, NULL);
  guint count = comparison_change_count(comparison);
  CompareWords words = words_of(worker);

  g_string_truncate(worker->rows, 0);
  comparison_html(comparison, &words, worker->rows);
  values_raw(worker->values, "rows", worker->rows->str, worker->rows->len);
  values_number(worker->values, "count", count);
  values_bool(worker->values, "identical", count == 0);
  values_list(worker->values, "changes");
  for (guint i = 0; i < count; i++)
    put_change(worker, comparison_change(comparison, i), i + 1);
  values_close(worker->values);
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
  bool superseded =
    revision_state(job->ledger, revision, worker->build->as_of) == STATE_SUPERSEDED;

  worker_begin(worker, address->str);
  put_frame(worker, &(Frame){.kind = "now",
                             .title = title,
                             .description = description,
                             .lang = "ja",
                             .noindex = true});
  put_policy(worker, "policy", job->ledger);
  put_revision(worker, "revision", job->ledger, revision, "ja");
  if (job->in_force != NULL)
    put_revision(worker, "in_force", job->ledger, job->in_force, "ja");
  values_bool(worker->values, "is_current", job->in_force == revision);
  if (superseded && own != NULL && job->in_force_blocks != NULL)
    put_comparison(worker, job->in_force_blocks, own);
  worker_finish(worker, "now.html", NULL);
}
