#include "ledger/verify.h"

#include "base/files.h"
#include "ledger/entries.h"
#include "ledger/history.h"
#include "ledger/receipt.h"

#include <string.h>

/* All that one run looks at. */
typedef struct {
  const Ledger *const *ledgers;
  guint count;
  const char *root;
  Repository *repository;
  Current *currents; /* as many */
  Verification *verification;
  Report *report;
} Run;

void verification_clear(Verification *verification)
{
  g_free(verification->since);
  memset(verification, 0, sizeof *verification);
}

/* ---- texts ---- */

static void verify_edition(Run *run, const Ledger *ledger, const Edition *edition)
{
  gsize size = 0;
  g_autofree char *bytes =
    edition_bytes(edition, ledger, run->root, run->repository, &size, run->report);
  run->verification->texts += bytes != NULL;
}

/* A replaced text has no file of its own any more: git alone may have it. */
static void verify_replaced(Run *run, const Ledger *ledger, const Edition *edition)
{
  gsize size = 0;
  g_autofree char *bytes = repository_blob(run->repository, edition->blob, &size);

  run->verification->texts += bytes != NULL;
  if (bytes == NULL)
    report_add(run->report, DIAG_TEXT_REPLACED_MISSING, place_at(ledger->path, edition->line, 0),
               edition->blob, NULL);
}

static void verify_texts(Run *run, const Ledger *ledger)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    for (guint k = 0; k < revision->editions->len; k++)
      verify_edition(run, ledger, g_ptr_array_index(revision->editions, k));
  }
  for (guint i = 0; i < ledger->replaced->len; i++)
    verify_replaced(run, ledger, g_ptr_array_index(ledger->replaced, i));
}

/* ---- ledgers as they are now ---- */

static void current_clear(Current *current)
{
  g_free(current->folder);
  g_free(current->bytes);
  if (current->texts != NULL)
    g_ptr_array_unref(current->texts);
}

/* Reads the ledger's file once more: its bytes and what its entries say. */
static bool current_read(Run *run, guint index)
{
  const Ledger *ledger = run->ledgers[index];
  Current *current = &run->currents[index];
  g_autofree char *full = g_build_filename(run->root, ledger->path, NULL);
  g_autofree char *above = g_path_get_dirname(ledger->path);

  current->folder = g_path_get_basename(above);
  current->path = ledger->path;
  current->bytes = file_read(full, ledger->path, LEDGER_LIMIT, &current->size, run->report);
  if (current->bytes == NULL)
    return false;
  g_autoptr(DataFile) file = entries_run(current->bytes, current->size, ledger->path, run->report);
  if (file == NULL)
    return false;
  current->texts = entries_texts(file);
  current->sealed = entries_sealed(file);
  return true;
}

/* The folder that holds the ledgers' folders: "content". */
static char *find_container(const Run *run)
{
  if (run->count == 0)
    return g_strdup("content");

  g_autofree char *folder = g_path_get_dirname(run->ledgers[0]->path);
  char *container = g_path_get_dirname(folder);
  if (strcmp(container, ".") == 0)
    *container = '\0';
  return container;
}

/* ---- anchors ---- */

static void against_receipt(Run *run, const char *path)
{
  g_autoptr(Receipt) receipt = receipt_read(path, run->report);
  if (receipt == NULL)
    return;

  for (guint i = 0; i < run->count; i++) {
    if (strcmp(run->ledgers[i]->id, receipt->policy) != 0)
      continue;
    if (receipt_check(receipt, run->currents[i].texts, run->ledgers[i]->path, run->report) &&
        receipt->commit != NULL && repository_present(run->repository) &&
        !history_knows(run->repository, receipt->commit))
      report_add(run->report, DIAG_RECEIPT_COMMIT, place_at(path, 0, 0), receipt->commit, NULL);
    return;
  }
  report_add(run->report, DIAG_RECEIPT_POLICY, place_at(path, 0, 0), receipt->policy, NULL);
}

static void verify_against(Run *run, const char *against, const char *container)
{
  FileStamp stamp;

  if (file_stamp(against, &stamp)) {
    against_receipt(run, against);
    return;
  }
  if (!repository_present(run->repository) || !history_knows(run->repository, against)) {
    report_add(run->report, DIAG_AGAINST_UNKNOWN, place_none(), against, NULL);
    return;
  }
  for (guint i = 0; i < run->count; i++)
    history_against(run->repository, run->root, container, &run->currents[i], against, run->report);
}

/* ---- all together ---- */

static bool any_sealed(const Run *run)
{
  for (guint i = 0; i < run->count; i++)
    if (run->ledgers[i]->sealed)
      return true;
  return false;
}

/* What was not looked at is told: silence would pass for proof. Entries that are held
 * against a receipt need no history for it. */
static void tell_unproved(const Run *run, bool anchored)
{
  Verification *proof = run->verification;
  bool present = repository_present(run->repository);
  g_autofree char *texts = g_strdup_printf("%u", proof->texts);
  g_autofree char *commits = g_strdup_printf("%u", proof->commits);

  if (report_failed(run->report) || !any_sealed(run))
    return;
  proof->partial = present && repository_shallow(run->repository) && proof->commits > 0;
  if (!present && anchored)
    return;
  if (!present)
    report_add(run->report,
               repository_closed(run->repository) ? DIAG_HISTORY_CLOSED
                                                  : DIAG_HISTORY_NO_REPOSITORY,
               place_none(), texts, NULL);
  else if (proof->partial)
    report_add(run->report, DIAG_HISTORY_PARTIAL, place_none(), commits, NULL);
  else if (proof->since == NULL)
    report_add(run->report, DIAG_HISTORY_NO_COMMIT, place_none(), texts, NULL);
}

static void verify(Run *run, bool whole, const char *against)
{
  g_autofree char *container = find_container(run);
  bool readable = true;

  for (guint i = 0; i < run->count; i++) {
    const Ledger *ledger = run->ledgers[i];
    verify_texts(run, ledger);
    run->verification->entries += ledger->entries;
    run->verification->sealed &= ledger->sealed;
    readable &= current_read(run, i);
    if (!ledger->sealed)
      report_add(run->report, DIAG_LEDGER_UNSEALED, place_at(ledger->path, 0, 0), NULL);
  }
  if (!readable)
    return;
  history_check(run->repository, run->root, container, run->currents, run->count, whole,
                run->verification, run->report);
  tell_unproved(run, against != NULL);
  if (against != NULL)
    verify_against(run, against, container);
}

static bool run_verify(const Ledger *const *ledgers, guint count, const char *root,
                       Repository *repository, const char *against, bool whole,
                       Verification *verification, Report *report)
{
  g_autoptr(Report) own = report_new();
  Run run = {ledgers, count, root, repository, g_new0(Current, count), verification, own};

  *verification = (Verification){.sealed = count > 0};
  verify(&run, whole, against);
  for (guint i = 0; i < count; i++)
    current_clear(&run.currents[i]);
  g_free(run.currents);

  bool good = !report_failed(own);
  report_merge(report, own);
  return good;
}

bool ledgers_verify(const Ledger *const *ledgers, guint count, const char *root,
                    Repository *repository, const char *against, Verification *verification,
                    Report *report)
{
  return run_verify(ledgers, count, root, repository, against, true, verification, report);
}

bool ledger_verify(const Ledger *ledger, const char *root, Repository *repository,
                   const char *against, Verification *verification, Report *report)
{
  return run_verify(&ledger, 1, root, repository, against, false, verification, report);
}
