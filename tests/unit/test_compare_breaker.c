/* Words found piece by piece, and recalled, against ICU's own of the whole text. */
#include "compare/breaker.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

/* clang-format off */
static const char *const bits[] = {
  "個人情報", "利用者", "の", "を", "します", "サービス", "ーン", "か\u3099", "訪問する職員",
  "、", "。", "「", "」", "（", "）", "【", "】", " ", "\u3000", "\n", "①", "1", "2,3", "A", "e\u0301",
  "葛\U000E0100", "、\uFE00", "\u3099", "👨‍👩‍👧", "々", "々々", "・", "ｶﾞ", "한국", "|", "!",
};
/* clang-format on */

static char *random_text(GRand *random)
{
  GString *text = g_string_new(NULL);
  for (int i = g_rand_int_range(random, 1, 40); i > 0; i--)
    g_string_append(text, bits[g_rand_int_range(random, 0, G_N_ELEMENTS(bits))]);
  return g_string_free(text, FALSE);
}

/* The ends of ICU's words, in bytes. */
static GArray *ends_by_icu(UBreakIterator *icu, const char *text)
{
  GArray *ends = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, NULL, NULL);
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(icu, (const UChar *)units, -1, &status);
  g_assert_true(U_SUCCESS(status));
  ubrk_first(icu);
  for (int32_t to = ubrk_next(icu); to != UBRK_DONE; to = ubrk_next(icu)) {
    g_autofree char *until = g_utf16_to_utf8(units, to, NULL, NULL, NULL);
    guint end = (guint)strlen(until);
    g_array_append_val(ends, end);
  }
  return ends;
}

static void assert_words(const char *text, const GArray *ends, const GArray *words)
{
  guint at = 0;
  g_assert_cmpuint(words->len, ==, ends->len);
  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index(words, Word, i);
    g_assert_cmpint(g_utf8_strlen(text + at, word->bytes), ==, word->chars);
    at += word->bytes;
    g_assert_cmpuint(at, ==, g_array_index(ends, guint, i));
  }
}

static void test_same_as_icu(void)
{
  GRand *random = g_rand_new_with_seed(20181201);
  Breaker *breaker = breaker_new();
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *icu = ubrk_open(UBRK_WORD, "ja", NULL, 0, &status);
  g_assert_true(U_SUCCESS(status));
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));

  for (int i = 0; i < 5000; i++) {
    g_autofree char *text = random_text(random);
    g_autoptr(GArray) ends = ends_by_icu(icu, text);
    for (int time = 0; time < 2; time++) { /* found, then recalled */
      g_array_set_size(words, 0);
      breaker_words(breaker, text, (guint)strlen(text), words);
      assert_words(text, ends, words);
    }
  }
  ubrk_close(icu);
  breaker_free(breaker);
  g_rand_free(random);
}

static void test_key_tells_words_apart(void)
{
  const char *text = "改定、改定、改正";
  Breaker *breaker = breaker_new();
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  breaker_words(breaker, text, (guint)strlen(text), words);
  g_assert_cmpuint(words->len, ==, 5);
  g_assert_cmpuint(g_array_index(words, Word, 0).key, ==, g_array_index(words, Word, 2).key);
  g_assert_cmpuint(g_array_index(words, Word, 0).key, !=, g_array_index(words, Word, 4).key);
  breaker_free(breaker);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/compare/breaker/same-as-icu", test_same_as_icu);
  g_test_add_func("/compare/breaker/keys", test_key_tells_words_apart);
  return g_test_run();
}
