/* The key colour: WCAG's contrast, and what is said of a colour that fails. */
#include "pages/colour.h"

#include <math.h>
#include <string.h>

static Colour read_colour(const char *text)
{
  Colour colour = {0, 0, 0};
  g_assert_true(colour_read(text, &colour));
  return colour;
}

static void colours_are_read(void)
{
  Colour colour;
  g_autofree char *text = colour_text(read_colour("#1aF"));
  g_assert_cmpstr(text, ==, "#11aaff");
  static const char *const bad[] = {"", "#", "115a36", "#12345", "#gggggg", "green", "#1234567"};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_false(colour_read(bad[i], &colour));
}

/* Figures of W3C's own examples: black on white is 21, #777 on white 4.48, #767676 4.54. */
static void contrast_is_that_of_wcag(void)
{
  Colour white = read_colour("#ffffff");
  g_assert_cmpfloat_with_epsilon(colour_contrast(white, read_colour("#000000")), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(colour_contrast(read_colour("#777777"), white), 4.48, 0.005);
  g_assert_cmpfloat_with_epsilon(colour_contrast(read_colour("#767676"), white), 4.54, 0.005);
}

static void a_faint_colour_is_mended_no_more_than_needed(void)
{
  Colour white = read_colour("#ffffff"), faint = read_colour("#66aaff");
  Colour mended = colour_for_contrast(faint, white, 4.5);
  double ratio = colour_contrast(mended, white);
  g_assert_cmpfloat(ratio, >=, 4.5);
  g_assert_cmpfloat(ratio, <, 4.8);
  Colour kept = colour_for_contrast(read_colour("#115a36"), white, 4.5);
  g_autofree char *text = colour_text(kept);
  g_assert_cmpstr(text, ==, "#115a36");
}

/* The value of a custom property after `from` in the style sheet. */
static Colour property(const char *css, const char *from, const char *name)
{
  const char *at = strstr(strstr(css, from), name);
  g_assert_nonnull(at);
  g_autofree char *text = g_strndup(strchr(at, '#'), 7);
  return read_colour(text);
}

static void both_schemes_are_readable(void)
{
  static const char *const keys[] = {"#115a36", "#0017c1", "#8b0000", "#000000", "#595959"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
    g_autoptr(Report) report = report_new();
    g_autofree char *css = colour_css(keys[i], place_at("content/site.lua", 1, 0), report);
    g_assert_nonnull(css);
    g_assert_cmpuint(report_count(report), ==, 0);
    const char *schemes[] = {":root", "prefers-color-scheme: dark"};
    for (guint j = 0; j < G_N_ELEMENTS(schemes); j++) {
      Colour key = property(css, schemes[j], "--key:");
      Colour soft = property(css, schemes[j], "--key-soft:");
      g_assert_cmpfloat(colour_contrast(key, property(css, schemes[j], "--key-on:")), >=, 4.5);
      g_assert_cmpfloat(colour_contrast(key, soft), >=, 4.5);
    }
  }
}

static void a_faint_key_colour_is_told(void)
{
  g_autoptr(Report) report = report_new();
  g_assert_null(colour_css("#66aaff", place_at("content/site.lua", 1, 0), report));
  g_assert_cmpuint(report_count(report), ==, 1);
  const Diag *diag = report_get(report, 0);
  g_assert_cmpint(diag->code, ==, DIAG_KEY_COLOUR_TOO_FAINT);
  g_assert_cmpfloat(colour_contrast(read_colour(diag->arguments[2]), read_colour("#fff")), >=, 4.5);
  g_assert_null(colour_css("verde", place_at("content/site.lua", 1, 0), report));
  g_assert_cmpint(report_get(report, 1)->code, ==, DIAG_KEY_COLOUR_UNREADABLE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pages/colour/read", colours_are_read);
  g_test_add_func("/pages/colour/contrast", contrast_is_that_of_wcag);
  g_test_add_func("/pages/colour/mend", a_faint_colour_is_mended_no_more_than_needed);
  g_test_add_func("/pages/colour/schemes", both_schemes_are_readable);
  g_test_add_func("/pages/colour/told", a_faint_key_colour_is_told);
  return g_test_run();
}
