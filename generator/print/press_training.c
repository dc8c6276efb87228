/* Which papers of the training there are: of modules, and of their stored forms. */
#include "print/press.h"

#include "pages/modules.h"
#include "print/training_paper.h"
#include "training/check.h"
#include "training/forms.h"

#include <string.h>

static const char FORM_FOLDER[] = "/form-";

typedef struct {
  Press *press;
  const PaperWish *wish;
  const PaperKind *kind;
  GPtrArray *papers;
} Gathering;

bool press_is_of_form(const char *name)
{
  return strstr(name, FORM_FOLDER) != NULL;
}

static bool is_ja(const char *lang)
{
  return lang == NULL || strcmp(lang, "ja") == 0;
}

/* ---- papers ---- */

static void add_paper(Gathering *all, const PaperKind *kind, const Module *module, const Form *form,
                      const char *lang)
{
  Press *press = all->press;
  Paper *paper = g_new0(Paper, 1);
  TrainingPaper of = {module, form, is_ja(lang) ? "ja" : lang};
  *paper = (Paper){.kind = kind, .training = g_memdup2(&of, sizeof of), .size = SIZE_A4};
  bool other = !is_ja(lang);
  paper->name = form != NULL ? g_strconcat(module->id, FORM_FOLDER, form->id, "/", kind->name,
                                           other ? "-" : "", other ? lang : "", NULL)
                             : g_strconcat(module->id, "/", kind->name, NULL);
  paper->title = g_strdup(module->title);
  g_autofree char *rest =
    form != NULL ? worker_phrase(press->worker, "ja", "paper.quiz.label", "id", form->id, NULL)
                 : g_strdup("");
  g_autofree char *edition =
    other ? g_strdup_printf("（%s）", worker_word(press->worker, lang, "language.name")) : NULL;
  paper->label =
    g_strdup_printf("%s（%s）：%s%s%s", kind->title[MESSAGES_JA], paper_size_name(paper->size),
                    paper->title, rest, edition != NULL ? edition : "");
  g_ptr_array_add(all->papers, paper);
}

/* ---- forms ---- */

static const Module *keep_module(Press *press, Module *module)
{
  g_ptr_array_add(press->modules, module);
  return module;
}

/* The module as it was for a form: read once for all forms of one text. */
static const Module *module_then(Gathering *all, const Module *now, const Form *form,
                                 GHashTable *known)
{
  const Module *then = g_hash_table_lookup(known, form->text);
  if (then != NULL)
    return then;
  Module *module = forms_module(all->press->root, now, form, all->press->report);
  if (module == NULL)
    return NULL;
  g_hash_table_insert(known, form->text, module);
  return keep_module(all->press, module);
}

/* A paper of a form in an edition needs the questions in that edition. */
static bool has_edition(Gathering *all, const Module *module, const Form *form, const char *lang)
{
  const ModuleEdition *edition = module_edition(module, lang);
  bool has = edition != NULL && edition->quiz != NULL;
  for (guint i = 0; has && i < form->questions->len; i++) {
    const FormQuestion *shown = form_question(form, i);
    const Question *question = quiz_find(edition->quiz, shown->id);
    has = question != NULL && question->choices->len == shown->count;
  }
  if (!has)
    report_add(all->press->report, DIAG_PAPER_NO_EDITION, place_none(), form->id, lang, module->id,
               NULL);
  return has;
}

/* Who hands a paper out needs its answer sheet, on a leaf of its own (the questions can be used again,
 * and may be printed on both sides), and will have to mark it. */
static void add_with_it(Gathering *all, const Module *module, const Form *form, const char *lang)
{
  bool large = strcmp(all->kind->name, "quiz-large") == 0;
  if (!large && strcmp(all->kind->name, "quiz") != 0)
    return;
  add_paper(all, paper_kind(large ? "quiz-sheet-large" : "quiz-sheet"), module, form, lang);
  add_paper(all, paper_kind("quiz-key"), module, form, "ja");
}

static void add_form(Gathering *all, const Module *now, const char *id, GHashTable *known)
{
  Press *press = all->press;
  const char *lang = is_ja(all->wish->edition) ? "ja" : all->wish->edition;
  Form *form = forms_read(press->root, now, id, press->report);
  if (form == NULL)
    return;
  g_ptr_array_add(press->forms, form);
  const Module *module = module_then(all, now, form, known);
  if (module == NULL || !has_edition(all, module, form, lang))
    return;
  add_paper(all, all->kind, module, form, lang);
  add_with_it(all, module, form, lang);
}

/* Draws new ones. What is at fault in the module is told first: nobody shall be asked an unsound
 * question. */
static bool draw(Gathering *all, Module *module, GPtrArray *ids)
{
  Press *press = all->press;
  g_autoptr(Texts) texts = site_texts(press->site, press->repository, press->build.as_of);
  module_check(module, texts, press->report);
  return !report_failed(press->report) &&
         forms_make(press->root, module, texts, all->wish->new_forms, all->wish->seed, ids,
                    press->report);
}

static bool add_forms(Gathering *all, Module *module)
{
  const PaperWish *wish = all->wish;
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) ids = NULL;
  if (wish->new_forms == 0 && wish->form == NULL) {
    ids = forms_find(all->press->root, module);
  } else {
    ids = g_ptr_array_new_with_free_func(g_free);
    if (wish->new_forms > 0 && !draw(all, module, ids))
      return false;
    if (wish->form != NULL)
      g_ptr_array_add(ids, g_strdup(wish->form));
  }
  if (ids->len == 0) {
    report_add(all->press->report, DIAG_PAPER_NO_FORMS, place_none(), module->id, NULL);
    return false;
  }
  for (guint i = 0; i < ids->len; i++)
    add_form(all, module, g_ptr_array_index(ids, i), known);
  return !report_failed(all->press->report);
}

/* ---- the wish ---- */

/* Where all papers are made: those of every module that can be read. What is at fault in one is
 * told where its pages are built. */
static void add_all(Gathering *all)
{
  const PaperKind *kind = paper_kind("attendance");
  const Site *site = all->press->site;
  for (guint i = 0; i < site->modules->len; i++) {
    g_autoptr(Report) unsaid = report_new();
    Module *module = module_read(all->press->root, g_ptr_array_index(site->modules, i), unsaid);
    if (module != NULL)
      add_paper(all, kind, keep_module(all->press, module), NULL, NULL);
  }
}

bool press_training_papers(Press *press, const PaperWish *wish, const PaperKind *kind,
                           GPtrArray *papers)
{
  Gathering all = {press, wish, kind, papers};
  if (kind == NULL) {
    if (wish->policy == NULL && wish->part == NULL && !press->draft &&
        (wish->size == NULL || g_ascii_strcasecmp(wish->size, "A4") == 0))
      add_all(&all);
    return true;
  }
  if (kind->scope < PAPER_OF_MODULE)
    return true;
  Module *module = site_module(press->site, wish->module, press->report);
  if (module == NULL)
    return false;
  keep_module(press, module);
  if (kind->scope == PAPER_OF_FORM)
    return add_forms(&all, module);
  add_paper(&all, kind, module, NULL, NULL);
  return true;
}
