/* serve/clerk, asides, call: what is committed and what is undone, what runs aside, how it ends. */
#include "serve_testing.h"

#include <signal.h>
#include <sys/resource.h>

/* ---- test pages ---- */

static void add_and_refuse_post(Call *call)
{
  add_person(call);
  call_refuse(call, 409);
}

static void add_and_complain_post(Call *call)
{
  add_person(call);
  put_refusal(call);
  call_show_as(call, 422, "refusal.html");
}

static void told(Call *call)
{
  show_text(call, call_stretched_right(call) ? "right" : "wrong");
}

static void checked_post(Call *call)
{
  call_stretch_check(call, call_secret(call, "pin"), call_words(call, "hash"), told);
}

/* Work that lasts as long as a test wants. */
static gint slow_begun, slow_released;

static void work_slowly(Call *call, gpointer data)
{
  g_assert_null(call->store);
  g_atomic_int_set(&slow_begun, 1);
  while (!g_atomic_int_get(&slow_released))
    g_usleep(1000);
  *(gint *)data = 7;
}

static void worked(Call *call)
{
  g_autofree char *text = g_strdup_printf("%d", *(gint *)call_carried(call));
  show_text(call, text);
}

static void slow_page(Call *call)
{
  gint *number = g_new0(gint, 1);
  call_carry(call, number, g_free);
  call_aside(call, work_slowly, number, NULL, worked);
}

static void look_up(Call *call, gpointer data)
{
  g_assert_null(call->store);
  g_assert_true(g_atomic_int_get(&slow_begun) && !g_atomic_int_get(&slow_released));
  *(gint *)data = 8;
}

static void read_page(Call *call)
{
  gint *number = g_new0(gint, 1);
  call_carry(call, number, g_free);
  call_read(call, look_up, number, NULL, worked);
}

static GBytes *paper(Call *call, PrintWorker *worker, gpointer data)
{
  (void)call, (void)worker, (void)data;
  g_assert_not_reached();
}

static void printed(Call *call)
{
  g_assert_null(call_printed(call));
  show_text(call, diag_code_name(report_get(call->report, 0)->code));
}

static void print_page(Call *call)
{
  call_print(call, paper, NULL, NULL, printed);
}

enum { STREAM_PIECES = 200, STREAM_PIECE = 50000 };

static StreamState next_piece(Call *call, GString *out, gpointer data)
{
  guint *count = data;
  g_assert_nonnull(call->store);
  for (guint i = 0; i < STREAM_PIECE; i++)
    g_string_append_c(out, (char)('a' + *count % 26));
  if (++*count == STREAM_PIECES)
    return STREAM_END;
  return *count == 100 && strcmp(call->request->path, "/broken-stream") == 0 ? STREAM_FAILED
                                                                             : STREAM_MORE;
}

static void stream_page(Call *call)
{
  call_stream(call, "text/csv; charset=utf-8", "名簿.csv", next_piece, g_new0(guint, 1), g_free);
}

static const Route test_rows[] = {
  {.path = "/hello", .get = hello_page},
  {.path = "/add", .get = add_post, .post = add_post},
  {.path = "/add-and-fail", .post = add_and_fail_post},
  {.path = "/add-and-refuse", .post = add_and_refuse_post},
  {.path = "/add-and-complain", .post = add_and_complain_post},
  {.path = "/nothing", .post = nothing_post},
  {.path = "/make", .post = made_post},
  {.path = "/check", .post = checked_post},
  {.path = "/slow", .get = slow_page},
  {.path = "/read", .get = read_page},
  {.path = "/print", .get = print_page},
  {.path = "/stream", .get = stream_page},
  {.path = "/broken-stream", .get = stream_page},
  {0},
};
static const Route *const test_parts[] = {test_rows, NULL};
static const Routes test_routes = {test_parts};

/* ---- what is written ---- */

static void test_undoing(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  static const struct {
    const char *path;
    guint status, persons;
  } cases[] = {
    {"/add", 303, 1},
    {"/add-and-fail", 500, 1},
    {"/add-and-refuse", 409, 1},
    {"/add-and-complain", 422, 2},
    {"/nothing", 500, 2},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *fields = g_strdup_printf("number=%u", i);
    g_autofree char *answer = stranger_post(s, cases[i].path, fields);
    g_test_message("%s", cases[i].path);
    assert_status(answer, cases[i].status);
    g_assert_cmpuint(persons(s), ==, cases[i].persons);
  }
  /* A GET that writes is a fault of the program, and nothing is written. */
  expect(s, "GET /add?number=9", NULL, 500);
  g_assert_cmpuint(persons(s), ==, 2);
}

/* A disk that takes nothing more: the store fails, and everybody is told so, also later. */
static void test_broken(Served *s, gconstpointer data)
{
  (void)data;
  struct rlimit before, small = {.rlim_cur = 100, .rlim_max = RLIM_INFINITY};
  served_open(s, &test_routes);
  signal(SIGXFSZ, SIG_IGN);
  g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
  small.rlim_max = before.rlim_max;
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &small), ==, 0);
  g_autofree char *failed = stranger_post(s, "/add", "number=1");
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
  assert_status(failed, 503);
  g_assert_nonnull(strstr(failed, "保存されていません"));
  g_assert_nonnull(strstr(failed, "Retry-After: "));
  g_assert_true(store_broken(s->store));
  g_autofree char *later = stranger_post(s, "/add", "number=1");
  assert_status(later, 503);
  expect(s, "GET /hello", NULL, 503);
  g_assert_cmpuint(persons(s), ==, 0);
}

/* ---- what goes on ---- */

static void test_stretching(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  g_autofree char *made = stranger_post(s, "/make", "pin=482913");
  assert_status(made, 200);
  const char *hash = strstr(made, "\r\n\r\n") + 4;
  g_assert_true(g_str_has_prefix(hash, "$argon2id$"));
  g_autofree char *encoded = g_uri_escape_string(hash, NULL, FALSE);
  g_autofree char *good = g_strdup_printf("pin=482913&hash=%s", encoded);
  g_autofree char *bad = g_strdup_printf("pin=482914&hash=%s", encoded);
  g_autofree char *right = stranger_post(s, "/check", good);
  g_assert_true(ends(right, "\r\n\r\nright"));
  g_autofree char *wrong = stranger_post(s, "/check", bad);
  g_assert_true(ends(wrong, "\r\n\r\nwrong"));
  g_autofree char *none = stranger_post(s, "/check", "pin=482913");
  g_assert_true(ends(none, "\r\n\r\nwrong"));
}

static void hold_work(void)
{
  g_atomic_int_set(&slow_begun, 0);
  g_atomic_int_set(&slow_released, 0);
}

static void await_work(void)
{
  while (!g_atomic_int_get(&slow_begun))
    g_usleep(1000);
}

static void test_aside(Served *s, gconstpointer data)
{
  (void)data;
  hold_work();
  served_open(s, &test_routes);
  int slow = served_connect(s);
  static const char ask[] = "GET /slow HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\n\r\n";
  socket_write(slow, ask, strlen(ask));
  await_work();
  /* Meanwhile others are answered, and files are looked up. */
  expect(s, "GET /hello", NULL, 200);
  expect(s, "GET /read", NULL, 200);
  g_atomic_int_set(&slow_released, 1);
  g_autofree char *answer = served_read(slow);
  assert_status(answer, 200);
  g_assert_true(ends(answer, "\r\n\r\n7"));
  g_autofree char *paper_answer = served_get(s, "GET /print", NULL, NULL);
  g_assert_true(ends(paper_answer, "\r\n\r\nserve-no-printer"));
}

static void test_stream(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  int fd = served_connect(s);
  static const char ask[] = "GET /stream HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\n\r\n";
  socket_write(fd, ask, strlen(ask));
  /* Nobody reads it yet, and others write. */
  g_autofree char *added = stranger_post(s, "/add", "number=1");
  assert_status(added, 303);
  g_autofree char *answer = served_read(fd);
  g_assert_cmpuint(served_status(answer), ==, 200);
  g_assert_nonnull(strstr(answer, "attachment; filename*=UTF-8''%E5%90%8D%E7%B0%BF.csv\r\n"));
  g_assert_true(ends(answer, "\r\n0\r\n\r\n"));
  gsize letters = 0;
  for (const char *byte = strstr(answer, "\r\n\r\n"); *byte != '\0'; byte++)
    letters += *byte >= 'a' && *byte <= 'z';
  /* Sizes of chunks are hexadecimal: a few letters more. */
  g_assert_cmpuint(letters, >=, STREAM_PIECES * STREAM_PIECE);
  g_assert_cmpuint(letters, <, STREAM_PIECES * STREAM_PIECE + 10000);

  g_autofree char *broken = served_get(s, "GET /broken-stream", NULL, NULL);
  g_assert_false(ends(broken, "\r\n0\r\n\r\n"));
}

static gpointer ask_slow(gpointer data)
{
  return served_get(data, "GET /slow", NULL, NULL);
}

/* When nobody new is taken in any more: the end has begun then. */
static gpointer release_later(gpointer data)
{
  for (int fd; (fd = served_connect(data)) >= 0; close(fd))
    g_usleep(1000);
  g_atomic_int_set(&slow_released, 1);
  return data;
}

static void test_ending(Served *s, gconstpointer data)
{
  (void)data;
  hold_work();
  served_open(s, &test_routes);
  GThread *asker = g_thread_new("asker", ask_slow, s);
  await_work();
  GThread *releaser = g_thread_new("releaser", release_later, s);
  served_close(s);
  g_assert_cmpint(served_connect(s), ==, -1);
  g_thread_join(releaser);
  g_autofree char *answer = g_thread_join(asker);
  assert_status(answer, 200);
  g_assert_nonnull(strstr(answer, "\r\n\r\n7"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  SERVED_TEST("undoing", test_undoing);
  SERVED_TEST("broken", test_broken);
  SERVED_TEST("stretching", test_stretching);
  SERVED_TEST("aside", test_aside);
  SERVED_TEST("stream", test_stream);
  SERVED_TEST("ending", test_ending);
  return g_test_run();
}
