#include "serve/office_print.h"

#include "print/worker.h"
#include "serve/premises.h"

typedef struct {
  OfficeLeaf leaf;
  gpointer data;
  GDestroyNotify destroy;
  const char *title;
} Job;

static void job_free(gpointer data)
{
  Job *job = data;
  if (job->destroy != NULL)
    job->destroy(job->data);
  g_free(job);
}

/* In the printing thread. */
static GBytes *print(Call *call, PrintWorker *worker, gpointer data)
{
  const Job *job = data;
  Premises *premises = call->premises;
  const Site *site = premises->site;
  Stage *stage = premises_take_stage(premises, true, call->report);
  if (stage == NULL)
    return NULL;
  const Leaves leaves = {premises_theme(premises, true), stage, site, call->today, site->timezone};
  g_autoptr(GString) html = job->leaf(&leaves, call, job->data);
  premises_give_stage(premises, true, stage);
  const FinishPaper paper = {.name = job->title,
                             .title = job->title,
                             .author = site->name,
                             .lang = "ja",
                             .when = day_epoch(call->today, site->timezone)};
  return html != NULL ? print_worker_print(worker, html->str, html->len, &paper, call->report)
                      : NULL;
}

static void show(Call *call)
{
  GBytes *pdf = call_printed(call);
  if (pdf != NULL)
    call_bytes(call, "application/pdf", NULL, g_bytes_ref(pdf));
  else
    call_fail(call);
}

void office_print(Call *call, OfficeLeaf leaf, gpointer data, GDestroyNotify destroy,
                  const char *title, CallStep then)
{
  Job *job = g_new0(Job, 1);
  job->leaf = leaf;
  job->data = data;
  job->destroy = destroy;
  job->title = title;
  call_print(call, print, job, job_free, then != NULL ? then : show);
}
