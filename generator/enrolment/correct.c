#include "enrolment/correct.h"

#include "enrolment/sitting_parts.h"
#include "records/correction.h"
#include "records/event.h"
#include "records/gathering.h"

#include <string.h>

static bool is_void(const char *field)
{
  return strcmp(field, "void") == 0;
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
      if (strcmp(attempt != NULL ? one->attempt : one->gathering,
                 attempt != NULL ? attempt : gathering) == 0) {
        *seq = one->seq;
        *voided = one->voided;
      }
    }
    if (list->len < STORE_CHUNK)
      return true;
  }
}

/* An attendance that does not hold completes nothing. */
static bool follow_attendance(const Enrolment *with, const Event *event, const char *value,
                              const char *why, Report *report)
{
  g_autofree char *gathering = event_text(event, "session");
  gint64 seq;
  bool voided = false;
  if (!find_completion(with, event->subject, NULL, gathering, &seq, &voided, report))
    return false;
  bool now = strcmp(value, "yes") == 0;
  return seq == 0 || voided == now ||
         correction_record(with->store, &with->act, seq, "void", value, why, report);
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
  return seq == 0 || voided == !passed ||
         correction_record(with->store, &with->act, seq, "void", passed ? "no" : "yes", why,
                           report);
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

bool correct(const Enrolment *with, gint64 of, const char *field, const char *value,
             const char *why, Report *report)
{
  g_autoptr(Event) event = NULL;
  if (strcmp(field, "score") == 0) {
    report_add(report, DIAG_CORRECT_SCORE, place_none(), NULL);
    return false;
  }
  if (!event_find(with->store, of, &event, report) ||
      !correction_record(with->store, &with->act, of, field, value, why, report))
    return false;
  if (event == NULL)
    return false;
  if (strcmp(event->kind, "session.attended") == 0 && is_void(field))
    return follow_attendance(with, event, value, why, report);
  if (strcmp(event->kind, "answer") == 0)
    return follow_answer(with, event, why, report);
  return true;
}
