#include "print/pdf_text.h"

#include <stdlib.h>
#include <string.h>

PdfText pdf_text(const char *text, gsize length)
{
  return (PdfText){text, text + length};
}

static bool is_space(char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
  switch (c) {
  case '(':
  case ')':
  case '<':
  case '>':
  case '[':
  case ']':
  case '{':
  case '}':
  case '/':
  case '%':
    return true;
  default:
    return false;
  }
}

static void skip_space(PdfText *text)
{
  while (text->at < text->end) {
    if (*text->at == '%')
      while (text->at < text->end && *text->at != '\n' && *text->at != '\r')
        text->at++;
    else if (is_space(*text->at))
      text->at++;
    else
      return;
  }
}

static void skip_literal(PdfText *text)
{
  int depth = 0;
  while (text->at < text->end) {
    char c = *text->at++;
    if (c == '\\' && text->at < text->end)
      text->at++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return;
  }
}

PdfToken pdf_next(PdfText *text)
{
  skip_space(text);
  PdfToken token = {PDF_END, text->at, 0};
  if (text->at >= text->end)
    return token;
  char c = *text->at;
  bool twice = text->at + 1 < text->end && text->at[1] == c;
  if (c == '(') {
    token.type = PDF_STRING;
    skip_literal(text);
  } else if (c == '[' || (c == '<' && twice)) {
    token.type = PDF_OPEN;
    text->at += c == '[' ? 1 : 2;
  } else if (c == ']' || (c == '>' && twice)) {
    token.type = PDF_CLOSE;
    text->at += c == ']' ? 1 : 2;
  } else if (c == '<') {
    token.type = PDF_STRING;
    while (text->at < text->end && *text->at++ != '>')
      ;
  } else {
    token.type = c == '/' ? PDF_NAME : PDF_WORD;
    do
      text->at++;
    while (text->at < text->end && !is_space(*text->at) && !is_delimiter(*text->at));
  }
  token.length = (gsize)(text->at - token.start);
  return token;
}

static bool is_count(const PdfToken *token)
{
  for (gsize i = 0; i < token->length; i++)
    if (!g_ascii_isdigit(token->start[i]))
      return false;
  return token->type == PDF_WORD && token->length > 0;
}

PdfToken pdf_next_object(PdfText *text)
{
  PdfToken token = pdf_next(text);
  if (token.type == PDF_OPEN) {
    for (int depth = 1; depth > 0;) {
      PdfToken inner = pdf_next(text);
      if (inner.type == PDF_END)
        break;
      depth += inner.type == PDF_OPEN ? 1 : inner.type == PDF_CLOSE ? -1 : 0;
    }
    token.length = (gsize)(text->at - token.start);
  } else if (is_count(&token)) {
    PdfText ahead = *text;
    PdfToken generation = pdf_next(&ahead);
    PdfToken sign = pdf_next(&ahead);
    if (is_count(&generation) && pdf_is(&sign, "R")) {
      *text = ahead;
      token.length = (gsize)(text->at - token.start);
    }
  }
  return token;
}

bool pdf_is(const PdfToken *token, const char *word)
{
  return token->length > 0 && *token->start == *word && token->length == strlen(word) &&
         memcmp(token->start, word, token->length) == 0;
}

double pdf_number(const PdfToken *token)
{
  char digits[40];
  gsize length = MIN(token->length, sizeof digits - 1);
  memcpy(digits, token->start, length);
  digits[length] = '\0';
  return g_ascii_strtod(digits, NULL);
}

int pdf_integer(const PdfToken *token)
{
  double number = pdf_number(token);
  return number >= G_MININT && number <= G_MAXINT ? (int)number : 0;
}

int pdf_reference(const PdfToken *token)
{
  bool reference = token->type == PDF_WORD && token->length > 2 &&
                   token->start[token->length - 1] == 'R' && g_ascii_isdigit(*token->start);
  return reference ? pdf_integer(token) : 0;
}

PdfText pdf_inside(const PdfToken *object)
{
  gsize bracket = object->length > 0 && *object->start == '[' ? 1 : 2;
  if (object->type != PDF_OPEN || object->length < 2 * bracket)
    return (PdfText){object->start, object->start};
  return (PdfText){object->start + bracket, object->start + object->length - bracket};
}

PdfToken pdf_find(const PdfToken *dictionary, const char *key)
{
  PdfText text = pdf_inside(dictionary);
  for (;;) {
    PdfToken name = pdf_next(&text);
    PdfToken value = pdf_next_object(&text);
    if (name.type == PDF_END || value.type == PDF_END)
      return (PdfToken){PDF_END, dictionary->start, 0};
    if (pdf_is(&name, key))
      return value;
  }
}

PdfToken pdf_find_in(const char *dictionary, const char *key)
{
  PdfText text = pdf_text(dictionary, strlen(dictionary));
  PdfToken object = pdf_next_object(&text);
  return pdf_find(&object, key);
}

/* ---- strings ---- */

static void hexadecimal_bytes(const PdfToken *token, GString *bytes)
{
  int high = -1;
  for (gsize i = 1; i + 1 < token->length; i++) {
    int digit = g_ascii_xdigit_value(token->start[i]);
    if (digit < 0)
      continue;
    if (high >= 0)
      g_string_append_c(bytes, (char)(high * 16 + digit));
    high = high >= 0 ? -1 : digit;
  }
  if (high >= 0)
    g_string_append_c(bytes, (char)(high * 16));
}

/* What stands behind a backslash; how many characters it takes. */
static gsize escaped(const char *at, const char *end, GString *bytes)
{
  static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
  const char *known = *at != '\0' ? strchr(from, *at) : NULL;
  if (known != NULL) {
    g_string_append_c(bytes, to[known - from]);
    return 1;
  }
  if (*at >= '0' && *at <= '7') {
    int value = 0;
    gsize count = 0;
    while (count < 3 && at + count < end && at[count] >= '0' && at[count] <= '7')
      value = value * 8 + (at[count++] - '0');
    g_string_append_c(bytes, (char)value);
    return count;
  }
  if (*at == '\r')
    return at + 1 < end && at[1] == '\n' ? 2 : 1;
  if (*at != '\n')
    g_string_append_c(bytes, *at);
  return 1;
}

void pdf_string_bytes(const PdfToken *token, GString *bytes)
{
  if (token->type != PDF_STRING || token->length < 2)
    return;
  if (*token->start == '<') {
    hexadecimal_bytes(token, bytes);
    return;
  }
  const char *end = token->start + token->length - 1;
  for (const char *at = token->start + 1; at < end;) {
    if (*at == '\\' && at + 1 < end)
      at += 1 + escaped(at + 1, end, bytes);
    else
      g_string_append_c(bytes, *at++);
  }
}

void pdf_utf16_utf8(const char *bytes, gsize length, GString *out)
{
  const guint8 *at = (const guint8 *)bytes;
  for (gsize i = 0; i + 1 < length; i += 2) {
    gunichar c = (gunichar)(at[i] << 8 | at[i + 1]);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < length) {
      gunichar low = (gunichar)(at[i + 2] << 8 | at[i + 3]);
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    if (c != 0 && g_unichar_validate(c))
      g_string_append_unichar(out, c);
  }
}

char *pdf_string_utf8(const PdfToken *token)
{
  g_autoptr(GString) bytes = g_string_new(NULL);
  pdf_string_bytes(token, bytes);
  GString *out = g_string_new(NULL);
  if (bytes->len >= 2 && memcmp(bytes->str, "\xFE\xFF", 2) == 0) {
    pdf_utf16_utf8(bytes->str + 2, bytes->len - 2, out);
  } else if (bytes->len >= 3 && memcmp(bytes->str, "\xEF\xBB\xBF", 3) == 0) {
    g_autofree char *valid = g_utf8_make_valid(bytes->str + 3, -1);
    g_string_append(out, valid);
  } else {
    for (gsize i = 0; i < bytes->len; i++)
      if ((guchar)bytes->str[i] < 0x80 && bytes->str[i] != '\0')
        g_string_append_c(out, bytes->str[i]);
  }
  return g_string_free(out, FALSE);
}

static bool plain(const char *text)
{
  for (; *text != '\0'; text++)
    if (*text < ' ' || *text > '~')
      return false;
  return true;
}

void pdf_put_string(GString *out, const char *utf8)
{
  if (plain(utf8)) {
    g_string_append_c(out, '(');
    for (const char *at = utf8; *at != '\0'; at++) {
      if (strchr("()\\", *at) != NULL)
        g_string_append_c(out, '\\');
      g_string_append_c(out, *at);
    }
    g_string_append_c(out, ')');
    return;
  }
  glong count = 0;
  g_autofree gunichar2 *units = g_utf8_to_utf16(utf8, -1, NULL, &count, NULL);
  g_string_append(out, "<FEFF");
  for (glong i = 0; i < count; i++)
    g_string_append_printf(out, "%04X", units[i]);
  g_string_append_c(out, '>');
}
