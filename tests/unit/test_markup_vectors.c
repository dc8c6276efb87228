/* markup: the shared vectors, byte for byte. */
#include "markup_testing.h"

#include <jansson.h>

static void check_file(const char *path, guint wanted_count)
{
  g_autofree char *all = NULL;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(path, &all, NULL, &error);
  g_assert_no_error(error);
  g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
  guint count = 0;
  for (char **line = lines; *line; line++) {
    if (!**line)
      continue;
    json_t *vector = json_loads(*line, 0, NULL);
    g_assert_nonnull(vector);
    const char *id = json_string_value(json_object_get(vector, "id"));
    const char *text = json_string_value(json_object_get(vector, "md"));
    const char *wanted = json_string_value(json_object_get(vector, "html"));
    g_autofree char *html = html_of(DOCUMENT_FRAGMENT, text, NULL);
    if (strcmp(html, wanted) != 0) {
      g_test_message("%s\n  text   %s\n  wanted %s  got    %s", id, text, wanted, html);
      g_test_fail();
    }
    json_decref(vector);
    count++;
  }
  g_assert_cmpuint(count, ==, wanted_count);
}

static void test_emphasis(void)
{
  check_file("tests/vectors/emphasis.jsonl", 44);
}

static void test_softbreak(void)
{
  check_file("tests/vectors/softbreak.jsonl", 30);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/markup/vectors/emphasis", test_emphasis);
  g_test_add_func("/markup/vectors/softbreak", test_softbreak);
  return g_test_run();
}
