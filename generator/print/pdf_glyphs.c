#include "print/pdf_glyphs.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* So much of what stands before it tells one missing character from another. */
#define CONTEXT 8
/* So many bytes of what was shown are kept for that. */
#define SHOWN 256

/* The visible characters of an HTML text, each with its offset in the file. */
typedef struct {
  GArray *characters; /* of gunichar */
  GArray *offsets;    /* of gsize */
} Plain;

typedef struct {
  const PdfMarks *marks;
  const PdfFonts *fonts;
  const FinishPaper *paper;
  Report *report;
  Plain plain;
  GHashTable *said;
  GString *shown; /* the last of what the paper shows, over marks and pages */
  int page;
  bool fine;
} Check;

static bool is_silent(gunichar c)
{
  return g_unichar_isspace(c) || !g_unichar_isprint(c) || g_unichar_type(c) == G_UNICODE_FORMAT ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static gunichar entity(const char *at, gsize *length)
{
  static const struct {
    const char *name;
    gunichar c;
  } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (g_str_has_prefix(at, known[i].name)) {
      *length = strlen(known[i].name);
      return known[i].c;
    }
  const char *end = strchr(at, ';');
  if (at[1] != '#' || end == NULL || end - at > 10)
    return 0;
  *length = (gsize)(end - at) + 1;
  bool hexadecimal = at[2] == 'x' || at[2] == 'X';
  return (gunichar)strtoul(at + (hexadecimal ? 3 : 2), NULL, hexadecimal ? 16 : 10);
}

static void add_plain(Plain *plain, gunichar c, gsize offset)
{
  if (is_silent(c))
    return;
  g_array_append_val(plain->characters, c);
  g_array_append_val(plain->offsets, offset);
}

/* Behind the end tag of an element whose text is not shown. */
static const char *skip_element(const char *at)
{
  static const char *const hidden[] = {"<style", "<script", "<title", "<!--"};
  static const char *const ends[] = {"</style", "</script", "</title", "-->"};
  for (gsize i = 0; i < G_N_ELEMENTS(hidden); i++)
    if (g_ascii_strncasecmp(at, hidden[i], strlen(hidden[i])) == 0) {
      const char *end = strstr(at, ends[i]);
      return end != NULL ? end + 2 : at + strlen(at);
    }
  return at;
}

/* Tags are passed over; kaitei writes pages in XML's syntax, so none is hard to find. */
static void read_plain(const char *html, Plain *plain)
{
  for (const char *at = html; *at != '\0';) {
    gsize length = 1;
    if (*at == '<') {
      const char *end = strchr(skip_element(at), '>');
      at = end != NULL ? end + 1 : at + strlen(at);
      continue;
    }
    gunichar c = *at == '&' ? entity(at, &length) : 0;
    if (c == 0) {
      c = g_utf8_get_char_validated(at, -1);
      length = c == (gunichar)-1 || c == (gunichar)-2 ? 1 : (gsize)(g_utf8_next_char(at) - at);
    }
    if (c != (gunichar)-1 && c != (gunichar)-2)
      add_plain(plain, c, (gsize)(at - html));
    at += length;
  }
}

/* Whether the characters before `index` are those before `until` in the printed text. */
static bool preceded(const Plain *plain, guint index, const char *text, const char *until,
                     int context)
{
  const char *at = until;
  for (int seen = 0; seen < context && at > text;) {
    at = g_utf8_prev_char(at);
    gunichar c = g_utf8_get_char(at);
    if (c == GLYPH_MISSING)
      return true;
    if (is_silent(c))
      continue;
    if (index == 0 || g_array_index(plain->characters, gunichar, --index) != c)
      return false;
    seen++;
  }
  return true;
}

/* Which character of the HTML it is; -1 where none fits. Readings and the dots of emphasis are
 * painted out of turn: where much of what stands before it does not agree, less must do. */
static int identify(const Check *check, const char *text, const char *at)
{
  for (int context = CONTEXT; context > 0; context /= 2)
    for (guint i = 0; i < check->plain.characters->len; i++) {
      gunichar c = g_array_index(check->plain.characters, gunichar, i);
      if (!pdf_fonts_have(check->fonts, c) && preceded(&check->plain, i, text, at, context))
        return (int)i;
    }
  return -1;
}

/* Where the character stands in what the paper was made from. */
static Place place_of(const Check *check, gunichar c, gsize html_offset)
{
  char utf8[7] = "";
  utf8[g_unichar_to_utf8(c, utf8)] = '\0';
  const FinishPaper *paper = check->paper;
  Place place = place_at(paper->html_name, 0, 0);
  for (guint i = 0; i < paper->source_count; i++) {
    const char *found = strstr(paper->sources[i].text, utf8);
    if (found == NULL)
      continue;
    place.file = paper->sources[i].name;
    text_position(paper->sources[i].text, (gsize)(found - paper->sources[i].text), &place.line,
                  &place.column);
    return place;
  }
  text_position(paper->html, html_offset, &place.line, &place.column);
  return place;
}

static void report_glyph(Check *check, const char *text, const char *at)
{
  check->fine = false;
  int found = identify(check, text, at);
  gunichar c = found >= 0 ? g_array_index(check->plain.characters, gunichar, found) : 0;
  g_autofree char *once = g_strdup_printf("%u %d", c, check->page);
  if (!g_hash_table_add(check->said, g_steal_pointer(&once)))
    return;
  g_autofree char *page = g_strdup_printf("%d", check->page + 1);
  if (c == 0) {
    const char *from = at;
    for (int i = 0; i < CONTEXT && from > text; i++)
      from = g_utf8_prev_char(from);
    g_autofree char *before = g_strndup(from, (gsize)(at - from));
    report_add(check->report, DIAG_PRINT_GLYPH_BEHIND, place_at(check->paper->html_name, 0, 0),
               check->paper->name, page, before, NULL);
    return;
  }
  char utf8[7] = "";
  utf8[g_unichar_to_utf8(c, utf8)] = '\0';
  g_autofree char *code = g_strdup_printf("U+%04X", c);
  Place place = place_of(check, c, g_array_index(check->plain.offsets, gsize, found));
  report_add(check->report, DIAG_PRINT_GLYPH, place, check->paper->name, utf8, code, page, NULL);
}

static void forget_shown(GString *shown)
{
  if (shown->len <= 2 * (gsize)SHOWN)
    return;
  const char *keep = g_utf8_find_next_char(shown->str + shown->len - SHOWN, NULL);
  g_string_erase(shown, 0, keep - shown->str);
}

/* Of text that is in no element, such as a running head: nothing tells which character it was. */
static void report_unmarked(Check *check)
{
  check->fine = false;
  g_autofree char *page = g_strdup_printf("%d", check->page + 1);
  report_add(check->report, DIAG_PRINT_GLYPH_UNMARKED, place_at(check->paper->html_name, 0, 0),
             check->paper->name, page, NULL);
}

static void check_stream(int owner, int page, int key, guint count, gpointer data)
{
  (void)key;
  Check *check = data;
  check->page = page;
  for (guint i = 0; i < count; i++) {
    const PdfMark *mark = pdf_marks_get(check->marks, owner, (int)i);
    gsize from = check->shown->len;
    g_string_append(check->shown, mark != NULL ? mark->text : "");
    for (const char *at = check->shown->str + from; *at != '\0'; at = g_utf8_next_char(at))
      if (g_utf8_get_char(at) == GLYPH_MISSING)
        report_glyph(check, check->shown->str, at);
    forget_shown(check->shown);
  }
  if (pdf_marks_unmarked_missing(check->marks, owner))
    report_unmarked(check);
}

bool pdf_glyphs_check(const PdfMarks *marks, const PdfFonts *fonts, const FinishPaper *paper,
                      Report *report)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GArray) characters = g_array_new(FALSE, FALSE, sizeof(gunichar));
  g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(gsize));
  g_autoptr(GString) shown = g_string_new(NULL);
  Check check = {marks, fonts, paper, report, {characters, offsets}, said, shown, 0, true};
  if (paper->html != NULL)
    read_plain(paper->html, &check.plain);
  pdf_marks_each(marks, check_stream, &check);
  return check.fine;
}
