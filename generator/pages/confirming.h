/*
 * Confirming: that the questions and sections of a module still hold for the wording that their
 * clauses have now. What is looked at, which is both wordings, and how it is recorded: in the
 * module's confirmed.lua (training/confirmed.h). Command line and screen both go this way.
 */
#ifndef PAGES_CONFIRMING_H
#define PAGES_CONFIRMING_H

#include "compare/comparison.h"
#include "pages/modules.h"
#include "training/pending.h"

/* One that waits, with both wordings. Borrows from the module and the texts. */
typedef struct {
  Pending pending;
  char *clause;      /* "privacy#security" */
  TextClause now;    /* unless the freshness is UNRESOLVED */
  const char *last;  /* the hash that it was confirmed against; NULL: it never was */
  bool known;        /* a published text has that wording: */
  TextClause before; /* this one */
} Waiting;

/* Those of module_pending(), in its order. Of Waiting; free with g_array_unref(). */
GArray *waiting_new(const Module *module, Texts *texts, const char *id, bool all);

/* What a clause says, block by block, with its numbers. Of char *; free with
 * g_ptr_array_unref(). */
GPtrArray *clause_words(const TextClause *clause);

/* Both wordings of a clause, compared whole. */
typedef struct {
  Blocks *now, *before;
  Comparison *comparison;
} ClauseComparison;

/* `comparer` must outlive it. Clear it with clause_comparison_clear(). */
ClauseComparison clause_compare(Comparer *comparer, const TextClause *now,
                                const TextClause *before);
void clause_comparison_clear(ClauseComparison *both);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ClauseComparison, clause_comparison_clear)

/* What is recorded of one that waits. Borrows from it. */
Confirmation waiting_confirmation(const Waiting *one, Day day);

/* Writes entries at the end of the module's confirmed.lua. False where something was reported:
 * nothing was written then. Without git: of a person at a terminal the files are their own to
 * commit. */
bool confirmations_write(const Site *site, const Module *module, const Confirmation *entries,
                         guint count, Report *report);

/* The same, and commits the file (ledger/changeset.h): of who uses the screen, nobody else
 * will. What somebody wrote into it by hand is committed with it. */
bool confirmations_commit(const Site *site, const Module *module, const Confirmation *entries,
                          guint count, Report *report);

#endif
