/* print: what hangs on the wall and goes into a hand. */
#include "print/printing.h"

#include "cli/policies.h"
#include "cli/proposing.h"
#include "pages/posting.h"

#include <jansson.h>
#include <string.h>

/* ---- in words ---- */

static void print_file(const Invocation *in, const PrintedFile *file)
{
  const char *path = file->pdf != NULL ? file->pdf : file->html;
  g_autofree char *pages = file->pages > 0
                             ? g_strdup_printf(say(in, "%u ページ", "%u pages"), file->pages)
                             : g_strdup(say(in, "HTML だけ", "HTML alone"));
  printf("%s  %s%s\n", path, pages, file->printed ? "" : say(in, "（変更なし）", " (unchanged)"));
}

static void print_words(const Invocation *in, const PrintResult *result)
{
  for (guint i = 0; i < result->files->len; i++)
    print_file(in, g_ptr_array_index(result->files, i));
  if (result->files->len == 0) {
    puts(say(in, "作る紙面はありません。", "There is no paper to make."));
    return;
  }
  printf(say(in, "%u 件の紙面（印刷したもの %u、そのままのもの %u）を %.2f 秒で作りました。\n",
             "%u papers (%u printed, %u unchanged) made in %.2f s.\n"),
         result->files->len, result->printed, result->kept,
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
  json_t *all = json_pack("{s:o, s:i, s:i, s:i}", "papers", papers, "printed",
                          (int)result->printed, "unchanged", (int)result->kept, "failed",
                          (int)result->failed);
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
             name, posting->wanted->key);
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

/* The policy may be named by its folder too. */
static bool find_policy(Invocation *in, PrintOptions *options, Site **site)
{
  site_settle(in);
  if (in->count < 2)
    return true;
  *site = policies_read(in);
  const PolicySource *policy =
    *site != NULL ? policy_named(*site, in->arguments[1], in->report) : NULL;
  options->wish.policy = policy != NULL ? policy->ledger->id : NULL;
  return policy != NULL;
}

int command_print(Invocation *in)
{
  g_autofree char *part = NULL, *size = NULL, *posted = NULL;
  gboolean draft = FALSE;
  const Option options[] = {
    {"part",
     G_OPTION_ARG_FILENAME,
     &part,
     "ID",
     {"文章の1つの部だけにします（見出し1の {#ID}）",
      "of one part of the text alone: the {#ID} of its level-1 heading"}},
    {"size", G_OPTION_ARG_FILENAME, &size, "A4|A3", {"紙の大きさ", "the size of the paper"}},
    {"draft",
     G_OPTION_ARG_NONE,
     &draft,
     NULL,
     {"手元の文章のものを、「案」と入れて作ります",
      "of the working text, with 案 (draft) across each page"}},
    {"posted",
     G_OPTION_ARG_FILENAME,
     &posted,
     "PLACE",
     {"印刷せずに、この場所の掲示を貼り替えたことを記録します",
      "print nothing: record that the paper at this place was replaced"}},
    {0},
  };
  g_autoptr(Site) site = NULL;
  if (!invocation_parse(in, options, 0, 2) || !invocation_has_site(in))
    return invocation_finish(in);
  if (posted != NULL) {
    record(in, posted);
    return invocation_finish(in);
  }
  PrintOptions wanted = {.site = in->site,
                         .out = in->out,
                         .as_of = in->as_of,
                         .draft = draft,
                         .wish = {.kind = in->arguments[0], .part = part, .size = size}};
  if (find_policy(in, &wanted, &site))
    print_wish(in, &wanted);
  return invocation_finish(in);
}
