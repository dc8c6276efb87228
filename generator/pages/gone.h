/*
 * Clauses that are gone: what earlier revisions had and the text in force has
 * no longer. The page in force keeps an anchor for each, so that a link made
 * to it years ago still arrives, and says where the clause last stood.
 */
#ifndef PAGES_GONE_H
#define PAGES_GONE_H

#include "pages/worker.h"

typedef struct Gone Gone;

Gone *gone_new(void);
void gone_free(Gone *gone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gone, gone_free)

/* Notes the clauses of a revision's text. To be called in order of effect. */
void gone_note(Gone *gone, const Revision *revision, const Document *document);

/* Writes `removed`: { id, title, href } for every clause noted that `current`
 * (NULL: no text) does not have, in the order in which they first appeared. */
void put_gone(Worker *worker, const Gone *gone, const Document *current, const Ledger *ledger);

#endif
