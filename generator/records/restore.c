/* Backups: taken out again, tried, put in the place of the store. */
#include "records/backup.h"

#include "base/files.h"
#include "records/audit.h"
#include "records/copy.h"
#include "records/event.h"
#include "records/schema.h"
#include "records/secret.h"
#include "records/staff.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
  PIECE = 65536,
  SEALED = PIECE + crypto_secretstream_xchacha20poly1305_ABYTES,
};

typedef struct {
  const char *path;
  FILE *from;
  int into;
  crypto_secretstream_xchacha20poly1305_state state;
  unsigned char sealed[SEALED];
  unsigned char plain[PIECE];
} Opening;

static bool fault(const Opening *opening, DiagCode code, Report *report)
{
  report_add(report, code, place_at(opening->path, 0, 0), NULL);
  return false;
}

static bool open_head(Opening *opening, const BackupKey *key, BackupHead *head, char **text,
                      Report *report)
{
  unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  gsize used = 0;
  gsize count = fread(opening->plain, 1, 1024, opening->from);
  if (!backup_head_read((const char *)opening->plain, count, head, &used))
    return fault(opening, DIAG_BACKUP_FORM, report);
  *text = g_strndup((const char *)opening->plain, used);
  if (fseek(opening->from, (long)used, SEEK_SET) != 0 ||
      fread(header, 1, sizeof header, opening->from) != sizeof header)
    return fault(opening, DIAG_BACKUP_CUT, report);
  if (crypto_secretstream_xchacha20poly1305_init_pull(&opening->state, header,
                                                      backup_key_bytes(key)) != 0)
    return fault(opening, DIAG_BACKUP_KEY_WRONG, report);
  return true;
}

static bool write_plain(const Opening *opening, gsize length, Report *report)
{
  for (gsize at = 0; at < length;) {
    gssize count = write(opening->into, opening->plain + at, length - at);
    if (count < 0 && errno != EINTR) {
      file_report_unwritable("store", errno, report);
      return false;
    }
    at += count > 0 ? (gsize)count : 0;
  }
  return true;
}

/* Every piece has its tag, the first the head's besides, the last says that it is the last. */
static bool open_pieces(Opening *opening, const BackupHead *head, const char *text, Report *report)
{
  gint64 size = 0;
  unsigned char tag = 0;
  while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
    unsigned long long length = 0;
    gsize count = fread(opening->sealed, 1, SEALED, opening->from);
    if (count == 0)
      return fault(opening, DIAG_BACKUP_CUT, report);
    if (crypto_secretstream_xchacha20poly1305_pull(
          &opening->state, opening->plain, &length, &tag, opening->sealed, count,
          (const unsigned char *)text, text != NULL ? strlen(text) : 0) != 0)
      return fault(opening, count < SEALED && size > 0 ? DIAG_BACKUP_CUT : DIAG_BACKUP_KEY_WRONG,
                   report);
    text = NULL;
    size += (gint64)length;
    if (!write_plain(opening, length, report))
      return false;
  }
  if (size != head->size || fgetc(opening->from) != EOF)
    return fault(opening, DIAG_BACKUP_FORM, report);
  return true;
}

static bool decrypt(const char *path, const BackupKey *key, int into, Moment now, BackupHead *head,
                    Report *report)
{
  g_autofree char *text = NULL;
  Opening *opening = g_new0(Opening, 1);
  *opening = (Opening){.path = path, .from = fopen(path, "rbe"), .into = into};
  bool ok = opening->from != NULL;
  if (!ok)
    report_add(report, DIAG_FILE_UNREADABLE, place_at(path, 0, 0), path, g_strerror(errno), NULL);
  ok =
    ok && open_head(opening, key, head, &text, report) && open_pieces(opening, head, text, report);
  if (ok && now != 0 && head->ends <= now) {
    g_autofree char *iso = day_iso(moment_day(head->ends, "UTC"));
    report_add(report, DIAG_BACKUP_OVER, place_at(path, 0, 0), iso, NULL);
    ok = false;
  }
  if (opening->from != NULL)
    fclose(opening->from);
  sodium_memzero(opening, sizeof *opening);
  g_free(opening);
  return ok;
}

/* The copy is of one schema perhaps older than this program's: opening brings it forward, which is
 * right for a restore, and its own backup key lies beside it. Here it is only looked at. */
static bool check_copy(const char *path, const BackupHead *head, Report *report)
{
  g_autoptr(Store) store = database_open(path, false, report);
  char hash[65];
  gint64 seq = 0, seen = 0;
  if (store == NULL || !events_head(store, &seq, hash, report))
    return false;
  if (seq != head->seq || strcmp(hash, head->hash) != 0) {
    report_add(report, DIAG_BACKUP_FORM, place_at(path, 0, 0), NULL);
    return false;
  }
  return audit_sound(store, report) && audit_chain(store, &seen, report);
}

bool backup_extract(const char *path, const BackupKey *key, const char *into, Moment now,
                    BackupHead *head, Report *report)
{
  int fd = open(into, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) {
    report_add(report, DIAG_BACKUP_THERE, place_at(into, 0, 0), NULL);
    return false;
  }
  if (fd < 0) {
    file_report_unwritable(into, errno, report);
    return false;
  }
  bool ok = decrypt(path, key, fd, now, head, report);
  if (ok && fsync(fd) != 0) {
    file_report_unwritable(into, errno, report);
    ok = false;
  }
  close(fd);
  ok = ok && check_copy(into, head, report);
  if (!ok)
    g_unlink(into);
  return ok;
}

bool backup_drill(const char *path, const BackupKey *key, const char *store_path, Moment now,
                  BackupHead *head, StoreFigures *figures, Report *report)
{
  g_autofree char *into = g_strconcat(store_path, ".drill", NULL);
  g_unlink(into);
  if (!backup_extract(path, key, into, now, head, report))
    return false;
  g_autoptr(Store) store = database_open(into, false, report);
  bool ok = store != NULL && store_figures(store, figures, report);
  g_clear_pointer(&store, store_close);
  g_unlink(into);
  return ok;
}

/* ---- put in its place ---- */

/* The ids of those who are erased, with rule and reason, in the store that is to go. */
static GPtrArray *erased_there(const char *path, Report *report)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
  g_autoptr(Store) store = database_open(path, false, report);
  EventQuery query = {.kind = "staff.erased"};
  for (bool more = store != NULL; more;) {
    g_autoptr(GPtrArray) chunk = events_read(store, &query, report);
    if (chunk == NULL)
      return NULL;
    more = chunk->len == STORE_CHUNK;
    if (chunk->len > 0)
      query.after = ((const Event *)chunk->pdata[chunk->len - 1])->seq;
    g_ptr_array_extend_and_steal(events, g_steal_pointer(&chunk));
  }
  return store != NULL ? g_steal_pointer(&events) : NULL;
}

static bool erase_again(Store *store, const Act *act, const Event *event, Report *report)
{
  g_autoptr(Person) person = NULL;
  g_autofree char *rule = event_text(event, "rule");
  g_autofree char *why = event_text(event, "why");
  if (!staff_find(store, event->subject, &person, report))
    return false;
  if (person == NULL || person->state == STAFF_ERASED)
    return true;
  Day today = moment_day(act->at, "UTC");
  return staff_leave(store, act, event->subject, today, report) &&
         staff_erase(store, act, event->subject, or_empty(rule), or_empty(why), report);
}

static bool settle(Store *store, const Act *act, const BackupHead *head, const GPtrArray *erased,
                   Report *report)
{
  if (!store_begin(store, report))
    return false;
  json_t *body = json_object();
  body_put_number(body, "seq", head->seq);
  body_put_text(body, "hash", head->hash);
  body_put_number(body, "made", head->made);
  bool ok = act_begin(store, report);
  if (!ok)
    json_decref(body);
  ok = ok && act_end(store,
                     event_append(store, act, "restored", "", body, NULL, report) &&
                       sql_run(store, report, "DELETE FROM sessions", ""),
                     report);
  for (guint i = 0; ok && erased != NULL && i < erased->len; i++)
    ok = erase_again(store, act, erased->pdata[i], report);
  if (ok)
    return store_commit(store, report);
  store_rollback(store);
  return false;
}

/* Kept, not deleted: it may hold more than the backup. */
static bool move_away(const char *path, Moment at, char **kept, Report *report)
{
  *kept = NULL;
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  g_autofree char *to = g_strdup_printf("%s.before-%" G_GINT64_FORMAT, path, at);
  g_autofree char *journal = g_strconcat(path, "-journal", NULL);
  g_autofree char *journal_to = g_strconcat(to, "-journal", NULL);
  if (g_rename(path, to) != 0) {
    file_report_unwritable(path, errno, report);
    return false;
  }
  g_rename(journal, journal_to); /* belongs to that file, where there is one */
  *kept = g_steal_pointer(&to);
  return true;
}

static bool put_in_place(const char *path, const BackupKey *key, const char *store_path,
                         const Act *act, bool even_over, char **kept, BackupHead *head,
                         Report *report)
{
  g_autofree char *into = g_strdup_printf("%s.restored", store_path);
  g_autoptr(GPtrArray) erased = NULL;
  g_autoptr(Report) unsaid = report_new();
  g_unlink(into);
  if (!backup_extract(path, key, into, even_over ? 0 : act->at, head, report))
    return false;
  /* A store that is damaged may not tell any more: it is kept, and who reads it can. */
  if (g_file_test(store_path, G_FILE_TEST_EXISTS))
    erased = erased_there(store_path, unsaid);
  Store *store = store_open(into, report);
  bool ok = store != NULL && settle(store, act, head, erased, report);
  store_close(store);
  ok = ok && move_away(store_path, act->at, kept, report);
  if (ok && g_rename(into, store_path) != 0) {
    file_report_unwritable(store_path, errno, report);
    ok = false;
  }
  if (!ok)
    g_unlink(into);
  return ok;
}

bool backup_restore(const char *path, const BackupKey *key, const char *store_path, const Act *act,
                    bool even_over, char **kept, BackupHead *head, Report *report)
{
  *kept = NULL;
  /* A server would go on writing to the file that was moved away. */
  int serving = database_serve(store_path, report);
  if (serving < 0)
    return false;
  bool ok = put_in_place(path, key, store_path, act, even_over, kept, head, report);
  close(serving);
  return ok;
}
