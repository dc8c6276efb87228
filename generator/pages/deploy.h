/*
 * Bringing a built site online: the command that site.lua names, and what is known
 * of the last time that it succeeded.
 *
 *     deploy = { "rsync", "-a", "--delete", "_site/public/", "example.org:www/" }
 *
 * It is run as it stands, by no shell, in the site's folder. Where it succeeds,
 * `_site/.online` notes for every policy what was published of it and which revision was
 * in force; a policy for which that is no longer so is published here and not online.
 * Of all the rest of a site, its other pages and its theme, it notes one sum of the files
 * as they were built when the command began: what is changed and not built yet is not told.
 */
#ifndef PAGES_DEPLOY_H
#define PAGES_DEPLOY_H

#include "pages/site.h"

typedef enum {
  ONLINE_UNKNOWN, /* site.lua names no command, or nothing of it was published */
  ONLINE_YES,     /* 公開済み */
  ONLINE_NO,      /* この PC で発行済み・未公開 */
} Online;

/* Runs the command; what it writes goes to the descriptor `output`. True too where the
 * site names none. Reports DEPLOY_FAILED, DEPLOY_UNRUNNABLE. `out` is the output folder, NULL: _site. */
bool deploy_run(const Site *site, const char *out, Day as_of, int output, Report *report);

/* The same in steps, for whoever does not wait for it (serve/deployment.h): the command is
 * begun in a session of its own, so that all that it starts can be ended together
 * (kill(-child, …)) and nothing of it asks at a terminal where nobody looks. False where
 * it cannot be begun. */
bool deploy_start(const Site *site, const char *out, int output, GPid *child, Report *report);

/* What came of it; `status` is waitpid()'s. */
bool deploy_finish(const Site *site, const char *out, Day as_of, int status, Report *report);

Online deploy_state(const Site *site, const char *out, const PolicySource *policy, Day as_of);

/* Of the whole site as it was built last: ONLINE_NO where any file of it is another than the
 * one brought online. ONLINE_UNKNOWN where nothing is built. */
Online deploy_site_state(const Site *site, const char *out);

/* "unknown", "online", "not-online". Static. */
const char *online_name(Online online);

#endif
