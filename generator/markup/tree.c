#include "markup/tree.h"

Node *node_new(Arena *arena, NodeKind kind, int line)
{
  Node *node = arena_alloc(arena, sizeof *node);
  node->kind = kind;
  node->line = node->end_line = line;
  node->clause = -1;
  node->text = "";
  return node;
}

void node_append(Node *parent, Node *child)
{
  child->parent = parent;
  if (parent->last)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

Node *node_beyond(const Node *top, const Node *node)
{
  for (; node != top; node = node->parent)
    if (node->next)
      return node->next;
  return NULL;
}

Node *node_after(const Node *top, const Node *node)
{
  return node->first ? node->first : node_beyond(top, node);
}
