#include "training/texts.h"

#include "base/text.h"

#include <string.h>

/* One text that was read. */
typedef struct {
  const Ledger *ledger;
  const Revision *revision; /* NULL for one that is tried */
  char *named;
  Document *document; /* NULL where it cannot be read */
  const Document *tried;
} Text;

struct Texts {
  const Ledger **ledgers;
  guint count;
  const char *root;
  Repository *repository;
  Day day;
  GPtrArray *texts; /* of Text */
};

static void text_free(gpointer data)
{
  Text *text = data;
  document_free(text->document);
  g_free(text->named);
  g_free(text);
}

Texts *texts_new(const Ledger *const *ledgers, guint count, const char *root,
                 Repository *repository, Day day)
{
  Texts *texts = g_new0(Texts, 1);
  texts->ledgers = g_new(const Ledger *, count + 1);
  for (guint i = 0; i < count; i++)
    texts->ledgers[i] = ledgers[i];
  texts->count = count;
  texts->root = root;
  texts->repository = repository;
  texts->day = day;
  texts->texts = g_ptr_array_new_with_free_func(text_free);
  return texts;
}

void texts_free(Texts *texts)
{
  if (texts == NULL)
    return;
  g_ptr_array_unref(texts->texts);
  g_free(texts->ledgers);
  g_free(texts);
}

static const Ledger *ledger_of(const Texts *texts, const char *policy)
{
  for (guint i = 0; i < texts->count; i++)
    if (strcmp(texts->ledgers[i]->id, policy) == 0)
      return texts->ledgers[i];
  return NULL;
}

static Document *read_edition(const Texts *texts, const Ledger *ledger, const Edition *edition,
                              const char *named)
{
  g_autoptr(Report) unsaid = report_new();
  gsize size = 0, length = 0;
  g_autofree char *bytes =
    edition_bytes(edition, ledger, texts->root, texts->repository, &size, unsaid);
  g_autofree char *text =
    bytes != NULL ? text_normalise(bytes, size, named, &length, unsaid) : NULL;
  return text != NULL ? document_parse(text, length, named, DOCUMENT_POLICY, unsaid) : NULL;
}

static const Text *text_of(Texts *texts, const Ledger *ledger, const Revision *revision)
{
  for (guint i = 0; i < texts->texts->len; i++) {
    const Text *text = g_ptr_array_index(texts->texts, i);
    if (text->ledger == ledger && text->revision == revision)
      return text;
  }
  Text *text = g_new0(Text, 1);
  const Edition *edition = revision_edition(revision, "ja");
  text->ledger = ledger;
  text->revision = revision;
  text->named = ledger_frozen_path(ledger, revision->key, "ja");
  text->document = edition != NULL ? read_edition(texts, ledger, edition, text->named) : NULL;
  g_ptr_array_add(texts->texts, text);
  return text;
}

static const Text *tried_of(const Texts *texts, const Ledger *ledger)
{
  for (guint i = 0; i < texts->texts->len; i++) {
    const Text *text = g_ptr_array_index(texts->texts, i);
    if (text->ledger == ledger && text->tried != NULL)
      return text;
  }
  return NULL;
}

void texts_try(Texts *texts, const char *policy, const Document *document)
{
  const Ledger *ledger = ledger_of(texts, policy);
  if (ledger == NULL)
    return;
  Text *text = g_new0(Text, 1);
  text->ledger = ledger;
  text->tried = document;
  g_ptr_array_add(texts->texts, text);
}

static const Text *text_in_force(Texts *texts, const Ledger *ledger)
{
  const Text *tried = tried_of(texts, ledger);
  if (tried != NULL)
    return tried;
  const Revision *revision = ledger_in_force(ledger, texts->day);
  return revision != NULL && revision->change != CHANGE_WITHDRAWN ? text_of(texts, ledger, revision)
                                                                  : NULL;
}

static bool find_in(const Text *text, const char *clause, TextClause *found)
{
  const Document *document = text->tried != NULL ? text->tried : text->document;
  const Clause *at = document != NULL ? document_find_clause(document, clause) : NULL;
  if (at == NULL)
    return false;
  found->ledger = text->ledger;
  found->revision = text->revision;
  found->document = document;
  found->clause = at;
  found->index = (guint)(at - document_clause(document, 0));
  clause_hash(document, found->index, found->hash);
  return true;
}

/* Whether any text that was ever published has it. */
static bool was_or_will_be(Texts *texts, const Ledger *ledger, const char *clause)
{
  TextClause found;
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (revision_edition(revision, "ja") != NULL &&
        find_in(text_of(texts, ledger, revision), clause, &found))
      return true;
  }
  return false;
}

bool texts_find(Texts *texts, const char *policy, const char *clause, Place place,
                TextClause *found, Report *report)
{
  g_autofree char *named = g_strconcat(policy, "#", clause, NULL);
  const Ledger *ledger = ledger_of(texts, policy);
  const Text *text = ledger != NULL ? text_in_force(texts, ledger) : NULL;
  DiagCode code = DIAG_CLAUSE_UNKNOWN;

  if (ledger == NULL)
    code = DIAG_CLAUSE_POLICY_UNKNOWN;
  else if (text == NULL || (text->document == NULL && text->tried == NULL))
    code = DIAG_CLAUSE_NO_TEXT;
  else if (find_in(text, clause, found))
    return true;
  if (report != NULL && code == DIAG_CLAUSE_UNKNOWN && was_or_will_be(texts, ledger, clause))
    code = DIAG_CLAUSE_NOT_NOW;
  if (report != NULL)
    report_add(report, code, place, named, policy, NULL);
  return false;
}

bool texts_find_old(Texts *texts, const char *policy, const char *clause, const char *hash,
                    TextClause *found)
{
  const Ledger *ledger = ledger_of(texts, policy);
  for (guint i = ledger != NULL ? ledger->revisions->len : 0; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (revision_edition(revision, "ja") != NULL &&
        find_in(text_of(texts, ledger, revision), clause, found) && strcmp(found->hash, hash) == 0)
      return true;
  }
  return false;
}
