#include "pages/import.h"

#include "pages/draft.h"

#include <string.h>

/* One chosen row while it is looked at. */
typedef struct {
  const ImportRow *row;
  char *key;
  const Revision *known; /* in a policy that has revisions */
  GPtrArray *drafts;     /* of Draft, as row->texts; NULL where that text is not taken in */
  bool left_out;         /* its Japanese text was refused */
} Item;

typedef struct {
  Desk *desk;
  const Import *import;
  const PolicySource *policy; /* NULL: it is not there yet */
  bool begins;                /* it has no revision yet */
  bool dates_alone;
  GPtrArray *items; /* of Item, in order of effect */
  guint refused;    /* texts with faults */
  Report *report;
} Case;

static void draft_drop(gpointer draft)
{
  draft_free(draft);
}

static void item_free(gpointer data)
{
  Item *item = data;
  g_free(item->key);
  g_ptr_array_unref(item->drafts);
  g_free(item);
}

static void imported_free(gpointer data)
{
  Imported *imported = data;
  g_free(imported->key);
  g_free(imported->summary);
  g_free(imported->source);
  g_free(imported->langs);
  g_free(imported);
}

static Item *get(const Case *of, guint index)
{
  return g_ptr_array_index(of->items, index);
}

static const ImportText *text_of(const Item *item, guint index)
{
  return g_ptr_array_index(item->row->texts, index);
}

static Draft *draft_at(const Item *item, guint index)
{
  return index < item->drafts->len ? g_ptr_array_index(item->drafts, index) : NULL;
}

/* The Japanese text that it gets; NULL where it gets none. */
static Draft *ja_of(const Item *item)
{
  return item->row->source != NULL ? draft_at(item, 0) : NULL;
}

/* Where a row is at fault: in the list, else its file. */
static Place place_of(const Case *of, const Item *item, guint cell)
{
  const ImportRow *row = item->row;
  if (of->import->list != NULL)
    return place_at(of->import->list, row->line, row->columns[cell]);
  return place_at(row->texts->len > 0 ? text_of(item, 0)->named : of->import->folder, 0, 0);
}

static bool refuse(const Case *of, DiagCode code, Place place, const char *one, const char *two)
{
  report_add(of->report, code, place, one, two, NULL);
  return false;
}

/* ---- which rows ---- */

static int by_day(gconstpointer a, gconstpointer b)
{
  const ImportRow *one = (*(Item *const *)a)->row;
  const ImportRow *other = (*(Item *const *)b)->row;
  int order = day_compare(one->effective, other->effective);
  if (order == 0)
    order = (one->line > other->line) - (one->line < other->line);
  return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

static bool collect(Case *of)
{
  for (guint i = 0; i < of->import->rows->len; i++) {
    const ImportRow *row = g_ptr_array_index(of->import->rows, i);
    if (!day_known(row->effective))
      continue;
    Item *item = g_new0(Item, 1);
    item->row = row;
    item->drafts = g_ptr_array_new_with_free_func(draft_drop);
    g_ptr_array_add(of->items, item);
  }
  g_ptr_array_sort(of->items, by_day);
  Place place = place_at(of->import->list, 0, 0);
  if (of->items->len == 0)
    return refuse(of, DIAG_IMPORT_NONE_CHOSEN, place, NULL, NULL);
  if (of->items->len <= LEDGER_REVISION_LIMIT)
    return true;
  g_autofree char *limit = g_strdup_printf("%d", LEDGER_REVISION_LIMIT);
  return refuse(of, DIAG_LEDGER_MANY, place, limit, NULL);
}

/* The key of the nth revision of a day. */
static char *make_key(Day day, guint number)
{
  g_autofree char *iso = day_iso(day);
  return number == 1 ? g_steal_pointer(&iso) : g_strdup_printf("%s-%u", iso, number);
}

/* How many of the items before it have its day. */
static guint before_of_day(const Case *of, guint index)
{
  guint count = 0;
  while (count < index && day_compare(get(of, index - count - 1)->row->effective,
                                      get(of, index)->row->effective) == 0)
    count++;
  return count;
}

static bool check_row(Case *of, guint index)
{
  Item *item = get(of, index);
  const ImportRow *row = item->row;
  guint nth = before_of_day(of, index) + 1;

  item->key = make_key(row->effective, !of->begins && row->number > 0 ? row->number : nth);
  if (day_compare(row->effective, of->desk->as_of) > 0) {
    g_autofree char *day = day_both(row->effective);
    return refuse(of, DIAG_IMPORT_FUTURE, place_of(of, item, 0), day, NULL);
  }
  if (!of->begins)
    return true;
  if (row->number > 0 && row->number != nth) {
    g_autofree char *missing = make_key(row->effective, nth);
    return refuse(of, DIAG_IMPORT_NAME_GAP, place_of(of, item, 0), item->key, missing);
  }
  if (row->change == CHANGE_ERRATUM && nth == 1)
    return refuse(of, DIAG_IMPORT_ERRATUM_DAY, place_of(of, item, 1), item->key, NULL);
  if (row->change == CHANGE_WITHDRAWN && row->texts->len > 0)
    return refuse(of, DIAG_IMPORT_WITHDRAWN_TEXT, place_of(of, item, 3), item->key, NULL);
  if (row->source == NULL && row->texts->len > 0)
    return refuse(of, DIAG_IMPORT_EDITION_ALONE, place_of(of, item, 0), item->key, NULL);
  return true;
}

/* Of a policy that has revisions: texts for those that lack them. */
static bool check_known(Case *of, Item *item)
{
  const ImportRow *row = item->row;
  item->known = ledger_find(of->policy->ledger, item->key);
  if (item->known == NULL) {
    g_autofree char *day = day_both(row->effective);
    return refuse(of, DIAG_IMPORT_DAY_UNKNOWN, place_of(of, item, 0), item->key, day);
  }
  if (row->texts->len > 0 && item->known->change == CHANGE_WITHDRAWN)
    return refuse(of, DIAG_IMPORT_WITHDRAWN_TEXT, place_of(of, item, 3), item->key, NULL);
  if (row->texts->len > 0 && row->source == NULL && revision_edition(item->known, "ja") == NULL)
    return refuse(of, DIAG_IMPORT_EDITION_ALONE, place_of(of, item, 0), item->key, NULL);
  if (row->summary != NULL)
    refuse(of, DIAG_IMPORT_WORDS_UNUSED, place_of(of, item, 2), item->key, NULL);
  return true;
}

/* Whoever goes down the list goes down the history; days that do not may be slips. */
static void tell_order(const Case *of)
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

static bool check_rows(Case *of)
{
  bool good = true;
  for (guint i = 0; i < of->items->len; i++) {
    bool fits = check_row(of, i);
    good &= fits && (of->begins || check_known(of, get(of, i)));
  }
  tell_order(of);
  return good;
}

/* ---- the texts ---- */

/* Drops an item's text, and with the Japanese one its translations; the person is told. */
static void leave_out(const Case *of, Item *item, guint index, guint faults)
{
  bool ja = item->row->source != NULL && index == 0;
  g_autofree char *count = g_strdup_printf("%u", faults);

  item->left_out |= ja;
  report_add(of->report, DIAG_IMPORT_LEFT_OUT, place_at(text_of(item, index)->named, 0, 0),
             item->key, count, NULL);
  for (guint i = index; i < (ja ? item->drafts->len : index + 1); i++)
    g_clear_pointer((Draft **)&item->drafts->pdata[i], draft_free);
}

/* Whether the revision has this very text; another in its place is refused. */
static bool is_there(const Case *of, const Item *item, const ImportText *text, const Draft *draft,
                     bool *good)
{
  const Edition *edition = item->known != NULL ? revision_edition(item->known, text->lang) : NULL;
  if (edition == NULL)
    return false;
  if (strcmp(edition->blob, draft->blob) != 0) {
    *good = refuse(of, DIAG_IMPORT_KEPT, place_at(text->named, 0, 0), item->key, text->lang);
    return false;
  }
  refuse(of, DIAG_IMPORT_KNOWN, place_at(text->named, 0, 0), item->key, text->lang);
  return true;
}

/* Old texts are what they are: of those before the newest only errors are said. */
static bool read_text(Case *of, Item *item, guint index, bool newest)
{
  const ImportText *text = text_of(item, index);
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

static guint faults_of(const Case *of, const ImportText *text)
{
  g_autoptr(Report) own = report_new();
  gsize size = 0;
  char *bytes = import_bytes(of->import, text, &size, own);
  g_autoptr(Draft) draft = bytes != NULL ? draft_of(text->named, bytes, size, own) : NULL;
  return report_count_of(own, LEVEL_ERROR);
}

static bool read_texts(Case *of)
{
  bool good = true;
  for (guint i = 0; i < of->items->len; i++) {
    Item *item = get(of, i);
    for (guint k = 0; k < item->row->texts->len; k++)
      good &= read_text(of, item, k, i + 1 == of->items->len);
    for (guint k = 0; of->dates_alone && k < item->row->texts->len; k++) {
      guint faults = draft_at(item, k) == NULL ? faults_of(of, text_of(item, k)) : 0;
      if (faults > 0 && !item->left_out)
        leave_out(of, item, k, faults);
    }
  }
  if (of->refused > 0) {
    g_autofree char *count = g_strdup_printf("%u", of->refused);
    refuse(of, DIAG_IMPORT_REFUSED, place_at(of->import->list, 0, 0), count, NULL);
  }
  return good;
}

/* A revision whose text is that of the one before it changed nothing. */
static bool check_same(const Case *of)
{
  const Item *before = NULL;
  bool good = true;

  for (guint i = 0; of->begins && i < of->items->len; i++) {
    const Item *item = get(of, i);
    const Draft *draft = ja_of(item);
    const Draft *old = before != NULL ? ja_of(before) : NULL;
    if (draft != NULL && old != NULL && strcmp(draft->blob, old->blob) == 0)
      good = refuse(of, DIAG_IMPORT_SAME, place_of(of, item, 3), item->key, before->key);
    before = item;
  }
  return good;
}

/* ---- the entries ---- */

/* Whether more than one of its day is no correction: then only a number tells their order. */
static bool wants_order(const Case *of, const Item *item)
{
  guint count = 0;
  for (guint i = 0; i < of->items->len; i++)
    count += day_compare(get(of, i)->row->effective, item->row->effective) == 0 &&
             get(of, i)->row->change != CHANGE_ERRATUM;
  return count > 1;
}

static void add_revision(const Case *of, guint index, Append *append)
{
  const Item *item = get(of, index);
  g_autofree char *effective = day_wareki(item->row->effective);

  append_entry(append, "revision");
  append_string(append, "effective", effective);
  append_string(append, "change", change_name_ja(item->row->change));
  append_string(append, "summary", item->row->summary);
  if (wants_order(of, item))
    append_number(append, "order", before_of_day(of, index) + 1);
}

static void add_text(const Case *of, const Item *item, guint index, Append *append)
{
  append_entry(append, "text");
  append_string(append, "of", item->key);
  append_string(append, "lang", text_of(item, index)->lang);
  append_string(append, "blob", draft_at(item, index)->blob);
  append_string(append, "provenance", provenance_name(of->import->provenance));
}

static char *frozen_path(const Proposal *proposal, const Item *item, guint index)
{
  return ledger_frozen_path(proposal->policy->ledger, item->key, text_of(item, index)->lang);
}

/* A file of that text; what stands in its place may only be that text. */
static bool freeze(const Case *of, Proposal *proposal, const Item *item, guint index)
{
  const Draft *draft = draft_at(item, index);
  g_autofree char *path = frozen_path(proposal, item, index);
  g_autofree char *there = desk_blob(of->desk, path);

  if (there != NULL && strcmp(there, draft->blob) != 0)
    return refuse(of, DIAG_PUBLISH_FILE_THERE, place_at(path, 0, 0), path, NULL);
  proposal_file(proposal, path, there, draft->bytes, draft->size);
  return true;
}

/* The newest text becomes the working text where there is none yet. */
static void add_working_texts(const Case *of, Proposal *proposal)
{
  const Item *newest = get(of, of->items->len - 1);
  for (guint i = 0; of->begins && ja_of(newest) != NULL && i < newest->drafts->len; i++) {
    const Draft *draft = draft_at(newest, i);
    g_autofree char *path = draft_path(proposal->policy, text_of(newest, i)->lang);
    g_autofree char *there = desk_blob(of->desk, path);
    if (draft != NULL && there == NULL)
      proposal_file(proposal, path, NULL, draft->bytes, draft->size);
  }
}

/* The title of a policy that is not there yet. */
static Proposal *begin(const Case *of)
{
  if (of->policy != NULL)
    return proposal_new(of->policy);
  g_autofree char *found = of->import->title == NULL ? import_title(of->import) : NULL;
  const char *title = of->import->title != NULL ? of->import->title : found;
  if (title != NULL && *title != '\0')
    return proposal_begin(of->desk, of->import->policy, title, of->report);
  refuse(of, DIAG_IMPORT_NO_TITLE, place_at(of->import->list, 0, 0), NULL, NULL);
  return NULL;
}

static Proposal *propose(const Case *of)
{
  g_autoptr(Proposal) proposal = begin(of);
  g_autoptr(Append) append = append_new();
  guint texts = 0;
  bool good = proposal != NULL;

  for (guint i = 0; good && i < of->items->len; i++) {
    const Item *item = get(of, i);
    if (of->begins)
      add_revision(of, i, append);
    for (guint k = 0; k < item->drafts->len; k++) {
      if (draft_at(item, k) == NULL)
        continue;
      add_text(of, item, k, append);
      good &= freeze(of, proposal, item, k);
      texts++;
    }
  }
  if (!good)
    return NULL;
  if (!of->begins && texts == 0) {
    refuse(of, DIAG_IMPORT_NOTHING, place_at(proposal->policy->ledger->path, 0, 0), NULL, NULL);
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
  const Case *of;
  const Proposal *proposal;
  guint *faults; /* by item and text, in their order */
} Trial;

/* Gives a fault of a frozen text the name that the person knows it by. */
static bool rename_fault(Diag *diag, gpointer data)
{
  Trial *trial = data;
  guint at = 0;
  for (guint i = 0; i < trial->of->items->len; i++) {
    const Item *item = get(trial->of, i);
    for (guint k = 0; k < item->drafts->len; k++, at++) {
      if (draft_at(item, k) == NULL || diag->file == NULL)
        continue;
      g_autofree char *frozen = frozen_path(trial->proposal, item, k);
      if (strcmp(frozen, diag->file) != 0)
        continue;
      g_free(diag->file);
      diag->file = g_strdup(text_of(item, k)->named);
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
    Item *item = get(trial->of, i);
    for (guint k = 0; k < item->drafts->len; k++, at++)
      if (trial->faults[at] > 0 && draft_at(item, k) != NULL) {
        leave_out(trial->of, item, k, trial->faults[at]);
        count++;
      }
  }
  return count;
}

/* The proposal of which the site stands; texts that a page refuses (a link that leads
 * nowhere, say) are left out where that was asked for. */
static Proposal *propose_standing(const Case *of)
{
  for (;;) {
    g_autoptr(Proposal) proposal = propose(of);
    g_autoptr(Report) own = report_new();
    if (proposal == NULL || proposal_try(of->desk, proposal, of->desk->as_of, own))
      return g_steal_pointer(&proposal);

    guint texts = 0;
    for (guint i = 0; i < of->items->len; i++)
      texts += get(of, i)->drafts->len;
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
static void tell_draft(const Case *of, const Proposal *proposal, const Item *newest,
                       const Draft *draft)
{
  g_autofree char *path = draft_path(proposal->policy, "ja");
  g_autofree char *there = desk_blob(of->desk, path);
  if (there == NULL || strcmp(there, draft->blob) == 0)
    return;
  g_autofree char *frozen = frozen_path(proposal, newest, 0);
  refuse(of, DIAG_IMPORT_DRAFT_STAYS, place_at(path, 0, 0), path, frozen);
}

static void tell(const Case *of, const Proposal *proposal)
{
  const Item *newest = get(of, of->items->len - 1);
  const Draft *draft = ja_of(newest);
  guint nameless = 0;

  for (guint i = 0; of->begins && draft != NULL && i < document_clause_count(draft->document); i++)
    nameless += !document_clause(draft->document, i)->id_given;
  if (nameless > 0) {
    g_autofree char *count = g_strdup_printf("%u", nameless);
    refuse(of, DIAG_IMPORT_NO_IDS, place_at(draft->path, 0, 0), count, of->import->policy);
  }
  if (of->begins && draft != NULL)
    tell_draft(of, proposal, newest, draft);
  if (of->begins && of->desk->site->two_persons)
    refuse(of, DIAG_IMPORT_UNAPPROVED, place_none(), NULL, NULL);
  if (of->policy != NULL && of->import->title != NULL &&
      strcmp(of->import->title, of->policy->ledger->title) != 0)
    refuse(of, DIAG_IMPORT_TITLE_OTHER, place_at(of->policy->ledger->path, 0, 0),
           of->policy->ledger->title, NULL);
}

static Imported *imported_of(const Item *item)
{
  Imported *imported = g_new0(Imported, 1);
  g_autoptr(GString) langs = g_string_new(NULL);

  for (guint i = 0; i < item->drafts->len; i++)
    if (draft_at(item, i) != NULL)
      g_string_append_printf(langs, "%s%s", langs->len > 0 ? ", " : "", text_of(item, i)->lang);
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

static const PolicySource *find_policy(const Site *site, const char *id)
{
  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (strcmp(policy->ledger->id, id) == 0)
      return policy;
  }
  return NULL;
}

Proposal *import_propose(Desk *desk, const Import *import, bool dates_alone, GPtrArray **imported,
                         Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_free);
  Case of = {.desk = desk,
             .import = import,
             .dates_alone = dates_alone,
             .items = items,
             .report = own,
             .policy = find_policy(desk->site, import->policy)};
  of.begins = of.policy == NULL || of.policy->ledger->revisions->len == 0;

  *imported = NULL;
  /* All that is at fault is said at once, where one fault does not follow from another. */
  bool good = collect(&of);
  if (good) {
    good = check_rows(&of);
    good = read_texts(&of) && check_same(&of) && good;
  }
  g_autoptr(Proposal) proposal = good ? propose_standing(&of) : NULL;
  if (report_failed(own))
    g_clear_pointer(&proposal, proposal_free);
  if (proposal != NULL) {
    tell(&of, proposal);
    *imported = g_ptr_array_new_with_free_func(imported_free);
    for (guint i = 0; i < items->len; i++)
      g_ptr_array_add(*imported, imported_of(get(&of, i)));
  }
  report_merge(report, own);
  return g_steal_pointer(&proposal);
}
