/* The state of the last build: written, read, and refused where it is damaged. */
#include "pages/state.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  char *folder, *path;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = g_dir_make_tmp("kaitei-state-XXXXXX", NULL);
  fixture->path = g_build_filename(fixture->folder, ".state", NULL);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_unlink(fixture->path);
  g_rmdir(fixture->folder);
  g_free(fixture->folder);
  g_free(fixture->path);
}

static void write_sample(const char *path)
{
  g_autoptr(State) state = state_new();
  StateSource sources[] = {{"pages/a.md", {10, 20, 30, 10}}, {"pages/方針.md", {11, 21, 31, 11}}};
  StateJob jobs[] = {{"", true}, {"content/pages/a.md", false}};
  StateFile files[] = {{"a/index.html", 1, true, {1, 2, 3, 1}},
                       {"index.html", 0, true, {4, 5, 6, 4}},
                       {"robots.txt", 0, false, {7, 8, 9, 7}}};
  g_array_append_vals(state->sources, sources, G_N_ELEMENTS(sources));
  g_array_append_vals(state->jobs, jobs, G_N_ELEMENTS(jobs));
  g_array_append_vals(state->files, files, G_N_ELEMENTS(files));
  state->epoch = 0x1234567890abcdefULL;
  state->as_of = (Day){2026, 11, 22};
  state->next = (Day){2030, 4, 1};
  state->timezone = "Asia/Tokyo";
  g_autoptr(GString) bytes = state_bytes(state);
  g_assert_true(g_file_set_contents(path, bytes->str, (gssize)bytes->len, NULL));
}

static void what_is_written_is_read(Fixture *fixture, gconstpointer data)
{
  (void)data;
  write_sample(fixture->path);
  g_autoptr(State) state = state_read(fixture->path);
  g_assert_nonnull(state);
  g_assert_cmpuint(state->epoch, ==, 0x1234567890abcdefULL);
  g_assert_cmpint(day_compare(state->as_of, (Day){2026, 11, 22}), ==, 0);
  g_assert_cmpint(day_compare(state->next, (Day){2030, 4, 1}), ==, 0);
  g_assert_cmpstr(state->timezone, ==, "Asia/Tokyo");
  g_assert_cmpuint(state->sources->len, ==, 2);
  g_assert_cmpstr(g_array_index(state->sources, StateSource, 1).path, ==, "pages/方針.md");
  g_assert_cmpint(g_array_index(state->sources, StateSource, 1).stamp.mtime_ns, ==, 21);
  g_assert_false(g_array_index(state->jobs, StateJob, 1).quiet);
  g_assert_cmpint(state_find_file(state, "robots.txt"), ==, 2);
  g_assert_false(g_array_index(state->files, StateFile, 2).page);
  g_assert_cmpint(state_find_file(state, "b/index.html"), ==, -1);
  g_assert_cmpint(state_find_source(state, "pages/a.md"), ==, 0);
}

static void overwrite(const char *path, const char *bytes, gsize size)
{
  FILE *file = fopen(path, "w");
  g_assert_nonnull(file);
  g_assert_cmpuint(fwrite(bytes, 1, size, file), ==, size);
  g_assert_cmpint(fclose(file), ==, 0);
}

/* Every single byte that is changed, and every shorter length, is noticed. */
static void damage_is_noticed(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autofree char *bytes = NULL;
  gsize size = 0;
  write_sample(fixture->path);
  g_assert_true(g_file_get_contents(fixture->path, &bytes, &size, NULL));
  for (gsize i = 0; i < size; i++) {
    bytes[i] ^= 0x5a;
    overwrite(fixture->path, bytes, size);
    g_assert_null(state_read(fixture->path));
    bytes[i] ^= 0x5a;
  }
  for (gsize length = 0; length < size; length++) {
    overwrite(fixture->path, bytes, length);
    g_assert_null(state_read(fixture->path));
  }
}

static void no_state_is_no_fault(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_assert_null(state_read(fixture->path));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/pages/state/round", Fixture, NULL, set_up, what_is_written_is_read, tear_down);
  g_test_add("/pages/state/damage", Fixture, NULL, set_up, damage_is_noticed, tear_down);
  g_test_add("/pages/state/none", Fixture, NULL, set_up, no_state_is_no_fault, tear_down);
  return g_test_run();
}
