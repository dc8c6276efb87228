/*
 * Publishing a revision: every check, and the proposal that comes of it.
 *
 * Refused, with nothing changed (beside what a changeset refuses): no summary
 * (PUBLISH_NO_SUMMARY); a day before the revision in force (PUBLISH_EARLY); a clause
 * id that vanished (PUBLISH_ID_GONE), or that would on the day of a scheduled revision
 * (PUBLISH_ID_NOT_LATER); a text that is the same as the one it would
 * follow (PUBLISH_SAME); one that still says that it is the sample (PUBLISH_SAMPLE); an approval that a later edit made void (PUBLISH_VOID); with
 * `two_persons` in site.lua, no approval or one by the same person
 * (PUBLISH_NOT_APPROVED, PUBLISH_ONE_PERSON); a correction of no revision
 * (PUBLISH_ERRATUM_DAY); one that would come before another of its day, or of which that
 * cannot be told (PUBLISH_DAY_TAKEN); decided on a day still to come
 * (PUBLISH_DECIDED_LATER); a second withdrawal (PUBLISH_WITHDRAWN); a ledger edited by
 * hand; whatever is an error in the text (a comment is one), in the ledger or in the
 * site that would come of it.
 *
 * Said, and allowed: a day before a scheduled revision (PUBLISH_BEFORE_SCHEDULED), with
 * which a policy that is withdrawn would come back (PUBLISH_RETURNS); a day that is past
 * (PUBLISH_BACKDATED) or before that of the decision (PUBLISH_BEFORE_DECIDED), but of a
 * correction.
 *
 * An approval binds to the bytes of the working text by their blob id. It was made by
 * whoever its entry's `recorder` is; that is git's word for a person and proves no
 * more than git does.
 */
#ifndef PAGES_PUBLICATION_H
#define PAGES_PUBLICATION_H

#include "pages/desk.h"

typedef struct {
  Day effective; /* no day: of an erratum, that of the revision in force; else required */
  Day decided;   /* no day: that of the approval, where there is one */
  ChangeKind change;
  const char *summary;
  const char *reason; /* may be NULL */
  bool no_retrain;
  bool allow_removed_ids;
} PublicationRequest;

/* A revision of the policy's working text; for CHANGE_WITHDRAWN one without a text. */
Proposal *publication_propose(Desk *desk, const PolicySource *policy,
                              const PublicationRequest *request, Report *report);

#endif
