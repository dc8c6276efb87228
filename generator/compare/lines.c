#include <string.h>

#include "compare/rows.h"

static const Pairing *pair_of(const Text *text, guint i)
{
  return &g_array_index(text->pairs, Pairing, i);
}

/* It has no counterpart at this place. */
static bool stands_alone(const Text *text, guint i)
{
  return pair_of(text, i)->other < 0 || pair_of(text, i)->moved;
}

static RowKind kind_of_pair(const Block *now, const Block *before)
{
  if (strcmp(now->text, before->text) != 0)
    return ROW_CHANGED;
  return strcmp(now->number, before->number) == 0 ? ROW_SAME : ROW_RENUMBERED;
}

static void add_removed(GArray *lines, const Text *before, guint from, guint to)
{
  for (guint j = from; j < to; j++) {
    const Pairing *pair = pair_of(before, j);
    Line line = {pair->moved ? ROW_MOVED_AWAY : ROW_REMOVED, pair->other, (gint32)j, false, 0};
    g_array_append_val(lines, line);
  }
}

static void add_added(GArray *lines, const Text *now, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    const Pairing *pair = pair_of(now, i);
    Line line = {pair->moved ? ROW_MOVED_HERE : ROW_ADDED, (gint32)i, pair->other, false, 0};
    g_array_append_val(lines, line);
  }
}

/* Where the blocks from here on stand alone no more, and on the way where the
 * first of them opens a clause. */
static guint alone_until(const Text *text, guint from, guint *opener)
{
  guint end = from;
  *opener = G_MAXUINT;
  for (; end < text->count && stands_alone(text, end); end++)
    if (text->blocks[end].opens && *opener == G_MAXUINT)
      *opener = end;
  *opener = MIN(*opener, end);
  return end;
}

void lines_fill(GArray *lines, const Text *now, const Text *before)
{
  g_array_set_size(lines, 0);
  for (guint i = 0, j = 0;;) {
    guint now_opener, before_opener;
    guint now_end = alone_until(now, i, &now_opener);
    guint before_end = alone_until(before, j, &before_opener);
    /* What belongs to the clause above comes before the clauses that follow. */
    add_removed(lines, before, j, before_opener);
    add_added(lines, now, i, now_opener);
    add_removed(lines, before, before_opener, before_end);
    add_added(lines, now, now_opener, now_end);
    if (now_end == now->count || before_end == before->count)
      break;
    Line line = {kind_of_pair(now->blocks + now_end, before->blocks + before_end), (gint32)now_end,
                 (gint32)before_end, false, 0};
    g_array_append_val(lines, line);
    i = now_end + 1;
    j = before_end + 1;
  }
}

/* ---- which are shown ---- */

enum { RANKS = 8 };

int block_rank(const Block *block)
{
  return block->kind == BLOCK_HEADING ? CLAMP(block->level, 1, RANKS - 1) : 2;
}

/* The lines under which a text stands at a point: by rank, -1 where none. */
typedef struct {
  gint32 line[RANKS];
} Path;

static void path_enter(Path *path, const Block *block, guint line)
{
  if (!block->opens && block->kind != BLOCK_HEADING)
    return;
  int rank = block_rank(block);
  path->line[rank] = (gint32)line;
  for (int deeper = rank + 1; deeper < RANKS; deeper++)
    path->line[deeper] = -1;
}

static void path_show(const Path *path, GArray *lines)
{
  for (int rank = 0; rank < RANKS; rank++)
    if (path->line[rank] >= 0)
      g_array_index(lines, Line, path->line[rank]).shown = true;
}

void lines_choose(GArray *lines, const Text *now, const Text *before, bool all)
{
  Path now_path, before_path;
  for (int rank = 0; rank < RANKS; rank++)
    now_path.line[rank] = before_path.line[rank] = -1;
  for (guint k = 0; k < lines->len; k++) {
    Line *line = &g_array_index(lines, Line, k);
    bool in_now = line->kind != ROW_REMOVED && line->kind != ROW_MOVED_AWAY;
    bool in_before = line->kind != ROW_ADDED && line->kind != ROW_MOVED_HERE;
    if (in_now)
      path_enter(&now_path, now->blocks + line->now, k);
    if (in_before)
      path_enter(&before_path, before->blocks + line->before, k);
    line->shown = all || line->kind != ROW_SAME;
    if (line->kind != ROW_SAME && in_now)
      path_show(&now_path, lines);
    if (line->kind != ROW_SAME && in_before)
      path_show(&before_path, lines);
  }
}
