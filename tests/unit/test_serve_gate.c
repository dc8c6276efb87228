/* serve/gate, head, incoming, peers, listen: what passes, and what is refused before any page. */
#include "serve_testing.h"

/* ---- test pages ---- */

static void form_page(Call *call)
{
  put_refusal(call);
  call_show(call, "refusal.html");
}

static void away_page(Call *call)
{
  call_go(call, "//elsewhere.example/");
}

static void size_post(Call *call)
{
  const char *text = g_hash_table_lookup(call->request->form, "text");
  g_autofree char *size = g_strdup_printf("%zu", strlen(text));
  show_text(call, size);
}

static const Route test_rows[] = {
  {.path = "/hello", .get = hello_page},
  {.path = "/form", .get = form_page},
  {.path = "/part/:part", .get = part_page},
  {.path = "/rest/::rest", .get = part_page},
  {.path = "/add", .get = add_post, .post = add_post},
  {.path = "/nothing", .post = nothing_post},
  {.path = "/away", .get = away_page},
  {.path = "/dear", .get = hello_page, .post = nothing_post, .dear = true},
  {.path = "/dear.pdf", .get = hello_page, .dear = true},
  {.path = "/size", .post = size_post},
  {.path = "/edit", .post = size_post, .body = FORM_LIMIT},
  {.path = "/import", .post = size_post, .body = IMPORT_LIMIT},
  {0},
};
static const Route *const test_parts[] = {test_rows, NULL};
static const Routes test_routes = {test_parts};

/* ---- reading ---- */

static void test_reading(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  g_autofree char *hello = served_get(s, "GET /hello", NULL, NULL);
  assert_status(hello, 200);
  g_assert_true(ends(hello, "\r\n\r\nja"));
  static const char *const carried[] = {
    "Content-Security-Policy: default-src 'none'; ",
    "Referrer-Policy: same-origin\r\n",
    "Strict-Transport-Security: max-age=31536000\r\n",
    "X-Content-Type-Options: nosniff\r\n",
    "Cache-Control: no-store\r\n",
    "Cross-Origin-Opener-Policy: same-origin\r\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS(carried); i++)
    g_assert_nonnull(strstr(hello, carried[i]));
  g_assert_null(strstr(hello, "Set-Cookie"));

  g_autofree char *head = served_get(s, "HEAD /hello", NULL, NULL);
  assert_status(head, 200);
  g_assert_true(ends(head, "\r\n\r\n"));
  g_autofree char *part = served_get(s, "GET /part/%E6%97%A5a?x=1", NULL, NULL);
  g_assert_true(ends(part, "\r\n\r\n日a"));
  g_autofree char *rest = served_get(s, "GET /rest/a/b/", NULL, NULL);
  g_assert_true(ends(rest, "\r\n\r\na/b/"));
  g_autofree char *english =
    served_get(s, "GET /hello", "Accept-Language: fr, en-GB;q=0.9\r\n", NULL);
  g_assert_true(ends(english, "\r\n\r\nen"));
  g_autofree char *easy = served_get(s, "GET /hello", NULL, "__Host-kaitei-reading=easy.plain");
  g_assert_true(ends(easy, "\r\n\r\neasy"));
}

static void test_refused_heads(Served *s, gconstpointer data)
{
  (void)data;
  static const struct {
    const char *line, *headers;
    guint status;
  } cases[] = {
    {"GET /nowhere", NULL, 404},
    {"GET /hello/", NULL, 404},
    {"GET /part/", NULL, 404},
    {"GET /part/a/b", NULL, 404},
    {"GET /nothing", NULL, 405},
    {"PUT /hello", NULL, 405},
    {"OPTIONS /hello", NULL, 405},
    {"GET /part/..", NULL, 400},
    {"GET /part/%2e%2e", NULL, 400},
    {"GET /part/a%2Fb", NULL, 400},
    {"GET /part/a%00b", NULL, 400},
    {"GET /part/a%0ab", NULL, 400},
    {"GET /part/a%zz", NULL, 400},
    {"GET /part/a%e6%97", NULL, 400},
    {"GET /part/\xe6\x97\xa5", NULL, 400},
    {"GET /part/a\\b", NULL, 400},
    {"GET //hello", NULL, 400},
    {"GET /hello?x=%", NULL, 400},
    {"GET /hello?x=<", NULL, 400},
    {"GET http://" HOST "/hello", NULL, 400},
    {"GET *", NULL, 400},
    {"GET hello", NULL, 400},
    {"GET /hello", "Content-Length: 3\r\n", 400},
    {"GET /hello", "X-Peer: a\x01z\r\n", 400},
    {"GET /hello", "Origin: a\r\nOrigin: b\r\n", 400},
    /* Another site's page. */
    {"GET /hello", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403},
    {"GET /hello", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n", 403},
    {"GET /hello",
     "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", 403},
    {"GET /hello",
     "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200},
    {"GET /hello", "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n", 200},
  };
  served_open(s, &test_routes);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    expect(s, cases[i].line, cases[i].headers, cases[i].status);

  g_autofree char *host = served_raw(s, "GET /hello HTTP/1.1\r\nHost: example.jp\r\n\r\n");
  assert_status(host, 421);
  g_autofree char *two =
    served_raw(s, "GET /hello HTTP/1.1\r\nHost: " HOST "\r\nHost: " HOST "\r\n\r\n");
  assert_status(two, 400);
  g_autofree char *long_value = g_strnfill(17 * 1024, 'a');
  g_autofree char *large = g_strdup_printf("X-Large: %s\r\n", long_value);
  expect(s, "GET /hello", large, 431);
}

/* A head of 16 KiB, to the byte. */
static void test_head_bound(Served *s, gconstpointer data)
{
  (void)data;
  static const char start[] =
    "GET /hello HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\nX-Large: ";
  served_open(s, &test_routes);
  for (guint more = 0; more < 2; more++) {
    g_autofree char *value = g_strnfill(16 * 1024 + more - strlen(start) - 4, 'a');
    g_autofree char *all = g_strconcat(start, value, "\r\n\r\n", NULL);
    g_autofree char *answer = served_raw(s, all);
    assert_status(answer, more == 0 ? 200 : 431);
  }
}

static void test_location(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  g_autofree char *away = served_get(s, "GET /away", NULL, NULL);
  g_assert_nonnull(strstr(away, "Location: /\r\n"));
}

/* ---- forms ---- */

static void test_own_pages_only(Served *s, gconstpointer data)
{
  (void)data;
  g_autofree char *token = stranger_token();
  g_autofree char *body = g_strdup_printf("token=%s&number=1", token);
  static const struct {
    const char *headers;
    guint status;
  } cases[] = {
    {"X-Nothing: x\r\n", 403},
    {"Origin: null\r\n", 403},
    {"Origin: http://" HOST "\r\n", 403},
    {"Origin: https://" HOST ".example.com\r\n", 403},
    {"Origin: https://" HOST "\r\nSec-Fetch-Site: cross-site\r\n", 403},
    {"Sec-Fetch-Site: same-site\r\n", 403},
    {"Sec-Fetch-Site: none\r\n", 403},
    {"Origin: https://evil.example\r\nSec-Fetch-Site: same-origin\r\n", 403},
    {"Sec-Fetch-Site: same-origin\r\n", 303},
  };
  served_open(s, &test_routes);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *answer = served_post(s, "/add", cases[i].headers, STRANGER_COOKIE, body);
    g_test_message("%s", cases[i].headers);
    assert_status(answer, cases[i].status);
  }
  g_assert_cmpuint(persons(s), ==, 1);

  /* The token: none, another one, no cookie to it. */
  g_autofree char *none = served_post(s, "/add", NULL, STRANGER_COOKIE, "number=2");
  assert_status(none, 403);
  g_autofree char *other = served_post(s, "/add", NULL, STRANGER_COOKIE, "number=2&token=abc");
  assert_status(other, 403);
  g_autofree char *bare = served_post(s, "/add", NULL, NULL, body);
  assert_status(bare, 403);
  g_assert_cmpuint(persons(s), ==, 1);
}

/* What a page shows is what its form must hold. */
static void test_form_token(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  g_autofree char *page = served_get(s, "GET /form", NULL, NULL);
  assert_status(page, 200);
  g_autofree char *cookie = served_cookie(page, "__Host-kaitei-form");
  g_assert_nonnull(cookie);
  g_assert_nonnull(strstr(page, "; Path=/; Secure; HttpOnly; SameSite=Lax\r\n"));
  g_autofree char *again_cookies = g_strdup_printf("__Host-kaitei-form=%s", cookie);
  g_autofree char *again = served_get(s, "GET /form", NULL, again_cookies);
  g_assert_null(strstr(again, "Set-Cookie"));
}

/* A form whose whole body has that many bytes; `chunked`: without having said so before. */
static void post_bytes(Served *s, const char *path, gsize bytes, bool chunked, guint status)
{
  g_autofree char *token = stranger_token();
  g_autofree char *start = g_strdup_printf("token=%s&text=", token);
  g_autofree char *text = g_strnfill(bytes - strlen(start), 'a');
  g_autofree char *length = chunked ? g_strdup("Transfer-Encoding: chunked")
                                    : g_strdup_printf("Content-Length: %zu", bytes);
  g_autofree char *body = chunked ? g_strdup_printf("%zx\r\n%s%s\r\n0\r\n\r\n", bytes, start, text)
                                  : g_strconcat(start, text, NULL);
  g_autofree char *all =
    g_strdup_printf("POST %s HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\n" ORIGIN
                    "Content-Type: application/x-www-form-urlencoded\r\nCookie: " STRANGER_COOKIE
                    "\r\n%s\r\n\r\n%s",
                    path, length, body);
  g_autofree char *answer = served_raw(s, all);
  g_test_message("%s %zu", path, bytes);
  assert_status(answer, status);
}

/* To the byte, whether the length was told before or not. */
static void test_bounds(Served *s, gconstpointer data)
{
  (void)data;
  static const struct {
    const char *path;
    gsize most;
  } cases[] = {{"/size", 64 * 1024}, {"/edit", 1024 * 1024}, {"/import", 4 * 1024 * 1024}};
  served_open(s, &test_routes);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    for (guint chunked = 0; chunked < 2; chunked++) {
      post_bytes(s, cases[i].path, cases[i].most, chunked, 200);
      post_bytes(s, cases[i].path, cases[i].most + 1, chunked, 413);
    }
}

static void test_bodies(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  g_autofree char *text = g_strnfill(100 * 1024, 'a');
  g_autofree char *fields = g_strconcat("text=", text, NULL);
  g_autofree char *plain = stranger_post(s, "/size", fields);
  assert_status(plain, 413);
  g_autofree char *import = stranger_post(s, "/import", fields);
  assert_status(import, 200);
  g_assert_true(ends(import, "\r\n\r\n102400"));

  g_autofree char *edited = stranger_post(s, "/edit", fields);
  assert_status(edited, 200);
  g_autofree char *book = g_strnfill(2 * 1024 * 1024, 'a');
  g_autofree char *book_fields = g_strconcat("text=", book, NULL);
  g_autofree char *too_long = stranger_post(s, "/edit", book_fields);
  assert_status(too_long, 413);
  g_autofree char *imported = stranger_post(s, "/import", book_fields);
  assert_status(imported, 200);

  g_autofree char *json =
    served_post(s, "/size", ORIGIN "Content-Type: application/json\r\n", STRANGER_COOKIE, "{}");
  assert_status(json, 400); /* twice a Content-Type */
  g_autofree char *chunked =
    served_raw(s, "POST /size HTTP/1.1\r\nHost: " HOST "\r\n" ORIGIN
                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  g_assert_cmpuint(served_status(chunked), ==, 400);
}

/* ---- how often, and where ---- */

static void test_peers(Served *s, gconstpointer data)
{
  (void)data;
  /* Nothing comes back with time, so that nothing depends on how fast this machine is. */
  static const PeerBounds bounds = {.burst = 5, .dear_burst = 2};
  static const char one[] = ORIGIN "X-Forwarded-For: 10.0.0.9, 192.0.2.1\r\n";
  s->bounds = &bounds;
  served_open(s, &test_routes);
  for (guint i = 0; i < 4; i++) {
    g_autofree char *answer = served_post(s, "/dear", one, STRANGER_COOKIE, "pin=1");
    assert_status(answer, i < 2 ? 403 : 429);
  }
  /* What is not dear still goes, three times more; another peer is another one. */
  for (guint i = 0; i < 5; i++)
    expect(s, "GET /hello", "X-Forwarded-For: 192.0.2.1\r\n", i < 3 ? 200 : 429);
  expect(s, "GET /hello", "X-Forwarded-For: 192.0.2.2\r\n", 200);
  /* What a browser sent stands in a header before the proxy's own. */
  expect(s, "GET /hello", "X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-For: 192.0.2.1\r\n", 429);
  /* What is dear to look at; of a form only the sending is. */
  for (guint i = 0; i < 3; i++)
    expect(s, "GET /dear.pdf", "X-Forwarded-For: 192.0.2.3\r\n", i < 2 ? 200 : 429);
  expect(s, "GET /dear", "X-Forwarded-For: 192.0.2.3\r\n", 200);
  /* Of IPv6 a network is one peer. */
  for (guint i = 0; i < 6; i++) {
    g_autofree char *from = g_strdup_printf("X-Forwarded-For: 2001:db8::%x\r\n", i + 1);
    expect(s, "GET /nowhere", from, i < 5 ? 404 : 429);
  }
  expect(s, "GET /nowhere", "X-Forwarded-For: 2001:db8:0:1::1\r\n", 404);
  /* Whoever is on this machine is not held up. */
  for (guint i = 0; i < 10; i++)
    expect(s, "GET /hello", NULL, 200);
  g_autofree char *log = served_log(s);
  g_assert_nonnull(strstr(log, "\"peer\":\"192.0.2.1\""));
  g_assert_null(strstr(log, "192.0.2.2"));
}

static void test_buckets(void)
{
  static const PeerBounds bounds = {.burst = 2, .rate = 1, .dear_burst = 1, .dear_rate = 0.1};
  g_autoptr(Peers) peers = peers_new(&bounds);
  const gint64 second = G_USEC_PER_SEC;
  g_assert_true(peers_ask(peers, "a", false, 0));
  g_assert_true(peers_ask(peers, "a", true, 0));
  g_assert_false(peers_ask(peers, "a", false, 0));
  g_assert_true(peers_ask(peers, "b", false, 0));
  g_assert_true(peers_ask(peers, "a", false, second));
  g_assert_false(peers_ask(peers, "a", false, second));
  g_assert_false(peers_ask(peers, "a", true, 5 * second));
  g_assert_true(peers_ask(peers, "a", true, 11 * second));
  /* However many there are, the memory for them has an end. */
  for (guint i = 0; i < 50000; i++) {
    g_autofree char *peer = g_strdup_printf("%u", i);
    g_assert_true(peers_ask(peers, peer, false, 12 * second + i * second));
  }
  g_assert_cmpuint(peers_count(peers), <=, 20000);
}

static void test_listening(void)
{
  static const char *const refused[] = {
    "0.0.0.0:8090", "192.0.2.1:80", "[::]:80",         "localhost:80", "8090", ":8090",
    "127.0.0.1",    "127.0.0.1:x",  "127.0.0.1:99999", "socket",       ""};
  g_autoptr(Report) report = report_new();
  for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
    g_test_message("%s", refused[i]);
    g_assert_cmpint(gate_listen(refused[i], report), ==, -1);
    g_assert_cmpuint(report_count(report), ==, i + 1);
    g_assert_cmpint(report_get(report, i)->code, ==, DIAG_SERVE_NOT_LOOPBACK);
  }
  g_autoptr(Report) none = report_new();
  int fd = gate_listen("127.0.0.1:0", none);
  g_assert_cmpint(fd, >=, 0);
  close(fd);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  SERVED_TEST("reading", test_reading);
  SERVED_TEST("refused-heads", test_refused_heads);
  SERVED_TEST("location", test_location);
  SERVED_TEST("own-pages-only", test_own_pages_only);
  SERVED_TEST("form-token", test_form_token);
  SERVED_TEST("head-bound", test_head_bound);
  SERVED_TEST("bodies", test_bodies);
  SERVED_TEST("bounds", test_bounds);
  SERVED_TEST("peers", test_peers);
  g_test_add_func("/serve/buckets", test_buckets);
  g_test_add_func("/serve/listening", test_listening);
  return g_test_run();
}
