#include "pages/stylesheet.h"

#include <stdbool.h>
#include <string.h>

#include "pages/address_kind.h"

static bool is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static const char *skip_space(const char *at)
{
  while (is_space(*at))
    at++;
  return at;
}

enum { MOST_TOLD = 20, MOST_SHOWN = 200 };

typedef struct {
  GString *text;  /* escapes resolved */
  GArray *breaks; /* of gsize: where in it a line break was part of an escape */
  guint told;
  StyleFound found;
  void *data;
} Scan;

static void swallow(Scan *scan)
{
  g_array_append_val(scan->breaks, scan->text->len);
}

/* What follows a backslash; gives the bytes that were read. */
static gsize escape(Scan *scan, const char *at, gsize left)
{
  gsize digits = 0;
  gunichar value = 0;
  while (digits < MIN(left, 6) && g_ascii_isxdigit(at[digits]))
    value = value * 16 + (gunichar)g_ascii_xdigit_value(at[digits++]);
  if (digits == 0) {
    if (left > 0 && (*at == '\n' || *at == '\r' || *at == '\f')) /* a string goes on below */
      swallow(scan);
    else if (left > 0)
      g_string_append_c(scan->text, *at);
    return left > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : MIN(left, 1);
  }
  if (value == 0 || !g_unichar_validate(value))
    value = 0xfffd;
  g_string_append_unichar(scan->text, value);
  if (digits < left && is_space(at[digits])) {
    if (at[digits] == '\r' && digits + 1 < left && at[digits + 1] == '\n')
      digits++;
    if (at[digits++] == '\n')
      swallow(scan);
  }
  return digits;
}

static void resolve(Scan *scan, const char *css, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (css[i] == '\\')
      i += escape(scan, css + i + 1, length - i - 1);
    else if (css[i] != '\0')
      g_string_append_c(scan->text, css[i]);
  }
}

static void tell(Scan *scan, const char *at, const char *address)
{
  int line = 1;
  for (const char *c = scan->text->str; c < at; c++)
    line += *c == '\n';
  for (guint i = 0; i < scan->breaks->len; i++)
    line += g_array_index(scan->breaks, gsize, i) <= (gsize)(at - scan->text->str);
  scan->told++;
  scan->found(address, line, scan->data);
}

/* An address that begins at `at`, to one of `ends`. In a string, words with a
 * colon are as a rule just words. */
static void look(Scan *scan, const char *at, const char *ends, bool string)
{
  AddressKind kind = address_kind(at, NULL); /* of what begins here: it needs no end */
  if (kind == ADDRESS_HERE || kind == ADDRESS_DATA || (string && kind != ADDRESS_ELSEWHERE))
    return;
  at = skip_space(at);
  gsize length = 0;
  while (length < MOST_SHOWN && at[length] != '\0' && strchr(ends, at[length]) == NULL)
    length++;
  g_autofree char *shown = g_utf8_make_valid(at, (gssize)length);
  tell(scan, at, g_strstrip(shown));
}

/* The word ends at `at`, in any case. */
static bool ends_in(const Scan *scan, const char *at, const char *word)
{
  gsize length = strlen(word);
  return (gsize)(at - scan->text->str) >= length &&
         g_ascii_strncasecmp(at - length, word, length) == 0;
}

static bool after_equals(const Scan *scan, const char *at)
{
  while (at > scan->text->str && is_space(at[-1]))
    at--;
  return at > scan->text->str && at[-1] == '=';
}

/* A string stands where an address is wanted. */
static bool in_address(const Scan *scan, const char *at)
{
  while (at > scan->text->str && is_space(at[-1]))
    at--;
  return ends_in(scan, at, "@import") || ends_in(scan, at, "url(") || ends_in(scan, at, "src(");
}

void style_foreign(const char *css, gsize length, StyleFound found, void *data)
{
  g_autoptr(GString) text = g_string_sized_new(length);
  g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(gsize));
  Scan scan = {.text = text, .breaks = breaks, .found = found, .data = data};
  resolve(&scan, css, length);
  for (const char *at = text->str; *at != '\0' && scan.told < MOST_TOLD; at++) {
    if (*at == '(' && (ends_in(&scan, at, "url") || ends_in(&scan, at, "src"))) {
      const char *first = skip_space(at + 1);
      if (*first != '"' && *first != '\'') /* else it is found as a string */
        look(&scan, first, ")\"'", false);
    } else if ((*at == '"' || *at == '\'') && !after_equals(&scan, at)) {
      char ends[] = {*at, '\n', '\0'};
      look(&scan, at + 1, ends, !in_address(&scan, at));
    }
  }
}
