#include "markup/document.h"

#include "base/text.h"
#include "markup/basetext.h"
#include "markup/clause.h"
#include "markup/emphasis.h"
#include "markup/ids.h"

/* Of the summary in characters; of the forbidden characters that are reported. */
enum { SUMMARY_LIMIT = 120, NONCHARACTER = 0xFDD0, REPORTED = 10 };

static bool within_bounds(const char *named, gsize length, Report *report)
{
  if (length <= MARKUP_TEXT_LIMIT)
    return true;
  char limit[16];
  g_snprintf(limit, sizeof limit, "%d", MARKUP_TEXT_LIMIT / 1024);
  report_add(report, DIAG_TEXT_TOO_LONG, place_at(named, 0, 0), limit, NULL);
  return false;
}

/* The first U+FDD0; NULL where there is none. Its middle byte is the rare one in
 * Japanese texts, and looking for a byte is quick. */
static const char *find_mark(const char *text, gsize length)
{
  const char *end = text + length;
  for (const char *p = text; (p = memchr(p, (guchar)MARK[1], end - p)); p++)
    if (p > text && at_mark(p - 1))
      return p - 1;
  return NULL;
}

static bool has_double_asterisk(const char *text, gsize length)
{
  const char *end = text + length;
  for (const char *p = text; (p = memchr(p, '*', end - p)); p++)
    if (p[1] == '*')
      return true;
  return false;
}

static void report_character(const Parse *parse, const char *text, const char *p, gunichar c)
{
  int line, column;
  char name[16];
  text_position(text, (gsize)(p - text), &line, &column);
  g_snprintf(name, sizeof name, "U+%04X", c);
  report_add(parse->report, DIAG_TEXT_CHARACTER, place_at(parse->source.named, line, column), name,
             NULL);
}

/* Characters that no XML document may hold, so that no page could be written. */
static bool is_control(gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF;
}

/* Whether none of the eight bytes is below 0x20 or 0xEF: nothing forbidden begins in them. */
static bool are_harmless(const char *p)
{
  const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  guint64 eight;
  memcpy(&eight, p, sizeof eight);
  guint64 zero_for_ef = eight ^ ones * 0xEF;
  guint64 borrowed = ((eight - ones * 0x20) & ~eight) | ((zero_for_ef - ones) & ~zero_for_ef);
  return (borrowed & ones * 0x80) == 0;
}

static void report_controls(const Parse *parse, const char *text, gsize length)
{
  int count = 0;
  for (const char *p = text, *end = text + length; p < end; p++) {
    while (end - p >= 8 && are_harmless(p))
      p += 8;
    gunichar c = p < end ? (guchar)*p : ' ';
    if (c >= 0x20 && c != 0xEF)
      continue;
    if (c == 0xEF && (guchar)p[1] == 0xBF && (guchar)p[2] >= 0xBE)
      c = 0xFF00 + 0x40 + (guchar)p[2];
    if (is_control(c) && count++ < REPORTED)
      report_character(parse, text, p, c);
  }
}

/* Reports U+FDD0 and puts U+FFFD, which has as many bytes, in its place. */
static const char *refuse_marks(Parse *parse, const char *text, gsize length)
{
  const char *found = find_mark(text, length);
  if (!found)
    return text;
  char *copy = arena_strndup(parse->scratch, text, length);
  int count = 0;
  for (char *p = copy + (found - text); (p = strstr(p, MARK));) {
    if (count++ < REPORTED)
      report_character(parse, copy, p, NONCHARACTER);
    memcpy(p, "\xEF\xBF\xBD", MARK_LENGTH);
  }
  return copy;
}

/* Looks at characters that are written as numbers (&#xFDD0;), which the two
 * functions above do not see. True where U+FDD0 is among them: it is taken out
 * like a mark. */
static bool refuse_entities(const Parse *parse)
{
  const char *text = parse->source.text, *end = text + parse->source.length;
  bool marks = false;
  int count = 0;
  for (const char *p = text; (p = memchr(p, '&', end - p)); p++) {
    if (p[1] != '#')
      continue;
    bool hex = p[2] == 'x' || p[2] == 'X';
    guint64 c = g_ascii_strtoull(p + (hex ? 3 : 2), NULL, hex ? 16 : 10);
    marks |= c == NONCHARACTER;
    if ((c == NONCHARACTER || (c && is_control((gunichar)MIN(c, 0x10FFFF)))) && count++ < REPORTED)
      report_character(parse, text, p, (gunichar)c);
  }
  return marks;
}

static cmark_node *parse_given(const Source *source)
{
  cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, arena_cmark());
  cmark_parser_feed(parser, source->given, source->given_length);
  return cmark_parser_finish(parser);
}

static void parse_source(Parse *parse)
{
  Source *source = &parse->source;
  const char *text = source->text;
  parse->braces = memchr(text, '{', source->length);
  parse->underscores = memchr(text, '_', source->length);
  source->given = emphasis_mark(parse->scratch, text, source->length, &source->given_length);
  source->marked = source->given_length != source->length;
  parse->asterisks = has_double_asterisk(text, source->length);
  cmark_node *root = parse_given(source);
  if (table_possible(text, source->length) && table_take_apart(parse, root))
    root = parse_given(source);
  source->marked |= refuse_entities(parse);
  parse_tree(parse, root);
  clauses_find(parse);
}

Document *document_parse(const char *source, gsize length, const char *named, DocumentKind kind,
                         Report *report)
{
  Arena *arena = arena_new(4096 + 4 * MIN(length, MARKUP_TEXT_LIMIT));
  Document *document = arena_alloc(arena, sizeof *document);
  document->arena = arena;
  document->name = named;
  document->kind = kind;
  document->root = node_new(arena, NODE_DOCUMENT, 1);
  document->ids = ids_new(arena);
  if (!within_bounds(named, length, report))
    return document;

  g_autoptr(Arena) scratch = arena_new(64 * 1024);
  Parse parse = {
    .document = document,
    .arena = arena,
    .scratch = scratch,
    .report = report,
    .source = {.named = named, .arena = scratch, .length = length},
  };
  parse.source.text = refuse_marks(&parse, source, length);
  report_controls(&parse, source, length);
  arena_lend(scratch);
  parse_source(&parse);
  arena_lend(NULL);
  return document;
}

void document_free(Document *document)
{
  if (document)
    arena_free(document->arena);
}

const char *document_name(const Document *document)
{
  return document->name;
}

const char *document_title(const Document *document)
{
  return document->title_text;
}

char *document_summary(const Document *document)
{
  GString *summary = g_string_new(NULL);
  for (const Node *block = document->root->first; block && !summary->len; block = block->next)
    if (block->kind == NODE_PARAGRAPH)
      base_text(summary, block, false);
  for (char *p = summary->str; (p = strchr(p, '\n'));)
    *p = ' ';
  base_text_shorten(summary, 0, SUMMARY_LIMIT);
  return g_string_free(summary, FALSE);
}

guint document_clause_count(const Document *document)
{
  return document->clause_count;
}

const Clause *document_clause(const Document *document, guint index)
{
  g_return_val_if_fail(index < document->clause_count, NULL);
  return &document->clauses[index];
}

const Clause *document_find_clause(const Document *document, const char *id)
{
  int index = ids_find(document->ids, id);
  return index >= 0 ? &document->clauses[index] : NULL;
}

guint document_link_count(const Document *document)
{
  return document->link_count;
}

const Link *document_link(const Document *document, guint index)
{
  g_return_val_if_fail(index < document->link_count, NULL);
  return &document->links[index];
}
