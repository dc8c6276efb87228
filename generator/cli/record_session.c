/* record session: group sessions planned, held, cancelled; who was there. */
#include "cli/record.h"

#include "base/files.h"
#include "enrolment/session.h"

#include <string.h>

enum { MATERIAL_LIMIT = 64 * 1024 * 1024 };

static bool take_material(Archive *archive, Gathering *gathering, char *const *files)
{
  for (; files != NULL && *files != NULL; files++) {
    gsize size = 0;
    g_autofree char *bytes = file_read(*files, NULL, MATERIAL_LIMIT, &size, archive->in->report);
    g_autofree char *name = g_path_get_basename(*files);
    if (bytes == NULL)
      return false;
    session_material(gathering->material, name, bytes, size);
  }
  return true;
}

static void replace(char **field, const char *given)
{
  if (given == NULL)
    return;
  g_free(*field);
  *field = g_strdup(given);
}

/* What the options say, over what is there. */
static bool fill(Archive *archive, Gathering *gathering, const RecordOptions *options)
{
  Day date;
  if (!archive_day(archive, options->date, &date) ||
      !take_material(archive, gathering, options->material))
    return false;
  replace(&gathering->place, options->place);
  replace(&gathering->lecturer, options->lecturer);
  if (day_known(date))
    gathering->date = date;
  if (options->minutes != 0)
    gathering->minutes = options->minutes > 0 ? (guint)options->minutes : 0;
  return true;
}

static void plan(Archive *archive, char **arguments, const RecordOptions *options)
{
  g_autoptr(Gathering) gathering = g_new0(Gathering, 1);
  g_autofree char *id = NULL;
  gathering->module = g_strdup(arguments[0]);
  gathering->place = g_strdup("");
  gathering->lecturer = g_strdup("");
  gathering->material = material_new();
  if (!fill(archive, gathering, options) || !archive_begin(archive))
    return;
  if (archive_end(archive, session_plan(&archive->with, gathering, &id, archive->in->report))) {
    if (!archive->in->json && !archive->in->quiet)
      printf(say(archive->in, "集合研修の予定を記録しました: %s\n", "The session is planned: %s\n"),
             id);
    else if (archive->in->json)
      archive_print_json(json_pack("{s:s}", "session", id));
  }
}

static Gathering *read_session(Archive *archive, const char *id)
{
  Gathering *gathering = NULL;
  if (gathering_find(archive->store, id, &gathering, archive->in->report) && gathering == NULL)
    report_add(archive->in->report, DIAG_SESSION_UNKNOWN, place_none(), id, NULL);
  return gathering;
}

static void change(Archive *archive, char **arguments, const RecordOptions *options)
{
  g_autoptr(Gathering) gathering = read_session(archive, arguments[0]);
  if (gathering == NULL || !fill(archive, gathering, options) || !archive_begin(archive))
    return;
  if (archive_end(archive, session_plan(&archive->with, gathering, NULL, archive->in->report)))
    record_say(archive, "session", arguments[0], "集合研修の予定を直しました。",
               "The plan is changed.");
}

static void hold(Archive *archive, char **arguments, const RecordOptions *options)
{
  g_autoptr(Gathering) gathering = read_session(archive, arguments[0]);
  if (gathering == NULL || !fill(archive, gathering, options) || !archive_begin(archive))
    return;
  if (archive_end(archive, session_hold(&archive->with, gathering, archive->in->report)))
    record_say(archive, "session", arguments[0], "実施を記録しました。", "Recorded as held.");
}

static void cancel(Archive *archive, char **arguments, const RecordOptions *options)
{
  if (!archive_begin(archive))
    return;
  if (archive_end(archive,
                  gathering_cancel(archive->store, &archive->with.act, arguments[0],
                                   options->why != NULL ? options->why : "", archive->in->report)))
    record_say(archive, "session", arguments[0], "中止を記録しました。", "Recorded as cancelled.");
}

/* PERSON… as on the command line; none: one a line on standard input. */
static GPtrArray *read_people(Archive *archive, char **given)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  gsize length = 0;
  g_autofree char *input =
    *given == NULL ? read_input(1024 * 1024, &length, archive->in->report) : NULL;
  if (*given == NULL && input == NULL)
    return NULL;
  g_auto(GStrv) lines = input != NULL ? g_strsplit(input, "\n", -1) : g_strdupv(given);
  bool good = true;
  for (char **line = lines; *line != NULL; line++) {
    if (*g_strstrip(*line) == '\0')
      continue;
    char *id = enrolment_person(&archive->with, *line, archive->in->report);
    good = good && id != NULL;
    g_ptr_array_add(ids, id);
  }
  g_ptr_array_add(ids, NULL);
  return good ? g_steal_pointer(&ids) : NULL;
}

static void attend(Archive *archive, char **arguments, const RecordOptions *options)
{
  Invocation *in = archive->in;
  guint added = 0;
  (void)options;
  g_autoptr(GPtrArray) ids = read_people(archive, arguments + 1);
  if (ids == NULL || !archive_begin(archive))
    return;
  if (!archive_end(archive, session_attend(&archive->with, arguments[0],
                                           (const char *const *)ids->pdata, &added, in->report)))
    return;
  if (in->json)
    archive_print_json(json_pack("{s:s, s:i}", "session", arguments[0], "added", (int)added));
  else if (!in->quiet)
    printf(say(in, "%u 人の参加を記録しました。\n", "%u recorded as having attended.\n"), added);
}

void record_run_session(Archive *archive, char **arguments, gpointer options)
{
  static const struct {
    const char *name;
    guint least, most;
    void (*run)(Archive *archive, char **arguments, const RecordOptions *options);
  } verbs[] = {
    {"plan", 1, 1, plan},     {"change", 1, 1, change},    {"hold", 1, 1, hold},
    {"cancel", 1, 1, cancel}, {"attend", 1, 1000, attend},
  };
  guint count = g_strv_length(arguments) - 1;
  for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
    if (strcmp(verbs[i].name, arguments[0]) != 0)
      continue;
    if (count >= verbs[i].least && count <= verbs[i].most)
      verbs[i].run(archive, arguments + 1, options);
    else
      report_add(archive->in->report,
                 count < verbs[i].least ? DIAG_ARGUMENTS_TOO_FEW : DIAG_ARGUMENTS_TOO_MANY,
                 place_none(), "record session",
                 "plan MODULE | change|hold|cancel SESSION | attend SESSION [PERSON...]", NULL);
    return;
  }
  report_add(archive->in->report, DIAG_VERB_UNKNOWN, place_none(), "record session", arguments[0],
             "plan, change, hold, cancel, attend", NULL);
}
