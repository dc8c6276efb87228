/*
 * records: what was acknowledged is there. Besides its own test this is the program that
 * tests/cli/records-loss.sh kills, starves and cuts from its power:
 *
 *     test_records_loss load STORE ACKNOWLEDGED COUNT   records answers, several to a commit, and
 *         writes each down in the file ACKNOWLEDGED once its commit is done; COUNT commits (0: without
 *         end). Ends with 3 where the store takes nothing more.
 *     test_records_loss check STORE ACKNOWLEDGED        whether all of these are there, and the record holds
 *
 * RECORDS_SYNCHRONOUS=OFF takes the syncing away, for the proof that this check sees it.
 */
#include "records_testing.h"

#include "records/database.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PEOPLE = 8 };

static void print(const Report *report)
{
  ReportStyle style = {.lang = MESSAGES_EN};
  report_print(report, &style, stderr);
}

/* ---- load ---- */

typedef struct {
  Store *store;
  Report *report;
  char *attempts[PEOPLE];
  guint places[PEOPLE];
  GString *said; /* of this commit */
} Load;

static bool begin_attempt(Load *load, guint person)
{
  char hash[65];
  g_autofree char *number = g_strdup_printf("%u", person);
  g_autoptr(Person) found = NULL;
  g_autoptr(Attempt) attempt = NULL;
  g_autofree char *id = NULL;
  Person new = {.number = number, .name = (char *)"負荷 太郎"};
  if (!staff_find_number(load->store, number, &found, load->report) ||
      (found == NULL && !staff_add(load->store, &by_office, &new, &id, load->report)) ||
      !kept_text_put(load->store, "text", 4, hash, load->report))
    return false;
  AttemptBeginning beginning = {.subject = found != NULL ? found->id : id,
                                .module = "m",
                                .text = hash,
                                .round = "",
                                .lang = "ja",
                                .form = "f",
                                .medium = MEDIUM_SCREEN};
  if (!attempt_begin(load->store, &by_office, &beginning, &attempt, NULL, load->report))
    return false;
  g_free(load->attempts[person]);
  load->attempts[person] = g_strdup(attempt->id);
  load->places[person] = attempt->answers->len;
  return true;
}

/* One caller's part of a commit: an answer, or, where the form is full, its end. */
static bool one_part(Load *load, guint person, guint64 stamp)
{
  AnswerOutcome outcome;
  Score score = {0, 2520, 0, false, false};
  g_autofree char *answer = g_strdup_printf("%" G_GUINT64_FORMAT, stamp);
  if (load->attempts[person] == NULL && !begin_attempt(load, person))
    return false;
  if (load->places[person] >= 40) {
    bool ok =
      attempt_finish(load->store, &by_office, load->attempts[person], &score, NULL, load->report);
    g_clear_pointer(&load->attempts[person], g_free);
    return ok;
  }
  guint place = ++load->places[person];
  if (!attempt_answer(load->store, &by_office, load->attempts[person], place, answer, &outcome,
                      load->report))
    return false;
  g_string_append_printf(load->said, "%s %u %s\n", load->attempts[person], place, answer);
  return true;
}

static bool one_commit(Load *load, guint parts, guint64 *stamp)
{
  g_string_truncate(load->said, 0);
  if (!store_begin(load->store, load->report))
    return false;
  bool ok = true;
  for (guint i = 0; ok && i < parts; i++) {
    ok = store_mark(load->store, load->report) && one_part(load, i % PEOPLE, ++*stamp);
    ok = ok && store_release(load->store, load->report);
  }
  if (ok)
    return store_commit(load->store, load->report);
  store_rollback(load->store);
  return false;
}

static int load_store(const char *path, const char *acknowledged, guint64 count)
{
  g_autoptr(Report) report = report_new();
  Load load = {.report = report, .said = g_string_new(NULL)};
  guint64 stamp = (guint64)g_get_real_time();
  int fd = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  load.store = g_file_test(path, G_FILE_TEST_EXISTS) ? store_open(path, report)
                                                     : store_create(path, &by_office, report);
  bool ok = load.store != NULL && fd >= 0;
  const char *synchronous = g_getenv("RECORDS_SYNCHRONOUS");
  if (ok && synchronous != NULL) {
    g_autofree char *sql = g_strdup_printf("PRAGMA synchronous = %s", synchronous);
    ok = database_script(load.store, sql, report);
  }
  guint failed = 0;
  for (guint64 i = 0; load.store != NULL && !store_broken(load.store) && (count == 0 || i < count);
       i++) {
    /* A full disk is no end: the next commit is tried, but not for ever. */
    if (!one_commit(&load, 1 + (guint)(stamp % 7), &stamp)) {
      for (guint person = 0; person < PEOPLE; person++)
        g_clear_pointer(&load.attempts[person], g_free);
      if (++failed > 20)
        break;
      continue;
    }
    /* Only now, and in one write. */
    if (write(fd, load.said->str, load.said->len) != (gssize)load.said->len)
      break;
  }
  ok = ok && failed == 0 && load.store != NULL && !store_broken(load.store);
  print(report);
  for (guint person = 0; person < PEOPLE; person++)
    g_free(load.attempts[person]);
  g_string_free(load.said, TRUE);
  store_close(load.store);
  if (fd >= 0)
    close(fd);
  return ok ? 0 : 3;
}

/* ---- check ---- */

static bool is_there(Store *store, const char *line, Report *report)
{
  g_auto(GStrv) parts = g_strsplit(line, " ", 3);
  g_autoptr(Attempt) attempt = NULL;
  if (g_strv_length(parts) != 3)
    return true; /* the last line, cut off where the process was killed: nobody was told of it */
  return attempt_find(store, parts[0], &attempt, report) && attempt != NULL &&
         strcmp(attempt_given(attempt, (guint)atoi(parts[1])), parts[2]) == 0;
}

static bool all_there(Store *store, const char *acknowledged, Report *report)
{
  g_autofree char *text = NULL;
  guint lost = 0, seen = 0;
  if (!g_file_get_contents(acknowledged, &text, NULL, NULL))
    return true; /* nothing was */
  char *end = strrchr(text, '\n');
  if (end == NULL)
    return true;
  *end = '\0';
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++, seen++)
    if (!is_there(store, lines[i], report))
      lost++;
  printf("%u acknowledged, %u lost\n", seen, lost);
  return lost == 0;
}

static int check_store(const char *path, const char *acknowledged)
{
  g_autoptr(Report) report = report_new();
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return g_file_test(acknowledged, G_FILE_TEST_EXISTS) ? 1 : 0;
  g_autoptr(Store) store = store_open(path, report);
  bool ok = store != NULL && audit_file(store, report) && audit_chain(store, NULL, report) &&
            audit_tables(store, NULL, report) && audit_names(store, NULL, report);
  ok = ok && all_there(store, acknowledged, report);
  print(report);
  return ok ? 0 : 1;
}

/* ---- its own test ---- */

static void test_check_sees(void)
{
  g_autofree char *folder = g_dir_make_tmp("kaitei-loss-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "r", "store.db", NULL);
  g_autofree char *acknowledged = g_build_filename(folder, "said", NULL);
  g_autofree char *text = NULL;
  g_autoptr(Report) report = report_new();
  g_assert_cmpint(load_store(path, acknowledged, 20), ==, 0);
  g_assert_cmpint(check_store(path, acknowledged), ==, 0);
  /* One more acknowledged than is there. */
  g_assert_true(g_file_get_contents(acknowledged, &text, NULL, NULL));
  g_autofree char *more = g_strconcat(text, "00 1 2\n", NULL);
  g_assert_true(g_file_set_contents(acknowledged, more, -1, NULL));
  g_assert_cmpint(check_store(path, acknowledged), ==, 1);
  g_assert_true(folder_remove(folder, report));
}

int main(int argc, char **argv)
{
  if (argc == 5 && strcmp(argv[1], "load") == 0)
    return load_store(argv[2], argv[3], g_ascii_strtoull(argv[4], NULL, 10));
  if (argc == 4 && strcmp(argv[1], "check") == 0)
    return check_store(argv[2], argv[3]);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/records/loss/check-sees", test_check_sees);
  return g_test_run();
}
