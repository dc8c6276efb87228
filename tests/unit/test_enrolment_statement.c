/* The statement of a certificate: what it says, its link, what is found when it is held against keys. */
#include "enrolment/statement.h"

#include <glib/gstdio.h>
#include <string.h>

/* A key made for the test, and what it signed. */
typedef struct {
  char *folder, *path;
  SigningKey *key;
  char *link;
} Fixture;

static const char salt[] = "00112233445566778899aabbccddeeff";

static Statement statement_of(char *hash)
{
  return (Statement){.id = (char *)"K7QM-4RNA-2XWD",
                     .title = (char *)"個人情報の取り扱い 2026年度研修",
                     .year = 2026,
                     .done = {2026, 11, 22},
                     .name_hash = hash};
}

static void set_up(Fixture *f, gconstpointer data)
{
  g_autoptr(Report) report = report_new();
  (void)data;
  g_assert_true(secret_ready(report));
  f->folder = g_dir_make_tmp("kaitei-test-XXXXXX", NULL);
  f->path = g_build_filename(f->folder, "key", NULL);
  f->key = signing_key_create(f->path, report);
  g_assert_nonnull(f->key);
  g_autofree char *hash = statement_name_hash(salt, "山田 花子");
  Statement statement = statement_of(hash);
  g_autofree char *text = statement_text(&statement);
  g_autofree char *signature = signing_key_sign(f->key, text, strlen(text));
  f->link = statement_link(text, signature, salt);
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  signing_key_free(f->key);
  (void)g_unlink(f->path);
  (void)g_rmdir(f->folder);
  g_free(f->folder);
  g_free(f->path);
  g_free(f->link);
}

static StatementVerdict check(const Fixture *f, const char *link, const char *name)
{
  const char *const keys[] = {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                              signing_key_public(f->key), NULL};
  g_autoptr(StatementLink) read = statement_link_read(link);
  return read != NULL ? statement_check(read, keys, name, NULL) : STATEMENT_NONE;
}

static void test_text(void)
{
  g_autofree char *hash = statement_name_hash(salt, "山田花子");
  Statement statement = statement_of(hash);
  g_autofree char *text = statement_text(&statement);
  g_autoptr(Statement) read = statement_read(text);

  g_assert_nonnull(read);
  g_assert_cmpstr(read->id, ==, statement.id);
  g_assert_cmpstr(read->title, ==, statement.title);
  g_assert_cmpint(read->year, ==, 2026);
  g_assert_cmpint(day_compare(read->done, statement.done), ==, 0);
  g_assert_cmpstr(read->name_hash, ==, hash);
}

/* However the name is spaced or typed (half-width, composed), it is the same; another is not. */
static void test_name(void)
{
  static const char *const same[] = {"山田花子", "山田 花子", " 山田　花子 ", "山田\t花子"};
  g_autofree char *hash = statement_name_hash(salt, "山田花子");
  for (guint i = 0; i < G_N_ELEMENTS(same); i++) {
    g_autofree char *other = statement_name_hash(salt, same[i]);
    g_assert_cmpstr(other, ==, hash);
  }
  g_autofree char *half = statement_name_hash(salt, "ﾔﾏﾀﾞ ﾊﾅｺ");
  g_autofree char *full = statement_name_hash(salt, "ヤマダハナコ");
  g_assert_cmpstr(half, ==, full);
  g_autofree char *stranger = statement_name_hash(salt, "山田太郎");
  g_assert_cmpstr(stranger, !=, hash);
  g_autofree char *salted = statement_name_hash("10112233445566778899aabbccddeeff", "山田花子");
  g_assert_cmpstr(salted, !=, hash);
}

static void test_check(Fixture *f, gconstpointer data)
{
  g_autofree char *address = g_strconcat("https://example.jp/verify/#", f->link, NULL);
  (void)data;
  g_assert_cmpint(check(f, f->link, NULL), ==, STATEMENT_GOOD);
  g_assert_cmpint(check(f, address, "山田花子"), ==, STATEMENT_GOOD);
  g_assert_cmpint(check(f, f->link, "山田太郎"), ==, STATEMENT_OTHER_NAME);
}

/* Any sign of it changed: forged, or no link; never good. */
static void test_altered(Fixture *f, gconstpointer data)
{
  (void)data;
  for (gsize i = 0; f->link[i] != '\0'; i++) {
    g_autofree char *altered = g_strdup(f->link);
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    g_autoptr(StatementLink) was = statement_link_read(f->link);
    g_autoptr(StatementLink) now = statement_link_read(altered);
    /* The last sign of a part has bits that say nothing. */
    if (now != NULL && strcmp(was->text, now->text) == 0 &&
        strcmp(was->signature, now->signature) == 0 && strcmp(was->salt, now->salt) == 0)
      continue;
    g_assert_cmpint(check(f, altered, "山田花子"), !=, STATEMENT_GOOD);
  }
}

static void test_no_link(void)
{
  static const char *const none[] = {"",
                                     "#",
                                     "1",
                                     "1...",
                                     "2.a.b.c",
                                     "1.YQ.YQ.YQ",
                                     "https://example.jp/verify/",
                                     "1.%%.a.b",
                                     "1.AA==.AA.AA",
                                     "1.AAAAA.AA.AA"};
  for (guint i = 0; i < G_N_ELEMENTS(none); i++)
    g_assert_null(statement_link_read(none[i]));
}

static void test_no_statement(void)
{
  static const char *const none[] = {
    "",
    "kaitei-certificate 1\n",
    "kaitei-certificate 2\na\nb\n2026\n2026-11-22\n",
    "kaitei-certificate 1\na\nb\n2026\n2026-13-22\n"
    "0000000000000000000000000000000000000000000000000000000000000000\n",
    "kaitei-certificate 1\na\nb\n2026\n2026-11-22\nzz\n",
    "kaitei-certificate 1\na\nb\n2026\n2026-11-22\n"
    "0000000000000000000000000000000000000000000000000000000000000000\nmore\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS(none); i++)
    g_assert_null(statement_read(none[i]));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/enrolment/statement/text", test_text);
  g_test_add_func("/enrolment/statement/name", test_name);
  g_test_add("/enrolment/statement/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add("/enrolment/statement/altered", Fixture, NULL, set_up, test_altered, tear_down);
  g_test_add_func("/enrolment/statement/no-link", test_no_link);
  g_test_add_func("/enrolment/statement/no-statement", test_no_statement);
  return g_test_run();
}
