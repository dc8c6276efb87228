#include "pages/import_list.h"

#include "base/files.h"
#include "base/text.h"
#include "ledger/entries.h"

#include <string.h>

#define MAGIC "kaitei-import 1"

enum { CELL_DAY, CELL_KIND, CELL_SUMMARY, CELL_SOURCE, CELLS };
enum { SHORTEST_COMMIT = 7, WHOLE_COMMIT = 40 };

static void list_row_free(gpointer data)
{
  ListRow *row = data;
  g_free(row->summary);
  g_free(row->source);
  g_free(row);
}

void import_list_free(ImportList *list)
{
  if (list == NULL)
    return;
  char *strings[] = {list->policy, list->title, list->repository,
                     list->file,   list->tip,   list->folder};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_ptr_array_unref(list->rows);
  g_free(list);
}

/* ---- lines and cells ---- */

typedef struct {
  ImportList *list;
  const char *named;
  const char *line; /* its start; it ends in NUL */
  int number;
  bool begun; /* the first line was read */
  bool rows;  /* rows have begun: the head is over */
  bool full;  /* there are too many of them */
  Report *report;
} Reader;

/* One cell, less the white space around it. */
typedef struct {
  const char *start;
  const char *end;
} Cell;

static Place at(const Reader *reader, const char *where)
{
  return place_at(reader->named, reader->number,
                  (int)g_utf8_pointer_to_offset(reader->line, where) + 1);
}

static Cell trimmed(const char *start, const char *end)
{
  while (start < end && char_is_space(g_utf8_get_char(start)))
    start = g_utf8_next_char(start);
  while (end > start && char_is_space(g_utf8_get_char(g_utf8_prev_char(end))))
    end = g_utf8_prev_char(end);
  return (Cell){start, end};
}

static char *cell_text(Cell cell)
{
  return g_strndup(cell.start, (gsize)(cell.end - cell.start));
}

static bool is_empty(Cell cell)
{
  return cell.start == cell.end;
}

/* Where the next | or ｜ stands; NULL where there is none. */
static const char *next_bar(const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (c == '|' || c == 0xFF5C)
      return text;
  }
  return NULL;
}

/* The first cells of a row; how many there are, CELLS at most. */
static guint split(const char *line, Cell cells[CELLS])
{
  guint count = 0;
  for (const char *start = line; count < CELLS;) {
    const char *bar = next_bar(start);
    cells[count++] = trimmed(start, bar != NULL ? bar : start + strlen(start));
    if (bar == NULL)
      break;
    start = g_utf8_next_char(bar);
  }
  return count;
}

/* ---- rows ---- */

/* A day can be known while its text is not. */
static bool is_no_source(const char *text)
{
  static const char *const words[] = {"-", "－", "ー", "―", "—", "‐", NULL};
  return g_strv_contains(words, text);
}

/* What publishing would refuse in a summary. */
static const char *bad_character(Cell cell)
{
  for (const char *p = cell.start; p < cell.end; p = g_utf8_next_char(p))
    if (!char_fits_line(g_utf8_get_char(p)))
      return p;
  return NULL;
}

static bool read_kind(Reader *reader, Cell cell, ListRow *row)
{
  g_autofree char *word = cell_text(cell);
  if (change_named(word, &row->change))
    return true;
  report_add(reader->report, DIAG_IMPORT_LIST_KIND, at(reader, cell.start), word, NULL);
  return false;
}

static bool read_summary(Reader *reader, Cell cell, ListRow *row)
{
  const char *bad = bad_character(cell);
  if (bad != NULL) {
    report_add(reader->report, DIAG_IMPORT_LIST_WORDS, at(reader, bad), NULL);
    return false;
  }
  row->summary = is_empty(cell) ? NULL : cell_text(cell);
  return true;
}

static bool read_source(Reader *reader, Cell cell, ListRow *row)
{
  g_autofree char *word = cell_text(cell);
  if (*word == '\0') {
    report_add(reader->report, DIAG_IMPORT_LIST_CELLS, at(reader, cell.start), NULL);
    return false;
  }
  row->source = is_no_source(word) ? NULL : g_steal_pointer(&word);
  return true;
}

/* Said once; the rows that follow are not looked at. */
static bool is_too_many(Reader *reader)
{
  if (reader->list->rows->len < LEDGER_REVISION_LIMIT)
    return false;
  if (!reader->full) {
    g_autofree char *limit = g_strdup_printf("%d", LEDGER_REVISION_LIMIT);
    report_add(reader->report, DIAG_LEDGER_MANY, at(reader, reader->line), limit, NULL);
  }
  reader->full = true;
  return true;
}

/* A row whose day is given; all of its faults are said at once. */
static void read_row(Reader *reader)
{
  Cell cells[CELLS];
  guint count = split(reader->line, cells);

  reader->rows = true;
  if (is_empty(cells[CELL_DAY]) || is_too_many(reader))
    return;
  g_autofree char *day = cell_text(cells[CELL_DAY]);
  ListRow *row = g_new0(ListRow, 1);
  row->line = reader->number;
  row->effective =
    entry_day_of(day, "effective", at(reader, cells[CELL_DAY].start), reader->report);
  g_ptr_array_add(reader->list->rows, row);
  if (count < CELLS) {
    report_add(reader->report, DIAG_IMPORT_LIST_CELLS, at(reader, cells[count - 1].end), NULL);
    return;
  }
  for (guint i = 0; i < CELLS; i++)
    row->columns[i] = at(reader, cells[i].start).column;
  read_kind(reader, cells[CELL_KIND], row);
  read_summary(reader, cells[CELL_SUMMARY], row);
  read_source(reader, cells[CELL_SOURCE], row);
}

/* ---- the head ---- */

static char **head_field(ImportList *list, const char *name)
{
  struct {
    const char *name;
    char **into;
  } const fields[] = {
    {"policy", &list->policy}, {"title", &list->title}, {"repository", &list->repository},
    {"file", &list->file},     {"tip", &list->tip},     {"folder", &list->folder},
  };
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (strcmp(fields[i].name, name) == 0)
      return fields[i].into;
  return NULL;
}

static void read_provenance(Reader *reader, Cell cell)
{
  g_autofree char *word = cell_text(cell);
  if (!provenance_named(word, &reader->list->provenance))
    report_add(reader->report, DIAG_LEDGER_PROVENANCE, at(reader, cell.start), word, NULL);
}

/* Whether the line is "name value" of the head. */
static bool read_head(Reader *reader)
{
  gsize length = strspn(reader->line, "abcdefghijklmnopqrstuvwxyz");
  g_autofree char *name = g_strndup(reader->line, length);
  const char *rest = reader->line + length;
  char **into = head_field(reader->list, name);
  bool provenance = strcmp(name, "provenance") == 0;

  if ((into == NULL && !provenance) || (*rest != '\0' && !char_is_space(g_utf8_get_char(rest))))
    return false;
  Cell cell = trimmed(rest, rest + strlen(rest));
  const char *bad = bad_character(cell);
  if (bad != NULL) {
    report_add(reader->report, DIAG_IMPORT_LIST_WORDS, at(reader, bad), NULL);
    return true;
  }
  if (provenance)
    read_provenance(reader, cell);
  else if (*into != NULL)
    report_add(reader->report, DIAG_IMPORT_LIST_LINE, at(reader, reader->line), name, NULL);
  else if (!is_empty(cell))
    *into = cell_text(cell);
  return true;
}

static void read_line(Reader *reader)
{
  Cell whole = trimmed(reader->line, reader->line + strlen(reader->line));

  if (is_empty(whole) || *whole.start == '#')
    return;
  if (!reader->begun) {
    g_autofree char *first = cell_text(whole);
    if (strcmp(first, MAGIC) != 0)
      report_add(reader->report, DIAG_IMPORT_LIST_FORM, at(reader, whole.start), NULL);
    reader->begun = true;
    return;
  }
  if (!reader->rows && read_head(reader))
    return;
  if (next_bar(reader->line) != NULL) {
    read_row(reader);
    return;
  }
  g_autofree char *text = cell_text(whole);
  g_autofree char *shown = text_visible(text);
  report_add(reader->report, DIAG_IMPORT_LIST_LINE, at(reader, whole.start), shown, NULL);
}

static void check_head(const Reader *reader)
{
  const ImportList *list = reader->list;
  const char *lacks = list->policy == NULL                               ? "policy"
                      : list->folder == NULL && list->repository == NULL ? "repository"
                      : list->folder == NULL && list->file == NULL       ? "file"
                      : list->folder == NULL && list->tip == NULL        ? "tip"
                                                                         : NULL;
  if (lacks != NULL)
    report_add(reader->report, DIAG_IMPORT_LIST_LACKS, place_at(reader->named, 0, 0), lacks, NULL);
  else if (list->rows->len == 0)
    report_add(reader->report, DIAG_IMPORT_NONE_CHOSEN, place_at(reader->named, 0, 0), NULL);
}

ImportList *import_list_parse(const char *bytes, gsize size, const char *named, Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autoptr(ImportList) list = g_new0(ImportList, 1);
  list->rows = g_ptr_array_new_with_free_func(list_row_free);
  list->provenance = PROVENANCE_COPY;

  g_autofree char *text = text_normalise(bytes, size, named, NULL, own);
  Reader reader = {.list = list, .named = named, .report = own};
  for (char *line = text, *next; line != NULL; line = next) {
    next = strchr(line, '\n');
    if (next != NULL)
      *next++ = '\0';
    reader.line = line;
    reader.number++;
    read_line(&reader);
  }
  if (!report_failed(own))
    check_head(&reader);
  bool failed = report_failed(own);
  report_merge(report, own);
  return failed ? NULL : g_steal_pointer(&list);
}

/* ---- finding what it names ---- */

/* The only candidate of that name; NULL where something was reported. */
static const ImportRow *find_source(const Import *import, const ListRow *row, const char *named,
                                    Report *report)
{
  const ImportRow *found = NULL;
  Place place = place_at(named, row->line, row->columns[CELL_SOURCE]);
  gsize length = strlen(row->source);
  bool short_enough = import->folder != NULL || length >= SHORTEST_COMMIT;

  for (guint i = 0; i < import->rows->len && short_enough; i++) {
    const ImportRow *candidate = g_ptr_array_index(import->rows, i);
    if (candidate->source == NULL ||
        (import->folder != NULL ? strcmp(candidate->source, row->source) != 0
                                : g_ascii_strncasecmp(candidate->source, row->source, length) != 0))
      continue;
    if (found != NULL) {
      report_add(report, DIAG_IMPORT_LIST_AMBIGUOUS, place, row->source, NULL);
      return NULL;
    }
    found = candidate;
  }
  if (found == NULL)
    report_add(report, DIAG_IMPORT_LIST_SOURCE, place, row->source, NULL);
  else if (found->deleted)
    report_add(report, DIAG_IMPORT_LIST_DELETED, place, row->source, NULL);
  return found != NULL && !found->deleted ? found : NULL;
}

/* The candidate as the person chose it; its texts move over. */
static ImportRow *chosen_row(const ListRow *row, ImportRow *candidate)
{
  ImportRow *chosen = g_new0(ImportRow, 1);
  chosen->effective = row->effective;
  chosen->change = row->change;
  chosen->summary = g_strdup(row->summary);
  chosen->line = row->line;
  memcpy(chosen->columns, row->columns, sizeof chosen->columns);
  if (candidate == NULL) {
    chosen->texts = g_ptr_array_new();
    return chosen;
  }
  chosen->source = g_strdup(candidate->source);
  chosen->day = candidate->day;
  chosen->subject = g_strdup(candidate->subject);
  chosen->file = g_strdup(candidate->file);
  chosen->texts = g_ptr_array_ref(candidate->texts);
  return chosen;
}

static void choose(Import *import, const ImportList *list, const char *named, Report *report)
{
  g_autoptr(GHashTable) taken = g_hash_table_new(g_direct_hash, g_direct_equal);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(import_row_free);

  for (guint i = 0; i < list->rows->len; i++) {
    const ListRow *row = g_ptr_array_index(list->rows, i);
    const ImportRow *found = row->source != NULL ? find_source(import, row, named, report) : NULL;
    if (found != NULL && !g_hash_table_add(taken, (gpointer)found))
      report_add(report, DIAG_IMPORT_LIST_TWICE,
                 place_at(named, row->line, row->columns[CELL_SOURCE]), row->source, NULL);
    g_ptr_array_add(rows, chosen_row(row, (ImportRow *)found));
  }
  g_ptr_array_unref(import->rows);
  import->rows = g_steal_pointer(&rows);
}

Import *import_list_read(const char *path, Report *report)
{
  g_autoptr(Report) own = report_new();
  gsize size = 0;
  g_autofree char *bytes = file_read(path, path, IMPORT_LIST_LIMIT, &size, report);
  g_autoptr(ImportList) list = bytes != NULL ? import_list_parse(bytes, size, path, report) : NULL;
  if (list == NULL)
    return NULL;

  g_autoptr(Import) import = list->folder != NULL
                               ? import_from_folder(list->folder, own)
                               : import_from_commit(list->repository, list->file, list->tip, own);
  if (import != NULL) {
    import->policy = g_strdup(list->policy);
    import->title = g_strdup(list->title);
    import->provenance = list->provenance;
    import->list = g_strdup(path);
    choose(import, list, path, own);
  }
  bool failed = report_failed(own);
  report_merge(report, own);
  return failed ? NULL : g_steal_pointer(&import);
}
