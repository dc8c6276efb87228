#include "pages/sides.h"

#include "base/text.h"
#include "pages/draft.h"

#include <string.h>

void side_clear(Side *side)
{
  blocks_free(side->blocks);
  side->blocks = NULL;
}

/* ---- which texts ---- */

const Revision *sides_newest(const Ledger *ledger, const char *lang)
{
  for (guint i = ledger->revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (!revision->cancelled && revision_edition(revision, lang) != NULL)
      return revision;
  }
  return NULL;
}

/* The keys of the revisions whose text is kept, for a hint. */
static char *keys_with_text(const Ledger *ledger, const char *lang)
{
  GString *keys = g_string_new(NULL);
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (revision_edition(revision, lang) != NULL)
      g_string_append_printf(keys, "%s%s", keys->len ? ", " : "", revision->key);
  }
  if (keys->len == 0)
    g_string_append(keys, "—");
  return g_string_free(keys, FALSE);
}

const Revision *sides_find(const Ledger *ledger, const char *lang, const char *name, Report *report)
{
  const Revision *revision = ledger_find(ledger, name);
  if (revision == NULL) {
    WarekiReading reading = wareki_read(name);
    g_autofree char *iso = wareki_iso_text(&reading);
    revision = ledger_find(ledger, iso);
  }

  g_autofree char *keys = keys_with_text(ledger, lang);
  if (revision == NULL)
    report_add(report, DIAG_REVISION_UNKNOWN, place_none(), name, keys, NULL);
  else if (revision_edition(revision, lang) == NULL)
    report_add(report, DIAG_REVISION_WITHOUT_TEXT, place_none(), revision->key, lang, keys, NULL);
  else
    return revision;
  return NULL;
}

/* ---- reading them ---- */

static bool read_blocks(Side *side, const char *bytes, gsize size, const char *named,
                        Report *report)
{
  gsize length;
  g_autofree char *text = text_normalise(bytes, size, named, &length, report);
  if (text == NULL)
    return false;
  /* `check` tells what is amiss. */
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Document) document = document_parse(text, length, named, DOCUMENT_POLICY, unsaid);
  side->blocks = document_blocks(document);
  return true;
}

bool side_read(Side *side, const PolicySource *policy, const Revision *revision, const char *lang,
               const char *root, Repository *repository, Report *report)
{
  const Edition *edition = revision_edition(revision, lang);
  gsize size;
  g_autofree char *bytes = edition_bytes(edition, policy->ledger, root, repository, &size, report);
  side->revision = revision;
  return bytes != NULL && read_blocks(side, bytes, size, edition->path, report);
}

bool side_read_working(Side *side, const PolicySource *policy, const char *lang, const char *root,
                       Report *report)
{
  gsize size;
  g_autofree char *name = draft_path(policy, lang);
  g_autofree char *path = g_build_filename(root, name, NULL);
  g_autofree char *bytes = file_read(path, name, MARKUP_TEXT_LIMIT, &size, report);
  side->revision = NULL;
  return bytes != NULL && read_blocks(side, bytes, size, name, report);
}

/* ---- as values of a page ---- */

static const char *const row_names[] = {
  [ROW_SAME] = "same",        [ROW_CHANGED] = "changed", [ROW_RENUMBERED] = "renumbered",
  [ROW_ADDED] = "added",      [ROW_REMOVED] = "removed", [ROW_MOVED_HERE] = "moved",
  [ROW_MOVED_AWAY] = "moved", [ROW_OMITTED] = "omitted",
};

static const char *word_of(const Theme *theme, const char *key, Report *report)
{
  const char *word = theme_string(theme, "ja", key);
  if (word == key)
    report_add(report, DIAG_THEME_WORD_MISSING, place_none(), key, NULL);
  return word;
}

static CompareWords words_of(const Theme *theme, const char *anchor, Report *report)
{
  return (CompareWords){
    .anchor = anchor,
    .now = word_of(theme, "compare.now", report),
    .before = word_of(theme, "compare.before", report),
    .added = word_of(theme, "compare.added", report),
    .removed = word_of(theme, "compare.removed", report),
    .omitted = word_of(theme, "compare.omitted", report),
    .moved_here = word_of(theme, "compare.moved_here", report),
    .moved_away = word_of(theme, "compare.moved_away", report),
    .mark_start = word_of(theme, "compare.mark_start", report),
    .mark_end = word_of(theme, "compare.mark_end", report),
  };
}

static void put_change(Values *values, const Theme *theme, const Change *change, guint number,
                       Report *report)
{
  char key[64], href[32];
  g_snprintf(key, sizeof key, "compare.kind.%s", row_names[change->kind]);
  g_snprintf(href, sizeof href, "#c%u", number);

  values_open(values, NULL);
  values_number(values, "number", number);
  values_string(values, "kind", row_names[change->kind]);
  values_string(values, "kind_text", word_of(theme, key, report));
  values_string(values, "title", change->title);
  values_string(values, "href", href);
  values_close(values);
}

void sides_put_rows(Values *values, const Theme *theme, const Comparison *comparison,
                    const char *anchor, GString *rows, Report *report)
{
  CompareWords words = words_of(theme, anchor, report);
  g_string_truncate(rows, 0);
  comparison_html(comparison, &words, rows);
  values_raw(values, "rows", rows->str, rows->len);
}

void sides_put(Values *values, const Theme *theme, const Comparison *comparison, GString *rows,
               Report *report)
{
  guint count = comparison_change_count(comparison);

  sides_put_rows(values, theme, comparison, NULL, rows, report);
  values_number(values, "count", count);
  values_bool(values, "identical", count == 0);
  values_list(values, "changes");
  for (guint i = 0; i < count; i++)
    put_change(values, theme, comparison_change(comparison, i), i + 1, report);
  values_close(values);
}
