/*
 * The screens of the office, one file each. Each answers a visit (visit.h), whether GET
 * or POST; which it takes, and whether it is of a policy, its line in screen.c's table
 * says.
 */
#ifndef SERVE_SCREENS_H
#define SERVE_SCREENS_H

#include "serve/visit.h"

/* Where we stand. */
Reply *standing_screen(Visit *visit);

/* The working text against a revision. */
Reply *compare_screen(Visit *visit);

/* What the working text touches. */
Reply *impact_screen(Visit *visit);

/* A new revision of the working text. */
Reply *publish_screen(Visit *visit);

/* Who commits. */
Reply *identity_screen(Visit *visit);

/* That the working text was approved. */
Reply *approve_screen(Visit *visit);

/* What was published goes online: how it stands; to be begun and stopped. */
Reply *online_screen(Visit *visit);

/* After a change of what is published (proposal_page.h): that it was made, and what
 * becomes of it. */
Reply *done_screen(Visit *visit);

/* Edit: a working text beside its page as it will be; saves it, and writes ids. */
Reply *edit_screen(Visit *visit);

/* The page as it will be: for that one's frame, and, of what is typed, for its script. */
Reply *draft_screen(Visit *visit);

/* What else can be done: the list, and its procedures (procedure.h). */
Reply *more_screen(Visit *visit);
Reply *cancel_screen(Visit *visit);
Reply *withdraw_screen(Visit *visit);
Reply *backfill_screen(Visit *visit);
Reply *edition_screen(Visit *visit);

/* What the law expects the policy to say. */
Reply *legal_screen(Visit *visit);

/* What there is to print; printing it, and recording that a paper was put up in its place. */
Reply *papers_screen(Visit *visit);

/* One paper, as HTML for a frame or as PDF. */
Reply *paper_screen(Visit *visit);

/* Which questions and sections of the trainings wait to be confirmed; confirming them. */
Reply *pending_screen(Visit *visit);

/* The quiz papers of the trainings: those stored; drawing and printing more. */
Reply *forms_screen(Visit *visit);

/* Ends the preview. */
Reply *end_screen(Visit *visit);

#endif
