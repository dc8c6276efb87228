/* records: backups written, drilled, restored, refused; migrations with a backup first. */
#include "records_testing.h"

#include "records/schema.h"

static BackupKey *key_of(Fixture *f)
{
  g_autofree char *path = backup_key_path(f->path);
  BackupKey *key = backup_key_read(path, f->report);
  g_assert_nonnull(key);
  return key;
}

static bool file_has(const char *path, const char *word)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
  return memmem(bytes, length, word, strlen(word)) != NULL;
}

static void test_round(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(BackupKey) key = key_of(f);
  g_autofree char *path = g_build_filename(f->folder, "one.backup", NULL);
  BackupHead head, read, drilled;
  StoreFigures figures;
  GStatBuf found;
  begin(f);
  g_autofree char *one = add_person(f, "1", "CANARY-NAME", "x");
  for (int i = 0; i < 300; i++) { /* more than one piece */
    g_autofree char *number = g_strdup_printf("n%d", i);
    g_autofree char *each = add_person(f, number, "CANARY-NAME", "x");
  }
  commit(f);
  good(f, backup_write(f->store, &by_office, key, path, NOW + 30 * MOMENT_DAY, &head, f->report));
  g_assert_false(file_has(path, "CANARY-NAME"));
  g_assert_false(file_has(path, one));
  g_assert_cmpint(g_stat(path, &found), ==, 0);
  g_assert_cmpint(found.st_mode & 0777, ==, 0600);
  good(f, backup_head(path, &read, f->report));
  g_assert_cmpint(read.seq, ==, 302);
  g_assert_cmpint(read.ends, ==, NOW + 30 * MOMENT_DAY);
  g_assert_cmpint(read.size, >, 65536);
  good(f, backup_drill(path, key, f->path, NOW, &drilled, &figures, f->report));
  g_assert_cmpint(figures.events, ==, 302);
  g_assert_cmpint(figures.present, ==, 301);
  g_autofree char *drill = g_strconcat(f->path, ".drill", NULL);
  g_assert_false(g_file_test(drill, G_FILE_TEST_EXISTS));
  g_assert_false(backup_write(f->store, &by_office, key, path, NOW, &head, f->report));
  g_assert_true(was(f, DIAG_BACKUP_THERE));
  g_assert_false(
    backup_drill(path, key, f->path, NOW + 31 * MOMENT_DAY, &drilled, &figures, f->report));
  g_assert_true(was(f, DIAG_BACKUP_OVER));
}

/* Every byte in turn (of a small one; else every 97th) altered, and every length cut. */
static void test_altered(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(BackupKey) key = key_of(f);
  g_autofree char *path = g_build_filename(f->folder, "one.backup", NULL);
  g_autofree char *bad = g_build_filename(f->folder, "bad.backup", NULL);
  g_autofree char *into = g_build_filename(f->folder, "out.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  BackupHead head;
  good(f, backup_write(f->store, &by_office, key, path, NOW + MOMENT_DAY, &head, f->report));
  g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
  for (gsize at = 0; at < length; at += at < 400 ? 1 : 9973) {
    bytes[at] ^= 1;
    g_assert_true(g_file_set_contents(bad, bytes, (gssize)length, NULL));
    bytes[at] ^= 1;
    g_test_message("byte %d", (int)at);
    g_assert_false(backup_extract(bad, key, into, 0, &head, f->report));
    g_assert_false(g_file_test(into, G_FILE_TEST_EXISTS));
  }
  for (gsize cut = 0; cut < length; cut += cut < 300 ? 7 : 9973) {
    g_assert_true(g_file_set_contents(bad, bytes, (gssize)cut, NULL));
    g_test_message("cut at %d", (int)cut);
    g_assert_false(backup_extract(bad, key, into, 0, &head, f->report));
  }
  report_free(f->report);
  f->report = report_new();
  g_assert_true(g_file_set_contents(bad, bytes, (gssize)(length - 1), NULL));
  g_assert_false(backup_extract(bad, key, into, 0, &head, f->report));
  g_assert_true(was(f, DIAG_BACKUP_CUT));
  g_autofree char *longer = g_malloc0(length + 1);
  memcpy(longer, bytes, length);
  g_assert_true(g_file_set_contents(bad, longer, (gssize)length + 1, NULL));
  g_assert_false(backup_extract(bad, key, into, 0, &head, f->report));
  g_assert_true(report_failed(f->report));
  report_free(f->report);
  f->report = report_new();
  good(f, backup_extract(path, key, into, 0, &head, f->report));
}

static void test_other_key(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(BackupKey) key = key_of(f);
  g_autofree char *path = g_build_filename(f->folder, "one.backup", NULL);
  g_autofree char *into = g_build_filename(f->folder, "out.db", NULL);
  g_autofree char *key_path = g_build_filename(f->folder, "other-key", NULL);
  g_autofree char *text = NULL;
  BackupHead head;
  good(f, backup_write(f->store, &by_office, key, path, NOW + MOMENT_DAY, &head, f->report));
  g_autoptr(BackupKey) other = backup_key_create(key_path, f->report);
  g_assert_false(backup_extract(path, other, into, 0, &head, f->report));
  g_assert_true(was(f, DIAG_BACKUP_KEY_WRONG));
  g_assert_null(backup_key_create(key_path, f->report));
  g_assert_true(was(f, DIAG_SECRET_KEY_THERE));
  /* A digit miscopied is seen; a file that others may read is refused. */
  g_assert_true(g_file_get_contents(key_path, &text, NULL, NULL));
  text[30] = text[30] == '0' ? '1' : '0';
  g_assert_true(g_file_set_contents(key_path, text, -1, NULL));
  g_assert_cmpint(g_chmod(key_path, 0600), ==, 0);
  g_assert_null(backup_key_read(key_path, f->report));
  g_assert_true(was(f, DIAG_SECRET_KEY_FORM));
  g_assert_cmpint(g_chmod(key_path, 0644), ==, 0);
  g_assert_null(backup_key_read(key_path, f->report));
  g_assert_true(was(f, DIAG_SECRET_KEY_OPEN));
}

/* Who was erased since the backup was made is erased in the restored store too. */
static void test_restore(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(BackupKey) key = key_of(f);
  g_autofree char *path = g_build_filename(f->folder, "one.backup", NULL);
  g_autofree char *kept = NULL;
  BackupHead head;
  begin(f);
  g_autofree char *one = add_person(f, "1", "CANARY-ERASED", "x");
  g_autofree char *two = add_person(f, "2", "CANARY-STAYS", "x");
  commit(f);
  good(f, backup_write(f->store, &by_office, key, path, NOW + MOMENT_DAY, &head, f->report));
  begin(f);
  g_autofree char *lost = add_person(f, "3", "C", "x");
  good(f, staff_leave(f->store, &by_office, one, (Day){2026, 9, 30}, f->report));
  good(f, staff_erase(f->store, &by_office, one, "left+5y", "期間の終わり", f->report));
  commit(f);
  good(f, store_serve(f->store, f->report));
  g_autoptr(Store) second = store_open(f->path, f->report);
  g_assert_false(store_serve(second, f->report)); /* one server, */
  g_assert_true(was(f, DIAG_STORE_SERVED));
  g_clear_pointer(&second, store_close);
  g_assert_false(backup_restore(path, key, f->path, &by_office, false, &kept, &head, f->report));
  g_assert_true(was(f, DIAG_STORE_SERVED)); /* and not behind its back */
  store_close(f->store);
  f->store = NULL;
  good(f, backup_restore(path, key, f->path, &by_office, false, &kept, &head, f->report));
  g_assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
  g_assert_false(file_has(f->path, "CANARY-ERASED"));
  g_assert_true(file_has(f->path, "CANARY-STAYS"));
  f->store = store_open(f->path, f->report);
  g_assert_nonnull(f->store);
  g_autoptr(Person) there = NULL, gone = NULL;
  good(f, staff_find(f->store, one, &there, f->report));
  g_assert_cmpint(there->state, ==, STAFF_ERASED);
  good(f, staff_find(f->store, lost, &gone, f->report));
  g_assert_null(gone);
  good(f, audit_chain(f->store, NULL, f->report));
  good(f, audit_tables(f->store, NULL, f->report));
  good(f, audit_names(f->store, NULL, f->report));
}

static void test_prune(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(BackupKey) key = key_of(f);
  g_autofree char *old = g_build_filename(f->folder, "old.backup", NULL);
  g_autofree char *new = g_build_filename(f->folder, "new.backup", NULL);
  g_autofree char *other = g_build_filename(f->folder, "other.backup", NULL);
  BackupHead head;
  guint count = 0;
  good(f, backup_write(f->store, &by_office, key, old, NOW + MOMENT_DAY, &head, f->report));
  good(f, backup_write(f->store, &by_office, key, new, NOW + 9 * MOMENT_DAY, &head, f->report));
  g_assert_true(g_file_set_contents(other, "no backup", -1, NULL));
  good(f, backup_prune(f->folder, NOW + 2 * MOMENT_DAY, &count, f->report));
  g_assert_cmpuint(count, ==, 1);
  g_assert_false(g_file_test(old, G_FILE_TEST_EXISTS));
  g_assert_true(g_file_test(new, G_FILE_TEST_EXISTS));
  g_assert_true(g_file_test(other, G_FILE_TEST_EXISTS));
}

/* ---- migrations ---- */

static guint backups_in(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;
  guint count = 0;
  while ((name = g_dir_read_name(dir)) != NULL)
    count += g_str_has_suffix(name, ".backup");
  return count;
}

static void test_migrate(Fixture *f, gconstpointer data)
{
  (void)data;
  const char *steps[] = {schema_steps[0],
                         "ALTER TABLE people ADD COLUMN phone TEXT NOT NULL DEFAULT '';", NULL};
  const char *broken[] = {schema_steps[0], "CREATE TABLE half (x) STRICT; NO SUCH STATEMENT;",
                          NULL};
  StoreFigures figures;
  begin(f);
  g_autofree char *one = add_person(f, "1", "CANARY-NAME", "x");
  commit(f);
  g_clear_pointer(&f->store, store_close);
  g_assert_null(store_open_steps(f->path, broken, f->report));
  g_assert_cmpuint(backups_in(f->path), ==, 1);
  f->store = store_open(f->path, f->report); /* as it was: the step left nothing */
  g_assert_nonnull(f->store);
  report_free(f->report);
  f->report = report_new();
  good(f, audit_file(f->store, f->report));
  g_clear_pointer(&f->store, store_close);

  f->store = store_open_steps(f->path, steps, f->report);
  g_assert_nonnull(f->store);
  g_assert_cmpuint(backups_in(f->path), ==, 2);
  good(f, store_figures(f->store, &figures, f->report));
  g_assert_cmpint(figures.schema, ==, 2);
  g_assert_cmpint(figures.present, ==, 1);
  good(f, audit_chain(f->store, NULL, f->report));
  g_clear_pointer(&f->store, store_close);

  /* The program before it refuses, and changes nothing. */
  g_assert_null(store_open(f->path, f->report));
  g_assert_true(was(f, DIAG_STORE_NEWER));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name, function) \
  g_test_add("/records/backup/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("round", test_round);
  TEST("altered", test_altered);
  TEST("other-key", test_other_key);
  TEST("restore", test_restore);
  TEST("prune", test_prune);
  TEST("migrate", test_migrate);
  return g_test_run();
}
