#include "serve/clerk.h"

#include "records/store.h"
#include "records/web_session.h"
#include "serve/admit.h"
#include "serve/asides.h"
#include "serve/strangers.h"

/* Calls of one batch: so many that a commit is shared by all who wait, and so few that nobody
 * waits long for the others' steps. */
enum { BATCH = 256 };

struct Clerk {
  Store *store;
  Log *log;
  CallReady ready;
  gpointer data;
  Asides *asides;
  Strangers *strangers;
  GThread *thread;
  GMutex lock;
  GCond more;
  GPtrArray *waiting; /* of Inner; below the lock, as the next */
  bool ending;
  bool broken;  /* the store, for good */
  Moment swept; /* when sessions that are over were last dropped */
  guint held;   /* calls that are aside and will come back; below the lock */
};

/* ---- one step ---- */

static bool writes(const Inner *inner)
{
  return inner->posts && inner->outcome != OUTCOME_STREAM;
}

static void take_piece(Inner *inner)
{
  g_string_truncate(inner->piece, 0);
  inner->piece_at = 0;
  inner->state = inner->next(&inner->call, inner->piece, inner->streamed.data);
}

static void run_step(Clerk *clerk, Inner *inner)
{
  Call *call = &inner->call;
  call->store = clerk->store;
  call->strangers = clerk->strangers;
  if (inner->outcome == OUTCOME_STREAM) {
    take_piece(inner);
    return;
  }
  CallStep step = inner->step;
  /* What was reported aside is for the step to see; of the first one there is nothing. */
  if (inner->outcome == OUTCOME_NONE)
    inner_clear(inner);
  bool first = inner->outcome == OUTCOME_NONE;
  inner->outcome = OUTCOME_NONE;
  if (first && !admit(inner))
    return;
  step(call);
  if (inner->outcome == OUTCOME_NONE)
    call_fail(call);
  if (inner->outcome == OUTCOME_STREAM)
    take_piece(inner);
  if (inner->outcome == OUTCOME_ASIDE && !asides_has_room(clerk->asides, inner->aside))
    inner_refuse(inner, 503, DIAG_REFUSED_BUSY);
}

static bool is_undone(const Inner *inner)
{
  return inner->outcome == OUTCOME_FAIL || inner->outcome == OUTCOME_REFUSE;
}

/* ---- a batch ---- */

static void read_all(Clerk *clerk, GPtrArray *batch)
{
  g_autoptr(Report) report = report_new();
  bool any = false;
  for (guint i = 0; i < batch->len; i++)
    any = any || !writes(g_ptr_array_index(batch, i));
  if (!any)
    return;
  bool begun = store_begin_read(clerk->store, report);
  for (guint i = 0; i < batch->len; i++) {
    Inner *inner = g_ptr_array_index(batch, i);
    if (writes(inner))
      continue;
    if (begun)
      run_step(clerk, inner);
    else
      inner_refuse(inner, 503, DIAG_REFUSED_BUSY);
  }
  if (begun)
    store_end_read(clerk->store);
  log_report(clerk->log, NULL, report);
}

/* Now and then, in a transaction that is begun anyway. */
static void sweep(Clerk *clerk, Report *report)
{
  Moment now = moment_now();
  if (now - clerk->swept < MOMENT_HOUR)
    return;
  clerk->swept = now;
  web_session_expire(clerk->store, now, report);
}

static void write_one(Clerk *clerk, Inner *inner, Report *report)
{
  if (!store_mark(clerk->store, report)) {
    inner_refuse(inner, 503, DIAG_REFUSED_BUSY);
    return;
  }
  run_step(clerk, inner);
  if (is_undone(inner))
    store_back(clerk->store, report);
  else
    store_release(clerk->store, report);
}

/* Of a batch that is not on the disk nothing may be told. */
static void disown(Inner *inner, bool broken)
{
  if (inner->outcome != OUTCOME_REFUSE || broken)
    inner_refuse(inner, 503, broken ? DIAG_REFUSED_BROKEN : DIAG_REFUSED_UNSAVED);
}

static void write_all(Clerk *clerk, GPtrArray *batch)
{
  g_autoptr(GPtrArray) posts = g_ptr_array_new();
  for (guint i = 0; i < batch->len; i++)
    if (writes(g_ptr_array_index(batch, i)))
      g_ptr_array_add(posts, g_ptr_array_index(batch, i));
  if (posts->len == 0)
    return;

  g_autoptr(Report) report = report_new();
  bool saved = store_begin(clerk->store, report);
  if (saved)
    sweep(clerk, report);
  for (guint i = 0; saved && i < posts->len; i++)
    write_one(clerk, g_ptr_array_index(posts, i), report);
  if (saved)
    saved = store_commit(clerk->store, report);
  if (!saved)
    store_rollback(clerk->store);
  bool broken = store_broken(clerk->store);
  for (guint i = 0; !saved && i < posts->len; i++)
    disown(g_ptr_array_index(posts, i), broken);
  if (broken && !clerk->broken) {
    clerk->broken = true;
    log_event(clerk->log, "store-broken", NULL);
  }
  log_report(clerk->log, NULL, report);
}

/* ---- where calls go from here ---- */

static void push(Clerk *clerk, Inner *inner)
{
  g_mutex_lock(&clerk->lock);
  g_ptr_array_add(clerk->waiting, inner);
  g_cond_signal(&clerk->more);
  g_mutex_unlock(&clerk->lock);
}

static void count_held(Clerk *clerk, int change)
{
  g_mutex_lock(&clerk->lock);
  clerk->held += (guint)change;
  g_cond_signal(&clerk->more);
  g_mutex_unlock(&clerk->lock);
}

static void come_back(Inner *inner, gpointer data)
{
  Clerk *clerk = data;
  if (inner->step != NULL) {
    push(clerk, inner);
  } else {
    if (inner->outcome == OUTCOME_ASIDE)
      call_fail(&inner->call);
    clerk->ready(&inner->call, clerk->data);
  }
  count_held(clerk, -1);
}

static void hand_on(Clerk *clerk, Inner *inner)
{
  Call *call = &inner->call;
  call->store = NULL;
  call->strangers = NULL;
  if (inner->outcome == OUTCOME_FAIL)
    log_report(clerk->log, call->id, call->report);
  if (inner->outcome != OUTCOME_ASIDE) {
    clerk->ready(call, clerk->data);
    return;
  }
  inner_clear(inner);
  inner->outcome = OUTCOME_ASIDE;
  count_held(clerk, +1);
  asides_take(clerk->asides, inner);
}

static void refuse_all(GPtrArray *batch)
{
  for (guint i = 0; i < batch->len; i++) {
    Inner *inner = g_ptr_array_index(batch, i);
    if (inner->outcome == OUTCOME_STREAM)
      inner->state = STREAM_FAILED;
    else
      inner_refuse(inner, 503, DIAG_REFUSED_BROKEN);
  }
}

static void work_off(Clerk *clerk, GPtrArray *batch)
{
  if (clerk->broken) {
    refuse_all(batch);
  } else {
    read_all(clerk, batch);
    write_all(clerk, batch);
  }
  for (guint i = 0; i < batch->len; i++)
    hand_on(clerk, g_ptr_array_index(batch, i));
}

/* The next batch; false when there will be none. */
static bool gather(Clerk *clerk, GPtrArray *batch)
{
  g_ptr_array_set_size(batch, 0);
  g_mutex_lock(&clerk->lock);
  while (clerk->waiting->len == 0 && (!clerk->ending || clerk->held > 0))
    g_cond_wait(&clerk->more, &clerk->lock);
  guint count = MIN(clerk->waiting->len, (guint)BATCH);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(batch, g_ptr_array_index(clerk->waiting, i));
  if (count > 0)
    g_ptr_array_remove_range(clerk->waiting, 0, count);
  g_mutex_unlock(&clerk->lock);
  return count > 0;
}

static gpointer run(gpointer data)
{
  Clerk *clerk = data;
  g_autoptr(GPtrArray) batch = g_ptr_array_new();
  while (gather(clerk, batch))
    work_off(clerk, batch);
  return NULL;
}

/* ---- what others see ---- */

Clerk *clerk_new(Store *store, PrintWorker *printer, Log *log, CallReady ready, gpointer data)
{
  Clerk *clerk = g_new0(Clerk, 1);
  clerk->store = store;
  clerk->log = log;
  clerk->ready = ready;
  clerk->data = data;
  clerk->waiting = g_ptr_array_new();
  g_mutex_init(&clerk->lock);
  g_cond_init(&clerk->more);
  clerk->strangers = strangers_new();
  clerk->asides = asides_new(printer, come_back, clerk);
  clerk->thread = g_thread_new("clerk", run, clerk);
  return clerk;
}

void clerk_free(Clerk *clerk)
{
  if (clerk == NULL)
    return;
  g_mutex_lock(&clerk->lock);
  clerk->ending = true;
  g_cond_signal(&clerk->more);
  g_mutex_unlock(&clerk->lock);
  g_thread_join(clerk->thread);
  asides_free(clerk->asides);
  strangers_free(clerk->strangers);
  g_ptr_array_unref(clerk->waiting);
  g_mutex_clear(&clerk->lock);
  g_cond_clear(&clerk->more);
  g_free(clerk);
}

void clerk_take(Clerk *clerk, Call *call)
{
  push(clerk, inner_of(call));
}
