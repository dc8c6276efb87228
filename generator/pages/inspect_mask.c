#include "pages/inspect_mask.h"

#include "base/text.h"

#include <string.h>

#define TOP_BITS G_GUINT64_CONSTANT(0x8080808080808080)
#define LOW_BITS G_GUINT64_CONSTANT(0x0101010101010101)

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
  const char *end = html + length;
  for (const char *p = html; (p = text_past_common(p, end)) < end;) {
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
