#include "training/quiz.h"

#include <string.h>

static void choice_clear(gpointer data)
{
  Choice *choice = data;
  wording_clear(&choice->words);
  wording_clear(&choice->feedback);
}

static void basis_clear(gpointer data)
{
  Basis *basis = data;
  g_free(basis->policy);
  g_free(basis->clause);
}

Question *question_new(void)
{
  Question *question = g_new0(Question, 1);
  question->id = g_strdup("");
  question->choices = g_array_new(FALSE, TRUE, sizeof(Choice));
  g_array_set_clear_func(question->choices, choice_clear);
  question->bases = g_array_new(FALSE, TRUE, sizeof(Basis));
  g_array_set_clear_func(question->bases, basis_clear);
  return question;
}

void question_free(Question *question)
{
  if (question == NULL)
    return;
  g_free(question->id);
  wording_clear(&question->title);
  wording_clear(&question->stem);
  wording_clear(&question->explanation);
  g_array_unref(question->choices);
  g_array_unref(question->bases);
  g_free(question);
}

Quiz *quiz_new(const char *named)
{
  Quiz *quiz = g_new0(Quiz, 1);
  quiz->named = g_strdup(named);
  quiz->questions = g_ptr_array_new_with_free_func((GDestroyNotify)question_free);
  quiz->index = g_hash_table_new(g_str_hash, g_str_equal);
  return quiz;
}

void quiz_free(Quiz *quiz)
{
  if (quiz == NULL)
    return;
  g_hash_table_unref(quiz->index);
  g_ptr_array_unref(quiz->questions);
  wording_clear(&quiz->title);
  wording_clear(&quiz->intro);
  g_free(quiz->named);
  g_free(quiz);
}

bool quiz_put(Quiz *quiz, Question *question)
{
  if (g_hash_table_contains(quiz->index, question->id))
    return false;
  g_ptr_array_add(quiz->questions, question);
  if (*question->id != '\0')
    g_hash_table_insert(quiz->index, question->id, GUINT_TO_POINTER(quiz->questions->len));
  return true;
}

void quiz_words(Quiz *quiz, Report *report)
{
  wording_read(&quiz->title, WORDING_LINE, quiz->named, report);
  wording_read(&quiz->intro, WORDING_BLOCKS, quiz->named, report);
  for (guint i = 0; i < quiz->questions->len; i++) {
    Question *question = g_ptr_array_index(quiz->questions, i);
    wording_read(&question->title, WORDING_LINE, quiz->named, report);
    wording_read(&question->stem, WORDING_BLOCKS, quiz->named, report);
    wording_read(&question->explanation, WORDING_BLOCKS, quiz->named, report);
    for (guint k = 0; k < question->choices->len; k++) {
      Choice *choice = &g_array_index(question->choices, Choice, k);
      wording_read(&choice->words, WORDING_WORDS, quiz->named, report);
      wording_read(&choice->feedback, WORDING_BLOCKS, quiz->named, report);
    }
  }
}

const Question *quiz_question(const Quiz *quiz, guint index)
{
  g_return_val_if_fail(index < quiz->questions->len, NULL);
  return g_ptr_array_index(quiz->questions, index);
}

const Choice *question_choice(const Question *question, guint index)
{
  g_return_val_if_fail(index < question->choices->len, NULL);
  return &g_array_index(question->choices, Choice, index);
}

const Basis *question_basis(const Question *question, guint index)
{
  g_return_val_if_fail(index < question->bases->len, NULL);
  return &g_array_index(question->bases, Basis, index);
}

const Question *quiz_find(const Quiz *quiz, const char *id)
{
  guint index = GPOINTER_TO_UINT(g_hash_table_lookup(quiz->index, id));
  return index > 0 ? quiz_question(quiz, index - 1) : NULL;
}

guint question_right_count(const Question *question)
{
  guint count = 0;
  for (guint i = 0; i < question->choices->len; i++)
    count += question_choice(question, i)->right;
  return count;
}

void quiz_tell_full(const Quiz *quiz, int line, Report *report)
{
  g_autofree char *most = g_strdup_printf("%d", QUIZ_QUESTIONS);
  report_add(report, DIAG_QUIZ_TOO_MANY, place_at(quiz->named, line, 1), most, NULL);
}

bool quiz_id_good(const char *id)
{
  if (!g_ascii_isalpha(*id))
    return false;
  for (; *id != '\0'; id++)
    if (!g_ascii_isalnum(*id) && *id != '-' && *id != '_')
      return false;
  return true;
}

/* --- as Markdown -------------------------------------------------------------------- */

/* Writes lines, each behind `indent`, the first behind `first`. */
static void put_lines(GString *out, const char *first, const char *indent, const char *source)
{
  g_auto(GStrv) lines = g_strsplit(source != NULL ? source : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    gsize start = out->len;
    g_string_append(out, i == 0 ? first : indent);
    g_string_append(out, lines[i]);
    while (out->len > start && out->str[out->len - 1] == ' ')
      g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
  }
}

static void put_question(GString *out, const Question *question)
{
  g_string_append_printf(out, "## %s {#%s%s%s%s}\n\n", question->title.source, question->id,
                         question->multi ? " .multi" : "", question->pin ? " .pin" : "",
                         question->must ? " .must" : "");
  put_lines(out, "", "", question->stem.source);
  g_string_append_c(out, '\n');
  for (guint i = 0; i < question->choices->len; i++) {
    const Choice *choice = question_choice(question, i);
    put_lines(out, choice->right ? "- [x] " : "- [ ] ", "  ", choice->words.source);
    if (choice->feedback.source != NULL)
      put_lines(out, "  > ", "  > ", choice->feedback.source);
  }
  if (question->explanation.source != NULL || question->bases->len > 0)
    g_string_append_c(out, '\n');
  if (question->explanation.source != NULL)
    put_lines(out, "> 解説: ", "> ", question->explanation.source);
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_string_append_printf(out, "%s%s#%s", i == 0 ? "> 根拠: " : "、", basis->policy,
                           basis->clause);
  }
  if (question->bases->len > 0)
    g_string_append_c(out, '\n');
}

char *quiz_text(const Quiz *quiz)
{
  GString *out = g_string_new(NULL);
  if (quiz->title.source != NULL)
    g_string_append_printf(out, "# %s\n\n", quiz->title.source);
  if (quiz->intro.source != NULL)
    g_string_append_printf(out, "%s\n\n", quiz->intro.source);
  for (guint i = 0; i < quiz->questions->len; i++) {
    if (i > 0)
      g_string_append_c(out, '\n');
    put_question(out, quiz_question(quiz, i));
  }
  return g_string_free(out, FALSE);
}
