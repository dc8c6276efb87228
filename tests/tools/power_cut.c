/*
 * A disk that loses what was not synced, or refuses to be written, for one program:
 *
 *     POWER_BELOW=FOLDER POWER_AT=17 LD_PRELOAD=power_cut.so PROGRAM...
 *
 * watches what the program does to files below FOLDER. Each write is kept apart until the file is
 * synced; each creation and removal of a name until the folder is. Instead of the 17th call that
 * writes, truncates, creates, removes or syncs, the power goes: all that was not synced is taken
 * back, and the process ends by SIGKILL. That is the least that a disk must keep, and no more.
 *
 *     POWER_KEEP=SEED    of the writes that were not synced some reached the disk all the same, some
 *                        in part (by sectors of 512 bytes), in any order: by chance from the seed
 *     FAULT_AT=N         instead of a power cut: the Nth call fails,
 *     FAULT_ON=write     of those that write; or sync, or unlink
 *     FAULT_HOW=EIO      or ENOSPC (half of a write is done first)
 *     FAULT_ON_AND_ON=1  and so do all after it
 *
 * A call that was refused is told of on standard error.
 *
 * For programs of one thread that read and write by open, (p)write, ftruncate, f(data)sync, unlink:
 * as SQLite does with a rollback journal.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES = 4096, CHANGES = 65536 };

/* A file that was written to and not synced since. */
typedef struct {
  dev_t dev;
  ino_t inode;
  int fd; /* our own; closed only when the file is gone, for closing drops the program's locks */
} File;

/* A change that is not on the disk for certain. */
typedef struct {
  enum { NOTHING, WRITE, TRUNCATE, CREATE, UNLINK } kind;
  int file; /* WRITE, TRUNCATE: index into files */
  off_t at;
  size_t length, old_length;
  char *new, *old; /* old: what lay there, as far as the file went */
  off_t old_size;
  char *path;  /* CREATE, UNLINK */
  char *aside; /* UNLINK: where the file is kept */
} Change;

static File files[FILES];
static int file_count;
static Change changes[CHANGES];
static int change_count;
static int calls, faults;

static const char *below(void)
{
  return getenv("POWER_BELOW");
}

static void out_of_room(void)
{
  static const char said[] = "power_cut: too much is not synced\n";
  syscall(SYS_write, 2, said, sizeof said - 1);
  syscall(SYS_exit_group, 99);
}

/* ---- what is watched ---- */

static bool path_watched(const char *path)
{
  const char *folder = below();
  size_t length = folder != NULL ? strlen(folder) : 0;
  return length > 0 && path != NULL && strncmp(path, folder, length) == 0 &&
         (path[length] == '/' || path[length] == '\0');
}

/* The path of a descriptor; false where it is none of a file or folder that is watched. */
static bool fd_path(int fd, char path[4096])
{
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t count = readlink(link, path, 4095);
  if (count <= 0)
    return false;
  path[count] = '\0';
  return path_watched(path);
}

static int file_of(int fd, bool make)
{
  struct stat found;
  if (fstat(fd, &found) != 0)
    return -1;
  for (int i = 0; i < file_count; i++)
    if (files[i].dev == found.st_dev && files[i].inode == found.st_ino && files[i].fd >= 0)
      return i;
  if (!make)
    return -1;
  if (file_count == FILES)
    out_of_room();
  files[file_count] = (File){found.st_dev, found.st_ino, (int)syscall(SYS_dup, fd)};
  return file_count++;
}

static Change *new_change(void)
{
  if (change_count == CHANGES)
    out_of_room();
  Change *change = &changes[change_count++];
  memset(change, 0, sizeof *change);
  return change;
}

static void forget(Change *change)
{
  free(change->new);
  free(change->old);
  free(change->path);
  if (change->aside != NULL)
    syscall(SYS_unlinkat, AT_FDCWD, change->aside, 0);
  free(change->aside);
  memset(change, 0, sizeof *change);
}

/* Those at the end that are settled make room. */
static void shrink(void)
{
  while (change_count > 0 && changes[change_count - 1].kind == NOTHING)
    change_count--;
}

/* ---- the power goes ---- */

static void take_back(const Change *change)
{
  int fd = change->kind == WRITE || change->kind == TRUNCATE ? files[change->file].fd : -1;
  if (change->kind == CREATE)
    syscall(SYS_unlinkat, AT_FDCWD, change->path, 0);
  else if (change->kind == UNLINK)
    syscall(SYS_linkat, AT_FDCWD, change->aside, AT_FDCWD, change->path, 0);
  else if (fd >= 0) {
    syscall(SYS_ftruncate, fd, change->old_size);
    syscall(SYS_pwrite64, fd, change->old, change->old_length, change->at);
  }
}

static unsigned long long chance;

static unsigned next_chance(unsigned most)
{
  chance = chance * 6364136223846793005ULL + 1442695040888963407ULL;
  return (unsigned)(chance >> 33) % most;
}

/* It reached the disk all the same: whole, or some of its sectors. */
static void put_back(const Change *change)
{
  int how = (int)next_chance(3);
  if (change->kind != WRITE || how == 0)
    return;
  for (size_t at = 0; at < change->length; at += 512)
    if (how == 1 || next_chance(2) == 0) {
      size_t length = change->length - at < 512 ? change->length - at : 512;
      syscall(SYS_pwrite64, files[change->file].fd, change->new + at, length,
              change->at + (off_t)at);
    }
}

static void cut(void)
{
  const char *keep = getenv("POWER_KEEP");
  for (int i = change_count - 1; i >= 0; i--)
    take_back(&changes[i]);
  if (keep != NULL) {
    chance = strtoull(keep, NULL, 10) * 2654435761ULL + 1;
    for (int i = 0; i < change_count; i++)
      put_back(&changes[i]);
  }
  kill(getpid(), SIGKILL);
  for (;;)
    pause();
}

/* Counts a call; ends it all where it is the one. */
static void count(void)
{
  const char *at = getenv("POWER_AT");
  if (at != NULL && ++calls == atoi(at))
    cut();
}

static bool fails(const char *kind)
{
  const char *at = getenv("FAULT_AT"), *on = getenv("FAULT_ON"), *how = getenv("FAULT_HOW");
  if (at == NULL || on == NULL || strcmp(on, kind) != 0)
    return false;
  int number = ++faults;
  if (number != atoi(at) && !(number > atoi(at) && getenv("FAULT_ON_AND_ON") != NULL))
    return false;
  static const char said[] = "power_cut: refused\n";
  syscall(SYS_write, 2, said, sizeof said - 1);
  errno = how != NULL && strcmp(how, "ENOSPC") == 0 ? ENOSPC : EIO;
  return true;
}

/* ---- writing ---- */

static void note_write(int fd, const void *bytes, size_t length, off_t at, int kind)
{
  struct stat found;
  if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode))
    return;
  Change *change = new_change();
  change->kind = kind;
  change->file = file_of(fd, true);
  change->at = at;
  change->length = length;
  change->old_size = found.st_size;
  size_t covered = at < found.st_size ? (size_t)(found.st_size - at) : 0;
  if (kind == WRITE && covered > length)
    covered = length;
  change->old = malloc(covered + 1);
  ssize_t read_ = syscall(SYS_pread64, fd, change->old, covered, at);
  /* A descriptor for writing alone cannot be read: our own may be no better, and is tried. */
  change->old_length = read_ > 0 ? (size_t)read_ : 0;
  if (kind == WRITE) {
    change->new = malloc(length + 1);
    memcpy(change->new, bytes, length);
  }
}

static ssize_t do_write(int fd, const void *bytes, size_t length, off_t at)
{
  char path[4096];
  bool placed = at >= 0;
  if (fd > 2 && fd_path(fd, path)) {
    count();
    off_t where = placed ? at : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
    if (fails("write")) {
      int error = errno;
      if (error == ENOSPC && length > 1) {
        note_write(fd, bytes, length / 2, where, WRITE);
        syscall(SYS_pwrite64, fd, bytes, length / 2, where);
      }
      errno = error;
      return -1;
    }
    note_write(fd, bytes, length, where, WRITE);
  }
  return placed ? syscall(SYS_pwrite64, fd, bytes, length, at)
                : syscall(SYS_write, fd, bytes, length);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
  return do_write(fd, bytes, length, -1);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at)
{
  return do_write(fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at)
{
  return do_write(fd, bytes, length, at);
}

int ftruncate(int fd, off_t size)
{
  char path[4096];
  if (fd_path(fd, path)) {
    count();
    note_write(fd, NULL, 0, size, TRUNCATE);
  }
  return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off_t size)
{
  return ftruncate(fd, size);
}

/* ---- syncing ---- */

static void settle_file(int fd)
{
  int file = file_of(fd, false);
  for (int i = 0; file >= 0 && i < change_count; i++)
    if ((changes[i].kind == WRITE || changes[i].kind == TRUNCATE) && changes[i].file == file)
      forget(&changes[i]);
  shrink();
}

/* Names in that very folder; a file that is gone for good needs no descriptor of ours. */
static void settle_folder(const char *folder)
{
  size_t length = strlen(folder);
  for (int i = 0; i < change_count; i++) {
    Change *change = &changes[i];
    if ((change->kind != CREATE && change->kind != UNLINK) ||
        strncmp(change->path, folder, length) != 0 || change->path[length] != '/' ||
        strchr(change->path + length + 1, '/') != NULL)
      continue;
    if (change->kind == UNLINK) {
      int file = change->file;
      for (int k = 0; file >= 0 && k < change_count; k++)
        if ((changes[k].kind == WRITE || changes[k].kind == TRUNCATE) && changes[k].file == file)
          forget(&changes[k]);
      if (file >= 0) {
        syscall(SYS_close, files[file].fd);
        files[file].fd = -1;
      }
    }
    forget(change);
  }
  shrink();
}

static int do_sync(int fd, long number)
{
  char path[4096];
  struct stat found;
  if (fd_path(fd, path)) {
    count();
    if (fails("sync"))
      return -1;
    if (fstat(fd, &found) == 0 && S_ISDIR(found.st_mode))
      settle_folder(path);
    else
      settle_file(fd);
    /* What this machine's disk does is nothing to the test, and it would wait for it. */
    return 0;
  }
  return (int)syscall(number, fd);
}

int fsync(int fd)
{
  return do_sync(fd, SYS_fsync);
}

int fdatasync(int fd)
{
  return do_sync(fd, SYS_fdatasync);
}

/* ---- names ---- */

static int do_open(const char *path, int flags, mode_t mode)
{
  struct stat found;
  bool creates = (flags & O_CREAT) && path_watched(path) && stat(path, &found) != 0;
  if (creates)
    count();
  /* Ours reads what is overwritten. */
  if (path_watched(path) && (flags & O_ACCMODE) == O_WRONLY)
    flags = (flags & ~O_ACCMODE) | O_RDWR;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  if (creates && fd >= 0) {
    Change *change = new_change();
    change->kind = CREATE;
    change->path = strdup(path);
  }
  return fd;
}

int open(const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return do_open(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return do_open(path, flags, mode);
}

int unlink(const char *path)
{
  static int number;
  char aside[4096];
  if (!path_watched(path))
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  count();
  if (fails("unlink"))
    return -1;
  snprintf(aside, sizeof aside, "%s.aside.%d.%d", below(), (int)getpid(), number++);
  int file = -1, fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (fd >= 0) {
    file = file_of(fd, false);
    syscall(SYS_close, fd);
  }
  if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, aside, 0) != 0)
    return -1;
  Change *change = new_change();
  change->kind = UNLINK;
  change->file = file;
  change->path = strdup(path);
  change->aside = strdup(aside);
  return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
