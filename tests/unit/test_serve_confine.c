/* serve/confine: what is not named cannot be seen any more; what is named works as before. */
#include "serve/confine.h"

#include "base/files.h"
#include "records/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_LANDLOCK = 77 };

typedef struct {
  char *folder, *inside, *outside;
} Fixture;

static bool can(const char *folder, const char *name, int flags)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd >= 0)
    close(fd);
  return fd >= 0;
}

/* In a process of its own, for nothing gives the rights back. Each fault has a number. */
static int confined(const Fixture *f)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *store_path = g_build_filename(f->inside, "_records", "store.db", NULL);
  const Act act = {"system", moment_now()};
  g_autoptr(Store) store = store_create(store_path, &act, report);
  int before = open(f->outside, O_PATH | O_DIRECTORY | O_CLOEXEC);
  const ConfinePlace places[] = {
    {f->inside, CONFINE_READ | CONFINE_WRITE | CONFINE_CHANGE},
    {"/usr", CONFINE_READ | CONFINE_RUN},
    {"/lib", CONFINE_READ | CONFINE_RUN},
    {"/lib64", CONFINE_READ | CONFINE_RUN},
    {"/bin", CONFINE_READ | CONFINE_RUN},
    {"/nonexistent", CONFINE_READ},
    {"/tmp", 0},
    {0},
  };
  if (store == NULL || before < 0)
    return 1;
  if (!confine(places))
    return NO_LANDLOCK;
  if (!can(f->inside, "a", O_RDONLY) || !can(f->inside, "new", O_WRONLY | O_CREAT) ||
      !can(f->inside, "a", O_WRONLY | O_TRUNC))
    return 2;
  if (can(f->outside, "a", O_RDONLY) || can(f->outside, "new", O_WRONLY | O_CREAT) ||
      can("/etc", "passwd", O_RDONLY) || can("/proc/self", "maps", O_RDONLY))
    return 3;
  /* A way in that was open before is no way either. */
  if (openat(before, "a", O_RDONLY) >= 0 || unlinkat(before, "a", 0) == 0)
    return 4;
  /* Programs that it starts are held too. */
  g_autofree char *cat = g_strdup_printf("cat '%s/a' 2>&-", f->outside);
  if (system("/usr/bin/true") != 0 || system(cat) == 0)
    return 5;
  /* The store makes its journal, and removes it. */
  if (!store_begin(store, report) || !store_commit(store, report) || !store_begin(store, report))
    return 6;
  store_rollback(store);
  g_autofree char *renamed = g_build_filename(f->inside, "b", NULL);
  g_autofree char *name = g_build_filename(f->inside, "a", NULL);
  return rename(name, renamed) == 0 && unlink(renamed) == 0 ? 0 : 7;
}

static void test_confine(void)
{
  Fixture f = {.folder = g_dir_make_tmp("kaitei-confine-XXXXXX", NULL)};
  g_autoptr(Report) report = report_new();
  f.inside = g_build_filename(f.folder, "inside", NULL);
  f.outside = g_build_filename(f.folder, "outside", NULL);
  g_autofree char *in = g_build_filename(f.inside, "a", NULL);
  g_autofree char *out = g_build_filename(f.outside, "a", NULL);
  g_assert_true(file_write(in, "a", 1, report));
  g_assert_true(file_write(out, "a", 1, report));

  pid_t child = fork();
  if (child == 0)
    _exit(confined(&f));
  int status = 0;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == NO_LANDLOCK)
    g_test_skip("this kernel has no Landlock");
  else
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);

  /* And nobody else is. */
  g_assert_true(can(f.outside, "a", O_RDONLY));
  g_assert_true(folder_remove(f.folder, report));
  g_free(f.folder);
  g_free(f.inside);
  g_free(f.outside);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/serve/confine", test_confine);
  return g_test_run();
}
