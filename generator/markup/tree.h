/*
 * The tree of a document, and the document itself: for this room only.
 *
 * cmark's tree is turned into this one, with kaitei's rules applied, and then
 * thrown away: what later walks need is near at hand, marks are gone, and a
 * document holds little memory. Everything lies in the document's arena, is
 * complete when document_parse() returns, and is only read afterwards.
 *
 * Every walk is a loop over `first`, `next` and `parent`, never a recursion:
 * how deep a text nests is its author's choice.
 */
#ifndef MARKUP_TREE_H
#define MARKUP_TREE_H

#include "markup/arena.h"
#include "markup/document.h"

typedef enum {
  NODE_DOCUMENT,
  /* blocks */
  NODE_QUOTE,
  NODE_LIST,
  NODE_ITEM,
  NODE_CODE_BLOCK,
  NODE_HTML_BLOCK,
  NODE_PARAGRAPH,
  NODE_HEADING,
  NODE_RULE,
  NODE_TABLE,
  NODE_ROW,
  NODE_CELL,
  /* inlines */
  NODE_TEXT,
  NODE_NUMBER, /* an enumerator at the start of a block, as written */
  NODE_SOFT_BREAK,
  NODE_HARD_BREAK,
  NODE_CODE,
  NODE_HTML,
  NODE_EMPHASIS,
  NODE_STRONG,
  NODE_LINK,
  NODE_IMAGE,
  NODE_RUBY,
} NodeKind;

typedef enum { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;

typedef struct Node Node;
struct Node {
  NodeKind kind;
  guint8 level;    /* of a heading */
  guint8 align;    /* of a cell */
  bool heads;      /* a row of table heads */
  bool tight;      /* a list without paragraphs in its items */
  bool ordered;    /* a list with numbers of cmark's making */
  bool enumerated; /* a list that shows its items' own enumerators */
  bool marked;     /* a number that is set apart in HTML */
  int start;       /* an ordered list's first number; an enumerator's value */
  guint style;     /* of an enumerator */
  int line;        /* in the source, from 1 */
  int end_line;
  int clause; /* a block that opens a clause: its index; else -1 */
  Node *parent;
  Node *first;
  Node *last;
  Node *next;
  const char *id;   /* as given in the source, or made; NULL */
  const char *text; /* text, code, number, ruby's base, a link's target; ends in NUL */
  gsize length;     /* of text */
  const char *more; /* a link's title, a code block's info string, ruby's readings parted by '|' */
};

struct Document {
  Arena *arena;
  const char *name;
  DocumentKind kind;
  Node *root;
  Node *title; /* the first H1 */
  const char *title_text;
  Clause *clauses;
  Node **openers; /* the block that opens each clause */
  guint clause_count;
  Link *links;
  guint link_count;
  struct IdTable *ids; /* id -> index of its clause, or -1 */
};

Node *node_new(Arena *arena, NodeKind kind, int line);
void node_append(Node *parent, Node *child);

/* The node after `node` in reading order, its children first, inside `top`;
 * NULL at the end. */
Node *node_after(const Node *top, const Node *node);

/* The same, without going into `node`. */
Node *node_beyond(const Node *top, const Node *node);

static inline bool node_is_block(const Node *node)
{
  return node->kind <= NODE_CELL;
}

#endif
