#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- walking ---- */

/* A folder on the way down, to see when links lead round in a circle. */
typedef struct Ancestor {
  dev_t device;
  ino_t inode;
  const struct Ancestor *above;
} Ancestor;

typedef struct {
  char *real_root; /* resolved, without a '/' at its end */
  const char *named;
  const char *suffix;
  GPtrArray *found;
  GString *path; /* of the entry at hand, relative to the root */
  Report *report;
} Walk;

static void found_free(gpointer data)
{
  FoundFile *file = data;
  g_free(file->path);
  g_free(file);
}

static int compare_found(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const FoundFile *const *)a)->path, (*(const FoundFile *const *)b)->path);
}

static char *name_of(const Walk *walk, const char *path)
{
  if (walk->named == NULL || *walk->named == '\0')
    return g_strdup(path);
  return *path ? g_strconcat(walk->named, "/", path, NULL) : g_strdup(walk->named);
}

static void report_unreadable(const Walk *walk, const char *path, int error)
{
  g_autofree char *name = name_of(walk, path);
  report_add(walk->report, DIAG_FILE_UNREADABLE, place_at(name, 0, 0), name, g_strerror(error),
             NULL);
}

/* Whether the link at hand may be followed: it leads somewhere inside. */
static bool link_is_good(const Walk *walk)
{
  g_autofree char *link = g_strconcat(walk->real_root, "/", walk->path->str, NULL);
  char *target = realpath(link, NULL);
  if (target == NULL) {
    int error = errno;
    g_autofree char *name = name_of(walk, walk->path->str);
    if (error == ENOENT || error == ENOTDIR || error == ELOOP)
      report_add(walk->report, DIAG_LINK_LEADS_NOWHERE, place_at(name, 0, 0), name, NULL);
    else
      report_unreadable(walk, walk->path->str, error);
    return false;
  }

  gsize length = strlen(walk->real_root);
  bool inside = strncmp(target, walk->real_root, length) == 0 &&
                (target[length] == '/' || target[length] == '\0');
  free(target);
  if (!inside) {
    g_autofree char *name = name_of(walk, walk->path->str);
    report_add(walk->report, DIAG_LINK_LEADS_OUT, place_at(name, 0, 0), name, NULL);
  }
  return inside;
}

static void add_file(Walk *walk, const struct stat *info)
{
  FoundFile *file = g_new0(FoundFile, 1);
  file->path = g_strndup(walk->path->str, walk->path->len);
  file->stamp.size = info->st_size;
  file->stamp.mtime_ns = (gint64)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
  file->stamp.inode = info->st_ino;
  file->stamp.ctime_ns = (gint64)info->st_ctim.tv_sec * 1000000000 + info->st_ctim.tv_nsec;
  g_ptr_array_add(walk->found, file);
}

static void walk_folder(Walk *walk, int fd, const Ancestor *above);

static void enter_folder(Walk *walk, int parent, const char *name, const struct stat *info,
                         const Ancestor *above)
{
  for (const Ancestor *a = above; a != NULL; a = a->above)
    if (a->device == info->st_dev && a->inode == info->st_ino)
      return;

  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    report_unreadable(walk, walk->path->str, errno);
    return;
  }
  Ancestor here = {info->st_dev, info->st_ino, above};
  walk_folder(walk, fd, &here);
}

static void visit(Walk *walk, int fd, const struct dirent *entry, const Ancestor *above)
{
  bool wanted = walk->suffix == NULL || g_str_has_suffix(entry->d_name, walk->suffix);
  if (entry->d_type == DT_REG && !wanted)
    return;

  struct stat info;
  bool ok = fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0;
  if (ok && S_ISLNK(info.st_mode)) {
    if (!link_is_good(walk))
      return;
    ok = fstatat(fd, entry->d_name, &info, 0) == 0;
  }
  if (!ok) {
    /* Gone since the folder was read: as if it had never been there. */
    if (errno != ENOENT)
      report_unreadable(walk, walk->path->str, errno);
  } else if (S_ISDIR(info.st_mode)) {
    enter_folder(walk, fd, entry->d_name, &info, above);
  } else if (S_ISREG(info.st_mode) && wanted) {
    add_file(walk, &info);
  }
}

/* Takes `fd` over. */
static void walk_folder(Walk *walk, int fd, const Ancestor *above)
{
  gsize length = walk->path->len;
  DIR *folder = fdopendir(fd);
  if (folder == NULL) {
    report_unreadable(walk, walk->path->str, errno);
    close(fd);
    return;
  }

  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    if (entry->d_name[0] == '.')
      continue;
    if (length > 0)
      g_string_append_c(walk->path, '/');
    g_string_append(walk->path, entry->d_name);
    visit(walk, fd, entry, above);
    g_string_truncate(walk->path, length);
  }
  closedir(folder);
}

GPtrArray *files_walk(const char *root, const char *named, const char *suffix, Report *report)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(found_free);
  char *real_root = realpath(root, NULL);
  Walk walk = {real_root, named, suffix, found, NULL, report};
  struct stat info;

  int fd = real_root == NULL ? -1 : open(real_root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0 && fstat(fd, &info) == 0) {
    Ancestor top = {info.st_dev, info.st_ino, NULL};
    walk.path = g_string_new(NULL);
    /* "/" is the one path that ends in a slash. */
    if (strcmp(real_root, "/") == 0)
      real_root[0] = '\0';
    walk_folder(&walk, fd, &top);
    g_string_free(walk.path, TRUE);
  } else if (errno != ENOENT && errno != ENOTDIR) {
    report_unreadable(&walk, "", errno);
  }
  free(real_root);
  g_ptr_array_sort(found, compare_found);
  return found;
}

/* ---- removing ---- */

/* Empties and removes one entry of an open folder; 0, or errno. */
static int remove_at(int parent, const char *name)
{
  if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
    return 0;
  if (errno != EISDIR && errno != EPERM)
    return errno;

  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return errno;
  DIR *folder = fdopendir(fd);
  if (folder == NULL) {
    int error = errno;
    close(fd);
    return error;
  }

  int error = 0;
  for (const struct dirent *entry; error == 0 && (entry = readdir(folder)) != NULL;)
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      error = remove_at(fd, entry->d_name);
  closedir(folder);
  if (error == 0 && unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
    error = errno;
  return error;
}

bool folder_remove(const char *path, Report *report)
{
  int error = remove_at(AT_FDCWD, path);
  if (error == 0)
    return true;
  file_report_unwritable(path, error, report);
  return false;
}
