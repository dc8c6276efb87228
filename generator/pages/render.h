/*
 * The renderers: each makes the pages of one job of the plan.
 *
 * They read the sources, write the values that their templates see
 * (themes/README.md), and hand each page to worker_finish().
 */
#ifndef PAGES_RENDER_H
#define PAGES_RENDER_H

#include "pages/worker.h"

/* Does one job of the plan. What is at fault goes into the worker's report. */
void render_job(Worker *worker, guint job);

/* One plain page, by its index among the site's pages. */
void render_page(Worker *worker, guint index);

/* All pages of one policy, by its index among the site's policies. */
void render_policy(Worker *worker, guint index);

/* The lessons and the answer key of one module, by its index among the site's modules. */
void render_module(Worker *worker, guint index);

/* The first page of the staff's tree and of the office's: which modules there are. */
void render_training(Worker *worker);

/* Reads the working texts (policy.md, policy.en.md, …) where they differ from what is
 * frozen. None of them is part of the site: a check reports each fault, a build only how
 * many there are (DRAFT_AT_FAULT). */
void render_drafts(Worker *worker);

/* What others link to must not go unnoticed: reports the ids given in the newest text
 * that the working text at `path` no longer has (ID_VANISHED). To publish without them
 * has to be asked for. Says nothing of a translation. */
void warn_of_vanished(Worker *worker, const Document *draft, const char *path);

/* Home, 404, feed of all policies, sitemap, robots.txt, built.json, the theme's assets. */
void render_site(Worker *worker);

#endif
