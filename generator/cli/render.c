/* render: Markdown on standard input to an HTML fragment. */
#include "base/text.h"
#include "cli/command.h"
#include "markup/html.h"

#include <jansson.h>

static void print_html(const Invocation *in, const GString *html)
{
  if (!in->json) {
    fwrite(html->str, 1, html->len, stdout);
    return;
  }
  json_t *object = json_pack("{s:s%}", "html", html->str, html->len);
  json_dumpf(object, stdout, JSON_INDENT(2));
  putchar('\n');
  json_decref(object);
}

int command_render(Invocation *in)
{
  if (!invocation_parse(in, NULL, 0, 0))
    return invocation_finish(in);

  static const HtmlOptions options = {0};
  gsize size = 0, length = 0;
  g_autofree char *bytes = read_input(MARKUP_TEXT_LIMIT, &size, in->report);
  if (bytes == NULL)
    return invocation_finish(in);
  g_autofree char *text = text_normalise(bytes, size, "<stdin>", &length, in->report);
  if (text == NULL)
    return invocation_finish(in);

  g_autoptr(Document) document =
    document_parse(text, length, "<stdin>", DOCUMENT_FRAGMENT, in->report);
  g_autoptr(GString) html = g_string_new(NULL);
  document_html(document, &options, html);
  print_html(in, html);
  return invocation_finish(in);
}
