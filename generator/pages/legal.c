#include "pages/legal.h"

#include "markup/blocks.h"
#include "pages/draft.h"

#include <string.h>

/* A clause as it is searched. */
typedef struct {
  const Clause *clause; /* NULL before the first heading */
  char *titles;         /* its heading and those above it, folded, one a line */
  GString *text;        /* the titles, and what the clause says */
} Passage;

/* One text that is looked at. */
typedef struct {
  GHashTable *names;   /* "@address" → what site.lua says, folded */
  GPtrArray *passages; /* of Passage, in the order of the text */
} Look;

const char *legal_state_name(LegalState state)
{
  static const char *const names[] = {"said", "missing", "not-concerned"};
  return names[state];
}

const char *legal_source_name(LegalSource source)
{
  static const char *const names[] = {"read", "not-in-force", "withdrawn", "no-text"};
  return names[source];
}

/* ---- what is owned ---- */

static void free_place(gpointer data)
{
  LegalPlace *place = data;
  g_free(place->id);
  g_free(place->title);
  g_free(place);
}

static void free_finding(gpointer data)
{
  LegalFinding *finding = data;
  g_ptr_array_unref(finding->places);
  g_free(finding);
}

void legal_free(Legal *legal)
{
  if (legal == NULL)
    return;
  g_ptr_array_unref(legal->findings);
  g_free(legal->path);
  g_free(legal);
}

static void free_passage(gpointer data)
{
  Passage *passage = data;
  g_free(passage->titles);
  g_string_free(passage->text, TRUE);
  g_free(passage);
}

/* ---- the text, clause by clause ---- */

static Passage *passage_new(const Clause *clause, char *titles)
{
  Passage *passage = g_new0(Passage, 1);
  passage->clause = clause;
  passage->titles = titles;
  passage->text = g_string_new(titles);
  return passage;
}

/* The headings above a clause and its own, folded. The part's title stands over the whole
 * text: it would make every clause speak of what it names. */
static char *titles_of(const Document *document, guint index)
{
  const Clause *clause = document_clause(document, index);
  GString *titles = g_string_new(NULL);
  int level = clause->level;

  if (!clause->paragraph) {
    g_autofree char *own = legal_fold(clause->title);
    g_string_append_printf(titles, "%s\n", own);
  }
  for (int i = (int)index - 1; i > clause->part && level > 2; i--) {
    const Clause *above = document_clause(document, (guint)i);
    if (above->level >= level)
      continue;
    level = above->level;
    g_autofree char *title = legal_fold(above->paragraph ? "" : above->title);
    g_string_append_printf(titles, "%s\n", title);
  }
  return g_string_free(titles, FALSE);
}

/* A word is never found across the end of a block. */
static GPtrArray *passages_of(const Document *document)
{
  GPtrArray *passages = g_ptr_array_new_with_free_func(free_passage);
  g_autoptr(Blocks) blocks = document_blocks(document);
  Passage *passage = passage_new(NULL, g_strdup(""));
  guint next = 0;

  g_ptr_array_add(passages, passage);
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_get(blocks, i);
    if (block->opens && next < document_clause_count(document)) {
      passage = passage_new(document_clause(document, next), titles_of(document, next));
      g_ptr_array_add(passages, passage);
      next++;
    }
    g_autofree char *folded = legal_fold(block->text);
    g_string_append_printf(passage->text, "%s\n", folded);
  }
  return passages;
}

/* ---- looking ---- */

static void put_name(GHashTable *names, const char *key, const char *value)
{
  g_autofree char *folded = legal_fold(value != NULL ? value : "");
  if (*folded != '\0')
    g_hash_table_insert(names, (gpointer)key, g_steal_pointer(&folded));
}

static GHashTable *names_of(const Site *site)
{
  GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  put_name(names, "@name", site->name);
  put_name(names, "@short", site->short_name);
  put_name(names, "@address", site->address);
  put_name(names, "@tel", site->tel);
  return names;
}

/* A word with # stands in a heading. What site.lua does not say is not found. */
static bool has_one_of(const Look *look, const Passage *passage, const char *text,
                       char *const *words)
{
  for (; *words != NULL; words++) {
    bool heading = **words == '#';
    const char *bare = *words + heading;
    const char *word = *bare == '@' ? g_hash_table_lookup(look->names, bare) : bare;
    if (word != NULL && strstr(heading ? passage->titles : text, word) != NULL)
      return true;
  }
  return false;
}

/* In `text`: all that the passage says, or its titles alone. */
static bool has_all(const Look *look, const Passage *passage, const char *text,
                    const Wording *wording)
{
  for (guint i = 0; i < wording->terms->len; i++)
    if (!has_one_of(look, passage, text, g_ptr_array_index(wording->terms, i)))
      return false;
  return true;
}

/* The clause whose headings say it, else the first that does; -1 where none does. */
static int find_wording(const Look *look, const Wording *wording)
{
  int first = -1;
  for (guint i = 0; i < look->passages->len; i++) {
    const Passage *passage = g_ptr_array_index(look->passages, i);
    if (!has_all(look, passage, passage->text->str, wording))
      continue;
    if (has_all(look, passage, passage->titles, wording))
      return (int)i;
    if (first < 0)
      first = (int)i;
  }
  return first;
}

static bool has_any(const Look *look, const GArray *wordings)
{
  for (guint i = 0; i < wordings->len; i++)
    if (find_wording(look, &g_array_index(wordings, Wording, i)) >= 0)
      return true;
  return false;
}

static LegalPlace *place_of(const Passage *passage, const char *written)
{
  LegalPlace *place = g_new0(LegalPlace, 1);
  const Clause *clause = passage->clause;

  place->written = written;
  place->line = clause != NULL ? clause->line : 1;
  if (clause != NULL) {
    place->id = g_strdup(clause->id);
    place->title = g_strconcat(clause->number, clause->title, NULL);
  }
  return place;
}

/* Every wording that is found counts; a clause is named once, in the order of the text. */
static void note_places(const Look *look, LegalFinding *finding)
{
  const GArray *wordings = finding->rule->look_for;
  g_autofree const char **written = g_new0(const char *, look->passages->len);

  for (guint i = 0; i < wordings->len; i++) {
    const Wording *wording = &g_array_index(wordings, Wording, i);
    int at = find_wording(look, wording);
    if (at < 0)
      continue;
    finding->found++;
    if (written[at] == NULL)
      written[at] = wording->written;
  }
  for (guint i = 0; i < look->passages->len; i++)
    if (written[i] != NULL)
      g_ptr_array_add(finding->places, place_of(g_ptr_array_index(look->passages, i), written[i]));
}

static LegalFinding *finding_of(const Look *look, const LegalRule *rule, Day as_of)
{
  LegalFinding *finding = g_new0(LegalFinding, 1);

  finding->rule = rule;
  finding->places = g_ptr_array_new_with_free_func(free_place);
  finding->coming = day_known(rule->since) && day_compare(rule->since, as_of) > 0;
  if ((rule->when->len > 0 && !has_any(look, rule->when)) || has_any(look, rule->unless)) {
    finding->state = LEGAL_NOT_CONCERNED;
    return finding;
  }
  note_places(look, finding);
  finding->state = rule->on_page || finding->found >= rule->at_least ? LEGAL_SAID : LEGAL_MISSING;
  return finding;
}

static void look_at(Legal *legal, const Site *site, const Draft *text, const LegalRules *rules)
{
  g_autoptr(GHashTable) names = names_of(site);
  g_autoptr(GPtrArray) passages = passages_of(text->document);
  const Look look = {names, passages};

  legal->path = g_strdup(text->path);
  for (guint i = 0; i < legal_rules_count(rules); i++)
    g_ptr_array_add(legal->findings, finding_of(&look, legal_rules_get(rules, i), legal->as_of));
}

/* ---- which text ---- */

static LegalSource source_of(const Revision *revision)
{
  if (revision == NULL)
    return LEGAL_NOT_IN_FORCE;
  if (revision->change == CHANGE_WITHDRAWN)
    return LEGAL_WITHDRAWN;
  return revision_edition(revision, "ja") != NULL ? LEGAL_READ : LEGAL_NO_TEXT;
}

Legal *legal_new(const Site *site, const PolicySource *policy, Repository *repository,
                 const LegalRules *rules, Day as_of, bool draft, Report *report)
{
  g_autoptr(Legal) legal = g_new0(Legal, 1);
  g_autoptr(Draft) text = NULL;

  legal->policy = policy;
  legal->as_of = as_of;
  legal->findings = g_ptr_array_new_with_free_func(free_finding);
  if (draft) {
    text = draft_read(site->root, policy, "ja", report);
  } else {
    legal->revision = ledger_in_force(policy->ledger, as_of);
    legal->source = source_of(legal->revision);
    if (legal->source != LEGAL_READ)
      return g_steal_pointer(&legal);
    text = draft_of_edition(revision_edition(legal->revision, "ja"), policy->ledger, site->root,
                            repository, report);
  }
  if (text == NULL)
    return NULL;
  look_at(legal, site, text, rules);
  return g_steal_pointer(&legal);
}

static guint count(const Legal *legal, LegalState state, bool coming)
{
  guint number = 0;
  for (guint i = 0; i < legal->findings->len; i++) {
    const LegalFinding *finding = g_ptr_array_index(legal->findings, i);
    number += finding->coming == coming && (coming || finding->state == state);
  }
  return number;
}

guint legal_count(const Legal *legal, LegalState state)
{
  return count(legal, state, false);
}

guint legal_count_coming(const Legal *legal)
{
  return count(legal, LEGAL_SAID, true);
}
