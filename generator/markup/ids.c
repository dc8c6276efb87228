#include "markup/ids.h"

#include "base/text.h"

#include <string.h>

typedef struct {
  const char *id;
  int value;
  int suffix; /* the last -N that was tried for it */
} Entry;

struct IdTable {
  Arena *arena;
  Entry *entries; /* open addressing; a power of two, at most half full */
  guint size;
  guint used;
};

IdTable *ids_new(Arena *arena)
{
  IdTable *ids = arena_alloc(arena, sizeof *ids);
  ids->arena = arena;
  ids->size = 32;
  ids->entries = arena_alloc(arena, ids->size * sizeof *ids->entries);
  return ids;
}

/* Where the id is, or where it would be. */
static Entry *slot(const IdTable *ids, const char *id)
{
  guint i = g_str_hash(id);
  i ^= i >> 15;
  for (;; i++) {
    Entry *entry = &ids->entries[i & (ids->size - 1)];
    if (!entry->id || strcmp(entry->id, id) == 0)
      return entry;
  }
}

static void grow(IdTable *ids)
{
  Entry *old = ids->entries;
  guint old_size = ids->size;
  ids->size *= 2;
  ids->entries = arena_alloc(ids->arena, ids->size * sizeof *ids->entries);
  for (guint i = 0; i < old_size; i++)
    if (old[i].id)
      *slot(ids, old[i].id) = old[i];
}

bool ids_add(IdTable *ids, const char *id, int value)
{
  Entry *entry = slot(ids, id);
  if (entry->id)
    return false;
  *entry = (Entry){id, value, 1};
  if (++ids->used * 2 > ids->size)
    grow(ids);
  return true;
}

void ids_set(IdTable *ids, const char *id, int value)
{
  Entry *entry = slot(ids, id);
  if (entry->id)
    entry->value = value;
}

int ids_find(const IdTable *ids, const char *id)
{
  const Entry *entry = slot(ids, id);
  return entry->id ? entry->value : -2;
}

/* --- as written --- */

static bool is_name_character(char c)
{
  return g_ascii_isalnum(c) || c == '-' || c == '_';
}

static const char *skip_name(const char *p, const char *end)
{
  if (p == end || !g_ascii_isalpha(*p))
    return NULL;
  while (p < end && is_name_character(*p))
    p++;
  return p;
}

/* Classes are read past; what they mean is for who draws questions. */
static bool only_classes(const char *p, const char *end)
{
  while (p < end) {
    if (*p != ' ')
      return false;
    while (p < end && *p == ' ')
      p++;
    if (p == end)
      return true;
    if (*p != '.' || !(p = skip_name(p + 1, end)))
      return false;
  }
  return true;
}

Attributes attributes_read(const char *text, gsize length)
{
  Attributes found = {.status = ATTRIBUTES_NONE};
  const char *end = text + length;
  if (!length || end[-1] != '}')
    return found;
  const char *brace = end - 1;
  while (brace > text && *brace != '{')
    brace--;
  if (*brace != '{' || brace[1] != '#')
    return found;
  found.brace = brace;
  found.id = brace + 2;
  const char *id_end = skip_name(found.id, end - 1);
  bool good = id_end && only_classes(id_end, end - 1);
  found.status = good ? ATTRIBUTES_GOOD : ATTRIBUTES_BAD;
  found.id_length = (gsize)((good ? id_end : end - 1) - found.id);
  while (brace > text && (brace[-1] == ' ' || brace[-1] == '\t'))
    brace--;
  found.rest = (gsize)(brace - text);
  return found;
}

/* --- made --- */

/* Letters of any script, in lower case; all else as one '-'. */
static char *slug_of(const char *text)
{
  GString *slug = g_string_sized_new(64);
  bool gap = false;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) && c != 0x30FC) {
      gap = true;
      continue;
    }
    if (gap && slug->len)
      g_string_append_c(slug, '-');
    gap = false;
    g_string_append_unichar(slug, g_unichar_tolower(c));
  }
  if (!slug->len)
    g_string_append(slug, "section");
  return g_string_free(slug, FALSE);
}

const char *ids_make(IdTable *ids, Arena *arena, const char *text, int value)
{
  g_autofree char *slug = slug_of(text);
  const char *id = arena_strndup(arena, slug, strlen(slug));
  if (ids_add(ids, id, value))
    return id;
  /* Many headings of one text: the search goes on where it ended last time. */
  int suffix = slot(ids, id)->suffix;
  for (;;) {
    g_autofree char *numbered = g_strdup_printf("%s-%d", slug, ++suffix);
    id = arena_strndup(arena, numbered, strlen(numbered));
    if (ids_add(ids, id, value))
      break;
  }
  slot(ids, slug)->suffix = suffix;
  return id;
}
