/*
 * The encrypted copy itself, without an event: for backup.h and for migrations. Inside this room
 * alone.
 */
#ifndef RECORDS_COPY_H
#define RECORDS_COPY_H

#include "records/backup.h"
#include "records/database.h"

/* Writes the store as it is to a new file. Reports as backup_write(). */
bool copy_encrypted(Store *store, const BackupKey *key, const char *path, Moment made, Moment ends,
                    BackupHead *head, Report *report);

/* The head as text, and read again; its length is the text's up to the empty line. */
char *backup_head_text(const BackupHead *head);
bool backup_head_read(const char *text, gsize length, BackupHead *head, gsize *used);

/* The key's 32 bytes. Borrowed. */
const unsigned char *backup_key_bytes(const BackupKey *key);

#endif
