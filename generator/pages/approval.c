#include "pages/approval.h"

#include "ledger/identity.h"
#include "pages/draft.h"

#include <string.h>

/* ---- which counts ---- */

static bool text_is_used_up(const Ledger *ledger, const Approval *approval)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    const Edition *edition = revision_edition(revision, "ja");
    /* A text that was found is younger than its revision. */
    if (!revision->cancelled && edition != NULL &&
        MAX(revision->sequence, edition->sequence) > approval->sequence &&
        strcmp(edition->blob, approval->blob) == 0)
      return true;
  }
  return false;
}

static bool counts(const Ledger *ledger, const Approval *approval, const Deed *deed)
{
  const Revision *newest = ledger_newest(ledger);
  if (approval->act != deed->act)
    return false;
  switch (deed->act) {
  case ACT_PUBLISH:
    return strcmp(approval->blob, deed->blob) == 0 && !text_is_used_up(ledger, approval);
  case ACT_WITHDRAW:
    return newest != NULL && approval->sequence > newest->sequence;
  case ACT_CANCEL:
    return g_strcmp0(approval->of, deed->of) == 0;
  }
  return false;
}

const Approval *approval_find(const Ledger *ledger, const Deed *deed)
{
  for (guint i = ledger->approvals->len; i-- > 0;) {
    const Approval *approval = g_ptr_array_index(ledger->approvals, i);
    if (counts(ledger, approval, deed))
      return approval;
  }
  return NULL;
}

/* ---- by whom ---- */

bool approval_by_another(const Ledger *ledger, const Deed *deed, const char *identity)
{
  for (guint i = 0; i < ledger->approvals->len; i++) {
    const Approval *approval = g_ptr_array_index(ledger->approvals, i);
    if (counts(ledger, approval, deed) && approval->recorder != NULL &&
        !identity_same(approval->recorder, identity))
      return true;
  }
  return false;
}

static char *command_for(const Deed *deed)
{
  if (deed->act == ACT_CANCEL)
    return g_strdup_printf("kaitei approve --cancel %s", deed->of);
  return g_strdup(deed->act == ACT_WITHDRAW ? "kaitei approve --withdrawal" : "kaitei approve");
}

bool approval_suffices(const Desk *desk, const Ledger *ledger, const Deed *deed, const char *path,
                       Report *report)
{
  if (!desk->site->two_persons || approval_by_another(ledger, deed, desk->identity))
    return true;
  g_autofree char *command = command_for(deed);
  if (approval_find(ledger, deed) == NULL)
    report_add(report, DIAG_PUBLISH_NOT_APPROVED, place_at(path, 0, 0), command, NULL);
  else
    report_add(report, DIAG_PUBLISH_ONE_PERSON, place_at(path, 0, 0), desk->identity, NULL);
  return false;
}

bool approval_suffices_found(const Desk *desk, const PolicySource *policy, const Revision *revision,
                             const char *blob, const char *path, Report *report)
{
  const Deed deed = {.act = ACT_PUBLISH, .blob = blob};
  RevisionState state = revision_state(policy->ledger, revision, desk->as_of);

  if (!desk->site->two_persons || (state != STATE_IN_FORCE && state != STATE_SCHEDULED))
    return true;
  if (approval_find(policy->ledger, &deed) != NULL)
    return approval_suffices(desk, policy->ledger, &deed, path, report);
  g_autofree char *draft = draft_path(policy, "ja");
  report_add(report, DIAG_BACKFILL_NOT_APPROVED, place_at(path, 0, 0), revision->key, draft, NULL);
  return false;
}
