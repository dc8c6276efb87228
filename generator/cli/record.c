/* record: what the office enters: rules, exemptions, retraining, sessions, papers, corrections. */
#include "cli/record.h"

#include "cli/sheet.h"
#include "cli/shown.h"
#include "enrolment/audience.h"
#include "enrolment/correct.h"
#include "enrolment/retraining.h"
#include "records/attempt.h"
#include "records/rule.h"

#include <string.h>

void record_say(const Archive *archive, const char *key, const char *value, const char *ja,
                const char *en)
{
  const Invocation *in = archive->in;
  if (in->json)
    archive_print_json(json_pack("{s:s}", key, value));
  else if (!in->quiet)
    puts(say(in, ja, en));
}

static const Course *course_of(Archive *archive, const char *id)
{
  return curriculum_course(archive->curriculum, id, archive->in->report);
}

/* --- who must take what ------------------------------------------------------------------- */

static void run_rule(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  Report *report = archive->in->report;
  const Course *course = course_of(archive, arguments[0]);
  Day due;
  if (course == NULL || !archive_day(archive, options->due, &due) || !archive_begin(archive))
    return;
  g_auto(GStrv) sites = archive_list(options->at), roles = archive_list(options->roles);
  g_auto(GStrv) groups = archive_list(options->groups);
  const char *why = options->why != NULL ? options->why : "";
  bool good = options->drop ? rule_drop(archive->store, &archive->with.act, course->id, why, report)
                            : audience_set(&archive->with, course, (const char *const *)sites,
                                           (const char *const *)roles, (const char *const *)groups,
                                           due, why, report);
  if (archive_end(archive, good))
    record_say(archive, "module", course->id, "対象の決まりを記録しました。",
               "The rule is recorded.");
}

static void run_exempt(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  Report *report = archive->in->report;
  const Course *course = course_of(archive, arguments[1]);
  g_autofree char *id =
    course != NULL ? enrolment_person(&archive->with, arguments[0], report) : NULL;
  Exemption exemption = {.subject = id,
                         .module = arguments[1],
                         .reason = options->why != NULL ? options->why : (char *)""};
  if (id == NULL || !archive_day(archive, options->until, &exemption.until) ||
      !archive_begin(archive))
    return;
  bool good = options->drop ? exemption_end(archive->store, &archive->with.act, id, arguments[1],
                                            exemption.reason, report)
                            : exemption_set(archive->store, &archive->with.act, &exemption, report);
  if (archive_end(archive, good))
    record_say(archive, "subject", id, "免除を記録しました。", "The exemption is recorded.");
}

static void run_grant(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  Report *report = archive->in->report;
  guint64 more = 0;
  if (!g_ascii_string_to_unsigned(arguments[2], 10, 1, 100, &more, NULL)) {
    report_add(report, DIAG_ARCHIVE_NUMBER, place_none(), arguments[2], "1", "100", NULL);
    return;
  }
  const Course *course = course_of(archive, arguments[1]);
  g_autofree char *id =
    course != NULL ? enrolment_person(&archive->with, arguments[0], report) : NULL;
  if (id == NULL || !archive_begin(archive))
    return;
  if (archive_end(archive, attempt_grant(archive->store, &archive->with.act, id, arguments[1],
                                         options->round != NULL ? options->round : "", (guint)more,
                                         options->why != NULL ? options->why : "", report)))
    record_say(archive, "subject", id, "受けられる回数を増やしました。", "They may try again.");
}

/* --- retraining --------------------------------------------------------------------------- */

static void print_plan(const Invocation *in, const RetrainingPlan *plan)
{
  for (guint i = 0; i < plan->clauses->len; i++)
    print_fact(in, say(in, "変わった項目", "Clause that changed"),
               g_ptr_array_index(plan->clauses, i));
  for (guint i = 0; i < plan->shares->len; i++) {
    const RetrainingShare *share = g_ptr_array_index(plan->shares, i);
    g_autofree char *text =
      g_strdup_printf(say(in, "%s（%u 人、出せる問題 %u 問）", "%s (%u people, %u questions)"),
                      share->course->id, share->people, share->questions);
    print_fact(in, say(in, "受け直す研修", "To be taken anew"), text);
  }
  g_autofree char *people = g_strdup_printf("%u", plan->people);
  print_fact(in, say(in, "前の文で修了している人", "Trained on the wording before"), people);
}

static void run_retrain(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  Invocation *in = archive->in;
  Day due;
  g_autoptr(RetrainingPlan) plan =
    retraining_plan(&archive->with, arguments[0], arguments[1], in->report);
  if (plan == NULL || !archive_day(archive, options->due, &due))
    return;
  print_plan(in, plan);
  if ((plan->asks && plan->people > 0 && !invocation_consents(in, &options->consent)) ||
      !archive_begin(archive))
    return;
  if (archive_end(archive, retraining_set(&archive->with, arguments[0], arguments[1], due,
                                          options->why != NULL ? options->why : "", in->report)))
    record_say(archive, "round", plan->round, "再研修を求めました。",
               "The retraining is asked for.");
}

static void run_unretrain(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  if (!archive_begin(archive))
    return;
  if (archive_end(archive,
                  demand_drop(archive->store, &archive->with.act, arguments[0],
                              options->why != NULL ? options->why : "", archive->in->report)))
    record_say(archive, "round", arguments[0], "再研修を取りやめました。",
               "The retraining is no longer asked for.");
}

/* --- corrections -------------------------------------------------------------------------- */

static void run_correct(Archive *archive, char **arguments, gpointer data)
{
  const RecordOptions *options = data;
  Invocation *in = archive->in;
  gint64 of = 0;
  if (!g_ascii_string_to_signed(arguments[0], 10, 1, G_MAXINT64, &of, NULL)) {
    report_add(in->report, DIAG_ARCHIVE_NUMBER, place_none(), arguments[0], "1", "…", NULL);
    return;
  }
  if (!archive_begin(archive))
    return;
  if (archive_end(archive, correct(&archive->with, of, arguments[1], arguments[2],
                                   options->why != NULL ? options->why : "", in->report)))
    record_say(archive, "of", arguments[0], "訂正を記録しました（もとの記録も残ります）。",
               "The correction is recorded; what it corrects stays.");
}

/* --- the command -------------------------------------------------------------------------- */

static const Verb verbs[] = {
  {"rule", 1, 1, "MODULE", true, run_rule},
  {"exempt", 2, 2, "PERSON MODULE", true, run_exempt},
  {"grant", 3, 3, "PERSON MODULE COUNT", true, run_grant},
  {"retrain", 2, 2, "POLICY REVISION", true, run_retrain},
  {"unretrain", 1, 1, "ROUND", false, run_unretrain},
  {"session", 1, 1000, "plan|hold|cancel|attend …", true, record_run_session},
  {"paper", 2, 2, "FORM PERSON", true, record_run_paper},
  {"correct", 3, 3, "EVENT FIELD VALUE", true, run_correct},
  {0},
};

static void options_clear(RecordOptions *o)
{
  char *strings[] = {o->why,  o->until, o->due,      o->at,      o->roles, o->groups,
                     o->date, o->place, o->lecturer, o->session, o->round};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_strfreev(o->material);
}

int command_record(Invocation *in)
{
  g_autofree char *store = NULL;
  RecordOptions o = {0};
  const Option options[] = {
    {"why",
     G_OPTION_ARG_FILENAME,
     &o.why,
     "TEXT",
     {"理由（記録に残ります。氏名は書かないでください）", "the reason, recorded; without names"}},
    {"until",
     G_OPTION_ARG_FILENAME,
     &o.until,
     "DAY",
     {"免除の最後の日", "the exemption's last day"}},
    {"due", G_OPTION_ARG_FILENAME, &o.due, "DAY", {"期限", "the due day"}},
    {"at", G_OPTION_ARG_FILENAME, &o.at, "A,B", {"対象の事業所", "sites that must take it"}},
    {"roles", G_OPTION_ARG_FILENAME, &o.roles, "A,B", {"対象の職種", "roles that must take it"}},
    {"groups",
     G_OPTION_ARG_FILENAME,
     &o.groups,
     "A,B",
     {"対象のグループ", "groups that must take it"}},
    {"drop",
     G_OPTION_ARG_NONE,
     &o.drop,
     NULL,
     {"決まり・免除をやめます", "end the rule or exemption"}},
    {"date",
     G_OPTION_ARG_FILENAME,
     &o.date,
     "DAY",
     {"集合研修や用紙の日", "day of the session or paper"}},
    {"place", G_OPTION_ARG_FILENAME, &o.place, "TEXT", {"場所", "the place"}},
    {"lecturer", G_OPTION_ARG_FILENAME, &o.lecturer, "NAME", {"講師", "the lecturer"}},
    {"minutes", G_OPTION_ARG_INT, &o.minutes, "N", {"時間（分）", "how long it takes"}},
    {"material",
     G_OPTION_ARG_FILENAME_ARRAY,
     &o.material,
     "FILE",
     {"使った資料（何度でも）", "a file that was used (may be repeated)"}},
    {"round", G_OPTION_ARG_FILENAME, &o.round, "ROUND", {"再研修（方針/版）", "the retraining"}},
    OPTION_STORE(store),
    OPTION_YES(o.consent),
    {0},
  };
  if (invocation_parse(in, options, 1, 1001))
    archive_run(in, store, verbs, "", &o);
  options_clear(&o);
  return invocation_finish(in);
}
