/*
 * The plan of a build: every file of the site, and the jobs that make them.
 *
 * A job is what one worker does in one go: a plain page, a whole policy (so
 * that its texts are read once), or what belongs to the site as a whole.
 * The plan knows every file before the first page is made, so that a link that
 * leads nowhere is found while its source line is at hand.
 *
 * Files are named from public/: one of the other two trees is "../staff/index.html". An
 * address is one of its own tree, and no link leads from one tree into another.
 */
#ifndef PAGES_PLAN_H
#define PAGES_PLAN_H

#include "pages/policy_plan.h"
#include "pages/site.h"
#include "theme/theme.h"

typedef enum { JOB_SITE, JOB_POLICY, JOB_PAGE, JOB_MODULE } JobKind;

typedef struct {
  JobKind kind;
  guint index;      /* in the site's policies, pages or modules */
  const char *name; /* the source it stands for; "" for the site's; borrowed */
  bool clean;       /* nothing of it has changed: its files are kept */
} Job;

typedef struct {
  const Site *site;
  GArray *jobs;        /* of Job: the site's, policies, pages, modules */
  GPtrArray *policies; /* of PolicyPlan, as the site's policies */
  GArray *key_pages;   /* of guint, as the site's modules */
  GHashTable *files;   /* file, from public/ → job's index + 1 */
  GStringChunk *names;
} Plan;

/* Every file that the site will have. Two sources that claim one file are
 * reported. Never NULL. */
Plan *plan_new(const Site *site, const Theme *theme, Report *report);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* Reports the entries of the menu that lead nowhere (SITE_MENU), and takes them out. */
void plan_check_menu(const Plan *plan, Site *site, Report *report);

/* Whether the site will have this file ("privacy/index.html"). */
bool plan_has(const Plan *plan, const char *file);

/* So many questions stand on one page of an answer key. */
enum { KEY_QUESTIONS = 100 };

/* How many pages the answer key of a module has; 0 where it cannot be read. */
guint plan_key_pages(const Plan *plan, guint module);

/* The address at which a source file is published ("content/pages/a.md" → "a/",
 * "content/privacy/policy.md" → "privacy/"); NULL where it is none of the site's.
 * The caller frees it. */
char *plan_address_of(const Plan *plan, const char *source);

#endif
