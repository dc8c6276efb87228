/* staff: who is on the roster. Shown, added, changed; the roster as a file; slips; erased. */
#include "records/staff.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/archive.h"
#include "cli/proposing.h"
#include "cli/sheet.h"
#include "cli/shown.h"
#include "cli/staff.h"
#include "enrolment/leaving.h"
#include "enrolment/retention.h"
#include "enrolment/roster.h"
#include "records/secret.h"
#include "records/slip.h"

#include <string.h>

/* --- one person --------------------------------------------------------------------------- */

static char *find(Archive *archive, const char *given)
{
  return enrolment_person(&archive->with, given, archive->in->report);
}

static Person *read_person(Archive *archive, const char *given)
{
  g_autofree char *id = find(archive, given);
  Person *person = NULL;
  if (id != NULL && staff_find(archive->store, id, &person, archive->in->report) && person == NULL)
    report_add(archive->in->report, DIAG_PERSON_UNKNOWN, place_none(), given, NULL);
  return person;
}

static void say_done(const Archive *archive, const char *id, const char *ja, const char *en)
{
  const Invocation *in = archive->in;
  if (in->json)
    archive_print_json(json_pack("{s:s}", "subject", id));
  else if (!in->quiet)
    puts(say(in, ja, en));
}

static void replace(char **field, const char *given)
{
  if (given == NULL)
    return;
  g_free(*field);
  *field = g_strdup(given);
}

/* Puts what the options say into a person; false where a day is none. */
static bool fill(Archive *archive, Person *person, const StaffOptions *options)
{
  Day joined;
  static const char *const langs[] = {"ja", "easy", "en", NULL};
  if (!archive_day(archive, options->joined, &joined))
    return false;
  if (options->lang != NULL && !g_strv_contains(langs, options->lang)) {
    report_add(archive->in->report, DIAG_ROSTER_LANG, place_none(), "lang", options->lang, NULL);
    return false;
  }
  replace(&person->number, options->number);
  replace(&person->name, options->name);
  replace(&person->kana, options->kana);
  replace(&person->site, options->at);
  replace(&person->role, options->role);
  replace(&person->lang, options->lang);
  if (day_known(joined))
    person->joined = joined;
  if (options->groups != NULL) {
    g_strfreev(person->groups);
    person->groups = archive_list(options->groups);
  }
  return true;
}

static void run_add(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  Person *person = g_new0(Person, 1);
  g_autoptr(Person) owned = person;
  g_autofree char *id = NULL;
  (void)arguments;
  person->groups = g_new0(char *, 1);
  person->lang = g_strdup("ja");
  person->ruby = true;
  if (!fill(archive, person, options) || !archive_begin(archive))
    return;
  if (archive_end(archive,
                  staff_add(archive->store, &archive->with.act, person, &id, archive->in->report)))
    say_done(archive, id, "名簿に加えました。", "Added to the roster.");
}

static void run_change(Archive *archive, char **arguments, gpointer data)
{
  g_autoptr(Person) person = read_person(archive, arguments[0]);
  if (person == NULL || !fill(archive, person, data) || !archive_begin(archive))
    return;
  if (archive_end(archive,
                  staff_change(archive->store, &archive->with.act, person, archive->in->report)))
    say_done(archive, person->id, "名簿を直しました。", "The roster is changed.");
}

/* Whom a command is about and as of which day (today where none is given), with a transaction
 * begun. NULL: reported, none begun. */
static char *begin_as_of(Archive *archive, char **arguments, Day *on)
{
  g_autofree char *id = find(archive, arguments[0]);
  *on = archive->with.today;
  if (id == NULL || (arguments[1] != NULL && !archive_day(archive, arguments[1], on)) ||
      !archive_begin(archive))
    return NULL;
  return g_steal_pointer(&id);
}

static void run_leave(Archive *archive, char **arguments, gpointer data)
{
  Day on;
  (void)data;
  g_autofree char *id = begin_as_of(archive, arguments, &on);
  if (id == NULL)
    return;
  if (archive_end(archive, leaving_record(&archive->with, id, on, NULL, archive->in->report)))
    say_done(archive, id, "退職を記録しました。", "Recorded as having left.");
}

static void run_return(Archive *archive, char **arguments, gpointer data)
{
  Day on;
  (void)data;
  g_autofree char *id = begin_as_of(archive, arguments, &on);
  if (id == NULL)
    return;
  if (archive_end(archive,
                  staff_return(archive->store, &archive->with.act, id, on, archive->in->report)))
    say_done(archive, id, "復職を記録しました。", "Recorded as having returned.");
}

/* The rule by which it is erased: that which is due, or what --rule says. */
static char *rule_for(Archive *archive, const char *id, const char *given)
{
  if (given != NULL)
    return g_strdup(given);
  g_autoptr(GPtrArray) rules = retention_rules(archive->site->root, archive->in->report);
  g_autoptr(GPtrArray) due =
    rules != NULL ? retention_due(&archive->with, rules, archive->in->report) : NULL;
  for (guint i = 0; due != NULL && i < due->len; i++) {
    const RetentionDue *one = g_ptr_array_index(due, i);
    if (strcmp(one->subject, id) == 0)
      return g_strdup(one->rule->id);
  }
  if (due != NULL)
    report_add(archive->in->report, DIAG_STAFF_NO_RULE, place_none(), NULL);
  return NULL;
}

static void run_erase(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  Invocation *in = archive->in;
  g_autoptr(Person) person = read_person(archive, arguments[0]);
  g_autofree char *rule = person != NULL ? rule_for(archive, person->id, options->rule) : NULL;
  if (rule == NULL)
    return;
  print_fact(in, say(in, "消去する人", "To be erased"), person->name);
  print_fact(in, say(in, "決まり", "By the rule"), rule);
  if (!invocation_consents(in, &options->consent) || !archive_begin(archive))
    return;
  if (archive_end(archive, staff_erase(archive->store, &archive->with.act, person->id, rule,
                                       options->why != NULL ? options->why : "", in->report)))
    say_done(archive, person->id,
             "氏名などを消去しました。受講の記録は、だれのものか分からない形で残ります。",
             "Name and all that names them is erased; what they did stays, under an id that leads "
             "to nobody.");
}

/* --- the roster as a file ------------------------------------------------------------------ */

static void print_row(const Invocation *in, const RosterRow *row)
{
  static const char *const signs[] = {"+", "~", "=", "?"};
  printf("%s %s %s\n", signs[row->fate], row->number, row->name);
  for (guint i = 0; i < row->changes->len; i++) {
    const RosterChange *change = g_ptr_array_index(row->changes, i);
    printf(say(in, "    %s: 「%s」→「%s」\n", "    %s: \"%s\" -> \"%s\"\n"), change->field,
           change->old, change->new);
  }
}

static void print_roster(const Invocation *in, const Roster *roster)
{
  for (guint i = 0; i < roster->rows->len; i++) {
    const RosterRow *row = g_ptr_array_index(roster->rows, i);
    if (row->fate != ROSTER_SAME)
      print_row(in, row);
  }
  printf(say(in,
             "加える %u 人、変える %u 人、そのまま %u 人、ファイルにない %u 人（名簿に残します）\n",
             "%u to add, %u to change, %u as they are, %u not in the file (they stay)\n"),
         roster->added, roster->changed, roster->same, roster->missing);
  for (char **name = roster->ignored; *name != NULL; name++)
    printf(say(in, "使わない列: %s\n", "column passed over: %s\n"), *name);
}

static json_t *changes_json(const RosterRow *row)
{
  json_t *changes = json_array();
  for (guint i = 0; i < row->changes->len; i++) {
    const RosterChange *change = g_ptr_array_index(row->changes, i);
    json_array_append_new(changes, json_pack("{s:s, s:s, s:s}", "field", change->field, "old",
                                             change->old, "new", change->new));
  }
  return changes;
}

static json_t *roster_json(const Roster *roster, bool done)
{
  static const char *const fates[] = {"added", "changed", "same", "missing"};
  json_t *rows = json_array();
  for (guint i = 0; i < roster->rows->len; i++) {
    const RosterRow *row = g_ptr_array_index(roster->rows, i);
    if (row->fate != ROSTER_SAME)
      json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:i, s:o}", "fate", fates[row->fate],
                                            "number", row->number, "name", row->name, "line",
                                            row->line, "changes", changes_json(row)));
  }
  return json_pack("{s:b, s:s, s:i, s:i, s:i, s:i, s:o}", "done", (int)done, "encoding",
                   roster->encoding, "added", (int)roster->added, "changed", (int)roster->changed,
                   "same", (int)roster->same, "missing", (int)roster->missing, "rows", rows);
}

static void run_import(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  Invocation *in = archive->in;
  gsize size = 0;
  g_autofree char *bytes = file_read(arguments[0], NULL, ROSTER_LIMIT, &size, in->report);
  g_autoptr(Roster) roster =
    bytes != NULL ? roster_read(&archive->with, bytes, size, arguments[0], in->report) : NULL;
  if (roster == NULL)
    return;
  if (!in->quiet && !in->json)
    print_roster(in, roster);
  bool needed = roster->added + roster->changed > 0;
  bool done = needed && !options->preview && invocation_consents(in, &options->consent) &&
              archive_begin(archive) &&
              archive_end(archive, roster_apply(&archive->with, roster, in->report));
  if (in->json)
    archive_print_json(roster_json(roster, done));
  else if (done && !in->quiet)
    puts(say(in, "名簿に取り込みました。", "The roster is taken over."));
}

/* --- slips -------------------------------------------------------------------------------- */

/* The last moment of the 年度. */
static Moment year_end(const Archive *archive)
{
  Day end = {(gint16)(enrolment_year(&archive->with) + 1), 4, 1};
  return day_begin(end, archive->site->timezone) - 1;
}

static void run_slip(Archive *archive, char **arguments, gpointer data)
{
  const StaffOptions *options = data;
  Invocation *in = archive->in;
  g_autoptr(Person) person = read_person(archive, arguments[0]);
  char *code = NULL;
  if (person == NULL || !archive_begin(archive))
    return;
  if (archive_end(archive, slip_issue(archive->store, &archive->with.act, person->id,
                                      year_end(archive), options->keep_pin, &code, in->report))) {
    g_autofree char *shown = secret_code_shown(code);
    if (in->json)
      archive_print_json(json_pack("{s:s, s:s}", "subject", person->id, "code", code));
    else
      printf(say(in, "%s さんのログイン用の番号（ここでしか表示しません）: %s\n",
                 "Code with which %s signs in (shown here alone): %s\n"),
             person->name, shown);
    secret_clear(shown, strlen(shown));
  }
  secret_free(code);
}

/* --- the command -------------------------------------------------------------------------- */

static const Verb verbs[] = {
  {"list", 0, 1, "[TEXT]", false, staff_run_list},
  {"show", 1, 1, "PERSON", true, staff_run_show},
  {"add", 0, 0, "--number N --name NAME", false, run_add},
  {"change", 1, 1, "PERSON", false, run_change},
  {"leave", 1, 2, "PERSON [DAY]", false, run_leave},
  {"return", 1, 2, "PERSON [DAY]", false, run_return},
  {"erase", 1, 1, "PERSON", false, run_erase},
  {"import", 1, 1, "FILE", false, run_import},
  {"slip", 1, 1, "PERSON", false, run_slip},
  {"due", 0, 0, "", false, staff_run_due},
  {0},
};

int command_staff(Invocation *in)
{
  g_autofree char *store = NULL;
  StaffOptions o = {0};
  const Option options[] = {
    {"number", G_OPTION_ARG_FILENAME, &o.number, "N", {"職員番号", "the number"}},
    {"name", G_OPTION_ARG_FILENAME, &o.name, "NAME", {"氏名", "the name"}},
    {"kana", G_OPTION_ARG_FILENAME, &o.kana, "KANA", {"ふりがな", "its reading"}},
    {"at", G_OPTION_ARG_FILENAME, &o.at, "SITE", {"事業所", "the place of work"}},
    {"role", G_OPTION_ARG_FILENAME, &o.role, "ROLE", {"職種", "the role"}},
    {"groups", G_OPTION_ARG_FILENAME, &o.groups, "A,B", {"グループ", "the groups"}},
    {"joined", G_OPTION_ARG_FILENAME, &o.joined, "DAY", {"入職日", "the first day"}},
    {"lang", G_OPTION_ARG_FILENAME, &o.lang, "ja|easy|en", {"言語", "the language"}},
    {"left", G_OPTION_ARG_NONE, &o.left, NULL, {"退職した人も", "those too who left"}},
    {"csv", G_OPTION_ARG_NONE, &o.csv, NULL, {"CSV（Excel で開けます）で", "as CSV for Excel"}},
    {"preview",
     G_OPTION_ARG_NONE,
     &o.preview,
     NULL,
     {"取り込まず、変わるところだけを表示します", "import: show what would change, and stop"}},
    {"keep-pin",
     G_OPTION_ARG_NONE,
     &o.keep_pin,
     NULL,
     {"暗証番号はそのままにします", "slip: the PIN stays as it is"}},
    {"rule",
     G_OPTION_ARG_FILENAME,
     &o.rule,
     "RULE",
     {"消去の決まり（本人の求めなら request）", "erase: by this rule (request: they asked)"}},
    {"why",
     G_OPTION_ARG_FILENAME,
     &o.why,
     "TEXT",
     {"理由（氏名を書かない）", "the reason, without names"}},
    OPTION_STORE(store),
    OPTION_YES(o.consent),
    {0},
  };
  if (invocation_parse(in, options, 0, 3))
    archive_run(in, store, verbs, "list", &o);
  char *strings[] = {o.number, o.name,   o.kana, o.at,   o.role,
                     o.groups, o.joined, o.lang, o.rule, o.why};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  return invocation_finish(in);
}
