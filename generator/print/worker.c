#include "print/worker.h"

#include "base/files.h"
#include "print/browser.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What goes over the sockets, both ways: strings, each behind its length. A request is html, name,
 * title, author, lang, when; an answer is the PDF ("" where there is none), how many diagnostics
 * there are, and of each its code, how many arguments it has, and these. Both ends are of one
 * program, so numbers are as they lie in memory. */
enum { STRING_LIMIT = 512 * 1024 * 1024 };

struct PrintWorker {
  pid_t process;
  int socket;
};

/* ---- strings over a socket ---- */

static bool send_all(int socket, const void *bytes, gsize length)
{
  for (const char *at = bytes; length > 0;) {
    ssize_t sent = send(socket, at, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent <= 0)
      return false;
    at += sent;
    length -= (gsize)sent;
  }
  return true;
}

static bool receive_all(int socket, void *bytes, gsize length)
{
  for (char *at = bytes; length > 0;) {
    ssize_t got = recv(socket, at, length, 0);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    at += got;
    length -= (gsize)got;
  }
  return true;
}

static bool send_bytes(int socket, const char *bytes, gsize length)
{
  guint32 count = (guint32)length;
  return length <= STRING_LIMIT && send_all(socket, &count, sizeof count) &&
         send_all(socket, bytes, length);
}

static bool send_string(int socket, const char *text)
{
  return send_bytes(socket, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

static bool send_number(int socket, gint64 number)
{
  char text[32];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
  return send_string(socket, text);
}

/* NUL-terminated besides; NULL where the other end is gone. The caller frees it. */
static char *receive_bytes(int socket, gsize *length)
{
  guint32 count = 0;
  if (!receive_all(socket, &count, sizeof count) || count > STRING_LIMIT)
    return NULL;
  g_autofree char *bytes = g_malloc((gsize)count + 1);
  if (!receive_all(socket, bytes, count))
    return NULL;
  bytes[count] = '\0';
  *length = count;
  return g_steal_pointer(&bytes);
}

static char *receive_string(int socket)
{
  gsize length = 0;
  return receive_bytes(socket, &length);
}

static bool receive_number(int socket, gint64 *number)
{
  g_autofree char *text = receive_string(socket);
  return text != NULL && g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, number, NULL);
}

/* ---- reports over a socket ---- */

static bool send_report(int socket, const Report *report)
{
  bool sent = send_number(socket, report_count(report));

  for (guint i = 0; sent && i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    guint count = g_strv_length(diag->arguments);
    sent = send_number(socket, diag->code) && send_number(socket, count);
    for (guint k = 0; sent && k < count; k++)
      sent = send_string(socket, diag->arguments[k]);
  }
  return sent;
}

/* No diagnostic has more arguments. */
enum { ARGUMENTS = 6 };

static bool receive_diag(int socket, Report *report)
{
  gint64 code = 0, count = 0;
  g_auto(GStrv) arguments = g_new0(char *, ARGUMENTS + 1);

  if (!receive_number(socket, &code) || !receive_number(socket, &count) || count > ARGUMENTS)
    return false;
  for (gint64 i = 0; i < count; i++)
    if ((arguments[i] = receive_string(socket)) == NULL)
      return false;
  report_add(report, (DiagCode)code, place_none(), arguments[0], arguments[1], arguments[2],
             arguments[3], arguments[4], arguments[5], NULL);
  return true;
}

static bool receive_report(int socket, Report *report)
{
  gint64 count = 0;

  if (!receive_number(socket, &count))
    return false;
  for (gint64 i = 0; i < count; i++)
    if (!receive_diag(socket, report))
      return false;
  return true;
}

/* ---- the worker's process ---- */

typedef struct {
  int socket;
  char *folder;
  Browser *browser; /* NULL until the first paper */
} Working;

static Browser *browser_of(Working *working, Report *report)
{
  /* It lives as long as the server: only single papers are bounded in time. */
  const BrowserLimits limits = {.total_seconds = 1e9};
  if (working->browser == NULL)
    working->browser = browser_new(working->folder, &limits, report);
  return working->browser;
}

static GBytes *print_html(Working *working, const char *html, gsize length,
                          const FinishPaper *paper, Report *report)
{
  g_autofree char *path = g_build_filename(working->folder, "paper.html", NULL);
  Browser *browser = browser_of(working, report);

  if (browser == NULL || !file_write(path, html, length, report))
    return NULL;
  g_autoptr(GBytes) pdf = browser_print(browser, path, paper->name, report);
  (void)unlink(path);
  return pdf != NULL ? finish_pdf(pdf, paper, NULL, report) : NULL;
}

static bool answer(int socket, GBytes *pdf, const Report *report)
{
  gsize length = 0;
  const char *bytes = pdf != NULL ? g_bytes_get_data(pdf, &length) : "";
  return send_bytes(socket, bytes, length) && send_report(socket, report);
}

/* One paper; false where the other end is gone. */
static bool serve_one(Working *working)
{
  gsize length = 0;
  gint64 when = 0;
  g_autofree char *html = receive_bytes(working->socket, &length);
  g_autofree char *name = html != NULL ? receive_string(working->socket) : NULL;
  g_autofree char *title = name != NULL ? receive_string(working->socket) : NULL;
  g_autofree char *author = title != NULL ? receive_string(working->socket) : NULL;
  g_autofree char *lang = author != NULL ? receive_string(working->socket) : NULL;

  if (lang == NULL || !receive_number(working->socket, &when))
    return false;
  FinishPaper paper = {.name = name,
                       .title = title,
                       .author = author,
                       .lang = lang,
                       .when = when,
                       .html = html,
                       .html_name = name};
  g_autoptr(Report) report = report_new();
  g_autoptr(GBytes) pdf = print_html(working, html, length, &paper, report);
  return answer(working->socket, pdf, report);
}

/* The signals that end the server end it when it has answered what is in flight: for that it may
 * still need its worker, which ends by itself when the server has. */
static void ignore_signals(void)
{
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
}

static _Noreturn void work(int socket)
{
  g_autoptr(Report) unsaid = report_new();
  Working working = {.socket = socket, .folder = g_dir_make_tmp("kaitei-print-XXXXXX", NULL)};

  ignore_signals();
  while (working.folder != NULL && serve_one(&working))
    ;
  browser_free(working.browser);
  if (working.folder != NULL)
    folder_remove(working.folder, unsaid);
  _exit(0);
}

/* ---- the server's end ---- */

PrintWorker *print_worker_new(Report *report)
{
  int pair[2];

  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    report_add(report, DIAG_PRINT_WORKER, place_none(), g_strerror(errno), NULL);
    return NULL;
  }
  pid_t process = fork();
  if (process == 0) {
    close(pair[0]);
    work(pair[1]);
  }
  close(pair[1]);
  if (process < 0) {
    report_add(report, DIAG_PRINT_WORKER, place_none(), g_strerror(errno), NULL);
    close(pair[0]);
    return NULL;
  }
  PrintWorker *worker = g_new0(PrintWorker, 1);
  worker->process = process;
  worker->socket = pair[0];
  return worker;
}

void print_worker_free(PrintWorker *worker)
{
  if (worker == NULL)
    return;
  close(worker->socket);
  while (waitpid(worker->process, NULL, 0) < 0 && errno == EINTR)
    ;
  g_free(worker);
}

pid_t print_worker_process(const PrintWorker *worker)
{
  return worker->process;
}

static bool ask(int socket, const char *html, gsize length, const FinishPaper *paper)
{
  return send_bytes(socket, html, length) && send_string(socket, paper->name) &&
         send_string(socket, paper->title) && send_string(socket, paper->author) &&
         send_string(socket, paper->lang != NULL ? paper->lang : "ja") &&
         send_number(socket, paper->when);
}

GBytes *print_worker_print(PrintWorker *worker, const char *html, gsize length,
                           const FinishPaper *paper, Report *report)
{
  gsize size = 0;
  g_autofree char *pdf =
    ask(worker->socket, html, length, paper) ? receive_bytes(worker->socket, &size) : NULL;

  if (pdf == NULL || !receive_report(worker->socket, report)) {
    report_add(report, DIAG_PRINT_WORKER, place_none(), g_strerror(EPIPE), NULL);
    return NULL;
  }
  return size > 0 ? g_bytes_new_take(g_steal_pointer(&pdf), size) : NULL;
}
