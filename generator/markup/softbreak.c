#include "markup/softbreak.h"

#include "base/text.h"

enum { ZERO_WIDTH_SPACE = 0x200B };

/* Kept in the tree as empty text, which every walk passes over. */
static void remove_break(Node *node)
{
  node->kind = NODE_TEXT;
}

static bool is_selector(gunichar c)
{
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static gunichar last_character(const char *text, gsize length)
{
  for (const char *p = text + length; p > text;) {
    p = g_utf8_prev_char(p);
    gunichar c = g_utf8_get_char(p);
    if (!is_selector(c))
      return c;
  }
  return 0;
}

static bool is_wide_letter(gunichar c)
{
  return char_is_wide(c) && !char_is_emoji(c);
}

static bool vanishes(gunichar before, gunichar after)
{
  if (before == ZERO_WIDTH_SPACE || after == ZERO_WIDTH_SPACE)
    return true;
  if (char_is_hangul(before) || char_is_hangul(after))
    return false;
  return is_wide_letter(before) || is_wide_letter(after);
}

void softbreak_wait(SoftBreaks *breaks, Node *node)
{
  breaks->waiting = node;
}

void softbreak_text(SoftBreaks *breaks, const char *text, gsize length)
{
  if (length == 0)
    return;
  if (breaks->waiting) {
    gunichar before = breaks->before ? last_character(breaks->before, breaks->before_length) : 0;
    if (vanishes(before, g_utf8_get_char(text)))
      remove_break(breaks->waiting);
    breaks->waiting = NULL;
  }
  breaks->before = text;
  breaks->before_length = length;
}

void softbreak_end(SoftBreaks *breaks)
{
  if (breaks->waiting)
    remove_break(breaks->waiting);
  *breaks = (SoftBreaks){0};
}
