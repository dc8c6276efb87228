#include "pages/policy_job.h"

#include "pages/frame.h"

#include <string.h>

static Blocks *blocks_of_in_force(PolicyJob *job)
{
  const Edition *edition = job->in_force != NULL ? revision_edition(job->in_force, "ja") : NULL;
  if (edition == NULL)
    return NULL;
  /* Its faults are reported when its own pages are made. */
  g_autoptr(Report) again = report_new();
  Report *own = job->worker->report;
  job->worker->report = again;
  g_autoptr(Text) text = text_read(job->worker, job->ledger, edition);
  job->worker->report = own;
  return text != NULL ? document_blocks(text->document) : NULL;
}

PolicyJob *policy_job_new(Worker *worker, const PolicyPlan *plan)
{
  PolicyJob *job = g_new0(PolicyJob, 1);
  job->worker = worker;
  job->plan = plan;
  job->ledger = plan->ledger;
  job->in_force = ledger_in_force(plan->ledger, worker->build->as_of);
  job->in_force_blocks = blocks_of_in_force(job);
  job->shelf = shelf_new(plan);
  job->gone = gone_new();
  return job;
}

void policy_job_free(PolicyJob *job)
{
  if (job == NULL)
    return;
  blocks_free(job->in_force_blocks);
  shelf_free(job->shelf);
  gone_free(job->gone);
  g_free(job);
}

bool policy_job_effective(const PolicyJob *job, const Revision *revision)
{
  RevisionState state = revision_state(job->ledger, revision, job->worker->build->as_of);
  return state == STATE_IN_FORCE || state == STATE_SUPERSEDED;
}

/* The revision that followed in effect, whenever that is; NULL for the last. */
static const Revision *follower(const PolicyJob *job, const Revision *revision)
{
  GPtrArray *revisions = job->ledger->revisions;
  guint index = 0;
  g_ptr_array_find(revisions, revision, &index);
  for (guint i = index + 1; i < revisions->len; i++) {
    const Revision *next = g_ptr_array_index(revisions, i);
    if (!next->cancelled)
      return next;
  }
  return NULL;
}

Day policy_job_last_day(const PolicyJob *job, const Revision *revision)
{
  const Day none = {0, 0, 0};
  if (revision_state(job->ledger, revision, job->worker->build->as_of) != STATE_SUPERSEDED)
    return none;
  const Revision *next = follower(job, revision);
  /* One that was corrected on its own first day never held for a whole one. */
  bool held = next != NULL && day_compare(next->effective, revision->effective) > 0;
  return held ? day_previous(next->effective) : none;
}

const Revision *policy_job_newest_with(const PolicyJob *job, const char *lang)
{
  GPtrArray *revisions = job->ledger->revisions;
  const Revision *newest = NULL, *first = NULL;
  bool main_text = strcmp(lang, "ja") == 0;

  for (guint i = 0; i < revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (!main_text && revision_edition(revision, lang) == NULL)
      continue;
    if (first == NULL)
      first = revision;
    if (policy_job_effective(job, revision))
      newest = revision;
  }
  return newest != NULL ? newest : first;
}

void put_date_line(PolicyJob *job, const Revision *revision, bool current, const char *lang)
{
  Values *values = job->worker->values;
  /* Every later permalink has this line again. */
  if (current || strcmp(lang, "ja") != 0)
    values_open(values, NULL);
  else if (!values_open_kept(values, NULL, revision))
    return;
  char key[64];
  g_snprintf(key, sizeof key, "change.%s", change_name(revision->change));
  put_day(job->worker, "day", revision->effective);
  values_string(values, "change_text", worker_word(job->worker, lang, key));
  values_bool(values, "current", current);
  values_close(values);
}
