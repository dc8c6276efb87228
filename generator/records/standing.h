/*
 * Where everybody stands: the reports' data, in chunks. What it means (due, overdue, done) is
 * enrolment's; here is what the record says, quickly: 50,000 persons and 500,000 events within a
 * second, in memory that does not grow.
 *
 *     gint64 seq;
 *     events_head(store, &seq, NULL, report);         // the report stands still
 *     StandingQuery query = {.modules = modules, .seq = seq};
 *     do {
 *       g_autoptr(StandingChunk) chunk = standing_read(store, &query, report);   // one
 * transaction
 *       for each row of it: judge, write
 *       g_free(after); query.after = after = g_strdup(chunk->last);
 *     } while (chunk->more);
 *
 * What is recorded behind `seq` is not seen. Site, role, groups and name are those of now.
 */
#ifndef RECORDS_STANDING_H
#define RECORDS_STANDING_H

#include "records/staff.h"

/* A person's completion, in a standing. */
typedef struct {
  gint64 seq;
  guint module; /* index into the query's modules */
  const char *round;
  const char *revision;
  const char *medium; /* "screen", "paper", "session" */
  const char *source; /* the attempt's or gathering's id */
  guint percent;      /* of an attempt; 0 of a gathering */
  Day on;
  Moment at;
  guint clauses; /* which set of clause hashes: standing_clauses() */
} Done;

/* A person's attempts at a module in a round, in a standing. */
typedef struct {
  guint module;
  const char *round;
  guint begun;      /* how many */
  guint most;       /* the limit when the last was begun, 0: none */
  const char *open; /* the id of the one that is begun and not finished; NULL */
  const char *last; /* the id of the last finished one; NULL */
  guint percent;    /* its score */
  Moment at;        /* when the last was begun */
} Tried;

typedef struct {
  guint module;
  const char *reason;
  Day until; /* no day: open */
} Exempted;

typedef struct {
  Person *person; /* whole, but slip and PIN */
  GArray *done;   /* of Done, in the order of recording; never NULL */
  GArray *tried;  /* of Tried; empty where not asked for */
  GArray *exempt; /* of Exempted */
} StandingRow;

typedef struct {
  const char *const *modules; /* NULL-terminated, at most 64 */
  gint64 seq;                 /* 0: no bound */
  const char *after;          /* `last` of the chunk before; NULL: from the start */
  const char *site;           /* NULL: all */
  bool left;                  /* those too who left; the erased never */
  bool tried;                 /* with attempts */
} StandingQuery;

typedef struct {
  GPtrArray *rows; /* of StandingRow, by site, reading, number */
  char *last;      /* where it ended; NULL where it is empty */
  bool more;
  GStringChunk *strings; /* what rows borrow */
} StandingChunk;

void standing_chunk_free(StandingChunk *chunk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StandingChunk, standing_chunk_free)

StandingChunk *standing_read(Store *store, const StandingQuery *query, Report *report);

/* A set of clause hashes: many completions rest on the same. Of ClauseHash (completion.h), sorted;
 * free with g_ptr_array_unref(). Read each once. */
GPtrArray *standing_clauses(Store *store, guint set, Report *report);

#endif
