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
  for (guint i = 0; i < verification->count; i++)
    g_free(verification->each[i].since);
  g_free(verification->each);
  g_free(verification->since);
  memset(verification, 0, sizeof *verification);
}

/* ---- texts ---- */

static void verify_edition(Run *run, const Ledger *ledger, const Edition *edition,
                           LedgerProof *proof)
{
  gsize size = 0;
  g_autofree char *bytes =
    edition_bytes(edition, ledger, run->root, run->repository, &size, run->report);
  proof->texts += bytes != NULL;
}

/* The text that stands in the place of a replaced one: theirs is the same file. */
static const Edition *in_place_of(const Ledger *ledger, const Edition *replaced)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    const Edition *edition = revision_edition(revision, replaced->lang);
    if (edition != NULL && strcmp(edition->path, replaced->path) == 0)
      return edition;
  }
  return NULL;
}

/* What was published in Japanese stands for good: a correction is a revision of its own. Only a
 * text of better provenance may take the place of one that was copied or reconstructed. */
static void check_replacement(Run *run, const Ledger *ledger, const Edition *replaced)
{
  const Edition *now = in_place_of(ledger, replaced);
  if (!ledger->sealed || strcmp(replaced->lang, "ja") != 0 || now == NULL ||
      strcmp(now->blob, replaced->blob) == 0)
    return;
  report_add(run->report,
             now->provenance < replaced->provenance ? DIAG_TEXT_FOUND_BETTER : DIAG_TEXT_REPLACED,
             place_at(ledger->path, now->line, 0), replaced->path, replaced->blob, NULL);
}

/* A replaced text has no file of its own any more: git alone may have it. */
static void verify_replaced(Run *run, const Ledger *ledger, const Edition *edition,
                            LedgerProof *proof)
{
  gsize size = 0;
  g_autofree char *bytes = repository_blob(run->repository, edition->blob, &size);

  check_replacement(run, ledger, edition);

  proof->texts += bytes != NULL;
  if (bytes == NULL)
    report_add(run->report, DIAG_TEXT_REPLACED_MISSING, place_at(ledger->path, edition->line, 0),
               edition->blob, NULL);
}

static void verify_texts(Run *run, const Ledger *ledger, LedgerProof *proof)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    for (guint k = 0; k < revision->editions->len; k++)
      verify_edition(run, ledger, g_ptr_array_index(revision->editions, k), proof);
  }
  for (guint i = 0; i < ledger->replaced->len; i++)
    verify_replaced(run, ledger, g_ptr_array_index(ledger->replaced, i), proof);
}

/* ---- approvals ---- */

/* The Japanese text that was published with a revision: NULL where it has none, or where it was
 * found later, when the next revision was published already. */
static const char *published_blob(const Ledger *ledger, const Revision *revision, guint next)
{
  const Edition *edition = revision_edition(revision, "ja");
  if (edition == NULL || edition->sequence < revision->sequence || edition->sequence > next)
    return NULL;
  for (guint i = 0; i < ledger->replaced->len; i++) { /* the oldest of that file */
    const Edition *older = g_ptr_array_index(ledger->replaced, i);
    if (strcmp(older->path, edition->path) == 0)
      return older->blob;
  }
  return edition->blob;
}

static bool was_approved(const Ledger *ledger, const char *blob)
{
  for (guint i = 0; i < ledger->approvals->len; i++) {
    const Approval *approval = g_ptr_array_index(ledger->approvals, i);
    if (approval->act == ACT_PUBLISH && strcmp(approval->blob, blob) == 0)
      return true;
  }
  return false;
}

/* Whether some revision has this text: an approval that was entered after publication. */
static bool is_published(const Ledger *ledger, const char *blob)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Edition *edition = revision_edition(g_ptr_array_index(ledger->revisions, i), "ja");
    if (edition != NULL && strcmp(edition->blob, blob) == 0)
      return true;
  }
  return false;
}

/* An approval binds to bytes. Where one stands between two publications, and the later one has
 * another text that nobody has approved, it was edited after its approval. */
static void verify_approval(Run *run, const Ledger *ledger, const Revision *revision,
                            guint previous, guint next)
{
  const char *blob = published_blob(ledger, revision, next);
  if (blob == NULL || was_approved(ledger, blob))
    return;
  for (guint i = ledger->approvals->len; i-- > 0;) {
    const Approval *approval = g_ptr_array_index(ledger->approvals, i);
    if (approval->act != ACT_PUBLISH || approval->sequence > revision->sequence ||
        approval->sequence < previous || is_published(ledger, approval->blob))
      continue;
    g_autofree char *day = day_both(approval->on);
    report_add(run->report, DIAG_APPROVAL_VOID, place_at(ledger->path, revision->line, 0),
               revision->key, approval->by, day, NULL);
    return;
  }
}

static void verify_approvals(Run *run, const Ledger *ledger)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    guint previous = 0, next = G_MAXUINT;
    for (guint k = 0; k < ledger->revisions->len; k++) {
      guint other = ((const Revision *)g_ptr_array_index(ledger->revisions, k))->sequence;
      if (other < revision->sequence)
        previous = MAX(previous, other);
      if (other > revision->sequence)
        next = MIN(next, other);
    }
    verify_approval(run, ledger, revision, previous, next);
  }
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

/* The receipt that the last publication left beside the ledger. */
static void verify_receipt(Run *run, guint index)
{
  const Ledger *ledger = run->ledgers[index];
  g_autofree char *folder = g_path_get_dirname(ledger->path);
  g_autofree char *path = g_build_filename(folder, "receipt.txt", NULL);
  g_autofree char *full = g_build_filename(run->root, path, NULL);
  FileStamp stamp;

  if (!ledger->sealed)
    return;
  if (!file_stamp(full, &stamp)) {
    if (run->verification->each[index].had_receipt)
      report_add(run->report, DIAG_RECEIPT_GONE, place_at(path, 0, 0), path, NULL);
    return;
  }
  g_autoptr(Report) own = report_new();
  g_autoptr(Receipt) receipt = receipt_read(full, own);
  bool own_kind = receipt != NULL && strcmp(receipt->policy, ledger->id) == 0;
  if (own_kind && receipt_check(receipt, run->currents[index].texts, ledger->path, own))
    return;
  g_autofree char *container = find_container(run);
  bool merged =
    own_kind && repository_present(run->repository) &&
    history_has_merged(run->repository, run->root, container, &run->currents[index], receipt);
  report_add(run->report, merged ? DIAG_RECEIPT_MERGED : DIAG_RECEIPT_BESIDE, place_at(path, 0, 0),
             ledger->path, NULL);
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

static void tell_uncommitted(const Run *run)
{
  for (guint i = 0; i < run->count; i++) {
    const LedgerProof *proof = &run->verification->each[i];
    if (!proof->sealed || proof->since != NULL)
      continue;
    g_autofree char *texts = g_strdup_printf("%u", proof->texts);
    report_add(run->report, DIAG_HISTORY_NO_COMMIT, place_at(run->ledgers[i]->path, 0, 0), texts,
               NULL);
  }
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
  else
    tell_uncommitted(run);
}

static void verify(Run *run, bool whole, const char *against)
{
  g_autofree char *container = find_container(run);
  bool readable = true;

  for (guint i = 0; i < run->count; i++) {
    const Ledger *ledger = run->ledgers[i];
    LedgerProof *proof = &run->verification->each[i];
    verify_texts(run, ledger, proof);
    proof->entries = ledger->entries;
    proof->sealed = ledger->sealed;
    run->verification->texts += proof->texts;
    run->verification->entries += proof->entries;
    run->verification->sealed &= proof->sealed;
    verify_approvals(run, ledger);
    readable &= current_read(run, i);
    if (!ledger->sealed)
      report_add(run->report, DIAG_LEDGER_UNSEALED, place_at(ledger->path, 0, 0), NULL);
  }
  if (!readable)
    return;
  history_check(run->repository, run->root, container, run->currents, run->count, whole,
                run->verification, run->report);
  for (guint i = 0; i < run->count; i++)
    verify_receipt(run, i);
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

  *verification =
    (Verification){.each = g_new0(LedgerProof, count), .count = count, .sealed = count > 0};
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
