/*
 * How a policy stands on a day: what is in force and scheduled, whether the working
 * text is a draft and approved, which editions lag. No text is parsed for it.
 */
#ifndef PAGES_STANDING_H
#define PAGES_STANDING_H

#include "pages/site.h"

typedef enum {
  DRAFT_MISSING, /* there is no working text */
  DRAFT_NONE,    /* it is that in force, or a scheduled one */
  DRAFT_DIFFERS,
} DraftState;

/* An edition that the revision in force does not have. */
typedef struct {
  const char *lang;
  const Revision *of; /* the newest revision that has it */
} LaggingEdition;

typedef struct {
  const PolicySource *policy;
  const Revision *in_force; /* NULL before the first; may be a withdrawal */
  GPtrArray *scheduled;     /* of const Revision, in order of effect */
  DraftState draft;
  const Approval *approval; /* of the draft; NULL where there is none */
  const Revision
    *undone; /* whose text the draft is, cancelled after all its approvals; NULL: none */
  const Approval *voided; /* an approval that a later edit made void, else NULL */
  GArray *lagging;        /* of LaggingEdition, by lang */
  Day next;               /* when something changes by itself; no day: never */
} Standing;

Standing *standing_new(const char *root, const PolicySource *policy, Day as_of);
void standing_free(Standing *standing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Standing, standing_free)

const char *draft_state_name(DraftState state);

#endif
