#include "ledger/intent.h"

#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long an empty lock on the branch may be another program's, microseconds. */
enum { LOCK_PATIENCE = 1000 * 1000, LOCK_STEP = 50 * 1000 };

/* ---- the intent ---- */

static void file_free(gpointer data)
{
  IntentFile *file = data;
  g_free(file->path);
  g_free(file);
}

Intent *intent_new(const char *ref)
{
  Intent *intent = g_new0(Intent, 1);
  intent->ref = g_strdup(ref);
  intent->files = g_ptr_array_new_with_free_func(file_free);
  return intent;
}

void intent_free(Intent *intent)
{
  if (intent == NULL)
    return;
  g_free(intent->ref);
  g_ptr_array_unref(intent->files);
  g_free(intent);
}

void intent_add(Intent *intent, const char *path, const git_oid *old, const git_oid *blob,
                guint mode)
{
  IntentFile *file = g_new0(IntentFile, 1);
  file->path = g_strdup(path);
  file->old = *old;
  file->blob = *blob;
  file->mode = mode;
  g_ptr_array_add(intent->files, file);
}

/* ---- where things are ---- */

static char *own_path(git_repository *git, const char *name)
{
  return g_build_filename(git_repository_path(git), "kaitei", name, NULL);
}

static char *index_path(git_repository *git, const char *suffix)
{
  return g_strconcat(git_repository_path(git), "index", suffix, NULL);
}

static char *work_path(git_repository *git, const char *path)
{
  return g_build_filename(git_repository_workdir(git), path, NULL);
}

/* The name under which a new file waits. Walks pass over it, for it begins with '.'. */
static char *waiting_path(git_repository *git, const char *path)
{
  g_autofree char *full = work_path(git, path);
  g_autofree char *folder = g_path_get_dirname(full);
  g_autofree char *base = g_path_get_basename(full);
  return g_strdup_printf("%s/.%s.kaitei-new", folder, base);
}

char *intent_folder(git_repository *git, Report *report)
{
  g_autofree char *folder = own_path(git, NULL);
  return folder_make(folder, report) ? g_steal_pointer(&folder) : NULL;
}

static bool fail(const char *path, Report *report)
{
  report_add(report, DIAG_CHANGESET_GIT, place_none(), path, g_strerror(errno), NULL);
  return false;
}

/* ---- writing and reading it ---- */

bool intent_write(const Intent *intent, git_repository *git, Report *report)
{
  g_autoptr(GString) text = g_string_new("kaitei intent 1\n");
  char hex[2][GIT_OID_HEXSZ + 1];

  g_string_append_printf(text, "ref %s\nold %s\nnew %s\n", intent->ref,
                         git_oid_tostr(hex[0], sizeof hex[0], &intent->old),
                         git_oid_tostr(hex[1], sizeof hex[1], &intent->commit));
  for (guint i = 0; i < intent->files->len; i++) {
    const IntentFile *file = g_ptr_array_index(intent->files, i);
    g_autofree char *path = g_strescape(file->path, NULL);
    g_string_append_printf(text, "file %o %s %s %s\n", file->mode,
                           git_oid_tostr(hex[0], sizeof hex[0], &file->old),
                           git_oid_tostr(hex[1], sizeof hex[1], &file->blob), path);
  }
  g_string_append(text, "end\n");
  /* One name beside it, so that a killed write leaves one file at most. */
  g_autofree char *path = own_path(git, "intent");
  g_autofree char *beside = own_path(git, "intent.new");
  g_autoptr(GError) error = NULL;
  if (!g_file_set_contents_full(beside, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_DURABLE,
                                0666, &error) ||
      rename(beside, path) != 0) {
    report_add(report, DIAG_CHANGESET_GIT, place_none(), path,
               error != NULL ? error->message : g_strerror(errno), NULL);
    return false;
  }
  return true;
}

static bool read_file_line(Intent *intent, const char *line)
{
  g_auto(GStrv) parts = g_strsplit(line, " ", 4);
  git_oid old, blob;
  guint64 mode;

  if (g_strv_length(parts) != 4 || git_oid_fromstr(&old, parts[1]) != GIT_OK ||
      git_oid_fromstr(&blob, parts[2]) != GIT_OK ||
      !g_ascii_string_to_unsigned(parts[0], 8, 0, 0777777, &mode, NULL))
    return false;
  g_autofree char *path = g_strcompress(parts[3]);
  intent_add(intent, path, &old, &blob, (guint)mode);
  return true;
}

static bool read_line(Intent *intent, const char *line)
{
  if (g_str_has_prefix(line, "ref ") && intent->ref == NULL) {
    intent->ref = g_strdup(line + 4);
    return true;
  }
  if (g_str_has_prefix(line, "old "))
    return git_oid_fromstr(&intent->old, line + 4) == GIT_OK;
  if (g_str_has_prefix(line, "new "))
    return git_oid_fromstr(&intent->commit, line + 4) == GIT_OK;
  return g_str_has_prefix(line, "file ") && read_file_line(intent, line + 5);
}

Intent *intent_read(git_repository *git)
{
  g_autofree char *path = own_path(git, "intent");
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    return NULL;

  g_autoptr(Intent) intent = intent_new(NULL);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  if (g_strcmp0(lines[0], "kaitei intent 1") != 0)
    return NULL;
  for (guint i = 1; lines[i] != NULL; i++) {
    if (strcmp(lines[i], "end") == 0)
      return intent->ref != NULL ? g_steal_pointer(&intent) : NULL;
    if (!read_line(intent, lines[i]))
      return NULL;
  }
  return NULL;
}

/* ---- work files ---- */

bool intent_look(git_repository *git, const char *path, git_oid *id, Report *report)
{
  g_autofree char *full = work_path(git, path);
  struct stat info;

  memset(id, 0, sizeof *id);
  if (lstat(full, &info) != 0)
    return errno == ENOENT || errno == ENOTDIR ? true : fail(full, report);
  if (!S_ISREG(info.st_mode)) {
    report_add(report, DIAG_CHANGESET_LINK, place_none(), path, NULL);
    return false;
  }
  gsize size = 0;
  g_autofree char *bytes = file_read(full, path, 0, &size, report);
  return bytes != NULL && git_odb_hash(id, bytes, size, GIT_OBJECT_BLOB) == GIT_OK;
}

/* Whoever may read and write the file today may go on doing so. */
static void keep_mode(git_repository *git, const char *path, int fd)
{
  g_autofree char *full = work_path(git, path);
  struct stat info;
  if (lstat(full, &info) == 0 && S_ISREG(info.st_mode))
    fchmod(fd, info.st_mode & 0777);
}

static bool write_waiting(git_repository *git, const IntentFile *file, Report *report)
{
  g_autofree char *path = waiting_path(git, file->path);
  g_autofree char *folder = g_path_get_dirname(path);
  g_autoptr(git_blob) blob = NULL;
  if (git_blob_lookup(&blob, git, &file->blob) != GIT_OK) {
    report_add(report, DIAG_CHANGESET_GIT, place_none(), file->path, git_words(), NULL);
    return false;
  }
  if (!folder_make(folder, report))
    return false;

  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                file->mode == GIT_FILEMODE_BLOB_EXECUTABLE ? 0777 : 0666);
  if (fd < 0)
    return fail(path, report);
  keep_mode(git, file->path, fd);
  const char *bytes = git_blob_rawcontent(blob);
  size_t left = (size_t)git_blob_rawsize(blob);
  while (left > 0) {
    ssize_t done = write(fd, bytes, left);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      break;
    bytes += done;
    left -= (size_t)done;
  }
  bool good = left == 0 && fsync(fd) == 0;
  int error = errno;
  close(fd);
  errno = error;
  return good || fail(path, report);
}

/* Puts a file beside the old one where it is needed; *ready tells whether it waits. */
static bool prepare_file(git_repository *git, const IntentFile *file, Report *report)
{
  git_oid now;

  if (!intent_look(git, file->path, &now, report))
    return false;
  bool done = git_oid_equal(&now, &file->blob);
  if (!done && git_oid_equal(&now, &file->old))
    return write_waiting(git, file, report);
  /* One that waits since a run was killed would take the place of what was written since. */
  g_autofree char *waiting = waiting_path(git, file->path);
  unlink(waiting);
  if (!done)
    report_add(report, DIAG_CHANGESET_LEFT, place_none(), file->path, NULL);
  return true;
}

/* ---- the index ---- */

static bool lock_index(git_repository *git, Report *report)
{
  g_autofree char *token = own_path(git, "index.lock");
  g_autofree char *lock = index_path(git, ".lock");
  int fd = open(token, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

  if (fd < 0)
    return fail(token, report);
  close(fd);
  if (link(token, lock) == 0)
    return true;
  if (errno != EEXIST)
    return fail(lock, report);
  report_add(report, DIAG_CHANGESET_INDEX_LOCKED, place_none(), lock, NULL);
  return false;
}

static void unlock_index(git_repository *git)
{
  g_autofree char *token = own_path(git, "index.lock");
  g_autofree char *lock = index_path(git, ".lock");
  struct stat ours, there;

  if (stat(token, &ours) != 0)
    return;
  if (lstat(lock, &there) == 0 && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino)
    unlink(lock);
  unlink(token);
}

/* The entry of a file, with what stat(2) says of it, so that git need not read it. A
 * file that was passed over gets none of that: git sees that it differs. */
static void fill_entry(git_repository *git, const IntentFile *file, git_index_entry *entry)
{
  g_autofree char *waiting = waiting_path(git, file->path);
  g_autofree char *full = work_path(git, file->path);
  struct stat info;

  memset(entry, 0, sizeof *entry);
  entry->path = file->path;
  entry->id = file->blob;
  entry->mode = file->mode;
  bool waits = lstat(waiting, &info) == 0;
  git_oid now;
  g_autoptr(Report) unsaid = report_new();
  if (!waits && (lstat(full, &info) != 0 || !intent_look(git, file->path, &now, unsaid) ||
                 !git_oid_equal(&now, &file->blob)))
    return;
  entry->ctime.seconds = (int32_t)info.st_ctim.tv_sec;
  entry->ctime.nanoseconds = (uint32_t)info.st_ctim.tv_nsec;
  entry->mtime.seconds = (int32_t)info.st_mtim.tv_sec;
  entry->mtime.nanoseconds = (uint32_t)info.st_mtim.tv_nsec;
  entry->dev = (uint32_t)info.st_dev;
  entry->ino = (uint32_t)info.st_ino;
  entry->uid = info.st_uid;
  entry->gid = info.st_gid;
  entry->file_size = (uint32_t)info.st_size;
}

static bool copy_index(git_repository *git, const char *to, struct stat *info, Report *report)
{
  g_autofree char *from = index_path(git, "");
  g_autofree char *own_lock = g_strconcat(to, ".lock", NULL); /* libgit2's, of a killed run */
  g_autofree char *bytes = NULL;
  gsize size = 0;
  g_autoptr(GError) error = NULL;

  unlink(to);
  unlink(own_lock);
  if (stat(from, info) != 0) {
    memset(info, 0, sizeof *info);
    return errno == ENOENT ? true : fail(from, report);
  }
  if (g_file_get_contents(from, &bytes, &size, &error) &&
      g_file_set_contents_full(to, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0666, &error))
    return true;
  report_add(report, DIAG_CHANGESET_GIT, place_none(), from, error->message, NULL);
  return false;
}

/* The new index, beside the old. It keeps the old one's time: git looks into a file
 * that is younger than the index, and must go on doing so for files that we did not
 * look into. */
static bool prepare_index(const Intent *intent, git_repository *git, Report *report)
{
  g_autofree char *path = own_path(git, "index.new");
  g_autoptr(git_index) index = NULL;
  struct stat info;

  if (!copy_index(git, path, &info, report))
    return false;
  bool good = git_index_open(&index, path) == GIT_OK;
  for (guint i = 0; good && i < intent->files->len; i++) {
    git_index_entry entry;
    fill_entry(git, g_ptr_array_index(intent->files, i), &entry);
    good = git_index_add(index, &entry) == GIT_OK;
  }
  if (!good || git_index_write(index) != GIT_OK) {
    report_add(report, DIAG_CHANGESET_INDEX, place_none(), git_words(), NULL);
    return false;
  }
  struct timespec times[] = {info.st_atim, info.st_mtim};
  if (info.st_mtim.tv_sec != 0 && utimensat(AT_FDCWD, path, times, 0) != 0)
    return fail(path, report);
  return true;
}

bool intent_prepare(const Intent *intent, git_repository *git, Report *report)
{
  if (!lock_index(git, report))
    return false;
  for (guint i = 0; i < intent->files->len; i++)
    if (!prepare_file(git, g_ptr_array_index(intent->files, i), report))
      return false;
  return prepare_index(intent, git, report);
}

/* ---- putting it in place ---- */

/* Whatever lies in our folder but the lock of all kaitei. */
static void sweep(git_repository *git)
{
  g_autofree char *folder = own_path(git, NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = own_path(git, name);
    if (strcmp(name, "lock") != 0)
      unlink(path);
  }
}

/* The intent goes after git's lock: as long as it is there, the lock is known as ours. */
void intent_end(git_repository *git)
{
  g_autofree char *path = own_path(git, "intent");
  unlock_index(git);
  unlink(path);
  sweep(git);
}

bool intent_carry_out(const Intent *intent, git_repository *git, Report *report)
{
  for (guint i = 0; i < intent->files->len; i++) {
    const IntentFile *file = g_ptr_array_index(intent->files, i);
    g_autofree char *waiting = waiting_path(git, file->path);
    g_autofree char *full = work_path(git, file->path);
    if (rename(waiting, full) != 0 && errno != ENOENT)
      return fail(full, report);
  }
  g_autofree char *fresh = own_path(git, "index.new");
  g_autofree char *index = index_path(git, "");
  if (rename(fresh, index) != 0)
    return fail(index, report);
  intent_end(git);
  return true;
}

void intent_discard(const Intent *intent, git_repository *git)
{
  for (guint i = 0; i < intent->files->len; i++) {
    const IntentFile *file = g_ptr_array_index(intent->files, i);
    g_autofree char *waiting = waiting_path(git, file->path);
    g_autofree char *folder = g_path_get_dirname(waiting);
    unlink(waiting);
    rmdir(folder); /* goes only where it is empty: git would not know it either */
  }
  intent_end(git);
}

/* ---- what a killed run left ---- */

/* libgit2 writes the new id into the lock: what begins like ours is ours, for nobody
 * else knows this commit. One that is empty may be another program's, for a moment. */
static bool is_our_lock(const char *path, const git_oid *commit)
{
  char hex[GIT_OID_HEXSZ + 1];
  git_oid_tostr(hex, sizeof hex, commit);

  for (int waited = 0; waited <= LOCK_PATIENCE; waited += LOCK_STEP) {
    g_autofree char *text = NULL;
    gsize size = 0;
    if (!g_file_get_contents(path, &text, &size, NULL))
      return false;
    if (size > 0)
      return strncmp(text, hex, MIN(size, GIT_OID_HEXSZ)) == 0;
    g_usleep(LOCK_STEP);
  }
  return true;
}

void intent_break_locks(const Intent *intent, git_repository *git)
{
  g_autofree char *lock = g_strconcat(git_repository_commondir(git), intent->ref, ".lock", NULL);
  if (is_our_lock(lock, &intent->commit))
    unlink(lock);
  unlock_index(git);
}
