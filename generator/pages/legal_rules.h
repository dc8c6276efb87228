/*
 * The rules of what a policy is expected to say, read from Lua data files: those installed
 * with the program (generator/rules/), and those of the site's own `rules/` folder, which
 * are added to them; a file of the same name takes the installed one's place.
 *
 * generator/rules/README.md tells how a rule is written. In short:
 *
 *     rule {
 *       id = "fees",
 *       title = "手数料", title_en = "Fees",
 *       source = "個人情報保護法 第32条第1項第3号", source_en = "APPI art. 32(1)(iii)",
 *       confirmed = "…",                 -- where its text was read; without it: unconfirmed
 *       since = "平成17年4月1日",        -- the day from which it holds, where one is known
 *       when = { "手数料" },             -- concerns only a policy that speaks of this …
 *       unless = { "手数料は無料" },     -- … and not of that
 *       look_for = { "手数料 円|無料" }, -- ways of saying it, one a line
 *       at_least = 1,                    -- of which so many are wanted
 *       advice = "…", advice_en = "…",
 *     }
 *
 * A way of saying it (`Wording`) is words parted by white space, all of which must stand in
 * one clause, in any order; `|` parts words of which one is enough; `#` before a word wants it
 * in a heading; @name, @short, @address and @tel stand for what site.lua says. Rules are data: no code of theirs runs on a text,
 * and what they cost is bounded by their number.
 *
 * Nothing of LegalRules changes once it is read; threads may share it.
 */
#ifndef PAGES_LEGAL_RULES_H
#define PAGES_LEGAL_RULES_H

#include "base/report.h"
#include "base/wareki.h"

/* A text in the languages of messages: [MESSAGES_JA], [MESSAGES_EN]. Where a rule has no
 * English, both are the Japanese one. */
typedef const char *LegalText[2];

/* One way of saying it. */
typedef struct {
  const char *written; /* as it stands in the rule */
  GPtrArray *terms;    /* of char **: words of which one must be there, folded by legal_fold(),
                        * with their # and @ */
} Wording;

typedef struct {
  const char *file; /* "rules/10-operator.lua"; of an installed one, with its folder */
  int line;         /* of rule { … } */
  const char *id;
  LegalText title, source, advice;
  LegalText confirmed;              /* where its source was read; NULL: it was not */
  Day since;                        /* no day where none is known */
  GArray *when, *unless, *look_for; /* of Wording; may be empty */
  guint at_least;                   /* how many of look_for are wanted */
  bool on_page; /* page = "effective": the policy's page says it, whatever the text does */
} LegalRule;

/* Rules in order of their files' names, then of the files. */
typedef struct LegalRules LegalRules;

/* Reads the rules for the site at `root`. NULL where something was reported: all faults of
 * all files that are read. */
LegalRules *legal_rules_read(const char *root, Report *report);

/* The same of two folders; either may be NULL, or not be there. */
LegalRules *legal_rules_of(const char *own, const char *standard, Report *report);
void legal_rules_free(LegalRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LegalRules, legal_rules_free)

guint legal_rules_count(const LegalRules *rules);
const LegalRule *legal_rules_get(const LegalRules *rules, guint index);

/* A text as it is searched: NFKC, without regard to case, without white space, every
 * hyphen and dash of one kind, so that "Ｎ Ｐ Ｏ" is found as "NPO". The caller frees it. */
char *legal_fold(const char *text);

#endif
