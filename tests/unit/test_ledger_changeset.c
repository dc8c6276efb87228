/* ledger/changeset: commits of a few files in repositories of every kind.
 *
 * For tests/cli/changeset-killed.sh, which kills it in the middle, the program also
 * does single steps in a work tree:
 *
 *     test_ledger_changeset commit FOLDER    commits a.md and new/b.md
 *     test_ledger_changeset settle FOLDER    what the next start does; prints what it says
 */
#include "base/files.h"
#include "ledger/changeset.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <string.h>

static char *scratch;

static char *sh(const char *where, const char *script)
{
  g_autofree char *error = NULL;
  g_autofree char *folder = g_build_filename(scratch, where, NULL);
  char *argv[] = {"/bin/sh", "-e", "-c", (char *)script, NULL};
  char *out = NULL;
  int status = 0;

  g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
  g_assert_true(
    g_spawn_sync(folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &error, &status, NULL));
  if (status != 0)
    g_error("%s\n%s", script, error);
  return g_strchomp(out);
}

#define assert_sh(where, script, wanted) \
  do { \
    g_autofree char *got_ = sh(where, script); \
    g_assert_cmpstr(got_, ==, wanted); \
  } while (0)

static char *codes(const Report *report)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < report_count(report); i++)
    g_string_append_printf(text, "%s;", diag_code_name(report_get(report, i)->code));
  return g_string_free(text, FALSE);
}

/* The blob id of a file below the folder; NULL where it is not there. */
static char *seen(const char *folder, const char *path)
{
  g_autofree char *full = g_build_filename(folder, path, NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  return g_file_get_contents(full, &bytes, &size, NULL) ? blob_id(bytes, size) : NULL;
}

static bool commit_in(const char *folder, Report *report)
{
  g_autoptr(Repository) repository = repository_open(folder, report);
  g_autoptr(Changeset) changeset = changeset_begin(repository, folder, report);
  if (changeset == NULL)
    return false;
  g_autofree char *a = seen(folder, "a.md");
  g_autofree char *b = seen(folder, "new/b.md");
  changeset_put(changeset, "new/b.md", b, "fresh\n", 6);
  changeset_put(changeset, "a.md", a, "two\n", 4);
  g_autofree char *id = NULL;
  bool done = changeset_commit(changeset, "公開\n\nMore.\n", &id, report);
  g_assert_true(done == (id != NULL));
  return done;
}

/* Commits in a folder below the scratch folder; what is reported must be `wanted`. */
static void commit_saying(const char *where, const char *wanted)
{
  g_autofree char *folder = g_build_filename(scratch, where, NULL);
  g_autoptr(Report) report = report_new();
  bool done = commit_in(folder, report);
  g_autofree char *got = codes(report);

  g_assert_cmpstr(got, ==, wanted);
  g_assert_true(done == !report_failed(report));
}

#define REPO \
  "git init -qb main; printf 'one\\n' > a.md; printf 'x\\n' > other; printf 'y\\n' > third;" \
  "printf 'z\\n' > 'fo\303\251 th'; git add .; git commit -qm one;"
/* Staged, changed, both, removed, intended, unknown. */
#define WORK \
  "printf 'X\\n' > other; git add other; printf 'XX\\n' > other; printf 'Y\\n' > third;" \
  "git rm -q --cached 'fo\303\251 th'; printf s > staged; git add staged; printf u > unknown;" \
  "printf i > meant; git add -N meant;"
#define STATE "git status --porcelain; git ls-files --stage other third staged"

static void free_text(char **text)
{
  g_free(*text);
}

static void test_others_stay(void)
{
  g_autofree char *setup = sh("plain", REPO WORK);
  __attribute__((cleanup(free_text))) char *before = sh("plain", STATE);

  commit_saying("plain", "");
  assert_sh("plain", STATE, before);
  assert_sh("plain", "git show --format=%an,%ae,%s --name-only HEAD",
            "Test,test@example.jp,公開\n\na.md\nnew/b.md");
  assert_sh("plain", "cat a.md new/b.md; git show HEAD:a.md; git show :new/b.md; ls .git/kaitei",
            "two\nfresh\ntwo\nfresh\nlock");
  assert_sh("plain", "git fsck --strict 2>&1; git reflog -1 --format='%gs %cn'",
            "commit: 公開 Test");
  assert_sh("plain", "git diff HEAD -- a.md new; ls -A",
            ".git\na.md\nfo\303\251 th\nmeant\nnew\nother\nstaged\nthird\nunknown");
}

/* A file as large as it was, changed in the second in which the index was written: git
 * looks into it because of that second, and must do so after us too. */
static void test_same_second(void)
{
  g_autofree char *setup =
    sh("second", REPO "git config core.trustctime false; git config core.checkStat minimal;"
                      "touch -d 2020-01-01T00:00:00Z third; git update-index --refresh;"
                      "printf 'Y\\n' > third; touch -d 2020-01-01T00:00:00Z third .git/index");
  commit_saying("second", "");
  assert_sh("second", "git diff --name-only", "third");
}

static void test_kinds(void)
{
  g_autofree char *unborn = sh("unborn", "git init -qb trunk; printf 'one\\n' > a.md");
  commit_saying("unborn", "");
  assert_sh("unborn", "git log --format=%s trunk; git status --porcelain", "公開");

  g_autofree char *deep = sh("deep/site", "cd ..; git init -qb main; cd site;"
                                          "printf 'one\\n' > a.md; git add .; git commit -qm 1");
  commit_saying("deep/site", "");
  assert_sh("deep", "git status --porcelain; git ls-files", "site/a.md\nsite/new/b.md");

  g_autofree char *linked = sh("main", REPO "git worktree add -q ../linked; git pack-refs --all");
  commit_saying("linked", "");
  assert_sh("linked",
            "git log --format=%s; git status --porcelain; git -C ../main log --format=%s main",
            "公開\none\none");

  g_autofree char *mode =
    sh("mode", REPO "git config index.version 4; chmod +x a.md;"
                    "git update-index --force-write-index a.md; git commit -qm x");
  commit_saying("mode", "");
  assert_sh("mode", "git ls-files --stage a.md | cut -c1-6; git status --porcelain", "100755");
}

static void test_refused(void)
{
  g_autofree char *none = sh("none", "printf 'one\\n' > a.md");
  commit_saying("none", "repository-none;changeset-no-repository;");
  g_autofree char *bare = sh("bare", "git init -q --bare");
  commit_saying("bare", "changeset-bare;");
  g_autofree char *detached = sh("detached", REPO "git checkout -q --detach");
  commit_saying("detached", "changeset-detached;");
  g_autofree char *split = sh("split", REPO "git update-index --split-index");
  commit_saying("split", "changeset-split-index;");
  g_autofree char *broken = sh("broken", REPO "printf x > .git/index");
  commit_saying("broken", "changeset-index;");
  assert_sh("broken", "git log --format=%s; cat a.md", "one\none");
  g_autofree char *locked = sh("locked", REPO ": > .git/index.lock");
  commit_saying("locked", "changeset-index-locked;");
  assert_sh("locked", "ls .git/index.lock", ".git/index.lock");
  assert_sh("locked", "git log --format=%s; cat a.md; ls -A .git/kaitei; ls",
            "one\none\nlock\na.md\nfo\303\251 th\nother\nthird");
  g_autofree char *held = sh("held", REPO ": > .git/refs/heads/main.lock");
  commit_saying("held", "changeset-git;");
  assert_sh("held", "rm .git/refs/heads/main.lock; git status --porcelain; ls; git log --format=%s",
            "a.md\nfo\303\251 th\nother\nthird\none");
  g_autofree char *link = sh("link", REPO "mv a.md b; ln -s b a.md");
  commit_saying("link", "changeset-link;");
}

static void test_under_way(void)
{
  static const char branches[] =
    REPO "git checkout -qb side; echo s > other; git commit -qam s; git checkout -q main;"
         "echo m > other; git commit -qam m;";
  static const char *const ways[] = {"merge", "rebase", "cherry-pick"};
  for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autofree char *script =
      g_strdup_printf("%s git %s side >/dev/null 2>&1 || :", branches, ways[i]);
    g_autofree char *done = sh(ways[i], script);
    commit_saying(ways[i], "changeset-busy;");
    assert_sh(ways[i], "cat a.md", "one");
  }
  g_autofree char *stash =
    sh("stash", REPO "echo s > other; git stash -q; echo m > other;"
                     "git commit -qam m; git stash pop >/dev/null 2>&1 || :");
  commit_saying("stash", "changeset-unmerged;");
}

static void test_identity(void)
{
  g_autofree char *setup = sh("nobody", REPO);
  g_unsetenv("GIT_AUTHOR_NAME");
  commit_saying("nobody", "changeset-identity;");
  assert_sh("nobody", "git status --porcelain; cat a.md; ls .git/kaitei", "one\nlock");
  g_autofree char *named = sh("nobody", "git config user.name Somebody");
  g_setenv("GIT_AUTHOR_DATE", "2027-04-01T10:00:00+09:00", TRUE);
  commit_saying("nobody", "");
  assert_sh("nobody", "git log -1 --format='%an %aI'", "Somebody 2027-04-01T10:00:00+09:00");
  g_setenv("GIT_AUTHOR_DATE", "some day", TRUE);
  g_setenv("GIT_AUTHOR_NAME", "Test", TRUE);
  commit_saying("nobody", "changeset-date;");
  g_unsetenv("GIT_AUTHOR_DATE");
}

static void test_meanwhile(void)
{
  g_autofree char *setup = sh("meanwhile", REPO);
  g_autofree char *folder = g_build_filename(scratch, "meanwhile", NULL);
  g_autofree char *a = seen(folder, "a.md");
  g_autofree char *id = NULL;
  g_autoptr(Report) report = report_new();
  g_autoptr(Repository) repository = repository_open(folder, report);
  g_autoptr(Changeset) changeset = changeset_begin(repository, folder, report);
  g_assert_nonnull(changeset);

  commit_saying("meanwhile", "changeset-locked;");
  g_assert_true(changeset_committed(changeset, "a.md", a));
  g_autofree char *edited = sh("meanwhile", "echo edited > a.md");
  g_autofree char *new_a = seen(folder, "a.md");
  g_assert_false(changeset_committed(changeset, "a.md", new_a));
  g_autofree char *staged = sh("meanwhile", "git add a.md");
  g_assert_false(changeset_committed(changeset, "a.md", new_a));
  g_autofree char *unstaged = sh("meanwhile", "git reset -q a.md");
  g_assert_true(changeset_committed(changeset, "nowhere.md", new_a));

  changeset_put(changeset, "a.md", a, "two\n", 4);
  g_assert_false(changeset_commit(changeset, "x", &id, report));
  g_autofree char *other =
    sh("meanwhile", "git checkout -q a.md; echo o > other; git commit -qam other");
  g_assert_false(changeset_commit(changeset, "x", &id, report));
  g_autofree char *got = codes(report);
  g_assert_cmpstr(got, ==, "changeset-file-changed;changeset-moved;");
  assert_sh("meanwhile", "git log --format=%s; git status --porcelain; cat a.md",
            "other\none\none");
}

/* A disk that fails as the second file is to be put in its place: this takes the place of libc's. */
static bool disk_fails;

int rename(const char *from, const char *to)
{
  if (disk_fails && g_str_has_suffix(to, "/new/b.md")) {
    errno = EIO;
    return -1;
  }
  return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

/* The commit is made; the next start puts in place what is not yet there. */
static void test_unfinished(void)
{
  g_autofree char *setup = sh("unfinished", REPO);
  disk_fails = true;
  commit_saying("unfinished", "changeset-git;changeset-unfinished;");
  disk_fails = false;
  assert_sh("unfinished", "git log -1 --format=%s; ls new; git ls-files new", "公開");
  g_autofree char *folder = g_build_filename(scratch, "unfinished", NULL);
  g_autoptr(Report) report = report_new();
  g_autoptr(Repository) repository = repository_open(folder, report);
  g_assert_true(changeset_settle(repository, report));
  g_autofree char *got = codes(report);
  g_assert_cmpstr(got, ==, "changeset-completed;");
  assert_sh("unfinished", "cat a.md new/b.md; git status --porcelain; ls .git/kaitei",
            "two\nfresh\nlock");
}

static int step(const char *name, const char *folder)
{
  g_autoptr(Report) report = report_new();
  if (strcmp(name, "commit") == 0) {
    bool done = commit_in(folder, report);
    g_autofree char *said = codes(report);
    puts(said);
    return done ? 0 : report_status(report);
  }
  g_autoptr(Repository) repository = repository_open(folder, report);
  changeset_settle(repository, report);
  g_autofree char *said = codes(report);
  puts(said);
  return report_status(report);
}

int main(int argc, char **argv)
{
  if (argc == 3 && argv[1][0] != '-')
    return step(argv[1], argv[2]);

  g_autoptr(Report) report = report_new();
  scratch = g_dir_make_tmp("kaitei-changeset-XXXXXX", NULL);
  git_libgit2_init(); /* nobody's own configuration is seen */
  git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, scratch);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/changeset/others-stay", test_others_stay);
  g_test_add_func("/changeset/same-second", test_same_second);
  g_test_add_func("/changeset/kinds", test_kinds);
  g_test_add_func("/changeset/refused", test_refused);
  g_test_add_func("/changeset/under-way", test_under_way);
  g_test_add_func("/changeset/identity", test_identity);
  g_test_add_func("/changeset/meanwhile", test_meanwhile);
  g_test_add_func("/changeset/unfinished", test_unfinished);
  int status = g_test_run();
  folder_remove(scratch, report);
  g_free(scratch);
  return status;
}
