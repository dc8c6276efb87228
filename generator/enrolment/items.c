#include "enrolment/items.h"

#include "enrolment/kept.h"
#include "records/attempt.h"
#include "training/grade.h"

#include <string.h>

/* What one person's first attempt says of one question. */
typedef struct {
  guint item;
  bool right;
} Mark;

typedef struct {
  GPtrArray *items;    /* of Item */
  GHashTable *by_id;   /* id → index + 1 */
  GHashTable *seen;    /* subjects */
  GHashTable *modules; /* text's hash → Module */
  GArray *scores;      /* of guint: percent of each first attempt, */
  GPtrArray *marks;    /* and its marks, of GArray of Mark */
} Analysis;

static void item_free(gpointer data)
{
  Item *item = data;
  g_free(item->question);
  g_free(item);
}

static void marks_free(gpointer data)
{
  g_array_unref(data);
}

static void module_free_it(gpointer data)
{
  module_free(data);
}

static guint rights_of(const Question *question)
{
  guint rights = 0;
  for (guint i = 0; i < question->choices->len; i++)
    rights |= question_choice(question, i)->right ? 1u << i : 0;
  return rights;
}

static Item *item_add(Analysis *analysis, const char *id, const Question *question, bool gone)
{
  Item *item = g_new0(Item, 1);
  item->question = g_strdup(id);
  item->choices = question->choices->len;
  item->rights = rights_of(question);
  item->gone = gone;
  g_ptr_array_add(analysis->items, item);
  g_hash_table_insert(analysis->by_id, item->question, GUINT_TO_POINTER(analysis->items->len));
  return item;
}

/* The item of a question as it was asked. One that was asked otherwise than it is now (with other
 * choices) is counted apart: its figures would say nothing of today's. */
static guint item_index(Analysis *analysis, const Question *asked)
{
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(analysis->by_id, asked->id));
  if (known > 0) {
    const Item *item = g_ptr_array_index(analysis->items, known - 1);
    if (item->choices == asked->choices->len && item->rights == rights_of(asked))
      return known - 1;
  }
  g_autofree char *other =
    g_strdup_printf("%s/%u/%x", asked->id, asked->choices->len, rights_of(asked));
  const char *id = known > 0 ? other : asked->id;
  known = GPOINTER_TO_UINT(g_hash_table_lookup(analysis->by_id, id));
  if (known == 0) {
    item_add(analysis, id, asked, true);
    known = analysis->items->len;
  }
  return known - 1;
}

static const Module *module_for(const Enrolment *with, Analysis *analysis, const char *hash,
                                Report *report)
{
  Module *module = g_hash_table_lookup(analysis->modules, hash);
  if (module == NULL) {
    module = kept_module(with->store, hash, report);
    if (module != NULL)
      g_hash_table_insert(analysis->modules, g_strdup(hash), module);
  }
  return module;
}

static void count(Analysis *analysis, const Module *module, const Grade *graded)
{
  GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  for (guint i = 0; i < graded->questions->len; i++) {
    const GradedQuestion *one = &g_array_index(graded->questions, GradedQuestion, i);
    Mark mark = {item_index(analysis, quiz_find(module_quiz(module), one->question)),
                 one->units == POINT_UNITS};
    Item *item = g_ptr_array_index(analysis->items, mark.item);
    item->asked++;
    item->answered += one->answered;
    item->right += mark.right;
    for (guint k = 0; k < item->choices && k < G_N_ELEMENTS(item->chosen); k++)
      item->chosen[k] += (one->chosen >> k) & 1u;
    g_array_append_val(marks, mark);
  }
  g_array_append_val(analysis->scores, graded->percent);
  g_ptr_array_add(analysis->marks, marks);
}

static bool take(const Enrolment *with, Analysis *analysis, const Attempt *attempt, Report *report)
{
  if (*attempt->round != '\0' || g_hash_table_contains(analysis->seen, attempt->subject))
    return true;
  g_hash_table_add(analysis->seen, g_strdup(attempt->subject));
  const Module *module = module_for(with, analysis, attempt->text, report);
  g_autoptr(Form) form = kept_form_read(attempt->form, attempt->module, attempt->text);
  if (module == NULL || form == NULL)
    return false;
  g_autofree const char **answers = g_new0(const char *, form->questions->len + 1);
  for (guint i = 0; i < form->questions->len; i++)
    answers[i] = attempt_given(attempt, i + 1);
  g_autoptr(Grade) graded = grade(module, form, answers, report);
  if (graded != NULL)
    count(analysis, module, graded);
  return graded != NULL;
}

static bool read_attempts(const Enrolment *with, const Course *course, Analysis *analysis,
                          Report *report)
{
  gint64 after = 0;
  for (;;) {
    AttemptQuery query = {.module = course->id, .after = after, .finished = true, .answers = true};
    g_autoptr(GPtrArray) attempts = attempt_list(with->store, &query, report);
    if (attempts == NULL)
      return false;
    for (guint i = 0; i < attempts->len; i++) {
      const Attempt *attempt = g_ptr_array_index(attempts, i);
      after = attempt->seq;
      if (!take(with, analysis, attempt, report))
        return false;
    }
    if (attempts->len < STORE_CHUNK)
      return true;
  }
}

/* --- what stands out ---------------------------------------------------------------------- */

typedef struct {
  guint percent, index;
} Ranked;

static int by_percent(gconstpointer a, gconstpointer b)
{
  const Ranked *one = a, *other = b;
  if (one->percent != other->percent)
    return one->percent < other->percent ? -1 : 1;
  return (one->index > other->index) - (one->index < other->index);
}

/* Adds up, per item, how often it was asked and right in a part of the ranking. */
static void add_third(const Analysis *analysis, const GArray *ranked, guint from, guint to,
                      guint *asked, guint *right)
{
  for (guint i = from; i < to; i++) {
    const GArray *marks =
      g_ptr_array_index(analysis->marks, g_array_index(ranked, Ranked, i).index);
    for (guint k = 0; k < marks->len; k++) {
      const Mark *mark = &g_array_index(marks, Mark, k);
      asked[mark->item]++;
      right[mark->item] += mark->right;
    }
  }
}

static void discriminate(Analysis *analysis)
{
  guint people = analysis->scores->len, third = people / 3, items = analysis->items->len;
  g_autoptr(GArray) ranked = g_array_sized_new(FALSE, FALSE, sizeof(Ranked), people);
  for (guint i = 0; i < people; i++) {
    Ranked one = {g_array_index(analysis->scores, guint, i), i};
    g_array_append_val(ranked, one);
  }
  g_array_sort(ranked, by_percent);
  g_autofree guint *low = g_new0(guint, items + 1), *low_right = g_new0(guint, items + 1);
  g_autofree guint *high = g_new0(guint, items + 1), *high_right = g_new0(guint, items + 1);
  add_third(analysis, ranked, 0, third, low, low_right);
  add_third(analysis, ranked, people - third, people, high, high_right);
  for (guint i = 0; i < items; i++) {
    Item *item = g_ptr_array_index(analysis->items, i);
    /* Of a handful in either third chance alone would speak. */
    if (low[i] < ITEMS_LEAST / 2 || high[i] < ITEMS_LEAST / 2)
      continue;
    item->discriminates = true;
    item->discrimination =
      (int)(high_right[i] * 100 / high[i]) - (int)(low_right[i] * 100 / low[i]);
  }
}

static void judge(Item *item)
{
  if (item->asked < ITEMS_LEAST)
    return;
  item->too_easy = item->right * 100 >= item->asked * 95;
  item->too_hard = item->right * 100 < item->asked * 30;
  for (guint k = 0; k < item->choices && k < G_N_ELEMENTS(item->chosen); k++)
    if ((item->rights >> k & 1u) == 0 && item->chosen[k] * 100 < item->answered * 2)
      item->unpicked |= 1u << k;
}

GPtrArray *items_of(const Enrolment *with, const Course *course, Report *report)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_free);
  g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) modules =
    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, module_free_it);
  g_autoptr(GArray) scores = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func(marks_free);
  Analysis analysis = {items, by_id, seen, modules, scores, marks};
  const Quiz *quiz = module_quiz(course->module);
  for (guint i = 0; i < quiz->questions->len; i++) {
    const Question *question = quiz_question(quiz, i);
    if (*question->id != '\0' && question->choices->len <= QUIZ_CHOICES)
      item_add(&analysis, question->id, question, false);
  }
  if (!read_attempts(with, course, &analysis, report))
    return NULL;
  for (guint i = 0; i < items->len; i++)
    judge(g_ptr_array_index(items, i));
  if (scores->len >= ITEMS_LEAST)
    discriminate(&analysis);
  return g_steal_pointer(&items);
}
