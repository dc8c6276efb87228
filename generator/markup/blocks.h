/*
 * A document flattened into blocks for comparison: one block is a heading, a
 * paragraph, a list item's text, a table row or a code block, in reading order.
 *
 * Blocks hold copies: the document may be freed. Ruby shows its base text, and
 * enumerators are set apart, so that renumbering is not a change of words.
 */
#ifndef MARKUP_BLOCKS_H
#define MARKUP_BLOCKS_H

#include "markup/document.h"

typedef enum {
  BLOCK_HEADING,
  BLOCK_PARAGRAPH,
  BLOCK_ITEM,
  BLOCK_ROW,
  BLOCK_CODE,
} BlockKind;

typedef struct {
  BlockKind kind;
  int level; /* a heading's level; an item's depth (1 …); else 0 */
  const char
    *clause;  /* id of the clause it stands in (its own, for a heading); "" before the first */
  bool opens; /* opens that clause */
  const char *number; /* enumerator as written, "" where none */
  const char *text;   /* base text without the enumerator; table cells parted by " | " */
  guint64 hash;       /* of kind, level and text, without the number */
} Block;

typedef struct Blocks Blocks;

Blocks *document_blocks(const Document *document);
void blocks_free(Blocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Blocks, blocks_free)

guint blocks_count(const Blocks *blocks);
const Block *blocks_get(const Blocks *blocks, guint index);

#endif
