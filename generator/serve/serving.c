#include "serve/serving.h"

#include "base/installed.h"
#include "print/worker.h"
#include "records/store.h"
#include "serve/confine.h"
#include "serve/gate.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Milliseconds between two looks at who is over time, and beats between two at the sources; fewer
 * while they are at fault. */
enum { BEAT = 1000, LOOK = 2, LOOK_AT_FAULT = 30 };

typedef struct {
  const ServingOptions *options;
  char *store_path;
  PrintWorker *printer;
  Store *store;
  Premises *premises;
  PublishingDesk *publishing;
  Log *log;
  Gate *gate;
  int signals;
  bool listening;
  bool at_fault; /* the sources: the site is served as it was */
} Serving;

/* What it is told by, as something to be polled: blocked before any thread is begun. */
static int open_signals(sigset_t *old)
{
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, old);
  sigdelset(&set, SIGPIPE);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A thousand connections, and what the store and the site need besides. */
static void allow_files(void)
{
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= 4096)
    return;
  limit.rlim_cur = MIN(limit.rlim_max, 4096);
  setrlimit(RLIMIT_NOFILE, &limit);
}

/* Tells systemd (Type=notify), where it has asked to be told: sd_notify(3). */
static void notify(const char *state)
{
  const char *path = g_getenv("NOTIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (path == NULL || (path[0] != '/' && path[0] != '@') || strlen(path) >= sizeof address.sun_path)
    return;
  memcpy(address.sun_path, path, strlen(path));
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
  sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address, size);
  close(fd);
}

/* ---- confinement ---- */

/* The git folder in which the site lies, where that is above it: publishing commits there. */
static char *git_above(const char *root)
{
  g_autofree char *at = g_strdup(root);
  for (;;) {
    g_autofree char *git = g_build_filename(at, ".git", NULL);
    if (g_file_test(git, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&git);
    char *above = g_path_get_dirname(at);
    bool top = strcmp(above, at) == 0;
    g_free(at);
    at = above;
    if (top)
      return g_strdup("/nonexistent");
  }
}

static void confine_to(const Serving *serving)
{
  enum {
    READ = CONFINE_READ,
    RUN = CONFINE_READ | CONFINE_RUN,
    WRITE = CONFINE_READ | CONFINE_WRITE | CONFINE_CHANGE,
  };
  g_autofree char *records = g_path_get_dirname(serving->store_path);
  g_autofree char *themes = installed_folder("themes", "themes", "default/base.html");
  g_autofree char *rules = installed_folder("generator/rules", "rules", "README.md");
  g_autofree char *git = git_above(serving->premises->root);
  /* Whose repositories git may open, and what it is told besides. */
  g_autofree char *settings = g_build_filename(g_get_home_dir(), ".gitconfig", NULL);
  g_autofree char *more_settings = g_build_filename(g_get_user_config_dir(), "git", NULL);
  /* What the site's own command that brings it online may need: keys, known hosts. */
  bool deploys = serving->premises->site->deploy != NULL;
  const ConfinePlace places[] = {
    {serving->premises->root, WRITE}, /* the publishing screens write and commit */
    {git, WRITE},
    {settings, READ},
    {more_settings, READ},
    {records, WRITE},
    {themes != NULL ? themes : "/nonexistent", READ},
    {rules != NULL ? rules : "/nonexistent", READ},
    {deploys ? g_get_home_dir() : "/nonexistent", READ},
    /* Programs; and what the browser needs that prints the publishing screens' papers. */
    {"/usr", RUN},
    {"/bin", RUN},
    {"/lib", RUN},
    {"/lib64", RUN},
    {"/etc", READ},
    {"/proc", READ},
    {"/sys", READ},
    {"/var/cache/fontconfig", READ},
    {"/tmp", WRITE},
    {"/dev/shm", WRITE},
    {"/dev/null", READ | CONFINE_WRITE},
    {"/dev/zero", READ},
    {"/dev/random", READ},
    {"/dev/urandom", READ},
    {0},
  };
  if (!confine(places))
    log_event(serving->log, "unconfined", "why", "the kernel has no Landlock", NULL);
}

/* ---- beginning ---- */

static bool read_all(Serving *serving, Report *report)
{
  const ServingOptions *options = serving->options;
  g_autoptr(Report) told = report_new();
  serving->premises = premises_read(options->site, options->url, told);
  /* A module that is at fault is left out, and the others are served. */
  log_report(serving->log, NULL, told);
  if (serving->premises == NULL)
    report_merge(report, told);
  else
    serving->premises->publishing = serving->publishing =
      publishing_desk_new(serving->premises->root, report);
  serving->store = serving->publishing != NULL ? store_open(serving->store_path, report) : NULL;
  return serving->store != NULL && store_serve(serving->store, report);
}

static bool begin(Serving *serving, Report *report)
{
  g_autoptr(Report) told = report_new();
  /* Before there is anything that a fork would take with it. */
  serving->printer = print_worker_new(told);
  log_report(serving->log, NULL, told);
  /* Whoever comes from now on waits a moment, and is not turned away. */
  int fd = gate_listen(serving->options->listen, report);
  if (fd < 0)
    return false;
  serving->listening = true;
  if (!read_all(serving, report)) {
    close(fd);
    return false;
  }
  allow_files();
  confine_to(serving);
  const GateOptions gate = {.socket = fd,
                            .premises = serving->premises,
                            .routes = routes_all(),
                            .store = serving->store,
                            .printer = serving->printer,
                            .log = serving->log};
  serving->gate = gate_new(&gate, report);
  return serving->gate != NULL;
}

/* ---- while it runs ---- */

/* Where the new one is at fault, the old one is served on. */
static void read_again(Serving *serving)
{
  g_autoptr(Report) report = report_new();
  Premises *now = premises_read_again(serving->premises, report);
  log_report(serving->log, NULL, report);
  log_event(serving->log, now != NULL ? "site-read" : "site-at-fault", NULL);
  serving->at_fault = now == NULL;
  if (now == NULL)
    return;
  gate_set_premises(serving->gate, now);
  premises_unref(serving->premises);
  serving->premises = now;
}

/* The signal that came; 0 where none did. */
static int wait_for_signal(const Serving *serving)
{
  struct pollfd poller = {.fd = serving->signals, .events = POLLIN};
  struct signalfd_siginfo info;
  if (poll(&poller, 1, BEAT) <= 0)
    return 0;
  return read(serving->signals, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

static void run(Serving *serving)
{
  for (guint beats = 0;; beats++) {
    int signal = wait_for_signal(serving);
    if (signal == SIGTERM || signal == SIGINT)
      return;
    gate_beat(serving->gate);
    guint look = serving->at_fault ? LOOK_AT_FAULT : LOOK;
    if (signal == SIGHUP || (beats % look == 0 && !premises_current(serving->premises)))
      read_again(serving);
  }
}

static void end(Serving *serving)
{
  notify("STOPPING=1");
  gate_free(serving->gate);
  if (serving->options->listen[0] == '/' && serving->listening)
    unlink(serving->options->listen);
  if (serving->store != NULL)
    store_close(serving->store);
  if (serving->premises != NULL)
    premises_unref(serving->premises);
  publishing_desk_free(serving->publishing);
  if (serving->printer != NULL)
    print_worker_free(serving->printer);
  log_free(serving->log);
  g_free(serving->store_path);
  close(serving->signals);
}

bool serving_run(const ServingOptions *options, Report *report)
{
  Serving serving = {.options = options, .log = log_new(options->log)};
  sigset_t old;
  serving.store_path = options->store != NULL
                         ? g_strdup(options->store)
                         : g_build_filename(options->site, "_records", "store.db", NULL);
  serving.signals = open_signals(&old);
  bool good = begin(&serving, report);
  if (good) {
    log_event(serving.log, "serving", "url", serving.premises->url, NULL);
    options->ready(serving.premises->url, options->data);
    notify("READY=1");
    run(&serving);
    log_event(serving.log, "ending", NULL);
    if (store_broken(serving.store)) {
      report_add(report, DIAG_SERVE_STORE_BROKEN, place_none(), NULL);
      good = false;
    }
  }
  end(&serving);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return good;
}
