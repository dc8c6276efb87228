#include "pages/inspect.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "pages/inspect_mask.h"
#include "pages/inspect_rules.h"

/* No network, no entity of the page's own making, and values with entities
 * resolved; HUGE, for how deep a page may nest is markup's affair. */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE)

/* A name in the parser's dictionary, and what it stands for. */
typedef struct {
  const xmlChar *name; /* the dictionary's own: each name has one address */
  Tag tag;
  Attribute attribute;
} Name;

enum { NAME_SLOTS = 512 }; /* a power of two, some four for each name */

struct Inspector {
  PageState state;
  xmlParserCtxtPtr parser; /* one for all pages: its dictionary of names stays */
  Name names[NAME_SLOTS];  /* by address; asked for every element and attribute */
  bool malformed;
  GString *mask;    /* the masked page: a buffer */
  bool masked;      /* it is what the parser reads */
  const char *html; /* the page in hand */
  gsize length;
  long style_start; /* where in it the style element's content begins */
};

static const char *const tag_names[TAG_COUNT] = {
  [TAG_A] = "a",
  [TAG_AREA] = "area",
  [TAG_AUDIO] = "audio",
  [TAG_BUTTON] = "button",
  [TAG_CAPTION] = "caption",
  [TAG_COLGROUP] = "colgroup",
  [TAG_EMBED] = "embed",
  [TAG_FORM] = "form",
  [TAG_H1] = "h1",
  [TAG_H2] = "h2",
  [TAG_H3] = "h3",
  [TAG_H4] = "h4",
  [TAG_H5] = "h5",
  [TAG_H6] = "h6",
  [TAG_HEAD] = "head",
  [TAG_HTML] = "html",
  [TAG_IFRAME] = "iframe",
  [TAG_IMAGE] = "image",
  [TAG_IMG] = "img",
  [TAG_INPUT] = "input",
  [TAG_LABEL] = "label",
  [TAG_LINK] = "link",
  [TAG_MAIN] = "main",
  [TAG_META] = "meta",
  [TAG_OBJECT] = "object",
  [TAG_SCRIPT] = "script",
  [TAG_SELECT] = "select",
  [TAG_SOURCE] = "source",
  [TAG_STYLE] = "style",
  [TAG_SVG] = "svg",
  [TAG_TABLE] = "table",
  [TAG_TBODY] = "tbody",
  [TAG_TD] = "td",
  [TAG_TEXTAREA] = "textarea",
  [TAG_TFOOT] = "tfoot",
  [TAG_TH] = "th",
  [TAG_THEAD] = "thead",
  [TAG_TITLE] = "title",
  [TAG_TR] = "tr",
  [TAG_TRACK] = "track",
  [TAG_VIDEO] = "video",
};

/* xlink:href has no name of its own here: it is an href with a prefix. */
static const char *const attribute_names[ATTRIBUTE_COUNT] = {
  [ATTRIBUTE_ACTION] = "action",
  [ATTRIBUTE_ALT] = "alt",
  [ATTRIBUTE_ARIA_CONTROLS] = "aria-controls",
  [ATTRIBUTE_ARIA_DESCRIBEDBY] = "aria-describedby",
  [ATTRIBUTE_ARIA_DETAILS] = "aria-details",
  [ATTRIBUTE_ARIA_HIDDEN] = "aria-hidden",
  [ATTRIBUTE_ARIA_LABEL] = "aria-label",
  [ATTRIBUTE_ARIA_LABELLEDBY] = "aria-labelledby",
  [ATTRIBUTE_ARIA_OWNS] = "aria-owns",
  [ATTRIBUTE_CHARSET] = "charset",
  [ATTRIBUTE_CONTENT] = "content",
  [ATTRIBUTE_DATA] = "data",
  [ATTRIBUTE_FOR] = "for",
  [ATTRIBUTE_FORMACTION] = "formaction",
  [ATTRIBUTE_HEADERS] = "headers",
  [ATTRIBUTE_HREF] = "href",
  [ATTRIBUTE_HTTP_EQUIV] = "http-equiv",
  [ATTRIBUTE_ID] = "id",
  [ATTRIBUTE_IMAGESRCSET] = "imagesrcset",
  [ATTRIBUTE_LANG] = "lang",
  [ATTRIBUTE_LIST] = "list",
  [ATTRIBUTE_NAME] = "name",
  [ATTRIBUTE_POSTER] = "poster",
  [ATTRIBUTE_REL] = "rel",
  [ATTRIBUTE_ROLE] = "role",
  [ATTRIBUTE_SCOPE] = "scope",
  [ATTRIBUTE_SRC] = "src",
  [ATTRIBUTE_SRCSET] = "srcset",
  [ATTRIBUTE_STYLE] = "style",
  [ATTRIBUTE_TYPE] = "type",
};

/* The names of which pages mostly consist: with them in the table no other question is asked. */
static const char *const plain_tags[] = {
  "article", "b",    "blockquote", "body",    "br",     "code",   "dd", "del",  "details",
  "div",     "dl",   "dt",         "em",      "footer", "header", "hr", "i",    "ins",
  "li",      "nav",  "ol",         "p",       "pre",    "rp",     "rt", "ruby", "section",
  "small",   "span", "strong",     "summary", "time",   "ul"};
static const char *const plain_attributes[] = {"class",    "data-clause", "data-label",
                                               "datetime", "hreflang",    "tabindex"};

/* Read as something else, or swallowing what follows, or moving every address. */
static const char *const refused_tags[] = {"base",    "frame",    "frameset",  "listing", "math",
                                           "noembed", "noframes", "plaintext", "xmp"};

/* What fetches or calls, and no page of ours needs. */
static const char *const refused_attributes[] = {
  "archive",  "attributename", "attributionsrc", "background", "classid", "codebase", "dynsrc",
  "longdesc", "lowsrc",        "manifest",       "ping",       "profile", "srcdoc"};

/* ---- names ---- */

/* What a name stands for; its slot where it is not known yet. */
static const Name *find_name(const Inspector *inspector, const xmlChar *name)
{
  guint at = (guint)(((guintptr)name * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 55);
  while (inspector->names[at].name != name && inspector->names[at].name != NULL)
    at = (at + 1) % NAME_SLOTS;
  return &inspector->names[at];
}

static Name *learn(Inspector *inspector, const char *name)
{
  const xmlChar *known = xmlDictLookup(inspector->parser->dict, (const xmlChar *)name, -1);
  Name *slot = &inspector->names[find_name(inspector, known) - inspector->names];
  slot->name = known;
  return slot;
}

static void learn_tags(Inspector *inspector, const char *const *names, guint count, Tag tag)
{
  for (guint i = 0; i < count; i++)
    learn(inspector, names[i])->tag = tag;
}

static void learn_attributes(Inspector *inspector, const char *const *names, guint count,
                             Attribute attribute)
{
  for (guint i = 0; i < count; i++)
    learn(inspector, names[i])->attribute = attribute;
}

static void learn_names(Inspector *inspector)
{
  G_STATIC_ASSERT(TAG_COUNT + ATTRIBUTE_COUNT + G_N_ELEMENTS(plain_tags) +
                    G_N_ELEMENTS(plain_attributes) + G_N_ELEMENTS(refused_tags) +
                    G_N_ELEMENTS(refused_attributes) <
                  NAME_SLOTS / 2);
  for (Tag tag = TAG_PLAIN + 1; tag < TAG_REFUSED; tag++)
    learn_tags(inspector, &tag_names[tag], 1, tag);
  for (Attribute attribute = ATTRIBUTE_PLAIN + 1; attribute < ATTRIBUTE_XLINK_HREF; attribute++)
    learn_attributes(inspector, &attribute_names[attribute], 1, attribute);
  learn_tags(inspector, plain_tags, G_N_ELEMENTS(plain_tags), TAG_PLAIN);
  learn_tags(inspector, refused_tags, G_N_ELEMENTS(refused_tags), TAG_REFUSED);
  learn_attributes(inspector, plain_attributes, G_N_ELEMENTS(plain_attributes), ATTRIBUTE_PLAIN);
  learn_attributes(inspector, refused_attributes, G_N_ELEMENTS(refused_attributes),
                   ATTRIBUTE_REFUSED);
}

/* ---- libxml2's calls ---- */

/* The page's own bytes for those that the parser reads of the masked page. What it has made
 * itself, of character references, it gives as it is; a mask in that is beyond recall. */
static Slice unmask(Inspector *inspector, const xmlChar *bytes, gsize length)
{
  const xmlParserInput *input = inspector->parser->input;
  if (!inspector->masked)
    return (Slice){(const char *)bytes, length};
  if (bytes >= input->base && bytes <= input->end)
    return (Slice){inspector->html + input->consumed + (bytes - input->base), length};
  if (memchr(bytes, MASK, length) != NULL)
    page_fault(&inspector->state, DIAG_PAGE_MALFORMED, 0, NULL, NULL);
  return (Slice){(const char *)bytes, length};
}

/* One attribute as libxml2 hands it over: name, prefix, namespace, value, its end. */
static void take_attribute(Inspector *inspector, const xmlChar **at, Attributes *attributes)
{
  PageState *state = &inspector->state;
  const char *name = (const char *)at[0], *prefix = (const char *)at[1];
  Slice value = unmask(inspector, at[3], (gsize)(at[4] - at[3]));
  Attribute known = find_name(inspector, at[0])->attribute;

  if (known == ATTRIBUTE_PLAIN && prefix == NULL)
    return;
  if (prefix != NULL) {
    if (strcmp(prefix, "xml") == 0 && known == ATTRIBUTE_LANG)
      return; /* HTML has it for XML's sake, and ignores it */
    if (!rules_attribute_name(state, prefix, name))
      return;
    known = ATTRIBUTE_XLINK_HREF;
  }
  if (known == ATTRIBUTE_REFUSED) {
    rules_refused(state, name);
  } else if (known != ATTRIBUTE_OTHER) {
    attributes->given |= G_GUINT64_CONSTANT(1) << known;
    attributes->value[known] = value;
  } else if (name[0] == 'o' && name[1] == 'n') {
    rules_handler(state, name);
  } else if (rules_attribute_name(state, NULL, name)) {
    rules_attribute_value(state, value);
  }
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **values)
{
  Inspector *inspector = data;
  PageState *state = &inspector->state;
  Attributes attributes;
  (void)uri, (void)namespace_count, (void)namespaces;

  state->line = inspector->parser->input->line;
  Tag tag = find_name(inspector, name)->tag;
  bool sound = rules_element_name(state, tag, (const char *)prefix, (const char *)name);
  /* The parser stands before the ">" or "/>" that closes the tag. */
  if (sound && *inspector->parser->input->cur == '/')
    rules_void(state, (const char *)name);
  attributes.given = 0;
  for (int i = 0; i < count - defaulted; i++) /* what a DTD adds stands at the end */
    take_attribute(inspector, values + 5 * i, &attributes);
  rules_start(state, tag, (const char *)name, &attributes);
  if (tag == TAG_STYLE)
    inspector->style_start = xmlByteConsumed(inspector->parser);
}

/* A browser resolves no reference in a style sheet: what was checked would not be
 * what it reads. */
static void check_references(Inspector *inspector)
{
  long end = xmlByteConsumed(inspector->parser);
  long start = inspector->style_start;
  if (start >= 0 && end > start && (gsize)end <= inspector->length &&
      memchr(inspector->html + start, '&', (gsize)(end - start)) != NULL)
    page_fault(&inspector->state, DIAG_PAGE_NOT_HTML, inspector->state.line, "style: &", NULL);
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Inspector *inspector = data;
  (void)prefix, (void)uri;
  inspector->state.line = inspector->parser->input->line;
  if (inspector->state.styles > 0 && find_name(inspector, name)->tag == TAG_STYLE)
    check_references(inspector);
  rules_end(&inspector->state);
}

static void on_text(void *data, const xmlChar *bytes, int length)
{
  Inspector *inspector = data;
  Slice text = unmask(inspector, bytes, (gsize)length);
  rules_text(&inspector->state, text.bytes, text.length);
}

/* HTML ends a comment at "<!-->", and what is none of HTML's at the first ">". A
 * page needs neither: what looks like markup in a comment is refused. */
static void on_comment(void *data, const xmlChar *text)
{
  Inspector *inspector = data;
  if (strpbrk((const char *)text, "<>") != NULL)
    page_fault(&inspector->state, DIAG_PAGE_NOT_HTML, inspector->parser->input->line, "<!-- -->",
               NULL);
}

static void on_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
  Inspector *inspector = data;
  (void)target, (void)text;
  page_fault(&inspector->state, DIAG_PAGE_NOT_HTML, inspector->parser->input->line, "<? ?>", NULL);
}

static void on_cdata(void *data, const xmlChar *bytes, int length)
{
  Inspector *inspector = data;
  (void)bytes, (void)length;
  page_fault(&inspector->state, DIAG_PAGE_NOT_HTML, inspector->parser->input->line, "<![CDATA[ ]]>",
             NULL);
}

static void on_doctype(void *data, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
  Inspector *inspector = data;
  inspector->state.doctype =
    strcmp((const char *)name, "html") == 0 && external == NULL && system == NULL;
}

/* A DTD of its own: entities that the page makes up. */
static void on_entity(void *data, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content)
{
  Inspector *inspector = data;
  PageState *state = &inspector->state;
  (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
  page_fault(state, DIAG_PAGE_DOCTYPE, inspector->parser->input->line, NULL, NULL);
}

static void on_error(void *data, xmlErrorPtr error)
{
  Inspector *inspector = data;
  if (error->level < XML_ERR_ERROR || inspector->malformed)
    return;
  inspector->malformed = true; /* what follows is mostly of this one's making */
  g_autofree char *message = g_strchomp(g_strdup(error->message != NULL ? error->message : "?"));
  page_fault(&inspector->state, DIAG_PAGE_MALFORMED, error->line, message, NULL);
}

static const xmlSAXHandler handler = {
  .initialized = XML_SAX2_MAGIC,
  .internalSubset = on_doctype,
  .entityDecl = on_entity,
  .startElementNs = on_start,
  .endElementNs = on_end,
  .characters = on_text,
  .ignorableWhitespace = on_text, /* the same: libxml2 then does not ask which it is */
  .cdataBlock = on_cdata,
  .comment = on_comment,
  .processingInstruction = on_instruction,
  .serror = on_error,
};

/* ---- the inspector ---- */

Inspector *inspector_new(void)
{
  Inspector *inspector = g_new0(Inspector, 1);
  PageState *state = &inspector->state;

  xmlInitParser();
  inspector->parser = xmlNewParserCtxt();
  *inspector->parser->sax = handler;
  inspector->parser->userData = inspector;
  learn_names(inspector);
  inspector->mask = g_string_new(NULL);

  state->open = g_array_new(FALSE, FALSE, sizeof(Open));
  state->ids = g_array_new(FALSE, FALSE, sizeof(const char *));
  state->links = g_array_new(FALSE, FALSE, sizeof(const char *));
  state->fields = g_array_new(FALSE, FALSE, sizeof(Field));
  state->mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
  state->style = g_string_new(NULL);
  state->slot_count = 256;
  state->slots = g_new0(guint32, state->slot_count);
  return inspector;
}

void inspector_free(Inspector *inspector)
{
  if (inspector == NULL)
    return;
  PageState *state = &inspector->state;
  xmlFreeParserCtxt(inspector->parser);
  g_string_free(inspector->mask, TRUE);
  g_array_unref(state->open);
  g_array_unref(state->ids);
  g_array_unref(state->links);
  g_array_unref(state->fields);
  g_array_unref(state->mentions);
  g_string_free(state->style, TRUE);
  g_free(state->slots);
  g_free(state->block);
  g_free(inspector);
}

/* libxml2 takes the character set from the first bytes where they say one: a page's must not.
 * (Told that it is UTF-8, it would copy the page twice before it reads it.) */
static bool begins_plainly(const char *html, gsize length)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  if (length < 3)
    return true; /* too little to say one */
  return g_ascii_isspace(html[0]) || (html[0] == '<' && html[1] != '?' && html[1] != '\0') ||
         memcmp(html, byte_order_mark, strlen(byte_order_mark)) == 0;
}

/* As xmlCtxtReadMemory(), which would copy the page into a buffer of its own first. `text` is one
 * that ends in NUL, as libxml2 needs it. */
static void parse_in_place(xmlParserCtxtPtr parser, const GString *text)
{
  xmlCtxtReset(parser);
  xmlCtxtUseOptions(parser, OPTIONS);
  xmlParserInputPtr input = xmlNewInputStream(parser);
  if (input == NULL)
    g_error("no memory for a page");
  input->base = input->cur = (const xmlChar *)text->str;
  input->end = input->base + text->len;
  inputPush(parser, input);
  xmlParseDocument(parser);
  xmlFreeDoc(parser->myDoc);
  parser->myDoc = NULL;
}

static void read_page(Inspector *inspector)
{
  PageState *state = &inspector->state;
  page_clear(state, inspector->length);
  inspector->malformed = false;
  if (inspector->masked)
    parse_in_place(inspector->parser, inspector->mask);
  else
    xmlFreeDoc(xmlCtxtReadMemory(inspector->parser, inspector->html, (int)inspector->length, NULL,
                                 NULL, OPTIONS));
  if (!inspector->malformed && !inspector->parser->wellFormed)
    page_fault(state, DIAG_PAGE_MALFORMED, 0, "?", NULL);
  else if (!inspector->malformed)
    rules_finish(state);
}

/* Whether the masked page is without a fault. Nothing is reported: the page itself tells. */
static bool is_good_masked(Inspector *inspector)
{
  if (!page_mask(inspector->html, inspector->length, inspector->mask))
    return false;
  inspector->masked = true;
  read_page(inspector);
  inspector->masked = false;
  return inspector->state.faults == 0;
}

bool inspect_page(Inspector *inspector, const char *html, gsize length, const char *page,
                  const char *source, Report *report)
{
  PageState *state = &inspector->state;
  inspector->html = html;
  inspector->length = length;
  page_clear(state, length);
  state->page = page;
  state->source = source;

  bool readable = begins_plainly(html, length) && length <= G_MAXINT;
  if (!readable || !is_good_masked(inspector)) {
    state->report = report;
    if (readable)
      read_page(inspector);
    else
      page_fault(state, DIAG_PAGE_DOCTYPE, 1, NULL, NULL);
    page_tell_rest(state);
  }

  state->page = state->source = NULL;
  state->report = NULL;
  inspector->html = NULL;
  return state->faults == 0;
}

bool inspector_has_id(const Inspector *inspector, const char *id)
{
  return page_find_id(&inspector->state, id) >= 0;
}

guint inspector_id_count(const Inspector *inspector)
{
  return inspector->state.ids->len;
}

const char *inspector_id(const Inspector *inspector, guint index)
{
  return g_array_index(inspector->state.ids, const char *, index);
}

guint inspector_link_count(const Inspector *inspector)
{
  return inspector->state.links->len;
}

const char *inspector_link(const Inspector *inspector, guint index)
{
  return g_array_index(inspector->state.links, const char *, index);
}

/* ---- feeds and the like ---- */

typedef struct {
  const char *page;
  Report *report;
  bool good;
} XmlRun;

static void on_xml_error(void *data, xmlErrorPtr error)
{
  XmlRun *run = data;
  if (error->level < XML_ERR_ERROR || !run->good)
    return;
  run->good = false;
  g_autofree char *where = g_strdup_printf("%s:%d", run->page, error->line);
  g_autofree char *message = g_strchomp(g_strdup(error->message != NULL ? error->message : "?"));
  report_add(run->report, DIAG_PAGE_MALFORMED, place_none(), where, message, NULL);
}

bool inspect_xml(const char *xml, gsize length, const char *page, Report *report)
{
  XmlRun run = {page, report, true};
  xmlParserCtxtPtr parser = xmlNewParserCtxt();
  memset(parser->sax, 0, sizeof *parser->sax);
  parser->sax->initialized = XML_SAX2_MAGIC;
  parser->sax->serror = on_xml_error;
  parser->userData = &run;
  xmlFreeDoc(xmlCtxtReadMemory(parser, xml, (int)MIN(length, G_MAXINT), NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_HUGE));
  if (run.good && !parser->wellFormed) {
    run.good = false;
    report_add(report, DIAG_PAGE_MALFORMED, place_none(), page, "?", NULL);
  }
  xmlFreeParserCtxt(parser);
  return run.good;
}
