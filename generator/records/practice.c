/* Practice. */
#include "records/practice.h"

#include "records/attempt.h"
#include "records/database.h"
#include "records/person.h"

void practice_free(Practice *practice)
{
  if (practice == NULL)
    return;
  g_free(practice->subject);
  g_free(practice->module);
  g_free(practice->text);
  g_free(practice->question);
  g_free(practice->answer);
  g_free(practice);
}

bool practice_add(Store *store, const Practice *practice, Report *report)
{
  if (!value_fits("answer", practice->answer, ATTEMPT_ANSWER, false, report) ||
      !value_fits("question", practice->question, 200, true, report) ||
      !value_fits("module", practice->module, 100, true, report) || !act_begin(store, report))
    return false;
  bool ok =
    person_present(store, practice->subject, report) &&
    sql_run(store, report,
            "INSERT INTO practice (subject, module, text, question, answer, right, kind, at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            "tttttiii", practice->subject, practice->module, or_empty(practice->text),
            practice->question, or_empty(practice->answer), I(practice->right), I(practice->kind),
            practice->at);
  return act_end(store, ok, report);
}

GPtrArray *practice_list(Store *store, const char *subject, const char *module, gint64 after,
                         Report *report)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)practice_free);
  Rows rows =
    rows_of(store, report,
            subject != NULL ? "SELECT id, subject, module, text, question, answer, right, kind, at"
                              " FROM practice WHERE subject = ?1 AND (?2 IS NULL OR module = ?2)"
                              " AND id > ?3 ORDER BY id LIMIT ?4"
                            : "SELECT id, subject, module, text, question, answer, right, kind, at"
                              " FROM practice WHERE ?1 IS NULL AND (?2 IS NULL OR module = ?2)"
                              " AND id > ?3 ORDER BY id LIMIT ?4",
            "ttii", subject, module, after, I(STORE_CHUNK));
  while (rows_next(&rows)) {
    Practice *practice = g_new0(Practice, 1);
    practice->id = row_number(&rows, 0);
    practice->subject = row_copy(&rows, 1);
    practice->module = row_copy(&rows, 2);
    practice->text = row_copy(&rows, 3);
    practice->question = row_copy(&rows, 4);
    practice->answer = row_copy(&rows, 5);
    practice->right = row_number(&rows, 6) != 0;
    practice->kind = (PracticeKind)row_number(&rows, 7);
    practice->at = row_number(&rows, 8);
    g_ptr_array_add(list, practice);
  }
  return rows_end(&rows) ? g_steal_pointer(&list) : NULL;
}

bool practice_forget(Store *store, Moment before, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, sql_run(store, report, "DELETE FROM practice WHERE at < ?1", "i", before),
                 report);
}
