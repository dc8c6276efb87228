/* print: what hangs on the wall and goes into a hand. */
#include "print/printing.h"

#include "cli/policies.h"
#include "cli/proposing.h"
#include "pages/posting.h"
#include "training/forms.h"

#include <jansson.h>
#include <string.h>

/* ---- in words ---- */

static void print_file(const Invocation *in, const PrintedFile *file)
{
  const char *path = file->pdf != NULL ? file->pdf : file->html;
  g_autofree char *pages =
    file->pages == 0
      ? g_strdup(say(in, "HTML だけ", "HTML alone"))
      : g_strdup_printf(say(in, "%u ページ", file->pages == 1 ? "%u page" : "%u pages"),
                        file->pages);
  bool kept = file->pdf != NULL && !file->printed;
  printf("%s  %s%s\n", path, pages, kept ? say(in, "（変更なし）", " (unchanged)") : "");
}

static void print_words(const Invocation *in, const PrintResult *result)
{
  for (guint i = 0; i < result->files->len; i++)
    print_file(in, g_ptr_array_index(result->files, i));
  if (result->files->len == 0) {
    puts(say(in, "作る紙面はありません。", "There is no paper to make."));
    return;
  }
  g_autofree char *failed =
    result->failed == 0
      ? g_strdup("")
      : g_strdup_printf(say(in, "、HTML だけのもの %u", ", %u as HTML alone"), result->failed);
  printf(say(in, "%u 件の紙面（印刷したもの %u、そのままのもの %u%s）を %.2f 秒で作りました。\n",
             result->files->len == 1 ? "%u paper (%u printed, %u unchanged%s) made in %.2f s.\n"
                                     : "%u papers (%u printed, %u unchanged%s) made in %.2f s.\n"),
         result->files->len, result->printed, result->kept, failed,
         (double)result->microseconds / G_USEC_PER_SEC);
}

/* ---- as JSON ---- */

static json_t *file_json(const PrintedFile *file)
{
  return json_pack("{s:s, s:s, s:s, s:s?, s:s, s:b, s:s, s:s?, s:i, s:f, s:b}", "name", file->name,
                   "title", file->label, "kind", file->kind, "policy", file->policy, "size",
                   file->size, "landscape", file->landscape, "html", file->html, "pdf", file->pdf,
                   "pages", (int)file->pages, "points", file->points, "printed", file->printed);
}

static void print_json(const PrintResult *result)
{
  json_t *papers = json_array();
  for (guint i = 0; i < result->files->len; i++)
    json_array_append_new(papers, file_json(g_ptr_array_index(result->files, i)));
  json_t *all = json_pack("{s:o, s:i, s:i, s:i}", "papers", papers, "printed", (int)result->printed,
                          "unchanged", (int)result->kept, "failed", (int)result->failed);
  g_autofree char *text = json_dumps(all, JSON_INDENT(2));
  json_decref(all);
  puts(text);
}

/* ---- postings ---- */

static char *place_names(const GPtrArray *postings)
{
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < postings->len; i++)
    g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                           ((const Posting *)g_ptr_array_index(postings, i))->place->name);
  return g_string_free(g_steal_pointer(&names), FALSE);
}

/* Records that the paper in force hangs at a place. */
static void record(Invocation *in, const char *name)
{
  g_autoptr(Site) site = policies_read(in);
  if (site == NULL)
    return;
  Day day = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  g_autoptr(GPtrArray) postings = postings_new(site, day, in->report);
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    if (strcmp(posting->place->name, name) != 0)
      continue;
    if (posting_record(site, posting, day, in->report) && !in->quiet && !in->json)
      printf(say(in, "記録しました: %s に %s（content/posted.lua）\n",
                 "Recorded: %s shows %s (content/posted.lua)\n"),
             name, posting->wanted != NULL ? posting->wanted->key : say(in, "掲示なし", "nothing"));
    return;
  }
  g_autofree char *names = place_names(postings);
  report_add(in->report, DIAG_PLACE_UNKNOWN, place_none(), name, names, NULL);
}

/* ---- the command ---- */

static void print_wish(Invocation *in, const PrintOptions *options)
{
  g_auto(PrintResult) result = {0};
  (void)print_papers(options, &result, in->report);
  if (in->json)
    print_json(&result);
  else if (!in->quiet && result.files->len > 0)
    print_words(in, &result);
}

/* ---- papers of the training ---- */

typedef struct {
  gboolean large;
  char *forms, *form, *edition, *seed;
  guint64 seed_number;
} FormOptions;

static void form_options_clear(FormOptions *given)
{
  g_free(given->forms);
  g_free(given->form);
  g_free(given->edition);
  g_free(given->seed);
}

static const char *form_option_named(const FormOptions *given)
{
  return given->forms != NULL     ? "--forms"
         : given->form != NULL    ? "--form"
         : given->edition != NULL ? "--edition"
         : given->seed != NULL    ? "--seed"
         : given->large           ? "--large"
                                  : NULL;
}

static bool read_number(Invocation *in, const char *option, const char *text, guint64 least,
                        guint64 most, guint64 *number)
{
  if (g_ascii_string_to_unsigned(text, 10, least, most, number, NULL))
    return true;
  g_autofree char *end = g_strdup_printf("%" G_GUINT64_FORMAT, most);
  report_add(in->report, DIAG_PAPER_FORM_NUMBER, place_none(), option, end, NULL);
  return false;
}

/* Takes the options that are for quiz papers; the module stands in the policy's place. */
static bool take_form_options(Invocation *in, FormOptions *given, PaperWish *wish)
{
  const PaperKind *kind = wish->kind != NULL ? paper_kind(wish->kind) : NULL;
  const char *named = form_option_named(given);
  bool of_form = kind != NULL && kind->scope == PAPER_OF_FORM;
  guint64 count = 0;
  if (named != NULL && !of_form) {
    report_add(in->report, DIAG_PAPER_OPTION, place_none(), wish->kind != NULL ? wish->kind : "",
               named, NULL);
    return false;
  }
  if (kind == NULL || kind->scope < PAPER_OF_MODULE)
    return true;
  if (given->forms != NULL && !read_number(in, "--forms", given->forms, 1, FORMS_LIMIT, &count))
    return false;
  if (given->seed != NULL &&
      !read_number(in, "--seed", given->seed, 1, G_MAXUINT64 - FORMS_LIMIT, &given->seed_number))
    return false;
  if (given->large && strcmp(wish->kind, "quiz-key") != 0)
    wish->kind = g_str_has_prefix(wish->kind, "quiz-sheet") ? "quiz-sheet-large" : "quiz-large";
  wish->module = in->count > 1 ? in->arguments[1] : NULL;
  wish->form = given->form;
  wish->edition = given->edition;
  wish->new_forms = (guint)count;
  wish->seed = given->seed != NULL ? &given->seed_number : NULL;
  return true;
}

/* The policy may be named by its folder too. */
static bool find_policy(Invocation *in, PrintOptions *options, Site **site)
{
  site_settle(in);
  const PaperKind *kind = options->wish.kind != NULL ? paper_kind(options->wish.kind) : NULL;
  if (in->count < 2 || (kind != NULL && kind->scope >= PAPER_OF_MODULE))
    return true;
  *site = policies_read(in);
  const PolicySource *policy =
    *site != NULL ? policy_named(*site, in->arguments[1], in->report) : NULL;
  options->wish.policy = policy != NULL ? policy->ledger->id : NULL;
  return policy != NULL;
}

static void print_wanted(Invocation *in, FormOptions *forms, PrintOptions *options)
{
  g_autoptr(Site) site = NULL;
  if (take_form_options(in, forms, &options->wish) && find_policy(in, options, &site))
    print_wish(in, options);
}

/* What was asked for. */
typedef struct {
  char *part, *size, *posted;
  gboolean draft;
  FormOptions forms;
} Wanted;

static void wanted_clear(Wanted *wanted)
{
  g_free(wanted->part);
  g_free(wanted->size);
  g_free(wanted->posted);
  form_options_clear(&wanted->forms);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wanted, wanted_clear)

static bool parse(Invocation *in, Wanted *wanted)
{
  FormOptions *forms = &wanted->forms;
  const Option options[] = {
    {"part",
     G_OPTION_ARG_FILENAME,
     &wanted->part,
     "ID",
     {"文章の1つの部だけにします（見出し1の {#ID}）",
      "of one part of the text alone: the {#ID} of its level-1 heading"}},
    {"size",
     G_OPTION_ARG_FILENAME,
     &wanted->size,
     "A4|A3",
     {"紙の大きさ", "the size of the paper"}},
    {"draft",
     G_OPTION_ARG_NONE,
     &wanted->draft,
     NULL,
     {"下書きのものを、「案」と入れて作ります",
      "of the working text, with 案 (draft) across each page"}},
    {"posted",
     G_OPTION_ARG_FILENAME,
     &wanted->posted,
     "PLACE",
     {"印刷せずに、この場所の掲示を貼り替えたことを記録します",
      "print nothing: record that the paper at this place was replaced"}},
    {"forms",
     G_OPTION_ARG_FILENAME,
     &forms->forms,
     "N",
     {"問題用紙を新しく N 種類作って、しまっておきます（quizzes/モジュール/forms/）",
      "draw and store N new forms of the quiz (quizzes/MODULE/forms/)"}},
    {"form",
     G_OPTION_ARG_FILENAME,
     &forms->form,
     "ID",
     {"しまってある問題用紙のうち、この番号のものだけにします", "of this stored form alone"}},
    {"large", G_OPTION_ARG_NONE, &forms->large, NULL, {"大きな文字の問題用紙", "in large print"}},
    {"edition",
     G_OPTION_ARG_FILENAME,
     &forms->edition,
     "LANG",
     {"問題用紙の版（easy: やさしい日本語）", "edition of the quiz paper (easy: plain Japanese)"}},
    {"seed",
     G_OPTION_ARG_FILENAME,
     &forms->seed,
     "NUMBER",
     {"この数から問題用紙を作ります（同じ数からは、いつも同じものができます）",
      "draw the forms from this number (the same ones each time)"}},
    {0},
  };
  return invocation_parse(in, options, 0, 2) && invocation_has_site(in);
}

int command_print(Invocation *in)
{
  g_auto(Wanted) wanted = {0};
  if (!parse(in, &wanted))
    return invocation_finish(in);
  PrintOptions options = {
    .site = in->site,
    .out = in->out,
    .as_of = in->as_of,
    .draft = wanted.draft,
    .wish = {.kind = in->arguments[0], .part = wanted.part, .size = wanted.size}};
  if (wanted.posted != NULL)
    record(in, wanted.posted);
  else
    print_wanted(in, &wanted.forms, &options);
  return invocation_finish(in);
}
