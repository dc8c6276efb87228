/* pages/inspect_mask: which bytes are text, against GLib's own reading of UTF-8. */
#include "pages/inspect_mask.h"

#include <string.h>

static void check(const char *bytes, gsize length, GString *masked)
{
  const char *tail = bytes + length - 2;
  bool wanted = g_utf8_validate(bytes, (gssize)length, NULL);
  for (const char *p = bytes; p < tail; p++) /* U+FFFE and U+FFFF are no characters of XML */
    wanted = wanted && memcmp(p, "\xEF\xBF\xBE", 3) != 0 && memcmp(p, "\xEF\xBF\xBF", 3) != 0;
  g_assert_true(page_mask(bytes, length, masked) == wanted);
  if (!wanted)
    return;
  g_assert_cmpuint(masked->len, ==, length);
  for (gsize i = 0; i < length; i++)
    g_assert_cmpint(masked->str[i], ==, (guchar)bytes[i] < 0x80 ? bytes[i] : MASK);
}

/* Every beginning of a character, before and after one that is surely good, in words of eight. */
static void test_every_character(void)
{
  static const guchar thirds[] = {'a', 0x7F, 0x80, 0xBD, 0xBE, 0xBF, 0xC0};
  g_autoptr(GString) masked = g_string_new(NULL);

  for (int first = 1; first < 256; first++)
    for (int second = 1; second < 256; second++)
      for (guint k = 0; k < G_N_ELEMENTS(thirds); k++) {
        char before[] = "???あかaaaa", after[] = "あ???かaaaa";
        char piece[] = {(char)first, (char)second, (char)thirds[k]};
        memcpy(before, piece, 3);
        memcpy(after + strlen("あ"), piece, 3);
        check(before, strlen(before), masked);
        check(after, strlen(after), masked);
      }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pages/mask/every-character", test_every_character);
  return g_test_run();
}
