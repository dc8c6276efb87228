#include "compare/rows.h"

#include <string.h>

/* Fewer blocks than these whose numbers alone changed are shown in full. */
enum { FOLD_LEAST = 3 };

/* Spans are kept by place until all are there: the arrays move as they grow. */
typedef struct {
  Comparison *comparison;
  Words *words;
  const GArray *lines;
  const Text *now, *before;
  GArray *now_starts, *before_starts; /* of guint, by row: its first span */
} Writer;

static const Line *line_at(const Writer *w, guint k)
{
  return &g_array_index(w->lines, Line, k);
}

/* ---- labels: the numbers that stand for a run of blocks ---- */

/* A number without the comma that leads on to its text. */
static gsize bare_length(const char *number)
{
  gsize length = strlen(number);
  for (;;) {
    if (length > 0 && strchr(" .,:", number[length - 1]) != NULL)
      length--;
    else if (length >= 3 && (memcmp(number + length - 3, "、", 3) == 0 ||
                             memcmp(number + length - 3, "．", 3) == 0 ||
                             memcmp(number + length - 3, "，", 3) == 0 ||
                             memcmp(number + length - 3, "　", 3) == 0))
      length -= 3;
    else
      return length;
  }
}

static const char *number_range(Comparison *comparison, const Block *first, const Block *last)
{
  g_autoptr(GString) label = g_string_new_len(first->number, (gssize)bare_length(first->number));
  if (first != last) {
    g_string_append(label, "～");
    g_string_append_len(label, last->number, (gssize)bare_length(last->number));
  }
  return g_string_chunk_insert_len(comparison->strings, label->str, (gssize)label->len);
}

typedef struct {
  const Block *first, *last; /* of the blocks at the top of a run */
  guint count;
} Units;

/* The blocks at the top of a run: its clauses, if it begins with one, or its
 * items. False where they do not all have numbers, or other blocks stand between. */
static bool find_units(const Writer *w, guint from, guint to, Units *units)
{
  const Block *first = w->now->blocks + line_at(w, from)->now;
  *units = (Units){first, first, 0};
  if (!first->opens && first->kind != BLOCK_ITEM)
    return false;
  bool numbered = true;
  for (guint k = from; k < to; k++) {
    const Block *block = w->now->blocks + line_at(w, k)->now;
    bool unit = first->opens ? block->opens && block_rank(block) == block_rank(first)
                             : block->kind == BLOCK_ITEM && block->level == first->level;
    if (!first->opens && (block->kind != BLOCK_ITEM || block->level < first->level))
      return false;
    if (!unit)
      continue;
    units->count++;
    units->last = block;
    numbered = numbered && *block->number != '\0';
  }
  return numbered;
}

/* What stands before （略） for a run of unchanged blocks; NULL: nothing. *number
 * tells a number from a title. */
static const char *run_label(const Writer *w, guint from, guint to, bool *number)
{
  Units units;
  *number = find_units(w, from, to, &units);
  if (*number)
    return number_range(w->comparison, units.first, units.last);
  if (units.count == 1 && units.first->opens)
    return block_title(w->comparison, units.first);
  return NULL;
}

/* ---- rows ---- */

static Row *add_row(Writer *w, const Line *line)
{
  Comparison *c = w->comparison;
  bool of_now = line->kind != ROW_REMOVED && line->kind != ROW_MOVED_AWAY;
  const Block *block = of_now ? w->now->blocks + line->now : w->before->blocks + line->before;
  const Block *now = line->now >= 0 ? w->now->blocks + line->now : block;
  const Block *before = line->before >= 0 ? w->before->blocks + line->before : block;
  Row row = {.kind = line->kind,
             .block = block->kind,
             .level = block->level,
             .clause = block->clause,
             .change = line->change,
             .blocks = 1,
             .place = "",
             .now = {.block = now->kind, .level = now->level},
             .before = {.block = before->kind, .level = before->level}};
  g_array_append_val(c->rows, row);
  g_array_append_val(w->now_starts, c->now_spans->len);
  g_array_append_val(w->before_starts, c->before_spans->len);
  return &g_array_index(c->rows, Row, c->rows->len - 1);
}

static void end_row(Writer *w, Row *row)
{
  guint last = w->comparison->rows->len - 1;
  row->now.count = w->comparison->now_spans->len - g_array_index(w->now_starts, guint, last);
  row->before.count =
    w->comparison->before_spans->len - g_array_index(w->before_starts, guint, last);
}

static void append_number(GArray *spans, const char *number, bool marked)
{
  Span span = {number, strlen(number), marked, true};
  if (span.length > 0)
    g_array_append_val(spans, span);
}

static void append_block(GArray *spans, const Block *block, bool marked)
{
  append_number(spans, block->number, marked);
  words_append(spans, block->text, strlen(block->text), marked);
}

/* Both cells of a pair, or one of them where the other is NULL. */
static void mark_pair(Writer *w, const Block *now, const Block *before, GArray *now_spans,
                      GArray *before_spans)
{
  bool renumbered = strcmp(now->number, before->number) != 0;
  append_number(now_spans, now->number, renumbered);
  append_number(before_spans, before->number, renumbered);
  if (strcmp(now->text, before->text) != 0) {
    words_mark(w->words, now->text, before->text, now_spans, before_spans);
  } else {
    words_append(now_spans, now->text, strlen(now->text), false);
    words_append(before_spans, before->text, strlen(before->text), false);
  }
}

static const char *place_of(Writer *w, const Text *text, gint32 block)
{
  gint32 opener = g_array_index(text->openers, gint32, block);
  return opener < 0 ? "" : block_title(w->comparison, text->blocks + opener);
}

static void write_line(Writer *w, const Line *line)
{
  Comparison *c = w->comparison;
  const Block *now = line->now >= 0 ? w->now->blocks + line->now : NULL;
  const Block *before = line->before >= 0 ? w->before->blocks + line->before : NULL;
  guint left = c->now_spans->len, right = c->before_spans->len;
  Row *row = add_row(w, line);
  switch (line->kind) {
  case ROW_ADDED:
    append_block(c->now_spans, now, true);
    break;
  case ROW_REMOVED:
    append_block(c->before_spans, before, true);
    break;
  case ROW_MOVED_HERE: /* marked against its counterpart, which another row shows */
    mark_pair(w, now, before, c->now_spans, c->before_spans);
    g_array_set_size(c->before_spans, right);
    row->place = place_of(w, w->before, line->before);
    break;
  case ROW_MOVED_AWAY:
    mark_pair(w, now, before, c->now_spans, c->before_spans);
    g_array_set_size(c->now_spans, left);
    row->place = place_of(w, w->now, line->now);
    break;
  default:
    mark_pair(w, now, before, c->now_spans, c->before_spans);
  }
  end_row(w, row);
}

static void write_label(GArray *spans, const char *label, bool marked, bool number)
{
  Span span = {label, strlen(label), marked, number};
  if (span.length > 0)
    g_array_append_val(spans, span);
}

/* One row for a run of unchanged blocks. */
static void write_omitted(Writer *w, guint from, guint to)
{
  Comparison *c = w->comparison;
  bool number;
  const char *label = run_label(w, from, to, &number);
  /* Where the title is all there is, nothing is left out. */
  if (to - from == 1 && label != NULL && !number && !g_str_has_suffix(label, "…")) {
    write_line(w, line_at(w, from));
    return;
  }
  Row *last = c->rows->len == 0 ? NULL : &g_array_index(c->rows, Row, c->rows->len - 1);
  if (label == NULL && last != NULL && last->kind == ROW_OMITTED && last->now.count == 0) {
    last->blocks += to - from;
    return;
  }
  Row *row = add_row(w, line_at(w, from));
  row->kind = ROW_OMITTED;
  row->blocks = to - from;
  row->folded = true;
  if (label != NULL) {
    write_label(c->now_spans, label, false, number);
    write_label(c->before_spans, label, false, number);
  }
  end_row(w, row);
}

static bool is_item(const Writer *w, guint k)
{
  const Line *line = line_at(w, k);
  return (line->now >= 0 ? w->now->blocks + line->now : w->before->blocks + line->before)->kind ==
         BLOCK_ITEM;
}

/* The unchanged lines from here that are folded into one row: they end where
 * clauses of their own follow what belongs to the heading above, where a part
 * begins, and where a list that is shown in part begins or ends. */
static guint fold_until(const Writer *w, guint from, guint end)
{
  const Block *first = w->now->blocks + line_at(w, from)->now;
  bool list_above = from > 0 && is_item(w, from - 1) && is_item(w, from);
  bool list_below = end < w->lines->len && is_item(w, end);
  for (guint to = from + 1; to < end; to++) {
    const Block *block = w->now->blocks + line_at(w, to)->now;
    if (block->opens && (!first->opens || block_rank(block) < block_rank(first)))
      return to;
    if (!first->opens && is_item(w, to) != is_item(w, to - 1) &&
        (is_item(w, to) ? list_below : list_above))
      return to;
  }
  return end;
}

/* Gives the line after the unchanged ones. */
static guint omit_run(Writer *w, guint from)
{
  guint end = from;
  while (end < w->lines->len && !line_at(w, end)->shown)
    end++;
  while (from < end) {
    guint to = fold_until(w, from, end);
    write_omitted(w, from, to);
    from = to;
  }
  return end;
}

/* The end of a run of blocks of which only the numbers changed. */
static guint renumbered_until(const Writer *w, guint from)
{
  const Line *first = line_at(w, from);
  guint end = from;
  for (; end < w->lines->len; end++) {
    const Line *line = line_at(w, end);
    if (line->kind != ROW_RENUMBERED || line->change != first->change)
      break;
    const Block *now = w->now->blocks + line->now, *before = w->before->blocks + line->before;
    if (now->opens || now->kind != w->now->blocks[first->now].kind ||
        now->level != w->now->blocks[first->now].level || *now->number == '\0' ||
        *before->number == '\0')
      break;
  }
  return end;
}

/* The end of what follows the heading of a moved clause and is unchanged. */
static guint moved_until(const Writer *w, guint from)
{
  const Line *first = line_at(w, from), *head = first - 1;
  guint end = from;
  if (from == 0 || head->kind != first->kind || head->change != first->change ||
      !w->now->blocks[head->now].opens)
    return from;
  for (; end < w->lines->len; end++) {
    const Line *line = line_at(w, end);
    if (line->kind != first->kind || line->change != first->change)
      break;
    const Block *now = w->now->blocks + line->now, *before = w->before->blocks + line->before;
    if (now->opens || before->opens || strcmp(now->text, before->text) != 0 ||
        strcmp(now->number, before->number) != 0)
      break;
  }
  return end;
}

static void write_moved(Writer *w, guint from, guint to)
{
  Comparison *c = w->comparison;
  const Line *first = line_at(w, from);
  bool here = first->kind == ROW_MOVED_HERE, number;
  const char *label = run_label(w, from, to, &number);
  Row *row = add_row(w, first);
  row->blocks = to - from;
  row->folded = true;
  if (label != NULL)
    write_label(here ? c->now_spans : c->before_spans, label, false, number);
  row->place = place_of(w, here ? w->before : w->now, here ? first->before : first->now);
  end_row(w, row);
}

static void write_folded(Writer *w, guint from, guint to)
{
  const Line *first = line_at(w, from), *last = line_at(w, to - 1);
  const char *now =
    number_range(w->comparison, w->now->blocks + first->now, w->now->blocks + last->now);
  const char *before = number_range(w->comparison, w->before->blocks + first->before,
                                    w->before->blocks + last->before);
  Row *row = add_row(w, first);
  row->blocks = to - from;
  row->folded = true;
  write_label(w->comparison->now_spans, now, true, true);
  write_label(w->comparison->before_spans, before, true, true);
  end_row(w, row);
}

/* ---- what can only be said when all rows are there ---- */

static void settle_spans(Writer *w)
{
  Comparison *c = w->comparison;
  for (guint i = 0; i < c->rows->len; i++) {
    Row *row = &g_array_index(c->rows, Row, i);
    if (row->now.count > 0)
      row->now.spans = &g_array_index(c->now_spans, Span, g_array_index(w->now_starts, guint, i));
    if (row->before.count > 0)
      row->before.spans =
        &g_array_index(c->before_spans, Span, g_array_index(w->before_starts, guint, i));
  }
}

/* A link to a change leads to where it stands now, not to where it stood. */
static void settle_first(Comparison *c)
{
  g_autofree guint *first = g_new0(guint, c->changes->len + 1); /* row + 1 */
  for (guint i = 0; i < c->rows->len; i++) {
    const Row *row = &g_array_index(c->rows, Row, i);
    guint *f = &first[row->change];
    if (*f == 0 ||
        (g_array_index(c->rows, Row, *f - 1).kind == ROW_MOVED_AWAY && row->kind != ROW_MOVED_AWAY))
      *f = i + 1;
  }
  for (guint change = 1; change <= c->changes->len; change++)
    if (first[change] > 0)
      g_array_index(c->rows, Row, first[change] - 1).first = true;
}

/* Lets the two rows of what has moved know each other. `rows` maps a block of
 * the old text to the row that came first, plus one. */
static void join_moved(Comparison *c, GHashTable *rows, const Line *line)
{
  guint row = c->rows->len - 1;
  gpointer key = GINT_TO_POINTER(line->before), found = g_hash_table_lookup(rows, key);
  guint other = found == NULL ? row : GPOINTER_TO_UINT(found) - 1;
  g_hash_table_insert(rows, key, GUINT_TO_POINTER(row + 1));
  g_array_index(c->rows, Row, row).other = other;
  g_array_index(c->rows, Row, other).other = row;
}

/* Writes the row of one shown line, or of several that fold into one, and gives
 * the line after them. */
static guint write_lines(Writer *w, guint k, bool all)
{
  const Line *line = line_at(w, k);
  bool moved = line->kind == ROW_MOVED_HERE || line->kind == ROW_MOVED_AWAY;
  guint end = k;
  if (line->kind == ROW_RENUMBERED && !all) {
    end = renumbered_until(w, k);
    if (end - k >= FOLD_LEAST) {
      write_folded(w, k, end);
      return end;
    }
  }
  if (moved && !all) {
    end = moved_until(w, k);
    if (end > k) {
      write_moved(w, k, end);
      return end;
    }
  }
  write_line(w, line);
  return k + 1;
}

void rows_fill(Comparison *comparison, Words *words, const GArray *lines, const Text *now,
               const Text *before, bool all)
{
  g_autoptr(GArray) now_starts = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GArray) before_starts = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GHashTable) moved = g_hash_table_new(NULL, NULL);
  Writer w = {comparison, words, lines, now, before, now_starts, before_starts};
  for (guint k = 0; k < lines->len;) {
    const Line *line = line_at(&w, k);
    k = line->shown ? write_lines(&w, k, all) : omit_run(&w, k);
    if (line->kind == ROW_MOVED_HERE || line->kind == ROW_MOVED_AWAY)
      join_moved(comparison, moved, line);
  }
  settle_spans(&w);
  settle_first(comparison);
}
