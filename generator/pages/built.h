/*
 * built.json, at the root of a built site: the day for which the site was built, and
 * what the ledgers held, so that anybody who has the sources can build the same site and
 * hold it against what is online (pages/proof.h).
 *
 *     {
 *       "from": "2024-04-01",
 *       "next": "2030-04-01",
 *       "policies": [
 *         { "id": "kihon", "entries": 18, "proof": "5f0c…" }
 *       ]
 *     }
 *
 * Pages depend on the day only by which revisions are in force. So a site is the same
 * from the day on which that changed last (`from`) to the day before it changes again
 * (`next`), and that first day is stated, not the day of the build: else the file would
 * be another on each day on which nothing else is. `from` is left out where nothing has
 * taken effect yet, `next` where nothing is scheduled. `entries` and `proof` are those of
 * a receipt (ledger/receipt.h); policies stand in the order of their ids.
 */
#ifndef PAGES_BUILT_H
#define PAGES_BUILT_H

#include "pages/site.h"

#define BUILT_FILE "built.json"

typedef struct {
  char *id;
  guint entries;
  char *proof;
} BuiltPolicy;

typedef struct {
  Day from, next;      /* no day where not stated */
  GPtrArray *policies; /* of BuiltPolicy */
} Built;

/* What a site built on a day states. Never NULL. */
Built *built_new(const Site *site, Day as_of);
void built_free(Built *built);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Built, built_free)

/* The bytes of the file. The caller frees them. */
char *built_write(const Built *built, gsize *length);

/* Reads a file's bytes; NULL where they are none of ours. */
Built *built_read(const char *bytes, gsize length);

/* A day on which a build gives the site that states this. `today` where it states none. */
Day built_day(const Built *built, Day today);

#endif
