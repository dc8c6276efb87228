/*
 * Fuzzes the reading of checkpoints' lines and of backups' heads. What is read is written as the same
 * bytes: there is one form of each and no other.
 */
#include "records/checkpoint.h"
#include "records/copy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const char *bytes, gsize size)
{
  Checkpoint checkpoint;
  if (!checkpoint_read(bytes, size, &checkpoint))
    return;
  g_autofree char *line = checkpoint_line(&checkpoint);
  if (strlen(line) != size || memcmp(line, bytes, size) != 0)
    abort();
  checkpoint_signed(&checkpoint);
}

static void check_head(const char *bytes, gsize size)
{
  BackupHead head;
  gsize used = 0;
  if (!backup_head_read(bytes, size, &head, &used))
    return;
  g_autofree char *text = backup_head_text(&head);
  if (used > size || strlen(text) != used || memcmp(text, bytes, used) != 0)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  /* As long as it is and no longer, so that reading behind it is seen. */
  char *bytes = g_memdup2(data, size);
  if (bytes != NULL) {
    check_line(bytes, size);
    check_head(bytes, size);
  }
  g_free(bytes);
  return 0;
}
