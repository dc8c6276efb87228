#include "serve/gate.h"

#include "records/secret.h"
#include "serve/admit.h"
#include "serve/answer.h"
#include "serve/callers.h"
#include "serve/head.h"
#include "serve/incoming.h"
#include "serve/passage.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { CONNECTIONS = 1024, TIMEOUT_SECONDS = 60, POOL = 24 * 1024 };

/* How long what is in flight may take to end, when the server does; microseconds. */
enum { LAST_WAIT = 10 * G_USEC_PER_SEC, STEP_WAIT = 1000 };

struct Gate {
  const Routes *routes;
  Log *log;
  Clerk *clerk;
  Callers *callers;
  Peers *peers;
  struct MHD_Daemon *daemon;
  GMutex lock;
  Premises *premises;  /* below the lock */
  char *origin, *host; /* premises->url, and its host */
  bool secure;
  IncomingRules rules[3]; /* by how large a body may be, rising */
  guint32 start;          /* of request ids */
  gint requests;          /* atomic, as the next ones */
  gint taken;             /* calls that the clerk has */
  gint answering;         /* answers on their way out */
  gint closing;           /* no connection is kept */
  gint shut;              /* nothing more goes to the clerk */
};

static Premises *premises_now(Gate *gate)
{
  g_mutex_lock(&gate->lock);
  Premises *premises = premises_ref(gate->premises);
  g_mutex_unlock(&gate->lock);
  return premises;
}

void gate_set_premises(Gate *gate, Premises *premises)
{
  g_mutex_lock(&gate->lock);
  Premises *old = gate->premises;
  gate->premises = premises_ref(premises);
  g_mutex_unlock(&gate->lock);
  premises_unref(old);
}

/* ---- a request comes in ---- */

/* Called with the target as it was written, before anything else is read. */
static void *begin(void *data, const char *target, struct MHD_Connection *connection)
{
  Gate *gate = data;
  Inner *inner = inner_new();
  inner->gate = gate;
  inner->connection = connection;
  inner->begun = g_get_monotonic_time();
  inner->target_size = strlen(target);
  inner->target = target;
  inner->path = head_path(target);
  inner->call.premises = premises_now(gate);
  inner->id_text = g_strdup_printf("%08x%06x", gate->start,
                                   (guint)g_atomic_int_add(&gate->requests, 1) & 0xffffff);
  inner->call.id = inner->id_text;
  return inner;
}

static const char *cookie(struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, name);
}

static char *cookie_token(struct MHD_Connection *connection, const char *name)
{
  const char *value = cookie(connection, name);
  return value != NULL && secret_is_hex(value, 64) ? g_strdup(value) : NULL;
}

/* "easy", "ja.plain" (without ruby); else by the browser's languages. */
static void read_reading(Inner *inner, struct MHD_Connection *connection)
{
  static const char *const known[] = {"ja", "easy", "en"};
  const char *value = cookie(connection, READING_COOKIE);
  inner->call.lang = head_language(connection);
  for (guint i = 0; value != NULL && i < G_N_ELEMENTS(known); i++)
    if (g_str_has_prefix(value, known[i]) && strchr(".", value[strlen(known[i])]) != NULL)
      inner->call.lang = known[i];
  inner->call.ruby = value == NULL || !g_str_has_suffix(value, ".plain");
}

/* The file's name where the path is one of the assets; else NULL. */
static const char *asset_of(const char *path)
{
  static const char *const folders[] = {"/assets/", "/office/assets/"};
  for (guint i = 0; path != NULL && i < G_N_ELEMENTS(folders); i++)
    if (g_str_has_prefix(path, folders[i]))
      return path + strlen(folders[i]);
  return NULL;
}

/* 0, or why it is refused by its path and who asks. */
static guint find_route(Gate *gate, Inner *inner)
{
  if (inner->path == NULL)
    return MHD_HTTP_BAD_REQUEST;
  bool asset = asset_of(inner->path) != NULL;
  const Route *route = asset ? NULL : routes_find(gate->routes, inner->path, &inner->call.parts);
  /* Of a form the sending is dear, not the looking; where there is none, the looking is. */
  bool dear = route != NULL && route->dear && (inner->posts || route->post == NULL);

  inner->call.route = route;
  if (inner->peer != NULL && !peers_ask(gate->peers, inner->peer, dear, inner->begun))
    return MHD_HTTP_TOO_MANY_REQUESTS;
  if (asset)
    return inner->posts ? MHD_HTTP_METHOD_NOT_ALLOWED : 0;
  if (route == NULL)
    return MHD_HTTP_NOT_FOUND;
  inner->step = inner->posts ? route->post : route->get;
  return inner->step != NULL ? 0 : MHD_HTTP_METHOD_NOT_ALLOWED;
}

static const IncomingRules *rules_of(const Gate *gate, const Route *route)
{
  guint i = 0;
  while (route != NULL && i + 1 < G_N_ELEMENTS(gate->rules) && gate->rules[i].limit < route->body)
    i++;
  return &gate->rules[i];
}

static void look_at_head(Gate *gate, Inner *inner, struct MHD_Connection *connection,
                         const char *method, const char *version)
{
  inner->started = true;
  /* The three words of the first line lie one behind the other. Where more than a space is between
   * them there were several, or a NUL in the target, which C's functions do not see beyond. */
  if (inner->target != method + strlen(method) + 1 ||
      version != inner->target + inner->target_size + 1)
    g_clear_pointer(&inner->path, g_free);
  inner->posts = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
  inner->is_office = inner->path != NULL && path_is_office(inner->path);
  inner->peer = head_peer(connection);
  inner->refused = head_check(connection, inner->target_size, method, version, gate->host);
  if (inner->refused == 0)
    inner->refused = find_route(gate, inner);
  read_reading(inner, connection);
  inner->incoming = incoming_new(connection, method, inner->path != NULL ? inner->path : "/",
                                 rules_of(gate, inner->call.route));
  inner->call.request = incoming_request(inner->incoming);
}

/* What is known of a call when it is whole. */
static void complete(Inner *inner, struct MHD_Connection *connection)
{
  Call *call = &inner->call;
  inner->session = cookie_token(connection, session_cookie(inner->is_office));
  inner->form_secret = cookie_token(connection, FORM_COOKIE);
  inner->form_is_new = inner->form_secret == NULL;
  if (inner->form_is_new)
    inner->form_secret = secret_token();
  call->now = moment_now();
  call->today = day_today(call->premises->site->timezone);
}

/* ---- an answer goes out ---- */

/* It is in the gate's hands again. (Not told by ready(): between that and the answer the server
 * would seem to have nothing in flight.) */
static void take_back(Gate *gate, Inner *inner)
{
  if (!inner->with_clerk)
    return;
  inner->with_clerk = false;
  g_atomic_int_add(&gate->taken, -1);
}

static enum MHD_Result send_reply(Gate *gate, Inner *inner, struct MHD_Connection *connection,
                                  Reply *reply)
{
  inner->sent = reply->status;
  g_atomic_int_inc(&gate->answering);
  return passage_send(connection, inner, reply, gate->secure,
                      g_atomic_int_get(&gate->closing) != 0);
}

/* The clerk, or an aside, is done with a call: on with it in its own thread. */
static void ready(Call *call, gpointer data)
{
  (void)data;
  MHD_resume_connection(inner_of(call)->connection);
}

/* False where the server is about to end. */
static bool give_to_clerk(Gate *gate, Inner *inner, struct MHD_Connection *connection)
{
  g_atomic_int_inc(&gate->taken);
  if (g_atomic_int_get(&gate->shut)) {
    g_atomic_int_add(&gate->taken, -1);
    return false;
  }
  inner->with_clerk = true;
  MHD_suspend_connection(connection);
  clerk_take(gate->clerk, &inner->call);
  return true;
}

/* The next piece of a long answer; where there is none yet, the clerk is asked for it. */
static ssize_t read_piece(void *data, uint64_t position, char *into, size_t most)
{
  Inner *inner = data;
  Gate *gate = inner->gate;
  gsize left = inner->piece->len - inner->piece_at;
  (void)position;

  take_back(gate, inner);
  if (left == 0 && inner->state == STREAM_END)
    return MHD_CONTENT_READER_END_OF_STREAM;
  if (left == 0 && inner->state == STREAM_MORE && give_to_clerk(gate, inner, inner->connection))
    return 0;
  if (left == 0)
    return MHD_CONTENT_READER_END_WITH_ERROR;
  gsize size = MIN(left, most);
  memcpy(into, inner->piece->str + inner->piece_at, size);
  inner->piece_at += size;
  return (ssize_t)size;
}

static enum MHD_Result answer(Gate *gate, Inner *inner, struct MHD_Connection *connection)
{
  enum MHD_Result result;
  if (inner->outcome == OUTCOME_STREAM) {
    inner->sent = MHD_HTTP_OK;
    g_atomic_int_inc(&gate->answering);
    result = passage_stream(connection, inner, read_piece, gate->secure);
  } else {
    g_autoptr(Reply) reply = answer_make(inner, gate->log);
    result = send_reply(gate, inner, connection, reply);
  }
  take_back(gate, inner);
  return result;
}

static enum MHD_Result refuse(Gate *gate, Inner *inner, struct MHD_Connection *connection,
                              guint status)
{
  bool foreign = status == MHD_HTTP_FORBIDDEN;
  complete(inner, connection);
  inner_refuse(inner, status, foreign ? DIAG_REFUSED_FOREIGN : refusal_of(status));
  return answer(gate, inner, connection);
}

/* The request is whole. */
static enum MHD_Result act(Gate *gate, Inner *inner, struct MHD_Connection *connection)
{
  guint status = incoming_finish(inner->incoming);
  if (inner->refused != 0)
    status = inner->refused;
  if (status != 0)
    return refuse(gate, inner, connection, status);
  if (inner->call.route == NULL) {
    g_autoptr(Reply) asset =
      answer_asset(inner->call.premises, inner->is_office, asset_of(inner->path));
    return asset != NULL ? send_reply(gate, inner, connection, asset)
                         : refuse(gate, inner, connection, MHD_HTTP_NOT_FOUND);
  }
  complete(inner, connection);
  inner->taken = true;
  return give_to_clerk(gate, inner, connection)
           ? MHD_YES
           : refuse(gate, inner, connection, MHD_HTTP_SERVICE_UNAVAILABLE);
}

static bool is_malformed(guint status)
{
  return status == MHD_HTTP_BAD_REQUEST || status == MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE ||
         status == MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
  Gate *gate = data;
  Inner *inner = *state;
  (void)url;

  /* The first call comes before the body; to answer it closes the connection, which is right only
   * where nobody can say what would come next. */
  if (!inner->started) {
    look_at_head(gate, inner, connection, method, version);
    return is_malformed(inner->refused) ? refuse(gate, inner, connection, inner->refused) : MHD_YES;
  }
  if (*upload_size > 0) {
    size_t size = *upload_size;
    *upload_size = 0;
    return incoming_take(inner->incoming, upload, size) ? MHD_YES : MHD_NO;
  }
  callers_asked(gate->callers, connection);
  return inner->taken ? answer(gate, inner, connection) : act(gate, inner, connection);
}

/* ---- after ---- */

static const char *level_of(const Inner *inner)
{
  static const char *const names[] = {NULL, "half-staff", "staff", "half-office", "office"};
  return names[inner->call.who.level];
}

static void log_call(const Gate *gate, const Inner *inner)
{
  const Request *request = inner->call.request;
  bool asset = asset_of(inner->path) != NULL;
  log_request(gate->log, &(LogRequest){
                           .id = inner->call.id,
                           .method = request == NULL ? NULL
                                     : inner->posts  ? "POST"
                                                     : "GET",
                           .route = inner->call.route != NULL ? inner->call.route->path
                                    : asset                   ? "assets"
                                                              : NULL,
                           .status = inner->sent,
                           .milliseconds = (double)(g_get_monotonic_time() - inner->begun) / 1000,
                           .level = level_of(inner),
                           .peer = inner->sent == MHD_HTTP_TOO_MANY_REQUESTS ? inner->peer : NULL});
}

static void forget(void *data, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
  Gate *gate = data;
  Inner *inner = *state;
  (void)code;

  callers_answered(gate->callers, connection);
  if (inner == NULL)
    return;
  log_call(gate, inner);
  take_back(gate, inner);
  if (inner->sent != 0)
    g_atomic_int_add(&gate->answering, -1);
  incoming_free(inner->incoming);
  inner_free(inner);
  *state = NULL;
}

/* ---- beginning and end ---- */

static bool start(Gate *gate, int fd, Report *report)
{
  guint threads = CLAMP(g_get_num_processors(), 2, 4);
  gate->daemon = MHD_start_daemon(
    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, gate,
    MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT,
    (guint)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (guint)TIMEOUT_SECONDS,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL, MHD_OPTION_STRICT_FOR_CLIENT, 1,
    MHD_OPTION_URI_LOG_CALLBACK, begin, gate, MHD_OPTION_NOTIFY_COMPLETED, forget, gate,
    MHD_OPTION_NOTIFY_CONNECTION, callers_notify, gate->callers, MHD_OPTION_END);
  if (gate->daemon != NULL)
    return true;
  report_add(report, DIAG_SERVE_NOT_STARTED, place_none(), g_strerror(errno), NULL);
  close(fd);
  return false;
}

Gate *gate_new(const GateOptions *options, Report *report)
{
  Gate *gate = g_new0(Gate, 1);
  const char *url = options->premises->url;
  g_mutex_init(&gate->lock);
  gate->routes = options->routes;
  gate->log = options->log;
  gate->premises = premises_ref(options->premises);
  gate->secure = g_str_has_prefix(url, "https:");
  gate->host = g_strdup(strstr(url, "//") + 2);
  gate->origin = g_strdup(url);
  static const gsize limits[G_N_ELEMENTS(gate->rules)] = {BODY_LIMIT, FORM_LIMIT, IMPORT_LIMIT};
  for (guint i = 0; i < G_N_ELEMENTS(limits); i++)
    gate->rules[i] =
      (IncomingRules){.limit = limits[i], .patience = 2 * IMPORT_LIMIT, .origin = gate->origin};
  gate->start = (guint32)secret_number();
  gate->callers = callers_new(CONNECTIONS);
  gate->peers = peers_new(options->bounds);
  gate->clerk = clerk_new(options->store, options->printer, options->log, ready, gate);
  if (start(gate, options->socket, report))
    return gate;
  gate_free(gate);
  return NULL;
}

static void wait_for_none(const gint *a, const gint *b)
{
  gint64 last = g_get_monotonic_time() + LAST_WAIT;
  while (g_atomic_int_get(a) + g_atomic_int_get(b) > 0 && g_get_monotonic_time() < last)
    g_usleep(STEP_WAIT);
}

/* Nobody new comes in, whoever is in is answered, and then nothing goes to the clerk any more. */
static void wind_up(Gate *gate)
{
  g_atomic_int_set(&gate->closing, 1);
  int fd = MHD_quiesce_daemon(gate->daemon);
  if (fd >= 0)
    close(fd);
  wait_for_none(&gate->taken, &gate->answering);
  g_atomic_int_set(&gate->shut, 1);
}

void gate_free(Gate *gate)
{
  if (gate == NULL)
    return;
  if (gate->daemon != NULL)
    wind_up(gate);
  /* It does all that it has; after that no connection is put aside, as MHD wants it. */
  clerk_free(gate->clerk);
  if (gate->daemon != NULL) {
    wait_for_none(&gate->taken, &gate->answering);
    MHD_stop_daemon(gate->daemon);
  }
  callers_free(gate->callers);
  peers_free(gate->peers);
  premises_unref(gate->premises);
  g_mutex_clear(&gate->lock);
  g_free(gate->origin);
  g_free(gate->host);
  g_free(gate);
}

void gate_beat(Gate *gate)
{
  callers_hang_up(gate->callers, g_get_monotonic_time());
}
