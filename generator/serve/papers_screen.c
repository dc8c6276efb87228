/* Papers: what there is to print, each with a small picture; printing them; and that one was put
 * up in its place. */
#include "pages/posting.h"
#include "print/printing.h"
#include "serve/lookup.h"
#include "serve/screens.h"

#include "base/files.h"

#include <string.h>

static PrintOptions options_of(const Visit *visit)
{
  return (PrintOptions){
    .site = visit->options->site, .out = visit->options->out, .as_of = visit->options->as_of};
}

/* ---- the page ---- */

static void put_paper(Visit *visit, const PrintedFile *file)
{
  Values *values = visit->values;
  g_autofree char *html = g_strconcat("paper/", file->name, ".html", NULL);
  g_autofree char *pdf = g_strconcat("paper/", file->name, ".pdf", NULL);

  values_open(values, NULL);
  values_string(values, "label", file->label);
  values_string(values, "size", file->size);
  values_bool(values, "landscape", file->landscape);
  values_number(values, "pages", file->pages);
  values_bool(values, "too_long", file->unfit);
  values_string(values, "html", g_file_test(file->html, G_FILE_TEST_EXISTS) ? html : NULL);
  values_string(values, "pdf", file->pdf != NULL ? pdf : NULL);
  values_close(values);
}

/* The papers of the text in force, or of the drafts. */
static void put_papers(Visit *visit, const char *name, bool draft)
{
  PrintOptions options = options_of(visit);
  g_auto(PrintResult) result = {0};
  g_autoptr(Report) told = report_new();
  guint missing = 0;

  options.shut = true;
  options.draft = draft;
  (void)print_papers(&options, &result, told);
  values_open(visit->values, name);
  values_list(visit->values, "files");
  for (guint i = 0; i < result.files->len; i++) {
    const PrintedFile *file = g_ptr_array_index(result.files, i);
    missing += file->pdf == NULL && !file->unfit;
    put_paper(visit, file);
  }
  values_close(visit->values);
  values_number(visit->values, "count", result.files->len);
  values_number(visit->values, "missing", missing);
  values_close(visit->values);
  /* What is at fault in a draft is told where it is edited. */
  if (!draft)
    report_merge(visit->report, told);
}

static void put_postings(Visit *visit)
{
  Values *values = visit->values;
  g_autoptr(GPtrArray) postings = postings_new(visit->site, visit->as_of, visit->report);

  values_list(values, "postings");
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    values_open(values, NULL);
    values_string(values, "name", posting->place->name);
    values_string(values, "policy",
                  posting->policy != NULL ? posting->policy->ledger->title : posting->place->policy);
    values_bool(values, "replace", posting->replace);
    values_string(values, "hangs", posting->hangs);
    values_day(visit->values, "since", posting->since);
    if (posting->wanted != NULL)
      values_day(visit->values, "wanted", posting->wanted->effective);
    values_close(values);
  }
  values_close(values);
}

static Reply *show(Visit *visit)
{
  put_papers(visit, "current", false);
  put_papers(visit, "draft", true);
  put_postings(visit);
  return visit_show(visit, "papers.html");
}

/* ---- what is done ---- */

/* All of both; what is at fault is shown on the page that comes back. */
static Reply *print_all(Visit *visit)
{
  for (int draft = 0; draft <= 1; draft++) {
    PrintOptions options = options_of(visit);
    g_auto(PrintResult) result = {0};
    options.draft = draft == 1;
    (void)screen_print(visit->screen, &options, &result, visit->report);
  }
  return report_failed(visit->report) ? show(visit) : visit_go(visit, "papers");
}

static Reply *record(Visit *visit, const char *place)
{
  g_autoptr(GPtrArray) postings = postings_new(visit->site, visit->as_of, visit->report);
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    if (strcmp(posting->place->name, place) == 0 &&
        posting_record(visit->site, posting, visit->as_of, visit->report))
      return visit_go(visit, "papers");
  }
  return show(visit);
}

Reply *papers_screen(Visit *visit)
{
  if (!visit->request->posts)
    return show(visit);
  g_autofree char *place = request_words(visit->request, "place");
  return place != NULL ? record(visit, place) : print_all(visit);
}

/* ---- a paper ---- */

Reply *paper_screen(Visit *visit)
{
  g_autofree char *out = visit->options->out != NULL
                           ? g_strdup(visit->options->out)
                           : g_build_filename(visit->root, "_site", NULL);
  g_autofree char *folder = g_build_filename(out, "office", "print", NULL);
  g_autofree char *rest = g_strjoinv("/", visit->parts + 1);
  g_autofree char *path = g_strconcat("/", rest, NULL);
  g_autofree char *named = g_path_get_basename(rest);
  Lookup lookup = lookup_path(folder, path);
  g_autofree char *file = lookup.text;
  gsize length = 0;
  g_autofree char *bytes =
    lookup.kind == LOOKUP_FILE ? file_read(file, named, 0, &length, visit->report) : NULL;

  if (bytes == NULL)
    return visit_show_as(visit, 404, "nothing.html");
  Reply *reply = reply_new(200, media_type(file), g_string_new_len(bytes, (gssize)length));
  reply->paper = true;
  return reply;
}
