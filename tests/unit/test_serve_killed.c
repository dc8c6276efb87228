/*
 * The server is killed (SIGKILL) while eight browsers send: every answer that was acknowledged is in the store,
 * and the chain of events holds. What was not acknowledged may be there or not.
 */
#include "serve_testing.h"

#include "records/audit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { BROWSERS = 8, MOST = 4000 };

/* ---- the server, in a process of its own ---- */

static const Route rows[] = {{.path = "/add", .post = add_post}, {0}};
static const Route *const parts[] = {rows, NULL};
static const Routes routes = {parts};

static void serve(Served *s)
{
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  s->store = store_open(s->store_path, s->report);
  served_open(s, &routes);
  for (;;)
    pause();
}

/* ---- browsers ---- */

typedef struct {
  const Served *served;
  char *token;
  guint round, browser;
  GArray *acknowledged; /* of guint */
  gint *all;            /* how many, of all browsers */
} Browser;

/* The answer; NULL or "" where the server is gone. */
static char *send_one(const Browser *browser, guint number)
{
  g_autofree char *body = g_strdup_printf("token=%s&number=%u-%u-%u", browser->token,
                                          browser->round, browser->browser, number);
  return served_try_post(browser->served, "/add", NULL, STRANGER_COOKIE, body);
}

static gpointer send_on(gpointer data)
{
  Browser *browser = data;
  for (guint number = 0; number < MOST; number++) {
    g_autofree char *answer = send_one(browser, number);
    if (answer == NULL || *answer == '\0')
      return NULL;
    if (served_status(answer) == 303) {
      g_array_append_val(browser->acknowledged, number);
      g_atomic_int_inc(browser->all);
    }
  }
  return NULL;
}

/* ---- a round ---- */

static void check_there(Served *s, const Browser *browser)
{
  for (guint i = 0; i < browser->acknowledged->len; i++) {
    g_autofree char *number = g_strdup_printf("%u-%u-%u", browser->round, browser->browser,
                                              g_array_index(browser->acknowledged, guint, i));
    Person *person = NULL;
    g_assert_true(staff_find_number(s->store, number, &person, s->report));
    if (person == NULL)
      g_error("%s was acknowledged and is not there", number);
    person_free(person);
  }
}

/* A moment, if the server has not died by itself: nothing would come any more. */
static void wait_on(pid_t server)
{
  g_assert_cmpint(waitpid(server, NULL, WNOHANG), ==, 0);
  g_usleep(500);
}

static void await(const Served *s, pid_t server)
{
  int fd;
  while ((fd = served_connect(s)) < 0)
    wait_on(server);
  close(fd);
}

/* Killed when so many were acknowledged: always in the midst of it. */
static void run_round(Served *s, guint round, guint enough)
{
  gint all = 0;
  Browser browsers[BROWSERS];
  GThread *threads[BROWSERS];
  g_autofree char *token = stranger_token();
  pid_t server = fork();
  if (server == 0)
    serve(s);
  await(s, server);
  for (guint i = 0; i < BROWSERS; i++) {
    browsers[i] = (Browser){s, token, round, i, g_array_new(FALSE, FALSE, sizeof(guint)), &all};
    threads[i] = g_thread_new("browser", send_on, &browsers[i]);
  }
  while (g_atomic_int_get(&all) < (gint)enough)
    wait_on(server);
  kill(server, SIGKILL);
  g_assert_cmpint(waitpid(server, NULL, 0), ==, server);
  s->store = store_open(s->store_path, s->report);
  g_assert_nonnull(s->store);
  gint64 seen = 0;
  for (guint i = 0; i < BROWSERS; i++) {
    g_thread_join(threads[i]);
    check_there(s, &browsers[i]);
    g_array_unref(browsers[i].acknowledged);
  }
  g_assert_true(audit_file(s->store, s->report));
  g_assert_true(audit_chain(s->store, &seen, s->report));
  g_assert_cmpint(seen, >=, (gint64)enough);
  served_no_faults(s);
  store_close(g_steal_pointer(&s->store));
}

static void test_killed(void)
{
  guint rounds = g_getenv("KAITEI_DEEP") != NULL ? 300 : 20;
  Served s = {0};
  served_make(&s);
  /* No connection of this process may be open when another is forked. */
  store_close(g_steal_pointer(&s.store));
  for (guint round = 0; round < rounds; round++)
    run_round(&s, round, 10 + (guint)g_test_rand_int_range(0, 30));
  s.store = store_open(s.store_path, s.report);
  served_free(&s);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/serve/killed", test_killed);
  return g_test_run();
}
