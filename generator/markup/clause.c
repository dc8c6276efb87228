#include "markup/clause.h"

#include "markup/basetext.h"
#include "markup/enumerator.h"
#include "markup/ids.h"
#include "markup/write.h"

#include <string.h>

enum { TITLE_LIMIT = 30 };

static bool opens_clause(const Node *block)
{
  return block->kind == NODE_HEADING || (block->kind == NODE_PARAGRAPH && block->id);
}

/* A paragraph's first sentence, if it is short, else its first words. */
static void shorten_title(GString *title)
{
  char *newline = strchr(title->str, '\n');
  if (newline)
    g_string_truncate(title, (gsize)(newline - title->str));
  const char *stop = strstr(title->str, "。");
  if (stop && g_utf8_pointer_to_offset(title->str, stop) <= TITLE_LIMIT)
    g_string_truncate(title, (gsize)(stop - title->str));
  base_text_shorten(title, 0, TITLE_LIMIT);
}

static void hash_block(GChecksum *checksum, const Node *block, GString *scratch)
{
  g_string_truncate(scratch, 0);
  if (block->kind == NODE_CODE_BLOCK || block->kind == NODE_HTML_BLOCK)
    g_string_append_len(scratch, block->text, (gssize)block->length);
  else
    base_text(scratch, block, false);
  if (!scratch->len || scratch->str[scratch->len - 1] != '\n')
    g_string_append_c(scratch, '\n');
  g_checksum_update(checksum, (const guchar *)scratch->str, (gssize)scratch->len);
}

static bool is_leaf(const Node *node)
{
  return node->kind == NODE_PARAGRAPH || node->kind == NODE_HEADING || node->kind == NODE_CELL ||
         node->kind == NODE_CODE_BLOCK || node->kind == NODE_HTML_BLOCK;
}

/* Each leaf block's text and a line feed, from the opener to the next one. */
void clause_hash(const Document *document, guint clause, char hash[65])
{
  g_return_if_fail(clause < document->clause_count);
  const Node *root = document->root, *opener = document->openers[clause], *node = opener;
  g_autoptr(GString) scratch = g_string_sized_new(1024);
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  while (node && (node->clause < 0 || node == opener)) {
    if (is_leaf(node)) {
      hash_block(checksum, node, scratch);
      node = node_beyond(root, node);
    } else {
      node = node_after(root, node);
    }
  }
  g_strlcpy(hash, g_checksum_get_string(checksum), 65);
}

static void close_clause(Document *document, int end_line)
{
  if (document->clause_count)
    document->clauses[document->clause_count - 1].end_line = end_line;
}

static void fill_clause(Parse *parse, Clause *clause, Node *opener, GString *scratch)
{
  Document *document = parse->document;
  Node *number = enumerator_of(opener);
  clause->number = number ? number->text : "";
  g_string_truncate(scratch, 0);
  base_text(scratch, opener, false);
  if (clause->paragraph)
    shorten_title(scratch);
  clause->title = arena_strndup(parse->arena, scratch->str, scratch->len);
  if (!opener->id && document->kind != DOCUMENT_FRAGMENT)
    opener->id = ids_make(document->ids, parse->arena, clause->title, opener->clause);
  clause->id = opener->id;
  if (number && document->kind != DOCUMENT_FRAGMENT)
    number->marked = true;
  clause->title_html = "";
  if (!clause->paragraph) {
    g_string_truncate(scratch, 0);
    write_title(opener, scratch);
    clause->title_html = arena_strndup(parse->arena, scratch->str, scratch->len);
  }
}

static void open_clause(Parse *parse, Node *opener, int *part, GString *scratch)
{
  Document *document = parse->document;
  guint index = document->clause_count;
  document->clauses = arena_grow(parse->arena, document->clauses, index, sizeof(Clause));
  document->openers = arena_grow(parse->arena, document->openers, index, sizeof(Node *));
  document->openers[index] = opener;
  document->clause_count++;
  opener->clause = (int)index;
  Clause *clause = &document->clauses[index];
  clause->paragraph = opener->kind == NODE_PARAGRAPH;
  clause->level = clause->paragraph ? 2 : opener->level;
  clause->id_given = opener->id != NULL;
  clause->line = opener->line;
  if (clause->level == 1)
    *part = (int)index;
  clause->part = *part;
  if (opener->id)
    ids_set(document->ids, opener->id, (int)index);
  fill_clause(parse, clause, opener, scratch);
  if (opener->kind == NODE_HEADING && opener->level == 1 && !document->title) {
    document->title = opener;
    g_string_truncate(scratch, 0);
    base_text(scratch, opener, true);
    document->title_text = arena_strndup(parse->arena, scratch->str, scratch->len);
  }
}

/* What the page would be refused for is told here, where the source line is at hand: a
 * level that is passed over, and a plain page's second title. How deep a text begins is the
 * page's affair, which knows what stands above it. */
static void check_heading(Parse *parse, const Node *heading, int *above)
{
  Place place = place_at(document_name(parse->document), heading->line, 1);
  if (parse->document->kind == DOCUMENT_PAGE && heading->level == 1 && *above > 0) {
    report_add(parse->report, DIAG_HEADING_SECOND_TITLE, place, NULL);
  } else if (*above > 0 && heading->level > *above + 1) {
    static const char marks[] = "######";
    const char *level = marks + strlen(marks) - heading->level;
    const char *wanted = marks + strlen(marks) - (*above + 1);
    report_add(parse->report, DIAG_HEADING_SKIPS, place, level, wanted, NULL);
  }
  *above = heading->level;
}

void clauses_find(Parse *parse)
{
  Document *document = parse->document;
  g_autoptr(GString) scratch = g_string_sized_new(1024);
  int part = -1, above = 0;
  for (Node *block = document->root->first; block; block = block->next) {
    if (block->kind == NODE_HEADING && document->kind != DOCUMENT_FRAGMENT)
      check_heading(parse, block, &above);
    if (opens_clause(block))
      open_clause(parse, block, &part, scratch);
    close_clause(document, block->end_line);
  }
}
