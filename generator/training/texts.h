/*
 * The texts that a module trains on: of each policy the one that is in force on a day. A
 * question's basis and a lesson's {{clause …}} are looked up here, and never copied.
 *
 * Texts are read when they are first asked for. What is at fault in them is told where the
 * policy itself is built, not here. A Texts belongs to one thread.
 */
#ifndef TRAINING_TEXTS_H
#define TRAINING_TEXTS_H

#include "ledger/ledger.h"
#include "markup/document.h"

typedef struct Texts Texts;

/* All is borrowed. `repository` may be NULL: texts come from their files alone. */
Texts *texts_new(const Ledger *const *ledgers, guint count, const char *root,
                 Repository *repository, Day day);
void texts_free(Texts *texts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Texts, texts_free)

/* A clause of the text in force. */
typedef struct {
  const Ledger *ledger;
  const Revision *revision; /* in force */
  const Document *document;
  guint index;
  const Clause *clause;
  char hash[65]; /* clause_hash() */
} TextClause;

/* Finds "privacy#security". False where it is not there: CLAUSE_POLICY_UNKNOWN,
 * CLAUSE_NO_TEXT or CLAUSE_UNKNOWN is reported at `place` (report NULL: nothing is). One that
 * stands in a text published before, or scheduled, is no fault: CLAUSE_NOT_NOW warns. */
bool texts_find(Texts *texts, const char *policy, const char *clause, Place place,
                TextClause *found, Report *report);

/* The same clause as it was when its hash was `hash`: looks through all texts that were
 * ever published, newest first. False where none has it. */
bool texts_find_old(Texts *texts, const char *policy, const char *clause, const char *hash,
                    TextClause *found);

/* Puts another text in the place of the one in force: a draft, to see what it would make
 * stale. The document is borrowed. */
void texts_try(Texts *texts, const char *policy, const Document *document);

#endif
