#include "base/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum { FAULT_LIMIT = 10 };

/* ---- taking a text in ---- */

/* A run of bytes that are no UTF-8, as "83 5C". */
static char *hex_of(const char *bytes, gsize count)
{
  GString *hex = g_string_new(NULL);
  gsize shown = MIN(count, 4);

  for (gsize i = 0; i < shown; i++)
    g_string_append_printf(hex, "%s%02X", i ? " " : "", (unsigned char)bytes[i]);
  if (shown < count)
    g_string_append(hex, " …");
  return g_string_free(hex, FALSE);
}

/* The bytes of the well-formed character at `p`; 0 where there is none. */
static gsize character_length(const char *p, const char *end)
{
  gunichar c = g_utf8_get_char_validated(p, end - p);
  if (c == (gunichar)-1 || c == (gunichar)-2)
    return 0;
  return (gsize)(g_utf8_next_char(p) - p);
}

static bool is_continuation(char byte)
{
  return ((guchar)byte & 0xC0) == 0x80;
}

/* Nearly all are of three bytes: from U+1000 to U+CFFF, and the full-width forms. */
static inline bool is_common(const char *p)
{
  guchar first = (guchar)*p;
  return ((first >= 0xE1 && first <= 0xEC) || (first == 0xEF && (guchar)p[1] < 0xBF)) &&
         is_continuation(p[1]) && is_continuation(p[2]);
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

const char *text_past_common(const char *p, const char *end)
{
  const guint64 top_bits = G_GUINT64_CONSTANT(0x8080808080808080);
  guint64 eight;

  for (const char *start = NULL; start != p;) {
    start = p;
    while (end - p >= 8 && (memcpy(&eight, p, 8), (eight & top_bits) == 0))
      p += 8;
    while (p < end && (guchar)*p < 0x80)
      p++;
    while (end - p >= 8 && are_common(p))
      p += 6;
    while (end - p >= 3 && is_common(p))
      p += 3;
  }
  return p;
}

/* Well-formed UTF-8 without a NUL. */
static bool is_utf8(const char *bytes, gsize size)
{
  const char *end = bytes + size;
  if (memchr(bytes, '\0', size) != NULL)
    return false;
  for (const char *p = bytes; (p = text_past_common(p, end)) < end;) {
    gsize length = character_length(p, end);
    if (length == 0)
      return false;
    p += length;
  }
  return true;
}

static bool is_plain(const char *bytes, gsize size)
{
  return memchr(bytes, '\r', size) == NULL && is_utf8(bytes, size);
}

static const char *skip_broken(const char *p, const char *end)
{
  while (p < end && *p != '\0' && character_length(p, end) == 0)
    p++;
  return p;
}

/* The slow way, for texts that have something to mend or to report. */
static char *mend(const char *p, const char *end, const char *file, gsize *length, Report *report)
{
  g_autoptr(GString) out = g_string_sized_new((gsize)(end - p) + 1);
  int line = 1, column = 1;
  int faults = 0;

  while (p < end && faults < FAULT_LIMIT) {
    gsize bytes = *p == '\0' ? 0 : character_length(p, end);
    if (*p == '\r' || *p == '\n') {
      g_string_append_c(out, '\n');
      p += p[0] == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
      line++;
      column = 1;
      continue;
    }
    if (*p == '\0') {
      report_add(report, DIAG_TEXT_HAS_NUL, place_at(file, line, column), NULL);
      faults++;
      p++;
    } else if (bytes == 0) {
      const char *next = skip_broken(p, end);
      g_autofree char *hex = hex_of(p, (gsize)(next - p));
      report_add(report, DIAG_TEXT_NOT_UTF8, place_at(file, line, column), hex, NULL);
      faults++;
      p = next;
    } else {
      g_string_append_len(out, p, (gssize)bytes);
      p += bytes;
    }
    column++;
  }
  if (faults > 0)
    return NULL;
  if (length != NULL)
    *length = out->len;
  return g_string_free(g_steal_pointer(&out), FALSE);
}

char *text_normalise(const char *bytes, gsize size, const char *file, gsize *length, Report *report)
{
  if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    bytes += 3;
    size -= 3;
  }
  if (!is_plain(bytes, size))
    return mend(bytes, bytes + size, file, length, report);

  if (length != NULL)
    *length = size;
  char *text = g_malloc(size + 1);
  memcpy(text, bytes, size);
  text[size] = '\0';
  return text;
}

void text_position(const char *text, gsize offset, int *line, int *column)
{
  const char *start = text;
  int lines = 1;

  for (const char *end; (end = memchr(start, '\n', offset - (gsize)(start - text))) != NULL;) {
    lines++;
    start = end + 1;
  }
  *line = lines;
  *column = 1;
  for (const char *p = start; p < text + offset; p++)
    *column += ((unsigned char)*p & 0xC0) != 0x80;
}

/* ---- characters ---- */

/* What Japanese text mostly consists of; the rest is looked up. */
static bool is_common_japanese(gunichar c)
{
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) ||
         (c >= 0x30A1 && c <= 0x30FA);
}

bool char_is_wide(gunichar c)
{
  if (c < 0x80)
    return false;
  if (is_common_japanese(c))
    return true;

  int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH || width == U_EA_HALFWIDTH;
}

bool char_is_emoji(gunichar c)
{
  return c >= 0x80 && !is_common_japanese(c) &&
         u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI_PRESENTATION);
}

bool char_is_hangul(gunichar c)
{
  return c >= 0x1100 && !is_common_japanese(c) &&
         u_getIntPropertyValue((UChar32)c, UCHAR_SCRIPT) == USCRIPT_HANGUL;
}

bool char_is_cjk(gunichar c)
{
  if (c < 0x80)
    return false;
  return is_common_japanese(c) || (char_is_wide(c) && !char_is_emoji(c)) || char_is_hangul(c);
}

bool char_is_space(gunichar c)
{
  if (c < 0x80)
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  return !is_common_japanese(c) && u_charType((UChar32)c) == U_SPACE_SEPARATOR;
}

bool char_is_punctuation(gunichar c)
{
  if (c < 0x80)
    return g_ascii_ispunct((char)c);
  return !is_common_japanese(c) && (U_GET_GC_MASK((UChar32)c) & U_GC_P_MASK) != 0;
}

/* ---- escaping ---- */

static gsize length_of(const char *text, gssize length)
{
  return length < 0 ? strlen(text) : (gsize)length;
}

static const char *xml_entity(char c)
{
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  default:
    return "&quot;";
  }
}

/* The first byte from `p` on that has to be escaped, or `end`. Eight bytes at a time
 * where none of them is ASCII, as in most of a Japanese text. */
static const char *find_special(const char *p, const char *end)
{
  static const bool special[256] = {['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true};
  const guint64 top_bits = G_GUINT64_CONSTANT(0x8080808080808080);
  guint64 eight;

  while (p < end) {
    while (end - p >= 8 && (memcpy(&eight, p, 8), (eight & top_bits) == top_bits))
      p += 8;
    if (p == end || special[(unsigned char)*p])
      return p;
    p++;
  }
  return end;
}

void text_escape_xml(GString *out, const char *text, gssize length)
{
  const char *end = text + length_of(text, length);

  for (const char *p = text; p < end;) {
    const char *run = p;
    p = find_special(p, end);
    text_append(out, run, (gsize)(p - run));
    if (p < end)
      g_string_append(out, xml_entity(*p++));
  }
}

char *text_css_string(const char *text)
{
  g_autoptr(GString) out = g_string_new("\"");
  for (const char *p = text; *p != '\0'; p++) {
    if (strchr("\"\\<>&", *p) != NULL || g_ascii_iscntrl(*p))
      g_string_append_printf(out, "\\%x ", (guint)(guchar)*p);
    else
      g_string_append_c(out, *p);
  }
  g_string_append_c(out, '"');
  return g_string_free(g_steal_pointer(&out), FALSE);
}

/* How long a run of figures joined by hyphens begins at `at`: 0 where none does, or where it is
 * part of a longer word or too long for one line of a small phone. */
static gsize joined_figures(const char *start, const char *at, const char *end)
{
  enum { LONGEST = 16 };
  bool joined = false;
  const char *p = at;

  if (at > start && (g_ascii_isalnum(at[-1]) || at[-1] == '-'))
    return 0;
  while (p < end && g_ascii_isdigit(*p)) {
    while (p < end && g_ascii_isdigit(*p))
      p++;
    if (end - p < 2 || *p != '-' || !g_ascii_isdigit(p[1]))
      break;
    joined = true;
    p++;
  }
  bool whole = p == end || (!g_ascii_isalnum(*p) && *p != '-');
  return joined && whole && p - at <= LONGEST ? (gsize)(p - at) : 0;
}

bool text_is_joined_figures(const char *text, gsize length)
{
  return length > 0 && joined_figures(text, text, text + length) == length;
}

void text_escape_unbroken(GString *out, const char *text, gssize length)
{
  const char *end = text + length_of(text, length), *done = text;

  /* From hyphen to hyphen: most texts have none at all. */
  for (const char *p = text, *hyphen; p < end && (hyphen = memchr(p, '-', (gsize)(end - p)));) {
    const char *first = hyphen;
    while (first > p && g_ascii_isdigit(first[-1]))
      first--;
    gsize run = first < hyphen ? joined_figures(text, first, end) : 0;
    p = run > 0 ? first + run : hyphen + 1;
    if (run == 0)
      continue;
    text_escape_xml(out, done, first - done);
    g_string_append(out, "<span class=\"unbroken\">");
    text_append(out, first, run);
    g_string_append(out, "</span>");
    done = p;
  }
  text_escape_xml(out, done, end - done);
}

/* What may stand in a URL as it is: letters, digits, and the signs that are
 * either safe there or are taken to be meant as the URL's own. */
static bool href_safe(unsigned char c)
{
  static const bool signs[128] = {
    ['!'] = true, ['#'] = true, ['$'] = true, ['%'] = true, ['('] = true,
    [')'] = true, ['*'] = true, ['+'] = true, [','] = true, ['-'] = true,
    ['.'] = true, ['/'] = true, [':'] = true, [';'] = true, ['='] = true,
    ['?'] = true, ['@'] = true, ['_'] = true, ['~'] = true,
  };
  return c < 128 && (signs[c] || g_ascii_isalnum((char)c));
}

static void append_percent(GString *out, unsigned char byte)
{
  static const char digits[] = "0123456789ABCDEF";
  const char encoded[3] = {'%', digits[byte >> 4], digits[byte & 15]};
  text_append(out, encoded, 3);
}

void text_escape_href(GString *out, const char *url, gssize length)
{
  const char *end = url + length_of(url, length);

  for (const char *p = url; p < end;) {
    const char *run = p;
    while (p < end && href_safe((unsigned char)*p))
      p++;
    text_append(out, run, (gsize)(p - run));
    if (p == end)
      break;
    if (*p == '&')
      g_string_append(out, "&amp;");
    else if (*p == '\'')
      g_string_append(out, "&#x27;");
    else
      append_percent(out, (unsigned char)*p);
    p++;
  }
}

static bool turns_direction(gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C;
}

/* The separators of lines and of paragraphs, which are no control characters. */
static bool breaks_line(gunichar c)
{
  return c == 0x2028 || c == 0x2029;
}

char *text_visible(const char *text)
{
  GString *out = g_string_new(NULL);
  const char *end = text + strlen(text);

  for (const char *p = text; p < end;) {
    gsize bytes = character_length(p, end);
    gunichar c = bytes ? g_utf8_get_char(p) : 0;
    if (bytes == 0 || c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      /* A C1 control is told by its number, not by its two bytes. */
      g_string_append_printf(out, "\\x%02X", bytes ? (guint)c : (guint)(unsigned char)*p);
      p += MAX(bytes, 1);
      continue;
    }
    if (turns_direction(c) || breaks_line(c))
      g_string_append(out, "\xEF\xBF\xBD");
    else
      g_string_append_len(out, p, (gssize)bytes);
    p += bytes;
  }
  return g_string_free(out, FALSE);
}

/* ---- the word that was meant ---- */

/* Optimal string alignment: insertions, deletions, substitutions, and swaps of
 * neighbours count one each. Anything above `limit` is only known to be so. */
static glong distance(const gunichar *a, glong a_length, const gunichar *b, glong b_length,
                      glong limit)
{
  if (ABS(a_length - b_length) > limit)
    return limit + 1;

  g_autofree glong *cells = g_new0(glong, 3 * (gsize)(b_length + 1));
  glong *older = cells, *old = older + b_length + 1, *row = old + b_length + 1;

  for (glong j = 0; j <= b_length; j++)
    old[j] = j;
  for (glong i = 1; i <= a_length; i++) {
    row[0] = i;
    for (glong j = 1; j <= b_length; j++) {
      glong best = MIN(MIN(old[j], row[j - 1]) + 1, old[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = MIN(best, older[j - 2] + 1);
      row[j] = best;
    }
    glong *spare = older;
    older = old;
    old = row;
    row = spare;
  }
  return old[b_length];
}

const char *text_nearest(const char *given, const char *const *words)
{
  glong given_length;
  g_autofree gunichar *wanted = g_utf8_to_ucs4(given, -1, NULL, &given_length, NULL);
  if (wanted == NULL)
    return NULL;

  const char *nearest = NULL;
  glong least = G_MAXLONG;
  for (; *words != NULL; words++) {
    glong length;
    g_autofree gunichar *word = g_utf8_to_ucs4_fast(*words, -1, &length);
    glong limit = MAX(length, given_length) / 3;
    glong found = distance(wanted, given_length, word, length, limit);
    if (found <= limit && found < least) {
      least = found;
      nearest = *words;
    }
  }
  return nearest;
}

/* ---- words that people give ---- */

bool text_is_blank(const char *text)
{
  if (!g_utf8_validate(text, -1, NULL))
    return false;
  for (; *text != '\0'; text = g_utf8_next_char(text))
    if (!char_is_space(g_utf8_get_char(text)))
      return false;
  return true;
}

static bool is_noncharacter(gunichar c)
{
  return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

bool char_fits_line(gunichar c)
{
  return !g_unichar_iscntrl(c) && !breaks_line(c) && !turns_direction(c) && !is_noncharacter(c);
}

char *text_unfit(const char *text)
{
  const char *wrong = NULL;

  if (!g_utf8_validate(text, -1, &wrong))
    return g_strdup_printf("0x%02X", (guint)(guchar)*wrong);
  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (!char_fits_line(c))
      return g_strdup_printf("U+%04X", c);
  }
  return NULL;
}

bool text_is_line(const char *text)
{
  g_autofree char *unfit = text_unfit(text);
  return unfit == NULL;
}
