/* 掲示管理表: where notices hang, and which of them are to be replaced. */
#include "pages/frame.h"
#include "pages/posting.h"
#include "print/kinds.h"
#include "print/press.h"

#include <string.h>

bool register_applies(Press *press, const Paper *paper)
{
  (void)paper;
  return press->site->places->len > 0;
}

static const char *part_title(Press *press, const Posting *posting)
{
  const char *part = posting->place->part;
  if (part == NULL || posting->policy == NULL || posting->wanted == NULL ||
      !revision_has_text(posting->wanted))
    return NULL;
  const PressText *text = press_text_of(press, posting->policy, posting->wanted);
  const Clause *clause = text != NULL ? document_find_clause(text->document, part) : NULL;
  return clause != NULL ? clause->title : NULL;
}

static void put_posting(Press *press, const Posting *posting)
{
  Worker *worker = press->worker;
  Values *values = worker->values;
  const PaperKind *kind = paper_kind(posting->place->paper);
  const Ledger *ledger = posting->policy != NULL ? posting->policy->ledger : NULL;
  const Revision *hangs =
    ledger != NULL && posting->hangs != NULL ? ledger_find(ledger, posting->hangs) : NULL;

  values_open(values, NULL);
  values_string(values, "name", posting->place->name);
  values_string(values, "policy", ledger != NULL ? ledger->title : posting->place->policy);
  values_string(values, "part", part_title(press, posting));
  values_string(values, "kind", kind != NULL ? kind->title[MESSAGES_JA] : posting->place->paper);
  values_string(values, "size", posting->place->size);
  values_bool(values, "replace", posting->replace);
  if (posting->wanted != NULL)
    put_revision(worker, "wanted", ledger, posting->wanted, "ja");
  if (hangs != NULL)
    put_revision(worker, "hangs", ledger, hangs, "ja");
  put_day(worker, "since", posting->since);
  values_bool(values, "other", posting->other);
  values_bool(values, "none", posting->hangs == NULL && day_known(posting->since));
  values_close(values);
}

void register_put(Press *press, const Paper *paper)
{
  Values *values = press->worker->values;
  (void)paper;
  g_autoptr(GPtrArray) postings = postings_new(press->site, press->build.as_of, press->report);
  put_day(press->worker, "today", press->build.as_of);
  values_number(values, "to_replace", postings_to_replace(postings, NULL));
  values_list(values, "postings");
  for (guint i = 0; i < postings->len; i++)
    put_posting(press, g_ptr_array_index(postings, i));
  values_close(values);
}
