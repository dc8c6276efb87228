#include "pages/build.h"

#include "pages/outbox.h"
#include "pages/output.h"
#include "pages/plan.h"
#include "pages/render.h"
#include "pages/state.h"
#include "pages/update.h"
#include "pages/worker.h"

#include <malloc.h>
#include <string.h>

/* One build under way. */
typedef struct {
  const BuildOptions *options;
  Report *report;
  char *root, *out, *state_path;
  GPtrArray *sources;
  Theme *theme;
  Site *site;
  Plan *plan;
  Repository *repository;
  Outbox *outbox;
  State *old;     /* of the last build; NULL where there is none */
  bool *standing; /* by file of it: it is as it was written */
  Build shared;
  char *base_path;
  GPtrArray *workers;
  gint next_job;    /* atomic */
  gint done;        /* atomic */
  gint stopped;     /* atomic: a template does not come to an end */
  GHashTable *made; /* files that were put; NULL until somebody asks */
  bool *quiet;      /* by job: it passed without a word */
  gint64 started;   /* nanoseconds since 1970 */
  Day next;
} Run;

static void run_clear(Run *run)
{
  if (run->made != NULL)
    g_hash_table_unref(run->made);
  if (run->workers != NULL)
    g_ptr_array_unref(run->workers);
  plan_free(run->plan);
  site_free(run->site);
  theme_free(run->theme);
  repository_free(run->repository);
  outbox_close(run->outbox);
  state_free(run->old);
  if (run->sources != NULL)
    g_ptr_array_unref(run->sources);
  g_free(run->root);
  g_free(run->out);
  g_free(run->state_path);
  g_free(run->base_path);
  g_free(run->quiet);
  g_free(run->standing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

/* --- jobs ----------------------------------------------------------------------- */

static void work(Run *run, Worker *worker, bool reports_progress)
{
  guint total = run->plan->jobs->len;
  for (;;) {
    /* Asked before a job is taken, so that every job that was taken is done. */
    if (g_atomic_int_get(&run->stopped))
      return;
    guint index = (guint)g_atomic_int_add(&run->next_job, 1);
    if (index >= total)
      return;
    if (!g_array_index(run->plan->jobs, Job, index).clean) {
      guint said = report_count(worker->report);
      bool staged = !worker->unstaged;
      render_job(worker, index);
      if (staged && worker->unstaged)
        g_atomic_int_set(&run->stopped, 1);
      run->quiet[index] = report_count(worker->report) == said;
    }
    guint done = (guint)g_atomic_int_add(&run->done, 1) + 1;
    if (reports_progress && run->options->progress != NULL)
      run->options->progress(done, total, run->options->progress_data);
  }
}

typedef struct {
  Run *run;
  Worker *worker;
} Hand;

static gpointer hand_work(gpointer data)
{
  Hand *hand = data;
  work(hand->run, hand->worker, false);
  return NULL;
}

static guint dirty_jobs(const Plan *plan)
{
  guint count = 0;
  for (guint i = 0; i < plan->jobs->len; i++)
    count += !g_array_index(plan->jobs, Job, i).clean;
  return count;
}

/* No more threads than jobs: a Lua state costs as much as some ten pages. */
static guint worker_count(const Run *run)
{
  enum { JOBS_WORTH_A_THREAD = 8 };
  guint wanted = run->options->jobs != 0 ? run->options->jobs : g_get_num_processors();
  guint sensible = dirty_jobs(run->plan) / JOBS_WORTH_A_THREAD + 1;
  bool policies = run->plan->policies->len > 1;
  return MAX(1, policies ? wanted : MIN(wanted, sensible));
}

static gpointer make_another(gpointer data)
{
  const Run *run = data;
  g_autoptr(Report) unheard = report_new(); /* the first worker tells the same */
  return worker_new(&run->shared, unheard);
}

/* Side by side, for each compiles the templates. */
static void make_workers(Run *run, guint count)
{
  g_autofree GThread **threads = g_new0(GThread *, count);
  run->workers = g_ptr_array_new_with_free_func((GDestroyNotify)worker_free);
  for (guint i = 1; i < count; i++)
    threads[i] = g_thread_new("worker", make_another, run);
  g_ptr_array_add(run->workers, worker_new(&run->shared, run->report));
  for (guint i = 1; i < count; i++)
    g_ptr_array_add(run->workers, g_thread_join(threads[i]));
}

/* Does every job that is not clean, with the calling thread as one of the hands. */
static void do_jobs(Run *run)
{
  guint count = run->workers->len;
  g_autofree Hand *hands = g_new0(Hand, count);
  g_autofree GThread **threads = g_new0(GThread *, count);

  for (guint i = 0; i < run->plan->jobs->len; i++)
    run->quiet[i] = true;
  g_atomic_int_set(&run->next_job, 0);
  g_atomic_int_set(&run->stopped, 0);
  g_atomic_int_set(&run->done, 0);
  for (guint i = 1; i < count; i++) {
    hands[i] = (Hand){run, g_ptr_array_index(run->workers, i)};
    threads[i] = g_thread_new("worker", hand_work, &hands[i]);
  }
  work(run, g_ptr_array_index(run->workers, 0), true);
  for (guint i = 1; i < count; i++)
    g_thread_join(threads[i]);
}

/* --- after the jobs --------------------------------------------------------------- */

/* Files that the workers put, as a set of borrowed names. */
static GHashTable *made_files(const Run *run)
{
  GHashTable *made = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < run->workers->len; i++) {
    const Worker *worker = g_ptr_array_index(run->workers, i);
    for (guint j = 0; j < worker->made->len; j++)
      g_hash_table_add(made, (gpointer)g_array_index(worker->made, Made, j).file.file);
  }
  return made;
}

/* Whether a file will be there, kept or made, and not only its last build's. */
static bool is_there(Run *run, const char *file)
{
  guint job = GPOINTER_TO_UINT(g_hash_table_lookup(run->plan->files, file));
  if (job == 0 || g_array_index(run->plan->jobs, Job, job - 1).clean)
    return job != 0;
  if (run->made == NULL)
    run->made = made_files(run);
  return g_hash_table_contains(run->made, file);
}

/* A page that the workers did not note offers what stands in its file. */
static void look_up(Links *links, const char *file, gpointer data)
{
  Run *run = data;
  gsize length = 0;
  if (!is_there(run, file))
    return;
  g_autofree char *path = output_path(file);
  g_autofree char *html = run->outbox != NULL ? outbox_read(run->outbox, path, &length) : NULL;
  if (html == NULL)
    return;
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) ignored = report_new();
  inspect_page(inspector, html, length, file, NULL, ignored);
  links_made(links, file);
  for (guint i = 0; i < inspector_id_count(inspector); i++)
    links_offer(links, file, inspector_id(inspector, i));
}

static void settle_links(Run *run)
{
  g_autoptr(Links) all = links_new();
  for (guint i = 0; i < run->workers->len; i++)
    links_merge(all, ((Worker *)g_ptr_array_index(run->workers, i))->links);
  links_settle(all, look_up, run, run->report);
}

static bool an_id_was_lost(const Run *run)
{
  for (guint i = 0; i < run->workers->len; i++) {
    const Worker *worker = g_ptr_array_index(run->workers, i);
    for (guint j = 0; j < worker->made->len; j++)
      if (g_array_index(worker->made, Made, j).lost)
        return true;
  }
  return false;
}

static bool begin_again(Run *run)
{
  g_clear_pointer(&run->workers, g_ptr_array_unref);
  if (!run->options->dry) {
    g_clear_pointer(&run->outbox, outbox_close);
    run->outbox = outbox_open(run->out, run->report);
    run->shared.outbox = run->outbox;
  }
  make_workers(run, worker_count(run));
  return run->options->dry || run->outbox != NULL;
}

/* The worker that was stopped by the first of the jobs that stop one; NULL where none
 * was. That job is the same however many workers there are, for jobs are begun in order. */
static const Worker *first_stopped(const Run *run)
{
  const Worker *first = NULL;
  for (guint i = 0; i < run->workers->len; i++) {
    const Worker *worker = g_ptr_array_index(run->workers, i);
    if (worker->unstaged && worker->stage != NULL &&
        (first == NULL || worker->stopped_by < first->stopped_by))
      first = worker;
  }
  return first;
}

/* Where a template does not come to an end: keeps the first diagnostic that says so, and
 * reads all texts without staging any page, so that their faults are told as well. */
static bool do_unstaged(Run *run)
{
  const Worker *stopped = first_stopped(run);
  if (stopped == NULL)
    return true;
  const Diag *diag = report_get(stopped->report, stopped->stopped_at);
  report_add(run->report, diag->code, place_at(diag->file, diag->line, diag->column),
             diag->arguments[0], NULL);
  if (!begin_again(run))
    return false;
  for (guint i = 0; i < run->workers->len; i++)
    ((Worker *)g_ptr_array_index(run->workers, i))->unstaged = true;
  do_jobs(run);
  return true;
}

/* Makes everything that is not clean. Pages that are kept may link to an id
 * that a changed page no longer has; then their links must be seen again, and
 * all pages are made. */
static bool make_pages(Run *run)
{
  make_workers(run, worker_count(run));
  do_jobs(run);
  if (an_id_was_lost(run)) {
    update_forget(run->plan);
    run->shared.keeps = false;
    if (!begin_again(run))
      return false;
    do_jobs(run);
  }
  if (!do_unstaged(run))
    return false;
  settle_links(run);
  return true;
}

static void gather_reports(Run *run)
{
  for (guint i = 0; i < run->workers->len; i++)
    report_merge(run->report, ((Worker *)g_ptr_array_index(run->workers, i))->report);
}

/* --- the steps ---------------------------------------------------------------------- */

static Day earliest_change(const Run *run, Day as_of)
{
  Day next = {0, 0, 0};
  for (guint i = 0; i < run->site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(run->site->policies, i);
    Day day = ledger_next_change(policy->ledger, as_of);
    if (day_known(day) && (!day_known(next) || day_compare(day, next) < 0))
      next = day;
  }
  return next;
}

/* Nothing is made in a folder that is no site. */
static bool is_site(const Run *run)
{
  static const char name[] = "content/site.lua";
  g_autofree char *path = g_build_filename(run->root, name, NULL);
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  report_add(run->report, DIAG_FILE_MISSING, place_at(name, 0, 0), name, NULL);
  return false;
}

static bool open_run(Run *run)
{
  const BuildOptions *options = run->options;
  run->root = g_canonicalize_filename(options->site != NULL ? options->site : ".", NULL);
  run->out = options->out != NULL ? g_canonicalize_filename(options->out, NULL)
                                  : g_build_filename(run->root, "_site", NULL);
  run->state_path = g_build_filename(run->out, ".state", NULL);
  g_autofree char *own = g_build_filename(run->root, "theme", NULL);
  g_autofree char *standard = theme_standard_folder(run->report);
  run->theme = standard != NULL ? theme_read(own, standard, run->report) : NULL;
  if (run->theme == NULL && standard != NULL) /* for the sake of what else is at fault */
    run->theme = theme_read(NULL, standard, run->report);
  if (run->theme == NULL)
    return false;
  if (options->dry)
    return true;
  if (!is_site(run))
    return false;
  if (!output_is_fit(run->root, run->out, run->report))
    return false;
  run->outbox = outbox_open(run->out, run->report);
  return run->outbox != NULL;
}

/* The path of base_url: where the site's root lies on its server. */
static char *base_path_of(const char *base_url)
{
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse(base_url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  return g_strdup(uri != NULL ? g_uri_get_path(uri) : "/");
}

static bool plan_run(Run *run)
{
  run->site = site_read(run->root, run->sources, run->report);
  if (run->site == NULL)
    return false;
  if (run->site->policies->len == 0 && run->site->pages->len == 0)
    report_add(run->report, DIAG_SITE_HAS_NONE, place_none(), NULL);
  run->plan = plan_new(run->site, run->theme, run->report);
  plan_check_menu(run->plan, run->site, run->report);
  run->quiet = g_new0(bool, run->plan->jobs->len);
  if (run->site->policies->len > 0) /* plain pages ask nothing of git */
    run->repository = repository_near(run->root, run->report);
  run->base_path = base_path_of(run->site->base_url);

  Day as_of = day_known(run->options->as_of) ? run->options->as_of : day_today(run->site->timezone);
  run->shared = (Build){run->site,   run->theme, run->plan,      run->repository,
                        run->outbox, as_of,      run->base_path, false};
  run->next = earliest_change(run, as_of);
  return true;
}

/* A build that finds nothing to do spends its time on looking at the files that it made
 * and at the sources: one thread each. */
static gpointer look_at_files(gpointer data)
{
  Run *run = data;
  run->standing = update_standing(run->old, run->out);
  return NULL;
}

static void look_at_sources(Run *run)
{
  if (!run->options->dry)
    run->old = state_read(run->state_path);
  GThread *thread = run->old != NULL ? g_thread_new("files", look_at_files, run) : NULL;
  run->sources = site_sources(run->root, run->report);
  if (thread != NULL)
    g_thread_join(thread);
}

/* Whether the state of the last build still holds in every point. */
static bool nothing_changed(Run *run, guint64 epoch, BuildResult *result)
{
  const State *old = run->old;
  if (old == NULL || report_count(run->report) != 0)
    return false;
  Day as_of = day_known(run->options->as_of) ? run->options->as_of : day_today(old->timezone);
  if (!update_holds(old, epoch, as_of) || !update_same_sources(old, run->sources) ||
      !update_all_quiet(old) || !update_all_stand(old, run->standing))
    return false;
  result->as_of = as_of;
  result->next = old->next;
  result->files = old->files->len;
  result->pages = update_page_count(old);
  return true;
}

/* Links were checked against the plan, so that what it names must be there. */
static bool all_made(Run *run, const State *fresh)
{
  GHashTableIter iter;
  gpointer file;
  if (fresh->files->len == g_hash_table_size(run->plan->files))
    return true;
  g_hash_table_iter_init(&iter, run->plan->files);
  while (g_hash_table_iter_next(&iter, &file, NULL))
    if (state_find_file(fresh, file) < 0)
      report_add(run->report, DIAG_PAGE_NOT_MADE, place_none(), file, NULL);
  return false;
}

static void add_made(const Run *run, State *fresh)
{
  for (guint i = 0; i < run->workers->len; i++) {
    const Worker *worker = g_ptr_array_index(run->workers, i);
    for (guint j = 0; j < worker->made->len; j++)
      update_add_file(fresh, run->plan, &g_array_index(worker->made, Made, j).file);
  }
  update_sort_files(fresh);
}

static bool deliver(Run *run, guint64 epoch, BuildResult *result)
{
  g_autoptr(State) fresh =
    update_state(run->plan, run->old, run->sources, run->started, run->quiet);
  add_made(run, fresh);
  fresh->epoch = epoch;
  fresh->frame = site_frame_hash(run->site);
  fresh->as_of = run->shared.as_of;
  fresh->next = run->next;
  fresh->timezone = run->site->timezone;
  update_drop_vanished(run->old, run->plan, run->outbox);
  if (!all_made(run, fresh))
    return false;
  result->files = fresh->files->len;
  result->pages = update_page_count(fresh);
  result->written = outbox_written(run->outbox);
  result->removed = outbox_dropped(run->outbox);
  g_autoptr(GString) bytes = state_bytes(fresh);
  return outbox_put(run->outbox, ".state", bytes->str, bytes->len, NULL, run->report) !=
           OUTBOX_FAILED &&
         outbox_deliver(run->outbox, run->report);
}

static void count_made(const Run *run, BuildResult *result)
{
  for (guint i = 0; i < run->workers->len; i++) {
    const Worker *worker = g_ptr_array_index(run->workers, i);
    result->files += worker->made->len;
    for (guint j = 0; j < worker->made->len; j++)
      result->pages += g_array_index(worker->made, Made, j).file.page;
  }
}

static bool build_run(Run *run, BuildResult *result)
{
  if (!open_run(run))
    return false;
  guint64 epoch = update_epoch(run->theme);
  look_at_sources(run);
  if (nothing_changed(run, epoch, result))
    return true;
  if (!plan_run(run))
    return false;
  if (run->old != NULL)
    update_mark_clean(run->plan, run->old, epoch, run->shared.as_of, run->sources, run->standing);
  run->shared.keeps = dirty_jobs(run->plan) < run->plan->jobs->len;
  result->as_of = run->shared.as_of;
  result->next = run->next;

  bool made = make_pages(run);
  if (run->workers != NULL)
    gather_reports(run);
  if (!made || report_failed(run->report))
    return false;
  if (run->options->dry) {
    count_made(run, result);
    return true;
  }
  return deliver(run, epoch, result);
}

/* Each page takes and frees the same few hundred kilobytes. Left to itself glibc
 * hands them back to the kernel and asks again for the next page: 1,400 calls and
 * 1,200 page faults in a build of 1,000 pages. */
static void keep_memory(void)
{
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
  mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
  mallopt(M_TOP_PAD, 1024 * 1024);
#endif
}

bool build_site(const BuildOptions *options, BuildResult *result, Report *report)
{
  gint64 start = g_get_monotonic_time();
  keep_memory();
  g_auto(Run) run = {.options = options, .report = report, .started = g_get_real_time() * 1000};
  memset(result, 0, sizeof *result);
  bool good = build_run(&run, result);
  report_sort(report);
  report_fold(report, DIAG_TEMPLATE_RAISED, DIAG_TEMPLATE_MORE);
  result->microseconds = g_get_monotonic_time() - start;
  return good && !report_failed(report);
}
