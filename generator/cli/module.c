/* module: next year's training from this year's. */
#include "cli/policies.h"
#include "pages/modules.h"
#include "training/next.h"
#include "training/pending.h"

#include <string.h>

static bool write_file(Invocation *in, const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(invocation_site(in), folder, name, NULL);
  return file_write(path, text, strlen(text), in->report);
}

/* Every file of the module, the confirmations among them: a wording that was confirmed stays
 * confirmed. Printed forms stay with their year. */
static bool copy(Invocation *in, const Module *module, const char *folder)
{
  for (guint i = 0; i < module->files->len; i++) {
    const ModuleFile *file = g_ptr_array_index(module->files, i);
    bool lua = strcmp(file->name, "module.lua") == 0;
    g_autofree char *text =
      lua ? module_next_lua(module, file->text) : module_next_text(module, file->text);
    if (text == NULL) {
      report_add(in->report, DIAG_MODULE_YEAR, place_at(module->folder, 0, 0), file->name, NULL);
      return false;
    }
    if (!write_file(in, folder, file->name, text))
      return false;
  }
  g_autofree char *path =
    g_build_filename(invocation_site(in), module->folder, "confirmed.lua", NULL);
  g_autofree char *bytes = NULL;
  return !g_file_get_contents(path, &bytes, NULL, NULL) ||
         write_file(in, folder, "confirmed.lua", bytes);
}

static void print_pending(const Invocation *in, const Module *module, Texts *texts)
{
  g_autoptr(GArray) list = module_pending(module, texts, NULL, false);
  for (guint i = 0; i < list->len; i++) {
    const Pending *one = &g_array_index(list, Pending, i);
    printf("  %s:%d: %s (%s#%s)\n", one->file, one->line, one->id, one->policy, one->clause);
  }
  if (list->len == 0)
    puts(say(in, "  ありません。", "  None."));
}

static void print_next(const Invocation *in, const Module *next, Texts *texts)
{
  g_autofree char *due = day_both(next->due);
  printf(say(in, "%s を作りました（期限 %s）。\n", "Made %s (due %s).\n"), next->folder, due);
  puts(say(in, "確かめる問題と節:", "Questions and sections to confirm:"));
  print_pending(in, next, texts);
  puts(say(
    in,
    "見直すところ:\n"
    "  module.lua: 題名、期限、対象、出題数、合格点\n"
    "  lesson.md: この1年にあったこと、変わった決まり\n"
    "  quiz.md: 正解した人が多すぎる問題、少なすぎる問題、古くなった場面\n"
    "  やさしい日本語の版: もとの文に合わせて\n"
    "見直したら kaitei check で調べてください。",
    "Look through:\n"
    "  module.lua: title, due date, audience, number of questions, pass mark\n"
    "  lesson.md: what happened this year, which rules changed\n"
    "  quiz.md: questions that nearly all or nearly nobody got right, situations that are past\n"
    "  the easy edition: in step with these\n"
    "Then run kaitei check."));
}

static void make_next(Invocation *in, const Site *site, const char *name)
{
  g_autoptr(Module) module = site_module(site, in->arguments[1], in->report);
  if (module == NULL)
    return;
  g_autofree char *id = name != NULL ? g_strdup(name) : module_next_id(module);
  g_autofree char *year = g_strdup_printf("%d", module->year);
  if (id == NULL) {
    report_add(in->report, DIAG_MODULE_NO_YEAR, place_none(), module->id, year, NULL);
    return;
  }
  if (!module_id_good(id)) {
    report_add(in->report, DIAG_MODULE_NAME, place_none(), id, NULL);
    return;
  }
  g_autofree char *folder = g_strconcat("quizzes/", id, NULL);
  g_autofree char *path = g_build_filename(site->root, folder, NULL);
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    report_add(in->report, DIAG_MODULE_THERE, place_none(), folder, NULL);
    return;
  }
  if (!copy(in, module, folder))
    return;

  g_autoptr(Module) next = module_read(site->root, folder, in->report);
  Day day = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  g_autoptr(Repository) repository = repository_near(site->root, in->report);
  g_autoptr(Texts) texts = site_texts(site, repository, day);
  if (next != NULL && !in->quiet)
    print_next(in, next, texts);
}

int command_module(Invocation *in)
{
  g_autofree char *name = NULL;
  const Option options[] = {
    {"name",
     G_OPTION_ARG_FILENAME,
     &name,
     "ID",
     {"新しいモジュールの名前", "the name of the new module"}},
    {0},
  };
  if (!invocation_parse(in, options, 2, 2))
    return invocation_finish(in);
  if (strcmp(in->arguments[0], "next") != 0) {
    report_add(in->report, DIAG_MODULE_ASK, place_none(), in->arguments[0], NULL);
    return invocation_finish(in);
  }
  g_autoptr(Site) site = policies_read(in);
  if (site != NULL)
    make_next(in, site, name);
  return invocation_finish(in);
}
