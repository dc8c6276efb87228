/* What can be done with one person's entry: leaving, coming back, erasing, an exemption, more attempts, a slip. */
#include "serve/office_pages.h"

#include "enrolment/curriculum.h"
#include "enrolment/duty.h"
#include "enrolment/leaving.h"
#include "enrolment/retention.h"
#include "records/attempt.h"
#include "records/certificate.h"
#include "records/rule.h"
#include "records/secret.h"
#include "records/slip.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* What every form of a person has: whose it is, and what was typed. */
static bool open_form(Call *call, const Person *person, const char *const *fields)
{
  g_autofree char *href = g_strconcat("/office/people/", person->id, NULL);
  g_autofree char *today = day_iso(call->today);

  if (!office_open(call, "people"))
    return false;
  office_put_above(call, person->name, href);
  if (call->request->posts)
    office_put_form(call, fields);
  values_open(call->values, "person");
  values_string(call->values, "id", person->id);
  values_string(call->values, "name", person->name);
  values_close(call->values);
  values_string(call->values, "today", today);
  return true;
}

/* ---- leaving, coming back ---- */

static void show_leave(Call *call, guint status, const Person *person, bool back)
{
  static const char *const fields[] = {"on", NULL};
  if (!open_form(call, person, fields))
    return;
  if (back)
    office_put_title(call, call_string(call, "leave.back_title"));
  values_bool(call->values, "back", back);
  call_show_as(call, status, "leave.html");
}

void person_leave_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person != NULL)
    show_leave(call, 200, person, false);
}

void person_return_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person != NULL)
    show_leave(call, 200, person, true);
}

static void leave(Call *call, bool back)
{
  g_autoptr(Person) person = office_person(call);
  Enrolment with = call_enrolment(call);
  Day on;

  if (person == NULL)
    return;
  bool good = office_needs(call, "on") && office_day(call, "on", &on);
  if (good && (back ? staff_return(call->store, &with.act, person->id, on, call->report)
                    : leaving_record(&with, person->id, on, NULL, call->report)))
    office_go(call, back ? "returned" : "left", "people/%s", person->id);
  else
    show_leave(call, 422, person, back);
}

void person_leave_post(Call *call)
{
  leave(call, false);
}

void person_return_post(Call *call)
{
  leave(call, true);
}

/* ---- erasing ---- */

/* The rule by which that person is due; NULL where none is. *early is the day from which one will be; no
 * day where no rule tells. */
static const RetentionRule *due_by(Call *call, const GPtrArray *rules, const Person *person,
                                   bool *good)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(GPtrArray) due = retention_due(&with, rules, call->report);
  *good = due != NULL;
  for (guint i = 0; due != NULL && i < due->len; i++) {
    const RetentionDue *one = g_ptr_array_index(due, i);
    if (strcmp(one->subject, person->id) == 0)
      return one->rule;
  }
  return NULL;
}

static void show_erase(Call *call, guint status, const Person *person)
{
  static const char *const fields[] = {"why", "name", NULL};
  const GPtrArray *rules = premises_retention(call->premises, call->report);
  g_autoptr(GPtrArray) certificates = certificate_list(call->store, person->id, 0, call->report);
  bool good = rules != NULL && certificates != NULL;
  const RetentionRule *rule = good ? due_by(call, rules, person, &good) : NULL;

  if (!good) {
    call_fail(call);
    return;
  }
  if (!open_form(call, person, fields))
    return;
  values_bool(call->values, "present", person->state == STAFF_PRESENT);
  values_number(call->values, "certificates", certificates->len);
  values_string(call->values, "rule", rule != NULL ? rule->reason : NULL);
  values_bool(call->values, "early", rule == NULL && rules->len > 0);
  call_show_as(call, status, "erase.html");
}

void person_erase_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person != NULL)
    show_erase(call, 200, person);
}

void person_erase_post(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person == NULL)
    return;
  const GPtrArray *rules = premises_retention(call->premises, call->report);
  const char *name = call_words(call, "name"), *why = call_words(call, "why");
  Act act = call_act(call);
  bool good = rules != NULL;
  const RetentionRule *rule = good ? due_by(call, rules, person, &good) : NULL;

  if (!good) {
    call_fail(call);
    return;
  }
  good = office_needs(call, "why");
  if (g_strcmp0(name, person->name) != 0) {
    report_add(call->report, DIAG_OFFICE_NAME_DIFFERS, place_none(), NULL);
    good = false;
  }
  if (good && staff_erase(call->store, &act, person->id, rule != NULL ? rule->id : "request", why,
                          call->report))
    office_go(call, "erased", "people/%s", person->id);
  else
    show_erase(call, 422, person);
}

/* ---- an exemption ---- */

static const Course *course_of_form(Call *call)
{
  const char *id = request_field(call->request, "module");
  const Course *course = id != NULL ? curriculum_find(call->premises->curriculum, id) : NULL;
  if (course == NULL)
    call_refuse(call, 404);
  return course;
}

static void show_exempt(Call *call, guint status, const Person *person, const Course *course)
{
  static const char *const fields[] = {"reason", "until", NULL};
  if (!open_form(call, person, fields))
    return;
  values_open(call->values, "module");
  values_string(call->values, "id", course->id);
  values_string(call->values, "title", course->module->title);
  values_close(call->values);
  call_show_as(call, status, "exempt.html");
}

void person_exempt_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  const Course *course = person != NULL ? course_of_form(call) : NULL;
  if (course != NULL)
    show_exempt(call, 200, person, course);
}

void person_exempt_post(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  const Course *course = person != NULL ? course_of_form(call) : NULL;
  Act act = call_act(call);
  Day until;

  if (course == NULL)
    return;
  bool good = office_needs(call, "reason");
  good &= office_day(call, "until", &until);
  Exemption exemption = {.subject = person->id,
                         .module = (char *)course->id,
                         .reason = (char *)call_words(call, "reason"),
                         .until = until};
  /* A day that has passed ends it. */
  bool ends = day_known(until) && day_compare(until, call->today) < 0;
  if (good && (ends ? exemption_end(call->store, &act, person->id, course->id, exemption.reason,
                                    call->report)
                    : exemption_set(call->store, &act, &exemption, call->report)))
    office_go(call, "exempted", "people/%s", person->id);
  else
    show_exempt(call, 422, person, course);
}

/* ---- more attempts ---- */

/* What the form is about: a training that is asked of that person and waits, and of which the module sets how often
 * it may be sat. NULL: the outcome is set. */
static const Duty *limited_duty(Call *call, const GPtrArray *duties)
{
  const char *module = request_field(call->request, "module");
  const char *round = request_field(call->request, "round");

  if (duties == NULL) {
    call_fail(call);
    return NULL;
  }
  for (guint i = 0; i < duties->len; i++) {
    const Duty *duty = g_ptr_array_index(duties, i);
    if (g_strcmp0(duty->course->id, module) == 0 &&
        strcmp(duty->round, round != NULL ? round : "") == 0 && duty_limited(duty))
      return duty;
  }
  call_refuse(call, 404);
  return NULL;
}

static void show_grant(Call *call, guint status, const Person *person, const Duty *duty)
{
  static const char *const fields[] = {"more", "reason", NULL};
  if (!open_form(call, person, fields))
    return;
  values_open(call->values, "module");
  values_string(call->values, "id", duty->course->id);
  values_string(call->values, "title", duty->course->module->title);
  values_close(call->values);
  values_string(call->values, "round", duty->round);
  values_number(call->values, "left", duty->left);
  call_show_as(call, status, "grant.html");
}

/* Of every year: somebody may sit last year's still, and be asked by the page of that year. */
static GPtrArray *duties_of_person(Call *call, const Person *person)
{
  Enrolment with = call_enrolment(call);
  return duties_of(&with, person->id, 0, call->report);
}

void person_grant_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person == NULL)
    return;
  g_autoptr(GPtrArray) duties = duties_of_person(call, person);
  const Duty *duty = limited_duty(call, duties);
  if (duty != NULL)
    show_grant(call, 200, person, duty);
}

void person_grant_post(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person == NULL)
    return;
  g_autoptr(GPtrArray) duties = duties_of_person(call, person);
  const Duty *duty = limited_duty(call, duties);
  Act act = call_act(call);
  guint more = 0, left = 0;

  if (duty == NULL)
    return;
  /* A form that is sent twice, or by two people, grants once. */
  if (!office_number(call, "left", 0, G_MAXINT, &left) || left != duty->left) {
    report_add(call->report, DIAG_OFFICE_MEANWHILE, place_none(), NULL);
    show_grant(call, 422, person, duty);
    return;
  }
  bool good = office_number(call, "more", 1, 100, &more);
  if (!good)
    report_add(call->report, DIAG_OFFICE_TIMES, place_none(), NULL);
  good &= office_needs(call, "reason");
  if (good && attempt_grant(call->store, &act, person->id, duty->course->id, duty->round, more,
                            call_words(call, "reason"), call->report))
    office_go(call, "granted", "people/%s", person->id);
  else
    show_grant(call, 422, person, duty);
}

/* ---- a slip ---- */

void person_slip_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person == NULL || !open_form(call, person, (const char *const[]){NULL}))
    return;
  values_bool(call->values, "again", person->slip);
  call_show(call, "slip.html");
}

void person_slip_post(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  char *code = NULL;
  Act act = call_act(call);

  if (person == NULL)
    return;
  if (!slip_issue(call->store, &act, person->id, slip_end(call), false, &code, call->report)) {
    if (open_form(call, person, (const char *const[]){NULL}))
      call_show_as(call, 422, "slip.html");
    return;
  }
  g_autofree char *shown = secret_code_shown(code);
  secret_free(code);
  if (!open_form(call, person, (const char *const[]){NULL}))
    return;
  values_string(call->values, "code", shown);
  values_string(call->values, "address", call->premises->url);
  call_show(call, "sent.html");
}
