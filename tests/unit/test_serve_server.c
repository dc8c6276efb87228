/* serve/server and serve/watch: answers, refusals, reloading, what counts as a change. */
#include "serve/server.h"
#include "serve/watch.h"

#include "base/files.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *root;
  Report *report;
} Fixture;

static void put(Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(f->folder, name, NULL);
  g_assert_true(file_write(path, text, strlen(text), f->report));
}

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->report = report_new();
  f->folder = g_dir_make_tmp("kaitei-server-XXXXXX", NULL);
  f->root = g_build_filename(f->folder, "public", NULL);
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_cmpuint(report_count(f->report), ==, 0);
  g_assert_true(folder_remove(f->folder, f->report));
  report_free(f->report);
  g_free(f->folder);
  g_free(f->root);
}

static int port_of(const Server *server)
{
  return atoi(strrchr(server_url(server), ':') + 1);
}

/* Sends a request; the open socket. */
static int ask(const Server *server, const char *line, const char *host)
{
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((guint16)port_of(server)),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_autofree char *request =
    g_strdup_printf("%s HTTP/1.1\r\n%s%s%sConnection: close\r\n\r\n", line, host ? "Host: " : "",
                    host ? host : "", host ? "\r\n" : "");
  g_assert_cmpint(write(fd, request, strlen(request)), ==, (ssize_t)strlen(request));
  return fd;
}

/* All that comes until the other side closes. */
static char *answer_of(int fd)
{
  GString *answer = g_string_new(NULL);
  char buffer[4096];
  for (ssize_t got; (got = read(fd, buffer, sizeof buffer)) > 0;)
    g_string_append_len(answer, buffer, got);
  close(fd);
  return g_string_free(answer, FALSE);
}

static char *fetch(const Server *server, const char *line)
{
  return answer_of(ask(server, line, "127.0.0.1"));
}

static void check(const Server *server, const char *line, const char *start, const char *part,
                  const char *end)
{
  g_autofree char *answer = fetch(server, line);
  g_test_message("%s: %s", line, answer);
  g_assert_true(g_str_has_prefix(answer, start));
  g_assert_nonnull(strstr(answer, part));
  g_assert_true(g_str_has_suffix(answer, end));
}

#define SCRIPT "<script src=\"/.kaitei/reload.js\" defer=\"defer\"></script>"

static void test_answers(Fixture *f, gconstpointer data)
{
  (void)data;
  put(f, "public/index.html", "<body><p>「</body>」</p></body></html>");
  put(f, "public/privacy/index.html", "no body");
  put(f, "public/style.css", "p{}</body>");
  g_autoptr(Server) server = server_new(f->root, 0, NULL, f->report);
  g_assert_nonnull(server);

  check(server, "GET /", "HTTP/1.1 200", "text/html; charset=utf-8",
        "\r\n\r\n<body><p>「</body>」</p>" SCRIPT "</body></html>");
  check(server, "GET /privacy/", "HTTP/1.1 200", "no-store", "\r\n\r\nno body" SCRIPT);
  check(server, "GET /style.css", "HTTP/1.1 200", "text/css", "\r\n\r\np{}</body>");
  check(server, "HEAD /style.css", "HTTP/1.1 200", "Content-Length: 10", "\r\n\r\n");
  check(server, "GET /privacy", "HTTP/1.1 301", "Location: /privacy/\r\n", "\r\n\r\n");
  check(server, "GET /nowhere/", "HTTP/1.1 404", "text/plain", "\r\n\r\n404\n");
  check(server, "GET /%2e%2e/server", "HTTP/1.1 404", "text/plain", "404\n");
  check(server, "POST /", "HTTP/1.1 405", "Allow: GET, HEAD", "405\n");
  check(server, "GET /.kaitei/reload.js", "HTTP/1.1 200", "text/javascript", "})();\n");

  put(f, "public/404.html", "<body>ない</body>");
  check(server, "GET /nowhere/", "HTTP/1.1 404", "text/html", "<body>ない" SCRIPT "</body>");
  /* The files themselves stay as they are. */
  g_autofree char *path = g_build_filename(f->root, "404.html", NULL);
  g_autofree char *bytes = file_read(path, NULL, 0, NULL, f->report);
  g_assert_cmpstr(bytes, ==, "<body>ない</body>");
}

static void test_no_site_yet(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Server) server = server_new(f->root, 0, NULL, f->report);
  check(server, "GET /", "HTTP/1.1 503", "text/html", SCRIPT "</body></html>\n");
  put(f, "public/index.html", "now");
  check(server, "GET /", "HTTP/1.1 200", "text/html", "now" SCRIPT);
}

static void test_hosts(Fixture *f, gconstpointer data)
{
  (void)data;
  static const struct {
    const char *host;
    const char *status;
  } cases[] = {
    {"127.0.0.1", "HTTP/1.1 404"},
    {"127.0.0.1:8000", "HTTP/1.1 404"},
    {"LOCALHOST:8000", "HTTP/1.1 404"},
    {"example.jp", "HTTP/1.1 421"},
    {"127.0.0.1.example.jp", "HTTP/1.1 421"},
    {"localhost.example.jp:8000", "HTTP/1.1 421"},
    {"", "HTTP/1.1 421"},
  };
  put(f, "public/x", "x");
  g_autoptr(Server) server = server_new(f->root, 0, NULL, f->report);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *answer = answer_of(ask(server, "GET /", cases[i].host));
    g_test_message("%s: %s", cases[i].host, answer);
    g_assert_true(g_str_has_prefix(answer, cases[i].status));
  }
}

static void test_ports(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Server) first = server_new(f->root, 0, NULL, f->report);
  g_autoptr(Server) second = server_new(f->root, 0, NULL, f->report);
  g_assert_cmpint(port_of(first), !=, port_of(second));

  g_autoptr(Report) report = report_new();
  g_assert_null(server_new(f->root, port_of(first), NULL, report));
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_SERVE_PORT_BUSY);
}

static bool readable(int fd, int timeout)
{
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  return poll(&poll_fd, 1, timeout) > 0;
}

static char *last_line(const char *answer)
{
  return g_strdup(strstr(answer, "\r\n\r\n") + 4);
}

static void test_reload(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Server) server = server_new(f->root, 0, NULL, f->report);
  g_autofree char *answer = fetch(server, "GET /.kaitei/generation?known=");
  g_autofree char *known = last_line(answer);
  g_autofree char *line = g_strdup_printf("GET /.kaitei/generation?known=%s", known);

  /* Whoever knows the newest waits for the next. */
  int waiting[3];
  for (int i = 0; i < 3; i++)
    waiting[i] = ask(server, line, "localhost");
  g_assert_false(readable(waiting[0], 150));
  server_reload(server);
  for (int i = 0; i < 3; i++) {
    g_autofree char *news = answer_of(waiting[i]);
    g_autofree char *now = last_line(news);
    g_assert_cmpstr(now, !=, known);
    g_assert_true(g_str_has_prefix(news, "HTTP/1.1 200"));
  }
  g_autofree char *at_once = fetch(server, line);
  g_autofree char *next = last_line(at_once);
  g_assert_cmpstr(next, !=, known);

  /* A beat answers with what is known already. */
  g_autofree char *again = g_strdup_printf("GET /.kaitei/generation?known=%s", next);
  int beaten = ask(server, again, "localhost");
  g_assert_false(readable(beaten, 150));
  /* Once is not enough where the question has not come in yet. */
  do
    server_beat(server);
  while (!readable(beaten, 50));
  g_autofree char *beat = answer_of(beaten);
  g_autofree char *same = last_line(beat);
  g_assert_cmpstr(same, ==, next);

  /* The server ends although somebody waits. */
  int left = ask(server, again, "localhost");
  g_assert_false(readable(left, 150));
  server_free(g_steal_pointer(&server));
  close(left);
}

/* Whether something is told, and only that: what came before is read first. */
static bool told(Watch *watch, Report *report)
{
  return readable(watch_fd(watch), 200) && watch_changed(watch, report);
}

static void test_watch(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *content = g_build_filename(f->folder, "content", NULL);
  g_autofree char *theme = g_build_filename(f->folder, "theme", NULL);
  put(f, "content/privacy/policy.md", "a");
  const char *const folders[] = {content, theme, NULL};
  g_autoptr(Watch) watch = watch_new(folders, f->report);
  g_assert_nonnull(watch);
  g_assert_false(told(watch, f->report));

  put(f, "content/privacy/policy.md", "b");
  g_assert_true(told(watch, f->report));
  put(f, "_site/public/index.html", "x");
  put(f, "README.md", "x");
  g_assert_false(told(watch, f->report));

  /* Folders that come later, and one that was awaited. */
  put(f, "content/new/deep/policy.md", "x");
  g_assert_true(told(watch, f->report));
  put(f, "content/new/deep/policy.md", "y");
  g_assert_true(told(watch, f->report));
  put(f, "theme/strings/ja.lua", "x");
  g_assert_true(told(watch, f->report));
  put(f, "theme/strings/ja.lua", "y");
  g_assert_true(told(watch, f->report));

  /* What an editor puts beside a file is no source. */
  g_autofree char *swap = g_build_filename(content, "privacy/.policy.md.swp", NULL);
  g_autofree char *backup = g_build_filename(content, "privacy/policy.md~", NULL);
  g_assert_true(g_file_set_contents_full(swap, "x", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_true(g_file_set_contents_full(backup, "x", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_false(told(watch, f->report));

  g_autofree char *gone = g_build_filename(content, "new", NULL);
  g_assert_true(folder_remove(gone, f->report));
  g_assert_true(told(watch, f->report));
}

#define ADD(name, function) g_test_add("/serve/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("server/answers", test_answers);
  ADD("server/no-site-yet", test_no_site_yet);
  ADD("server/hosts", test_hosts);
  ADD("server/ports", test_ports);
  ADD("server/reload", test_reload);
  ADD("watch/changes", test_watch);
  return g_test_run();
}
