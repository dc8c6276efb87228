/*
 * Kills a program in the middle of its writing:
 *
 *     KILL_AT=17 LD_PRELOAD=kill_at.so PROGRAM...
 *
 * counts the calls that change the file system (write to a file, open that
 * creates, rename, link, unlink, mkdir, rmdir) and ends the process with SIGKILL
 * instead of the 17th; of a write, half is done first. Without KILL_AT, or with
 * fewer calls than that, the program runs to its end. With KILL_HOW=stop it is
 * stopped there (SIGSTOP) instead, and goes on when it is continued.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;

static int is_the_one(void)
{
  const char *at = getenv("KILL_AT");
  return at != NULL && atomic_fetch_add(&calls, 1) + 1 == atoi(at);
}

static int only_stop(void)
{
  const char *how = getenv("KILL_HOW");
  return how != NULL && strcmp(how, "stop") == 0;
}

static void die(void)
{
  if (only_stop()) {
    kill(getpid(), SIGSTOP);
    return;
  }
  kill(getpid(), SIGKILL);
  for (;;)
    pause();
}

static void count(void)
{
  if (is_the_one())
    die();
}

ssize_t write(int fd, const void *bytes, size_t length)
{
  if (fd > 2 && is_the_one()) {
    if (!only_stop())
      syscall(SYS_write, fd, bytes, length / 2);
    die();
  }
  return syscall(SYS_write, fd, bytes, length);
}

int openat(int folder, const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (flags & O_CREAT)
    count();
  return (int)syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (flags & O_CREAT)
    count();
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* The names under which libraries built for large files call them. */
int openat64(int folder, const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return openat(folder, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open(path, flags, mode);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
  count();
  return (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int link(const char *old, const char *new)
{
  return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int renameat(int from, const char *old, int to, const char *new)
{
  count();
  return (int)syscall(SYS_renameat2, from, old, to, new, 0);
}

int rename(const char *old, const char *new)
{
  return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int unlinkat(int folder, const char *path, int flags)
{
  count();
  return (int)syscall(SYS_unlinkat, folder, path, flags);
}

int unlink(const char *path)
{
  return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
  return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
  if (unlinkat(AT_FDCWD, path, 0) == 0)
    return 0;
  return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
  count();
  return (int)syscall(SYS_mkdirat, folder, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
  return mkdirat(AT_FDCWD, path, mode);
}
