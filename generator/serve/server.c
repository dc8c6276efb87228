#include "serve/server.h"

#include "base/files.h"
#include "serve/callers.h"
#include "serve/incoming.h"
#include "serve/lookup.h"
#include "serve/response.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT_FIRST = 8000, PORT_LAST = 8099, CONNECTIONS = 512, TIMEOUT_SECONDS = 60 };

struct Server {
  char *root;
  char *url;
  int port;
  const Office *office; /* may be NULL */
  struct MHD_Daemon *daemon;
  Callers *callers;
  GMutex lock;
  guint generation;   /* of the site; below the lock, as the next */
  GPtrArray *waiting; /* of struct MHD_Connection *, suspended */
};

/* One request on its way. */
typedef struct {
  Incoming *incoming;
  bool waited; /* it was put aside, and is asked again */
} Call;

/* What a page's script runs: it asks with the generation that it last heard of. */
static const char script[] =
  "(function () {\n"
  "  'use strict';\n"
  "  var known = '';\n"
  "  function ask() {\n"
  "    fetch('/.kaitei/generation?known=' + known, { cache: 'no-store' })\n"
  "      .then(function (answer) { return answer.text(); })\n"
  "      .then(function (text) {\n"
  "        if (known !== '' && text !== known) location.reload();\n"
  "        else { known = text; setTimeout(ask, 50); }\n"
  "      })\n"
  "      .catch(function () { setTimeout(ask, 1000); });\n"
  "  }\n"
  "  ask();\n"
  "})();\n";

static const char script_element[] = "<script src=\"/.kaitei/reload.js\" defer=\"defer\"></script>";

static const char not_built[] =
  "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\" "
  "/><title>kaitei</title></head>\n"
  "<body><h1>サイトはまだできていません</h1>\n"
  "<p>端末に出ている誤りを直すと、このページは自動で切り替わります。</p>\n"
  "<p lang=\"en\">There is no site yet. Mend what the terminal says, and this page will "
  "follow.</p>\n"
  "</body></html>\n";

/* ---- answers ---- */

/* Takes `bytes` over. */
static enum MHD_Result answer(struct MHD_Connection *connection, guint status, const char *type,
                              char *bytes, gsize length)
{
  struct MHD_Response *response =
    MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
  if (response == NULL) {
    g_free(bytes);
    return MHD_NO;
  }
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

static enum MHD_Result answer_text(struct MHD_Connection *connection, guint status,
                                   const char *text)
{
  return answer(connection, status, "text/plain; charset=utf-8", g_strdup(text), strlen(text));
}

/* An HTML page with the script put before the end of its body. */
static enum MHD_Result answer_page(struct MHD_Connection *connection, guint status,
                                   const char *html, gsize length)
{
  const char *end = g_strrstr_len(html, (gssize)length, "</body>");
  gsize head = end != NULL ? (gsize)(end - html) : length;
  GString *page = g_string_sized_new(length + sizeof script_element);

  g_string_append_len(page, html, (gssize)head);
  g_string_append(page, script_element);
  g_string_append_len(page, html + head, (gssize)(length - head));
  gsize whole = page->len;
  return answer(connection, status, media_type(".html"), g_string_free(page, FALSE), whole);
}

static enum MHD_Result answer_file(struct MHD_Connection *connection, guint status,
                                   const char *path)
{
  gsize length = 0;
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *bytes = file_read(path, NULL, 0, &length, unsaid);

  /* A build may have taken it away just now. */
  if (bytes == NULL)
    return answer_text(connection, MHD_HTTP_NOT_FOUND, "404\n");
  if (g_str_has_suffix(path, ".html"))
    return answer_page(connection, status, bytes, length);
  return answer(connection, status, media_type(path), g_steal_pointer(&bytes), length);
}

static enum MHD_Result answer_nothing(const Server *server, struct MHD_Connection *connection)
{
  g_autofree char *page = g_build_filename(server->root, "404.html", NULL);
  if (g_file_test(page, G_FILE_TEST_IS_REGULAR))
    return answer_file(connection, MHD_HTTP_NOT_FOUND, page);
  if (g_file_test(server->root, G_FILE_TEST_IS_DIR))
    return answer_text(connection, MHD_HTTP_NOT_FOUND, "404\n");
  return answer_page(connection, MHD_HTTP_SERVICE_UNAVAILABLE, not_built, strlen(not_built));
}

/* An office's reply. The referrer is `origin`: an office's address is a secret, from the site's own
 * pages too, whose theme may bring a script; and with `no-referrer` a browser would hide where the
 * office's own forms come from. */
static enum MHD_Result answer_reply(struct MHD_Connection *connection, Reply *reply)
{
  struct MHD_Response *response = response_of(reply);
  if (response == NULL)
    return MHD_NO;
  g_autofree char *rules = reply_rules(reply);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                          reply->kept ? "private, no-cache" : "no-store");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(response, "Referrer-Policy", "origin");
  MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
  MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
  MHD_add_response_header(response, "Content-Security-Policy", rules);
  if (reply->refresh > 0) {
    g_autofree char *seconds = g_strdup_printf("%u", reply->refresh);
    MHD_add_response_header(response, "Refresh", seconds);
  }
  if (reply->location != NULL)
    MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, reply->location);
  enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
  MHD_destroy_response(response);
  return result;
}

static enum MHD_Result answer_redirect(struct MHD_Connection *connection, const char *path)
{
  struct MHD_Response *response =
    MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  if (response == NULL)
    return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, path);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_MOVED_PERMANENTLY, response);
  MHD_destroy_response(response);
  return result;
}

/* ---- waiting for news ---- */

/* A page that knows the newest generation waits: its connection is put aside
 * until the next change or beat, and then asked again. */
static enum MHD_Result answer_generation(Server *server, struct MHD_Connection *connection,
                                         Call *call)
{
  const char *known = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "known");

  g_mutex_lock(&server->lock);
  g_autofree char *now = g_strdup_printf("%u", server->generation);
  bool wait = !call->waited && g_strcmp0(known, now) == 0 && server->waiting != NULL;
  if (wait) {
    call->waited = true;
    MHD_suspend_connection(connection);
    g_ptr_array_add(server->waiting, connection);
  }
  g_mutex_unlock(&server->lock);
  return wait ? MHD_YES : answer_text(connection, MHD_HTTP_OK, now);
}

/* Below the lock. */
static void wake_all(Server *server)
{
  for (guint i = 0; i < server->waiting->len; i++)
    MHD_resume_connection(g_ptr_array_index(server->waiting, i));
  g_ptr_array_set_size(server->waiting, 0);
}

void server_reload(Server *server)
{
  g_mutex_lock(&server->lock);
  server->generation++;
  wake_all(server);
  g_mutex_unlock(&server->lock);
}

void server_beat(Server *server)
{
  callers_hang_up(server->callers, g_get_monotonic_time());
  g_mutex_lock(&server->lock);
  wake_all(server);
  g_mutex_unlock(&server->lock);
}

/* ---- requests ---- */

/* Whether the Host header names this machine by one of its own names. */
static bool host_is_own(struct MHD_Connection *connection)
{
  static const char *const names[] = {"127.0.0.1", "localhost", NULL};
  const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
  if (host == NULL)
    return false;
  g_autofree char *name = g_ascii_strdown(host, (gssize)strcspn(host, ":"));
  return g_strv_contains(names, name);
}

static bool is_office(const char *url)
{
  return g_str_has_prefix(url, "/.kaitei/");
}

/* What lies below /.kaitei/: the script and its question, then the office's own. */
static enum MHD_Result answer_office(Server *server, struct MHD_Connection *connection, Call *call)
{
  guint fault = incoming_finish(call->incoming);
  const Request *request = incoming_request(call->incoming);

  if (!request->posts && strcmp(request->path, "/.kaitei/generation") == 0)
    return answer_generation(server, connection, call);
  if (!request->posts && strcmp(request->path, "/.kaitei/reload.js") == 0)
    return answer(connection, MHD_HTTP_OK, media_type(".js"), g_strdup(script), strlen(script));
  /* Of a form that is too long the office knows how to tell what to do. */
  if (request->posts && fault != 0 && !(request->too_long && server->office != NULL)) {
    g_autofree char *number = g_strdup_printf("%u\n", fault);
    return answer_text(connection, fault, number);
  }
  if (server->office == NULL || !g_utf8_validate(request->path, -1, NULL))
    return answer_nothing(server, connection);
  g_autoptr(Reply) reply = server->office->answer(request, server->office->data);
  return reply != NULL ? answer_reply(connection, reply) : answer_nothing(server, connection);
}

static enum MHD_Result answer_site(const Server *server, struct MHD_Connection *connection,
                                   const char *url)
{
  Lookup lookup = lookup_path(server->root, url);
  g_autofree char *text = lookup.text;
  switch (lookup.kind) {
  case LOOKUP_FILE:
    return answer_file(connection, MHD_HTTP_OK, text);
  case LOOKUP_REDIRECT:
    return answer_redirect(connection, text);
  default:
    return answer_nothing(server, connection);
  }
}

/* 0, or the status with which a request is refused before its body is read. */
static guint refused(struct MHD_Connection *connection, const char *url, const char *method)
{
  if (!host_is_own(connection))
    return MHD_HTTP_MISDIRECTED_REQUEST;
  if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0 ||
      (strcmp(method, MHD_HTTP_METHOD_POST) == 0 && is_office(url)))
    return 0;
  return MHD_HTTP_METHOD_NOT_ALLOWED;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
  Server *server = data;
  Call *call = *state;
  (void)version;

  /* The first call comes before the body, and answering it would close the connection. */
  if (call == NULL) {
    guint status = refused(connection, url, method);
    if (status != 0) {
      g_autofree char *number = g_strdup_printf("%u\n", status);
      return answer_text(connection, status, number);
    }
    *state = call = g_new0(Call, 1);
    static const IncomingRules rules = {.limit = FORM_LIMIT, .patience = 32 * FORM_LIMIT};
    call->incoming = incoming_new(connection, method, url, &rules);
    return MHD_YES;
  }
  if (*upload_size > 0) {
    size_t size = *upload_size;
    *upload_size = 0;
    return incoming_take(call->incoming, upload, size) ? MHD_YES : MHD_NO;
  }
  callers_asked(server->callers, connection);
  return is_office(url) ? answer_office(server, connection, call)
                        : answer_site(server, connection, url);
}

static void forget(void *data, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
  const Server *server = data;
  Call *call = *state;
  (void)code;

  callers_answered(server->callers, connection);
  if (call != NULL)
    incoming_free(call->incoming);
  g_free(call);
  *state = NULL;
}

/* ---- starting and ending ---- */

/* A socket that listens on 127.0.0.1; -1 with errno. */
static int listen_on(int port)
{
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((guint16)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int yes = 1;

  if (fd < 0)
    return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 64) == 0)
    return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

/* Sets *port to the one that was found. */
static int find_port(int *port, Report *report)
{
  int first = *port != 0 ? *port : PORT_FIRST;
  int last = *port != 0 ? *port : PORT_LAST;
  int fd = -1;

  for (*port = first; fd < 0 && *port <= last; (*port)++)
    if ((fd = listen_on(*port)) < 0 && errno != EADDRINUSE)
      break;
  if (fd >= 0) {
    (*port)--;
    return fd;
  }
  g_autofree char *number = g_strdup_printf("%d", first);
  if (errno == EADDRINUSE)
    report_add(report, DIAG_SERVE_PORT_BUSY, place_none(), number, NULL);
  else
    report_add(report, DIAG_SERVE_FAILED, place_none(), number, g_strerror(errno), NULL);
  return -1;
}

Server *server_new(const char *root, int port, const Office *office, Report *report)
{
  int fd = find_port(&port, report);
  if (fd < 0)
    return NULL;

  Server *server = g_new0(Server, 1);
  server->root = g_strdup(root);
  server->port = port;
  server->office = office;
  server->url = g_strdup_printf("http://127.0.0.1:%d/", port);
  server->waiting = g_ptr_array_new();
  server->callers = callers_new(CONNECTIONS);
  g_mutex_init(&server->lock);
  /* Two servers one after the other must not look alike to a page left open. */
  server->generation = g_random_int();
  server->daemon = MHD_start_daemon(
    MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, (guint16)port, NULL, NULL, handle,
    server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (guint)CONNECTIONS,
    MHD_OPTION_CONNECTION_TIMEOUT, (guint)TIMEOUT_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, forget,
    server, MHD_OPTION_NOTIFY_CONNECTION, callers_notify, server->callers, MHD_OPTION_END);
  if (server->daemon != NULL)
    return server;

  g_autofree char *number = g_strdup_printf("%d", port);
  report_add(report, DIAG_SERVE_FAILED, place_none(), number, g_strerror(errno), NULL);
  close(fd);
  server_free(server);
  return NULL;
}

void server_free(Server *server)
{
  if (server == NULL)
    return;
  if (server->daemon != NULL) {
    /* MHD must not be stopped while connections are put aside; none may be
     * put aside any more. */
    g_mutex_lock(&server->lock);
    wake_all(server);
    g_ptr_array_unref(g_steal_pointer(&server->waiting));
    g_mutex_unlock(&server->lock);
    MHD_stop_daemon(server->daemon);
  }
  if (server->waiting != NULL)
    g_ptr_array_unref(server->waiting);
  callers_free(server->callers);
  g_mutex_clear(&server->lock);
  g_free(server->root);
  g_free(server->url);
  g_free(server);
}

const char *server_url(const Server *server)
{
  return server->url;
}
