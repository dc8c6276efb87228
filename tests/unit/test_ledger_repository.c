/* Repositories of every kind, made by git itself; and the bytes of editions. */
#include "base/files.h"
#include "ledger/ledger.h"

#include <git2.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *scratch;

static void sh(const char *where, const char *script)
{
  g_autofree char *error = NULL;
  g_autofree char *folder = g_build_filename(scratch, where, NULL);
  char *argv[] = {"/bin/sh", "-e", "-c", (char *)script, NULL};
  int status = 0;

  g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
  g_assert_true(g_spawn_sync(folder, argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                             &error, &status, NULL));
  if (status != 0)
    g_error("%s\n%s", script, error);
}

static char *in_scratch(const char *name)
{
  return g_build_filename(scratch, name, NULL);
}

static void assert_said(const Report *report, const char *wanted)
{
  g_autoptr(GString) codes = g_string_new(NULL);
  for (guint i = 0; i < report_count(report); i++)
    g_string_append_printf(codes, "%s;", diag_code_name(report_get(report, i)->code));
  g_assert_cmpstr(codes->str, ==, wanted);
  g_assert_false(report_failed(report));
}

/* Opens one below the scratch folder; what is reported must be `wanted`, and the
 * same of one that is opened when it is needed. */
static Repository *open_saying(const char *name, const char *wanted)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Report) later = report_new();
  g_autofree char *folder = in_scratch(name);
  Repository *repository = repository_open(folder, report);
  g_autoptr(Repository) near = repository_near(folder, later);

  g_assert_nonnull(repository);
  assert_said(report, wanted);
  g_assert_true(repository_shallow(near) == repository_shallow(repository));
  g_assert_true(repository_present(near) == repository_present(repository));
  assert_said(later, wanted);
  return repository;
}

/* What is peculiar is said before anything is asked. */
static void assert_said_at_once(const char *name, const char *wanted)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *folder = in_scratch(name);
  g_autoptr(Repository) near = repository_near(folder, report);
  assert_said(report, wanted);
}

/* libgit2 looks for the user's configuration once: it is told anew. */
static void git_home(const char *folder)
{
  git_libgit2_init();
  g_assert_cmpint(git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, folder), ==,
                  0);
}

#define HELLO "ce013625030ba8dba906f756967f9e9ca394464a" /* git's id of "hello\n" */
#define SITE "printf 'hello\\n' > a.md; git add .; git commit -qm a"

static void assert_hello(Repository *repository)
{
  gsize size = 0;
  g_autofree char *bytes = repository_blob(repository, HELLO, &size);
  g_assert_cmpstr(bytes, ==, "hello\n");
  g_assert_cmpuint(size, ==, 6);
}

static void test_blob_id(void)
{
  g_autofree char *hello = blob_id("hello\n", 6);
  g_autofree char *empty = blob_id("", 0);
  g_autofree char *nul = blob_id("a\0b", 3);
  g_assert_cmpstr(hello, ==, HELLO);
  g_assert_cmpstr(empty, ==, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  g_assert_cmpstr(nul, ==, "20b5be91886d0b6f26dc98a225c0dac05fe2c86e");
}

static void test_plain(void)
{
  sh("plain", "git init -q -b main; " SITE "; mkdir -p deep/er");
  g_autoptr(Repository) repository = open_saying("plain/deep/er", "");
  gsize size;

  g_assert_true(repository_present(repository));
  g_assert_false(repository_shallow(repository));
  assert_hello(repository);
  g_assert_null(repository_blob(repository, "0123456789abcdef0123456789abcdef01234567", &size));
  g_assert_null(repository_blob(repository, "nonsense", &size));
  g_autofree char *head = repository_head(repository);
  g_assert_cmpuint(strlen(head), ==, 40);
  g_assert_null(repository_blob(repository, head, &size)); /* a commit is no blob */
}

static void test_none(void)
{
  sh("none", ":");
  g_autoptr(Repository) repository = open_saying("none", "repository-none;");
  assert_said_at_once("none", "repository-none;");
  gsize size;
  g_assert_false(repository_present(repository));
  g_assert_null(repository_blob(repository, HELLO, &size));
  g_assert_null(repository_head(repository));
}

static void test_unborn(void)
{
  sh("unborn", "git init -q -b main");
  g_autoptr(Repository) repository = open_saying("unborn", "");
  g_assert_true(repository_present(repository));
  g_assert_null(repository_head(repository));
}

static void test_bare_and_linked(void)
{
  sh("kinds", "git init -q -b main one; cd one; " SITE "; git gc -q;"
              "git clone -q --bare . ../bare.git; git worktree add -q ../linked");
  g_autoptr(Repository) bare = open_saying("kinds/bare.git", "");
  g_autoptr(Repository) linked = open_saying("kinds/linked", "");
  assert_hello(bare);
  assert_hello(linked);
}

static void test_shallow(void)
{
  sh("shallow", "git init -q -b main one; cd one; " SITE
                "; echo b > a.md; git commit -qam b; git clone -q --depth 1 file://$PWD ../two");
  g_autoptr(Repository) repository = open_saying("shallow/two", "repository-shallow;");
  assert_said_at_once("shallow/two", "repository-shallow;");
  gsize size;
  g_assert_true(repository_shallow(repository));
  g_assert_null(repository_blob(repository, HELLO, &size));
}

static void test_owner(void)
{
  if (geteuid() != 0) {
    g_test_skip("only root can give a folder away");
    return;
  }
  sh("owner", "git init -q -b main; " SITE "; chown -R 12345 .");
  git_home(scratch);
  g_autoptr(Repository) repository = open_saying("owner", "repository-owner;");
  assert_said_at_once("owner", "repository-owner;");
  g_assert_false(repository_present(repository));
  git_home(NULL);
}

/* What git's configuration trusts is opened; libgit2 reads it from HOME. */
static void test_trusted(void)
{
  if (geteuid() != 0) {
    g_test_skip("only root can give a folder away");
    return;
  }
  sh("trusted", "git init -q -b main; " SITE "; chown -R 12345 .; mkdir ../home");
  g_autofree char *home = in_scratch("home");
  g_autofree char *config = g_build_filename(home, ".gitconfig", NULL);
  g_autofree char *folder = in_scratch("trusted");
  const struct {
    const char *form;
    const char *wanted;
  } cases[] = {
    {"[safe]\n directory = *\n", ""},
    {"[safe]\n directory = %s\n", ""},
    {"[safe]\n directory = /nowhere\n", "repository-owner;"},
    {"[safe]\n directory = *\n directory =\n", "repository-owner;"},
  };

  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(GStrv) parts = g_strsplit(cases[i].form, "%s", 2);
    g_autofree char *text = g_strjoinv(folder, parts);
    g_assert_true(g_file_set_contents(config, text, -1, NULL));
    git_home(home);
    g_autoptr(Repository) repository = open_saying("trusted", cases[i].wanted);
    g_assert_true(repository_present(repository) == (*cases[i].wanted == '\0'));
  }
  git_home(NULL);
}

static gpointer read_many(gpointer repository)
{
  for (guint i = 0; i < 300; i++)
    assert_hello(repository);
  return NULL;
}

static void test_threads(void)
{
  sh("threads", "git init -q -b main; " SITE);
  g_autoptr(Repository) repository = open_saying("threads", "");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("reader", read_many, repository);
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    g_thread_join(threads[i]);
}

static void test_broken(void)
{
  sh("broken", "git init -q -b main; " SITE "; printf '[core\\n' > .git/config");
  g_autoptr(Repository) repository = open_saying("broken", "repository-unreadable;");
  assert_said_at_once("broken", "");
  g_assert_false(repository_present(repository));
}

static void test_loose(void)
{
  sh("loose", "git init -q -b main; mkdir -p .git/objects/17; cd .git/objects/17;"
              "for i in $(seq 10 40); do : > ${i}3456789012345678901234567890123456789; done");
  g_autoptr(Repository) repository = open_saying("loose", "repository-loose;");
  g_assert_true(repository_present(repository));
}

/* Bytes that are not their id's are no text, although libgit2 would hand them out. */
static void test_damaged(void)
{
  sh("damaged",
     "git init -q -b main; " SITE "; id=$(printf 'hullo\\n' | git hash-object -w --stdin);"
     "cd .git/objects; chmod -R u+w .;"
     "cp $(echo $id | sed 's,^..,&/,') ce/013625030ba8dba906f756967f9e9ca394464a");
  g_autoptr(Repository) repository = open_saying("damaged", "");
  gsize size;
  g_assert_null(repository_blob(repository, HELLO, &size));
}

static void test_create(void)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *folder = in_scratch("made/new site");
  g_assert_true(repository_create(folder, report));
  g_assert_true(repository_create(folder, report));
  sh("made/new site", "test \"$(git symbolic-ref HEAD)\" = refs/heads/main; " SITE);
  g_autoptr(Repository) repository = open_saying("made/new site", "");
  assert_hello(repository);

  sh("made", ": > file");
  g_autofree char *bad = in_scratch("made/file/below");
  g_assert_false(repository_create(bad, report));
  g_assert_cmpint(report_status(report), ==, 3);
}

/* ---- editions ---- */

/* A site with one text, "hello\n"; `script` is run on it. Says what is reported. */
static void assert_bytes(const char *name, const char *script, const char *wanted,
                         const char *bytes_wanted)
{
  g_autofree char *all =
    g_strconcat("git init -q -b main; mkdir -p content/kihon/revisions; cd content/kihon;"
                "printf 'hello\\n' > revisions/2018-01-01.md;"
                "echo \"policy { id = 'kihon', title = 'x' }\" > ledger.lua;"
                "echo \"revision { effective = '2018-01-01', change = '作成' }\" >> ledger.lua;"
                "echo \"text { of = '2018-01-01', lang = 'ja', blob = '" HELLO
                "', provenance = 'copy' }\" >> ledger.lua; cd ../..; git add .; git commit -qm x;",
                script, NULL);
  sh(name, all);

  g_autoptr(Report) quiet = report_new();
  g_autoptr(Report) report = report_new();
  g_autofree char *folder = in_scratch(name);
  g_autoptr(Repository) repository = repository_open(folder, quiet);
  g_autoptr(Ledger) ledger = ledger_read(folder, "content/kihon/ledger.lua", report);
  const Revision *revision = ledger_find(ledger, "2018-01-01");
  gsize size = 0;
  g_autofree char *bytes =
    edition_bytes(revision_edition(revision, "ja"), ledger, folder, repository, &size, report);

  g_assert_cmpstr(bytes, ==, bytes_wanted);
  if (bytes != NULL)
    g_assert_cmpuint(size, ==, 6);
  g_autoptr(GString) said = g_string_new(NULL);
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    g_string_append_printf(said, "%s:%d %s;", diag->file, diag->line, diag_code_name(diag->code));
  }
  g_assert_cmpstr(said->str, ==, wanted);
}

#define ALTERED "content/kihon/revisions/2018-01-01.md:0 text-altered;"
#define FILE_AT " content/kihon/revisions/2018-01-01.md"

static void test_editions(void)
{
  assert_bytes("e1", ":", "", "hello\n");
  assert_bytes("e2", "rm -rf .git", "", "hello\n");
  assert_bytes("e3", "rm" FILE_AT, "content/kihon/ledger.lua:3 text-not-frozen;", "hello\n");
  assert_bytes("e4", "rm -rf .git" FILE_AT, "content/kihon/ledger.lua:3 text-missing;", NULL);
  assert_bytes("e5", "echo x >>" FILE_AT, ALTERED, "hello\n");
  assert_bytes("e6", "rm -rf .git; echo x >>" FILE_AT, ALTERED, NULL);
  assert_bytes("e7", "rm -rf .git; printf 'hello\\r\\n' >" FILE_AT, ALTERED, NULL);
  assert_bytes("e8", "printf 'Hello\\n' >" FILE_AT, ALTERED, "hello\n");
  assert_bytes("e9", "git gc -q", "", "hello\n");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_setenv("GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
  g_setenv("GIT_CONFIG_SYSTEM", "/dev/null", TRUE);
  for (guint i = 0; i < 2; i++) {
    g_setenv(i ? "GIT_AUTHOR_NAME" : "GIT_COMMITTER_NAME", "Test", TRUE);
    g_setenv(i ? "GIT_AUTHOR_EMAIL" : "GIT_COMMITTER_EMAIL", "test@example.jp", TRUE);
  }
  scratch = g_dir_make_tmp("kaitei-repository-XXXXXX", NULL);
  g_assert_nonnull(scratch);

  g_test_add_func("/ledger/repository/blob-id", test_blob_id);
  g_test_add_func("/ledger/repository/plain", test_plain);
  g_test_add_func("/ledger/repository/none", test_none);
  g_test_add_func("/ledger/repository/unborn", test_unborn);
  g_test_add_func("/ledger/repository/bare-and-linked", test_bare_and_linked);
  g_test_add_func("/ledger/repository/shallow", test_shallow);
  g_test_add_func("/ledger/repository/owner", test_owner);
  g_test_add_func("/ledger/repository/trusted", test_trusted);
  g_test_add_func("/ledger/repository/threads", test_threads);
  g_test_add_func("/ledger/repository/broken", test_broken);
  g_test_add_func("/ledger/repository/loose", test_loose);
  g_test_add_func("/ledger/repository/damaged", test_damaged);
  g_test_add_func("/ledger/repository/create", test_create);
  g_test_add_func("/ledger/editions/bytes", test_editions);
  int status = g_test_run();

  g_autoptr(Report) report = report_new();
  if (!folder_remove(scratch, report))
    status = 1;
  g_free(scratch);
  return status;
}
