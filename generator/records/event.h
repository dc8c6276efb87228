/*
 * Events: what happened, in the order in which it was recorded. Never changed, never deleted; the
 * database refuses both by triggers. What is written goes through the functions of the other
 * headers, each of which appends its events and keeps the tables beside them in step.
 *
 * Every event carries the SHA-256 of
 *
 *     "kaitei-event 1\n" SEQ "\n" AT "\n" KIND "\n" SUBJECT "\n" ACTOR "\n"
 *     BYTES-OF-BODY "\n" BODY "\n" PREVIOUS-HASH "\n"
 *
 * (decimal figures, lower-case hex; before the first event 64 zeros). This form is permanent. BODY
 * is a JSON object, keys sorted, without white space, UTF-8 as it is. SUBJECT is the random id of a
 * person or "". No name stands in an event: names can be erased (staff.h), events cannot.
 *
 * Kinds and their bodies (`?`: left out where there is none):
 *
 *   store.begun        {store, schema}
 *   staff.added        {site, role, groups, joined?, seal}       seal: staff.h
 *   staff.changed      {site?, role?, groups?, joined?, seal?}   what is new
 *   staff.left         {on}      staff.returned {on}     staff.erased {rule, why}
 *   slip.issued        {ends, pin: "kept"|"cleared"}     pin.set {}
 *   rule.set           {module, sites, roles, groups, due?, reason}
 *   rule.dropped       {module, reason}
 *   exempt.set         {module, reason, until?}          exempt.ended {module, reason}
 *   attempt.begun      {attempt, module, text, round, number, most, lang, medium, form}
 *   answer             {attempt, place, answer}
 *   attempt.finished   {attempt, units, of, percent, must_missed, passed}
 *   attempt.granted    {module, round, more, reason}
 *   paper.entered      {attempt, form, on}
 *   completion         {module, year, round, revision, clauses, on, attempt?, session?}
 *   retrain.set        {round, policy, revision, clauses, due, reason}
 *   retrain.dropped    {round, reason}
 *   session.planned    {session, module, date, place, minutes, lecturer, note,
 *                       material: [{name, sha256}]}
 *   session.held       the same        session.cancelled {session, note}
 *   session.attended   {session}
 *   correction         {of, field, old, new, why}
 *   certificate.issued {id, completion, sha256}
 *   account.added      {account, role}      account.changed {account, role?, what}
 *   account.ended      {account}
 *   checkpoint         {seq, hash, key, signature}
 *   backup.made        {seq, sha256, ends}               restored {seq, hash, made}
 */
#ifndef RECORDS_EVENT_H
#define RECORDS_EVENT_H

#include "records/store.h"

typedef struct {
  gint64 seq; /* 1, 2, 3, … without a gap */
  Moment at;
  char *kind;
  char *subject; /* "" where it is of nobody */
  char *actor;
  char *body;
  char hash[65];
} Event;

void event_free(Event *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Event, event_free)

/* The last event's number, 0 where there is none, and its hash (64 zeros then; may be NULL). */
bool events_head(Store *store, gint64 *seq, char hash[65], Report *report);

/* Which events are read. What is NULL or 0 does not narrow. */
typedef struct {
  gint64 after;        /* those behind this one */
  gint64 upto;         /* and not behind this one: fix it, and a report stands still */
  const char *subject; /* of this person */
  const char *kind;    /* of this kind, or, where it ends in '.', of kinds that begin so */
  guint limit;         /* 0 and above STORE_CHUNK: STORE_CHUNK */
  bool newest_first;   /* from `upto` backwards; `after` still bounds it */
} EventQuery;

/* Of Event, in order. Fewer than the limit: there are no more. Free with g_ptr_array_unref(). */
GPtrArray *events_read(Store *store, const EventQuery *query, Report *report);

/* One event; *found NULL where there is none of that number. */
bool event_find(Store *store, gint64 seq, Event **found, Report *report);

/* The hash that an event with these fields must carry. `previous` has 64 hex digits. */
void event_hash(const Event *event, const char *previous, char hash[65]);

/* Fields of a body by name, for timelines and exports: the text, or the number; NULL and
 * `otherwise` where it has no such field. The caller frees the text. */
char *event_text(const Event *event, const char *field);
gint64 event_number(const Event *event, const char *field, gint64 otherwise);

#endif
