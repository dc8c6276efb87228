#include "pages/colour.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Grounds of the default theme's pages. */
static const Colour white = {1, 1, 1};
static const Colour night = {0.102, 0.102, 0.110};
static const Colour ink = {0.102, 0.102, 0.102};

/* WCAG 2.2, 1.4.3 Contrast (Minimum). */
static const double text_contrast = 4.5;

static int hex_pair(const char *digits, int count)
{
  int high = g_ascii_xdigit_value(digits[0]);
  int low = count == 2 ? g_ascii_xdigit_value(digits[1]) : high;
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool colour_read(const char *text, Colour *colour)
{
  gsize length = strlen(text);
  if (text[0] != '#' || (length != 7 && length != 4))
    return false;
  int count = length == 7 ? 2 : 1;
  int red = hex_pair(text + 1, count);
  int green = hex_pair(text + 1 + count, count);
  int blue = hex_pair(text + 1 + 2 * count, count);
  if (red < 0 || green < 0 || blue < 0)
    return false;
  *colour = (Colour){red / 255.0, green / 255.0, blue / 255.0};
  return true;
}

static int channel(double value)
{
  return (int)lround(CLAMP(value, 0.0, 1.0) * 255.0);
}

char *colour_text(Colour colour)
{
  return g_strdup_printf("#%02x%02x%02x", channel(colour.red), channel(colour.green),
                         channel(colour.blue));
}

static double linear(double value)
{
  return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(Colour colour)
{
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double colour_contrast(Colour a, Colour b)
{
  double x = luminance(a), y = luminance(b);
  return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

static Colour mix(Colour from, Colour to, double share)
{
  return (Colour){from.red + (to.red - from.red) * share,
                  from.green + (to.green - from.green) * share,
                  from.blue + (to.blue - from.blue) * share};
}

/* As the file will hold it: eight bits a channel. */
static Colour rounded(Colour colour)
{
  return (Colour){channel(colour.red) / 255.0, channel(colour.green) / 255.0,
                  channel(colour.blue) / 255.0};
}

Colour colour_for_contrast(Colour colour, Colour ground, double ratio)
{
  const Colour black = {0, 0, 0};
  Colour end = luminance(ground) > 0.18 ? black : white;
  for (int step = 0; step < 256; step++) {
    Colour tried = rounded(mix(colour, end, step / 255.0));
    if (colour_contrast(tried, ground) >= ratio)
      return tried;
  }
  return end;
}

static void append_scheme(GString *css, const char *indent, Colour key, Colour ground)
{
  Colour on = colour_contrast(white, key) >= colour_contrast(ink, key) ? white : ink;
  g_autofree char *key_text = colour_text(key);
  g_autofree char *on_text = colour_text(on);
  g_autofree char *soft_text = colour_text(mix(ground, key, 0.08));
  g_string_append_printf(css,
                         "%s:root {\n%s  --key: %s;\n%s  --key-on: %s;\n%s  --key-soft: %s;\n%s}\n",
                         indent, indent, key_text, indent, on_text, indent, soft_text, indent);
}

char *colour_css(const char *key, Place place, Report *report)
{
  Colour colour;
  if (!colour_read(key, &colour)) {
    report_add(report, DIAG_KEY_COLOUR_UNREADABLE, place, key, NULL);
    return NULL;
  }
  double ratio = colour_contrast(colour, white);
  if (ratio < text_contrast) {
    char figure[16];
    g_snprintf(figure, sizeof figure, "%.2f", floor(ratio * 100) / 100);
    g_autofree char *nearest = colour_text(colour_for_contrast(colour, white, text_contrast));
    report_add(report, DIAG_KEY_COLOUR_TOO_FAINT, place, key, figure, nearest, NULL);
    return NULL;
  }

  g_autoptr(GString) css = g_string_new(NULL);
  append_scheme(css, "", colour, white);
  g_string_append(css, "\n@media (prefers-color-scheme: dark) {\n");
  append_scheme(css, "  ", colour_for_contrast(colour, night, 7.0), night);
  g_string_append(css, "}\n");
  return g_string_free(g_steal_pointer(&css), FALSE);
}
