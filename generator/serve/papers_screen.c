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

/* The papers of the text in force, or of the drafts; they are in *result. */
static void put_papers(Visit *visit, const char *name, bool draft, PrintResult *result)
{
  PrintOptions options = options_of(visit);
  g_autoptr(Report) told = report_new();
  guint missing = 0;

  options.shut = true;
  options.draft = draft;
  (void)print_papers(&options, result, told);
  values_open(visit->values, name);
  values_list(visit->values, "files");
  for (guint i = 0; i < result->files->len; i++) {
    const PrintedFile *file = g_ptr_array_index(result->files, i);
    missing += file->pdf == NULL && !file->unfit;
    put_paper(visit, file);
  }
  values_close(visit->values);
  values_number(visit->values, "count", result->files->len);
  values_number(visit->values, "missing", missing);
  values_close(visit->values);
  /* What is at fault in a draft is told where it is edited. */
  if (!draft)
    report_merge(visit->report, told);
}

/* The paper that is to hang at a place; NULL where it is not among those that are made. A poster
 * is of the first part where none is named. */
static const PrintedFile *paper_at(const Posting *posting, const PrintResult *papers)
{
  const PostingPlace *place = posting->place;
  const PaperKind *kind = paper_kind(place->paper);
  g_autofree char *name =
    posting->wanted != NULL ? paper_name_at(place, posting->wanted->key) : NULL;
  bool any_part = kind != NULL && kind->least > 0 && place->part == NULL;

  for (guint i = 0; name != NULL && i < papers->files->len; i++) {
    const PrintedFile *file = g_ptr_array_index(papers->files, i);
    bool alike =
      strcmp(file->kind, place->paper) == 0 && g_strcmp0(file->policy, place->policy) == 0;
    if (strcmp(file->name, name) == 0 || (any_part && alike))
      return file;
  }
  return NULL;
}

/* What is to hang: 掲示（A3）：個人情報の保護について. */
static void put_wanted(Visit *visit, const Posting *posting, const PrintResult *papers)
{
  const PostingPlace *place = posting->place;
  const PaperKind *kind = paper_kind(place->paper);
  const PrintedFile *file = paper_at(posting, papers);
  g_autofree char *what = g_strdup_printf(
    "%s（%s）：%s", kind != NULL ? kind->title[MESSAGES_JA] : place->paper, place->size,
    posting->policy != NULL ? posting->policy->ledger->title : place->policy);
  g_autofree char *pdf =
    file != NULL && file->pdf != NULL ? g_strconcat("paper/", file->name, ".pdf", NULL) : NULL;

  values_string(visit->values, "paper", file != NULL ? file->label : what);
  values_string(visit->values, "pdf", pdf);
  if (posting->wanted != NULL)
    values_day(visit->values, "wanted", posting->wanted->effective);
}

/* What hangs, by its day: that of the ledger, else as the record has it. */
static void put_hanging(Visit *visit, const Posting *posting)
{
  const Revision *revision = posting->policy != NULL && posting->hangs != NULL
                               ? ledger_find(posting->policy->ledger, posting->hangs)
                               : NULL;
  if (revision != NULL)
    values_day(visit->values, "hangs_day", revision->effective);
  values_string(visit->values, "hangs", posting->hangs);
  values_day(visit->values, "since", posting->since);
  values_bool(visit->values, "other", posting->other);
}

static void put_postings(Visit *visit, const PrintResult *papers)
{
  Values *values = visit->values;
  g_autoptr(GPtrArray) postings = postings_new(visit->site, visit->as_of, visit->report);

  values_list(values, "postings");
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    values_open(values, NULL);
    values_string(values, "name", posting->place->name);
    values_bool(values, "replace", posting->replace);
    put_wanted(visit, posting, papers);
    put_hanging(visit, posting);
    values_close(values);
  }
  values_close(values);
}

static Reply *show(Visit *visit)
{
  g_auto(PrintResult) current = {0}, drafts = {0};
  put_papers(visit, "current", false, &current);
  put_papers(visit, "draft", true, &drafts);
  put_postings(visit, &current);
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
  g_autofree char *out = visit->options->out != NULL ? g_strdup(visit->options->out)
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
