#include "compare/breaker.h"

#include <string.h>
#include <unicode/ubrk.h>

/* A piece of text whose words are known. */
typedef struct {
  char *text; /* NULL: a free place */
  guint size;
  guint count;
  Word *words;
} Piece;

struct Breaker {
  UBreakIterator *icu; /* NULL: ICU has no data */
  GArray *units;       /* of UChar: what ICU breaks */
  GArray *places;      /* of guint: the byte at which each unit begins */
  Piece pieces[BREAKER_PLACES];
};

Breaker *breaker_new(void)
{
  Breaker *breaker = g_new0(Breaker, 1);
  UErrorCode status = U_ZERO_ERROR;
  breaker->icu = ubrk_open(UBRK_WORD, "ja", NULL, 0, &status);
  if (U_FAILURE(status))
    breaker->icu = NULL;
  breaker->units = g_array_new(FALSE, FALSE, sizeof(UChar));
  breaker->places = g_array_new(FALSE, FALSE, sizeof(guint));
  return breaker;
}

void breaker_free(Breaker *breaker)
{
  if (breaker == NULL)
    return;
  if (breaker->icu != NULL)
    ubrk_close(breaker->icu);
  g_array_free(breaker->units, TRUE);
  g_array_free(breaker->places, TRUE);
  for (guint i = 0; i < BREAKER_PLACES; i++) {
    g_free(breaker->pieces[i].text);
    g_free(breaker->pieces[i].words);
  }
  g_free(breaker);
}

/* ---- the words of a piece ---- */

static guint64 hash(const char *text, guint size)
{
  guint64 value = G_GUINT64_CONSTANT(0xCBF29CE484222325); /* FNV-1a */
  for (guint i = 0; i < size; i++)
    value = (value ^ (guchar)text[i]) * G_GUINT64_CONSTANT(0x100000001B3);
  return value;
}

static void add_word(GArray *words, const char *text, guint size)
{
  Word word = {hash(text, size), size, 0};
  for (guint i = 0; i < size; i++)
    word.chars += ((guchar)text[i] & 0xC0) != 0x80;
  g_array_append_val(words, word);
}

static void to_units(Breaker *breaker, const char *text, guint size)
{
  g_array_set_size(breaker->units, 0);
  g_array_set_size(breaker->places, 0);
  for (guint at = 0; at < size;) {
    gunichar c = g_utf8_get_char(text + at);
    UChar pair[2] = {(UChar)(c > 0xFFFF ? 0xD7C0 + (c >> 10) : c), (UChar)(0xDC00 | (c & 0x3FF))};
    guint many = c > 0xFFFF ? 2 : 1;
    g_array_append_vals(breaker->units, pair, many);
    for (guint i = 0; i < many; i++)
      g_array_append_val(breaker->places, at);
    at = (guint)(g_utf8_next_char(text + at) - text);
  }
  g_array_append_val(breaker->places, size);
}

/* Without ICU: a word ends where the script changes. */
static int script_of(const char *at)
{
  gunichar c = g_utf8_get_char(at);
  GUnicodeScript script = g_unichar_get_script(c);
  if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED)
    return g_unichar_isdigit(c) ? -1 : (int)c + 1000;
  return (int)script;
}

static void break_by_script(const char *text, guint size, GArray *words)
{
  const char *from = text, *end = text + size;
  for (const char *at = text; at < end;) {
    const char *next = g_utf8_next_char(at);
    if (next == end || script_of(at) != script_of(next)) {
      add_word(words, from, (guint)(next - from));
      from = next;
    }
    at = next;
  }
}

static void break_piece(Breaker *breaker, const char *text, guint size, GArray *words)
{
  UErrorCode status = U_ZERO_ERROR;
  if (breaker->icu != NULL) {
    to_units(breaker, text, size);
    ubrk_setText(breaker->icu, &g_array_index(breaker->units, UChar, 0),
                 (int32_t)breaker->units->len, &status);
  }
  if (breaker->icu == NULL || U_FAILURE(status)) {
    break_by_script(text, size, words);
    return;
  }
  const guint *places = &g_array_index(breaker->places, guint, 0);
  int32_t from = ubrk_first(breaker->icu);
  for (int32_t to = ubrk_next(breaker->icu); to != UBRK_DONE; to = ubrk_next(breaker->icu)) {
    add_word(words, text + places[from], places[to] - places[from]);
    from = to;
  }
}

/* ---- pieces ---- */

bool breaker_parts_words(gunichar c)
{
  return c == ' ' || c == '\n' || (c >= 0x3000 && c <= 0x3002) || (c >= 0x300C && c <= 0x300F) ||
         c == 0x3010 || c == 0x3011 || c == 0xFF08 || c == 0xFF09;
}

/* Letters that begin a word of their own after such a mark: nothing that joins what is before it. */
static bool begins_word(gunichar c)
{
  return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
         (c >= 0x4E00 && c <= 0x9FFF);
}

static guint piece_size(const char *text, guint size)
{
  for (guint at = 0; at < size;) {
    bool parts = breaker_parts_words(g_utf8_get_char(text + at));
    at = (guint)(g_utf8_next_char(text + at) - text);
    if (parts && at < size && begins_word(g_utf8_get_char(text + at)))
      return at;
  }
  return size;
}

static void keep(Piece *piece, const char *text, guint size, const Word *words, guint count)
{
  g_free(piece->text);
  g_free(piece->words);
  *piece = (Piece){g_strndup(text, size), size, count, g_new(Word, count)};
  memcpy(piece->words, words, count * sizeof *words);
}

static void take_piece(Breaker *breaker, const char *text, guint size, GArray *words)
{
  if (size > BREAKER_LONGEST) {
    break_piece(breaker, text, size, words);
    return;
  }
  Piece *piece = &breaker->pieces[hash(text, size) % BREAKER_PLACES];
  if (piece->text == NULL || piece->size != size || memcmp(piece->text, text, size) != 0) {
    guint from = words->len;
    break_piece(breaker, text, size, words);
    keep(piece, text, size, &g_array_index(words, Word, from), words->len - from);
  } else {
    g_array_append_vals(words, piece->words, piece->count);
  }
}

void breaker_words(Breaker *breaker, const char *text, guint size, GArray *words)
{
  for (guint at = 0, piece; at < size; at += piece) {
    piece = piece_size(text + at, size - at);
    take_piece(breaker, text + at, piece, words);
  }
}
