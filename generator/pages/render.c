#include "pages/render.h"

void render_job(Worker *worker, guint index)
{
  const Job *job = &g_array_index(worker->build->plan->jobs, Job, index);
  worker->job = index;
  switch (job->kind) {
  case JOB_SITE:
    render_site(worker);
    break;
  case JOB_POLICY:
    render_policy(worker, job->index);
    break;
  case JOB_MODULE:
    render_module(worker, job->index);
    break;
  case JOB_PAGE:
    render_page(worker, job->index);
    break;
  }
}
