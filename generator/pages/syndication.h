/*
 * What the site tells to programs: feeds, sitemap, robots.txt, JSON-LD,
 * built.json. Here the site's facts are put into the plain forms of feed.h,
 * sitemap.h, jsonld.h and built.h.
 */
#ifndef PAGES_SYNDICATION_H
#define PAGES_SYNDICATION_H

#include "pages/policy_job.h"

/* One revision of one policy, in the list of all. */
typedef struct {
  const PolicyPlan *plan;
  const Revision *revision;
} SiteChange;

/* Every revision of every policy that is not cancelled, newest effect first; of
 * SiteChange. Free with g_array_unref(). */
GArray *syndication_changes(const Build *build);

/* JSON-LD of the organisation, for the home page. The caller frees it. */
char *syndication_organisation(const Build *build);

void render_site_feed(Worker *worker);
void render_sitemap(Worker *worker);
void render_robots(Worker *worker);
void render_built(Worker *worker);

#endif
