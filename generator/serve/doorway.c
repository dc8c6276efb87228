#include "serve/doorway.h"

#include "base/files.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Milliseconds. */
enum { AWAIT_STEP = 50, AWAIT_MOST = 5000 };

struct Doorway {
  char *page;
  int lock; /* -1: another program has it */
};

/* ---- the folder ---- */

/* The private folder; NULL where there is none (reported). */
static char *private_folder(Report *report)
{
  g_autofree char *folder = g_build_filename(g_get_user_runtime_dir(), "kaitei", NULL);
  struct stat stat;

  bool made = mkdir(folder, 0700) == 0 || errno == EEXIST;
  int error = made ? EACCES : errno;
  if (made && lstat(folder, &stat) == 0 && S_ISDIR(stat.st_mode) && stat.st_uid == geteuid() &&
      (stat.st_mode & 077) == 0)
    return g_steal_pointer(&folder);
  report_add(report, DIAG_DOORWAY_FOLDER, place_none(), folder, g_strerror(error), NULL);
  return NULL;
}

/* The same site, out and day give the same name. */
static char *name_of(const BuildOptions *build)
{
  g_autofree char *site = g_canonicalize_filename(build->site != NULL ? build->site : ".", NULL);
  g_autofree char *out = build->out != NULL ? g_canonicalize_filename(build->out, NULL) : NULL;
  g_autofree char *day = day_known(build->as_of) ? day_iso(build->as_of) : NULL;
  g_autofree char *all =
    g_strconcat(site, "\n", out != NULL ? out : "", "\n", day != NULL ? day : "", NULL);
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
  return g_strndup(hash, 16);
}

/* ---- the page ---- */

static bool write_private(const char *path, const GString *page, Report *report)
{
  g_autoptr(GError) error = NULL;
  unlink(path);
  if (g_file_set_contents_full(path, page->str, (gssize)page->len, G_FILE_SET_CONTENTS_CONSISTENT,
                               0600, &error))
    return true;
  report_add(report, DIAG_DOORWAY_FOLDER, place_none(), path, error->message, NULL);
  return false;
}

static GString *page_begin(const char *head)
{
  GString *page = g_string_new("<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\" />"
                               "<meta name=\"referrer\" content=\"no-referrer\" />"
                               "<meta name=\"color-scheme\" content=\"light dark\" />");
  g_string_append_printf(page, "%s<title>kaitei</title></head>\n<body>\n", head);
  return page;
}

Doorway *doorway_new(const BuildOptions *build, Report *report)
{
  g_autofree char *folder = private_folder(report);
  if (folder == NULL)
    return NULL;
  g_autofree char *name = name_of(build);
  g_autofree char *page = g_strconcat(folder, "/", name, ".html", NULL);
  g_autofree char *lock = g_strconcat(folder, "/", name, ".lock", NULL);

  int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) {
    report_add(report, DIAG_DOORWAY_FOLDER, place_none(), lock, g_strerror(errno), NULL);
    return NULL;
  }
  Doorway *doorway = g_new0(Doorway, 1);
  doorway->page = g_steal_pointer(&page);
  doorway->lock = fd;
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
    /* Of a preview that was killed: it leads nowhere, or to another program. */
    unlink(doorway->page);
  } else {
    close(fd);
    doorway->lock = -1;
  }
  return doorway;
}

void doorway_free(Doorway *doorway)
{
  if (doorway == NULL)
    return;
  if (doorway->lock >= 0) {
    unlink(doorway->page);
    close(doorway->lock);
  }
  g_free(doorway->page);
  g_free(doorway);
}

bool doorway_is_own(const Doorway *doorway)
{
  return doorway->lock >= 0;
}

const char *doorway_page(const Doorway *doorway)
{
  return doorway->page;
}

bool doorway_lead_to(Doorway *doorway, const char *address, Report *report)
{
  g_autofree char *head =
    g_strdup_printf("<meta http-equiv=\"refresh\" content=\"0; url=%s\" />", address);
  g_autoptr(GString) page = page_begin(head);
  g_string_append_printf(page, "<p><a href=\"%s\">方針の管理を開く</a></p>\n</body></html>\n",
                         address);
  return write_private(doorway->page, page, report);
}

bool doorway_await(const Doorway *doorway)
{
  for (int waited = 0; waited <= AWAIT_MOST; waited += AWAIT_STEP) {
    if (g_file_test(doorway->page, G_FILE_TEST_IS_REGULAR))
      return true;
    g_usleep(AWAIT_STEP * 1000);
  }
  return false;
}

/* ---- the browser ---- */

/* The command, with the page as its last word or in the place of %s. $BROWSER may hold
 * several, parted by colons: the first. */
static char **browser_command(const char *page)
{
  const char *wanted = g_getenv("BROWSER");
  g_autofree char *first = wanted != NULL ? g_strndup(wanted, strcspn(wanted, ":")) : NULL;
  g_autofree char *address = g_filename_to_uri(page, NULL, NULL);
  g_autoptr(GStrvBuilder) command = g_strv_builder_new();
  g_auto(GStrv) words = NULL;
  bool placed = false;

  if (first == NULL || *first == '\0' || !g_shell_parse_argv(first, NULL, &words, NULL))
    words = g_strsplit("xdg-open", " ", 0);
  for (char **word = words; *word != NULL; word++) {
    bool here = strcmp(*word, "%s") == 0;
    placed = placed || here;
    g_strv_builder_add(command, here ? address : *word);
  }
  if (!placed)
    g_strv_builder_add(command, address);
  return g_strv_builder_end(command);
}

/* The preview blocks the signals that end it, to read them; a browser must not inherit
 * that. Runs between fork and exec. */
static void unblock(gpointer data)
{
  sigset_t all;
  (void)data;
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, NULL);
}

int browser_open(const char *page, Report *report)
{
  g_auto(GStrv) command = browser_command(page);
  g_autoptr(GError) error = NULL;
  GPid pid = 0;

  if (!g_spawn_async(NULL, command, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                       G_SPAWN_STDERR_TO_DEV_NULL,
                     unblock, NULL, &pid, &error)) {
    report_add(report, DIAG_BROWSER_NONE, place_none(), command[0], page, NULL);
    return -1;
  }
  /* Where the kernel has no such descriptor: one that never tells anything. */
  int process = pidfd_open(pid, 0);
  return process >= 0 ? process : eventfd(0, EFD_CLOEXEC);
}

bool browser_failed(int process)
{
  siginfo_t info = {0};
  int waited = waitid(P_PIDFD, (id_t)process, &info, WEXITED);
  close(process);
  return waited == 0 && info.si_code == CLD_EXITED && info.si_status != 0;
}

/* Not taken away again: nobody knows when the browser has read it, and it holds no
 * secret. */
void browser_show(const Report *report, MessageLang lang)
{
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *folder = private_folder(unsaid);
  g_autoptr(GString) page = page_begin("");
  g_autofree char *path = folder != NULL ? g_build_filename(folder, "fault.html", NULL) : NULL;

  g_string_append(page, lang == MESSAGES_JA ? "<h1>方針の管理を開けません</h1>\n"
                                            : "<h1>kaitei could not start</h1>\n");
  for (guint i = 0; i < report_count(report); i++) {
    g_autofree char *text = diag_text(report_get(report, i), lang);
    g_autofree char *hint = diag_hint(report_get(report, i), lang);
    g_string_append(page, "<p>");
    text_escape_xml(page, text, -1);
    g_string_append(page, "</p>\n<p>");
    text_escape_xml(page, hint != NULL ? hint : "", -1);
    g_string_append(page, "</p>\n");
  }
  g_string_append(page, "</body></html>\n");
  if (path != NULL && write_private(path, page, unsaid)) {
    int process = browser_open(path, unsaid);
    if (process >= 0)
      close(process);
  }
}
