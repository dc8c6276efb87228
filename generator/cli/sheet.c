#include "cli/sheet.h"

#include "base/text.h"
#include "enrolment/csv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2 };

struct Sheet {
  const Invocation *in;
  SheetFormat format;
  const SheetColumn *columns;
  guint count;
  FILE *out;
  guint at;         /* the column of the next cell */
  guint rows;       /* ended */
  GPtrArray *cells; /* of a table: all of them, of char * */
  GString *line;    /* of CSV and JSON: the row */
};

guint sheet_width(const char *text)
{
  guint width = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
    width += char_is_wide(g_utf8_get_char(p)) ? 2 : 1;
  return width;
}

Sheet *sheet_new(const Invocation *in, SheetFormat format, const SheetColumn *columns, FILE *out)
{
  Sheet *sheet = g_new0(Sheet, 1);
  sheet->in = in;
  sheet->format = format;
  sheet->columns = columns;
  sheet->out = out;
  sheet->cells = g_ptr_array_new_with_free_func(g_free);
  sheet->line = g_string_new(NULL);
  while (columns[sheet->count].key != NULL)
    sheet->count++;
  if (format == SHEET_CSV) {
    fputs(CSV_BOM, out);
    for (guint i = 0; i < sheet->count; i++)
      csv_field(sheet->line, columns[i].title[in->lang]);
    csv_end(sheet->line);
    fputs(sheet->line->str, out);
    g_string_truncate(sheet->line, 0);
  }
  return sheet;
}

static void end_row(Sheet *sheet)
{
  sheet->at = 0;
  sheet->rows++;
  if (sheet->format == SHEET_TABLE)
    return;
  if (sheet->format == SHEET_CSV)
    csv_end(sheet->line);
  else
    g_string_append_c(sheet->line, '}');
  fputs(sheet->line->str, sheet->out);
  g_string_truncate(sheet->line, 0);
}

static void json_cell(Sheet *sheet, const char *text)
{
  const SheetColumn *column = &sheet->columns[sheet->at];
  gint64 number;
  bool plain = column->number && text != NULL &&
               g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &number, NULL);
  g_autofree char *bytes = NULL;
  if (text != NULL && !plain) {
    json_t *json = json_string(text);
    char *dumped = json_dumps(json, JSON_ENCODE_ANY);
    bytes = g_strdup(dumped);
    free(dumped);
    json_decref(json);
  }
  g_string_append_printf(sheet->line, "%s\"%s\": %s",
                         sheet->at > 0     ? ", "
                         : sheet->rows > 0 ? ",\n  {"
                                           : "[\n  {",
                         column->key,
                         text == NULL ? "null"
                         : plain      ? text
                                      : bytes);
}

void sheet_cell(Sheet *sheet, const char *text)
{
  if (sheet->format == SHEET_TABLE)
    g_ptr_array_add(sheet->cells, text != NULL ? text_visible(text) : g_strdup(""));
  else if (sheet->format == SHEET_CSV)
    csv_field(sheet->line, text);
  else
    json_cell(sheet, text);
  if (++sheet->at == sheet->count)
    end_row(sheet);
}

void sheet_count(Sheet *sheet, gint64 number)
{
  g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
  sheet_cell(sheet, text);
}

void sheet_day(Sheet *sheet, Day day)
{
  g_autofree char *iso = day_iso(day);
  sheet_cell(sheet, day_known(day) ? iso : NULL);
}

/* --- a table ------------------------------------------------------------------------------ */

static const char *cell_at(const Sheet *sheet, guint row, guint column)
{
  return row == 0 ? sheet->columns[column].title[sheet->in->lang]
                  : g_ptr_array_index(sheet->cells, (row - 1) * sheet->count + column);
}

static void print_cell(const Sheet *sheet, guint row, guint column, guint width)
{
  const char *text = cell_at(sheet, row, column);
  guint gap = width - sheet_width(text);
  bool last = column + 1 == sheet->count;
  if (sheet->columns[column].number)
    fprintf(sheet->out, "%*s%s%s", (int)gap, "", text, last ? "" : "  ");
  else
    fprintf(sheet->out, "%s%*s", text, last ? 0 : (int)(gap + GAP), "");
}

static void print_table(const Sheet *sheet)
{
  g_autofree guint *widths = g_new0(guint, sheet->count + 1);
  for (guint row = 0; row <= sheet->rows; row++)
    for (guint i = 0; i < sheet->count; i++)
      widths[i] = MAX(widths[i], sheet_width(cell_at(sheet, row, i)));
  for (guint row = 0; row <= sheet->rows; row++) {
    for (guint i = 0; i < sheet->count; i++)
      print_cell(sheet, row, i, widths[i]);
    fputc('\n', sheet->out);
  }
}

void sheet_end(Sheet *sheet, const char *none)
{
  if (sheet->format == SHEET_JSON)
    fputs(sheet->rows > 0 ? "\n]\n" : "[]\n", sheet->out);
  else if (sheet->format == SHEET_TABLE && sheet->rows > 0)
    print_table(sheet);
  else if (sheet->format == SHEET_TABLE && none != NULL && !sheet->in->quiet)
    fprintf(sheet->out, "%s\n", none);
  g_ptr_array_unref(sheet->cells);
  g_string_free(sheet->line, TRUE);
  g_free(sheet);
}
