#include "markup/table.h"

#include "markup/emphasis.h"
#include "markup/parse.h"
#include "markup/ruby.h"

typedef struct {
  const char *start;
  const char *end;
} Span;

static Span trim(Span span)
{
  while (span.start < span.end && (*span.start == ' ' || *span.start == '\t'))
    span.start++;
  while (span.end > span.start && (span.end[-1] == ' ' || span.end[-1] == '\t'))
    span.end--;
  return span;
}

static Span line_at(const char *start, const char *end)
{
  const char *newline = memchr(start, '\n', end - start);
  return trim((Span){start, newline ? newline : end});
}

/* --- rows --- */

/* Behind the code span that opens at `p`, or behind its backticks where none
 * closes it. */
static const char *skip_code(const char *p, const char *end)
{
  const char *open = p;
  while (p < end && *p == '`')
    p++;
  gsize ticks = (gsize)(p - open);
  for (const char *q = p; (q = memchr(q, '`', end - q));) {
    const char *close = q;
    while (q < end && *q == '`')
      q++;
    if ((gsize)(q - close) == ticks)
      return q;
  }
  return p;
}

static const char *find_border(const char *p, const char *end)
{
  while (p < end && *p != '|') {
    const char *ruby = *p == '{' ? ruby_skip(p, end) : NULL;
    if (ruby)
      p = ruby;
    else if (*p == '`')
      p = skip_code(p, end);
    else
      p += *p == '\\' && p + 1 < end ? 2 : 1;
  }
  return p;
}

/* Takes the next cell off a row, which stands behind a border. */
static bool next_cell(Span *row, Span *cell)
{
  const char *p = row->start;
  while (p < row->end && (*p == ' ' || *p == '\t'))
    p++;
  if (p == row->end)
    return false;
  const char *border = find_border(row->start, row->end);
  *cell = trim((Span){row->start, border});
  row->start = MIN(border + 1, row->end);
  return true;
}

static bool read_align(Span cell, guint8 *align)
{
  bool left = cell.start < cell.end && *cell.start == ':';
  bool right = cell.end - cell.start > 1 && cell.end[-1] == ':';
  const char *p = cell.start + left, *end = cell.end - right;
  if (p >= end)
    return false;
  for (; p < end; p++)
    if (*p != '-')
      return false;
  *align = left && right ? ALIGN_CENTER : left ? ALIGN_LEFT : right ? ALIGN_RIGHT : ALIGN_NONE;
  return true;
}

/* Counts the columns of a delimiter row, 0 where it is none; their alignments
 * go to `aligns` where that is not NULL. */
static guint read_delimiters(Span row, guint8 *aligns)
{
  guint count = 0;
  Span cell;
  if (row.start == row.end || *row.start != '|')
    return 0;
  for (row.start++; next_cell(&row, &cell); count++) {
    guint8 align;
    if (!read_align(cell, &align))
      return 0;
    if (aligns)
      aligns[count] = align;
  }
  return count;
}

bool table_possible(const char *text, gsize length)
{
  const char *end = text + length;
  for (const char *p = text; (p = memchr(p, '|', end - p)); p++) {
    const char *newline = memchr(p, '\n', end - p);
    if (!newline)
      return false;
    Span next = line_at(newline + 1, end);
    if (read_delimiters(next, NULL))
      return true;
    p = newline;
  }
  return false;
}

/* --- taking apart --- */

typedef struct {
  Parse *parse;
  const char *end;    /* of the author's text */
  GString *text;      /* the second one */
  GArray *origins;    /* LineOrigin, from line 1 */
  const char *copied; /* the author's text up to here is in it */
  int line;           /* and this many lines of it */
} Rewrite;

static void add_origin(Rewrite *rewrite, int line, gsize before, gsize added)
{
  LineOrigin origin = {line, before, added};
  g_array_append_val(rewrite->origins, origin);
}

/* Copies whole lines, up to but without line `until`. */
static void copy_lines(Rewrite *rewrite, int until)
{
  while (rewrite->line + 1 < until && rewrite->copied < rewrite->end) {
    const char *newline = memchr(rewrite->copied, '\n', rewrite->end - rewrite->copied);
    const char *next = newline ? newline + 1 : rewrite->end;
    g_string_append_len(rewrite->text, rewrite->copied, next - rewrite->copied);
    rewrite->copied = next;
    add_origin(rewrite, ++rewrite->line, 0, 0);
  }
}

static const char *next_line(const char *p, const char *end)
{
  const char *newline = memchr(p, '\n', end - p);
  return newline ? newline + 1 : end;
}

/* Writes the cells of a row, one a line; gives their number. */
static guint write_row(Rewrite *rewrite, const char *start, Span row)
{
  guint count = 0;
  Span cell;
  for (row.start++; next_cell(&row, &cell); count++) {
    g_string_append(rewrite->text, "# ");
    g_string_append_len(rewrite->text, cell.start, cell.end - cell.start);
    g_string_append(rewrite->text, " #\n");
    add_origin(rewrite, rewrite->line + 1, (gsize)(cell.start - start), 2);
  }
  return count;
}

static void check_row(Rewrite *rewrite, guint cells, guint columns)
{
  if (cells == columns)
    return;
  char found[16], wanted[16];
  g_snprintf(found, sizeof found, "%u", cells);
  g_snprintf(wanted, sizeof wanted, "%u", columns);
  report_add(rewrite->parse->report, DIAG_TABLE_UNEVEN,
             place_at(rewrite->parse->source.named, rewrite->line + 1, 1), found, wanted, NULL);
}

static void write_table(Rewrite *rewrite, Table *table)
{
  table->given_line = (int)rewrite->origins->len;
  for (; rewrite->line < table->end_line; rewrite->line++) {
    const char *start = rewrite->copied;
    Span row = line_at(start, rewrite->end);
    rewrite->copied = next_line(start, rewrite->end);
    if (rewrite->line == table->line) {
      check_row(rewrite, read_delimiters(row, NULL), table->columns);
      continue;
    }
    guint cells = write_row(rewrite, start, row);
    if (rewrite->line + 1 == table->line)
      table->columns = cells;
    else
      check_row(rewrite, cells, table->columns);
    table->cells[table->rows++] = cells;
  }
}

/* Whether the lines of a paragraph make a table, `start` being its first. */
static bool is_table(Rewrite *rewrite, const char *start, int line, int end_line)
{
  const char *end = rewrite->end;
  Span head = line_at(start, end), cell;
  if (*head.start++ != '|' || line == end_line || !next_cell(&head, &cell))
    return false;
  const char *p = next_line(start, end);
  if (!read_delimiters(line_at(p, end), NULL))
    return false;
  for (line += 2; line <= end_line; line++) {
    p = next_line(p, end);
    if (p == end || *line_at(p, end).start != '|') {
      report_add(rewrite->parse->report, DIAG_TABLE_LINE,
                 place_at(rewrite->parse->source.named, line, 1), NULL);
      return false;
    }
  }
  return true;
}

static void take_paragraph(Rewrite *rewrite, cmark_node *node)
{
  Tables *tables = &rewrite->parse->tables;
  Arena *arena = rewrite->parse->scratch;
  int line = cmark_node_get_start_line(node), end_line = cmark_node_get_end_line(node);
  copy_lines(rewrite, line);
  if (!is_table(rewrite, rewrite->copied, line, end_line))
    return;
  tables->tables = arena_grow(arena, tables->tables, tables->count, sizeof *tables->tables);
  Table *table = &tables->tables[tables->count++];
  Span delimiters = line_at(next_line(rewrite->copied, rewrite->end), rewrite->end);
  *table = (Table){
    .line = line,
    .end_line = end_line,
    .aligns = arena_alloc(arena, (gsize)(delimiters.end - delimiters.start)),
    .cells = arena_alloc(arena, (gsize)(end_line - line + 1) * sizeof *table->cells),
  };
  guint aligned = read_delimiters(delimiters, table->aligns);
  write_table(rewrite, table);
  table->columns = aligned;
}

bool table_take_apart(Parse *parse, cmark_node *root)
{
  Source *source = &parse->source;
  Rewrite rewrite = {.parse = parse, .copied = source->text, .end = source->text + source->length};
  rewrite.text = g_string_sized_new(source->length + 1024);
  rewrite.origins = g_array_new(FALSE, FALSE, sizeof(LineOrigin));
  add_origin(&rewrite, 0, 0, 0);
  for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node))
    if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
      take_paragraph(&rewrite, node);
  bool found = parse->tables.count > 0;
  if (found) {
    copy_lines(&rewrite, G_MAXINT);
    add_origin(&rewrite, rewrite.line + 1, 0, 0);
    source->given = emphasis_mark(
      parse->scratch, arena_strndup(parse->scratch, rewrite.text->str, rewrite.text->len),
      rewrite.text->len, &source->given_length);
    source->marked = source->given_length != rewrite.text->len;
    source->origins = arena_alloc(parse->scratch, rewrite.origins->len * sizeof(LineOrigin));
    memcpy(source->origins, rewrite.origins->data, rewrite.origins->len * sizeof(LineOrigin));
    source->origin_count = (int)rewrite.origins->len;
  }
  g_string_free(rewrite.text, TRUE);
  g_array_free(rewrite.origins, TRUE);
  return found;
}

/* --- back into the tree --- */

static Node *make_row(Parse *parse, Node *parent, int line, guint cells, const Table *table,
                      bool heads)
{
  Node *row = node_new(parse->arena, NODE_ROW, line);
  row->heads = heads;
  node_append(parent, row);
  for (guint i = 0; i < cells; i++) {
    Node *cell = node_new(parse->arena, NODE_CELL, line);
    cell->align = i < table->columns ? table->aligns[i] : ALIGN_NONE;
    cell->heads = heads;
    node_append(row, cell);
  }
  return row;
}

Node *table_make(Parse *parse, int given_line)
{
  Tables *tables = &parse->tables;
  if (tables->reached == tables->count || tables->tables[tables->reached].given_line != given_line)
    return NULL;
  const Table *table = &tables->tables[tables->reached++];
  Node *node = node_new(parse->arena, NODE_TABLE, table->line);
  node->end_line = table->end_line;
  node_append(parse->document->root, node);
  for (guint i = 0; i < table->rows; i++)
    make_row(parse, node, table->line + (int)i + (i > 0), table->cells[i], table, i == 0);
  return node;
}

Node *table_next_cell(const Node *cell)
{
  if (cell->next)
    return cell->next;
  for (const Node *row = cell->parent->next; row; row = row->next)
    if (row->first)
      return row->first;
  return NULL;
}
