/* serve/strangers: tries under logins that nobody has wait as those of an account do. */
#include "serve/strangers.h"

#include "records/account.h"
#include "records_testing.h"

/* The same tries at the same moments, of an account and of nobody: too early, in time, and late. */
static void test_as_an_account(Fixture *f, gconstpointer data)
{
  static const int seconds[] = {0, 0, 1, 1, 20, 31, 32, 90, 92, 100, 300, 4000, 8000, 9000, 13000};
  g_autoptr(Strangers) strangers = strangers_new();
  g_autofree char *id = NULL;
  char *code = NULL;
  guint waits = 0;
  (void)data;
  begin(f);
  good(f, account_add(f->store, &by_office, "boss", "x", "", OFFICE_ALL, NOW + MOMENT_DAY, &id,
                      &code, f->report));
  secret_free(code);
  for (guint i = 0; i < G_N_ELEMENTS(seconds); i++) {
    Moment at = NOW + (Moment)seconds[i] * MOMENT_SECOND;
    g_auto(Try) try = {0};
    good(f, account_try(f->store, id, at, &try, f->report));
    g_test_message("%d s", seconds[i]);
    g_assert_cmpint(strangers_try(strangers, "nobody", at), ==, try.wait);
    waits += try.wait > 0;
  }
  commit(f);
  g_assert_cmpuint(waits, >, 3);
  g_assert_cmpuint(waits, <, G_N_ELEMENTS(seconds) - 3);
}

/* However many there are: each is new at its first try, and none has another's wait forgotten. */
static void test_many(void)
{
  g_autoptr(Strangers) strangers = strangers_new();
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint(strangers_try(strangers, "nobody", NOW), ==, 0);
  for (guint i = 0; i < 20000; i++) {
    g_autofree char *login = g_strdup_printf("other%u", i);
    g_assert_cmpint(strangers_try(strangers, login, NOW), ==, 0);
  }
  g_assert_cmpint(strangers_try(strangers, "nobody", NOW), ==, 30 * MOMENT_SECOND);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/strangers/as-an-account", Fixture, NULL, set_up, test_as_an_account, tear_down);
  g_test_add_func("/strangers/many", test_many);
  return g_test_run();
}
