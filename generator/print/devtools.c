#include "print/devtools.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The longest message that is taken in. Papers come in pieces of a megabyte (browser.c). */
#define MESSAGE_LIMIT (8 * 1024 * 1024)
#define READ_SIZE (256 * 1024)

struct DevTools {
  int descriptor;
  DevToolsEvent *event;
  gpointer data;
  char *session;
  gint64 deadline;
  json_int_t last_id;
  GByteArray *inbox; /* bytes that came and are not yet messages */
  gsize looked_at;   /* how many of them hold no NUL */
  DevToolsFault fault;
  char *words;
};

DevTools *devtools_new(int descriptor, DevToolsEvent *event, gpointer data)
{
  DevTools *devtools = g_new0(DevTools, 1);
  devtools->descriptor = descriptor;
  devtools->event = event;
  devtools->data = data;
  devtools->inbox = g_byte_array_new();
  devtools->deadline = G_MAXINT64;
  (void)fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  return devtools;
}

void devtools_free(DevTools *devtools)
{
  if (devtools == NULL)
    return;
  g_byte_array_unref(devtools->inbox);
  g_free(devtools->session);
  g_free(devtools->words);
  g_free(devtools);
}

void devtools_session(DevTools *devtools, const char *session)
{
  g_free(devtools->session);
  devtools->session = g_strdup(session);
}

void devtools_deadline(DevTools *devtools, gint64 deadline)
{
  devtools->deadline = deadline;
}

void devtools_give_up(DevTools *devtools)
{
  devtools->fault = DEVTOOLS_CLOSED;
}

DevToolsFault devtools_fault(const DevTools *devtools)
{
  return devtools->fault;
}

const char *devtools_words(const DevTools *devtools)
{
  return devtools->words != NULL ? devtools->words : "";
}

static bool usable(const DevTools *devtools)
{
  return devtools->fault == DEVTOOLS_FINE || devtools->fault == DEVTOOLS_REFUSED;
}

static bool fail(DevTools *devtools, DevToolsFault fault)
{
  devtools->fault = fault;
  return false;
}

/* Waits until the descriptor is ready for `events`. */
static bool ready(DevTools *devtools, short events)
{
  for (;;) {
    gint64 left = devtools->deadline - g_get_monotonic_time();
    if (left <= 0)
      return fail(devtools, DEVTOOLS_LATE);
    struct pollfd poll_on = {devtools->descriptor, events, 0};
    int found = poll(&poll_on, 1, (int)MIN(left / 1000 + 1, 60 * 1000));
    if (found > 0)
      return true;
    if (found < 0 && errno != EINTR)
      return fail(devtools, DEVTOOLS_CLOSED);
  }
}

static bool write_all(DevTools *devtools, const char *bytes, gsize length)
{
  while (length > 0) {
    ssize_t done = send(devtools->descriptor, bytes, length, MSG_NOSIGNAL);
    if (done >= 0) {
      bytes += done;
      length -= (gsize)done;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!ready(devtools, POLLOUT))
        return false;
    } else if (errno != EINTR) {
      return fail(devtools, DEVTOOLS_CLOSED);
    }
  }
  return true;
}

/* Sends a command; its id, 0 at a fault. */
static json_int_t post(DevTools *devtools, const char *method, json_t *params)
{
  g_autoptr(json_t) message = json_object();
  json_int_t id = ++devtools->last_id;
  json_object_set_new(message, "id", json_integer(id));
  json_object_set_new(message, "method", json_string(method));
  if (params != NULL)
    json_object_set_new(message, "params", params);
  if (devtools->session != NULL)
    json_object_set_new(message, "sessionId", json_string(devtools->session));
  if (!usable(devtools))
    return 0;
  char *text = json_dumps(message, JSON_COMPACT);
  bool sent =
    text != NULL ? write_all(devtools, text, strlen(text) + 1) : fail(devtools, DEVTOOLS_GARBAGE);
  free(text);
  return sent ? id : 0;
}

void devtools_send(DevTools *devtools, const char *method, json_t *params)
{
  (void)post(devtools, method, params);
}

static bool take_in(DevTools *devtools)
{
  guint had = devtools->inbox->len;
  if (had > MESSAGE_LIMIT)
    return fail(devtools, DEVTOOLS_GARBAGE);
  if (!ready(devtools, POLLIN))
    return false;
  g_byte_array_set_size(devtools->inbox, had + READ_SIZE);
  ssize_t came = recv(devtools->descriptor, devtools->inbox->data + had, READ_SIZE, 0);
  g_byte_array_set_size(devtools->inbox, had + (guint)MAX(came, 0));
  if (came > 0 || (came < 0 && (errno == EAGAIN || errno == EINTR)))
    return true;
  return fail(devtools, DEVTOOLS_CLOSED);
}

/* The next message; NULL at a fault. */
static json_t *next_message(DevTools *devtools)
{
  GByteArray *inbox = devtools->inbox;
  const guint8 *end;
  while ((end = devtools->looked_at < inbox->len
                  ? memchr(inbox->data + devtools->looked_at, 0, inbox->len - devtools->looked_at)
                  : NULL) == NULL) {
    devtools->looked_at = inbox->len;
    if (!take_in(devtools))
      return NULL;
  }
  json_t *message = json_loadb((const char *)inbox->data, (gsize)(end - inbox->data), 0, NULL);
  g_byte_array_remove_range(inbox, 0, (guint)(end - inbox->data) + 1);
  devtools->looked_at = 0;
  if (!json_is_object(message)) {
    json_decref(message);
    (void)fail(devtools, DEVTOOLS_GARBAGE);
    return NULL;
  }
  return message;
}

static void hand_out(DevTools *devtools, const json_t *message)
{
  const char *method = json_string_value(json_object_get(message, "method"));
  if (method != NULL)
    devtools->event(devtools, method, json_object_get(message, "params"), devtools->data);
}

bool devtools_wait(DevTools *devtools, bool (*done)(gpointer data))
{
  while (!done(devtools->data)) {
    if (!usable(devtools))
      return false;
    g_autoptr(json_t) message = next_message(devtools);
    if (message == NULL)
      return false;
    hand_out(devtools, message);
  }
  return true;
}

json_t *devtools_call(DevTools *devtools, const char *method, json_t *params)
{
  json_int_t id = post(devtools, method, params);
  while (id != 0 && usable(devtools)) {
    g_autoptr(json_t) message = next_message(devtools);
    if (message == NULL)
      return NULL;
    const json_t *of = json_object_get(message, "id");
    if (!json_is_integer(of) || json_integer_value(of) != id) {
      hand_out(devtools, message);
      continue;
    }
    json_t *result = json_object_get(message, "result");
    devtools->fault = json_is_object(result) ? DEVTOOLS_FINE : DEVTOOLS_REFUSED;
    if (json_is_object(result))
      return json_incref(result);
    const char *words =
      json_string_value(json_object_get(json_object_get(message, "error"), "message"));
    g_free(devtools->words);
    devtools->words = g_strdup(words != NULL ? words : "");
    return NULL;
  }
  return NULL;
}
