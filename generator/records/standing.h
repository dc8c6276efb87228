/*
 * Where everybody stands: the reports' data, in chunks. What it means (due, overdue, done) is
 * enrolment's; here is what the record says, quickly: 50,000 persons and 500,000 events within a
 * second, in memory that does not grow.
 *
 *     gint64 seq;
 *     events_head(store, &seq, NULL, report);         // the report stands still
 *     StandingQuery query = {.modules = modules, .seq = seq};
 *     do {
 *       g_autoptr(StandingChunk) chunk = standing_read(store, &query, report);   // one transaction
 *       for each row of it: judge, write
 *       query.after = chunk->last;                    // copy it: it goes with the chunk
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
  Day on;
  Moment at;
  bool by_gathering;
  guint clauses; /* which set of clause hashes: standing_clauses() */
} Done;

/* A person's attempts at a module in a round, in a standing. */
typedef struct {
  guint module;
  const char *round;
  guint finished; /* how many, */
  bool open;      /* and whether one is begun and not finished */
  guint best;     /* percent */
  Moment last;    /* begun or finished */
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
} Standing;

typedef struct {
  const char *const *modules; /* NULL-terminated, at most 64 */
  gint64 seq;                 /* 0: no bound */
  const char *after;          /* the id of the last person read; NULL: from the start */
  const char *site;           /* NULL: all */
  bool left;                  /* those too who left; the erased never */
  bool tried;                 /* with attempts */
} StandingQuery;

typedef struct {
  GPtrArray *rows; /* of Standing, by the person's id */
  char *last;      /* the last id; NULL where there is none */
  bool more;
  GStringChunk *strings; /* what rows borrow */
} StandingChunk;

void standing_chunk_free(StandingChunk *chunk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StandingChunk, standing_chunk_free)

StandingChunk *standing_read(Store *store, const StandingQuery *query, Report *report);

/* A set of clause hashes: many completions rest on the same. Of ClauseHash (completion.h), sorted; free with
 * g_ptr_array_unref(). Read each once. */
GPtrArray *standing_clauses(Store *store, guint set, Report *report);

#endif
