/* A quiz's lines, cut into questions. */
#include "training/quiz.h"

#include "base/text.h"

#include <string.h>

/* Into which piece of its question a line goes. */
typedef enum { IN_STEM, IN_WORDS, IN_FEEDBACK, IN_EXPLANATION, IN_BASIS } Where;

typedef struct {
  Quiz *quiz;
  Report *report;
  Question *question; /* NULL before the first */
  Where where;
  GString *piece; /* what the wording in hand holds so far */
  Wording *wording;
  int line;
  bool blank; /* the line before was blank */
  char fence; /* inside of a fenced code block, its sign; else 0 */
  guint fence_length;
  guint strays; /* lines of this question that belong nowhere */
} Reading;

static Place here(const Reading *reading, int column)
{
  return place_at(reading->quiz->named, reading->line, column);
}

static int column_of(const char *line, const char *at)
{
  return (int)g_utf8_pointer_to_offset(line, at) + 1;
}

/* --- pieces ------------------------------------------------------------------------- */

static void close_piece(Reading *reading)
{
  if (reading->wording == NULL)
    return;
  GString *piece = reading->piece;
  while (piece->len > 0 && strchr(" \t\n", piece->str[piece->len - 1]) != NULL)
    g_string_truncate(piece, piece->len - 1);
  if (piece->len > 0)
    reading->wording->source = g_strndup(piece->str, piece->len);
  reading->wording = NULL;
}

static void open_piece(Reading *reading, Wording *wording, int column)
{
  close_piece(reading);
  if (wording->source != NULL)
    wording_clear(wording);
  wording->line = reading->line;
  wording->column = column;
  reading->wording = wording;
  g_string_truncate(reading->piece, 0);
}

/* Empty lines before a piece's first words are not of it. */
static void add_line(Reading *reading, const char *text, int column)
{
  if (reading->wording == NULL)
    return;
  if (reading->piece->len == 0) {
    if (text_is_blank(text))
      return;
    reading->wording->line = reading->line;
    reading->wording->column = column;
  } else {
    g_string_append_c(reading->piece, '\n');
    if (reading->wording->below == 0)
      reading->wording->below = column;
  }
  g_string_append(reading->piece, text);
}

/* --- headings ----------------------------------------------------------------------- */

static void take_class(const Reading *reading, Question *question, const char *class, int column)
{
  if (strcmp(class, ".multi") == 0)
    question->multi = true;
  else if (strcmp(class, ".pin") == 0)
    question->pin = true;
  else if (strcmp(class, ".must") == 0)
    question->must = true;
  else
    report_add(reading->report, DIAG_QUIZ_CLASS, here(reading, column), class, NULL);
}

/* Takes "#id .class" from between the braces. */
static void take_attributes(const Reading *reading, Question *question, const char *inside,
                            int column)
{
  g_auto(GStrv) words = g_strsplit(inside, " ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    const char *word = words[i];
    if (*word == '#' && *question->id == '\0') {
      if (quiz_id_good(word + 1)) {
        g_free(question->id);
        question->id = g_strdup(word + 1);
      } else {
        report_add(reading->report, DIAG_QUIZ_ID_BAD, here(reading, column), word + 1, NULL);
      }
    } else if (*word != '\0') {
      take_class(reading, question, word, column);
    }
  }
}

static void begin_question(Reading *reading, const char *line)
{
  Question *question = question_new();
  const char *text = line + 2;
  while (*text == ' ' || *text == '\t')
    text++;
  g_autofree char *title = g_strchomp(g_strdup(text));
  char *brace = g_str_has_suffix(title, "}") ? g_strrstr(title, "{#") : NULL;

  close_piece(reading);
  question->line = reading->line;
  question->title.line = reading->line;
  question->title.column = column_of(line, text);
  if (brace != NULL) {
    title[strlen(title) - 1] = '\0';
    take_attributes(reading, question, brace + 1,
                    question->title.column + (int)g_utf8_pointer_to_offset(title, brace));
    *brace = '\0';
    g_strchomp(title);
  } else {
    report_add(reading->report, DIAG_QUIZ_NO_ID, here(reading, 1), title, NULL);
  }
  question->title.source = g_steal_pointer(&title);
  if (*question->id != '\0' && !quiz_put(reading->quiz, question)) {
    const Question *first = quiz_find(reading->quiz, question->id);
    g_autofree char *at = g_strdup_printf("%d", first->line);
    report_add(reading->report, DIAG_QUIZ_ID_TWICE, here(reading, 1), question->id, at, NULL);
    *question->id = '\0'; /* its other faults are told all the same */
  }
  if (*question->id == '\0')
    g_ptr_array_add(reading->quiz->questions, question);
  reading->question = question;
  reading->where = IN_STEM;
  reading->strays = 0;
  open_piece(reading, &question->stem, 1);
}

/* --- choices ------------------------------------------------------------------------ */

/* The text behind "- [x] "; NULL where the line opens no choice. */
static const char *choice_text(const char *line, bool *right)
{
  if (strchr("-*+", *line) == NULL || *line == '\0' || line[1] != ' ' || line[2] != '[' ||
      line[3] == '\0' || strchr(" xX", line[3]) == NULL || line[4] != ']' ||
      (line[5] != ' ' && line[5] != '\0'))
    return NULL;
  *right = line[3] != ' ';
  const char *text = line + 5;
  while (*text == ' ')
    text++;
  return text;
}

static void begin_choice(Reading *reading, const char *line, const char *text, bool right)
{
  Choice choice = {.right = right};
  close_piece(reading);
  g_array_append_val(reading->question->choices, choice);
  GArray *choices = reading->question->choices;
  Choice *added = &g_array_index(choices, Choice, choices->len - 1);
  open_piece(reading, &added->words, column_of(line, text));
  add_line(reading, text, column_of(line, text));
  reading->where = IN_WORDS;
}

static void report_stray(Reading *reading, const char *text)
{
  if (reading->strays++ == 0)
    report_add(reading->report, DIAG_QUIZ_STRAY, here(reading, column_of(text, text)), NULL);
}

/* A line within a choice, from which the indent was taken. */
static void take_indented(Reading *reading, const char *line, const char *text)
{
  GArray *choices = reading->question->choices;
  Choice *choice = &g_array_index(choices, Choice, choices->len - 1);
  if (*text == '>') {
    text += text[1] == ' ' ? 2 : 1;
    if (reading->where != IN_FEEDBACK)
      open_piece(reading, &choice->feedback, column_of(line, text));
    reading->where = IN_FEEDBACK;
  } else if (reading->where == IN_FEEDBACK && reading->blank) {
    report_stray(reading, line);
    return;
  }
  add_line(reading, text, column_of(line, text));
}

/* --- what stands below the choices ---------------------------------------------------- */

/* The text behind a label and its colon; NULL where the line begins with another. */
static const char *behind_label(const char *text, const char *const *labels)
{
  for (; *labels != NULL; labels++) {
    if (!g_str_has_prefix(text, *labels))
      continue;
    const char *rest = text + strlen(*labels);
    gsize colon = *rest == ':' ? 1 : g_str_has_prefix(rest, "：") ? strlen("：") : 0;
    if (colon == 0)
      continue;
    for (rest += colon; *rest == ' ' || g_str_has_prefix(rest, "　");)
      rest += *rest == ' ' ? 1 : strlen("　");
    return rest;
  }
  return NULL;
}

static void take_basis(Reading *reading, const char *line, const char *word, gsize length)
{
  int column = column_of(line, word);
  g_autofree char *name = g_strndup(word, length);
  char *hash = strchr(name, '#');
  if (hash == NULL || hash == name || hash[1] == '\0' || strchr(hash + 1, '#') != NULL) {
    report_add(reading->report, DIAG_QUIZ_BASIS_FORM, here(reading, column), name, NULL);
    return;
  }
  Basis basis = {g_strndup(name, (gsize)(hash - name)), g_strdup(hash + 1), reading->line, column};
  g_array_append_val(reading->question->bases, basis);
}

static void take_bases(Reading *reading, const char *line, const char *text)
{
  g_autofree char *copy = g_strdup(line);
  for (char *p = copy; (p = strstr(p, "、")) != NULL;)
    memcpy(p, "   ", strlen("、"));
  for (char *p = copy; (p = strchr(p, ',')) != NULL;)
    *p = ' ';
  /* Columns are counted in the line itself, where 、 is one character. */
  for (char *word = copy + (text - line); *word != '\0';) {
    word += strspn(word, " \t");
    if (*word == '\0')
      break;
    gsize length = strcspn(word, " \t");
    take_basis(reading, line, line + (word - copy), length);
    word += length;
  }
}

static void take_note(Reading *reading, const char *line)
{
  static const char *const explanation[] = {"解説", "Explanation", NULL};
  static const char *const basis[] = {"根拠", "Basis", NULL};
  const char *text = line + (line[1] == ' ' ? 2 : 1);
  const char *rest;

  if ((rest = behind_label(text, explanation)) != NULL) {
    open_piece(reading, &reading->question->explanation, column_of(line, rest));
    reading->where = IN_EXPLANATION;
    add_line(reading, rest, column_of(line, rest));
  } else if ((rest = behind_label(text, basis)) != NULL) {
    close_piece(reading);
    reading->where = IN_BASIS;
    take_bases(reading, line, rest);
  } else if (reading->where == IN_BASIS) {
    take_bases(reading, line, text);
  } else if (reading->where == IN_EXPLANATION) {
    add_line(reading, text, column_of(line, text));
  } else if (!text_is_blank(text)) {
    report_stray(reading, line);
  }
}

/* --- lines --------------------------------------------------------------------------- */

/* Whether a line stands inside of a fenced code block, or opens or closes one. */
static bool is_fenced(Reading *reading, const char *line)
{
  gsize indent = strspn(line, " ");
  const char *text = line + indent;
  guint length = (guint)strspn(text, *text == '~' ? "~" : "`");
  if (reading->fence == '\0') {
    bool opens = indent < 4 && length >= 3 && (*text == '~' || strchr(text + length, '`') == NULL);
    reading->fence = opens ? *text : '\0';
    reading->fence_length = length;
    return opens;
  }
  if (indent < 4 && *text == reading->fence && length >= reading->fence_length &&
      text_is_blank(text + length))
    reading->fence = '\0';
  return true;
}

static void take_choice_line(Reading *reading, const char *line)
{
  gsize indent = strspn(line, " ");
  if (*line == '>') {
    take_note(reading, line);
  } else if (text_is_blank(line)) {
    if (reading->where == IN_WORDS || reading->where == IN_FEEDBACK)
      add_line(reading, "", 1);
  } else if (indent >= 2 && (reading->where == IN_WORDS || reading->where == IN_FEEDBACK)) {
    take_indented(reading, line, line + (reading->where == IN_FEEDBACK ? indent : MIN(indent, 6)));
  } else {
    report_stray(reading, line);
  }
}

/* Whether the quote that begins here ends the stem: it says what only follows choices. */
static bool is_note(const char *line)
{
  static const char *const labels[] = {"解説", "根拠", "Explanation", "Basis", NULL};
  return *line == '>' && behind_label(line + (line[1] == ' ' ? 2 : 1), labels) != NULL;
}

static void take_line(Reading *reading, const char *line)
{
  bool right = false;
  const char *text;
  bool in_stem = reading->question == NULL || reading->where == IN_STEM;

  if (in_stem && is_fenced(reading, line)) {
    add_line(reading, line, 1);
  } else if (g_str_has_prefix(line, "## ")) {
    begin_question(reading, line);
  } else if (reading->question == NULL) {
    if (g_str_has_prefix(line, "# ") && reading->quiz->title.source == NULL) {
      reading->quiz->title =
        (Wording){.source = g_strchomp(g_strdup(line + 2)), .line = reading->line, .column = 3};
      open_piece(reading, &reading->quiz->intro, 1);
    } else if (reading->wording != NULL) {
      add_line(reading, line, 1);
    } else if (!text_is_blank(line)) {
      report_stray(reading, line);
    }
  } else if (*line == '#' && line[strspn(line, "#")] == ' ') {
    report_stray(reading, line);
  } else if ((text = choice_text(line, &right)) != NULL && reading->where <= IN_FEEDBACK) {
    begin_choice(reading, line, text, right);
  } else if (in_stem && is_note(line)) {
    take_note(reading, line);
  } else if (in_stem) {
    add_line(reading, line, 1);
  } else {
    take_choice_line(reading, line);
  }
  reading->blank = text_is_blank(line);
}

Quiz *quiz_read(const char *source, const char *named, Report *report)
{
  Quiz *quiz = quiz_new(named);
  g_autoptr(GString) piece = g_string_sized_new(1024);
  g_autoptr(GString) line = g_string_sized_new(256);
  Reading reading = {.quiz = quiz, .report = report, .piece = piece};

  for (const char *p = source; *p != '\0';) {
    gsize length = strcspn(p, "\n");
    g_string_truncate(line, 0);
    g_string_append_len(line, p, (gssize)length);
    reading.line++;
    if (quiz->questions->len >= QUIZ_QUESTIONS && g_str_has_prefix(line->str, "## ")) {
      quiz_tell_full(quiz, reading.line, report);
      break;
    }
    take_line(&reading, line->str);
    p += length + (p[length] == '\n');
  }
  close_piece(&reading);
  return quiz;
}
