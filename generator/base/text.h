/*
 * Text as kaitei takes it in: UTF-8, and the properties of Japanese
 * characters that the rules of markup and comparison ask for.
 *
 * Widths are Unicode's East Asian Width (UAX #11) as ICU knows it; ICU's
 * headers stay in text.c, text_shift_jis.c and in compare/words.c.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <string.h>

#include "base/report.h"

/* Checks and normalises a source text: a byte order mark is dropped, CR LF and
 * lone CR become LF. NUL bytes and invalid UTF-8 are reported with line and
 * column, all of them up to ten, and give NULL. `bytes` need not end in NUL.
 * The result ends in NUL, is the caller's, and its length is put into *length
 * where that is not NULL. */
char *text_normalise(const char *bytes, gsize size, const char *file, gsize *length,
                     Report *report);

/* Past all ASCII (NUL too) and the well-formed characters of three bytes that a Japanese text
 * consists of, up to eight bytes at a time: at the first that is something else, or at `end`. */
const char *text_past_common(const char *p, const char *end);

/* Shift_JIS as Windows means it (code page 932) as UTF-8, ending in NUL. A NUL in the bytes
 * stays one. NULL (nothing reported) where the bytes are none; *fault (may be NULL) is then about where.
 * The caller frees it. */
char *text_from_shift_jis(const char *bytes, gsize size, gsize *fault);

/* Line and column (from 1, in characters) of a byte offset into a text. */
void text_position(const char *text, gsize offset, int *line, int *column);

/* East Asian Width is W, F or H. */
bool char_is_wide(gunichar c);

/* An emoji on its own account: default emoji presentation, no ideograph. */
bool char_is_emoji(gunichar c);

bool char_is_hangul(gunichar c);

/* "CJK character" of the markdown-cjk-friendly specification: wide, not a mere
 * emoji, or of a script written with them; variation selectors are the
 * caller's affair. */
bool char_is_cjk(gunichar c);

/* Unicode white space and Unicode punctuation as CommonMark 0.30 uses them
 * in its rules for delimiter runs. */
bool char_is_space(gunichar c);
bool char_is_punctuation(gunichar c);

/* Whether there is nothing to read in a text: it is empty, or white space alone. */
bool text_is_blank(const char *text);

/* Whether a text can stand in one line and is read as it is written: UTF-8 without control
 * characters, line or paragraph separators, noncharacters, and what changes the direction of
 * writing (Bidi_Control), with which another text is shown than is recorded. */
bool text_is_line(const char *text);
bool char_fits_line(gunichar c);

/* The first character that makes it none, such as "U+202E"; of bytes that are no UTF-8 the
 * first, such as "0xFF"; NULL where text_is_line(). The caller frees it. */
char *text_unfit(const char *text);

/* Appends bytes that are no part of `out`. Pages are made of a great many short
 * pieces: g_string_append()'s checks cost more than the copying. */
static inline void text_append(GString *out, const char *bytes, gsize length)
{
  if (out->len + length >= out->allocated_len) {
    g_string_append_len(out, bytes, (gssize)length);
    return;
  }
  memcpy(out->str + out->len, bytes, length);
  out->len += length;
  out->str[out->len] = '\0';
}

/* Appends `text` to `out` with &, <, > and " escaped for XML text and
 * attribute values (as cmark does). `length` may be -1 for NUL-terminated. */
void text_escape_xml(GString *out, const char *text, gssize length);

/* A text as a string of CSS, quotes and all. Nothing in it ends the string, or the element that
 * holds the style sheet, or is an entity. The caller frees it. */
char *text_css_string(const char *text);

/* The same, with each short run of figures joined by hyphens (03-6915-9316, 8-53-24) in
 * <span class="unbroken">: browsers may break a line behind such a hyphen, and no rule of
 * CSS but white-space on an element of its own stops them. */
void text_escape_unbroken(GString *out, const char *text, gssize length);

/* Whether all of a text is such a run; one of more than 16 characters is none. */
bool text_is_joined_figures(const char *text, gsize length);

/* Appends a URL for an href or src attribute, percent-encoding and escaping
 * exactly as cmark's houdini_escape_href does. */
void text_escape_href(GString *out, const char *url, gssize length);

/* A copy that is safe to show on a terminal or in one line of a log: control
 * characters and bytes that are no UTF-8 become \xNN, the invisible signs that
 * turn the direction of text (U+202E …) become U+FFFD. The caller frees it. */
char *text_visible(const char *text);

/* The word of `words` (NULL-terminated) that is likeliest meant by `given`
 * (optimal string alignment distance of at most a third of its length);
 * NULL where none is near. Borrowed from `words`. */
const char *text_nearest(const char *given, const char *const *words);

#endif
