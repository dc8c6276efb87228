/*
 * Fuzzes `kaitei render` and the reading of pages and policies. The first byte chooses the kind of
 * text. Whatever is read: the HTML is well-formed XML, and the helper character U+FDD0 is not in it.
 * Characters that XML cannot hold (&#18; and the like) are written as cmark writes them; it is the
 * check of every page that refuses them, so they are passed over here.
 */
#include "base/text.h"
#include "markup/html.h"

#include <libxml/parser.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool fits_xml(const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF)
      return false;
  }
  return true;
}

static void check_html(const GString *html)
{
  xmlSAXHandler quiet = {.initialized = XML_SAX2_MAGIC};
  g_autofree char *page = g_strdup_printf("<x>%s</x>", html->str);

  if (strlen(html->str) != html->len || strstr(html->str, "\xef\xb7\x90") != NULL)
    abort();
  if (!fits_xml(html->str))
    return;
  if (xmlSAXUserParseMemory(&quiet, NULL, page, (int)strlen(page)) != 0)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  g_autoptr(Report) report = report_new();
  gsize length;
  g_autofree char *text = text_normalise((const char *)data + 1, size - 1, "fuzz", &length, report);
  if (text == NULL)
    return 0;

  g_autoptr(Document) document = document_parse(text, length, "fuzz", data[0] % 3, report);
  HtmlOptions options = {.heading_shift = data[0] / 3 % 3,
                         .anchor_label = data[0] & 64 ? "→" : NULL};
  GString *html = g_string_new(NULL);
  document_html(document, &options, html);
  check_html(html);
  for (guint i = 0; i < document_clause_count(document); i++) {
    g_string_truncate(html, 0);
    clause_html(document, i, &options, html);
    check_html(html);
  }
  g_string_free(html, TRUE);
  return 0;
}
