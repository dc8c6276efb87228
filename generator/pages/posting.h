/*
 * Postings: which revision should hang at each place of site.lua, and which does.
 *
 * What hangs is what somebody has said: content/posted.lua holds one call for each paper that
 * was put up, and entries are only ever added; the last of a place holds. It is a plain file
 * beside the sources, and each entry is a commit of its own, as a publication is (changeset.h):
 * else it would lie on one computer, and be lost with it.
 *
 *     posted { place = "玄関", policy = "privacy", paper = "notice", size = "A3",
 *              revision = "2018-12-01", on = "2026-11-22" }
 *     posted { place = "玄関", on = "2027-03-31" }                     nothing hangs there
 *
 * A place of which nothing is recorded is not known to show anything, and so is to be
 * replaced as one that shows an older revision is, or another paper than the place is for now.
 * Where nothing of the policy is in force, what hangs must come down.
 */
#ifndef PAGES_POSTING_H
#define PAGES_POSTING_H

#include "pages/site.h"

/* A place on a day. Borrows from the site. */
typedef struct {
  const PostingPlace *place;
  const PolicySource *policy; /* NULL where its ledger could not be read */
  const Revision *wanted;     /* in force; NULL: nothing may hang there */
  char *hangs;  /* key of the revision that hangs there; NULL: none, or not recorded */
  bool other;   /* what hangs is of another policy, part, kind or size */
  Day since;    /* since when; no day: not recorded */
  bool replace; /* what hangs is not what is wanted */
} Posting;

/* One for each place, in their order: of Posting, to be freed by g_ptr_array_unref(). What is at
 * fault in the record is reported, and what can be read of it holds. */
GPtrArray *postings_new(const Site *site, Day as_of, Report *report);

/* How many are to be replaced, of a policy or (NULL) of all. */
guint postings_to_replace(const GPtrArray *postings, const PolicySource *policy);

/* Records that what is wanted hangs there since `day`, in the file and in git; where nothing is
 * wanted, that what hung there was taken down. What somebody
 * wrote into the file by hand is committed with it. False where something was reported: nothing
 * is recorded then (changeset.h tells the one exception). */
bool posting_record(const Site *site, const Posting *posting, Day day, Report *report);

#endif
