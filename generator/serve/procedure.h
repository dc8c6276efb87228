/*
 * What the screens behind ほかの手続き share: each is a form, and a proposal that comes of
 * it (proposal_page.h).
 */
#ifndef SERVE_PROCEDURE_H
#define SERVE_PROCEDURE_H

#include "serve/proposal_page.h"
#include "serve/visit.h"

typedef struct {
  ProposalPage page;
  Reply *(*form)(Visit *visit);    /* with what was typed, and what was refused */
  Reply *(*propose)(Visit *visit); /* what the form asks for */
} Procedure;

/* The whole of such a screen: asks first who commits, where that is not known. */
Reply *procedure_answer(Visit *visit, const Procedure *procedure);

/* The form, with the status of a refusal where something was refused. */
Reply *procedure_show_form(Visit *visit, const char *template);

/* A list of those of the policy's revisions that are to be chosen from, newest first:
 * { key, number, change, effective, chosen }. The one that was chosen before, or
 * `likeliest` (may be NULL), is `chosen`. */
void procedure_put_revisions(Visit *visit, bool (*wanted)(const Visit *, const Revision *),
                             const Revision *likeliest);
guint procedure_count_revisions(const Visit *visit,
                                bool (*wanted)(const Visit *, const Revision *));

bool revision_can_be_cancelled(const Visit *visit, const Revision *revision);
bool revision_lacks_text(const Visit *visit, const Revision *revision);
bool revision_can_be_translated(const Visit *visit, const Revision *revision);

/* "平成30年12月1日（2018年）施行（第9版）", as a fact; the revision of this key. */
void procedure_put_revision_fact(Visit *visit, const char *key);

#endif
