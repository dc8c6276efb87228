#include "cli/archive.h"

#include "base/text.h"
#include "cli/policies.h"

#include <stdlib.h>
#include <string.h>

char *archive_path(const Invocation *in, const char *store)
{
  return store != NULL ? g_strdup(store)
                       : g_build_filename(invocation_site(in), "_records", "store.db", NULL);
}

void archive_free(Archive *archive)
{
  if (archive == NULL)
    return;
  store_close(archive->store);
  curriculum_unref(archive->curriculum);
  site_free(archive->site);
  g_free(archive->actor);
  g_free(archive);
}

Archive *archive_open(Invocation *in, const char *store, bool modules)
{
  g_autoptr(Archive) archive = g_new0(Archive, 1);
  g_autofree char *path = archive_path(in, store);
  archive->in = in;
  archive->site = policies_read(in);
  if (archive->site == NULL)
    return NULL;
  Day today = day_known(in->as_of) ? in->as_of : day_today(archive->site->timezone);
  archive->store = store_open(path, in->report);
  if (archive->store == NULL)
    return NULL;
  if (modules) {
    archive->curriculum = curriculum_read(archive->site->root, today, in->report);
    if (archive->curriculum == NULL)
      return NULL;
  }
  archive->actor = actor_cli();
  archive->with = (Enrolment){.store = archive->store,
                              .curriculum = archive->curriculum,
                              .act = {archive->actor, moment_now()},
                              .today = today,
                              .timezone = archive->site->timezone};
  return g_steal_pointer(&archive);
}

bool archive_begin(Archive *archive)
{
  return store_begin(archive->store, archive->in->report);
}

bool archive_end(Archive *archive, bool good)
{
  if (good)
    return store_commit(archive->store, archive->in->report);
  store_rollback(archive->store);
  return false;
}

bool archive_day(Archive *archive, const char *text, Day *day)
{
  *day = (Day){0};
  if (text == NULL)
    return true;
  WarekiReading reading = wareki_read(text);
  if ((reading.status == WAREKI_OK || reading.status == WAREKI_PAST_END) &&
      day_exact(reading.day) && !reading.mismatch) {
    *day = reading.day;
    return true;
  }
  report_add(archive->in->report, DIAG_ARCHIVE_DAY, place_none(), text, NULL);
  return false;
}

char **archive_list(const char *text)
{
  if (text == NULL)
    return NULL;
  g_autoptr(GString) plain = g_string_new(text);
  g_string_replace(plain, "、", ",", 0);
  g_auto(GStrv) parts = g_strsplit(plain->str, ",", -1);
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip(*part) != '\0')
      g_ptr_array_add(list, *part);
  g_ptr_array_add(list, NULL);
  return g_strdupv((char **)list->pdata);
}

/* --- verbs -------------------------------------------------------------------------------- */

static const Verb *find_verb(Invocation *in, const Verb *verbs, const char *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (const Verb *verb = verbs; verb->name != NULL; verb++) {
    if (strcmp(verb->name, name) == 0)
      return verb;
    g_ptr_array_add(names, (gpointer)verb->name);
  }
  g_ptr_array_add(names, NULL);
  g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
  report_add(in->report, DIAG_VERB_UNKNOWN, place_none(), in->command->name, name, list, NULL);
  return NULL;
}

void archive_run(Invocation *in, const char *store, const Verb *verbs, const char *otherwise,
                 gpointer options)
{
  const char *name = in->count > 0 ? in->arguments[0] : otherwise;
  char **rest = in->arguments + (in->count > 0 ? 1 : 0);
  const Verb *verb = find_verb(in, verbs, name);
  if (verb == NULL)
    return;
  guint count = g_strv_length(rest);
  if (count < verb->least || count > verb->most) {
    g_autofree char *called = g_strdup_printf("%s %s", in->command->name, verb->name);
    report_add(in->report, count < verb->least ? DIAG_ARGUMENTS_TOO_FEW : DIAG_ARGUMENTS_TOO_MANY,
               place_none(), called, verb->arguments, NULL);
    return;
  }
  g_autoptr(Archive) archive = archive_open(in, store, verb->modules);
  if (archive != NULL)
    verb->run(archive, rest, options);
}

void archive_print_json(json_t *json)
{
  char *text = json_dumps(json, JSON_INDENT(2));
  puts(text);
  free(text);
  json_decref(json);
}

char *archive_moment(const Archive *archive, Moment at)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(archive->site->timezone);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at / MOMENT_SECOND);
  g_autoptr(GDateTime) there =
    zone != NULL && utc != NULL ? g_date_time_to_timezone(utc, zone) : g_date_time_ref(utc);
  return g_date_time_format(there, "%Y-%m-%d %H:%M");
}
