/* Backups: written, their heads read, pruned. */
#include "records/backup.h"

#include "base/files.h"
#include "records/copy.h"
#include "records/event.h"
#include "records/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the head ---- */

char *backup_head_text(const BackupHead *head)
{
  return g_strdup_printf("kaitei-backup 1\nstore %s\nmade %" G_GINT64_FORMAT
                         "\nends %" G_GINT64_FORMAT "\nseq %" G_GINT64_FORMAT
                         "\nhash %s\nsize %" G_GINT64_FORMAT "\n\n",
                         head->store, head->made, head->ends, head->seq, head->hash, head->size);
}

static bool read_number(const char *text, gint64 *number)
{
  return g_ascii_string_to_signed(text, 10, 0, G_MAXINT64, number, NULL);
}

/* What stands behind "NAME " in the next line; NULL where it is another. */
static const char *value_of(char **lines, guint index, const char *name)
{
  gsize length = strlen(name);
  const char *line = lines[index];
  return strncmp(line, name, length) == 0 && line[length] == ' ' ? line + length + 1 : "";
}

bool backup_head_read(const char *text, gsize length, BackupHead *head, gsize *used)
{
  const char *end = g_strstr_len(text, (gssize)MIN(length, 1024), "\n\n");
  *head = (BackupHead){0};
  if (end == NULL || memchr(text, '\0', (gsize)(end - text)) != NULL)
    return false;
  g_autofree char *lines_text = g_strndup(text, (gsize)(end - text));
  g_auto(GStrv) lines = g_strsplit(lines_text, "\n", -1);
  if (g_strv_length(lines) != 7 || strcmp(lines[0], "kaitei-backup 1") != 0)
    return false;
  const char *store = value_of(lines, 1, "store"), *hash = value_of(lines, 5, "hash");
  if (!secret_is_hex(store, 32) || !secret_is_hex(hash, 64) ||
      !read_number(value_of(lines, 2, "made"), &head->made) ||
      !read_number(value_of(lines, 3, "ends"), &head->ends) ||
      !read_number(value_of(lines, 4, "seq"), &head->seq) ||
      !read_number(value_of(lines, 6, "size"), &head->size))
    return false;
  g_strlcpy(head->store, store, sizeof head->store);
  g_strlcpy(head->hash, hash, sizeof head->hash);
  *used = (gsize)(end - text) + 2;
  /* One form and no other: what was read is what would be written. */
  g_autofree char *again = backup_head_text(head);
  return strncmp(again, text, *used) == 0 && strlen(again) == *used;
}

bool backup_head(const char *path, BackupHead *head, Report *report)
{
  char text[1025] = "";
  gsize used = 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  gssize count = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
  int error = errno;
  if (fd >= 0)
    close(fd);
  if (count < 0) {
    report_add(report, DIAG_FILE_UNREADABLE, place_at(path, 0, 0), path, g_strerror(error), NULL);
    return false;
  }
  if (backup_head_read(text, (gsize)count, head, &used))
    return true;
  report_add(report, DIAG_BACKUP_FORM, place_at(path, 0, 0), NULL);
  return false;
}

/* ---- written ---- */

enum { PIECE = 65536 };

typedef struct {
  int fd;
  crypto_secretstream_xchacha20poly1305_state state;
  unsigned char plain[PIECE];
  unsigned char sealed[PIECE + crypto_secretstream_xchacha20poly1305_ABYTES];
} Sealing;

static bool write_all(int fd, const void *bytes, gsize length)
{
  const char *at = bytes;
  while (length > 0) {
    gssize count = write(fd, at, length);
    if (count < 0 && errno != EINTR)
      return false;
    if (count > 0) {
      at += count;
      length -= (gsize)count;
    }
  }
  return true;
}

static bool begin_sealing(Sealing *sealing, const BackupKey *key, const char *head)
{
  unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  crypto_secretstream_xchacha20poly1305_init_push(&sealing->state, header, backup_key_bytes(key));
  return write_all(sealing->fd, head, strlen(head)) &&
         write_all(sealing->fd, header, sizeof header);
}

static bool seal(Sealing *sealing, gsize length, const char *head, bool last)
{
  unsigned long long sealed = 0;
  crypto_secretstream_xchacha20poly1305_push(
    &sealing->state, sealing->sealed, &sealed, sealing->plain, length, (const unsigned char *)head,
    head != NULL ? strlen(head) : 0, last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
  return write_all(sealing->fd, sealing->sealed, sealed);
}

/* The file is read through the database's own handle: closing another on it would drop the locks
 * that this process has (POSIX), its server's among them. */
static bool copy_pages(Store *store, Sealing *sealing, const char *head, gint64 size,
                       Report *report)
{
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  gint64 at = 0;
  do {
    gsize length = (gsize)MIN(size - at, PIECE);
    if (code == SQLITE_OK && length > 0)
      code = file->pMethods->xRead(file, sealing->plain, (int)length, at);
    if (code != SQLITE_OK)
      return database_fault(store, code, report);
    if (!seal(sealing, length, at == 0 ? head : NULL, at + (gint64)length == size)) {
      file_report_unwritable("backup", errno, report);
      return false;
    }
    at += (gint64)length;
  } while (at < size);
  return true;
}

static bool measure(Store *store, BackupHead *head, Report *report)
{
  gint64 pages = 0, page = 0;
  g_strlcpy(head->store, store->id, sizeof head->store);
  if (*head->store == '\0') { /* a migration asks before the id was read */
    Rows rows = rows_of(store, report, "SELECT value FROM meta WHERE name = 'store'", "");
    if (rows_next(&rows))
      g_strlcpy(head->store, row_text(&rows, 0), sizeof head->store);
    if (!rows_end(&rows))
      return false;
  }
  if (!sql_number(store, report, &pages, NULL, "PRAGMA page_count", "") ||
      !sql_number(store, report, &page, NULL, "PRAGMA page_size", ""))
    return false;
  head->size = pages * page;
  return events_head(store, &head->seq, head->hash, report);
}

static bool copy_to(Store *store, const BackupKey *key, int fd, BackupHead *head, Report *report)
{
  if (!store_begin_read(store, report))
    return false;
  Sealing *sealing = g_new0(Sealing, 1);
  sealing->fd = fd;
  bool ok = measure(store, head, report);
  g_autofree char *text = ok ? backup_head_text(head) : NULL;
  if (ok && !begin_sealing(sealing, key, text)) {
    file_report_unwritable("backup", errno, report);
    ok = false;
  }
  ok = ok && copy_pages(store, sealing, text, head->size, report);
  sodium_memzero(sealing, sizeof *sealing);
  g_free(sealing);
  store_end_read(store);
  return ok;
}

static bool sync_folder(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool ok = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0)
    close(fd);
  return ok;
}

bool copy_encrypted(Store *store, const BackupKey *key, const char *path, Moment made, Moment ends,
                    BackupHead *head, Report *report)
{
  g_autofree char *part = g_strconcat(path, ".part", NULL);
  *head = (BackupHead){.made = made, .ends = ends};
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    report_add(report, DIAG_BACKUP_THERE, place_at(path, 0, 0), NULL);
    return false;
  }
  g_unlink(part);
  int fd = open(part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) {
    file_report_unwritable(path, errno, report);
    return false;
  }
  bool ok = copy_to(store, key, fd, head, report);
  bool kept = ok && fsync(fd) == 0;
  kept = close(fd) == 0 && kept && g_rename(part, path) == 0 && sync_folder(path);
  if (ok && !kept)
    file_report_unwritable(path, errno, report);
  if (!kept)
    g_unlink(part);
  return kept;
}

/* ---- recorded ---- */

static bool hash_file(const char *path, char hex[65], Report *report)
{
  crypto_hash_sha256_state state;
  unsigned char hash[crypto_hash_sha256_BYTES], piece[PIECE];
  crypto_hash_sha256_init(&state);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  gssize count = fd >= 0 ? 1 : -1;
  while (count > 0 && (count = read(fd, piece, sizeof piece)) > 0)
    crypto_hash_sha256_update(&state, piece, (gsize)count);
  int error = errno;
  if (fd >= 0)
    close(fd);
  crypto_hash_sha256_final(&state, hash);
  sodium_bin2hex(hex, 65, hash, sizeof hash);
  if (count < 0)
    report_add(report, DIAG_FILE_UNREADABLE, place_at(path, 0, 0), path, g_strerror(error), NULL);
  return count == 0;
}

bool backup_write(Store *store, const Act *act, const BackupKey *key, const char *path, Moment ends,
                  BackupHead *head, Report *report)
{
  char hex[65];
  if (store->writing) {
    report_add(report, DIAG_STORE_NO_TRANSACTION, place_at(store->path, 0, 0), NULL);
    return false;
  }
  if (!copy_encrypted(store, key, path, act->at, ends, head, report) ||
      !hash_file(path, hex, report) || !store_begin(store, report))
    return false;
  bool ok = act_begin(store, report);
  if (ok) {
    json_t *body = json_object();
    body_put_number(body, "seq", head->seq);
    body_put_text(body, "sha256", hex);
    body_put_number(body, "ends", ends);
    ok = act_end(store, event_append(store, act, "backup.made", "", body, NULL, report), report);
  }
  if (ok)
    return store_commit(store, report);
  store_rollback(store);
  return false;
}

static bool remove_counted(const char *path, guint *count, Report *report)
{
  if (g_unlink(path) != 0) {
    file_report_unwritable(path, errno, report);
    return false;
  }
  ++*count;
  return true;
}

bool backup_prune(const char *folder, Moment now, guint *count, Report *report)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autoptr(Report) unsaid = report_new();
  const char *name;
  bool ok = true;
  *count = 0;
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    BackupHead head;
    if (!g_str_has_suffix(name, ".backup") || !g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
        !backup_head(path, &head, unsaid) || head.ends > now)
      continue;
    ok = remove_counted(path, count, report) && ok;
  }
  return ok;
}

/* When the store was moved away to a file of that name; 0 where it is no such name. */
static Moment moved_away(const char *name, const char *store_name)
{
  guint64 at = 0;
  gsize length = strlen(store_name);
  if (!g_str_has_prefix(name, store_name) || !g_str_has_prefix(name + length, ".before-"))
    return 0;
  const char *number = name + length + strlen(".before-");
  return g_ascii_string_to_unsigned(number, 10, 1, G_MAXINT64, &at, NULL) ? (Moment)at : 0;
}

bool backup_prune_kept(const char *store_path, Moment now, guint *count, Report *report)
{
  g_autofree char *folder = g_path_get_dirname(store_path);
  g_autofree char *store_name = g_path_get_basename(store_path);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;
  bool ok = true;
  *count = 0;
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    Moment at = moved_away(name, store_name);
    if (at == 0 || at > now - BACKUP_DAYS * MOMENT_DAY)
      continue;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *journal = g_strconcat(path, "-journal", NULL);
    g_unlink(journal);
    ok = remove_counted(path, count, report) && ok;
  }
  return ok;
}
