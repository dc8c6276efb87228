#include "compare/words.h"

#include <string.h>

#include "compare/breaker.h"
#include "compare/lcs.h"
#include "compare/recall.h"

/* In characters: shorter equal runs between two changes are always merged; kana
 * alone, and runs that are small beside the changes around them, up to these. */
enum { SMALL_RUN = 2, KANA_RUN = 4, MIDDLING_RUN = 6 };

/* Per cent of both texts that must be equal, else both are marked whole. */
enum { LEAST_EQUAL = 30 };

typedef struct {
  guint start, end; /* bytes */
  guint chars;
} Token;

typedef struct {
  const char *text;
  GArray *tokens; /* of Token */
  GArray *keys;   /* of guint64: the tokens' words, hashed */
} Side;

/* A run of tokens that both sides share, or that differ. */
typedef struct {
  bool equal;
  guint x0, x1, y0, y1;   /* tokens */
  guint x_chars, y_chars; /* characters in them */
} Segment;

struct Words {
  Breaker *breaker;
  Lcs *lcs;
  Recall *recall;
  GArray *words; /* of Word: a buffer */
  Side x, y;
  GArray *match;    /* of gint32 */
  GArray *segments; /* of Segment */
};

Words *words_new(void)
{
  Words *w = g_new0(Words, 1);
  w->breaker = breaker_new();
  w->lcs = lcs_new();
  w->recall = recall_new();
  w->words = g_array_new(FALSE, FALSE, sizeof(Word));
  Side *sides[] = {&w->x, &w->y};
  for (int s = 0; s < 2; s++) {
    sides[s]->tokens = g_array_new(FALSE, FALSE, sizeof(Token));
    sides[s]->keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  }
  w->match = g_array_new(FALSE, FALSE, sizeof(gint32));
  w->segments = g_array_new(FALSE, FALSE, sizeof(Segment));
  return w;
}

void words_free(Words *w)
{
  if (w == NULL)
    return;
  breaker_free(w->breaker);
  lcs_free(w->lcs);
  recall_free(w->recall);
  GArray *arrays[] = {w->words,  w->x.tokens, w->x.keys,  w->y.tokens,
                      w->y.keys, w->match,    w->segments};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_free(arrays[i], TRUE);
  g_free(w);
}

void words_append(GArray *spans, const char *text, gsize length, bool marked)
{
  Span span = {text, length, marked, false};
  if (length > 0)
    g_array_append_val(spans, span);
}

/* ---- what is equal at both ends ---- */

static gunichar char_at(const char *text, guint at)
{
  return g_utf8_get_char(text + at);
}

static bool continues_char(char byte)
{
  return ((guchar)byte & 0xC0) == 0x80;
}

/* How many bytes at the start are equal, up to the last that parts words. */
static guint equal_start(const char *x, const char *y)
{
  guint n = 0;
  while (x[n] != '\0' && x[n] == y[n])
    n++;
  while (n > 0 && (continues_char(x[n]) || continues_char(y[n])))
    n--;
  while (n > 0) {
    guint before = (guint)(g_utf8_find_prev_char(x, x + n) - x);
    if (breaker_parts_words(char_at(x, before)))
      break;
    n = before;
  }
  return n;
}

/* The same at the end, not reaching into the first `start` bytes. */
static guint equal_end(const char *x, guint x_size, const char *y, guint y_size, guint start)
{
  guint n = 0, most = MIN(x_size, y_size) - start;
  while (n < most && x[x_size - n - 1] == y[y_size - n - 1])
    n++;
  while (n > 0 && (continues_char(x[x_size - n]) || !breaker_parts_words(char_at(x, x_size - n))))
    n--;
  return n;
}

/* ---- words ---- */

static void break_words(Words *w, Side *side, guint start, guint end)
{
  g_array_set_size(side->tokens, 0);
  g_array_set_size(side->keys, 0);
  g_array_set_size(w->words, 0);
  breaker_words(w->breaker, side->text + start, end - start, w->words);
  for (guint i = 0; i < w->words->len; i++) {
    const Word *word = &g_array_index(w->words, Word, i);
    Token token = {start, start + word->bytes, word->chars};
    g_array_append_val(side->tokens, token);
    g_array_append_val(side->keys, word->key);
    start = token.end;
  }
}

/* ---- segments ---- */

#define TOKEN(side, i) g_array_index((side)->tokens, Token, i)

static bool same_word(const Words *w, guint i, guint j)
{
  const Token *p = &TOKEN(&w->x, i), *q = &TOKEN(&w->y, j);
  return p->end - p->start == q->end - q->start &&
         memcmp(w->x.text + p->start, w->y.text + q->start, p->end - p->start) == 0;
}

static guint count_chars(const Side *side, guint from, guint to)
{
  guint chars = 0;
  for (guint i = from; i < to; i++)
    chars += TOKEN(side, i).chars;
  return chars;
}

static void extend_segment(Segment *s, const Segment *next)
{
  s->x1 = next->x1;
  s->y1 = next->y1;
  s->x_chars += next->x_chars;
  s->y_chars += next->y_chars;
}

static void add_segment(Words *w, bool equal, guint x0, guint x1, guint y0, guint y1)
{
  if (x0 == x1 && y0 == y1)
    return;
  Segment segment = {equal, x0, x1, y0, y1, count_chars(&w->x, x0, x1), count_chars(&w->y, y0, y1)};
  guint many = w->segments->len;
  Segment *last = many == 0 ? NULL : &g_array_index(w->segments, Segment, many - 1);
  if (last != NULL && last->equal == equal)
    extend_segment(last, &segment);
  else
    g_array_append_val(w->segments, segment);
}

static void find_segments(Words *w)
{
  guint n = w->x.tokens->len, m = w->y.tokens->len;
  g_array_set_size(w->match, n);
  gint32 *match = (gint32 *)(void *)w->match->data;
  lcs_match(w->lcs, (guint64 *)(void *)w->x.keys->data, n, (guint64 *)(void *)w->y.keys->data, m,
            match);
  g_array_set_size(w->segments, 0);
  guint x = 0, y = 0;
  for (guint i = 0; i < n; i++) {
    if (match[i] < 0 || !same_word(w, i, (guint)match[i]))
      continue;
    add_segment(w, false, x, i, y, (guint)match[i]);
    add_segment(w, true, i, i + 1, (guint)match[i], (guint)match[i] + 1);
    x = i + 1;
    y = (guint)match[i] + 1;
  }
  add_segment(w, false, x, n, y, m);
}

static bool is_han(const char *at)
{
  return g_unichar_get_script(g_utf8_get_char(at)) == G_UNICODE_SCRIPT_HAN;
}

static bool ends_in_han(const Side *side, guint from, guint to)
{
  return from < to && is_han(g_utf8_prev_char(side->text + TOKEN(side, to - 1).end));
}

/* The breaker parts 利用者 into 利用 and 者; to a reader it is one word. So a lone
 * ideograph after a changed one is changed with it. */
static void take_suffixes(Words *w)
{
  for (guint i = 0; i + 1 < w->segments->len; i++) {
    Segment *s = &g_array_index(w->segments, Segment, i), *next = s + 1;
    if (s->equal || !ends_in_han(&w->x, s->x0, s->x1) || !ends_in_han(&w->y, s->y0, s->y1))
      continue;
    const Token *suffix = &TOKEN(&w->x, next->x0);
    if (suffix->chars != 1 || !is_han(w->x.text + suffix->start))
      continue;
    s->x1 = ++next->x0;
    s->y1 = ++next->y0;
    s->x_chars++;
    s->y_chars++;
    next->x_chars--;
    next->y_chars--;
  }
}

/* Whether an equal run is too slight to stand between two changes. */
static bool too_slight(const Words *w, const Segment *left, const Segment *run,
                       const Segment *right)
{
  guint chars = run->x_chars;
  if (chars == 0 || chars > MIDDLING_RUN)
    return chars == 0;
  const char *text = w->x.text + TOKEN(&w->x, run->x0).start;
  const char *end = w->x.text + TOKEN(&w->x, run->x1 - 1).end;
  gsize length = (gsize)(end - text);
  if (memchr(text, '|', length) != NULL || memchr(text, '\n', length) != NULL)
    return false;
  if (chars <= SMALL_RUN)
    return true;
  bool kana = true;
  for (; text < end; text = g_utf8_next_char(text))
    kana = kana && g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_HIRAGANA;
  if (kana && chars <= KANA_RUN)
    return true;
  return 2 * chars <= MIN(MAX(left->x_chars, left->y_chars), MAX(right->x_chars, right->y_chars));
}

/* Merges from the left, looking back after each merge: what lies between grows
 * slighter as its neighbours grow. Twice, for neighbours that grew on the right. */
static void merge_segments(Words *w)
{
  GArray *s = w->segments;
  for (int pass = 0; pass < 2; pass++) {
    guint kept = 0;
    for (guint i = 0; i < s->len; i++) {
      Segment *all = (Segment *)(void *)s->data;
      all[kept++] = all[i];
      while (kept >= 3 && !all[kept - 1].equal && all[kept - 2].equal &&
             too_slight(w, &all[kept - 3], &all[kept - 2], &all[kept - 1])) {
        extend_segment(&all[kept - 3], &all[kept - 2]);
        extend_segment(&all[kept - 3], &all[kept - 1]);
        kept -= 2;
      }
    }
    g_array_set_size(s, kept);
  }
}

/* ---- runs ---- */

/* Whether so much changed, on both sides, that marks inside would not help. */
static bool changed_whole(const Words *w, guint outer_chars)
{
  guint equal = outer_chars, x_changed = 0, y_changed = 0;
  for (guint i = 0; i < w->segments->len; i++) {
    const Segment *s = &g_array_index(w->segments, Segment, i);
    equal += s->equal ? s->x_chars : 0;
    x_changed += s->equal ? 0 : s->x_chars;
    y_changed += s->equal ? 0 : s->y_chars;
  }
  if (x_changed == 0 || y_changed == 0)
    return false;
  return 200 * equal < LEAST_EQUAL * (2 * equal + x_changed + y_changed);
}

static guint count_utf8(const char *text, gsize length)
{
  guint chars = 0;
  for (gsize i = 0; i < length; i++)
    chars += !continues_char(text[i]);
  return chars;
}

static void write_runs(const Words *w, const Side *side, guint start, guint end, guint size,
                       GArray *spans)
{
  guint from = 0, at = start;
  for (guint i = 0; i < w->segments->len; i++) {
    const Segment *s = &g_array_index(w->segments, Segment, i);
    guint t0 = side == &w->x ? s->x0 : s->y0, t1 = side == &w->x ? s->x1 : s->y1;
    guint to = t0 == t1 ? at : TOKEN(side, t1 - 1).end;
    if (!s->equal) {
      words_append(spans, side->text + from, at - from, false);
      words_append(spans, side->text + at, to - at, true);
      from = to;
    }
    at = to;
  }
  g_assert(at == end);
  words_append(spans, side->text + from, size - from, false);
}

static void find_marks(Words *w, const char *now, const char *before, GArray *now_spans,
                       GArray *before_spans)
{
  /* Ties must not fall otherwise when the sides are swapped. */
  bool straight = strcmp(now, before) <= 0;
  w->x.text = straight ? now : before;
  w->y.text = straight ? before : now;
  guint x_size = (guint)strlen(w->x.text), y_size = (guint)strlen(w->y.text);
  guint start = equal_start(w->x.text, w->y.text);
  guint tail = equal_end(w->x.text, x_size, w->y.text, y_size, start);
  break_words(w, &w->x, start, x_size - tail);
  break_words(w, &w->y, start, y_size - tail);
  find_segments(w);
  take_suffixes(w);
  merge_segments(w);
  GArray *x_spans = straight ? now_spans : before_spans;
  GArray *y_spans = straight ? before_spans : now_spans;
  guint outer = count_utf8(w->x.text, start) + count_utf8(w->x.text + x_size - tail, tail);
  if (changed_whole(w, outer)) {
    words_append(x_spans, w->x.text, x_size, true);
    words_append(y_spans, w->y.text, y_size, true);
    return;
  }
  write_runs(w, &w->x, start, x_size - tail, x_size, x_spans);
  write_runs(w, &w->y, start, y_size - tail, y_size, y_spans);
}

void words_mark(Words *w, const char *now, const char *before, GArray *now_spans,
                GArray *before_spans)
{
  if (recall_find(w->recall, now, before, now_spans, before_spans))
    return;
  guint now_from = now_spans->len, before_from = before_spans->len;
  find_marks(w, now, before, now_spans, before_spans);
  recall_keep(w->recall, now, before, now_spans, now_from, before_spans, before_from);
}
