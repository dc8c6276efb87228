/* staff: those verbs that show. */
#include "cli/sheet.h"
#include "cli/staff.h"
#include "enrolment/duty.h"
#include "enrolment/retention.h"
#include "records/event.h"
#include "records/staff.h"

#include <string.h>

static SheetFormat format_of(const Invocation *in, bool csv)
{
  return in->json ? SHEET_JSON : csv ? SHEET_CSV : SHEET_TABLE;
}

/* --- the roster --------------------------------------------------------------------------- */

static const SheetColumn roster_columns[] = {
  {"number", {"職員番号", "number"}, false}, {"name", {"氏名", "name"}, false},
  {"kana", {"ふりがな", "kana"}, false},     {"site", {"事業所", "site"}, false},
  {"role", {"職種", "role"}, false},         {"groups", {"グループ", "groups"}, false},
  {"joined", {"入職日", "joined"}, false},   {"left", {"退職日", "left"}, false},
  {"lang", {"言語", "lang"}, false},         {0},
};

static void put_person(Sheet *sheet, const Person *person)
{
  g_autofree char *groups = g_strjoinv(" ", person->groups);
  const char *const cells[] = {person->number, person->name, person->kana,
                               person->site,   person->role, groups};
  for (guint i = 0; i < G_N_ELEMENTS(cells); i++)
    sheet_cell(sheet, cells[i]);
  sheet_day(sheet, person->joined);
  sheet_day(sheet, person->left);
  sheet_cell(sheet, person->lang);
}

void staff_run_list(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  const Invocation *in = archive->in;
  Sheet *sheet = sheet_new(in, format_of(in, options->csv), roster_columns, stdout);
  for (guint offset = 0;; offset += STORE_CHUNK) {
    StaffQuery query = {.site = options->at,
                        .role = options->role,
                        .group = options->groups,
                        .text = arguments[0],
                        .left = options->left,
                        .offset = offset};
    g_autoptr(GPtrArray) people = staff_list(archive->store, &query, in->report);
    for (guint i = 0; people != NULL && i < people->len; i++)
      put_person(sheet, g_ptr_array_index(people, i));
    if (people == NULL || people->len < STORE_CHUNK)
      break;
  }
  sheet_end(sheet, say(in, "名簿に、当てはまる人はいません。", "Nobody on the roster is such."));
}

/* --- one person --------------------------------------------------------------------------- */

static const char *state_word(const Invocation *in, DutyState state)
{
  static const char *const ja[] = {"期限切れ", "これから", "修了", "免除", "対象外"};
  return in->lang == MESSAGES_JA ? ja[state] : duty_state_name(state);
}

static const SheetColumn duty_columns[] = {
  {"module", {"研修", "module"}, false},   {"round", {"再研修", "retraining"}, false},
  {"state", {"状態", "state"}, false},     {"due", {"期限", "due"}, false},
  {"done", {"修了日", "done"}, false},     {"percent", {"点数", "percent"}, true},
  {"completion", {"記録", "event"}, true}, {0},
};

static void put_duty(const Invocation *in, Sheet *sheet, const Duty *duty)
{
  sheet_cell(sheet, duty->course->id);
  sheet_cell(sheet, duty->round);
  sheet_cell(sheet, in->json ? duty_state_name(duty->state) : state_word(in, duty->state));
  sheet_day(sheet, duty->due);
  sheet_day(sheet, duty->done);
  if (duty->last != NULL)
    sheet_count(sheet, duty->percent);
  else
    sheet_cell(sheet, NULL);
  if (duty->completion != 0)
    sheet_count(sheet, duty->completion);
  else
    sheet_cell(sheet, NULL);
}

static void print_events(Archive *archive, const char *subject)
{
  gint64 after = 0;
  for (;;) {
    EventQuery query = {.subject = subject, .after = after};
    g_autoptr(GPtrArray) events = events_read(archive->store, &query, archive->in->report);
    for (guint i = 0; events != NULL && i < events->len; i++) {
      const Event *event = g_ptr_array_index(events, i);
      g_autofree char *at = archive_moment(archive, event->at);
      after = event->seq;
      if (strcmp(event->kind, "answer") != 0)
        printf("%8" G_GINT64_FORMAT "  %s  %-18s %s\n", event->seq, at, event->kind, event->actor);
    }
    if (events == NULL || events->len < STORE_CHUNK)
      return;
  }
}

void staff_run_show(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  Invocation *in = archive->in;
  g_autofree char *id = enrolment_person(&archive->with, arguments[0], in->report);
  g_autoptr(Person) person = NULL;
  if (id == NULL || !staff_find(archive->store, id, &person, in->report) || person == NULL)
    return;
  g_autoptr(GPtrArray) duties = duties_of(&archive->with, id, 0, in->report);
  if (duties == NULL)
    return;
  SheetFormat format = format_of(in, options->csv);
  if (format == SHEET_TABLE)
    printf("%s %s（%s） %s %s\n\n", person->number, person->name, person->kana, person->site,
           person->role);
  Sheet *sheet = sheet_new(in, format, duty_columns, stdout);
  for (guint i = 0; i < duties->len; i++)
    put_duty(in, sheet, g_ptr_array_index(duties, i));
  sheet_end(sheet, say(in, "求められている研修はありません。", "Nothing is asked of them."));
  if (format == SHEET_TABLE && !in->quiet) {
    putchar('\n');
    print_events(archive, id);
  }
}

/* --- retention ---------------------------------------------------------------------------- */

static const SheetColumn due_columns[] = {
  {"number", {"職員番号", "number"}, false},
  {"name", {"氏名", "name"}, false},
  {"left", {"退職日", "left"}, false},
  {"since", {"消去できる日", "due since"}, false},
  {"rule", {"決まり", "rule"}, false},
  {"reason", {"根拠", "reason"}, false},
  {0},
};

void staff_run_due(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  Invocation *in = archive->in;
  (void)arguments;
  g_autoptr(GPtrArray) rules = retention_rules(archive->site->root, in->report);
  g_autoptr(GPtrArray) due =
    rules != NULL ? retention_due(&archive->with, rules, in->report) : NULL;
  if (due == NULL)
    return;
  if (rules->len == 0)
    report_add(in->report, DIAG_RETENTION_NONE, place_none(), NULL);
  Sheet *sheet = sheet_new(in, format_of(in, options->csv), due_columns, stdout);
  for (guint i = 0; i < due->len; i++) {
    const RetentionDue *one = g_ptr_array_index(due, i);
    sheet_cell(sheet, one->number);
    sheet_cell(sheet, one->name);
    sheet_day(sheet, one->left);
    sheet_day(sheet, one->since);
    sheet_cell(sheet, one->rule->id);
    sheet_cell(sheet, one->rule->reason);
  }
  sheet_end(sheet, say(in, "消去の時期が来た人はいません。", "Nobody is due for erasure."));
}
