/* Where HTML reads otherwise than XML: what parses well and means something else in a browser. */
#include "pages/inspect_rules.h"

#include <string.h>

static bool has_upper(const char *name)
{
  for (; *name != '\0'; name++)
    if (g_ascii_isupper(*name))
      return true;
  return false;
}

bool rules_not_html(PageState *state, const char *prefix, const char *name)
{
  g_autofree char *whole = prefix != NULL ? g_strdup_printf("%s:%s", prefix, name) : g_strdup(name);
  page_fault(state, DIAG_PAGE_NOT_HTML, state->line, whole, NULL);
  return false;
}

/* What a drawing may be made of: nothing that runs, moves or holds HTML. Names
 * are SVG's; HTML leaves the capitals in these (the standard, section 13.2.6.5). */
static const char *const drawn[] = {
  "circle",   "clipPath",       "defs",   "desc", "ellipse", "g",       "image",
  "line",     "linearGradient", "marker", "mask", "path",    "pattern", "polygon",
  "polyline", "radialGradient", "rect",   "stop", "svg",     "symbol",  "text",
  "textPath", "title",          "tspan",  "use",  NULL};

/* clang-format off */
static const char *const drawn_attributes[] = {
  "clipPathUnits", "gradientTransform", "gradientUnits",    "lengthAdjust",
  "markerHeight",  "markerUnits",       "markerWidth",      "maskContentUnits",
  "maskUnits",     "pathLength",        "patternContentUnits", "patternTransform",
  "patternUnits",  "preserveAspectRatio", "refX",           "refY",
  "spreadMethod",  "startOffset",       "textLength",       "viewBox",
  NULL};
/* clang-format on */

bool rules_element_name(PageState *state, Tag tag, const char *prefix, const char *name)
{
  const Open *parent = page_top(state);
  if (prefix != NULL || (parent != NULL && parent->leaf))
    return rules_not_html(state, prefix, name);
  if (state->drawings > 0)
    return g_strv_contains(drawn, name) || rules_not_html(state, NULL, name);
  if (tag == TAG_REFUSED || tag == TAG_IMAGE || (tag == TAG_OTHER && has_upper(name)))
    return rules_not_html(state, NULL, name);
  return true;
}

bool rules_attribute_name(PageState *state, const char *prefix, const char *name)
{
  if (prefix != NULL) /* in a drawing HTML knows xlink:href, whatever the prefix stands for */
    return (state->drawings > 0 && strcmp(prefix, "xlink") == 0 && strcmp(name, "href") == 0) ||
           rules_not_html(state, prefix, name);
  if (has_upper(name))
    return (state->drawings > 0 && g_strv_contains(drawn_attributes, name)) ||
           rules_not_html(state, NULL, name);
  return true;
}

void rules_refused(PageState *state, const char *attribute)
{
  page_fault(state, DIAG_PAGE_ATTRIBUTE, state->line, attribute, NULL);
}

/* fill="url(…)" and its like. */
void rules_attribute_value(PageState *state, Slice value)
{
  if (state->drawings > 0 && (memchr(value.bytes, '(', value.length) != NULL ||
                              memchr(value.bytes, '\\', value.length) != NULL))
    rules_style(state, value);
}

/* HTML ignores the "/" in the tag of an element that may have content. */
void rules_void(PageState *state, const char *name)
{
  static const char *const empty[] = {"area", "br",   "col",   "embed",  "hr",    "img", "input",
                                      "link", "meta", "param", "source", "track", "wbr", NULL};
  if (state->drawings > 0 || g_strv_contains(empty, name))
    return;
  g_autofree char *tag = g_strdup_printf("<%s/>", name);
  page_fault(state, DIAG_PAGE_NOT_HTML, state->line, tag, NULL);
}
