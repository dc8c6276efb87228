/*
 * A large store, and how long its reports take:
 *
 *     standings make STORE PEOPLE EVENTS      a store with so many people and events
 *     standings read STORE                    milliseconds of all standings
 *     standings stream STORE OUT SECONDS      the same as CSV into a file, again and again, while every
 *         chunk is followed by a commit of another connection: "chunks commits slowest-commit-ms"
 *     standings audit STORE                   milliseconds of audit_chain() and of audit_tables()
 *
 * What a report makes of the standings is not in it.
 */
#include "records/attempt.h"
#include "records/audit.h"
#include "records/completion.h"
#include "records/database.h"
#include "records/event.h"
#include "records/kept_text.h"
#include "records/standing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Act act = {"system", G_GINT64_CONSTANT(1800000000000)};
static const char *const modules[] = {"2026-privacy", "2026-safety", NULL};

static int fail(const Report *report)
{
  ReportStyle style = {.lang = MESSAGES_EN};
  report_print(report, &style, stderr);
  return 3;
}

static double since(gint64 from)
{
  return (double)(g_get_monotonic_time() - from) / 1000;
}

/* ---- make ---- */

static bool add_person(Store *store, guint index, char **id, Report *report)
{
  g_autofree char *number = g_strdup_printf("%06u", index);
  g_autofree char *name = g_strdup_printf("職員 %u", index);
  g_autofree char *site = g_strdup_printf("事業所%02u", index % 40);
  char *groups[] = {(char *)(index % 3 == 0 ? "訪問" : "デイ"), NULL};
  Person person = {.number = number,
                   .name = name,
                   .kana = name,
                   .site = site,
                   .role = (char *)"介護",
                   .groups = groups,
                   .joined = {2024, 4, 1}};
  return staff_add(store, &act, &person, id, report);
}

static bool train(Store *store, const char *id, const char *text, const char *module, guint places,
                  bool passed, Report *report)
{
  g_autoptr(Attempt) attempt = NULL;
  AnswerOutcome outcome;
  AttemptBeginning beginning = {.subject = id,
                                .module = module,
                                .text = text,
                                .round = "",
                                .lang = "ja",
                                .form =
                                  "{\"questions\":[{\"id\":\"phone-son\",\"order\":\"2 1 4 3\"}]}",
                                .medium = MEDIUM_SCREEN};
  bool ok = attempt_begin(store, &act, &beginning, &attempt, NULL, report);
  for (guint place = 1; ok && place <= places; place++)
    ok = attempt_answer(store, &act, attempt->id, place, "2", &outcome, report);
  Score score = {25200, 25200, passed ? 100 : 60, false, passed};
  if (!ok || !attempt_finish(store, &act, attempt->id, &score, NULL, report))
    return false;
  if (!passed)
    return true;
  g_autoptr(GPtrArray) clauses = completion_clauses_new();
  completion_clauses_add(clauses, "privacy#security", text);
  Completion completion = {.subject = (char *)id,
                           .module = (char *)module,
                           .year = 2026,
                           .revision = (char *)"privacy/2026-04-01",
                           .on = {2026, 5, 1},
                           .attempt = attempt->id,
                           .clauses = clauses};
  return completion_record(store, &act, &completion, NULL, NULL, report);
}

static int make(const char *path, guint people, gint64 events)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Store) store = store_create(path, &act, report);
  char text[65];
  gint64 seq = 0;
  if (store == NULL || !database_script(store, "PRAGMA synchronous = OFF", report) ||
      !store_begin(store, report) || !kept_text_put(store, "text", 4, text, report))
    return fail(report);
  /* As many answers as make up the number: some have done both modules, some one, some none. */
  guint places = MAX(1, (guint)((events - people) / (people * 7 / 6)) - 3);
  for (guint i = 0; i < people; i++) {
    g_autofree char *id = NULL;
    bool ok = add_person(store, i, &id, report);
    for (guint m = 0; ok && m < 2; m++)
      if (i % 6 != 0 && (m == 0 || i % 3 == 0))
        ok = train(store, id, text, modules[m], places, i % 7 != 0, report);
    if (!ok)
      return fail(report);
  }
  while (events_head(store, &seq, NULL, report) && seq < events) {
    g_autofree char *id = NULL;
    g_autoptr(GPtrArray) chunk = NULL;
    StandingQuery query = {.modules = modules};
    g_autoptr(StandingChunk) first = standing_read(store, &query, report);
    const StandingRow *one = first->rows->pdata[seq % first->rows->len];
    if (!train(store, one->person->id, text, "2025-privacy", 200, false, report))
      return fail(report);
  }
  if (!store_commit(store, report))
    return fail(report);
  printf("%" G_GINT64_FORMAT "\n", seq);
  return 0;
}

/* ---- read ---- */

/* What a report would do with a row, as far as reading it goes. */
static guint overdue(const StandingRow *row)
{
  guint done = 0;
  for (guint i = 0; i < row->done->len; i++)
    done |= 1u << g_array_index(row->done, Done, i).module;
  return (done & 1) == 0;
}

static int read_all(const char *path)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Store) store = store_open(path, report);
  g_autofree char *after = NULL;
  gint64 seq = 0, from = g_get_monotonic_time();
  guint people = 0, due = 0;
  if (store == NULL || !events_head(store, &seq, NULL, report))
    return fail(report);
  StandingQuery query = {.modules = modules, .seq = seq, .tried = true};
  for (bool more = true; more;) {
    g_autoptr(StandingChunk) chunk = standing_read(store, &query, report);
    if (chunk == NULL)
      return fail(report);
    for (guint i = 0; i < chunk->rows->len; i++)
      due += overdue(chunk->rows->pdata[i]);
    people += chunk->rows->len;
    more = chunk->more;
    g_free(after);
    query.after = after = g_strdup(chunk->last);
  }
  printf("%.0f %u %u\n", since(from), people, due);
  return 0;
}

/* ---- stream ---- */

static void write_rows(const StandingChunk *chunk, FILE *out)
{
  for (guint i = 0; i < chunk->rows->len; i++) {
    const StandingRow *row = chunk->rows->pdata[i];
    fprintf(out, "%s,%s,%s,%u\r\n", row->person->number, row->person->name, row->person->site,
            overdue(row));
  }
}

static bool one_commit(Store *store, const char *id, double *slowest, Report *report)
{
  gint64 from = g_get_monotonic_time();
  AnswerOutcome outcome;
  static guint number;
  g_autofree char *answer = g_strdup_printf("%u", ++number);
  if (!store_begin(store, report) ||
      !attempt_answer(store, &act, id, 1, answer, &outcome, report) || !store_commit(store, report))
    return false;
  *slowest = MAX(*slowest, since(from));
  return true;
}

static int stream(const char *path, const char *out_path, double seconds)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Store) reader = store_open(path, report), writer = store_open(path, report);
  g_autoptr(Attempt) attempt = NULL;
  char text[65];
  double slowest = 0;
  guint chunks = 0;
  FILE *out = fopen(out_path, "w");
  if (reader == NULL || writer == NULL || out == NULL)
    return fail(report);
  StandingQuery query = {.modules = modules, .tried = true};
  g_autoptr(StandingChunk) first = standing_read(reader, &query, report);
  const StandingRow *one = first->rows->pdata[0];
  AttemptBeginning beginning = {.subject = one->person->id,
                                .module = "bench",
                                .text = text,
                                .round = "",
                                .lang = "ja",
                                .form = "f",
                                .medium = MEDIUM_SCREEN};
  if (!store_begin(writer, report) || !kept_text_put(writer, "text", 4, text, report) ||
      !attempt_begin(writer, &act, &beginning, &attempt, NULL, report) ||
      !store_commit(writer, report))
    return fail(report);
  g_autofree char *after = NULL;
  for (gint64 from = g_get_monotonic_time(); since(from) < seconds * 1000; chunks++) {
    g_autoptr(StandingChunk) chunk = standing_read(reader, &query, report);
    if (chunk == NULL || !one_commit(writer, attempt->id, &slowest, report))
      return fail(report);
    write_rows(chunk, out);
    g_free(after);
    query.after = after = chunk->more ? g_strdup(chunk->last) : NULL;
  }
  fclose(out);
  printf("%u %u %.0f\n", chunks, chunks, slowest);
  return 0;
}

static int audit(const char *path)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Store) store = store_open(path, report);
  gint64 from = g_get_monotonic_time();
  if (store == NULL || !audit_chain(store, NULL, report))
    return fail(report);
  double chain = since(from);
  from = g_get_monotonic_time();
  if (!audit_tables(store, NULL, report))
    return fail(report);
  printf("%.0f %.0f\n", chain, since(from));
  return 0;
}

int main(int argc, char **argv)
{
  if (argc == 5 && strcmp(argv[1], "make") == 0)
    return make(argv[2], (guint)atoi(argv[3]), atoi(argv[4]));
  if (argc == 3 && strcmp(argv[1], "read") == 0)
    return read_all(argv[2]);
  if (argc == 5 && strcmp(argv[1], "stream") == 0)
    return stream(argv[2], argv[3], atof(argv[4]));
  if (argc == 3 && strcmp(argv[1], "audit") == 0)
    return audit(argv[2]);
  return 2;
}
