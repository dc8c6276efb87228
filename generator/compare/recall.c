#include "compare/recall.h"

#include <string.h>

/* A run of one side: its length, with the mark in the lowest bit. */
typedef struct {
  GString *text;
  GArray *runs; /* of guint */
} Kept;

struct Recall {
  Kept now[RECALL_PLACES], before[RECALL_PLACES]; /* text NULL: free */
};

Recall *recall_new(void)
{
  return g_new0(Recall, 1);
}

static void kept_clear(Kept *side)
{
  if (side->text == NULL)
    return;
  g_string_free(side->text, TRUE);
  g_array_free(side->runs, TRUE);
}

void recall_free(Recall *recall)
{
  if (recall == NULL)
    return;
  for (guint i = 0; i < RECALL_PLACES; i++) {
    kept_clear(&recall->now[i]);
    kept_clear(&recall->before[i]);
  }
  g_free(recall);
}

static guint place_of(const char *now, const char *before)
{
  return (g_str_hash(now) * 31 + g_str_hash(before)) % RECALL_PLACES;
}

static void append_runs(const Kept *side, const char *text, GArray *spans)
{
  for (guint i = 0; i < side->runs->len; i++) {
    guint run = g_array_index(side->runs, guint, i);
    Span span = {text, run >> 1, (run & 1) != 0, false};
    g_array_append_val(spans, span);
    text += span.length;
  }
}

bool recall_find(const Recall *recall, const char *now, const char *before, GArray *now_spans,
                 GArray *before_spans)
{
  guint place = place_of(now, before);
  const Kept *left = &recall->now[place], *right = &recall->before[place];
  if (left->text == NULL || strcmp(left->text->str, now) != 0 ||
      strcmp(right->text->str, before) != 0)
    return false;
  append_runs(left, now, now_spans);
  append_runs(right, before, before_spans);
  return true;
}

static void keep_side(Kept *side, const char *text, const GArray *spans, guint from)
{
  if (side->text == NULL) {
    side->text = g_string_new(NULL);
    side->runs = g_array_new(FALSE, FALSE, sizeof(guint));
  }
  g_string_assign(side->text, text);
  g_array_set_size(side->runs, 0);
  for (guint i = from; i < spans->len; i++) {
    const Span *span = &g_array_index(spans, Span, i);
    guint run = (guint)span->length << 1 | span->marked;
    g_array_append_val(side->runs, run);
  }
}

void recall_keep(Recall *recall, const char *now, const char *before, const GArray *now_spans,
                 guint now_from, const GArray *before_spans, guint before_from)
{
  if (strlen(now) > RECALL_LONGEST || strlen(before) > RECALL_LONGEST)
    return;
  guint place = place_of(now, before);
  keep_side(&recall->now[place], now, now_spans, now_from);
  keep_side(&recall->before[place], before, before_spans, before_from);
}
