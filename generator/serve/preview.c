#include "serve/preview.h"

#include "pages/site.h"
#include "serve/doorway.h"
#include "serve/screen.h"
#include "serve/server.h"
#include "serve/watch.h"
#include "theme/theme.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

/* Editors write in several steps, and git many files at once: a build waits
 * until it has been quiet for a moment, but not for ever. Milliseconds. */
enum { QUIET = 120, PATIENCE = 2000, BEAT = 25000, BROWSER_FAILS = 2000 };

typedef struct {
  const PreviewOptions *options;
  Server *server;
  Screen *screen;
  Watch *watch;     /* may be NULL */
  Doorway *doorway; /* NULL: another preview's, or there can be none */
  int signals;
  int browser;    /* -1: none, or it has ended */
  char *timezone; /* the site's, as of the last build */
  Day today;      /* of the last build */
  guint changes;  /* of the site, that open pages were told of */
} Preview;

/* What ends it, as something to be polled: SIGALRM is the screen's own (end_screen.c).
 * Blocked before any thread is
 * started, so that every thread inherits it. */
static int open_signals(sigset_t *old)
{
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &set, old);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static const char *site_folder(const Preview *preview)
{
  const char *site = preview->options->build.site;
  return site != NULL ? site : ".";
}

/* In which zone the site's day turns, and which day it is there. */
static void note_today(Preview *preview)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(GPtrArray) nothing = g_ptr_array_new();
  g_autoptr(Site) site = site_read(site_folder(preview), nothing, unsaid);

  g_free(preview->timezone);
  preview->timezone = g_strdup(site != NULL ? site->timezone : NULL);
  preview->today = day_today(preview->timezone);
}

/* How long to wait at most: to the next beat, or to midnight where that is sooner. */
static int patience(const Preview *preview)
{
  enum { NOON = 12 * 60 * 60 };
  gint64 midnight = day_epoch(day_next(preview->today), preview->timezone) - NOON;
  gint64 left = midnight - (gint64)time(NULL);

  return left > 0 && left < BEAT / 1000 ? (int)left * 1000 : BEAT;
}

static bool day_has_turned(const Preview *preview)
{
  return !day_known(preview->options->build.as_of) &&
         day_compare(day_today(preview->timezone), preview->today) != 0;
}

static void build(Preview *preview)
{
  note_today(preview);

  g_autoptr(Report) report = report_new();
  BuildResult result = {0};
  bool good = screen_build(preview->screen, &result, report);

  preview->options->built(good, &result, report, preview->options->data);
  /* Of what was published the deployment has made the pages already. */
  guint changes = screen_changes(preview->screen);
  if (changes != preview->changes)
    server_reload(preview->server);
  preview->changes = changes;
}

/* ---- the browser ---- */

static void say_opened(const Preview *preview, Opened opened)
{
  const char *page = preview->doorway != NULL ? doorway_page(preview->doorway) : NULL;
  preview->options->opened(opened, page, preview->options->data);
}

/* Leads to the screen, and starts a browser where one is wanted. Without it the page is
 * written too: the next start may want it. */
static void open_door(Preview *preview, const char *office)
{
  g_autoptr(Report) unsaid = report_new();
  Doorway *doorway = preview->doorway;
  bool leads = doorway != NULL && doorway_lead_to(doorway, office, unsaid);

  if (!preview->options->open)
    return;
  preview->browser = leads ? browser_open(doorway_page(doorway), unsaid) : -1;
  say_opened(preview, preview->browser >= 0 ? OPENED : OPENED_NOTHING);
}

/* Whether there is a preview of this site already whose screen is to be opened. */
static bool open_another(Preview *preview, const Doorway *doorway, Report *report)
{
  if (!preview->options->open || doorway == NULL || doorway_is_own(doorway))
    return false;
  if (!doorway_await(doorway)) {
    report_add(report, DIAG_DOORWAY_SILENT, place_none(), NULL);
    return true;
  }
  /* Some browsers stay as long as their window: only a quick end can be a failure. */
  struct pollfd browser = {.fd = browser_open(doorway_page(doorway), report), .events = POLLIN};
  bool failed =
    browser.fd < 0 || (poll(&browser, 1, BROWSER_FAILS) > 0 && browser_failed(browser.fd));
  preview->options->opened(failed ? OPENED_NOTHING : OPENED_ANOTHER, doorway_page(doorway),
                           preview->options->data);
  return true;
}

/* ---- changes ---- */

/* Whether a source changed within `timeout`; *ended where it is to end. */
static bool wait_for_change(Preview *preview, int timeout, bool *ended)
{
  struct pollfd fds[] = {
    {.fd = preview->signals, .events = POLLIN},
    {.fd = preview->watch != NULL ? watch_fd(preview->watch) : -1, .events = POLLIN},
    {.fd = preview->browser, .events = POLLIN},
  };
  int count = poll(fds, G_N_ELEMENTS(fds), timeout);

  if (count < 0 && errno != EINTR)
    *ended = true;
  if (count > 0 && fds[0].revents != 0) {
    /* Read, for it would strike as soon as it is no longer blocked. */
    struct signalfd_siginfo info;
    *ended = read(preview->signals, &info, sizeof info) == sizeof info;
  }
  if (count > 0 && fds[2].revents != 0 && browser_failed(g_steal_fd(&preview->browser)))
    say_opened(preview, OPENED_NOTHING);
  if (count <= 0 || fds[1].revents == 0)
    return false;
  /* A folder that cannot be watched was told at the start. */
  g_autoptr(Report) unsaid = report_new();
  return watch_changed(preview->watch, unsaid);
}

static void run(Preview *preview)
{
  bool ended = false;

  build(preview);
  while (!ended) {
    if (!wait_for_change(preview, patience(preview), &ended)) {
      if (!ended && day_has_turned(preview))
        build(preview);
      server_beat(preview->server);
      continue;
    }
    gint64 last = g_get_monotonic_time() + PATIENCE * 1000;
    while (!ended && g_get_monotonic_time() < last && wait_for_change(preview, QUIET, &ended))
      ;
    if (!ended)
      build(preview);
  }
}

/* What a build reads: the site's own folders, and the default theme. */
static Watch *watch_sources(const char *site, Report *report)
{
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *content = g_build_filename(site, "content", NULL);
  g_autofree char *theme = g_build_filename(site, "theme", NULL);
  g_autofree char *quizzes = g_build_filename(site, "quizzes", NULL);
  g_autofree char *standard = theme_standard_folder(unsaid);
  const char *const folders[] = {content, theme, quizzes, standard, NULL};
  return watch_new(folders, report);
}

static bool serve(Preview *preview, const char *public, Report *report)
{
  g_autoptr(Screen) screen = screen_new(&preview->options->build, report);
  g_autoptr(Server) server =
    screen != NULL ? server_new(public, preview->options->port, screen_office(screen), report)
                   : NULL;
  if (server == NULL)
    return false;
  g_autoptr(Watch) watch = watch_sources(site_folder(preview), report);

  g_autofree char *office = g_strconcat(server_url(server), screen_path(screen) + 1, NULL);
  preview->server = server;
  preview->screen = screen;
  preview->watch = watch;
  preview->options->ready(server_url(server), office, preview->options->data);
  open_door(preview, office);
  run(preview);
  return true;
}

bool preview_run(const PreviewOptions *options, Report *report)
{
  const char *site = options->build.site != NULL ? options->build.site : ".";
  g_autofree char *own = g_build_filename(site, "_site", NULL);
  g_autofree char *public =
    g_build_filename(options->build.out != NULL ? options->build.out : own, "public", NULL);
  sigset_t old;
  Preview preview = {.options = options, .signals = open_signals(&old), .browser = -1};
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Doorway) doorway = doorway_new(&options->build, options->open ? report : unsaid);

  preview.doorway = doorway != NULL && doorway_is_own(doorway) ? doorway : NULL;
  bool served = open_another(&preview, doorway, report) || serve(&preview, public, report);
  if (preview.signals >= 0)
    close(preview.signals);
  if (preview.browser >= 0)
    close(preview.browser);
  g_free(preview.timezone);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return served;
}
