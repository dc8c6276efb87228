#include "print/print_state.h"

#include <string.h>

static const char HEAD[] = "kaitei-print 1";

enum { STATE_LIMIT = 16 * 1024 * 1024, FIELDS = 6 };

static void printed_free(gpointer data)
{
  PrintedPaper *paper = data;
  g_free(paper->key);
  g_free(paper);
}

PrintState *print_state_new(void)
{
  PrintState *state = g_new0(PrintState, 1);
  state->papers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, printed_free);
  return state;
}

void print_state_free(PrintState *state)
{
  if (state == NULL)
    return;
  g_hash_table_unref(state->papers);
  g_free(state);
}

void print_state_put(PrintState *state, const char *name, const char *key, const FileStamp *stamp,
                     guint pages, double points)
{
  PrintedPaper *paper = g_new0(PrintedPaper, 1);
  paper->key = g_strdup(key);
  paper->stamp = *stamp;
  paper->pages = pages;
  paper->points = points;
  g_hash_table_replace(state->papers, g_strdup(name), paper);
}

void print_state_drop(PrintState *state, const char *name)
{
  g_hash_table_remove(state->papers, name);
}

static void take_line(PrintState *state, const char *line)
{
  g_auto(GStrv) fields = g_strsplit(line, " ", FIELDS);
  if (g_strv_length(fields) != FIELDS)
    return;
  FileStamp stamp = {.size = g_ascii_strtoll(fields[1], NULL, 10),
                     .mtime_ns = g_ascii_strtoll(fields[2], NULL, 10)};
  print_state_put(state, fields[5], fields[0], &stamp, (guint)g_ascii_strtoull(fields[3], NULL, 10),
                  g_ascii_strtod(fields[4], NULL));
}

PrintState *print_state_read(const char *path)
{
  PrintState *state = print_state_new();
  g_autoptr(Report) unsaid = report_new();
  gsize length = 0;
  g_autofree char *bytes = file_read(path, NULL, STATE_LIMIT, &length, unsaid);
  if (bytes == NULL)
    return state;
  g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
  if (lines[0] == NULL || strcmp(lines[0], HEAD) != 0)
    return state;
  for (char **line = lines + 1; *line != NULL; line++)
    take_line(state, *line);
  return state;
}

const PrintedPaper *print_state_get(const PrintState *state, const char *name)
{
  return g_hash_table_lookup(state->papers, name);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

GString *print_state_bytes(const PrintState *state)
{
  GString *out = g_string_new(HEAD);
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(state->papers), by_name);

  g_string_append_c(out, '\n');
  for (GList *each = names; each != NULL; each = each->next) {
    const PrintedPaper *paper = print_state_get(state, each->data);
    char points[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_dtostr(points, sizeof points, paper->points);
    g_string_append_printf(out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %s %s\n",
                           paper->key, paper->stamp.size, paper->stamp.mtime_ns, paper->pages,
                           points, (const char *)each->data);
  }
  return out;
}
