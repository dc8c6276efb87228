/* Attempts: found and listed. */
#include "records/attempt.h"

#include "records/database.h"

#define SELECT_ATTEMPT \
  "SELECT id, subject, module, text, round, number, most, lang, medium, form, begun, finished," \
  " units, whole, percent, must_missed, passed, on_day, seq, finished_seq FROM attempts "

static Attempt *attempt_of(const Rows *rows)
{
  Attempt *attempt = g_new0(Attempt, 1);
  attempt->id = row_copy(rows, 0);
  attempt->subject = row_copy(rows, 1);
  attempt->module = row_copy(rows, 2);
  attempt->text = row_copy(rows, 3);
  attempt->round = row_copy(rows, 4);
  attempt->number = (guint)row_number(rows, 5);
  attempt->most = (guint)row_number(rows, 6);
  attempt->lang = row_copy(rows, 7);
  attempt->medium = (Medium)row_number(rows, 8);
  attempt->form = row_copy(rows, 9);
  attempt->begun = row_number(rows, 10);
  attempt->finished = row_number(rows, 11);
  attempt->score = (Score){.units = (guint64)row_number(rows, 12),
                           .of = (guint64)row_number(rows, 13),
                           .percent = (guint)row_number(rows, 14),
                           .must_missed = row_number(rows, 15) != 0,
                           .passed = row_number(rows, 16) != 0};
  attempt->on = row_day(rows, 17);
  attempt->seq = row_number(rows, 18);
  attempt->finished_seq = row_number(rows, 19);
  return attempt;
}

static bool read_answers(Store *store, Attempt *attempt, Report *report)
{
  attempt->answers = g_ptr_array_new_with_free_func(g_free);
  Rows rows =
    rows_of(store, report, "SELECT place, answer FROM answers WHERE attempt = ?1 ORDER BY place",
            "i", attempt->seq);
  while (rows_next(&rows)) {
    gint64 place = row_number(&rows, 0);
    if (place < 1 || place > ATTEMPT_PLACES)
      continue;
    g_ptr_array_set_size(attempt->answers, (int)place);
    attempt->answers->pdata[place - 1] = row_copy(&rows, 1);
  }
  return rows_end(&rows);
}

const char *attempt_given(const Attempt *attempt, guint place)
{
  if (attempt->answers == NULL || place < 1 || place > attempt->answers->len)
    return "";
  return or_empty(attempt->answers->pdata[place - 1]);
}

static bool find(Store *store, Rows rows, Attempt **found, Report *report)
{
  *found = NULL;
  if (rows_next(&rows))
    *found = attempt_of(&rows);
  if (rows_end(&rows) && (*found == NULL || read_answers(store, *found, report)))
    return true;
  g_clear_pointer(found, attempt_free);
  return false;
}

bool attempt_find(Store *store, const char *id, Attempt **found, Report *report)
{
  return find(store, rows_of(store, report, SELECT_ATTEMPT "WHERE id = ?1", "t", id), found,
              report);
}

bool attempt_find_open(Store *store, const char *subject, const char *module, const char *round,
                       Attempt **found, Report *report)
{
  return find(store,
              rows_of(store, report,
                      SELECT_ATTEMPT "WHERE subject = ?1 AND module = ?2 AND round = ?3"
                                     " AND finished IS NULL AND medium = 0",
                      "ttt", subject, module, or_empty(round)),
              found, report);
}

/* By person the index of the four serves; of all, the order of beginning. */
static const char *select_of(const AttemptQuery *query)
{
#define NARROWED \
  "(?2 IS NULL OR module = ?2) AND (?3 IS NULL OR round = ?3) AND (?4 IS NULL OR text = ?4)" \
  " AND seq > ?5 AND seq <= ?6 AND (NOT ?7 OR finished IS NOT NULL) ORDER BY seq LIMIT ?8"
  return query->subject != NULL ? SELECT_ATTEMPT "WHERE subject = ?1 AND " NARROWED
                                : SELECT_ATTEMPT "WHERE ?1 IS NULL AND " NARROWED;
#undef NARROWED
}

GPtrArray *attempt_list(Store *store, const AttemptQuery *query, Report *report)
{
  g_autoptr(GPtrArray) attempts = g_ptr_array_new_with_free_func((GDestroyNotify)attempt_free);
  guint limit = query->limit == 0 || query->limit > STORE_CHUNK ? STORE_CHUNK : query->limit;
  if (!store_begin_read(store, report))
    return NULL;
  Rows rows = rows_of(store, report, select_of(query), "ttttiiii", query->subject, query->module,
                      query->round, query->text, query->after,
                      query->upto > 0 ? query->upto : G_MAXINT64, I(query->finished), I(limit));
  while (rows_next(&rows))
    g_ptr_array_add(attempts, attempt_of(&rows));
  bool ok = rows_end(&rows);
  for (guint i = 0; ok && query->answers && i < attempts->len; i++)
    ok = read_answers(store, attempts->pdata[i], report);
  store_end_read(store);
  return ok ? g_steal_pointer(&attempts) : NULL;
}
