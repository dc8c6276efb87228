/* pages/outbox: a site in two versions, one after the other, whole each time.
 *
 * For tests/cli/killed.sh, which kills it in the middle, the program also does
 * single steps on a folder:
 *
 *     test_pages_versions build FOLDER old|new [BYTES [FILES]]   with as many more to fill a disk
 *     test_pages_versions open FOLDER                            what the next start does
 *     test_pages_versions look FOLDER            prints old, new, mixed, or a file that is neither
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pages/outbox.h"

/* What the two versions hold: "o" the old one, "n" the new one, "s" both, the same. */
static const struct {
  const char *path;
  const char *in;
} site[] = {
  {"office/paper.html", "n"},
  {"public/1.html", "on"},
  {"public/2/index.html", "on"},
  {"public/3.html", "s"},
  {"public/fresh/deep/er/index.html", "n"},
  {"public/fresh/index.html", "n"},
  {"public/gone.html", "o"},
  {"public/gone/a/b/index.html", "o"},
  {"public/gone/index.html", "o"},
  {"public/index.html", "on"},
  {"public/swap", "o"},
  {"public/swap/index.html", "n"},
  {"public/swop", "n"},
  {"public/swop/index.html", "o"},
  {"public/swop/x/y", "o"},
  {"staff/lesson.html", "on"},
};

static char *text_of(guint index, char version)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint line = 0; line < 60 + index; line++)
    g_string_append_printf(text, "%s: %s, %u\n", site[index].path,
                           strchr(site[index].in, 's') ? "always"
                           : version == 'o'            ? "old"
                                                       : "new",
                           line);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool holds(guint index, char version)
{
  return strchr(site[index].in, version) != NULL || strchr(site[index].in, 's') != NULL;
}

static int end_step(Outbox *outbox, Report *report)
{
  ReportStyle style = {.lang = MESSAGES_EN};
  report_print(report, &style, stderr);
  outbox_close(outbox);
  int status = report_status(report);
  report_free(report);
  return status;
}

static int step_build(const char *folder, char version, int fill_bytes, int fill_files)
{
  Report *report = report_new();
  Outbox *outbox = outbox_open(folder, report);
  for (guint i = 0; outbox != NULL && i < G_N_ELEMENTS(site); i++) {
    g_autofree char *text = text_of(i, version);
    if (holds(i, version))
      outbox_put(outbox, site[i].path, text, strlen(text), NULL, report);
    else
      outbox_drop(outbox, site[i].path);
  }
  for (int i = 0; outbox != NULL && i < fill_files; i++) {
    g_autofree char *path = g_strdup_printf("public/full/%d/index.html", i);
    g_autofree char *text = g_strnfill((gsize)fill_bytes, 'x');
    outbox_put(outbox, path, text, (gsize)fill_bytes, NULL, report);
  }
  if (outbox != NULL)
    outbox_deliver(outbox, report);
  return end_step(outbox, report);
}

static int step_open(const char *folder)
{
  Report *report = report_new();
  Outbox *outbox = outbox_open(folder, report);
  return end_step(outbox, report);
}

/* Whether a file that was found is the one of a version. */
static bool is_whole(const char *folder, const char *path, char version)
{
  g_autofree char *full = g_build_filename(folder, path, NULL);
  g_autofree char *got = NULL;
  g_assert_true(g_file_get_contents(full, &got, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS(site); i++) {
    g_autofree char *text = text_of(i, version);
    if (strcmp(site[i].path, path) == 0)
      return holds(i, version) && strcmp(got, text) == 0;
  }
  return false;
}

/* "old", "new" or "mixed" where every file is a whole one; else the file. */
static const char *look(const char *folder)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(GPtrArray) found = files_walk(folder, folder, NULL, report);
  guint old = 0, new = 0, wanted_old = 0, wanted_new = 0;
  for (guint i = 0; i < found->len; i++) {
    const FoundFile *file = g_ptr_array_index(found, i);
    bool is_old = is_whole(folder, file->path, 'o'), is_new = is_whole(folder, file->path, 'n');
    old += is_old;
    new += is_new;
    if (!is_old && !is_new)
      return g_intern_string(file->path);
  }
  for (guint i = 0; i < G_N_ELEMENTS(site); i++) {
    wanted_old += holds(i, 'o');
    wanted_new += holds(i, 'n');
  }
  bool all_old = old == wanted_old && found->len == old;
  bool all_new = new == wanted_new && found->len == new;
  return all_old ? "old" : all_new ? "new" : "mixed";
}

static int step_look(const char *folder)
{
  const char *found = look(folder);
  puts(found);
  return 0;
}

/* The one over the other, back and forth, with nothing of the other left. */
static void test_versions(void)
{
  g_autofree char *folder = g_dir_make_tmp("kaitei-versions-XXXXXX", NULL);
  g_autoptr(Report) report = report_new();
  static const char versions[] = "onoonn";
  for (const char *version = versions; *version != '\0'; version++) {
    g_assert_cmpint(step_build(folder, *version, 0, 0), ==, 0);
    g_assert_cmpstr(look(folder), ==, *version == 'o' ? "old" : "new");
  }
  g_assert_true(folder_remove(folder, report));
}

int main(int argc, char **argv)
{
  if (argc >= 4 && strcmp(argv[1], "build") == 0)
    return step_build(argv[2], argv[3][0], argc > 4 ? atoi(argv[4]) : 0,
                      argc > 5 ? atoi(argv[5]) : argc > 4);
  if (argc == 3 && strcmp(argv[1], "open") == 0)
    return step_open(argv[2]);
  if (argc == 3 && strcmp(argv[1], "look") == 0)
    return step_look(argv[2]);

  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/outbox/versions", test_versions);
  return g_test_run();
}
