/* ledger/identity: who commits, as git is told; what is written, and what is refused. */
#include "ledger/identity.h"

#include "base/files.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
  Report *report;
  Repository *repository;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->report = report_new();
  f->folder = g_dir_make_tmp("kaitei-identity-XXXXXX", NULL);
  g_assert_true(repository_create(f->folder, f->report));
  f->repository = repository_open(f->folder, f->report);
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) unsaid = report_new();
  repository_free(f->repository);
  g_assert_true(folder_remove(f->folder, unsaid));
  report_free(f->report);
  g_free(f->folder);
}

static void check_known(Fixture *f, const char *wanted)
{
  g_autofree char *known = identity_known(f->repository);
  g_assert_cmpstr(known, ==, wanted);
}

static void test_written(Fixture *f, gconstpointer data)
{
  (void)data;
  check_known(f, NULL);
  g_assert_true(identity_write(f->repository, "田中 花子", "tanaka@example.org", f->report));
  check_known(f, "田中 花子 <tanaka@example.org>");

  g_autofree char *path = g_build_filename(f->folder, ".git", "config", NULL);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_assert_nonnull(strstr(text, "田中 花子"));
  g_assert_nonnull(strstr(text, "[core]")); /* what was there stays */
}

static void test_without_mail(Fixture *f, gconstpointer data)
{
  g_autofree char *tanaka = identity_stand_in("田中");
  g_autofree char *again = identity_stand_in("田中");
  g_autofree char *sato = identity_stand_in("佐藤");
  (void)data;

  g_assert_true(g_str_has_suffix(tanaka, ".invalid"));
  g_assert_cmpstr(tanaka, ==, again);
  g_assert_cmpstr(tanaka, !=, sato);
  g_assert_true(identity_write(f->repository, "田中", NULL, f->report));
  g_autofree char *wanted = g_strdup_printf("田中 <%s>", tanaka);
  check_known(f, wanted);
}

static void refuse(Fixture *f, const char *name, const char *mail, DiagCode code)
{
  g_autoptr(Report) report = report_new();
  g_assert_false(identity_write(f->repository, name, mail, report));
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, code);
  check_known(f, NULL);
}

static void test_refused(Fixture *f, gconstpointer data)
{
  (void)data;
  refuse(f, NULL, "a@example.org", DIAG_IDENTITY_NAME);
  refuse(f, "", "a@example.org", DIAG_IDENTITY_NAME);
  refuse(f, "a <b>", "a@example.org", DIAG_IDENTITY_NAME);
  refuse(f, "a\nb", "a@example.org", DIAG_IDENTITY_NAME);
  refuse(f, "...", "a@example.org", DIAG_IDENTITY_NAME); /* git leaves nothing of it */
  refuse(f, "a", "example.org", DIAG_IDENTITY_MAIL);
  refuse(f, "a", "@example.org", DIAG_IDENTITY_MAIL);
  refuse(f, "a", "a@", DIAG_IDENTITY_MAIL);
  refuse(f, "a", "a@b@c", DIAG_IDENTITY_MAIL);
  refuse(f, "a", "a b@example.org", DIAG_IDENTITY_MAIL);
  refuse(f, "a", "a@example.org\n[x]", DIAG_IDENTITY_MAIL);
}

static void test_environment(Fixture *f, gconstpointer data)
{
  (void)data;
  g_assert_true(identity_write(f->repository, "田中", NULL, f->report));
  g_setenv("GIT_AUTHOR_NAME", "鈴木", TRUE);
  g_setenv("GIT_AUTHOR_EMAIL", "suzuki@example.org", TRUE);
  check_known(f, "鈴木 <suzuki@example.org>");
  g_unsetenv("GIT_AUTHOR_NAME");
  g_unsetenv("GIT_AUTHOR_EMAIL");
}

static void test_nowhere(void)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *folder = g_dir_make_tmp("kaitei-identity-XXXXXX", NULL);
  g_autoptr(Repository) repository = repository_open(folder, report);
  g_autofree char *known = identity_known(repository);

  g_assert_null(known);
  g_assert_false(identity_write(repository, "田中", NULL, report));
  g_assert_cmpint(report_get(report, report_count(report) - 1)->code, ==,
                  DIAG_CHANGESET_NO_REPOSITORY);
  g_rmdir(folder);
}

static void test_same(void)
{
  g_assert_true(identity_same("田中 <a@example.org>", "Tanaka <A@Example.org>"));
  g_assert_false(identity_same("田中 <a@example.org>", "田中 <b@example.org>"));
  g_assert_true(identity_same("田中", "田中"));
  g_assert_false(identity_same("田中", "佐藤"));
}
/* Whoever has signed in goes before all that git is told, and leaves none of it changed. */
static void test_committer(Fixture *f, gconstpointer data)
{
  (void)data;
  const Committer sato = {.name = "佐藤 和子", .mail = "sato@example.org"};
  g_assert_true(identity_write(f->repository, "田中", "tanaka@example.org", f->report));
  g_setenv("GIT_AUTHOR_NAME", "誰か", TRUE);
  g_autoptr(Repository) as = repository_open_as(f->folder, &sato, f->report);
  g_autofree char *known = identity_known(as);
  g_assert_cmpstr(known, ==, "佐藤 和子 <sato@example.org>");
  g_unsetenv("GIT_AUTHOR_NAME");
  g_autoptr(Repository) none = repository_open_as(f->folder, NULL, f->report);
  g_autofree char *own = identity_known(none);
  g_assert_cmpstr(own, ==, "田中 <tanaka@example.org>");
}

int main(int argc, char **argv)
{
  static const char *const told[] = {"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME",
                                     "GIT_COMMITTER_EMAIL", "XDG_CONFIG_HOME"};
  for (guint i = 0; i < G_N_ELEMENTS(told); i++)
    g_unsetenv(told[i]);
  /* libgit2 looks there for the user's own configuration. */
  g_setenv("HOME", "/nowhere", TRUE);

  g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/identity/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  TEST(written);
  TEST(without_mail);
  TEST(refused);
  TEST(environment);
  TEST(committer);
  g_test_add_func("/identity/nowhere", test_nowhere);
  g_test_add_func("/identity/same", test_same);
  return g_test_run();
}
