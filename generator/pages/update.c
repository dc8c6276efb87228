#include "pages/update.h"

#include "base/installed.h"
#include "pages/output.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The clock by which the file system stamps files is coarser than ours. */
static const gint64 stamp_grain_ns = 50 * 1000 * 1000;

guint64 update_epoch(const Theme *theme)
{
  FileStamp program = {0};
  g_autofree char *mark = installed_mark();
  file_stamp(mark, &program);
  guint64 hash = theme_hash(theme);
  hash = hash * 1099511628211ULL ^ (guint64)program.size;
  hash = hash * 1099511628211ULL ^ (guint64)program.mtime_ns;
  return hash;
}

bool update_holds(const State *old, guint64 epoch, Day as_of)
{
  return old->epoch == epoch && day_compare(as_of, old->as_of) >= 0 &&
         (!day_known(old->next) || day_compare(as_of, old->next) < 0);
}

bool update_same_sources(const State *old, const GPtrArray *sources)
{
  if (old->sources->len != sources->len)
    return false;
  for (guint i = 0; i < sources->len; i++) {
    const FoundFile *found = g_ptr_array_index(sources, i);
    const StateSource *source = &g_array_index(old->sources, StateSource, i);
    if (!file_stamp_equal(&found->stamp, &source->stamp) || strcmp(found->path, source->path) != 0)
      return false;
  }
  return true;
}

bool update_all_quiet(const State *old)
{
  for (guint i = 0; i < old->jobs->len; i++)
    if (!g_array_index(old->jobs, StateJob, i).quiet)
      return false;
  return true;
}

/* By descriptor, so that the kernel need not walk the whole path each time. */
static bool stands(int folder, const StateFile *file)
{
  struct stat info;
  if (fstatat(folder, file->file, &info, 0) != 0 || !S_ISREG(info.st_mode))
    return false;
  FileStamp stamp = {info.st_size, (gint64)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec,
                     info.st_ino, 0};
  return file_stamp_equal(&stamp, &file->stamp);
}

static int open_public(const char *out)
{
  g_autofree char *path = g_build_filename(out, "public", NULL);
  return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

bool *update_standing(const State *old, const char *out)
{
  bool *standing = g_new0(bool, old->files->len);
  int folder = open_public(out);
  if (folder < 0)
    return standing;
  for (guint i = 0; i < old->files->len; i++)
    standing[i] = stands(folder, &g_array_index(old->files, StateFile, i));
  close(folder);
  return standing;
}

bool update_all_stand(const State *old, const bool *standing)
{
  for (guint i = 0; i < old->files->len; i++)
    if (!standing[i])
      return false;
  return true;
}

guint update_page_count(const State *state)
{
  guint count = 0;
  for (guint i = 0; i < state->files->len; i++)
    count += g_array_index(state->files, StateFile, i).page;
  return count;
}

/* --- what has changed ------------------------------------------------------------ */

/* Paths below content/ that are new, changed or gone: of borrowed strings. */
static GPtrArray *changed_sources(const State *old, const GPtrArray *sources)
{
  GPtrArray *changed = g_ptr_array_new();
  guint i = 0, j = 0;

  while (i < old->sources->len || j < sources->len) {
    const StateSource *was =
      i < old->sources->len ? &g_array_index(old->sources, StateSource, i) : NULL;
    const FoundFile *is = j < sources->len ? g_ptr_array_index(sources, j) : NULL;
    int order = was == NULL ? 1 : is == NULL ? -1 : strcmp(was->path, is->path);
    if (order < 0)
      g_ptr_array_add(changed, (gpointer)was->path);
    else if (order > 0)
      g_ptr_array_add(changed, is->path);
    else if (!file_stamp_equal(&was->stamp, &is->stamp))
      g_ptr_array_add(changed, is->path);
    i += order <= 0;
    j += order >= 0;
  }
  return changed;
}

static bool any_vanished(const State *old, const Plan *plan)
{
  for (guint i = 0; i < old->files->len; i++)
    if (!plan_has(plan, g_array_index(old->files, StateFile, i).file))
      return true;
  return false;
}

/* Names of jobs that must be done again, from what happened to sources and files. */
typedef struct {
  GHashTable *jobs;    /* names of jobs that the old state knows as quiet */
  GHashTable *sources; /* changed sources, "content/…" */
  GHashTable *folders; /* first folders in which something changed */
  bool policies;       /* something changed in a policy's folder */
} Changes;

static void note_changes(Changes *changes, const GPtrArray *changed)
{
  for (guint i = 0; i < changed->len; i++) {
    const char *path = g_ptr_array_index(changed, i);
    if (g_str_has_prefix(path, SITE_QUIZZES)) {
      g_hash_table_add(changes->folders, g_path_get_dirname(path + strlen("../")));
      continue;
    }
    if (strchr(path, '/') != NULL && !g_str_has_prefix(path, "pages/"))
      changes->policies = true;
    g_hash_table_add(changes->sources, g_strconcat("content/", path, NULL));
    g_autofree char *first = g_strndup(path, strcspn(path, "/"));
    g_hash_table_add(changes->folders, g_strconcat("content/", first, NULL));
  }
}

static void note_quiet_jobs(Changes *changes, const State *old, const bool *standing)
{
  g_autofree bool *spoiled = g_new0(bool, old->jobs->len);

  for (guint i = 0; i < old->files->len; i++)
    if (!standing[i])
      spoiled[g_array_index(old->files, StateFile, i).job] = true;
  for (guint i = 0; i < old->jobs->len; i++) {
    const StateJob *job = &g_array_index(old->jobs, StateJob, i);
    if (job->quiet && !spoiled[i])
      g_hash_table_add(changes->jobs, (gpointer)job->name);
  }
}

static bool job_is_clean(const Changes *changes, const Job *job)
{
  if (job->kind == JOB_SITE || !g_hash_table_contains(changes->jobs, job->name))
    return false;
  if (job->kind == JOB_MODULE && changes->policies) /* it draws in what is in force */
    return false;
  return !g_hash_table_contains(job->kind == JOB_PAGE ? changes->sources : changes->folders,
                                job->name);
}

/* Whether a source stands behind pages of the site as a whole. */
static bool concerns_all(const char *source)
{
  return strcmp(source, "site.lua") == 0 || strcmp(source, "certificates.lua") == 0;
}

void update_mark_clean(Plan *plan, const State *old, guint64 epoch, Day as_of,
                       const GPtrArray *sources, const bool *standing)
{
  if (!update_holds(old, epoch, as_of) || old->frame != site_frame_hash(plan->site) ||
      any_vanished(old, plan))
    return;
  g_autoptr(GPtrArray) changed = changed_sources(old, sources);
  for (guint i = 0; i < changed->len; i++)
    if (concerns_all(g_ptr_array_index(changed, i)))
      return;

  Changes changes = {g_hash_table_new(g_str_hash, g_str_equal),
                     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), false};
  note_changes(&changes, changed);
  note_quiet_jobs(&changes, old, standing);
  for (guint i = 0; i < plan->jobs->len; i++) {
    Job *job = &g_array_index(plan->jobs, Job, i);
    job->clean = job_is_clean(&changes, job);
  }
  g_hash_table_unref(changes.jobs);
  g_hash_table_unref(changes.sources);
  g_hash_table_unref(changes.folders);
}

void update_forget(Plan *plan)
{
  for (guint i = 0; i < plan->jobs->len; i++)
    g_array_index(plan->jobs, Job, i).clean = false;
}

/* --- the new state ------------------------------------------------------------------ */

static void add_sources(State *state, const GPtrArray *sources, gint64 started)
{
  for (guint i = 0; i < sources->len; i++) {
    const FoundFile *found = g_ptr_array_index(sources, i);
    StateSource source = {found->path, found->stamp};
    if (MAX(found->stamp.mtime_ns, found->stamp.ctime_ns) >= started - stamp_grain_ns)
      source.stamp.mtime_ns = 0; /* it may have changed again within the grain */
    g_array_append_val(state->sources, source);
  }
}

static gint by_file(gconstpointer a, gconstpointer b)
{
  return strcmp(((const StateFile *)a)->file, ((const StateFile *)b)->file);
}

/* What the last build wrote and this one keeps. */
static void add_kept(State *state, const Plan *plan, const State *old)
{
  for (guint i = 0; i < old->files->len; i++) {
    StateFile file = g_array_index(old->files, StateFile, i);
    guint job = GPOINTER_TO_UINT(g_hash_table_lookup(plan->files, file.file));
    if (job == 0 || !g_array_index(plan->jobs, Job, job - 1).clean)
      continue;
    file.job = job - 1;
    g_array_append_val(state->files, file);
  }
}

State *update_state(const Plan *plan, const State *old, const GPtrArray *sources, gint64 started,
                    const bool *quiet)
{
  State *state = state_new();
  add_sources(state, sources, started);
  for (guint i = 0; i < plan->jobs->len; i++) {
    StateJob job = {g_array_index(plan->jobs, Job, i).name, quiet[i]};
    g_array_append_val(state->jobs, job);
  }
  if (old != NULL)
    add_kept(state, plan, old);
  return state;
}

void update_add_file(State *state, const Plan *plan, const StateFile *file)
{
  guint job = GPOINTER_TO_UINT(g_hash_table_lookup(plan->files, file->file));
  if (job == file->job + 1)
    g_array_append_val(state->files, *file);
}

void update_sort_files(State *state)
{
  g_array_sort(state->files, by_file);
}

void update_drop_vanished(const State *old, const Plan *plan, Outbox *outbox)
{
  for (guint i = 0; old != NULL && i < old->files->len; i++) {
    const char *file = g_array_index(old->files, StateFile, i).file;
    if (plan_has(plan, file))
      continue;
    g_autofree char *path = output_path(file);
    outbox_drop(outbox, path);
  }
}
