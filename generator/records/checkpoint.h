/*
 * Checkpoints: a head of the chain, signed. A chain alone stops nobody who can write the file, for
 * he can write all of it anew; a checkpoint that was printed, or committed elsewhere, does.
 *
 * What is signed (permanent form):
 *
 *     "kaitei-checkpoint 1\n" STORE-ID "\n" SEQ "\n" HASH "\n" AT "\n"
 *
 * As a line, for papers and for the branch `kaitei-records`:
 *
 *     kaitei-checkpoint 1 STORE-ID SEQ HASH AT PUBLIC-KEY SIGNATURE
 */
#ifndef RECORDS_CHECKPOINT_H
#define RECORDS_CHECKPOINT_H

#include "records/secret.h"
#include "records/store.h"

typedef struct {
  char store[33];
  gint64 seq;
  char hash[65];
  Moment at;
  char key[65];
  char signature[129];
} Checkpoint;

/* Signs the head as it is in the transaction, and records it; one event (which is behind the
 * checkpoint's own seq). Where nothing but checkpoints and backups was recorded since the last,
 * that one is given again. */
bool checkpoint_make(Store *store, const Act *act, const SigningKey *key, Checkpoint *made,
                     Report *report);

/* Of Checkpoint, oldest first; free with g_ptr_array_unref(). checkpoint_last():
 * *found is false where there is none. */
GPtrArray *checkpoint_list(Store *store, Report *report);
bool checkpoint_last(Store *store, Checkpoint *last, bool *found, Report *report);

/* The line, without a line feed; and a line read (of outside: strictly), false where it is none
 * (nothing reported). The caller frees the line. */
char *checkpoint_line(const Checkpoint *checkpoint);
bool checkpoint_read(const char *line, gsize length, Checkpoint *checkpoint);

/* Whether its signature is its key's. Whose key it is, is for the caller to know. */
bool checkpoint_signed(const Checkpoint *checkpoint);

/* Whether the store still has that head: CHECKPOINT_OTHER_STORE, CHECKPOINT_BEYOND (events are
 * missing at the end), CHECKPOINT_DIFFERS, CHECKPOINT_SIGNATURE. For one from outside, too. */
bool checkpoint_holds(Store *store, const Checkpoint *checkpoint, Report *report);

#endif
