#include "pages/deploy.h"

#include "pages/state.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char *online_name(Online online)
{
  static const char *const names[] = {
    [ONLINE_UNKNOWN] = "unknown", [ONLINE_YES] = "online", [ONLINE_NO] = "not-online"};
  return names[online];
}

/* ---- what is known of the last time ---- */

static char *note_path(const Site *site, const char *out)
{
  return out != NULL ? g_build_filename(out, ".online", NULL)
                     : g_build_filename(site->root, "_site", ".online", NULL);
}

static void add_revision(GChecksum *sum, const Revision *revision)
{
  g_autofree char *line =
    g_strdup_printf("%s %u %d\n", revision->key, revision->sequence, revision->cancelled);
  g_checksum_update(sum, (const guchar *)line, -1);
  for (guint i = 0; i < revision->editions->len; i++) {
    const Edition *edition = g_ptr_array_index(revision->editions, i);
    g_checksum_update(sum, (const guchar *)edition->lang, -1);
    g_checksum_update(sum, (const guchar *)edition->blob, -1);
  }
}

/* A policy as it is online: its id, what was published of it, what is in force. Approvals
 * are no part of it: with them alone nothing was published that could be missing. */
static char *line_of(const PolicySource *policy, Day as_of)
{
  const Ledger *ledger = policy->ledger;
  const Revision *in_force = ledger_in_force(ledger, as_of);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  for (guint i = 0; i < ledger->revisions->len; i++)
    add_revision(sum, g_ptr_array_index(ledger->revisions, i));
  return g_strdup_printf("%s %s %s", ledger->id, g_checksum_get_string(sum),
                         in_force != NULL ? in_force->key : "-");
}

/* The files of the built site as the last build left them. A build writes no file anew whose
 * bytes are the same, so that another stamp means another file. NULL where nothing is built. */
static char *built_sum(const Site *site, const char *out)
{
  g_autofree char *path = out != NULL ? g_build_filename(out, ".state", NULL)
                                      : g_build_filename(site->root, "_site", ".state", NULL);
  g_autoptr(State) state = state_read(path);
  if (state == NULL)
    return NULL;
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  for (guint i = 0; i < state->files->len; i++) {
    const StateFile *file = &g_array_index(state->files, StateFile, i);
    const gint64 numbers[] = {file->stamp.size, file->stamp.mtime_ns, (gint64)file->stamp.inode};
    g_checksum_update(sum, (const guchar *)file->file, (gssize)strlen(file->file) + 1);
    g_checksum_update(sum, (const guchar *)numbers, sizeof numbers);
  }
  return g_strdup(g_checksum_get_string(sum));
}

/* What was built when the command began: the site may have been built anew since. */
static char *begun_with(const char *note)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(note, &text, NULL, NULL) || !g_str_has_prefix(text, "begun "))
    return NULL;
  return g_strndup(text + strlen("begun "), strcspn(text + strlen("begun "), "\n"));
}

static bool write_note(const Site *site, const char *out, Day as_of, Report *report)
{
  g_autofree char *path = note_path(site, out);
  g_autofree char *sum = begun_with(path);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "site %s\n", sum != NULL ? sum : "-");
  for (guint i = 0; i < site->policies->len; i++) {
    g_autofree char *line = line_of(g_ptr_array_index(site->policies, i), as_of);
    g_string_append_printf(text, "%s\n", line);
  }
  return file_write(path, text->str, text->len, report);
}

Online deploy_state(const Site *site, const char *out, const PolicySource *policy, Day as_of)
{
  if (site->deploy == NULL || policy->ledger->revisions->len == 0)
    return ONLINE_UNKNOWN;
  g_autofree char *path = note_path(site, out);
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    return ONLINE_NO;
  g_autofree char *wanted = line_of(policy, as_of);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  return g_strv_contains((const char *const *)lines, wanted) ? ONLINE_YES : ONLINE_NO;
}

Online deploy_site_state(const Site *site, const char *out)
{
  g_autofree char *sum = site->deploy != NULL ? built_sum(site, out) : NULL;
  if (sum == NULL)
    return ONLINE_UNKNOWN;
  g_autofree char *path = note_path(site, out);
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    return ONLINE_NO;
  g_autofree char *wanted = g_strdup_printf("site %s", sum);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  return g_strv_contains((const char *const *)lines, wanted) ? ONLINE_YES : ONLINE_NO;
}

/* ---- running it ---- */

static bool cannot_run(const Site *site, const char *why, Report *report)
{
  report_add(report, DIAG_DEPLOY_UNRUNNABLE, place_none(), site->deploy[0], why, NULL);
  return false;
}

/* The system's words, which are in the user's language, for GLib's, which are not. */
static const char *words_of(const GError *error)
{
  if (g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    return g_strerror(ENOENT);
  if (g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES))
    return g_strerror(EACCES);
  return error->message;
}

/* A signal counts from 128, as a shell has it. */
static bool report_status_of(const Site *site, int status, Report *report)
{
  int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  g_autofree char *figure = g_strdup_printf("%d", code);
  report_add(report, DIAG_DEPLOY_FAILED, place_none(), site->deploy[0], figure, NULL);
  return false;
}

/* Half a deployment is neither: until it has succeeded nothing is known to be online. */
static void begin_note(const Site *site, const char *out)
{
  g_autofree char *path = note_path(site, out);
  g_autofree char *sum = built_sum(site, out);
  g_autofree char *text = g_strdup_printf("begun %s\n", sum != NULL ? sum : "-");
  g_autoptr(Report) unsaid = report_new(); /* told when it has succeeded and is to be noted */
  if (!file_write(path, text, strlen(text), unsaid))
    unlink(path);
}

/* Between fork and exec. The signals that a server waits for are not for its children. */
static void stand_alone(gpointer unused)
{
  sigset_t none;
  (void)unused;
  setsid();
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool spawn(const Site *site, int output, GSpawnChildSetupFunc setup, GPid *child,
                  Report *report)
{
  g_autoptr(GError) error = NULL;
  return g_spawn_async_with_fds(site->root, site->deploy, NULL,
                                G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, setup, NULL, child,
                                -1, output, output, &error) ||
         cannot_run(site, words_of(error), report);
}

bool deploy_start(const Site *site, const char *out, int output, GPid *child, Report *report)
{
  begin_note(site, out);
  return spawn(site, output, stand_alone, child, report);
}

bool deploy_finish(const Site *site, const char *out, Day as_of, int status, Report *report)
{
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return report_status_of(site, status, report);
  return write_note(site, out, as_of, report);
}

bool deploy_run(const Site *site, const char *out, Day as_of, int output, Report *report)
{
  GPid child;
  int status = 0;

  if (site->deploy == NULL)
    return true;
  begin_note(site, out);
  if (!spawn(site, output, NULL, &child, report))
    return false;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return cannot_run(site, g_strerror(errno), report);
  g_spawn_close_pid(child);
  return deploy_finish(site, out, as_of, status, report);
}
