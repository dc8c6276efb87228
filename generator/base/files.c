#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- stamps ---- */

bool file_stamp(const char *path, FileStamp *stamp)
{
  struct stat info;
  if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
    return false;

  *stamp = (FileStamp){
    .size = info.st_size,
    .mtime_ns = (gint64)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec,
    .inode = info.st_ino,
    .ctime_ns = (gint64)info.st_ctim.tv_sec * 1000000000 + info.st_ctim.tv_nsec,
  };
  return true;
}

bool file_stamp_equal(const FileStamp *a, const FileStamp *b)
{
  return a->size == b->size && a->mtime_ns == b->mtime_ns && a->inode == b->inode &&
         a->ctime_ns == b->ctime_ns;
}

/* ---- reading ---- */

static void report_unreadable(const char *named, int error, Report *report)
{
  if (error == ENOENT || error == ENOTDIR)
    report_add(report, DIAG_FILE_MISSING, place_at(named, 0, 0), named, NULL);
  else if (error == EISDIR || error == EINVAL)
    report_add(report, DIAG_FILE_NOT_PLAIN, place_at(named, 0, 0), named, NULL);
  else
    report_add(report, DIAG_FILE_UNREADABLE, place_at(named, 0, 0), named, g_strerror(error), NULL);
}

static void report_too_large(const char *named, gsize limit, Report *report)
{
  g_autofree char *kib = g_strdup_printf("%" G_GSIZE_FORMAT, limit / 1024);
  report_add(report, DIAG_FILE_TOO_LARGE, place_at(named, 0, 0), named, kib, NULL);
}

/* Reads to the end of the file, whatever size it was said to have. */
static char *read_all(int fd, gsize expected, gsize limit, gsize *length, int *error)
{
  gsize room = expected + 1;
  gsize used = 0;
  g_autofree char *bytes = g_malloc(room + 1);

  for (;;) {
    if (used == room) {
      room *= 2;
      bytes = g_realloc(bytes, room + 1);
    }
    gssize got = read(fd, bytes + used, room - used);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      *error = errno;
      return NULL;
    }
    if (got == 0)
      break;
    used += (gsize)got;
    if (limit > 0 && used > limit)
      break;
  }
  bytes[used] = '\0';
  *length = used;
  return g_steal_pointer(&bytes);
}

char *file_read(const char *path, const char *named, gsize limit, gsize *length, Report *report)
{
  struct stat info;
  gsize used = 0;
  int error = 0;

  if (named == NULL)
    named = path;
  /* Not to wait for ever where somebody has put a pipe. */
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat(fd, &info) != 0)
    error = errno;
  else if (!S_ISREG(info.st_mode))
    error = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;

  g_autofree char *bytes = NULL;
  if (error == 0 && limit > 0 && (guint64)info.st_size > limit)
    used = limit + 1;
  else if (error == 0)
    bytes = read_all(fd, (gsize)info.st_size, limit, &used, &error);
  if (fd >= 0)
    close(fd);

  if (error != 0) {
    report_unreadable(named, error, report);
    return NULL;
  }
  if (limit > 0 && used > limit) {
    report_too_large(named, limit, report);
    return NULL;
  }
  if (length != NULL)
    *length = used;
  return g_steal_pointer(&bytes);
}

/* ---- writing ---- */

void file_report_unwritable(const char *path, int error, Report *report)
{
  DiagCode code = error == ENOSPC || error == EDQUOT    ? DIAG_DISK_FULL
                  : error == EROFS                      ? DIAG_DISK_READ_ONLY
                  : error == ENOTDIR || error == EEXIST ? DIAG_FOLDER_IS_FILE
                                                        : DIAG_FILE_UNWRITABLE;
  report_add(report, code, place_at(path, 0, 0), path, g_strerror(error), NULL);
}

/* A new file beside `path`, its name put into *name; -1 with errno. The name
 * begins with '.', so that a walk passes over what a crash leaves. */
static int open_beside(const char *path, char **name)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *base = g_path_get_basename(path);

  for (int attempt = 0; attempt < 100; attempt++) {
    /* A long name is cut: it must not outgrow what a folder takes. */
    g_autofree char *temporary = g_strdup_printf("%s/.%.200s.%08x", folder, base, g_random_int());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) {
      *name = g_steal_pointer(&temporary);
      return fd;
    }
  }
  return -1;
}

static bool write_all(int fd, const char *bytes, gsize length)
{
  while (length > 0) {
    gssize written = write(fd, bytes, length);
    if (written < 0 && errno != EINTR)
      return false;
    if (written > 0) {
      bytes += written;
      length -= (gsize)written;
    }
  }
  return true;
}

/* Whether the file is still as it was seen. */
static bool still_as(const char *path, const FileStamp *seen)
{
  FileStamp now;
  bool there = file_stamp(path, &now);
  return seen != NULL ? there && file_stamp_equal(&now, seen)
                      : !there && !g_file_test(path, G_FILE_TEST_EXISTS);
}

/* What a rename over `path` is to be held against; all NULL for a plain file_write(). */
typedef struct {
  const FileStamp *seen;
  const mode_t *mode;
  bool *changed;
} Over;

static int finish_beside(int fd, const char *temporary, const char *path, const char *bytes,
                         gsize length, const Over *over)
{
  int error = write_all(fd, bytes, length) && fsync(fd) == 0 ? 0 : errno;
  if (error == 0 && over->mode != NULL && fchmod(fd, *over->mode) != 0)
    error = errno;
  /* A full disk may be told only here. */
  if (close(fd) != 0 && error == 0)
    error = errno;
  if (error == 0 && over->changed != NULL)
    *over->changed = !still_as(path, over->seen);
  bool renames = error == 0 && (over->changed == NULL || !*over->changed);
  if (renames && rename(temporary, path) != 0)
    error = errno;
  if (error != 0 || !renames)
    unlink(temporary);
  return error;
}

static bool write_beside(const char *path, const char *bytes, gsize length, const Over *over,
                         Report *report)
{
  g_autofree char *temporary = NULL;
  int fd = open_beside(path, &temporary);
  int error = fd >= 0 ? finish_beside(fd, temporary, path, bytes, length, over) : errno;
  if (error != 0)
    file_report_unwritable(path, error, report);
  return error == 0 && (over->changed == NULL || !*over->changed);
}

bool file_write(const char *path, const char *bytes, gsize length, Report *report)
{
  g_autofree char *folder = g_path_get_dirname(path);
  return folder_make(folder, report) &&
         write_beside(path, bytes, length, &(Over){NULL, NULL, NULL}, report);
}

bool file_write_over(const char *path, const FileStamp *seen, const char *bytes, gsize length,
                     bool *changed, Report *report)
{
  struct stat info;
  bool there = stat(path, &info) == 0;
  mode_t mode = there ? info.st_mode & 07777 : 0;

  *changed = false;
  /* The rename would succeed where the folder alone may be written to, and for root. */
  if (there && ((mode & 0222) == 0 || access(path, W_OK) != 0)) {
    file_report_unwritable(path, EACCES, report);
    return false;
  }
  return write_beside(path, bytes, length, &(Over){seen, there ? &mode : NULL, changed}, report);
}

bool folder_make(const char *path, Report *report)
{
  if (g_mkdir_with_parents(path, 0777) == 0)
    return true;
  file_report_unwritable(path, errno, report);
  return false;
}
