#include "compare/align.h"

#include <stdlib.h>
#include <string.h>

#include "compare/lcs.h"
#include "compare/likeness.h"

/* What two blocks must share to be held for one another, in thousandths: in
 * one clause, in different clauses, and where a paragraph became an item, say. */
enum { LEAST_IN_CLAUSE = 300, LEAST_ELSEWHERE = 500, LEAST_OTHER_FORM = 750 };

/* Shorter words recur by chance: finding them elsewhere is no move. In bytes. */
enum { LEAST_MOVED = 30 };

/* Cells of the table in which one gap is matched. */
enum { TABLE_LIMIT = 2 * 1000 * 1000 };

typedef struct {
  guint64 key;
  guint index;
} Keyed;

/* One text, less its beginning and end that are the same on both sides. */
typedef struct {
  const Block *blocks;
  guint count;
  Pairing *pairs;
  GArray *keys;     /* of guint64, by block: what step 1 compares */
  GArray *clauses;  /* of guint64, by block: the clause's id, hashed */
  GArray *openers;  /* of Keyed, sorted: blocks that open a clause, by its id */
  GArray *profiles; /* of gint32, by block: number in the profiles, or -1 */
  GArray *list;     /* of guint: the blocks that are being matched */
} Half;

struct Aligner {
  Lcs *lcs;
  Profiles *profiles;
  Half x, y;                 /* x is the side that comes first by content */
  guint base;                /* blocks in the common beginning */
  GArray *seen;              /* of guint: block + 1 by its hash, 0: free */
  GArray *repeats;           /* of guint64, sorted: hashes that occur twice on a side */
  GArray *match;             /* of gint32: what Lcs answers */
  GArray *x_keys, *y_keys;   /* of guint64: keys of openers within a gap */
  GArray *x_where, *y_where; /* of guint: and their blocks */
  GArray *left;              /* of Keyed: what x has left over */
  GArray *sums;              /* of gint32: two rows of the table */
  GByteArray *steps;
};

#define KEY(array, i) g_array_index(array, guint64, i)
#define INDEX(array, i) g_array_index(array, guint, i)

static void half_init(Half *side)
{
  side->keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  side->clauses = g_array_new(FALSE, FALSE, sizeof(guint64));
  side->openers = g_array_new(FALSE, FALSE, sizeof(Keyed));
  side->profiles = g_array_new(FALSE, FALSE, sizeof(gint32));
  side->list = g_array_new(FALSE, FALSE, sizeof(guint));
}

static void half_clear(Half *side)
{
  g_array_free(side->keys, TRUE);
  g_array_free(side->clauses, TRUE);
  g_array_free(side->openers, TRUE);
  g_array_free(side->profiles, TRUE);
  g_array_free(side->list, TRUE);
}

Aligner *aligner_new(void)
{
  Aligner *a = g_new0(Aligner, 1);
  a->lcs = lcs_new();
  a->profiles = profiles_new();
  half_init(&a->x);
  half_init(&a->y);
  a->seen = g_array_new(FALSE, FALSE, sizeof(guint));
  a->repeats = g_array_new(FALSE, FALSE, sizeof(guint64));
  a->match = g_array_new(FALSE, FALSE, sizeof(gint32));
  a->x_keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  a->y_keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  a->x_where = g_array_new(FALSE, FALSE, sizeof(guint));
  a->y_where = g_array_new(FALSE, FALSE, sizeof(guint));
  a->left = g_array_new(FALSE, FALSE, sizeof(Keyed));
  a->sums = g_array_new(FALSE, FALSE, sizeof(gint32));
  a->steps = g_byte_array_new();
  return a;
}

void aligner_free(Aligner *a)
{
  if (a == NULL)
    return;
  lcs_free(a->lcs);
  profiles_free(a->profiles);
  half_clear(&a->x);
  half_clear(&a->y);
  GArray *arrays[] = {a->seen,    a->repeats, a->match, a->x_keys, a->y_keys,
                      a->x_where, a->y_where, a->left,  a->sums};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_free(arrays[i], TRUE);
  g_byte_array_free(a->steps, TRUE);
  g_free(a);
}

static guint64 string_key(const char *text)
{
  guint64 key = G_GUINT64_CONSTANT(0xCBF29CE484222325);
  for (; *text != '\0'; text++)
    key = (key ^ (guchar)*text) * G_GUINT64_CONSTANT(0x100000001B3);
  return key;
}

static int by_key(const void *a, const void *b)
{
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
  return (x > y) - (x < y);
}

/* qsort, but for nothing at all, where an array may have no memory yet. */
static void sort_array(GArray *array, gsize size, int (*order)(const void *, const void *))
{
  if (array->len > 1)
    qsort(array->data, array->len, size, order);
}

/* Equal keys stay in reading order: qsort alone promises none. */
static int by_key_and_index(const void *a, const void *b)
{
  const Keyed *x = a, *y = b;
  int order = by_key(&x->key, &y->key);
  return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static void pair(Aligner *a, guint i, guint j, bool moved)
{
  a->x.pairs[i] = (Pairing){(gint32)(j + a->base), moved};
  a->y.pairs[j] = (Pairing){(gint32)(i + a->base), moved};
}

/* ---- step 1: equal blocks ---- */

static bool same_block(const Block *a, const Block *b)
{
  return a->hash == b->hash && a->opens == b->opens && strcmp(a->clause, b->clause) == 0;
}

static void trim_ends(Aligner *a)
{
  Half *x = &a->x, *y = &a->y;
  guint end_x = x->count, end_y = y->count, base = 0;
  while (base < end_x && base < end_y && same_block(x->blocks + base, y->blocks + base)) {
    pair(a, base, base, false);
    base++;
  }
  while (end_x > base && end_y > base && same_block(x->blocks + end_x - 1, y->blocks + end_y - 1))
    pair(a, --end_x, --end_y, false);
  a->base = base;
  Half *sides[] = {x, y};
  for (int s = 0; s < 2; s++) {
    sides[s]->blocks += base;
    sides[s]->pairs += base;
    sides[s]->count = (s == 0 ? end_x : end_y) - base;
  }
}

/* Notes the hashes that occur twice on a side, through an open table of those seen. */
static void note_repeats(Aligner *a, const Half *side)
{
  guint size = 64;
  while (size < 2 * side->count)
    size *= 2;
  g_array_set_size(a->seen, size);
  memset(a->seen->data, 0, size * sizeof(guint));
  for (guint i = 0; i < side->count; i++) {
    guint64 hash = side->blocks[i].hash;
    guint slot = (guint)(hash ^ hash >> 32) & (size - 1);
    while (INDEX(a->seen, slot) != 0 && side->blocks[INDEX(a->seen, slot) - 1].hash != hash)
      slot = (slot + 1) & (size - 1);
    if (INDEX(a->seen, slot) == 0)
      INDEX(a->seen, slot) = i + 1;
    else
      g_array_append_val(a->repeats, hash);
  }
}

/* In a fragment, headings without an id open clauses that have no name. */
static bool opens_named(const Block *block)
{
  return block->opens && *block->clause != '\0';
}

static void prepare_side(Aligner *a, Half *side)
{
  g_array_set_size(side->keys, side->count);
  g_array_set_size(side->clauses, side->count);
  g_array_set_size(side->profiles, side->count);
  g_array_set_size(side->openers, 0);
  for (guint i = 0; i < side->count; i++) {
    const Block *block = side->blocks + i;
    bool again = i > 0 && block->clause == block[-1].clause;
    guint64 clause = again ? KEY(side->clauses, i - 1) : string_key(block->clause);
    guint64 key = block->hash;
    if (a->repeats->len > 0 &&
        bsearch(&key, a->repeats->data, a->repeats->len, sizeof(guint64), by_key) != NULL)
      key ^= clause * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    KEY(side->clauses, i) = clause;
    KEY(side->keys, i) = key;
    g_array_index(side->profiles, gint32, i) = -1;
    Keyed opener = {clause, i};
    if (opens_named(block))
      g_array_append_val(side->openers, opener);
  }
  sort_array(side->openers, sizeof(Keyed), by_key_and_index);
}

static void match_equal(Aligner *a)
{
  g_array_set_size(a->repeats, 0);
  note_repeats(a, &a->x);
  note_repeats(a, &a->y);
  sort_array(a->repeats, sizeof(guint64), by_key);
  prepare_side(a, &a->x);
  prepare_side(a, &a->y);
  g_array_set_size(a->match, a->x.count);
  lcs_match(a->lcs, &KEY(a->x.keys, 0), a->x.count, &KEY(a->y.keys, 0), a->y.count,
            &g_array_index(a->match, gint32, 0));
  for (guint i = 0; i < a->x.count; i++)
    if (g_array_index(a->match, gint32, i) >= 0)
      pair(a, i, (guint)g_array_index(a->match, gint32, i), false);
}

/* ---- step 3: likeness ---- */

/* The block that opens the clause of this key, or -1. */
static int find_opener(const Half *side, guint64 clause)
{
  guint low = 0, high = side->openers->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(side->openers, Keyed, middle).key < clause)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == side->openers->len || g_array_index(side->openers, Keyed, low).key != clause)
    return -1;
  return (int)g_array_index(side->openers, Keyed, low).index;
}

static guint block_profile(Aligner *a, Half *side, guint i)
{
  gint32 *profile = &g_array_index(side->profiles, gint32, i);
  if (*profile < 0)
    *profile = (gint32)profiles_add(a->profiles, side->blocks[i].hash, side->blocks[i].text);
  return (guint)*profile;
}

/* What it is worth to hold x's block i for y's block j; 0: they are different. */
static gint32 worth(Aligner *a, guint i, guint j)
{
  const Block *p = a->x.blocks + i, *q = a->y.blocks + j;
  guint64 p_clause = KEY(a->x.clauses, i), q_clause = KEY(a->y.clauses, j);
  bool same_clause = p_clause == q_clause;
  /* A clause whose id is on both sides has its counterpart there alone. */
  if (p->opens && q->opens && !same_clause &&
      (find_opener(&a->y, p_clause) >= 0 || find_opener(&a->x, q_clause) >= 0))
    return 0;
  int least = same_clause ? LEAST_IN_CLAUSE : LEAST_ELSEWHERE;
  if (p->kind != q->kind || p->opens != q->opens)
    least = LEAST_OTHER_FORM;
  int likeness =
    profiles_likeness(a->profiles, block_profile(a, &a->x, i), block_profile(a, &a->y, j), least);
  if (likeness == 0)
    return 0;
  /* Squared, so that one good match outweighs two poor ones. */
  return likeness * likeness / LIKENESS_SAME + (same_clause ? 100 : 0) +
         (strcmp(p->number, q->number) == 0 ? 10 : 0);
}

/* The band of the table that is looked at: in row i, columns about i × n/m. */
typedef struct {
  guint rows, columns, reach, width;
} Band;

static guint band_low(const Band *band, guint i)
{
  guint centre = (guint)((guint64)i * band->columns / band->rows);
  return centre > band->reach ? centre - band->reach : 0;
}

static guint band_high(const Band *band, guint i)
{
  guint centre = (guint)((guint64)i * band->columns / band->rows);
  return MIN(centre + band->reach, band->columns);
}

static Band band_for(Aligner *a, guint rows, guint columns)
{
  guint64 x_size = 0, y_size = 0;
  for (guint i = 0; i < rows; i++)
    x_size += profile_size(a->profiles, block_profile(a, &a->x, INDEX(a->x.list, i)));
  for (guint j = 0; j < columns; j++)
    y_size += profile_size(a->profiles, block_profile(a, &a->y, INDEX(a->y.list, j)));
  guint64 cell_cost = x_size / rows + y_size / columns + 1;
  guint64 cells = MIN((guint64)TABLE_LIMIT, ALIGN_EFFORT / cell_cost);
  guint reach = (guint)MIN(cells / rows / 2, columns);
  /* Neighbouring rows must overlap, or no way would lead through. */
  reach = MAX(reach, columns / rows + 2);
  return (Band){rows, columns, reach, 2 * reach + 1};
}

enum { STEP_X, STEP_Y, STEP_BOTH };

/* One row of the table: the best sum for the first i of x and the first j of y. */
static void fill_row(Aligner *a, const Band *band, guint i, const gint32 *above, gint32 *row)
{
  guint low = band_low(band, i), high = band_high(band, i);
  guint above_low = i == 0 ? 0 : band_low(band, i - 1);
  guint above_high = i == 0 ? 0 : band_high(band, i - 1);
  guint8 *steps = a->steps->data + (gsize)i * band->width;
  for (guint j = low; j <= high; j++) {
    gint32 best = -1;
    guint8 step = STEP_X;
    if (i == 0 && j == 0)
      best = 0;
    if (i > 0 && j >= above_low && j <= above_high)
      best = above[j - above_low];
    if (j > low && row[j - 1 - low] > best) {
      best = row[j - 1 - low];
      step = STEP_Y;
    }
    if (i > 0 && j > above_low && j - 1 <= above_high && above[j - 1 - above_low] >= 0) {
      gint32 value = worth(a, INDEX(a->x.list, i - 1), INDEX(a->y.list, j - 1));
      if (value > 0 && above[j - 1 - above_low] + value > best) {
        best = above[j - 1 - above_low] + value;
        step = STEP_BOTH;
      }
    }
    row[j - low] = best;
    steps[j - low] = step;
  }
}

/* Whether one block is plainly the other, altered somewhere within: the common
 * case, for which counting bigrams would be a waste. */
static bool plainly_alike(const Block *p, const Block *q)
{
  if (p->kind != q->kind || p->opens != q->opens || strcmp(p->clause, q->clause) != 0)
    return false;
  gsize p_size = strlen(p->text), q_size = strlen(q->text), less = MIN(p_size, q_size);
  gsize start = 0, end = 0;
  while (start < less && p->text[start] == q->text[start])
    start++;
  while (end < less - start && p->text[p_size - end - 1] == q->text[q_size - end - 1])
    end++;
  return 2 * (start + end) >= MAX(p_size, q_size);
}

/* Matches the blocks of both sides' lists, in their order. */
static void match_alike(Aligner *a, bool moved)
{
  guint rows = a->x.list->len, columns = a->y.list->len;
  if (rows == 0 || columns == 0)
    return;
  guint i = INDEX(a->x.list, 0), j = INDEX(a->y.list, 0);
  if (rows == 1 && columns == 1 && plainly_alike(a->x.blocks + i, a->y.blocks + j)) {
    pair(a, i, j, moved);
    return;
  }
  Band band = band_for(a, rows, columns);
  g_array_set_size(a->sums, 2 * band.width);
  g_byte_array_set_size(a->steps, (guint)((rows + 1) * band.width));
  gint32 *above = &g_array_index(a->sums, gint32, 0), *row = above + band.width;
  for (guint k = 0; k <= rows; k++) {
    fill_row(a, &band, k, above, row);
    gint32 *spare = above;
    above = row;
    row = spare;
  }
  for (i = rows, j = columns; i > 0;) {
    guint8 step = a->steps->data[(gsize)i * band.width + j - band_low(&band, i)];
    if (step == STEP_BOTH)
      pair(a, INDEX(a->x.list, i - 1), INDEX(a->y.list, j - 1), moved);
    i -= step != STEP_Y;
    j -= step != STEP_X;
  }
}

static void list_range(Half *side, guint from, guint to)
{
  g_array_set_size(side->list, 0);
  for (guint i = from; i < to; i++)
    if (side->pairs[i].other < 0)
      g_array_append_val(side->list, i);
}

/* ---- step 2: clause ids, within each gap ---- */

static void collect_openers(const Half *side, guint from, guint to, GArray *keys, GArray *where)
{
  g_array_set_size(keys, 0);
  g_array_set_size(where, 0);
  for (guint i = from; i < to; i++)
    if (opens_named(side->blocks + i)) {
      g_array_append_val(keys, KEY(side->clauses, i));
      g_array_append_val(where, i);
    }
}

static void match_gap(Aligner *a, guint x0, guint x1, guint y0, guint y1)
{
  if (x0 == x1 || y0 == y1)
    return;
  collect_openers(&a->x, x0, x1, a->x_keys, a->x_where);
  collect_openers(&a->y, y0, y1, a->y_keys, a->y_where);
  g_array_set_size(a->match, a->x_keys->len);
  lcs_match(a->lcs, (guint64 *)(void *)a->x_keys->data, a->x_keys->len,
            (guint64 *)(void *)a->y_keys->data, a->y_keys->len, (gint32 *)(void *)a->match->data);
  for (guint k = 0; k <= a->x_keys->len; k++) {
    bool last = k == a->x_keys->len;
    gint32 j = last ? 0 : g_array_index(a->match, gint32, k);
    if (j < 0)
      continue;
    guint x_end = last ? x1 : INDEX(a->x_where, k);
    guint y_end = last ? y1 : INDEX(a->y_where, j);
    list_range(&a->x, x0, x_end);
    list_range(&a->y, y0, y_end);
    match_alike(a, false);
    if (!last)
      pair(a, x_end, y_end, false);
    x0 = x_end + 1;
    y0 = y_end + 1;
  }
}

static void match_gaps(Aligner *a)
{
  guint x0 = 0, y0 = 0;
  for (guint i = 0; i <= a->x.count; i++) {
    if (i < a->x.count && a->x.pairs[i].other < 0)
      continue;
    guint j = i < a->x.count ? (guint)a->x.pairs[i].other - a->base : a->y.count;
    match_gap(a, x0, i, y0, j);
    x0 = i + 1;
    y0 = j + 1;
  }
}

/* ---- step 4: what has moved ---- */

static guint clause_end(const Half *side, guint opener)
{
  guint end = opener + 1;
  while (end < side->count && !side->blocks[end].opens)
    end++;
  return end;
}

static void find_moved_clauses(Aligner *a)
{
  for (guint i = 0; i < a->x.count; i++) {
    if (!a->x.blocks[i].opens || a->x.pairs[i].other >= 0)
      continue;
    int j = find_opener(&a->y, KEY(a->x.clauses, i));
    if (j < 0 || a->y.pairs[j].other >= 0)
      continue;
    pair(a, i, (guint)j, true);
    list_range(&a->x, i + 1, clause_end(&a->x, i));
    list_range(&a->y, (guint)j + 1, clause_end(&a->y, (guint)j));
    match_alike(a, true);
  }
}

static void collect_left(const Half *side, GArray *left)
{
  g_array_set_size(left, 0);
  for (guint i = 0; i < side->count; i++) {
    Keyed block = {side->blocks[i].hash, i};
    if (side->pairs[i].other < 0 && strlen(side->blocks[i].text) >= LEAST_MOVED)
      g_array_append_val(left, block);
  }
  sort_array(left, sizeof(Keyed), by_key_and_index);
}

static bool only_one(const GArray *left, guint i)
{
  guint64 key = g_array_index(left, Keyed, i).key;
  return (i == 0 || g_array_index(left, Keyed, i - 1).key != key) &&
         (i + 1 == left->len || g_array_index(left, Keyed, i + 1).key != key);
}

static void find_moved_words(Aligner *a)
{
  GArray *x = a->left, *y = a->y.openers; /* the openers have served */
  collect_left(&a->x, x);
  if (x->len == 0)
    return;
  collect_left(&a->y, y);
  for (guint i = 0, j = 0; i < x->len && j < y->len;) {
    const Keyed *p = &g_array_index(x, Keyed, i), *q = &g_array_index(y, Keyed, j);
    if (p->key == q->key && only_one(x, i) && only_one(y, j) &&
        strcmp(a->x.blocks[p->index].text, a->y.blocks[q->index].text) == 0)
      pair(a, p->index, q->index, true);
    bool left = p->key <= q->key, right = q->key <= p->key;
    i += left;
    j += right;
  }
}

/* ---- step 5: what faces each other ---- */

/* The one block of a range that has no counterpart; -1 where there are none or more. */
static int only_alone(const Half *side, guint from, guint to)
{
  int found = -1;
  for (guint i = from; i < to; i++) {
    if (side->pairs[i].other >= 0)
      continue;
    if (found >= 0)
      return -1;
    found = (int)i;
  }
  return found;
}

static void match_facing(Aligner *a)
{
  guint x0 = 0, y0 = 0;
  for (guint i = 0; i <= a->x.count; i++) {
    if (i < a->x.count && (a->x.pairs[i].other < 0 || a->x.pairs[i].moved))
      continue;
    guint end = i < a->x.count ? (guint)a->x.pairs[i].other - a->base : a->y.count;
    int x = only_alone(&a->x, x0, i), y = only_alone(&a->y, y0, end);
    if (x >= 0 && y >= 0) {
      const Block *p = a->x.blocks + x, *q = a->y.blocks + y;
      if (p->kind == q->kind && !p->opens && !q->opens && strcmp(p->number, q->number) == 0 &&
          strcmp(p->clause, q->clause) == 0)
        pair(a, (guint)x, (guint)y, false);
    }
    x0 = i + 1;
    y0 = end + 1;
  }
}

/* Which side is worked from must not depend on which is newer. */
static bool comes_first(const Block *now, guint now_count, const Block *before, guint before_count)
{
  if (now_count != before_count)
    return now_count < before_count;
  for (guint i = 0; i < now_count; i++) {
    if (now[i].hash != before[i].hash)
      return now[i].hash < before[i].hash;
    int order = strcmp(now[i].clause, before[i].clause);
    if (order == 0)
      order = strcmp(now[i].number, before[i].number);
    if (order != 0)
      return order < 0;
  }
  return true;
}

void aligner_run(Aligner *a, const Block *now, guint now_count, Pairing *now_pairs,
                 const Block *before, guint before_count, Pairing *before_pairs)
{
  bool straight = comes_first(now, now_count, before, before_count);
  Half *now_side = straight ? &a->x : &a->y, *before_side = straight ? &a->y : &a->x;
  now_side->blocks = now;
  now_side->count = now_count;
  now_side->pairs = now_pairs;
  before_side->blocks = before;
  before_side->count = before_count;
  before_side->pairs = before_pairs;
  for (guint i = 0; i < now_count; i++)
    now_pairs[i] = (Pairing){-1, false};
  for (guint i = 0; i < before_count; i++)
    before_pairs[i] = (Pairing){-1, false};
  a->base = 0;
  trim_ends(a);
  if (a->x.count == 0 || a->y.count == 0)
    return;
  profiles_begin(a->profiles);
  match_equal(a);
  match_gaps(a);
  find_moved_clauses(a);
  find_moved_words(a);
  match_facing(a);
}
