/* record paper: the answers of a printed form, typed twice. */
#include "cli/record.h"

#include "enrolment/paper.h"

#include <string.h>
#include <unistd.h>

enum { LINE_LIMIT = 16 * 1024 };

/* One line of standard input, asked for on a terminal. */
static char *ask_line(const Invocation *in, const char *ja, const char *en)
{
  char line[LINE_LIMIT];
  if (isatty(STDIN_FILENO) && !in->quiet) {
    fputs(say(in, ja, en), stderr);
    fflush(stderr);
  }
  return fgets(line, sizeof line, stdin) != NULL ? g_strdup(line) : NULL;
}

static char **read_entry(Archive *archive, const AnswerSheet *sheet, const char *ja, const char *en)
{
  g_autofree char *line = ask_line(archive->in, ja, en);
  if (line == NULL) {
    report_add(archive->in->report, DIAG_SHEET_TWICE, place_none(), NULL);
    return NULL;
  }
  return answer_sheet_read(sheet, line, archive->in->report);
}

static void print_result(const Archive *archive, const char *id, bool passed)
{
  const Invocation *in = archive->in;
  g_autoptr(Sitting) sitting = sitting_glance(&archive->with, NULL, id, archive->in->report);
  if (sitting == NULL)
    return;
  guint percent = sitting->attempt->score.percent;
  if (in->json)
    archive_print_json(
      json_pack("{s:s, s:i, s:b}", "attempt", id, "percent", (int)percent, "passed", (int)passed));
  else if (!in->quiet)
    printf(passed ? say(in, "記録しました: %u 点、合格です。\n", "Recorded: %u percent, passed.\n")
                  : say(in, "記録しました: %u 点、合格していません。\n",
                        "Recorded: %u percent, not passed.\n"),
           percent);
}

void record_run_paper(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  Report *report = archive->in->report;
  Day day = archive->with.today;
  g_autoptr(AnswerSheet) sheet = answer_sheet_find(archive->curriculum, arguments[0], report);
  g_autofree char *subject =
    sheet != NULL ? enrolment_person(&archive->with, arguments[1], report) : NULL;
  if (subject == NULL || (options->date != NULL && !archive_day(archive, options->date, &day)))
    return;
  g_auto(GStrv) first = read_entry(archive, sheet, "答え（1回目）: ", "Answers: ");
  g_auto(GStrv) second =
    first != NULL ? read_entry(archive, sheet, "答え（2回目）: ", "Once more: ") : NULL;
  bool passed = false;
  if (second == NULL || !archive_begin(archive))
    return;
  g_autofree char *id = answer_sheet_record(
    &archive->with, sheet, subject, options->round != NULL ? options->round : "", day,
    (const char *const *)first, (const char *const *)second, &passed, report);
  if (archive_end(archive, id != NULL))
    print_result(archive, id, passed);
}
