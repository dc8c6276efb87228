/* A comparison as a table on a terminal. */
#include "cli/diff.h"

#include <string.h>

/* Below this width two columns are too narrow to read. */
enum { TWO_COLUMNS_FROM = 72, GAP = 3 };

/* What a cell is made of before it is broken into lines: characters with or
 * without a mark. */
typedef struct {
  gunichar c;
  bool marked;
} Glyph;

/* How a table is being printed. */
typedef struct {
  const Invocation *in;
  CompareWords words;
  guint width; /* of one cell; 0: any */
  bool colour;
  FILE *out;
} Table;

/* ---- cells into glyphs ---- */

static void add_text(GArray *glyphs, const char *text, gsize length, bool marked)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    Glyph glyph = {g_utf8_get_char(p), marked};
    /* Nothing of a text acts on the terminal. */
    if (g_unichar_iscntrl(glyph.c) && glyph.c != '\n')
      glyph.c = 0xFFFD;
    g_array_append_val(glyphs, glyph);
  }
}

static void add_word(GArray *glyphs, const char *word)
{
  add_text(glyphs, word, strlen(word), false);
}

/* The signs that the kind of a block has in the plain text. */
static void add_opening(GArray *glyphs, const Cell *cell)
{
  bool numbered = cell->count > 0 && cell->spans[0].number;

  if (cell->block == BLOCK_HEADING) {
    for (int i = 0; i < cell->level; i++)
      add_word(glyphs, "#");
    add_word(glyphs, " ");
  } else if (cell->block == BLOCK_ITEM) {
    for (int i = 1; i < cell->level; i++)
      add_word(glyphs, "  ");
    if (!numbered)
      add_word(glyphs, "- ");
  }
}

static void add_mark(GArray *glyphs, const char *mark)
{
  add_text(glyphs, mark, strlen(mark), true);
}

/* The cell's text; a run of marked spans stands in [- -] or {+ +}, so that a
 * mark never rests on colour alone. */
static void add_spans(GArray *glyphs, const Cell *cell, bool now)
{
  for (guint i = 0; i < cell->count; i++) {
    const Span *span = &cell->spans[i];
    if (span->marked && (i == 0 || !cell->spans[i - 1].marked))
      add_mark(glyphs, now ? "{+" : "[-");
    add_text(glyphs, span->text, span->length, span->marked);
    /* "1、" and "①" run on into the text; "(1)" and "1." stand apart. */
    if (span->number && (guchar)span->text[span->length - 1] < 0x80)
      add_text(glyphs, " ", 1, span->marked);
    if (span->marked && (i + 1 == cell->count || !cell->spans[i + 1].marked))
      add_mark(glyphs, now ? "+}" : "-]");
  }
}

static const char *lone_word(const Row *row, bool now, const CompareWords *words)
{
  if (now)
    return row->kind == ROW_REMOVED      ? words->removed
           : row->kind == ROW_MOVED_AWAY ? words->moved_away
                                         : NULL;
  return row->kind == ROW_ADDED        ? words->added
         : row->kind == ROW_MOVED_HERE ? words->moved_here
                                       : NULL;
}

static GArray *glyphs_of(const Table *table, const Row *row, bool now)
{
  GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
  const Cell *cell = now ? &row->now : &row->before;
  const char *lone = lone_word(row, now, &table->words);

  if (lone != NULL) {
    add_word(glyphs, lone);
    if (*row->place != '\0') {
      add_word(glyphs, " ");
      add_word(glyphs, row->place);
    }
    return glyphs;
  }
  if (cell->count > 0)
    add_opening(glyphs, cell);
  add_spans(glyphs, cell, now);
  if (row->kind == ROW_OMITTED || row->blocks > 1) {
    if (glyphs->len > 0 && g_array_index(glyphs, Glyph, glyphs->len - 1).c != ' ')
      add_word(glyphs, say(table->in, "　", " "));
    add_word(glyphs, table->words.omitted);
  }
  return glyphs;
}

/* ---- glyphs into lines ---- */

static guint glyph_width(gunichar c)
{
  if (g_unichar_iszerowidth(c))
    return 0;
  return g_unichar_iswide(c) ? 2 : 1;
}

/* Whether Japanese typesetting lets a line end between these two (kinsoku): no
 * line starts with a closing sign or ends with an opening one. */
static bool may_part(gunichar before, gunichar after)
{
  static const char closing[] = "、。，．・：；！？）」』】〕］｝〉》ー々,.)]}!?:;";
  static const char opening[] = "（「『【〔［｛〈《([{";
  return g_utf8_strchr(closing, -1, after) == NULL && g_utf8_strchr(opening, -1, before) == NULL;
}

/* The end of the line that starts at `start`: what fits, broken behind a space
 * or a wide character where there is one. */
static guint line_end(const GArray *glyphs, guint start, guint width)
{
  guint used = 0, good = start;

  for (guint i = start; i < glyphs->len; i++) {
    gunichar c = g_array_index(glyphs, Glyph, i).c;
    if (c == '\n')
      return i;
    used += glyph_width(c);
    if (width > 0 && used > width)
      return good > start ? good : MAX(i, start + 1);
    gunichar next = i + 1 < glyphs->len ? g_array_index(glyphs, Glyph, i + 1).c : ' ';
    if ((c == ' ' || glyph_width(c) == 2 || glyph_width(next) == 2) && may_part(c, next))
      good = i + 1;
  }
  return glyphs->len;
}

/* Writes the glyphs from `start` to `end`; how wide they were. */
static guint print_glyphs(const Table *table, const GArray *glyphs, guint start, guint end,
                          bool now)
{
  g_autoptr(GString) line = g_string_new(NULL);
  bool lit = false;
  guint used = 0;

  for (guint i = start; i < end; i++) {
    const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
    if (table->colour && glyph->marked != lit)
      g_string_append(line, lit ? "\033[0m" : now ? "\033[1;32m" : "\033[31m");
    lit = glyph->marked;
    g_string_append_unichar(line, glyph->c);
    used += glyph_width(glyph->c);
  }
  if (table->colour && lit)
    g_string_append(line, "\033[0m");
  fputs(line->str, table->out);
  return used;
}

static guint next_start(const GArray *glyphs, guint end)
{
  return end < glyphs->len && g_array_index(glyphs, Glyph, end).c == '\n' ? end + 1 : end;
}

/* ---- rows ---- */

static void pad(const Table *table, guint used)
{
  for (; used < table->width; used++)
    fputc(' ', table->out);
}

static void print_beside(const Table *table, const Row *row)
{
  g_autoptr(GArray) now = glyphs_of(table, row, true);
  g_autoptr(GArray) before = glyphs_of(table, row, false);

  for (guint left = 0, right = 0; left < now->len || right < before->len;) {
    guint left_end = line_end(now, left, table->width);
    guint right_end = line_end(before, right, table->width);
    pad(table, print_glyphs(table, now, left, left_end, true));
    fputs(right_end > right ? " │ " : " │", table->out);
    print_glyphs(table, before, right, right_end, false);
    fputc('\n', table->out);
    left = next_start(now, left_end);
    right = next_start(before, right_end);
  }
}

static void print_side(const Table *table, const Row *row, bool now)
{
  g_autoptr(GArray) glyphs = glyphs_of(table, row, now);
  const char *sign = now ? "+ " : "- ";

  for (guint start = 0; start < glyphs->len;) {
    guint end = line_end(glyphs, start, table->width);
    fputs(start == 0 ? sign : "  ", table->out);
    print_glyphs(table, glyphs, start, end, now);
    fputc('\n', table->out);
    start = next_start(glyphs, end);
  }
}

/* One above the other: what did not change is printed once. */
static void print_stacked(const Table *table, const Row *row)
{
  if (row->kind != ROW_SAME && row->kind != ROW_OMITTED) {
    print_side(table, row, false);
    print_side(table, row, true);
    return;
  }
  g_autoptr(GArray) glyphs = glyphs_of(table, row, true);
  for (guint start = 0; start < glyphs->len;) {
    guint end = line_end(glyphs, start, table->width);
    fputs("  ", table->out);
    print_glyphs(table, glyphs, start, end, true);
    fputc('\n', table->out);
    start = next_start(glyphs, end);
  }
}

/* ---- the whole ---- */

static void print_rule(const Table *table, const char *cross)
{
  for (guint i = 0; i < table->width; i++)
    fputs("─", table->out);
  fputs(cross, table->out);
  for (guint i = 0; i < table->width; i++)
    fputs("─", table->out);
  fputc('\n', table->out);
}

static void print_column_heads(const Table *table)
{
  guint used = 0;
  for (const char *p = table->words.now; *p; p = g_utf8_next_char(p))
    used += glyph_width(g_utf8_get_char(p));
  fputs(table->words.now, table->out);
  pad(table, used);
  fprintf(table->out, " │ %s\n", table->words.before);
  print_rule(table, "─┼─");
}

static void print_head(const Invocation *in, const Difference *difference, FILE *out)
{
  CompareWords words = diff_words(in);
  guint changes = comparison_change_count(difference->comparison);

  fprintf(out, "%s\n%s: %s\n%s: %s\n", difference->title, words.before, difference->before_name,
          words.now, difference->now_name);
  if (changes == 0)
    fprintf(out, "%s\n", say(in, "違いはありません。", "There is no difference."));
  else
    fprintf(out, say(in, "変更は %u か所です。\n\n", "Changes: %u\n\n"), changes);
}

void diff_print(const Invocation *in, const Difference *difference, guint width, bool colour,
                FILE *out)
{
  bool beside = width >= TWO_COLUMNS_FROM;
  Table table = {in, diff_words(in), 0, colour, out};
  guint rows = comparison_row_count(difference->comparison);

  print_head(in, difference, out);
  if (comparison_change_count(difference->comparison) == 0)
    return;
  if (beside)
    table.width = (width - GAP) / 2;
  else if (width > 2)
    table.width = width - 2;
  if (beside)
    print_column_heads(&table);
  for (guint i = 0; i < rows; i++) {
    const Row *row = comparison_row(difference->comparison, i);
    if (beside)
      print_beside(&table, row);
    else
      print_stacked(&table, row);
    if (beside && i + 1 < rows)
      print_rule(&table, "─┼─");
  }
}
