#include "pages/output.h"

#include <string.h>

/* Whether `folder` is `inside` or lies below it. */
static bool lies_in(const char *folder, const char *inside)
{
  gsize length = strlen(inside);
  return strncmp(folder, inside, length) == 0 && (folder[length] == '\0' || folder[length] == '/');
}

static bool is_among_sources(const char *root, const char *out)
{
  static const char *const sources[] = {"content", "theme", "quizzes"};
  for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
    g_autofree char *folder = g_build_filename(root, sources[i], NULL);
    if (lies_in(out, folder))
      return true;
  }
  return strcmp(out, root) == 0;
}

static bool exists_in(const char *out, const char *name)
{
  g_autofree char *path = g_build_filename(out, name, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}

char *output_path(const char *file)
{
  return g_str_has_prefix(file, "../") ? g_strdup(file + strlen("../"))
                                       : g_strconcat("public/", file, NULL);
}

bool output_is_fit(const char *root, const char *out, Report *report)
{
  if (is_among_sources(root, out)) {
    report_add(report, DIAG_OUTPUT_AMONG_SOURCES, place_none(), out, NULL);
    return false;
  }
  /* Ours by its notes, by work under way, or by what only kaitei writes there. */
  if (exists_in(out, ".state") || exists_in(out, ".next") ||
      exists_in(out, "public/assets/colour.css"))
    return true;
  g_autofree char *public = g_build_filename(out, "public", NULL);
  if (g_file_test(public, G_FILE_TEST_IS_SYMLINK))
    return true; /* the outbox refuses it, and says why */
  g_autoptr(GDir) dir = g_dir_open(public, 0, NULL);
  if (dir == NULL || g_dir_read_name(dir) == NULL)
    return true;
  report_add(report, DIAG_OUTPUT_NOT_OURS, place_none(), public, NULL);
  return false;
}
