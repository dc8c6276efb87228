/* A store's life: made, opened, brought forward; its transactions. */
#include "records/store.h"

#include "base/files.h"
#include "records/backup.h"
#include "records/copy.h"
#include "records/event.h"
#include "records/schema.h"
#include "records/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- who ---- */

char *actor_subject(const char *subject)
{
  return g_strconcat("subject:", subject, NULL);
}

char *actor_account(const char *account)
{
  return g_strconcat("account:", account, NULL);
}

char *actor_cli(void)
{
  const struct passwd *entry = getpwuid(getuid());
  if (entry != NULL && entry->pw_name != NULL && *entry->pw_name != '\0')
    return g_strconcat("cli:", entry->pw_name, NULL);
  return g_strdup_printf("cli:%u", (unsigned)getuid());
}

const char *actor_id(const char *actor, const char *prefix)
{
  gsize length = strlen(prefix);
  return strncmp(actor, prefix, length) == 0 && actor[length] == ':' ? actor + length + 1 : NULL;
}

/* ---- making and opening ---- */

static bool make_folder(const char *path, Report *report)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *ignore = g_build_filename(folder, ".gitignore", NULL);
  if (g_file_test(folder, G_FILE_TEST_IS_DIR))
    return g_file_test(ignore, G_FILE_TEST_EXISTS) || file_write(ignore, "*\n", 2, report);
  g_autofree char *above = g_path_get_dirname(folder);
  if (!folder_make(above, report))
    return false;
  if (g_mkdir(folder, 0700) != 0) {
    file_report_unwritable(folder, errno, report);
    return false;
  }
  return file_write(ignore, "*\n", 2, report);
}

/* The file is made before the database opens it, so that nobody else could ever read it. */
static bool make_file(const char *path, Report *report)
{
  int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd >= 0)
    return close(fd) == 0;
  if (errno == EEXIST)
    report_add(report, DIAG_STORE_THERE, place_at(path, 0, 0), NULL);
  else
    file_report_unwritable(path, errno, report);
  return false;
}

static bool make_key(const char *path, Report *report)
{
  g_autofree char *key = backup_key_path(path);
  if (g_file_test(key, G_FILE_TEST_EXISTS))
    return true;
  g_autoptr(BackupKey) made = backup_key_create(key, report);
  return made != NULL;
}

static bool begin_record(Store *store, const Act *act, Report *report)
{
  json_t *body = json_object();
  g_autofree char *id = secret_id();
  g_strlcpy(store->id, id, sizeof store->id);
  body_put_text(body, "store", id);
  body_put_number(body, "schema", schema_newest(schema_steps));
  if (!store_begin(store, report)) {
    json_decref(body);
    return false;
  }
  bool ok = act_begin(store, report);
  ok = ok && sql_run(store, report, "INSERT INTO meta VALUES ('store', ?1)", "t", id);
  if (!ok)
    json_decref(body);
  ok = ok && event_append(store, act, "store.begun", "", body, NULL, report);
  ok = act_end(store, ok, report);
  if (ok)
    return store_commit(store, report);
  store_rollback(store);
  return false;
}

Store *store_create(const char *path, const Act *act, Report *report)
{
  if (!secret_ready(report) || !make_folder(path, report) || !make_file(path, report))
    return NULL;
  g_autoptr(Store) store = NULL;
  if (make_key(path, report))
    store = database_open(path, false, report);
  if (store != NULL && schema_bring(store, schema_steps, report) &&
      begin_record(store, act, report))
    return g_steal_pointer(&store);
  g_clear_pointer(&store, store_close);
  g_unlink(path);
  return NULL;
}

/* A file of its own: a lock on the database's would be in the way of the database's own. */
int database_serve(const char *path, Report *report)
{
  g_autofree char *mark = g_strconcat(path, ".serving", NULL);
  int fd = open(mark, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    file_report_unwritable(mark, errno, report);
    return -1;
  }
  if (flock(fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  close(fd);
  report_add(report, DIAG_STORE_SERVED, place_at(path, 0, 0), NULL);
  return -1;
}

bool store_serve(Store *store, Report *report)
{
  if (store->serving < 0)
    store->serving = database_serve(store->path, report);
  return store->serving >= 0;
}

static bool is_store(Store *store, Report *report)
{
  gint64 id = 0;
  if (!sql_number(store, report, &id, NULL, "PRAGMA application_id", ""))
    return false;
  if (id == SCHEMA_ID)
    return true;
  report_add(report, DIAG_STORE_FOREIGN, place_at(store->path, 0, 0), NULL);
  return false;
}

/* An encrypted copy first, with an end: a step may lose what only the copy has. */
static bool back_up_first(Store *store, int schema, Report *report)
{
  g_autofree char *key_path = backup_key_path(store->path);
  g_autoptr(BackupKey) key = backup_key_read(key_path, report);
  g_autofree char *into =
    g_strdup_printf("%s.schema-%d.%" G_GINT64_FORMAT ".backup", store->path, schema, moment_now());
  BackupHead head;
  return key != NULL && copy_encrypted(store, key, into, moment_now(),
                                       moment_now() + 30 * MOMENT_DAY, &head, report);
}

static bool bring_forward(Store *store, const char *const *steps, Report *report)
{
  int schema = schema_of(store, report), newest = schema_newest(steps);
  if (schema < 0)
    return false;
  if (schema > newest) {
    g_autofree char *has = g_strdup_printf("%d", schema);
    g_autofree char *known = g_strdup_printf("%d", newest);
    report_add(report, DIAG_STORE_NEWER, place_at(store->path, 0, 0), has, known, NULL);
    return false;
  }
  return schema == newest ||
         (back_up_first(store, schema, report) && schema_bring(store, steps, report));
}

static bool read_id(Store *store, Report *report)
{
  Rows rows = rows_of(store, report, "SELECT value FROM meta WHERE name = 'store'", "");
  if (rows_next(&rows))
    g_strlcpy(store->id, row_text(&rows, 0), sizeof store->id);
  return rows_end(&rows);
}

Store *store_open_steps(const char *path, const char *const *steps, Report *report)
{
  if (!secret_ready(report))
    return NULL;
  if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
    report_add(report, DIAG_STORE_MISSING, place_at(path, 0, 0), NULL);
    return NULL;
  }
  g_autoptr(Store) store = database_open(path, false, report);
  if (store == NULL || !is_store(store, report) || !bring_forward(store, steps, report) ||
      !read_id(store, report))
    return NULL;
  return g_steal_pointer(&store);
}

Store *store_open(const char *path, Report *report)
{
  return store_open_steps(path, schema_steps, report);
}

const char *store_path(const Store *store)
{
  return store->path;
}

const char *store_id(const Store *store)
{
  return store->id;
}
