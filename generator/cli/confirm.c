/* confirm: that a question or a section still holds for the wording that its clause has now. */
#include "cli/diff.h"
#include "cli/policies.h"
#include "cli/proposing.h"
#include "pages/confirming.h"

#include <string.h>

/* One run of it. */
typedef struct {
  Invocation *in;
  const Consent *consent;
  const Site *site;
  Module *module;
  Texts *texts;
  Day day;
  GArray *entries; /* of Confirmation, that are not written yet */
  guint done;
} Confirming;

/* --- showing ------------------------------------------------------------------------------ */

static const char *shown_lines(GString *buffer, const char *text)
{
  g_string_assign(buffer, text != NULL ? text : "");
  g_string_replace(buffer, "\n", "\n    ", 0);
  return buffer->str;
}

static void show_question(const Confirming *run, const char *id)
{
  const Question *question = quiz_find(module_quiz(run->module), id);
  g_autoptr(GString) lines = g_string_new(NULL);
  printf("    %s\n", shown_lines(lines, question->stem.text));
  for (guint i = 0; i < question->choices->len; i++) {
    const Choice *choice = question_choice(question, i);
    printf("    %s %s\n", choice->right ? "[x]" : "[ ]", choice->words.text);
  }
  printf("    %s %s\n", say(run->in, "解説:", "Explanation:"),
         shown_lines(lines, question->explanation.text));
}

static void show_both(const Confirming *run, const TextClause *now, const TextClause *before)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_auto(ClauseComparison) both = clause_compare(comparer, now, before);
  g_autofree char *new_name = day_both(now->revision->effective);
  g_autofree char *old_name = day_both(before->revision->effective);
  Difference difference = {.policy = now->ledger->id,
                           .title = now->ledger->title,
                           .lang = "ja",
                           .now_name = new_name,
                           .before_name = old_name,
                           .now_key = now->revision->key,
                           .before_key = before->revision->key,
                           .comparison = both.comparison};
  diff_print(run->in, &difference, 100, may_colour(stdout), stdout);
}

static void show_alone(const TextClause *now)
{
  g_autoptr(GPtrArray) words = clause_words(now);
  for (guint i = 0; i < words->len; i++)
    printf("    | %s\n", (const char *)g_ptr_array_index(words, i));
}

static void show(const Confirming *run, const Waiting *one)
{
  const Invocation *in = run->in;
  const Pending *pending = &one->pending;
  if (in->quiet)
    return;
  printf("\n%s %s（%s:%d）\n",
         pending->section ? say(in, "教材の節", "Section") : say(in, "問題", "Question"),
         pending->id, pending->file, pending->line);
  if (!pending->section)
    show_question(run, pending->id);
  printf("  %s %s  %s\n", say(in, "根拠:", "Clause:"), one->clause, one->now.clause->title);
  if (one->last == NULL || strcmp(one->last, one->now.hash) == 0) {
    show_alone(&one->now);
  } else if (one->known) {
    show_both(run, &one->now, &one->before);
  } else {
    puts(say(in, "    前に確かめた文は、発行された版の中にありません。いまの文:",
             "    The wording confirmed before is in no published text. Now:"));
    show_alone(&one->now);
  }
}

/* --- recording ------------------------------------------------------------------------------ */

static bool write_entries(Confirming *run)
{
  guint count = run->entries->len;
  const Confirmation *entries = (const Confirmation *)(gconstpointer)run->entries->data;
  if (count > 0 && !confirmations_write(run->site, run->module, entries, count, run->in->report))
    return false;
  run->done += count;
  g_array_set_size(run->entries, 0);
  return true;
}

/* What a person answers is written at once; where nobody is asked, all together. */
static bool record(Confirming *run, const Waiting *one)
{
  Confirmation entry = waiting_confirmation(one, run->day);
  g_array_append_val(run->entries, entry);
  return run->consent->yes || write_entries(run);
}

static bool confirm_one(Confirming *run, const Waiting *one)
{
  const Pending *pending = &one->pending;
  TextClause unused;
  if (pending->freshness == UNRESOLVED) {
    texts_find(run->texts, pending->policy, pending->clause,
               place_at(pending->file, pending->line, 1), &unused, run->in->report);
    return true; /* the others can be confirmed all the same */
  }
  show(run, one);
  if (pending->freshness == FRESH)
    return true;
  return invocation_consents(run->in, run->consent) && record(run, one);
}

static void confirm_all(Confirming *run, const char *id)
{
  Invocation *in = run->in;
  g_autoptr(GArray) list = waiting_new(run->module, run->texts, id, id != NULL);
  if (list->len == 0 && id != NULL) {
    report_add(in->report, DIAG_CONFIRM_UNKNOWN, place_none(), id, run->module->id, NULL);
    return;
  }
  for (guint i = 0; i < list->len; i++)
    if (!confirm_one(run, &g_array_index(list, Waiting, i)))
      break;
  if (!write_entries(run) || in->quiet)
    return;
  if (run->done == 0 && !report_failed(in->report))
    puts(say(in, "確かめるものはありません。", "Nothing waits to be confirmed."));
  else
    printf(
      say(in, "%u 件を %s/confirmed.lua に記録しました。\n", "%u recorded in %s/confirmed.lua.\n"),
      run->done, run->module->folder);
}

static void confirm(Invocation *in, const Consent *consent)
{
  g_autoptr(Site) site = policies_read(in);
  if (site == NULL)
    return;
  Day day = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  g_autoptr(Repository) repository = repository_near(site->root, in->report);
  g_autoptr(Texts) texts = site_texts(site, repository, day);
  g_autoptr(Module) module = site_module(site, in->arguments[0], in->report);
  if (module == NULL)
    return;
  g_autoptr(Report) unsaid = report_new(); /* `check` tells it */
  quiz_words(module_edition(module, "ja")->quiz, unsaid);
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Confirmation));
  Confirming run = {in, consent, site, module, texts, day, entries, 0};
  confirm_all(&run, in->count > 1 ? in->arguments[1] : NULL);
}

int command_confirm(Invocation *in)
{
  Consent consent = {0};
  const Option options[] = {OPTION_YES(consent), {0}};
  if (invocation_parse(in, options, 1, 2))
    confirm(in, &consent);
  return invocation_finish(in);
}
