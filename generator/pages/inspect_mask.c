#include "pages/inspect_mask.h"

#include <string.h>

#define TOP_BITS G_GUINT64_CONSTANT(0x8080808080808080)
#define LOW_BITS G_GUINT64_CONSTANT(0x0101010101010101)

static bool continues(char byte)
{
  return ((guchar)byte & 0xC0) == 0x80;
}

/* Nearly all are of three bytes: from U+1000 to U+CFFF, and the full-width forms. */
static inline bool is_common(const char *p)
{
  guchar first = (guchar)*p;
  return ((first >= 0xE1 && first <= 0xEC) || (first == 0xEF && (guchar)p[1] < 0xBF)) &&
         continues(p[1]) && continues(p[2]);
}

/* Whether eight bytes begin with two such characters, the full-width forms aside: both first bytes
 * are E1 to EC (their low halves reach 16 with 15 added, and not with 3), the others continue. */
static inline bool are_common(const char *p)
{
  guint64 eight;
  memcpy(&eight, p, sizeof eight);
  eight = GUINT64_FROM_LE(eight);
  guint64 low = eight & G_GUINT64_CONSTANT(0x0F00000F);
  guint64 from_1_to_12 = (low + 0x0F00000F) & ~(low + 0x03000003) & 0x10000010;
  return (eight & G_GUINT64_CONSTANT(0xC0C0F0C0C0F0)) == G_GUINT64_CONSTANT(0x8080E08080E0) &&
         from_1_to_12 == 0x10000010;
}

/* The bytes of any character; 0 where XML has no such character. */
static gsize character_length(const char *p, const char *end)
{
  gunichar c = g_utf8_get_char_validated(p, end - p);
  if (c == (gunichar)-1 || c == (gunichar)-2 || c == 0xFFFE || c == 0xFFFF)
    return 0;
  return (gsize)(g_utf8_next_char(p) - p);
}

static bool is_text(const char *html, gsize length)
{
  const char *p = html, *end = html + length;
  guint64 eight;

  while (p < end) {
    while (end - p >= 8 && (memcpy(&eight, p, 8), (eight & TOP_BITS) == 0))
      p += 8;
    while (p < end && (guchar)*p < 0x80)
      p++;
    while (end - p >= 8 && are_common(p))
      p += 6;
    while (end - p >= 3 && is_common(p))
      p += 3;
    if (p == end || (guchar)*p < 0x80)
      continue;
    gsize bytes = character_length(p, end);
    if (bytes == 0)
      return false;
    p += bytes;
  }
  return true;
}

bool page_mask(const char *html, gsize length, GString *masked)
{
  if (!is_text(html, length))
    return false;
  g_string_set_size(masked, length);
  char *to = masked->str;
  gsize at = 0;
  for (guint64 eight; length - at >= 8; at += 8) {
    memcpy(&eight, html + at, 8);
    guint64 others = ((eight & TOP_BITS) >> 7) * 0xFF; /* all bits of each byte that is not ASCII */
    eight = (eight & ~others) | (others & LOW_BITS * MASK);
    memcpy(to + at, &eight, 8);
  }
  for (; at < length; at++)
    to[at] = (char)((guchar)html[at] < 0x80 ? html[at] : MASK);
  return true;
}
