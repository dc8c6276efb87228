/* GIFT: questions as lines of text. */
#include "training/exchange_parts.h"

#include "base/text.h"

#include <string.h>

/* --- writing ------------------------------------------------------------------------------- */

static void put_escaped(GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\n') {
      g_string_append(out, "\\n");
      continue;
    }
    if (strchr("\\~=#{}:", *p) != NULL)
      g_string_append_c(out, '\\');
    g_string_append_c(out, *p);
  }
}

static void put_words(GString *out, const Wording *wording)
{
  g_autofree char *html = ruby_to_html(wording->source != NULL ? wording->source : "");
  put_escaped(out, html);
}

static void put_tags(GString *out, const Question *question)
{
  g_string_append_printf(out, "// [id:%s]", question->id);
  if (question->must)
    g_string_append(out, " [tag:must]");
  if (question->pin)
    g_string_append(out, " [tag:pin]");
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_string_append_printf(out, " [tag:basis:%s#%s]", basis->policy, basis->clause);
  }
  g_string_append_c(out, '\n');
}

static void put_question(GString *out, const Question *question)
{
  g_autofree char *share = exchange_share(question_right_count(question));
  put_tags(out, question);
  g_string_append(out, "::");
  put_words(out, &question->title);
  g_string_append(out, "::[markdown]");
  put_words(out, &question->stem);
  g_string_append(out, "{\n");
  for (guint i = 0; i < question->choices->len; i++) {
    const Choice *choice = question_choice(question, i);
    if (question->multi)
      g_string_append_printf(out, "\t~%%%s%%", choice->right ? share : "-100");
    else
      g_string_append(out, choice->right ? "\t=" : "\t~");
    put_words(out, &choice->words);
    if (choice->feedback.source != NULL) {
      g_string_append_c(out, '#');
      put_words(out, &choice->feedback);
    }
    g_string_append_c(out, '\n');
  }
  if (question->explanation.source != NULL) {
    g_string_append(out, "\t####");
    put_words(out, &question->explanation);
    g_string_append_c(out, '\n');
  }
  g_string_append(out, "}\n");
}

void gift_write(const Quiz *quiz, const char *category, GString *out, Report *report)
{
  g_string_append_printf(out, "$CATEGORY: %s\n", category);
  for (guint i = 0; i < quiz->questions->len; i++) {
    const Question *question = quiz_question(quiz, i);
    if (!exchange_can_write(quiz, question, report))
      continue;
    g_string_append_c(out, '\n');
    put_question(out, question);
  }
}

/* --- reading --------------------------------------------------------------------------------- */

/* One question's text, and what the comments above it said. */
typedef struct {
  Quiz *quiz;
  Report *report;
  GString *text;
  GPtrArray *tags; /* of char *: "id:…" and "tag:…" as "tag:…" */
  int line;
  int beyond; /* line of the first question for which there is no room; 0: there was room */
} Item;

/* The first of `stops` before `end` that is not escaped, or `end`. */
static const char *find(const char *p, const char *end, const char *stops)
{
  for (; p < end; p++) {
    if (*p == '\\' && p + 1 < end)
      p++;
    else if (strchr(stops, *p) != NULL)
      return p;
  }
  return end;
}

/* What stands between, without the escapes. The caller frees it. */
static char *unescaped(const char *begin, const char *end)
{
  GString *out = g_string_new(NULL);
  for (const char *p = begin; p < end; p++) {
    if (*p == '\\' && p + 1 < end) {
      p++;
      if (*p == 'n') {
        g_string_append_c(out, '\n');
        continue;
      }
      if (strchr("\\~=#{}:", *p) == NULL)
        g_string_append_c(out, '\\');
    }
    g_string_append_c(out, *p);
  }
  return g_string_free(out, FALSE);
}

/* Takes "[markdown]" off; NULL where there is none. The caller frees it. */
static char *take_format(const char **p)
{
  static const char *const formats[] = {"markdown", "html", "plain", "moodle"};
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    g_autofree char *mark = g_strdup_printf("[%s]", formats[i]);
    if (g_str_has_prefix(*p, mark)) {
      *p += strlen(mark);
      return g_strdup(formats[i]);
    }
  }
  return NULL;
}

static char *words_between(const char *begin, const char *end, const char *format, bool inline_only)
{
  while (begin < end && g_ascii_isspace(*begin))
    begin++;
  g_autofree char *own = begin < end ? take_format(&begin) : NULL;
  g_autofree char *text = begin < end ? unescaped(begin, end) : g_strdup("");
  return words_from(own != NULL ? own : format, text, inline_only);
}

static void leave_out(const Item *item, const char *name, const char *type)
{
  g_autofree char *label = exchange_label(name, item->text->str);
  report_add(item->report, DIAG_EXCHANGE_TYPE, place_at(item->quiz->named, item->line, 0), label,
             type, NULL);
}

/* One answer: from behind its '=' or '~' to before the next. */
static bool take_answer(Incoming *incoming, char sign, const char *begin, const char *end,
                        const char *format)
{
  double share = sign == '=' ? 100 : 0;
  while (begin < end && g_ascii_isspace(*begin))
    begin++;
  if (*begin == '%') {
    char *behind;
    share = g_ascii_strtod(begin + 1, &behind);
    if (behind >= end || *behind != '%')
      return false;
    begin = behind + 1;
  }
  const char *hash = find(begin, end, "#");
  if (g_strstr_len(begin, hash - begin, "->") != NULL)
    return false; /* one of a pair to be matched */
  incoming_choice(incoming, words_between(begin, hash, format, true), share,
                  hash < end ? words_between(hash + 1, end, format, false) : NULL);
  return true;
}

/* T, FALSE#feedback if wrong#feedback if right */
static bool take_truth(Incoming *incoming, const char *begin, const char *end, const char *format)
{
  const char *hash = find(begin, end, "#");
  g_autofree char *word = g_strstrip(g_strndup(begin, (gsize)(hash - begin)));
  bool truth = strcmp(word, "T") == 0 || strcmp(word, "TRUE") == 0;
  if (!truth && strcmp(word, "F") != 0 && strcmp(word, "FALSE") != 0)
    return false;
  const char *second = hash < end ? find(hash + 1, end, "#") : end;
  incoming_truth(incoming, truth,
                 second < end ? words_between(second + 1, end, format, false) : NULL,
                 hash < end ? words_between(hash + 1, second, format, false) : NULL);
  return true;
}

/* The general feedback begins with four number signs; the end of the answers. */
static const char *answers_end(const char *begin, const char *end)
{
  for (const char *p = begin; (p = find(p, end, "#")) < end; p++)
    if (g_str_has_prefix(p, "####"))
      return p;
  return end;
}

/* What kind of question is no choice; NULL where it is one. */
static const char *other_type(const char *begin, const char *end)
{
  while (begin < end && g_ascii_isspace(*begin))
    begin++;
  if (begin == end)
    return "essay";
  if (*begin == '#')
    return "numerical";
  if (*begin != '=' || find(begin, end, "~") < end)
    return NULL;
  return g_strstr_len(begin, end - begin, "->") != NULL ? "matching" : "shortanswer";
}

static void take_answers(Item *item, Incoming *incoming, const char *begin, const char *end,
                         const char *format)
{
  const char *general = answers_end(begin, end);
  const char *type = other_type(begin, general);
  if (general < end)
    incoming->question->explanation.source = words_between(general + 4, end, format, false);
  if (type == NULL && take_truth(incoming, begin, general, format))
    return;
  incoming->single = find(begin, general, "=") < general; /* else shares are summed up */
  for (const char *p = find(begin, general, "=~"); type == NULL && p < general;) {
    const char *next = find(p + 1, general, "=~");
    if (!take_answer(incoming, *p, p + 1, next, format))
      type = "matching";
    p = next;
  }
  if (type == NULL)
    return;
  leave_out(item, incoming->name, type);
  g_clear_pointer(&incoming->question, question_free);
}

static const char *id_of(const Item *item)
{
  for (guint i = 0; i < item->tags->len; i++) {
    const char *tag = g_ptr_array_index(item->tags, i);
    if (g_str_has_prefix(tag, "id:"))
      return tag + strlen("id:");
  }
  return NULL;
}

static void take_question(Item *item)
{
  const char *p = item->text->str, *limit = p + item->text->len;
  Incoming incoming = {.question = question_new(), .line = item->line};
  if (g_str_has_prefix(p, "::")) {
    const char *end = p + 2;
    while ((end = find(end, limit, ":")) < limit && end[1] != ':')
      end++;
    g_autofree char *name = unescaped(p + 2, end);
    g_autofree char *words = ruby_from_html(name);
    g_strdelimit(words, "\n", ' ');
    incoming.name = g_strdup(g_strstrip(words));
    p = *end != '\0' ? end + 2 : end;
    p += strspn(p, " \t\n");
  }
  g_autofree char *format = take_format(&p);
  const char *brace = find(p, limit, "{");
  const char *close = brace < limit ? find(brace + 1, limit, "}") : brace;
  if (*brace == '\0' || *close == '\0') {
    leave_out(item, incoming.name, *brace == '\0' ? "description" : "unclosed");
    g_clear_pointer(&incoming.question, question_free);
  } else if (!text_is_blank(close + 1)) {
    leave_out(item, incoming.name, "missing word");
    g_clear_pointer(&incoming.question, question_free);
  } else {
    incoming.question->stem.source = words_between(p, brace, format, false);
    for (guint i = 0; i < item->tags->len; i++) {
      const char *tag = g_ptr_array_index(item->tags, i);
      if (g_str_has_prefix(tag, "tag:"))
        incoming_tag(&incoming, tag + strlen("tag:"));
    }
    take_answers(item, &incoming, brace + 1, close, format);
  }
  if (incoming.question != NULL)
    incoming_put(&incoming, id_of(item), item->quiz, item->report);
  g_free(incoming.name);
}

/* [id:…] and [tag:…] of a comment. */
static void take_comment(Item *item, const char *line)
{
  for (const char *p = line; (p = strchr(p, '[')) != NULL; p++) {
    const char *end = strchr(p, ']');
    if (end != NULL && (g_str_has_prefix(p, "[id:") || g_str_has_prefix(p, "[tag:")))
      g_ptr_array_add(item->tags, g_strndup(p + 1, (gsize)(end - p - 1)));
  }
}

static void close_item(Item *item)
{
  if (item->text->len == 0)
    return;
  if (item->quiz->questions->len < QUIZ_QUESTIONS)
    take_question(item);
  else
    item->beyond = item->beyond > 0 ? item->beyond : item->line;
  g_ptr_array_set_size(item->tags, 0);
  g_string_truncate(item->text, 0);
}

/* A blank line ends a question; one whose braces are open there is broken all the same, or one
 * fault would swallow the rest of the file. Comments stand above the question that they tell of. */
void gift_read(const char *text, Quiz *quiz, Report *report)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GString) item_text = g_string_new(NULL);
  g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
  Item item = {.quiz = quiz, .report = report, .text = item_text, .tags = tags};

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i], *shown = line + strspn(line, " \t");
    if (g_str_has_prefix(shown, "//")) {
      if (item_text->len == 0)
        take_comment(&item, shown);
    } else if (*shown == '\0' || g_str_has_prefix(shown, "$CATEGORY:")) {
      close_item(&item);
    } else {
      if (item_text->len == 0)
        item.line = (int)i + 1;
      else
        g_string_append_c(item_text, '\n');
      g_string_append(item_text, item_text->len == 0 ? shown : line);
    }
  }
  close_item(&item);
  if (item.beyond > 0)
    quiz_tell_full(quiz, item.beyond, report);
}
