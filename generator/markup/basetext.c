#include "markup/basetext.h"

#include <string.h>

static const char *skip_space(const char *p)
{
  while (*p == ' ' || strncmp(p, "　", 3) == 0)
    p += *p == ' ' ? 1 : 3;
  return p;
}

void base_text(GString *out, const Node *block, bool with_number)
{
  bool after_number = false;
  for (const Node *node = block->first; node; node = node_after(block, node)) {
    const char *text = node->text;
    switch (node->kind) {
    case NODE_NUMBER:
      if (!with_number) {
        after_number = true;
        continue;
      }
      break;
    case NODE_SOFT_BREAK:
      text = " ";
      break;
    case NODE_HARD_BREAK:
      text = "\n";
      break;
    case NODE_LINK:
    case NODE_IMAGE:
      continue;
    default:
      break;
    }
    g_string_append(out, after_number ? skip_space(text) : text);
    after_number = false;
  }
}

void base_text_shorten(GString *out, gsize start, glong limit)
{
  const char *text = out->str + start;
  if ((glong)(out->len - start) <= limit || g_utf8_strlen(text, -1) <= limit)
    return;
  const char *end = g_utf8_offset_to_pointer(text, limit - 1);
  g_string_truncate(out, (gsize)(end - out->str));
  g_string_append(out, "…");
}
