/* What is filled in by hand: quiz papers and their marking keys, and the record of who attended. */
#include "pages/frame.h"
#include "pages/training_values.h"
#include "print/kinds.h"
#include "print/press.h"
#include "print/qr.h"
#include "print/training_paper.h"

#include <string.h>

/* How choices are called on paper, by their place. */
static const char *const LETTERS[] = {"ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ", "コ"};
G_STATIC_ASSERT(G_N_ELEMENTS(LETTERS) == QUIZ_CHOICES);

static const char *year_words(Press *press, int year)
{
  g_autofree char *wareki = day_wareki((Day){(gint16)year, 4, 1});
  g_autofree char *number = g_strdup_printf("%d", year);
  char *end = strstr(wareki, "年");
  if (end != NULL)
    *end = '\0';
  return press_keep(press, worker_phrase(press->worker, "ja", "training.year", "era", wareki,
                                         "year", number, NULL));
}

static void put_module(Press *press, const Module *module)
{
  Values *values = press->worker->values;
  values_string(values, "id", module->id);
  values_string(values, "title", module->title);
  values_string(values, "year", year_words(press, module->year));
  values_number(values, "pass", module->pass);
}

/* ---- a form ---- */

/* What a scanner reads: kaitei-form:2026-privacy/a3f9c210 */
static void put_code(Press *press, const Form *form)
{
  g_autofree char *text = g_strconcat("kaitei-form:", form->module, "/", form->id, NULL);
  g_autofree char *label =
    worker_phrase(press->worker, "ja", "paper.quiz.qr_label", "id", form->id, NULL);
  char *image = qr_image(text, label);
  if (image == NULL)
    return;
  const char *kept = press_keep(press, image);
  values_open(press->worker->values, "qr");
  values_raw(press->worker->values, "image", kept, strlen(kept));
  values_close(press->worker->values);
}

/* The id in two halves, as it is read out. */
static void put_form(Press *press, const Form *form)
{
  Values *values = press->worker->values;
  g_autofree char *first = g_strndup(form->id, 4);
  values_open(values, "form");
  values_string(values, "id", form->id);
  values_string(values, "first", first);
  values_string(values, "second", strlen(form->id) > 4 ? form->id + 4 : "");
  values_number(values, "count", form->questions->len);
  values_close(values);
}

static void put_choices(Press *press, const Question *question, const FormQuestion *shown, bool key)
{
  Values *values = press->worker->values;
  values_list(values, "choices");
  for (guint i = 0; i < shown->count; i++) {
    const Choice *choice = question_choice(question, shown->order[i]);
    if (key && !choice->right)
      continue;
    values_open(values, NULL);
    values_string(values, "letter", LETTERS[i]);
    put_wording(values, "words", &choice->words);
    values_close(values);
  }
  values_close(values);
}

/* Of a key the right choices alone; of a paper all, and nothing that tells them. */
static void put_questions(Press *press, const Paper *paper, bool key)
{
  Values *values = press->worker->values;
  const ModuleEdition *edition = module_edition(paper->training->module, paper->training->lang);
  guint most = 0;
  values_list(values, "questions");
  for (guint i = 0; i < paper->training->form->questions->len; i++) {
    const FormQuestion *shown = form_question(paper->training->form, i);
    const Question *question = quiz_find(edition->quiz, shown->id);
    most = MAX(most, shown->count);
    values_open(values, NULL);
    values_number(values, "number", i + 1);
    values_number(values, "count", shown->count);
    values_bool(values, "multi", question->multi);
    put_wording(values, "title", &question->title);
    if (key)
      values_bool(values, "must", question->must);
    else
      put_wording(values, "stem", &question->stem);
    put_choices(press, question, shown, key);
    values_close(values);
  }
  values_close(values);
  values_list(values, "letters");
  for (guint i = 0; i < most; i++)
    values_string(values, NULL, LETTERS[i]);
  values_close(values);
}

static void put_paper(Press *press, const Paper *paper, bool key)
{
  values_open(press->worker->values, "module");
  put_module(press, paper->training->module);
  values_close(press->worker->values);
  put_form(press, paper->training->form);
  put_code(press, paper->training->form);
  put_questions(press, paper, key);
}

void quiz_paper_put(Press *press, const Paper *paper)
{
  const Quiz *quiz = module_edition(paper->training->module, paper->training->lang)->quiz;
  put_wording(press->worker->values, "intro", &quiz->intro);
  /* A module has its title in one language, a quiz in each. */
  if (strcmp(paper->training->lang, "ja") != 0)
    put_wording(press->worker->values, "quiz_title", &quiz->title);
  put_paper(press, paper, false);
}

void quiz_key_put(Press *press, const Paper *paper)
{
  Values *values = press->worker->values;
  guint count = paper->training->form->questions->len;
  /* The fewest points that reach the pass mark, as grade.h has it. */
  values_number(values, "needed", (count * paper->training->module->pass + 99) / 100);
  values_bool(values, "share", paper->training->module->partial == PARTIAL_SHARE);
  put_paper(press, paper, true);
}

/* ---- the record of who attended ---- */

void attendance_put(Press *press, const Paper *paper)
{
  Values *values = press->worker->values;
  const PolicySource *policy = site_policy(press->site, paper->training->module->policy);
  const Ledger *ledger = policy != NULL ? policy->ledger : NULL;
  const Revision *revision = ledger != NULL ? ledger_in_force(ledger, press->build.as_of) : NULL;
  g_autofree char *hash = module_hash(paper->training->module);
  values_open(values, "module");
  put_module(press, paper->training->module);
  values_string(values, "hash", hash);
  values_close(values);
  if (ledger != NULL)
    values_string(values, "policy_title", ledger->title);
  if (revision != NULL) {
    g_autofree char *words = revision_words(press->worker, revision, "ja");
    values_string(values, "policy_revision", words);
  }
}
