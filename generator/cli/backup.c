/* backup: an encrypted copy of the records, with a day on which it is to be deleted. */
#include "records/backup.h"

#include "base/files.h"
#include "cli/archive.h"

#include <string.h>

enum { KEEP_MOST = 3650 };

typedef struct {
  int days;
  char *key;
} BackupOptions;

static BackupKey *read_key(Archive *archive, const char *given)
{
  g_autofree char *path =
    given != NULL ? g_strdup(given) : backup_key_path(store_path(archive->store));
  return backup_key_read(path, archive->in->report);
}

/* "records-20261122-100400.kaitei" in a folder; a path that is no folder as it is. */
static char *target_of(const Archive *archive, const char *given)
{
  g_autofree char *beside = g_path_get_dirname(store_path(archive->store));
  g_autofree char *folder = given == NULL ? g_build_filename(beside, "backups", NULL)
                            : g_file_test(given, G_FILE_TEST_IS_DIR) ? g_strdup(given)
                                                                     : NULL;
  if (folder == NULL)
    return g_strdup(given);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(archive->with.act.at / MOMENT_SECOND);
  g_autofree char *name = g_date_time_format(now, "records-%Y%m%d-%H%M%S.kaitei");
  return folder_make(folder, archive->in->report) ? g_build_filename(folder, name, NULL) : NULL;
}

static void print_head(const Archive *archive, const char *path, const BackupHead *head)
{
  const Invocation *in = archive->in;
  g_autofree char *ends = archive_moment(archive, head->ends);
  if (in->json)
    archive_print_json(json_pack("{s:s, s:I, s:s, s:I, s:I}", "file", path, "seq",
                                 (json_int_t)head->seq, "hash", head->hash, "ends",
                                 (json_int_t)head->ends, "size", (json_int_t)head->size));
  else if (!in->quiet)
    printf(say(in, "バックアップしました: %s（%" G_GINT64_FORMAT " 番まで、%s に捨てます）\n",
               "Backed up: %s (up to event %" G_GINT64_FORMAT ", to be deleted on %s)\n"),
           path, head->seq, ends);
}

static void run_make(Archive *archive, char **arguments, gpointer data)
{
  const BackupOptions *options = data;
  Report *report = archive->in->report;
  g_autofree char *path = target_of(archive, arguments[0]);
  g_autoptr(BackupKey) key = path != NULL ? read_key(archive, options->key) : NULL;
  BackupHead head;
  Moment ends = archive->with.act.at + options->days * MOMENT_DAY;
  if (key != NULL &&
      backup_write(archive->store, &archive->with.act, key, path, ends, &head, report))
    print_head(archive, path, &head);
}

static void run_prune(Archive *archive, char **arguments, gpointer data)
{
  const Invocation *in = archive->in;
  const char *store = store_path(archive->store);
  guint count = 0, kept = 0;
  (void)data;
  g_autofree char *beside = g_path_get_dirname(store);
  g_autofree char *folder =
    arguments[0] != NULL ? g_strdup(arguments[0]) : g_build_filename(beside, "backups", NULL);
  if (!backup_prune(folder, archive->with.act.at, &count, archive->in->report) ||
      !backup_prune_kept(store, archive->with.act.at, &kept, archive->in->report))
    return;
  if (in->json)
    archive_print_json(json_pack("{s:i, s:i}", "deleted", (int)count, "kept", (int)kept));
  else if (!in->quiet)
    printf(say(in, "期限の過ぎたバックアップを %u 個捨てました。\n",
               "%u backups past their end deleted.\n"),
           count);
  if (kept > 0 && !in->json && !in->quiet)
    printf(
      say(in, "戻す前の記録を %u 個捨てました。\n", "%u stores from before a restore deleted.\n"),
      kept);
}

static const Verb verbs[] = {
  {"make", 0, 1, "[FILE|FOLDER]", false, run_make},
  {"prune", 0, 1, "[FOLDER]", false, run_prune},
  {0},
};

int command_backup(Invocation *in)
{
  g_autofree char *store = NULL, *key = NULL;
  BackupOptions o = {.days = BACKUP_DAYS};
  const Option options[] = {
    {"days",
     G_OPTION_ARG_INT,
     &o.days,
     "N",
     {"何日後に捨てるか（既定: 35）", "days after which it is to be deleted (default: 35)"}},
    {"key",
     G_OPTION_ARG_FILENAME,
     &key,
     "FILE",
     {"バックアップの鍵（既定: 記録の隣の backup-key）",
      "the backup key (default: backup-key beside the store)"}},
    OPTION_STORE(store),
    {0},
  };
  if (invocation_parse(in, options, 0, 2)) {
    g_autofree char *given = g_strdup_printf("%d", o.days);
    o.key = key;
    if (o.days < 1 || o.days > KEEP_MOST)
      report_add(in->report, DIAG_ARCHIVE_NUMBER, place_none(), given, "1", "3650", NULL);
    else
      archive_run(in, store, verbs, "make", &o);
  }
  return invocation_finish(in);
}
