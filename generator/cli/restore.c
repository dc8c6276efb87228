/* restore: a backup in the place of the store; or, with --drill, tried out and thrown away. */
#include "cli/archive.h"
#include "cli/proposing.h"
#include "cli/shown.h"
#include "records/backup.h"

#include <string.h>

typedef struct {
  char *key;
  gboolean drill, over;
  Consent consent;
} RestoreOptions;

static char *moment_text(Moment at)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at / MOMENT_SECOND);
  return g_date_time_format(utc, "%Y-%m-%d %H:%M UTC");
}

static void print_drill(const Invocation *in, const BackupHead *head, const StoreFigures *figures)
{
  if (in->json)
    archive_print_json(json_pack(
      "{s:b, s:I, s:s, s:I, s:I}", "good", 1, "seq", (json_int_t)head->seq, "hash", head->hash,
      "events", (json_int_t)figures->events, "present", (json_int_t)figures->present));
  else if (!in->quiet)
    printf(say(in,
               "このバックアップから戻せます: 出来事 %" G_GINT64_FORMAT
               " 件、名簿 %" G_GINT64_FORMAT " 人。いまの記録には触れていません。\n",
               "This backup can be restored: %" G_GINT64_FORMAT " events, %" G_GINT64_FORMAT
               " on the roster. The records were not touched.\n"),
           figures->events, figures->present);
}

static void restore(Invocation *in, const char *store, const char *file,
                    const RestoreOptions *options)
{
  g_autofree char *actor = actor_cli(), *kept = NULL;
  Act act = {actor, moment_now()};
  g_autofree char *key_path =
    options->key != NULL ? g_strdup(options->key) : backup_key_path(store);
  g_autoptr(BackupKey) key = backup_key_read(key_path, in->report);
  BackupHead head;
  StoreFigures figures;
  if (key == NULL)
    return;
  if (!g_file_test(file, G_FILE_TEST_EXISTS)) {
    report_add(in->report, DIAG_FILE_MISSING, place_none(), file, NULL);
    return;
  }
  if (!backup_head(file, &head, in->report))
    return;
  if (options->drill) {
    if (backup_drill(file, key, store, act.at, &head, &figures, in->report))
      print_drill(in, &head, &figures);
    return;
  }
  g_autofree char *made = moment_text(head.made);
  print_fact(in, say(in, "バックアップした日時", "Backed up"), made);
  print_fact(in, say(in, "戻すところ", "In the place of"), store);
  if (!invocation_consents(in, &options->consent) ||
      !backup_restore(file, key, store, &act, options->over, &kept, &head, in->report))
    return;
  if (in->json)
    archive_print_json(
      json_pack("{s:s, s:s?, s:I}", "store", store, "kept", kept, "seq", (json_int_t)head.seq));
  else if (!in->quiet)
    printf(say(in, "%" G_GINT64_FORMAT " 番までの記録に戻しました。前の記録: %s\n",
               "Restored up to event %" G_GINT64_FORMAT ". The records before: %s\n"),
           head.seq, kept != NULL ? kept : "-");
  if (kept != NULL && !in->json && !in->quiet)
    printf(say(in,
               "前の記録には、今後消去する人の名前も残ります。不要になったら削除してください"
               "（35日後からは kaitei backup prune が捨てます）。\n",
               "In the records before, names stay that are erased from now on: delete them when you"
               " need them no more (after 35 days kaitei backup prune does).\n"));
}

int command_restore(Invocation *in)
{
  g_autofree char *store = NULL;
  RestoreOptions o = {0};
  const Option options[] = {
    {"drill",
     G_OPTION_ARG_NONE,
     &o.drill,
     NULL,
     {"戻せるかどうかだけを確かめます", "see whether it can be restored, and stop"}},
    {"over",
     G_OPTION_ARG_NONE,
     &o.over,
     NULL,
     {"期限の過ぎたバックアップでも戻します", "take one whose end has come, too"}},
    {"key",
     G_OPTION_ARG_FILENAME,
     &o.key,
     "FILE",
     {"バックアップの鍵（既定: 記録の隣の backup-key）",
      "the backup key (default: backup-key beside the store)"}},
    OPTION_STORE(store),
    OPTION_YES(o.consent),
    {0},
  };
  if (invocation_parse(in, options, 1, 1)) {
    g_autofree char *path = archive_path(in, store);
    if (store != NULL || invocation_has_site(in))
      restore(in, path, in->arguments[0], &o);
  }
  g_free(o.key);
  return invocation_finish(in);
}
