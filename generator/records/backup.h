/*
 * Backups: encrypted copies of the store, each with a day on which it is to be deleted.
 *
 *     "kaitei-backup 1\n" then lines "store …", "made MS", "ends MS", "seq N", "hash …", "size
 * BYTES", an
 *     empty line; 24 bytes (secretstream's header); the file in pieces of 64 KiB, each 17 bytes
 * longer
 *     for its tag; the head above is authenticated with the first, the last is marked as the last.
 *
 * (libsodium secretstream, XChaCha20-Poly1305.) The key is a file of one line,
 * "kaitei-backup-key 1 " and 64 hex digits and a check of 8; made beside the store by
 * store_create(), mode 0600. A copy of it must be kept elsewhere: without it no backup can be read.
 *
 * A copy is taken in one go while others are kept from committing; it is as of one moment.
 *
 * Since erased names still lie in older backups, each has an end, and a restored store has those
 * erased again who are erased in the store that it takes the place of.
 */
#ifndef RECORDS_BACKUP_H
#define RECORDS_BACKUP_H

#include "records/store.h"

typedef struct {
  char store[33];
  Moment made, ends;
  gint64 seq; /* the last event in it */
  char hash[65];
  gint64 size; /* of the store's file in it, bytes */
} BackupHead;

typedef struct BackupKey BackupKey;

/* "…/backup-key" beside the store. The caller frees it. */
char *backup_key_path(const char *store_path);

/* BACKUP_KEY_THERE; BACKUP_KEY_FORM, BACKUP_KEY_OPEN (others may read the file). */
BackupKey *backup_key_create(const char *path, Report *report);
BackupKey *backup_key_read(const char *path, Report *report);
void backup_key_free(BackupKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BackupKey, backup_key_free)

/* Writes one to `path` (mode 0600, whole or not at all; BACKUP_THERE where a file is), then records
 * backup.made. Not within a transaction. */
bool backup_write(Store *store, const Act *act, const BackupKey *key, const char *path, Moment ends,
                  BackupHead *head, Report *report);

/* What is said at a backup's front; not proven without the key. BACKUP_FORM. */
bool backup_head(const char *path, BackupHead *head, Report *report);

/* Decrypts into a new file (mode 0600), checks it whole: every tag, the end, the database's own
 * check, the chain up to the head that the front says. BACKUP_KEY_WRONG (or altered), BACKUP_CUT,
 * BACKUP_FORM, BACKUP_OVER where it ended before `now` (0: not asked). The new file is gone where
 * it fails. */
bool backup_extract(const char *path, const BackupKey *key, const char *into, Moment now,
                    BackupHead *head, Report *report);

/* The drill: extracts beside the store, checks, counts, deletes. */
bool backup_drill(const char *path, const BackupKey *key, const char *store_path, Moment now,
                  BackupHead *head, StoreFigures *figures, Report *report);

/* Puts the backup in the place of the store at `store_path`, which is moved to *kept
 * ("store.db.before-MS"; NULL where there was none); who is erased in that one is erased anew; all
 * sign-ins end; records `restored`. Not while a server serves it: STORE_SERVED. */
bool backup_restore(const char *path, const BackupKey *key, const char *store_path, const Act *act,
                    bool even_over, char **kept, BackupHead *head, Report *report);

/* The backups in a folder whose end has come, deleted; *count of them. */
bool backup_prune(const char *folder, Moment now, guint *count, Report *report);

/* Days that a backup is kept where nothing else is said, and a store that was moved away. */
enum { BACKUP_DAYS = 35 };

/* The stores that backup_restore() moved away so long ago, deleted: they hold the names of everybody
 * who is erased after it. */
bool backup_prune_kept(const char *store_path, Moment now, guint *count, Report *report);

#endif
