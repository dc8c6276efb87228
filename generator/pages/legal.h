/*
 * What a policy says of the subjects that the law, or good practice, expects it to speak
 * of: for each rule (legal_rules.h), the clauses that speak of it, or that none does.
 *
 * Words are looked for, not meaning, in the Japanese text: in each clause's own text, with
 * its heading and those above it, up to the part's. It is a list of reminders, no legal
 * advice, and nothing in it is an error: whoever shows it says so.
 *
 * A finding is all that a line of a list needs: the rule with its words, source and day, how
 * it stands, and the clauses by id, title and line. The command line (cli/legal.c) prints
 * them by `state`, and a page can do the same.
 */
#ifndef PAGES_LEGAL_H
#define PAGES_LEGAL_H

#include "pages/legal_rules.h"
#include "pages/site.h"

typedef enum {
  LEGAL_SAID,          /* 書かれている */
  LEGAL_MISSING,       /* 見当たらない, or too few of what is wanted */
  LEGAL_NOT_CONCERNED, /* 該当なし: the policy does not speak of what the rule is about */
} LegalState;

/* Whether there was a text to look at. */
typedef enum {
  LEGAL_READ,
  LEGAL_NOT_IN_FORCE, /* nothing is in force on that day */
  LEGAL_WITHDRAWN,    /* the policy is withdrawn */
  LEGAL_NO_TEXT,      /* what is in force is known by its date alone */
} LegalSource;

/* A clause that speaks of it. */
typedef struct {
  char *id;            /* of the clause; NULL before the first heading */
  char *title;         /* with its number; NULL likewise */
  int line;            /* in the text */
  const char *written; /* the way of saying it that was found, as the rule has it */
} LegalPlace;

typedef struct {
  const LegalRule *rule;
  LegalState state;
  bool coming;       /* the rule holds from a later day on */
  guint found;       /* how many of rule->look_for; rule->at_least are wanted */
  GPtrArray *places; /* of LegalPlace, in the order of the text, one a clause */
} LegalFinding;

/* Of one policy, on one day. */
typedef struct {
  const PolicySource *policy;
  Day as_of;
  LegalSource source;
  const Revision *revision; /* in force; NULL for a draft, and where nothing is */
  char *path;               /* of the text; NULL where none was read */
  GPtrArray *findings;      /* of LegalFinding, in the order of the rules; empty without a text */
} Legal;

/* Looks at the text in force on `as_of`, or with `draft` at the working text. Site, policy
 * and rules must outlive the result. NULL where the text cannot be read (reported). */
Legal *legal_new(const Site *site, const PolicySource *policy, Repository *repository,
                 const LegalRules *rules, Day as_of, bool draft, Report *report);
void legal_free(Legal *legal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Legal, legal_free)

/* How many findings have this state, less those of rules that are still to come. */
guint legal_count(const Legal *legal, LegalState state);

/* How many are of rules that are still to come. */
guint legal_count_coming(const Legal *legal);

/* "said", "missing", "not-concerned"; "read", "not-in-force", "withdrawn", "no-text". Static. */
const char *legal_state_name(LegalState state);
const char *legal_source_name(LegalSource source);

#endif
