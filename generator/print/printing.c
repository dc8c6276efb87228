#include "print/printing.h"

#include "base/installed.h"
#include "pages/output.h"
#include "print/browser.h"
#include "print/finish.h"
#include "print/press.h"
#include "print/print_state.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char FOLDER[] = "office/print/";

/* What a run holds. */
typedef struct {
  const PrintOptions *options;
  Report *report;
  char *out;
  char *scratch; /* HTML for the browser lies here; NULL until it is needed */
  Press *press;
  GPtrArray *papers;
  Outbox *outbox;
  PrintState *state;
  Browser *browser;
  char *fingerprint;
  PrintResult *result;
} Printing;

static void printing_clear(Printing *run)
{
  g_autoptr(Report) unsaid = report_new();
  if (run->browser != NULL)
    run->result->starts = browser_starts(run->browser);
  browser_free(run->browser);
  if (run->scratch != NULL)
    (void)folder_remove(run->scratch, unsaid);
  g_clear_pointer(&run->outbox, outbox_close);
  g_clear_pointer(&run->papers, g_ptr_array_unref);
  press_free(run->press);
  print_state_free(run->state);
  g_free(run->fingerprint);
  g_free(run->scratch);
  g_free(run->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Printing, printing_clear)

static void file_free(gpointer data)
{
  PrintedFile *file = data;
  g_free(file->name);
  g_free(file->label);
  g_free(file->kind);
  g_free(file->policy);
  g_free(file->html);
  g_free(file->pdf);
  g_free(file);
}

void print_result_clear(PrintResult *result)
{
  g_clear_pointer(&result->files, g_ptr_array_unref);
}

/* ---- one paper ---- */

/* A paper while it is being made. */
typedef struct {
  const Paper *paper;
  char *html; /* its path below the outbox's folder */
  char *pdf;
  char *key;
  double points;
  guint pages;
  GString *text; /* the HTML */
  bool kept, failed;
  bool unfit; /* must fill one page, and does not fit it */
} Sheet;

static void sheet_clear(Sheet *sheet)
{
  g_free(sheet->html);
  g_free(sheet->pdf);
  g_free(sheet->key);
  if (sheet->text != NULL)
    g_string_free(sheet->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheet, sheet_clear)

static bool render(Printing *run, Sheet *sheet, double points)
{
  if (sheet->text == NULL)
    sheet->text = g_string_sized_new(64 * 1024);
  g_string_truncate(sheet->text, 0);
  sheet->points = points;
  return press_render(run->press, sheet->paper, points, sheet->text);
}

/* All that the PDF depends on. The HTML holds the text, the theme and the day. */
static char *key_of(const Printing *run, const Sheet *sheet)
{
  FileStamp program = {0};
  g_autofree char *mark = installed_mark();
  file_stamp(mark, &program);
  Day day = press_day(run->press, sheet->paper);
  g_autofree char *rest = g_strdup_printf(
    "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d-%d-%d %s", run->fingerprint, program.size,
    program.mtime_ns, day.year, day.month, day.day, run->press->site->timezone);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(sum, (const guchar *)rest, -1);
  g_checksum_update(sum, (const guchar *)sheet->text->str, (gssize)sheet->text->len);
  return g_strndup(g_checksum_get_string(sum), 32);
}

static bool stands(Printing *run, const Sheet *sheet, const PrintedPaper *was)
{
  FileStamp stamp;
  g_autofree char *path = g_build_filename(run->out, sheet->pdf, NULL);
  return file_stamp(path, &stamp) && stamp.size == was->stamp.size &&
         stamp.mtime_ns == was->stamp.mtime_ns;
}

/* Whether it was printed from the same before; then its HTML is that of that time. */
static bool is_kept(Printing *run, Sheet *sheet)
{
  if (run->fingerprint == NULL)
    return false;
  sheet->key = key_of(run, sheet);
  const PrintedPaper *was = print_state_get(run->state, sheet->paper->name);
  if (was == NULL || strcmp(was->key, sheet->key) != 0)
    return false;
  sheet->unfit = was->pages == 0;
  if (!sheet->unfit && !stands(run, sheet, was))
    return false;
  sheet->pages = was->pages;
  if (was->points != sheet->points)
    return render(run, sheet, was->points);
  return true;
}

/* Where the browser reads a paper, and which. */
typedef struct {
  const char *scratch;
  const Sheet *sheet;
} Reading;

/* The file that the browser reads is gone when this is read: the paper's own is as good. */
static bool name_html(Diag *diag, gpointer data)
{
  const Reading *reading = data;
  gsize length = strlen(reading->scratch);

  if (diag->file != NULL && g_str_has_prefix(diag->file, reading->scratch)) {
    g_free(diag->file);
    diag->file = g_strdup(reading->sheet->html);
  }
  for (char **argument = diag->arguments; *argument != NULL; argument++)
    if (g_str_has_prefix(*argument, reading->scratch) && (*argument)[length] == '/')
      memmove(*argument, *argument + length + 1, strlen(*argument + length + 1) + 1);
  return true;
}

static GBytes *print_html(Printing *run, const Sheet *sheet)
{
  g_autoptr(Report) own = report_new();
  Reading reading = {run->scratch, sheet};
  g_autofree char *path = g_build_filename(run->scratch, "paper.html", NULL);
  if (!file_write(path, sheet->text->str, sheet->text->len, run->report))
    return NULL;
  GBytes *pdf = browser_print(run->browser, path, sheet->paper->label, own);
  report_filter(own, name_html, &reading);
  report_merge(run->report, own);
  return pdf;
}

static GBytes *finish(Printing *run, Sheet *sheet, GBytes *pdf)
{
  const Paper *paper = sheet->paper;
  const PressText *text =
    paper->draft || paper->revision != NULL ? press_text(run->press, paper) : NULL;
  FinishSource source = {text != NULL ? text->name : NULL, text != NULL ? text->source : NULL};
  g_autofree char *html_name = g_strconcat(FOLDER, paper->name, ".html", NULL);
  FinishPaper finishing = {
    .name = paper->label,
    .title = paper->label,
    .author = run->press->site->name,
    .lang = "ja",
    .when = day_epoch(press_day(run->press, paper), run->press->site->timezone),
    .sources = &source,
    .source_count = text != NULL ? 1 : 0,
    .html = sheet->text->str,
    .html_name = html_name,
  };
  return finish_pdf(pdf, &finishing, &sheet->pages, run->report);
}

/* ---- papers that fill one page ---- */

static const double STEP = 0.5; /* of a point */

/* Prints at a size; the PDF where it is one page. *broken where it could not be printed. */
static GBytes *print_one_page(Printing *run, Sheet *sheet, double points, bool *broken)
{
  g_autoptr(GBytes) pdf = render(run, sheet, points) ? print_html(run, sheet) : NULL;
  *broken = pdf == NULL;
  return pdf != NULL && finish_count_pages(pdf) == 1 ? g_steal_pointer(&pdf) : NULL;
}

/* The largest text with which it fits: halving the sizes between those that do and do not. */
static GBytes *print_fitted(Printing *run, Sheet *sheet)
{
  const PaperKind *kind = sheet->paper->kind;
  bool broken = false;
  int fits = 0, too_large = (int)((kind->most - kind->least) / STEP) + 1;
  g_autoptr(GBytes) best = print_one_page(run, sheet, kind->least, &broken);
  sheet->unfit = best == NULL && !broken;
  while (best != NULL && too_large - fits > 1) {
    int middle = (fits + too_large) / 2;
    GBytes *pdf = print_one_page(run, sheet, kind->least + middle * STEP, &broken);
    if (broken)
      return NULL;
    if (pdf == NULL) {
      too_large = middle;
      continue;
    }
    fits = middle;
    g_bytes_unref(best);
    best = pdf;
  }
  if (best == NULL || !render(run, sheet, kind->least + fits * STEP))
    return NULL;
  return g_steal_pointer(&best);
}

/* Told each time, also where it is known from the last. */
static void tell_fit(Printing *run, const Sheet *sheet)
{
  const PaperKind *kind = sheet->paper->kind;
  bool sparse = kind->least > 0 && !sheet->failed && sheet->points >= kind->most;
  char points[16];

  if (!sheet->unfit && !sparse)
    return;
  g_snprintf(points, sizeof points, "%g", sparse ? kind->most : kind->least);
  /* Where it was not asked for by name, the other papers are what was wanted. */
  DiagCode code = sparse                            ? DIAG_PAPER_SPARSE
                  : run->options->wish.kind != NULL ? DIAG_PAPER_DOES_NOT_FIT
                                                    : DIAG_PAPER_LEFT_OUT;
  report_add(run->report, code, place_none(), sheet->paper->label, points,
             paper_size_name(sheet->paper->size), NULL);
}

/* ---- a paper from beginning to end ---- */

static bool open_scratch(Printing *run)
{
  if (run->scratch != NULL)
    return true;
  g_autoptr(GError) error = NULL;
  run->scratch = g_dir_make_tmp("kaitei-papers-XXXXXX", &error);
  if (run->scratch == NULL)
    report_add(run->report, DIAG_FILE_UNWRITABLE, place_none(), g_get_tmp_dir(), error->message,
               NULL);
  return run->scratch != NULL;
}

static bool put(Printing *run, const char *path, const char *bytes, gsize length)
{
  return outbox_put(run->outbox, path, bytes, length, NULL, run->report) != OUTBOX_FAILED;
}

static bool print_sheet(Printing *run, Sheet *sheet)
{
  if (run->browser == NULL)
    return false;
  g_autoptr(GBytes) raw =
    sheet->paper->kind->least > 0 ? print_fitted(run, sheet) : print_html(run, sheet);
  g_autoptr(GBytes) pdf = raw != NULL ? finish(run, sheet, raw) : NULL;
  if (pdf == NULL)
    return false;
  gsize length = 0;
  const char *bytes = g_bytes_get_data(pdf, &length);
  FileStamp stamp;
  if (!put(run, sheet->pdf, bytes, length) || !outbox_stamp(run->outbox, sheet->pdf, &stamp))
    return false;
  print_state_put(run->state, sheet->paper->name, sheet->key, &stamp, sheet->pages, sheet->points);
  return true;
}

/* An old PDF beside a new HTML would say what no longer holds. */
static void forget_pdf(Printing *run, const Sheet *sheet)
{
  g_autofree char *path = g_build_filename(run->out, sheet->pdf, NULL);
  print_state_drop(run->state, sheet->paper->name);
  if (sheet->unfit && sheet->key != NULL)
    print_state_put(run->state, sheet->paper->name, sheet->key, &(FileStamp){0}, 0, sheet->points);
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    outbox_drop(run->outbox, sheet->pdf);
}

static void note(Printing *run, const Sheet *sheet)
{
  const Paper *paper = sheet->paper;
  PrintedFile *file = g_new0(PrintedFile, 1);
  file->name = g_strdup(paper->name);
  file->label = g_strdup(paper->label);
  file->kind = g_strdup(paper->kind->name);
  file->policy = paper->policy != NULL ? g_strdup(paper->policy->ledger->id) : NULL;
  file->size = paper_size_name(paper->size);
  file->landscape = paper->kind->landscape;
  file->html = g_build_filename(run->out, sheet->html, NULL);
  file->pdf = sheet->failed ? NULL : g_build_filename(run->out, sheet->pdf, NULL);
  file->printed = !sheet->failed && !sheet->kept;
  file->unfit = sheet->unfit;
  file->pages = sheet->failed ? 0 : sheet->pages;
  file->points = sheet->points;
  g_ptr_array_add(run->result->files, file);
  run->result->kept += sheet->kept && !sheet->failed;
  run->result->failed += sheet->failed;
  run->result->printed += file->printed;
}

static double usual_points(const Paper *paper)
{
  const PaperKind *kind = paper->kind;
  return paper->size == SIZE_A3 && kind->points_a3 > 0 ? kind->points_a3 : kind->points;
}

static bool make(Printing *run, const Paper *paper)
{
  g_auto(Sheet) sheet = {.paper = paper};
  sheet.html = g_strconcat(FOLDER, paper->name, ".html", NULL);
  sheet.pdf = g_strconcat(FOLDER, paper->name, ".pdf", NULL);
  if (!render(run, &sheet, usual_points(paper)))
    return false;
  sheet.kept = is_kept(run, &sheet);
  sheet.failed = !sheet.kept || sheet.unfit;
  if (run->options->shut) {
    note(run, &sheet);
    return true;
  }
  if (!sheet.kept)
    sheet.failed = !print_sheet(run, &sheet);
  if (sheet.failed)
    forget_pdf(run, &sheet);
  tell_fit(run, &sheet);
  note(run, &sheet);
  return put(run, sheet.html, sheet.text->str, sheet.text->len);
}

/* ---- a run ---- */

/* What an earlier run left and no paper is any more. */
static void drop_others(Printing *run)
{
  const PaperWish *wish = &run->options->wish;
  if (run->options->draft || wish->kind != NULL || wish->policy != NULL || wish->part != NULL ||
      wish->size != NULL)
    return;
  g_autoptr(GHashTable) made = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < run->papers->len; i++)
    g_hash_table_add(made, ((const Paper *)g_ptr_array_index(run->papers, i))->name);
  g_autoptr(GList) names = g_hash_table_get_keys(run->state->papers);
  for (GList *each = names; each != NULL; each = each->next) {
    if (g_hash_table_contains(made, each->data) || press_is_of_form(each->data))
      continue;
    g_autofree char *html = g_strconcat(FOLDER, each->data, ".html", NULL);
    g_autofree char *pdf = g_strconcat(FOLDER, each->data, ".pdf", NULL);
    outbox_drop(run->outbox, html);
    outbox_drop(run->outbox, pdf);
    print_state_drop(run->state, each->data);
  }
}

static bool open_run(Printing *run)
{
  const PrintOptions *options = run->options;
  const char *site = options->site != NULL ? options->site : ".";
  run->press = press_new(site, options->as_of, options->draft, run->report);
  if (run->press == NULL)
    return false;
  run->out = options->out != NULL ? g_canonicalize_filename(options->out, NULL)
                                  : g_build_filename(run->press->root, "_site", NULL);
  if (!output_is_fit(run->press->root, run->out, run->report))
    return false;
  run->papers = press_papers(run->press, &options->wish);
  if (run->papers == NULL)
    return false;
  run->outbox = options->shut ? NULL : outbox_open(run->out, run->report);
  if ((run->outbox == NULL && !options->shut) || !open_scratch(run))
    return false;
  g_autofree char *state = g_build_filename(run->out, FOLDER, ".state", NULL);
  run->state = print_state_read(state);
  run->browser = run->papers->len > 0 ? browser_new(run->scratch, NULL, run->report) : NULL;
  run->fingerprint = run->browser != NULL ? browser_fingerprint(run->browser) : NULL;
  return true;
}

static bool deliver(Printing *run)
{
  g_autofree char *path = g_strconcat(FOLDER, ".state", NULL);
  GString *bytes = print_state_bytes(run->state);
  bool good = put(run, path, bytes->str, bytes->len) && outbox_deliver(run->outbox, run->report);
  g_string_free(bytes, TRUE);
  return good;
}

static bool print_run(Printing *run)
{
  if (!open_run(run))
    return false;
  bool good = true;
  for (guint i = 0; i < run->papers->len; i++)
    good = make(run, g_ptr_array_index(run->papers, i)) && good;
  if (run->press->no_address)
    report_add(run->report, DIAG_PAPER_NO_ADDRESS,
               place_at("content/site.lua", run->press->site->line, 0), NULL);
  if (run->options->shut)
    return good;
  drop_others(run);
  return deliver(run) && good;
}

bool print_papers(const PrintOptions *options, PrintResult *result, Report *report)
{
  gint64 started = g_get_monotonic_time();
  *result = (PrintResult){.files = g_ptr_array_new_with_free_func(file_free)};
  bool good = false;
  {
    g_auto(Printing) run = {.options = options, .report = report, .result = result};
    good = print_run(&run);
  }
  report_sort(report);
  result->microseconds = g_get_monotonic_time() - started;
  return good && !report_failed(report);
}
