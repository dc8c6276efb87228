#include "pages/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

#define HEAD "kaitei journal 1\n"

/* One run through a journal. */
typedef struct {
  const Delivery *at;
  int files;         /* .next/files */
  GHashTable *plain; /* folders of _site/ that no link leads through */
  guint aside;       /* how many things were set aside */
  Report *report;
} Run;

bool output_path_allowed(const char *path)
{
  if (strlen(path) >= 4096)
    return false;
  for (const char *part = path;; part++) {
    gsize length = strcspn(part, "/");
    if (length == 0 || length > 255 || (length <= 2 && strncmp(part, "..", length) == 0))
      return false;
    if (part == path && (strncmp(path, ".next", MAX(length, 5)) == 0 ||
                         strncmp(path, ".lock", MAX(length, 5)) == 0))
      return false;
    for (gsize i = 0; i < length; i++)
      if ((guchar)part[i] < 0x20 || part[i] == 0x7f)
        return false;
    part += length;
    if (*part == '\0')
      return true;
  }
}

unsigned entry_type(int folder, const char *path)
{
  struct stat st;
  if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return 0;
  return st.st_mode & S_IFMT;
}

/* ---- writing ---- */

static bool write_all(int fd, const char *bytes, gsize length)
{
  while (length > 0) {
    ssize_t done = write(fd, bytes, length);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return false;
    bytes += done;
    length -= (gsize)done;
  }
  return true;
}

static bool unwritable(const Delivery *delivery, const char *path, int error, Report *report)
{
  g_autofree char *full = g_build_filename(delivery->folder, path, NULL);
  file_report_unwritable(full, error, report);
  return false;
}

bool journal_write(const Delivery *delivery, GPtrArray *moves, GPtrArray *drops, Report *report)
{
  g_autoptr(GString) text = g_string_new(HEAD);
  for (guint i = 0; i < moves->len; i++)
    g_string_append_printf(text, "move %s\n", (const char *)g_ptr_array_index(moves, i));
  for (guint i = 0; i < drops->len; i++)
    g_string_append_printf(text, "drop %s\n", (const char *)g_ptr_array_index(drops, i));
  g_string_append_printf(text, "end %u\n", moves->len + drops->len);

  int fd = openat(delivery->next, "journal.new",
                  O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (fd < 0)
    return unwritable(delivery, ".next/journal", errno, report);
  bool good = write_all(fd, text->str, text->len);
  int error = errno;
  if (close(fd) != 0 && good) {
    good = false;
    error = errno;
  }
  if (!good)
    return unwritable(delivery, ".next/journal", error, report);
  if (renameat(delivery->next, "journal.new", delivery->next, "journal") != 0)
    return unwritable(delivery, ".next/journal", errno, report);
  return true;
}

/* ---- doing ---- */

static bool unfinished(Run *run, const char *path, int error)
{
  g_autofree char *full = g_build_filename(run->at->folder, path, NULL);
  report_add(run->report, DIAG_OUTPUT_UNFINISHED, place_at(full, 0, 0), full, g_strerror(error),
             NULL);
  return false;
}

/* Whether every folder on the way to `path` is a folder (or not there), and no
 * link. Remembered, for many files lie in one folder. */
static bool way_is_plain(Run *run, const char *path)
{
  const char *slash = strrchr(path, '/');
  if (slash == NULL)
    return true;
  g_autofree char *folder = g_strndup(path, (gsize)(slash - path));
  if (g_hash_table_contains(run->plain, folder))
    return true;
  if (!way_is_plain(run, folder) || entry_type(run->at->root, folder) == S_IFLNK)
    return false;
  g_hash_table_add(run->plain, g_steal_pointer(&folder));
  return true;
}

/* Makes the folders on the way to `path` in _site/. */
static bool make_way(Run *run, const char *path)
{
  g_autofree char *way = g_strdup(path);
  for (char *slash = strchr(way, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (mkdirat(run->at->root, way, 0777) != 0 && errno != EEXIST)
      return false;
    *slash = '/';
  }
  return true;
}

/* Takes what stands at `path` out of _site/, whole and at once. */
static bool set_aside(Run *run, const char *path)
{
  if (mkdirat(run->at->next, "old", 0777) != 0 && errno != EEXIST)
    return false;
  for (;;) {
    g_autofree char *name = g_strdup_printf("old/%u", run->aside++);
    if (entry_type(run->at->next, name) == 0)
      return renameat(run->at->root, path, run->at->next, name) == 0;
  }
}

static bool move_in(Run *run, const char *path);

static gint by_bytes(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool merge_in(Run *run, const char *path)
{
  g_autofree char *full = g_build_filename(run->at->folder, ".next/files", path, NULL);
  g_autoptr(GDir) dir = g_dir_open(full, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (dir == NULL)
    return unfinished(run, path, errno);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
    g_ptr_array_add(names, g_strconcat(path, "/", name, NULL));
  g_ptr_array_sort(names, by_bytes);

  bool good = true;
  for (guint i = 0; i < names->len; i++)
    good &= move_in(run, g_ptr_array_index(names, i));
  return good;
}

static bool move_in(Run *run, const char *path)
{
  if (!way_is_plain(run, path))
    return unfinished(run, path, ELOOP);
  if (renameat(run->files, path, run->at->root, path) == 0)
    return true;

  int error = errno;
  unsigned from = entry_type(run->files, path);
  if (from == 0)
    return true; /* moved before the kill */
  unsigned to = entry_type(run->at->root, path);
  if (from == S_IFDIR && to == S_IFDIR)
    return merge_in(run, path);
  if (to != 0 && (error == EISDIR || error == ENOTDIR || error == ENOTEMPTY || error == EEXIST)) {
    if (!set_aside(run, path))
      return unfinished(run, path, errno);
  } else if (error != ENOENT || !make_way(run, path)) {
    return unfinished(run, path, error);
  }
  return renameat(run->files, path, run->at->root, path) == 0 || unfinished(run, path, errno);
}

static bool drop(Run *run, const char *path)
{
  if (!way_is_plain(run, path))
    return true; /* a link has taken the folder's place: not ours any more */
  if (unlinkat(run->at->root, path, 0) != 0 && errno != ENOENT && errno != ENOTDIR &&
      errno != EISDIR)
    return unfinished(run, path, errno);

  g_autofree char *way = g_strdup(path);
  for (char *slash; (slash = strrchr(way, '/')) != NULL;) {
    *slash = '\0';
    if (unlinkat(run->at->root, way, AT_REMOVEDIR) != 0 && errno != ENOENT)
      break;
  }
  return true;
}

/* ---- reading ---- */

static char *read_journal(const Delivery *delivery)
{
  g_autofree char *path = g_build_filename(delivery->folder, ".next/journal", NULL);
  char *text = NULL;
  g_file_get_contents(path, &text, NULL, NULL);
  return text;
}

static bool is_entry(const char *line)
{
  return (g_str_has_prefix(line, "move ") || g_str_has_prefix(line, "drop ")) &&
         output_path_allowed(line + 5);
}

/* The lines between head and end; NULL where one of the two is missing, or
 * where a line between them is none that journal_write() writes. */
static char **entries_of(const char *text)
{
  if (!g_str_has_prefix(text, HEAD) || !g_str_has_suffix(text, "\n"))
    return NULL;
  g_auto(GStrv) lines = g_strsplit(text + strlen(HEAD), "\n", -1);
  guint count = g_strv_length(lines);
  if (count < 2) /* the text after the last line counts as one, if there is any line */
    return NULL;
  guint entries = count - 2;
  g_autofree char *end = g_strdup_printf("end %u", entries);
  if (strcmp(lines[entries], end) != 0)
    return NULL;
  for (guint i = 0; i < entries; i++)
    if (!is_entry(lines[i]))
      return NULL;
  g_clear_pointer(&lines[entries + 1], g_free);
  g_clear_pointer(&lines[entries], g_free);
  return g_steal_pointer(&lines);
}

static bool follow(Run *run, char **entries)
{
  bool good = true;
  for (char **entry = entries; *entry != NULL; entry++) {
    const char *path = *entry + strlen("move ");
    if (g_str_has_prefix(*entry, "move "))
      good &= move_in(run, path);
    else if (good) /* nothing goes while something that may replace it is not there */
      good &= drop(run, path);
  }
  return good;
}

bool journal_complete(const Delivery *delivery, Report *report)
{
  g_autofree char *text = read_journal(delivery);
  g_auto(GStrv) entries = text == NULL ? NULL : entries_of(text);
  if (entries == NULL)
    return true;

  Run run = {.at = delivery, .report = report};
  run.files = openat(delivery->next, "files", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (run.files < 0)
    return unfinished(&run, ".next/files", errno);
  run.plain = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  bool good = follow(&run, entries);
  g_hash_table_unref(run.plain);
  close(run.files);
  if (good && unlinkat(delivery->next, "journal", 0) != 0)
    good = unfinished(&run, ".next/journal", errno);
  return good;
}
