/*
 * A small site with a module and a store beside it, for the tests of enrolment: the fixture of tests/fixture/training,
 * its questions confirmed for the text that is in force on the day.
 *
 * The module asks groups 訪問 and デイ, two questions of three (bag is a .must), pass at 50.
 * Its policy has a revision of 2025-04-01 and one of 2026-07-01, which changes the clause that bag tests.
 */
#ifndef ENROLMENT_TESTING_H
#define ENROLMENT_TESTING_H

#include "base/files.h"
#include "enrolment/curriculum.h"
#include "enrolment/sitting.h"
#include "enrolment/verification.h"
#include "records/event.h"
#include "records/secret.h"
#include "records/staff.h"
#include "training/pending.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define MODULE "2026-privacy"

typedef struct {
  char *root;
  Report *report;
  Store *store;
  Curriculum *curriculum;
  Enrolment with;
  Day today;
} Desk6;

#define DAY(y, m, d) ((Day){y, m, d})

static inline void say(const Desk6 *desk)
{
  for (guint i = 0; i < report_count(desk->report); i++) {
    g_autofree char *text = diag_text(report_get(desk->report, i), MESSAGES_EN);
    g_printerr("%s: %s\n", diag_code_name(report_get(desk->report, i)->code), text);
  }
}

/* The call must do; else what it said is shown. */
#define good(desk, call) \
  do { \
    if (!(call)) { \
      say(desk); \
      g_error("%s:%d: %s", __FILE__, __LINE__, #call); \
    } \
  } while (0)

/* The call must be refused with that code and no other. */
#define refused(desk, call, diag) \
  do { \
    report_free((desk)->report); \
    (desk)->report = report_new(); \
    g_assert_false(call); \
    if (report_count((desk)->report) != 1 || report_get((desk)->report, 0)->code != (diag)) { \
      say(desk); \
      g_error("%s:%d: %s was refused otherwise", __FILE__, __LINE__, #call); \
    } \
    report_free((desk)->report); \
    (desk)->report = report_new(); \
  } while (0)

static inline void copy_tree(const char *from, const char *into)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(GPtrArray) files = files_walk(from, from, NULL, report);
  g_assert_cmpuint(files->len, >, 5);
  for (guint i = 0; i < files->len; i++) {
    const FoundFile *file = g_ptr_array_index(files, i);
    g_autofree char *source = g_build_filename(from, file->path, NULL);
    g_autofree char *target = g_build_filename(into, file->path, NULL);
    gsize size = 0;
    g_autofree char *bytes = file_read(source, NULL, 0, &size, report);
    g_assert_true(file_write(target, bytes, size, report));
  }
}

static inline void put_confirmed(const char *path, const Module *module, const char *source,
                                 Texts *texts)
{
  g_autoptr(GString) text = g_string_new(source);
  g_autoptr(GArray) pending = module_pending(module, texts, NULL, false);
  g_autoptr(Report) report = report_new();
  for (guint i = 0; i < pending->len; i++) {
    const Pending *one = &g_array_index(pending, Pending, i);
    TextClause found;
    g_assert_true(texts_find(texts, one->policy, one->clause, place_none(), &found, NULL));
    g_string_append_printf(text, "confirmed { %s = \"%s\", clause = \"%s#%s\", hash = \"%s\" }\n",
                           one->section ? "section" : "question", one->id, one->policy, one->clause,
                           found.hash);
  }
  g_assert_true(file_write(path, text->str, text->len, report));
}

/* Confirms all questions of a module for the text in force on a day. */
static inline void confirm_module(const char *root, const char *name, Day day)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Ledger) ledger = ledger_read(root, "content/privacy/ledger.lua", report);
  const Ledger *ledgers[] = {ledger};
  g_autoptr(Repository) repository = repository_near(root, report);
  g_autoptr(Texts) texts = texts_new(ledgers, 1, root, repository, day);
  g_autofree char *folder = g_build_filename("quizzes", name, NULL);
  g_autoptr(Module) module = module_read(root, folder, report);
  g_autofree char *path = g_build_filename(root, folder, "confirmed.lua", NULL);
  g_autofree char *source = NULL;
  g_file_get_contents(path, &source, NULL, NULL);
  put_confirmed(path, module, source, texts);
}

static inline void confirm_all(const char *root, Day day)
{
  confirm_module(root, MODULE, day);
}

/* The same desk on another day: the modules are read anew, the clock is at noon of it. */
static inline void set_day(Desk6 *desk, Day day)
{
  curriculum_unref(desk->curriculum);
  desk->today = day;
  desk->curriculum = curriculum_read(desk->root, day, desk->report);
  g_assert_nonnull(desk->curriculum);
  desk->with = (Enrolment){.store = desk->store,
                           .curriculum = desk->curriculum,
                           .act = {"account:test", day_begin(day, "Asia/Tokyo") + 12 * MOMENT_HOUR},
                           .today = day,
                           .timezone = "Asia/Tokyo"};
}

static inline void desk_begin(Desk6 *desk, Day day)
{
  *desk = (Desk6){.report = report_new(), .root = g_dir_make_tmp("kaitei-enrolment-XXXXXX", NULL)};
  copy_tree("tests/fixture/training", desk->root);
  confirm_all(desk->root, day);
  g_autofree char *path = g_build_filename(desk->root, "_records", "store.db", NULL);
  Act act = {"system", day_begin(day, "Asia/Tokyo")};
  desk->store = store_create(path, &act, desk->report);
  good(desk, desk->store != NULL);
  set_day(desk, day);
}

static inline void desk_end(Desk6 *desk)
{
  g_autoptr(Report) unsaid = report_new();
  curriculum_unref(desk->curriculum);
  store_close(desk->store);
  g_assert_true(folder_remove(desk->root, unsaid));
  report_free(desk->report);
  g_free(desk->root);
}

static inline const Course *course_at(const Desk6 *desk)
{
  return curriculum_find(desk->curriculum, MODULE);
}

/* A person of a group, at a site. The id is the caller's. */
static inline char *person_at(Desk6 *desk, const char *number, const char *name, const char *site,
                              const char *group, Day joined)
{
  char *groups[] = {(char *)group, NULL};
  Person person = {.number = (char *)number,
                   .name = (char *)name,
                   .kana = (char *)name,
                   .site = (char *)site,
                   .role = "ヘルパー",
                   .groups = groups,
                   .joined = joined,
                   .lang = "ja"};
  char *id = NULL;
  good(desk, store_begin(desk->store, desk->report));
  good(desk, staff_add(desk->store, &desk->with.act, &person, &id, desk->report));
  good(desk, store_commit(desk->store, desk->report));
  return id;
}

/* The answer, as shown, that is right, or (not `right`) one that is wrong. The caller frees it. */
static inline char *answer_for(const Sitting *sitting, guint place, bool right)
{
  const Question *question = sitting_question(sitting, place, "ja");
  GString *answer = g_string_new(NULL);
  for (guint shown = 1; shown <= question->choices->len; shown++)
    if (sitting_choice(sitting, place, shown, "ja")->right == right) {
      g_string_append_printf(answer, "%s%u", answer->len > 0 ? " " : "", shown);
      if (!right)
        break;
    }
  return g_string_free(answer, FALSE);
}

/* Sits the module: all answers right, or none. Returns the attempt's id. */
static inline char *sit(Desk6 *desk, const char *subject, const char *round, bool right)
{
  bool passed = !right;
  good(desk, store_begin(desk->store, desk->report));
  char *id = sitting_begin(&desk->with, subject, course_at(desk), round, "ja", desk->report);
  good(desk, id != NULL);
  g_autoptr(Sitting) sitting = sitting_read(&desk->with, subject, id, desk->report);
  good(desk, sitting != NULL);
  for (guint place = 1; place <= sitting->count; place++) {
    g_autofree char *answer = answer_for(sitting, place, right);
    good(desk, sitting_answer(&desk->with, subject, id, place, answer, desk->report));
  }
  good(desk, sitting_finish(&desk->with, subject, id, true, &passed, desk->report));
  g_assert_true(passed == right);
  good(desk, store_commit(desk->store, desk->report));
  return id;
}

/* The records verify, or (not `wanted`) are at fault with that code, at the event `first` first. */
static inline void verify(Desk6 *desk, bool wanted, DiagCode code, gint64 first)
{
  static const char *const none[] = {NULL};
  Soundness found;
  bool holds = verification_run(&desk->with, none, NULL, &found, desk->report);
  if (holds != wanted)
    say(desk);
  g_assert_true(holds == wanted);
  g_assert_cmpint(found.first_bad, ==, first);
  bool told = wanted;
  for (guint i = 0; i < report_count(desk->report); i++)
    told = told || report_get(desk->report, i)->code == code;
  g_assert_true(told);
  report_free(desk->report);
  desk->report = report_new();
}

/* The last event of a kind; there must be one. */
static inline gint64 last_of(Desk6 *desk, const char *kind)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *read = NULL;
  g_assert_cmpint(sqlite3_open(store_path(desk->store), &db), ==, SQLITE_OK);
  g_assert_cmpint(
    sqlite3_prepare_v2(db, "SELECT max(seq) FROM events WHERE kind = ?1", -1, &read, NULL), ==,
    SQLITE_OK);
  sqlite3_bind_text(read, 1, kind, -1, SQLITE_STATIC);
  g_assert_cmpint(sqlite3_step(read), ==, SQLITE_ROW);
  gint64 seq = sqlite3_column_int64(read, 0);
  sqlite3_finalize(read);
  sqlite3_close(db);
  g_assert_cmpint(seq, >, 0);
  return seq;
}

/* How many events there are. */
static inline gint64 events_of(Desk6 *desk)
{
  gint64 seq = 0;
  good(desk, events_head(desk->store, &seq, NULL, desk->report));
  return seq;
}

#endif
