/*
 * Which approval counts for what is about to be done.
 *
 * An approval of a text binds to its bytes, and is used up by the revision that is
 * published with them, or gets them: who goes back to an older text has it approved anew. (A revision
 * that was cancelled uses nothing up.) One of a withdrawal counts until the next
 * publication, one of a cancellation for the revision that it names.
 *
 * With `two_persons` in site.lua nobody alone changes what is in force, or will be:
 * publishing of any kind (errata and withdrawals too) and cancelling need an approval
 * that another person has recorded. A text that is found for a revision in force, or for
 * a scheduled one, would be the rule from then on, so it needs one too, imported or not: it
 * is put into policy.md, which another approves as any working text, and is then attached.
 * So does the newest text of an import that begins a policy (pages/import.h).
 * One that is found for a revision of the past, or translated, decides nothing and needs
 * none. The rule is this program's, and persons are those that git was told: who edits files by hand is
 * held up by neither.
 */
#ifndef PAGES_APPROVAL_H
#define PAGES_APPROVAL_H

#include "pages/desk.h"

/* What is about to be done. */
typedef struct {
  ApprovalAct act;
  const char *of;   /* of a cancellation: the revision's key; else NULL */
  const char *blob; /* of a publication: the text; else NULL */
} Deed;

/* The newest approval of it that counts; NULL where there is none. */
const Approval *approval_find(const Ledger *ledger, const Deed *deed);

/* Whether another than `identity` ("Name <mail>") has recorded one that counts. */
bool approval_by_another(const Ledger *ledger, const Deed *deed, const char *identity);

/* With two_persons, whether another than who is at the desk has approved it; else true.
 * Reports PUBLISH_NOT_APPROVED and PUBLISH_ONE_PERSON at `path`. */
bool approval_suffices(const Desk *desk, const Ledger *ledger, const Deed *deed, const char *path,
                       Report *report);

/* The same for the text `blob` that is found for a revision; true where it decides nothing.
 * Reports BACKFILL_NOT_APPROVED in the place of PUBLISH_NOT_APPROVED. */
bool approval_suffices_found(const Desk *desk, const PolicySource *policy, const Revision *revision,
                             const char *blob, const char *path, Report *report);

#endif
