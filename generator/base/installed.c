#include "base/installed.h"

#include <glib.h>
#include <stdbool.h>

/* From a program in build/, in build/VARIANT/ and in build/VARIANT/tests/. */
static const char *const tops[] = {"..", "../..", "../../.."};

/* From a program in bin/, and in libexec/kaitei/. */
static const char *const shares[] = {"../share/kaitei", "../../share/kaitei"};

static bool holds(const char *folder, const char *file)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/* The folder, where it holds the file; else NULL. */
static char *try_place(const char *beside, const char *top, const char *folder, const char *file)
{
  g_autofree char *place = g_build_filename(beside, top, folder, NULL);
  g_autofree char *found = g_canonicalize_filename(place, NULL);
  return holds(found, file) ? g_steal_pointer(&found) : NULL;
}

char *installed_place(const char *shared)
{
  return g_build_filename(KAITEI_DATADIR, shared, NULL);
}

/* The folder of the program that runs. */
static char *own_folder(void)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  return g_path_get_dirname(program != NULL ? program : ".");
}

char *installed_program(const char *name)
{
  g_autofree char *beside = own_folder();
  if (holds(beside, name))
    return g_build_filename(beside, name, NULL);
  g_autofree char *place = g_build_filename(beside, "../libexec/kaitei", name, NULL);
  return g_canonicalize_filename(place, NULL);
}

char *installed_mark(void)
{
  g_autofree char *office = installed_program("kaitei-office");
  return g_strdup(g_file_test(office, G_FILE_TEST_IS_REGULAR) ? office : "/proc/self/exe");
}

char *installed_folder(const char *in_tree, const char *shared, const char *file)
{
  g_autofree char *beside = own_folder();

  for (guint i = 0; i < G_N_ELEMENTS(tops); i++) {
    char *found = try_place(beside, tops[i], in_tree, file);
    if (found != NULL)
      return found;
  }
  for (guint i = 0; i < G_N_ELEMENTS(shares); i++) {
    char *found = try_place(beside, shares[i], shared, file);
    if (found != NULL)
      return found;
  }
  g_autofree char *place = installed_place(shared);
  return holds(place, file) ? g_steal_pointer(&place) : NULL;
}
