#include "pages/desk.h"

#include "ledger/entries.h"
#include "ledger/receipt.h"

#include <string.h>

/* ---- the desk ---- */

/* Denies that the policy that is to begin lacks its ledger. */
static bool keep_fault(Diag *diag, gpointer data)
{
  const char *draft = data;
  return diag->code != DIAG_POLICY_WITHOUT_LEDGER || strcmp(diag->file, draft) != 0;
}

static Desk *open_for(const char *root, Day as_of, const char *id, const Committer *committer,
                      Report *report)
{
  g_autoptr(Desk) desk = g_new0(Desk, 1);

  desk->root = g_strdup(root);
  desk->repository = repository_open_as(root, committer, report);
  desk->changeset = changeset_begin(desk->repository, root, report);
  if (desk->changeset == NULL)
    return NULL;
  desk->identity = changeset_identity(desk->changeset, report);
  if (desk->identity == NULL)
    return NULL;

  g_autoptr(GPtrArray) sources = site_sources(root, report);
  g_autoptr(Report) own = report_new();
  desk->site = sources != NULL ? site_read(root, sources, own) : NULL;
  if (id != NULL) {
    g_autofree char *draft = g_strconcat("content/", id, "/policy.md", NULL);
    report_filter(own, keep_fault, draft);
  }
  bool failed = desk->site == NULL || report_failed(own);
  report_merge(report, own);
  if (failed)
    return NULL;
  desk->as_of = day_known(as_of) ? as_of : day_today(desk->site->timezone);
  return g_steal_pointer(&desk);
}

Desk *desk_open(const char *root, Day as_of, Report *report)
{
  return open_for(root, as_of, NULL, NULL, report);
}

Desk *desk_open_for(const char *root, Day as_of, const char *id, Report *report)
{
  return open_for(root, as_of, id, NULL, report);
}

Desk *desk_open_as(const char *root, Day as_of, const Committer *committer, Report *report)
{
  return open_for(root, as_of, NULL, committer, report);
}

void desk_free(Desk *desk)
{
  if (desk == NULL)
    return;
  changeset_free(desk->changeset);
  site_free(desk->site);
  repository_free(desk->repository);
  g_free(desk->root);
  g_free(desk->identity);
  g_free(desk);
}

bool desk_read(const Desk *desk, const char *path, char **bytes, gsize *size, char **blob,
               Report *report)
{
  g_autofree char *full = g_build_filename(desk->root, path, NULL);
  *blob = NULL;
  *bytes = file_read(full, path, LEDGER_LIMIT, size, report);
  if (*bytes == NULL)
    return false;
  *blob = blob_id(*bytes, *size);
  return true;
}

char *desk_blob(const Desk *desk, const char *path)
{
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *bytes = NULL;
  char *blob = NULL;
  gsize size = 0;
  desk_read(desk, path, &bytes, &size, &blob, unsaid);
  return blob;
}

/* ---- a proposal ---- */

static void file_free(gpointer data)
{
  ProposedFile *file = data;
  g_free(file->path);
  g_free(file->seen);
  g_free(file->bytes);
  g_free(file);
}

Proposal *proposal_new(const PolicySource *policy)
{
  Proposal *proposal = g_new0(Proposal, 1);
  proposal->policy = policy;
  proposal->files = g_ptr_array_new_with_free_func(file_free);
  return proposal;
}

static const char ledger_head[] =
  "-- 発行した版の台帳です。項目は下に書き足すだけで、書き換えたり消したりしません。\n"
  "-- What was published, and when. Entries are only ever appended.\n";

/* Whether git has no ledger there either: one that is only missing is no new one. */
static bool is_new(Desk *desk, const char *path, Report *report)
{
  g_autofree char *nothing = blob_id("", 0);
  if (changeset_committed(desk->changeset, path, nothing))
    return true;
  report_add(report, DIAG_PUBLISH_LEDGER_EDITED, place_at(path, 0, 0), path, NULL);
  return false;
}

Proposal *proposal_begin(Desk *desk, const char *id, const char *title, Report *report)
{
  g_autoptr(Append) append = append_new();
  g_autofree char *folder = g_strconcat("content/", id, NULL);
  g_autofree char *path = g_strconcat(folder, "/ledger.lua", NULL);
  gsize size = 0;

  append_entry(append, "policy");
  append_string(append, "id", id);
  append_string(append, "title", title);
  g_autofree char *bytes = append_to(append, ledger_head, strlen(ledger_head), path, &size, report);
  g_autoptr(Ledger) ledger = bytes != NULL ? ledger_parse(bytes, size, path, report) : NULL;
  if (ledger == NULL || !is_new(desk, path, report))
    return NULL;

  PolicySource *begun = g_new0(PolicySource, 1);
  begun->folder = g_steal_pointer(&folder);
  begun->ledger = g_steal_pointer(&ledger);
  Proposal *proposal = proposal_new(begun);
  proposal->begun = begun;
  proposal->begins = g_steal_pointer(&bytes);
  return proposal;
}

void proposal_free(Proposal *proposal)
{
  if (proposal == NULL)
    return;
  g_free(proposal->subject);
  g_free(proposal->key);
  g_free(proposal->before);
  g_free(proposal->path);
  ledger_free(proposal->ledger);
  g_ptr_array_unref(proposal->files);
  if (proposal->begun != NULL)
    policy_source_free(proposal->begun);
  g_free(proposal->begins);
  g_free(proposal);
}

void proposal_file(Proposal *proposal, const char *path, const char *seen, const char *bytes,
                   gsize size)
{
  ProposedFile *file = g_new0(ProposedFile, 1);
  file->path = g_strdup(path);
  file->seen = g_strdup(seen);
  file->bytes = g_memdup2(bytes, size);
  file->size = size;
  g_ptr_array_add(proposal->files, file);
}

static void add_receipt(Desk *desk, Proposal *proposal)
{
  g_autofree char *path = g_strconcat(proposal->policy->folder, "/receipt.txt", NULL);
  g_autofree char *head = repository_head(desk->repository);
  g_autofree char *seen = desk_blob(desk, path);
  g_autofree char *text = receipt_text(proposal->ledger, head, desk->as_of);
  proposal_file(proposal, path, seen, text, strlen(text));
}

/* What the ledger holds, and its id; of one that is to begin there is none. */
static char *ledger_bytes(Desk *desk, const Proposal *proposal, gsize *size, char **blob,
                          Report *report)
{
  const char *path = proposal->policy->ledger->path;
  g_autofree char *bytes = NULL;

  if (proposal->begins != NULL) {
    *size = strlen(proposal->begins);
    return g_strdup(proposal->begins);
  }
  if (!desk_read(desk, path, &bytes, size, blob, report))
    return NULL;
  if (changeset_committed(desk->changeset, path, *blob))
    return g_steal_pointer(&bytes);
  report_add(report, DIAG_PUBLISH_LEDGER_EDITED, place_at(path, 0, 0), path, NULL);
  return NULL;
}

bool proposal_append(Desk *desk, Proposal *proposal, const Append *append, Report *report)
{
  const char *path = proposal->policy->ledger->path;
  g_autofree char *blob = NULL;
  gsize size = 0, new_size = 0;
  g_autofree char *bytes = ledger_bytes(desk, proposal, &size, &blob, report);

  g_autofree char *new_bytes =
    bytes != NULL ? append_to(append, bytes, size, path, &new_size, report) : NULL;
  if (new_bytes == NULL)
    return false;
  proposal->ledger = ledger_parse(new_bytes, new_size, path, report);
  if (proposal->ledger == NULL)
    return false;
  proposal_file(proposal, path, blob, new_bytes, new_size);
  add_receipt(desk, proposal);
  return true;
}

char *proposal_commit(Desk *desk, const Proposal *proposal, Report *report)
{
  char *id = NULL;
  for (guint i = 0; i < proposal->files->len; i++) {
    const ProposedFile *file = g_ptr_array_index(proposal->files, i);
    changeset_put(desk->changeset, file->path, file->seen, file->bytes, file->size);
  }
  g_autofree char *message = g_strconcat(proposal->subject, "\n", NULL);
  changeset_commit(desk->changeset, message, &id, report);
  return id;
}
