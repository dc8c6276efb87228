/* Which papers there are on a day, and which of them are asked for. */
#include "print/press.h"

#include "pages/draft.h"

#include <string.h>

typedef struct {
  Press *press;
  const PaperWish *wish;
  const PaperKind *kind; /* of the wish; NULL: all */
  GPtrArray *papers;
  bool texts; /* some policy has the text that is wished: a revision, or a draft */
} Gathering;

/* ---- names ---- */

/* notice-users-a3 */
static void append_kind(GString *name, const PaperKind *kind, const char *part, bool a3)
{
  bool sized = (kind->sizes & (kind->sizes - 1)) != 0;
  g_string_append(name, kind->name);
  if (part != NULL)
    g_string_append_printf(name, "-%s", part);
  if (sized)
    g_string_append(name, a3 ? "-a3" : "-a4");
}

char *paper_name_at(const PostingPlace *place, const char *key)
{
  const PaperKind *kind = paper_kind(place->paper);
  if (kind == NULL)
    return NULL;
  g_autoptr(GString) name = g_string_new(NULL);
  g_string_append_printf(name, "%s/%s/", place->policy, key);
  append_kind(name, kind, place->part, strcmp(place->size, "A3") == 0);
  return g_string_free(g_steal_pointer(&name), FALSE);
}

static char *file_name(const Paper *paper)
{
  g_autoptr(GString) name = g_string_new(NULL);
  if (paper->policy != NULL)
    g_string_append_printf(name, "%s/", paper->policy->ledger->id);
  if (paper->draft)
    g_string_append(name, "draft/");
  else if (paper->revision != NULL)
    g_string_append_printf(name, "%s/", paper->revision->key);
  append_kind(name, paper->kind, paper->part, paper->size == SIZE_A3);
  return g_string_free(g_steal_pointer(&name), FALSE);
}

static const Clause *part_of(const Document *document, const char *id)
{
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    if (clause->level == 1 && strcmp(clause->id, id) == 0)
      return clause;
  }
  return NULL;
}

static char *title_of(Press *press, const Paper *paper)
{
  const PressText *text = paper->part != NULL ? press_text(press, paper) : NULL;
  const Clause *part = text != NULL ? part_of(text->document, paper->part) : NULL;
  if (part != NULL)
    return g_strconcat(part->number, part->title, NULL);
  return g_strdup(paper->policy != NULL ? paper->policy->ledger->title
                                        : paper->kind->title[MESSAGES_JA]);
}

static void add(Gathering *all, const Paper *like)
{
  const PaperKind *kind = like->kind;
  if (kind->applies != NULL && !kind->applies(all->press, like))
    return;
  for (guint size = SIZE_A4; size <= SIZE_A3; size <<= 1) {
    PaperSize this = (PaperSize)size;
    const char *named = all->wish->size;
    if ((kind->sizes & size) == 0 ||
        (named != NULL && g_ascii_strcasecmp(named, paper_size_name(this)) != 0))
      continue;
    Paper *paper = g_new0(Paper, 1);
    *paper = *like;
    paper->part = g_strdup(like->part);
    paper->size = this;
    paper->name = file_name(paper);
    paper->title = title_of(all->press, paper);
    paper->label = g_strdup_printf(
      "%s（%s）：%s%s", kind->title[MESSAGES_JA], paper_size_name(this),
      paper->policy != NULL ? paper->title : all->press->site->name, paper->draft ? "（案）" : "");
    g_ptr_array_add(all->papers, paper);
  }
}

/* ---- of a text ---- */

static guint count_parts(const Document *document)
{
  guint count = 0;
  for (guint i = 0; i < document_clause_count(document); i++)
    count += document_clause(document, i)->level == 1;
  return count;
}

static void add_parts(Gathering *all, const Paper *like, const Document *document)
{
  if (count_parts(document) < 2)
    return;
  for (guint i = 0; i < document_clause_count(document); i++) {
    const Clause *clause = document_clause(document, i);
    Paper part = *like;
    part.part = (char *)clause->id;
    if (clause->level == 1)
      add(all, &part);
  }
}

/* The first part: the basic one, which is what a poster shows. */
static const char *first_part(const Document *document)
{
  for (guint i = 0; count_parts(document) > 1 && i < document_clause_count(document); i++)
    if (document_clause(document, i)->level == 1)
      return document_clause(document, i)->id;
  return NULL;
}

static void add_of_text(Gathering *all, const Paper *like, const Document *document)
{
  const char *wanted = all->wish->part;
  Paper paper = *like;

  if (wanted != NULL) {
    paper.part = (char *)wanted;
    if (like->kind->parts && part_of(document, wanted) != NULL)
      add(all, &paper);
    return;
  }
  if (like->kind->least > 0)
    paper.part = (char *)first_part(document);
  add(all, &paper);
  if (like->kind->each_part && all->wish->kind == NULL)
    add_parts(all, like, document);
}

/* ---- of a policy ---- */

static char *part_names(const Document *document)
{
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < document_clause_count(document); i++)
    if (document_clause(document, i)->level == 1)
      g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
                             document_clause(document, i)->id);
  return g_string_free(g_steal_pointer(&names), FALSE);
}

static void gather_kind(Gathering *all, const PaperKind *kind, const PolicySource *policy,
                        const Revision *revision, const PressText *text)
{
  bool draft = all->press->draft;
  Paper like = {.kind = kind, .policy = policy};
  if (kind->scope >= PAPER_OF_SITE || (all->kind != NULL && all->kind != kind))
    return;
  if (kind->scope == PAPER_OF_POLICY) {
    if (!draft && policy->ledger->revisions->len > 0 && all->wish->part == NULL)
      add(all, &like);
    return;
  }
  like.revision = revision;
  like.draft = draft;
  if (text == NULL)
    return;
  if (kind->scope == PAPER_OF_TEXT)
    add_of_text(all, &like, text->document);
  else if (all->wish->part == NULL)
    add(all, &like);
}

/* The revision whose papers are made; NULL where there is none, or the draft's are. */
static const Revision *revision_of(Gathering *all, const PolicySource *policy)
{
  Press *press = all->press;
  const Revision *revision =
    press->draft ? NULL : ledger_in_force(policy->ledger, press->build.as_of);
  if (revision == NULL || revision->change == CHANGE_WITHDRAWN)
    return NULL;
  if (revision_has_text(revision))
    return revision;
  report_add(press->report, DIAG_PAPER_NO_TEXT, place_at(policy->ledger->path, revision->line, 0),
             policy->ledger->id, revision->key, NULL);
  return NULL;
}

/* A draft is what no revision has. */
static bool is_draft(Press *press, const PolicySource *policy)
{
  g_autofree char *name = draft_path(policy, "ja");
  g_autofree char *path = g_build_filename(press->root, name, NULL);
  g_autoptr(Report) unsaid = report_new();
  gsize size = 0;
  g_autofree char *bytes = file_read(path, name, MARKUP_TEXT_LIMIT, &size, unsaid);
  if (bytes == NULL)
    return false;
  g_autofree char *blob = blob_id(bytes, size);
  for (guint i = 0; i < policy->ledger->revisions->len; i++) {
    const Edition *edition =
      revision_edition(g_ptr_array_index(policy->ledger->revisions, i), "ja");
    if (edition != NULL && strcmp(edition->blob, blob) == 0)
      return false;
  }
  return true;
}

static void gather_policy(Gathering *all, const PolicySource *policy)
{
  Press *press = all->press;
  const Revision *revision = revision_of(all, policy);
  bool has_text = press->draft ? is_draft(press, policy) : revision != NULL;
  const PressText *text = has_text ? press_text_of(press, policy, revision) : NULL;
  const char *part = all->wish->part;

  all->texts |= has_text;
  if (part != NULL && text != NULL && part_of(text->document, part) == NULL) {
    g_autofree char *names = part_names(text->document);
    report_add(press->report, DIAG_PAPER_PART, place_none(), policy->ledger->id, part, names, NULL);
    return;
  }
  for (const PaperKind *kind = paper_kinds(); kind->name != NULL; kind++)
    gather_kind(all, kind, policy, revision, text);
}

static void gather_site(Gathering *all)
{
  if (all->wish->policy != NULL || all->wish->part != NULL || all->press->draft)
    return;
  for (const PaperKind *kind = paper_kinds(); kind->name != NULL; kind++) {
    Paper like = {.kind = kind};
    if (kind->scope == PAPER_OF_SITE && (all->kind == NULL || all->kind == kind))
      add(all, &like);
  }
}

/* ---- the wish ---- */

static char *kind_names(void)
{
  g_autoptr(GString) names = g_string_new(NULL);
  for (const PaperKind *kind = paper_kinds(); kind->name != NULL; kind++)
    g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", kind->name);
  return g_string_free(g_steal_pointer(&names), FALSE);
}

static bool size_fits(const PaperKind *kind, const char *size, Report *report)
{
  bool a4 = (kind->sizes & SIZE_A4) != 0, a3 = (kind->sizes & SIZE_A3) != 0;
  if (size == NULL || (a4 && g_ascii_strcasecmp(size, "A4") == 0) ||
      (a3 && g_ascii_strcasecmp(size, "A3") == 0))
    return true;
  report_add(report, DIAG_PAPER_SIZE, place_none(), kind->name, size,
             a4 && a3 ? "A4, A3"
             : a4     ? "A4"
                      : "A3",
             NULL);
  return false;
}

static bool wish_is_sane(Gathering *all)
{
  const PaperWish *wish = all->wish;
  Report *report = all->press->report;
  if (wish->kind == NULL)
    return true;
  all->kind = paper_kind(wish->kind);
  if (all->kind == NULL) {
    g_autofree char *names = kind_names();
    report_add(report, DIAG_PAPER_UNKNOWN, place_none(), wish->kind, names, NULL);
    return false;
  }
  if (wish->part != NULL && !all->kind->parts) {
    report_add(report, DIAG_PAPER_NO_PARTS, place_none(), wish->kind, NULL);
    return false;
  }
  if (all->press->draft && all->kind->scope != PAPER_OF_TEXT && all->kind->scope != PAPER_OF_PAIR) {
    report_add(report, DIAG_PAPER_OF_NO_DRAFT, place_none(), wish->kind, NULL);
    return false;
  }
  return size_fits(all->kind, wish->size, report);
}

GPtrArray *press_papers(Press *press, const PaperWish *wish)
{
  g_autoptr(GPtrArray) papers = g_ptr_array_new_with_free_func(paper_free);
  Gathering all = {press, wish, NULL, papers, false};

  if (!wish_is_sane(&all))
    return NULL;
  for (guint i = 0; i < press->site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(press->site->policies, i);
    if (wish->policy == NULL || strcmp(policy->ledger->id, wish->policy) == 0)
      gather_policy(&all, policy);
  }
  gather_site(&all);
  if (!press_training_papers(press, wish, all.kind, papers))
    return NULL;
  if (report_failed(press->report))
    return NULL;
  if (press->draft && !all.texts)
    report_add(press->report, DIAG_PAPER_NO_DRAFT, place_none(), NULL);
  if (papers->len == 0 && all.kind != NULL) {
    report_add(press->report, DIAG_PAPER_NONE, place_none(), all.kind->name,
               all.kind->needs[MESSAGES_JA], all.kind->needs[MESSAGES_EN], NULL);
    return NULL;
  }
  return g_steal_pointer(&papers);
}
