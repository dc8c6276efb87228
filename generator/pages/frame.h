/*
 * The values that pages have in common: the frame around each, and how days,
 * revisions and addresses are shown.
 */
#ifndef PAGES_FRAME_H
#define PAGES_FRAME_H

#include "pages/worker.h"

/* So many policies stand in the menu of every page; a site with more lists
 * them on its home page alone, or each page would name them all. */
enum { FRAME_POLICIES = 7 };

/* One language form of a page, for page.alternates. */
typedef struct {
  const char *lang;
  const char *title;
  char *address;
} Alternate;

/* What a page says of itself. */
typedef struct {
  const char *kind;
  const char *title;
  const char *description;
  const char *lang;       /* of the strings: "ja", "easy", "en" */
  const char *feed_title; /* NULL: no feed */
  const char *feed;       /* address */
  const char *jsonld;     /* NULL: none */
  bool noindex;
  bool inside;    /* of the staff's or the office's tree: no menus, not to be indexed */
  bool from_root; /* 404.html: links begin at the site's root */
  const Alternate *alternates; /* all language forms, this one too; none where it is the only one */
  guint alternate_count;
} Frame;

/* Writes `page` and `site` into the worker's values. */
void put_frame(Worker *worker, const Frame *frame);

/* What a revision is called on a page in `lang`: 令和3年10月1日（2021年）施行（第3版）. Two
 * revisions of one day are told apart by it. The caller frees it. */
char *revision_words(const Worker *worker, const Revision *revision, const char *lang);

/* An href to an address of the site, relative to the page being made, percent-encoded. */
void put_href(Worker *worker, const char *name, const char *address);

/* { iso, wareki, both, english }; left out where the day is not known. */
void put_day(Worker *worker, const char *name, Day day);

/* A revision as themes/README.md describes it. */
void put_revision(Worker *worker, const char *name, const Ledger *ledger, const Revision *revision,
                  const char *lang);

/* The same into the table that is open. */
void put_revision_facts(Worker *worker, const Ledger *ledger, const Revision *revision,
                        const char *lang);

/* { id, title, href, history_href, on_href, feed_href } */
void put_policy(Worker *worker, const char *name, const Ledger *ledger);

/* The lang attribute for an edition: "ja-x-easy" for "easy". Static or as given. */
const char *lang_tag(const char *lang);

#endif
