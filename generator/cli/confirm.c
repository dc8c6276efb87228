/* confirm: that a question or a section still holds for the wording that its clause has now. */
#include "cli/diff.h"
#include "cli/policies.h"
#include "cli/proposing.h"
#include "pages/modules.h"
#include "training/pending.h"

#include <string.h>

/* One run of it. */
typedef struct {
  Invocation *in;
  const Consent *consent;
  const Site *site;
  Module *module;
  Texts *texts;
  Day day;
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

/* The blocks of one clause; they stand together. */
static const Block *blocks_of(const Blocks *blocks, const char *clause, guint *count)
{
  const Block *first = NULL;
  *count = 0;
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_get(blocks, i);
    if (strcmp(block->clause, clause) != 0)
      continue;
    first = first != NULL ? first : block;
    (*count)++;
  }
  return first;
}

static void show_both(const Confirming *run, const TextClause *now, const TextClause *before)
{
  g_autoptr(Blocks) new = document_blocks(now->document), old = document_blocks(before->document);
  guint new_count = 0, old_count = 0;
  const Block *new_blocks = blocks_of(new, now->clause->id, &new_count);
  const Block *old_blocks = blocks_of(old, before->clause->id, &old_count);
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(Comparison) comparison = comparison_of(comparer, new_blocks, new_count, old_blocks,
                                                   old_count, &(CompareOptions){.all = true});
  g_autofree char *new_name = day_both(now->revision->effective);
  g_autofree char *old_name = day_both(before->revision->effective);
  Difference difference = {.policy = now->ledger->id,
                           .title = now->ledger->title,
                           .lang = "ja",
                           .now_name = new_name,
                           .before_name = old_name,
                           .now_key = now->revision->key,
                           .before_key = before->revision->key,
                           .comparison = comparison};
  diff_print(run->in, &difference, 100, may_colour(stdout), stdout);
}

static void show_alone(const TextClause *now)
{
  g_autoptr(Blocks) blocks = document_blocks(now->document);
  guint count = 0;
  const Block *first = blocks_of(blocks, now->clause->id, &count);
  for (guint i = 0; i < count; i++)
    printf("    | %s%s\n", first[i].number, first[i].text);
}

static void show(const Confirming *run, const Pending *one, const TextClause *now)
{
  const Invocation *in = run->in;
  g_autofree char *clause = g_strconcat(one->policy, "#", one->clause, NULL);
  const Confirmation *last =
    confirmed_last(run->module->confirmed, one->section, one->id, clause);
  TextClause before;
  if (in->quiet)
    return;
  printf("\n%s %s（%s:%d）\n", one->section ? say(in, "教材の節", "Section") : say(in, "問題", "Question"),
         one->id, one->file, one->line);
  if (!one->section)
    show_question(run, one->id);
  printf("  %s %s  %s\n", say(in, "根拠:", "Clause:"), clause, now->clause->title);
  if (last == NULL || strcmp(last->hash, now->hash) == 0) {
    show_alone(now);
  } else if (texts_find_old(run->texts, one->policy, one->clause, last->hash, &before)) {
    show_both(run, now, &before);
  } else {
    puts(say(in, "    前に確かめた文は、発行された版の中にありません。いまの文:",
             "    The wording confirmed before is in no published text. Now:"));
    show_alone(now);
  }
}

/* --- recording ------------------------------------------------------------------------------ */

static bool record(Confirming *run, const Pending *one, const TextClause *now)
{
  g_autofree char *path =
    g_build_filename(run->site->root, run->module->folder, "confirmed.lua", NULL);
  g_autofree char *named = g_strconcat(run->module->folder, "/confirmed.lua", NULL);
  g_autofree char *clause = g_strconcat(one->policy, "#", one->clause, NULL);
  FileStamp seen;
  gsize size = 0;
  bool there = file_stamp(path, &seen), changed = false;
  g_autofree char *source = there ? file_read(path, named, QUIZ_LIMIT, &size, run->in->report) : NULL;
  if (there && source == NULL)
    return false;
  Confirmation entry = {one->section, (char *)one->id, clause, (char *)now->hash, run->day};
  g_autofree char *text = confirmed_append(source, &entry);
  if (!file_write_over(path, there ? &seen : NULL, text, strlen(text), &changed, run->in->report)) {
    if (changed)
      report_add(run->in->report, DIAG_CONFIRMED_CHANGED, place_at(named, 0, 0), NULL);
    return false;
  }
  run->done++;
  return true;
}

static bool confirm_one(Confirming *run, const Pending *one)
{
  TextClause now;
  if (!texts_find(run->texts, one->policy, one->clause, place_at(one->file, one->line, 1), &now,
                  run->in->report))
    return true; /* the others can be confirmed all the same */
  show(run, one, &now);
  if (one->freshness == FRESH)
    return true;
  return invocation_consents(run->in, run->consent) && record(run, one, &now);
}

static void confirm_all(Confirming *run, const char *id)
{
  Invocation *in = run->in;
  g_autoptr(GArray) list = module_pending(run->module, run->texts, id, id != NULL);
  if (list->len == 0 && id != NULL) {
    report_add(in->report, DIAG_CONFIRM_UNKNOWN, place_none(), id, run->module->id, NULL);
    return;
  }
  for (guint i = 0; i < list->len; i++)
    if (!confirm_one(run, &g_array_index(list, Pending, i)))
      break;
  if (in->quiet)
    return;
  if (run->done == 0 && !report_failed(in->report))
    puts(say(in, "確かめるものはありません。", "Nothing waits to be confirmed."));
  else
    printf(say(in, "%u 件を %s/confirmed.lua に記録しました。\n", "%u recorded in %s/confirmed.lua.\n"),
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
  Confirming run = {in, consent, site, module, texts, day, 0};
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
