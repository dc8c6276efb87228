#include "serve/watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum {
  CHANGES =
    IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
};

/* One watched folder: a source, or the parent of a source that is awaited. */
typedef struct {
  char *path;
  bool source;
} Watched;

struct Watch {
  int fd;
  char **folders;
  GHashTable *watched; /* descriptor → Watched */
};

static void watched_free(gpointer data)
{
  Watched *watched = data;
  g_free(watched->path);
  g_free(watched);
}

static bool is_passed_over(const char *name)
{
  return name[0] == '.' || g_str_has_suffix(name, "~");
}

/* Below a source everything is one; a parent alone stays what it was. */
static bool add_folder(Watch *watch, const char *path, bool source, Report *report)
{
  int descriptor = inotify_add_watch(watch->fd, path, CHANGES | IN_ONLYDIR);
  if (descriptor < 0) {
    if (errno != ENOENT && errno != ENOTDIR)
      report_add(report, DIAG_WATCH_FAILED, place_at(path, 0, 0), path, g_strerror(errno), NULL);
    return false;
  }
  const Watched *old = g_hash_table_lookup(watch->watched, GINT_TO_POINTER(descriptor));
  Watched *watched = g_new0(Watched, 1);
  watched->path = g_strdup(path);
  watched->source = source || (old != NULL && old->source);
  g_hash_table_replace(watch->watched, GINT_TO_POINTER(descriptor), watched);
  return true;
}

static void add_tree(Watch *watch, const char *path, int depth, Report *report)
{
  if (depth > 64 || !add_folder(watch, path, true, report))
    return;
  DIR *folder = opendir(path);
  if (folder == NULL)
    return;
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    if (is_passed_over(entry->d_name) || (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
      continue;
    g_autofree char *below = g_build_filename(path, entry->d_name, NULL);
    add_tree(watch, below, depth + 1, report);
  }
  closedir(folder);
}

Watch *watch_new(const char *const *folders, Report *report)
{
  int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0) {
    report_add(report, DIAG_WATCH_FAILED, place_none(), ".", g_strerror(errno), NULL);
    return NULL;
  }

  Watch *watch = g_new0(Watch, 1);
  watch->fd = fd;
  watch->folders = g_strdupv((char **)folders);
  watch->watched = g_hash_table_new_full(NULL, NULL, NULL, watched_free);
  for (char **folder = watch->folders; *folder != NULL; folder++) {
    g_autofree char *parent = g_path_get_dirname(*folder);
    add_folder(watch, parent, false, report);
    add_tree(watch, *folder, 0, report);
  }
  return watch;
}

void watch_free(Watch *watch)
{
  if (watch == NULL)
    return;
  close(watch->fd);
  g_hash_table_unref(watch->watched);
  g_strfreev(watch->folders);
  g_free(watch);
}

int watch_fd(const Watch *watch)
{
  return watch->fd;
}

/* Whether one event concerns a source; new folders are taken in. */
static bool take_event(Watch *watch, const struct inotify_event *event, Report *report)
{
  /* Too much happened to be told: then surely something did. */
  if (event->mask & IN_Q_OVERFLOW)
    return true;
  if (event->mask & IN_IGNORED) {
    g_hash_table_remove(watch->watched, GINT_TO_POINTER(event->wd));
    return false;
  }
  const Watched *watched = g_hash_table_lookup(watch->watched, GINT_TO_POINTER(event->wd));
  if (watched == NULL || event->len == 0 || is_passed_over(event->name))
    return false;

  g_autofree char *path = g_build_filename(watched->path, event->name, NULL);
  bool source = watched->source || g_strv_contains((const char *const *)watch->folders, path);
  if (source && (event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO)))
    add_tree(watch, path, 0, report);
  return source;
}

bool watch_changed(Watch *watch, Report *report)
{
  _Alignas(struct inotify_event) char buffer[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
  bool changed = false;

  for (ssize_t got; (got = read(watch->fd, buffer, sizeof buffer)) > 0;) {
    for (const char *p = buffer; p < buffer + got;) {
      const struct inotify_event *event = (const void *)p;
      changed |= take_event(watch, event, report);
      p += sizeof *event + event->len;
    }
  }
  return changed;
}
