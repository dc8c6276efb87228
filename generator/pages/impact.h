/*
 * Impact: what a draft touches. Which clauses it adds, changes, renumbers, moves and
 * removes; which links of the site lead to those; which editions will lag;
 * which questions and lesson sections it would make stale.
 */
#ifndef PAGES_IMPACT_H
#define PAGES_IMPACT_H

#include "compare/comparison.h"
#include "pages/draft.h"

/* A link that leads to a clause. */
typedef struct {
  char *file; /* "content/pages/about.md" */
  int line;
} ImpactLink;

typedef struct {
  RowKind kind; /* ADDED, CHANGED, RENUMBERED, MOVED_HERE or REMOVED */
  char *clause;
  char *title;
  GPtrArray *links; /* of ImpactLink, by file and line */
} ImpactClause;

/* A question or a lesson's section that rests on a clause whose wording the draft changes. */
typedef struct {
  char *module;
  bool section; /* else a question */
  char *id;
  char *title;
  char *clause; /* "security" */
  char *file;
  int line;
} ImpactStale;

typedef struct {
  const Revision *base; /* what the draft is compared with; NULL: nothing was published */
  GPtrArray *clauses;   /* of ImpactClause, in the order of the comparison */
  GPtrArray *stale;     /* of ImpactStale: what of the training would have to be confirmed anew */
  GPtrArray *langs;     /* languages of editions to translate anew, sorted; borrowed */
} Impact;

/* Of the working text against what it would follow on `day`. NULL where something was
 * reported; what is at fault in the draft is reported too, and does not stop it. */
Impact *impact_new(const Site *site, const PolicySource *policy, Repository *repository, Day day,
                   Report *report);
void impact_free(Impact *impact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Impact, impact_free)

/* "added", "changed", "renumbered", "moved", "removed". Static. */
const char *impact_kind_name(RowKind kind);

/* The same in a person's words: "新設". Static. */
const char *impact_kind_word(RowKind kind, MessageLang lang);

#endif
