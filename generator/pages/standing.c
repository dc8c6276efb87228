#include "pages/standing.h"

#include "ledger/entries.h"
#include "pages/draft.h"

#include <string.h>

const char *draft_state_name(DraftState state)
{
  static const char *const names[] = {
    [DRAFT_MISSING] = "missing", [DRAFT_NONE] = "none", [DRAFT_DIFFERS] = "draft"};
  return names[state];
}

static bool has_text(const Revision *revision, const char *blob)
{
  const Edition *edition = revision != NULL ? revision_edition(revision, "ja") : NULL;
  return edition != NULL && strcmp(edition->blob, blob) == 0;
}

static void look_at_draft(Standing *standing, const char *root)
{
  const Ledger *ledger = standing->policy->ledger;
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *path = draft_path(standing->policy, "ja");
  g_autofree char *full = g_build_filename(root, path, NULL);
  gsize size = 0;
  g_autofree char *bytes = file_read(full, path, LEDGER_LIMIT, &size, unsaid);
  if (bytes == NULL)
    return;

  g_autofree char *blob = blob_id(bytes, size);
  bool known = has_text(standing->in_force, blob);
  for (guint i = 0; i < standing->scheduled->len; i++)
    known |= has_text(g_ptr_array_index(standing->scheduled, i), blob);
  standing->draft = known ? DRAFT_NONE : DRAFT_DIFFERS;
  if (known)
    return;
  standing->approval = draft_approval(ledger, blob);
  if (standing->approval == NULL)
    standing->voided = draft_void_approval(ledger, blob);
  standing->undone = draft_undone(ledger, blob, standing->approval);
}

static int by_lang(gconstpointer a, gconstpointer b)
{
  return strcmp(((const LaggingEdition *)a)->lang, ((const LaggingEdition *)b)->lang);
}

static void note_lagging(Standing *standing, const Revision *revision, const char *lang)
{
  const Revision *now = standing->in_force;
  if (strcmp(lang, "ja") == 0 || now == NULL || now->change == CHANGE_WITHDRAWN ||
      revision_edition(now, lang) != NULL)
    return;
  for (guint i = 0; i < standing->lagging->len; i++)
    if (strcmp(g_array_index(standing->lagging, LaggingEdition, i).lang, lang) == 0)
      return;
  LaggingEdition lagging = {lang, revision};
  g_array_append_val(standing->lagging, lagging);
}

static void look_at_editions(Standing *standing, Day as_of)
{
  const GPtrArray *revisions = standing->policy->ledger->revisions;
  for (guint i = revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(revisions, i);
    if (revision->cancelled || day_compare(revision->effective, as_of) > 0)
      continue;
    for (guint k = 0; k < revision->editions->len; k++)
      note_lagging(standing, revision,
                   ((const Edition *)g_ptr_array_index(revision->editions, k))->lang);
  }
  g_array_sort(standing->lagging, by_lang);
}

Standing *standing_new(const char *root, const PolicySource *policy, Day as_of)
{
  const Ledger *ledger = policy->ledger;
  Standing *standing = g_new0(Standing, 1);

  standing->policy = policy;
  standing->in_force = ledger_in_force(ledger, as_of);
  standing->scheduled = g_ptr_array_new();
  standing->lagging = g_array_new(FALSE, TRUE, sizeof(LaggingEdition));
  standing->next = ledger_next_change(ledger, as_of);
  for (guint i = 0; i < ledger->revisions->len; i++) {
    Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (revision_state(ledger, revision, as_of) == STATE_SCHEDULED)
      g_ptr_array_add(standing->scheduled, revision);
  }
  look_at_draft(standing, root);
  look_at_editions(standing, as_of);
  return standing;
}

void standing_free(Standing *standing)
{
  if (standing == NULL)
    return;
  g_ptr_array_unref(standing->scheduled);
  g_array_unref(standing->lagging);
  g_free(standing);
}
