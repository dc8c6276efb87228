/*
 * What the commands that change what is published have in common: the desk, the question before
 * it is done, the commit, the build after it.
 */
#ifndef CLI_PROPOSING_H
#define CLI_PROPOSING_H

#include "cli/command.h"
#include "pages/desk.h"
#include "pages/given.h"
#include "pages/posting.h"

/* The options that all of them take; used in a command's own list of options. */
typedef struct {
  gboolean yes;
  gboolean no_build;
} Consent;

#define OPTION_YES(consent) \
  { \
    "yes", G_OPTION_ARG_NONE, &(consent).yes, NULL, \
    { \
      "確かめの問いなしに行います", "do it without asking" \
    } \
  }
#define OPTION_NO_BUILD(consent) \
  { \
    "no-build", G_OPTION_ARG_NONE, &(consent).no_build, NULL, \
    { \
      "記録だけを行い、サイトは作り直しません", "record it, and do not build the site" \
    } \
  }

/* The desk, and on it the policy that is named (NULL: the only one). NULL where
 * something was reported. */
Desk *invocation_desk(Invocation *in, const char *name, const PolicySource **policy);

/* Prints a line for each notice of the policy that is to be replaced. */
void print_postings(const Invocation *in, const GPtrArray *postings, const PolicySource *policy);

/* Asks whether to go on (not with --yes), commits the proposal, says so, and builds
 * the site. `what` was printed before. The proposal may be NULL: nothing is done. */
void proposal_carry_out(Invocation *in, Desk *desk, const Proposal *proposal,
                        const Consent *consent);

/* Asks whether to go on (not with --yes), once what was reported so far is shown. False where
 * it was declined or not answered (reported). */
bool invocation_consents(Invocation *in, const Consent *consent);

#endif
