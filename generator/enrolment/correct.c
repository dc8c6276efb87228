#include "enrolment/correct.h"

#include "enrolment/kept.h"
#include "enrolment/paper.h"
#include "enrolment/sitting_parts.h"
#include "records/correction.h"
#include "records/event.h"
#include "records/gathering.h"

#include <string.h>

static bool is_void(const char *field)
{
  return strcmp(field, "void") == 0;
}

static bool is_day(const char *field)
{
  return strcmp(field, "on") == 0 || strcmp(field, "date") == 0;
}

/* The completion that came of a source and may have to follow it; 0: none. */
static bool find_completion(const Enrolment *with, const char *subject, const char *attempt,
                            const char *gathering, gint64 *seq, bool *voided, Report *report)
{
  *seq = 0;
  gint64 after = 0;
  for (;;) {
    CompletionQuery query = {.subject = subject, .voided = true, .after = after};
    g_autoptr(GPtrArray) list = completion_list(with->store, &query, report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++) {
      const Completion *one = g_ptr_array_index(list, i);
      after = one->seq;
      if (attempt != NULL ? strcmp(one->attempt, attempt) == 0
                          : g_strcmp0(one->gathering, gathering) == 0) {
        *seq = one->seq;
        *voided = one->voided;
      }
    }
    if (list->len < STORE_CHUNK)
      return true;
  }
}

/* Whether another completion of the same training and round stands. */
static bool find_other(const Enrolment *with, gint64 seq, bool *stands, Report *report)
{
  g_autoptr(Completion) one = NULL, other = NULL;
  *stands = false;
  if (!completion_find(with->store, seq, &one, report) ||
      (one != NULL &&
       !completion_find_of(with->store, one->subject, one->module, one->round, &other, report)))
    return false;
  *stands = other != NULL && other->seq != seq;
  return true;
}

/* A completion (0: none) goes, or stands again, with what it came of. Where they completed it
 * otherwise since, that one stands already, and there is no second. */
static bool follow_void(const Enrolment *with, gint64 seq, bool voided, bool now, const char *why,
                        Report *report)
{
  bool stands;
  if (seq == 0 || voided == now)
    return true;
  if (!find_other(with, seq, &stands, report))
    return false;
  return stands ||
         correction_record(with->store, &with->act, seq, "void", now ? "yes" : "no", why, report);
}

/* An attendance that does not hold completes nothing. */
static bool follow_attendance(const Enrolment *with, const Event *event, const char *value,
                              const char *why, Report *report)
{
  g_autofree char *gathering = event_text(event, "session");
  gint64 seq;
  bool voided = false;
  return find_completion(with, event->subject, NULL, gathering, &seq, &voided, report) &&
         follow_void(with, seq, voided, strcmp(value, "yes") == 0, why, report);
}

/* --- papers ------------------------------------------------------------------------------- */

static bool correct_score(const Enrolment *with, const Sitting *sitting, const Score *score,
                          const char *why, Report *report)
{
  const Score *had = &sitting->attempt->score;
  if (had->units == score->units && had->of == score->of && had->percent == score->percent &&
      had->must_missed == score->must_missed && had->passed == score->passed)
    return true;
  g_autofree char *value = correction_score(score);
  return correction_record(with->store, &with->act, sitting->attempt->finished_seq, "score", value,
                           why, report);
}

/* The completion comes or goes with the new score. */
static bool follow_score(const Enrolment *with, const Sitting *sitting, bool passed,
                         const char *why, Report *report)
{
  gint64 seq;
  bool voided = false;
  const Attempt *attempt = sitting->attempt;
  if (!find_completion(with, attempt->subject, attempt->id, NULL, &seq, &voided, report))
    return false;
  if (seq == 0 && passed)
    return sitting_complete(with, sitting, day_known(attempt->on) ? attempt->on : with->today,
                            report);
  return follow_void(with, seq, voided, !passed, why, report);
}

/* Whether the question can be answered so. */
static bool answer_fits(const Enrolment *with, const Event *event, const char *value,
                        Report *report)
{
  g_autofree char *id = event_text(event, "attempt");
  gint64 place = event_number(event, "place", 0);
  g_autoptr(Sitting) sitting = sitting_glance(with, NULL, id, report);
  if (sitting == NULL)
    return false;
  if (place >= 1 && place <= sitting->count &&
      kept_answer_fits(value, form_question(sitting->form, (guint)place - 1)->count))
    return true;
  report_add(report, DIAG_SITTING_ANSWER, place_none(), value, NULL);
  return false;
}

/* No completion is made to stand beside another one. */
static bool void_fits(const Enrolment *with, gint64 of, const char *value, Report *report)
{
  bool stands = false;
  if (strcmp(value, "no") == 0 && !find_other(with, of, &stands, report))
    return false;
  if (stands)
    report_add(report, DIAG_CORRECT_STANDS, place_none(), NULL);
  return !stands;
}

/* As when it is entered: within the training's year, on a day that has been. */
static bool paper_day_fits(const Enrolment *with, const Event *event, const char *value,
                           Report *report)
{
  g_autofree char *attempt = event_text(event, "attempt");
  g_autoptr(Sitting) sitting = sitting_read(with, NULL, attempt, report);
  return sitting != NULL && paper_day_good(with, sitting->module, day_from_iso(value), report);
}

/* What is told as having been did not happen on a day to come; what is planned may. */
static bool past_day_fits(const Enrolment *with, const Event *event, const char *value,
                          Report *report)
{
  g_autofree char *id = event_text(event, "session");
  g_autoptr(Gathering) gathering = NULL;
  if (id != NULL && !gathering_find(with->store, id, &gathering, report))
    return false;
  if ((gathering != NULL && gathering->state != GATHERING_HELD) ||
      day_compare(day_from_iso(value), with->today) <= 0)
    return true;
  report_add(report, DIAG_CORRECT_AHEAD, place_none(), value, NULL);
  return false;
}

/* What was completed in a session was completed on its day. */
static bool follow_session_day(const Enrolment *with, const Event *event, const char *value,
                               const char *why, Report *report)
{
  g_autofree char *session = event_text(event, "session");
  CompletionQuery query = {.gathering = session, .voided = true};
  guint found;
  do {
    g_autoptr(GPtrArray) list = completion_list(with->store, &query, report);
    if (list == NULL)
      return false;
    found = list->len;
    for (guint i = 0; i < list->len; i++) {
      const Completion *one = g_ptr_array_index(list, i);
      query.after = one->seq;
      if (day_compare(one->on, day_from_iso(value)) != 0 &&
          !correction_record(with->store, &with->act, one->seq, "on", value, why, report))
        return false;
    }
  } while (found == STORE_CHUNK);
  return true;
}

/* What was completed on paper was completed on the paper's day. */
static bool follow_paper_day(const Enrolment *with, const Event *event, const char *value,
                             const char *why, Report *report)
{
  g_autofree char *attempt = event_text(event, "attempt"), *had = NULL;
  gint64 seq;
  bool voided = false;
  if (!find_completion(with, event->subject, attempt, NULL, &seq, &voided, report) ||
      (seq != 0 && !correction_value(with->store, seq, "on", &had, report)))
    return false;
  return seq == 0 || g_strcmp0(had, value) == 0 ||
         correction_record(with->store, &with->act, seq, "on", value, why, report);
}

/* After an answer of a paper was put right. */
static bool follow_answer(const Enrolment *with, const Event *event, const char *why,
                          Report *report)
{
  g_autofree char *id = event_text(event, "attempt");
  g_autoptr(Sitting) sitting = sitting_read(with, NULL, id, report);
  if (sitting == NULL)
    return false;
  if (sitting->attempt->finished == 0)
    return true;
  g_autoptr(Grade) graded = sitting_grade(sitting, report);
  if (graded == NULL)
    return false;
  Score score = sitting_score(graded);
  return correct_score(with, sitting, &score, why, report) &&
         follow_score(with, sitting, score.passed, why, report);
}

static bool is_of(const Event *event, const char *kind)
{
  return strcmp(event->kind, kind) == 0;
}

/* What the record alone cannot tell of a new value. */
static bool value_fits_event(const Enrolment *with, const Event *event, const char *field,
                             const char *value, Report *report)
{
  return is_of(event, "completion") && is_void(field) ? void_fits(with, event->seq, value, report)
         : is_of(event, "answer")                     ? answer_fits(with, event, value, report)
         : is_of(event, "paper.entered")              ? paper_day_fits(with, event, value, report)
         : is_day(field)                              ? past_day_fits(with, event, value, report)
                                                      : true;
}

static bool follow(const Enrolment *with, const Event *event, const char *field, const char *value,
                   const char *why, Report *report)
{
  return is_of(event, "session.attended") && is_void(field)
           ? follow_attendance(with, event, value, why, report)
         : is_of(event, "paper.entered") ? follow_paper_day(with, event, value, why, report)
         : is_of(event, "answer")        ? follow_answer(with, event, why, report)
         : strcmp(field, "date") == 0    ? follow_session_day(with, event, value, why, report)
                                         : true;
}

bool correct(const Enrolment *with, gint64 of, const char *field, const char *value,
             const char *why, Report *report)
{
  g_autoptr(Event) event = NULL;
  if (strcmp(field, "score") == 0) {
    report_add(report, DIAG_CORRECT_SCORE, place_none(), NULL);
    return false;
  }
  return event_find(with->store, of, &event, report) &&
         (event == NULL || value_fits_event(with, event, field, value, report)) &&
         correction_record(with->store, &with->act, of, field, value, why, report) &&
         follow(with, event, field, value, why, report);
}
