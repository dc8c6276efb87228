#include "markup/html.h"

#include "base/text.h"
#include "markup/links.h"
#include "markup/ruby.h"
#include "markup/write.h"

#include <string.h>

typedef struct {
  const Document *document; /* NULL for a title alone */
  const HtmlOptions *options;
  GString *out;
  gsize start;    /* of what is written here */
  guint in_image; /* inside so many images, where only text is written */
  bool no_links;
  GString *url; /* scratch for the link writer */
} Writer;

/* Inline, so that the length of what is written in the code is known there. */
static inline G_ALWAYS_INLINE void put(Writer *writer, const char *html)
{
  text_append(writer->out, html, strlen(html));
}

static void put_escaped(Writer *writer, const char *text)
{
  text_escape_xml(writer->out, text, -1);
}

static void put_attribute(Writer *writer, const char *name, const char *value)
{
  g_string_append_c(writer->out, ' ');
  put(writer, name);
  put(writer, "=\"");
  put_escaped(writer, value);
  g_string_append_c(writer->out, '"');
}

/* A block begins on a new line, as with cmark. */
static void fresh_line(Writer *writer)
{
  const GString *out = writer->out;
  if (out->len > writer->start && out->str[out->len - 1] != '\n')
    g_string_append_c(writer->out, '\n');
}

static bool on_page(const Writer *writer)
{
  return writer->document && writer->document->kind != DOCUMENT_FRAGMENT;
}

/* --- blocks --- */

static int heading_level(const Writer *writer, const Node *heading)
{
  return CLAMP(heading->level + writer->options->heading_shift, 1, 6);
}

static void put_heading_tag(Writer *writer, const Node *heading, bool closes)
{
  const char tag[] = {'<', 'h', (char)('0' + heading_level(writer, heading)), '\0'};
  const char end_tag[] = {'<', '/', 'h', tag[2], '>', '\n', '\0'};
  put(writer, closes ? end_tag : tag);
}

static bool has_anchor(const Writer *writer, const Node *block)
{
  return block->clause >= 0 && block->id && writer->options->anchor_label && writer->document;
}

static void put_anchor(Writer *writer, const Node *block)
{
  if (!has_anchor(writer, block))
    return;
  put(writer, "<a class=\"anchor\" href=\"#");
  text_escape_href(writer->out, block->id, -1);
  put(writer, "\" aria-label=\"");
  put_escaped(writer, writer->options->anchor_label);
  put(writer, ": ");
  put_escaped(writer, writer->document->clauses[block->clause].title);
  put(writer, "\">#</a>");
}

static bool in_tight_list(const Node *paragraph)
{
  const Node *list = paragraph->parent ? paragraph->parent->parent : NULL;
  return list && list->kind == NODE_LIST && list->tight;
}

/* Its link stands beside the heading, not in it: what is in a heading is heard as its name. */
static void begin_heading(Writer *writer, const Node *heading)
{
  fresh_line(writer);
  if (has_anchor(writer, heading))
    put(writer, "<div class=\"heading\">\n");
  put_heading_tag(writer, heading, false);
  if (heading->id)
    put_attribute(writer, "id", heading->id);
  put(writer, ">");
}

static void end_heading(Writer *writer, const Node *heading)
{
  put_heading_tag(writer, heading, true);
  put_anchor(writer, heading);
  if (has_anchor(writer, heading))
    put(writer, "\n</div>\n");
}

static void begin_paragraph(Writer *writer, const Node *paragraph)
{
  if (in_tight_list(paragraph))
    return;
  fresh_line(writer);
  put(writer, "<p");
  if (paragraph->id)
    put_attribute(writer, "id", paragraph->id);
  if (paragraph->clause >= 0 && on_page(writer))
    put(writer, " class=\"clause\"");
  put(writer, ">");
}

static void begin_list(Writer *writer, const Node *list)
{
  fresh_line(writer);
  if (list->enumerated)
    put(writer, "<ol class=\"enumerated\">\n");
  else if (!list->ordered)
    put(writer, "<ul>\n");
  else if (list->start == 1)
    put(writer, "<ol>\n");
  else
    g_string_append_printf(writer->out, "<ol start=\"%d\">\n", list->start);
}

/* An item's only text has no <p> in a tight list: the item bears its id. */
static void begin_item(Writer *writer, const Node *item)
{
  const Node *first = item->first;
  fresh_line(writer);
  put(writer, "<li");
  if (first && first->kind == NODE_PARAGRAPH && first->id && in_tight_list(first))
    put_attribute(writer, "id", first->id);
  put(writer, ">");
}

static void put_code_block(Writer *writer, const Node *block)
{
  fresh_line(writer);
  put(writer, "<pre><code");
  if (*block->more) {
    gsize length = strcspn(block->more, " \t\n\v\f\r");
    put(writer, " class=\"language-");
    text_escape_xml(writer->out, block->more, (gssize)length);
    put(writer, "\"");
  }
  put(writer, ">");
  put_escaped(writer, block->text);
  put(writer, "</code></pre>\n");
}

/* Raw HTML has been reported; here it is shown as what was written. */
static void put_html_block(Writer *writer, const Node *block)
{
  gsize length = block->length;
  while (length && block->text[length - 1] == '\n')
    length--;
  fresh_line(writer);
  put(writer, "<p>");
  text_escape_xml(writer->out, block->text, (gssize)length);
  put(writer, "</p>\n");
}

static void begin_row(Writer *writer, const Node *row)
{
  if (row->heads)
    put(writer, "<thead>\n");
  else if (row == row->parent->first->next)
    put(writer, "<tbody>\n");
  put(writer, "<tr>\n");
}

static void end_row(Writer *writer, const Node *row)
{
  put(writer, row->heads ? "</tr>\n</thead>\n" : "</tr>\n");
  if (!row->heads && !row->next)
    put(writer, "</tbody>\n");
}

static void begin_cell(Writer *writer, const Node *cell)
{
  static const char *const classes[] = {
    [ALIGN_NONE] = "",
    [ALIGN_LEFT] = " class=\"left\"",
    [ALIGN_CENTER] = " class=\"center\"",
    [ALIGN_RIGHT] = " class=\"right\"",
  };
  put(writer, cell->heads ? "<th scope=\"col\"" : "<td");
  put(writer, classes[cell->align]);
  put(writer, ">");
}

static void begin_block(Writer *writer, const Node *node)
{
  switch (node->kind) {
  case NODE_QUOTE:
    fresh_line(writer);
    put(writer, "<blockquote>\n");
    break;
  case NODE_LIST:
    begin_list(writer, node);
    break;
  case NODE_ITEM:
    begin_item(writer, node);
    break;
  case NODE_CODE_BLOCK:
    put_code_block(writer, node);
    break;
  case NODE_HTML_BLOCK:
    put_html_block(writer, node);
    break;
  case NODE_PARAGRAPH:
    begin_paragraph(writer, node);
    break;
  case NODE_HEADING:
    begin_heading(writer, node);
    break;
  case NODE_RULE:
    fresh_line(writer);
    put(writer, "<hr />\n");
    break;
  case NODE_TABLE:
    fresh_line(writer);
    put(writer, on_page(writer) ? "<div class=\"table\">\n<table>\n" : "<table>\n");
    break;
  case NODE_ROW:
    begin_row(writer, node);
    break;
  case NODE_CELL:
    begin_cell(writer, node);
    break;
  default:
    break;
  }
}

static void end_block(Writer *writer, const Node *node)
{
  switch (node->kind) {
  case NODE_QUOTE:
    fresh_line(writer);
    put(writer, "</blockquote>\n");
    break;
  case NODE_LIST:
    put(writer, node->ordered || node->enumerated ? "</ol>\n" : "</ul>\n");
    break;
  case NODE_ITEM:
    put(writer, "</li>\n");
    break;
  case NODE_PARAGRAPH:
    put_anchor(writer, node);
    if (!in_tight_list(node))
      put(writer, "</p>\n");
    break;
  case NODE_HEADING:
    end_heading(writer, node);
    break;
  case NODE_TABLE:
    put(writer, on_page(writer) ? "</table>\n</div>\n" : "</table>\n");
    break;
  case NODE_ROW:
    end_row(writer, node);
    break;
  case NODE_CELL:
    put(writer, node->heads ? "</th>\n" : "</td>\n");
    break;
  default:
    break;
  }
}

/* --- inlines --- */

static void put_target(Writer *writer, const char *attribute, const Node *link)
{
  const HtmlOptions *options = writer->options;
  put(writer, attribute);
  if (options->link) {
    if (!writer->url)
      writer->url = g_string_new(NULL);
    g_string_truncate(writer->url, 0);
    bool image = link->kind == NODE_IMAGE;
    if (options->link(link->text, image, writer->url, options->link_data)) {
      text_escape_href(writer->out, writer->url->str, (gssize)writer->url->len);
      return;
    }
  }
  if (link_is_safe(link->text))
    text_escape_href(writer->out, link->text, (gssize)link->length);
}

static void put_title(Writer *writer, const Node *link)
{
  if (*link->more)
    put_attribute(writer, "title", link->more);
}

static void put_text(Writer *writer, const Node *text)
{
  if (on_page(writer))
    text_escape_unbroken(writer->out, text->text, (gssize)text->length);
  else
    text_escape_xml(writer->out, text->text, (gssize)text->length);
}

static void put_number(Writer *writer, const Node *number)
{
  put(writer, number->marked ? "<span class=\"number\">" : "");
  text_escape_xml(writer->out, number->text, (gssize)number->length);
  put(writer, number->marked ? "</span>" : "");
}

static void begin_inline(Writer *writer, const Node *node)
{
  switch (node->kind) {
  case NODE_TEXT:
    put_text(writer, node);
    break;
  case NODE_HTML:
    text_escape_xml(writer->out, node->text, (gssize)node->length);
    break;
  case NODE_NUMBER:
    put_number(writer, node);
    break;
  case NODE_SOFT_BREAK:
    put(writer, "\n");
    break;
  case NODE_HARD_BREAK:
    put(writer, "<br />\n");
    break;
  case NODE_CODE:
    put(writer, "<code>");
    text_escape_xml(writer->out, node->text, (gssize)node->length);
    put(writer, "</code>");
    break;
  case NODE_EMPHASIS:
    put(writer, "<em>");
    break;
  case NODE_STRONG:
    put(writer, "<strong>");
    break;
  case NODE_LINK:
    if (writer->no_links)
      break;
    put_target(writer, "<a href=\"", node);
    put(writer, "\"");
    put_title(writer, node);
    put(writer, ">");
    break;
  case NODE_IMAGE:
    put_target(writer, "<img src=\"", node);
    put(writer, "\" alt=\"");
    writer->in_image++;
    break;
  case NODE_RUBY:
    ruby_html(writer->out, node->text, node->length, node->more, strlen(node->more));
    break;
  default:
    break;
  }
}

static void end_inline(Writer *writer, const Node *node)
{
  switch (node->kind) {
  case NODE_EMPHASIS:
    put(writer, "</em>");
    break;
  case NODE_STRONG:
    put(writer, "</strong>");
    break;
  case NODE_LINK:
    put(writer, writer->no_links ? "" : "</a>");
    break;
  default:
    break;
  }
}

/* In an image's alternative text there is nothing but text. */
static void put_alternative(Writer *writer, const Node *node)
{
  if (node->kind == NODE_IMAGE)
    writer->in_image++;
  else if (node->kind == NODE_SOFT_BREAK || node->kind == NODE_HARD_BREAK)
    put(writer, " ");
  else if (node->kind != NODE_LINK)
    text_escape_xml(writer->out, node->text, (gssize)node->length);
}

/* --- the walk --- */

static void begin(Writer *writer, const Node *node)
{
  if (node_is_block(node))
    begin_block(writer, node);
  else if (writer->in_image)
    put_alternative(writer, node);
  else
    begin_inline(writer, node);
}

static void end(Writer *writer, const Node *node)
{
  if (node_is_block(node)) {
    end_block(writer, node);
  } else if (node->kind == NODE_IMAGE) {
    if (--writer->in_image == 0) {
      put(writer, "\"");
      put_title(writer, node);
      put(writer, " />");
    }
  } else if (!writer->in_image) {
    end_inline(writer, node);
  }
}

static void write_node(Writer *writer, const Node *top)
{
  const Node *node = top;
  for (;;) {
    begin(writer, node);
    if (node->first) {
      node = node->first;
      continue;
    }
    end(writer, node);
    while (node != top && !node->next) {
      node = node->parent;
      end(writer, node);
    }
    if (node == top)
      return;
    node = node->next;
  }
}

static const HtmlOptions NO_OPTIONS;

static Writer writer_for(const Document *document, const HtmlOptions *options, GString *out)
{
  return (Writer){
    .document = document,
    .options = options ? options : &NO_OPTIONS,
    .out = out,
    .start = out->len,
  };
}

static void writer_end(Writer *writer)
{
  if (writer->url)
    g_string_free(writer->url, TRUE);
}

void document_html(const Document *document, const HtmlOptions *options, GString *out)
{
  Writer writer = writer_for(document, options, out);
  for (const Node *block = document->root->first; block; block = block->next)
    if (block != document->title || !writer.options->skip_title)
      write_node(&writer, block);
  writer_end(&writer);
}

void clause_html(const Document *document, guint clause, const HtmlOptions *options, GString *out)
{
  g_return_if_fail(clause < document->clause_count);
  Writer writer = writer_for(document, options, out);
  const Node *opener = document->openers[clause];
  for (const Node *block = opener; block && (block == opener || block->clause < 0);
       block = block->next)
    if (block != document->title || !writer.options->skip_title)
      write_node(&writer, block);
  writer_end(&writer);
}

void write_title(const Node *heading, GString *out)
{
  Writer writer = writer_for(NULL, NULL, out);
  writer.no_links = true;
  for (const Node *node = heading->first; node; node = node->next)
    write_node(&writer, node);
}
