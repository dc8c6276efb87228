/* report: how training stands, for management and for an inspection: as a table, CSV, JSON or
 * PDF. */
#include "cli/report.h"

#include "base/files.h"
#include "enrolment/discrepancy.h"
#include "enrolment/duty.h"
#include "enrolment/items.h"
#include "enrolment/yearly.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int report_year(const Archive *archive, const ReportOptions *options)
{
  return options->year != 0 ? options->year : enrolment_year(&archive->with);
}

/* --- where it goes ------------------------------------------------------------------------ */

static bool is_format(const ReportOptions *options, const char *name)
{
  return options->format != NULL && strcmp(options->format, name) == 0;
}

bool report_begin(Archive *archive, const ReportOptions *options, ReportTarget *target)
{
  *target = (ReportTarget){.out = stdout};
  if (is_format(options, "csv"))
    target->format = SHEET_CSV;
  else if (is_format(options, "json") || (options->format == NULL && archive->in->json))
    target->format = SHEET_JSON;
  if (options->file == NULL)
    return true;
  /* Names stand in it: nobody else is to read it. */
  target->part = g_strconcat(options->file, ".part", NULL);
  int file = open(target->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  target->out = file >= 0 ? fdopen(file, "w") : NULL;
  if (target->out != NULL)
    return true;
  file_report_unwritable(options->file, errno, archive->in->report);
  g_clear_pointer(&target->part, g_free);
  return false;
}

void report_end(Archive *archive, const ReportOptions *options, ReportTarget *target, bool good)
{
  if (target->part == NULL)
    return;
  bool written = fflush(target->out) == 0 && fsync(fileno(target->out)) == 0;
  int error = errno;
  written = fclose(target->out) == 0 && written;
  if (good && written) {
    written = rename(target->part, options->file) == 0;
    error = errno;
  }
  if (!written)
    file_report_unwritable(options->file, error, archive->in->report);
  if (!good || !written)
    unlink(target->part);
  else if (!archive->in->quiet && !archive->in->json)
    fprintf(stderr, say(archive->in, "%s に書きました。\n", "Written to %s.\n"), options->file);
  g_clear_pointer(&target->part, g_free);
}

/* Puts one entry of a list into a sheet. */
typedef void (*PutEntry)(const Invocation *in, SheetFormat format, Sheet *sheet,
                         gconstpointer entry);

/* A whole list to where it goes; `none` is what a table says of an empty one. NULL: reported. */
static void write_list(Archive *archive, const ReportOptions *options, const SheetColumn *columns,
                       const GPtrArray *list, PutEntry put, const char *none)
{
  const Invocation *in = archive->in;
  ReportTarget target;
  if (list == NULL || !report_begin(archive, options, &target))
    return;
  Sheet *sheet = sheet_new(in, target.format, columns, target.out);
  for (guint i = 0; i < list->len; i++)
    put(in, target.format, sheet, g_ptr_array_index(list, i));
  sheet_end(sheet, none);
  report_end(archive, options, &target, true);
}

/* --- who is due --------------------------------------------------------------------------- */

static const SheetColumn standing_columns[] = {
  {"site", {"事業所", "site"}, false},
  {"number", {"職員番号", "number"}, false},
  {"name", {"氏名", "name"}, false},
  {"role", {"職種", "role"}, false},
  {"module", {"研修", "module"}, false},
  {"round", {"再研修", "retraining"}, false},
  {"state", {"状態", "state"}, false},
  {"due", {"期限", "due"}, false},
  {"done", {"修了日", "done"}, false},
  {"medium", {"方法", "medium"}, false},
  {"attempts", {"受けた回数", "attempts"}, true},
  {"percent", {"点数", "percent"}, true},
  {0},
};

static const char *state_word(const Invocation *in, SheetFormat format, DutyState state)
{
  static const char *const ja[] = {"期限切れ", "これから", "修了", "免除", "対象外"};
  return in->lang == MESSAGES_JA && format != SHEET_JSON ? ja[state] : duty_state_name(state);
}

static const char *medium_word(const Invocation *in, SheetFormat format, const char *medium)
{
  static const char *const words[][2] = {
    {"screen", "画面"}, {"paper", "用紙"}, {"session", "集合研修"}};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(words[i][0], medium) == 0 && in->lang == MESSAGES_JA && format != SHEET_JSON)
      return words[i][1];
  return *medium != '\0' ? medium : NULL;
}

typedef struct {
  const Invocation *in;
  SheetFormat format;
  Sheet *sheet;
} StandingSheet;

static void put_standing(const DutyRow *row, gpointer data)
{
  const StandingSheet *to = data;
  Sheet *sheet = to->sheet;
  sheet_cell(sheet, row->person->site);
  sheet_cell(sheet, row->person->number);
  sheet_cell(sheet, row->person->name);
  sheet_cell(sheet, row->person->role);
  sheet_cell(sheet, row->course->id);
  sheet_cell(sheet, row->round);
  sheet_cell(sheet, state_word(to->in, to->format, row->state));
  sheet_day(sheet, row->due);
  sheet_day(sheet, row->done);
  sheet_cell(sheet, medium_word(to->in, to->format, row->medium));
  sheet_count(sheet, row->begun);
  if (row->scored)
    sheet_count(sheet, row->percent);
  else
    sheet_cell(sheet, NULL);
}

/* False where the state is none (reported). */
static bool filter_of(Archive *archive, const ReportOptions *options, DutyFilter *filter,
                      DutyState *state)
{
  *filter = (DutyFilter){options->at, options->role, options->module, NULL};
  if (options->state == NULL)
    return true;
  if (!duty_state_named(options->state, state)) {
    report_add(archive->in->report, DIAG_REPORT_STATE, place_none(), options->state, NULL);
    return false;
  }
  filter->state = state;
  return true;
}

static void run_standing(Archive *archive, char **arguments, gpointer data)
{
  const ReportOptions *options = data;
  Invocation *in = archive->in;
  DutyFilter filter;
  DutyState state;
  ReportTarget target;
  (void)arguments;
  if (is_format(options, "pdf")) {
    report_print_paper(archive, options, "standing");
    return;
  }
  if (!filter_of(archive, options, &filter, &state) || !report_begin(archive, options, &target))
    return;
  StandingSheet to = {in, target.format,
                      sheet_new(in, target.format, standing_columns, target.out)};
  bool good = duties_each(&archive->with, report_year(archive, options), &filter, put_standing, &to,
                          in->report);
  sheet_end(to.sheet, say(in, "当てはまる人はいません。", "Nobody."));
  report_end(archive, options, &target, good);
}

/* --- counts ------------------------------------------------------------------------------- */

static const SheetColumn count_columns[] = {
  {"module", {"研修", "module"}, false}, {"round", {"再研修", "retraining"}, false},
  {"site", {"事業所", "site"}, false},   {"overdue", {"期限切れ", "overdue"}, true},
  {"due", {"これから", "due"}, true},      {"done", {"修了", "done"}, true},
  {"exempt", {"免除", "exempt"}, true},  {0},
};

static void put_count(const Invocation *in, SheetFormat format, Sheet *sheet, gconstpointer entry)
{
  const DutyCount *one = entry;
  const guint figures[] = {one->overdue, one->due, one->done, one->exempt};
  bool total = one->site == NULL && format != SHEET_JSON;
  sheet_cell(sheet, one->course->id);
  sheet_cell(sheet, one->round);
  sheet_cell(sheet, total ? say(in, "（計）", "(all)") : one->site);
  for (guint k = 0; k < G_N_ELEMENTS(figures); k++)
    sheet_count(sheet, figures[k]);
}

static void run_counts(Archive *archive, char **arguments, gpointer data)
{
  const ReportOptions *options = data;
  Invocation *in = archive->in;
  DutyFilter filter;
  DutyState state;
  (void)arguments;
  if (!filter_of(archive, options, &filter, &state))
    return;
  g_autoptr(GPtrArray) counts =
    duty_counts(&archive->with, report_year(archive, options), &filter, in->report);
  write_list(archive, options, count_columns, counts, put_count,
             say(in, "この年度の研修はありません。", "There is no training in that year."));
}

/* --- sessions ----------------------------------------------------------------------------- */

static const SheetColumn session_columns[] = {
  {"session", {"番号", "session"}, false},
  {"date", {"日付", "date"}, false},
  {"state", {"状態", "state"}, false},
  {"module", {"研修", "module"}, false},
  {"place", {"場所", "place"}, false},
  {"lecturer", {"講師", "lecturer"}, false},
  {"minutes", {"分", "minutes"}, true},
  {"attended", {"参加", "attended"}, true},
  {0},
};

static void put_session(const Invocation *in, SheetFormat format, Sheet *sheet, gconstpointer entry)
{
  const Gathering *gathering = entry;
  static const char *const en[] = {"planned", "held", "cancelled"};
  static const char *const ja[] = {"予定", "実施", "中止"};
  bool words = in->lang == MESSAGES_JA && format != SHEET_JSON;
  sheet_cell(sheet, gathering->id);
  sheet_day(sheet, gathering->date);
  sheet_cell(sheet, (words ? ja : en)[gathering->state]);
  sheet_cell(sheet, gathering->module);
  sheet_cell(sheet, gathering->place);
  sheet_cell(sheet, gathering->lecturer);
  sheet_count(sheet, gathering->minutes);
  sheet_count(sheet, gathering->attended);
}

static void run_sessions(Archive *archive, char **arguments, gpointer data)
{
  const ReportOptions *options = data;
  Invocation *in = archive->in;
  int year = report_year(archive, options);
  Day from = {(gint16)year, 4, 1}, to = {(gint16)(year + 1), 3, 31};
  (void)arguments;
  if (is_format(options, "pdf")) {
    report_print_paper(archive, options, "sessions");
    return;
  }
  g_autoptr(GPtrArray) list = gathering_list(archive->store, from, to, options->module, in->report);
  write_list(archive, options, session_columns, list, put_session,
             say(in, "この年度の集合研修はありません。", "There is no session in that year."));
}

/* --- discrepancies ------------------------------------------------------------------------ */

static const SheetColumn discrepancy_columns[] = {
  {"kind", {"食い違い", "discrepancy"}, false},
  {"day", {"日付", "day"}, false},
  {"module", {"研修", "module"}, false},
  {"session", {"集合研修", "session"}, false},
  {"site", {"事業所", "site"}, false},
  {"number", {"職員番号", "number"}, false},
  {"name", {"氏名", "name"}, false},
  {0},
};

static const char *kind_word(const Invocation *in, SheetFormat format, DiscrepancyKind kind)
{
  static const char *const ja[] = {"予定の日を過ぎて、実施の記録がない",
                                   "実施したが、参加の記録がない",
                                   "参加したが、修了になっていない",
                                   "期限までに修了していない",
                                   "予定も受講もない",
                                   "始めたまま終わっていない"};
  return in->lang == MESSAGES_JA && format != SHEET_JSON ? ja[kind] : discrepancy_name(kind);
}

static void put_discrepancy(const Invocation *in, SheetFormat format, Sheet *sheet,
                            gconstpointer entry)
{
  const Discrepancy *one = entry;
  sheet_cell(sheet, kind_word(in, format, one->kind));
  sheet_day(sheet, one->day);
  sheet_cell(sheet, one->module);
  sheet_cell(sheet, one->gathering);
  sheet_cell(sheet, one->site);
  sheet_cell(sheet, one->number);
  sheet_cell(sheet, one->name);
}

static void run_discrepancies(Archive *archive, char **arguments, gpointer data)
{
  const ReportOptions *options = data;
  Invocation *in = archive->in;
  (void)arguments;
  g_autoptr(GPtrArray) list =
    discrepancy_list(&archive->with, report_year(archive, options), in->report);
  write_list(archive, options, discrepancy_columns, list, put_discrepancy,
             say(in, "食い違いはありません。", "There is no discrepancy."));
}

/* --- questions ---------------------------------------------------------------------------- */

static const SheetColumn item_columns[] = {
  {"question", {"問題", "question"}, false},
  {"asked", {"出題", "asked"}, true},
  {"right", {"正答", "right"}, true},
  {"percent", {"正答率", "percent"}, true},
  {"discrimination", {"識別力", "discrimination"}, true},
  {"unpicked", {"選ばれない選択肢", "unpicked"}, false},
  {"note", {"目立つこと", "note"}, false},
  {0},
};

static char *unpicked_text(const Item *item)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < item->choices; i++)
    if ((item->unpicked >> i & 1u) != 0)
      g_string_append_printf(text, "%s%u", text->len > 0 ? " " : "", i + 1);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void put_item(const Invocation *in, SheetFormat format, Sheet *sheet, gconstpointer entry)
{
  const Item *item = entry;
  (void)format;
  g_autofree char *unpicked = unpicked_text(item);
  sheet_cell(sheet, item->question);
  sheet_count(sheet, item->asked);
  sheet_count(sheet, item->right);
  if (item->asked > 0)
    sheet_count(sheet, item->right * 100 / item->asked);
  else
    sheet_cell(sheet, NULL);
  if (item->discriminates)
    sheet_count(sheet, item->discrimination);
  else
    sheet_cell(sheet, NULL);
  sheet_cell(sheet, unpicked);
  sheet_cell(sheet, item->gone       ? say(in, "いまの問題ではない", "no longer asked so")
                    : item->too_easy ? say(in, "易しすぎる", "too easy")
                    : item->too_hard ? say(in, "難しすぎる", "too hard")
                                     : NULL);
}

static void run_items(Archive *archive, char **arguments, gpointer data)
{
  Invocation *in = archive->in;
  const Course *course = curriculum_course(archive->curriculum, arguments[0], in->report);
  g_autoptr(GPtrArray) items = course != NULL ? items_of(&archive->with, course, in->report) : NULL;
  write_list(archive, data, item_columns, items, put_item, NULL);
}

/* --- the year ----------------------------------------------------------------------------- */

static void run_yearly(Archive *archive, char **arguments, gpointer data)
{
  const ReportOptions *options = data;
  ReportTarget target;
  (void)arguments;
  if (options->format == NULL || is_format(options, "pdf")) {
    report_print_paper(archive, options, "yearly");
    return;
  }
  g_autoptr(Yearly) yearly =
    yearly_read(&archive->with, report_year(archive, options), archive->in->report);
  if (yearly == NULL || !report_begin(archive, options, &target))
    return;
  json_t *json = yearly_json(yearly);
  bool good = json_dumpf(json, target.out, JSON_INDENT(2)) == 0 && fputc('\n', target.out) != EOF;
  json_decref(json);
  report_end(archive, options, &target, good);
}

/* --- the command -------------------------------------------------------------------------- */

static const Verb verbs[] = {
  {"standing", 0, 0, "", true, run_standing},
  {"counts", 0, 0, "", true, run_counts},
  {"sessions", 0, 0, "", true, run_sessions},
  {"discrepancies", 0, 0, "", true, run_discrepancies},
  {"items", 1, 1, "MODULE", true, run_items},
  {"yearly", 0, 0, "", true, run_yearly},
  {0},
};

/* Which formats a report has: all but the last two of standing and sessions; a year is no table. */
static bool format_good(Invocation *in, const ReportOptions *options)
{
  static const char *const formats[] = {"table", "csv", "json", "pdf", NULL};
  const char *verb = in->count > 0 ? in->arguments[0] : "standing";
  bool year = strcmp(verb, "yearly") == 0;
  bool paper = year || strcmp(verb, "standing") == 0 || strcmp(verb, "sessions") == 0;
  if (options->year != 0 && (options->year < 2000 || options->year > 2200)) {
    g_autofree char *given = g_strdup_printf("%d", options->year);
    report_add(in->report, DIAG_ARCHIVE_NUMBER, place_none(), given, "2000", "2200", NULL);
    return false;
  }
  if (options->format == NULL)
    return true;
  bool known = g_strv_contains(formats, options->format);
  if (known && (paper || !is_format(options, "pdf")) &&
      (!year || is_format(options, "pdf") || is_format(options, "json")))
    return true;
  report_add(in->report, DIAG_REPORT_FORMAT, place_none(), verb, options->format, NULL);
  return false;
}

int command_report(Invocation *in)
{
  g_autofree char *store = NULL;
  ReportOptions o = {0};
  const Option options[] = {
    {"year",
     G_OPTION_ARG_INT,
     &o.year,
     "N",
     {"年度（既定: 今年度）", "fiscal year (default: this one)"}},
    {"at", G_OPTION_ARG_FILENAME, &o.at, "SITE", {"事業所", "the place of work"}},
    {"role", G_OPTION_ARG_FILENAME, &o.role, "ROLE", {"職種", "the role"}},
    {"module", G_OPTION_ARG_FILENAME, &o.module, "MODULE", {"研修", "the module"}},
    {"state",
     G_OPTION_ARG_FILENAME,
     &o.state,
     "overdue|due|done|exempt|unasked",
     {"状態", "how it stands"}},
    {"format",
     G_OPTION_ARG_FILENAME,
     &o.format,
     "table|csv|json|pdf",
     {"形（CSV は Excel で開けます）", "the form (CSV opens in Excel)"}},
    {"file",
     G_OPTION_ARG_FILENAME,
     &o.file,
     "FILE",
     {"書くファイル（既定: 標準出力）", "the file (default: standard output)"}},
    OPTION_STORE(store),
    {0},
  };
  if (invocation_parse(in, options, 0, 2) && format_good(in, &o))
    archive_run(in, store, verbs, "standing", &o);
  char *strings[] = {o.at, o.role, o.module, o.state, o.format, o.file};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  return invocation_finish(in);
}
