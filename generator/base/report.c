#include "base/report.h"

#include "base/text.h"

#include <jansson.h>

struct Report {
  GPtrArray *diags; /* of Diag */
};

static void free_diag(gpointer diag)
{
  diag_free(diag);
}

Report *report_new(void)
{
  Report *report = g_new0(Report, 1);
  report->diags = g_ptr_array_new_with_free_func(free_diag);
  return report;
}

void report_free(Report *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref(report->diags);
  g_free(report);
}

void report_add(Report *report, DiagCode code, Place place, ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  va_list list;

  va_start(list, place);
  for (const char *text; (text = va_arg(list, const char *)) != NULL;)
    g_ptr_array_add(arguments, g_strdup(text));
  va_end(list);
  g_ptr_array_add(arguments, NULL);

  Diag *diag = g_new0(Diag, 1);
  diag->code = code;
  diag->file = g_strdup(place.file);
  diag->line = place.line;
  diag->column = place.column;
  diag->arguments = (char **)g_ptr_array_steal(arguments, NULL);
  g_ptr_array_add(report->diags, diag);
}

void report_copy(Report *into, const Report *from)
{
  for (guint i = 0; i < from->diags->len; i++) {
    Diag *copy = g_memdup2(report_get(from, i), sizeof *copy);
    copy->file = g_strdup(copy->file);
    copy->arguments = g_strdupv(copy->arguments);
    g_ptr_array_add(into->diags, copy);
  }
}

void report_merge(Report *into, Report *from)
{
  g_ptr_array_extend_and_steal(into->diags, g_steal_pointer(&from->diags));
  from->diags = g_ptr_array_new_with_free_func(free_diag);
}

void report_merge_from(Report *into, Report *from, DiagLevel least)
{
  for (guint i = 0; i < from->diags->len; i++) {
    const Diag *diag = g_ptr_array_index(from->diags, i);
    if (diag_level(diag->code) >= least)
      g_ptr_array_add(into->diags, g_steal_pointer(&from->diags->pdata[i]));
  }
  g_autoptr(GPtrArray) rest = from->diags;
  from->diags = g_ptr_array_new_with_free_func(free_diag);
}

void report_filter(Report *report, bool (*keep)(Diag *diag, gpointer data), gpointer data)
{
  for (guint i = 0; i < report->diags->len;) {
    if (keep(g_ptr_array_index(report->diags, i), data))
      i++;
    else
      g_ptr_array_remove_index(report->diags, i);
  }
}

static int compare(gconstpointer a, gconstpointer b)
{
  return diag_compare(*(const Diag *const *)a, *(const Diag *const *)b);
}

void report_sort(Report *report)
{
  g_ptr_array_sort(report->diags, compare);
  for (guint i = report->diags->len; i-- > 1;)
    if (diag_compare(report_get(report, i), report_get(report, i - 1)) == 0)
      g_ptr_array_remove_index(report->diags, i);
}

static bool same_place(const Diag *a, const Diag *b)
{
  return a->code == b->code && a->line == b->line && a->column == b->column &&
         g_strcmp0(a->file, b->file) == 0;
}

void report_fold(Report *report, DiagCode code, DiagCode more)
{
  enum { AT_MOST = 3, KEPT = 2 };
  for (guint start = 0, end; start < report->diags->len; start = end) {
    const Diag *first = report_get(report, start);
    for (end = start + 1; end < report->diags->len && same_place(first, report_get(report, end));)
      end++;
    if (first->code != code || end - start <= AT_MOST)
      continue;
    g_autofree char *count = g_strdup_printf("%u", end - start - KEPT);
    report_add(report, more, place_at(first->file, first->line, first->column), count, NULL);
    g_ptr_array_remove_range(report->diags, start + KEPT, end - start - KEPT);
    end = start + KEPT;
  }
  report_sort(report);
}

guint report_count(const Report *report)
{
  return report->diags->len;
}

const Diag *report_get(const Report *report, guint index)
{
  return g_ptr_array_index(report->diags, index);
}

guint report_count_of(const Report *report, DiagLevel level)
{
  guint count = 0;
  for (guint i = 0; i < report->diags->len; i++)
    count += diag_level(report_get(report, i)->code) == level;
  return count;
}

bool report_failed(const Report *report)
{
  return report_status(report) != 0;
}

int report_status(const Report *report)
{
  int status = 0;
  for (guint i = 0; i < report->diags->len; i++) {
    DiagLevel level = diag_level(report_get(report, i)->code);
    int own = level == LEVEL_SYSTEM ? 3 : level == LEVEL_USAGE ? 2 : level == LEVEL_ERROR ? 1 : 0;
    status = MAX(status, own);
  }
  return status;
}

static const char *colour_of(DiagLevel level)
{
  return level >= LEVEL_ERROR ? "\033[1;31m" : level == LEVEL_WARNING ? "\033[1;33m" : "\033[1m";
}

/* Names of files and words of the command line are somebody else's bytes. */
static char *visible(char *text)
{
  char *clean = text_visible(text);
  g_free(text);
  return clean;
}

static void print_place(const Diag *diag, FILE *out)
{
  if (diag->file == NULL)
    return;
  g_autofree char *file = text_visible(diag->file);
  fputs(file, out);
  if (diag->line > 0)
    fprintf(out, ":%d", diag->line);
  if (diag->line > 0 && diag->column > 0)
    fprintf(out, ":%d", diag->column);
  fputs(": ", out);
}

static void print_diag(const Diag *diag, const ReportStyle *style, FILE *out)
{
  DiagLevel level = diag_level(diag->code);
  g_autofree char *text = visible(diag_text(diag, style->lang));
  g_autofree char *hint = diag_hint(diag, style->lang);
  if (hint != NULL)
    hint = visible(hint);

  print_place(diag, out);
  fprintf(out, "%s%s:%s %s [%s]\n", style->colour ? colour_of(level) : "",
          diag_level_name(level, style->lang), style->colour ? "\033[0m" : "", text,
          diag_code_name(diag->code));
  if (hint != NULL)
    fprintf(out, "    %s: %s\n", style->lang == MESSAGES_JA ? "ヒント" : "hint", hint);
}

void report_print(const Report *report, const ReportStyle *style, FILE *out)
{
  for (guint i = 0; i < report->diags->len; i++)
    print_diag(report_get(report, i), style, out);
}

/* JSON is UTF-8 through and through; a file's name need not be. Takes `text`. */
static json_t *string(char *text)
{
  g_autofree char *own = text;
  g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;
  return valid ? json_string(valid) : json_null();
}

static json_t *both(char *ja, char *en)
{
  return json_pack("{s:o, s:o}", "ja", string(ja), "en", string(en));
}

static json_t *diag_json(const Diag *diag)
{
  return json_pack("{s:s, s:s, s:o, s:i, s:i, s:o, s:o}", "code", diag_code_name(diag->code),
                   "level", diag_level_name(diag_level(diag->code), MESSAGES_EN), "file",
                   string(g_strdup(diag->file)), "line", diag->line, "column", diag->column, "text",
                   both(diag_text(diag, MESSAGES_JA), diag_text(diag, MESSAGES_EN)), "hint",
                   both(diag_hint(diag, MESSAGES_JA), diag_hint(diag, MESSAGES_EN)));
}

char *report_json(const Report *report)
{
  json_t *array = json_array();
  for (guint i = 0; i < report->diags->len; i++)
    json_array_append_new(array, diag_json(report_get(report, i)));

  char *dumped = json_dumps(array, JSON_INDENT(2));
  char *text = g_strdup(dumped);
  free(dumped);
  json_decref(array);
  return text;
}
