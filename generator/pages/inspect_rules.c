#include "pages/inspect_rules.h"

#include <string.h>

#include "pages/address_kind.h"
#include "pages/stylesheet.h"

G_STATIC_ASSERT(ATTRIBUTE_COUNT <= 64); /* Attributes.given */

/* ---- small words ---- */

#define BIT(attribute) (G_GUINT64_CONSTANT(1) << (attribute))

static bool has(const Attributes *attributes, Attribute attribute)
{
  return (attributes->given & BIT(attribute)) != 0;
}

static bool is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Text that a reader sees: more than white space, U+00A0 and U+3000 included. */
static bool says_something(Slice text)
{
  for (gsize i = 0; i < text.length; i++) {
    const char *at = text.bytes + i;
    gsize left = text.length - i;
    if (is_space(*at))
      continue;
    if (left >= 2 && memcmp(at, "\xc2\xa0", 2) == 0)
      i += 1;
    else if (left >= 3 && memcmp(at, "\xe3\x80\x80", 3) == 0)
      i += 2;
    else
      return true;
  }
  return false;
}

static bool filled(const Attributes *attributes, Attribute attribute)
{
  return has(attributes, attribute) && says_something(attributes->value[attribute]);
}

/* The value is this word, in any case. */
static bool is_word(const Attributes *attributes, Attribute attribute, const char *word)
{
  const Slice *value = &attributes->value[attribute];
  return has(attributes, attribute) && value->length == strlen(word) &&
         g_ascii_strncasecmp(value->bytes, word, value->length) == 0;
}

/* The next of the words that white space (or, in a srcset, a comma) divides. */
static bool next_word(Slice *rest, Slice *word)
{
  while (rest->length > 0 && is_space(*rest->bytes))
    rest->bytes++, rest->length--;
  gsize length = 0;
  while (length < rest->length && !is_space(rest->bytes[length]))
    length++;
  *word = (Slice){rest->bytes, length};
  rest->bytes += length;
  rest->length -= length;
  return length > 0;
}

Open *page_top(PageState *state)
{
  return state->depth == 0 ? NULL : &g_array_index(state->open, Open, state->depth - 1);
}

static Open *push_open(PageState *state)
{
  if (state->depth == state->open->len)
    g_array_set_size(state->open, state->depth + 1);
  state->depth++;
  return page_top(state);
}

static const char *keep(PageState *state, Slice value)
{
  return page_keep(state, value.bytes, value.length);
}

/* ---- addresses ---- */

static const char *remember_link(PageState *state, Slice value)
{
  const char *link = keep(state, value);
  g_array_append_val(state->links, link);
  return link;
}

/* An address that a reader follows. */
static const char *check_link(PageState *state, Slice value)
{
  bool https;
  const char *address = remember_link(state, value);
  AddressKind kind = address_kind(address, &https);
  if (kind == ADDRESS_OTHER || kind == ADDRESS_DATA || (kind == ADDRESS_ELSEWHERE && !https))
    page_fault(state, DIAG_PAGE_LINK_SCHEME, state->line, address, NULL);
  return address;
}

/* An address that the browser fetches from by itself, or sends to. An image may
 * stand in its own address: nothing is fetched for it. */
static void check_fetched(PageState *state, Slice value, const char *element, bool image)
{
  bool https;
  const char *address = remember_link(state, value);
  AddressKind kind = address_kind(address, &https);
  if (kind != ADDRESS_HERE && !(kind == ADDRESS_DATA && image))
    page_fault(state, DIAG_PAGE_FOREIGN, state->line, element, address);
}

/* image.png 1x, image@2x.png 2x */
static void check_srcset(PageState *state, Slice rest, const char *element)
{
  if (memchr(rest.bytes, '(', rest.length) != NULL) { /* a comma in it would divide nothing */
    page_fault(state, DIAG_PAGE_NOT_HTML, state->line, "srcset: (", NULL);
    return;
  }
  for (Slice word; next_word(&rest, &word);) {
    while (word.length > 0 && *word.bytes == ',') /* commas before an address are dropped */
      word.bytes++, word.length--;
    if (word.length == 0)
      continue;
    bool closed = word.bytes[word.length - 1] == ',';
    check_fetched(state, (Slice){word.bytes, word.length - closed}, element, true);
    const char *comma = closed ? rest.bytes : memchr(rest.bytes, ',', rest.length);
    if (comma == NULL)
      return;
    gsize passed = (gsize)(comma - rest.bytes) + !closed;
    rest.bytes += passed;
    rest.length -= passed;
  }
}

static void on_foreign_style(const char *address, int line, void *data)
{
  PageState *state = data;
  (void)line;
  page_fault(state, DIAG_PAGE_FOREIGN, state->line, "style", address);
}

void rules_style(PageState *state, Slice style)
{
  style_foreign(style.bytes, style.length, on_foreign_style, state);
}

/* <link> to another page, which fetches nothing. */
static bool only_names(const Attributes *attributes)
{
  static const char *const kinds[] = {"alternate", "author", "canonical", "help",
                                      "license",   "next",   "prev",      NULL};
  Slice rest = attributes->value[ATTRIBUTE_REL], word;
  if (!has(attributes, ATTRIBUTE_REL))
    return false;
  bool any = false;
  while (next_word(&rest, &word)) {
    g_autofree char *kind = g_ascii_strdown(word.bytes, (gssize)word.length);
    if (!g_strv_contains(kinds, kind))
      return false;
    any = true;
  }
  return any;
}

static const char *check_addresses(PageState *state, Tag tag, const char *name,
                                   const Attributes *attributes)
{
  static const Attribute fetched[] = {ATTRIBUTE_SRC, ATTRIBUTE_POSTER, ATTRIBUTE_ACTION,
                                      ATTRIBUTE_FORMACTION};
  const guint64 any = BIT(ATTRIBUTE_HREF) | BIT(ATTRIBUTE_SRC) | BIT(ATTRIBUTE_POSTER) |
                      BIT(ATTRIBUTE_ACTION) | BIT(ATTRIBUTE_FORMACTION) | BIT(ATTRIBUTE_DATA) |
                      BIT(ATTRIBUTE_SRCSET) | BIT(ATTRIBUTE_IMAGESRCSET) |
                      BIT(ATTRIBUTE_XLINK_HREF) | BIT(ATTRIBUTE_STYLE);
  if ((attributes->given & any) == 0)
    return NULL;

  const char *href = NULL;
  bool image = tag == TAG_IMG || tag == TAG_SOURCE || tag == TAG_INPUT || tag == TAG_IMAGE;
  bool follows = tag == TAG_A || tag == TAG_AREA;

  if (has(attributes, ATTRIBUTE_HREF)) {
    Slice value = attributes->value[ATTRIBUTE_HREF];
    if (follows)
      href = check_link(state, value);
    else if (tag == TAG_LINK && only_names(attributes))
      remember_link(state, value);
    else
      check_fetched(state, value, name, image);
  }
  for (guint i = 0; i < G_N_ELEMENTS(fetched); i++)
    if (has(attributes, fetched[i]))
      check_fetched(state, attributes->value[fetched[i]], name, image);
  if (tag == TAG_OBJECT && has(attributes, ATTRIBUTE_DATA))
    check_fetched(state, attributes->value[ATTRIBUTE_DATA], name, false);
  if (has(attributes, ATTRIBUTE_SRCSET))
    check_srcset(state, attributes->value[ATTRIBUTE_SRCSET], name);
  if (has(attributes, ATTRIBUTE_IMAGESRCSET))
    check_srcset(state, attributes->value[ATTRIBUTE_IMAGESRCSET], name);
  if (has(attributes, ATTRIBUTE_XLINK_HREF))
    check_fetched(state, attributes->value[ATTRIBUTE_XLINK_HREF], name, image);
  if (has(attributes, ATTRIBUTE_STYLE))
    rules_style(state, attributes->value[ATTRIBUTE_STYLE]);
  return href;
}

void rules_handler(PageState *state, const char *attribute)
{
  page_fault(state, DIAG_PAGE_HANDLER, state->line, attribute, NULL);
}

static void check_script(PageState *state, const Attributes *attributes)
{
  if (!has(attributes, ATTRIBUTE_SRC) &&
      !is_word(attributes, ATTRIBUTE_TYPE, "application/ld+json"))
    page_fault(state, DIAG_PAGE_SCRIPT, state->line, NULL, NULL);
}

static void check_meta(PageState *state, const Attributes *attributes)
{
  if (is_word(attributes, ATTRIBUTE_HTTP_EQUIV, "refresh"))
    page_fault(state, DIAG_PAGE_ATTRIBUTE, state->line, "http-equiv=\"refresh\"", NULL);
  if (has(attributes, ATTRIBUTE_CHARSET) && !is_word(attributes, ATTRIBUTE_CHARSET, "utf-8"))
    page_fault(state, DIAG_PAGE_ATTRIBUTE, state->line, "charset", NULL);
  state->viewport |=
    is_word(attributes, ATTRIBUTE_NAME, "viewport") && filled(attributes, ATTRIBUTE_CONTENT);
}

/* A part of a table that stands elsewhere: HTML drops its tags. */
static void check_table_part(PageState *state, Tag tag, const char *name)
{
  Open *parent = page_top(state);
  Tag in = parent != NULL ? parent->tag : TAG_OTHER;
  bool group = in == TAG_THEAD || in == TAG_TBODY || in == TAG_TFOOT;
  bool good = tag == TAG_TD || tag == TAG_TH ? in == TAG_TR
              : tag == TAG_TR                ? in == TAG_TABLE || group
                                             : in == TAG_TABLE;
  if (!good)
    rules_not_html(state, NULL, name);
}

/* ---- ids ---- */

static const char *check_id(PageState *state, const Attributes *attributes)
{
  if (!has(attributes, ATTRIBUTE_ID))
    return NULL;
  Slice value = attributes->value[ATTRIBUTE_ID];
  const char *id = keep(state, value);
  if (value.length == 0 || id[strcspn(id, " \t\n\r\f")] != '\0')
    page_fault(state, DIAG_PAGE_ID_BAD, state->line, id, NULL);
  else if (!page_add_id(state, id))
    page_fault(state, DIAG_PAGE_ID_TWICE, state->line, id, NULL);
  return id;
}

static void mention(PageState *state, const Attributes *attributes, Attribute attribute,
                    const char *name)
{
  if (!has(attributes, attribute))
    return;
  Slice rest = attributes->value[attribute];
  for (Slice word; next_word(&rest, &word);) {
    Mention one = {name, keep(state, word), state->line};
    g_array_append_val(state->mentions, one);
  }
}

static void mention_all(PageState *state, const Attributes *attributes)
{
  const guint64 any = BIT(ATTRIBUTE_FOR) | BIT(ATTRIBUTE_HEADERS) | BIT(ATTRIBUTE_LIST) |
                      BIT(ATTRIBUTE_ARIA_CONTROLS) | BIT(ATTRIBUTE_ARIA_DESCRIBEDBY) |
                      BIT(ATTRIBUTE_ARIA_DETAILS) | BIT(ATTRIBUTE_ARIA_LABELLEDBY) |
                      BIT(ATTRIBUTE_ARIA_OWNS);
  if ((attributes->given & any) == 0)
    return;
  mention(state, attributes, ATTRIBUTE_FOR, "for");
  mention(state, attributes, ATTRIBUTE_HEADERS, "headers");
  mention(state, attributes, ATTRIBUTE_LIST, "list");
  mention(state, attributes, ATTRIBUTE_ARIA_CONTROLS, "aria-controls");
  mention(state, attributes, ATTRIBUTE_ARIA_DESCRIBEDBY, "aria-describedby");
  mention(state, attributes, ATTRIBUTE_ARIA_DETAILS, "aria-details");
  mention(state, attributes, ATTRIBUTE_ARIA_LABELLEDBY, "aria-labelledby");
  mention(state, attributes, ATTRIBUTE_ARIA_OWNS, "aria-owns");
}

/* ---- elements ---- */

static void check_heading(PageState *state, Tag tag, const char *name)
{
  int level = (int)(tag - TAG_H1) + 1;
  state->h1s += level == 1;
  if (state->level == 0 && level != 1) {
    page_fault(state, DIAG_PAGE_HEADING_FIRST, state->line, name, NULL);
  } else if (level > state->level + 1) {
    char before[] = {'h', (char)('0' + state->level), '\0'};
    page_fault(state, DIAG_PAGE_HEADING_SKIP, state->line, name, before);
  }
  state->level = level;
}

static void check_th(PageState *state, const Attributes *attributes)
{
  static const char *const scopes[] = {"row", "col", "rowgroup", "colgroup"};
  bool known = false;
  for (guint i = 0; i < G_N_ELEMENTS(scopes); i++)
    known |= is_word(attributes, ATTRIBUTE_SCOPE, scopes[i]);
  if (!known)
    page_fault(state, DIAG_PAGE_TH_SCOPE, state->line, NULL, NULL);
  for (guint i = state->depth; i-- > 0;) {
    Open *open = &g_array_index(state->open, Open, i);
    if (open->tag == TAG_TABLE) {
      open->has_th = true;
      return;
    }
  }
}

/* A name that comes from the element itself. */
static bool has_name(const Attributes *attributes)
{
  return filled(attributes, ATTRIBUTE_ARIA_LABEL) || filled(attributes, ATTRIBUTE_ARIA_LABELLEDBY);
}

static void check_field(PageState *state, Tag tag, const char *id, const Attributes *attributes)
{
  static const char *const silent[] = {"hidden", "submit", "reset", "button"};
  for (guint i = 0; tag == TAG_INPUT && i < G_N_ELEMENTS(silent); i++)
    if (is_word(attributes, ATTRIBUTE_TYPE, silent[i]))
      return;
  if (tag == TAG_INPUT && is_word(attributes, ATTRIBUTE_TYPE, "image")) {
    if (!filled(attributes, ATTRIBUTE_ALT))
      page_fault(state, DIAG_PAGE_ALT, state->line, "input", NULL);
    return;
  }
  if (state->labels > 0 || has_name(attributes))
    return;
  Field field = {tag == TAG_INPUT    ? "input"
                 : tag == TAG_SELECT ? "select"
                                     : "textarea",
                 id, state->line};
  g_array_append_val(state->fields, field);
}

static void check_alt(PageState *state, Tag tag, const Attributes *attributes)
{
  if (!has(attributes, ATTRIBUTE_ALT)) {
    g_autofree char *src =
      has(attributes, ATTRIBUTE_SRC)
        ? g_strndup(attributes->value[ATTRIBUTE_SRC].bytes, attributes->value[ATTRIBUTE_SRC].length)
        : g_strdup(tag == TAG_AREA ? "area" : "img");
    page_fault(state, DIAG_PAGE_ALT, state->line, src, NULL);
  } else if (state->hidden == 0) {
    state->words += filled(attributes, ATTRIBUTE_ALT);
  }
}

static void check_head_part(PageState *state, Tag tag, const Attributes *attributes)
{
  const Open *parent = page_top(state);
  if (tag == TAG_HTML)
    state->lang |= filled(attributes, ATTRIBUTE_LANG);
  else if (tag == TAG_META)
    check_meta(state, attributes);
  else if (tag == TAG_SCRIPT)
    check_script(state, attributes);
  else /* an SVG's own title is none of the page's */
    state->titles += parent != NULL && parent->tag == TAG_HEAD;
}

static void check_element(PageState *state, Tag tag, const char *name, const char *id,
                          const Attributes *attributes)
{
  switch (tag) {
  case TAG_HTML:
  case TAG_META:
  case TAG_SCRIPT:
  case TAG_TITLE:
    check_head_part(state, tag, attributes);
    break;
  case TAG_A:
    if (state->anchors > 0)
      rules_not_html(state, NULL, "a a");
    break;
  case TAG_CAPTION:
  case TAG_COLGROUP:
  case TAG_THEAD:
  case TAG_TBODY:
  case TAG_TFOOT:
  case TAG_TR:
  case TAG_TD:
    check_table_part(state, tag, name);
    break;
  case TAG_MAIN:
    state->mains++;
    break;
  case TAG_H1:
  case TAG_H2:
  case TAG_H3:
  case TAG_H4:
  case TAG_H5:
  case TAG_H6:
    check_heading(state, tag, name);
    break;
  case TAG_IMG:
    check_alt(state, tag, attributes);
    break;
  case TAG_AREA:
    if (has(attributes, ATTRIBUTE_HREF))
      check_alt(state, tag, attributes);
    break;
  case TAG_TH:
    check_table_part(state, tag, name);
    check_th(state, attributes);
    break;
  case TAG_INPUT:
  case TAG_SELECT:
  case TAG_TEXTAREA:
    check_field(state, tag, id, attributes);
    break;
  default:
    break;
  }
}

/* Elements whose content HTML reads as text alone. */
static bool is_leaf(const PageState *state, Tag tag, const char *name)
{
  if (tag == TAG_SCRIPT || tag == TAG_STYLE || tag == TAG_TEXTAREA || tag == TAG_TITLE ||
      tag == TAG_IFRAME)
    return true;
  return state->drawings > 0 && strcmp(name, "desc") == 0; /* HTML would be read in it */
}

void rules_start(PageState *state, Tag tag, const char *name, const Attributes *attributes)
{
  Open open = {.tag = tag, .line = state->line, .leaf = is_leaf(state, tag, name)};
  if (attributes->given != 0 || tag > TAG_PLAIN) {
    open.href = check_addresses(state, tag, name, attributes);
    const char *id = check_id(state, attributes);
    mention_all(state, attributes);
    check_element(state, tag, name, id, attributes);
    open.hidden = is_word(attributes, ATTRIBUTE_ARIA_HIDDEN, "true");
    open.named = has_name(attributes) || open.hidden;
    if (tag == TAG_TABLE)
      open.named = is_word(attributes, ATTRIBUTE_ROLE, "presentation") ||
                   is_word(attributes, ATTRIBUTE_ROLE, "none");
    if (open.named && state->hidden == 0 && !open.hidden)
      state->words++; /* for what it stands in */
  }
  open.named |= state->hidden > 0;
  state->hidden += open.hidden;
  state->labels += tag == TAG_LABEL;
  state->styles += tag == TAG_STYLE;
  state->anchors += tag == TAG_A;
  state->drawings += tag == TAG_SVG;
  open.words = state->words;
  *push_open(state) = open;
}

void rules_text(PageState *state, const char *bytes, gsize length)
{
  if (state->hidden == 0 && says_something((Slice){bytes, length}))
    state->words++;
  if (state->styles > 0) /* looked at when it is whole: the parser hands it over in pieces */
    g_string_append_len(state->style, bytes, (gssize)length);
}

/* What can be said of an element only at its end. */
static void check_end(PageState *state, const Open *open)
{
  static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
  bool empty = open->words == state->words && !open->named;
  Open *parent = page_top(state);
  switch (open->tag) {
  case TAG_TITLE:
    if (empty && parent != NULL && parent->tag == TAG_HEAD)
      page_fault(state, DIAG_PAGE_TITLE, open->line, NULL, NULL);
    break;
  case TAG_H1:
  case TAG_H2:
  case TAG_H3:
  case TAG_H4:
  case TAG_H5:
  case TAG_H6:
    if (empty)
      page_fault(state, DIAG_PAGE_HEADING_EMPTY, open->line, headings[open->tag - TAG_H1], NULL);
    break;
  case TAG_A:
    if (empty && open->href != NULL)
      page_fault(state, DIAG_PAGE_LINK_TEXT, open->line, open->href, NULL);
    break;
  case TAG_STYLE:
    rules_style(state, (Slice){state->style->str, state->style->len});
    g_string_truncate(state->style, 0);
    break;
  case TAG_BUTTON:
    if (empty)
      page_fault(state, DIAG_PAGE_FIELD_LABEL, open->line, "button", NULL);
    break;
  case TAG_TABLE:
    if (!open->has_th && !open->named)
      page_fault(state, DIAG_PAGE_TABLE_TH, open->line, NULL, NULL);
    break;
  default:
    break;
  }
}

void rules_end(PageState *state)
{
  if (state->depth == 0)
    return;
  Open open = *page_top(state);
  state->depth--;
  check_end(state, &open);
  state->hidden -= open.hidden;
  state->labels -= open.tag == TAG_LABEL;
  state->styles -= open.tag == TAG_STYLE;
  state->anchors -= open.tag == TAG_A;
  state->drawings -= open.tag == TAG_SVG;
}

/* ---- the whole page ---- */

static bool is_labelled(const PageState *state, const char *id)
{
  for (guint i = 0; id != NULL && i < state->mentions->len; i++) {
    const Mention *one = &g_array_index(state->mentions, Mention, i);
    if (strcmp(one->attribute, "for") == 0 && strcmp(one->id, id) == 0)
      return true;
  }
  return false;
}

void rules_finish(PageState *state)
{
  if (!state->doctype)
    page_fault(state, DIAG_PAGE_DOCTYPE, 1, NULL, NULL);
  if (!state->lang)
    page_fault(state, DIAG_PAGE_LANG, 0, NULL, NULL);
  if (state->titles != 1)
    page_fault(state, DIAG_PAGE_TITLE, 0, NULL, NULL);
  if (!state->viewport)
    page_fault(state, DIAG_PAGE_VIEWPORT, 0, NULL, NULL);
  if (state->mains != 1) {
    g_autofree char *count = g_strdup_printf("%u", state->mains);
    page_fault(state, DIAG_PAGE_MAIN, 0, count, NULL);
  }
  if (state->h1s != 1) {
    g_autofree char *count = g_strdup_printf("%u", state->h1s);
    page_fault(state, DIAG_PAGE_H1, 0, count, NULL);
  }
  for (guint i = 0; i < state->mentions->len; i++) {
    const Mention *one = &g_array_index(state->mentions, Mention, i);
    if (page_find_id(state, one->id) < 0)
      page_fault(state, DIAG_PAGE_ID_MISSING, one->line, one->attribute, one->id);
  }
  for (guint i = 0; i < state->fields->len; i++) {
    const Field *field = &g_array_index(state->fields, Field, i);
    if (!is_labelled(state, field->id))
      page_fault(state, DIAG_PAGE_FIELD_LABEL, field->line, field->element, NULL);
  }
}
