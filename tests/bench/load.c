/*
 * Load on the server:  load SITE SECONDS
 *
 * The server in a process of its own, with all its routes, and here 64 browsers that answer the
 * questions of the training 2026-privacy one after the other over kept connections, each in its own
 * attempt, signed in, with the form's token. An answer counts when its 303 has come: then it is on
 * the disk. Then 600 connections that send a byte a second, and somebody who asks between.
 * Prints "name figure" lines: submissions a second, p50 and p99 in ms, the slowest normal request
 * among the slow ones in ms, the server's largest resident set in MB, ms from SIGTERM to its end.
 * At the end every answer that was acknowledged must be in the store: else it exits 1.
 *
 * SITE has no records yet, and must lie on a disk: in memory nothing is durable.
 */
#include "../unit/socket_testing.h"

#include "enrolment/curriculum.h"
#include "enrolment/sitting.h"
#include "records/attempt.h"
#include "records/secret.h"
#include "records/staff.h"
#include "records/web_session.h"
#include "serve/gate.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 64, SLOW = 600, ASKED = 200, CHOICES = 3 /* each question has as many */ };

static const char host[] = "kenshu.example.jp";
static const char module[] = "2026-privacy";

typedef struct {
  char *token, *form_token, *attempt;
  guint places; /* questions */
  int fd;
  guint sent;   /* answers */
  gint64 since; /* when the last one was sent */
  GString *answer;
} Client;

typedef struct {
  char *folder, *socket_path, *store_path;
  Report *report;
  Client clients[CLIENTS];
} Load;

static void die(const Load *load, const char *why)
{
  report_print(load->report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  fprintf(stderr, "load: %s\n", why);
  exit(3);
}

/* ---- the server ---- */

static int serve(Load *load)
{
  sigset_t set;
  int signal = 0;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  g_autofree char *url = g_strconcat("https://", host, NULL);
  g_autoptr(Premises) premises = premises_read(load->folder, url, load->report);
  g_autoptr(Store) store = store_open(load->store_path, load->report);
  g_autofree char *log_path = g_build_filename(load->folder, "log", NULL);
  int log_fd = open(log_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_autoptr(Log) log = log_new(log_fd);
  if (premises == NULL || store == NULL)
    die(load, "the server does not start");
  const GateOptions options = {.socket = gate_listen(load->socket_path, load->report),
                               .premises = premises,
                               .routes = routes_all(),
                               .store = store,
                               .log = log};
  Gate *gate = gate_new(&options, load->report);
  if (gate == NULL)
    die(load, "the server does not start");
  sigwait(&set, &signal);
  gate_free(gate);
  return 0;
}

/* ---- people ---- */

static void make_client(Load *load, const Enrolment *with, guint index)
{
  Client *client = &load->clients[index];
  const Course *course = curriculum_find(with->curriculum, module);
  g_autofree char *number = g_strdup_printf("%u", index);
  const Person person = {.number = number, .name = number, .lang = (char *)"ja"};
  g_autofree char *id = NULL;
  g_autoptr(WebSession) session = NULL;

  if (course == NULL || !staff_add(with->store, &with->act, &person, &id, load->report))
    die(load, "no training, or no person");
  g_autofree char *whom = actor_subject(id);
  client->attempt = sitting_begin(with, id, course, "", "ja", load->report);
  g_autoptr(Sitting) sitting =
    client->attempt != NULL ? sitting_glance(with, id, client->attempt, load->report) : NULL;
  if (sitting == NULL ||
      !web_session_begin(with->store, whom, false, with->act.at, &client->token, load->report) ||
      !web_session_find(with->store, client->token, with->act.at, &session, load->report))
    die(load, "no attempt, or no session");
  client->places = sitting->count;
  client->form_token = g_strdup(session->form_token);
  client->answer = g_string_new(NULL);
}

static void make_people(Load *load)
{
  const Day today = day_today("Asia/Tokyo");
  const Act act = {"system", moment_now()};
  g_autoptr(Curriculum) curriculum = curriculum_read(load->folder, today, load->report);
  g_autoptr(Store) store = store_create(load->store_path, &act, load->report);
  if (curriculum == NULL || store == NULL || !store_begin(store, load->report))
    die(load, "no store");
  const Enrolment with = {store, curriculum, act, today, "Asia/Tokyo"};
  for (guint i = 0; i < CLIENTS; i++)
    make_client(load, &with, i);
  if (!store_commit(store, load->report))
    die(load, "no commit");
}

/* ---- asking ---- */

/* Each time another one, so that none is a double click. */
static guint chosen_at(const Client *client, guint sent)
{
  return sent / client->places % CHOICES + 1;
}

static void send_answer(Client *client)
{
  g_autofree char *body = g_strdup_printf("token=%s&attempt=%s&c=%u", client->form_token,
                                          client->attempt, chosen_at(client, client->sent));
  g_autofree char *head = g_strdup_printf(
    "POST /quiz/%s/%u HTTP/1.1\r\nHost: %s\r\nOrigin: https://%s\r\nSec-Fetch-Site: same-origin\r\n"
    "Cookie: __Host-kaitei-staff=%s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: %zu\r\n\r\n%s",
    module, client->sent % client->places + 1, host, host, client->token, strlen(body), body);
  client->since = g_get_monotonic_time();
  client->sent++;
  socket_write(client->fd, head, strlen(head));
}

/* Whether a whole answer has come. */
static bool take_answer(const Load *load, Client *client)
{
  char buffer[4096];
  ssize_t got = read(client->fd, buffer, sizeof buffer);
  if (got <= 0)
    die(load, "the server has hung up");
  g_string_append_len(client->answer, buffer, got);
  if (!g_str_has_suffix(client->answer->str, "\r\n\r\n303\n"))
    return false;
  if (!g_str_has_prefix(client->answer->str, "HTTP/1.1 303"))
    die(load, client->answer->str);
  g_string_truncate(client->answer, 0);
  return true;
}

static int compare(gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* The share's place in sorted figures. */
static double at_share(GArray *sorted, double share)
{
  guint index = (guint)((double)(sorted->len - 1) * share);
  return sorted->len > 0 ? g_array_index(sorted, double, index) : 0;
}

static void submit(Load *load, double seconds)
{
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(double));
  int poller = epoll_create1(EPOLL_CLOEXEC);
  for (guint i = 0; i < CLIENTS; i++) {
    Client *client = &load->clients[i];
    client->fd = socket_connect(load->socket_path);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client->fd, &event);
    send_answer(client);
  }
  gint64 start = g_get_monotonic_time(), now = start;
  gint64 end = start + (gint64)(seconds * G_USEC_PER_SEC);
  for (guint open = CLIENTS; open > 0;) {
    struct epoll_event events[CLIENTS];
    int count = epoll_wait(poller, events, CLIENTS, -1);
    for (int i = 0; i < count; i++) {
      Client *client = events[i].data.ptr;
      if (!take_answer(load, client))
        continue;
      now = g_get_monotonic_time();
      double milliseconds = (double)(now - client->since) / 1000;
      g_array_append_val(taken, milliseconds);
      if (now < end)
        send_answer(client);
      else
        open--;
    }
  }
  g_array_sort(taken, compare);
  printf("submissions %.0f\n", taken->len / ((double)(now - start) / G_USEC_PER_SEC));
  printf("p50 %.2f\np99 %.2f\nslowest %.2f\n", at_share(taken, 0.5), at_share(taken, 0.99),
         at_share(taken, 1));
  close(poller);
}

/* ---- slow ones ---- */

static double ask_once(const Load *load)
{
  char buffer[8192];
  gint64 start = g_get_monotonic_time();
  int fd = socket_connect(load->socket_path);
  g_autofree char *ask =
    g_strdup_printf("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host);
  socket_write(fd, ask, strlen(ask));
  gsize all = 0;
  for (ssize_t got; (got = read(fd, buffer, sizeof buffer)) > 0;)
    all += (gsize)got;
  close(fd);
  if (all < 500)
    die(load, "a normal request was not answered");
  return (double)(g_get_monotonic_time() - start) / 1000;
}

/* Half of them within the head, half within the body. */
static void be_slow(Load *load)
{
  int fds[SLOW];
  double slowest = 0;
  g_autofree char *head = g_strdup_printf("GET / HTTP/1.1\r\nHost: %s\r\nX-Slow: ", host);
  g_autofree char *body =
    g_strdup_printf("POST /sign-in HTTP/1.1\r\nHost: %s\r\nOrigin: https://%s\r\nContent-Type: "
                    "application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\ncode=",
                    host, host);
  for (guint i = 0; i < SLOW; i++) {
    fds[i] = socket_connect(load->socket_path);
    const char *begun = i % 2 == 0 ? head : body;
    socket_write(fds[i], begun, strlen(begun));
  }
  for (guint i = 0; i < ASKED; i++) {
    if (i % 20 == 0)
      for (guint k = 0; k < SLOW; k++)
        socket_write(fds[k], "a", 1);
    slowest = MAX(slowest, ask_once(load));
    g_usleep(5000);
  }
  printf("among-slow %.2f\n", slowest);
  for (guint i = 0; i < SLOW; i++)
    close(fds[i]);
}

/* ---- after ---- */

static void print_memory(pid_t server)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/status", server);
  g_autofree char *status = NULL;
  g_file_get_contents(path, &status, NULL, NULL);
  const char *most = status != NULL ? strstr(status, "VmHWM:") : NULL;
  printf("memory %.1f\n", most != NULL ? strtod(most + strlen("VmHWM:"), NULL) / 1024 : 0);
}

/* The last answers that were acknowledged. */
static bool all_there(Load *load)
{
  g_autoptr(Store) store = store_open(load->store_path, load->report);
  for (guint i = 0; store != NULL && i < CLIENTS; i++) {
    const Client *client = &load->clients[i];
    Attempt *attempt = NULL;
    if (!attempt_find(store, client->attempt, &attempt, load->report) || attempt == NULL)
      return false;
    guint last = client->sent - 1;
    g_autofree char *wanted = g_strdup_printf("%u", chosen_at(client, last));
    bool there = strcmp(attempt_given(attempt, last % client->places + 1), wanted) == 0;
    attempt_free(attempt);
    if (!there)
      return false;
  }
  return store != NULL;
}

static void await_server(const Load *load)
{
  for (guint i = 0; i < 500; i++) {
    int fd = socket_connect(load->socket_path);
    if (fd >= 0) {
      close(fd);
      return;
    }
    g_usleep(10 * 1000);
  }
  die(load, "the server does not answer");
}

static double end_server(pid_t server)
{
  gint64 start = g_get_monotonic_time();
  kill(server, SIGTERM);
  waitpid(server, NULL, 0);
  return (double)(g_get_monotonic_time() - start) / 1000;
}

int main(int argc, char **argv)
{
  if (argc != 3)
    return 2;
  Load load = {.folder = g_canonicalize_filename(argv[1], NULL), .report = report_new()};
  load.socket_path = g_build_filename(load.folder, "socket", NULL);
  load.store_path = g_build_filename(load.folder, "_records", "store.db", NULL);
  make_people(&load);
  pid_t server = fork();
  if (server == 0)
    return serve(&load);
  await_server(&load);
  submit(&load, strtod(argv[2], NULL));
  be_slow(&load);
  print_memory(server);
  printf("end %.1f\n", end_server(server));
  if (all_there(&load))
    return 0;
  fprintf(stderr, "load: an answer that was acknowledged is not there\n");
  return 1;
}
