#include "markup/parse.h"

#include "markup/emphasis.h"
#include "markup/enumerator.h"
#include "markup/ids.h"
#include "markup/links.h"
#include "markup/rawhtml.h"
#include "markup/ruby.h"

const char *parse_position(Parse *parse, cmark_node *node)
{
  int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
  if (line == parse->block_line)
    return source_at(&parse->source, line, column);
  /* cmark counts the columns of a paragraph's later lines as if they were
   * indented like its first. */
  const char *start = source_text_start(&parse->source, line);
  const char *first = source_at(&parse->source, line, 1);
  return start ? source_at(&parse->source, line,
                           (int)(start - first) + 1 + column - parse->block_column)
               : NULL;
}

/* The same, where one of these characters must stand there. */
static const char *verified_position(Parse *parse, cmark_node *node, const char *signs)
{
  const char *position = parse_position(parse, node);
  return position && *position && strchr(signs, *position) ? position : NULL;
}

static const char *keep(Parse *parse, const char *text, gsize *length)
{
  if (parse->source.marked)
    return emphasis_unmark(parse->arena, text, length);
  *length = strlen(text);
  return arena_strndup(parse->arena, text, *length);
}

static Node *add_node(Parse *parse, Node *parent, NodeKind kind)
{
  Node *node = node_new(parse->arena, kind, source_line(&parse->source, parse->line));
  node_append(parent, node);
  return node;
}

static Node *add_literal(Parse *parse, Node *parent, NodeKind kind, cmark_node *from)
{
  Node *node = add_node(parse, parent, kind);
  node->text = keep(parse, cmark_node_get_literal(from), &node->length);
  return node;
}

/* --- blocks --- */

/* Takes `{#id}` off a block's end. */
static void read_attributes(Parse *parse, Node *block, cmark_node *from)
{
  cmark_node *last = cmark_node_last_child(from);
  if (!parse->braces || !last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
    return;
  const char *text = cmark_node_get_literal(last);
  Attributes attributes = attributes_read(text, strlen(text));
  if (attributes.status == ATTRIBUTES_NONE)
    return;
  parse->line = cmark_node_get_start_line(last);
  Trace trace = {text, parse_position(parse, last)};
  if (!trace_to(&trace, attributes.brace))
    return;
  const char *id = arena_strndup(parse->arena, attributes.id, attributes.id_length);
  if (attributes.status == ATTRIBUTES_BAD) {
    parse_report(parse, DIAG_ID_INVALID, trace.source, id, NULL);
    return;
  }
  if (attributes.rest == 0 && last == cmark_node_first_child(from)) {
    parse_report(parse, DIAG_ID_ALONE, trace.source, id, NULL);
    return;
  }
  parse->cut = last;
  parse->cut_length = attributes.rest;
  if (ids_add(parse->document->ids, id, -1))
    block->id = id;
  else
    parse_report(parse, DIAG_ID_DUPLICATE, trace.source, id, NULL);
}

static void begin_text(Parse *parse, cmark_node *from)
{
  parse->block_line = cmark_node_get_start_line(from);
  parse->block_column = cmark_node_get_start_column(from);
  parse->breaks = (SoftBreaks){0};
}

static Node *add_list(Parse *parse, Node *parent, cmark_node *from)
{
  Node *list = add_node(parse, parent, NODE_LIST);
  list->ordered = cmark_node_get_list_type(from) == CMARK_ORDERED_LIST;
  list->start = cmark_node_get_list_start(from);
  list->tight = cmark_node_get_list_tight(from);
  return list;
}

static Node *add_code_block(Parse *parse, Node *parent, cmark_node *from)
{
  gsize ignored;
  Node *node = add_literal(parse, parent, NODE_CODE_BLOCK, from);
  const char *info = cmark_node_get_fence_info(from);
  node->more = info ? keep(parse, info, &ignored) : "";
  return node;
}

/* A heading, or the cell of a table in a heading's clothes. */
static Node *add_heading(Parse *parse, Node *parent, cmark_node *from)
{
  begin_text(parse, from);
  if (parent == parse->document->root && !parse->cell) {
    Node *table = table_make(parse, parse->line);
    parse->cell = table ? table->first->first : NULL;
  }
  if (parent == parse->document->root && parse->cell) {
    Node *cell = parse->cell;
    parse->cell = table_next_cell(cell);
    return cell;
  }
  Node *heading = add_node(parse, parent, NODE_HEADING);
  heading->level = (guint8)cmark_node_get_heading_level(from);
  read_attributes(parse, heading, from);
  return heading;
}

static Node *add_html_block(Parse *parse, Node *parent, cmark_node *from)
{
  const char *html = cmark_node_get_literal(from);
  bool shown = rawhtml_check(parse, html, verified_position(parse, from, "<"));
  return shown ? add_literal(parse, parent, NODE_HTML_BLOCK, from) : NULL;
}

static Node *add_block(Parse *parse, Node *parent, cmark_node *from)
{
  Node *node;
  parse->block_line = parse->line;
  switch (cmark_node_get_type(from)) {
  case CMARK_NODE_BLOCK_QUOTE:
    return add_node(parse, parent, NODE_QUOTE);
  case CMARK_NODE_LIST:
    return add_list(parse, parent, from);
  case CMARK_NODE_ITEM:
    return add_node(parse, parent, NODE_ITEM);
  case CMARK_NODE_CODE_BLOCK:
    return add_code_block(parse, parent, from);
  case CMARK_NODE_HTML_BLOCK:
    return add_html_block(parse, parent, from);
  case CMARK_NODE_HEADING:
    return add_heading(parse, parent, from);
  case CMARK_NODE_THEMATIC_BREAK:
    return add_node(parse, parent, NODE_RULE);
  default:
    begin_text(parse, from);
    node = add_node(parse, parent, NODE_PARAGRAPH);
    read_attributes(parse, node, from);
    return node;
  }
}

static void end_block(Parse *parse, Node *node)
{
  switch (node->kind) {
  case NODE_PARAGRAPH:
  case NODE_HEADING:
  case NODE_CELL:
    softbreak_end(&parse->breaks);
    /* A hard break in front of {#id} would end the block now: there is none. */
    if (node->last && node->last->kind == NODE_HARD_BREAK)
      node->last->kind = NODE_TEXT;
    if (node->kind != NODE_CELL)
      enumerator_split(parse, node);
    break;
  case NODE_LIST:
    enumerator_mark_list(parse, node);
    G_GNUC_FALLTHROUGH;
  case NODE_ITEM:
  case NODE_QUOTE:
    /* cmark counts the empty lines behind a list as its own. */
    if (node->last)
      node->end_line = node->last->end_line;
    break;
  default:
    break;
  }
}

/* --- inlines --- */

static void add_text(Parse *parse, Node *parent, cmark_node *from)
{
  const char *text = cmark_node_get_literal(from);
  gsize length = from == parse->cut ? parse->cut_length : strlen(text);
  bool braces = parse->braces && memchr(text, '{', length);
  bool asterisks = parse->asterisks && strstr(text, "**");
  bool underscores = parse->underscores && memchr(text, '_', length);
  Trace trace = {text, NULL};
  if (braces || asterisks || underscores)
    trace.source = parse_position(parse, from);
  if (asterisks)
    emphasis_check_left_over(parse, text, trace);
  if (underscores)
    emphasis_check_underscores(parse, text, trace);
  ruby_split(parse, parent, text, length, trace);
}

static Node *add_emphasis(Parse *parse, Node *parent, cmark_node *from, NodeKind kind)
{
  const char *position = parse->underscores ? verified_position(parse, from, "_") : NULL;
  if (position)
    parse_report(parse, DIAG_EMPHASIS_UNDERSCORE, position, NULL);
  return add_node(parse, parent, kind);
}

/* cmark loses the column of an autolink that is not on a block's first line;
 * that of the text in it is right. */
static const char *link_position(Parse *parse, cmark_node *link, NodeKind kind)
{
  const char *position = verified_position(parse, link, kind == NODE_IMAGE ? "!" : "[<");
  cmark_node *text = cmark_node_first_child(link);
  if (position || !text)
    return position;
  const char *inside = parse_position(parse, text);
  return inside && inside > parse->source.given && inside[-1] == '<' ? inside - 1 : NULL;
}

static Node *add_link(Parse *parse, Node *parent, cmark_node *from, NodeKind kind)
{
  gsize ignored;
  Node *link = add_node(parse, parent, kind);
  link->text = keep(parse, cmark_node_get_url(from), &link->length);
  link->more = keep(parse, cmark_node_get_title(from), &ignored);
  links_add(parse, link, link_position(parse, from, kind));
  return link;
}

static void add_verbatim(Parse *parse, Node *parent, cmark_node *from, NodeKind kind)
{
  if (kind == NODE_HTML &&
      !rawhtml_check(parse, cmark_node_get_literal(from), verified_position(parse, from, "<")))
    return;
  Node *node = add_literal(parse, parent, kind, from);
  softbreak_text(&parse->breaks, node->text, node->length);
}

static Node *add_inline(Parse *parse, Node *parent, cmark_node *from)
{
  switch (cmark_node_get_type(from)) {
  case CMARK_NODE_TEXT:
    add_text(parse, parent, from);
    return NULL;
  case CMARK_NODE_SOFTBREAK:
    softbreak_wait(&parse->breaks, add_node(parse, parent, NODE_SOFT_BREAK));
    return NULL;
  case CMARK_NODE_LINEBREAK:
    softbreak_end(&parse->breaks);
    add_node(parse, parent, NODE_HARD_BREAK);
    return NULL;
  case CMARK_NODE_CODE:
    add_verbatim(parse, parent, from, NODE_CODE);
    return NULL;
  case CMARK_NODE_HTML_INLINE:
    add_verbatim(parse, parent, from, NODE_HTML);
    return NULL;
  case CMARK_NODE_EMPH:
    return add_emphasis(parse, parent, from, NODE_EMPHASIS);
  case CMARK_NODE_STRONG:
    return add_emphasis(parse, parent, from, NODE_STRONG);
  case CMARK_NODE_LINK:
    return add_link(parse, parent, from, NODE_LINK);
  case CMARK_NODE_IMAGE:
    return add_link(parse, parent, from, NODE_IMAGE);
  default:
    return NULL;
  }
}

/* --- the walk --- */

static Node *add(Parse *parse, Node *parent, cmark_node *from)
{
  bool block = cmark_node_get_type(from) <= CMARK_NODE_LAST_BLOCK;
  parse->line = cmark_node_get_start_line(from);
  if (parse->depth >= MARKUP_DEPTH_LIMIT && !parse->too_deep) {
    char limit[16];
    g_snprintf(limit, sizeof limit, "%d", MARKUP_DEPTH_LIMIT);
    parse_report(parse, DIAG_TEXT_TOO_DEEP, NULL, limit, NULL);
    parse->too_deep = true;
  }
  Node *node = block ? add_block(parse, parent, from) : add_inline(parse, parent, from);
  if (node && block)
    node->end_line = source_line(&parse->source, cmark_node_get_end_line(from));
  return node;
}

void parse_tree(Parse *parse, cmark_node *root)
{
  Node *parent = parse->document->root;
  cmark_node *from = cmark_node_first_child(root);
  while (from) {
    Node *node = add(parse, parent, from);
    cmark_node *child = node ? cmark_node_first_child(from) : NULL;
    if (child) {
      parent = node;
      from = child;
      parse->depth++;
      continue;
    }
    if (node)
      end_block(parse, node);
    while (!cmark_node_next(from) && parse->depth > 0) {
      end_block(parse, parent);
      from = cmark_node_parent(from);
      /* A cell's parent here is its row, but the document there. */
      parent = --parse->depth ? parent->parent : parse->document->root;
    }
    from = cmark_node_next(from);
  }
}
