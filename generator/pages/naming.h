/*
 * Lasting names: ids for the headings of a working text that have none.
 *
 * A heading without `{#id}` gets its name from its words, and loses it with them. A
 * written id is of ASCII letters, so it is made from what ASCII words the heading
 * has, else "clause-1", "clause-2", …; never one that any text of the policy has or
 * had, for an id means the same clause for ever.
 */
#ifndef PAGES_NAMING_H
#define PAGES_NAMING_H

#include "pages/draft.h"

typedef struct {
  int line;
  char *title;
  char *id; /* to be written */
} Naming;

/* The headings of the draft without an id, with the id that each would get; of Naming.
 * Free with g_ptr_array_unref(). */
GPtrArray *naming_propose(const Draft *draft, const Ledger *ledger, const char *root,
                          Repository *repository, Report *report);

/* The draft's text with those ids written, every other byte as it was; proved by
 * parsing it again. NULL where it does not hold (NAMING_FAILED). The caller frees it. */
char *naming_write(const Draft *draft, const GPtrArray *namings, gsize *size, Report *report);

#endif
