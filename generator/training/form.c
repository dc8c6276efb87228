#include "training/form.h"

#include "script/data.h"
#include "training/random.h"

#include <string.h>

struct Pool {
  const Module *module;
  char *hash;
  guint *musts; /* indices of questions */
  guint must_count;
  guint *all; /* the others that can be drawn, those of one clause together */
  guint count;
  guint *starts;  /* by clause: where its questions begin in `all`; and the end behind them */
  guint *counted; /* by clause: how many of `musts` are of it */
  guint clauses;
  guint *left; /* scratch for one drawing: a copy of `all`, */
  guint *many; /* how many of each clause are left, */
  guint *used; /* how many of each clause are in the form */
  guint *ties;
};

static void question_clear(gpointer data)
{
  g_free(((FormQuestion *)data)->id);
}

Form *form_new(void)
{
  Form *form = g_new0(Form, 1);
  form->questions = g_array_new(FALSE, TRUE, sizeof(FormQuestion));
  g_array_set_clear_func(form->questions, question_clear);
  return form;
}

void form_free(Form *form)
{
  if (form == NULL)
    return;
  g_free(form->id);
  g_free(form->module);
  g_free(form->text);
  g_array_unref(form->questions);
  g_free(form);
}

const FormQuestion *form_question(const Form *form, guint index)
{
  g_return_val_if_fail(index < form->questions->len, NULL);
  return &g_array_index(form->questions, FormQuestion, index);
}

/* --- the pool ------------------------------------------------------------------------- */

void pool_free(Pool *pool)
{
  if (pool == NULL)
    return;
  guint *arrays[] = {pool->musts, pool->all,  pool->starts, pool->counted,
                     pool->left,  pool->many, pool->used,   pool->ties};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_free(arrays[i]);
  g_free(pool->hash);
  g_free(pool);
}

guint pool_count(const Pool *pool)
{
  return pool->count + pool->must_count;
}

bool pool_has(const Pool *pool, guint index)
{
  for (guint i = 0; i < pool->must_count; i++)
    if (pool->musts[i] == index)
      return true;
  for (guint i = 0; i < pool->count; i++)
    if (pool->all[i] == index)
      return true;
  return false;
}

static bool tests_one_of(const Question *question, const char *const *clauses)
{
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_autofree char *name = g_strconcat(basis->policy, "#", basis->clause, NULL);
    if (g_strv_contains(clauses, name))
      return true;
  }
  return false;
}

static bool can_be_drawn(const Module *module, const Question *question, Texts *texts,
                         const char *const *clauses)
{
  guint right = question_right_count(question);
  if (*question->id == '\0' || right == 0 || question->choices->len < 2 ||
      question->choices->len > QUIZ_CHOICES)
    return false;
  if (clauses != NULL && !tests_one_of(question, clauses))
    return false;
  return texts == NULL || question_freshness(module->confirmed, question, texts) == FRESH;
}

/* A number for the clause that the question counts for, in order of appearance. */
static guint clause_of(const Question *question, GHashTable *clauses)
{
  const Basis *basis = question->bases->len > 0 ? question_basis(question, 0) : NULL;
  char *name = basis != NULL ? g_strconcat(basis->policy, "#", basis->clause, NULL) : g_strdup("");
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(clauses, name));
  if (known > 0) {
    g_free(name);
    return known - 1;
  }
  guint fresh = g_hash_table_size(clauses);
  g_hash_table_insert(clauses, name, GUINT_TO_POINTER(fresh + 1));
  return fresh;
}

static void sort_in(Pool *pool, const guint *clause_by_question, Texts *texts,
                    const char *const *clauses)
{
  const Quiz *quiz = module_quiz(pool->module);
  guint count = quiz->questions->len;
  g_autofree bool *fit = g_new0(bool, count + 1);
  for (guint i = 0; i < count; i++) {
    const Question *question = quiz_question(quiz, i);
    fit[i] = can_be_drawn(pool->module, question, texts, clauses);
    if (!fit[i] || !question->must)
      continue;
    pool->musts[pool->must_count++] = i;
    pool->counted[clause_by_question[i]]++;
  }
  for (guint i = 0; i < count; i++)
    if (fit[i] && !quiz_question(quiz, i)->must)
      pool->starts[clause_by_question[i] + 1]++;
  for (guint c = 0; c < pool->clauses; c++)
    pool->starts[c + 1] += pool->starts[c];
  g_autofree guint *next = g_memdup2(pool->starts, (pool->clauses + 1) * sizeof(guint));
  for (guint i = 0; i < count; i++)
    if (fit[i] && !quiz_question(quiz, i)->must) {
      pool->all[next[clause_by_question[i]]++] = i;
      pool->count++;
    }
}

Pool *pool_new(const Module *module, Texts *texts, Report *report)
{
  return pool_new_among(module, texts, NULL, report);
}

Pool *pool_new_among(const Module *module, Texts *texts, const char *const *asked, Report *report)
{
  const Quiz *quiz = module_quiz(module);
  guint count = quiz->questions->len;
  g_autoptr(GHashTable) clauses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint *by_question = g_new0(guint, count + 1);
  for (guint i = 0; i < count; i++)
    by_question[i] = clause_of(quiz_question(quiz, i), clauses);

  g_autoptr(Pool) pool = g_new0(Pool, 1);
  pool->module = module;
  pool->hash = module_hash(module);
  pool->clauses = g_hash_table_size(clauses);
  guint **by_index[] = {&pool->musts, &pool->all, &pool->left};
  guint **by_clause[] = {&pool->starts, &pool->counted, &pool->many, &pool->used, &pool->ties};
  for (guint i = 0; i < G_N_ELEMENTS(by_index); i++)
    *by_index[i] = g_new0(guint, count + 1);
  for (guint i = 0; i < G_N_ELEMENTS(by_clause); i++)
    *by_clause[i] = g_new0(guint, pool->clauses + 1);
  sort_in(pool, by_question, texts, asked);
  if (pool_count(pool) > 0)
    return g_steal_pointer(&pool);
  report_add(report, DIAG_DRAW_NONE, place_at(quiz->named, 0, 0), module->id, NULL);
  return NULL;
}

/* --- drawing --------------------------------------------------------------------------- */

/* The clause to take the next question from. */
static guint next_clause(Pool *pool, Chance *chance)
{
  guint least = G_MAXUINT, ties = 0;
  for (guint c = 0; c < pool->clauses; c++) {
    if (pool->many[c] == 0 || pool->used[c] > least)
      continue;
    if (pool->used[c] < least)
      ties = 0;
    least = pool->used[c];
    pool->ties[ties++] = c;
  }
  return pool->ties[chance_below(chance, ties)];
}

/* Takes one of the clause's questions: the last that is left goes into its place. */
static guint take_from(Pool *pool, guint clause, Chance *chance)
{
  guint *left = pool->left + pool->starts[clause];
  guint at = chance_below(chance, pool->many[clause]);
  guint taken = left[at];
  left[at] = left[--pool->many[clause]];
  pool->used[clause]++;
  return taken;
}

static void put_question(Form *form, const Question *question, Chance *chance)
{
  guint order[QUIZ_CHOICES];
  FormQuestion shown = {.id = g_strdup(question->id), .count = question->choices->len};
  for (guint i = 0; i < shown.count; i++)
    order[i] = i;
  if (!question->pin)
    chance_shuffle(chance, order, shown.count);
  for (guint i = 0; i < shown.count; i++)
    shown.order[i] = (guint8)order[i];
  g_array_append_val(form->questions, shown);
}

static char *make_id(const Pool *pool, guint64 seed)
{
  g_autofree char *from = g_strdup_printf("%s %016" G_GINT64_MODIFIER "x", pool->hash, seed);
  char *id = g_compute_checksum_for_string(G_CHECKSUM_SHA256, from, -1);
  id[8] = '\0';
  return id;
}

Form *form_draw(Pool *pool, guint64 seed)
{
  Chance chance = chance_new(seed);
  guint wanted = MIN(MAX(pool->module->draw, pool->must_count), pool_count(pool));
  g_autofree guint *drawn = g_new(guint, wanted + 1);
  guint count = pool->must_count;

  memcpy(drawn, pool->musts, count * sizeof(guint));
  memcpy(pool->left, pool->all, pool->count * sizeof(guint));
  for (guint c = 0; c < pool->clauses; c++) {
    pool->many[c] = pool->starts[c + 1] - pool->starts[c];
    pool->used[c] = pool->counted[c];
  }
  while (count < wanted)
    drawn[count++] = take_from(pool, next_clause(pool, &chance), &chance);
  chance_shuffle(&chance, drawn, count);

  Form *form = form_new();
  form->id = make_id(pool, seed);
  form->module = g_strdup(pool->module->id);
  form->text = g_strdup(pool->hash);
  form->seed = seed;
  for (guint i = 0; i < count; i++)
    put_question(form, quiz_question(module_quiz(pool->module), drawn[i]), &chance);
  return form;
}

/* --- stored ------------------------------------------------------------------------------ */

char *form_text(const Form *form)
{
  GString *out = g_string_new(NULL);
  g_string_append_printf(out,
                         "form { id = \"%s\", module = \"%s\",\n  text = \"%s\",\n"
                         "  seed = \"%016" G_GINT64_MODIFIER "x\", questions = {\n",
                         form->id, form->module, form->text, form->seed);
  for (guint i = 0; i < form->questions->len; i++) {
    const FormQuestion *question = form_question(form, i);
    g_string_append_printf(out, "    { id = \"%s\", order = \"", question->id);
    for (guint k = 0; k < question->count; k++)
      g_string_append_printf(out, "%s%u", k > 0 ? " " : "", question->order[k] + 1u);
    g_string_append(out, "\" },\n");
  }
  g_string_append(out, "  } }\n");
  return g_string_free(out, FALSE);
}

static const DataField question_fields[] = {
  {"id", DATA_STRING, true, NULL}, {"order", DATA_STRING, true, NULL}, {0}};
static const DataField form_fields[] = {
  {"id", DATA_STRING, true, NULL},
  {"module", DATA_STRING, true, NULL},
  {"text", DATA_STRING, true, NULL},
  {"seed", DATA_STRING, true, NULL},
  {"questions", DATA_LIST, true, question_fields},
  {0},
};
static const DataForm form_forms[] = {{"form", form_fields}, {0}};

/* "2 1 3": each number from 1 to how many there are, once. */
static bool read_order(const char *text, FormQuestion *question)
{
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  guint seen = 0;
  question->count = g_strv_length(words);
  if (question->count == 0 || question->count > QUIZ_CHOICES)
    return false;
  for (guint i = 0; i < question->count; i++) {
    guint64 number;
    if (!g_ascii_string_to_unsigned(words[i], 10, 1, question->count, &number, NULL) ||
        (seen & (1u << number)) != 0)
      return false;
    seen |= 1u << number;
    question->order[i] = (guint8)(number - 1);
  }
  return true;
}

static bool take_form(Form *form, const DataTable *table)
{
  const char *seed = data_string(table, "seed");
  form->id = g_strdup(data_string(table, "id"));
  form->module = g_strdup(data_string(table, "module"));
  form->text = g_strdup(data_string(table, "text"));
  if (!g_ascii_string_to_unsigned(seed, 16, 0, G_MAXUINT64, &form->seed, NULL))
    return false;
  guint count = data_list_length(table, "questions");
  for (guint i = 0; i < count; i++) {
    const DataTable *one = data_list_table(table, "questions", i);
    FormQuestion question = {0};
    if (!read_order(data_string(one, "order"), &question))
      return false;
    question.id = g_strdup(data_string(one, "id"));
    g_array_append_val(form->questions, question);
  }
  return count > 0;
}

Form *form_read(const char *source, const char *named, Report *report)
{
  g_autoptr(DataFile) file = data_file_run(source, named, form_forms, report);
  g_autoptr(Form) form = form_new();
  if (file == NULL)
    return NULL;
  if (data_file_count(file) == 1 && take_form(form, data_file_call(file, 0)->table))
    return g_steal_pointer(&form);
  report_add(report, DIAG_FORM_FORM, place_at(named, 0, 0), named, NULL);
  return NULL;
}
