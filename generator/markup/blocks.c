#include "markup/blocks.h"

#include "markup/basetext.h"
#include "markup/enumerator.h"

#include <string.h>

struct Blocks {
  Arena *arena;
  Block *blocks;
  guint count;
};

typedef struct {
  Blocks *blocks;
  GString *scratch;
  const char *clause;
  int depth; /* lists around the node in hand */
} Flattening;

/* FNV-1a, 64 bits. */
static guint64 hash_bytes(guint64 hash, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar)bytes[i]) * G_GUINT64_CONSTANT(0x100000001B3);
  return hash;
}

static guint64 hash_block(BlockKind kind, int level, const char *text, gsize length)
{
  const char head[] = {(char)kind, (char)level};
  guint64 hash = hash_bytes(G_GUINT64_CONSTANT(0xCBF29CE484222325), head, sizeof head);
  return hash_bytes(hash, text, length);
}

/* Adds a block whose text is in the scratch string. */
static Block *add_block(Flattening *flat, BlockKind kind, int level)
{
  Blocks *blocks = flat->blocks;
  const GString *text = flat->scratch;
  blocks->blocks = arena_grow(blocks->arena, blocks->blocks, blocks->count, sizeof(Block));
  Block *block = &blocks->blocks[blocks->count++];
  *block = (Block){
    .kind = kind,
    .level = level,
    .clause = flat->clause,
    .number = "",
    .text = arena_strndup(blocks->arena, text->str, text->len),
    .hash = hash_block(kind, level, text->str, text->len),
  };
  return block;
}

static void enter_clause(Flattening *flat, const Node *opener)
{
  const char *id = opener->id ? opener->id : "";
  flat->clause = arena_strndup(flat->blocks->arena, id, strlen(id));
}

/* What cmark counts, as it would be shown. */
static const char *counted_number(Arena *arena, const Node *item)
{
  char number[16];
  int value = item->parent->start;
  for (const Node *before = item->parent->first; before != item; before = before->next)
    value++;
  return arena_strndup(arena, number, (gsize)g_snprintf(number, sizeof number, "%d.", value));
}

static void add_text(Flattening *flat, const Node *node)
{
  Arena *arena = flat->blocks->arena;
  const Node *item = node->parent->kind == NODE_ITEM ? node->parent : NULL;
  bool opens_item = item && item->first == node;
  BlockKind kind = opens_item                   ? BLOCK_ITEM
                   : node->kind == NODE_HEADING ? BLOCK_HEADING
                                                : BLOCK_PARAGRAPH;
  const Node *number = enumerator_of(node);
  base_text(flat->scratch, node, false);
  Block *block = add_block(flat, kind,
                           kind == BLOCK_HEADING ? node->level
                           : kind == BLOCK_ITEM  ? flat->depth
                                                 : 0);
  block->opens = node->clause >= 0;
  if (number)
    block->number = arena_strndup(arena, number->text, number->length);
  else if (opens_item && item->parent->ordered)
    block->number = counted_number(arena, item);
}

static void add_row(Flattening *flat, const Node *row)
{
  for (const Node *cell = row->first; cell; cell = cell->next) {
    if (cell != row->first)
      g_string_append(flat->scratch, " | ");
    base_text(flat->scratch, cell, true);
  }
  add_block(flat, BLOCK_ROW, 0);
}

static void add_literal(Flattening *flat, const Node *node, BlockKind kind)
{
  gsize length = node->length;
  while (length && node->text[length - 1] == '\n')
    length--;
  g_string_append_len(flat->scratch, node->text, (gssize)length);
  add_block(flat, kind, 0);
}

/* True where the node is done with, whatever stands in it. */
static bool flatten(Flattening *flat, const Node *node)
{
  if (node->clause >= 0)
    enter_clause(flat, node);
  g_string_truncate(flat->scratch, 0);
  switch (node->kind) {
  case NODE_HEADING:
  case NODE_PARAGRAPH:
    add_text(flat, node);
    return true;
  case NODE_ROW:
    add_row(flat, node);
    return true;
  case NODE_CODE_BLOCK:
    add_literal(flat, node, BLOCK_CODE);
    return true;
  case NODE_HTML_BLOCK:
    add_literal(flat, node, BLOCK_PARAGRAPH);
    return true;
  default:
    return false;
  }
}

Blocks *document_blocks(const Document *document)
{
  Arena *arena = arena_new(16 * 1024);
  Blocks *blocks = arena_alloc(arena, sizeof *blocks);
  blocks->arena = arena;
  g_autoptr(GString) scratch = g_string_sized_new(512);
  Flattening flat = {.blocks = blocks, .scratch = scratch, .clause = ""};
  const Node *root = document->root;
  for (const Node *node = root->first; node;) {
    bool done = flatten(&flat, node);
    flat.depth += node->kind == NODE_LIST;
    if (!done && node->first) {
      node = node->first;
      continue;
    }
    /* Up to the next one, leaving lists on the way. */
    while (node != root && !node->next) {
      flat.depth -= node->kind == NODE_LIST;
      node = node->parent;
    }
    if (node == root)
      break;
    flat.depth -= node->kind == NODE_LIST;
    node = node->next;
  }
  return blocks;
}

void blocks_free(Blocks *blocks)
{
  if (blocks)
    arena_free(blocks->arena);
}

guint blocks_count(const Blocks *blocks)
{
  return blocks->count;
}

const Block *blocks_get(const Blocks *blocks, guint index)
{
  g_return_val_if_fail(index < blocks->count, NULL);
  return &blocks->blocks[index];
}
