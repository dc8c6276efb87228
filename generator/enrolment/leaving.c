#include "enrolment/leaving.h"

#include "enrolment/correct.h"
#include "records/event.h"
#include "records/staff.h"

bool leaving_day_good(const Enrolment *with, Day on)
{
  return day_compare(on, with->today) <= 0;
}

/* The event by which the person last left; 0: none. False: reported. */
static bool find_left(const Enrolment *with, const char *subject, gint64 *seq, Report *report)
{
  EventQuery query = {.subject = subject, .kind = "staff.left", .limit = 1, .newest_first = true};
  g_autoptr(GPtrArray) events = events_read(with->store, &query, report);
  *seq = events != NULL && events->len > 0 ? ((const Event *)events->pdata[0])->seq : 0;
  return events != NULL;
}

/* Another day than the one that stands. */
static bool move_day(const Enrolment *with, const Person *person, Day on, const char *why,
                     Report *report)
{
  gint64 seq;
  g_autofree char *stands = day_iso(person->left), *day = day_iso(on);
  if (why == NULL) {
    report_add(report, DIAG_LEAVING_RECORDED, place_none(), stands, NULL);
    return false;
  }
  return find_left(with, person->id, &seq, report) && correct(with, seq, "on", day, why, report);
}

bool leaving_record(const Enrolment *with, const char *subject, Day on, const char *why,
                    Report *report)
{
  g_autoptr(Person) person = NULL;
  if (!leaving_day_good(with, on)) {
    g_autofree char *day = day_iso(on);
    report_add(report, DIAG_LEAVING_AHEAD, place_none(), day, NULL);
    return false;
  }
  if (!staff_find(with->store, subject, &person, report))
    return false;
  bool moves = person != NULL && person->state == STAFF_LEFT && day_known(on) &&
               day_compare(person->left, on) != 0;
  return moves ? move_day(with, person, on, why, report)
               : staff_leave(with->store, &with->act, subject, on, report);
}
