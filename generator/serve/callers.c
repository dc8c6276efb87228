#include "serve/callers.h"

#include <stdbool.h>
#include <sys/socket.h>

/* A form of FORM_LIMIT comes in within a second on this machine; a person's next request
 * on an open connection may take longer than that. Seconds. */
enum { REQUEST_TIME = 30, IDLE_TIME = 60 };

/* Places that are kept free: a browser opens six connections to a site. */
enum { PLACES_FREE = 16 };

typedef struct {
  int fd;
  gint64 deadline; /* 0: none */
  gint64 since;    /* when the deadline was set */
  bool ended;      /* hung up on, and not closed yet */
} Caller;

struct Callers {
  GMutex lock;
  guint limit;
  GPtrArray *list; /* of Caller; each is freed when its connection is closed */
};

Callers *callers_new(guint limit)
{
  Callers *callers = g_new0(Callers, 1);
  callers->limit = limit;
  g_mutex_init(&callers->lock);
  callers->list = g_ptr_array_new_with_free_func(g_free);
  return callers;
}

void callers_free(Callers *callers)
{
  if (callers == NULL)
    return;
  g_ptr_array_unref(callers->list);
  g_mutex_clear(&callers->lock);
  g_free(callers);
}

static void set_deadline(Callers *callers, Caller *caller, int seconds)
{
  g_mutex_lock(&callers->lock);
  caller->since = g_get_monotonic_time();
  caller->deadline = seconds > 0 ? caller->since + seconds * (gint64)G_USEC_PER_SEC : 0;
  g_mutex_unlock(&callers->lock);
}

/* MHD sees the end of its input, and closes. */
static void end(Caller *caller)
{
  caller->ended = true;
  shutdown(caller->fd, SHUT_RDWR);
}

/* At its limit MHD accepts nobody, until somebody goes. Whoever waits for an answer keeps
 * his place; of the others the one goes who has asked nothing for the longest. */
static void make_room(Callers *callers)
{
  Caller *longest = NULL;
  guint staying = 0;

  for (guint i = 0; i < callers->list->len; i++) {
    Caller *caller = g_ptr_array_index(callers->list, i);
    staying += !caller->ended;
    if (!caller->ended && caller->deadline != 0 &&
        (longest == NULL || caller->since < longest->since))
      longest = caller;
  }
  if (longest != NULL && staying + PLACES_FREE > callers->limit)
    end(longest);
}

static void add(Callers *callers, struct MHD_Connection *connection, void **place)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info == NULL)
    return;
  Caller *caller = g_new0(Caller, 1);
  caller->fd = info->connect_fd;
  *place = caller;
  set_deadline(callers, caller, REQUEST_TIME);
  g_mutex_lock(&callers->lock);
  make_room(callers);
  g_ptr_array_add(callers->list, caller);
  g_mutex_unlock(&callers->lock);
}

void callers_notify(void *data, struct MHD_Connection *connection, void **caller,
                    enum MHD_ConnectionNotificationCode code)
{
  Callers *callers = data;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    add(callers, connection, caller);
    return;
  }
  /* Its descriptor is still its own here, and must not be touched after. */
  g_mutex_lock(&callers->lock);
  g_ptr_array_remove_fast(callers->list, *caller);
  g_mutex_unlock(&callers->lock);
  *caller = NULL;
}

static Caller *caller_of(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info != NULL ? info->socket_context : NULL;
}

void callers_asked(Callers *callers, struct MHD_Connection *connection)
{
  Caller *caller = caller_of(connection);
  if (caller != NULL)
    set_deadline(callers, caller, 0);
}

void callers_answered(Callers *callers, struct MHD_Connection *connection)
{
  Caller *caller = caller_of(connection);
  if (caller != NULL)
    set_deadline(callers, caller, IDLE_TIME);
}

void callers_hang_up(Callers *callers, gint64 now)
{
  g_mutex_lock(&callers->lock);
  for (guint i = 0; i < callers->list->len; i++) {
    Caller *caller = g_ptr_array_index(callers->list, i);
    if (caller->deadline != 0 && caller->deadline <= now)
      end(caller);
  }
  g_mutex_unlock(&callers->lock);
}
