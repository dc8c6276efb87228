/* serve/admit: who signs in and out, who may, and what of it is in the log. */
#include "serve_testing.h"

/* ---- test pages ---- */

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

static const Route test_rows[] = {
  {.path = "/hello", .get = hello_page},
  {.path = "/part/:part", .get = part_page},
  {.path = "/add-and-fail", .post = add_and_fail_post},
  {.path = "/make", .post = made_post},
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
  {0},
};
static const Route *const test_parts[] = {test_rows, NULL};
static const Routes test_routes = {test_parts};

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
  g_autofree char *cookies = g_strdup_printf("%s; %s", whole, STRANGER_COOKIE);
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

  g_autofree char *cookies = g_strdup_printf("%s; %s", one, STRANGER_COOKIE);
  g_autofree char *out = served_post(s, "/sign-out", NULL, cookies, body);
  assert_status(out, 303);
  g_assert_nonnull(strstr(out, "Set-Cookie: __Host-kaitei-staff=; Path=/; Max-Age=0"));
  expect_as(s, one, "/own", 303);
  expect_as(s, two, "/own", 200);
  g_autofree char *others = g_strdup_printf("%s; %s", two, STRANGER_COOKIE);
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
  assert_status(made, 200);
  g_autofree char *failed = stranger_post(s, "/add-and-fail", "number=canary-number");
  assert_status(failed, 500);
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

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  SERVED_TEST("staff", test_staff);
  SERVED_TEST("signing-out", test_signing_out);
  SERVED_TEST("office", test_office);
  SERVED_TEST("log", test_log);
  return g_test_run();
}
