/* The words of a question on their way to and from other systems. */
#include "training/exchange_parts.h"

#include "base/text.h"

#include <string.h>

/* --- ruby ----------------------------------------------------------------------------------- */

/* Writes {漢|かん}, or {漢字|かん|じ} character by character. */
static void put_ruby(GString *out, const char *base, char **readings)
{
  guint count = g_strv_length(readings);
  g_string_append(out, "<ruby>");
  for (guint i = 0; i < count; i++) {
    const char *end = i + 1 < count ? g_utf8_next_char(base) : base + strlen(base);
    g_string_append_len(out, base, end - base);
    g_string_append_printf(out, "<rp>（</rp><rt>%s</rt><rp>）</rp>", readings[i]);
    base = end;
  }
  g_string_append(out, "</ruby>");
}

char *ruby_to_html(const char *markdown)
{
  GString *out = g_string_new(NULL);
  for (const char *p = markdown; *p != '\0';) {
    const char *bar = *p == '{' ? strpbrk(p + 1, "|{}\n") : NULL;
    const char *end = bar != NULL && *bar == '|' ? strpbrk(bar, "{}\n") : NULL;
    bool escaped = p > markdown && p[-1] == '\\';
    if (end == NULL || *end != '}' || escaped) {
      g_string_append_c(out, *p++);
      continue;
    }
    g_autofree char *base = g_strndup(p + 1, (gsize)(bar - p - 1));
    g_autofree char *rest = g_strndup(bar + 1, (gsize)(end - bar - 1));
    g_auto(GStrv) readings = g_strsplit(rest, "|", -1);
    put_ruby(out, base, readings);
    p = end + 1;
  }
  return g_string_free(out, FALSE);
}

/* What stands in an element without elements in it: moves *at behind its end tag. */
static char *take_element(const char **at, const char *open, const char *close)
{
  if (!g_str_has_prefix(*at, open))
    return NULL;
  const char *begin = *at + strlen(open), *end = strchr(begin, '<');
  if (end == NULL || !g_str_has_prefix(end, close))
    return NULL;
  *at = end + strlen(close);
  return g_strndup(begin, (gsize)(end - begin));
}

/* Reads one <ruby>…</ruby> as {base|reading}; false where it is another kind of ruby. */
static bool take_ruby(const char **at, GString *out)
{
  const char *p = *at + strlen("<ruby>");
  g_autoptr(GString) base = g_string_new(NULL), readings = g_string_new(NULL);
  while (!g_str_has_prefix(p, "</ruby>")) {
    if (*p == '\0')
      return false;
    if (*p != '<') {
      g_string_append_c(base, *p++);
      continue;
    }
    g_autofree char *left_out = take_element(&p, "<rp>", "</rp>");
    g_autofree char *reading = left_out == NULL ? take_element(&p, "<rt>", "</rt>") : NULL;
    if (reading != NULL)
      g_string_append_printf(readings, "|%s", reading);
    else if (left_out == NULL)
      return false;
  }
  *at = p + strlen("</ruby>");
  g_string_append_printf(out, "{%s%s}", base->str, readings->str);
  return true;
}

char *ruby_from_html(const char *markdown)
{
  GString *out = g_string_new(NULL);
  for (const char *p = markdown; *p != '\0';)
    if (!g_str_has_prefix(p, "<ruby>") || !take_ruby(&p, out))
      g_string_append_c(out, *p++);
  return g_string_free(out, FALSE);
}

/* --- words that are no Markdown --------------------------------------------------------------- */

/* Appends a character of plain words, so that Markdown takes it for itself. */
static void put_plain(GString *out, char c, bool line_start)
{
  if (strchr("\\`*_[]<>&{}|~", c) != NULL || (line_start && strchr("#+-=", c) != NULL))
    g_string_append_c(out, '\\');
  g_string_append_c(out, c);
}

/* Two line breaks part paragraphs, one is a break or a blank; more say nothing. */
static char *settle_lines(GString *out, bool inline_only)
{
  g_autofree char *text = g_string_free(out, FALSE);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GString *settled = g_string_new(NULL);
  bool blank = false;
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip(lines[i]);
    if (*line == '\0') {
      blank = true;
      continue;
    }
    if (settled->len > 0)
      g_string_append(settled, inline_only ? " " : blank ? "\n\n" : "\n");
    g_string_append(settled, line);
    blank = false;
  }
  return g_string_free(settled, FALSE);
}

char *words_from_plain(const char *plain, bool inline_only)
{
  GString *out = g_string_new(NULL);
  for (const char *p = plain; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append_c(out, '\n');
    else
      put_plain(out, *p, p == plain || p[-1] == '\n');
  return settle_lines(out, inline_only);
}

/* Reads an entity: a number, or one of the few that editors write. Moves *at behind it. */
static gunichar take_entity(const char **at)
{
  static const struct {
    const char *name;
    gunichar c;
  } names[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
               {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", ' '}};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_str_has_prefix(*at, names[i].name)) {
      *at += strlen(names[i].name);
      return names[i].c;
    }
  if ((*at)[1] != '#')
    return 0;
  bool hex = (*at)[2] == 'x' || (*at)[2] == 'X';
  char *end;
  guint64 c = g_ascii_strtoull(*at + (hex ? 3 : 2), &end, hex ? 16 : 10);
  if (*end != ';' || c < 0x20 || c > 0x10FFFF || !g_unichar_validate((gunichar)c))
    return 0;
  *at = end + 1;
  return (gunichar)c;
}

static void put_entity(GString *out, gunichar c)
{
  if (c < 0x80)
    put_plain(out, (char)c, false);
  else
    g_string_append_unichar(out, c);
}

/* What an element's tag becomes: white space, marks, or nothing. */
static void put_tag(GString *out, const char *tag, gsize length)
{
  g_autofree char *low = g_ascii_strdown(tag, (gssize)length);
  const char *name = *low == '/' ? low + 1 : low;
  gsize letters = strcspn(name, " \t\n/");
  static const char *const blocks[] = {"p",  "div", "ul", "ol", "table",      "tr",
                                       "h1", "h2",  "h3", "h4", "blockquote", "pre"};
  for (guint i = 0; i < G_N_ELEMENTS(blocks); i++)
    if (strlen(blocks[i]) == letters && strncmp(name, blocks[i], letters) == 0)
      g_string_append(out, "\n\n");
  if (letters == 2 && (strncmp(name, "br", 2) == 0 || strncmp(name, "li", 2) == 0))
    g_string_append_c(out, '\n');
  if ((letters == 6 && strncmp(name, "strong", 6) == 0) || (letters == 1 && *name == 'b'))
    g_string_append(out, "**");
}

char *words_from_html(const char *html, bool inline_only)
{
  GString *out = g_string_new(NULL);
  for (const char *p = html; *p != '\0';) {
    const char *end = *p == '<' ? strpbrk(p + 1, "<>") : NULL;
    gunichar c;
    if (end != NULL && *end == '<')
      end = NULL;
    if (g_str_has_prefix(p, "<ruby>") && take_ruby(&p, out))
      continue;
    if (end != NULL && (g_ascii_isalpha(p[1]) || strchr("/!", p[1]) != NULL)) {
      put_tag(out, p + 1, (gsize)(end - p - 1));
      p = end + 1;
    } else if (*p == '&' && (c = take_entity(&p)) != 0) {
      put_entity(out, c);
    } else if (*p == '\n') { /* in HTML a blank */
      g_string_append_c(out, ' ');
      p++;
    } else {
      put_plain(out, *p, out->len == 0 || out->str[out->len - 1] == '\n');
      p++;
    }
  }
  return settle_lines(out, inline_only);
}

char *words_from(const char *format, const char *text, bool inline_only)
{
  if (g_strcmp0(format, "markdown") == 0) {
    g_autofree char *markdown = ruby_from_html(text);
    return g_strdup(g_strstrip(markdown));
  }
  bool tags = strchr(text, '<') != NULL || strchr(text, '&') != NULL;
  bool html = g_strcmp0(format, "html") == 0 || (g_strcmp0(format, "plain_text") != 0 && tags);
  return html ? words_from_html(text, inline_only) : words_from_plain(text, inline_only);
}
