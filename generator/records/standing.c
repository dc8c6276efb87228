/* Where everybody stands, a thousand at a time. */
#include "records/standing.h"

#include "records/clauses.h"
#include "records/database.h"
#include "records/person.h"

#include <string.h>

enum { MOST_MODULES = 64 };

/* What is told about the people of a chunk: by their ids, in their order. CROSS JOIN has the ids
 * walked and the rest looked up, each in an index that holds all that is read. */
#define ABOUT "FROM json_each(?1) j CROSS JOIN "

/* A chunk begins behind the four fields of the order; no id is empty, so that empty fields stand
 * before all. */
static const char *edge(char **fields, guint index)
{
  return fields != NULL && g_strv_length(fields) == 4 ? fields[index] : "";
}

static void row_free(gpointer data)
{
  StandingRow *standing = data;
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

typedef struct {
  Store *store;
  const StandingQuery *query;
  StandingChunk *chunk;
  char *ids; /* of its people, as a JSON array */
  Report *report;
} Reading;

static Rows rows_about(const Reading *reading, const char *sql)
{
  return rows_of(reading->store, reading->report, sql, "ti", reading->ids,
                 reading->query->seq > 0 ? reading->query->seq : G_MAXINT64);
}

/* The person and the module that a row is about: its first two columns. NULL: no module that is
 * asked for. */
static StandingRow *about(const Reading *reading, const Rows *rows, guint *module)
{
  *module = module_index(reading->query, row_text(rows, 1));
  gint64 at = row_number(rows, 0);
  return *module != G_MAXUINT && at < (gint64)reading->chunk->rows->len
           ? reading->chunk->rows->pdata[at]
           : NULL;
}

static Person *person_in_order(const Rows *rows)
{
  Person *person = g_new0(Person, 1);
  person->site = row_copy(rows, 0);
  person->kana = row_copy(rows, 1);
  person->number = row_copy(rows, 2);
  person->id = row_copy(rows, 3);
  person->name = row_copy(rows, 4);
  person->lang = row_copy(rows, 5);
  person->ruby = row_number(rows, 6) != 0;
  person->state = (StaffState)row_number(rows, 7);
  person->role = row_copy(rows, 8);
  person->groups = list_of_read(row_text(rows, 9));
  person->joined = row_day(rows, 10);
  person->left = row_day(rows, 11);
  return person;
}

static bool read_people(Reading *reading, char **from)
{
  StandingChunk *chunk = reading->chunk;
  GString *ids = g_string_new("[");
  Rows rows = rows_of(reading->store, reading->report,
                      "SELECT p.site, p.kana, p.number, p.id, p.name, p.lang, p.ruby, s.state,"
                      " s.role, s.groups, s.joined, s.left_on FROM people p"
                      " CROSS JOIN staff s ON s.id = p.id"
                      " WHERE (p.site, p.kana, p.number, p.id) > (?1, ?2, ?3, ?4)"
                      " AND (?5 IS NULL OR p.site = ?5) AND (s.state = 0 OR s.state = 1 AND ?6)"
                      " ORDER BY p.site, p.kana, p.number, p.id LIMIT ?7",
                      "tttttii", edge(from, 0), edge(from, 1), edge(from, 2), edge(from, 3),
                      reading->query->site, I(reading->query->left), I(STORE_CHUNK));
  while (rows_next(&rows)) {
    StandingRow *standing = g_new0(StandingRow, 1);
    standing->person = person_in_order(&rows);
    standing->done = g_array_new(false, false, sizeof(Done));
    standing->tried = g_array_new(false, false, sizeof(Tried));
    standing->exempt = g_array_new(false, false, sizeof(Exempted));
    g_string_append_printf(ids, "%s\"%s\"", ids->len > 1 ? "," : "", standing->person->id);
    g_ptr_array_add(chunk->rows, standing);
  }
  reading->ids = g_string_free(g_string_append_c(ids, ']'), FALSE);
  chunk->more = chunk->rows->len == STORE_CHUNK;
  if (chunk->rows->len > 0) {
    const Person *last = ((StandingRow *)chunk->rows->pdata[chunk->rows->len - 1])->person;
    chunk->last = g_strjoin("\n", last->site, last->kana, last->number, last->id, NULL);
  }
  return rows_end(&rows);
}

static bool read_done(const Reading *reading)
{
  GStringChunk *strings = reading->chunk->strings;
  Rows rows =
    rows_about(reading, "SELECT j.key, c.module, c.seq, c.round, c.revision, c.on_day,"
                        " c.at, c.attempt, c.gathering, c.clauses, c.medium, c.percent " ABOUT
                        "completions c INDEXED BY completions_standing"
                        " ON c.subject = j.value AND c.seq <= ?2 AND c.voided = 0"
                        " ORDER BY j.key, c.seq");
  while (rows_next(&rows)) {
    guint module;
    StandingRow *standing = about(reading, &rows, &module);
    if (standing == NULL)
      continue;
    bool attempt = *row_text(&rows, 7) != '\0';
    Done done = {.seq = row_number(&rows, 2),
                 .module = module,
                 .round = g_string_chunk_insert_const(strings, row_text(&rows, 3)),
                 .revision = g_string_chunk_insert_const(strings, row_text(&rows, 4)),
                 .medium = g_string_chunk_insert_const(strings, row_text(&rows, 10)),
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
  Rows rows = rows_about(reading, "SELECT j.key, t.module, t.round, t.id, t.most, t.begun,"
                                  " t.percent, coalesce(t.finished_seq <= ?2, 0) " ABOUT
                                  "attempts t INDEXED BY attempts_standing"
                                  " ON t.subject = j.value AND t.seq <= ?2 ORDER BY j.key, t.seq");
  while (rows_next(&rows)) {
    guint module;
    StandingRow *standing = about(reading, &rows, &module);
    if (standing == NULL)
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
  Rows rows = rows_about(reading, "SELECT j.key, e.module, e.reason, e.until " ABOUT
                                  "exemptions e ON e.subject = j.value AND e.seq <= ?2"
                                  " ORDER BY j.key, e.module");
  while (rows_next(&rows)) {
    guint module;
    StandingRow *standing = about(reading, &rows, &module);
    if (standing == NULL)
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
  chunk->rows = g_ptr_array_new_with_free_func(row_free);
  chunk->strings = g_string_chunk_new(4096);
  g_auto(GStrv) from = query->after != NULL ? g_strsplit(query->after, "\n", 4) : NULL;
  if (g_strv_length((char **)query->modules) > MOST_MODULES || !store_begin_read(store, report))
    return NULL;
  Reading reading = {store, query, chunk, NULL, report};
  bool ok = read_people(&reading, from);
  if (ok && chunk->rows->len > 0)
    ok = read_done(&reading) && read_exempt(&reading) && (!query->tried || read_tried(&reading));
  g_free(reading.ids);
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
