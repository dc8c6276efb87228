/*
 * What templates see of training, wherever it is shown: in a lesson's page, an answer key, a paper,
 * a screen, or by the server.
 */
#ifndef PAGES_TRAINING_VALUES_H
#define PAGES_TRAINING_VALUES_H

#include "pages/site.h"
#include "theme/values.h"
#include "training/quiz.h"
#include "training/texts.h"

/* A piece of a quiz as HTML, borrowed until the page is rendered; left out where there is none. */
void put_wording(Values *values, const char *name, const Wording *wording);

/* A question with its key, into the table that is open: { title, stem, explanation, choices }, of
 * the choices { right, words, feedback }. */
void put_question_key(Values *values, const Question *question);

/* Where a clause is online; NULL where the site does not say where it is itself. The caller frees
 * it. */
char *clause_address(const Site *site, const TextClause *clause);

/* The line below a drawn clause, as HTML: `words`, as a link where the clause is online. The caller
 * frees it. */
char *clause_cite(const Site *site, const TextClause *clause, const char *words);

/* For a LinkWriter: a link within a drawn clause leads to where the policy is online. */
bool clause_link(const Site *site, const char *target, GString *url);

#endif
