/* serve/callers: who does not ask in time is hung up on, and nobody else. */
#include "serve/callers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  struct MHD_Daemon *daemon;
  Callers *callers;
  struct MHD_Connection *waiting; /* the request that is not answered yet */
  gint asked, connected, completed;
} Fixture;

/* A first call takes the head; the second, when the request is whole, puts it aside. */
static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
  Fixture *f = data;
  (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
  if (*state == NULL) {
    *state = f;
    return MHD_YES;
  }
  if (f->waiting == NULL) {
    callers_asked(f->callers, connection);
    f->waiting = connection;
    MHD_suspend_connection(connection);
    g_atomic_int_set(&f->asked, 1);
    return MHD_YES;
  }
  struct MHD_Response *response =
    MHD_create_response_from_buffer(2, (void *)"ok", MHD_RESPMEM_PERSISTENT);
  enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return result;
}

static void completed(void *data, struct MHD_Connection *connection, void **state,
                      enum MHD_RequestTerminationCode code)
{
  Fixture *f = data;
  (void)state, (void)code;
  callers_answered(f->callers, connection);
  g_atomic_int_inc(&f->completed);
}

static void notify(void *data, struct MHD_Connection *connection, void **caller,
                   enum MHD_ConnectionNotificationCode code)
{
  Fixture *f = data;
  callers_notify(f->callers, connection, caller, code);
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    g_atomic_int_inc(&f->connected);
}

static void await(const gint *count, gint enough)
{
  while (g_atomic_int_get(count) < enough)
    g_usleep(1000);
}

static int call(const Fixture *f, const char *text)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons(MHD_get_daemon_info(f->daemon, MHD_DAEMON_INFO_BIND_PORT)->port),
    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint(write(fd, text, strlen(text)), ==, (gssize)strlen(text));
  return fd;
}

static bool readable(int fd, int timeout)
{
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  return poll(&poll_fd, 1, timeout) > 0;
}

static void test_hang_up(void)
{
  Fixture f = {.callers = callers_new(512)};
  f.daemon = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL,
                              NULL, handle, &f, MHD_OPTION_NOTIFY_CONNECTION, notify, &f,
                              MHD_OPTION_NOTIFY_COMPLETED, completed, &f, MHD_OPTION_END);
  g_assert_nonnull(f.daemon);
  char buffer[512];

  int whole = call(&f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  int slow = call(&f, "GET / HTTP/1.1\r\nHo");
  await(&f.asked, 1);
  await(&f.connected, 2);

  /* Now neither; in a minute the one that has not finished its question. */
  callers_hang_up(f.callers, g_get_monotonic_time());
  g_assert_false(readable(slow, 200));
  callers_hang_up(f.callers, g_get_monotonic_time() + 45 * (gint64)G_USEC_PER_SEC);
  g_assert_true(readable(slow, 10000));
  g_assert_cmpint(read(slow, buffer, sizeof buffer), <=, 0);
  g_assert_false(readable(whole, 200));

  /* Whoever waits for us is answered, however long it took; then may not stay for ever. */
  MHD_resume_connection(f.waiting);
  g_assert_true(readable(whole, 10000));
  g_assert_cmpint(read(whole, buffer, sizeof buffer), >, 0);
  await(&f.completed, 1);
  callers_hang_up(f.callers, g_get_monotonic_time() + 45 * (gint64)G_USEC_PER_SEC);
  g_assert_false(readable(whole, 200));
  callers_hang_up(f.callers, g_get_monotonic_time() + 90 * (gint64)G_USEC_PER_SEC);
  g_assert_true(readable(whole, 10000));
  g_assert_cmpint(read(whole, buffer, sizeof buffer), ==, 0);

  close(slow);
  close(whole);
  MHD_stop_daemon(f.daemon);
  callers_free(f.callers);
}

/* Answers at once. */
static enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
  Fixture *f = data;
  (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
  if (*state == NULL) {
    *state = f;
    return MHD_YES;
  }
  callers_asked(f->callers, connection);
  struct MHD_Response *response =
    MHD_create_response_from_buffer(2, (void *)"ok", MHD_RESPMEM_PERSISTENT);
  enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return result;
}

/* Many more than there are places ask nothing, or half a question: whoever comes then is
 * answered all the same, and the last of the crowd has not been hung up on. */
static void test_crowd(void)
{
  enum { LIMIT = 32, CROWD = 120 };
  Fixture f = {.callers = callers_new(LIMIT)};
  f.daemon = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD, 0, NULL, NULL, answer, &f,
                              MHD_OPTION_CONNECTION_LIMIT, (guint)LIMIT,
                              MHD_OPTION_NOTIFY_CONNECTION, callers_notify, f.callers,
                              MHD_OPTION_NOTIFY_COMPLETED, completed, &f, MHD_OPTION_END);
  g_assert_nonnull(f.daemon);
  int crowd[CROWD];
  char buffer[512];

  for (guint i = 0; i < CROWD; i++)
    crowd[i] = call(&f, i % 2 == 0 ? "" : "GET / HTTP/1.1\r\n");
  int whole = call(&f, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  g_assert_true(readable(whole, 10000));
  g_assert_cmpint(read(whole, buffer, sizeof buffer), >, 0);
  g_assert_true(readable(crowd[0], 10000));
  g_assert_cmpint(read(crowd[0], buffer, sizeof buffer), ==, 0);
  g_assert_false(readable(crowd[CROWD - 1], 0));

  for (guint i = 0; i < CROWD; i++)
    close(crowd[i]);
  close(whole);
  MHD_stop_daemon(f.daemon);
  callers_free(f.callers);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/serve/callers/hang-up", test_hang_up);
  g_test_add_func("/serve/callers/crowd", test_crowd);
  return g_test_run();
}
