#include "enrolment/session.h"

#include "base/text.h"
#include "enrolment/sitting_parts.h"
#include "records/secret.h"
#include "records/staff.h"

#include <string.h>

enum { FIELD_MOST = 200, MINUTES_MOST = 24 * 60 };

/* Names of fields as forms and options call them. */
static bool field_good(const char *name, const char *value, Report *report)
{
  bool good = value != NULL && !text_is_blank(value) && text_is_line(value) &&
              g_utf8_strlen(value, -1) <= FIELD_MOST;
  if (!good)
    report_add(report, DIAG_SESSION_FIELD, place_none(), name, value != NULL ? value : "", NULL);
  return good;
}

static bool fields_good(const Enrolment *with, const Gathering *gathering, Report *report)
{
  bool good = field_good("place", gathering->place, report);
  good = field_good("lecturer", gathering->lecturer, report) && good;
  if (gathering->minutes < 1 || gathering->minutes > MINUTES_MOST) {
    g_autofree char *given = g_strdup_printf("%u", gathering->minutes);
    report_add(report, DIAG_SESSION_FIELD, place_none(), "minutes", given, NULL);
    good = false;
  }
  if (!day_exact(gathering->date)) {
    report_add(report, DIAG_SESSION_FIELD, place_none(), "date", "", NULL);
    good = false;
  }
  return curriculum_course(with->curriculum, gathering->module, report) != NULL && good;
}

bool session_plan(const Enrolment *with, const Gathering *gathering, char **id, Report *report)
{
  if (!fields_good(with, gathering, report))
    return false;
  if (gathering->id == NULL)
    return gathering_plan(with->store, &with->act, gathering, id, report);
  if (id != NULL)
    *id = g_strdup(gathering->id);
  return gathering_replan(with->store, &with->act, gathering, report);
}

/* Whoever attended completed it on the day that stands: another one is a correction, with reason. */
static bool day_stands(const Enrolment *with, const Gathering *gathering, Report *report)
{
  g_autoptr(Gathering) had = NULL;
  if (!gathering_find(with->store, gathering->id, &had, report))
    return false;
  if (had == NULL || had->state != GATHERING_HELD || had->attended == 0 ||
      day_compare(had->date, gathering->date) == 0)
    return true;
  g_autofree char *day = day_iso(had->date);
  report_add(report, DIAG_SESSION_DAY, place_none(), day, NULL);
  return false;
}

bool session_hold(const Enrolment *with, const Gathering *gathering, Report *report)
{
  if (!fields_good(with, gathering, report))
    return false;
  if (day_compare(gathering->date, with->today) > 0) {
    g_autofree char *day = day_iso(gathering->date);
    report_add(report, DIAG_SESSION_FUTURE, place_none(), day, NULL);
    return false;
  }
  return day_stands(with, gathering, report) &&
         gathering_hold(with->store, &with->act, gathering, report);
}

/* --- attendance --------------------------------------------------------------------------- */

/* Who left before the day was not there. */
static bool was_here(const Enrolment *with, const char *subject, Day day, Report *report)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find(with->store, subject, &person, report))
    return false;
  bool here = person != NULL && person->state != STAFF_ERASED &&
              (person->state == STAFF_PRESENT || day_compare(person->left, day) >= 0);
  if (!here)
    report_add(report, DIAG_PERSON_GONE, place_none(), NULL);
  return here;
}

static bool attend(const Enrolment *with, const Gathering *gathering, const Course *course,
                   const char *subject, guint *added, Report *report)
{
  bool first = false;
  g_autofree char *revision = NULL;
  if (!was_here(with, subject, gathering->date, report) ||
      !gathering_attend(with->store, &with->act, gathering->id, subject, &first, report))
    return false;
  if (added != NULL)
    *added += first;
  if (!first)
    return true;
  g_autoptr(GPtrArray) clauses =
    sitting_rests(with, course, "", gathering->date, &revision, report);
  if (clauses == NULL)
    return false;
  Completion completion = {.subject = (char *)subject,
                           .module = gathering->module,
                           .year = course->module->year,
                           .round = "",
                           .revision = revision,
                           .on = gathering->date,
                           .attempt = "",
                           .gathering = gathering->id,
                           .clauses = clauses};
  return completion_record(with->store, &with->act, &completion, NULL, NULL, report);
}

bool session_attend(const Enrolment *with, const char *id, const char *const *subjects,
                    guint *added, Report *report)
{
  g_autoptr(Gathering) gathering = NULL;
  if (added != NULL)
    *added = 0;
  if (!gathering_find(with->store, id, &gathering, report))
    return false;
  if (gathering == NULL || gathering->state != GATHERING_HELD) {
    report_add(report, DIAG_SESSION_NOT_HELD, place_none(), id, NULL);
    return false;
  }
  const Course *course = curriculum_course(with->curriculum, gathering->module, report);
  for (; course != NULL && *subjects != NULL; subjects++)
    if (!attend(with, gathering, course, *subjects, added, report))
      return false;
  return course != NULL;
}

void session_material(GPtrArray *material, const char *name, const char *bytes, gsize size)
{
  char sha256[65];
  secret_sha256(bytes, size, sha256);
  material_add(material, name, sha256);
}
