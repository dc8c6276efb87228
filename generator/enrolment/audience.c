#include "enrolment/audience.h"

#include <string.h>

static char **copy_or_empty(const char *const *list)
{
  return list != NULL ? g_strdupv((char **)list) : g_new0(char *, 1);
}

/* The module's own audience, as a rule. */
static Rule *own_rule(const Course *course)
{
  Rule *rule = g_new0(Rule, 1);
  rule->module = g_strdup(course->id);
  rule->sites = g_new0(char *, 1);
  rule->roles = g_new0(char *, 1);
  rule->groups = copy_or_empty((const char *const *)course->module->audience);
  rule->due = course->module->due;
  return rule;
}

Rule *audience_rule(const Enrolment *with, const Course *course, Report *report)
{
  Rule *rule = NULL;
  if (!rule_find(with->store, course->id, &rule, report))
    return NULL;
  if (rule == NULL)
    return own_rule(course);
  if (!day_known(rule->due))
    rule->due = course->module->due;
  return rule;
}

static bool lists(char *const *list, const char *value)
{
  return *list == NULL || g_strv_contains((const char *const *)list, value);
}

static bool lists_any(char *const *list, char *const *values)
{
  bool any = *list == NULL;
  for (; !any && *values != NULL; values++)
    any = g_strv_contains((const char *const *)list, *values);
  return any;
}

bool audience_asks(const Rule *rule, const Person *person, Day day)
{
  if (person->state == STAFF_ERASED ||
      (person->state == STAFF_LEFT && day_compare(person->left, day) < 0))
    return false;
  return lists(rule->sites, person->site) && lists(rule->roles, person->role) &&
         lists_any(rule->groups, person->groups);
}

Day audience_due(const Rule *rule, const Person *person)
{
  if (!day_known(person->joined) || day_compare(person->joined, rule->due) > 0)
    return rule->due;
  GDate date;
  g_date_set_dmy(&date, person->joined.day, (GDateMonth)person->joined.month,
                 (GDateYear)person->joined.year);
  g_date_add_days(&date, AUDIENCE_GRACE);
  Day grace = {(gint16)g_date_get_year(&date), (guint8)g_date_get_month(&date),
               (guint8)g_date_get_day(&date)};
  return day_compare(grace, rule->due) > 0 ? grace : rule->due;
}

/* A name that nobody has asks nobody: likely a slip of the pen. */
static bool warn_unknown(const Enrolment *with, StaffField field, char *const *names,
                         Report *report)
{
  g_autoptr(GPtrArray) known = *names != NULL ? staff_values(with->store, field, report) : NULL;
  if (*names != NULL && known == NULL)
    return false;
  for (; *names != NULL; names++) {
    bool found = false;
    for (guint i = 0; i < known->len && !found; i++)
      found = strcmp(((const StaffValue *)g_ptr_array_index(known, i))->value, *names) == 0;
    if (!found)
      report_add(report, DIAG_AUDIENCE_UNKNOWN, place_none(), *names, NULL);
  }
  return true;
}

bool audience_set(const Enrolment *with, const Course *course, const char *const *sites,
                  const char *const *roles, const char *const *groups, Day due, const char *reason,
                  Report *report)
{
  g_auto(GStrv) all_sites = copy_or_empty(sites);
  g_auto(GStrv) all_roles = copy_or_empty(roles);
  g_auto(GStrv) all_groups = copy_or_empty(groups);
  Rule rule = {.module = (char *)course->id,
               .sites = all_sites,
               .roles = all_roles,
               .groups = all_groups,
               .due = due,
               .reason = (char *)reason};
  return warn_unknown(with, STAFF_SITES, all_sites, report) &&
         warn_unknown(with, STAFF_ROLES, all_roles, report) &&
         warn_unknown(with, STAFF_GROUPS, all_groups, report) &&
         rule_set(with->store, &with->act, &rule, report);
}
