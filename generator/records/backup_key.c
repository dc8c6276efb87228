/* The key of backups, in its file. */
#include "records/copy.h"

#include "base/files.h"
#include "records/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char WORD[] = "kaitei-backup-key 1 ";

enum { KEY_BYTES = crypto_secretstream_xchacha20poly1305_KEYBYTES, CHECK = 8 };

struct BackupKey {
  unsigned char bytes[KEY_BYTES];
};

char *backup_key_path(const char *store_path)
{
  g_autofree char *folder = g_path_get_dirname(store_path);
  return g_build_filename(folder, "backup-key", NULL);
}

void backup_key_free(BackupKey *key)
{
  if (key != NULL)
    sodium_memzero(key, sizeof *key);
  g_free(key);
}

const unsigned char *backup_key_bytes(const BackupKey *key)
{
  return key->bytes;
}

/* "kaitei-backup-key 1 " HEX " " CHECK: a key that was copied by hand and miscopied is seen. */
static char *key_text(const BackupKey *key)
{
  char hex[2 * KEY_BYTES + 1], check[65];
  sodium_bin2hex(hex, sizeof hex, key->bytes, KEY_BYTES);
  secret_sha256(key->bytes, KEY_BYTES, check);
  char *text = g_strdup_printf("%s%s %.*s\n", WORD, hex, (int)CHECK, check);
  sodium_memzero(hex, sizeof hex);
  return text;
}

BackupKey *backup_key_create(const char *path, Report *report)
{
  if (!secret_ready(report))
    return NULL;
  int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) {
    report_add(report, DIAG_SECRET_KEY_THERE, place_at(path, 0, 0), NULL);
    return NULL;
  }
  g_autoptr(BackupKey) key = g_new0(BackupKey, 1);
  randombytes_buf(key->bytes, KEY_BYTES);
  char *text = key_text(key);
  gssize length = (gssize)strlen(text);
  bool written = fd >= 0 && write(fd, text, (gsize)length) == length && fsync(fd) == 0;
  int error = errno;
  secret_free(text);
  if (fd >= 0)
    close(fd);
  if (written)
    return g_steal_pointer(&key);
  if (fd >= 0)
    unlink(path);
  file_report_unwritable(path, error, report);
  return NULL;
}

static BackupKey *parse(const char *text)
{
  gsize head = strlen(WORD), hex = (gsize)2 * KEY_BYTES;
  if (!g_str_has_prefix(text, WORD) || strlen(text) < head + hex + 1 + CHECK)
    return NULL;
  g_autoptr(BackupKey) key = g_new0(BackupKey, 1);
  if (sodium_hex2bin(key->bytes, KEY_BYTES, text + head, hex, NULL, NULL, NULL) != 0)
    return NULL;
  char *again = key_text(key);
  bool same =
    strncmp(text, again, head + hex + 1 + CHECK) == 0 &&
    strspn(text + head + hex + 1 + CHECK, "\r\n ") == strlen(text + head + hex + 1 + CHECK);
  secret_free(again);
  return same ? g_steal_pointer(&key) : NULL;
}

BackupKey *backup_key_read(const char *path, Report *report)
{
  struct stat found;
  gsize length = 0;
  if (!secret_ready(report))
    return NULL;
  if (stat(path, &found) == 0 && (found.st_mode & 077) != 0) {
    report_add(report, DIAG_SECRET_KEY_OPEN, place_at(path, 0, 0), NULL);
    return NULL;
  }
  char *text = file_read(path, NULL, 4096, &length, report);
  if (text == NULL)
    return NULL;
  BackupKey *key = parse(text);
  secret_free(text);
  if (key == NULL)
    report_add(report, DIAG_SECRET_KEY_FORM, place_at(path, 0, 0), NULL);
  return key;
}
