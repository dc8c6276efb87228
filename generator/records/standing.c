/* Where everybody stands, a thousand at a time. */
#include "records/standing.h"

#include "records/clauses.h"
#include "records/database.h"
#include "records/person.h"

#include <string.h>

enum { MOST_MODULES = 64 };

/* People in the order of their index; `p` before `c` and `t`, so that the index is what is walked and each
 * of the others is looked up by its own. */
#define PEOPLE "people p CROSS JOIN staff s ON s.id = p.id "
#define IN_CHUNK \
  "WHERE (p.site, p.kana, p.number, p.id) > (?1, ?2, ?3, ?4)" \
  " AND (?5 IS NULL OR p.site = ?5) AND (s.state = 0 OR s.state = 1 AND ?6)"
#define UP_TO " AND (p.site, p.kana, p.number, p.id) <= (?7, ?8, ?9, ?10)"
#define IN_ORDER " ORDER BY p.site, p.kana, p.number, p.id"

/* A chunk begins behind, and ends with, the four fields of the order; no id is empty, so that
 * empty fields stand before all. */
static const char *edge(char **fields, guint index)
{
  return fields != NULL && g_strv_length(fields) == 4 ? fields[index] : "";
}

static void standing_free(gpointer data)
{
  Standing *standing = data;
  person_free(standing->person);
  g_array_unref(standing->done);
  g_array_unref(standing->tried);
  g_array_unref(standing->exempt);
  g_free(standing);
}

void standing_chunk_free(StandingChunk *chunk)
{
  if (chunk == NULL)
    return;
  g_ptr_array_unref(chunk->rows);
  g_free(chunk->last);
  g_string_chunk_free(chunk->strings);
  g_free(chunk);
}

static guint module_index(const StandingQuery *query, const char *module)
{
  guint i = 0;
  while (query->modules[i] != NULL && strcmp(query->modules[i], module) != 0)
    i++;
  return query->modules[i] != NULL ? i : G_MAXUINT;
}

/* Rows of people and rows about them come in one order: the person of a row is this one or a later. */
static Standing *person_at(const StandingChunk *chunk, guint *at, const char *id)
{
  while (*at < chunk->rows->len) {
    Standing *standing = chunk->rows->pdata[*at];
    if (strcmp(standing->person->id, id) == 0)
      return standing;
    ++*at;
  }
  return NULL;
}

typedef struct {
  Store *store;
  const StandingQuery *query;
  StandingChunk *chunk;
  char **from, **to;
  Report *report;
} Reading;

static Rows rows_between(const Reading *reading, const char *sql)
{
  char **from = reading->from, **to = reading->to;
  const StandingQuery *query = reading->query;
  return rows_of(reading->store, reading->report, sql, "tttttitttti", edge(from, 0), edge(from, 1),
                 edge(from, 2), edge(from, 3), query->site, I(query->left), edge(to, 0),
                 edge(to, 1), edge(to, 2), edge(to, 3), query->seq > 0 ? query->seq : G_MAXINT64);
}

static bool read_people(Reading *reading)
{
  StandingChunk *chunk = reading->chunk;
  char **from = reading->from;
  Rows rows = rows_of(reading->store, reading->report,
                      "SELECT " PERSON_COLUMNS "FROM " PEOPLE IN_CHUNK IN_ORDER " LIMIT ?7",
                      "tttttii", edge(from, 0), edge(from, 1), edge(from, 2), edge(from, 3),
                      reading->query->site, I(reading->query->left), I(STORE_CHUNK));
  while (rows_next(&rows)) {
    Standing *standing = g_new0(Standing, 1);
    standing->person = person_of(&rows);
    standing->done = g_array_new(false, false, sizeof(Done));
    standing->tried = g_array_new(false, false, sizeof(Tried));
    standing->exempt = g_array_new(false, false, sizeof(Exempted));
    g_ptr_array_add(chunk->rows, standing);
  }
  chunk->more = chunk->rows->len == STORE_CHUNK;
  if (chunk->rows->len > 0) {
    const Person *last = ((Standing *)chunk->rows->pdata[chunk->rows->len - 1])->person;
    chunk->last = g_strjoin("\n", last->site, last->kana, last->number, last->id, NULL);
    reading->to = g_strsplit(chunk->last, "\n", 4);
  }
  return rows_end(&rows);
}

static bool read_done(const Reading *reading)
{
  GStringChunk *strings = reading->chunk->strings;
  guint at = 0;
  Rows rows = rows_between(
    reading, "SELECT p.id, c.seq, c.module, c.round, c.revision, c.on_day, c.at, c.attempt,"
             " c.gathering, c.clauses, a.medium, a.percent FROM " PEOPLE
             "CROSS JOIN completions c ON c.subject = p.id LEFT JOIN attempts a"
             " ON a.id = c.attempt AND c.attempt <> '' " IN_CHUNK UP_TO
             " AND c.voided = 0 AND c.seq <= ?11" IN_ORDER ", c.seq");
  while (rows_next(&rows)) {
    Standing *standing = person_at(reading->chunk, &at, row_text(&rows, 0));
    guint module = module_index(reading->query, row_text(&rows, 2));
    if (standing == NULL || module == G_MAXUINT)
      continue;
    bool attempt = *row_text(&rows, 7) != '\0';
    Done done = {.seq = row_number(&rows, 1),
                 .module = module,
                 .round = g_string_chunk_insert_const(strings, row_text(&rows, 3)),
                 .revision = g_string_chunk_insert_const(strings, row_text(&rows, 4)),
                 .medium = !attempt                     ? "session"
                           : row_number(&rows, 10) != 0 ? "paper"
                                                        : "screen",
                 .source = g_string_chunk_insert(strings, row_text(&rows, attempt ? 7 : 8)),
                 .percent = (guint)row_number(&rows, 11),
                 .on = row_day(&rows, 5),
                 .at = row_number(&rows, 6),
                 .clauses = (guint)row_number(&rows, 9)};
    g_array_append_val(standing->done, done);
  }
  return rows_end(&rows);
}

static Tried *tried_of(GArray *tried, guint module, const char *round)
{
  for (guint i = 0; i < tried->len; i++) {
    Tried *each = &g_array_index(tried, Tried, i);
    if (each->module == module && strcmp(each->round, round) == 0)
      return each;
  }
  Tried new = {.module = module, .round = round};
  g_array_append_val(tried, new);
  return &g_array_index(tried, Tried, tried->len - 1);
}

static bool read_tried(const Reading *reading)
{
  GStringChunk *strings = reading->chunk->strings;
  guint at = 0;
  Rows rows =
    rows_between(reading, "SELECT p.id, t.module, t.round, t.id, t.most, t.begun, t.percent,"
                          " t.finished IS NOT NULL AND t.finished_seq <= ?11 FROM " PEOPLE
                          "CROSS JOIN attempts t ON t.subject = p.id " IN_CHUNK UP_TO
                          " AND t.seq <= ?11" IN_ORDER ", t.seq");
  while (rows_next(&rows)) {
    Standing *standing = person_at(reading->chunk, &at, row_text(&rows, 0));
    guint module = module_index(reading->query, row_text(&rows, 1));
    if (standing == NULL || module == G_MAXUINT)
      continue;
    Tried *tried =
      tried_of(standing->tried, module, g_string_chunk_insert_const(strings, row_text(&rows, 2)));
    const char *id = g_string_chunk_insert(strings, row_text(&rows, 3));
    tried->begun++;
    tried->most = (guint)row_number(&rows, 4);
    tried->at = row_number(&rows, 5);
    if (row_number(&rows, 7) != 0) {
      tried->last = id;
      tried->percent = (guint)row_number(&rows, 6);
    } else {
      tried->open = id;
    }
  }
  return rows_end(&rows);
}

static bool read_exempt(const Reading *reading)
{
  guint at = 0;
  Rows rows = rows_between(reading, "SELECT p.id, e.module, e.reason, e.until FROM " PEOPLE
                                    "CROSS JOIN exemptions e ON e.subject = p.id " IN_CHUNK UP_TO
                                    " AND e.seq <= ?11" IN_ORDER ", e.module");
  while (rows_next(&rows)) {
    Standing *standing = person_at(reading->chunk, &at, row_text(&rows, 0));
    guint module = module_index(reading->query, row_text(&rows, 1));
    if (standing == NULL || module == G_MAXUINT)
      continue;
    Exempted exempted = {.module = module,
                         .reason =
                           g_string_chunk_insert_const(reading->chunk->strings, row_text(&rows, 2)),
                         .until = row_day(&rows, 3)};
    g_array_append_val(standing->exempt, exempted);
  }
  return rows_end(&rows);
}

StandingChunk *standing_read(Store *store, const StandingQuery *query, Report *report)
{
  g_autoptr(StandingChunk) chunk = g_new0(StandingChunk, 1);
  chunk->rows = g_ptr_array_new_with_free_func(standing_free);
  chunk->strings = g_string_chunk_new(4096);
  g_auto(GStrv) from = query->after != NULL ? g_strsplit(query->after, "\n", 4) : NULL;
  if (g_strv_length((char **)query->modules) > MOST_MODULES || !store_begin_read(store, report))
    return NULL;
  Reading reading = {store, query, chunk, from, NULL, report};
  bool ok = read_people(&reading);
  if (ok && chunk->rows->len > 0)
    ok = read_done(&reading) && read_exempt(&reading) && (!query->tried || read_tried(&reading));
  g_strfreev(reading.to);
  store_end_read(store);
  return ok ? g_steal_pointer(&chunk) : NULL;
}

GPtrArray *standing_clauses(Store *store, guint set, Report *report)
{
  GPtrArray *clauses = NULL;
  Rows rows = rows_of(store, report, "SELECT clauses FROM clause_sets WHERE id = ?1", "i", I(set));
  if (rows_next(&rows))
    clauses = clauses_read(row_text(&rows, 0));
  if (rows_end(&rows))
    return clauses != NULL ? clauses : completion_clauses_new();
  g_clear_pointer(&clauses, g_ptr_array_unref);
  return NULL;
}
