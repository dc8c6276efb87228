/*
 * What is about to be published, put into words: the list that a person looks at before it
 * is done, on a terminal and on the manager's screen alike.
 */
#ifndef PAGES_PUBLICATION_FACTS_H
#define PAGES_PUBLICATION_FACTS_H

#include "pages/publication.h"

typedef struct {
  const char *name; /* static: policy, kind, effective or withdrawn, decided, summary, reason,
                     * retrain, follows, key, changes; whoever shows it knows its label */
  char *value;      /* never empty */
} PublicationFact;

/* Of PublicationFact, in the order in which they are told; `changes` once for each clause that
 * is not as it was. Free with g_ptr_array_unref(). */
GPtrArray *publication_facts(const Desk *desk, const Proposal *proposal,
                             const PublicationRequest *request, MessageLang lang);

#endif
