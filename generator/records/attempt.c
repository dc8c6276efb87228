/* Attempts: begun, answered, finished. */
#include "records/attempt.h"

#include "records/database.h"
#include "records/person.h"
#include "records/secret.h"

#include <string.h>

void attempt_free(Attempt *attempt)
{
  if (attempt == NULL)
    return;
  g_free(attempt->id);
  g_free(attempt->subject);
  g_free(attempt->module);
  g_free(attempt->text);
  g_free(attempt->round);
  g_free(attempt->lang);
  g_free(attempt->form);
  g_clear_pointer(&attempt->answers, g_ptr_array_unref);
  g_free(attempt);
}

static bool unknown(const char *id, Report *report)
{
  report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(id), NULL);
  return false;
}

/* ---- begun ---- */

static bool fits(const AttemptBeginning *b, Report *report)
{
  if (b->form == NULL || strlen(b->form) > ATTEMPT_FORM || !g_utf8_validate(b->form, -1, NULL)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "form", NULL);
    return false;
  }
  return value_fits("module", b->module, 100, true, report) &&
         value_fits("round", b->round, 100, false, report) &&
         value_fits("lang", b->lang, 20, true, report);
}

/* How many there were, and the limit with what was granted (0: none). */
static bool count(Store *store, const char *subject, const char *module, const char *round,
                  guint most, gint64 *begun, gint64 *limit, Report *report)
{
  gint64 granted = 0;
  if (!sql_number(store, report, begun, NULL,
                  "SELECT count(*) FROM attempts WHERE subject = ?1 AND module = ?2 AND round = ?3",
                  "ttt", subject, module, or_empty(round)) ||
      !sql_number(store, report, &granted, NULL,
                  "SELECT coalesce(sum(more), 0) FROM grants WHERE subject = ?1 AND module = ?2"
                  " AND round = ?3",
                  "ttt", subject, module, or_empty(round)))
    return false;
  *limit = most > 0 ? most + granted : 0;
  return true;
}

bool attempt_left(Store *store, const char *subject, const char *module, const char *round,
                  guint most, guint *left, Report *report)
{
  gint64 begun = 0, limit = 0;
  if (!count(store, subject, module, round, most, &begun, &limit, report))
    return false;
  *left = limit == 0 ? G_MAXUINT : (guint)MAX(limit - begun, 0);
  return true;
}

static bool text_there(Store *store, const char *hash, Report *report)
{
  gint64 there = 0;
  if (!sql_number(store, report, &there, NULL, "SELECT count(*) FROM texts WHERE hash = ?1", "t",
                  hash))
    return false;
  return there > 0 || unknown(hash, report);
}

static bool write_begun(Store *store, const Act *act, const AttemptBeginning *b, const char *id,
                        Report *report)
{
  gint64 begun = 0, limit = 0;
  if (!person_present(store, b->subject, report) || !text_there(store, b->text, report) ||
      !count(store, b->subject, b->module, b->round, b->most, &begun, &limit, report))
    return false;
  /* The database would refuse it too; here it is said in words. */
  if (limit > 0 && begun >= limit) {
    g_autofree char *most = g_strdup_printf("%" G_GINT64_FORMAT, limit);
    report_add(report, DIAG_RECORD_LIMIT, place_none(), most, NULL);
    return false;
  }
  json_t *body = json_object();
  body_put_text(body, "attempt", id);
  body_put_text(body, "module", b->module);
  body_put_text(body, "text", b->text);
  body_put_text(body, "round", b->round);
  body_put_number(body, "number", begun + 1);
  body_put_number(body, "most", limit);
  body_put_text(body, "lang", b->lang);
  body_put_text(body, "medium", b->medium == MEDIUM_PAPER ? "paper" : "screen");
  body_put_text(body, "form", b->form);
  return event_append(store, act, "attempt.begun", b->subject, body, NULL, report);
}

bool attempt_begin(Store *store, const Act *act, const AttemptBeginning *beginning,
                   Attempt **attempt, bool *begun, Report *report)
{
  g_autoptr(Attempt) found = NULL;
  g_autofree char *id = secret_id();
  if (!fits(beginning, report) || !act_begin(store, report))
    return false;
  bool ok = beginning->medium == MEDIUM_PAPER ||
            attempt_find_open(store, beginning->subject, beginning->module, beginning->round,
                              &found, report);
  bool new = ok &&found == NULL;
  if (new)
    ok = write_begun(store, act, beginning, id, report) && attempt_find(store, id, &found, report);
  if (!act_end(store, ok, report))
    return false;
  if (begun != NULL)
    *begun = new;
  *attempt = g_steal_pointer(&found);
  return true;
}

bool attempt_grant(Store *store, const Act *act, const char *subject, const char *module,
                   const char *round, guint more, const char *reason, Report *report)
{
  if (!reason_fits(reason, report) || !value_fits("module", module, 100, true, report) ||
      !value_fits("round", round, 100, false, report))
    return false;
  if (more == 0 || more > 100) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "more", NULL);
    return false;
  }
  if (!act_begin(store, report))
    return false;
  bool ok = person_present(store, subject, report);
  if (ok) {
    json_t *body = json_object();
    body_put_text(body, "module", module);
    body_put_text(body, "round", round);
    body_put_number(body, "more", more);
    body_put_text(body, "reason", reason);
    ok = event_append(store, act, "attempt.granted", subject, body, NULL, report);
  }
  return act_end(store, ok, report);
}

/* ---- answered ---- */

typedef struct {
  gint64 seq;
  bool finished;
  char *subject;
  char *answer; /* NULL where none stands */
} Spot;

static bool look(Store *store, const char *id, guint place, Spot *at, Report *report)
{
  *at = (Spot){0};
  Rows rows = rows_of(store, report,
                      "SELECT t.seq, t.finished IS NOT NULL, t.subject, a.answer FROM attempts t"
                      " LEFT JOIN answers a ON a.attempt = t.seq AND a.place = ?2 WHERE t.id = ?1",
                      "ti", id, I(place));
  if (rows_next(&rows)) {
    at->seq = row_number(&rows, 0);
    at->finished = row_number(&rows, 1) != 0;
    at->subject = row_copy(&rows, 2);
    at->answer = row_null(&rows, 3) ? NULL : row_copy(&rows, 3);
  }
  return rows_end(&rows) && (at->seq > 0 || unknown(id, report));
}

static bool write_answer(Store *store, const Act *act, const char *id, guint place,
                         const char *answer, AnswerOutcome *outcome, Report *report)
{
  Spot at;
  bool ok = look(store, id, place, &at, report);
  g_autofree char *subject = at.subject, *stands = at.answer;
  if (!ok)
    return false;
  *outcome = at.finished                   ? ANSWER_CLOSED
             : stands == NULL              ? ANSWER_NEW
             : strcmp(stands, answer) == 0 ? ANSWER_SAME
                                           : ANSWER_CHANGED;
  if (*outcome == ANSWER_CLOSED || *outcome == ANSWER_SAME)
    return true;
  json_t *body = json_object();
  body_put_text(body, "attempt", id);
  body_put_number(body, "place", place);
  body_put_text(body, "answer", answer);
  return event_append(store, act, "answer", subject, body, NULL, report);
}

bool attempt_answer(Store *store, const Act *act, const char *id, guint place, const char *answer,
                    AnswerOutcome *outcome, Report *report)
{
  if (!value_fits("answer", answer, ATTEMPT_ANSWER, false, report))
    return false;
  if (place < 1 || place > ATTEMPT_PLACES) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "place", NULL);
    return false;
  }
  return act_begin(store, report) &&
         act_end(store, write_answer(store, act, id, place, or_empty(answer), outcome, report),
                 report);
}

/* ---- finished ---- */

static bool write_finish(Store *store, const Act *act, const char *id, const Score *score,
                         bool *first, Report *report)
{
  Spot at;
  bool ok = look(store, id, 0, &at, report);
  g_autofree char *subject = at.subject, *none = at.answer;
  (void)none;
  *first = ok && !at.finished;
  if (!*first)
    return ok;
  json_t *body = json_object();
  body_put_text(body, "attempt", id);
  body_put_number(body, "units", (gint64)score->units);
  body_put_number(body, "of", (gint64)score->of);
  body_put_number(body, "percent", score->percent);
  body_put_flag(body, "must_missed", score->must_missed);
  body_put_flag(body, "passed", score->passed);
  return event_append(store, act, "attempt.finished", subject, body, NULL, report);
}

bool attempt_finish(Store *store, const Act *act, const char *id, const Score *score, bool *first,
                    Report *report)
{
  bool is_first = false;
  bool ok = act_begin(store, report) &&
            act_end(store, write_finish(store, act, id, score, &is_first, report), report);
  if (first != NULL)
    *first = ok && is_first;
  return ok;
}
