#include "pages/naming.h"

#include "base/text.h"

#include <string.h>

static void naming_free(gpointer data)
{
  Naming *naming = data;
  g_free(naming->title);
  g_free(naming->id);
  g_free(naming);
}

static void take_ids(GHashTable *taken, const Document *document)
{
  for (guint i = 0; i < document_clause_count(document); i++)
    if (document_clause(document, i)->id != NULL)
      g_hash_table_add(taken, g_strdup(document_clause(document, i)->id));
}

/* The ASCII words of a title, in small letters, joined by '-'; "" where there are none
 * that an id may begin with. */
static char *ascii_words(const char *title)
{
  GString *id = g_string_new(NULL);
  for (const char *p = title; *p != '\0'; p++) {
    if (g_ascii_isalpha(*p) || (g_ascii_isdigit(*p) && id->len > 0))
      g_string_append_c(id, g_ascii_tolower(*p));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c(id, '-');
  }
  while (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate(id, id->len - 1);
  return g_string_free(id, FALSE);
}

static char *free_id(GHashTable *taken, const char *title)
{
  g_autofree char *words = ascii_words(title);
  if (*words != '\0' && !g_hash_table_contains(taken, words))
    return g_steal_pointer(&words);
  for (guint number = *words != '\0' ? 2 : 1;; number++) {
    g_autofree char *id = g_strdup_printf("%s-%u", *words != '\0' ? words : "clause", number);
    if (!g_hash_table_contains(taken, id))
      return g_steal_pointer(&id);
  }
}

GPtrArray *naming_propose(const Draft *draft, const Ledger *ledger, const char *root,
                          Repository *repository, Report *report)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *namings = g_ptr_array_new_with_free_func(naming_free);

  take_ids(taken, draft->document);
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Edition *edition = revision_edition(g_ptr_array_index(ledger->revisions, i), "ja");
    g_autoptr(Draft) old =
      edition != NULL ? draft_of_edition(edition, ledger, root, repository, report) : NULL;
    if (old != NULL)
      take_ids(taken, old->document);
  }
  for (guint i = 0; i < document_clause_count(draft->document); i++) {
    const Clause *clause = document_clause(draft->document, i);
    if (clause->id_given)
      continue;
    Naming *naming = g_new0(Naming, 1);
    naming->line = clause->line;
    naming->title = g_strdup(clause->title);
    naming->id = free_id(taken, clause->title);
    g_hash_table_add(taken, g_strdup(naming->id));
    g_ptr_array_add(namings, naming);
  }
  return namings;
}

/* The end of a line's words: before white space and CR. */
static const char *line_end(const char *line, const char *end)
{
  while (end > line && strchr(" \t\r", end[-1]) != NULL)
    end--;
  return end;
}

static GString *written(const Draft *draft, const GPtrArray *namings)
{
  GString *out = g_string_new(NULL);
  const char *end = draft->bytes + draft->size;
  int number = 1;
  guint next = 0;

  for (const char *line = draft->bytes; line < end; number++) {
    const char *newline = memchr(line, '\n', (gsize)(end - line));
    const char *after = newline != NULL ? newline + 1 : end;
    const char *words = line_end(line, newline != NULL ? newline : end);
    const Naming *naming = next < namings->len ? g_ptr_array_index(namings, next) : NULL;
    if (naming != NULL && naming->line == number) {
      g_string_append_len(out, line, words - line);
      g_string_append_printf(out, " {#%s}", naming->id);
      g_string_append_len(out, words, after - words);
      next++;
    } else {
      g_string_append_len(out, line, after - line);
    }
    line = after;
  }
  return out;
}

char *naming_write(const Draft *draft, const GPtrArray *namings, gsize *size, Report *report)
{
  g_autoptr(GString) out = written(draft, namings);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Draft) named =
    draft_of(draft->path, g_memdup2(out->str, out->len + 1), out->len, unsaid);
  bool good = named != NULL &&
              document_clause_count(named->document) == document_clause_count(draft->document);

  for (guint i = 0, k = 0; good && i < document_clause_count(named->document); i++) {
    const Clause *before = document_clause(draft->document, i);
    const Clause *after = document_clause(named->document, i);
    const Naming *naming = before->id_given ? NULL : g_ptr_array_index(namings, k++);
    good = after->id_given && strcmp(after->title, before->title) == 0 &&
           strcmp(after->id, naming != NULL ? naming->id : before->id) == 0;
  }
  if (!good) {
    report_add(report, DIAG_NAMING_FAILED, place_at(draft->path, 0, 0), NULL);
    return NULL;
  }
  *size = out->len;
  return g_string_free(g_steal_pointer(&out), FALSE);
}
