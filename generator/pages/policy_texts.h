/*
 * The texts of a policy while its pages are made: read once, in order of
 * effect, and let go as soon as no further page needs them, so that a policy
 * of a hundred revisions takes no more memory than one of ten.
 */
#ifndef PAGES_POLICY_TEXTS_H
#define PAGES_POLICY_TEXTS_H

#include "markup/blocks.h"
#include "pages/worker.h"

/* One text: its exact bytes, the document and its blocks. */
typedef struct {
  char *bytes;
  gsize size;
  char *name; /* of the frozen file, for diagnostics */
  Document *document;
  bool faulty; /* an error of it has been reported */
} Text;

/* Reads and parses one edition; NULL where something was reported. */
Text *text_read(Worker *worker, const Ledger *ledger, const Edition *edition);
void text_free(Text *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Text, text_free)

/* Blocks of revisions, kept while later revisions are compared with them. */
typedef struct Shelf Shelf;

Shelf *shelf_new(const PolicyPlan *plan);
void shelf_free(Shelf *shelf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shelf, shelf_free)

/* Puts the blocks of a revision on the shelf (taking them over). */
void shelf_put(Shelf *shelf, const Revision *revision, Blocks *blocks);

/* Borrowed; NULL where the revision's text could not be read. */
const Blocks *shelf_get(const Shelf *shelf, const Revision *revision);

/* Says that all comparisons of `now` are made: what only they needed goes. */
void shelf_done(Shelf *shelf, const Revision *now);

#endif
