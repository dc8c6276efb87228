/*
 * Rules: who must take a module, where it is not simply its audience (training/module.h); and
 * exemptions of single persons. What they come to is enrolment's.
 */
#ifndef RECORDS_RULE_H
#define RECORDS_RULE_H

#include "records/store.h"

/* One a module. An empty list does not narrow; a person must match all three. */
typedef struct {
  char *module;
  char **sites;
  char **roles;
  char **groups;
  Day due; /* in the module's own due day's place; no day: that one */
  char *reason;
  char *actor; /* who set it, */
  Moment at;   /* and when */
  gint64 seq;
} Rule;

void rule_free(Rule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rule, rule_free)

/* Sets the module's rule (module, sites, roles, groups, due, reason are taken); one event. Without
 * a reason: RECORD_REASON. Dropping: the module's audience holds again. */
bool rule_set(Store *store, const Act *act, const Rule *rule, Report *report);
bool rule_drop(Store *store, const Act *act, const char *module, const char *reason,
               Report *report);
bool rule_find(Store *store, const char *module, Rule **found, Report *report);

/* Of Rule, by module. Free with g_ptr_array_unref(). */
GPtrArray *rule_list(Store *store, Report *report);

typedef struct {
  char *subject;
  char *module;
  char *reason;
  Day until; /* the last day; no day: open */
  char *actor;
  Moment at;
  gint64 seq;
} Exemption;

void exemption_free(Exemption *exemption);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Exemption, exemption_free)

/* One a person and module; setting it again replaces it; one event each. The reason stands in the
 * event and names nobody. */
bool exemption_set(Store *store, const Act *act, const Exemption *exemption, Report *report);
bool exemption_end(Store *store, const Act *act, const char *subject, const char *module,
                   const char *reason, Report *report);

/* Of Exemption: of a person or a module (NULL: any), at most STORE_CHUNK. Ended ones are not
 * there. */
GPtrArray *exemption_list(Store *store, const char *subject, const char *module, Report *report);

#endif
