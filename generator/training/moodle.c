/* Moodle XML. */
#include "training/exchange_parts.h"

#include "base/text.h"

#include <libxml/xmlreader.h>
#include <string.h>

enum { DEPTH_LIMIT = 32, TAG_LIMIT = 4096 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextReader, xmlFreeTextReader)

/* --- writing ------------------------------------------------------------------------------- */

static void put_text(GString *out, const char *element, const char *text)
{
  g_string_append_printf(out, "<%s><text>", element);
  text_escape_xml(out, text, -1);
  g_string_append_printf(out, "</text></%s>\n", element);
}

static void put_words(GString *out, const char *element, const Wording *wording)
{
  g_autofree char *words = ruby_to_html(wording->source != NULL ? wording->source : "");
  g_string_append_printf(out, "<%s format=\"markdown\"><text>", element);
  text_escape_xml(out, words, -1);
  g_string_append_printf(out, "</text></%s>\n", element);
}

static void put_answer(GString *out, const Question *question, const Choice *choice)
{
  g_autofree char *share = exchange_share(question_right_count(question));
  const char *fraction = choice->right ? share : question->multi ? "-100" : "0";
  g_autofree char *words = ruby_to_html(choice->words.source);
  g_string_append_printf(out, "<answer fraction=\"%s\" format=\"markdown\">\n<text>", fraction);
  text_escape_xml(out, words, -1);
  g_string_append(out, "</text>\n");
  if (choice->feedback.source != NULL)
    put_words(out, "feedback", &choice->feedback);
  g_string_append(out, "</answer>\n");
}

static void put_tags(GString *out, const Question *question)
{
  g_string_append(out, "<tags>\n");
  if (question->must)
    put_text(out, "tag", "must");
  if (question->pin)
    put_text(out, "tag", "pin");
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    g_autofree char *tag = g_strdup_printf("basis:%s#%s", basis->policy, basis->clause);
    put_text(out, "tag", tag);
  }
  g_string_append(out, "</tags>\n");
}

static void put_question(GString *out, const Question *question)
{
  g_autofree char *title = ruby_to_html(question->title.source);
  g_string_append(out, "\n<question type=\"multichoice\">\n");
  put_text(out, "name", title);
  put_words(out, "questiontext", &question->stem);
  if (question->explanation.source != NULL)
    put_words(out, "generalfeedback", &question->explanation);
  g_string_append_printf(
    out,
    "<defaultgrade>1</defaultgrade>\n<penalty>0</penalty>\n<hidden>0</hidden>\n"
    "<idnumber>%s</idnumber>\n<single>%s</single>\n"
    "<shuffleanswers>%s</shuffleanswers>\n<answernumbering>abc</answernumbering>\n",
    question->id, question->multi ? "false" : "true", question->pin ? "false" : "true");
  for (guint i = 0; i < question->choices->len; i++)
    put_answer(out, question, question_choice(question, i));
  put_tags(out, question);
  g_string_append(out, "</question>\n");
}

void moodle_write(const Quiz *quiz, const char *category, GString *out, Report *report)
{
  g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n"
                       "<question type=\"category\">\n");
  put_text(out, "category", category);
  g_string_append(out, "</question>\n");
  for (guint i = 0; i < quiz->questions->len; i++) {
    const Question *question = quiz_question(quiz, i);
    if (exchange_can_write(quiz, question, report))
      put_question(out, question);
  }
  g_string_append(out, "\n</quiz>\n");
}

/* --- reading --------------------------------------------------------------------------------- */

static bool is_named(const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const xmlNode *child_of(const xmlNode *node, const char *name)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (is_named(child, name))
      return child;
  return NULL;
}

static char *content_of(const xmlNode *node)
{
  xmlChar *content = node != NULL ? xmlNodeGetContent(node) : NULL;
  char *text = g_strdup(content != NULL ? (const char *)content : "");
  xmlFree(content);
  return text;
}

static char *attribute_of(const xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
  char *text = g_strdup((const char *)value);
  xmlFree(value);
  return text;
}

/* The words of <element format="…"><text>…</text>; NULL where it is not there. */
static char *words_of(const xmlNode *node, bool inline_only)
{
  const xmlNode *text = node != NULL ? child_of(node, "text") : NULL;
  if (text == NULL)
    return NULL;
  g_autofree char *format = attribute_of(node, "format");
  g_autofree char *content = content_of(text);
  return words_from(format, content, inline_only);
}

static void take_answers(Incoming *incoming, const xmlNode *question, const char *type)
{
  bool truth = strcmp(type, "truefalse") == 0;
  char *if_true = NULL, *if_false = NULL;
  bool is_true = false;
  for (const xmlNode *node = question->children; node != NULL; node = node->next) {
    if (!is_named(node, "answer"))
      continue;
    g_autofree char *fraction = attribute_of(node, "fraction");
    double share = fraction != NULL ? g_ascii_strtod(fraction, NULL) : 0;
    g_autofree char *words = words_of(node, true);
    const xmlNode *bare = child_of(node, "text");
    if (words == NULL && bare != NULL)
      words = content_of(bare);
    char *feedback = words_of(child_of(node, "feedback"), false);
    if (!truth) {
      incoming_choice(incoming, g_steal_pointer(&words), share, feedback);
      continue;
    }
    bool says_true = words != NULL && g_ascii_strcasecmp(words, "true") == 0;
    is_true = is_true || (says_true && share > 0);
    char **into = says_true ? &if_true : &if_false;
    g_free(*into);
    *into = feedback;
  }
  if (truth)
    incoming_truth(incoming, is_true, is_true ? if_true : if_false, is_true ? if_false : if_true);
}

static void take_tags(Incoming *incoming, const xmlNode *tags)
{
  for (const xmlNode *node = tags != NULL ? tags->children : NULL; node != NULL;
       node = node->next) {
    if (!is_named(node, "tag"))
      continue;
    g_autofree char *tag = content_of(child_of(node, "text"));
    incoming_tag(incoming, g_strstrip(tag));
  }
}

/* Pictures lie in <file>, or are asked for by <img>. */
static bool has_picture(const xmlNode *question)
{
  g_autofree char *all = content_of(question);
  const xmlNode *text = child_of(question, "questiontext");
  return (text != NULL && child_of(text, "file") != NULL) || strstr(all, "<img") != NULL;
}

static void take_multichoice(const xmlNode *node, const char *type, Incoming *incoming, Quiz *quiz,
                             Report *report)
{
  Question *question = incoming->question;
  g_autofree char *single = content_of(child_of(node, "single"));
  g_autofree char *shuffle = content_of(child_of(node, "shuffleanswers"));
  g_autofree char *id = g_strstrip(content_of(child_of(node, "idnumber")));
  incoming->single = strcmp(single, "false") != 0 && strcmp(single, "0") != 0;
  question->pin = strcmp(shuffle, "false") == 0 || strcmp(shuffle, "0") == 0;
  question->stem.source = words_of(child_of(node, "questiontext"), false);
  question->explanation.source = words_of(child_of(node, "generalfeedback"), false);
  take_tags(incoming, child_of(node, "tags"));
  take_answers(incoming, node, type);
  incoming_put(incoming, *id != '\0' ? id : NULL, quiz, report);
}

static void take_question(const xmlNode *node, int line, Quiz *quiz, Report *report)
{
  g_autofree char *given = attribute_of(node, "type");
  const char *type = given != NULL ? given : "";
  if (strcmp(type, "category") == 0)
    return;
  g_autofree char *raw = content_of(child_of(node, "name"));
  g_autofree char *name = ruby_from_html(g_strdelimit(g_strstrip(raw), "\n", ' '));
  Place place = place_at(quiz->named, line, 0);
  if (strcmp(type, "multichoice") != 0 && strcmp(type, "truefalse") != 0) {
    report_add(report, DIAG_EXCHANGE_TYPE, place, name, type, NULL);
  } else if (has_picture(node)) {
    report_add(report, DIAG_EXCHANGE_PICTURE, place, name, NULL);
  } else {
    Incoming incoming = {.question = question_new(), .name = name, .line = line};
    take_multichoice(node, type, &incoming, quiz, report);
  }
}

/* Nothing is said on standard error; the reader keeps what it finds. */
static void on_error(void *data, const char *message, xmlParserSeverities severity,
                     xmlTextReaderLocatorPtr locator)
{
  int *line = data;
  (void)message;
  (void)severity;
  if (*line == 0)
    *line = xmlTextReaderLocatorLineNumber(locator);
}

static bool is_question(xmlTextReader *reader)
{
  return xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT &&
         xmlTextReaderDepth(reader) == 1 &&
         strcmp((const char *)xmlTextReaderConstName(reader), "question") == 0;
}

/* Where the tag that begins at `p` ends, with '>', or is broken off by '<' or the text's end; NULL
 * where it is too long: thousands of attributes would keep libxml2 busy for minutes. */
static const char *tag_end(const char *p)
{
  char quote = '\0';
  p++;
  for (guint i = 0; i < TAG_LIMIT; i++, p++) {
    if (*p == '\0' || *p == '<' || (*p == '>' && quote == '\0'))
      return p;
    if (quote != '\0')
      quote = *p == quote ? '\0' : quote;
    else if (*p == '"' || *p == '\'')
      quote = *p;
  }
  return NULL;
}

/* Behind what holds no tags: CDATA, a comment, an instruction. NULL where none begins at `p`;
 * the text's end where it does not end, which the parser tells. */
static const char *behind_tagless(const char *p)
{
  static const char *const marks[][2] = {{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    if (!g_str_has_prefix(p, marks[i][0]))
      continue;
    const char *end = strstr(p + strlen(marks[i][0]), marks[i][1]);
    return end != NULL ? end + strlen(marks[i][1]) : p + strlen(p);
  }
  return NULL;
}

/* Whether its tags are as Moodle writes them: looked at before any of it is made a tree. */
static bool is_tame(const char *text)
{
  guint depth = 0;
  for (const char *p = text; (p = strchr(p, '<')) != NULL;) {
    const char *behind = behind_tagless(p);
    if (behind != NULL) {
      p = behind;
      continue;
    }
    const char *end = tag_end(p);
    if (end != NULL && *end != '>')
      return true; /* not well-formed: the parser gets no further, and tells it */
    if (p[1] == '/')
      depth -= depth > 0;
    else if (end != NULL)
      depth += end[-1] != '/';
    if (end == NULL || depth > DEPTH_LIMIT)
      return false;
    p = end + 1;
  }
  return true;
}

bool moodle_read(const char *text, Quiz *quiz, Report *report)
{
  Place place = place_at(quiz->named, 0, 0);
  if (strstr(text, "<!DOCTYPE") != NULL || strstr(text, "<!ENTITY") != NULL) {
    report_add(report, DIAG_EXCHANGE_DOCTYPE, place, NULL);
    return false;
  }
  if (!is_tame(text)) {
    report_add(report, DIAG_EXCHANGE_DEEP, place, NULL);
    return false;
  }
  int fault = 0;
  g_autoptr(xmlTextReader) reader = xmlReaderForMemory(text, (int)strlen(text), NULL, "UTF-8",
                                                       XML_PARSE_NONET | XML_PARSE_NOCDATA |
                                                         XML_PARSE_COMPACT | XML_PARSE_BIG_LINES);
  xmlTextReaderSetErrorHandler(reader, on_error, &fault);
  int more = xmlTextReaderRead(reader);
  while (more == 1 && quiz->questions->len < QUIZ_QUESTIONS) {
    if (is_question(reader)) {
      xmlNode *node = xmlTextReaderExpand(reader);
      if (node == NULL)
        break;
      take_question(node, (int)xmlGetLineNo(node), quiz, report);
      more = xmlTextReaderNext(reader);
    } else {
      more = xmlTextReaderRead(reader);
    }
  }
  if (more == 1)
    quiz_tell_full(quiz, xmlTextReaderGetParserLineNumber(reader), report);
  if (more >= 0 && fault == 0)
    return true;
  report_add(report, DIAG_EXCHANGE_XML, place_at(quiz->named, fault, 0), NULL);
  return false;
}
