/* Completions. */
#include "records/completion.h"

#include "records/clauses.h"
#include "records/database.h"
#include "records/person.h"
#include "records/secret.h"

#include <string.h>

void completion_free(Completion *completion)
{
  if (completion == NULL)
    return;
  g_free(completion->subject);
  g_free(completion->module);
  g_free(completion->round);
  g_free(completion->revision);
  g_free(completion->attempt);
  g_free(completion->gathering);
  g_clear_pointer(&completion->clauses, g_ptr_array_unref);
  g_free(completion);
}

/* ---- clauses ---- */

static void clause_free(gpointer data)
{
  ClauseHash *clause = data;
  g_free(clause->clause);
  g_free(clause->hash);
  g_free(clause);
}

GPtrArray *completion_clauses_new(void)
{
  return g_ptr_array_new_with_free_func(clause_free);
}

void completion_clauses_add(GPtrArray *clauses, const char *clause, const char *hash)
{
  ClauseHash *each = g_new0(ClauseHash, 1);
  each->clause = g_strdup(clause);
  each->hash = g_strdup(hash);
  g_ptr_array_add(clauses, each);
}

static int compare_clauses(gconstpointer a, gconstpointer b)
{
  const ClauseHash *const *one = a, *const *other = b;
  return strcmp((*one)->clause, (*other)->clause);
}

static json_t *clauses_json(const GPtrArray *clauses)
{
  json_t *object = json_object();
  for (guint i = 0; clauses != NULL && i < clauses->len; i++) {
    const ClauseHash *each = clauses->pdata[i];
    body_put_text(object, each->clause, each->hash);
  }
  return object;
}

GPtrArray *clauses_read(const char *json)
{
  GPtrArray *clauses = completion_clauses_new();
  json_t *object = json_loads(json, 0, NULL);
  const char *name;
  json_t *hash;
  json_object_foreach(object, name, hash)
    completion_clauses_add(clauses, name, or_empty(json_string_value(hash)));
  json_decref(object);
  g_ptr_array_sort(clauses, compare_clauses);
  return clauses;
}

/* ---- recorded ---- */

static bool fits(const Completion *completion, Report *report)
{
  bool attempt = *or_empty(completion->attempt) != '\0';
  bool gathering = *or_empty(completion->gathering) != '\0';
  for (guint i = 0; completion->clauses != NULL && i < completion->clauses->len; i++) {
    const ClauseHash *each = completion->clauses->pdata[i];
    if (!value_fits("clause", each->clause, 200, true, report) ||
        !value_fits("clause", each->hash, 64, true, report))
      return false;
  }
  if (attempt == gathering || !day_exact(completion->on)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "completion", NULL);
    return false;
  }
  return value_fits("module", completion->module, 100, true, report) &&
         value_fits("round", completion->round, 100, false, report) &&
         value_fits("revision", completion->revision, 200, false, report);
}

/* Whether what it rests on is there: an attempt that was passed, a gathering that was held. */
static bool founded(Store *store, const Completion *completion, Report *report)
{
  gint64 count = 0;
  bool attempt = *or_empty(completion->attempt) != '\0';
  const char *id = attempt ? completion->attempt : completion->gathering;
  if (!sql_number(store, report, &count, NULL,
                  attempt
                    ? "SELECT count(*) FROM attempts WHERE id = ?1 AND subject = ?2 AND passed"
                    : "SELECT count(*) FROM attendance WHERE gathering = ?1 AND subject = ?2"
                      " AND voided = 0",
                  "tt", id, completion->subject))
    return false;
  if (count == 0)
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), id, NULL);
  return count > 0;
}

static bool write_completion(Store *store, const Act *act, const Completion *completion,
                             gint64 *seq, bool *first, Report *report)
{
  g_autoptr(Completion) stands = NULL;
  if (!completion_find_of(store, completion->subject, completion->module, completion->round,
                          &stands, report))
    return false;
  *first = stands == NULL;
  if (stands != NULL) {
    *seq = stands->seq;
    return true;
  }
  if (!founded(store, completion, report))
    return false;
  json_t *body = json_object();
  body_put_text(body, "module", completion->module);
  body_put_number(body, "year", completion->year);
  body_put_text(body, "round", completion->round);
  body_put_text(body, "revision", completion->revision);
  json_object_set_new(body, "clauses", clauses_json(completion->clauses));
  body_put_day(body, "on", completion->on);
  if (*or_empty(completion->attempt) != '\0')
    body_put_text(body, "attempt", completion->attempt);
  else
    body_put_text(body, "session", completion->gathering);
  return event_append(store, act, "completion", completion->subject, body, seq, report);
}

bool completion_record(Store *store, const Act *act, const Completion *completion, gint64 *seq,
                       bool *first, Report *report)
{
  gint64 number = 0;
  bool is_first = false;
  bool ok =
    fits(completion, report) && act_begin(store, report) &&
    act_end(store, write_completion(store, act, completion, &number, &is_first, report), report);
  if (seq != NULL)
    *seq = number;
  if (first != NULL)
    *first = ok && is_first;
  return ok;
}

/* ---- found ---- */

#define SELECT_COMPLETION \
  "SELECT c.seq, c.subject, c.module, c.year, c.round, c.revision, c.on_day, c.at, c.attempt," \
  " c.gathering, c.voided, s.clauses FROM completions c JOIN clause_sets s ON s.id = c.clauses "

static Completion *completion_of(const Rows *rows)
{
  Completion *completion = g_new0(Completion, 1);
  completion->seq = row_number(rows, 0);
  completion->subject = row_copy(rows, 1);
  completion->module = row_copy(rows, 2);
  completion->year = (int)row_number(rows, 3);
  completion->round = row_copy(rows, 4);
  completion->revision = row_copy(rows, 5);
  completion->on = row_day(rows, 6);
  completion->at = row_number(rows, 7);
  completion->attempt = row_copy(rows, 8);
  completion->gathering = row_copy(rows, 9);
  completion->voided = row_number(rows, 10) != 0;
  completion->clauses = clauses_read(row_text(rows, 11));
  return completion;
}

static bool find(Rows rows, Completion **found)
{
  *found = NULL;
  if (rows_next(&rows))
    *found = completion_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, completion_free);
  return false;
}

bool completion_find(Store *store, gint64 seq, Completion **found, Report *report)
{
  return find(rows_of(store, report, SELECT_COMPLETION "WHERE c.seq = ?1", "i", seq), found);
}

bool completion_find_of(Store *store, const char *subject, const char *module, const char *round,
                        Completion **found, Report *report)
{
  return find(rows_of(store, report,
                      SELECT_COMPLETION "WHERE c.subject = ?1 AND c.module = ?2 AND c.round = ?3"
                                        " AND c.voided = 0",
                      "ttt", subject, module, or_empty(round)),
              found);
}

static const char *select_of(const CompletionQuery *query)
{
#define NARROWED \
  "(?2 IS NULL OR c.module = ?2) AND (?3 IS NULL OR c.round = ?3) AND (?4 = 0 OR c.year = ?4)" \
  " AND (?5 IS NULL OR c.gathering = ?5) AND c.seq > ?6 AND c.seq <= ?7" \
  " AND (?8 OR c.voided = 0) ORDER BY c.seq LIMIT ?9"
  if (query->subject != NULL)
    return SELECT_COMPLETION "WHERE c.subject = ?1 AND " NARROWED;
  if (query->gathering != NULL)
    return SELECT_COMPLETION "WHERE c.gathering = ?5 AND c.gathering <> '' AND ?1 IS NULL"
                             " AND " NARROWED;
  return SELECT_COMPLETION "WHERE ?1 IS NULL AND " NARROWED;
#undef NARROWED
}

GPtrArray *completion_list(Store *store, const CompletionQuery *query, Report *report)
{
  g_autoptr(GPtrArray) completions =
    g_ptr_array_new_with_free_func((GDestroyNotify)completion_free);
  guint limit = query->limit == 0 || query->limit > STORE_CHUNK ? STORE_CHUNK : query->limit;
  Rows rows = rows_of(store, report, select_of(query), "tttitiiii", query->subject, query->module,
                      query->round, I(query->year), query->gathering, query->after,
                      query->upto > 0 ? query->upto : G_MAXINT64, I(query->voided), I(limit));
  while (rows_next(&rows))
    g_ptr_array_add(completions, completion_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&completions) : NULL;
}
