#include "pages/impact.h"

#include "base/text.h"
#include "markup/blocks.h"
#include "pages/address.h"
#include "pages/modules.h"
#include "training/pending.h"

#include <string.h>

static void link_free(gpointer data)
{
  ImpactLink *link = data;
  g_free(link->file);
  g_free(link);
}

static void clause_free(gpointer data)
{
  ImpactClause *clause = data;
  g_free(clause->clause);
  g_free(clause->title);
  g_ptr_array_unref(clause->links);
  g_free(clause);
}

void impact_free(Impact *impact)
{
  if (impact == NULL)
    return;
  g_ptr_array_unref(impact->clauses);
  g_ptr_array_unref(impact->langs);
  g_ptr_array_unref(impact->stale);
  g_free(impact);
}

const char *impact_kind_name(RowKind kind)
{
  switch (kind) {
  case ROW_ADDED:
    return "added";
  case ROW_REMOVED:
    return "removed";
  case ROW_RENUMBERED:
    return "renumbered";
  case ROW_MOVED_HERE:
    return "moved";
  default:
    return "changed";
  }
}

const char *impact_kind_word(RowKind kind, MessageLang lang)
{
  if (lang != MESSAGES_JA)
    return impact_kind_name(kind);
  switch (kind) {
  case ROW_ADDED:
    return "新設";
  case ROW_REMOVED:
    return "削除";
  case ROW_RENUMBERED:
    return "番号の変更";
  case ROW_MOVED_HERE:
    return "移動";
  default:
    return "変更";
  }
}

/* ---- clauses ---- */

static void note_clauses(Impact *impact, const Document *now, const Document *before)
{
  Blocks *sides[] = {document_blocks(now), before != NULL ? document_blocks(before) : NULL};
  g_autoptr(Comparer) comparer = comparer_new();
  Comparison *comparison = comparison_of(
    comparer, blocks_count(sides[0]) > 0 ? blocks_get(sides[0], 0) : NULL, blocks_count(sides[0]),
    sides[1] != NULL && blocks_count(sides[1]) > 0 ? blocks_get(sides[1], 0) : NULL,
    sides[1] != NULL ? blocks_count(sides[1]) : 0, NULL);

  for (guint i = 0; i < comparison_change_count(comparison); i++) {
    const Change *change = comparison_change(comparison, i);
    ImpactClause *clause = g_new0(ImpactClause, 1);
    clause->kind = change->kind;
    clause->clause = g_strdup(change->clause);
    clause->title = g_strdup(change->title);
    clause->links = g_ptr_array_new_with_free_func(link_free);
    g_ptr_array_add(impact->clauses, clause);
  }
  comparison_free(comparison);
  for (guint i = 0; i < G_N_ELEMENTS(sides); i++)
    blocks_free(sides[i]);
}

/* ---- links ---- */

static void note_link(Impact *impact, const char *file, const char *fragment, int line)
{
  for (guint i = 0; i < impact->clauses->len; i++) {
    ImpactClause *clause = g_ptr_array_index(impact->clauses, i);
    if (strcmp(clause->clause, fragment) != 0)
      continue;
    ImpactLink *link = g_new0(ImpactLink, 1);
    link->file = g_strdup(file);
    link->line = line;
    g_ptr_array_add(clause->links, link);
  }
}

static void look_at_document(Impact *impact, const char *id, const Document *document,
                             const char *base)
{
  g_autofree char *wanted = g_strconcat(id, "/", NULL);
  g_autoptr(GString) address = g_string_new(NULL);

  for (guint i = 0; i < document_link_count(document); i++) {
    const Link *link = document_link(document, i);
    g_autofree char *fragment = NULL;
    if (address_is_internal(link->target) &&
        address_follow(base, link->target, address, &fragment) && fragment != NULL &&
        strcmp(address->str, wanted) == 0)
      note_link(impact, document_name(document), fragment, link->line);
  }
}

/* A file without a '#' in it links to no clause: most need not be parsed. */
static void look_at_file(Impact *impact, const Site *site, const char *id, const char *file,
                         const char *base, DocumentKind kind)
{
  g_autoptr(Report) unsaid = report_new(); /* `check` tells what is at fault elsewhere */
  g_autofree char *path = g_build_filename(site->root, file, NULL);
  gsize size = 0, length = 0;
  g_autofree char *bytes = file_read(path, file, MARKUP_TEXT_LIMIT, &size, unsaid);
  if (bytes == NULL || strstr(bytes, "](") == NULL || strchr(bytes, '#') == NULL)
    return;
  g_autofree char *text = text_normalise(bytes, size, file, &length, unsaid);
  if (text == NULL)
    return;
  g_autoptr(Document) document = document_parse(text, length, file, kind, unsaid);
  look_at_document(impact, id, document, base);
}

static void note_links(Impact *impact, const Site *site, const char *id)
{
  for (guint i = 0; i < site->pages->len; i++) {
    const PageSource *page = g_ptr_array_index(site->pages, i);
    look_at_file(impact, site, id, page->source, page->url, DOCUMENT_PAGE);
  }
  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    g_autofree char *file = draft_path(policy, "ja");
    g_autofree char *base = g_strconcat(policy->ledger->id, "/", NULL);
    look_at_file(impact, site, id, file, base, DOCUMENT_POLICY);
  }
}

/* ---- training ---- */

static void stale_free(gpointer data)
{
  ImpactStale *stale = data;
  g_free(stale->module);
  g_free(stale->id);
  g_free(stale->title);
  g_free(stale->clause);
  g_free(stale->file);
  g_free(stale);
}

static const char *title_of(const Module *module, const Pending *one)
{
  const ModuleEdition *edition = module_edition(module, "ja");
  if (!one->section)
    return quiz_find(edition->quiz, one->id)->title.text;
  int index = lesson_find(edition->lesson, one->id);
  return g_array_index(edition->lesson->sections, Section, index).title;
}

static void note_stale_of(Impact *impact, const Module *module, Texts *now, Texts *then)
{
  g_autoptr(GArray) before = module_pending(module, now, NULL, false);
  g_autoptr(GArray) after = module_pending(module, then, NULL, false);
  g_autoptr(Report) unsaid = report_new();
  if (after->len > 0)
    quiz_words(module_edition(module, "ja")->quiz, unsaid);
  for (guint i = 0; i < after->len; i++) {
    const Pending *one = &g_array_index(after, Pending, i);
    if (pending_has(before, one))
      continue;
    ImpactStale *stale = g_new0(ImpactStale, 1);
    *stale = (ImpactStale){.module = g_strdup(module->id),
                           .section = one->section,
                           .id = g_strdup(one->id),
                           .title = g_strdup(title_of(module, one)),
                           .clause = g_strdup(one->clause),
                           .file = g_strdup(one->file),
                           .line = one->line};
    g_ptr_array_add(impact->stale, stale);
  }
}

static void note_stale(Impact *impact, const Site *site, const char *id, const Document *draft,
                       Repository *repository, Day day)
{
  g_autoptr(Texts) now = site_texts(site, repository, day);
  g_autoptr(Texts) then = site_texts(site, repository, day);
  g_autoptr(Report) unsaid = report_new(); /* `check` tells what is at fault in a module */
  texts_try(then, id, draft);
  for (guint i = 0; i < site->modules->len; i++) {
    g_autoptr(Module) module = module_read(site->root, g_ptr_array_index(site->modules, i), unsaid);
    if (module != NULL)
      note_stale_of(impact, module, now, then);
  }
}

/* ---- editions ---- */

static int by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void note_langs(Impact *impact, const Ledger *ledger)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    for (guint k = 0; k < revision->editions->len; k++) {
      const Edition *edition = g_ptr_array_index(revision->editions, k);
      if (strcmp(edition->lang, "ja") != 0 &&
          !g_ptr_array_find_with_equal_func(impact->langs, edition->lang, g_str_equal, NULL))
        g_ptr_array_add(impact->langs, edition->lang);
    }
  }
  g_ptr_array_sort(impact->langs, by_name);
}

Impact *impact_new(const Site *site, const PolicySource *policy, Repository *repository, Day day,
                   Report *report)
{
  g_autofree char *name = draft_path(policy, "ja");
  g_autofree char *path = g_build_filename(site->root, name, NULL);
  gsize size = 0, length = 0;
  g_autofree char *bytes = file_read(path, name, MARKUP_TEXT_LIMIT, &size, report);
  g_autofree char *text = bytes ? text_normalise(bytes, size, name, &length, report) : NULL;
  if (text == NULL)
    return NULL;
  g_autoptr(Document) now = document_parse(text, length, name, DOCUMENT_POLICY, report);

  g_autoptr(Impact) impact = g_new0(Impact, 1);
  impact->clauses = g_ptr_array_new_with_free_func(clause_free);
  impact->langs = g_ptr_array_new();
  impact->stale = g_ptr_array_new_with_free_func(stale_free);
  impact->base = draft_base(policy->ledger, day);
  g_autoptr(Draft) base = impact->base != NULL
                            ? draft_of_edition(revision_edition(impact->base, "ja"), policy->ledger,
                                               site->root, repository, report)
                            : NULL;
  if (impact->base != NULL && base == NULL)
    return NULL;
  note_clauses(impact, now, base != NULL ? base->document : NULL);
  note_links(impact, site, policy->ledger->id);
  note_stale(impact, site, policy->ledger->id, now, repository, day);
  if (impact->clauses->len > 0)
    note_langs(impact, policy->ledger);
  return g_steal_pointer(&impact);
}
