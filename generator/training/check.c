#include "training/check.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* The quiz that is being looked at. */
typedef struct {
  const Quiz *quiz;
  Texts *texts; /* NULL: clauses are not looked up */
  Report *report;
  bool edition; /* a translation: what must be the same is held against the original */
} Check;

static Place at_line(const Check *check, int line)
{
  return place_at(check->quiz->named, line, line > 0 ? 1 : 0);
}

static char *figure(guint number)
{
  return g_strdup_printf("%u", number);
}

/* --- one question ---------------------------------------------------------------------- */

static void check_rights(const Check *check, const Question *question)
{
  guint count = question->choices->len, right = question_right_count(question);
  g_autofree char *shown = figure(count);
  g_autofree char *rights = figure(right);
  Place place = at_line(check, question->line);
  if (count < 2 || count > QUIZ_CHOICES)
    report_add(check->report, DIAG_QUIZ_FEW_CHOICES, place, question->id, shown, NULL);
  if (count == 0)
    return;
  if (right == 0)
    report_add(check->report, DIAG_QUIZ_NO_RIGHT, place, question->id, NULL);
  else if (right == count)
    report_add(check->report, DIAG_QUIZ_ALL_RIGHT, place, question->id, NULL);
  else if (right > 1 && !question->multi)
    report_add(check->report, DIAG_QUIZ_TWO_RIGHT, place, question->id, rights, NULL);
}

/* Words that point to the choices above or beside them. */
static bool points_to_others(const char *words)
{
  static const char *const phrases[] = {
    "上記すべて",    "上記のすべて",    "上記全て",   "以上すべて",   "以上のすべて",
    "上のすべて",    "すべて正しい",    "全て正しい", "どれも正しい", "いずれも正しい",
    "上記のいずれ",  "上のどれも",      "上記以外",   "どれでもない", "いずれでもない",
    "うえの ぜんぶ", "ぜんぶ ただしい",
  };
  for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
    if (strstr(words, phrases[i]) != NULL)
      return true;
  g_autofree char *low = g_ascii_strdown(words, -1);
  return strstr(low, "of the above") != NULL;
}

static void check_choice(const Check *check, const Question *question, guint index)
{
  const Choice *choice = question_choice(question, index);
  Place place = place_at(check->quiz->named, choice->words.line, choice->words.column);
  if (choice->words.source == NULL) {
    report_add(check->report, DIAG_QUIZ_CHOICE_EMPTY, place, question->id, NULL);
    return;
  }
  if (choice->feedback.source == NULL) {
    g_autofree char *number = figure(index + 1);
    report_add(check->report, DIAG_QUIZ_FEEDBACK_MISSING, place, question->id, number, NULL);
  }
  if (!question->pin && points_to_others(choice->words.text))
    report_add(check->report, DIAG_QUIZ_ALL_OF_ABOVE, place, question->id, choice->words.text,
               NULL);
  for (guint i = 0; i < index; i++) {
    const Choice *other = question_choice(question, i);
    if (other->words.source == NULL || strcmp(other->words.text, choice->words.text) != 0)
      continue;
    g_autofree char *line = figure((guint)other->words.line);
    report_add(check->report, DIAG_QUIZ_CHOICE_TWICE, place, question->id, line, NULL);
    break;
  }
}

static void check_bases(const Check *check, const Question *question)
{
  TextClause found;
  if (question->bases->len == 0 && !check->edition)
    report_add(check->report, DIAG_QUIZ_BASIS_MISSING, at_line(check, question->line), question->id,
               NULL);
  for (guint i = 0; check->texts != NULL && i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    texts_find(check->texts, basis->policy, basis->clause,
               place_at(check->quiz->named, basis->line, basis->column), &found, check->report);
  }
}

static void check_question(const Check *check, const Question *question)
{
  Place place = at_line(check, question->line);
  if (question->stem.source == NULL)
    report_add(check->report, DIAG_QUIZ_NO_STEM, place, question->id, NULL);
  check_rights(check, question);
  for (guint i = 0; i < question->choices->len; i++)
    check_choice(check, question, i);
  if (question->explanation.source == NULL)
    report_add(check->report, DIAG_QUIZ_EXPLANATION_MISSING, place, question->id, NULL);
  check_bases(check, question);
}

/* --- the quiz as a whole ------------------------------------------------------------------ */

/* Index of the one right choice; -1 where there is not one. */
static int the_right(const Question *question)
{
  if (question_right_count(question) != 1 || question->choices->len < 2)
    return -1;
  for (guint i = 0; i < question->choices->len; i++)
    if (question_choice(question, i)->right)
      return (int)i;
  return -1;
}

static bool is_longest(const Question *question, guint right)
{
  glong length = g_utf8_strlen(question_choice(question, right)->words.text, -1);
  for (guint i = 0; i < question->choices->len; i++)
    if (i != right && g_utf8_strlen(question_choice(question, i)->words.text, -1) >= length)
      return false;
  return true;
}

static bool has_words(const Question *question)
{
  for (guint i = 0; i < question->choices->len; i++)
    if (question_choice(question, i)->words.text == NULL)
      return false;
  return true;
}

/* A sum of chances, and the square of its deviation. */
typedef struct {
  double expected, variance;
  guint seen;
} Tally;

static void tally(Tally *sum, double chance, bool happened)
{
  sum->expected += chance;
  sum->variance += chance * (1 - chance);
  sum->seen += happened;
}

static void check_longest(const Check *check)
{
  Tally longest = {0};
  guint count = 0;
  for (guint i = 0; i < check->quiz->questions->len; i++) {
    const Question *question = quiz_question(check->quiz, i);
    int right = the_right(question);
    if (right < 0 || !has_words(question))
      continue;
    count++;
    tally(&longest, 1.0 / question->choices->len, is_longest(question, (guint)right));
  }
  if (longest.seen <= longest.expected + 2 * sqrt(longest.variance))
    return;
  g_autofree char *seen = figure(longest.seen);
  g_autofree char *all = figure(count);
  g_autofree char *chance = figure((guint)lround(longest.expected));
  report_add(check->report, DIAG_QUIZ_LONGEST, at_line(check, 0), seen, all, chance, NULL);
}

static void check_positions(const Check *check)
{
  Tally places[QUIZ_CHOICES] = {0};
  for (guint i = 0; i < check->quiz->questions->len; i++) {
    const Question *question = quiz_question(check->quiz, i);
    int right = the_right(question);
    guint count = MIN(question->choices->len, QUIZ_CHOICES);
    for (guint k = 0; right >= 0 && k < count; k++)
      tally(&places[k], 1.0 / count, (guint)right == k);
  }
  for (guint k = 0; k < QUIZ_CHOICES; k++) {
    if (fabs(places[k].seen - places[k].expected) <= 2.5 * sqrt(places[k].variance))
      continue;
    g_autofree char *place = figure(k + 1);
    g_autofree char *seen = figure(places[k].seen);
    g_autofree char *chance = figure((guint)lround(places[k].expected));
    report_add(check->report, DIAG_QUIZ_POSITIONS, at_line(check, 0), place, seen, chance, NULL);
  }
}

static void check_all(const Check *check)
{
  for (guint i = 0; i < check->quiz->questions->len; i++)
    check_question(check, quiz_question(check->quiz, i));
  if (check->quiz->questions->len == 0)
    report_add(check->report, DIAG_QUIZ_EMPTY, at_line(check, 0), NULL);
  check_longest(check);
  if (!check->edition) /* places are the original's */
    check_positions(check);
}

void quiz_check(Quiz *quiz, Report *report)
{
  quiz_words(quiz, report);
  check_all(&(Check){quiz, NULL, report, false});
}

/* --- editions -------------------------------------------------------------------------------- */

static bool same_answers(const Question *a, const Question *b)
{
  if (a->choices->len != b->choices->len || a->multi != b->multi || a->pin != b->pin ||
      a->must != b->must)
    return false;
  for (guint i = 0; i < a->choices->len; i++)
    if (question_choice(a, i)->right != question_choice(b, i)->right)
      return false;
  return true;
}

static void compare_quizzes(const Quiz *original, const Quiz *edition, Report *report)
{
  for (guint i = 0; i < original->questions->len; i++) {
    const Question *question = quiz_question(original, i);
    const Question *same = quiz_find(edition, question->id);
    if (*question->id != '\0' && same == NULL)
      report_add(report, DIAG_QUIZ_EDITION_LACKS, place_at(original->named, question->line, 1),
                 question->id, edition->named, NULL);
    else if (same != NULL && !same_answers(question, same))
      report_add(report, DIAG_QUIZ_EDITION_DIFFERS, place_at(edition->named, same->line, 1),
                 question->id, NULL);
  }
  for (guint i = 0; i < edition->questions->len; i++) {
    const Question *question = quiz_question(edition, i);
    if (*question->id != '\0' && quiz_find(original, question->id) == NULL)
      report_add(report, DIAG_QUIZ_EDITION_EXTRA, place_at(edition->named, question->line, 1),
                 question->id, NULL);
  }
}

static bool same_drawn(const Lesson *a, const Lesson *b, guint index)
{
  if (index >= a->drawn->len || index >= b->drawn->len)
    return false;
  const Drawn *one = &g_array_index(a->drawn, Drawn, index);
  const Drawn *other = &g_array_index(b->drawn, Drawn, index);
  return one->section == other->section && strcmp(one->policy, other->policy) == 0 &&
         strcmp(one->clause, other->clause) == 0;
}

/* The first difference alone: one section left out moves all that follow. */
static void compare_lessons(const Lesson *original, const Lesson *edition, Report *report)
{
  for (guint i = 0; i < MAX(original->sections->len, edition->sections->len); i++) {
    const Section *a =
      i < original->sections->len ? &g_array_index(original->sections, Section, i) : NULL;
    const Section *b =
      i < edition->sections->len ? &g_array_index(edition->sections, Section, i) : NULL;
    if (a != NULL && b != NULL && strcmp(a->id, b->id) == 0)
      continue;
    report_add(report, DIAG_LESSON_EDITION, place_at(edition->named, b != NULL ? b->line : 0, 0),
               edition->named, a != NULL ? a->id : b->id, NULL);
    return;
  }
  for (guint i = 0; i < MAX(original->drawn->len, edition->drawn->len); i++) {
    if (same_drawn(original, edition, i))
      continue;
    const Lesson *with = i < original->drawn->len ? original : edition;
    const Drawn *drawn = &g_array_index(with->drawn, Drawn, i);
    int line = i < edition->drawn->len ? g_array_index(edition->drawn, Drawn, i).line : 0;
    report_add(report, DIAG_LESSON_EDITION, place_at(edition->named, line, 0), edition->named,
               drawn->clause, NULL);
    return;
  }
}

/* --- freshness --------------------------------------------------------------------------------- */

static void report_stale(const Module *module, Freshness freshness, bool section, const char *id,
                         const char *clause, Place place, Report *report)
{
  if (freshness != STALE && freshness != UNCONFIRMED)
    return;
  DiagCode code = section ? (freshness == STALE ? DIAG_LESSON_STALE : DIAG_LESSON_UNCONFIRMED)
                          : (freshness == STALE ? DIAG_QUIZ_STALE : DIAG_QUIZ_UNCONFIRMED);
  report_add(report, code, place, id, clause, module->id, NULL);
}

static guint check_fresh_questions(const Module *module, Texts *texts, Report *report)
{
  const Quiz *quiz = module_quiz(module);
  guint fresh = 0;
  for (guint i = 0; i < quiz->questions->len; i++) {
    const Question *question = quiz_question(quiz, i);
    fresh += question_freshness(module->confirmed, question, texts) == FRESH;
    for (guint k = 0; k < question->bases->len; k++) {
      const Basis *basis = question_basis(question, k);
      g_autofree char *clause = g_strconcat(basis->policy, "#", basis->clause, NULL);
      report_stale(
        module,
        freshness_of(module->confirmed, false, question->id, basis->policy, basis->clause, texts),
        false, question->id, clause, place_at(quiz->named, question->line, 1), report);
    }
  }
  return fresh;
}

static void check_fresh_sections(const Module *module, Texts *texts, Report *report)
{
  const Lesson *lesson = module_edition(module, "ja")->lesson;
  for (guint i = 0; lesson != NULL && i < lesson->drawn->len; i++) {
    const Drawn *drawn = &g_array_index(lesson->drawn, Drawn, i);
    if (lesson->sections->len == 0)
      return;
    const Section *section = &g_array_index(lesson->sections, Section, drawn->section);
    g_autofree char *clause = g_strconcat(drawn->policy, "#", drawn->clause, NULL);
    report_stale(
      module,
      freshness_of(module->confirmed, true, section->id, drawn->policy, drawn->clause, texts), true,
      section->id, clause, place_at(lesson->named, drawn->line, 1), report);
  }
}

/* --- the module ---------------------------------------------------------------------------------- */

static void check_pool(const Module *module, guint fresh, Report *report)
{
  const Quiz *quiz = module_quiz(module);
  guint pool = quiz->questions->len, musts = 0;
  g_autofree char *named = g_strconcat(module->folder, "/module.lua", NULL);
  g_autofree char *draw = figure(module->draw);
  g_autofree char *all = figure(pool);
  g_autofree char *left = figure(fresh);
  Place place = place_at(named, module->line, 0);

  for (guint i = 0; i < pool; i++)
    musts += quiz_question(quiz, i)->must;
  g_autofree char *must = figure(musts);
  if (pool > 0 && pool < module->draw)
    report_add(report, DIAG_QUIZ_POOL_SMALL, place, draw, all, NULL);
  else if (fresh < module->draw && pool > 0)
    report_add(report, DIAG_QUIZ_POOL_STALE, place, draw, left, module->id, NULL);
  if (musts > module->draw)
    report_add(report, DIAG_QUIZ_MUST_MANY, place, must, draw, NULL);
}

void module_check(Module *module, Texts *texts, Report *report)
{
  const ModuleEdition *original = g_ptr_array_index(module->editions, 0);
  for (guint i = 0; i < module->editions->len; i++) {
    ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (edition->quiz != NULL) {
      quiz_words(edition->quiz, report);
      check_all(&(Check){edition->quiz, texts, report, i > 0});
    }
    if (edition->lesson != NULL && texts != NULL)
      lesson_check(edition->lesson, texts, report);
    if (i > 0 && edition->quiz != NULL)
      compare_quizzes(original->quiz, edition->quiz, report);
    if (i > 0 && edition->lesson != NULL && original->lesson != NULL)
      compare_lessons(original->lesson, edition->lesson, report);
  }
  guint fresh = module_quiz(module)->questions->len;
  if (texts != NULL) {
    fresh = check_fresh_questions(module, texts, report);
    check_fresh_sections(module, texts, report);
  }
  check_pool(module, fresh, report);
}
