#include "training/exchange_parts.h"

#include "base/text.h"

#include <string.h>

bool exchange_named(const char *name, ExchangeFormat *format)
{
  if (strcmp(name, "gift") != 0 && strcmp(name, "moodle") != 0)
    return false;
  *format = strcmp(name, "gift") == 0 ? EXCHANGE_GIFT : EXCHANGE_MOODLE;
  return true;
}

ExchangeFormat exchange_guess(const char *text)
{
  if (g_str_has_prefix(text, "\xEF\xBB\xBF"))
    text += 3;
  text += strspn(text, " \t\r\n");
  return *text == '<' ? EXCHANGE_MOODLE : EXCHANGE_GIFT;
}

/* --- writing ------------------------------------------------------------------------------ */

bool exchange_can_write(const Quiz *quiz, const Question *question, Report *report)
{
  guint rights = question_right_count(question);
  bool whole = *question->id != '\0' && question->stem.source != NULL &&
               question->choices->len >= 2 && rights > 0 && rights < question->choices->len &&
               (rights == 1 || question->multi);
  for (guint i = 0; i < question->choices->len; i++)
    whole = whole && question_choice(question, i)->words.source != NULL;
  if (!whole)
    report_add(report, DIAG_EXCHANGE_UNWRITTEN, place_at(quiz->named, question->line, 1),
               *question->id != '\0' ? question->id : question->title.source, NULL);
  return whole;
}

char *exchange_share(guint rights)
{
  char figure[32];
  g_ascii_formatd(figure, sizeof figure, "%.5f", 100.0 / rights);
  char *end = figure + strlen(figure);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    end[-1] = '\0';
  return g_strdup(figure);
}

char *exchange_write(const Quiz *quiz, ExchangeFormat format, const char *category, Report *report)
{
  GString *out = g_string_new(NULL);
  if (format == EXCHANGE_GIFT)
    gift_write(quiz, category, out, report);
  else
    moodle_write(quiz, category, out, report);
  return g_string_free(out, FALSE);
}

/* --- reading ------------------------------------------------------------------------------- */

/* A task list: our own Markdown, handed in by mistake. GIFT knows none. */
static bool has_task_list(const char *text)
{
  for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
    line += *line == '\n';
    if (g_str_has_prefix(line, "- [x] ") || g_str_has_prefix(line, "- [ ] "))
      return true;
  }
  return false;
}

char *exchange_label(const char *name, const char *words)
{
  enum { LABEL_MOST = 20 };
  if (name != NULL && *name != '\0')
    return g_strdup(name);
  g_autofree char *line =
    g_strndup(words != NULL ? words : "", words != NULL ? strcspn(words, "\n") : 0);
  if (g_utf8_strlen(line, -1) <= LABEL_MOST)
    return g_steal_pointer(&line);
  g_autofree char *first = g_utf8_substring(line, 0, LABEL_MOST);
  return g_strconcat(first, "…", NULL);
}

Quiz *exchange_read(const char *bytes, gsize size, ExchangeFormat format, const char *named,
                    Report *report)
{
  if (size > QUIZ_LIMIT) {
    report_add(report, DIAG_FILE_TOO_LARGE, place_at(named, 0, 0), named, G_STRINGIFY(16384), NULL);
    return NULL;
  }
  g_autofree char *text = text_normalise(bytes, size, named, NULL, report);
  if (text == NULL)
    return NULL;
  g_autoptr(Quiz) quiz = quiz_new(named);
  g_autoptr(Report) said = report_new();
  if (format == EXCHANGE_GIFT)
    gift_read(text, quiz, said);
  else if (!moodle_read(text, quiz, report))
    return NULL;
  bool own = quiz->questions->len == 0 && format == EXCHANGE_GIFT && has_task_list(text);
  if (!own) /* what it is not as GIFT is of no use to anybody then */
    report_merge(report, said);
  if (quiz->questions->len == 0)
    report_add(report, own ? DIAG_EXCHANGE_OWN : DIAG_EXCHANGE_NOTHING, place_at(named, 0, 0),
               NULL);
  return g_steal_pointer(&quiz);
}

void incoming_tag(Incoming *incoming, const char *tag)
{
  Question *question = incoming->question;
  question->must = question->must || strcmp(tag, "must") == 0;
  question->pin = question->pin || strcmp(tag, "pin") == 0;
  const char *hash = strchr(tag, '#');
  if (!g_str_has_prefix(tag, "basis:") || hash == NULL)
    return;
  const char *policy = tag + strlen("basis:");
  g_autofree char *id = g_strndup(policy, (gsize)(hash - policy));
  if (!quiz_id_good(id) || !quiz_id_good(hash + 1))
    return;
  Basis basis = {g_steal_pointer(&id), g_strdup(hash + 1), 0, 0};
  g_array_append_val(question->bases, basis);
}

void incoming_choice(Incoming *incoming, char *words, double share, char *feedback)
{
  static const double all = 99.9; /* 99.99999 is written too */
  bool right = incoming->single ? share >= all : share > 0;
  if (incoming->question->choices->len > QUIZ_CHOICES) { /* it is left out all the same */
    g_free(words);
    g_free(feedback);
    return;
  }
  incoming->partial = incoming->partial || (share > 0 && !right);
  Choice choice = {.right = right, .words = {.source = words}, .feedback = {.source = feedback}};
  if (feedback != NULL && text_is_blank(feedback))
    g_clear_pointer(&choice.feedback.source, g_free);
  g_array_append_val(incoming->question->choices, choice);
}

void incoming_truth(Incoming *incoming, bool truth, char *if_right, char *if_wrong)
{
  incoming->question->pin = true;
  incoming->single = true;
  incoming_choice(incoming, g_strdup("正しい"), truth ? 100 : 0, truth ? if_right : if_wrong);
  incoming_choice(incoming, g_strdup("正しくない"), truth ? 0 : 100, truth ? if_wrong : if_right);
}

/* An id that is free: the one given, the name where it can be one, else q1, q2, … */
static char *free_id(const Quiz *quiz, const char *id, const char *name)
{
  const char *wanted = id != NULL && quiz_id_good(id)       ? id
                       : name != NULL && quiz_id_good(name) ? name
                                                            : NULL;
  if (wanted != NULL && quiz_find(quiz, wanted) == NULL)
    return g_strdup(wanted);
  for (guint i = quiz->questions->len + 1;; i++) {
    g_autofree char *made =
      wanted != NULL ? g_strdup_printf("%s-%u", wanted, i) : g_strdup_printf("q%u", i);
    if (quiz_find(quiz, made) == NULL)
      return g_steal_pointer(&made);
  }
}

static bool same_piece(const Wording *a, const Wording *b)
{
  return g_strcmp0(a->source, b->source) == 0;
}

static bool same_question(const Question *a, const Question *b)
{
  if (strcmp(a->id, b->id) != 0 || a->multi != b->multi || a->pin != b->pin || a->must != b->must ||
      a->choices->len != b->choices->len || a->bases->len != b->bases->len ||
      !same_piece(&a->title, &b->title) || !same_piece(&a->stem, &b->stem) ||
      !same_piece(&a->explanation, &b->explanation))
    return false;
  for (guint i = 0; i < a->choices->len; i++) {
    const Choice *one = question_choice(a, i), *other = question_choice(b, i);
    if (one->right != other->right || !same_piece(&one->words, &other->words) ||
        !same_piece(&one->feedback, &other->feedback))
      return false;
  }
  return true;
}

/* Whether its Markdown says that question and nothing else: words that are Markdown themselves
 * could hold the heading of another, or a choice. */
static bool stays_whole(Question **question)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Quiz) alone = quiz_new("");
  quiz_put(alone, *question);
  g_autofree char *text = quiz_text(alone);
  g_autofree char *titled = g_strconcat("# -\n\n", text, NULL);
  g_autoptr(Quiz) back = quiz_read(titled, "", unsaid);
  bool whole = !report_failed(unsaid) && back->questions->len == 1 &&
               same_question(*question, quiz_question(back, 0));
  *question = g_ptr_array_steal_index(alone->questions, 0);
  return whole;
}

static DiagCode why_not(const Incoming *incoming, const Question *question)
{
  guint rights = question_right_count(question);
  if (question->stem.source == NULL || text_is_blank(question->stem.source))
    return DIAG_EXCHANGE_NO_STEM;
  if (question->choices->len < 2 || question->choices->len > QUIZ_CHOICES)
    return DIAG_EXCHANGE_CHOICES;
  if (rights == 0 || rights == question->choices->len)
    return DIAG_EXCHANGE_RIGHTS;
  for (guint i = 0; i < question->choices->len; i++) {
    const char *words = question_choice(question, i)->words.source;
    if (words == NULL || text_is_blank(words))
      return DIAG_EXCHANGE_CHOICES;
  }
  if (incoming->single && rights > 1)
    return DIAG_EXCHANGE_ANY;
  return DIAG_COUNT;
}

/* Its pieces as quiz_read() would have them: without white space at their ends. */
static void trim(Question *question)
{
  Wording *pieces[] = {&question->title, &question->stem, &question->explanation};
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
    if (pieces[i]->source != NULL)
      g_strchomp(pieces[i]->source);
  for (guint i = 0; i < question->choices->len; i++) {
    Choice *choice = &g_array_index(question->choices, Choice, i);
    g_strchomp(choice->words.source);
    if (choice->feedback.source != NULL)
      g_strchomp(choice->feedback.source);
  }
}

void incoming_put(Incoming *incoming, const char *id, Quiz *quiz, Report *report)
{
  g_autoptr(Question) question = g_steal_pointer(&incoming->question);
  g_autofree char *label = exchange_label(incoming->name, question->stem.source);
  Place place = place_at(quiz->named, incoming->line, 0);
  DiagCode fault = why_not(incoming, question);
  if (fault == DIAG_COUNT) {
    question->line = incoming->line;
    question->multi = !incoming->single;
    g_free(question->id);
    question->id = free_id(quiz, id, incoming->name);
    question->title.source =
      g_strdup(incoming->name != NULL && *incoming->name != '\0' ? incoming->name : question->id);
    if (question->explanation.source != NULL && text_is_blank(question->explanation.source))
      g_clear_pointer(&question->explanation.source, g_free);
    trim(question);
    fault = stays_whole(&question) ? DIAG_COUNT : DIAG_EXCHANGE_BREAKS;
  }
  if (fault != DIAG_COUNT) {
    report_add(report, fault, place, label, NULL);
    return;
  }
  if (incoming->partial)
    report_add(report, DIAG_EXCHANGE_PARTIAL, place, label, NULL);
  if (quiz_put(quiz, question))
    g_steal_pointer(&question);
}
