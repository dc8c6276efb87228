#include "pages/import_case.h"

#include "pages/approval.h"

#include <string.h>

static void draft_drop(gpointer draft)
{
  draft_free(draft);
}

void import_item_free(gpointer data)
{
  ImportItem *item = data;
  g_free(item->key);
  g_ptr_array_unref(item->drafts);
  g_free(item);
}

/* Where a row is at fault: in the list, else its file. */
static Place place_of(const ImportCase *of, const ImportItem *item, guint cell)
{
  const ImportRow *row = item->row;
  if (of->import->list != NULL)
    return place_at(of->import->list, row->line, row->columns[cell]);
  return place_at(row->texts->len > 0 ? item_text(item, 0)->named : of->import->folder, 0, 0);
}

bool case_refuse(const ImportCase *of, DiagCode code, Place place, const char *one, const char *two)
{
  report_add(of->report, code, place, one, two, NULL);
  return false;
}

/* ---- which rows ---- */

static int by_day(gconstpointer a, gconstpointer b)
{
  const ImportRow *one = (*(ImportItem *const *)a)->row;
  const ImportRow *other = (*(ImportItem *const *)b)->row;
  int order = day_compare(one->effective, other->effective);
  if (order == 0)
    order = (one->line > other->line) - (one->line < other->line);
  return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

bool case_collect(ImportCase *of)
{
  for (guint i = 0; i < of->import->rows->len; i++) {
    const ImportRow *row = g_ptr_array_index(of->import->rows, i);
    if (!day_known(row->effective))
      continue;
    ImportItem *item = g_new0(ImportItem, 1);
    item->row = row;
    item->drafts = g_ptr_array_new_with_free_func(draft_drop);
    g_ptr_array_add(of->items, item);
  }
  g_ptr_array_sort(of->items, by_day);
  Place place = place_at(of->import->list, 0, 0);
  if (of->items->len == 0)
    return case_refuse(of, DIAG_IMPORT_NONE_CHOSEN, place, NULL, NULL);
  if (of->items->len <= LEDGER_REVISION_LIMIT)
    return true;
  g_autofree char *limit = g_strdup_printf("%d", LEDGER_REVISION_LIMIT);
  return case_refuse(of, DIAG_LEDGER_MANY, place, limit, NULL);
}

/* The key of the nth revision of a day. */
static char *make_key(Day day, guint number)
{
  g_autofree char *iso = day_iso(day);
  return number == 1 ? g_steal_pointer(&iso) : g_strdup_printf("%s-%u", iso, number);
}

guint case_before_of_day(const ImportCase *of, guint index)
{
  guint count = 0;
  while (count < index && day_compare(case_item(of, index - count - 1)->row->effective,
                                      case_item(of, index)->row->effective) == 0)
    count++;
  return count;
}

static bool check_row(ImportCase *of, guint index)
{
  ImportItem *item = case_item(of, index);
  const ImportRow *row = item->row;
  guint nth = case_before_of_day(of, index) + 1;

  item->key = make_key(row->effective, !of->begins && row->number > 0 ? row->number : nth);
  if (day_compare(row->effective, of->desk->as_of) > 0) {
    g_autofree char *day = day_both(row->effective);
    return case_refuse(of, DIAG_IMPORT_FUTURE, place_of(of, item, 0), day, NULL);
  }
  if (!of->begins)
    return true;
  if (row->number > 0 && row->number != nth) {
    g_autofree char *missing = make_key(row->effective, nth);
    return case_refuse(of, DIAG_IMPORT_NAME_GAP, place_of(of, item, 0), item->key, missing);
  }
  if (row->change == CHANGE_ERRATUM && nth == 1)
    return case_refuse(of, DIAG_IMPORT_ERRATUM_DAY, place_of(of, item, 1), item->key, NULL);
  if (row->change == CHANGE_WITHDRAWN && row->texts->len > 0)
    return case_refuse(of, DIAG_IMPORT_WITHDRAWN_TEXT, place_of(of, item, 3), item->key, NULL);
  if (row->source == NULL && row->texts->len > 0)
    return case_refuse(of, DIAG_IMPORT_EDITION_ALONE, place_of(of, item, 0), item->key, NULL);
  return true;
}

/* Of a policy that has revisions: texts for those that lack them. */
static bool check_known(ImportCase *of, ImportItem *item)
{
  const ImportRow *row = item->row;
  item->known = ledger_find(of->policy->ledger, item->key);
  if (item->known == NULL) {
    g_autofree char *day = day_both(row->effective);
    return case_refuse(of, DIAG_IMPORT_DAY_UNKNOWN, place_of(of, item, 0), item->key, day);
  }
  if (row->texts->len > 0 && item->known->change == CHANGE_WITHDRAWN)
    return case_refuse(of, DIAG_IMPORT_WITHDRAWN_TEXT, place_of(of, item, 3), item->key, NULL);
  if (row->texts->len > 0 && row->source == NULL && revision_edition(item->known, "ja") == NULL)
    return case_refuse(of, DIAG_IMPORT_EDITION_ALONE, place_of(of, item, 0), item->key, NULL);
  if (row->summary != NULL)
    case_refuse(of, DIAG_IMPORT_WORDS_UNUSED, place_of(of, item, 2), item->key, NULL);
  return true;
}

/* Whoever goes down the list goes down the history; days that do not may be slips. */
static void tell_order(const ImportCase *of)
{
  const ImportRow *before = NULL;
  for (guint i = 0; of->import->list != NULL && i < of->import->rows->len; i++) {
    const ImportRow *row = g_ptr_array_index(of->import->rows, i);
    if (row->source == NULL || of->import->folder != NULL)
      continue;
    if (before != NULL && day_compare(row->effective, before->effective) < 0) {
      g_autofree char *line = g_strdup_printf("%d", before->line);
      report_add(of->report, DIAG_IMPORT_ORDER,
                 place_at(of->import->list, row->line, row->columns[0]), line, NULL);
    }
    before = row;
  }
}

bool case_check_rows(ImportCase *of)
{
  bool good = true;
  for (guint i = 0; i < of->items->len; i++) {
    bool fits = check_row(of, i);
    good &= fits && (of->begins || check_known(of, case_item(of, i)));
  }
  tell_order(of);
  return good;
}

/* ---- the texts ---- */

void case_leave_out(const ImportCase *of, ImportItem *item, guint index, guint faults)
{
  bool ja = item->row->source != NULL && index == 0;
  g_autofree char *count = g_strdup_printf("%u", faults);

  item->left_out |= ja;
  report_add(of->report, DIAG_IMPORT_LEFT_OUT, place_at(item_text(item, index)->named, 0, 0),
             item->key, count, NULL);
  for (guint i = index; i < (ja ? item->drafts->len : index + 1); i++)
    g_clear_pointer((Draft **)&item->drafts->pdata[i], draft_free);
}

/* Whether the revision has this very text; another in its place is refused. */
static bool is_there(const ImportCase *of, const ImportItem *item, const ImportText *text,
                     const Draft *draft, bool *good)
{
  const Edition *edition = item->known != NULL ? revision_edition(item->known, text->lang) : NULL;
  if (edition == NULL)
    return false;
  if (strcmp(edition->blob, draft->blob) != 0) {
    *good = case_refuse(of, DIAG_IMPORT_KEPT, place_at(text->named, 0, 0), item->key, text->lang);
    return false;
  }
  case_refuse(of, DIAG_IMPORT_KNOWN, place_at(text->named, 0, 0), item->key, text->lang);
  return true;
}

/* Old texts are what they are: of those before the newest only errors are said. */
static bool read_text(ImportCase *of, ImportItem *item, guint index, bool newest)
{
  const ImportText *text = item_text(item, index);
  g_autoptr(Report) own = report_new();
  gsize size = 0;
  char *bytes = import_bytes(of->import, text, &size, own);
  Draft *draft = bytes != NULL ? draft_of(text->named, bytes, size, own) : NULL;
  bool good = true;

  g_ptr_array_add(item->drafts, draft);
  if (draft != NULL) {
    report_merge_from(of->report, own, newest ? LEVEL_NOTE : LEVEL_ERROR);
    if (is_there(of, item, text, draft, &good))
      g_clear_pointer((Draft **)&item->drafts->pdata[index], draft_free);
    return good;
  }
  if (of->dates_alone && report_status(own) == 1)
    return true; /* told once all of the row are read */
  report_merge_from(of->report, own, LEVEL_ERROR);
  of->refused++;
  return false;
}

static guint faults_of(const ImportCase *of, const ImportText *text)
{
  g_autoptr(Report) own = report_new();
  gsize size = 0;
  char *bytes = import_bytes(of->import, text, &size, own);
  g_autoptr(Draft) draft = bytes != NULL ? draft_of(text->named, bytes, size, own) : NULL;
  return report_count_of(own, LEVEL_ERROR);
}

bool case_read_texts(ImportCase *of)
{
  bool good = true;
  for (guint i = 0; i < of->items->len; i++) {
    ImportItem *item = case_item(of, i);
    for (guint k = 0; k < item->row->texts->len; k++)
      good &= read_text(of, item, k, i + 1 == of->items->len);
    for (guint k = 0; of->dates_alone && k < item->row->texts->len; k++) {
      guint faults = item_draft(item, k) == NULL ? faults_of(of, item_text(item, k)) : 0;
      if (faults > 0 && !item->left_out)
        case_leave_out(of, item, k, faults);
    }
  }
  if (of->refused > 0) {
    g_autofree char *count = g_strdup_printf("%u", of->refused);
    case_refuse(of, DIAG_IMPORT_REFUSED, place_at(of->import->list, 0, 0), count, NULL);
  }
  return good;
}

bool case_check_same(const ImportCase *of)
{
  const ImportItem *before = NULL;
  bool good = true;

  for (guint i = 0; of->begins && i < of->items->len; i++) {
    const ImportItem *item = case_item(of, i);
    const Draft *draft = item_ja(item);
    const Draft *old = before != NULL ? item_ja(before) : NULL;
    if (draft != NULL && old != NULL && strcmp(draft->blob, old->blob) == 0)
      good = case_refuse(of, DIAG_IMPORT_SAME, place_of(of, item, 3), item->key, before->key);
    before = item;
  }
  return good;
}

/* Of a policy that begins the newest text is in force from then on; what was before it decides
 * nothing. Without a ledger there is nothing that could hold an approval. */
static bool check_beginning(const ImportCase *of)
{
  const Draft *draft = item_ja(case_item(of, of->items->len - 1));
  if (draft == NULL || !of->desk->site->two_persons)
    return true;
  Deed deed = {.act = ACT_PUBLISH, .blob = draft->blob};
  if (of->policy != NULL && approval_find(of->policy->ledger, &deed) != NULL)
    return approval_suffices(of->desk, of->policy->ledger, &deed, draft->path, of->report);
  return case_refuse(of, DIAG_IMPORT_UNAPPROVED, place_at(draft->path, 0, 0), of->import->policy,
                     NULL);
}

bool case_check_approved(const ImportCase *of)
{
  bool good = of->begins ? check_beginning(of) : true;

  for (guint i = 0; i < of->items->len; i++) {
    const ImportItem *item = case_item(of, i);
    const Draft *draft = item_ja(item);
    if (item->known != NULL && draft != NULL)
      good = approval_suffices_found(of->desk, of->policy, item->known, draft->blob, draft->path,
                                     of->report) &&
             good;
  }
  return good;
}
