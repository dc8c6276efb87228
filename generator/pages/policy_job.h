/*
 * What the pages of one policy share while they are made, and the facts that
 * follow from its ledger and the day.
 */
#ifndef PAGES_POLICY_JOB_H
#define PAGES_POLICY_JOB_H

#include "pages/gone.h"
#include "pages/policy_texts.h"

typedef struct {
  Worker *worker;
  const PolicyPlan *plan;
  const Ledger *ledger;
  const Revision *in_force; /* NULL before the first */
  Blocks *in_force_blocks;  /* NULL where its text is not kept or unreadable */
  Shelf *shelf;
  Gone *gone;
} PolicyJob;

PolicyJob *policy_job_new(Worker *worker, const PolicyPlan *plan);
void policy_job_free(PolicyJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PolicyJob, policy_job_free)

/* Whether a revision is, or was, in force by the as-of day. */
bool policy_job_effective(const PolicyJob *job, const Revision *revision);

/* The last day on which a superseded revision was in force; no day for others, and
 * for one that was replaced on its own first day. */
Day policy_job_last_day(const PolicyJob *job, const Revision *revision);

/* The revision that the page at /<id>/ (or /<id>/<lang>/) shows: the one in force,
 * for another language the newest in effect that has it, before any is in
 * effect the first; NULL where the ledger has no revision. */
const Revision *policy_job_newest_with(const PolicyJob *job, const char *lang);

/* One line of the dates at the end of a text: { day, change_text, current }. */
void put_date_line(PolicyJob *job, const Revision *revision, bool current, const char *lang);

/* The revisions, newest first, with kept and total; and what can be held against the ledger one
 * day, as `receipt`: of the history's page, and of its paper. */
void put_history(PolicyJob *job);
void put_receipt(PolicyJob *job);

/* JSON-LD of a policy page. The caller frees it. */
char *policy_jsonld(PolicyJob *job, const Revision *revision, const char *lang);

/* The page that a working text in `lang` would become. Where it is, byte for byte, what
 * `published` has, it is shown as that revision; NULL: as a draft, with the state "draft". */
void render_draft_page(PolicyJob *job, const char *lang, const Text *text,
                       const Revision *published);

/* The other pages of a policy (render_history.c, render_comparison.c, …). */
void render_comparison(PolicyJob *job, const RevisionPair *pair);
void render_now(PolicyJob *job, const Revision *revision);
void render_history(PolicyJob *job);
void render_on(PolicyJob *job);
void render_feed(PolicyJob *job);

#endif
