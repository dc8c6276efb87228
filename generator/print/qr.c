#include "print/qr.h"

#include "base/text.h"

#include <qrencode.h>

enum { QUIET = 4 };

/* A run of dark modules is one rectangle, so that no hairline shows between them. */
static void append_row(GString *out, const QRcode *code, int y)
{
  const unsigned char *row = code->data + (gsize)y * (gsize)code->width;
  for (int x = 0; x < code->width; x++) {
    int start = x;
    while (x < code->width && (row[x] & 1) != 0)
      x++;
    if (x > start)
      g_string_append_printf(out, "M%d %dh%dv1h-%dz", start + QUIET, y + QUIET, x - start,
                             x - start);
  }
}

/* A picture of its own, for in a page an svg's viewBox would be lost on an HTML parser's rules
 * for names. */
char *qr_image(const char *text, const char *label)
{
  QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (code == NULL)
    return NULL;
  int side = code->width + 2 * QUIET;
  g_autoptr(GString) svg = g_string_new("<svg xmlns=\"http://www.w3.org/2000/svg\"");
  g_autoptr(GString) out = g_string_new("<img class=\"qr\" alt=\"");

  g_string_append_printf(svg, " viewBox=\"0 0 %d %d\"><path d=\"", side, side);
  for (int y = 0; y < code->width; y++)
    append_row(svg, code, y);
  g_string_append(svg, "\"/></svg>");
  QRcode_free(code);

  g_autofree char *encoded = g_base64_encode((const guchar *)svg->str, svg->len);
  text_escape_xml(out, label, -1);
  g_string_append_printf(out, "\" src=\"data:image/svg+xml;base64,%s\" />", encoded);
  return g_string_free(g_steal_pointer(&out), FALSE);
}
