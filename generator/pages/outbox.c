#include "pages/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pages/journal.h"

/* A folder of the site that files are put into. */
typedef struct {
  char *highest; /* the highest folder on the way that is not there yet, NULL if all are */
  bool link;     /* a symbolic link stands on the way */
  bool made;     /* below .next/files, or about to be */
} Folder;

struct Outbox {
  char *folder;
  int root;  /* _site */
  int lock;  /* _site/.lock */
  int next;  /* _site/.next */
  int files; /* _site/.next/files */

  GMutex mutex;        /* guards all below */
  GHashTable *folders; /* path → Folder */
  GHashTable *moves;   /* paths that the journal is to move; a new folder stands for all in it */
  GHashTable *drops;   /* paths of files that are to go */
  guint written;
  guint dropped;
  bool failed;
  bool ours; /* .next/ holds nothing but what this build put there */
};

static void folder_free(gpointer data)
{
  Folder *folder = data;
  g_free(folder->highest);
  g_free(folder);
}

static GHashTable *path_set(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static bool unwritable(const Outbox *outbox, const char *path, int error, Report *report)
{
  g_autofree char *full =
    path == NULL ? g_strdup(outbox->folder) : g_build_filename(outbox->folder, path, NULL);
  file_report_unwritable(full, error, report);
  return false;
}

/* ---- opening and closing ---- */

/* Another build is done in a moment: a preview's, mostly. Three seconds in all. */
enum { LOCK_TRIES = 60, LOCK_PAUSE = 50 * 1000 };

static bool lock(Outbox *outbox, Report *report)
{
  outbox->lock = openat(outbox->root, ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (outbox->lock < 0)
    return unwritable(outbox, ".lock", errno, report);
  for (int tries = 0; flock(outbox->lock, LOCK_EX | LOCK_NB) != 0; tries++) {
    if (errno != EWOULDBLOCK)
      return unwritable(outbox, ".lock", errno, report);
    if (tries == LOCK_TRIES) {
      report_add(report, DIAG_OUTPUT_BUSY, place_none(), outbox->folder, NULL);
      return false;
    }
    g_usleep(LOCK_PAUSE);
  }
  return true;
}

static int open_folder(int parent, const char *name)
{
  return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Opens .next/ and finishes what an earlier build began. */
static bool finish_earlier(Outbox *outbox, Report *report)
{
  outbox->next = open_folder(outbox->root, ".next");
  if (outbox->next < 0)
    return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ||
           unwritable(outbox, ".next", errno, report);
  Delivery delivery = {outbox->folder, outbox->root, outbox->next};
  bool good = journal_complete(&delivery, report);
  close(outbox->next);
  outbox->next = -1;
  return good;
}

static void close_next(Outbox *outbox)
{
  if (outbox->files >= 0)
    close(outbox->files);
  if (outbox->next >= 0)
    close(outbox->next);
  outbox->files = outbox->next = -1;
}

/* Removes .next/ with all in it. The journal goes first: once a part of what it
 * names is removed it must not be followed any more. */
static bool clear_next(Outbox *outbox, Report *report)
{
  close_next(outbox);
  if (entry_type(outbox->root, ".next") == 0)
    return true;
  if (unlinkat(outbox->root, ".next", 0) == 0)
    return true; /* no folder: a stranger's file or link */
  if (unlinkat(outbox->root, ".next/journal", 0) != 0 && errno != ENOENT)
    return unwritable(outbox, ".next/journal", errno, report);
  g_autofree char *path = g_build_filename(outbox->folder, ".next", NULL);
  return folder_remove(path, report);
}

static bool make_next(Outbox *outbox, Report *report)
{
  if (mkdirat(outbox->root, ".next", 0777) != 0)
    return unwritable(outbox, ".next", errno, report);
  outbox->next = open_folder(outbox->root, ".next");
  if (outbox->next < 0 || mkdirat(outbox->next, "files", 0777) != 0)
    return unwritable(outbox, ".next/files", errno, report);
  outbox->files = open_folder(outbox->next, "files");
  return outbox->files >= 0 || unwritable(outbox, ".next/files", errno, report);
}

Outbox *outbox_open(const char *folder, Report *report)
{
  if (!folder_make(folder, report))
    return NULL;

  g_autoptr(Outbox) outbox = g_new0(Outbox, 1);
  g_mutex_init(&outbox->mutex);
  outbox->folder = g_strdup(folder);
  outbox->lock = outbox->next = outbox->files = -1;
  outbox->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, folder_free);
  outbox->moves = path_set();
  outbox->drops = path_set();
  outbox->root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (outbox->root < 0) {
    unwritable(outbox, NULL, errno, report);
    return NULL;
  }
  if (!lock(outbox, report) || !finish_earlier(outbox, report) || !clear_next(outbox, report))
    return NULL;
  outbox->ours = true;
  if (!make_next(outbox, report))
    return NULL;
  return g_steal_pointer(&outbox);
}

void outbox_close(Outbox *outbox)
{
  if (outbox == NULL)
    return;
  close_next(outbox);
  if (outbox->ours) {
    g_autoptr(Report) unheard = report_new(); /* the next start clears it as well */
    clear_next(outbox, unheard);
  }
  if (outbox->lock >= 0)
    close(outbox->lock);
  if (outbox->root >= 0)
    close(outbox->root);
  g_hash_table_unref(outbox->folders);
  g_hash_table_unref(outbox->moves);
  g_hash_table_unref(outbox->drops);
  g_mutex_clear(&outbox->mutex);
  g_free(outbox->folder);
  g_free(outbox);
}

/* ---- folders ---- */

/* Looks a folder of the site up, once for all files in it. The mutex is held. */
static const Folder *look_up(Outbox *outbox, const char *path)
{
  Folder *folder = g_hash_table_lookup(outbox->folders, path);
  if (folder != NULL)
    return folder;

  folder = g_new0(Folder, 1);
  const char *slash = strrchr(path, '/');
  if (slash != NULL) {
    g_autofree char *parent_path = g_strndup(path, (gsize)(slash - path));
    const Folder *parent = look_up(outbox, parent_path);
    folder->highest = g_strdup(parent->highest);
    folder->link = parent->link;
  }
  if (folder->highest == NULL && !folder->link) {
    unsigned type = entry_type(outbox->root, path);
    folder->link = type == S_IFLNK;
    folder->highest = type == S_IFDIR ? NULL : g_strdup(path);
  }
  g_hash_table_insert(outbox->folders, g_strdup(path), folder);
  return folder;
}

/* Where a file is to go. */
typedef struct {
  bool link;  /* no way there but through a link */
  bool there; /* its folder is */
  bool first; /* nothing was written into its folder before */
} Way;

static Way way_to(Outbox *outbox, const char *path)
{
  const char *slash = strrchr(path, '/');
  Way way = {.there = true};
  if (slash == NULL)
    return way;

  g_autofree char *parent = g_strndup(path, (gsize)(slash - path));
  g_mutex_lock(&outbox->mutex);
  const Folder *folder = look_up(outbox, parent);
  way.link = folder->link;
  way.there = folder->highest == NULL;
  way.first = !folder->made;
  g_mutex_unlock(&outbox->mutex);
  return way;
}

/* Makes the folder of `path` below .next/files, and those above it. */
static bool make_folder(Outbox *outbox, const char *path)
{
  const char *slash = strrchr(path, '/');
  if (slash == NULL)
    return true;
  g_autofree char *parent = g_strndup(path, (gsize)(slash - path));
  if (mkdirat(outbox->files, parent, 0777) != 0 && errno != EEXIST)
    if (errno != ENOENT || !make_folder(outbox, parent) ||
        (mkdirat(outbox->files, parent, 0777) != 0 && errno != EEXIST))
      return false;

  g_mutex_lock(&outbox->mutex);
  Folder *folder = g_hash_table_lookup(outbox->folders, parent);
  if (folder != NULL)
    folder->made = true;
  g_mutex_unlock(&outbox->mutex);
  return true;
}

/* ---- putting ---- */

static void take_stamp(const struct stat *st, FileStamp *stamp)
{
  *stamp = (FileStamp){
    .size = st->st_size,
    .mtime_ns = (gint64)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
    .inode = st->st_ino,
    .ctime_ns = 0, /* the renaming to come will change it */
  };
}

/* Whether the open file holds these very bytes. */
static bool holds(int fd, const char *bytes, gsize length, FileStamp *stamp)
{
  struct stat st;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (gsize)st.st_size != length)
    return false;
  take_stamp(&st, stamp);
  char chunk[32 * 1024];
  while (length > 0) {
    ssize_t got = read(fd, chunk, MIN(length, sizeof chunk));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0 || memcmp(chunk, bytes, (gsize)got) != 0)
      return false;
    bytes += got;
    length -= (gsize)got;
  }
  return true;
}

/* O_NONBLOCK, for a FIFO in the file's place must not keep us waiting. */
static int open_file(int folder, const char *path)
{
  return openat(folder, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

static bool is_same(Outbox *outbox, const char *path, const char *bytes, gsize length,
                    FileStamp *stamp)
{
  int fd = open_file(outbox->root, path);
  if (fd < 0)
    return false;
  bool same = holds(fd, bytes, length, stamp);
  close(fd);
  return same;
}

/* Writes a new file below .next/files; 0 or an errno. A part of it that is left
 * by an error is never delivered, for the delivery as a whole is refused. */
static int write_new(Outbox *outbox, const char *path, bool first, const char *bytes, gsize length,
                     FileStamp *stamp)
{
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  if (first && !make_folder(outbox, path))
    return errno;
  int fd = openat(outbox->files, path, flags, 0666);
  if (fd < 0)
    return errno;

  int error = 0;
  while (length > 0 && error == 0) {
    ssize_t done = write(fd, bytes, length);
    if (done < 0 && errno != EINTR)
      error = errno;
    if (done > 0) {
      bytes += done;
      length -= (gsize)done;
    }
  }
  struct stat st;
  if (error == 0 && fstat(fd, &st) != 0)
    error = errno;
  if (close(fd) != 0 && error == 0 && errno != EINTR)
    error = errno;
  if (error == 0)
    take_stamp(&st, stamp);
  return error;
}

static OutboxResult failed(Outbox *outbox)
{
  g_mutex_lock(&outbox->mutex);
  outbox->failed = true;
  g_mutex_unlock(&outbox->mutex);
  return OUTBOX_FAILED;
}

static OutboxResult refuse(Outbox *outbox, DiagCode code, const char *path, Report *report)
{
  g_autofree char *full = g_build_filename(outbox->folder, path, NULL);
  report_add(report, code, place_at(full, 0, 0), full, NULL);
  return failed(outbox);
}

/* Notes what the delivery has to move: the file, or the highest new folder. */
static void note_written(Outbox *outbox, const char *path)
{
  const char *slash = strrchr(path, '/');
  g_autofree char *parent = slash == NULL ? NULL : g_strndup(path, (gsize)(slash - path));
  g_mutex_lock(&outbox->mutex);
  const Folder *folder = parent == NULL ? NULL : g_hash_table_lookup(outbox->folders, parent);
  const char *what = folder != NULL && folder->highest != NULL ? folder->highest : path;
  if (!g_hash_table_contains(outbox->moves, what))
    g_hash_table_add(outbox->moves, g_strdup(what));
  outbox->written++;
  g_mutex_unlock(&outbox->mutex);
}

OutboxResult outbox_put(Outbox *outbox, const char *path, const char *bytes, gsize length,
                        FileStamp *stamp, Report *report)
{
  FileStamp unasked;
  if (stamp == NULL)
    stamp = &unasked;
  if (!output_path_allowed(path))
    return refuse(outbox, DIAG_OUTPUT_PATH, path, report);
  Way way = way_to(outbox, path);
  if (way.link)
    return refuse(outbox, DIAG_OUTPUT_LINK, path, report);
  if (way.there && is_same(outbox, path, bytes, length, stamp))
    return OUTBOX_SAME;

  int error = write_new(outbox, path, way.first, bytes, length, stamp);
  if (error == EEXIST || error == ENOTDIR)
    return refuse(outbox, DIAG_OUTPUT_TWICE, path, report);
  if (error != 0) {
    unwritable(outbox, path, error, report);
    return failed(outbox);
  }
  note_written(outbox, path);
  return OUTBOX_WRITTEN;
}

void outbox_drop(Outbox *outbox, const char *path)
{
  if (!output_path_allowed(path))
    return;
  g_mutex_lock(&outbox->mutex);
  if (g_hash_table_add(outbox->drops, g_strdup(path)))
    outbox->dropped++;
  g_mutex_unlock(&outbox->mutex);
}

/* ---- looking ---- */

/* Opens a file as it will be after delivery; below 0 where there will be none. */
static int open_delivered(Outbox *outbox, const char *path)
{
  if (!output_path_allowed(path))
    return -1;
  int fd = open_file(outbox->files, path);
  if (fd >= 0)
    return fd;
  Way way = way_to(outbox, path);
  g_mutex_lock(&outbox->mutex);
  bool dropped = g_hash_table_contains(outbox->drops, path);
  g_mutex_unlock(&outbox->mutex);
  return dropped || way.link || !way.there ? -1 : open_file(outbox->root, path);
}

char *outbox_read(Outbox *outbox, const char *path, gsize *length)
{
  int fd = open_delivered(outbox, path);
  if (fd < 0)
    return NULL;

  struct stat st;
  g_autofree char *bytes = NULL;
  gsize size = 0;
  bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  if (good)
    bytes = g_malloc((gsize)st.st_size + 1);
  while (good && size < (gsize)st.st_size) {
    ssize_t got = read(fd, bytes + size, (gsize)st.st_size - size);
    if (got > 0)
      size += (gsize)got;
    else if (got == 0 || errno != EINTR)
      good = false;
  }
  close(fd);
  if (!good)
    return NULL;
  bytes[size] = '\0';
  *length = size;
  return g_steal_pointer(&bytes);
}

static bool stamp_in(int folder, const char *path, FileStamp *stamp)
{
  struct stat st;
  if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
    return false;
  take_stamp(&st, stamp);
  return true;
}

bool outbox_stamp(Outbox *outbox, const char *path, FileStamp *stamp)
{
  if (!output_path_allowed(path))
    return false;
  if (stamp_in(outbox->files, path, stamp))
    return true;
  Way way = way_to(outbox, path);
  g_mutex_lock(&outbox->mutex);
  bool dropped = g_hash_table_contains(outbox->drops, path);
  g_mutex_unlock(&outbox->mutex);
  return !dropped && !way.link && way.there && stamp_in(outbox->root, path, stamp);
}

guint outbox_written(const Outbox *outbox)
{
  return outbox->written;
}

guint outbox_dropped(const Outbox *outbox)
{
  return outbox->dropped;
}

/* ---- delivering ---- */

static gint by_bytes(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The set's paths in order; they stay the set's. */
static GPtrArray *sorted(GHashTable *set)
{
  GPtrArray *paths = g_ptr_array_sized_new(g_hash_table_size(set));
  GHashTableIter iter;
  gpointer path;
  g_hash_table_iter_init(&iter, set);
  while (g_hash_table_iter_next(&iter, &path, NULL))
    g_ptr_array_add(paths, path);
  g_ptr_array_sort(paths, by_bytes);
  return paths;
}

bool outbox_deliver(Outbox *outbox, Report *report)
{
  if (outbox->failed)
    return false;
  g_autoptr(GPtrArray) moves = sorted(outbox->moves);
  g_autoptr(GPtrArray) drops = sorted(outbox->drops);
  for (guint i = drops->len; i-- > 0;)
    if (entry_type(outbox->files, g_ptr_array_index(drops, i)) != 0)
      g_ptr_array_remove_index(drops, i);
  if (moves->len == 0 && drops->len == 0)
    return true;

  Delivery delivery = {outbox->folder, outbox->root, outbox->next};
  if (!journal_write(&delivery, moves, drops, report))
    return false;
  outbox->ours = false;
  if (!journal_complete(&delivery, report))
    return false;
  outbox->ours = true;

  g_hash_table_remove_all(outbox->folders);
  g_hash_table_remove_all(outbox->moves);
  g_hash_table_remove_all(outbox->drops);
  return clear_next(outbox, report) && make_next(outbox, report);
}
