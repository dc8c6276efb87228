#include "pages/deploy.h"

#include <errno.h>
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

/* A policy as it is online: its id, what its ledger holds, what is in force. */
static char *line_of(const PolicySource *policy, Day as_of)
{
  const Revision *in_force = ledger_in_force(policy->ledger, as_of);
  return g_strdup_printf("%s %s %s", policy->ledger->id, policy->ledger->proof,
                         in_force != NULL ? in_force->key : "-");
}

static bool write_note(const Site *site, const char *out, Day as_of, Report *report)
{
  g_autofree char *path = note_path(site, out);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < site->policies->len; i++) {
    g_autofree char *line = line_of(g_ptr_array_index(site->policies, i), as_of);
    g_string_append_printf(text, "%s\n", line);
  }
  return file_write(path, text->str, text->len, report);
}

Online deploy_state(const Site *site, const char *out, const PolicySource *policy, Day as_of)
{
  if (site->deploy == NULL)
    return ONLINE_UNKNOWN;
  g_autofree char *path = note_path(site, out);
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    return ONLINE_NO;
  g_autofree char *wanted = line_of(policy, as_of);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  return g_strv_contains((const char *const *)lines, wanted) ? ONLINE_YES : ONLINE_NO;
}

/* ---- running it ---- */

static bool fail(const Site *site, const char *why, Report *report)
{
  report_add(report, DIAG_DEPLOY_FAILED, place_none(), site->deploy[0], why, NULL);
  return false;
}

static bool run(const Site *site, int output, Report *report)
{
  g_autoptr(GError) error = NULL;
  GPid child;
  int status = 0;

  if (!g_spawn_async_with_fds(site->root, site->deploy, NULL,
                              G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child,
                              -1, output, output, &error))
    return fail(site, error->message, report);
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return fail(site, g_strerror(errno), report);
  g_spawn_close_pid(child);
  return g_spawn_check_wait_status(status, &error) || fail(site, error->message, report);
}

bool deploy_run(const Site *site, const char *out, Day as_of, int output, Report *report)
{
  if (site->deploy == NULL)
    return true;
  /* Half a deployment is neither: until it has succeeded nothing is known to be online. */
  g_autofree char *path = note_path(site, out);
  unlink(path);
  return run(site, output, report) && write_note(site, out, as_of, report);
}
