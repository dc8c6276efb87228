/* Papers, and what was typed of them once. */
#include "records/attempt.h"

#include "records/database.h"

static bool write_paper(Store *store, const Act *act, const char *id, const char *form, Day on,
                        Report *report)
{
  g_autoptr(Attempt) attempt = NULL;
  gint64 entered = 0;
  if (!attempt_find(store, id, &attempt, report))
    return false;
  if (attempt == NULL || attempt->medium != MEDIUM_PAPER) {
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), id, NULL);
    return false;
  }
  if (!sql_number(store, report, &entered, NULL,
                  "SELECT count(*) FROM papers WHERE subject = ?1 AND form = ?2 AND on_day = ?3",
                  "ttd", attempt->subject, form, on))
    return false;
  if (entered > 0) {
    report_add(report, DIAG_RECORD_PAPER, place_none(), form, NULL);
    return false;
  }
  json_t *body = json_object();
  body_put_text(body, "attempt", id);
  body_put_text(body, "form", form);
  body_put_day(body, "on", on);
  return event_append(store, act, "paper.entered", attempt->subject, body, NULL, report);
}

bool paper_enter(Store *store, const Act *act, const char *attempt, const char *form, Day on,
                 Report *report)
{
  if (!value_fits("form", form, 100, true, report))
    return false;
  if (!day_exact(on)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "on", NULL);
    return false;
  }
  return act_begin(store, report) &&
         act_end(store, write_paper(store, act, attempt, form, on, report), report);
}

/* ---- drafts ---- */

void paper_draft_free(PaperDraft *draft)
{
  if (draft == NULL)
    return;
  g_free(draft->subject);
  g_free(draft->module);
  g_free(draft->round);
  g_free(draft->form);
  g_strfreev(draft->answers);
  g_free(draft->actor);
  g_free(draft);
}

bool paper_draft_put(Store *store, const PaperDraft *draft, Report *report)
{
  g_autofree char *answers = list_of_text((const char *const *)draft->answers);
  for (guint i = 0; draft->answers != NULL && draft->answers[i] != NULL; i++)
    if (i >= ATTEMPT_PLACES ||
        !value_fits("answer", draft->answers[i], ATTEMPT_ANSWER, false, report))
      return false;
  return act_begin(store, report) &&
         act_end(store,
                 sql_run(store, report,
                         "INSERT OR REPLACE INTO drafts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                         "ttttdtti", draft->subject, draft->form, or_empty(draft->module),
                         or_empty(draft->round), draft->on, answers, or_empty(draft->actor),
                         draft->at),
                 report);
}

#define SELECT_DRAFT "SELECT subject, form, module, round, on_day, answers, actor, at FROM drafts "

static PaperDraft *draft_of(const Rows *rows)
{
  PaperDraft *draft = g_new0(PaperDraft, 1);
  draft->subject = row_copy(rows, 0);
  draft->form = row_copy(rows, 1);
  draft->module = row_copy(rows, 2);
  draft->round = row_copy(rows, 3);
  draft->on = row_day(rows, 4);
  draft->answers = list_of_read(row_text(rows, 5));
  draft->actor = row_copy(rows, 6);
  draft->at = row_number(rows, 7);
  return draft;
}

bool paper_draft_find(Store *store, const char *subject, const char *form, PaperDraft **found,
                      Report *report)
{
  *found = NULL;
  Rows rows =
    rows_of(store, report, SELECT_DRAFT "WHERE subject = ?1 AND form = ?2", "tt", subject, form);
  if (rows_next(&rows))
    *found = draft_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, paper_draft_free);
  return false;
}

bool paper_draft_drop(Store *store, const char *subject, const char *form, Report *report)
{
  return act_begin(store, report) &&
         act_end(store,
                 sql_run(store, report, "DELETE FROM drafts WHERE subject = ?1 AND form = ?2", "tt",
                         subject, form),
                 report);
}

GPtrArray *paper_draft_list(Store *store, Report *report)
{
  g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func((GDestroyNotify)paper_draft_free);
  Rows rows =
    rows_of(store, report, SELECT_DRAFT "ORDER BY at, subject, form LIMIT ?1", "i", I(STORE_CHUNK));
  while (rows_next(&rows))
    g_ptr_array_add(drafts, draft_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&drafts) : NULL;
}
