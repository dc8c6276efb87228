#include "markup/links.h"

/* The length of the scheme with its colon; 0 for a relative target. RFC 3986,
 * section 3.1. */
static gsize scheme_length(const char *target)
{
  const char *p = target;
  if (!g_ascii_isalpha(*p))
    return 0;
  while (g_ascii_isalnum(*p) || *p == '+' || *p == '-' || *p == '.')
    p++;
  return *p == ':' ? (gsize)(p + 1 - target) : 0;
}

static bool has_scheme(const char *target, const char *const *schemes)
{
  gsize length = scheme_length(target);
  for (; length && *schemes; schemes++)
    if (strlen(*schemes) == length && g_ascii_strncasecmp(target, *schemes, length) == 0)
      return true;
  return false;
}

/* "//host/…" and its like go to another host by whatever scheme the page has. */
static bool names_host(const char *target)
{
  return (target[0] == '/' || target[0] == '\\') && (target[1] == '/' || target[1] == '\\');
}

static bool is_allowed(const char *target)
{
  static const char *const allowed[] = {"https:", "mailto:", "tel:", NULL};
  return scheme_length(target) ? has_scheme(target, allowed) : !names_host(target);
}

/* From the server's root: it leads elsewhere wherever the site is put. A
 * browser takes a backslash for a slash. */
static bool is_from_root(const char *target)
{
  return target[0] == '/' || target[0] == '\\';
}

bool link_is_safe(const char *target)
{
  static const char *const unsafe[] = {"javascript:", "vbscript:", "file:", "data:", NULL};
  return !has_scheme(target, unsafe);
}

void links_add(Parse *parse, const Node *link, const char *position)
{
  Document *document = parse->document;
  Place place = source_place(&parse->source, parse->line, position);
  document->links =
    arena_grow(parse->arena, document->links, document->link_count, sizeof *document->links);
  document->links[document->link_count++] = (Link){
    .target = link->text,
    .image = link->kind == NODE_IMAGE,
    .line = place.line,
    .column = place.column,
  };
  if (!is_allowed(link->text))
    report_add(parse->report, DIAG_LINK_SCHEME, place, link->text, NULL);
  else if (document->kind != DOCUMENT_FRAGMENT && is_from_root(link->text))
    report_add(parse->report, DIAG_LINK_FROM_ROOT, place, link->text, NULL);
}
