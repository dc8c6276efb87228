/*
 * Confirmations: which wording of a clause a question, or a lesson's section, was last held
 * against by a person. `confirmed.lua` beside the module; written by kaitei alone:
 *
 *     confirmed { question = "phone-son", clause = "privacy#users-third-parties",
 *                 hash = "…64 hex digits…", on = "2026-11-22" }
 *     confirmed { section = "talk", clause = "…", hash = "…", on = "…" }
 *
 * Entries are appended. A question is fresh where for each of its bases some entry has the
 * hash that the clause has now: a wording that was confirmed once stays so, and one that is
 * scheduled can be confirmed ahead of its day. Else it is stale, and not drawn.
 */
#ifndef TRAINING_CONFIRMED_H
#define TRAINING_CONFIRMED_H

#include "base/wareki.h"
#include "training/quiz.h"
#include "training/texts.h"

typedef struct {
  bool section; /* else a question */
  char *id;
  char *clause; /* "privacy#security" */
  char *hash;
  Day on; /* no day where not told */
} Confirmation;

typedef struct {
  GPtrArray *entries; /* of Confirmation, in the order of the file */
} Confirmed;

/* Reads a confirmed.lua; faults are reported. Never NULL. */
Confirmed *confirmed_read(const char *source, const char *named, Report *report);
Confirmed *confirmed_new(void);
void confirmed_free(Confirmed *confirmed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Confirmed, confirmed_free)

/* The newest entry for that clause; NULL where it was never confirmed against it. */
const Confirmation *confirmed_last(const Confirmed *confirmed, bool section, const char *id,
                                   const char *clause);

/* Whether that very wording was confirmed. */
bool confirmed_has(const Confirmed *confirmed, bool section, const char *id, const char *clause,
                   const char *hash);

typedef enum {
  FRESH,
  STALE,       /* confirmed against another wording */
  UNCONFIRMED, /* never confirmed */
  UNRESOLVED,  /* the clause is not there */
} Freshness;

/* How one clause of a question or section stands. */
Freshness freshness_of(const Confirmed *confirmed, bool section, const char *id, const char *policy,
                       const char *clause, Texts *texts);

/* The worst of a question's clauses; one without any is UNRESOLVED. */
Freshness question_freshness(const Confirmed *confirmed, const Question *question, Texts *texts);

/* Adds an entry at the end of what confirmed.lua says; to an empty text its head first. */
void confirmed_append(GString *text, const Confirmation *entry);

#endif
