/* serve/lookup: which file answers a path, and that none outside the site can. */
#include "serve/lookup.h"

#include "base/files.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *root;
} Fixture;

static void put(Fixture *f, const char *name)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *path = g_build_filename(f->folder, name, NULL);
  g_assert_true(file_write(path, name, strlen(name), report));
}

static void set_up(Fixture *f, gconstpointer data)
{
  (void)data;
  f->folder = g_dir_make_tmp("kaitei-lookup-XXXXXX", NULL);
  f->root = g_build_filename(f->folder, "public", NULL);
  put(f, "public/index.html");
  put(f, "public/a/index.html");
  put(f, "public/a b/é/index.html");
  put(f, "public/style.css");
  put(f, "public/empty/x/index.html");
  put(f, "public/.hidden/index.html");
  put(f, "secret.txt");
  put(f, "publicity/index.html");
}

static void tear_down(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autoptr(Report) report = report_new();
  g_assert_true(folder_remove(f->folder, report));
  g_free(f->folder);
  g_free(f->root);
}

static void check(Fixture *f, const char *path, LookupKind kind, const char *wanted)
{
  Lookup lookup = lookup_path(f->root, path);
  g_autofree char *text = lookup.text;
  g_autofree char *full = kind == LOOKUP_FILE ? g_build_filename(f->root, wanted, NULL) : NULL;

  g_test_message("%s", path);
  g_assert_cmpint(lookup.kind, ==, kind);
  g_assert_cmpstr(text, ==, full != NULL ? full : wanted);
}

static void test_paths(Fixture *f, gconstpointer data)
{
  (void)data;
  check(f, "/", LOOKUP_FILE, "index.html");
  check(f, "/index.html", LOOKUP_FILE, "index.html");
  check(f, "/style.css", LOOKUP_FILE, "style.css");
  check(f, "/a/", LOOKUP_FILE, "a/index.html");
  check(f, "/a", LOOKUP_REDIRECT, "/a/");
  check(f, "/a b/é", LOOKUP_REDIRECT, "/a%20b/%C3%A9/");
  check(f, "/a b/é/", LOOKUP_FILE, "a b/é/index.html");
  check(f, "/style.css/", LOOKUP_NOTHING, NULL);
  check(f, "/empty/", LOOKUP_NOTHING, NULL);
  check(f, "/empty", LOOKUP_NOTHING, NULL);
  check(f, "/nowhere", LOOKUP_NOTHING, NULL);
  check(f, "", LOOKUP_NOTHING, NULL);
  check(f, "style.css", LOOKUP_NOTHING, NULL);
}

static void test_escapes(Fixture *f, gconstpointer data)
{
  (void)data;
  static const char *const paths[] = {
    "/../secret.txt",
    "/a/../../secret.txt",
    "/..",
    "/../",
    "//",
    "//a",
    "/a//",
    "/./a/",
    "/a/.",
    "/.hidden/",
    "/../publicity/",
    "/..\\secret.txt",
    "/a/..",
    "/a/../",
    "/\xFF",
    "//example.jp/..",
    "/\xC0\xAE\xC0\xAE/secret.txt",
  };
  for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
    check(f, paths[i], LOOKUP_NOTHING, NULL);

  g_autofree char *out = g_build_filename(f->root, "out.txt", NULL);
  g_autofree char *folder = g_build_filename(f->root, "out", NULL);
  g_autofree char *inside = g_build_filename(f->root, "in.css", NULL);
  g_assert_cmpint(symlink("../secret.txt", out), ==, 0);
  g_assert_cmpint(symlink("../publicity", folder), ==, 0);
  g_assert_cmpint(symlink("style.css", inside), ==, 0);
  check(f, "/out.txt", LOOKUP_NOTHING, NULL);
  check(f, "/out/", LOOKUP_NOTHING, NULL);
  check(f, "/out", LOOKUP_NOTHING, NULL);
  check(f, "/in.css", LOOKUP_FILE, "style.css");
}

static void test_types(void)
{
  g_assert_cmpstr(media_type("a/index.html"), ==, "text/html; charset=utf-8");
  g_assert_cmpstr(media_type("style.CSS"), ==, "text/css; charset=utf-8");
  g_assert_cmpstr(media_type("privacy/feed.xml"), ==, "application/atom+xml; charset=utf-8");
  g_assert_cmpstr(media_type("sitemap.xml"), ==, "application/xml; charset=utf-8");
  g_assert_cmpstr(media_type("policy.md"), ==, "text/markdown; charset=utf-8");
  g_assert_cmpstr(media_type("unknown"), ==, "application/octet-stream");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/serve/lookup/paths", Fixture, NULL, set_up, test_paths, tear_down);
  g_test_add("/serve/lookup/escapes", Fixture, NULL, set_up, test_escapes, tear_down);
  g_test_add_func("/serve/lookup/types", test_types);
  return g_test_run();
}
