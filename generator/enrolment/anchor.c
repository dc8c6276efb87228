#include "enrolment/anchor.h"

#include "ledger/branch.h"

#include <string.h>

enum { NAME_DIGITS = 12 };

static const char folder[] = "checkpoints";

/* --- keys --------------------------------------------------------------------------------- */

char *anchor_key_path(const char *store_path)
{
  g_autofree char *beside = g_path_get_dirname(store_path);
  return g_build_filename(beside, "key", NULL);
}

char **anchor_keys(const char *root, Report *report)
{
  g_autoptr(GPtrArray) listed = public_keys_read(root, report);
  if (listed == NULL)
    return NULL;
  char **keys = g_new0(char *, listed->len + 1);
  for (guint i = 0; i < listed->len; i++)
    keys[i] = g_strdup(((const PublicKey *)g_ptr_array_index(listed, i))->hex);
  return keys;
}

bool anchor_make_key(const char *root, const char *store_path, Day today, Report *report)
{
  g_autofree char *path = anchor_key_path(store_path);
  g_autoptr(SigningKey) key = g_file_test(path, G_FILE_TEST_EXISTS)
                                ? signing_key_read(path, report)
                                : signing_key_create(path, report);
  return key != NULL && public_keys_add(root, signing_key_public(key), today, report);
}

/* --- checkpoints -------------------------------------------------------------------------- */

bool anchor_checkpoint(const Enrolment *with, Checkpoint *made, Report *report)
{
  g_autofree char *path = anchor_key_path(store_path(with->store));
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    report_add(report, DIAG_RECORDS_NO_KEY, place_none(), path, NULL);
    return false;
  }
  g_autoptr(SigningKey) key = signing_key_read(path, report);
  return key != NULL && checkpoint_make(with->store, &with->act, key, made, report);
}

static char *name_of(const Checkpoint *checkpoint)
{
  return g_strdup_printf("%0*" G_GINT64_FORMAT ".txt", NAME_DIGITS, checkpoint->seq);
}

static bool is_there(const GPtrArray *files, const char *name)
{
  for (guint i = 0; i < files->len; i++)
    if (strcmp(((const BranchFile *)g_ptr_array_index(files, i))->name, name) == 0)
      return true;
  return false;
}

/* Those that the branch has not got. */
static GPtrArray *missing(const GPtrArray *checkpoints, const GPtrArray *there, Moment *newest)
{
  GPtrArray *files = branch_files_new();
  for (guint i = 0; i < checkpoints->len; i++) {
    const Checkpoint *checkpoint = g_ptr_array_index(checkpoints, i);
    g_autofree char *name = name_of(checkpoint);
    if (is_there(there, name))
      continue;
    g_autofree char *line = checkpoint_line(checkpoint);
    g_autofree char *text = g_strconcat(line, "\n", NULL);
    branch_files_add(files, name, text, strlen(text));
    *newest = MAX(*newest, checkpoint->at);
  }
  return files;
}

bool anchor_commit(Store *store, Repository *repository, guint *committed, Report *report)
{
  *committed = 0;
  if (!repository_present(repository)) {
    report_add(report, DIAG_ANCHOR_NOWHERE, place_none(), NULL);
    return true;
  }
  g_autoptr(GPtrArray) checkpoints = checkpoint_list(store, report);
  g_autoptr(GPtrArray) there = branch_read(repository, ANCHOR_BRANCH, folder, report);
  if (checkpoints == NULL || there == NULL)
    return false;
  Moment newest = 0;
  g_autoptr(GPtrArray) files = missing(checkpoints, there, &newest);
  if (files->len == 0)
    return true;
  const BranchFile *last = g_ptr_array_index(files, files->len - 1);
  g_autofree char *message = g_strdup_printf("Checkpoint %s", last->name);
  if (!branch_commit(repository, ANCHOR_BRANCH, folder, files, "kaitei", "kaitei@localhost",
                     newest / MOMENT_SECOND, message, report))
    return false;
  *committed = files->len;
  return true;
}

/* --- holding the branch against the store -------------------------------------------------- */

static bool holds(Store *store, const BranchFile *file, const char *const *keys, Report *report)
{
  Checkpoint checkpoint;
  gsize length =
    file->size > 0 && file->bytes[file->size - 1] == '\n' ? file->size - 1 : file->size;
  if (!checkpoint_read(file->bytes, length, &checkpoint)) {
    report_add(report, DIAG_ANCHOR_FORM, place_none(), file->name, NULL);
    return false;
  }
  if (!g_strv_contains(keys, checkpoint.key)) {
    report_add(report, DIAG_ANCHOR_STRANGER, place_none(), file->name, checkpoint.key, NULL);
    return false;
  }
  return checkpoint_holds(store, &checkpoint, report);
}

bool anchor_verify(Store *store, Repository *repository, const char *const *keys, gint64 *seen,
                   Report *report)
{
  g_autoptr(GPtrArray) files = branch_read(repository, ANCHOR_BRANCH, folder, report);
  bool good = files != NULL;
  for (guint i = 0; files != NULL && i < files->len; i++)
    good = holds(store, g_ptr_array_index(files, i), keys, report) && good;
  *seen = files != NULL ? files->len : 0;
  return good;
}
