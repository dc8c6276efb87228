#include "training/pending.h"

#include <string.h>

typedef struct {
  GArray *list;
  const Module *module;
  Texts *texts;
  const char *id;
  bool all;
} Looking;

static void look(const Looking *looking, Pending one)
{
  if (looking->id != NULL && strcmp(looking->id, one.id) != 0)
    return;
  one.freshness = freshness_of(looking->module->confirmed, one.section, one.id, one.policy,
                               one.clause, looking->texts);
  if ((one.freshness != FRESH || looking->all) && !pending_has(looking->list, &one))
    g_array_append_val(looking->list, one);
}

GArray *module_pending(const Module *module, Texts *texts, const char *id, bool all)
{
  GArray *list = g_array_new(FALSE, TRUE, sizeof(Pending));
  const Lesson *lesson = module_edition(module, "ja")->lesson;
  const Quiz *quiz = module_quiz(module);
  Looking looking = {list, module, texts, id, all};

  for (guint i = 0; lesson != NULL && lesson->sections->len > 0 && i < lesson->drawn->len; i++) {
    const Drawn *drawn = &g_array_index(lesson->drawn, Drawn, i);
    const Section *section = &g_array_index(lesson->sections, Section, drawn->section);
    look(&looking, (Pending){true, section->id, drawn->policy, drawn->clause, lesson->named,
                             drawn->line, FRESH});
  }
  for (guint i = 0; i < quiz->questions->len; i++) {
    const Question *question = quiz_question(quiz, i);
    for (guint k = 0; k < question->bases->len; k++) {
      const Basis *basis = question_basis(question, k);
      look(&looking, (Pending){false, question->id, basis->policy, basis->clause, quiz->named,
                               question->line, FRESH});
    }
  }
  return list;
}

bool pending_has(const GArray *list, const Pending *one)
{
  for (guint i = 0; i < list->len; i++) {
    const Pending *other = &g_array_index(list, Pending, i);
    if (other->section == one->section && strcmp(other->id, one->id) == 0 &&
        strcmp(other->clause, one->clause) == 0 && strcmp(other->policy, one->policy) == 0)
      return true;
  }
  return false;
}
