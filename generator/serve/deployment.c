#include "serve/deployment.h"

#include "pages/deploy.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is kept of the command's output; how often its end is looked for, how long it has
 * between being asked to end and being ended, and how long that is waited for.
 * Milliseconds. */
enum { OUTPUT_LIMIT = 64 * 1024, LOOK_EVERY = 100, GRACE = 3000, FAREWELL = 2000 };

struct Deployment {
  const BuildOptions *options;
  DeploymentBuild build;
  gpointer data;

  GMutex lock; /* over all below */
  GThread *thread;
  DeploymentPhase phase;
  bool again, stopping;
  gint64 started;
  GString *output;
  Report *report;
};

const char *deployment_phase_name(DeploymentPhase phase)
{
  static const char *const names[] = {
    [DEPLOYMENT_NONE] = "none",       [DEPLOYMENT_BUILDING] = "building",
    [DEPLOYMENT_RUNNING] = "running", [DEPLOYMENT_BUILT] = "built",
    [DEPLOYMENT_DONE] = "done",       [DEPLOYMENT_FAILED] = "failed",
    [DEPLOYMENT_STOPPED] = "stopped",
  };
  return names[phase];
}

static bool is_running(DeploymentPhase phase)
{
  return phase == DEPLOYMENT_BUILDING || phase == DEPLOYMENT_RUNNING;
}

bool deployment_is_running(const DeploymentView *view)
{
  return is_running(view->phase);
}

/* ---- in its thread ---- */

static void set_phase(Deployment *deployment, DeploymentPhase phase)
{
  g_mutex_lock(&deployment->lock);
  deployment->phase = phase;
  g_mutex_unlock(&deployment->lock);
}

static bool is_stopping(Deployment *deployment)
{
  g_mutex_lock(&deployment->lock);
  bool stopping = deployment->stopping;
  g_mutex_unlock(&deployment->lock);
  return stopping;
}

static void keep_output(Deployment *deployment, const char *bytes, gsize size)
{
  g_mutex_lock(&deployment->lock);
  g_string_append_len(deployment->output, bytes, (gssize)size);
  if (deployment->output->len > OUTPUT_LIMIT)
    g_string_erase(deployment->output, 0, (gssize)(deployment->output->len - OUTPUT_LIMIT));
  g_mutex_unlock(&deployment->lock);
}

/* Reads what there is, waiting a little for it. False at its end. */
static bool read_output(Deployment *deployment, int fd, int timeout)
{
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  char buffer[4096];

  if (poll(&wait, 1, timeout) <= 0 || wait.revents == 0)
    return true;
  ssize_t got = read(fd, buffer, sizeof buffer);
  if (got > 0)
    keep_output(deployment, buffer, (gsize)got);
  return got > 0 || (got < 0 && errno == EINTR);
}

/* Something that it has left running may hold the pipe: it is not waited for. */
static void drain(Deployment *deployment, int fd)
{
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  while (poll(&wait, 1, 0) > 0 && (wait.revents & POLLIN) != 0)
    if (!read_output(deployment, fd, 0))
      return;
}

/* Asks the command's whole group to end, and ends it where it has not. False where there
 * is nobody left in it. `asked`: when it was first; 0 at first. */
static bool end_group(GPid child, gint64 *asked)
{
  gint64 now = g_get_monotonic_time() / 1000;
  *asked = *asked == 0 ? now : *asked;
  return kill(-child, now - *asked < GRACE ? SIGTERM : SIGKILL) == 0;
}

/* The command has ended: what it had started need not have. Who has ended counts until
 * somebody has collected it, which in a container may be nobody: the wait has an end. */
static void end_rest(GPid child, gint64 asked)
{
  while (end_group(child, &asked) && g_get_monotonic_time() / 1000 - asked < GRACE + FAREWELL)
    g_usleep(LOOK_EVERY * 1000);
}

/* Follows the command to its end; its status, a failure where that cannot be had. */
static int follow(Deployment *deployment, GPid child, int fd)
{
  bool open = true;
  gint64 asked = 0;
  int status = 1 << 8;

  for (;;) {
    pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR))
      break;
    if (is_stopping(deployment))
      end_group(child, &asked);
    if (open)
      open = read_output(deployment, fd, LOOK_EVERY);
    else
      g_usleep(LOOK_EVERY * 1000);
  }
  if (asked != 0)
    end_rest(child, asked);
  if (open)
    drain(deployment, fd);
  return status;
}

static DeploymentPhase run_command(Deployment *deployment, const Site *site, Day as_of,
                                   Report *report)
{
  const char *out = deployment->options->out;
  g_autoptr(GError) error = NULL;
  int pipe[2];
  GPid child;

  if (site->deploy == NULL)
    return DEPLOYMENT_BUILT;
  if (!g_unix_open_pipe(pipe, FD_CLOEXEC, &error)) {
    report_add(report, DIAG_DEPLOY_UNRUNNABLE, place_none(), site->deploy[0], error->message, NULL);
    return DEPLOYMENT_FAILED;
  }
  set_phase(deployment, DEPLOYMENT_RUNNING);
  bool begun = deploy_start(site, out, pipe[1], &child, report);
  close(pipe[1]);
  int status = begun ? follow(deployment, child, pipe[0]) : 0;
  close(pipe[0]);
  if (begun && is_stopping(deployment) && status != 0)
    return DEPLOYMENT_STOPPED;
  return begun && deploy_finish(site, out, as_of, status, report) ? DEPLOYMENT_DONE
                                                                  : DEPLOYMENT_FAILED;
}

/* The site is read first: what is published while it is built is then noted as not
 * online yet, and not the other way round. */
static DeploymentPhase run_once(Deployment *deployment, Report *report)
{
  const char *root = deployment->options->site != NULL ? deployment->options->site : ".";
  BuildResult result = {0};
  g_autoptr(GPtrArray) sources = site_sources(root, report);
  g_autoptr(Site) site = sources != NULL ? site_read(root, sources, report) : NULL;

  if (site == NULL || report_failed(report) ||
      !deployment->build(deployment->data, &result, report))
    return DEPLOYMENT_FAILED;
  return is_stopping(deployment) ? DEPLOYMENT_STOPPED
                                 : run_command(deployment, site, result.as_of, report);
}

static gpointer run(gpointer data)
{
  Deployment *deployment = data;
  bool again = true;

  while (again) {
    Report *report = report_new();
    DeploymentPhase phase = run_once(deployment, report);
    g_mutex_lock(&deployment->lock);
    report_free(deployment->report);
    deployment->report = report;
    again = deployment->again && !deployment->stopping;
    deployment->again = false;
    deployment->phase = again ? DEPLOYMENT_BUILDING : phase;
    g_mutex_unlock(&deployment->lock);
  }
  return NULL;
}

/* ---- from outside ---- */

Deployment *deployment_new(const BuildOptions *options, DeploymentBuild build, gpointer data)
{
  Deployment *deployment = g_new0(Deployment, 1);
  deployment->options = options;
  deployment->build = build;
  deployment->data = data;
  deployment->output = g_string_new(NULL);
  deployment->report = report_new();
  g_mutex_init(&deployment->lock);
  return deployment;
}

void deployment_free(Deployment *deployment)
{
  if (deployment == NULL)
    return;
  deployment_stop(deployment);
  if (deployment->thread != NULL)
    g_thread_join(deployment->thread);
  g_mutex_clear(&deployment->lock);
  g_string_free(deployment->output, TRUE);
  report_free(deployment->report);
  g_free(deployment);
}

void deployment_start(Deployment *deployment, bool changed)
{
  g_mutex_lock(&deployment->lock);
  if (is_running(deployment->phase)) {
    deployment->again |= changed && !deployment->stopping;
    g_mutex_unlock(&deployment->lock);
    return;
  }
  /* It has told its last phase, and takes the lock no more. */
  if (deployment->thread != NULL)
    g_thread_join(deployment->thread);
  deployment->phase = DEPLOYMENT_BUILDING;
  deployment->again = deployment->stopping = false;
  deployment->started = g_get_monotonic_time();
  g_string_truncate(deployment->output, 0);
  deployment->thread = g_thread_new("deployment", run, deployment);
  g_mutex_unlock(&deployment->lock);
}

void deployment_stop(Deployment *deployment)
{
  g_mutex_lock(&deployment->lock);
  deployment->stopping = is_running(deployment->phase);
  deployment->again = false;
  g_mutex_unlock(&deployment->lock);
}

DeploymentView deployment_look(Deployment *deployment)
{
  Report *report = report_new();

  g_mutex_lock(&deployment->lock);
  report_copy(report, deployment->report);
  DeploymentView view = {
    .phase = deployment->phase,
    .again = deployment->again,
    .output = g_utf8_make_valid(deployment->output->str, (gssize)deployment->output->len),
    .report = report,
    .seconds = (g_get_monotonic_time() - deployment->started) / G_USEC_PER_SEC,
  };
  g_mutex_unlock(&deployment->lock);
  return view;
}

void deployment_view_clear(DeploymentView *view)
{
  g_free(view->output);
  report_free(view->report);
}
