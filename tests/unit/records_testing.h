/* A store in a folder of its own, with people and training in it. */
#ifndef RECORDS_TESTING_H
#define RECORDS_TESTING_H

#include "base/files.h"
#include "records/attempt.h"
#include "records/audit.h"
#include "records/backup.h"
#include "records/checkpoint.h"
#include "records/completion.h"
#include "records/correction.h"
#include "records/event.h"
#include "records/gathering.h"
#include "records/kept_text.h"
#include "records/rule.h"
#include "records/secret.h"
#include "records/slip.h"
#include "records/staff.h"
#include "records/store.h"
#include "records/web_session.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define NOW G_GINT64_CONSTANT(1800000000000)

static const Act by_office = {"account:test", NOW};

typedef struct {
  char *folder;
  char *path;
  Report *report;
  Store *store;
} Fixture;

static inline void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->report = report_new();
  f->folder = g_dir_make_tmp("kaitei-records-XXXXXX", NULL);
  f->path = g_build_filename(f->folder, "_records", "store.db", NULL);
  f->store = store_create(f->path, &by_office, f->report);
  if (f->store == NULL) {
    g_autofree char *said = report_json(f->report);
    g_test_message("%s", said);
  }
  g_assert_nonnull(f->store);
}

static inline void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) unsaid = report_new();
  store_close(f->store);
  g_assert_true(folder_remove(f->folder, unsaid));
  report_free(f->report);
  g_free(f->folder);
  g_free(f->path);
}

static inline void say(const Fixture *f)
{
  for (guint i = 0; i < report_count(f->report); i++) {
    g_autofree char *text = diag_text(report_get(f->report, i), MESSAGES_EN);
    g_test_message("%s", text);
  }
}

#define begin(f) g_assert_true(store_begin((f)->store, (f)->report))
#define commit(f) g_assert_true(store_commit((f)->store, (f)->report))
#define good(f, call) \
  do { \
    if (!(call)) { \
      say(f); \
      g_error("%s:%d: %s", __FILE__, __LINE__, #call); \
    } \
  } while (0)

/* Whether the last thing reported is that; empties the report. */
static inline bool was(Fixture *f, DiagCode code)
{
  guint count = report_count(f->report);
  bool is = count > 0 && report_get(f->report, count - 1)->code == code;
  if (!is)
    say(f);
  report_free(f->report);
  f->report = report_new();
  return is;
}

/* Runs statements on the file by hand; what the database said against it, NULL where it obeyed. */
static inline char *tamper(Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  char *said = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL); /* done often */
  sqlite3_exec(db, sql, NULL, NULL, &said);
  char *copy = g_strdup(said);
  sqlite3_free(said);
  sqlite3_close(db);
  return copy;
}

static inline char *add_person(Fixture *f, const char *number, const char *name, const char *site)
{
  char *groups[] = {(char *)"day", (char *)"all", NULL};
  Person person = {.number = (char *)number,
                   .name = (char *)name,
                   .kana = (char *)name,
                   .site = (char *)site,
                   .role = (char *)"care",
                   .groups = groups,
                   .joined = {2024, 4, 1},
                   .lang = (char *)"ja"};
  char *id = NULL;
  good(f, staff_add(f->store, &by_office, &person, &id, f->report));
  return id;
}

static inline void keep_text(Fixture *f, char hash[65])
{
  good(f, kept_text_put(f->store, "kaitei-module 1\n…", strlen("kaitei-module 1\n…"), hash,
                        f->report));
}

/* Begins, answers two questions, finishes; returns the attempt's id. */
static inline char *take(Fixture *f, const char *subject, const char *module, bool passed)
{
  char hash[65];
  keep_text(f, hash);
  AttemptBeginning beginning = {.subject = subject,
                                .module = module,
                                .text = hash,
                                .round = "",
                                .lang = "ja",
                                .form = "form { … }",
                                .medium = MEDIUM_SCREEN,
                                .most = 0};
  g_autoptr(Attempt) attempt = NULL;
  AnswerOutcome outcome;
  Score score = {passed ? 5040 : 2520, 5040, passed ? 100 : 50, false, passed};
  good(f, attempt_begin(f->store, &by_office, &beginning, &attempt, NULL, f->report));
  good(f, attempt_answer(f->store, &by_office, attempt->id, 1, "2", &outcome, f->report));
  good(f, attempt_answer(f->store, &by_office, attempt->id, 2, "1 3", &outcome, f->report));
  good(f, attempt_finish(f->store, &by_office, attempt->id, &score, NULL, f->report));
  return g_steal_pointer(&attempt->id);
}

/* What a revision asks for once more. */
static inline Demand revision_demand(void)
{
  static char *clauses[] = {(char *)"privacy#security", NULL};
  return (Demand){.round = (char *)"privacy@2027-04-01",
                  .policy = (char *)"privacy",
                  .revision = (char *)"2027-04-01",
                  .clauses = clauses,
                  .due = {2027, 5, 31}};
}

static inline gint64 complete(Fixture *f, const char *subject, const char *module,
                              const char *attempt)
{
  g_autoptr(GPtrArray) clauses = completion_clauses_new();
  completion_clauses_add(clauses, "privacy#security", HASH_B);
  completion_clauses_add(clauses, "privacy#purpose", HASH_A);
  Completion completion = {.subject = (char *)subject,
                           .module = (char *)module,
                           .year = 2026,
                           .round = (char *)"",
                           .revision = (char *)"privacy/2026-04-01",
                           .on = {2026, 5, 1},
                           .attempt = (char *)attempt,
                           .gathering = (char *)"",
                           .clauses = clauses};
  gint64 seq = 0;
  good(f, completion_record(f->store, &by_office, &completion, &seq, NULL, f->report));
  return seq;
}

#endif
