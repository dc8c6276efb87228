/* serve/gate, clerk, admit, call: from the socket to the store and back. */
#include "serve_testing.h"

#include <sys/resource.h>

/* ---- test pages ---- */

static void show_text(Call *call, const char *text)
{
  call_bytes(call, "text/plain; charset=utf-8", NULL, g_bytes_new(text, strlen(text)));
}

static void hello_page(Call *call)
{
  show_text(call, call->lang);
}

static void part_page(Call *call)
{
  show_text(call, call->parts[0]);
}

/* A page through a theme: that of refusals stands in both. */
static void put_refusal(Call *call)
{
  values_open(call->values, "refusal");
  values_number(call->values, "status", 0);
  values_string(call->values, "code", "x");
  values_string(call->values, "text", "x");
  values_string(call->values, "hint", "x");
  values_close(call->values);
}

static void form_page(Call *call)
{
  put_refusal(call);
  call_show(call, "refusal.html");
}

static bool add_person(Call *call)
{
  const Act act = call_act(call);
  const char *number = call_words(call, "number");
  const Person person = {.number = (char *)number, .name = (char *)"x", .lang = (char *)"ja"};
  return staff_add(call->store, &act, &person, NULL, call->report);
}

static void add_post(Call *call)
{
  if (add_person(call))
    call_go(call, "/hello");
  else
    call_fail(call);
}

static void add_and_fail_post(Call *call)
{
  add_person(call);
  call_fail(call);
}

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

static void nothing_post(Call *call)
{
  (void)call;
}

static void sign_in_post(Call *call)
{
  const char *level = call_words(call, "level");
  bool office = g_str_has_prefix(call->request->path, "/office");
  bool half = strcmp(level, "half") == 0;
  Level wanted = office ? (half ? HALF_OFFICE : OFFICE) : (half ? HALF_STAFF : STAFF);
  if (call_sign_in(call, wanted, call_words(call, "id")))
    call_go(call, "/hello");
  else
    call_fail(call);
}

static void sign_out_post(Call *call)
{
  if (call_sign_out(call, call_words(call, "everywhere") != NULL))
    call_go(call, "/hello");
  else
    call_fail(call);
}

static void who_page(Call *call)
{
  g_autofree char *text = g_strdup_printf("%d %s", call->who.level, call->who.id);
  show_text(call, text);
}

static void away_page(Call *call)
{
  call_go(call, "//elsewhere.example/");
}

static void stretched(Call *call)
{
  const char *hash = call_stretched_hash(call);
  show_text(call, hash != NULL ? hash : "none");
}

static void made_post(Call *call)
{
  call_stretch_make(call, call_secret(call, "pin"), stretched);
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

static void size_post(Call *call)
{
  const char *text = g_hash_table_lookup(call->request->form, "text");
  g_autofree char *size = g_strdup_printf("%zu", strlen(text));
  show_text(call, size);
}

static const Route test_rows[] = {
  {.path = "/hello", .get = hello_page},
  {.path = "/form", .get = form_page},
  {.path = "/office/form", .get = form_page},
  {.path = "/part/:part", .get = part_page},
  {.path = "/rest/::rest", .get = part_page},
  {.path = "/add", .get = add_post, .post = add_post},
  {.path = "/add-and-fail", .post = add_and_fail_post},
  {.path = "/add-and-refuse", .post = add_and_refuse_post},
  {.path = "/add-and-complain", .post = add_and_complain_post},
  {.path = "/nothing", .post = nothing_post},
  {.path = "/sign-in", .post = sign_in_post},
  {.path = "/office/sign-in", .post = sign_in_post},
  {.path = "/sign-out", .post = sign_out_post},
  {.path = "/half", .may = MAY_HALF_STAFF, .get = who_page},
  {.path = "/own", .may = MAY_STAFF, .get = who_page, .post = add_post},
  {.path = "/office/half", .may = MAY_HALF_OFFICE, .get = who_page},
  {.path = "/office/any", .may = MAY_OFFICE, .get = who_page},
  {.path = "/office/training", .may = MAY_TRAINING, .get = who_page},
  {.path = "/office/publishing", .may = MAY_PUBLISHING, .get = who_page},
  {.path = "/office/all", .may = MAY_ALL, .get = who_page},
  {.path = "/away", .get = away_page},
  {.path = "/make", .post = made_post, .dear = true},
  {.path = "/check", .post = checked_post},
  {.path = "/slow", .get = slow_page},
  {.path = "/print", .get = print_page},
  {.path = "/stream", .get = stream_page},
  {.path = "/broken-stream", .get = stream_page},
  {.path = "/size", .post = size_post},
  {.path = "/import", .post = size_post, .body = IMPORT_LIMIT},
  {0},
};
static const Route *const test_parts[] = {test_rows, NULL};
static const Routes test_routes = {test_parts};

static void set_up(Served *s, gconstpointer data)
{
  (void)data;
  g_atomic_int_set(&slow_begun, 0);
  g_atomic_int_set(&slow_released, 0);
  served_make(s);
}

static void tear_down(Served *s, gconstpointer data)
{
  (void)data;
  served_free(s);
}

#define assert_status(answer, wanted) \
  do { \
    g_test_message("%s", (answer)); \
    g_assert_cmpuint(served_status(answer), ==, (wanted)); \
  } while (0)

static void expect(const Served *s, const char *line, const char *headers, guint status)
{
  g_autofree char *answer = served_get(s, line, headers, NULL);
  g_test_message("%s %s", line, headers != NULL ? headers : "");
  assert_status(answer, status);
}

static bool ends(const char *answer, const char *end)
{
  return g_str_has_suffix(answer, end);
}

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

/* ---- writing ---- */

static guint persons(Served *s)
{
  guint count = 0;
  g_autoptr(Store) other = store_open(s->store_path, s->report);
  const StaffQuery all = {0};
  g_assert_true(staff_count(other, &all, &count, s->report));
  served_no_faults(s);
  return count;
}

/* Somebody who has not signed in: the cookie and the token of his forms. */
static const char stranger_cookie[] = "__Host-kaitei-form=0123456789abcdef0123456789abcdef"
                                      "0123456789abcdef0123456789abcdef";

static char *stranger_token(void)
{
  g_autofree char *text = g_strconcat("kaitei-form 1\n", strchr(stranger_cookie, '=') + 1, NULL);
  return secret_token_hash(text);
}

static char *stranger_post(const Served *s, const char *path, const char *fields)
{
  g_autofree char *token = stranger_token();
  g_autofree char *body = g_strdup_printf("token=%s&%s", token, fields);
  return served_post(s, path, NULL, stranger_cookie, body);
}

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
    g_autofree char *answer = served_post(s, "/add", cases[i].headers, stranger_cookie, body);
    g_test_message("%s", cases[i].headers);
    assert_status(answer, cases[i].status);
  }
  g_assert_cmpuint(persons(s), ==, 1);

  /* The token: none, another one, no cookie to it. */
  g_autofree char *none = served_post(s, "/add", NULL, stranger_cookie, "number=2");
  assert_status(none, 403);
  g_autofree char *other = served_post(s, "/add", NULL, stranger_cookie, "number=2&token=abc");
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

  g_autofree char *json =
    served_post(s, "/size", ORIGIN "Content-Type: application/json\r\n", stranger_cookie, "{}");
  assert_status(json, 400); /* twice a Content-Type */
  g_autofree char *chunked =
    served_raw(s, "POST /size HTTP/1.1\r\nHost: " HOST "\r\n" ORIGIN
                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  g_assert_cmpuint(served_status(chunked), ==, 400);
}

/* ---- who ---- */

static char *sign_in(Served *s, const char *path, const char *id, const char *level,
                     const char *cookie_name)
{
  g_autofree char *fields = g_strdup_printf("id=%s&level=%s", id, level);
  g_autofree char *answer = stranger_post(s, path, fields);
  assert_status(answer, 303);
  g_autofree char *value = served_cookie(answer, cookie_name);
  g_assert_nonnull(value);
  g_assert_cmpuint(strlen(value), ==, 64);
  bool office = strstr(cookie_name, "office") != NULL;
  g_assert_nonnull(strstr(answer, office ? "Secure; HttpOnly; SameSite=Strict\r\n"
                                         : "Secure; HttpOnly; SameSite=Lax\r\n"));
  return g_strdup_printf("%s=%s", cookie_name, value);
}

static void expect_as(const Served *s, const char *cookie, const char *path, guint status)
{
  g_autofree char *line = g_strdup_printf("GET %s", path);
  g_autofree char *answer = served_get(s, line, NULL, cookie);
  g_test_message("%s", path);
  assert_status(answer, status);
}

static void test_staff(Served *s, gconstpointer data)
{
  (void)data;
  g_autofree char *id = served_person(s, "1");
  served_open(s, &test_routes);
  expect_as(s, NULL, "/own", 303);
  g_autofree char *half = sign_in(s, "/sign-in", id, "half", "__Host-kaitei-staff");
  expect_as(s, half, "/half", 200);
  expect_as(s, half, "/own", 303);
  g_autofree char *whole = sign_in(s, "/sign-in", id, "whole", "__Host-kaitei-staff");
  g_autofree char *answer = served_get(s, "GET /own", NULL, whole);
  g_autofree char *end = g_strdup_printf("\r\n\r\n%d %s", STAFF, id);
  g_assert_true(ends(answer, end));
  expect_as(s, whole, "/half", 200);

  /* The same token under the office's name opens nothing. */
  g_autofree char *forged = g_strdup_printf("__Host-kaitei-office=%s", strchr(whole, '=') + 1);
  expect_as(s, forged, "/office/any", 303);
  expect_as(s, "__Host-kaitei-staff=00", "/own", 303);

  /* A stranger's token is no token of somebody who has signed in. */
  g_autofree char *token = stranger_token();
  g_autofree char *body = g_strdup_printf("token=%s&number=5", token);
  g_autofree char *cookies = g_strdup_printf("%s; %s", whole, stranger_cookie);
  g_autofree char *foreign = served_post(s, "/own", NULL, cookies, body);
  assert_status(foreign, 403);
  g_autofree char *without = served_post(s, "/own", NULL, NULL, body);
  assert_status(without, 403);
}

static void test_signing_out(Served *s, gconstpointer data)
{
  (void)data;
  g_autofree char *id = served_person(s, "1");
  served_open(s, &test_routes);
  g_autofree char *one = sign_in(s, "/sign-in", id, "whole", "__Host-kaitei-staff");
  g_autofree char *two = sign_in(s, "/sign-in", id, "whole", "__Host-kaitei-staff");
  g_autofree char *three = sign_in(s, "/sign-in", id, "whole", "__Host-kaitei-staff");
  g_autofree char *token = stranger_token();
  g_autofree char *body = g_strdup_printf("token=%s", token);
  g_autofree char *everywhere = g_strdup_printf("token=%s&everywhere=1", token);

  g_autofree char *cookies = g_strdup_printf("%s; %s", one, stranger_cookie);
  g_autofree char *out = served_post(s, "/sign-out", NULL, cookies, body);
  assert_status(out, 303);
  g_assert_nonnull(strstr(out, "Set-Cookie: __Host-kaitei-staff=; Path=/; Max-Age=0"));
  expect_as(s, one, "/own", 303);
  expect_as(s, two, "/own", 200);
  g_autofree char *others = g_strdup_printf("%s; %s", two, stranger_cookie);
  g_autofree char *all = served_post(s, "/sign-out", NULL, others, everywhere);
  assert_status(all, 303);
  expect_as(s, two, "/own", 303);
  expect_as(s, three, "/own", 303);
}

static void test_office(Served *s, gconstpointer data)
{
  (void)data;
  static const char *const paths[] = {"/office/any", "/office/training", "/office/publishing",
                                      "/office/all", "/own"};
  static const guint may[][G_N_ELEMENTS(paths)] = {
    [OFFICE_TRAINING] = {200, 200, 403, 403, 303},
    [OFFICE_PUBLISHING] = {200, 403, 200, 403, 303},
    [OFFICE_ALL] = {200, 200, 200, 200, 303},
  };
  static const char *const logins[] = {"aa", "bb", "cc"};
  g_autofree char *ids[3] = {NULL};
  for (guint i = 0; i < 3; i++)
    ids[i] = served_account(s, logins[i], (OfficeRole)i);
  served_open(s, &test_routes);
  for (guint role = 0; role < 3; role++) {
    g_autofree char *cookie =
      sign_in(s, "/office/sign-in", ids[role], "whole", "__Host-kaitei-office");
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
      expect_as(s, cookie, paths[i], may[role][i]);
  }
  g_autofree char *half = sign_in(s, "/office/sign-in", ids[2], "half", "__Host-kaitei-office");
  expect_as(s, half, "/office/half", 200);
  expect_as(s, half, "/office/any", 303);
  for (guint i = 0; i < 3; i++)
    g_free(g_steal_pointer(&ids[i]));
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

static void test_aside(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  int slow = served_connect(s);
  static const char ask[] = "GET /slow HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\n\r\n";
  served_write(slow, ask, strlen(ask));
  /* Meanwhile others are answered. */
  expect(s, "GET /hello", NULL, 200);
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
  served_write(fd, ask, strlen(ask));
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

static void test_location(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  g_autofree char *away = served_get(s, "GET /away", NULL, NULL);
  g_assert_nonnull(strstr(away, "Location: /\r\n"));
}

/* ---- bounds, faults, the end ---- */

static void test_peers(Served *s, gconstpointer data)
{
  (void)data;
  /* Nothing comes back with time, so that nothing depends on how fast this machine is. */
  static const PeerBounds bounds = {.burst = 5, .dear_burst = 2};
  static const char one[] = ORIGIN "X-Forwarded-For: 10.0.0.9, 192.0.2.1\r\n";
  s->bounds = &bounds;
  served_open(s, &test_routes);
  for (guint i = 0; i < 4; i++) {
    g_autofree char *answer = served_post(s, "/make", one, stranger_cookie, "pin=1");
    assert_status(answer, i < 2 ? 403 : 429);
  }
  /* What is not dear still goes, three times more; another peer is another one. */
  for (guint i = 0; i < 5; i++)
    expect(s, "GET /hello", "X-Forwarded-For: 192.0.2.1\r\n", i < 3 ? 200 : 429);
  expect(s, "GET /hello", "X-Forwarded-For: 192.0.2.2\r\n", 200);
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

static gpointer ask_slow(gpointer data)
{
  return served_get(data, "GET /slow", NULL, NULL);
}

static gpointer release_later(gpointer data)
{
  g_usleep(100 * 1000);
  g_atomic_int_set(&slow_released, 1);
  return data;
}

static void test_ending(Served *s, gconstpointer data)
{
  (void)data;
  served_open(s, &test_routes);
  GThread *asker = g_thread_new("asker", ask_slow, s);
  while (!g_atomic_int_get(&slow_begun))
    g_usleep(1000);
  GThread *releaser = g_thread_new("releaser", release_later, NULL);
  served_close(s);
  g_assert_cmpint(served_connect(s), ==, -1);
  g_thread_join(releaser);
  g_autofree char *answer = g_thread_join(asker);
  assert_status(answer, 200);
  g_assert_nonnull(strstr(answer, "\r\n\r\n7"));
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

/* Nothing that anybody sent or was given is in the log. */
static void test_log(Served *s, gconstpointer data)
{
  (void)data;
  g_autofree char *id = served_person(s, "canary-number");
  served_open(s, &test_routes);
  g_autofree char *cookie = sign_in(s, "/sign-in", id, "whole", "__Host-kaitei-staff");
  expect_as(s, cookie, "/part/canary-path?canary-query=1", 200);
  expect_as(s, cookie, "/canary-nowhere", 404);
  g_autofree char *made = stranger_post(s, "/make", "pin=canary-pin");
  g_autofree char *failed = stranger_post(s, "/add-and-fail", "number=canary-number");
  expect(s, "GET /hello", "User-Agent: canary-agent\r\nReferer: https://x/canary-referer\r\n", 200);
  served_close(s);
  g_autofree char *log = served_log(s);
  g_assert_null(strstr(log, "canary"));
  g_assert_null(strstr(log, strchr(cookie, '=') + 1));
  g_assert_null(strstr(log, id));
  g_assert_nonnull(strstr(log, "\"route\":\"/part/:part\""));
  g_assert_nonnull(strstr(log, "\"level\":\"staff\""));
  g_auto(GStrv) lines = g_strsplit(log, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_assert_true(g_str_has_prefix(lines[i], "{\"at\":\"20") && g_str_has_suffix(lines[i], "}"));
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

#define ADD(name, function) g_test_add("/serve/" name, Served, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("reading", test_reading);
  ADD("refused-heads", test_refused_heads);
  ADD("own-pages-only", test_own_pages_only);
  ADD("form-token", test_form_token);
  ADD("undoing", test_undoing);
  ADD("bodies", test_bodies);
  ADD("staff", test_staff);
  ADD("signing-out", test_signing_out);
  ADD("office", test_office);
  ADD("stretching", test_stretching);
  ADD("aside", test_aside);
  ADD("stream", test_stream);
  ADD("location", test_location);
  ADD("peers", test_peers);
  ADD("ending", test_ending);
  ADD("broken", test_broken);
  ADD("log", test_log);
  g_test_add_func("/serve/buckets", test_buckets);
  g_test_add_func("/serve/listening", test_listening);
  return g_test_run();
}
