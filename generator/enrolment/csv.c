#include "enrolment/csv.h"

#include "base/text.h"

#include <string.h>

/* --- writing ------------------------------------------------------------------------------ */

/* What a table reads as a formula: a sign at the start, but for a plain number. */
static bool is_formula(const char *text)
{
  if (*text == '\0' || strchr("=+-@\t\r", *text) == NULL)
    return false;
  return !((*text == '-' || *text == '+') && text[1] != '\0' &&
           strspn(text + 1, "0123456789.") == strlen(text + 1));
}

/* What gets an apostrophe more when it is written: a formula, also behind apostrophes of its own, so
 * that reading knows which one to take off. */
static bool is_guarded(const char *text)
{
  return is_formula(text + strspn(text, "'"));
}

static void begin_field(GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] != '\n' &&
      !(out->len == 3 && strcmp(out->str, CSV_BOM) == 0))
    g_string_append_c(out, ',');
}

void csv_field(GString *out, const char *text)
{
  text = text != NULL ? text : "";
  begin_field(out);
  bool guarded = is_guarded(text);
  /* An empty field is quoted: a row of one would be an empty line, and a row's first field would
   * not be told from its start. */
  if (*text != '\0' && !guarded && strpbrk(text, ",\"\r\n\t;") == NULL) {
    g_string_append(out, text);
    return;
  }
  g_string_append_c(out, '"');
  if (guarded)
    g_string_append_c(out, '\'');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, *p);
  }
  g_string_append_c(out, '"');
}

void csv_number(GString *out, gint64 number)
{
  begin_field(out);
  g_string_append_printf(out, "%" G_GINT64_FORMAT, number);
}

void csv_end(GString *out)
{
  g_string_append(out, "\r\n");
}

/* --- reading ------------------------------------------------------------------------------ */

void csv_free(Csv *csv)
{
  if (csv == NULL)
    return;
  g_ptr_array_unref(csv->rows);
  g_free(csv);
}

static void row_free(gpointer data)
{
  CsvRow *row = data;
  g_ptr_array_unref(row->fields);
  g_free(row);
}

static CsvRow *row_new(int line)
{
  CsvRow *row = g_new0(CsvRow, 1);
  row->line = line;
  row->fields = g_ptr_array_new_with_free_func(g_free);
  return row;
}

/* As UTF-8 without a mark before it; NULL where the bytes are neither (reported). */
static char *decode(const char *bytes, gsize size, const char **encoding, gsize *length,
                    const char *named, Report *report)
{
  if (size >= 3 && memcmp(bytes, CSV_BOM, 3) == 0) {
    bytes += 3;
    size -= 3;
  }
  g_autofree char *text = NULL;
  if (g_utf8_validate_len(bytes, size, NULL)) {
    *encoding = "UTF-8";
    text = g_strndup(bytes, size);
  } else {
    *encoding = "Shift_JIS";
    text = memchr(bytes, '\0', size) == NULL ? text_from_shift_jis(bytes, size, NULL) : NULL;
  }
  *length = text != NULL ? strlen(text) : 0;
  if (text == NULL)
    report_add(report, DIAG_ROSTER_ENCODING, place_at(named, 0, 0), NULL);
  else if (text_is_blank(text))
    report_add(report, DIAG_ROSTER_EMPTY, place_at(named, 0, 0), NULL);
  else
    return g_steal_pointer(&text);
  return NULL;
}

/* The sign of which the first row has most, outside of quotes. */
static char separator_of(const char *text)
{
  static const char signs[] = ",;\t";
  guint found[3] = {0};
  bool quoted = false;
  for (const char *p = text; *p != '\0' && (quoted || (*p != '\n' && *p != '\r')); p++) {
    const char *sign = *p != '"' && !quoted ? strchr(signs, *p) : NULL;
    quoted = *p == '"' ? !quoted : quoted;
    if (sign != NULL)
      found[sign - signs]++;
  }
  guint best = found[1] > found[0] ? 1 : 0;
  return signs[found[2] > found[best] ? 2 : best];
}

typedef struct {
  const char *at;
  int line;
  char separator;
} Scan;

/* Reads what stands between quotes; false where they do not end. */
static bool read_quoted(Scan *scan, GString *field)
{
  for (scan->at++; *scan->at != '\0'; scan->at++) {
    if (*scan->at == '"' && scan->at[1] != '"') {
      scan->at++;
      return true;
    }
    if (*scan->at == '"')
      scan->at++;
    scan->line += *scan->at == '\n';
    g_string_append_c(field, *scan->at);
  }
  return false;
}

/* Reads one field up to the separator or the line's end; false where its quotes do not close. */
static bool read_field(Scan *scan, CsvRow *row)
{
  g_autoptr(GString) field = g_string_new(NULL);
  if (*scan->at == '"' && !read_quoted(scan, field))
    return false;
  while (*scan->at != '\0' && *scan->at != scan->separator && *scan->at != '\n' &&
         *scan->at != '\r')
    g_string_append_c(field, *scan->at++);
  /* What csv_field() put before a formula. */
  bool guarded = field->str[0] == '\'' && is_guarded(field->str + 1);
  g_ptr_array_add(row->fields, g_strstrip(g_strdup(field->str + (guarded ? 1 : 0))));
  return true;
}

static bool is_empty(const CsvRow *row)
{
  for (guint i = 0; i < row->fields->len; i++)
    if (*(const char *)g_ptr_array_index(row->fields, i) != '\0')
      return false;
  return true;
}

/* Reads one row and what ends it. */
static CsvRow *read_row(Scan *scan)
{
  CsvRow *row = row_new(scan->line);
  for (;;) {
    if (!read_field(scan, row)) {
      row_free(row);
      return NULL;
    }
    if (*scan->at != scan->separator)
      break;
    scan->at++;
  }
  if (*scan->at == '\r' && scan->at[1] == '\n')
    scan->at++;
  if (*scan->at != '\0') {
    scan->at++;
    scan->line++;
  }
  return row;
}

Csv *csv_read(const char *bytes, gsize size, guint most_rows, const char *named, Report *report)
{
  g_autoptr(Csv) csv = g_new0(Csv, 1);
  csv->rows = g_ptr_array_new_with_free_func(row_free);
  gsize length;
  g_autofree char *text = decode(bytes, size, &csv->encoding, &length, named, report);
  if (text == NULL)
    return NULL;
  Scan scan = {text, 1, separator_of(text)};
  while (*scan.at != '\0') {
    int line = scan.line;
    CsvRow *row = read_row(&scan);
    if (row == NULL) {
      report_add(report, DIAG_ROSTER_QUOTE, place_at(named, line, 0), NULL);
      return NULL;
    }
    if (is_empty(row))
      row_free(row);
    else
      g_ptr_array_add(csv->rows, row);
    if (csv->rows->len > most_rows) {
      g_autofree char *most = g_strdup_printf("%u", most_rows);
      report_add(report, DIAG_ROSTER_ROWS, place_at(named, line, 0), most, NULL);
      return NULL;
    }
  }
  if (csv->rows->len == 0) {
    report_add(report, DIAG_ROSTER_EMPTY, place_at(named, 0, 0), NULL);
    return NULL;
  }
  return g_steal_pointer(&csv);
}
