#include "serve/clash.h"

#include "compare/lcs.h"

#include <string.h>

enum { AROUND = 2 }; /* lines that are the same and shown beside one that is not */

typedef struct {
  char **lines;
  guint count;
  guint64 *keys;
} Version;

/* Equal lines get equal keys. */
static Version version_of(const char *text, GHashTable *known)
{
  Version side = {.lines = g_strsplit(text, "\n", -1)};
  side.count = g_strv_length(side.lines);
  /* What stands behind the last line end is no line. */
  if (side.count > 0 && *side.lines[side.count - 1] == '\0')
    side.count--;
  side.keys = g_new0(guint64, side.count + 1);
  for (guint i = 0; i < side.count; i++) {
    gpointer key = g_hash_table_lookup(known, side.lines[i]);
    if (key == NULL) {
      key = GUINT_TO_POINTER(g_hash_table_size(known) + 1);
      g_hash_table_insert(known, g_strdup(side.lines[i]), key);
    }
    side.keys[i] = GPOINTER_TO_UINT(key);
  }
  return side;
}

static void version_clear(Version *side)
{
  g_strfreev(side->lines);
  g_free(side->keys);
}

typedef struct {
  Values *values;
  guint shown, more;
} Writer;

static void put_line(Writer *writer, const char *kind, guint theirs, guint mine, const char *text)
{
  if (writer->shown >= CLASH_LINES_SHOWN) {
    writer->more++;
    return;
  }
  writer->shown++;
  values_open(writer->values, NULL);
  values_string(writer->values, "kind", kind);
  values_number(writer->values, "theirs", theirs);
  values_number(writer->values, "mine", mine);
  values_string(writer->values, "text", text);
  values_close(writer->values);
}

/* A run of lines that both have: its ends are shown, and how long the middle is. */
static void put_same(Writer *writer, const Version *theirs, guint i, guint j, guint count)
{
  bool first = i == 0 && j == 0;
  guint head = first ? 0 : AROUND;
  if (count <= head + AROUND + 1) {
    for (guint k = 0; k < count; k++)
      put_line(writer, "same", i + k + 1, j + k + 1, theirs->lines[i + k]);
    return;
  }
  for (guint k = 0; k < head; k++)
    put_line(writer, "same", i + k + 1, j + k + 1, theirs->lines[i + k]);
  put_line(writer, "omitted", count - head - AROUND, 0, NULL);
  for (guint k = count - AROUND; k < count; k++)
    put_line(writer, "same", i + k + 1, j + k + 1, theirs->lines[i + k]);
}

static void put_lines(Writer *writer, const Version *theirs, const Version *mine,
                      const gint32 *match)
{
  guint i = 0, j = 0;
  while (i < theirs->count || j < mine->count) {
    guint run = 0;
    while (i + run < theirs->count && match[i + run] == (gint32)(j + run))
      run++;
    if (run > 0) {
      put_same(writer, theirs, i, j, run);
      i += run;
      j += run;
      continue;
    }
    for (; i < theirs->count && match[i] < 0; i++)
      put_line(writer, "theirs", i + 1, 0, theirs->lines[i]);
    guint until = i < theirs->count ? (guint)match[i] : mine->count;
    for (; j < until; j++)
      put_line(writer, "mine", 0, j + 1, mine->lines[j]);
  }
}

void clash_put(Values *values, const char *name, const char *theirs, const char *mine)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Version a = version_of(theirs, known), b = version_of(mine, known);
  g_autofree gint32 *match = g_new0(gint32, a.count + 1);
  Lcs *lcs = lcs_new();
  Writer writer = {.values = values};

  lcs_match(lcs, a.keys, a.count, b.keys, b.count, match);
  lcs_free(lcs);
  values_open(values, name);
  values_list(values, "lines");
  put_lines(&writer, &a, &b, match);
  values_close(values);
  values_number(values, "more", writer.more);
  values_close(values);
  version_clear(&a);
  version_clear(&b);
}
