#include "print/pdf_fonts.h"

#include "print/pdf_text.h"

#include <string.h>

struct PdfFont {
  char *name;
  bool wide;              /* codes of two bytes */
  bool embedded;          /* or drawn by the file itself (Type 3) */
  GHashTable *characters; /* code → UTF-8 */
};

struct PdfFonts {
  PdfFile *file;
  GHashTable *by_id;
  GHashTable *known; /* of all fonts: characters */
};

static void font_free(gpointer data)
{
  PdfFont *font = data;
  g_free(font->name);
  g_hash_table_unref(font->characters);
  g_free(font);
}

PdfFonts *pdf_fonts_new(PdfFile *file)
{
  PdfFonts *fonts = g_new0(PdfFonts, 1);
  fonts->file = file;
  fonts->by_id = g_hash_table_new_full(NULL, NULL, NULL, font_free);
  fonts->known = g_hash_table_new(NULL, NULL);
  return fonts;
}

void pdf_fonts_free(PdfFonts *fonts)
{
  if (fonts == NULL)
    return;
  g_hash_table_unref(fonts->by_id);
  g_hash_table_unref(fonts->known);
  g_free(fonts);
}

/* ---- the map from codes to characters ---- */

static guint code_of(const PdfToken *token)
{
  g_autoptr(GString) bytes = g_string_new(NULL);
  pdf_string_bytes(token, bytes);
  guint code = 0;
  for (gsize i = 0; i < bytes->len && i < 4; i++)
    code = code << 8 | (guint8)bytes->str[i];
  return code;
}

/* Adds what `target`, its last character moved on by `by`, stands for. */
static void map(PdfFonts *fonts, PdfFont *font, guint code, const PdfToken *target, guint by)
{
  g_autoptr(GString) bytes = g_string_new(NULL);
  pdf_string_bytes(target, bytes);
  if (bytes->len >= 2 && by > 0) {
    guint last =
      (guint)((guint8)bytes->str[bytes->len - 2] << 8 | (guint8)bytes->str[bytes->len - 1]);
    last += by;
    bytes->str[bytes->len - 2] = (char)(last >> 8);
    bytes->str[bytes->len - 1] = (char)last;
  }
  g_autoptr(GString) text = g_string_new(NULL);
  pdf_utf16_utf8(bytes->str, bytes->len, text);
  for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char(at))
    g_hash_table_add(fonts->known, GUINT_TO_POINTER(g_utf8_get_char(at)));
  g_hash_table_insert(font->characters, GUINT_TO_POINTER(code), g_strdup(text->str));
}

static void map_range(PdfFonts *fonts, PdfFont *font, PdfText *text, const PdfToken *from)
{
  PdfToken to = pdf_next_object(text);
  PdfToken target = pdf_next_object(text);
  guint first = code_of(from), last = MIN(code_of(&to), 0xFFFF);
  PdfText targets = pdf_inside(&target);
  for (guint code = first; code <= last; code++) {
    if (target.type == PDF_STRING) {
      map(fonts, font, code, &target, code - first);
    } else {
      PdfToken one = pdf_next_object(&targets);
      if (one.type != PDF_STRING)
        return;
      map(fonts, font, code, &one, 0);
    }
  }
}

static void read_map(PdfFonts *fonts, PdfFont *font, const char *cmap, gsize length)
{
  PdfText text = pdf_text(cmap, length);
  enum { NOTHING, CHARACTERS, RANGES } within = NOTHING;
  for (PdfToken token; (token = pdf_next_object(&text)).type != PDF_END;) {
    if (pdf_is(&token, "beginbfchar"))
      within = CHARACTERS;
    else if (pdf_is(&token, "beginbfrange"))
      within = RANGES;
    else if (token.type == PDF_WORD)
      within = NOTHING;
    else if (token.type == PDF_STRING && within == RANGES)
      map_range(fonts, font, &text, &token);
    else if (token.type == PDF_STRING && within == CHARACTERS) {
      PdfToken target = pdf_next_object(&text);
      map(fonts, font, code_of(&token), &target, 0);
    }
  }
}

/* ---- fonts ---- */

static bool has_program(PdfFonts *fonts, const char *font)
{
  PdfToken descriptor = pdf_find_in(font, "/FontDescriptor");
  if (pdf_reference(&descriptor) == 0)
    return false;
  g_autofree char *text = pdf_file_object(fonts->file, pdf_reference(&descriptor));
  return pdf_find_in(text, "/FontFile2").type != PDF_END ||
         pdf_find_in(text, "/FontFile3").type != PDF_END ||
         pdf_find_in(text, "/FontFile").type != PDF_END;
}

static bool is_embedded(PdfFonts *fonts, const char *font)
{
  PdfToken subtype = pdf_find_in(font, "/Subtype");
  if (pdf_is(&subtype, "/Type3"))
    return true;
  PdfToken descendants = pdf_find_in(font, "/DescendantFonts");
  if (descendants.type == PDF_END)
    return has_program(fonts, font);
  PdfText inside = pdf_inside(&descendants);
  PdfToken first = pdf_next_object(&inside);
  g_autofree char *text = pdf_file_object(fonts->file, pdf_reference(&first));
  return has_program(fonts, text);
}

static PdfFont *read_font(PdfFonts *fonts, int id)
{
  g_autofree char *text = pdf_file_object(fonts->file, id);
  PdfFont *font = g_new0(PdfFont, 1);
  font->characters = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  PdfToken name = pdf_find_in(text, "/BaseFont");
  PdfToken subtype = pdf_find_in(text, "/Subtype");
  font->name = name.length > 1 ? g_strndup(name.start + 1, name.length - 1) : g_strdup("?");
  font->wide = pdf_is(&subtype, "/Type0");
  font->embedded = is_embedded(fonts, text);
  PdfToken unicode = pdf_find_in(text, "/ToUnicode");
  gsize length = 0;
  g_autofree char *cmap = pdf_file_stream(fonts->file, pdf_reference(&unicode), &length);
  if (cmap != NULL)
    read_map(fonts, font, cmap, length);
  return font;
}

const PdfFont *pdf_fonts_get(PdfFonts *fonts, int id)
{
  PdfFont *font = g_hash_table_lookup(fonts->by_id, GINT_TO_POINTER(id));
  if (font == NULL) {
    font = read_font(fonts, id);
    g_hash_table_insert(fonts->by_id, GINT_TO_POINTER(id), font);
  }
  return font;
}

void pdf_font_decode(const PdfFont *font, const char *bytes, gsize length, GString *out)
{
  gsize step = font->wide ? 2 : 1;
  for (gsize i = 0; i + step <= length; i += step) {
    guint code = (guint8)bytes[i];
    if (font->wide)
      code = code << 8 | (guint8)bytes[i + 1];
    const char *text = g_hash_table_lookup(font->characters, GUINT_TO_POINTER(code));
    /* Glyph 0 of every TrueType and OpenType font is .notdef. */
    if (font->wide && code == 0)
      g_string_append_unichar(out, GLYPH_MISSING);
    else if (text != NULL)
      g_string_append(out, text);
  }
}

bool pdf_fonts_have(const PdfFonts *fonts, gunichar c)
{
  return g_hash_table_contains(fonts->known, GUINT_TO_POINTER(c));
}

const char *pdf_fonts_foreign(const PdfFonts *fonts)
{
  const char *name = NULL;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, fonts->by_id);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const PdfFont *font = value;
    /* The first by name, so that every run says the same. */
    if (!font->embedded && (name == NULL || strcmp(font->name, name) < 0))
      name = font->name;
  }
  return name;
}
