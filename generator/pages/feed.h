/*
 * An Atom feed (RFC 4287), written by libxml2's xmlTextWriter: the same facts
 * give the same bytes.
 *
 * Ids. RFC 4287 wants an id that never changes, wherever the feed moves. An id
 * from the address would change with the host and does not exist before the
 * site is online; a tag: URI (RFC 4151) needs a domain as well. So ids are
 * urn:uuid: of version 5 (RFC 4122, 4.3), made from names that do not change:
 * feed_id(policy, revision key, …). They are the same with a base_url or without.
 *
 * Addresses may be relative: RFC 4287 resolves them against where the feed was
 * got from. `self` alone is of use only when absolute (NULL leaves it out).
 *
 * Strings are borrowed and UTF-8; what XML cannot hold (control characters)
 * becomes U+FFFD. Times are seconds since 1970 and written in UTC.
 */
#ifndef PAGES_FEED_H
#define PAGES_FEED_H

#include <glib.h>

typedef struct {
  const char *id; /* by feed_id() */
  const char *title;
  const char *subtitle;  /* NULL: none */
  const char *lang;      /* "ja" */
  const char *author;    /* the organisation's name: RFC 4287 wants one */
  const char *self;      /* this feed's own absolute address; NULL: not known */
  const char *alternate; /* the page that it goes with */
} Feed;

typedef struct {
  const char *id; /* by feed_id() */
  const char *title;
  gint64 updated;               /* when it last changed in what matters to a reader */
  const char *summary;          /* plain text; NULL: none */
  const char *link;             /* the revision's page */
  const char *comparison;       /* the page that shows what changed; NULL: none */
  const char *comparison_title; /* its link's title; NULL: none */
} FeedEntry;

/* Writes a feed with its entries in the order given. Its own `updated` is the
 * latest of theirs, and 1970 where there is none: the clock has no part in it.
 * The caller frees the result; *length does not count its closing NUL. */
char *feed_write(const Feed *feed, const FeedEntry *entries, guint count, gsize *length);

/* An id from names, e.g. feed_id("社会福祉法人…", "privacy", "2018-12-01", NULL). Other
 * names, or the same divided otherwise, give another id. The caller frees it. */
char *feed_id(const char *name, ...) G_GNUC_NULL_TERMINATED;

#endif
