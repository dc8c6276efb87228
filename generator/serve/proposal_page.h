/*
 * The page on which a change of what is published is looked at before it is made, and
 * made: what is about to happen as a list, the warnings, the files, and one button.
 *
 * A screen that changes something (publish, approve, cancel, …) answers like this:
 *
 *     static const char *const fields[] = {"effective", "summary", NULL};
 *     const ProposalPage page = {.what = "publish", .fields = fields, .goes_online = true};
 *
 *     if (!proposal_page_asked(visit))          // a GET, or "back to the form"
 *       return show_form(visit);                // with request_field() in its fields
 *     Reply *done = proposal_page_done(visit, &page);
 *     if (done != NULL)                         // a second press of the button
 *       return done;
 *     g_autoptr(Desk) desk = visit_desk(visit, &policy);
 *     g_autoptr(Proposal) proposal = … publication_propose(desk, policy, …, visit->report);
 *     if (proposal == NULL)
 *       return show_form(visit);                // with what was refused, nothing typed lost
 *     values_list(visit->values, "facts");
 *     proposal_page_fact(visit, "effective", day);
 *     values_close(visit->values);
 *     return proposal_page(visit, desk, proposal, &page);
 *
 * The form is sent to WHAT/POLICY, its fields are carried along hidden, and with them two
 * marks, so that nothing need be remembered here between the two requests, whether the
 * program is started anew, the back button used, or two tabs are open:
 *
 *   seen   a fingerprint of what was shown: every file's bytes, the ledger and the text
 *          that were read, the last commit, who commits. It is only carried out where
 *          the same would come of it now; else it is shown anew, with what has changed.
 *   after  the ledger as it will be: its length and blob id. A ledger only grows, so where
 *          the one of now begins with these bytes it was carried out already.
 *
 * Words are the office theme's: `confirm.about.WHAT`, `confirm.button.WHAT`,
 * `confirm.fact.NAME` for each fact, `done.what.WHAT` for the page after it (online_screen.c).
 */
#ifndef SERVE_PROPOSAL_PAGE_H
#define SERVE_PROPOSAL_PAGE_H

#include "serve/visit.h"

typedef struct {
  const char *what;          /* "publish"; the form is sent to WHAT/POLICY */
  const char *const *fields; /* of the form, carried along; ends in NULL */
  bool goes_online;          /* build, and run the site's deploy, once it is committed */
} ProposalPage;

/* Whether a proposal is asked for: a form was sent, and not by its button `back`. */
bool proposal_page_asked(const Visit *visit);

/* Where the button was pressed for what is carried out already: on to the page that says
 * so. Else NULL. To be called before the proposal is made, which would be refused now. */
Reply *proposal_page_done(Visit *visit, const ProposalPage *page);

/* One line of what is about to happen, within the list `facts`; `name` is a word of
 * confirm.fact. A NULL value writes nothing. */
void proposal_page_fact(Visit *visit, const char *name, const char *value);

/* Commits, where the button was pressed for this very proposal, and goes on to done/POLICY
 * (303); else shows it, and what became of the button. */
Reply *proposal_page(Visit *visit, Desk *desk, const Proposal *proposal, const ProposalPage *page);

#endif
