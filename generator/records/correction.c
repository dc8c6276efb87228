/* Corrections: what was recorded wrongly, put right by a new event. */
#include "records/correction.h"

#include "records/database.h"
#include "records/project.h"

#include <string.h>

/* What can be corrected: how its value is read now, what a new one must be, and what follows. */
typedef struct {
  const char *kind;
  const char *field;
  char form;         /* y: yes or no; d: a day; n: a number; t: a text; s: a score */
  const char *read;  /* ?1: the event corrected → the value that stands */
  const char *write; /* ?1: the event corrected, ?2: the new value (of y: 1 or 0) */
} Correctable;

#define GATHERING_OF "(SELECT json_extract(body, '$.session') FROM events WHERE seq = ?1)"

static const Correctable correctables[] = {
  {"completion", "void", 'y', "SELECT iif(voided, 'yes', 'no') FROM completions WHERE seq = ?1",
   "UPDATE completions SET voided = ?2 WHERE seq = ?1"},
  {"completion", "on", 'd', "SELECT on_day FROM completions WHERE seq = ?1",
   "UPDATE completions SET on_day = ?2 WHERE seq = ?1"},
  {"session.attended", "void", 'y',
   "SELECT iif(voided, 'yes', 'no') FROM attendance WHERE seq = ?1",
   "UPDATE attendance SET voided = ?2 WHERE seq = ?1"},
  {"session.*", "date", 'd', "SELECT date FROM gatherings WHERE id = " GATHERING_OF,
   "UPDATE gatherings SET date = ?2 WHERE id = " GATHERING_OF},
  {"session.*", "place", 't', "SELECT place FROM gatherings WHERE id = " GATHERING_OF,
   "UPDATE gatherings SET place = ?2 WHERE id = " GATHERING_OF},
  {"session.*", "minutes", 'n', "SELECT minutes FROM gatherings WHERE id = " GATHERING_OF,
   "UPDATE gatherings SET minutes = CAST(?2 AS INTEGER) WHERE id = " GATHERING_OF},
  /* A screen's answer is the person's own word. */
  {"answer", "answer", 't',
   "SELECT a.answer FROM answers a JOIN attempts t ON t.seq = a.attempt"
   " WHERE a.seq = ?1 AND t.medium = 1",
   "UPDATE answers SET answer = ?2 WHERE seq = ?1"},
  {"attempt.finished", "score", 's',
   "SELECT units || ' ' || whole || ' ' || percent || ' ' || iif(must_missed, 'yes', 'no') || ' '"
   " || iif(passed, 'yes', 'no') FROM attempts WHERE finished_seq = ?1",
   NULL},
  {"paper.entered", "on", 'd', "SELECT on_day FROM papers WHERE seq = ?1",
   "UPDATE papers SET on_day = ?2 WHERE seq = ?1"},
  {"staff.left", "on", 'd',
   "SELECT s.left_on FROM staff s JOIN events e ON e.subject = s.id"
   " WHERE e.seq = ?1 AND s.state <> 0",
   "UPDATE staff SET left_on = ?2 WHERE id = (SELECT subject FROM events WHERE seq = ?1)"},
};

void correction_free(Correction *correction)
{
  if (correction == NULL)
    return;
  g_free(correction->subject);
  g_free(correction->field);
  g_free(correction->old);
  g_free(correction->new);
  g_free(correction->why);
  g_free(correction->actor);
  g_free(correction);
}

static const Correctable *correctable(const char *kind, const char *field)
{
  bool session = strcmp(kind, "session.planned") == 0 || strcmp(kind, "session.held") == 0;
  for (gsize i = 0; i < G_N_ELEMENTS(correctables); i++) {
    const Correctable *each = &correctables[i];
    if (strcmp(each->field, field) == 0 &&
        (strcmp(each->kind, kind) == 0 || (session && strcmp(each->kind, "session.*") == 0)))
      return each;
  }
  return NULL;
}

/* ---- values ---- */

static bool is_number(const char *text, gint64 most, gint64 *number)
{
  return g_ascii_string_to_signed(text, 10, 0, most, number, NULL);
}

static bool read_flag(const char *text, bool *flag)
{
  *flag = strcmp(text, "yes") == 0;
  return *flag || strcmp(text, "no") == 0;
}

bool correction_score_read(const char *text, Score *score)
{
  g_auto(GStrv) parts = g_strsplit(text, " ", 6);
  gint64 units, of, percent;
  if (g_strv_length(parts) != 5 || !is_number(parts[0], G_MAXINT32, &units) ||
      !is_number(parts[1], G_MAXINT32, &of) || !is_number(parts[2], 100, &percent) ||
      !read_flag(parts[3], &score->must_missed) || !read_flag(parts[4], &score->passed))
    return false;
  score->units = (guint64)units;
  score->of = (guint64)of;
  score->percent = (guint)percent;
  return true;
}

char *correction_score(const Score *score)
{
  return g_strdup_printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %u %s %s", score->units,
                         score->of, score->percent, score->must_missed ? "yes" : "no",
                         score->passed ? "yes" : "no");
}

static bool value_good(const Correctable *what, const char *value)
{
  g_autoptr(Report) unsaid = report_new();
  gint64 number;
  bool flag;
  Score score;
  switch (what->form) {
  case 'y':
    return read_flag(value, &flag);
  case 'd':
    return day_exact(day_from_iso(value));
  case 'n':
    return is_number(value, 100000, &number);
  case 's':
    return correction_score_read(value, &score);
  default:
    return value_fits(what->field, value, strcmp(what->kind, "answer") == 0 ? ATTEMPT_ANSWER : 200,
                      false, unsaid);
  }
}

/* ---- what follows ---- */

static bool write_value(Store *store, const Correctable *what, gint64 of, const char *value,
                        Report *report)
{
  Score score = {0};
  bool flag = false;
  if (what->form == 's')
    return correction_score_read(value, &score) &&
           sql_run(store, report,
                   "UPDATE attempts SET units = ?2, whole = ?3, percent = ?4, must_missed = ?5,"
                   " passed = ?6 WHERE finished_seq = ?1",
                   "iiiiii", of, I(score.units), I(score.of), I(score.percent),
                   I(score.must_missed), I(score.passed)) &&
           sql_run(store, report,
                   "UPDATE completions SET percent = ?2 WHERE attempt ="
                   " (SELECT id FROM attempts WHERE finished_seq = ?1) AND attempt <> ''",
                   "ii", of, I(score.percent));
  if (what->form != 'y')
    return sql_run(store, report, what->write, "it", of, value);
  read_flag(value, &flag);
  return sql_run(store, report, what->write, "ii", of, I(flag));
}

bool project_correction(Store *store, const Event *event, json_t *body, Report *report)
{
  g_autoptr(Event) of = NULL;
  gint64 seq = body_number(body, "of");
  (void)event;
  if (!event_find(store, seq, &of, report))
    return false;
  const char *field = body_text(body, "field"), *value = body_text(body, "new");
  const Correctable *what = of != NULL ? correctable(of->kind, field) : NULL;
  if (what == NULL || !value_good(what, value)) {
    report_add(report, DIAG_RECORD_FIELD, place_none(), field, NULL);
    return false;
  }
  /* Both tables tell the day of a paper. */
  return write_value(store, what, seq, value, report) &&
         (strcmp(of->kind, "paper.entered") != 0 ||
          sql_run(store, report,
                  "UPDATE attempts SET on_day = ?2 WHERE id ="
                  " (SELECT attempt FROM papers WHERE seq = ?1)",
                  "it", seq, value));
}

/* ---- recorded ---- */

static bool read_old(Store *store, const Correctable *what, gint64 of, char **old, Report *report)
{
  *old = NULL;
  Rows rows = rows_of(store, report, what->read, "i", of);
  if (rows_next(&rows))
    *old = row_copy(&rows, 0);
  return rows_end(&rows);
}

bool correction_value(Store *store, gint64 of, const char *field, char **value, Report *report)
{
  g_autoptr(Event) event = NULL;
  *value = NULL;
  if (!event_find(store, of, &event, report))
    return false;
  const Correctable *what = event != NULL ? correctable(event->kind, field) : NULL;
  return what == NULL || read_old(store, what, of, value, report);
}

static bool write_correction(Store *store, const Act *act, gint64 of, const char *field,
                             const char *value, const char *why, Report *report)
{
  g_autoptr(Event) event = NULL;
  g_autofree char *old = NULL;
  if (!event_find(store, of, &event, report))
    return false;
  const Correctable *what = event != NULL ? correctable(event->kind, field) : NULL;
  if (what != NULL && !read_old(store, what, of, &old, report))
    return false;
  if (old == NULL) {
    report_add(report, DIAG_RECORD_FIELD, place_none(), field, NULL);
    return false;
  }
  if (!value_good(what, value)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), field, NULL);
    return false;
  }
  if (strcmp(old, value) == 0) {
    report_add(report, DIAG_RECORD_SAME, place_none(), field, NULL);
    return false;
  }
  json_t *body = json_object();
  body_put_number(body, "of", of);
  body_put_text(body, "field", field);
  body_put_text(body, "old", old);
  body_put_text(body, "new", value);
  body_put_text(body, "why", why);
  return event_append(store, act, "correction", event->subject, body, NULL, report);
}

bool correction_record(Store *store, const Act *act, gint64 of, const char *field,
                       const char *new_value, const char *why, Report *report)
{
  return reason_fits(why, report) && act_begin(store, report) &&
         act_end(store, write_correction(store, act, of, field, new_value, why, report), report);
}

bool correction_answer_event(Store *store, const char *attempt, guint place, gint64 *seq,
                             Report *report)
{
  return sql_number(store, report, seq, NULL,
                    "SELECT a.seq FROM answers a JOIN attempts t ON t.seq = a.attempt"
                    " WHERE t.id = ?1 AND a.place = ?2",
                    "ti", attempt, I(place));
}

#define SELECT_CORRECTION \
  "SELECT seq, of_seq, subject, field, old, new, why, actor, at FROM corrections WHERE "

GPtrArray *correction_list(Store *store, const char *subject, gint64 of, gint64 after,
                           Report *report)
{
  g_autoptr(GPtrArray) corrections =
    g_ptr_array_new_with_free_func((GDestroyNotify)correction_free);
  /* Each by its own index. */
  const char *sql =
    subject != NULL ? SELECT_CORRECTION
      "subject = ?1 AND (?2 = 0 OR of_seq = ?2) AND seq > ?3 ORDER BY seq LIMIT ?4"
    : of > 0 ? SELECT_CORRECTION "of_seq = ?2 AND ?1 IS NULL AND seq > ?3 ORDER BY seq LIMIT ?4"
             : SELECT_CORRECTION "?1 IS NULL AND ?2 = 0 AND seq > ?3 ORDER BY seq LIMIT ?4";
  Rows rows = rows_of(store, report, sql, "tiii", subject, of, after, I(STORE_CHUNK));
  while (rows_next(&rows)) {
    Correction *correction = g_new0(Correction, 1);
    correction->seq = row_number(&rows, 0);
    correction->of = row_number(&rows, 1);
    correction->subject = row_copy(&rows, 2);
    correction->field = row_copy(&rows, 3);
    correction->old = row_copy(&rows, 4);
    correction->new = row_copy(&rows, 5);
    correction->why = row_copy(&rows, 6);
    correction->actor = row_copy(&rows, 7);
    correction->at = row_number(&rows, 8);
    g_ptr_array_add(corrections, correction);
  }
  return rows_end(&rows) ? g_steal_pointer(&corrections) : NULL;
}
