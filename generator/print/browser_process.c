#include "print/browser_process.h"

#include "base/files.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* No file that it writes may grow beyond this: its log, and what it shares between processes. */
#define FILE_LIMIT (1024L * 1024 * 1024)
#define LAST_WORDS 200

struct BrowserProcess {
  char *folder; /* its profile, its temporary files and its log */
  pid_t pid;    /* also its process group */
  pid_t keeper;
  int keeper_pipe; /* open as long as the browser shall live */
  int socket;
};

char *browser_program(Report *report)
{
  const char *named = g_getenv("KAITEI_BROWSER");
  if (named != NULL && *named != '\0') {
    char *program = g_find_program_in_path(named);
    if (program == NULL)
      report_add(report, DIAG_BROWSER_UNUSABLE, place_none(), named, NULL);
    return program;
  }
  char *program = g_find_program_in_path("chromium-headless-shell");
  if (program == NULL)
    program = g_find_program_in_path("chromium");
  if (program == NULL)
    report_add(report, DIAG_BROWSER_MISSING, place_none(), NULL);
  return program;
}

/* The first and the last of these are what stands between a paper and the network, should a
 * request ever pass browser.c unseen. */
static char **arguments(const char *program, const char *folder)
{
  static const char *const fixed[] = {
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--headless",
    "--remote-debugging-pipe",
    "--blink-settings=scriptEnabled=false", /* DevTools' own switch comes too late for the first page */
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-dev-shm-usage", /* containers often have 64 MB of it */
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--metrics-recording-only",
    "--no-pings",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--lang=ja",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
  };
  GPtrArray *list = g_ptr_array_new();
  g_ptr_array_add(list, g_strdup(program));
  for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
    g_ptr_array_add(list, g_strdup(fixed[i]));
  g_ptr_array_add(list, g_strdup_printf("--user-data-dir=%s/profile", folder));
  if (geteuid() == 0)
    g_ptr_array_add(list, g_strdup("--no-sandbox"));
  g_ptr_array_add(list, g_strdup("about:blank"));
  g_ptr_array_add(list, NULL);
  return (char **)g_ptr_array_free(list, FALSE);
}

/* The user's own environment, less what would let anything be written outside `folder`, and less
 * what would make a paper come out otherwise on another desk. Fonts in the user's own folder stay. */
static char **environment(const char *folder)
{
  static const char *const dropped[] = {
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "LD_PRELOAD",
    "CHROMIUM_FLAGS",
    "CHROMIUM_USER_FLAGS",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
  };
  static const char *const inside[] = {"HOME",           "TMPDIR",         "XDG_CONFIG_HOME",
                                       "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"};
  char **list = g_get_environ();
  for (gsize i = 0; i < G_N_ELEMENTS(dropped); i++)
    list = g_environ_unsetenv(list, dropped[i]);
  list = g_environ_setenv(list, "XDG_DATA_HOME", g_get_user_data_dir(), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS(inside); i++)
    list = g_environ_setenv(list, inside[i], folder, TRUE);
  list = g_environ_setenv(list, "LANG", "C.UTF-8", TRUE);
  return g_environ_setenv(list, "TZ", "UTC", TRUE);
}

/* In the child, between fork and exec: only calls that are safe there. Never returns. */
static void become_browser(int socket, int log, gsize memory, char **argv, char **envp)
{
  const struct rlimit data = {memory, memory};
  const struct rlimit file = {FILE_LIMIT, FILE_LIMIT};
  const struct rlimit core = {0, 0};
  (void)setpgid(0, 0);
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  (void)setrlimit(RLIMIT_DATA, &data);
  (void)setrlimit(RLIMIT_FSIZE, &file);
  (void)setrlimit(RLIMIT_CORE, &core);
  (void)signal(SIGPIPE, SIG_DFL);
  /* Out of the way of the numbers that are about to be given. */
  int high_socket = fcntl(socket, F_DUPFD_CLOEXEC, 10);
  int high_log = fcntl(log, F_DUPFD_CLOEXEC, 10);
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (high_socket >= 0 && high_log >= 0 && nothing >= 0 && dup2(nothing, 0) == 0 &&
      dup2(high_log, 1) == 1 && dup2(high_log, 2) == 2 && dup2(high_socket, 3) == 3 &&
      dup2(high_socket, 4) == 4) {
    (void)close_range(5, ~0U, 0);
    execve(argv[0], argv, envp);
  }
  static const char words[] = "it cannot be executed\n";
  (void)!write(2, words, sizeof words - 1);
  _exit(127);
}

static void become_keeper(int pipe_end, char **argv)
{
  (void)setsid();
  (void)signal(SIGTERM, SIG_IGN);
  int high = fcntl(pipe_end, F_DUPFD_CLOEXEC, 10);
  int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (high >= 0 && nothing >= 0 && dup2(high, 0) == 0 && dup2(nothing, 1) == 1 &&
      dup2(nothing, 2) == 2) {
    (void)close_range(3, ~0U, 0);
    execv(argv[0], argv);
  }
  _exit(127);
}

/* Starts the keeper of a browser that runs already. Killed processes may write for a moment yet:
 * hence the tries. */
static bool start_keeper(BrowserProcess *process)
{
  static char script[] =
    "read -r _; kill -s KILL -- \"-$1\"; "
    "for _ in 1 2 3 4 5 6 7 8 9; do rm -rf -- \"$2\" && break; sleep 0.05; done; "
    "rm -rf -- \"$2\"";
  char group[16];
  g_snprintf(group, sizeof group, "%d", (int)process->pid);
  char shell[] = "/bin/sh", option[] = "-c", name[] = "kaitei-print-keeper";
  char *argv[] = {shell, option, script, name, group, process->folder, NULL};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return false;
  process->keeper = fork();
  if (process->keeper == 0)
    become_keeper(ends[0], argv);
  close(ends[0]);
  process->keeper_pipe = ends[1];
  return process->keeper > 0;
}

static bool start(BrowserProcess *process, const char *program, gsize memory)
{
  int ends[2];
  g_autofree char *log_path = g_build_filename(process->folder, "log", NULL);
  int log = open(log_path, O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND, 0600);
  if (log < 0)
    return false;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    close(log);
    return false;
  }
  process->socket = ends[0];
  g_auto(GStrv) argv = arguments(program, process->folder);
  g_auto(GStrv) envp = environment(process->folder);
  process->pid = fork();
  if (process->pid == 0)
    become_browser(ends[1], log, memory, argv, envp);
  int error = errno;
  close(ends[1]);
  close(log);
  errno = error;
  if (process->pid < 0)
    return false;
  /* Here too, for whoever runs first: the keeper must find the group. */
  (void)setpgid(process->pid, process->pid);
  return start_keeper(process);
}

BrowserProcess *browser_process_new(const char *program, gsize memory, Report *report)
{
  BrowserProcess *process = g_new0(BrowserProcess, 1);
  process->socket = process->keeper_pipe = -1;
  const char *temporary = g_getenv("TMPDIR");
  process->folder =
    g_build_filename(temporary != NULL ? temporary : g_get_tmp_dir(), "kaitei-print-XXXXXX", NULL);
  if (g_mkdtemp(process->folder) == NULL) {
    file_report_unwritable(process->folder, errno, report);
    g_clear_pointer(&process->folder, g_free);
  } else if (start(process, program, memory)) {
    return process;
  } else {
    report_add(report, DIAG_BROWSER_START, place_none(), program, g_strerror(errno), NULL);
  }
  browser_process_free(process);
  return NULL;
}

static void reap(pid_t pid)
{
  while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
    ;
}

void browser_process_free(BrowserProcess *process)
{
  if (process == NULL)
    return;
  if (process->socket >= 0)
    close(process->socket);
  if (process->keeper_pipe >= 0)
    close(process->keeper_pipe);
  /* The keeper first: until the browser is reaped its number cannot become another process's. */
  reap(process->keeper);
  if (process->pid > 0)
    (void)kill(-process->pid, SIGKILL);
  reap(process->pid);
  /* Where there was no keeper, or no shell for it. */
  g_autoptr(Report) ignored = report_new();
  if (process->folder != NULL && g_file_test(process->folder, G_FILE_TEST_IS_DIR))
    (void)folder_remove(process->folder, ignored);
  g_free(process->folder);
  g_free(process);
}

int browser_process_socket(const BrowserProcess *process)
{
  return process->socket;
}

/* The line that says most: the last one that Chromium itself calls fatal, else an error, else the
 * last of all, which a shell may have written. That it has no desktop to speak to, it says of
 * every run. */
static const char *telling_line(char **lines)
{
  static const char *const signs[] = {":FATAL:", ":ERROR:", ""};
  for (gsize sign = 0; sign < G_N_ELEMENTS(signs); sign++)
    for (guint i = g_strv_length(lines); i-- > 0;)
      if (*lines[i] != '\0' && strstr(lines[i], signs[sign]) != NULL &&
          strstr(lines[i], ":ERROR:dbus/") == NULL)
        return lines[i];
  return "";
}

char *browser_process_last_words(const BrowserProcess *process)
{
  g_autofree char *path = g_build_filename(process->folder, "log", NULL);
  char tail[8192];
  gsize length = 0;
  FILE *log = g_fopen(path, "rbe");
  if (log != NULL) {
    if (fseek(log, -(long)(sizeof tail - 1), SEEK_END) != 0)
      rewind(log);
    length = fread(tail, 1, sizeof tail - 1, log);
    (void)fclose(log);
  }
  tail[length] = '\0';
  g_autofree char *valid = g_utf8_make_valid(tail, -1);
  g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
  const char *line = telling_line(lines);
  /* Without [process:thread:time:level:file(line)]. */
  const char *words = *line == '[' ? strstr(line, "] ") : NULL;
  const char *said = words != NULL ? words + 2 : line;
  g_autofree char *cut = g_utf8_substring(said, 0, MIN(g_utf8_strlen(said, -1), LAST_WORDS));
  return text_visible(cut);
}
