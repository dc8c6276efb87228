/*
 * Retention: what is due for erasure, and by what rule.
 *
 * The rules are the organisation's own, in content/records.lua; without that file nothing is due
 * and it is said that there is no rule. kaitei names no law here: how long training records are
 * kept differs by service and place, and whoever runs the site has read what binds them.
 *
 *     retention { id = "leavers", years = 5, from = "left",
 *                 reason = "就業規則 第○条（記録の保存）による" }
 *
 * `from`: "left" (the day on which the person left) or "year" (the end of the 年度 in which they
 * left). `years` 1 to 100. Of several rules the one that keeps longest holds. Erasing is a person's
 * decision each time (staff_erase); nothing is erased by itself.
 */
#ifndef ENROLMENT_RETENTION_H
#define ENROLMENT_RETENTION_H

#include "enrolment/enrolment.h"

#define RETENTION_FILE "content/records.lua"

typedef struct {
  char *id;
  guint years;
  bool from_year; /* else from the day */
  char *reason;
} RetentionRule;

/* The rules of the site at `root`, of RetentionRule, in the file's order; empty where there is no
 * file. NULL where something was reported. Free with g_ptr_array_unref(). */
GPtrArray *retention_rules(const char *root, Report *report);

typedef struct {
  char *subject;
  char *number, *name;
  Day left;
  Day since;                 /* from this day on it is due */
  const RetentionRule *rule; /* borrowed from the list */
} RetentionDue;

/* Those who are due for erasure today, by `since`, then number, of RetentionDue. Free with
 * g_ptr_array_unref(). */
GPtrArray *retention_due(const Enrolment *with, const GPtrArray *rules, Report *report);

#endif
