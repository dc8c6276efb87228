/* Who must take what, and why. */
#include "serve/office_pages.h"

#include "enrolment/audience.h"
#include "enrolment/duty.h"
#include "records/account.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

static void add_names(Call *call, GString *text, const char *key, char **names)
{
  if (names == NULL || *names == NULL)
    return;
  g_autofree char *joined = g_strjoinv("、", names);
  if (text->len > 0)
    g_string_append(text, "　");
  g_string_append(text, office_words(call, key, "names", joined, NULL));
}

static const char *whom_of(Call *call, const Rule *rule)
{
  g_autoptr(GString) text = g_string_new(NULL);
  add_names(call, text, "rules.sites", rule->sites);
  add_names(call, text, "rules.roles", rule->roles);
  add_names(call, text, "rules.groups", rule->groups);
  return text->len > 0 ? call_keep(call, g_strdup(text->str))
                       : call_string(call, "rules.everybody");
}

/* How many it asks now, all sites together. */
static bool count_of(Call *call, const Course *course, guint *all)
{
  Enrolment with = call_enrolment(call);
  DutyFilter filter = {.module = course->id};
  g_autoptr(GPtrArray) counts = duty_counts(&with, course->module->year, &filter, call->report);

  *all = 0;
  for (guint i = 0; counts != NULL && i < counts->len; i++) {
    const DutyCount *count = g_ptr_array_index(counts, i);
    if (count->site == NULL && *count->round == '\0')
      *all += count->overdue + count->due + count->done;
  }
  return counts != NULL;
}

static bool put_course(Call *call, const Course *course)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(Rule) rule = audience_rule(&with, course, call->report);
  guint all = 0;
  Values *values = call->values;

  if (rule == NULL || !count_of(call, course, &all))
    return false;
  values_open(values, NULL);
  values_string(values, "id", course->id);
  values_string(values, "title", course->module->title);
  values_string(values, "whom", whom_of(call, rule));
  values_day(values, "due", rule->due);
  values_number(values, "count", all);
  values_string(values, "reason", rule->reason);
  if (rule->reason != NULL) {
    values_day(values, "since", office_day_of(call, rule->at));
    values_string(values, "who", office_who(call, rule->actor));
  }
  values_close(values);
  return true;
}

void rules_page(Call *call)
{
  const Curriculum *curriculum = call->premises->curriculum;
  int year = office_year(call);
  bool good = true;

  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  values_list(call->values, "rows");
  for (guint i = 0; good && i < curriculum_count(curriculum); i++)
    if (curriculum_get(curriculum, i)->module->year >= year)
      good = put_course(call, curriculum_get(curriculum, i));
  values_close(call->values);
  if (good)
    call_show(call, "rules.html");
  else
    call_fail(call);
}

/* ---- one rule ---- */

static const Course *course_of_path(Call *call)
{
  const Course *course = curriculum_find(call->premises->curriculum, call->parts[0]);
  if (course == NULL)
    call_refuse(call, 404);
  return course;
}

static bool is_ticked(Call *call, const char *name, const char *value)
{
  g_autofree char *field = g_strconcat(name, ".", value, NULL);
  return request_ticked(call->request, field);
}

/* The boxes of one field: the values in use, and those of the rule that nobody has any more. */
static bool put_boxes(Call *call, const char *name, StaffField field, char **chosen)
{
  g_autoptr(GPtrArray) list = staff_values(call->store, field, call->report);
  if (list == NULL)
    return false;
  for (char **one = chosen; one != NULL && *one != NULL; one++) {
    bool there = false;
    for (guint i = 0; i < list->len; i++)
      there |= strcmp(((const StaffValue *)g_ptr_array_index(list, i))->value, *one) == 0;
    if (!there) {
      StaffValue *value = g_new0(StaffValue, 1);
      value->value = g_strdup(*one);
      g_ptr_array_add(list, value);
    }
  }
  values_list(call->values, name);
  for (guint i = 0; i < list->len; i++) {
    const StaffValue *value = g_ptr_array_index(list, i);
    if (*value->value == '\0')
      continue;
    values_open(call->values, NULL);
    values_string(call->values, "value", value->value);
    values_string(call->values, "label", value->value);
    values_bool(call->values, "chosen",
                call->request->posts
                  ? is_ticked(call, name, value->value)
                  : chosen != NULL && g_strv_contains((const char *const *)chosen, value->value));
    values_close(call->values);
  }
  values_close(call->values);
  return true;
}

static void show_rule(Call *call, guint status, const Course *course)
{
  static const char *const fields[] = {"reason", "due", NULL};
  Enrolment with = call_enrolment(call);
  g_autoptr(Rule) rule = audience_rule(&with, course, call->report);

  if (rule == NULL || !office_open(call, "more")) {
    call_fail(call);
    return;
  }
  g_autofree char *due = day_iso(rule->due);
  office_put_above(call, "rules.title", "/office/rules");
  office_put_title(call, course->module->title);
  if (call->request->posts)
    office_put_form(call, fields);
  values_open(call->values, "module");
  values_string(call->values, "id", course->id);
  values_close(call->values);
  values_string(call->values, "due", due);
  values_string(call->values, "reason", rule->reason);
  if (put_boxes(call, "sites", STAFF_SITES, rule->sites) &&
      put_boxes(call, "roles", STAFF_ROLES, rule->roles) &&
      put_boxes(call, "groups", STAFF_GROUPS, rule->groups))
    call_show_as(call, status, "rule.html");
  else
    call_fail(call);
}

void rule_page(Call *call)
{
  const Course *course = course_of_path(call);
  if (course != NULL)
    show_rule(call, 200, course);
}

void rule_post(Call *call)
{
  const Course *course = course_of_path(call);
  Enrolment with = call_enrolment(call);
  Day due;

  if (course == NULL)
    return;
  g_auto(GStrv) sites = office_ticked(call, "sites"), roles = office_ticked(call, "roles"),
                groups = office_ticked(call, "groups");
  bool good = office_needs(call, "reason");
  good &= office_day(call, "due", &due);
  if (!office_mark(call))
    return;
  if (office_settle(call,
                    good && audience_set(&with, course, (const char *const *)sites,
                                         (const char *const *)roles, (const char *const *)groups,
                                         due, call_words(call, "reason"), call->report)))
    office_go(call, "ruled", "rules");
  else
    show_rule(call, 422, course);
}
