/*
 * For tests of `kaitei serve`: a site, a store, a gate behind a socket, and somebody who asks.
 */
#ifndef SERVE_TESTING_H
#define SERVE_TESTING_H

#include "socket_testing.h"

#include "base/files.h"
#include "records/account.h"
#include "records/secret.h"
#include "records/staff.h"
#include "records/web_session.h"
#include "serve/gate.h"

#include <fcntl.h>
#include <string.h>

#define HOST "kenshu.example.jp"
#define ORIGIN "Origin: https://" HOST "\r\n"

typedef struct {
  char *folder, *socket_path, *store_path;
  Report *report;
  Premises *premises;
  Log *log;
  int log_fd;
  Gate *gate;
  Store *store;
  const PeerBounds *bounds; /* may be NULL */
} Served;

static inline void served_put(Served *s, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(s->folder, name, NULL);
  g_assert_true(file_write(path, text, strlen(text), s->report));
}

static inline void served_no_faults(Served *s)
{
  if (report_count(s->report) > 0)
    report_print(s->report, &(ReportStyle){MESSAGES_EN, false}, stderr);
  g_assert_cmpuint(report_count(s->report), ==, 0);
}

/* A site with nothing but its name, and a new store. */
static inline void served_make(Served *s)
{
  const Act act = {"system", moment_now()};
  s->report = report_new();
  s->folder = g_dir_make_tmp("kaitei-serve-XXXXXX", NULL);
  s->socket_path = g_build_filename(s->folder, "socket", NULL);
  s->store_path = g_build_filename(s->folder, "_records", "store.db", NULL);
  served_put(s, "content/site.lua",
             "site { name = \"見本の会\", training_url = \"https://" HOST "/\" }\n");
  s->store = store_create(s->store_path, &act, s->report);
  s->premises = premises_read(s->folder, NULL, s->report);
  served_no_faults(s);
  g_assert_nonnull(s->store);
  g_assert_nonnull(s->premises);
  g_autofree char *log = g_build_filename(s->folder, "log", NULL);
  s->log_fd = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  s->log = log_new(s->log_fd);
}

static inline void served_open(Served *s, const Routes *routes)
{
  const GateOptions options = {.socket = gate_listen(s->socket_path, s->report),
                               .premises = s->premises,
                               .routes = routes,
                               .store = s->store,
                               .bounds = s->bounds,
                               .log = s->log};
  s->gate = gate_new(&options, s->report);
  served_no_faults(s);
}

static inline void served_close(Served *s)
{
  gate_free(g_steal_pointer(&s->gate));
}

static inline void served_free(Served *s)
{
  served_close(s);
  premises_unref(s->premises);
  store_close(s->store);
  log_free(s->log);
  close(s->log_fd);
  g_assert_true(folder_remove(s->folder, s->report));
  report_free(s->report);
  g_free(s->folder);
  g_free(s->socket_path);
  g_free(s->store_path);
}

static inline char *served_log(Served *s)
{
  char *text = NULL;
  g_autofree char *path = g_build_filename(s->folder, "log", NULL);
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

/* ---- somebody who asks ---- */

static inline int served_connect(const Served *s)
{
  return socket_connect(s->socket_path);
}

static inline char *served_read(int fd)
{
  GString *answer = g_string_new(NULL);
  char buffer[16384];
  for (ssize_t got; (got = read(fd, buffer, sizeof buffer)) > 0;)
    g_string_append_len(answer, buffer, got);
  close(fd);
  return g_string_free(answer, FALSE);
}

/* Raw bytes to the gate, and all that comes back until it closes. */
static inline char *served_raw(const Served *s, const char *bytes)
{
  int fd = served_connect(s);
  g_assert_cmpint(fd, >=, 0);
  socket_write(fd, bytes, strlen(bytes));
  shutdown(fd, SHUT_WR);
  return served_read(fd);
}

/* "GET /x", further header lines (each with \r\n), cookies ("a=b; c=d" or NULL). */
static inline char *served_get(const Served *s, const char *line, const char *headers,
                               const char *cookies)
{
  g_autofree char *text =
    g_strdup_printf("%s HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\n%s%s%s%s\r\n", line,
                    headers != NULL ? headers : "", cookies != NULL ? "Cookie: " : "",
                    cookies != NULL ? cookies : "", cookies != NULL ? "\r\n" : "");
  int fd = served_connect(s);
  g_assert_cmpint(fd, >=, 0);
  socket_write(fd, text, strlen(text));
  return served_read(fd);
}

/* NULL where nobody listens any more. */
static inline char *served_try_post(const Served *s, const char *path, const char *headers,
                                    const char *cookies, const char *body)
{
  g_autofree char *text = g_strdup_printf(
    "POST %s HTTP/1.1\r\nHost: " HOST "\r\nConnection: close\r\n%s"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n%s%s%s\r\n%s",
    path, headers != NULL ? headers : ORIGIN, strlen(body), cookies != NULL ? "Cookie: " : "",
    cookies != NULL ? cookies : "", cookies != NULL ? "\r\n" : "", body);
  int fd = served_connect(s);
  if (fd < 0)
    return NULL;
  socket_write(fd, text, strlen(text));
  return served_read(fd);
}

static inline char *served_post(const Served *s, const char *path, const char *headers,
                                const char *cookies, const char *body)
{
  char *answer = served_try_post(s, path, headers, cookies, body);
  g_assert_nonnull(answer);
  return answer;
}

static inline guint served_status(const char *answer)
{
  return g_str_has_prefix(answer, "HTTP/1.1 ") ? (guint)strtoul(answer + 9, NULL, 10) : 0;
}

/* The value of a cookie that the answer sets; NULL where it sets none. */
static inline char *served_cookie(const char *answer, const char *name)
{
  g_autofree char *start = g_strdup_printf("Set-Cookie: %s=", name);
  const char *at = strstr(answer, start);
  return at != NULL ? g_strndup(at + strlen(start), strcspn(at + strlen(start), ";")) : NULL;
}

/* ---- people ---- */

static inline char *served_person(Served *s, const char *number)
{
  const Act act = {"system", moment_now()};
  const Person person = {
    .number = (char *)number, .name = (char *)"見本 花子", .groups = NULL, .lang = (char *)"ja"};
  char *id = NULL;
  g_assert_true(store_begin(s->store, s->report));
  g_assert_true(staff_add(s->store, &act, &person, &id, s->report));
  g_assert_true(store_commit(s->store, s->report));
  served_no_faults(s);
  return id;
}

static inline char *served_account(Served *s, const char *login, OfficeRole role)
{
  const Act act = {"system", moment_now()};
  char *id = NULL, *code = NULL;
  g_assert_true(store_begin(s->store, s->report));
  g_assert_true(
    account_add(s->store, &act, login, "x", "", role, act.at + MOMENT_DAY, &id, &code, s->report));
  g_assert_true(store_commit(s->store, s->report));
  served_no_faults(s);
  secret_free(code);
  return id;
}

/* ---- what is asked, and what comes of it ---- */

#define assert_status(answer, wanted) \
  do { \
    g_test_message("%s", (answer)); \
    g_assert_cmpuint(served_status(answer), ==, (wanted)); \
  } while (0)

static inline void expect(const Served *s, const char *line, const char *headers, guint status)
{
  g_autofree char *answer = served_get(s, line, headers, NULL);
  g_test_message("%s %s", line, headers != NULL ? headers : "");
  assert_status(answer, status);
}

static inline bool ends(const char *answer, const char *end)
{
  return g_str_has_suffix(answer, end);
}

static inline void expect_as(const Served *s, const char *cookie, const char *path, guint status)
{
  g_autofree char *line = g_strdup_printf("GET %s", path);
  g_autofree char *answer = served_get(s, line, NULL, cookie);
  g_test_message("%s", path);
  assert_status(answer, status);
}

/* Somebody who has not signed in: the cookie and the token of his forms. */
#define STRANGER_SECRET "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define STRANGER_COOKIE "__Host-kaitei-form=" STRANGER_SECRET

static inline char *stranger_token(void)
{
  return secret_token_hash("kaitei-form 1\n" STRANGER_SECRET);
}

static inline char *stranger_post(const Served *s, const char *path, const char *fields)
{
  g_autofree char *token = stranger_token();
  g_autofree char *body = g_strdup_printf("token=%s&%s", token, fields);
  return served_post(s, path, NULL, STRANGER_COOKIE, body);
}

static inline guint persons(Served *s)
{
  guint count = 0;
  g_autoptr(Store) other = store_open(s->store_path, s->report);
  const StaffQuery all = {0};
  g_assert_true(staff_count(other, &all, &count, s->report));
  served_no_faults(s);
  return count;
}

/* ---- pages ---- */

static inline void show_text(Call *call, const char *text)
{
  call_bytes(call, "text/plain; charset=utf-8", NULL, g_bytes_new(text, strlen(text)));
}

static inline void hello_page(Call *call)
{
  show_text(call, call->lang);
}

static inline void part_page(Call *call)
{
  show_text(call, call->parts[0]);
}

static inline void nothing_post(Call *call)
{
  (void)call;
}

/* A page through a theme: that of refusals stands in both. */
static inline void put_refusal(Call *call)
{
  values_open(call->values, "refusal");
  values_number(call->values, "status", 0);
  values_string(call->values, "code", "x");
  values_string(call->values, "text", "x");
  values_string(call->values, "hint", "x");
  values_close(call->values);
}

static inline bool add_person(Call *call)
{
  const Act act = call_act(call);
  const char *number = call_words(call, "number");
  const Person person = {.number = (char *)number, .name = (char *)"x", .lang = (char *)"ja"};
  return staff_add(call->store, &act, &person, NULL, call->report);
}

static inline void add_post(Call *call)
{
  if (add_person(call))
    call_go(call, "/hello");
  else
    call_fail(call);
}

static inline void add_and_fail_post(Call *call)
{
  add_person(call);
  call_fail(call);
}

static inline void stretched(Call *call)
{
  const char *hash = call_stretched_hash(call);
  show_text(call, hash != NULL ? hash : "none");
}

static inline void made_post(Call *call)
{
  call_stretch_make(call, call_secret(call, "pin"), stretched);
}

/* ---- tests ---- */

static inline void set_up(Served *s, gconstpointer data)
{
  (void)data;
  served_make(s);
}

static inline void tear_down(Served *s, gconstpointer data)
{
  (void)data;
  served_free(s);
}

#define SERVED_TEST(name, function) \
  g_test_add("/serve/" name, Served, NULL, set_up, function, tear_down)

#endif
