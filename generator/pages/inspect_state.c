/* What is remembered of a page while it is read, and the telling of its faults. */
#include "pages/inspect_rules.h"

#include <string.h>

/* How many faults of one page are told; the rest are counted. */
#define MOST_FAULTS 10

static void add_fault(PageState *state, DiagCode code, int line, const char *a, const char *b)
{
  g_autofree char *where =
    line > 0 ? g_strdup_printf("%s:%d", state->page, line) : g_strdup(state->page);
  Place place = state->source != NULL ? place_at(state->source, 0, 0) : place_none();
  report_add(state->report, code, place, where, a, b, NULL);
}

void page_fault(PageState *state, DiagCode code, int line, const char *a, const char *b)
{
  if (state->faults++ < MOST_FAULTS && state->report != NULL)
    add_fault(state, code, line, a, b);
}

const char *page_keep(PageState *state, const char *bytes, gsize length)
{
  g_assert(state->block_used + length < state->block_size);
  char *kept = state->block + state->block_used;
  memcpy(kept, bytes, length);
  kept[length] = '\0';
  state->block_used += length + 1;
  return kept;
}

/* FNV-1a. */
static guint32 hash(const char *text)
{
  guint32 value = 2166136261u;
  for (; *text != '\0'; text++)
    value = (value ^ (guchar)*text) * 16777619u;
  return value;
}

static guint32 *slot_of(const PageState *state, const char *id)
{
  guint at = hash(id) & (state->slot_count - 1);
  while (state->slots[at] != 0 &&
         strcmp(g_array_index(state->ids, const char *, state->slots[at] - 1), id) != 0)
    at = (at + 1) & (state->slot_count - 1);
  return &state->slots[at];
}

int page_find_id(const PageState *state, const char *id)
{
  return (int)*slot_of(state, id) - 1;
}

static void grow_slots(PageState *state)
{
  state->slot_count *= 2;
  g_free(state->slots);
  state->slots = g_new0(guint32, state->slot_count);
  for (guint i = 0; i < state->ids->len; i++)
    *slot_of(state, g_array_index(state->ids, const char *, i)) = i + 1;
}

bool page_add_id(PageState *state, const char *id)
{
  if (state->ids->len * 2 >= state->slot_count)
    grow_slots(state);
  guint32 *slot = slot_of(state, id);
  if (*slot != 0)
    return false;
  g_array_append_val(state->ids, id);
  *slot = state->ids->len;
  return true;
}

void page_clear(PageState *state, gsize length)
{
  /* All that is kept stood in the page, each piece in an attribute with its
   * quotes, and the id of a field or a link's address at most twice. */
  gsize needed = 2 * length + 64;
  if (state->block_size < needed) {
    g_free(state->block);
    state->block_size = needed + needed / 2;
    state->block = g_malloc(state->block_size);
  }
  state->block_used = 0;
  state->depth = 0;
  g_array_set_size(state->ids, 0);
  g_array_set_size(state->links, 0);
  g_array_set_size(state->fields, 0);
  g_array_set_size(state->mentions, 0);
  g_string_truncate(state->style, 0);
  memset(state->slots, 0, state->slot_count * sizeof *state->slots);
  state->faults = state->words = state->hidden = state->labels = state->styles = 0;
  state->anchors = state->drawings = 0;
  state->titles = state->mains = state->h1s = 0;
  state->level = state->line = 0;
  state->doctype = state->lang = state->viewport = false;
}

void page_tell_rest(PageState *state)
{
  if (state->faults <= MOST_FAULTS)
    return;
  g_autofree char *rest = g_strdup_printf("%u", state->faults - MOST_FAULTS);
  add_fault(state, DIAG_PAGE_MORE, 0, rest, NULL);
}
