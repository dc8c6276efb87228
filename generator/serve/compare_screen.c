/* Compare: the 新旧対照表 of the working text against a revision, as it will be printed. */
#include "pages/sides.h"

#include "pages/draft.h"
#include "serve/form.h"
#include "serve/screens.h"

#include <string.h>

static const char *const fields[] = {"with", "all", NULL};

/* What the draft is to follow: the text in force, else the newest that there is. */
static const Revision *usual(const Visit *visit)
{
  const Ledger *ledger = visit->policy->ledger;
  const Revision *base = draft_base(ledger, visit->as_of);
  return base != NULL ? base : sides_newest(ledger, "ja");
}

static const Revision *chosen(Visit *visit)
{
  g_autofree char *name = request_words(visit->request, "with");
  return name != NULL ? sides_find(visit->policy->ledger, "ja", name, visit->report) : usual(visit);
}

static void put_revision(Visit *visit, const char *name, const Revision *revision)
{
  RevisionState state = revision_state(visit->policy->ledger, revision, visit->as_of);

  values_open(visit->values, name);
  values_string(visit->values, "key", revision->key);
  values_number(visit->values, "number", revision->number);
  values_string(visit->values, "state", revision_state_name(state));
  values_day(visit->values, "effective", revision->effective);
  values_close(visit->values);
}

/* Newest first: that is what is asked for. */
static void put_choices(Visit *visit, const Revision *with)
{
  const GPtrArray *revisions = visit->policy->ledger->revisions;

  values_list(visit->values, "choices");
  for (guint i = revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (revision_edition(revision, "ja") != NULL)
      put_revision(visit, NULL, revision);
  }
  values_close(visit->values);
  values_string(visit->values, "with", with != NULL ? with->key : NULL);
}

/* The working text's own faults are said too: the table shows it as it is. */
static void put_draft_faults(Visit *visit)
{
  g_autoptr(Draft) draft = draft_read(visit->root, visit->policy, "ja", visit->report);
  (void)draft;
}

/* Writes the table's values; false where a text cannot be read. */
static bool put_table(Visit *visit, const Revision *with, Comparer *comparer, GString *rows)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = repository_open(visit->root, unsaid);
  g_auto(Side) now = {0};
  g_auto(Side) before = {0};
  CompareOptions options = {.all = request_ticked(visit->request, "all")};

  if (!side_read(&before, visit->policy, with, "ja", visit->root, repository, visit->report) ||
      !side_read_working(&now, visit->policy, "ja", visit->root, visit->report))
    return false;
  g_autoptr(Comparison) comparison = comparison_new(comparer, now.blocks, before.blocks, &options);
  sides_put(visit->values, screen_theme(visit->screen), comparison, rows, visit->report);
  return true;
}

Reply *compare_screen(Visit *visit)
{
  g_autoptr(GString) rows = g_string_new(NULL);
  g_autoptr(Comparer) comparer = comparer_new();
  const Revision *with = chosen(visit);
  bool failed = with == NULL && report_failed(visit->report);

  form_put(visit, fields);
  put_choices(visit, with);
  if (with != NULL) {
    put_revision(visit, "before", with);
    values_bool(visit->values, "shown", put_table(visit, with, comparer, rows));
    put_draft_faults(visit);
  }
  return visit_show_as(visit, failed ? 404 : 200, "compare.html");
}
