#include "training/lesson.h"

#include "base/text.h"
#include "markup/blocks.h"

#include <string.h>

/* Stands in the document where a clause is drawn in, with the clause's number between:
 * U+FDD1 is a noncharacter, and no text that can be typed holds it. */
#define DRAWN_MARK "\xEF\xB7\x91"

enum { CHARACTERS_A_MINUTE = 400 };

static void drawn_clear(gpointer data)
{
  Drawn *drawn = data;
  g_free(drawn->policy);
  g_free(drawn->clause);
}

void lesson_free(Lesson *lesson)
{
  if (lesson == NULL)
    return;
  document_free(lesson->document);
  g_array_unref(lesson->sections);
  g_array_unref(lesson->drawn);
  g_free(lesson->named);
  g_free(lesson);
}

/* --- reading ------------------------------------------------------------------------ */

/* Reads "{{clause privacy#security}}"; false where it is not of that form. */
static bool read_drawn(const char *line, Drawn *drawn)
{
  static const char open[] = "{{clause ";
  g_autofree char *text = g_strstrip(g_strdup(line));
  if (!g_str_has_prefix(text, open) || !g_str_has_suffix(text, "}}"))
    return false;
  text[strlen(text) - 2] = '\0';
  char *name = g_strstrip(text + strlen(open));
  char *hash = strchr(name, '#');
  if (hash == NULL || hash == name || hash[1] == '\0' || strpbrk(name, " \t{}") != NULL)
    return false;
  drawn->policy = g_strndup(name, (gsize)(hash - name));
  drawn->clause = g_strdup(hash + 1);
  return true;
}

/* The text with a mark in the place of every {{clause …}}; a blank line on either side of
 * it is the author's to keep, as around any paragraph. */
static char *mark_drawn(Lesson *lesson, const char *source, Report *report)
{
  g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
  bool fenced = false;
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *text = lines[i] + strspn(lines[i], " ");
    if (g_str_has_prefix(text, "```") || g_str_has_prefix(text, "~~~"))
      fenced = !fenced;
    const char *brace = fenced ? NULL : strstr(lines[i], "{{");
    if (brace == NULL)
      continue;
    Drawn drawn = {.line = (int)i + 1};
    if (read_drawn(lines[i], &drawn)) {
      g_free(lines[i]);
      lines[i] = g_strdup_printf(DRAWN_MARK "%u" DRAWN_MARK, lesson->drawn->len);
      g_array_append_val(lesson->drawn, drawn);
    } else {
      int column = (int)g_utf8_pointer_to_offset(lines[i], brace) + 1;
      report_add(report, DIAG_LESSON_CLAUSE_FORM, place_at(lesson->named, (int)i + 1, column),
                 brace, NULL);
    }
  }
  return g_strjoinv("\n", lines);
}

static void find_sections(Lesson *lesson, Report *report)
{
  for (guint i = 0; i < document_clause_count(lesson->document); i++) {
    const Clause *clause = document_clause(lesson->document, i);
    if (clause->level != 2 || clause->paragraph)
      continue;
    if (!clause->id_given)
      report_add(report, DIAG_LESSON_SECTION_ID, place_at(lesson->named, clause->line, 1),
                 clause->title, NULL);
    Section section = {clause->id, clause->title, clause->title_html, clause->line};
    g_array_append_val(lesson->sections, section);
  }
  if (lesson->sections->len == 0)
    report_add(report, DIAG_LESSON_NO_SECTION, place_at(lesson->named, 0, 0), NULL);
}

static void place_drawn(Lesson *lesson, Report *report)
{
  for (guint i = 0; i < lesson->drawn->len; i++) {
    Drawn *drawn = &g_array_index(lesson->drawn, Drawn, i);
    guint before = 0;
    while (before < lesson->sections->len &&
           g_array_index(lesson->sections, Section, before).line < drawn->line)
      before++;
    if (before == 0)
      report_add(report, DIAG_LESSON_CLAUSE_PLACE, place_at(lesson->named, drawn->line, 1), NULL);
    drawn->section = before > 0 ? before - 1 : 0;
  }
}

static void check_links(const Lesson *lesson, Report *report)
{
  static const char *const schemes[] = {"https:", "mailto:", "tel:", "#"};
  for (guint i = 0; i < document_link_count(lesson->document); i++) {
    const Link *link = document_link(lesson->document, i);
    bool good = false;
    for (guint k = 0; k < G_N_ELEMENTS(schemes); k++)
      good = good || g_ascii_strncasecmp(link->target, schemes[k], strlen(schemes[k])) == 0;
    if (!good || link->image)
      report_add(report, DIAG_LESSON_LINK, place_at(lesson->named, link->line, link->column),
                 link->target, NULL);
  }
}

Lesson *lesson_read(const char *source, const char *named, Report *report)
{
  Lesson *lesson = g_new0(Lesson, 1);
  lesson->named = g_strdup(named);
  lesson->sections = g_array_new(FALSE, TRUE, sizeof(Section));
  lesson->drawn = g_array_new(FALSE, TRUE, sizeof(Drawn));
  g_array_set_clear_func(lesson->drawn, drawn_clear);

  g_autofree char *text = mark_drawn(lesson, source, report);
  lesson->document = document_parse(text, strlen(text), lesson->named, DOCUMENT_PAGE, report);
  if (document_title(lesson->document) == NULL)
    report_add(report, DIAG_LESSON_TITLE, place_at(named, 1, 0), NULL);
  find_sections(lesson, report);
  place_drawn(lesson, report);
  check_links(lesson, report);
  return lesson;
}

int lesson_find(const Lesson *lesson, const char *id)
{
  for (guint i = 0; i < lesson->sections->len; i++)
    if (strcmp(g_array_index(lesson->sections, Section, i).id, id) == 0)
      return (int)i;
  return -1;
}

void lesson_check(const Lesson *lesson, Texts *texts, Report *report)
{
  TextClause found;
  for (guint i = 0; i < lesson->drawn->len; i++) {
    const Drawn *drawn = &g_array_index(lesson->drawn, Drawn, i);
    texts_find(texts, drawn->policy, drawn->clause, place_at(lesson->named, drawn->line, 1), &found,
               report);
  }
}

/* --- writing ------------------------------------------------------------------------ */

/* Ids of the policy would be taken twice where a lesson draws in its own words for them. In
 * HTML that markup wrote a quote mark in words is &quot;, so this is an attribute. */
static void drop_ids(GString *html)
{
  static const char id[] = " id=\"";
  for (char *p = html->str; (p = strstr(p, id)) != NULL;) {
    gsize at = (gsize)(p - html->str);
    const char *end = strchr(p + strlen(id), '"');
    g_string_erase(html, (gssize)at, end - p + 1);
    p = html->str + at;
  }
}

static void put_drawn(const Drawn *drawn, Texts *texts, const LessonOptions *options, GString *out)
{
  TextClause found;
  if (!texts_find(texts, drawn->policy, drawn->clause, place_none(), &found, NULL))
    return;
  g_autoptr(GString) html = g_string_new(NULL);
  HtmlOptions how = {.heading_shift = 3 - found.clause->level,
                     .link = options->clause_link,
                     .link_data = options->data};
  clause_html(found.document, found.index, &how, html);
  drop_ids(html);
  g_autofree char *cite = options->cite != NULL ? options->cite(&found, options->data) : NULL;
  g_string_append(out, "<div class=\"drawn\">\n<blockquote>\n");
  g_string_append_len(out, html->str, (gssize)html->len);
  g_string_append(out, "</blockquote>\n");
  if (cite != NULL)
    g_string_append_printf(out, "<p class=\"cite\">%s</p>\n", cite);
  g_string_append(out, "</div>");
}

void lesson_html(const Lesson *lesson, Texts *texts, const LessonOptions *options, GString *out)
{
  static const char open[] = "<p>" DRAWN_MARK, close[] = DRAWN_MARK "</p>";
  g_autoptr(GString) html = g_string_new(NULL);
  HtmlOptions how = {.skip_title = true, .anchor_label = options->anchor_label};
  document_html(lesson->document, &how, html);

  const char *from = html->str;
  for (const char *p; (p = strstr(from, open)) != NULL;) {
    const char *end = strstr(p, close);
    guint64 index = g_ascii_strtoull(p + strlen(open), NULL, 10);
    g_string_append_len(out, from, p - from);
    if (end == NULL || index >= lesson->drawn->len)
      return;
    put_drawn(&g_array_index(lesson->drawn, Drawn, index), texts, options, out);
    from = end + strlen(close);
  }
  g_string_append(out, from);
}

GPtrArray *lesson_words(const Lesson *lesson, const char *section)
{
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Blocks) blocks = document_blocks(lesson->document);
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_get(blocks, i);
    if (strcmp(block->clause, section) == 0 && !g_str_has_prefix(block->text, DRAWN_MARK))
      g_ptr_array_add(words, g_strconcat(block->number, block->text, NULL));
  }
  return words;
}

/* --- reading time ---------------------------------------------------------------------- */

/* Characters of a document's blocks, or of one clause's alone. */
static glong characters_of(const Document *document, const char *clause)
{
  g_autoptr(Blocks) blocks = document_blocks(document);
  glong count = 0;
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_get(blocks, i);
    if (clause == NULL || strcmp(block->clause, clause) == 0)
      count += g_utf8_strlen(block->text, -1);
  }
  return count;
}

guint lesson_minutes(const Lesson *lesson, Texts *texts)
{
  glong count = characters_of(lesson->document, NULL);
  for (guint i = 0; i < lesson->drawn->len; i++) {
    const Drawn *drawn = &g_array_index(lesson->drawn, Drawn, i);
    TextClause found;
    if (texts_find(texts, drawn->policy, drawn->clause, place_none(), &found, NULL))
      count += characters_of(found.document, drawn->clause);
  }
  return MAX(1, (guint)((count + CHARACTERS_A_MINUTE - 1) / CHARACTERS_A_MINUTE));
}
