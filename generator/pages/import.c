#include "pages/import.h"

#include "pages/import_case.h"

#include <string.h>

static void imported_free(gpointer data)
{
  Imported *imported = data;
  g_free(imported->key);
  g_free(imported->summary);
  g_free(imported->source);
  g_free(imported->langs);
  g_free(imported);
}

/* ---- the entries ---- */

/* Whether more than one of its day is no correction: then only a number tells their order. */
static bool wants_order(const ImportCase *of, const ImportItem *item)
{
  guint count = 0;
  for (guint i = 0; i < of->items->len; i++)
    count += day_compare(case_item(of, i)->row->effective, item->row->effective) == 0 &&
             case_item(of, i)->row->change != CHANGE_ERRATUM;
  return count > 1;
}

static void add_revision(const ImportCase *of, guint index, Append *append)
{
  const ImportItem *item = case_item(of, index);
  g_autofree char *effective = day_wareki(item->row->effective);

  append_entry(append, "revision");
  append_string(append, "effective", effective);
  append_string(append, "change", change_name_ja(item->row->change));
  append_string(append, "summary", item->row->summary);
  if (wants_order(of, item))
    append_number(append, "order", case_before_of_day(of, index) + 1);
}

static void add_text(const ImportCase *of, const ImportItem *item, guint index, Append *append)
{
  append_entry(append, "text");
  append_string(append, "of", item->key);
  append_string(append, "lang", item_text(item, index)->lang);
  append_string(append, "blob", item_draft(item, index)->blob);
  append_string(append, "provenance", provenance_name(of->import->provenance));
}

static char *frozen_path(const Proposal *proposal, const ImportItem *item, guint index)
{
  return ledger_frozen_path(proposal->policy->ledger, item->key, item_text(item, index)->lang);
}

/* A file of that text; what stands in its place may only be that text. */
static bool freeze(const ImportCase *of, Proposal *proposal, const ImportItem *item, guint index)
{
  const Draft *draft = item_draft(item, index);
  g_autofree char *path = frozen_path(proposal, item, index);
  g_autofree char *there = desk_blob(of->desk, path);

  if (there != NULL && strcmp(there, draft->blob) != 0)
    return case_refuse(of, DIAG_PUBLISH_FILE_THERE, place_at(path, 0, 0), path, NULL);
  proposal_file(proposal, path, there, draft->bytes, draft->size);
  return true;
}

/* The newest text becomes the working text where there is none yet. */
static void add_working_texts(const ImportCase *of, Proposal *proposal)
{
  const ImportItem *newest = case_item(of, of->items->len - 1);
  for (guint i = 0; of->begins && item_ja(newest) != NULL && i < newest->drafts->len; i++) {
    const Draft *draft = item_draft(newest, i);
    g_autofree char *path = draft_path(proposal->policy, item_text(newest, i)->lang);
    g_autofree char *there = desk_blob(of->desk, path);
    if (draft != NULL && there == NULL)
      proposal_file(proposal, path, NULL, draft->bytes, draft->size);
  }
}

/* The title of a policy that is not there yet. */
static Proposal *begin(const ImportCase *of)
{
  if (of->policy != NULL)
    return proposal_new(of->policy);
  g_autofree char *found = of->import->title == NULL ? import_title(of->import) : NULL;
  const char *title = of->import->title != NULL ? of->import->title : found;
  if (title != NULL && *title != '\0')
    return proposal_begin(of->desk, of->import->policy, title, of->report);
  case_refuse(of, DIAG_IMPORT_NO_TITLE, place_at(of->import->list, 0, 0), NULL, NULL);
  return NULL;
}

static Proposal *propose(const ImportCase *of)
{
  g_autoptr(Proposal) proposal = begin(of);
  g_autoptr(Append) append = append_new();
  guint texts = 0;
  bool good = proposal != NULL;

  for (guint i = 0; good && i < of->items->len; i++) {
    const ImportItem *item = case_item(of, i);
    if (of->begins)
      add_revision(of, i, append);
    for (guint k = 0; k < item->drafts->len; k++) {
      if (item_draft(item, k) == NULL)
        continue;
      add_text(of, item, k, append);
      good &= freeze(of, proposal, item, k);
      texts++;
    }
  }
  if (!good)
    return NULL;
  if (!of->begins && texts == 0) {
    case_refuse(of, DIAG_IMPORT_NOTHING, place_at(proposal->policy->ledger->path, 0, 0), NULL,
                NULL);
    return NULL;
  }
  proposal->subject =
    of->begins ? g_strdup_printf("%s: 取り込み（%u版）", of->import->policy, of->items->len)
               : g_strdup_printf("%s: 文章の取り込み（%u件）", of->import->policy, texts);
  add_working_texts(of, proposal);
  return proposal_append(of->desk, proposal, append, of->report) ? g_steal_pointer(&proposal)
                                                                 : NULL;
}

/* ---- the trial ---- */

typedef struct {
  const ImportCase *of;
  const Proposal *proposal;
  guint *faults; /* by item and text, in their order */
} Trial;

/* Gives a fault of a frozen text the name that the person knows it by. */
static bool rename_fault(Diag *diag, gpointer data)
{
  Trial *trial = data;
  guint at = 0;
  for (guint i = 0; i < trial->of->items->len; i++) {
    const ImportItem *item = case_item(trial->of, i);
    for (guint k = 0; k < item->drafts->len; k++, at++) {
      if (item_draft(item, k) == NULL || diag->file == NULL)
        continue;
      g_autofree char *frozen = frozen_path(trial->proposal, item, k);
      if (strcmp(frozen, diag->file) != 0)
        continue;
      g_free(diag->file);
      diag->file = g_strdup(item_text(item, k)->named);
      trial->faults[at] += diag_level(diag->code) == LEVEL_ERROR;
      return true;
    }
  }
  return true;
}

/* Leaves out every text with faults; how many. */
static guint leave_faulty_out(Trial *trial)
{
  guint at = 0, count = 0;
  for (guint i = 0; i < trial->of->items->len; i++) {
    ImportItem *item = case_item(trial->of, i);
    for (guint k = 0; k < item->drafts->len; k++, at++)
      if (trial->faults[at] > 0 && item_draft(item, k) != NULL) {
        case_leave_out(trial->of, item, k, trial->faults[at]);
        count++;
      }
  }
  return count;
}

/* The proposal of which the site stands; texts that a page refuses (a link that leads
 * nowhere, say) are left out where that was asked for. */
static Proposal *propose_standing(const ImportCase *of)
{
  for (;;) {
    g_autoptr(Proposal) proposal = propose(of);
    g_autoptr(Report) own = report_new();
    if (proposal == NULL || proposal_try(of->desk, proposal, of->desk->as_of, own))
      return g_steal_pointer(&proposal);

    guint texts = 0;
    for (guint i = 0; i < of->items->len; i++)
      texts += case_item(of, i)->drafts->len;
    g_autofree guint *faults = g_new0(guint, texts + 1);
    Trial trial = {of, proposal, faults};
    report_filter(own, rename_fault, &trial);
    if (of->dates_alone && leave_faulty_out(&trial) > 0)
      continue;
    report_merge(of->report, own);
    return NULL;
  }
}

/* ---- what comes of it ---- */

/* A working text that is another is a draft now, and would be published next. */
static void tell_draft(const ImportCase *of, const Proposal *proposal, const ImportItem *newest,
                       const Draft *draft)
{
  g_autofree char *path = draft_path(proposal->policy, "ja");
  g_autofree char *there = desk_blob(of->desk, path);
  if (there == NULL || strcmp(there, draft->blob) == 0)
    return;
  g_autofree char *frozen = frozen_path(proposal, newest, 0);
  case_refuse(of, DIAG_IMPORT_DRAFT_STAYS, place_at(path, 0, 0), path, frozen);
}

static void tell(const ImportCase *of, const Proposal *proposal)
{
  const ImportItem *newest = case_item(of, of->items->len - 1);
  const Draft *draft = item_ja(newest);
  guint nameless = 0;

  for (guint i = 0; of->begins && draft != NULL && i < document_clause_count(draft->document); i++)
    nameless += !document_clause(draft->document, i)->id_given;
  if (nameless > 0) {
    g_autofree char *count = g_strdup_printf("%u", nameless);
    case_refuse(of, DIAG_IMPORT_NO_IDS, place_at(draft->path, 0, 0), count, of->import->policy);
  }
  if (of->begins && draft != NULL)
    tell_draft(of, proposal, newest, draft);
  if (of->policy != NULL && of->import->title != NULL &&
      strcmp(of->import->title, of->policy->ledger->title) != 0)
    case_refuse(of, DIAG_IMPORT_TITLE_OTHER, place_at(of->policy->ledger->path, 0, 0),
                of->policy->ledger->title, NULL);
}

static Imported *imported_of(const ImportItem *item)
{
  Imported *imported = g_new0(Imported, 1);
  g_autoptr(GString) langs = g_string_new(NULL);

  for (guint i = 0; i < item->drafts->len; i++)
    if (item_draft(item, i) != NULL)
      g_string_append_printf(langs, "%s%s", langs->len > 0 ? ", " : "", item_text(item, i)->lang);
  imported->key = g_strdup(item->key);
  imported->effective = item->row->effective;
  imported->change = item->known != NULL ? item->known->change : item->row->change;
  imported->summary = g_strdup(item->known != NULL ? item->known->summary : item->row->summary);
  imported->source = g_strdup(item->row->source);
  imported->state = langs->len > 0        ? IMPORTED_TEXT
                    : item->left_out      ? IMPORTED_LEFT_OUT
                    : item->known != NULL ? IMPORTED_KNOWN
                                          : IMPORTED_DATE;
  imported->langs = g_string_free(g_steal_pointer(&langs), FALSE);
  return imported;
}

bool import_id_fits(const char *id, Report *report)
{
  g_autoptr(Append) append = append_new();
  g_autofree char *path = g_strconcat("content/", id, "/ledger.lua", NULL);
  gsize size = 0;
  append_entry(append, "policy");
  append_string(append, "id", id);
  append_string(append, "title", "?");
  g_autofree char *bytes = append_to(append, "", 0, path, &size, report);
  g_autoptr(Ledger) ledger = bytes != NULL ? ledger_parse(bytes, size, path, report) : NULL;
  return ledger != NULL;
}

Proposal *import_propose(Desk *desk, const Import *import, bool dates_alone, GPtrArray **imported,
                         Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(import_item_free);
  ImportCase of = {.desk = desk,
                   .import = import,
                   .dates_alone = dates_alone,
                   .items = items,
                   .report = own,
                   .policy = site_policy(desk->site, import->policy)};
  of.begins = of.policy == NULL || of.policy->ledger->revisions->len == 0;

  *imported = NULL;
  /* All that is at fault is said at once, where one fault does not follow from another. */
  bool good = case_collect(&of);
  if (good) {
    good = case_check_rows(&of);
    good = case_read_texts(&of) && case_check_same(&of) && case_check_approved(&of) && good;
  }
  g_autoptr(Proposal) proposal = good ? propose_standing(&of) : NULL;
  if (report_failed(own))
    g_clear_pointer(&proposal, proposal_free);
  if (proposal != NULL) {
    tell(&of, proposal);
    *imported = g_ptr_array_new_with_free_func(imported_free);
    for (guint i = 0; i < items->len; i++)
      g_ptr_array_add(*imported, imported_of(case_item(&of, i)));
  }
  report_merge(report, own);
  return g_steal_pointer(&proposal);
}
