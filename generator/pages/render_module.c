/* Training: the lessons, for the staff's tree, and the answer keys, for the office's. No right
 * answer, feedback or explanation is ever written into a page of the staff's tree. */
#include "pages/render.h"

#include "base/text.h"
#include "pages/frame.h"
#include "pages/modules.h"
#include "pages/output.h"
#include "pages/toc.h"
#include "pages/training_values.h"
#include "training/check.h"

#include <string.h>

/* --- values ------------------------------------------------------------------------------ */

static char *lesson_address(const Module *module, const char *lang)
{
  return strcmp(lang, "ja") == 0 ? g_strconcat(module->id, "/", NULL)
                                 : g_strconcat(module->id, "/", lang, "/", NULL);
}

/* 令和8年度（2026年度） */
static char *year_text(const Worker *worker, const char *lang, int year)
{
  g_autofree char *wareki = day_wareki((Day){(gint16)year, 4, 1});
  const char *end = strstr(wareki, "年");
  g_autofree char *era = g_strndup(wareki, end != NULL ? (gsize)(end - wareki) : strlen(wareki));
  g_autofree char *number = g_strdup_printf("%d", year);
  return worker_phrase(worker, lang, "training.year", "era", era, "year", number, NULL);
}

static void put_module_facts(Worker *worker, const Module *module, const char *lang)
{
  Values *values = worker->values;
  g_autofree char *year = year_text(worker, lang, module->year);
  values_string(values, "id", module->id);
  values_string(values, "title", module->title);
  values_string(values, "year", year);
  values_number(values, "draw", module->draw);
  values_number(values, "pass", module->pass);
  values_number(values, "attempts", module->attempts);
  put_day(worker, "due", module->due);
  values_list(values, "audience");
  for (guint i = 0; module->audience != NULL && module->audience[i] != NULL; i++)
    values_string(values, NULL, module->audience[i]);
  values_close(values);
}

static void put_module(Worker *worker, const Module *module, const char *lang)
{
  values_open(worker->values, "module");
  put_module_facts(worker, module, lang);
  values_close(worker->values);
}

/* --- lessons ------------------------------------------------------------------------------- */

typedef struct {
  Worker *worker;
  const char *lang;
} Citing;

/* Where a clause is from: the policy, its number in order and day, and a link where the site
 * says where it is online. */
static char *cite(const TextClause *clause, gpointer data)
{
  const Citing *citing = data;
  g_autofree char *which = clause->revision != NULL
                             ? revision_words(citing->worker, clause->revision, citing->lang)
                             : g_strdup("");
  g_autofree char *words = worker_phrase(citing->worker, citing->lang, "training.cite", "title",
                                         clause->ledger->title, "which", which, NULL);
  return clause_cite(citing->worker->build->site, clause, words);
}

static bool link_drawn(const char *target, bool image, GString *url, gpointer data)
{
  const Citing *citing = data;
  (void)image;
  return clause_link(citing->worker->build->site, target, url);
}

static void put_sections(Worker *worker, const Lesson *lesson)
{
  values_list(worker->values, "sections");
  for (guint i = 0; i < lesson->sections->len; i++) {
    const Section *section = &g_array_index(lesson->sections, Section, i);
    values_open(worker->values, NULL);
    values_string(worker->values, "id", section->id);
    values_string(worker->values, "title", section->title);
    values_close(worker->values);
  }
  values_close(worker->values);
}

/* The language forms of the lesson. Free with g_array_unref(); the addresses are its own. */
static void alternate_clear(gpointer data)
{
  g_free(((Alternate *)data)->address);
}

static GArray *alternates_of(const Worker *worker, const Module *module)
{
  GArray *list = g_array_new(FALSE, TRUE, sizeof(Alternate));
  g_array_set_clear_func(list, alternate_clear);
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (edition->lesson == NULL)
      continue;
    Alternate one = {edition->lang, worker_word(worker, edition->lang, "language.name"),
                     lesson_address(module, edition->lang)};
    g_array_append_val(list, one);
  }
  return list;
}

static void render_lesson(Worker *worker, const Module *module, const ModuleEdition *edition,
                          Texts *texts)
{
  const Lesson *lesson = edition->lesson;
  const char *lang = edition->lang;
  g_autofree char *address = lesson_address(module, lang);
  g_autoptr(GArray) alternates = alternates_of(worker, module);
  Citing citing = {worker, lang};

  worker_begin_in(worker, TREE_STAFF, address);
  put_frame(worker, &(Frame){.kind = "lesson",
                             .title = document_title(lesson->document),
                             .description = module->title,
                             .lang = lang,
                             .inside = true,
                             .alternates = (const Alternate *)(gconstpointer)alternates->data,
                             .alternate_count = alternates->len});
  put_module(worker, module, lang);
  values_number(worker->values, "minutes", lesson_minutes(lesson, texts));
  put_sections(worker, lesson);
  put_toc(worker, lesson->document, true, NULL);
  g_string_truncate(worker->body, 0);
  lesson_html(lesson, texts,
              &(LessonOptions){.anchor_label = worker_word(worker, lang, "anchor.label"),
                               .clause_link = link_drawn,
                               .cite = cite,
                               .data = &citing},
              worker->body);
  values_raw(worker->values, "body", worker->body->str, worker->body->len);
  PageText text = {lesson->document, address, false};
  worker_finish(worker, "lesson.html", &text);
}

/* --- answer keys ------------------------------------------------------------------------------ */

static void put_bases(Worker *worker, const Question *question, Texts *texts)
{
  values_list(worker->values, "bases");
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_autofree char *name = g_strconcat(basis->policy, "#", basis->clause, NULL);
    TextClause found;
    values_open(worker->values, NULL);
    values_string(worker->values, "name", name);
    if (texts_find(texts, basis->policy, basis->clause, place_none(), &found, NULL))
      values_string(worker->values, "title", found.clause->title);
    values_close(worker->values);
  }
  values_close(worker->values);
}

static void put_question(Worker *worker, const Module *module, guint index, Texts *texts)
{
  const Question *question = quiz_question(module_quiz(module), index);
  Values *values = worker->values;
  values_open(values, NULL);
  values_number(values, "number", index + 1);
  values_string(values, "id", question->id);
  values_bool(values, "multi", question->multi);
  values_bool(values, "must", question->must);
  values_bool(values, "pin", question->pin);
  values_bool(values, "stale", question_freshness(module->confirmed, question, texts) != FRESH);
  put_question_key(values, question);
  put_bases(worker, question, texts);
  values_close(values);
}

static char *key_address(const Module *module, guint page)
{
  return page == 0 ? g_strdup_printf("%s/key/", module->id)
                   : g_strdup_printf("%s/key/%u/", module->id, page + 1);
}

static void put_key_pages(Worker *worker, const Module *module, guint pages, guint current)
{
  values_list(worker->values, "pages");
  for (guint i = 0; i < pages; i++) {
    g_autofree char *address = key_address(module, i);
    values_open(worker->values, NULL);
    values_number(worker->values, "number", i + 1);
    put_href(worker, "href", address);
    values_bool(worker->values, "current", i == current);
    values_close(worker->values);
  }
  values_close(worker->values);
}

static void render_key(Worker *worker, const Module *module, guint page, guint pages, Texts *texts)
{
  const char *lang = worker->build->site->lang;
  guint count = module_quiz(module)->questions->len;
  g_autofree char *address = key_address(module, page);
  g_autofree char *title = worker_phrase(worker, lang, "title.key", "title", module->title, NULL);

  worker_begin_in(worker, TREE_OFFICE, address);
  put_frame(
    worker,
    &(Frame){.kind = "key", .title = title, .description = title, .lang = lang, .inside = true});
  put_module(worker, module, lang);
  values_number(worker->values, "count", count);
  put_key_pages(worker, module, pages, page);
  values_list(worker->values, "questions");
  for (guint i = page * KEY_QUESTIONS; i < MIN(count, (page + 1) * KEY_QUESTIONS); i++)
    put_question(worker, module, i, texts);
  values_close(worker->values);
  worker_finish(worker, "key.html", NULL);
}

void render_module(Worker *worker, guint index)
{
  const Site *site = worker->build->site;
  guint errors = report_count_of(worker->report, LEVEL_ERROR);
  g_autoptr(Texts) texts = site_texts(site, worker->build->repository, worker->build->as_of);
  g_autoptr(Module) module =
    module_read(site->root, g_ptr_array_index(site->modules, index), worker->report);
  if (module == NULL)
    return;
  /* Without a ledger that can be read nothing can be said of its clauses. */
  g_autofree char *address = g_strconcat(module->policy, "/", NULL);
  module_check(module, site_is_unread(site, address) ? NULL : texts, worker->report);
  if (report_count_of(worker->report, LEVEL_ERROR) > errors)
    return;
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (edition->lesson != NULL)
      render_lesson(worker, module, edition, texts);
  }
  guint pages = plan_key_pages(worker->build->plan, index);
  for (guint i = 0; i < pages; i++)
    render_key(worker, module, i, pages, texts);
}

/* --- which modules there are --------------------------------------------------------------------- */

static void put_modules(Worker *worker, bool office)
{
  const Site *site = worker->build->site;
  values_list(worker->values, "modules");
  for (guint i = site->modules->len; i-- > 0;) {
    g_autoptr(Report) unsaid = report_new(); /* told where its own pages are made */
    g_autoptr(Module) module = module_read(site->root, g_ptr_array_index(site->modules, i), unsaid);
    if (module == NULL || plan_key_pages(worker->build->plan, i) == 0 ||
        module_edition(module, "ja")->lesson == NULL)
      continue;
    g_autofree char *address = office ? key_address(module, 0) : lesson_address(module, "ja");
    values_open(worker->values, NULL);
    put_module_facts(worker, module, site->lang);
    values_number(worker->values, "count", module_quiz(module)->questions->len);
    put_href(worker, "href", address);
    values_close(worker->values);
  }
  values_close(worker->values);
}

static void render_modules(Worker *worker, bool office)
{
  const char *lang = worker->build->site->lang;
  const char *title = worker_word(worker, lang, office ? "title.office" : "title.training");
  worker_begin_in(worker, office ? TREE_OFFICE : TREE_STAFF, "");
  put_frame(worker, &(Frame){.kind = office ? "keys" : "training",
                             .title = title,
                             .description = title,
                             .lang = lang,
                             .inside = true});
  put_modules(worker, office);
  worker_finish(worker, office ? "keys.html" : "training.html", NULL);
}

void render_training(Worker *worker)
{
  if (worker->build->site->modules->len == 0)
    return;
  render_modules(worker, false);
  render_modules(worker, true);
}
